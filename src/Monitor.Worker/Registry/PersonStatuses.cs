using System.Globalization;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>What holds of a person for a time and changes how an act is judged, with the document that says so. Each change is an audit row.</summary>
internal sealed class PersonStatuses(Database database, NipVault vault, AuditLog audit, Rules rules, TimeProvider time)
{
    /// <summary>The columns of an import.</summary>
    public static readonly IReadOnlyList<CsvColumn> Columns =
    [
        new("nip", true, "nomor induk pegawai", "nip baru", "ni pppk"),
        new("keadaan", true, "status", "jenis keadaan", "kind"),
        new("sejak", true, "mulai", "tanggal mulai", "from"),
        new("sampai", false, "selesai", "tanggal selesai", "to", "until"),
        new("sumber", true, "dokumen", "nomor surat", "source"),
        new("keterangan", false, "catatan", "note"),
    ];

    private const string Select = """
        SELECT id, asn_id, kind, valid_from, valid_to, source, note, added_by, added_at FROM asn_status
        """;

    private const string Insert = """
        INSERT INTO asn_status (asn_id, kind, valid_from, valid_to, source, note, added_by, added_at, changed_at)
        VALUES (@AsnId, @Kind, @ValidFrom, @ValidTo, @Source, @Note, @AddedBy, @AddedAt, @AddedAt) RETURNING id
        """;

    /// <summary>Those of one person, newest first.</summary>
    public Task<List<PersonStatus>> ListAsync(long asn, CancellationToken ct) =>
        database.ReadAsync(
            session => session.ListAsync<PersonStatus>($"{Select} WHERE asn_id = @asn ORDER BY valid_from DESC, id DESC", new { asn }),
            ct
        );

    /// <summary>Those that hold of a person on a local day.</summary>
    public static Task<List<PersonStatus>> OnAsync(Session session, long asn, DateOnly day) =>
        session.ListAsync<PersonStatus>(
            $"{Select} WHERE asn_id = @asn AND valid_from <= @day AND (valid_to IS NULL OR valid_to >= @day) ORDER BY kind, id",
            new { asn, day = Written(day) }
        );

    /// <summary>Adds one. The very same again changes nothing.</summary>
    /// <exception cref="RefusalException">No such person or kind, or the days are turned round.</exception>
    public Task<PersonStatus> AddAsync(NewStatus status, Actor actor, CancellationToken ct)
    {
        if (Problem(status) is { } problem)
        {
            throw new RefusalException(RefusalKind.WrongInput, problem.Rule);
        }

        return database.WriteAsync(
            async session =>
            {
                await RequireAsync(session, status.AsnId);
                var (row, _) = await AddAsync(session, status, actor);
                return row;
            },
            ct
        );
    }

    /// <summary>Says that one holds no longer, from the day after the given one.</summary>
    /// <exception cref="RefusalException">There is none of this number, or the day is before its first.</exception>
    public Task<PersonStatus> EndAsync(long id, DateOnly last, string source, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(source))
        {
            throw RefusalException.Wrong("Sumber wajib disebut (--source).", "The source must be named (--source).");
        }

