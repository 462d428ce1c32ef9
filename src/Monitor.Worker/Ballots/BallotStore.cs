using System.Globalization;
using System.Text.Json;
using Monitor.Classifier.Masking;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Ballots;

/// <summary>The imported ballots. A contest is always replaced whole, so that no pair of it stays behind with an older list's words.</summary>
internal sealed class BallotStore(Database database, BallotImport import, AuditLog audit, TimeProvider time)
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>Goes up with every change, in the change's own transaction.</summary>
    public static Task<long> VersionAsync(Session session) => session.ScalarAsync<long>("SELECT version FROM ballot_state WHERE id = 1");

    /// <summary>Brings a CSV in, in one transaction. Never throws for what is in the file; one bad row keeps everything out.</summary>
    /// <param name="file">The bytes as given.</param>
    /// <param name="defaults">What holds for rows that do not say it themselves.</param>
    /// <param name="dryRun">Only say what would happen.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="ct">Cancels before the commit; then nothing is kept.</param>
    public async Task<BallotReport> ImportAsync(
        ReadOnlyMemory<byte> file,
        BallotDefaults defaults,
        bool dryRun,
        Actor actor,
        CancellationToken ct
    )
    {
        var (ballots, table) = import.Read(file, defaults);
        var refused = table.Problems.Select(problem => problem.Line).Distinct().Count();
        var report = new BallotReport(table.Rows.Count, ballots.Count, 0, 0, 0, refused, Imported: false, table.Sha256, table.Problems);
        if (!table.IsReadable || refused > 0)
        {
            return report;
        }

        return await database.WriteAsync(
            async session =>
            {
                var known = (await ReadAsync(session)).ToDictionary(ballot => ballot.Code, StringComparer.Ordinal);
                var changed = ballots.Where(ballot => !known.TryGetValue(ballot.Code, out var old) || !Same(old, ballot)).ToList();
                var replaced = changed.Count(ballot => known.ContainsKey(ballot.Code));
                report = report with
                {
                    Added = changed.Count - replaced,
                    Replaced = replaced,
                    Unchanged = ballots.Count - changed.Count,
                    Imported = !dryRun,
                };
                if (dryRun || changed.Count == 0)
                {
                    return report;
                }

                foreach (var ballot in changed)
                {
                    await PutAsync(session, ballot, table.Sha256, actor);
                }

                await ChangedAsync(session);
                await audit.RecordAsync(
                    session,
                    actor,
                    "contest.import",
                    $"file:{table.Sha256}",
                    after: new
                    {
                        Contests = changed.Select(ballot => ballot.Code),
                        report.Added,
                        report.Replaced,
                        report.Unchanged,
                    }
                );
                return report;
            },
            ct
        );
    }

    /// <summary>Takes an imported contest out again.</summary>
    /// <exception cref="RefusalException">There is none of that code, or no reason.</exception>
    public async Task RemoveAsync(string code, string reason, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw RefusalException.Wrong("Alasan penghapusan wajib diisi.", "The reason for the removal must be given.");
        }

        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "DELETE FROM ballot_line WHERE ballot_id IN (SELECT id FROM ballot WHERE code = @code)",
                    new { code }
                );
                if (await session.ExecuteAsync("DELETE FROM ballot WHERE code = @code", new { code }) == 0)
                {
                    throw RefusalException.NotFound(
                        $"Tidak ada kontes impor dengan kode '{code}'.",
                        $"There is no imported contest of the code '{code}'."
                    );
                }

                await ChangedAsync(session);
                await audit.RecordAsync(session, actor, "contest.remove", $"contest:{code}", after: new { reason = reason.Trim() });
                return true;
            },
            ct
        );
    }

    /// <summary>Every imported ballot by code, together with the version that it belongs to.</summary>
    public Task<(long Version, List<Ballot> Ballots)> AllAsync(CancellationToken ct) =>
        database.ReadAsync(async session => (await VersionAsync(session), await ReadAsync(session)), ct);

    private static Task<int> ChangedAsync(Session session) =>
        session.ExecuteAsync("UPDATE ballot_state SET version = version + 1 WHERE id = 1");

    private async Task PutAsync(Session session, Ballot ballot, string sha256, Actor actor)
    {
        const string put = """
            INSERT INTO ballot (code, kind, region_code, from_day, until_day, source, file_sha256, imported_by, imported_at)
            VALUES (@Code, @Kind, @Region, @From, @Until, @Source, @sha256, @actor, @now)
            ON CONFLICT (code) DO UPDATE SET
                kind = excluded.kind, region_code = excluded.region_code, from_day = excluded.from_day, until_day = excluded.until_day,
                source = excluded.source, file_sha256 = excluded.file_sha256, imported_by = excluded.imported_by,
                imported_at = excluded.imported_at
            RETURNING id
            """;
        var id = await session.ScalarAsync<long>(
            put,
            new
            {
                ballot.Code,
                ballot.Kind,
                ballot.Region,
                From = ballot.From.ToString(Day, CultureInfo.InvariantCulture),
                Until = ballot.Until.ToString(Day, CultureInfo.InvariantCulture),
                ballot.Source,
                sha256,
                actor = actor.Name,
                now = time.GetUtcNow(),
            }
        );
        await session.ExecuteAsync("DELETE FROM ballot_line WHERE ballot_id = @id", new { id });
        await session.ExecuteAsync(
            "INSERT INTO ballot_line (ballot_id, number, candidate, running_mate, called) VALUES (@id, @Number, @Candidate, @RunningMate, @called)",
            ballot.Lines.Select(line => new
            {
                id,
                line.Number,
                line.Candidate,
                line.RunningMate,
                called = JsonSerializer.Serialize(line),
            })
        );
    }

    private static async Task<List<Ballot>> ReadAsync(Session session)
    {
        var lines = (await session.ListAsync<LineRow>("SELECT ballot_id, called FROM ballot_line ORDER BY ballot_id, number")).ToLookup(
            line => line.BallotId
        );
        var heads = await session.ListAsync<HeadRow>(
            "SELECT id, code, kind, region_code, from_day, until_day, source FROM ballot ORDER BY code"
        );
        return heads.ConvertAll(head => new Ballot(
            head.Code,
            head.Kind,
            head.RegionCode,
            DateOnly.ParseExact(head.FromDay, Day, CultureInfo.InvariantCulture),
            DateOnly.ParseExact(head.UntilDay, Day, CultureInfo.InvariantCulture),
            head.Source,
            [.. lines[head.Id].Select(line => JsonSerializer.Deserialize<BallotLine>(line.Called)!)]
        ));
    }

    private static bool Same(Ballot one, Ballot other) =>
        one with { Lines = [] } == other with { Lines = [] }
        && one.Lines.Select(line => JsonSerializer.Serialize(line))
            .SequenceEqual(other.Lines.Select(line => JsonSerializer.Serialize(line)));

    private sealed class HeadRow
    {
        public long Id { get; init; }
        public string Code { get; init; } = "";
        public string Kind { get; init; } = "";
        public string RegionCode { get; init; } = "";
        public string FromDay { get; init; } = "";
        public string UntilDay { get; init; } = "";
        public string Source { get; init; } = "";
    }

    private sealed class LineRow
    {
        public long BallotId { get; init; }
        public string Called { get; init; } = "";
    }
}
