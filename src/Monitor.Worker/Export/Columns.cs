namespace Monitor.Worker.Export;

/// <summary>What the cells of a column are.</summary>
internal enum ColumnHolds
{
    Text,

    /// <summary>A date.</summary>
    Day,

    /// <summary>A time with its offset.</summary>
    Moment,
}

/// <summary>One column of the interface to the recipient.</summary>
/// <param name="Name">Its name in the header and in JSON Lines.</param>
/// <param name="Always">A finding in which it is blank does not leave.</param>
/// <param name="Corrected">
/// When it differs from what was sent last, a correction leaves. The others say who somebody is at the moment of the batch, or follow from the rules or
/// from one of these: a promotion years later corrects nothing.
/// </param>
/// <param name="Holds">What its cells are.</param>
internal sealed record Column(string Name, bool Always = false, bool Corrected = false, ColumnHolds Holds = ColumnHolds.Text);

/// <summary>The columns of docs/bkn-export.md, in order. A change here is a change of the interface and takes a new <see cref="Format"/>.</summary>
internal static class Columns
{
    /// <summary>The version of the page.</summary>
    public const string Format = "1";

    /// <summary>The one cell that is not in the stored snapshot but beside it, protected.</summary>
    public const string Nip = "nip";

    /// <summary>What every profile must hold: which finding, what kind of row, and which row it replaces.</summary>
    public static readonly IReadOnlyList<string> OfEveryProfile = ["jenis_baris", "rujukan_baris", "nomor_temuan"];

    /// <summary>Always filled only where the configuration demands a kajian.</summary>
    public static readonly IReadOnlyList<string> OfKajian = ["nomor_kajian", "tanggal_kajian"];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Column> All =
    [
        new("versi_format", Always: true),
        new("jenis_baris", Always: true),
        new("nomor_batch", Always: true),
        new("nomor_baris", Always: true),
        new("rujukan_baris"),
        new("nomor_temuan", Always: true),
        new("nomor_kasus", Corrected: true),
        new(Nip, Always: true, Corrected: true),
        new("jenis_asn", Always: true),
        new("nama", Always: true, Corrected: true),
        new("gelar_depan"),
        new("gelar_belakang"),
        new("jabatan"),
        new("kategori_jabatan"),
        new("unit_kerja"),
        new("instansi", Always: true),
        new("kode_instansi_bkn"),
        new("kode_wilayah"),
        new("nama_wilayah"),
        new("platform", Always: true),
        new("akun", Corrected: true),
        new("pemeriksaan_akun"),
        new("url", Corrected: true),
        new("waktu_kejadian", Always: true, Corrected: true, Holds: ColumnHolds.Moment),
        new("dasar_waktu_kejadian", Always: true),
        new("waktu_ditemukan", Always: true, Holds: ColumnHolds.Moment),
        new("batas_temuan", Always: true, Holds: ColumnHolds.Day),
        new("waktu_putusan", Always: true, Corrected: true, Holds: ColumnHolds.Moment),
        new("beririsan_pemilu"),
        new("kontes"),
        new("tahapan"),
        new("kode_bentuk", Always: true, Corrected: true),
        new("bentuk_pelanggaran", Always: true),
        new("kelas", Always: true),
        new("tingkat_sanksi"),
        new("dasar_hukum", Always: true),
        new("catatan_aturan"),
        new("id_alasan_bkn"),
        new("ringkasan", Always: true, Corrected: true),
        new("sha256_bukti", Always: true, Corrected: true),
        new("nomor_kajian", Corrected: true),
        new("tanggal_kajian", Corrected: true, Holds: ColumnHolds.Day),
        new("rekomendasi", Corrected: true),
        new("dugaan_pidana", Corrected: true),
        new("batas_verifikasi", Always: true, Holds: ColumnHolds.Day),
        new("status_tindak_lanjut"),
        new("peninjau_1", Always: true, Corrected: true),
        new("peninjau_2", Always: true, Corrected: true),
        new("penetap", Corrected: true),
    ];

    private static readonly Dictionary<string, Column> ByName = All.ToDictionary(column => column.Name);

    /// <summary>The column of this name, or null.</summary>
    public static Column? Find(string name) => ByName.GetValueOrDefault(name);
}
