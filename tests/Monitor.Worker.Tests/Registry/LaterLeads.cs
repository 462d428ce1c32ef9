namespace Monitor.Worker.Tests.Registry;

/// <summary>
/// A second set of leads, written before the rules were looked at again and measured on them as they were: namesakes in the same region,
/// people without a role, and districts and villages of one name in several regions. Same form as <see cref="Leads"/>; the people are invented.
/// </summary>
internal static class LaterLeads
{
    public const string People = """
        P1|Wahyu Setiawan|Lurah|Kelurahan Sukorejo|Pemerintah Kota Blitar|35.72
        P2|Wahyu Setiawan|Camat|Kecamatan Sukorejo|Pemerintah Kabupaten Kendal|33.24
        P3|Sri Lestari|Kepala Puskesmas|Puskesmas Kedungwuni|Pemerintah Kabupaten Pekalongan|33.26
        P4|Sri Lestari|Guru Ahli Madya|SD Negeri 3 Kedungwuni|Pemerintah Kabupaten Pekalongan|33.26
        P5|Ahmad Fauzi|Kepala Bidang Kepemudaan|Dinas Pemuda dan Olahraga|Pemerintah Kota Depok|32.76
        P6|Rudi Hartono|Sekretaris Camat|Kecamatan Sukmajaya|Pemerintah Kota Depok|32.76
        P7|Maria Goreti Bere|Kepala Bagian Hukum|Sekretariat Daerah|Pemerintah Kabupaten Belu|53.04
        P8|Teguh Wibowo|Kepala Seksi Pemerintahan|Kecamatan Wonosari|Pemerintah Kabupaten Gunungkidul|34.03
        P9|Nurul Huda|Kepala Sekolah|SMP Negeri 1 Karanganyar|Pemerintah Kabupaten Pekalongan|33.26
        P10|Suyatno|Camat|Kecamatan Karanganyar|Pemerintah Kabupaten Demak|33.21
        P11|Fitri Handayani|Perawat Terampil|RSUD Karanganyar|Pemerintah Kabupaten Karanganyar|33.13
        """;

