using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>Flags as rows: opened by intake, listed and shown to those who may see them.</summary>
internal sealed class FlagStore(AuditLog audit, Turns turns)
{
    /// <summary>How far apart two texts may be found and still be one group.</summary>
    public static readonly TimeSpan GroupWindow = TimeSpan.FromDays(14);

    private const string InsertFlag = """
        INSERT INTO flag (
            item_id, source_id, state, label, score, probabilities, model, reasons, title, text, url, published_at, found_at, due_at, due_rule,
            attribution, account_id, asn_id, attribution_evidence, region_code, suggested_forms, shared, sketch, turn)
        VALUES (
            @ItemId, @SourceId, @State, @Label, @Score, @Probabilities, @Model, @Reasons, @Title, @Text, @Url, @PublishedAt, @FoundAt, @DueAt, @DueRule,
            @Attribution, @AccountId, @AsnId, @AttributionEvidence, @RegionCode, @SuggestedForms, @Shared, @Sketch, @Turn)
        RETURNING id
        """;

    private const string InsertEvidence = "INSERT INTO flag_evidence (flag_id, evidence_id, note) VALUES (@FlagId, @EvidenceId, @Note)";

    private const string SelectColumns = """
        SELECT flag.id, item_id, source_id, flag.state, label, score, probabilities, model, reasons, flag.title, text, url, published_at, found_at,
            due_at, due_rule, attribution, account_id, asn_id, attribution_evidence, flag.region_code, suggested_forms,
            round, resume_state, group_id, claim_number, assigned_identity, assigned_name, claim_identity, claim_name, claim_until, closed_at,
            shared, turn, taken_down_at, taken_down_why, asn.name AS person_name,
            (SELECT code FROM case_entry JOIN case_finding ON case_finding.case_id = case_entry.case_id
             WHERE case_finding.flag_id = flag.id AND kind = 'kajian' ORDER BY case_entry.id DESC LIMIT 1) AS kajian_number,
            (SELECT day FROM case_entry JOIN case_finding ON case_finding.case_id = case_entry.case_id
             WHERE case_finding.flag_id = flag.id AND kind = 'kajian' ORDER BY case_entry.id DESC LIMIT 1) AS kajian_date
        FROM flag LEFT JOIN asn ON asn.id = flag.asn_id
        """;

    /// <summary>Opens a flag with its evidence, inside intake's transaction.</summary>
    /// <returns>The flag's number.</returns>
    public async Task<long> OpenAsync(Session session, NewFlag flag, Actor actor)
    {
        var sketch = Likeness.SketchOf($"{flag.Title}\n{flag.Text}");
        var id = await session.ScalarAsync<long>(
            InsertFlag,
            new
            {
                flag.ItemId,
                flag.SourceId,
                State = FlagState.Flagged,
                flag.Label,
                flag.Score,
                Probabilities = JsonSerializer.Serialize(flag.Probabilities),
                flag.Model,
                Reasons = JsonSerializer.Serialize(flag.Reasons),
                flag.Title,
                flag.Text,
                flag.Url,
                flag.PublishedAt,
                flag.FoundAt,
                flag.DueAt,
                flag.DueRule,
                flag.Attribution,
                flag.AccountId,
                flag.AsnId,
                flag.AttributionEvidence,
                flag.RegionCode,
                SuggestedForms = string.Join(',', flag.SuggestedForms),
                Shared = flag.Shared is null ? null : JsonSerializer.Serialize(flag.Shared),
                Sketch = sketch,
                Turn = await turns.OfAsync(session, flag),
            }
        );
        await FlagGroups.JoinAsync(session, id, flag, sketch, GroupWindow);
        await AttachAsync(session, id, flag.EvidenceId, flag.EvidenceNote);
        await audit.RecordAsync(
            session,
            actor,
            "flag.open",
            $"flag:{id}",
            after: new
            {
                state = FlagState.Flagged,
                flag.Label,
                flag.Score,
                flag.Model,
                flag.Attribution,
                evidence = flag.EvidenceId,
            }
        );
        return id;
    }

