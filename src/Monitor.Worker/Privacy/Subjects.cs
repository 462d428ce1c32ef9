using System.Globalization;
using Monitor.Worker.Audit;
using Monitor.Worker.Evidence;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using NpgsqlTypes;

namespace Monitor.Worker.Privacy;

/// <summary>A person's access to what is held about the person.</summary>
internal sealed class Subjects(
    Database database,
    NipVault vault,
    Requests requests,
    EvidenceStore evidence,
    AuditLog audit,
    PrivacyOptions options,
    TimeProvider time
)
{
    /// <summary>Everything held about a person, and who looked at it. That it was asked for is recorded with it.</summary>
    /// <param name="asn">Whose.</param>
    /// <param name="claim">Which request it answers.</param>
    /// <param name="forSubject">Leave out who works here: the copy that the person receives (Pasal 33 b).</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="RefusalException">Nobody of that number is registered.</exception>
    public Task<SubjectReport> ReportAsync(long asn, RequestClaim claim, bool forSubject, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var person = await RequireAsync(session, asn);
                var request = await requests.OpenAsync(session, Requests.Report, asn, claim, actor);
                var now = time.GetUtcNow();
                var tables = new List<ReportTable>();
                foreach (var table in HeldData.Personal)
                {
                    tables.Add(await TableAsync(session, table, person, forSubject));
                }

                var hashes = await session.ListAsync<string>(
                    $"SELECT DISTINCT sha256 FROM evidence WHERE {HeldData.Find("evidence")!.Whose} ORDER BY sha256",
                    person.Arguments(now)
                );
                var mentions = (await Mentions.FindAsync(session, person)).ConvertAll(found => new Mention(
                    found.Table.Name,
                    found.Row,
                    found.Column
                ));
                await audit.RecordAsync(session, actor, "subject.report", $"asn:{asn}", after: new { request = request.Id, forSubject });
                await requests.CloseAsync(
                    session,
                    request,
                    "done",
                    string.Create(CultureInfo.InvariantCulture, $"report of {tables.Sum(table => table.Rows.Count)} rows"),
                    actor
                );
                var files = new List<ReportFile>();
                foreach (var hash in hashes)
                {
                    files.Add(new ReportFile(hash, await evidence.HasAsync(session, hash)));
                }

                return new SubjectReport(asn, person.Nip.Masked, now, request.Id, tables, files, mentions, options.Policy);
            },
            ct
        );

    /// <summary>Who has this number.</summary>
    /// <exception cref="RefusalException">It is not a NIP, or nobody registered has it.</exception>
    public async Task<long> FindAsync(string? nip, long? id, CancellationToken ct)
    {
        if (id is { } known && string.IsNullOrWhiteSpace(nip))
        {
            return known;
        }

        if (!Nip.TryParse(nip, time, out var number, out var problem))
        {
            throw new RefusalException(RefusalKind.WrongInput, problem);
        }

        return await database.ReadAsync(
                session => session.ScalarAsync<long?>("SELECT id FROM asn WHERE nip_index = @Index", new { Index = vault.IndexOf(number) }),
                ct
            )
            ?? throw RefusalException.NotFound(
                "Tidak ada orang terdaftar dengan NIP ini; tentangnya tidak disimpan apa pun di bawah NIP itu.",
                "Nobody registered has this NIP; nothing is held under it."
            );
    }

    /// <summary>The person, for privacy work.</summary>
    internal async Task<Person> RequireAsync(Session session, long asn) =>
        await Person.FindAsync(session, vault, asn)
        ?? throw RefusalException.NotFound(
            $"Tidak ada ASN dengan id {asn}, atau datanya sudah dihapus.",
            $"There is no civil servant with the id {asn}, or the person's data were erased."
        );

    private static async Task<ReportTable> TableAsync(Session session, HeldTable table, Person person, bool forSubject)
    {
        var columns = table.Columns.Where(column => column.Shown && !(forSubject && column.Officer)).ToList();
        var found = await session.ListAsync<object>(
            $"SELECT {string.Join(", ", columns.Select(column => column.Name))} FROM {table.Name} WHERE {table.Whose} ORDER BY 1",
            person.Arguments(default)
        );
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        foreach (var row in found.Cast<IDictionary<string, object?>>())
        {
            rows.Add(row.ToDictionary(cell => cell.Key, cell => Readable(cell.Key, cell.Value), StringComparer.Ordinal));
        }

        return new ReportTable(table.Name, table.What, table.Ground!.Purpose, table.Ground.Basis, table.Keeping, rows);
    }

    private static object? Readable(string column, object? value) =>
        value is long milliseconds && (column is "at" or "valid_from" or "valid_until" || column.EndsWith("_at", StringComparison.Ordinal))
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : value is NpgsqlTsVector words ? words.ToString()
        : value;
}
