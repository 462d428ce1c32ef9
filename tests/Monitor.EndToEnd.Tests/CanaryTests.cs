using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Backups;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Alerts;
using Monitor.Worker.Tests.Collection;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// Invented names, numbers, words and secrets are sent through the whole system, from a web page to a batch for BKN; then everything that leaves it beside the work
/// itself is searched for them. A new output gets a line in <see cref="OutputsAsync"/>.
/// </summary>
public sealed class CanaryTests(BuiltProgram program) : IAsyncLifetime
{
    private const string Nip = "198507122010012047";
    private const string Name = "Zulkarnain Kenari Wiryatama";
    private const string Slug = "kenari-wiryatama";
    private const string Words = "KENARITEKS";
    private const string Reason = "KENARIALASAN";
    private const string Secret = "KENARIRAHASIA";
    private const string Stranger = "KENARIORANG";
    private const string Damage = "KENARIRUSAK";

    // Without regard to case; parts of the name stand for it.
    private static readonly string[] Canaries = [Nip, "Zulkarnain", "Wiryatama", Words, Reason, Secret, Stranger, Damage];

    private readonly int _port = FreePort();
    private readonly TempFolder _outside = new();
    private FeedSite _site = null!;
    private MailSink _mail = null!;
    private WebhookSink _webhook = null!;
    private DaemonProcess _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await FeedSite.StartAsync();
        _mail = new MailSink();
        _webhook = await WebhookSink.StartAsync();
        BackupKey.Create(_outside["kunci"]);
        _daemon = new DaemonProcess(program, Configuration(), closed: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _webhook.DisposeAsync();
        await _mail.DisposeAsync();
        await _site.DisposeAsync();
        _outside.Dispose();
    }

    [Fact]
    public async Task NothingThatWasCollectedOrConfiguredInSecretLeavesBesideTheWork()
    {
        await _daemon.StartAsync();
        await WorkAsync();
        // Past its deadline: something that operators are told of.
        await _daemon.QueryAsync("UPDATE flag SET due_at = 1 WHERE closed_at IS NULL");
        await Eventually.TrueAsync(() => !_mail.Mails.IsEmpty && !_webhook.Received.IsEmpty, "operators are told");
        await BreakAsync();

        var found = new List<string>();
        foreach (var (name, content) in await OutputsAsync())
        {
            Assert.False(content.Length == 0, $"{name} is empty: nothing was looked at");
            found.AddRange(
                from canary in Canaries
                where content.Contains(canary, StringComparison.OrdinalIgnoreCase)
                select $"{name}: {canary} in …{Around(content, canary)}…"
            );
        }

        Assert.Empty(found);
        await AssertTheyWereThereAsync();
    }