    /// <summary>Adds a further capture to a flag: the text was edited after it was flagged.</summary>
    public static Task AttachAsync(Session session, long flag, long evidence, string note) =>
        session.ExecuteAsync(
            InsertEvidence,
            new
            {
                FlagId = flag,
                EvidenceId = evidence,
                Note = note,
            }
        );

    /// <summary>Remembers whose report a flag goes back to; that officer gives no verdict on it.</summary>
    public static Task ReportedByAsync(Session session, long flag, string identity) =>
        session.ExecuteAsync(
            "INSERT INTO flag_reporter (flag_id, identity) VALUES (@flag, @identity) ON CONFLICT DO NOTHING",
            new { flag, identity }
        );

    /// <summary>The flag that an item opened, or null.</summary>
    public static Task<long?> OfItemAsync(Session session, long item) =>
        session.ScalarAsync<long?>("SELECT id FROM flag WHERE item_id = @item", new { item });

    /// <summary>One flag, whoever asks; the caller checks who may see it.</summary>
    public static Task<FlagRow?> FindAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<FlagRow>(SelectColumns + " WHERE flag.id = @id", new { id });

    /// <summary>The verdicts so far, in the order given.</summary>
    public static Task<List<DecisionRow>> DecisionsAsync(Session session, long flag) =>
        session.ListAsync<DecisionRow>(
            """
            SELECT flag_id, place, reviewer_identity, reviewer_name, role, verdict, form, ground, reason, at, round, contest, phase, basis, event_at,
                event_known, ownership, ownership_note, possible_crime, evidence
            FROM decision WHERE flag_id = @flag ORDER BY place
            """,
            new { flag }
        );

    /// <summary>What was asked, answered and ordered, oldest first.</summary>
    public static Task<List<FlagNote>> NotesAsync(Session session, long flag) =>
        session.ListAsync<FlagNote>(
            "SELECT id, round, act, by_name, by_role, text, at FROM flag_note WHERE flag_id = @flag ORDER BY id",
            new { flag }
        );

    /// <summary>Flags in the order of work: by turn, those that fall due first, then by score.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="states">Which states; empty means all that still need a person.</param>
    /// <param name="regions">Only flags of these regions (a province covers its regencies) and those without one; empty means all.</param>
    /// <param name="limit">At most so many.</param>
    public static async Task<List<FlagRow>> ListAsync(
        Session session,
        IReadOnlyList<string> states,
        IReadOnlyList<string> regions,
        int limit
    ) =>
        [
            .. (
                await FlagSearch.PageAsync(
                    session,
                    new FlagQuery
                    {
                        States = states,
                        Within = regions,
                        Limit = limit,
                    }
                )
            ).Items,
        ];

    /// <summary>Flags by their numbers, in the order of the numbers given.</summary>
    public static async Task<List<FlagRow>> ManyAsync(Session session, IReadOnlyList<long> ids)
    {
        var rows = (await session.ListAsync<FlagRow>($"{SelectColumns} WHERE flag.id IN @ids", new { ids })).ToDictionary(row => row.Id);
        return [.. ids.Select(id => rows[id])];
    }

    /// <summary>Open flags that a ketua gave to this person and nobody else holds, in the order of work.</summary>
    public static Task<List<FlagRow>> AssignedAsync(
        Session session,
        Reviewer reviewer,
        IReadOnlyCollection<long> skip,
        ClaimWindow claims
    ) =>
        session.ListAsync<FlagRow>(
            $"""
            {SelectColumns}
            WHERE assigned_identity = @Identity AND flag.state IN @Readable AND flag.id NOT IN @skip
                AND (claim_identity IS NULL OR claim_identity = @Identity OR claim_until < @Now OR claim_until > @Latest)
            ORDER BY turn, due_at, flag.id
            """,
            new
            {
                reviewer.Identity,
                FlagState.Readable,
                skip = skip.ToArray(),
                claims.Now,
                claims.Latest,
            }
        );

