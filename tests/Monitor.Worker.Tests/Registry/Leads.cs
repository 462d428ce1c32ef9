namespace Monitor.Worker.Tests.Registry;

/// <summary>Beginnings of news as the press writes them, about invented people; each with whom it names, or <c>-</c> when nobody may be named.</summary>
/// <remarks>
/// Several people bear the same name in other regions, some of them registered and some not. A lead marked <c>-</c> that is attributed to
/// anybody is a wrong attribution; so is one that is attributed to a namesake.
/// </remarks>
internal static class Leads
{
    public const string People = """
        A1|Agus Purwanto|Camat|Kecamatan Kajen|Pemerintah Kabupaten Pekalongan|33.26
        A2|Agus Purwanto|Guru Ahli Muda|SMP Negeri 2 Cimanggis|Pemerintah Kota Depok|32.76
        A3|Agus Purwanto|Kepala Seksi Pelayanan|Kecamatan Nglegok|Pemerintah Kabupaten Blitar|35.05
        B1|Siti Aminah|Kepala Sekolah|SD Negeri 1 Wiradesa|Pemerintah Kabupaten Pekalongan|33.26
        B2|Siti Aminah|Bidan Terampil|Puskesmas Sukmajaya|Pemerintah Kota Depok|32.76
        C1|Sofyan Surya|Sekretaris Daerah|Sekretariat Daerah|Pemerintah Kota Depok|32.76
        D1|Muhammad Ridwan|Kepala Dinas Pendidikan|Dinas Pendidikan dan Kebudayaan|Pemerintah Kabupaten Kapuas|62.03
        D2|M. Ridwan|Lurah|Kelurahan Kauman|Pemerintah Kota Blitar|35.72
        E1|Abdul Rahman|Penyuluh Pertanian Ahli Pertama|Dinas Pertanian|Pemerintah Kabupaten Kapuas|62.03
        E2|Abdurrahman|Kepala Bidang Mutasi|BKPSDM|Pemerintah Kota Pekalongan|33.75
        F1|Soeparman|Lurah|Kelurahan Bendan Kergon|Pemerintah Kota Pekalongan|33.75
        F2|Suparman|Staf|Kecamatan Doro|Pemerintah Kabupaten Pekalongan|33.26
        G1|Dewi Kartika Sari|Perawat Mahir|RSUD Kajen|Pemerintah Kabupaten Pekalongan|33.26
        H1|Bambang Sutrisno|Penghulu Ahli Madya|KUA Kecamatan Selat|Kementerian Agama|62.03
        I1|Nur Hidayah|Analis Kepegawaian|Badan Kepegawaian Daerah|Pemerintah Provinsi Jawa Tengah|33
        J1|Eko Prasetyo|Kepala Badan|Badan Kesatuan Bangsa dan Politik|Pemerintah Kabupaten Blitar|35.05
        J2|Eko Prasetyo|Guru|SMA Negeri 1 Kandis|Pemerintah Provinsi Riau|14.08
        K1|Ratna Wulandari|Kepala Seksi Pemerintahan|Kecamatan Bojong|Pemerintah Kabupaten Pekalongan|33.26
        L1|Slamet|Kepala Seksi Ketenteraman dan Ketertiban|Kecamatan Kesesi|Pemerintah Kabupaten Pekalongan|33.26
        M1|Hendra Wijaya|Auditor Ahli Muda|Inspektorat|Pemerintah Kabupaten Bogor|32.01
        M2|Hendra Wijaya|Auditor Ahli Muda|Inspektorat Daerah|Pemerintah Kota Bogor|32.71
        A|Yuniarti Rahmawati|Kepala Bagian Umum|Sekretariat Daerah|Pemerintah Kabupaten Sragen|33.14
        B|Yuniarti Rahmawati|Guru Ahli Pertama|SD Negeri Cibeber 3|Pemerintah Kota Cimahi|32.77
        C|Drajat Suwandi|Lurah|Kelurahan Pagutan|Pemerintah Kota Mataram|52.71
        D|Mohammad Zulkarnain|Kepala Dinas Perhubungan|Dinas Perhubungan|Pemerintah Kabupaten Bone|73.08
        E|Muh. Zulkarnaen|Camat|Kecamatan Tanete Riattang|Pemerintah Kabupaten Bone|73.08
        F|Tarmidi|Camat|Kecamatan Karangdowo|Pemerintah Kabupaten Klaten|33.10
        G|Endah Kusumaningrum|Dokter Ahli Muda|RSUD Sultan Imanuddin|Pemerintah Kabupaten Kotawaringin Barat|62.01
        H|Yohanes Tefa|Kepala Sekolah|SMA Negeri 2 Kefamenanu|Pemerintah Provinsi Nusa Tenggara Timur|53
        I|I Made Sudarsana|Kepala Seksi Kesejahteraan|Kecamatan Kuta Selatan|Pemerintah Kabupaten Badung|51.03
        J|Lukman Hakim|Analis Kebijakan|Dinas Sosial|Pemerintah Kota Palembang|16.71
        K|Lukman Hakim|Staf|Kecamatan Ilir Barat I|Pemerintah Kota Palembang|16.71
        """;

