using System.Text.Json;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export;

/// <summary>The newest row about a finding that a recipient was sent, with where the finding stands now.</summary>
internal sealed class SentRow
{
    /// <summary>The cells of a row whose content was erased or forgotten.</summary>
    public const string Blank = "{}";

    private const string SelectNewest = """
        SELECT export_row.flag_id, revision, kind, cells, nip_protected, place, export_batch.recipient, export_batch.number,
            flag.state, flag.region_code, flag.closed_at, flag.asn_id, flag.taken_down_why, in_case.case_id,
            (SELECT ground FROM decision WHERE decision.flag_id = flag.id AND decision.round = flag.round AND verdict = 'dismiss'
             ORDER BY decision.place DESC LIMIT 1) AS ground
        FROM export_row JOIN export_batch ON export_batch.id = export_row.batch_id JOIN flag ON flag.id = export_row.flag_id
            LEFT JOIN case_finding AS in_case ON in_case.flag_id = flag.id
        WHERE export_row.recipient = @recipient AND NOT EXISTS (
            SELECT 1 FROM export_row AS later
            WHERE later.recipient = export_row.recipient AND later.flag_id = export_row.flag_id AND later.revision > export_row.revision)
        ORDER BY export_row.flag_id
        """;

    public long FlagId { get; init; }
    public long Revision { get; init; }

    /// <summary>A <see cref="RowKind"/>.</summary>
    public string Kind { get; init; } = "";
    public string Cells { get; init; } = "";
    public string NipProtected { get; init; } = "";
    public long Place { get; init; }
    public string Recipient { get; init; } = "";
    public long Number { get; init; }
    public string State { get; init; } = "";
    public string? RegionCode { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public long? AsnId { get; init; }
    public string? TakenDownWhy { get; init; }
    public long? CaseId { get; init; }

    /// <summary>Of the verdict that dismissed it; null when none did.</summary>
    public string? Ground { get; init; }

    /// <summary>How a later row refers to it.</summary>
    public string Reference => $"{BatchName.Of(Recipient, Number)}/{Place}";

    /// <summary>The person asked for erasure, as the law gives the right. Forgetting by retention takes nothing back: the finding stands.</summary>
    public bool IsErased => TakenDownWhy is not null && TakenDownWhy.StartsWith("request:", StringComparison.Ordinal);

    /// <summary>Whether its content is gone from here.</summary>
    public bool IsBlank => Cells == Blank;

    /// <summary>The newest row of every finding, by finding.</summary>
    public static Task<List<SentRow>> NewestAsync(Session session, string recipient) =>
        session.ListAsync<SentRow>(SelectNewest, new { recipient });

    /// <summary>Whether a column that a correction is for says something else by now. The NIP, which lies beside the cells, is compared by the caller.</summary>
    public bool Differs(IReadOnlyDictionary<string, string> cells, CsvProfile profile)
    {
        using var sent = JsonDocument.Parse(Cells);
        return Columns
            .All.Where(column => column.Corrected && column.Name != Columns.Nip && profile.Has(column.Name))
            // A column that the row's format did not have yet says nothing against it.
            .Any(column =>
                sent.RootElement.TryGetProperty(column.Name, out var was) && was.GetString() != cells.GetValueOrDefault(column.Name, "")
            );
    }
}
