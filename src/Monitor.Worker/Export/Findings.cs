using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export;

/// <summary>A confirmed finding with everything that the columns are filled from, except the NIP.</summary>
internal sealed class Finding
{
    public long Id { get; init; }
    public string Model { get; init; } = "";
    public string? Url { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset FoundAt { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? RegionCode { get; init; }

    /// <summary>The case it belongs to; null when none was opened.</summary>
    public long? CaseId { get; init; }

    /// <summary>Of its case, as are the three that follow: the newest that was recorded.</summary>
    public string? KajianNumber { get; init; }
    public string? KajianDate { get; init; }
    public string? Recommendation { get; init; }
    public string? Answer { get; init; }

    /// <summary>Null when it was never tied to a registered person; such a finding cannot leave.</summary>
    public long? AsnId { get; init; }

    /// <summary>Fingerprint of the person's number; null for nobody.</summary>
    public string? NipIndex { get; init; }
    public string Kind { get; init; } = "";
    public string Name { get; init; } = "";
    public string TitleFront { get; init; } = "";
    public string TitleBack { get; init; } = "";
    public string Jabatan { get; init; } = "";
    public string JabatanCategory { get; init; } = "";
    public string Unit { get; init; } = "";
    public string Instansi { get; init; } = "";
    public string InstansiCode { get; init; } = "";

    /// <summary>Of the person's institution; empty for a central one.</summary>
    public string AsnRegion { get; init; } = "";

    /// <summary>Of the account that published it; empty for news about a person.</summary>
    public string Platform { get; init; } = "";

    /// <summary>The name the account went by when it was found.</summary>
    public string Handle { get; init; } = "";

    /// <summary>Why the account is taken to be the person's.</summary>
    public string Basis { get; init; } = "";

    /// <summary>The verdicts of the round that confirmed it, in the order given.</summary>
    public IReadOnlyList<DecisionRow> Decisions { get; set; } = [];

    /// <summary>The hashes of its captures, oldest first.</summary>
    public IReadOnlyList<string> Evidence { get; set; } = [];
}

/// <summary>Finds what is confirmed, whether it has left or not: what has left is compared with what it is now.</summary>
internal static class Findings
{
    private const string Ready = "flag.state = @Confirmed";

    private const string SelectFindings = $"""
        SELECT flag.id, flag.model, flag.url, flag.published_at, flag.found_at, flag.due_at, flag.closed_at, flag.region_code,
            flag.asn_id, in_case.case_id,
            (SELECT code FROM case_entry WHERE case_entry.case_id = in_case.case_id AND kind = 'kajian' ORDER BY id DESC LIMIT 1)
                AS kajian_number,
            (SELECT day FROM case_entry WHERE case_entry.case_id = in_case.case_id AND kind = 'kajian' ORDER BY id DESC LIMIT 1)
                AS kajian_date,
            (SELECT text FROM case_entry WHERE case_entry.case_id = in_case.case_id AND kind = 'recommendation' ORDER BY id DESC LIMIT 1)
                AS recommendation,
            (SELECT code FROM case_entry WHERE case_entry.case_id = in_case.case_id AND kind = 'answer' ORDER BY id DESC LIMIT 1) AS answer,
            asn.nip_index, COALESCE(asn.kind, '') AS kind, COALESCE(asn.name, '') AS name,
            COALESCE(asn.title_front, '') AS title_front, COALESCE(asn.title_back, '') AS title_back, COALESCE(asn.jabatan, '') AS jabatan,
            COALESCE(asn.jabatan_category, '') AS jabatan_category, COALESCE(asn.unit, '') AS unit, COALESCE(asn.instansi, '') AS instansi,
            COALESCE(asn.instansi_code, '') AS instansi_code, COALESCE(asn.region_code, '') AS asn_region,
            COALESCE(account.platform, '') AS platform, COALESCE(account.basis, '') AS basis,
            COALESCE(
                (SELECT account_handle.handle FROM account_handle
                 WHERE account_handle.account_id = account.id AND valid_from <= flag.found_at
                     AND (valid_until IS NULL OR valid_until > flag.found_at)
                 ORDER BY valid_from DESC LIMIT 1),
                account.handle, '') AS handle
        FROM flag LEFT JOIN asn ON asn.id = flag.asn_id LEFT JOIN account ON account.id = flag.account_id
            LEFT JOIN case_finding AS in_case ON in_case.flag_id = flag.id
        WHERE {Ready} ORDER BY flag.id
        """;

    private const string SelectDecisions = $"""
        SELECT flag_id, place, reviewer_identity, reviewer_name, role, verdict, form, ground, reason, at, contest, phase, basis, event_at, event_known,
            ownership, ownership_note, possible_crime, decision.evidence
        FROM decision JOIN flag ON flag.id = decision.flag_id AND flag.round = decision.round WHERE {Ready} ORDER BY flag_id, place
        """;

    private const string SelectEvidence = $"""
        SELECT flag_id, evidence.sha256 FROM flag_evidence
        JOIN evidence ON evidence.id = flag_evidence.evidence_id JOIN flag ON flag.id = flag_evidence.flag_id
        WHERE {Ready} ORDER BY flag_id, evidence.id
        """;

    /// <summary>All of them, by number.</summary>
    public static async Task<List<Finding>> ConfirmedAsync(Session session)
    {
        var whose = new { FlagState.Confirmed };
        var findings = await session.ListAsync<Finding>(SelectFindings, whose);
        if (findings.Count == 0)
        {
            return findings;
        }

        var decisions = (await session.ListAsync<DecisionRow>(SelectDecisions, whose)).ToLookup(row => row.FlagId);
        var evidence = (await session.ListAsync<CaptureHash>(SelectEvidence, whose)).ToLookup(row => row.FlagId, row => row.Sha256);
        foreach (var finding in findings)
        {
            finding.Decisions = [.. decisions[finding.Id]];
            finding.Evidence = [.. evidence[finding.Id].Distinct()];
        }

        return findings;
    }

    private sealed class CaptureHash
    {
        public long FlagId { get; init; }
        public string Sha256 { get; init; } = "";
    }
}
