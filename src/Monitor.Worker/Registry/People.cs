using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>Which people a list shows.</summary>
/// <param name="Region">A region code; a province takes its kabupaten and kota in.</param>
/// <param name="Instansi">A part of the institution's name.</param>
/// <param name="Text">A part of the name, the position or the unit.</param>
/// <param name="Within">Regions that the caller may see, a province with all below it; null for all of them.</param>
/// <param name="Skip">How many to leave out first.</param>
/// <param name="Take">How many at most.</param>
internal sealed record PeopleFilter(
    string? Region = null,
    string? Instansi = null,
    string? Text = null,
    IReadOnlyCollection<string>? Within = null,
    int Skip = 0,
    int Take = 50
);

/// <summary>The registered civil servants.</summary>
internal sealed class People(Database database, NipVault vault, AuditLog audit, TimeProvider time, AsnImport import)
{
    private const int LookUpsAtOnce = 500;

    private const string Columns = """
        id, kind, name, title_front, title_back, jabatan, jabatan_category, unit, instansi, instansi_code, region_code, state, created_at, updated_at,
        nip_protected
        """;

    /// <summary>Brings a CSV in, in one transaction: new people are added, known ones updated. Never throws for what is in the file.</summary>
    /// <param name="file">The bytes as given.</param>
    /// <param name="keepGood">Import the good rows although others are bad; otherwise one bad row keeps everything out.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="ct">Cancels before the commit; then nothing is kept.</param>
    public async Task<ImportReport> ImportAsync(ReadOnlyMemory<byte> file, bool keepGood, Actor actor, CancellationToken ct)
    {
        var (drafts, table) = import.Read(file);
        var refused = table.Problems.Select(problem => problem.Line).Distinct().Count();
        var rows = drafts.Count + (table.IsReadable ? refused : 0);
        if (!table.IsReadable || (refused > 0 && !keepGood))
        {
            return new ImportReport(rows, 0, 0, 0, refused, Imported: false, table.Sha256, table.Problems);
        }

        // Encrypting is the slow part and needs no transaction: nobody else waits for it.
        var keyed = drafts.ConvertAll(draft => (Draft: draft, Index: vault.IndexOf(draft.Nip)));
        return await database.WriteAsync(
            async session =>
            {
                await RegistryState.CheckKeyAsync(session, vault);
                var known = await KnownAsync(session, keyed.Select(row => row.Index));
                var now = time.GetUtcNow();
                var added = new List<object>();
                var changed = new List<AsnRecord>();
                foreach (var (draft, index) in keyed)
                {
                    if (!known.TryGetValue(index, out var old))
                    {
                        added.Add(AsnRecord.New(draft, index, vault.Protect(draft.Nip), now));
                    }
                    else if (AsnRecord.Merge(old, draft, now) is { } merged)
                    {
                        changed.Add(merged);
                        await audit.RecordAsync(
                            session,
                            actor,
                            "asn.change",
                            $"asn:{old.Id}",
                            AsnRecord.Difference(old, merged),
                            AsnRecord.Difference(merged, old)
                        );
                    }
                }

                await session.ExecuteAsync(AsnRecord.Insert, added);
                await session.ExecuteAsync(AsnRecord.Update, changed);
                var report = new ImportReport(
                    rows,
                    added.Count,
                    changed.Count,
                    drafts.Count - added.Count - changed.Count,
                    refused,
                    Imported: true,
                    table.Sha256,
                    table.Problems
                );
                if (added.Count + changed.Count > 0)
                {
                    await RegistryState.ChangedAsync(session);
                }

                await audit.RecordAsync(
                    session,
                    actor,
                    "asn.import",
                    $"file:{table.Sha256}",
                    after: new
                    {
                        report.Rows,
                        report.Added,
                        report.Changed,
                        report.Unchanged,
                        report.Refused,
                    }
                );
                return report;
            },
            ct
        );
    }

