using System.Formats.Tar;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cases.Carried;

/// <summary>Sends a case folder over the socket as one tar stream, and takes it out at the other end as the caller's own user.</summary>
internal static class CarriedTar
{
    /// <summary>Sends it; the manifest comes last.</summary>
    public static async Task WriteAsync(CarriedCase carried, Stream output, CancellationToken ct)
    {
        await using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var name in carried.Manifest.Files.Select(file => file.Name).Append(CaseManifest.FileName))
        {
            await using var file = File.OpenRead(Path.Combine(carried.Directory, name));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = file }, ct);
        }
    }

    /// <summary>
    /// Puts the folder where it was asked for, whole or not at all: it is taken out beside its place, checked, and moved there. A folder that holds
    /// anything is refused.
    /// </summary>
    /// <exception cref="RefusalException">The place is taken, or what came does not check.</exception>
    public static async Task<CaseVerdict> TakeAsync(Stream input, string directory, CancellationToken ct)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        RequireFree(target);
        var aside = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            FolderWriter.MakeDirectory(aside);
            await UnpackAsync(input, aside, ct);
            var verdict = await CaseCheck.CheckAsync(aside, ct);
            if (verdict.Faults.Count > 0)
            {
                var fault = verdict.Faults[0];
                throw RefusalException.Broken(
                    $"Folder perkara tidak sampai utuh ({fault.File}: {fault.Sentence.Id}); tidak ada yang ditulis.",
                    $"The case folder did not arrive whole ({fault.File}: {fault.Sentence.En}); nothing was written."
                );
            }

            // An empty folder gives its place; one that was filled meanwhile does not, and the move fails.
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(aside, target);
            return verdict;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Conflict(
                $"'{target}' tidak dapat ditulis: {exception.Message}",
                $"'{target}' cannot be written: {exception.Message}"
            );
        }
        finally
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    /// <summary>Refuses a place that holds anything, before anything is asked of the daemon.</summary>
    public static void RequireFree(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw RefusalException.Wrong(
                $"'{target}' sudah berisi; folder perkara ditulis ke folder baru atau kosong.",
                $"'{target}' holds something already; a case folder is written to a new or empty one."
            );
        }
    }

    private static async Task UnpackAsync(Stream input, string aside, CancellationToken ct)
    {
        var writer = new FolderWriter(aside);
        try
        {
            await using var tar = new TarReader(input);
            while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
            {
                if (entry.EntryType != TarEntryType.RegularFile || !CarriedNames.IsSafe(entry.Name) || writer.Has(entry.Name))
                {
                    throw new InvalidDataException(entry.Name);
                }

                await writer.WriteAsync(entry.Name, stream => entry.DataStream?.CopyToAsync(stream, ct) ?? Task.CompletedTask, ct);
            }
        }
        catch (Exception exception)
            when (exception is InvalidDataException or EndOfStreamException or HttpRequestException or HttpIOException)
        {
            throw RefusalException.Broken(
                $"Folder perkara tidak sampai utuh ({exception.Message}); tidak ada yang ditulis.",
                $"The case folder did not arrive whole ({exception.Message}); nothing was written."
            );
        }
    }
}