    public const string Texts = """
        -|Ahmad Fauzi mengajak warga Kota Depok memilih pasangan nomor dua.
        -|DEPOK - Ahmad Fauzi terlihat berfoto dengan calon wali kota di Kota Depok, Minggu (6/10/2024).
        -|Kota Depok – Seorang pedagang bernama Ahmad Fauzi membagikan kaus bergambar pasangan calon.
        -|Menurut Ahmad Fauzi, jalan rusak di Kecamatan Beji, Kota Depok, sudah lama dikeluhkan.
        -|Pengamat politik Ahmad Fauzi menilai Pemerintah Kota Depok lamban menindak ASN yang tidak netral.
        -|Ahmad Fauzi (34), pengemudi ojek asal Kota Depok, melaporkan lurahnya ke Bawaslu.
        -|Bawaslu Kota Depok memeriksa Ahmad Fauzi sebagai pelapor dugaan pelanggaran netralitas ASN.
        -|Relawan bernama Rudi Hartono menurunkan spanduk di depan Kantor Kecamatan Sukmajaya, Kota Depok.
        -|Rudi Hartono, warga Kecamatan Sukmajaya, mengaku diminta memilih oleh camat.
        P6|Sekcam Sukmajaya Rudi Hartono mengacungkan dua jari saat berfoto dengan calon wali kota.
        P6|Rudi Hartono, Sekretaris Kecamatan Sukmajaya Kota Depok, dipanggil Bawaslu.
        -|Rudi Hartono, Sekretaris Kecamatan Beji Kota Depok, dipanggil Bawaslu.
        P5|Kabid Kepemudaan Dispora Kota Depok Ahmad Fauzi ikut mengantar pendaftaran pasangan calon.
        P5|Seorang pejabat Dinas Pemuda dan Olahraga Kota Depok, Ahmad Fauzi, dilaporkan ke Bawaslu.
        -|Sri Lestari, ASN Pemkab Pekalongan, mengunggah dukungan kepada pasangan calon.
        -|Sri Lestari mengunggah foto bersama calon bupati di Kedungwuni, Kabupaten Pekalongan.
        P3|Kepala Puskesmas Kedungwuni dr. Sri Lestari dimintai klarifikasi oleh Bawaslu.
        P4|Guru SDN 3 Kedungwuni, Sri Lestari, S.Pd., membagikan siaran langsung kampanye.
        -|Guru SDN 1 Kedungwuni, Sri Lestari, S.Pd., membagikan siaran langsung kampanye.
        -|Sri Lestari, bidan desa di Kedungwuni, Kabupaten Pekalongan, membagikan siaran langsung kampanye.
        P1|Lurah Sukorejo Kota Blitar, Wahyu Setiawan, menghadiri deklarasi relawan.
        P2|Camat Sukorejo, Kabupaten Kendal, Wahyu Setiawan, menghadiri deklarasi relawan.
        -|Lurah Sukorejo, Wahyu Setiawan, menghadiri deklarasi relawan di Kota Semarang.
        -|Camat Sukorejo, Wahyu Setiawan, menghadiri deklarasi relawan di Kabupaten Ponorogo.
        -|Camat Sukorejo Kabupaten Pasuruan Wahyu Setiawan menghadiri deklarasi relawan.
        -|Kepala Desa Sukorejo Wahyu Setiawan menghadiri deklarasi relawan di Kendal.
        -|Wahyu Setiawan, warga Kelurahan Sukorejo, Kota Blitar, mengikuti jalan sehat bersama calon.
        P8|Kasi Pemerintahan Kecamatan Wonosari, Gunungkidul, Teguh Wibowo, memandu acara calon bupati.
        -|Kasi Pemerintahan Kecamatan Wonosari, Klaten, Teguh Wibowo, memandu acara calon bupati.
        -|Kepala Desa Wonosari, Kabupaten Gunungkidul, Teguh Wibowo, memandu acara calon bupati.
        -|Teguh Wibowo, pemandu wisata di Wonosari, Gunungkidul, memandu acara calon bupati.
        P8|Teguh Wibowo yang sehari-hari menjabat Kasi Pemerintahan di Kapanewon Wonosari, Kabupaten Gunungkidul, dilaporkan.
        P9|Kepala SMPN 1 Karanganyar Kabupaten Pekalongan Nurul Huda mengumpulkan guru untuk mendukung calon.
        -|Kepala SMPN 1 Karanganyar Nurul Huda, Kabupaten Karanganyar, mengumpulkan guru untuk mendukung calon.
        -|Nurul Huda, takmir masjid di Karanganyar, Kabupaten Pekalongan, mempersilakan calon berpidato.
        P10|Camat Karanganyar Kabupaten Demak Suyatno, S.Sos., membagikan bingkisan bergambar calon.
        -|Camat Karanganyar, Suyatno, S.Sos., membagikan bingkisan bergambar calon di Kabupaten Kebumen.
        -|Suyatno, petani asal Kecamatan Karanganyar, Kabupaten Demak, menerima bingkisan.
        P11|Perawat RSUD Karanganyar Fitri Handayani menyanyikan lagu kampanye dalam video.
        -|Fitri Handayani, pasien RSUD Karanganyar, mengaku diberi amplop.
        -|Fitri Handayani, penyanyi asal Karanganyar, mengisi panggung kampanye.
        P7|Kabag Hukum Setda Belu Maria Goreti Bere mengunggah foto dengan salam dua jari.
        P7|Seorang ASN Pemkab Belu, Maria Goreti Bere, dilaporkan karena salam dua jari.
        -|Maria Goreti Bere menari menyambut calon bupati di Kabupaten Belu.
        -|Kader Posyandu Maria Goreti Bere menyambut calon bupati di Kabupaten Belu.
        -|Maria Goreti Bere mengatakan Pemkab Belu harus netral.
        """;