        return database.WriteAsync(
            async session =>
            {
                var old =
                    await session.FirstOrDefaultAsync<PersonStatus>($"{Select} WHERE id = @id", new { id })
                    ?? throw RefusalException.NotFound($"Tidak ada keadaan bernomor {id}.", $"There is no status with the number {id}.");
                if (string.CompareOrdinal(Written(last), old.ValidFrom) < 0)
                {
                    throw RefusalException.Wrong(
                        $"Hari terakhir {Written(last)} mendahului hari pertama {old.ValidFrom}.",
                        $"The last day {Written(last)} is before the first, {old.ValidFrom}."
                    );
                }

                var ended = old with { ValidTo = Written(last), Source = $"{old.Source}; {source.Trim()}" };
                await session.ExecuteAsync(
                    "UPDATE asn_status SET valid_to = @ValidTo, source = @Source, changed_at = @now WHERE id = @Id",
                    new
                    {
                        ended.ValidTo,
                        ended.Source,
                        ended.Id,
                        now = time.GetUtcNow(),
                    }
                );
                await audit.RecordAsync(session, actor, "asn.status_end", $"asn:{old.AsnId}", Recorded(old), Recorded(ended));
                return ended;
            },
            ct
        );
    }

    /// <summary>Brings a CSV in, in one transaction; one bad row keeps all of it out. Never throws for what is in the file.</summary>
    public Task<ImportReport> ImportAsync(ReadOnlyMemory<byte> file, Actor actor, CancellationToken ct)
    {
        var table = CsvTable.Read(file, Columns);
        return database.WriteAsync(
            async session =>
            {
                await RegistryState.CheckKeyAsync(session, vault);
                var read = new List<NewStatus>();
                // The work may be run again: what it finds is its own.
                var problems = table.Problems.ToList();
                foreach (var row in table.Rows)
                {
                    if (await ReadAsync(session, row, problems) is { } status)
                    {
                        read.Add(status);
                    }
                }

                var refused = problems.Select(problem => problem.Line).Distinct().Count();
                if (!table.IsReadable || refused > 0)
                {
                    problems.Sort((a, b) => a.Line.CompareTo(b.Line));
                    return new ImportReport(table.Rows.Count, 0, 0, 0, refused, Imported: false, table.Sha256, problems);
                }

                var added = 0;
                foreach (var status in read)
                {
                    added += (await AddAsync(session, status, actor)).Fresh ? 1 : 0;
                }

                await audit.RecordAsync(
                    session,
                    actor,
                    "asn.status_import",
                    $"file:{table.Sha256}",
                    after: new { rows = read.Count, added }
                );
                return new ImportReport(read.Count, added, 0, read.Count - added, 0, Imported: true, table.Sha256, []);
            },
            ct
        );
    }

    private async Task<NewStatus?> ReadAsync(Session session, CsvRow row, List<RowProblem> problems)
    {
        var before = problems.Count;
        void Refuse(string column, Sentence rule, string value) => problems.Add(new RowProblem(row.Line, column, rule, value));

        long? asn = null;
        if (!Nip.TryParse(row["nip"], time, out var nip, out var problem))
        {
            Refuse("nip", problem, Nip.Mask(row["nip"]));
        }
        else
        {
            asn = await session.ScalarAsync<long?>("SELECT id FROM asn WHERE nip_index = @Index", new { Index = vault.IndexOf(nip) });
            if (asn is null)
            {
                Refuse("nip", new Sentence("NIP ini tidak terdaftar.", "This NIP is not registered."), nip.Masked);
            }
        }

        var from = DayOf(row, "sejak", required: true, Refuse);
        var to = DayOf(row, "sampai", required: false, Refuse);
        if (problems.Count > before)
        {
            return null;
        }

        var status = new NewStatus(asn!.Value, row["keadaan"].Trim(), from!.Value, to, row["sumber"], row["keterangan"]);
        if (Problem(status) is { } wrong)
        {
            Refuse(wrong.Column, wrong.Rule, row[wrong.Column]);
            return null;
        }

        return status;
    }

    private static DateOnly? DayOf(CsvRow row, string column, bool required, Action<string, Sentence, string> refuse)
    {
        if (row[column].Length == 0 && !required)
        {
            return null;
        }

        if (DateOnly.TryParseExact(row[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        refuse(column, new Sentence("harus tanggal tttt-bb-hh", "must be a date yyyy-mm-dd"), row[column]);
        return null;
    }

    private (string Column, Sentence Rule)? Problem(NewStatus status) =>
        rules.Status(status.Kind) is null
            ? (
                "keadaan",
                new Sentence(
                    $"Keadaan '{status.Kind}' tidak dikenal; yang ada: {string.Join(", ", rules.Statuses.Select(kind => kind.Code))}.",
                    $"The status '{status.Kind}' is not known; there are: {string.Join(", ", rules.Statuses.Select(kind => kind.Code))}."
                )
            )
        : string.IsNullOrWhiteSpace(status.Source) ? ("sumber", new Sentence("Sumber wajib disebut.", "The source must be named."))
        : status.To < status.From ? ("sampai", new Sentence("Hari terakhir mendahului hari pertama.", "The last day is before the first."))
        : null;

    private static async Task RequireAsync(Session session, long asn)
    {
        if (await session.ScalarAsync<long>("SELECT COUNT(*) FROM asn WHERE id = @asn", new { asn }) == 0)
        {
            throw RefusalException.NotFound($"Tidak ada ASN dengan id {asn}.", $"There is no civil servant with the id {asn}.");
        }
    }

    /// <summary>Adds one that was checked already, in the caller's transaction. The very same again changes nothing.</summary>
    internal async Task<(PersonStatus Row, bool Fresh)> AddAsync(Session session, NewStatus status, Actor actor)
    {
        var row = new PersonStatus
        {
            AsnId = status.AsnId,
            Kind = status.Kind,
            ValidFrom = Written(status.From),
            ValidTo = status.To is { } to ? Written(to) : null,
            Source = status.Source.Trim(),
            Note = status.Note?.Trim() ?? "",
            AddedBy = actor.Name,
            AddedAt = time.GetUtcNow(),
        };
        var known = await session.FirstOrDefaultAsync<PersonStatus>(
            $"{Select} WHERE asn_id = @AsnId AND kind = @Kind AND valid_from = @ValidFrom AND source = @Source",
            row
        );
        if (known is not null)
        {
            return (known, false);
        }

        var id = await session.ScalarAsync<long>(Insert, row);
        await audit.RecordAsync(session, actor, "asn.status_add", $"asn:{row.AsnId}", after: Recorded(row));
        return (row with { Id = id }, true);
    }

    // Without the note, which may name a candidate or a spouse.
    private static object Recorded(PersonStatus row) =>
        new
        {
            row.Kind,
            row.ValidFrom,
            row.ValidTo,
            row.Source,
        };

    /// <summary>A day as the rows keep it.</summary>
    internal static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>One to add.</summary>
/// <param name="AsnId">Whose.</param>
/// <param name="Kind">A <see cref="StatusKind"/>.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day; null while it is open.</param>
/// <param name="Source">The document that says so.</param>
/// <param name="Note">What else is to be known, for example of which contest.</param>
internal sealed record NewStatus(long AsnId, string Kind, DateOnly From, DateOnly? To, string Source, string? Note);

/// <summary>One as it is kept.</summary>
internal sealed record PersonStatus
{
    public long Id { get; init; }
    public long AsnId { get; init; }
    public string Kind { get; init; } = "";
    public string ValidFrom { get; init; } = "";
    public string? ValidTo { get; init; }
    public string Source { get; init; } = "";
    public string Note { get; init; } = "";
    public string AddedBy { get; init; } = "";
    public DateTimeOffset AddedAt { get; init; }
}
