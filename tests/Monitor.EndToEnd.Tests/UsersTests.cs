using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Registry;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Collection;

namespace Monitor.EndToEnd.Tests;

/// <summary>Several OS users on one socket; who they are is the kernel's word.</summary>
public sealed class UsersTests(BuiltProgram program) : IAsyncLifetime
{
    private const long Sari = 64_001;
    private const long Dewi = 64_002;
    private const long Stranger = 64_003;
    private FeedSite _site = null!;
    private DaemonProcess _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await FeedSite.StartAsync();
        _site.List("a", "2", "1");
        _daemon = new DaemonProcess(
            program,
            // A group that every Linux has, and that the programs run as other users are put into.
            Configurations.Eager(_site, "users")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task TwoAnalystsWorkTheQueueOfOneDaemonAndAThirdIsRefused()
    {
        await StartAsync();
        foreach (var user in (long[])[Sari, Dewi])
        {
            var queue = await _daemon.RunAsAsync(user, "queue", "list", "--json");
            Assert.True(queue.Code == 0, queue.Error);
            Assert.Equal(2, queue.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }

        var outside = await _daemon.RunAsAsync(Sari, outsideTheGroup: true, "queue", "list");
        Assert.Equal((3, ""), (outside.Code, outside.Out));
        Assert.Contains("not in its group", outside.Error, StringComparison.Ordinal);

        var stranger = await _daemon.RunAsAsync(Stranger, "queue", "list");
        Assert.Equal((3, ""), (stranger.Code, stranger.Out));
        Assert.Contains(Stranger.ToString(CultureInfo.InvariantCulture), Assert.Single(stranger.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(3, (await _daemon.RunAsAsync(Stranger, "status")).Code);
        Assert.Equal(3, (await _daemon.RunAsAsync(Sari, "source", "pause", "1")).Code);

        string[] confirm =
        [
            .. (string[])["decide", "1", "--confirm", "--form", "D-6", "--reason", "mengajak memilih", "--phase", "none"],
            .. (string[])["--event-at", "2026-03-01 10:00", "--event-known", "perkiraan", "--ownership", "bukan_akun"],
        ];
        Assert.Equal("proposed", await DecideAsync(Sari, confirm));
        var again = await _daemon.RunAsAsync(Sari, confirm);
        Assert.Equal(1, again.Code);
        Assert.Single(again.ErrorLines);

        var hidden = await _daemon.RunAsAsync(Dewi, "queue", "show", "1", "--json");
        var view = JsonDocument.Parse(hidden.Out).RootElement;
        Assert.Equal((0, 1), (view.GetProperty("decisions").GetArrayLength(), view.GetProperty("decisionsHidden").GetInt32()));
        Assert.DoesNotContain("mengajak memilih", hidden.Out, StringComparison.Ordinal);

        Assert.Equal("confirmed", await DecideAsync(Dewi, confirm));
        Assert.Equal([$"uid:{Sari}", $"uid:{Dewi}"], await _daemon.QueryAsync("SELECT reviewer_identity FROM decision ORDER BY place"));
        Assert.Equal(0, (await _daemon.RunAsync("audit", "verify")).Code);
    }

    [Fact]
    public async Task NoAnalystCanReadTheDatabaseTheEvidenceOrTheKeys()
    {
        await StartAsync();
        foreach (var user in (long[])[Sari, Dewi, Stranger])
        {
            foreach (var path in (string[])[_daemon.DatabaseFile, _daemon.DatabaseFile + "-wal"])
            {
                Assert.True(File.Exists(path), path);
                var read = await program.RunAsync(new ProgramStart { User = user, Command = "cat" }, path);
                Assert.NotEqual(0, read.Code);
                Assert.Equal("", read.Out);
                Assert.Contains("Permission denied", read.Error, StringComparison.Ordinal);
            }

            foreach (var folder in (string[])["", "db", "evidence", "keys", "exports"])
            {
                var list = await program.RunAsync(new ProgramStart { User = user, Command = "ls" }, Path.Combine(_daemon.Data, folder));
                Assert.NotEqual(0, list.Code);
                Assert.Contains("Permission denied", list.Error, StringComparison.Ordinal);
            }

            Assert.NotEqual(0, (await _daemon.RunAsAsync(user, "audit", "verify")).Code);
            var run = await _daemon.RunAsAsync(user, "run");
            Assert.NotEqual(0, run.Code);
            Assert.Single(run.ErrorLines);
        }
    }

    private async Task StartAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Callers are identified by SO_PEERCRED, which is Linux's.");
        Assert.SkipUnless(UserAccounts.OwnUid == 0, "Only root can start programs as other users.");
        Assert.SkipUnless(UserAccounts.GidOf("users") is not null, "There is no group 'users' on this system.");
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "setpriv"))),
            "setpriv (util-linux) is not installed."
        );
        await _daemon.StartAsync();
        foreach (var user in (long[])[Sari, Dewi])
        {
            await _daemon.JsonAsync("user", "add", $"{user}", "--role", "analis", "--region", "*");
        }

        await _daemon.JsonAsync("source", "add", "feed", _site.Feed("a"), "--every", "1d");
        await Eventually.TrueAsync(async () => await _daemon.CountAsync("SELECT COUNT(*) FROM flag") == 2, "two flags are open");
    }

    private async Task<string?> DecideAsync(long user, string[] verdict)
    {
        var outcome = await _daemon.RunAsAsync(user, [.. verdict, "--json"]);
        Assert.True(outcome.Code == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Out).RootElement.GetProperty("state").GetString();
    }
}
