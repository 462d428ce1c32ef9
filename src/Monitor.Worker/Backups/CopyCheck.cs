using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Backups;

/// <summary>What a copy was found to hold.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Encrypted">Whether it had to be decrypted.</param>
/// <param name="Schema">The number of its schema; 0 when it could not be read.</param>
/// <param name="Rows">How many rows its tables have together.</param>
/// <param name="AuditRows">How long its audit chain is.</param>
/// <param name="Fault">What is wrong; null: it can be restored.</param>
internal sealed record CopyReport(string File, bool Encrypted, long Schema, long Rows, long AuditRows, Sentence? Fault);

/// <summary>Opens copies and looks whether they could be restored: a backup that nobody ever opened is a hope.</summary>
internal sealed class CopyCheck(
    Database database,
    DataFolder folder,
    BackupOptions options,
    AuditLog audit,
    TimeProvider time,
    ILogger<CopyCheck> log
)
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    private const string Update = """
        UPDATE backup SET checked_at = @Now, fault_id = @FaultId, fault_en = @FaultEn WHERE directory = @Directory AND file = @File
        """;

    /// <summary>Looks at the newest copy of the configured folder when it was not looked at for a day.</summary>
    /// <returns>True when it was looked at.</returns>
    public async Task<bool> LookIfDueAsync(CancellationToken ct)
    {
        if (!options.IsOn)
        {
            return false;
        }

        var home = Path.GetFullPath(options.Directory);
        var newest = await database.ReadAsync(session => Copies.NewestAsync(session, home), ct);
        if (newest is null || newest.CheckedAt > time.GetUtcNow() - Every)
        {
            return false;
        }

        var report = await LookAsync(newest.Path, options.KeyFile, newest, ct);
        await KeepAsync(newest, report.Fault, ct);
        return true;
    }

    /// <summary>Opens a copy and looks through it: what is known of it is compared as well.</summary>
    /// <param name="file">The copy.</param>
    /// <param name="keyFile">The key, where it is encrypted.</param>
    /// <param name="known">What was recorded when it was taken; null for one that came from elsewhere.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<CopyReport> LookAsync(string file, string keyFile, BackupRow? known, CancellationToken ct)
    {
        var encrypted = false;
        try
        {
            if (known is not null && File.Exists(file) && await Copies.HashAsync(file, ct) != known.Sha256)
            {
                return Faulty(new Sentence("berkasnya berubah sejak dibuat", "the file has changed since it was made"));
            }

            encrypted = File.Exists(file) && SealedFile.IsSealed(file);
            using var copy = await OpenedCopy.OpenAsync(folder, file, keyFile, ct);
            return (await InsideAsync(copy, known, ct)) with { File = file, Encrypted = encrypted };
        }
        catch (RefusalException refusal)
        {
            return Faulty(refusal.Sentence);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DbException)
        {
            return Faulty(new Sentence(exception.Message, exception.Message));
        }

        CopyReport Faulty(Sentence fault) => new(file, encrypted, 0, 0, 0, fault);
    }

    private async Task<CopyReport> InsideAsync(OpenedCopy copy, BackupRow? known, CancellationToken ct)
    {
        var problems = await Backup.CheckFileAsync(copy.Folder.DatabaseFile, ct);
        if (problems.Count > 0)
        {
            return new CopyReport("", Encrypted: false, 0, 0, 0, new Sentence(problems[0], problems[0]));
        }

        var schema = await SchemaAsync(copy, ct);
        List<Witness> witnesses = known is null ? [] : [new Witness(known.AuditSequence, known.AuditHash, known.File)];
        var verdict = await copy.Database.ReadAsync(session => AuditLog.VerifyAsync(session, witnesses), ct);
        // An older schema has fewer tables; that it can be migrated is all that is asked of it.
        var isCurrent = schema == Migrations.Known.Count;
        var counts = isCurrent ? await copy.Database.ReadAsync(Copies.CountsAsync, ct) : [];
        var fault =
            verdict.Fault is not null ? verdict.Describe()
            : known is not null && isCurrent && Differs(known, counts) is { } other ? other
            : await IsOfThisChainAsync(verdict.Head, ct) ? null
            : new Sentence(
                $"rantai auditnya bukan rantai basis data ini (baris {verdict.Head.Sequence})",
                $"its audit chain is not that of this database (row {verdict.Head.Sequence})"
            );
        return new CopyReport("", Encrypted: false, schema, counts.Values.Sum(), verdict.Rows, fault);
    }

    // Older is migrated after a restore; newer or other is a refusal, which the caller turns into a fault.
    private async Task<long> SchemaAsync(OpenedCopy copy, CancellationToken ct)
    {
        try
        {
            await new Migrations(copy.Database, copy.Folder, time).RequireCurrentAsync(ct);
        }
        catch (RefusalException older) when (older.Kind == RefusalKind.Conflict)
        {
            log.LogInformation("The copy is of an older schema; a restore migrates it");
        }

        return await copy.Database.ReadAsync(session => session.ScalarAsync<long>("SELECT MAX(number) FROM schema_migration"), ct);
    }

    private static Sentence? Differs(BackupRow known, SortedDictionary<string, long> counts)
    {
        var then = JsonSerializer.Deserialize<Dictionary<string, long>>(known.Counts) ?? [];
        return then.FirstOrDefault(table => counts.TryGetValue(table.Key, out var now) && now != table.Value) is { Key: { } name } other
            ? new Sentence(
                $"tabel {name} memuat {counts[name]} baris, ketika dibuat {other.Value}",
                $"the table {name} holds {counts[name]} rows, {other.Value} when it was made"
            )
            : null;
    }

    // Only where there is a living database beside it: a copy may be looked at on a machine that has none yet, or a younger one.
    private async Task<bool> IsOfThisChainAsync(Head head, CancellationToken ct)
    {
        if (!folder.Exists || head.Sequence == 0)
        {
            return true;
        }

        var here = await database.ReadAsync(
            session => session.ScalarAsync<string?>("SELECT hash FROM audit WHERE sequence = @Sequence", new { head.Sequence }),
            ct
        );
        return here is null || here == head.Hash;
    }

    private Task KeepAsync(BackupRow row, Sentence? fault, CancellationToken ct)
    {
        if (fault is not null)
        {
            log.LogError("The newest copy of the database cannot be relied on: {Fault}", fault.En);
        }

        return database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    Update,
                    new
                    {
                        Now = time.GetUtcNow(),
                        FaultId = fault?.Id,
                        FaultEn = fault?.En,
                        row.Directory,
                        row.File,
                    }
                );
                if (fault is not null && row.FaultEn != fault.En)
                {
                    await audit.RecordAsync(
                        session,
                        Actor.Daemon("backup"),
                        "backup.faulty",
                        $"backup:{row.File}",
                        after: new { fault.En }
                    );
                }
            },
            ct
        );
    }
}
