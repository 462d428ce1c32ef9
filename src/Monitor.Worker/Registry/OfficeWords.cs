using System.Collections.Frozen;

namespace Monitor.Worker.Registry;

/// <summary>The words of offices and positions: what their short forms stand for, which of them say nothing by themselves, and which name a role.</summary>
internal static class OfficeWords
{
    private static readonly FrozenDictionary<string, string[]> ShortForms = Forms(
        "sekda=sekretaris daerah|sekdaprov=sekretaris daerah provinsi|sekdakab=sekretaris daerah kabupaten|sekdako=sekretaris daerah kota",
        "sekcam=sekretaris kecamatan|seklur=sekretaris kelurahan|sekdin=sekretaris dinas|sekwan=sekretaris dprd|sekban=sekretaris badan",
        "kadis=kepala dinas|kadin=kepala dinas|kaban=kepala badan|kabag=kepala bagian|kabid=kepala bidang|kasi=kepala seksi|kasie=kepala seksi",
        "kasubag=kepala subbagian|kasubbag=kepala subbagian|kasubid=kepala subbidang|kasubbid=kepala subbidang|kakan=kepala kantor|kabiro=kepala biro",
        "karo=kepala biro|kapus=kepala puskesmas|kapuskesmas=kepala puskesmas|kepsek=kepala sekolah|kasek=kepala sekolah|wakasek=wakil kepala sekolah",
        "kadisdik=kepala dinas pendidikan|kadindik=kepala dinas pendidikan|kadinkes=kepala dinas kesehatan|kadishub=kepala dinas perhubungan",
        "kadinsos=kepala dinas sosial|kadisdikbud=kepala dinas pendidikan kebudayaan|kadindikbud=kepala dinas pendidikan kebudayaan",
        "kasatpol=kepala satuan polisi|kalaksa=kepala pelaksana|kakankemenag=kepala kantor kementerian agama|kakanwil=kepala kantor wilayah",
        "disdik=dinas pendidikan|dindik=dinas pendidikan|dispendik=dinas pendidikan|disdikbud=dinas pendidikan kebudayaan",
        "dindikbud=dinas pendidikan kebudayaan|dikbud=pendidikan kebudayaan|dinkes=dinas kesehatan|diskes=dinas kesehatan|dishub=dinas perhubungan",
        "dinsos=dinas sosial|disnaker=dinas tenaga kerja|dispora=dinas pemuda olahraga|disparpora=dinas pariwisata pemuda olahraga",
        "disparbud=dinas pariwisata kebudayaan|dispar=dinas pariwisata|diskominfo=dinas komunikasi informatika|dinkominfo=dinas komunikasi informatika",
        "kominfo=komunikasi informatika|disdukcapil=dinas kependudukan pencatatan sipil|dispendukcapil=dinas kependudukan pencatatan sipil",
        "dukcapil=kependudukan pencatatan sipil|dpupr=dinas pekerjaan umum penataan ruang|pupr=pekerjaan umum penataan ruang|dpu=dinas pekerjaan umum",
        "dpmptsp=dinas penanaman modal pelayanan terpadu satu pintu|dlh=dinas lingkungan hidup|dkp=dinas ketahanan pangan|distan=dinas pertanian",
        "dispertan=dinas pertanian|disperindag=dinas perindustrian perdagangan|dpmd=dinas pemberdayaan masyarakat desa|dispermades=dinas pemberdayaan masyarakat desa",
        "bkd=badan kepegawaian daerah|bkpsdm=badan kepegawaian pengembangan sumber daya manusia|bkpp=badan kepegawaian pendidikan pelatihan",
        "bappeda=badan perencanaan pembangunan daerah|bapenda=badan pendapatan daerah|bpbd=badan penanggulangan bencana daerah|bpkad=badan pengelolaan keuangan aset daerah",
        "kesbangpol=kesatuan bangsa politik|bakesbangpol=badan kesatuan bangsa politik|satpol=satuan polisi|pp=pamong praja|setda=sekretariat daerah",
        "setwan=sekretariat dprd|rsud=rumah sakit umum daerah|kemenag=kementerian agama|kemenkes=kementerian kesehatan|kemendikbud=kementerian pendidikan kebudayaan",
        "kua=kantor urusan agama|pemkab=pemerintah kabupaten|pemkot=pemerintah kota|pemko=pemerintah kota|pemprov=pemerintah provinsi|pemda=pemerintah daerah",
        "kab=kabupaten|kec=kecamatan|kel=kelurahan|prov=provinsi|sdn=sd negeri|smpn=smp negeri|sman=sma negeri|smkn=smk negeri|min=mi negeri|mtsn=mts negeri",
        "man=ma negeri|walkot=wali kota|walikota=wali kota|wawali=wakil wali kota|wabup=wakil bupati|wagub=wakil gubernur|kades=kepala desa|perkim=perumahan permukiman",
        "staff=staf|plt=|plh=|pj=|pjs=|dan=|oknum="
    );

