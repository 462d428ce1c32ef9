using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>
/// Who has signed the neutrality pledge (ikrar, pakta integritas). A pledge is a <see cref="PersonStatus"/> of a kind that the rules mark as one: it is
/// kept, ended, shown and erased as every other status.
/// </summary>
internal sealed class Pledges(
    Database database,
    NipVault vault,
    PersonStatuses statuses,
    AuditLog audit,
    Rules rules,
    PledgeImport import,
    TimeProvider time
)
{
    private const int LookUpsAtOnce = 500;

    // The newest one that holds on the day; ties go to the one entered last.
    private const string Holding = """
        SELECT id FROM asn_status WHERE asn_status.asn_id = asn.id AND kind IN @kinds AND valid_from <= @day AND (valid_to IS NULL OR valid_to >= @day)
        ORDER BY valid_from DESC, id DESC LIMIT 1
        """;

    private const string InService = $"""
        FROM asn LEFT JOIN asn_status AS pledge ON pledge.id = ({Holding})
        WHERE asn.state = 'active' AND asn.erased_at IS NULL
            AND (@region IS NULL OR asn.region_code = @region OR asn.region_code LIKE @region || '.%')
            AND (@code IS NULL OR asn.instansi_code = @code OR LOWER(asn.instansi) LIKE @part ESCAPE '\')
        """;

    /// <summary>Codes of the kinds of status that are pledges, in the order of the rules; the first is what a file means that names none.</summary>
    private string[] Kinds => [.. rules.Statuses.Where(kind => kind.IsPledge).Select(kind => kind.Code)];

    /// <summary>Today in the easternmost zone: what was signed "today" in Jayapura is not signed in the future.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).DateTime);

    /// <summary>Brings a CSV in, in one transaction; one bad row keeps all of it out. Never throws for what is in the file.</summary>
    public Task<ImportReport> ImportAsync(ReadOnlyMemory<byte> file, Actor actor, CancellationToken ct)
    {
        var (drafts, table) = import.Read(file, Kinds, Today);
        return database.WriteAsync(
            async session =>
            {
                await RegistryState.CheckKeyAsync(session, vault);
                var people = await People.KnownAsync(session, drafts.Select(draft => vault.IndexOf(draft.Nip)));
                var known = await KnownAsync(session, [.. people.Values.Select(person => person.Id)]);
                var fresh = new List<NewStatus>();
                // The work may be run again: what it finds is its own.
                var problems = table.Problems.ToList();
                foreach (var draft in drafts)
                {
                    if (people.GetValueOrDefault(vault.IndexOf(draft.Nip)) is not { } person)
                    {
                        problems.Add(
                            new RowProblem(
                                draft.Line,
                                "nip",
                                new Sentence("NIP ini tidak terdaftar.", "This NIP is not registered."),
                                draft.Nip.Masked
                            )
                        );
                    }
                    else if (known.GetValueOrDefault((person.Id, draft.Kind, PersonStatuses.Written(draft.On))) is not { } old)
                    {
                        fresh.Add(new NewStatus(person.Id, draft.Kind, draft.On, draft.Until, draft.Document, draft.Note));
                    }
                    else if (Difference(old, draft) is { } difference)
                    {
                        problems.Add(difference);
                    }
                }

                var refused = problems.Select(problem => problem.Line).Distinct().Count();
                if (!table.IsReadable || refused > 0)
                {
                    problems.Sort((a, b) => a.Line.CompareTo(b.Line));
                    return new ImportReport(table.Rows.Count, 0, 0, 0, refused, Imported: false, table.Sha256, problems);
                }

                foreach (var status in fresh)
                {
                    await statuses.AddAsync(session, status, actor);
                }

                var unchanged = drafts.Count - fresh.Count;
                await audit.RecordAsync(
                    session,
                    actor,
                    "asn.pledge_import",
                    $"file:{table.Sha256}",
                    after: new
                    {
                        rows = drafts.Count,
                        added = fresh.Count,
                        unchanged,
                    }
                );
                return new ImportReport(drafts.Count, fresh.Count, 0, unchanged, 0, Imported: true, table.Sha256, []);
            },
            ct
        );
    }

    /// <summary>How many have signed, by institution; an institution that is written in two ways is one.</summary>
    public Task<List<PledgeCoverage>> CoverageAsync(PledgeFilter filter, DateOnly day, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
                (await UnitsAsync(session, filter, day))
                    .GroupBy(row => InstansiName.Key(row.Instansi), StringComparer.Ordinal)
                    .Select(group => PledgeCoverage.Sum([.. group], unit: ""))
                    .OrderBy(row => row.Instansi, StringComparer.Ordinal)
                    .ToList(),
            ct
        );

    /// <summary>How many have signed, by institution and unit as the registry writes them.</summary>
    public async Task<List<PledgeCoverage>> UnitsAsync(Session session, PledgeFilter filter, DateOnly day)
    {
        var rows = await session.ListAsync<CoverageRow>(
            $"""
            SELECT asn.instansi, asn.instansi_code, asn.unit, COUNT(*) AS registered, COUNT(pledge.id) AS signed,
                MIN(pledge.valid_from) AS first_signed, MAX(pledge.valid_from) AS last_signed, MIN(pledge.valid_to) AS first_end
            {InService}{RegionScope.Sql("asn.region_code", filter.Within)}
            GROUP BY asn.instansi, asn.instansi_code, asn.unit ORDER BY asn.instansi, asn.instansi_code, asn.unit
            """,
            Arguments(filter, day)
        );
        return rows.ConvertAll(row => new PledgeCoverage(
            row.Instansi,
            row.InstansiCode,
            row.Unit,
            row.Registered,
            row.Signed,
            row.FirstSigned,
            row.LastSigned,
            row.FirstEnd
        ));
    }

    /// <summary>A page of persons with the pledge that holds, by id, numbers masked.</summary>
    public Task<Page<PledgeLine>> ListAsync(PledgeFilter filter, DateOnly day, CancellationToken ct)
    {
        var from = $"{InService}{RegionScope.Sql("asn.region_code", filter.Within)}{(filter.Unsigned ? " AND pledge.id IS NULL" : "")}";
        return database.ReadAsync(
            async session =>
            {
                var arguments = Arguments(filter, day);
                var total = await session.ScalarAsync<long>($"SELECT COUNT(*) {from}", arguments);
                var rows = await session.ListAsync<LineRow>(
                    $"""
                    SELECT asn.id, asn.nip_protected, asn.name, asn.title_front, asn.title_back, asn.unit, asn.instansi,
                        pledge.kind AS pledge, pledge.valid_from, pledge.valid_to, pledge.source
                    {from} ORDER BY asn.id LIMIT @take OFFSET @skip
                    """,
                    arguments
                );
                return new Page<PledgeLine>(total, rows.ConvertAll(Line));
            },
            ct
        );
    }

    private static async Task<Dictionary<(long Asn, string Kind, string From), PersonStatus>> KnownAsync(Session session, long[] people)
    {
        var known = new Dictionary<(long, string, string), PersonStatus>();
        foreach (var chunk in people.Chunk(LookUpsAtOnce))
        {
            foreach (
                var row in await session.ListAsync<PersonStatus>(
                    "SELECT id, asn_id, kind, valid_from, valid_to, source FROM asn_status WHERE asn_id IN @chunk ORDER BY id",
                    new { chunk }
                )
            )
            {
                known.TryAdd((row.AsnId, row.Kind, row.ValidFrom), row);
            }
        }

        return known;
    }

    // One signature on one day: a second document or another end for it is a contradiction that a person must settle, not a second pledge.
    private static RowProblem? Difference(PersonStatus old, PledgeDraft draft)
    {
        var until = draft.Until is { } last ? PersonStatuses.Written(last) : null;
        return old.Source != draft.Document
                ? new RowProblem(
                    draft.Line,
                    "dokumen",
                    new Sentence(
                        $"Ikrar hari itu sudah tercatat (keadaan {old.Id}) dengan dokumen '{old.Source}'.",
                        $"The pledge of that day is recorded already (status {old.Id}) with the document '{old.Source}'."
                    ),
                    draft.Document
                )
            : old.ValidTo != until
                ? new RowProblem(
                    draft.Line,
                    "sampai",
                    new Sentence(
                        $"Ikrar hari itu sudah tercatat (keadaan {old.Id}) dengan akhir '{old.ValidTo}'; ubah dengan 'monitor asn status end {old.Id}'.",
                        $"The pledge of that day is recorded already (status {old.Id}) with the end '{old.ValidTo}'; change it with 'monitor asn status end {old.Id}'."
                    ),
                    until ?? ""
                )
            : null;
    }

    private object Arguments(PledgeFilter filter, DateOnly day)
    {
        var code = string.IsNullOrWhiteSpace(filter.Instansi) ? null : filter.Instansi.Trim();
        return new
        {
            kinds = Kinds,
            day = PersonStatuses.Written(day),
            region = string.IsNullOrWhiteSpace(filter.Region) ? null : AsnImport.RegionOf(filter.Region.Trim()),
            code,
            part = code is null ? null : People.Like(code.ToLowerInvariant()),
            skip = filter.Skip,
            take = Math.Clamp(filter.Take, 1, 1000),
        };
    }

    private PledgeLine Line(LineRow row) =>
        new(
            row.Id,
            row.NipProtected.Length == 0 ? "" : vault.Unprotect(row.NipProtected).Masked,
            string.Join(", ", new[] { $"{row.TitleFront} {row.Name}".Trim(), row.TitleBack }.Where(part => part.Length > 0)),
            row.Unit,
            row.Instansi,
            row.Pledge,
            row.ValidFrom,
            row.ValidTo,
            row.Source
        );

    private sealed class CoverageRow
    {
        public string Instansi { get; init; } = "";
        public string InstansiCode { get; init; } = "";
        public string Unit { get; init; } = "";
        public long Registered { get; init; }
        public long Signed { get; init; }
        public string? FirstSigned { get; init; }
        public string? LastSigned { get; init; }
        public string? FirstEnd { get; init; }
    }

    private sealed class LineRow
    {
        public long Id { get; init; }
        public string NipProtected { get; init; } = "";
        public string Name { get; init; } = "";
        public string TitleFront { get; init; } = "";
        public string TitleBack { get; init; } = "";
        public string Unit { get; init; } = "";
        public string Instansi { get; init; } = "";
        public string? Pledge { get; init; }
        public string? ValidFrom { get; init; }
        public string? ValidTo { get; init; }
        public string? Source { get; init; }
    }
}