    /// <summary>A page of them by id, numbers masked.</summary>
    public Task<Page<Asn>> ListAsync(PeopleFilter filter, CancellationToken ct)
    {
        const string where = """
            WHERE (@Region IS NULL OR region_code = @Region OR region_code LIKE @Region || '.%')
              AND (@Instansi IS NULL OR LOWER(instansi) LIKE @Instansi ESCAPE '\')
              AND (@Text IS NULL OR LOWER(name) LIKE @Text ESCAPE '\' OR name_key LIKE @Key ESCAPE '\'
                   OR LOWER(jabatan) LIKE @Text ESCAPE '\' OR LOWER(unit) LIKE @Text ESCAPE '\')
            """;
        var scope = " AND erased_at IS NULL" + RegionScope.Sql("region_code", filter.Within);
        const string count = $"SELECT COUNT(*) FROM asn {where}";
        const string list = $"SELECT {Columns} FROM asn {where}";
        var arguments = new
        {
            Region = Blank(filter.Region) is { } region ? AsnImport.RegionOf(region) : null,
            Instansi = Like(Blank(filter.Instansi)?.ToLowerInvariant()),
            Text = Like(Blank(filter.Text)?.ToLowerInvariant()),
            Key = Like(Blank(filter.Text) is { } text ? NameKey.Of(text) : null),
            filter.Skip,
            Take = Math.Clamp(filter.Take, 1, 1000),
        };
        return database.ReadAsync(
            async session =>
            {
                var total = await session.ScalarAsync<long>(count + scope, arguments);
                var rows = await session.ListAsync<AsnRecord>($"{list}{scope} ORDER BY id LIMIT @Take OFFSET @Skip", arguments);
                return new Page<Asn>(total, rows.ConvertAll(Masked));
            },
            ct
        );
    }

    /// <summary>One of them, number masked.</summary>
    /// <exception cref="RefusalException">There is none with this id.</exception>
    public Task<Asn> ShowAsync(long id, CancellationToken ct) =>
        database.ReadAsync(async session => Masked(await OneAsync(session, id)), ct);

    /// <inheritdoc cref="ShowAsync(long, CancellationToken)"/>
    public async Task<Asn> ShowAsync(Session session, long id) => Masked(await OneAsync(session, id));

    /// <summary>The whole number, for the case view and the export. That it was looked at is recorded with it, or it is not shown.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="purpose">What for, for example <c>case:12</c> or <c>export:2024-10-0003</c>.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public Task<Nip> RevealNipAsync(long id, Actor actor, string purpose, CancellationToken ct) =>
        database.WriteAsync(session => RevealNipAsync(session, id, actor, purpose), ct);

    /// <inheritdoc cref="RevealNipAsync(long, Actor, string, CancellationToken)"/>
    public async Task<Nip> RevealNipAsync(Session session, long id, Actor actor, string purpose)
    {
        var stored = (await OneAsync(session, id)).NipProtected;
        if (stored.Length == 0)
        {
            throw RefusalException.NotFound($"Data ASN {id} sudah dihapus.", $"The data of civil servant {id} were erased.");
        }

        var nip = vault.Unprotect(stored);
        await audit.RecordAsync(session, actor, "asn.reveal_nip", $"asn:{id}", after: new { purpose });
        return nip;
    }

    /// <summary>Who has this number; null when nobody registered does.</summary>
    public Task<long?> FindByNipAsync(Nip nip, CancellationToken ct) =>
        database.ReadAsync(
            session => session.ScalarAsync<long?>("SELECT id FROM asn WHERE nip_index = @Index", new { Index = vault.IndexOf(nip) }),
            ct
        );

    /// <summary>Who has these numbers, by fingerprint.</summary>
    internal static async Task<Dictionary<string, AsnRecord>> KnownAsync(Session session, IEnumerable<string> indexes)
    {
        var known = new Dictionary<string, AsnRecord>(StringComparer.Ordinal);
        foreach (var chunk in indexes.Distinct(StringComparer.Ordinal).Chunk(LookUpsAtOnce))
        {
            foreach (
                var row in await session.ListAsync<AsnRecord>(
                    $"SELECT nip_index, {Columns} FROM asn WHERE nip_index IN @Chunk",
                    new { Chunk = chunk }
                )
            )
            {
                known[row.NipIndex] = row;
            }
        }

        return known;
    }

    private static async Task<AsnRecord> OneAsync(Session session, long id) =>
        await session.FirstOrDefaultAsync<AsnRecord>($"SELECT {Columns} FROM asn WHERE id = @Id", new { Id = id })
        ?? throw RefusalException.NotFound($"Tidak ada ASN dengan id {id}.", $"There is no civil servant with the id {id}.");

    // Of an erased person only the number of the row is left; what points to it can still be shown.
    private Asn Masked(AsnRecord row) => row.ToAsn(row.NipProtected.Length == 0 ? "" : vault.Unprotect(row.NipProtected).Masked);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A pattern for <c>LIKE … ESCAPE '\'</c> that finds the text anywhere; null for none.</summary>
    internal static string? Like(string? text) =>
        string.IsNullOrEmpty(text)
            ? null
            : $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