    /// <summary>A third set about the same people, written after the rules were changed for the second and before they were measured on it.</summary>
    public const string LastTexts = """
        -|Camat Sukmajaya mengatakan relawan Rudi Hartono tidak bekerja di Kecamatan Sukmajaya, Kota Depok.
        -|Ketua RW 05 Rudi Hartono mengajak warga Kecamatan Sukmajaya datang ke kampanye.
        -|Rudi Hartono dan istrinya mencoblos di TPS depan Kantor Kecamatan Sukmajaya, Kota Depok.
        P6|Sekretaris Camat Sukmajaya, Rudi Hartono, S.E., terekam ikut bernyanyi di panggung kampanye.
        P6|Bawaslu Kota Depok memanggil Rudi Hartono, Sekcam Sukmajaya, Selasa (8/10/2024).
        P6|RUDI HARTONO, SEKCAM SUKMAJAYA, DIPANGGIL BAWASLU KOTA DEPOK
        -|RUDI HARTONO, SEKCAM BEJI, DIPANGGIL BAWASLU KOTA DEPOK
        -|Kepala Bidang Kepemudaan Dinas Pemuda dan Olahraga Kota Depok Bambang Irawan mengatakan atlet Ahmad Fauzi bukan pegawai.
        P5|ASN Dinas Pemuda dan Olahraga Kota Depok bernama Ahmad Fauzi mengunggah foto dengan salam dua jari.
        -|ASN Dinas Pemuda dan Olahraga Kota Bekasi bernama Ahmad Fauzi mengunggah foto dengan salam dua jari.
        -|Mantan Kabid Kepemudaan Dispora Kota Depok, Ahmad Fauzi, kini mencalonkan diri.
        -|Ahmad Fauzi, kakak seorang ASN Pemkot Depok, menjadi ketua tim pemenangan.
        -|Sri Lestari, istri Kepala Puskesmas Kedungwuni, ikut berjoget di panggung kampanye.
        P3|Sri Lestari yang menjabat Kepala Puskesmas Kedungwuni ikut berjoget di panggung kampanye.
        -|Bidan Puskesmas Wiradesa, Sri Lestari, ikut berjoget di panggung kampanye di Kedungwuni.
        -|Penjual jamu Sri Lestari ikut berjoget di depan Puskesmas Kedungwuni, Kabupaten Pekalongan.
        P1|Lurah Sukorejo, Kecamatan Sukorejo, Kota Blitar, Wahyu Setiawan dimintai klarifikasi.
        -|Wahyu Setiawan, staf Kecamatan Sukorejo, Kabupaten Situbondo, dimintai klarifikasi.
        -|Anggota KPU Wahyu Setiawan berbicara di Kota Blitar.
        P2|Wahyu Setiawan selaku Camat Sukorejo, Kendal, dimintai klarifikasi.
        -|Teguh Wibowo, guru SMA Negeri 1 Wonosari, Gunungkidul, dimintai klarifikasi.
        P8|Pegawai Kecamatan Wonosari, Kabupaten Gunungkidul, Teguh Wibowo, dimintai klarifikasi.
        -|Pegawai bank Teguh Wibowo mengundang calon bupati ke Wonosari, Gunungkidul.
        -|Pegawai honorer Teguh Wibowo di Dinas Sosial Gunungkidul dimintai klarifikasi.
        P9|Nurul Huda, Kepala SMP Negeri 1 Karanganyar, Pekalongan, membagikan stiker.
        -|Nurul Huda, guru ngaji di Kecamatan Karanganyar, Kabupaten Pekalongan, membagikan stiker.
        P10|Suyatno (Camat Karanganyar, Demak) membagikan stiker.
        -|Kepala Dusun Suyatno membagikan stiker di Kecamatan Karanganyar, Kabupaten Demak.
        P11|Fitri Handayani, perawat RSUD Karanganyar, membagikan stiker kepada pasien.
        -|Perawat RSUD Moewardi Fitri Handayani asal Karanganyar membagikan stiker kepada pasien.
        P7|Kepala Bagian Hukum Setda Kabupaten Belu, Maria Goreti Bere, S.H., membagikan stiker.
        -|Kepala Bagian Hukum Setda Kabupaten Malaka, Maria Goreti Bere, S.H., membagikan stiker.
        -|Suster Maria Goreti Bere membagikan makanan kepada pegawai Pemkab Belu.
        """;
}