    /// <summary>Everything that leaves beside the work itself, as text.</summary>
    private async Task<List<(string Name, string Content)>> OutputsAsync()
    {
        var bundle = _daemon.Beside("bantuan.zip");
        await DoAsync("support", "bundle", "--out", bundle);
        List<(string, string)> outputs =
        [
            ("log", _daemon.Log),
            ("metrics", await GetAsync("/metrics")),
            ("health", await GetAsync("/healthz") + await GetAsync("/readyz")),
            ("mail", string.Join('\n', _mail.Mails.Select(mail => mail + MailSink.Words(mail)))),
            ("webhook", string.Join('\n', _webhook.Received.Select(post => Encoding.UTF8.GetString(post.Body) + post.Signature))),
            (
                "encrypted backup",
                Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Directory.GetFiles(_daemon.Beside("cadangan"))[0]))
            ),
            ("configuration in force", (await _daemon.RunAsync("run", "--check")).Out),
            ("doctor", (await _daemon.RunAsync("doctor")).Out),
            ("alert list", (await _daemon.RunAsync("alert", "list", "--json")).Out),
            ("report summary", await File.ReadAllTextAsync(_daemon.Beside("ringkasan.html"))),
            ("report summary's document", await File.ReadAllTextAsync(_daemon.Beside("ringkasan.json"))),
            ("report circular", await File.ReadAllTextAsync(_daemon.Beside("edaran.html"))),
            ("report circular's document", await File.ReadAllTextAsync(_daemon.Beside("edaran.json"))),
        ];
        await using var zip = await ZipFile.OpenReadAsync(bundle);
        Assert.Contains(zip.Entries, entry => entry.Name == "log.txt");
        foreach (var entry in zip.Entries)
        {
            await using var stream = await entry.OpenAsync();
            using var reader = new StreamReader(stream);
            outputs.Add(($"support bundle {entry.Name}", await reader.ReadToEndAsync()));
        }

        return outputs;
    }

    /// <summary>One finding from the web to BKN, and an officer's own report.</summary>
    private async Task WorkAsync()
    {
        var people = _daemon.Beside("asn.csv");
        await File.WriteAllTextAsync(people, $"nip,nama,jabatan,instansi\n{Nip},{Name},Camat,Pemerintah Kabupaten Kenari\n");
        await DoAsync("asn", "import", people);
        await DoAsync("account", "add", "mastodon", $"https://sosial.example/@{Slug}", "--asn", "1", "--basis", "sendiri");
        _site.Bodies[$"/p/{Slug}"] = Page(
            $"Camat {Name}, NIP {Nip}, berkata: {Words}, ayo pilih nomor dua demi perubahan kita semua di kabupaten ini."
        );
        _site.List("a", Slug);
        await DoAsync("source", "add", "feed", _site.Feed("a"), "--account", "1", "--reads", "page", "--every", "2s");
        await Eventually.TrueAsync(async () => await _daemon.CountAsync("SELECT COUNT(*) FROM flag") > 0, "a flag");
        foreach (var analyst in (string[])["sari", "budi"])
        {
            await DoAsync(
                "decide",
                "1",
                "--confirm",
                "--form",
                "D-6",
                "--phase",
                "pilkada-2024:kampanye",
                "--event-at",
                "2024-10-01 14:30",
                "--event-known",
                "cap_waktu_platform",
                "--ownership",
                "didaftarkan_sendiri",
                "--reason",
                $"{Reason} {Name}",
                "--as",
                analyst
            );
        }

        await DoAsync("case", "open", "1", "--title", $"{Reason} {Name}", "--as", "kartika");
        await DoAsync("case", "kajian", "1", "--number", "001/TM/PL/2026", "--date", "2026-11-20", "--as", "kartika");
        await DoAsync("export", "bkn", "--out", _daemon.Beside("bkn"), "--as", "kartika");
        await DoAsync(
            "report",
            "add",
            "--platform",
            "instagram",
            "--url",
            $"https://www.instagram.com/p/{Slug}",
            "--time",
            "2024-10-01 14:30",
            "--text",
            $"{Words} {Name}",
            "--as",
            "sari"
        );
        await DoAsync("db", "backup", "--to", _daemon.Beside("cadangan"));
        // The pages of this month, while its numbers can still be read.
        var month = Worker.Hosting.Clock.Machine.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        await TellAsync("ringkasan", "report", "summary", "--period", month);
        await TellAsync("edaran", "report", "circular", "--instansi", "Pemerintah Kabupaten Kenari", "--period", month);
    }

    private async Task TellAsync(string name, params string[] verb)
    {
        await DoAsync([.. verb, "--out", _daemon.Beside($"{name}.html"), "--as", "kartika"]);
        await File.WriteAllTextAsync(_daemon.Beside($"{name}.json"), (await _daemon.JsonAsync([.. verb, "--as", "kartika"])).GetRawText());
    }

    /// <summary>What goes wrong, and tells of it.</summary>
    private async Task BreakAsync()
    {
        _site.Bodies["/rusak.xml"] = $"<rss><channel><item><title>{Words} {Name}";
        _site.Failing[$"/p/{Slug}-2"] = (500, null);
        _site.List("c", $"{Slug}-2");
        await DoAsync("source", "add", "feed", _site.Feed("rusak"), "--every", "2s");
        await DoAsync("source", "add", "feed", _site.Feed("c"), "--every", "2s");
        await Eventually.TrueAsync(async () => await _daemon.CountAsync("SELECT COUNT(*) FROM setback") > 0, "an entry that fails");
        // Refused, misspelt, unknown: each holds something that must not be repeated in a log.
        await _daemon.RunAsync("queue", "list", "--as", Stranger);
        await _daemon.RunAsync("asn", "list", "--text", Name);
        await _daemon.RunAsync("contest", "show", $"{Words}-{Nip}");
        var bad = _daemon.Beside("salah.csv");
        await File.WriteAllTextAsync(bad, $"nip,nama,instansi\n{Nip}9,{Name},X\n");
        await _daemon.RunAsync("asn", "import", bad);
        // A value that cannot be read makes the driver quote it.
        await _daemon.QueryAsync($"UPDATE flag SET found_at = '{Damage} {Name}' WHERE id = 1");
        var failed = await _daemon.RunAsync("queue", "show", "1", "--as", "sari");
        Assert.Contains("A fault inside the daemon", failed.Error, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => _daemon.Log.Contains("A request failed", StringComparison.Ordinal), "the fault is in the log");
    }

    // Otherwise the test could not fail.
    private async Task AssertTheyWereThereAsync()
    {
        Assert.NotEqual(0, await _daemon.CountAsync($"SELECT COUNT(*) FROM flag WHERE text LIKE '%{Words}%' AND text LIKE '%{Nip}%'"));
        Assert.NotEqual(0, await _daemon.CountAsync($"SELECT COUNT(*) FROM asn WHERE name LIKE '%{Name}%'"));
        Assert.NotEqual(0, await _daemon.CountAsync($"SELECT COUNT(*) FROM decision WHERE reason LIKE '%{Reason}%'"));
        Assert.Contains(
            Directory.GetFiles(_daemon.Beside("bkn")).Select(File.ReadAllText),
            text => text.Contains(Nip, StringComparison.Ordinal)
        );
        var lines = _daemon
            .Log.Split('\n')
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        var request = lines.Find(line => line.GetProperty("message").GetString() == "A request failed");
        Assert.Equal(
            ("/queue/{flag:long}", "analis"),
            (request.GetProperty("endpoint").GetString(), request.GetProperty("role").GetString())
        );
        Assert.NotEmpty(request.GetProperty("request").GetString()!);
    }

    private object Configuration() =>
        new
        {
            Storage = new { Durability = "Normal" },
            Collection = new
            {
                AllowedPrivateHosts = new[] { _site.Authority, _webhook.Authority },
                Contact = "satgas@kenari.example",
                PerHostInterval = "00:00:00",
                MinInterval = "00:00:01",
                X = new { BearerToken = Secret },
            },
            Intake = new { Threshold = "0", FlagUnattributed = true },
            Scheduling = new { CollectEvery = "00:00:01" },
            Review = new { DismissalSecondReadingShare = 0 },
            Backup = new { KeyFile = _outside["kunci"] },
            Alerts = new
            {
                Name = "uji",
                Settle = "00:00:00",
                Mail = new
                {
                    Host = "127.0.0.1",
                    _mail.Port,
                    Security = "None",
                    Password = Secret,
                    From = "monitor@bawaslu.example",
                    To = new[] { "piket@bawaslu.example" },
                },
                Webhook = new { _webhook.Url, Secret },
            },
            Logging = new { Format = "Json", Level = "Debug" },
            Health = new { Port = _port },
            Access = new
            {
                TestUsers = new[]
                {
                    new { Name = "sari", Role = "analis" },
                    new { Name = "budi", Role = "analis" },
                    new { Name = "kartika", Role = "ketua" },
                },
            },
        };

    private async Task DoAsync(params string[] args)
    {
        var outcome = await _daemon.RunAsync(args);
        Assert.True(outcome.Code == 0, $"monitor {string.Join(' ', args)} ended with {outcome.Code}: {outcome.Out}{outcome.Error}");
    }

    private async Task<string> GetAsync(string path)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri($"http://127.0.0.1:{_port}{path}"));
    }

    private static string Page(string text) =>
        $"<html><head><title>Kabar kecamatan</title></head><body><article><h1>Kabar kecamatan</h1><p>{text}</p><p>{FeedSite.TextOf("kecamatan").Replace("\n\n", "</p><p>", StringComparison.Ordinal)}</p></article></body></html>";

    private static string Around(string content, string canary)
    {
        var at = content.IndexOf(canary, StringComparison.OrdinalIgnoreCase);
        return content[Math.Max(0, at - 120)..Math.Min(content.Length, at + 60)];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