    /// <summary>Words that many offices share: by themselves they say nothing about which one.</summary>
    private static readonly FrozenSet<string> Shared = Set(
        "kepala sekretaris wakil asisten inspektur camat lurah guru staf pegawai pelaksana penyuluh pengawas analis bendahara dokter perawat bidan dosen pranata",
        "penata pengelola pengadministrasi operator pengolah koordinator ahli pertama muda madya utama terampil mahir penyelia pemula fungsional umum",
        "dinas badan bagian bidang seksi subbagian subbidang kantor biro sekretariat inspektorat kecamatan kelurahan desa puskesmas sekolah sd smp sma smk mi mts ma",
        "tk paud negeri swasta rumah sakit daerah pusat wilayah cabang upt uptd upk satuan unit pelayanan pendidikan kesehatan kebudayaan perhubungan sosial tenaga",
        "kerja pemuda olahraga pariwisata komunikasi informatika statistik kependudukan pencatatan sipil pekerjaan penataan ruang penanaman modal terpadu satu pintu",
        "lingkungan hidup ketahanan pangan pertanian perikanan peternakan perkebunan kehutanan kelautan perindustrian perdagangan koperasi usaha mikro pemberdayaan",
        "masyarakat perempuan anak keluarga berencana kepegawaian pengembangan sumber daya manusia pelatihan perencanaan pembangunan penelitian pendapatan keuangan",
        "aset pengelolaan penanggulangan bencana kesatuan bangsa politik polisi pamong praja ketenteraman ketertiban pemerintahan hukum organisasi perekonomian",
        "perlengkapan protokol pimpinan kesejahteraan rakyat perumahan permukiman arsip perpustakaan kearsipan kementerian agama urusan republik indonesia dprd",
        "pemerintah kabupaten kota provinsi administrasi teknis data informasi program evaluasi pelaporan jaminan mutu kurikulum siswa kelas mata pelajaran agama islam",
        "di pada dan dari untuk yang"
    );

    private static readonly FrozenSet<string> Heads = Set(
        "kepala sekretaris camat lurah guru staf penyuluh pelaksana analis bendahara pengawas dokter perawat bidan asisten inspektur dosen pranata penata pengelola",
        "pengadministrasi operator pengolah koordinator ajudan apoteker arsiparis auditor pustakawan widyaiswara perencana"
    );

    // Words before or after a name that say the person is somebody the registry does not hold, or no longer.
    private static readonly FrozenSet<string> StrangerHeads = Set(
        "bupati gubernur wali presiden menteri caleg capres cawapres calon cabup cawabup cagub cawagub cawali cawalkot cawawali bacabup bacalon bakal balon paslon",
        "anggota ketua wakilketua komisioner kapolres kapolsek kapolda kapolresta dandim danramil kombes akbp akp iptu ipda kompol bripka aipda letkol mayor kapten",
        "pengamat politisi politikus petahana kader warga petani pedagang mahasiswa direktur manajer pengusaha hakim jaksa advokat pengacara aktivis wartawan",
        "jurnalis presenter penyanyi aktor artis atlet pelatih pemain pelajar santri nelayan sopir tersangka korban saksi almarhum mantan eks bekas pensiunan purnawirawan",
        "partai parpol dpc dpd dpp dpw golkar pdip gerindra nasdem pks pkb demokrat hanura perindo ormas",
        "relawan timses jubir legislator senator rektor dekan desa kadus rt rw perangkat",
        "pasien pelapor pembeli penumpang buruh takmir tetangga simpatisan pendukung penonton peserta",
        "istri suami anak adik kakak menantu mertua ipar keponakan sepupu paman"
    );

    private static readonly FrozenSet<string> NeutralHeads = Set("asn pns pppk p3k pegawai aparatur pejabat abdi cpns");

    private static readonly FrozenSet<string> Joints = Set(
        "di pada dan dari yang juga selaku sebagai menjabat merupakan adalah ialah seorang oknum sekaligus bernama atas nama inisial yakni yaitu itu pj plt plh pjs penjabat"
    );

    /// <summary>What a word stands for: itself, or the words of its short form; nothing for "Plt." and the like.</summary>
    public static IReadOnlyList<string> Expand(string letters) => ShortForms.TryGetValue(letters, out var words) ? words : [letters];

    /// <summary>A phrase of the registry, expanded.</summary>
    public static List<string> Phrase(string text) =>
        [.. NewsText.Read(text).Words.SelectMany(word => Expand(word.Letters)).Where(word => word.Length > 0)];

    /// <summary>Whether many offices share the word.</summary>
    public static bool IsShared(string word) => Shared.Contains(word) || word.All(char.IsAsciiDigit);

    /// <summary>Whether the word begins a position that a civil servant can hold.</summary>
    public static bool IsHead(string word) => Heads.Contains(word);

    /// <summary>Whether the word says that the person is somebody else.</summary>
    public static bool IsStranger(string word) => StrangerHeads.Contains(word);

    /// <summary>Whether the word says "civil servant" and no more.</summary>
    public static bool IsNeutral(string word) => NeutralHeads.Contains(word);

    /// <summary>Whether the word only joins the parts of a role.</summary>
    public static bool IsJoint(string word) => Joints.Contains(word);

    private static FrozenSet<string> Set(params string[] lines) =>
        lines.SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string[]> Forms(params string[] lines) =>
        lines
            .SelectMany(line => line.Split('|'))
            .Select(pair => pair.Split('='))
            .ToFrozenDictionary(pair => pair[0], pair => pair[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
