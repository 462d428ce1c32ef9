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
}