    public const string Texts = """
        A1|Camat Kajen Agus Purwanto, S.STP., M.Si. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        A1|Bawaslu memanggil Agus Purwanto (Camat Kajen) untuk dimintai keterangan, Senin (14/10/2024).
        A1|“Saya hanya hadir sebentar,” kata Agus Purwanto, Camat Kajen, Kabupaten Pekalongan, usai pemeriksaan.
        A1|JAKARTA - Seorang ASN Pemkab Pekalongan bernama Agus Purwanto diduga tidak netral. Agus Purwanto yang menjabat Camat Kajen itu mengunggah dukungan di media sosial.
        A1|Kabupaten Pekalongan – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Camat Kajen, Agus Purwanto, S.STP., M.Si.. Ia membagikan poster pasangan calon.
        A1|Camat Kajen Agus Purwanto Diperiksa Bawaslu Kabupaten Pekalongan Soal Unggahan Dukung Paslon
        A1|Panwascam menemukan unggahan Agus Purwanto, S.STP., M.Si. selaku Camat Kajen. Temuan itu diteruskan ke Bawaslu Kabupaten Pekalongan.
        A1|Terlapor adalah Agus Purwanto, pegawai Kecamatan Kajen, Kabupaten Pekalongan. Laporan diterima pekan lalu.
        A2|Guru SMPN 2 Cimanggis Agus Purwanto, S.Pd. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        A2|Bawaslu memanggil Agus Purwanto (guru SMPN 2 Cimanggis) untuk dimintai keterangan, Senin (14/10/2024).
        A2|“Saya hanya hadir sebentar,” kata Agus Purwanto, guru SMPN 2 Cimanggis, Kota Depok, usai pemeriksaan.
        A2|JAKARTA - Seorang ASN Pemkot Depok bernama Agus Purwanto diduga tidak netral. Agus Purwanto yang menjabat guru SMPN 2 Cimanggis itu mengunggah dukungan di media sosial.
        A2|Kota Depok – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Guru SMPN 2 Cimanggis, Agus Purwanto, S.Pd.. Ia membagikan poster pasangan calon.
        A2|Guru SMPN 2 Cimanggis Agus Purwanto Diperiksa Bawaslu Kota Depok Soal Unggahan Dukung Paslon
        A2|Panwascam menemukan unggahan Agus Purwanto, S.Pd. selaku guru SMPN 2 Cimanggis. Temuan itu diteruskan ke Bawaslu Kota Depok.
        A2|Terlapor adalah Agus Purwanto, pegawai SMP Negeri 2 Cimanggis, Kota Depok. Laporan diterima pekan lalu.
        A3|Kasi Pelayanan Kecamatan Nglegok Drs. Agus Purwanto dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        A3|Bawaslu memanggil Agus Purwanto (Kasi Pelayanan Kecamatan Nglegok) untuk dimintai keterangan, Senin (14/10/2024).
        A3|“Saya hanya hadir sebentar,” kata Agus Purwanto, Kasi Pelayanan Kecamatan Nglegok, Kabupaten Blitar, usai pemeriksaan.
        A3|JAKARTA - Seorang ASN Pemkab Blitar bernama Agus Purwanto diduga tidak netral. Agus Purwanto yang menjabat Kasi Pelayanan Kecamatan Nglegok itu mengunggah dukungan di media sosial.
        A3|Kabupaten Blitar – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Kasi Pelayanan Kecamatan Nglegok, Drs. Agus Purwanto. Ia membagikan poster pasangan calon.
        A3|Kasi Pelayanan Kecamatan Nglegok Agus Purwanto Diperiksa Bawaslu Kabupaten Blitar Soal Unggahan Dukung Paslon
        A3|Panwascam menemukan unggahan Drs. Agus Purwanto selaku Kasi Pelayanan Kecamatan Nglegok. Temuan itu diteruskan ke Bawaslu Kabupaten Blitar.
        A3|Terlapor adalah Agus Purwanto, pegawai Kecamatan Nglegok, Kabupaten Blitar. Laporan diterima pekan lalu.
        B1|Kepala SDN 1 Wiradesa Hj. Siti Aminah, S.Pd.SD dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        B1|Bawaslu memanggil Siti Aminah (Kepala SDN 1 Wiradesa) untuk dimintai keterangan, Senin (14/10/2024).
        B1|“Saya hanya hadir sebentar,” kata Siti Aminah, Kepala SDN 1 Wiradesa, Kabupaten Pekalongan, usai pemeriksaan.
        B1|JAKARTA - Seorang ASN Pemkab Pekalongan bernama Siti Aminah diduga tidak netral. Siti Aminah yang menjabat Kepala SDN 1 Wiradesa itu mengunggah dukungan di media sosial.
        B1|Kabupaten Pekalongan – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Kepala SDN 1 Wiradesa, Hj. Siti Aminah, S.Pd.SD. Ia membagikan poster pasangan calon.
        B1|Kepala SDN 1 Wiradesa Siti Aminah Diperiksa Bawaslu Kabupaten Pekalongan Soal Unggahan Dukung Paslon
        B1|Panwascam menemukan unggahan Hj. Siti Aminah, S.Pd.SD selaku Kepala SDN 1 Wiradesa. Temuan itu diteruskan ke Bawaslu Kabupaten Pekalongan.
        B1|Terlapor adalah Siti Aminah, pegawai SD Negeri 1 Wiradesa, Kabupaten Pekalongan. Laporan diterima pekan lalu.
        B2|Bidan Puskesmas Sukmajaya Siti Aminah, A.Md.Keb dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        B2|Bawaslu memanggil Siti Aminah (bidan Puskesmas Sukmajaya) untuk dimintai keterangan, Senin (14/10/2024).
        B2|“Saya hanya hadir sebentar,” kata Siti Aminah, bidan Puskesmas Sukmajaya, Kota Depok, usai pemeriksaan.
        B2|JAKARTA - Seorang ASN Pemkot Depok bernama Siti Aminah diduga tidak netral. Siti Aminah yang menjabat bidan Puskesmas Sukmajaya itu mengunggah dukungan di media sosial.
        B2|Kota Depok – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Bidan Puskesmas Sukmajaya, Siti Aminah, A.Md.Keb. Ia membagikan poster pasangan calon.
        B2|Bidan Puskesmas Sukmajaya Siti Aminah Diperiksa Bawaslu Kota Depok Soal Unggahan Dukung Paslon
        B2|Panwascam menemukan unggahan Siti Aminah, A.Md.Keb selaku bidan Puskesmas Sukmajaya. Temuan itu diteruskan ke Bawaslu Kota Depok.
        B2|Terlapor adalah Siti Aminah, pegawai Puskesmas Sukmajaya, Kota Depok. Laporan diterima pekan lalu.
        C1|Sekda Kota Depok Drs. H. Sofyan Surya, M.M. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        C1|Bawaslu memanggil Sofyan Surya (Sekda Kota Depok) untuk dimintai keterangan, Senin (14/10/2024).
        C1|“Saya hanya hadir sebentar,” kata Sofyan Surya, Sekda Kota Depok, Kota Depok, usai pemeriksaan.
        C1|JAKARTA - Seorang ASN Pemkot Depok bernama Sofyan Surya diduga tidak netral. Sofyan Surya yang menjabat Sekda Kota Depok itu mengunggah dukungan di media sosial.
        C1|Kota Depok – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Sekda Kota Depok, Drs. H. Sofyan Surya, M.M.. Ia membagikan poster pasangan calon.
        C1|Sekda Kota Depok Sofyan Surya Diperiksa Bawaslu Kota Depok Soal Unggahan Dukung Paslon
        C1|Panwascam menemukan unggahan Drs. H. Sofyan Surya, M.M. selaku Sekda Kota Depok. Temuan itu diteruskan ke Bawaslu Kota Depok.
        C1|Terlapor adalah Sofyan Surya, pegawai Sekretariat Daerah, Kota Depok. Laporan diterima pekan lalu.
        D1|Kadisdik Kabupaten Kapuas Dr. H. Mochamad Ridwan, M.Pd. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        D1|Bawaslu memanggil Muhammad Ridwan (Kadisdik Kabupaten Kapuas) untuk dimintai keterangan, Senin (14/10/2024).
        D1|“Saya hanya hadir sebentar,” kata Muhammad Ridwan, Kadisdik Kabupaten Kapuas, Kabupaten Kapuas, usai pemeriksaan.
        D1|JAKARTA - Seorang ASN Pemkab Kapuas bernama Muhammad Ridwan diduga tidak netral. Muhammad Ridwan yang menjabat Kadisdik Kabupaten Kapuas itu mengunggah dukungan di media sosial.
        D1|Kabupaten Kapuas – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Kadisdik Kabupaten Kapuas, Dr. H. Mochamad Ridwan, M.Pd.. Ia membagikan poster pasangan calon.
        D1|Kadisdik Kabupaten Kapuas Muhammad Ridwan Diperiksa Bawaslu Kabupaten Kapuas Soal Unggahan Dukung Paslon
        D1|Panwascam menemukan unggahan Dr. H. Mochamad Ridwan, M.Pd. selaku Kadisdik Kabupaten Kapuas. Temuan itu diteruskan ke Bawaslu Kabupaten Kapuas.
        D1|Terlapor adalah Muhammad Ridwan, pegawai Dinas Pendidikan, Kabupaten Kapuas. Laporan diterima pekan lalu.
        D2|Lurah Kauman M. Ridwan, S.Sos dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        D2|Bawaslu memanggil M. Ridwan (Lurah Kauman) untuk dimintai keterangan, Senin (14/10/2024).
        D2|“Saya hanya hadir sebentar,” kata M. Ridwan, Lurah Kauman, Kota Blitar, usai pemeriksaan.
        D2|JAKARTA - Seorang ASN Pemkot Blitar bernama M. Ridwan diduga tidak netral. M. Ridwan yang menjabat Lurah Kauman itu mengunggah dukungan di media sosial.
        D2|Kota Blitar – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Lurah Kauman, M. Ridwan, S.Sos. Ia membagikan poster pasangan calon.
        D2|Lurah Kauman M. Ridwan Diperiksa Bawaslu Kota Blitar Soal Unggahan Dukung Paslon
        D2|Panwascam menemukan unggahan M. Ridwan, S.Sos selaku Lurah Kauman. Temuan itu diteruskan ke Bawaslu Kota Blitar.
        D2|Terlapor adalah M. Ridwan, pegawai Kelurahan Kauman, Kota Blitar. Laporan diterima pekan lalu.
        E1|Penyuluh pertanian Dinas Pertanian Kabupaten Kapuas Abd. Rahman, S.P. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        E1|Bawaslu memanggil Abdul Rahman (penyuluh pertanian Dinas Pertanian Kabupaten Kapuas) untuk dimintai keterangan, Senin (14/10/2024).
        E1|“Saya hanya hadir sebentar,” kata Abdul Rahman, penyuluh pertanian Dinas Pertanian Kabupaten Kapuas, Kabupaten Kapuas, usai pemeriksaan.
        E1|JAKARTA - Seorang ASN Pemkab Kapuas bernama Abdul Rahman diduga tidak netral. Abdul Rahman yang menjabat penyuluh pertanian Dinas Pertanian Kabupaten Kapuas itu mengunggah dukungan di media sosial.
        E1|Kabupaten Kapuas – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Penyuluh pertanian Dinas Pertanian Kabupaten Kapuas, Abd. Rahman, S.P.. Ia membagikan poster pasangan calon.
        E1|Penyuluh pertanian Dinas Pertanian Kabupaten Kapuas Abdul Rahman Diperiksa Bawaslu Kabupaten Kapuas Soal Unggahan Dukung Paslon
        E1|Panwascam menemukan unggahan Abd. Rahman, S.P. selaku penyuluh pertanian Dinas Pertanian Kabupaten Kapuas. Temuan itu diteruskan ke Bawaslu Kabupaten Kapuas.
        E1|Terlapor adalah Abdul Rahman, pegawai Dinas Pertanian, Kabupaten Kapuas. Laporan diterima pekan lalu.
        E2|Kabid Mutasi BKPSDM Kota Pekalongan H. Abdurachman, S.H. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        E2|Bawaslu memanggil Abdurrahman (Kabid Mutasi BKPSDM Kota Pekalongan) untuk dimintai keterangan, Senin (14/10/2024).
        E2|“Saya hanya hadir sebentar,” kata Abdurrahman, Kabid Mutasi BKPSDM Kota Pekalongan, Kota Pekalongan, usai pemeriksaan.
        E2|JAKARTA - Seorang ASN Pemkot Pekalongan bernama Abdurrahman diduga tidak netral. Abdurrahman yang menjabat Kabid Mutasi BKPSDM Kota Pekalongan itu mengunggah dukungan di media sosial.
        E2|Kota Pekalongan – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Kabid Mutasi BKPSDM Kota Pekalongan, H. Abdurachman, S.H.. Ia membagikan poster pasangan calon.
        E2|Kabid Mutasi BKPSDM Kota Pekalongan Abdurrahman Diperiksa Bawaslu Kota Pekalongan Soal Unggahan Dukung Paslon
        E2|Panwascam menemukan unggahan H. Abdurachman, S.H. selaku Kabid Mutasi BKPSDM Kota Pekalongan. Temuan itu diteruskan ke Bawaslu Kota Pekalongan.
        E2|Terlapor adalah Abdurrahman, pegawai BKPSDM, Kota Pekalongan. Laporan diterima pekan lalu.
        F1|Lurah Bendan Kergon Suparman, S.IP. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        F1|Bawaslu memanggil Soeparman (Lurah Bendan Kergon) untuk dimintai keterangan, Senin (14/10/2024).
        F1|“Saya hanya hadir sebentar,” kata Soeparman, Lurah Bendan Kergon, Kota Pekalongan, usai pemeriksaan.
        F1|JAKARTA - Seorang ASN Pemkot Pekalongan bernama Soeparman diduga tidak netral. Soeparman yang menjabat Lurah Bendan Kergon itu mengunggah dukungan di media sosial.
        F1|Kota Pekalongan – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Lurah Bendan Kergon, Suparman, S.IP.. Ia membagikan poster pasangan calon.
        F1|Lurah Bendan Kergon Soeparman Diperiksa Bawaslu Kota Pekalongan Soal Unggahan Dukung Paslon
        F1|Panwascam menemukan unggahan Suparman, S.IP. selaku Lurah Bendan Kergon. Temuan itu diteruskan ke Bawaslu Kota Pekalongan.
        F1|Terlapor adalah Soeparman, pegawai Kelurahan Bendan Kergon, Kota Pekalongan. Laporan diterima pekan lalu.
        G1|Perawat RSUD Kajen Ns. Dewi Kartika Sari, S.Kep. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        G1|Bawaslu memanggil Dewi Kartika Sari (perawat RSUD Kajen) untuk dimintai keterangan, Senin (14/10/2024).
        G1|“Saya hanya hadir sebentar,” kata Dewi Kartika Sari, perawat RSUD Kajen, Kabupaten Pekalongan, usai pemeriksaan.
        G1|JAKARTA - Seorang ASN Pemkab Pekalongan bernama Dewi Kartika Sari diduga tidak netral. Dewi Kartika Sari yang menjabat perawat RSUD Kajen itu mengunggah dukungan di media sosial.
        G1|Kabupaten Pekalongan – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Perawat RSUD Kajen, Ns. Dewi Kartika Sari, S.Kep.. Ia membagikan poster pasangan calon.
        G1|Perawat RSUD Kajen Dewi Kartika Sari Diperiksa Bawaslu Kabupaten Pekalongan Soal Unggahan Dukung Paslon
        G1|Panwascam menemukan unggahan Ns. Dewi Kartika Sari, S.Kep. selaku perawat RSUD Kajen. Temuan itu diteruskan ke Bawaslu Kabupaten Pekalongan.
        G1|Terlapor adalah Dewi Kartika Sari, pegawai RSUD Kajen, Kabupaten Pekalongan. Laporan diterima pekan lalu.
        H1|Penghulu KUA Kecamatan Selat H. Bambang Sutrisno, S.Ag dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        H1|Bawaslu memanggil Bambang Sutrisno (Penghulu KUA Kecamatan Selat) untuk dimintai keterangan, Senin (14/10/2024).
        H1|“Saya hanya hadir sebentar,” kata Bambang Sutrisno, Penghulu KUA Kecamatan Selat, Kabupaten Kapuas, usai pemeriksaan.
        H1|JAKARTA - Seorang ASN Kemenag Kapuas bernama Bambang Sutrisno diduga tidak netral. Bambang Sutrisno yang menjabat Penghulu KUA Kecamatan Selat itu mengunggah dukungan di media sosial.
        H1|Kabupaten Kapuas – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Penghulu KUA Kecamatan Selat, H. Bambang Sutrisno, S.Ag. Ia membagikan poster pasangan calon.
        H1|Penghulu KUA Kecamatan Selat Bambang Sutrisno Diperiksa Bawaslu Kabupaten Kapuas Soal Unggahan Dukung Paslon
        H1|Panwascam menemukan unggahan H. Bambang Sutrisno, S.Ag selaku Penghulu KUA Kecamatan Selat. Temuan itu diteruskan ke Bawaslu Kabupaten Kapuas.
        H1|Terlapor adalah Bambang Sutrisno, pegawai KUA Kecamatan Selat, Kabupaten Kapuas. Laporan diterima pekan lalu.
        I1|Analis kepegawaian BKD Provinsi Jawa Tengah Nur Hidayah, S.Psi dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        I1|Bawaslu memanggil Nur Hidayah (analis kepegawaian BKD Provinsi Jawa Tengah) untuk dimintai keterangan, Senin (14/10/2024).
        I1|“Saya hanya hadir sebentar,” kata Nur Hidayah, analis kepegawaian BKD Provinsi Jawa Tengah, Provinsi Jawa Tengah, usai pemeriksaan.
        I1|JAKARTA - Seorang ASN Pemprov Jawa Tengah bernama Nur Hidayah diduga tidak netral. Nur Hidayah yang menjabat analis kepegawaian BKD Provinsi Jawa Tengah itu mengunggah dukungan di media sosial.
        I1|Provinsi Jawa Tengah – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Analis kepegawaian BKD Provinsi Jawa Tengah, Nur Hidayah, S.Psi. Ia membagikan poster pasangan calon.
        I1|Analis kepegawaian BKD Provinsi Jawa Tengah Nur Hidayah Diperiksa Bawaslu Provinsi Jawa Tengah Soal Unggahan Dukung Paslon
        I1|Panwascam menemukan unggahan Nur Hidayah, S.Psi selaku analis kepegawaian BKD Provinsi Jawa Tengah. Temuan itu diteruskan ke Bawaslu Provinsi Jawa Tengah.
        I1|Terlapor adalah Nur Hidayah, pegawai BKD, Provinsi Jawa Tengah. Laporan diterima pekan lalu.
        J1|Kepala Bakesbangpol Kabupaten Blitar Ir. Eko Prasetyo, M.T. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        J1|Bawaslu memanggil Eko Prasetyo (Kepala Bakesbangpol Kabupaten Blitar) untuk dimintai keterangan, Senin (14/10/2024).
        J1|“Saya hanya hadir sebentar,” kata Eko Prasetyo, Kepala Bakesbangpol Kabupaten Blitar, Kabupaten Blitar, usai pemeriksaan.
        J1|JAKARTA - Seorang ASN Pemkab Blitar bernama Eko Prasetyo diduga tidak netral. Eko Prasetyo yang menjabat Kepala Bakesbangpol Kabupaten Blitar itu mengunggah dukungan di media sosial.
        J1|Kabupaten Blitar – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Kepala Bakesbangpol Kabupaten Blitar, Ir. Eko Prasetyo, M.T.. Ia membagikan poster pasangan calon.
        J1|Kepala Bakesbangpol Kabupaten Blitar Eko Prasetyo Diperiksa Bawaslu Kabupaten Blitar Soal Unggahan Dukung Paslon
        J1|Panwascam menemukan unggahan Ir. Eko Prasetyo, M.T. selaku Kepala Bakesbangpol Kabupaten Blitar. Temuan itu diteruskan ke Bawaslu Kabupaten Blitar.
        J1|Terlapor adalah Eko Prasetyo, pegawai Bakesbangpol, Kabupaten Blitar. Laporan diterima pekan lalu.
        K1|Kasi Pemerintahan Kecamatan Bojong Ratna Wulandari, S.E. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        K1|Bawaslu memanggil Ratna Wulandari (Kasi Pemerintahan Kecamatan Bojong) untuk dimintai keterangan, Senin (14/10/2024).
        K1|“Saya hanya hadir sebentar,” kata Ratna Wulandari, Kasi Pemerintahan Kecamatan Bojong, Kabupaten Pekalongan, usai pemeriksaan.
        K1|JAKARTA - Seorang ASN Pemkab Pekalongan bernama Ratna Wulandari diduga tidak netral. Ratna Wulandari yang menjabat Kasi Pemerintahan Kecamatan Bojong itu mengunggah dukungan di media sosial.
        K1|Kabupaten Pekalongan – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Kasi Pemerintahan Kecamatan Bojong, Ratna Wulandari, S.E.. Ia membagikan poster pasangan calon.
        K1|Kasi Pemerintahan Kecamatan Bojong Ratna Wulandari Diperiksa Bawaslu Kabupaten Pekalongan Soal Unggahan Dukung Paslon
        K1|Panwascam menemukan unggahan Ratna Wulandari, S.E. selaku Kasi Pemerintahan Kecamatan Bojong. Temuan itu diteruskan ke Bawaslu Kabupaten Pekalongan.
        K1|Terlapor adalah Ratna Wulandari, pegawai Kecamatan Bojong, Kabupaten Pekalongan. Laporan diterima pekan lalu.
        L1|Kasi Ketenteraman dan Ketertiban Kecamatan Kesesi Slamet, S.H. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        L1|Bawaslu memanggil Slamet (Kasi Ketenteraman dan Ketertiban Kecamatan Kesesi) untuk dimintai keterangan, Senin (14/10/2024).
        L1|“Saya hanya hadir sebentar,” kata Slamet, Kasi Ketenteraman dan Ketertiban Kecamatan Kesesi, Kabupaten Pekalongan, usai pemeriksaan.
        L1|JAKARTA - Seorang ASN Pemkab Pekalongan bernama Slamet diduga tidak netral. Slamet yang menjabat Kasi Ketenteraman dan Ketertiban Kecamatan Kesesi itu mengunggah dukungan di media sosial.
        L1|Kabupaten Pekalongan – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Kasi Ketenteraman dan Ketertiban Kecamatan Kesesi, Slamet, S.H.. Ia membagikan poster pasangan calon.
        L1|Kasi Ketenteraman dan Ketertiban Kecamatan Kesesi Slamet Diperiksa Bawaslu Kabupaten Pekalongan Soal Unggahan Dukung Paslon
        L1|Panwascam menemukan unggahan Slamet, S.H. selaku Kasi Ketenteraman dan Ketertiban Kecamatan Kesesi. Temuan itu diteruskan ke Bawaslu Kabupaten Pekalongan.
        L1|Terlapor adalah Slamet, pegawai Kecamatan Kesesi, Kabupaten Pekalongan. Laporan diterima pekan lalu.
        M1|Auditor Inspektorat Kabupaten Bogor Hendra Wijaya, S.E., CFrA dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        M1|Bawaslu memanggil Hendra Wijaya (auditor Inspektorat Kabupaten Bogor) untuk dimintai keterangan, Senin (14/10/2024).
        M1|“Saya hanya hadir sebentar,” kata Hendra Wijaya, auditor Inspektorat Kabupaten Bogor, Kabupaten Bogor, usai pemeriksaan.
        M1|JAKARTA - Seorang ASN Pemkab Bogor bernama Hendra Wijaya diduga tidak netral. Hendra Wijaya yang menjabat auditor Inspektorat Kabupaten Bogor itu mengunggah dukungan di media sosial.
        M1|Kabupaten Bogor – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Auditor Inspektorat Kabupaten Bogor, Hendra Wijaya, S.E., CFrA. Ia membagikan poster pasangan calon.
        M1|Auditor Inspektorat Kabupaten Bogor Hendra Wijaya Diperiksa Bawaslu Kabupaten Bogor Soal Unggahan Dukung Paslon
        M1|Panwascam menemukan unggahan Hendra Wijaya, S.E., CFrA selaku auditor Inspektorat Kabupaten Bogor. Temuan itu diteruskan ke Bawaslu Kabupaten Bogor.
        M1|Terlapor adalah Hendra Wijaya, pegawai Inspektorat, Kabupaten Bogor. Laporan diterima pekan lalu.
        M2|Auditor Inspektorat Kota Bogor Hendra Wijaya, S.E. dilaporkan ke Bawaslu karena mengunggah foto bersama calon bupati.
        M2|Bawaslu memanggil Hendra Wijaya (auditor Inspektorat Kota Bogor) untuk dimintai keterangan, Senin (14/10/2024).
        M2|“Saya hanya hadir sebentar,” kata Hendra Wijaya, auditor Inspektorat Kota Bogor, Kota Bogor, usai pemeriksaan.
        M2|JAKARTA - Seorang ASN Pemkot Bogor bernama Hendra Wijaya diduga tidak netral. Hendra Wijaya yang menjabat auditor Inspektorat Kota Bogor itu mengunggah dukungan di media sosial.
        M2|Kota Bogor – Dugaan pelanggaran netralitas kembali terjadi. Kali ini menyeret Auditor Inspektorat Kota Bogor, Hendra Wijaya, S.E.. Ia membagikan poster pasangan calon.
        M2|Auditor Inspektorat Kota Bogor Hendra Wijaya Diperiksa Bawaslu Kota Bogor Soal Unggahan Dukung Paslon
        M2|Panwascam menemukan unggahan Hendra Wijaya, S.E. selaku auditor Inspektorat Kota Bogor. Temuan itu diteruskan ke Bawaslu Kota Bogor.
        M2|Terlapor adalah Hendra Wijaya, pegawai Inspektorat, Kota Bogor. Laporan diterima pekan lalu.
        -|Camat Soreang Agus Purwanto, S.STP., M.Si. dilaporkan ke Bawaslu Kabupaten Bandung karena mengunggah foto bersama calon.
        -|Bawaslu Kota Surabaya memanggil Agus Purwanto, Lurah Gubeng, pekan lalu.
        -|Agus Purwanto mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Makassar bernama Agus Purwanto melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Pekalongan.
        -|Bupati Pekalongan Agus Purwanto menghadiri kampanye akbar, Sabtu.
        -|Lurah Gubeng Agus Purwanto, S.Pd. dilaporkan ke Bawaslu Kota Surabaya karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Sleman memanggil Agus Purwanto, guru SMAN 1 Depok Sleman, pekan lalu.
        -|Agus Purwanto mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Banyuwangi bernama Agus Purwanto melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kota Depok.
        -|Bupati Depok Agus Purwanto menghadiri kampanye akbar, Sabtu.
        -|Guru SMAN 1 Depok Sleman Drs. Agus Purwanto dilaporkan ke Bawaslu Kabupaten Sleman karena mengunggah foto bersama calon.
        -|Bawaslu Kota Makassar memanggil Agus Purwanto, Kepala Dinas Sosial, pekan lalu.
        -|Agus Purwanto mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Medan bernama Agus Purwanto melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Blitar.
        -|Bupati Blitar Agus Purwanto menghadiri kampanye akbar, Sabtu.
        -|Kepala Dinas Sosial Hj. Siti Aminah, S.Pd.SD dilaporkan ke Bawaslu Kota Makassar karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Banyuwangi memanggil Siti Aminah, Kasi Pelayanan Kecamatan Genteng, pekan lalu.
        -|Siti Aminah mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Bandung bernama Siti Aminah melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Pekalongan.
        -|Bupati Pekalongan Siti Aminah menghadiri kampanye akbar, Sabtu.
        -|Kasi Pelayanan Kecamatan Genteng Siti Aminah, A.Md.Keb dilaporkan ke Bawaslu Kabupaten Banyuwangi karena mengunggah foto bersama calon.
        -|Bawaslu Kota Medan memanggil Siti Aminah, staf Kecamatan Medan Baru, pekan lalu.
        -|Siti Aminah mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Surabaya bernama Siti Aminah melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kota Depok.
        -|Bupati Depok Siti Aminah menghadiri kampanye akbar, Sabtu.
        -|Staf Kecamatan Medan Baru Drs. H. Sofyan Surya, M.M. dilaporkan ke Bawaslu Kota Medan karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Bandung memanggil Sofyan Surya, Camat Soreang, pekan lalu.
        -|Sofyan Surya mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Sleman bernama Sofyan Surya melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kota Depok.
        -|Bupati Depok Sofyan Surya menghadiri kampanye akbar, Sabtu.
        -|Camat Soreang Dr. H. Mochamad Ridwan, M.Pd. dilaporkan ke Bawaslu Kabupaten Bandung karena mengunggah foto bersama calon.
        -|Bawaslu Kota Surabaya memanggil Muhammad Ridwan, Lurah Gubeng, pekan lalu.
        -|Muhammad Ridwan mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Makassar bernama Muhammad Ridwan melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Kapuas.
        -|Bupati Kapuas Muhammad Ridwan menghadiri kampanye akbar, Sabtu.
        -|Lurah Gubeng M. Ridwan, S.Sos dilaporkan ke Bawaslu Kota Surabaya karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Sleman memanggil M. Ridwan, guru SMAN 1 Depok Sleman, pekan lalu.
        -|M. Ridwan mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Banyuwangi bernama M. Ridwan melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kota Blitar.
        -|Bupati Blitar M. Ridwan menghadiri kampanye akbar, Sabtu.
        -|Guru SMAN 1 Depok Sleman Abd. Rahman, S.P. dilaporkan ke Bawaslu Kabupaten Sleman karena mengunggah foto bersama calon.
        -|Bawaslu Kota Makassar memanggil Abdul Rahman, Kepala Dinas Sosial, pekan lalu.
        -|Abdul Rahman mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Medan bernama Abdul Rahman melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Kapuas.
        -|Bupati Kapuas Abdul Rahman menghadiri kampanye akbar, Sabtu.
        -|Kepala Dinas Sosial H. Abdurachman, S.H. dilaporkan ke Bawaslu Kota Makassar karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Banyuwangi memanggil Abdurrahman, Kasi Pelayanan Kecamatan Genteng, pekan lalu.
        -|Abdurrahman mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Bandung bernama Abdurrahman melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kota Pekalongan.
        -|Bupati Pekalongan Abdurrahman menghadiri kampanye akbar, Sabtu.
        -|Kasi Pelayanan Kecamatan Genteng Suparman, S.IP. dilaporkan ke Bawaslu Kabupaten Banyuwangi karena mengunggah foto bersama calon.
        -|Bawaslu Kota Medan memanggil Soeparman, staf Kecamatan Medan Baru, pekan lalu.
        -|Soeparman mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Surabaya bernama Soeparman melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kota Pekalongan.
        -|Bupati Pekalongan Soeparman menghadiri kampanye akbar, Sabtu.
        -|Staf Kecamatan Medan Baru Ns. Dewi Kartika Sari, S.Kep. dilaporkan ke Bawaslu Kota Medan karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Bandung memanggil Dewi Kartika Sari, Camat Soreang, pekan lalu.
        -|Dewi Kartika Sari mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Sleman bernama Dewi Kartika Sari melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Pekalongan.
        -|Bupati Pekalongan Dewi Kartika Sari menghadiri kampanye akbar, Sabtu.
        -|Camat Soreang H. Bambang Sutrisno, S.Ag dilaporkan ke Bawaslu Kabupaten Bandung karena mengunggah foto bersama calon.
        -|Bawaslu Kota Surabaya memanggil Bambang Sutrisno, Lurah Gubeng, pekan lalu.
        -|Bambang Sutrisno mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Makassar bernama Bambang Sutrisno melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Kapuas.
        -|Bupati Kapuas Bambang Sutrisno menghadiri kampanye akbar, Sabtu.
        -|Lurah Gubeng Nur Hidayah, S.Psi dilaporkan ke Bawaslu Kota Surabaya karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Sleman memanggil Nur Hidayah, guru SMAN 1 Depok Sleman, pekan lalu.
        -|Nur Hidayah mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Banyuwangi bernama Nur Hidayah melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Provinsi Jawa Tengah.
        -|Bupati Jawa Tengah Nur Hidayah menghadiri kampanye akbar, Sabtu.
        -|Guru SMAN 1 Depok Sleman Ir. Eko Prasetyo, M.T. dilaporkan ke Bawaslu Kabupaten Sleman karena mengunggah foto bersama calon.
        -|Bawaslu Kota Makassar memanggil Eko Prasetyo, Kepala Dinas Sosial, pekan lalu.
        -|Eko Prasetyo mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Medan bernama Eko Prasetyo melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Blitar.
        -|Bupati Blitar Eko Prasetyo menghadiri kampanye akbar, Sabtu.
        -|Kepala Dinas Sosial Ratna Wulandari, S.E. dilaporkan ke Bawaslu Kota Makassar karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Banyuwangi memanggil Ratna Wulandari, Kasi Pelayanan Kecamatan Genteng, pekan lalu.
        -|Ratna Wulandari mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Bandung bernama Ratna Wulandari melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Pekalongan.
        -|Bupati Pekalongan Ratna Wulandari menghadiri kampanye akbar, Sabtu.
        -|Kasi Pelayanan Kecamatan Genteng Slamet, S.H. dilaporkan ke Bawaslu Kabupaten Banyuwangi karena mengunggah foto bersama calon.
        -|Bawaslu Kota Medan memanggil Slamet, staf Kecamatan Medan Baru, pekan lalu.
        -|Slamet mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Surabaya bernama Slamet melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Pekalongan.
        -|Bupati Pekalongan Slamet menghadiri kampanye akbar, Sabtu.
        -|Staf Kecamatan Medan Baru Hendra Wijaya, S.E., CFrA dilaporkan ke Bawaslu Kota Medan karena mengunggah foto bersama calon.
        -|Bawaslu Kabupaten Bandung memanggil Hendra Wijaya, Camat Soreang, pekan lalu.
        -|Hendra Wijaya mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kabupaten Sleman bernama Hendra Wijaya melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kabupaten Bogor.
        -|Bupati Bogor Hendra Wijaya menghadiri kampanye akbar, Sabtu.
        -|Camat Soreang Hendra Wijaya, S.E. dilaporkan ke Bawaslu Kabupaten Bandung karena mengunggah foto bersama calon.
        -|Bawaslu Kota Surabaya memanggil Hendra Wijaya, Lurah Gubeng, pekan lalu.
        -|Hendra Wijaya mengaku tidak sengaja menekan tombol suka pada unggahan calon.
        -|Warga Kota Makassar bernama Hendra Wijaya melaporkan dugaan politik uang. Kasus serupa pernah terjadi di Kota Bogor.
        -|Bupati Bogor Hendra Wijaya menghadiri kampanye akbar, Sabtu.
        -|BOGOR - Camat Kajen Agus Purwanto dilaporkan warga.
        -|PURWAKARTA – Kasi Pemerintahan Kecamatan Bojong Ratna Wulandari dipanggil Bawaslu.
        -|Bawaslu Kabupaten Tegal memanggil pegawai Kecamatan Bojong, Ratna Wulandari, Senin.
        A1|JAKARTA - Camat Kajen Agus Purwanto dilaporkan warga.
        K1|Tak hanya di Kabupaten Tegal. Kasi Pemerintahan Kecamatan Bojong, Kabupaten Pekalongan, Ratna Wulandari juga dipanggil.
        -|Camat Doro Agus Purwanto memimpin apel netralitas di Kabupaten Pekalongan.
        -|Ketua DPC partai itu, Agus Purwanto, menyambut calon di Kajen, Kabupaten Pekalongan.
        -|Budi Agus Purwanto, Camat Kajen, dilaporkan warga Kabupaten Pekalongan.
        -|Agus Purwanto Santoso, pegawai Kecamatan Kajen, Kabupaten Pekalongan, diperiksa.
        -|A. Agus Purwanto hadir mewakili Camat Kajen.
        A1|Camat Kajen, Kabupaten Pekalongan, Agus Purwanto mengimbau ASN tidak menyukai unggahan calon.
        A1|Camat Kajen Drs. H. Agus Purwanto, M.Si dan Camat Doro Joko Waluyo diperiksa bersamaan.
        A1|CAMAT KAJEN AGUS PURWANTO DIPERIKSA BAWASLU KABUPATEN PEKALONGAN
        A1|camat kajen agus purwanto kok like postingan paslon 2
        A1|Plt. Camat Kajen Agus Poerwanto diduga ikut deklarasi.
        A3|Seorang kasi di Kecamatan Nglegok, Kabupaten Blitar, Agus Purwanto, membagikan stiker.
        -|Kasi Pelayanan Kecamatan Genteng, Agus Purwanto, membagikan stiker di Banyuwangi.
        -|Dua nama yang sama muncul: Agus Purwanto dan Siti Aminah. Identitas keduanya masih didalami.
        B1|Kepala SD Negeri 1 Wiradesa, Siti Aminah, terekam ikut senam bersama calon.
        B1|Kepsek SDN 1 Wiradesa St. Aminah minta maaf.
        -|Siti Aminah, pedagang di Wiradesa, Kabupaten Pekalongan, menolak stiker.
        -|Calon wakil bupati Siti Aminah berkampanye di Wiradesa, Kabupaten Pekalongan.
        B2|Siti Aminah, bidan di Puskesmas Sukmajaya, dilaporkan karena siaran langsung.
        -|Siti Aminah, bidan Puskesmas Kedungwuni, dilaporkan karena siaran langsung.
        C1|Sekretaris Daerah Kota Depok Sofyan Surya menerbitkan edaran netralitas.
        C1|Sekda Depok Sofyan Surya menerbitkan edaran netralitas.
        -|Sekda Kabupaten Tangerang Sofyan Surya menerbitkan edaran netralitas.
        -|Mantan Sekda Kota Depok Sofyan Surya mendaftar sebagai calon wali kota.
        -|Sofyan Surya resmi mendaftar ke KPU bersama ribuan pendukung.
        D1|Kepala Dinas Pendidikan Kabupaten Kapuas, H. M. Ridwan, hadir di acara partai.
        D1|Kadisdik Kapuas Moh. Ridwan hadir di acara partai.
        -|Kepala Dinas Pendidikan Kota Palangka Raya, Muhammad Ridwan, hadir di acara partai.
        -|Kepala Dinas Kesehatan Kabupaten Kapuas, Muhammad Ridwan, hadir di acara partai.
        D2|Lurah Kauman Kota Blitar, Mochammad Ridwan, diduga membagikan kalender calon.
        -|Lurah Kepanjenkidul, Kota Blitar, M. Ridwan, diduga membagikan kalender calon.
        -|Muhammad Ridwan, pemain sepak bola, mendukung salah satu calon.
        E1|Abdul Rachman, penyuluh pertanian di Dinas Pertanian Kabupaten Kapuas, ikut rapat tim sukses.
        -|Abdurrahman, anggota DPRD Kabupaten Kapuas, ikut rapat tim sukses.
        E2|Kabid Mutasi BKPSDM Kota Pekalongan Abdul Rahman menyebut sanksi menanti.
        -|Abdul Rahman Saleh, pegawai BKPSDM Kota Pekalongan, menyebut sanksi menanti.
        F1|Lurah Bendan Kergon, Suparman, membantah hadir di deklarasi.
        -|Suparman membantah hadir di deklarasi. Acara itu berlangsung di Kota Pekalongan.
        -|Suparman, warga Bendan, Kota Pekalongan, ikut menyaksikan debat.
        -|Ketua RT Suparman hadir mendampingi Lurah Bendan Kergon.
        F2|Staf Kecamatan Doro, Suparman, mengunggah video dukungan.
        -|Slamet, petani di Kesesi, Kabupaten Pekalongan, mengaku bingung.
        -|Slamet mengaku bingung dengan aturan baru itu.
        L1|Slamet, Kasi Ketenteraman dan Ketertiban Kecamatan Kesesi, dipanggil Panwascam.
        G1|Perawat RSUD Kajen bernama Dewi Kartika Sari mengunggah twibbon calon.
        -|Dewi Kartika mengunggah twibbon calon dari RSUD Kajen.
        -|Perawat RSUD Batang bernama Dewi Kartika Sari mengunggah twibbon calon.
        H1|Penghulu KUA Selat, Kabupaten Kapuas, Bambang Sutrisno, membacakan doa di kampanye.
        -|Bambang Sutrisno, penghulu KUA Kecamatan Lowokwaru, Kota Malang, membacakan doa.
        I1|Nur Hidayah, ASN Pemprov Jateng, dimintai klarifikasi.
        -|Nur Hidayah, ASN Pemprov Jatim, dimintai klarifikasi.
        J1|Kepala Badan Kesatuan Bangsa dan Politik Kabupaten Blitar Eko Prasetyo membuka sosialisasi.
        J2|Guru SMA Negeri 1 Kandis, Eko Prasetyo, diduga mengarahkan siswa.
        -|Guru SMA Negeri 1 Pekanbaru, Eko Prasetyo, diduga mengarahkan siswa.
        -|Eko Prasetyo, guru di Kota Blitar, diduga mengarahkan siswa.
        K1|Kasi Pemerintahan Kecamatan Bojong Ratna Wulandari menyerahkan daftar hadir.
        -|Ratna Wulandari, Kasi Pemerintahan Kecamatan Bojong, Kabupaten Purwakarta, menyerahkan daftar hadir.
        -|Ratna Wulandari, pegawai Kecamatan Bojonggede, Kabupaten Bogor, menyerahkan daftar hadir.
        M1|Auditor Inspektorat Kabupaten Bogor, Hendra Wijaya, menjadi moderator acara partai.
        M2|Auditor Inspektorat Kota Bogor, Hendra Wijaya, menjadi moderator acara partai.
        -|Auditor Inspektorat Bogor, Hendra Wijaya, menjadi moderator acara partai.
        -|Hendra Wijaya, auditor Inspektorat Kabupaten Sukabumi, menjadi moderator acara di Kabupaten Bogor.
        A|Kabag Umum Setda Sragen, Yuniarti Rahmawati, dimintai klarifikasi Bawaslu terkait foto di grup WhatsApp.
        A|SRAGEN, KOMPAS.com - Kepala Bagian Umum Sekretariat Daerah Kabupaten Sragen Yuniarti Rahmawati membantah berpihak.
        -|Yuniarti Rahmawati, warga Sragen, mengaku menerima uang.
        B|Yuniarti Rahmawati, S.Pd, guru di SDN Cibeber 3 Kota Cimahi, ketahuan mengomentari unggahan calon.
        -|Guru SDN Cibeber 1, Yuniarti Rahmawati, membantah.
        -|Kabag Umum Setda Boyolali Yuniarti Rahmawati membantah.
        C|Lurah Pagutan Drajat Suwandi tampak mengacungkan dua jari.
        C|Oknum lurah di Kota Mataram berinisial DS alias Drajat Suwandi diproses Bawaslu.
        -|Lurah Cakranegara Drajat Suwandi tampak mengacungkan dua jari.
        D|Kadishub Bone Moh. Zulkarnain mengatakan jajarannya netral.
        D|Kepala Dinas Perhubungan Kabupaten Bone, H. Muhammad Zulkarnain, SE, MM, hadir dalam silaturahmi.
        E|Camat Tanete Riattang Muh Zulkarnaen diperiksa.
        -|Kadishub Kabupaten Wajo Muhammad Zulkarnain mengatakan jajarannya netral.
        -|Anggota DPRD Bone Muhammad Zulkarnain mengatakan fraksinya netral.
        F|Camat Karangdowo, Tarmidi, menyebut kegiatan itu senam rutin.
        F|Tarmidi selaku Camat Karangdowo, Klaten, menyebut kegiatan itu senam rutin.
        -|Tarmidi, tokoh masyarakat Karangdowo, Klaten, hadir.
        -|Ketua panitia Tarmidi berterima kasih kepada Camat Karangdowo.
        G|dr. Endah Kusumaningrum, dokter di RSUD Sultan Imanuddin Pangkalan Bun, mengunggah foto bersama calon.
        G|Seorang dokter ASN di Kotawaringin Barat, Endah Kusumaningrum, diperiksa Bawaslu.
        -|dr. Endah Kusumaningrum, dokter di RSUD dr Doris Sylvanus Palangka Raya, mengunggah foto.
        H|Kepala SMAN 2 Kefamenanu, Yohanes Tefa, mengarahkan guru.
        -|Kepala SMAN 1 Kupang, Yohanes Tefa, mengarahkan guru.
        I|Kasi Kesejahteraan Kecamatan Kuta Selatan I Made Sudarsana ikut mengantar pendaftaran calon.
        -|I Made Sudarsana, perbekel di Badung, ikut mengantar pendaftaran calon.
        -|Made Sudarsana mengantar pendaftaran calon.
        J|Analis Kebijakan Dinas Sosial Kota Palembang Lukman Hakim dilaporkan.
        K|Staf Kecamatan Ilir Barat I, Lukman Hakim, dilaporkan.
        -|ASN Pemkot Palembang bernama Lukman Hakim dilaporkan.
        -|Lukman Hakim Saifuddin hadir di Palembang.
        -|Mantan menteri Lukman Hakim hadir di Kota Palembang.
        J|Bawaslu Kota Palembang memeriksa Lukman Hakim. Ia bekerja sebagai analis kebijakan di Dinas Sosial.
        C|Bawaslu Kota Mataram memanggil Drajat Suwandi. Lurah Pagutan itu diduga mengajak warga memilih calon tertentu.
        E|Zulkarnaen, Camat Tanete Riattang, diperiksa.
        -|Staf Kecamatan Ilir Barat II, Lukman Hakim, dilaporkan.
        """;
}
