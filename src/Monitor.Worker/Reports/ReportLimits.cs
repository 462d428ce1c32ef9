using Monitor.Worker.Language;

namespace Monitor.Worker.Reports;

/// <summary>How many files, and how large: asked by the verb before it reads them, and by the daemon before it keeps them.</summary>
internal static class ReportLimits
{
    /// <summary>Refuses the first thing that is too much.</summary>
    /// <exception cref="RefusalException">Too many, too large, or empty.</exception>
    public static void Check(IReadOnlyList<(string Name, long Bytes)> files, ReportOptions options)
    {
        if (files.Count > options.MaxFiles)
        {
            throw RefusalException.Wrong(
                $"Satu laporan paling banyak {options.MaxFiles} berkas (Reports:MaxFiles); ini {files.Count}.",
                $"One report has at most {options.MaxFiles} files (Reports:MaxFiles); this has {files.Count}."
            );
        }

        foreach (var (name, bytes) in files)
        {
            if (bytes == 0)
            {
                throw RefusalException.Wrong($"Berkas '{name}' kosong.", $"The file '{name}' is empty.");
            }

            if (bytes > options.MaxFileBytes)
            {
                throw RefusalException.Wrong(
                    $"Berkas '{name}' berisi {bytes} bita, lebih dari {options.MaxFileBytes} yang diizinkan (Reports:MaxFileBytes).",
                    $"The file '{name}' has {bytes} bytes, more than the {options.MaxFileBytes} allowed (Reports:MaxFileBytes)."
                );
            }
        }

        var total = files.Sum(file => file.Bytes);
        if (total > options.MaxTotalBytes)
        {
            throw RefusalException.Wrong(
                $"Berkas laporan bersama-sama {total} bita, lebih dari {options.MaxTotalBytes} yang diizinkan (Reports:MaxTotalBytes).",
                $"The files of the report have {total} bytes together, more than the {options.MaxTotalBytes} allowed (Reports:MaxTotalBytes)."
            );
        }
    }
}
