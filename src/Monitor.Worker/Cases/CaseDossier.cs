using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Cases;

/// <summary>One capture of a finding, with how it came.</summary>
internal sealed class DossierCapture
{
    public long Id { get; init; }
    public string Sha256 { get; init; } = "";
    public long Bytes { get; init; }
    public string MediaType { get; init; } = "";
    public string Url { get; init; } = "";
    public DateTimeOffset CapturedAt { get; init; }

    /// <summary>As stored: JSON.</summary>
    public string Headers { get; init; } = "";

    /// <summary>HTTP status; 0 where there was none or it was not kept.</summary>
    public int Status { get; init; }

    /// <summary>When its bytes were taken down; null while they are kept.</summary>
    public DateTimeOffset? RemovedAt { get; init; }
    public string Note { get; init; } = "";

    /// <summary>When an outside authority saw the hash (RFC 3161); null when none was asked or it has not answered.</summary>
    public DateTimeOffset? StampedAt { get; init; }

    /// <summary>Which.</summary>
    public string? StampedBy { get; init; }

    /// <summary>Its answer as it came, base64.</summary>
    public string? Stamp { get; init; }

    /// <summary>The certificates above the one that signed, root last, PEM.</summary>
    public string? StampIssuers { get; init; }

    /// <summary>Response headers in the order received; empty for an officer's file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> HeaderFields =>
        Headers.StartsWith('[') ? JsonSerializer.Deserialize<KeyValuePair<string, string>[]>(Headers) ?? [] : [];
}

/// <summary>The account that published a finding's text.</summary>
internal sealed class DossierAccount
{
    public string Platform { get; init; } = "";

    /// <summary>The name it went by when the text was found.</summary>
    public string Handle { get; init; } = "";
    public string Url { get; init; } = "";
    public string Basis { get; init; } = "";
    public string Reference { get; init; } = "";
}

/// <summary>A batch that a finding left in.</summary>
internal sealed class DossierBatch
{
    public string Recipient { get; init; } = "";
    public long Number { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name => BatchName.Of(Recipient, Number);
}

/// <summary>One finding with everything that belongs to it.</summary>
internal sealed record DossierFinding(
    FlagRow Flag,
    CaseFinding Joined,
    IReadOnlyList<DecisionRow> Decisions,
    IReadOnlyList<DossierCapture> Captures,
    DossierAccount? Account,
    IReadOnlyList<DossierBatch> Batches,
    ViolationForm? Form,
    ContestPhase? Phase
);

/// <summary>A case with everything that is known of it, read in one snapshot.</summary>
/// <param name="Case">The case.</param>
/// <param name="Person">Masked; null when nobody registered.</param>
/// <param name="Zone">Of the case's region.</param>
/// <param name="Findings">By number.</param>
/// <param name="Entries">What was recorded, oldest first.</param>
/// <param name="Audit">The rows of the audit record about the case and its findings, oldest first.</param>
/// <param name="Head">Where the audit chain stood.</param>
internal sealed record CaseDossier(
    CaseRow Case,
    Asn? Person,
    TimeZoneInfo Zone,
    IReadOnlyList<DossierFinding> Findings,
    IReadOnlyList<CaseEntry> Entries,
    IReadOnlyList<AuditRow> Audit,
    Head Head
)
{
    private const string SelectCaptures = """
        SELECT evidence.id, evidence.sha256, bytes, media_type, url, captured_at, headers, status, removed_at, note,
            stamped_at, authority AS stamped_by, answer AS stamp, issuers AS stamp_issuers
        FROM flag_evidence JOIN evidence ON evidence.id = flag_evidence.evidence_id
        LEFT JOIN evidence_stamp ON evidence_stamp.sha256 = evidence.sha256
        WHERE flag_id = @flag ORDER BY evidence.id
        """;

    private const string SelectAccount = """
        SELECT platform, url, basis, reference,
            COALESCE(
                (SELECT account_handle.handle FROM account_handle
                 WHERE account_handle.account_id = account.id AND valid_from <= @found AND (valid_until IS NULL OR valid_until > @found)
                 ORDER BY valid_from DESC LIMIT 1),
                account.handle) AS handle
        FROM account WHERE id = @account
        """;

    private const string SelectBatches = """
        SELECT export_batch.recipient, number, created_at, created_by
        FROM export_row JOIN export_batch ON export_batch.id = export_row.batch_id
        WHERE flag_id = @flag ORDER BY export_batch.id
        """;

    private const string SelectAudit = $"SELECT {AuditLog.Columns} FROM audit WHERE subject IN @subjects ORDER BY sequence";

    /// <summary>Reads everything about a case that this person may see.</summary>
    public static async Task<CaseDossier> ReadAsync(Session session, CaseRow row, People people, Rules rules)
    {
        var findings = new List<DossierFinding>();
        foreach (var joined in await CaseStore.FindingsAsync(session, row.Id))
        {
            findings.Add(await FindingAsync(session, joined, rules));
        }

        var subjects = findings.Select(finding => $"flag:{finding.Flag.Id}").Append(Cases.Subject(row.Id)).ToList();
        return new CaseDossier(
            row,
            row.AsnId is { } asn ? await people.ShowAsync(session, asn) : null,
            rules.ZoneOf(row.RegionCode),
            findings,
            await CaseStore.EntriesAsync(session, row.Id),
            await session.ListAsync<AuditRow>(SelectAudit, new { subjects }),
            await AuditLog.HeadAsync(session)
        );
    }

    private static async Task<DossierFinding> FindingAsync(Session session, CaseFinding joined, Rules rules)
    {
        var flag =
            await FlagStore.FindAsync(session, joined.FlagId)
            ?? throw new InvalidDataException($"Case {joined.CaseId} names flag {joined.FlagId}, which does not exist.");
        var decisions = await FlagStore.DecisionsAsync(session, flag.Id);
        var form = decisions.LastOrDefault(given => given.Verdict == Verdict.Confirm)?.Form;
        return new DossierFinding(
            flag,
            joined,
            decisions,
            await session.ListAsync<DossierCapture>(SelectCaptures, new { flag = flag.Id }),
            flag.AccountId is { } account
                ? await session.FirstOrDefaultAsync<DossierAccount>(SelectAccount, new { account, found = flag.FoundAt })
                : null,
            await session.ListAsync<DossierBatch>(SelectBatches, new { flag = flag.Id }),
            form is null ? null : rules.Form(form),
            rules.PhaseOn(rules.DayIn(flag.PublishedAt ?? flag.FoundAt, flag.RegionCode), flag.RegionCode)
        );
    }
}
