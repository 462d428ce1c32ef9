using System.Text;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>What a correction changed.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Request">The request that it answers.</param>
/// <param name="Changed">Which fields; the values stand in the registry.</param>
/// <param name="Batches">Batches in which the old values left: the recipient has to be told (Pasal 30 (2)).</param>
internal sealed record CorrectionResult(long Person, long Request, IReadOnlyList<string> Changed, IReadOnlyList<string> Batches);

/// <summary>Corrects what the registry says of a person, by the rules of an import.</summary>
internal sealed class Corrections(
    Database database,
    Subjects subjects,
    Requests requests,
    AsnImport import,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>What can be corrected, by the import's names. Another NIP is another entry of the registry.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [.. AsnImport.Columns.Select(column => column.Name).Where(name => name is not ("nip" or "jenis"))];

    /// <summary>Corrects it.</summary>
    /// <param name="asn">Whose.</param>
    /// <param name="values">The new values, by <see cref="Columns"/>.</param>
    /// <param name="claim">Which request it answers.</param>
    /// <param name="actor">Who corrects.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="RefusalException">A rule is broken, nothing would change, or the person is not registered.</exception>
    public Task<CorrectionResult> CorrectAsync(
        long asn,
        IReadOnlyDictionary<string, string> values,
        RequestClaim claim,
        Actor actor,
        CancellationToken ct
    )
    {
        if (values.Keys.FirstOrDefault(name => !Columns.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw RefusalException.Wrong(
                $"'{unknown}' tidak dapat diperbaiki; yang dapat: {string.Join(", ", Columns)}.",
                $"'{unknown}' cannot be corrected; these can: {string.Join(", ", Columns)}."
            );
        }

        return database.WriteAsync(
            async session =>
            {
                var person = await subjects.RequireAsync(session, asn);
                var request = await requests.OpenAsync(session, Requests.Correct, asn, claim, actor);
                var old = (await People.KnownAsync(session, [person.NipIndex]))[person.NipIndex];
                var draft = Draft(old, person.Nip, values);
                var merged =
                    AsnRecord.Merge(old, draft, time.GetUtcNow())
                    ?? throw RefusalException.Wrong("Tidak ada yang berubah.", "Nothing would change.");
                await session.ExecuteAsync(AsnRecord.Update, merged);
                await RegistryState.ChangedAsync(session);
                var (before, after) = (AsnRecord.Difference(old, merged), AsnRecord.Difference(merged, old));
                await audit.RecordAsync(session, actor, "asn.correct", $"asn:{asn}", before, after);
                await requests.CloseAsync(session, request, "done", $"corrected: {string.Join(", ", after.Keys)}", actor);
                return new CorrectionResult(asn, request.Id, [.. after.Keys], await Exports.OfPersonAsync(session, person));
            },
            ct
        );
    }

    // The rules of a file's row are the rules of a correction: it is read as a file of one row.
    private AsnDraft Draft(AsnRecord old, Nip nip, IReadOnlyDictionary<string, string> values)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["nip"] = nip.Reveal(),
            ["nama"] = old.Name,
            ["gelar_depan"] = old.TitleFront,
            ["gelar_belakang"] = old.TitleBack,
            ["instansi"] = old.Instansi,
        };
        foreach (var (name, value) in values)
        {
            cells[name] = value;
        }

        var csv = $"{string.Join(';', cells.Keys)}\n{string.Join(';', cells.Values.Select(Quoted))}\n";
        var (drafts, table) = import.Read(Encoding.UTF8.GetBytes(csv));
        return drafts.Count == 1
            ? drafts[0]
            : throw RefusalException.Wrong(
                string.Join(' ', table.Problems.Select(problem => $"{problem.Column}: {problem.Rule.Id}")),
                string.Join(' ', table.Problems.Select(problem => $"{problem.Column}: {problem.Rule.En}"))
            );
    }

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>In which batches a person's data left.</summary>
internal static class Exports
{
    /// <summary>A row about the flag lies in a batch that has not arrived: blanked now, the batch could never be written.</summary>
    public const string OnTheWay = """
        EXISTS (
            SELECT 1 FROM export_row JOIN export_batch ON export_batch.id = export_row.batch_id
            WHERE export_row.flag_id = flag.id AND export_batch.delivered_at IS NULL)
        """;

    private sealed class SentBatch
    {
        public string Recipient { get; init; } = "";
        public long Number { get; init; }
    }

    /// <summary>Their names, by recipient and number.</summary>
    public static async Task<List<string>> OfPersonAsync(Session session, Person person) =>
        (
            await session.ListAsync<SentBatch>(
                $"""
                SELECT DISTINCT export_batch.recipient, number FROM export_row JOIN export_batch ON export_batch.id = export_row.batch_id
                WHERE flag_id IN {HeldData.Flags} ORDER BY export_batch.recipient, number
                """,
                person.Arguments(default)
            )
        ).ConvertAll(batch => BatchName.Of(batch.Recipient, batch.Number));
}
