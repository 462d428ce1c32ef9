using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Privacy;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Backups;

/// <summary>Takes copies of the database into a folder, encrypted where a key is set, and lets the old ones go.</summary>
internal sealed partial class Copies(
    Database database,
    DataFolder folder,
    BackupOptions options,
    AuditLog audit,
    TimeProvider time,
    ILogger<Copies> log
)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);
    private readonly SemaphoreSlim _alone = new(1, 1);

    private const string Columns =
        "directory, file, taken_at, bytes, sha256, encrypted, audit_sequence, audit_hash, counts, checked_at, fault_id, fault_en";

    private const string SelectNewest = $"""
        SELECT {Columns} FROM backup WHERE directory = @directory AND removed_at IS NULL ORDER BY taken_at DESC LIMIT 1
        """;

    private const string Insert = """
        INSERT INTO backup (directory, file, taken_at, bytes, sha256, encrypted, audit_sequence, audit_hash, counts)
        VALUES (@Directory, @File, @TakenAt, @Bytes, @Sha256, @Encrypted, @AuditSequence, @AuditHash, @Counts)
        """;

    private const string SelectSetback =
        "SELECT failures, first_at, next_try_at, reason_id, reason_en FROM backup_setback WHERE directory = @directory";

    private const string UpsertSetback = """
        INSERT INTO backup_setback (directory, failures, first_at, next_try_at, reason_id, reason_en)
        VALUES (@Directory, 1, @Now, @NextTryAt, @ReasonId, @ReasonEn)
        ON CONFLICT (directory) DO UPDATE SET failures = backup_setback.failures + 1, next_try_at = excluded.next_try_at,
            reason_id = excluded.reason_id, reason_en = excluded.reason_en
        """;

    /// <summary>The configured folder, as rows name it.</summary>
    public string Home => Path.GetFullPath(options.Directory);

    /// <summary>Takes one when its time has come and none of this period is there; what goes wrong is remembered and tried again at growing intervals.</summary>
    /// <returns>True when one was taken.</returns>
    public async Task<bool> TakeIfDueAsync(CancellationToken ct)
    {
        if (!options.IsOn)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var (newest, setback) = await database.ReadAsync(
            async session => (await NewestAsync(session, Home), await SetbackAsync(session, Home)),
            ct
        );
        if (newest?.TakenAt >= options.DueAt(now) || setback?.NextTryAt > now)
        {
            return false;
        }

        try
        {
            await TakeAsync(Home, options.Keep, Actor.Daemon("backup"), ct);
            return true;
        }
        catch (Exception exception) when (exception is RefusalException or IOException or UnauthorizedAccessException or DbException)
        {
            var reason = (exception as RefusalException)?.Sentence ?? new Sentence(exception.Message, exception.Message);
            log.LogError(exception, "No copy of the database could be taken; it is tried again");
            var pause = FirstPause * Math.Pow(2, Math.Min(setback?.Failures ?? 0, 10));
            await database.WriteAsync(
                session =>
                    session.ExecuteAsync(
                        UpsertSetback,
                        new
                        {
                            Directory = Home,
                            Now = now,
                            NextTryAt = now + (pause < LongestPause ? pause : LongestPause),
                            ReasonId = reason.Id,
                            ReasonEn = reason.En,
                        }
                    ),
                ct
            );
            return false;
        }
    }

    /// <summary>Takes one now into any folder, and deletes there what is over the number or the time.</summary>
    /// <param name="directory">Where to; made with mode 0700 when it is not there.</param>
    /// <param name="keep">How many stay.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">The folder lies in the data folder, there is no room, the key cannot be used, or the copy does not check.</exception>
    public async Task<BackupRow> TakeAsync(string directory, int keep, Actor actor, CancellationToken ct)
    {
        directory = Path.GetFullPath(directory);
        var name = $"monitor-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.db";
        var row = await TakeFileAsync(directory, options.KeyFile.Length > 0 ? name + ".enc" : name, actor, ct);
        await DeleteOldAsync(directory, keep, ct);
        return row;
    }

    /// <summary>Takes one now as a file of this name; nothing is deleted.</summary>
    /// <exception cref="RefusalException">As above, or the file exists already.</exception>
    public async Task<BackupRow> TakeFileAsync(string directory, string name, Actor actor, CancellationToken ct)
    {
        await _alone.WaitAsync(ct);
        try
        {
            var target = Path.Combine(Path.GetFullPath(directory), name);
            Require(Path.GetFullPath(directory), target);
            var key = options.KeyFile.Length > 0 ? BackupKey.Read(options.KeyFile) : null;
            OpenedCopy.RemoveLeftovers(folder, time.GetUtcNow());
            using var copy = await OpenedCopy.TakeAsync(database, folder, ct);
            var row = await PutAsync(copy, target, key, ct);
            await database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("DELETE FROM backup_setback WHERE directory = @Directory", new { row.Directory });
                    await session.ExecuteAsync(Insert, row);
                    await audit.RecordAsync(
                        session,
                        actor,
                        "backup.taken",
                        $"backup:{row.File}",
                        after: new
                        {
                            sha256 = row.Sha256,
                            bytes = row.Bytes,
                            encrypted = row.Encrypted != 0,
                            head = row.AuditSequence,
                        }
                    );
                },
                ct
            );
            return row;
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>How copies stand in the configured folder.</summary>
    public async Task<BackupHealth> HealthAsync(CancellationToken ct)
    {
        if (!options.IsOn)
        {
            return new BackupHealth(On: false, null, null, 0, Encrypted: false, null, null, null, Late: false);
        }

        var (newest, setback) = await database.ReadAsync(
            async session => (await NewestAsync(session, Home), await SetbackAsync(session, Home)),
            ct
        );
        return new BackupHealth(
            On: true,
            newest?.File,
            newest?.TakenAt,
            newest?.Bytes ?? 0,
            newest?.Encrypted is 1,
            newest?.CheckedAt,
            newest?.Fault,
            setback,
            Late: newest is not null && newest.TakenAt < options.DueAt(time.GetUtcNow()) - options.Every
        );
    }

    /// <summary>The newest copy in a folder that was not deleted by us.</summary>
    public static Task<BackupRow?> NewestAsync(Session session, string directory) =>
        session.FirstOrDefaultAsync<BackupRow>(SelectNewest, new { directory });

    /// <summary>What was recorded of a copy when it was taken; null for one from elsewhere.</summary>
    public static Task<BackupRow?> FindAsync(Session session, string path) =>
        session.FirstOrDefaultAsync<BackupRow>(
            $"SELECT {Columns} FROM backup WHERE directory = @directory AND file = @file",
            new { directory = Path.GetDirectoryName(Path.GetFullPath(path)), file = Path.GetFileName(path) }
        );

    /// <summary>How many rows each table has.</summary>
    public static async Task<SortedDictionary<string, long>> CountsAsync(Session session)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in HeldData.Tables)
        {
            counts[table.Name] = await session.ScalarAsync<long>($"SELECT COUNT(*) FROM {table.Name}");
        }

        return counts;
    }

    private static Task<BackupSetback?> SetbackAsync(Session session, string directory) =>
        session.FirstOrDefaultAsync<BackupSetback>(SelectSetback, new { directory });

    private void Require(string directory, string target)
    {
        if ((directory + '/').StartsWith(folder.Root.TrimEnd('/') + '/', StringComparison.Ordinal))
        {
            throw RefusalException.Wrong(
                $"'{directory}' ada di dalam folder data {folder.Root}; cadangan di sana hilang bersamanya.",
                $"'{directory}' lies in the data folder {folder.Root}; a backup there is lost with it."
            );
        }

        if (File.Exists(target))
        {
            throw RefusalException.Wrong(
                $"'{target}' sudah ada; cadangan tidak menimpa berkas.",
                $"'{target}' exists already; a backup overwrites nothing."
            );
        }

        if (!Directory.Exists(directory))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        var store = database.Sqlite ?? throw Backup.NotHere();
        // The journal may hold as much again as the file, and a disk that a backup fills stops the daemon.
        var wal = new FileInfo(store.Place + "-wal");
        var needed = (2 * (new FileInfo(store.Place).Length + (wal.Exists ? wal.Length : 0))) + (64L << 20);
        foreach (var place in (string[])[directory, folder.Root])
        {
            var free = new DriveInfo(place).AvailableFreeSpace;
            if (free < needed)
            {
                throw RefusalException.Conflict(
                    $"Ruang di {place} kurang: {free >> 20} MiB kosong, perlu {needed >> 20} MiB.",
                    $"There is not enough room on {place}: {free >> 20} MiB free, {needed >> 20} MiB needed."
                );
            }
        }
    }

    private async Task<BackupRow> PutAsync(OpenedCopy copy, string target, byte[]? key, CancellationToken ct)
    {
        var (head, counts) = await copy.Database.ReadAsync(
            async session => (await AuditLog.HeadAsync(session), await CountsAsync(session)),
            ct
        );
        var aside = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var plain = File.OpenRead(copy.Folder.DatabaseFile))
            await using (var file = OpenedCopy.OwnerOnly(aside))
            {
                await (key is null ? plain.CopyToAsync(file, ct) : SealedFile.SealAsync(plain, file, key, ct));
                file.Flush(flushToDisk: true);
            }

            var hash = await HashAsync(aside, ct);
            File.Move(aside, target, overwrite: false);
            return new BackupRow
            {
                Directory = Path.GetDirectoryName(target)!,
                File = Path.GetFileName(target),
                TakenAt = time.GetUtcNow(),
                Bytes = new FileInfo(target).Length,
                Sha256 = hash,
                Encrypted = key is null ? 0 : 1,
                AuditSequence = head.Sequence,
                AuditHash = head.Hash,
                Counts = JsonSerializer.Serialize(counts),
            };
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    public static async Task<string> HashAsync(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
    }

    // By their names, which say when they were taken: a date that a copying tool sets anew says nothing.
    private async Task DeleteOldAsync(string directory, int keep, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var ours = new List<(string Path, DateTimeOffset At, bool IsWhole)>();
        foreach (var path in Directory.GetFiles(directory))
        {
            if (
                Ours().Match(Path.GetFileName(path)) is { Success: true } match
                && DateTimeOffset.TryParseExact(
                    match.Groups["at"].ValueSpan,
                    "yyyyMMdd'T'HHmmss'Z'",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var at
                )
            )
            {
                ours.Add((path, at, !match.Groups["aside"].Success));
            }
        }

        ours.Sort((a, b) => b.At.CompareTo(a.At));
        var whole = ours.FindAll(file => file.IsWhole);
        var old = whole
            .Where((file, i) => i > 0 && (i >= keep || now - file.At > options.KeepFor))
            // What a killed process left half written.
            .Concat(ours.Where(file => !file.IsWhole && now - file.At > TimeSpan.FromDays(1)))
            .ToList();
        foreach (var (path, _, _) in old)
        {
            File.Delete(path);
            await database.WriteAsync(
                session =>
                    session.ExecuteAsync(
                        "UPDATE backup SET removed_at = @now WHERE directory = @directory AND file = @file",
                        new
                        {
                            now,
                            directory,
                            file = Path.GetFileName(path),
                        }
                    ),
                ct
            );
        }
    }

    [GeneratedRegex(
        @"^monitor-(?<at>\d{8}T\d{6}Z)\.db(\.enc)?(?<aside>\.[0-9a-f]{32}\.tmp)?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Ours();
}