    /// <summary>
    /// Flags that this person may claim, in the order of work: of their regions, held by nobody else, not decided by them before. A queue
    /// of which others hold the first thousand still has a next flag.
    /// </summary>
    public static async Task<List<FlagRow>> ClaimableAsync(
        Session session,
        Reviewer reviewer,
        IReadOnlyCollection<long> skip,
        ClaimWindow claims,
        int count,
        int start
    )
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Readable"] = FlagState.Readable,
            ["Disputed"] = FlagState.Disputed,
            ["Lead"] = reviewer.IsLead ? 1 : 0,
            ["Identity"] = reviewer.Identity,
            ["Skip"] = skip.ToArray(),
            ["Now"] = claims.Now,
            ["Latest"] = claims.Latest,
            ["Count"] = count,
            ["Start"] = start,
        };
        var ids = await session.ListAsync<long>(
            $"""
            SELECT flag.id FROM {FlagSearch.InOrderOfWork(session)}
            WHERE flag.closed_at IS NULL AND flag.state IN @Readable AND (flag.state <> @Disputed OR @Lead = 1) AND flag.id NOT IN @Skip
                AND (claim_identity IS NULL OR claim_identity = @Identity OR claim_until < @Now OR claim_until > @Latest)
                AND (assigned_identity IS NULL OR assigned_identity = @Identity)
                AND NOT EXISTS (
                    SELECT 1 FROM decision
                    WHERE decision.flag_id = flag.id AND decision.round = flag.round AND reviewer_identity = @Identity)
                {Within(reviewer.Regions, arguments)}
            ORDER BY turn, due_at, score DESC, flag.id LIMIT @Count OFFSET @Start
            """,
            arguments
        );
        return await ManyAsync(session, ids);
    }

    // A region list is short and made of checked codes; as parameters they keep the statement safe all the same.
    internal static string Within(IReadOnlyList<string> regions, Dictionary<string, object?> arguments)
    {
        for (var i = 0; i < regions.Count; i++)
        {
            arguments[$"Region{i}"] = regions[i];
        }

        return regions.Count == 0
            ? ""
            : "AND ("
                + string.Join(
                    " OR ",
                    regions
                        .Select((_, i) => $"flag.region_code = @Region{i} OR flag.region_code LIKE @Region{i} || '.%'")
                        .Append("flag.region_code IS NULL")
                )
                + ")";
    }

    /// <summary>How many flags stand in each state.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountsAsync(Session session) =>
        (await session.ListAsync<StateCount>("SELECT state, COUNT(*) AS count FROM flag GROUP BY state")).ToDictionary(
            row => row.State,
            row => row.Count,
            StringComparer.Ordinal
        );

    /// <summary>How many open flags fall due before a moment.</summary>
    public static Task<long> DueBeforeAsync(Session session, DateTimeOffset moment) =>
        session.ScalarAsync<long>("SELECT COUNT(*) FROM flag WHERE closed_at IS NULL AND due_at < @moment", new { moment });

    /// <summary>When the oldest flag that is still open was found; null when none is.</summary>
    public static Task<DateTimeOffset?> OldestOpenAsync(Session session) =>
        session.FirstOrDefaultAsync<DateTimeOffset?>(
            "SELECT found_at FROM flag WHERE state IN @Open ORDER BY found_at LIMIT 1",
            new { FlagState.Open }
        );

    /// <summary>The captures of a flag, oldest first.</summary>
    public static Task<List<FlagEvidence>> EvidenceAsync(Session session, long flag) =>
        session.ListAsync<FlagEvidence>(
            """
            SELECT evidence.id, sha256, bytes, media_type, url, captured_at, note
            FROM flag_evidence JOIN evidence ON evidence.id = flag_evidence.evidence_id
            WHERE flag_id = @flag ORDER BY evidence.id
            """,
            new { flag }
        );

    private sealed class StateCount
    {
        public string State { get; init; } = "";
        public long Count { get; init; }
    }
}

/// <summary>One capture that belongs to a flag.</summary>
internal sealed class FlagEvidence
{
    public long Id { get; init; }
    public string Sha256 { get; init; } = "";
    public long Bytes { get; init; }
    public string MediaType { get; init; } = "";
    public string Url { get; init; } = "";
    public DateTimeOffset CapturedAt { get; init; }
    public string Note { get; init; } = "";
}
