namespace Monitor.Worker.Export;

/// <summary>One column of the interface to the recipient.</summary>
/// <param name="Name">Its name in the header and in JSON Lines.</param>
/// <param name="Always">A finding in which it is blank does not leave.</param>
internal sealed record Column(string Name, bool Always = false);

/// <summary>The columns of docs/bkn-export.md, in order. A change here is a change of the interface and takes a new <see cref="Format"/>.</summary>
internal static class Columns
{
    /// <summary>The version of the page.</summary>
    public const string Format = "1";

    /// <summary>The one cell that is not in the stored snapshot but beside it, protected.</summary>
    public const string Nip = "nip";

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
        new("nomor_kasus"),
        new(Nip, Always: true),
        new("jenis_asn", Always: true),
        new("nama", Always: true),
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
        new("akun"),
        new("pemeriksaan_akun"),
        new("url"),
        new("waktu_kejadian", Always: true),
        new("dasar_waktu_kejadian", Always: true),
        new("waktu_ditemukan", Always: true),
        new("batas_temuan", Always: true),
        new("waktu_putusan", Always: true),
        new("beririsan_pemilu"),
        new("kontes"),
        new("tahapan"),
        new("kode_bentuk", Always: true),
        new("bentuk_pelanggaran", Always: true),
        new("kelas", Always: true),
        new("tingkat_sanksi"),
        new("dasar_hukum", Always: true),
        new("catatan_aturan"),
        new("id_alasan_bkn"),
        new("ringkasan", Always: true),
        new("sha256_bukti", Always: true),
        new("nomor_kajian"),
        new("tanggal_kajian"),
        new("rekomendasi"),
        new("dugaan_pidana"),
        new("batas_verifikasi", Always: true),
        new("status_tindak_lanjut"),
        new("peninjau_1", Always: true),
        new("peninjau_2", Always: true),
        new("penetap"),
    ];
}
