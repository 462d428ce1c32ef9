using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Contests;
using Monitor.Worker.Review;

namespace Monitor.Worker.Export;

/// <summary>Fills the columns of docs/bkn-export.md for one finding. Every value is untouched; what a spreadsheet must not see is marked later.</summary>
/// <param name="rules">Forms, regions, phases and time limits.</param>
/// <param name="batch">Name of the batch, for example <c>bkn-000001</c>.</param>
/// <param name="createdAt">When the batch is made.</param>
internal sealed class FindingCells(Rules rules, string batch, DateTimeOffset createdAt)
{
    private const string Several = "; ";
    private const string NipPlace = $"\"{Columns.Nip}\":\"\"";

    /// <summary>The values by column; the NIP is blank.</summary>
    public Dictionary<string, string> Of(Finding finding, int place)
    {
        var zone = rules.ZoneOf(finding.RegionCode);
        var fromAccount = finding.Platform.Length > 0;
        var confirmed = finding.Decisions.Where(given => given.Verdict == Verdict.Confirm).ToList();
        // The verdict that made it a finding speaks; those given before it was asked name nothing, and what the capture says stands in.
        var deciding = confirmed.LastOrDefault();
        var named = deciding?.EventAt is not null;
        var happened = deciding?.EventAt ?? finding.PublishedAt ?? finding.FoundAt;
        var form = deciding?.Form is { } code ? rules.Form(code) : null;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["versi_format"] = Columns.Format,
            ["jenis_baris"] = RowKind.New,
            ["nomor_batch"] = batch,
            ["nomor_baris"] = $"{place}",
            ["nomor_temuan"] = NumberOf(finding.Id),
            ["nomor_kasus"] = finding.CaseId is { } id ? Cases.CaseRow.NumberOf(id) : "",
            ["jenis_asn"] = finding.Kind.ToUpperInvariant(),
            ["nama"] = finding.Name,
            ["gelar_depan"] = finding.TitleFront,
            ["gelar_belakang"] = finding.TitleBack,
            ["jabatan"] = finding.Jabatan,
            ["kategori_jabatan"] = finding.JabatanCategory,
            ["unit_kerja"] = finding.Unit,
            ["instansi"] = finding.Instansi,
            ["kode_instansi_bkn"] = finding.InstansiCode,
            ["kode_wilayah"] = finding.AsnRegion,
            ["nama_wilayah"] = rules.Region(finding.AsnRegion)?.Name ?? "",
            ["platform"] = fromAccount ? finding.Platform : "web",
            ["akun"] = AccountName(finding),
            ["pemeriksaan_akun"] = named ? Check(deciding!) : AccountBasis(finding.Basis),
            ["url"] = finding.Url ?? "",
            ["waktu_kejadian"] = Moment(happened, zone),
            // A platform stamps the act itself. News stamps its own printing, and a capture only says that it was there by then.
            ["dasar_waktu_kejadian"] =
                rules.Particulars.EventTime(deciding?.EventKnown ?? "") is { } known ? known.Name.Id
                : fromAccount && finding.PublishedAt is not null ? "cap waktu platform"
                : "perkiraan",
            ["waktu_ditemukan"] = Moment(finding.FoundAt, zone),
            // What is kept is the moment after the last day.
            ["batas_temuan"] = Day(TimeZoneInfo.ConvertTime(finding.DueAt.AddMilliseconds(-1), zone)),
            ["waktu_putusan"] = finding.ClosedAt is { } closed ? Moment(closed, zone) : "",
            ["beririsan_pemilu"] =
                !named ? ""
                : deciding!.Contest is null ? "tidak"
                : "ya",
            ["kontes"] = rules.Contests.FirstOrDefault(contest => contest.Code == deciding?.Contest)?.Name.Id ?? deciding?.Contest ?? "",
            ["dugaan_pidana"] =
                !named ? ""
                : confirmed.Exists(given => given.PossibleCrime == true) ? "ya"
                : "tidak",
            ["tahapan"] = named
                ? deciding!.Phase ?? ""
                : rules.PhaseOn(rules.DayIn(happened, finding.RegionCode), finding.RegionCode)?.Phase.Code ?? "",
            ["kode_bentuk"] = form?.Code ?? "",
            ["bentuk_pelanggaran"] = form?.Text ?? "",
            ["kelas"] = form?.Class.Name() ?? "",
            ["tingkat_sanksi"] = string.Join(Several, form?.Sanctions ?? []),
            ["dasar_hukum"] = named
                ? string.Join(Several, Texts(deciding!.Basis))
                : string.Join(Several, form?.Basis.Select(basis => basis.Text) ?? []),
            ["catatan_aturan"] = form is { Agreement: Agreement.Conflict } ? form.Note?.Id ?? "" : "",
            ["id_alasan_bkn"] = string.Join(Several, form?.BknReasonIds ?? []),
            ["ringkasan"] = string.Join(Several, confirmed.Select(given => given.Reason).Distinct()),
            ["sha256_bukti"] = string.Join(Several, finding.Evidence),
            ["nomor_kajian"] = finding.KajianNumber ?? "",
            ["tanggal_kajian"] = finding.KajianDate ?? "",
            ["rekomendasi"] = finding.Recommendation ?? "",
            ["status_tindak_lanjut"] = finding.Answer ?? "",
            ["batas_verifikasi"] = Day(rules.DueFor("sbt", "verifikasi", createdAt, zone).LastDay),
            ["peninjau_1"] = Reviewer(finding, place: 1),
            ["peninjau_2"] = Reviewer(finding, place: 2),
            ["penetap"] = Reviewer(finding, place: 3),
        };
    }

    /// <summary>The columns that must be filled and are not; empty when the finding may leave.</summary>
    public static IReadOnlyList<string> Missing(Finding finding, Dictionary<string, string> cells, bool requireKajian) =>
        [
            .. Columns
                .All.Where(column => column.Always || (requireKajian && Columns.OfKajian.Contains(column.Name)))
                .Where(column =>
                    column.Name == Columns.Nip ? finding.AsnId is null : string.IsNullOrWhiteSpace(cells.GetValueOrDefault(column.Name))
                )
                .Select(column => column.Name),
        ];

    /// <summary>The snapshot as it is stored: one JSON object in the order of the columns, with an empty place for the NIP.</summary>
    public static string Store(Dictionary<string, string> cells) =>
        JsonSerializer.Serialize(
            new OrderedDictionary<string, string>(
                Columns.All.Select(column => KeyValuePair.Create(column.Name, cells.GetValueOrDefault(column.Name, "")))
            ),
            Manifest.Json
        );

    /// <summary>The line of JSON Lines: the stored object with the number put in its place. It is not written anew, so it cannot come out otherwise.</summary>
    public static string WithNip(string stored, string nip)
    {
        // A quotation mark inside a value is escaped, so only the key itself can look like this.
        var at = stored.IndexOf(NipPlace, StringComparison.Ordinal);
        return at < 0
            ? throw new InvalidDataException("A stored row has no place for the NIP.")
            : stored.Insert(at + NipPlace.Length - 1, nip);
    }

    /// <summary>How a recipient knows a finding.</summary>
    public static string NumberOf(long flag) => $"T-{flag:000000}";

    /// <summary>A time as the cells write it.</summary>
    public static string Moment(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString(CsvProfile.OwnTime, CultureInfo.InvariantCulture);

    private static string AccountName(Finding finding) =>
        finding.Handle.Length == 0 || finding.Platform.Length == 0 ? ""
        : finding.Platform == "web" ? finding.Handle
        : "@" + finding.Handle;

    private static string AccountBasis(string basis) =>
        basis switch
        {
            "self_declared" => "didaftarkan sendiri oleh ASN",
            "instansi" => "diberikan oleh instansi",
            "official" => "akun resmi instansi",
            _ => "",
        };

    private string Check(DecisionRow deciding) =>
        string.Join(
            ": ",
            ((string?[])[rules.Particulars.OwnershipCheck(deciding.Ownership ?? "")?.Name.Id, deciding.OwnershipNote]).Where(part =>
                !string.IsNullOrEmpty(part)
            )
        );

    private static IReadOnlyList<string> Texts(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];

    // An identifier and not a name: the uid tells Bawaslu who it was and nobody else.
    private static string Reviewer(Finding finding, int place)
    {
        var given = finding.Decisions.ElementAtOrDefault(place - 1);
        return given is null ? "" : $"{given.Role}-{given.ReviewerIdentity.Replace("uid:", "", StringComparison.Ordinal)}";
    }

    private static string Day(DateTimeOffset moment) => moment.ToString(CsvProfile.OwnDate, CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString(CsvProfile.OwnDate, CultureInfo.InvariantCulture);
}
