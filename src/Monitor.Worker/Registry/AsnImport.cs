using System.Collections.Frozen;
using Monitor.Worker.Language;

namespace Monitor.Worker.Registry;

/// <summary>One person as a file gives one; a field that is null is not in the file and changes nothing.</summary>
internal sealed record AsnDraft(
    long Line,
    Nip Nip,
    string Name,
    string? TitleFront,
    string? TitleBack,
    string? Jabatan,
    string? JabatanCategory,
    string? Unit,
    string Instansi,
    string? InstansiCode,
    string? RegionCode,
    string? State
);

/// <summary>Reads a CSV of civil servants: every row is checked against every rule, and every breach is named.</summary>
internal sealed class AsnImport(TimeProvider time, Func<string, bool> isRegion)
{
    /// <summary>The columns, in the order of our own samples; <c>docs/registry.md</c> explains them.</summary>
    public static readonly IReadOnlyList<CsvColumn> Columns =
    [
        new("nip", true, "nomor induk pegawai", "nip baru", "ni pppk", "nipppk", "employee number", "employee id"),
        new("nama", true, "nama lengkap", "nama pegawai", "nama asn", "name", "full name"),
        new("gelar_depan", false, "gelardepan", "title front", "front title", "prefix"),
        new("gelar_belakang", false, "gelarbelakang", "title back", "back title", "suffix"),
        new("jabatan", false, "nama jabatan", "jabatan nama", "position", "job title"),
        new("kategori_jabatan", false, "jenis jabatan", "position category"),
        new("unit", false, "unit kerja", "satuan kerja", "unor", "nama unor", "opd", "work unit"),
        new("instansi", true, "nama instansi", "instansi kerja", "instansi kerja nama", "institution", "agency"),
        new("kode_instansi_bkn", false, "kode instansi", "instansi code", "institution code", "kode cepat"),
        new("kode_wilayah", false, "wilayah", "kode kemendagri", "region", "region code"),
        new("jenis", false, "jenis asn", "jenis pegawai", "kind", "type"),
        new("status", false, "status pegawai", "keadaan", "state"),
    ];

    /// <summary>The categories of office that the published figures use.</summary>
    public static readonly FrozenSet<string> Categories = FrozenSet.ToFrozenSet(
        ["jpt", "administrator", "pengawas", "fungsional", "pelaksana", "camat_lurah"],
        StringComparer.Ordinal
    );

    private static readonly FrozenDictionary<string, string> States = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [""] = "active",
        ["aktif"] = "active",
        ["active"] = "active",
        ["keluar"] = "left",
        ["pindah"] = "left",
        ["pensiun"] = "left",
        ["berhenti"] = "left",
        ["meninggal"] = "left",
        ["left"] = "left",
        ["retired"] = "left",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The good rows, and all that is wrong with the others.</summary>
    public (List<AsnDraft> Drafts, CsvTable Table) Read(ReadOnlyMemory<byte> file)
    {
        var table = CsvTable.Read(file, Columns);
        var drafts = new List<AsnDraft>(table.Rows.Count);
        var firstLine = new Dictionary<Nip, long>(table.Rows.Count);
        foreach (var row in table.Rows)
        {
            var before = table.Problems.Count;
            var draft = Check(row, table.Problems);
            if (draft is not null && !firstLine.TryAdd(draft.Nip, row.Line))
            {
                table.Problems.Add(
                    new RowProblem(
                        row.Line,
                        "nip",
                        new Sentence(
                            $"NIP ini sudah ada di baris {firstLine[draft.Nip]} berkas yang sama.",
                            $"This NIP is already on line {firstLine[draft.Nip]} of the same file."
                        ),
                        draft.Nip.Masked
                    )
                );
            }

            if (table.Problems.Count == before)
            {
                drafts.Add(draft!);
            }
        }

        table.Problems.Sort((a, b) => a.Line.CompareTo(b.Line));
        return (drafts, table);
    }

