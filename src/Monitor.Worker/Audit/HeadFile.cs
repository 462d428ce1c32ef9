using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Audit;

/// <summary>
/// Writes where the audit chain stands to a file outside the data folder, one line at a time: whoever rewrites the record with the database in hand
/// would have to rewrite that file too.
/// </summary>
/// <remarks>
/// The head is read from the database after the fact and not written with each row: a row whose transaction fails must not have a witness. What was
/// recorded within the last minute has none yet.
/// </remarks>
internal sealed class HeadFile
{
    private readonly Database _database;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HeadFile> _log;
    private readonly SemaphoreSlim _one = new(1, 1);
    private long? _written;

    /// <summary>Takes the file of the configuration.</summary>
    /// <exception cref="RefusalException">It lies in the data folder, where it proves nothing.</exception>
    public HeadFile(Database database, DataFolder folder, AuditOptions options, TimeProvider time, ILogger<HeadFile> log)
    {
        (_database, _options, _time, _log) = (database, options, time, log);
        if (IsConfigured && (Path.GetFullPath(options.HeadFile) + '/').StartsWith(folder.Root.TrimEnd('/') + '/', StringComparison.Ordinal))
        {
            throw RefusalException.Wrong(
                $"Audit:HeadFile '{options.HeadFile}' ada di dalam folder data {folder.Root}; di sana ia tidak membuktikan apa-apa.",
                $"Audit:HeadFile '{options.HeadFile}' lies in the data folder {folder.Root}, where it proves nothing."
            );
        }
    }

    /// <summary>Whether there is such a file.</summary>
    public bool IsConfigured => _options.HeadFile.Length > 0;

    /// <summary>Why the last line could not be written; null when it was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Appends the head when it has moved since the last line. A file that cannot be written turns the status red and stops nothing.</summary>
    public async Task WitnessAsync(CancellationToken ct)
    {
        if (!IsConfigured)
        {
            return;
        }

        await _one.WaitAsync(ct);
        try
        {
            var head = await _database.ReadAsync(AuditLog.HeadAsync, ct);
            _written ??= await LastAsync(ct);
            if (head.Sequence == _written)
            {
                return;
            }

            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{head.Sequence} {head.Hash} {_time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\n"
            );
            await using var file = new FileStream(_options.HeadFile, FileMode.Append, FileAccess.Write, FileShare.Read);
            await file.WriteAsync(Encoding.ASCII.GetBytes(line), ct);
            file.Flush(flushToDisk: true);
            (_written, Problem) = (head.Sequence, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Problem = exception.Message;
            _log.LogError(exception, "The head of the audit chain could not be written to {File}", _options.HeadFile);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<long> LastAsync(CancellationToken ct)
    {
        if (!File.Exists(_options.HeadFile))
        {
            return 0;
        }

        var lines = await File.ReadAllLinesAsync(_options.HeadFile, ct);
        // What cannot be read is found by 'audit verify'; here it only means that a line is due.
        return lines.Length > 0 && long.TryParse(lines[^1].Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : 0;
    }
}
