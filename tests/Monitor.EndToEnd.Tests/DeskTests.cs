using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Collection;

namespace Monitor.EndToEnd.Tests;

/// <summary>The desk on a real terminal of 80 by 24, by tmux, over the daemon's real socket.</summary>
public sealed class DeskTests(BuiltProgram program) : IAsyncLifetime
{
    private readonly Tmux _tmux = new();
    private FeedSite _site = null!;
    private DaemonProcess _daemon = null!;
    private TmuxTerminal _terminal = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await FeedSite.StartAsync();
        _daemon = new DaemonProcess(
            program,
            new
            {
                Storage = new { Durability = "Normal" },
                Collection = new
                {
                    AllowedPrivateHosts = new[] { _site.Authority },
                    PerHostInterval = "00:00:00",
                    MinInterval = "00:00:01",
                },
                Intake = new { Threshold = "0", FlagUnattributed = true },
                Scheduling = new { CollectEvery = "00:00:01" },
                Review = new { DismissalSecondReadingShare = 0 },
                Access = new { TestUsers = new[] { new { Name = "sari", Role = "analis" } } },
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _tmux.DisposeAsync();
        await _daemon.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task VerdictIsGivenTakenBackAndSentAcrossARestartAndALostTerminal()
    {
        await Tmux.RequireAsync();
        _site.List("a", "3", "2", "1");
        await _daemon.StartAsync();
        await _daemon.JsonAsync("source", "add", "feed", _site.Feed("a"), "--every", "1h");
        await Eventually.TrueAsync(async () => await _daemon.CountAsync("SELECT COUNT(*) FROM flag") == 3, "three flags");

        await OpenAsync();
        await ShowsAsync("[c] confirm  [d] dismiss");
        await DismissAsync("only a joke");
        await KeyAsync("Enter");
        await ShowsAsync("no violation.  [z] take it back");
        Assert.Equal(1, await _daemon.CountAsync("SELECT COUNT(*) FROM decision"));
        await KeyAsync("z");
        await ShowsAsync("what you typed is still here");
        Assert.Equal(0, await _daemon.CountAsync("SELECT COUNT(*) FROM decision"));

        await KeyAsync("r");
        await ShowsAsync("> only a joke");
        await _daemon.KillAsync();
        await TypeAsync(" among friends");
        await KeyAsync("Enter");
        await ShowsAsync("Sent again by itself");
        await _daemon.StartAsync();
        await ShowsAsync("no violation.  [z] take it back");
        Assert.Equal(["only a joke among friends"], await _daemon.QueryAsync("SELECT reason FROM decision"));

        await DismissAsync("half a sentence");
        await _terminal.CloseAsync();
        await OpenAsync();
        await ShowsAsync("before the connection broke is still here");
        await KeyAsync("r");
        await ShowsAsync("> half a sentence");
        await KeyAsync("Enter");
        await ShowsAsync("no violation.  [z] take it back");
        await KeyAsync("q");
        await ShowsAsync("1 decided, 0 skipped.");
        Assert.Equal(
            ["half a sentence", "only a joke among friends"],
            await _daemon.QueryAsync("SELECT reason FROM decision ORDER BY reason")
        );
        Assert.Equal(0, await _daemon.CountAsync("SELECT COUNT(*) FROM flag WHERE claim_identity IS NOT NULL"));
    }

    private async Task DismissAsync(string reason)
    {
        await KeyAsync("d");
        await ShowsAsync("Ground of the dismissal");
        await KeyAsync("c");
        await ShowsAsync("Reason in your own words");
        await TypeAsync(reason);
        await ShowsAsync("> " + reason);
    }

    private async Task OpenAsync() =>
        // The shell stays, so that what is said after the desk is left can be read.
        _terminal = await _tmux.OpenAsync(
            "desk",
            $"XDG_STATE_HOME='{_daemon.Beside("state")}' {_daemon.ShellWords("review", "--as", "sari")}; exec sleep 600"
        );

    private Task ShowsAsync(string words) => _terminal.ShowsAsync(words);

    private Task KeyAsync(string key) => _terminal.KeyAsync(key);

    private Task TypeAsync(string text) => _terminal.TypeAsync(text);
}