    private AsnDraft? Check(CsvRow row, List<RowProblem> problems)
    {
        void Refuse(string column, string id, string en) =>
            problems.Add(new RowProblem(row.Line, column, new Sentence(id, en), Nip.Mask(row[column])));

        if (!Nip.TryParse(row["nip"], time, out var nip, out var problem))
        {
            problems.Add(new RowProblem(row.Line, "nip", problem, Nip.Mask(row["nip"])));
        }

        var (front, name, back) = NameKey.TakeApart(Tidy(row["nama"]));
        if (name.Length == 0)
        {
            Refuse("nama", "Nama wajib diisi.", "The name must be given.");
        }
        else if (NameKey.Of(name).Length < 2)
        {
            Refuse("nama", "Nama harus memuat paling sedikit dua huruf.", "A name holds at least two letters.");
        }

        if (row["instansi"].Length == 0)
        {
            Refuse("instansi", "Instansi wajib diisi.", "The institution must be given.");
        }

        var region = RegionOf(row["kode_wilayah"]);
        if (region.Length > 0 && !isRegion(region))
        {
            Refuse(
                "kode_wilayah",
                "Kode wilayah harus ada di daftar Kemendagri (provinsi '33' atau kabupaten/kota '33.26').",
                "The region code must be in Kemendagri's list (province '33' or kabupaten/kota '33.26')."
            );
        }

        if (KindOf(row["jenis"]) is not { } kind)
        {
            Refuse("jenis", "Jenis harus PNS atau PPPK.", "The kind must be PNS or PPPK.");
        }
        else if (nip is not null && kind.Length > 0 && kind != KindName(nip.Kind))
        {
            Refuse(
                "jenis",
                $"Jenis tidak sesuai dengan NIP: digit 13-14 adalah milik {KindName(nip.Kind).ToUpperInvariant()}.",
                $"The kind does not agree with the NIP: digits 13-14 are those of a {KindName(nip.Kind).ToUpperInvariant()}."
            );
        }

        var category = row["kategori_jabatan"].ToLowerInvariant().Replace(' ', '_');
        if (category.Length > 0 && !Categories.Contains(category))
        {
            Refuse(
                "kategori_jabatan",
                $"Kategori jabatan harus salah satu dari: {string.Join(", ", Categories.Order(StringComparer.Ordinal))}.",
                $"The category of office must be one of: {string.Join(", ", Categories.Order(StringComparer.Ordinal))}."
            );
        }

        if (!States.TryGetValue(row["status"], out var state))
        {
            Refuse("status", "Status harus aktif, pindah, pensiun, berhenti, meninggal atau keluar.", "The state must be active or left.");
        }

        string? Given(string column, string value) => row.Cells.ContainsKey(column) ? value : null;
        // A list that has no columns for titles has them in the name.
        string? Title(string column, string inName) => row[column].Length == 0 && inName.Length > 0 ? inName : Given(column, row[column]);
        return nip is null
            ? null
            : new AsnDraft(
                row.Line,
                nip,
                name,
                Title("gelar_depan", front),
                Title("gelar_belakang", back),
                Given("jabatan", Tidy(row["jabatan"])),
                Given("kategori_jabatan", category),
                Given("unit", Tidy(row["unit"])),
                Tidy(row["instansi"]),
                Given("kode_instansi_bkn", row["kode_instansi_bkn"]),
                Given("kode_wilayah", region),
                Given("status", state ?? "")
            );
    }

    /// <summary>How a kind is stored.</summary>
    public static string KindName(AsnKind kind) => kind == AsnKind.Pns ? "pns" : "pppk";

    /// <summary>The code with its dot: files lose it when a spreadsheet takes <c>33.26</c> for a number.</summary>
    public static string RegionOf(string text)
    {
        var code = text.Trim().TrimStart('\'');
        return code.Length == 4 && code.All(char.IsAsciiDigit) ? $"{code[..2]}.{code[2..]}" : code;
    }

    private static string? KindOf(string text) =>
        text.Trim().ToUpperInvariant() switch
        {
            "" => "",
            "PNS" or "CPNS" => "pns",
            "PPPK" or "P3K" or "PPPK PARUH WAKTU" => "pppk",
            _ => null,
        };

    /// <summary>Blanks in a row become one: they differ between files and mean nothing.</summary>
    internal static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
