using Monitor.Worker.Storage;

namespace Monitor.Worker.Cases;

/// <summary>Cases as rows: read inside the caller's transaction.</summary>
internal static class CaseStore
{
    // A scalar for each: the newest entry of a kind is what holds, and a list shows at most a screen of cases.
    private const string SelectCases = """
        SELECT one.*, asn.name AS person_name,
            CASE WHEN answer IS NOT NULL THEN 'answered' WHEN sent > 0 THEN 'sent' WHEN kajian_number IS NOT NULL THEN 'studied' ELSE 'open' END AS state
        FROM (
            SELECT case_file.id, asn_id, region_code, title, opened_at, opened_by,
                (SELECT COUNT(*) FROM case_finding WHERE case_id = case_file.id) AS findings,
                (SELECT COUNT(*) FROM case_finding JOIN export_row ON export_row.flag_id = case_finding.flag_id
                 WHERE case_id = case_file.id) AS sent,
                (SELECT code FROM case_entry WHERE case_id = case_file.id AND kind = 'kajian' ORDER BY id DESC LIMIT 1) AS kajian_number,
                (SELECT day FROM case_entry WHERE case_id = case_file.id AND kind = 'kajian' ORDER BY id DESC LIMIT 1) AS kajian_date,
                (SELECT text FROM case_entry WHERE case_id = case_file.id AND kind = 'recommendation' ORDER BY id DESC LIMIT 1)
                    AS recommendation,
                (SELECT code FROM case_entry WHERE case_id = case_file.id AND kind = 'answer' ORDER BY id DESC LIMIT 1) AS answer
            FROM case_file
        ) AS one LEFT JOIN asn ON asn.id = one.asn_id
        """;

    /// <summary>One case, whoever asks.</summary>
    public static Task<CaseRow?> FindAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<CaseRow>($"SELECT * FROM ({SelectCases}) AS found WHERE id = @id", new { id });

    /// <summary>The newest cases first.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="state">Only this state; null for all.</param>
    /// <param name="sees">Which regions the caller may see.</param>
    /// <param name="limit">At most so many.</param>
    public static async Task<List<CaseRow>> ListAsync(Session session, string? state, Func<string?, bool> sees, int limit)
    {
        var found = new List<CaseRow>();
        await foreach (
            var row in session.StreamAsync<CaseRow>(
                $"SELECT * FROM ({SelectCases}) AS found WHERE @state IS NULL OR state = @state ORDER BY id DESC",
                new { state }
            )
        )
        {
            if (!sees(row.RegionCode))
            {
                continue;
            }

            found.Add(row);
            if (found.Count == limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Its findings, by number.</summary>
    public static Task<List<CaseFinding>> FindingsAsync(Session session, long id) =>
        session.ListAsync<CaseFinding>(
            "SELECT flag_id, case_id, joined_at, joined_by FROM case_finding WHERE case_id = @id ORDER BY flag_id",
            new { id }
        );

    /// <summary>Everything recorded of it, oldest first.</summary>
    public static Task<List<CaseEntry>> EntriesAsync(Session session, long id) =>
        session.ListAsync<CaseEntry>(
            "SELECT id, case_id, kind, code, day, text, at, by_name, by_role FROM case_entry WHERE case_id = @id ORDER BY id",
            new { id }
        );

    /// <summary>The case that a finding belongs to, or null.</summary>
    public static Task<long?> OfFindingAsync(Session session, long flag) =>
        session.ScalarAsync<long?>("SELECT case_id FROM case_finding WHERE flag_id = @flag", new { flag });

    /// <summary>Confirmed findings about a person that belong to no case yet.</summary>
    public static Task<List<long>> LooseAsync(Session session, long asn) =>
        session.ListAsync<long>(
            """
            SELECT flag.id FROM flag
            WHERE asn_id = @asn AND state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM case_finding WHERE flag_id = flag.id)
            ORDER BY flag.id
            """,
            new { asn }
        );
}
