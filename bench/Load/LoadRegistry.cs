using System.Globalization;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Registry;

namespace Monitor.Bench.Load;

/// <summary>Invented persons with an account each, and the sources: put in over the socket, as an operator would.</summary>
internal static class LoadRegistry
{
    private static readonly string[] First =
        "Adi Bagas Cahya Dimas Endang Fajar Galih Hesti Indra Joko Kartika Lestari Murni Nanda Oktavia Puspa Rangga Satria Tirta Wening".Split(
            ' '
        );
    private static readonly string[] Second =
        "Argawijaya Banuaji Candramaya Dirgahayu Estuningtyas Firmanda Gandaria Hadikusuma Iswandaru Jatmika Kencanawati Laksmana Mahendratama Naradipa Prabaswara Ranuwijaya Sasmitaningrum Tanuwijaya Wiryawan Yudayana".Split(
            ' '
        );
    private static readonly string[] Places = ["33.26", "32.05", "73.08", "13.06", "35.05", "51.03", "62.03", "12.07", "18.71", "91.71"];

    /// <summary>Registers everybody.</summary>
    public static async Task RegisterPeopleAsync(DaemonClient admin, int people, CancellationToken ct)
    {
        var persons = new StringBuilder("nip;nama;gelar_depan;gelar_belakang;jabatan;unit;instansi;kode_wilayah;jenis\n");
        var accounts = new StringBuilder("nip;platform;native_id;handle;url;dasar;referensi\n");
        for (var i = 0; i < people; i++)
        {
            var nip = NipOf(i);
            persons.Append(
                CultureInfo.InvariantCulture,
                $"{nip};{First[i % 20]} {Second[i / 20 % 20]} {First[(i / 400) % 20]}{Second[(i / 8000) % 20][..3].ToLowerInvariant()};;;Staf;Bagian {i % 40};Pemerintah Kabupaten {Places[i % 10]};{Places[i % 10]};PNS\n"
            );
            accounts.Append(
                CultureInfo.InvariantCulture,
                $"{nip};mastodon;{900000 + i};beban{i};https://sosial.example/@beban{i};self_declared;Surat {i}\n"
            );
        }

        await ImportAsync(admin, "/asn/import", persons, ct);
        await ImportAsync(admin, "/account/import", accounts, ct);
    }

    /// <summary>Registers the feeds; every other one holds the posts of an account.</summary>
    public static async Task RegisterSourcesAsync(DaemonClient admin, LoadSites sites, LoadOptions options, CancellationToken ct)
    {
        var accounts = (await admin.GetAsync<Page<Account>>("/account?take=1000", ct)).Items;
        var every = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, options.Every.TotalSeconds):0}s");
        for (var i = 0; i < sites.Feeds.Count; i++)
        {
            var (url, hasPages) = sites.Feeds[i];
            var account = !hasPages && i % 2 == 1 && accounts.Count > 0 ? accounts[i % accounts.Count].Id : (long?)null;
            await admin.PostAsync<SourceAddAnswer>(
                "/source",
                new SourceAddRequest("feed", url, account, Places[i % 10], every, hasPages ? "page" : "entry"),
                ct
            );
        }
    }

    // Born 1970 to 1989, appointed 2010: as many numbers as are wanted, none of them anybody's.
    private static string NipOf(int i) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{1970 + (i % 20)}{1 + (i / 20 % 12):00}{1 + (i / 240 % 28):00}201003{1 + (i % 2)}{1 + (i / 6720 % 999):000}"
        );

    private static async Task ImportAsync(DaemonClient admin, string path, StringBuilder csv, CancellationToken ct)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
        var report = await admin.PostFileAsync<JsonElement>(path, file, ct);
        if (!report.GetProperty("imported").GetBoolean())
        {
            throw new InvalidDataException($"{path}: {report.GetRawText()[..Math.Min(2000, report.GetRawText().Length)]}");
        }
    }
}
