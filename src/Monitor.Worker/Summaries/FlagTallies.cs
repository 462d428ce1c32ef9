using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Summaries;

/// <summary>A flag as something to count: when, where, what became of it; not whose.</summary>
internal sealed class FlagTally
{
    public long Id { get; init; }
    public string State { get; init; } = "";
    public string Model { get; init; } = "";
    public DateTimeOffset FoundAt { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string RegionCode { get; init; } = "";

    /// <summary>Kind of its source.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Platform of the account behind the source, or of the account that an officer named; empty for none.</summary>
    public string Platform { get; init; } = "";
    public long Verdicts { get; init; }
    public DateTimeOffset? LastVerdictAt { get; init; }

    /// <summary>Verdicts of the first and the second reader; null where there is none.</summary>
    public string? First { get; init; }
    public string? Second { get; init; }

    /// <summary>Of a confirmed one, by the last verdict of its last round; null when it names none.</summary>
    public string? Form { get; set; }

    /// <summary>Of the person it is about; empty when nobody registered is.</summary>
    public string Instansi { get; init; } = "";
    public string InstansiCode { get; init; } = "";
    public string Unit { get; init; } = "";
    public string PersonRegion { get; init; } = "";

    public bool IsConfirmed => State == FlagState.Confirmed;
    public bool IsClosed => FlagState.Closed.Contains(State);

    /// <summary>Closed late, or open after its time.</summary>
    public bool IsLate(DateTimeOffset now) => IsClosed ? ClosedAt > DueAt : DueAt <= now;
}

/// <summary>Reads what a summary counts.</summary>
internal static class FlagTallies
{
    private const string Found = "flag.found_at >= @from AND flag.found_at < @until";

    // What an officer reports comes from no account's source, but is mostly about one.
    private const string Platform = "COALESCE(own.platform, CASE WHEN source.kind = 'report' THEN told.platform END, '')";

    /// <summary>Flags found in a time, within a reach, by id.</summary>
    public static async Task<List<FlagTally>> FlagsAsync(Session session, Reach reach, DateTimeOffset from, DateTimeOffset until)
    {
        var scope = reach.Sql("flag.region_code");
        var flags = await session.ListAsync<FlagTally>(
            $"""
            SELECT flag.id, flag.state, flag.model, flag.found_at, flag.due_at, flag.closed_at, COALESCE(flag.region_code, '') AS region_code,
                source.kind, {Platform} AS platform,
                (SELECT COUNT(*) FROM decision WHERE decision.flag_id = flag.id) AS verdicts,
                (SELECT MAX(decision.at) FROM decision WHERE decision.flag_id = flag.id) AS last_verdict_at,
                (SELECT verdict FROM decision WHERE decision.flag_id = flag.id AND round = 1 ORDER BY place LIMIT 1) AS first,
                (SELECT verdict FROM decision WHERE decision.flag_id = flag.id AND round = 1 ORDER BY place LIMIT 1 OFFSET 1) AS second,
                COALESCE(asn.instansi, '') AS instansi, COALESCE(asn.instansi_code, '') AS instansi_code, COALESCE(asn.unit, '') AS unit,
                COALESCE(asn.region_code, '') AS person_region
            FROM flag JOIN source ON source.id = flag.source_id
                LEFT JOIN account AS own ON own.id = source.account_id LEFT JOIN account AS told ON told.id = flag.account_id
                LEFT JOIN asn ON asn.id = flag.asn_id
            WHERE {Found}{scope} ORDER BY flag.id
            """,
            new { from, until }
        );
        var forms = await session.ListAsync<FormOf>(
            $"""
            SELECT decision.flag_id, decision.form
            FROM decision JOIN flag ON flag.id = decision.flag_id AND flag.round = decision.round
            WHERE {Found} AND flag.state = @state AND decision.verdict = @verdict{scope} ORDER BY decision.flag_id, decision.place
            """,
            new
            {
                from,
                until,
                state = FlagState.Confirmed,
                verdict = Verdict.Confirm,
            }
        );
        var byId = flags.ToDictionary(flag => flag.Id);
        foreach (var form in forms)
        {
            byId[form.FlagId].Form = form.Form;
        }

        return flags;
    }

    /// <summary>What was taken in, by kind of source and platform, with when the last of it came.</summary>
    public static Task<List<CollectedTally>> CollectedAsync(Session session, Reach reach, DateTimeOffset from, DateTimeOffset until) =>
        session.ListAsync<CollectedTally>(
            $"""
            SELECT source.kind, {Platform} AS platform, COUNT(*) AS count, MAX(item.seen_at) AS last_at
            FROM item JOIN source ON source.id = item.source_id
                LEFT JOIN account AS own ON own.id = source.account_id LEFT JOIN asn ON asn.id = own.asn_id
                LEFT JOIN flag ON source.kind = 'report' AND flag.item_id = item.id LEFT JOIN account AS told ON told.id = flag.account_id
            WHERE item.seen_at >= @from AND item.seen_at < @until{reach.Sql("""
                COALESCE(source.region_code, CASE WHEN source.kind = 'report' THEN flag.region_code END, NULLIF(asn.region_code, ''), own.region_code, '')
                """)}
            GROUP BY source.kind, {Platform} ORDER BY source.kind, platform
            """,
            new { from, until }
        );

    /// <summary>How many verdicts each reader gave in a time on flags within a reach, most first; of readers only the counts.</summary>
    public static Task<List<long>> VerdictsAsync(Session session, Reach reach, DateTimeOffset from, DateTimeOffset until) =>
        session.ListAsync<long>(
            $"""
            SELECT COUNT(*) AS verdicts FROM decision JOIN flag ON flag.id = decision.flag_id
            WHERE decision.at >= @from AND decision.at < @until{reach.Sql("flag.region_code")}
            GROUP BY decision.reviewer_identity ORDER BY verdicts DESC
            """,
            new { from, until }
        );

    private sealed class FormOf
    {
        public long FlagId { get; init; }
        public string? Form { get; init; }
    }
}

/// <summary>What was taken in from one kind of source on one platform.</summary>
internal sealed class CollectedTally
{
    public string Kind { get; init; } = "";
    public string Platform { get; init; } = "";
    public long Count { get; init; }
    public DateTimeOffset? LastAt { get; init; }
}
