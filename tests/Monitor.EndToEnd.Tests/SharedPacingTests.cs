using Microsoft.AspNetCore.Http;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Collection;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// The pace of a host belongs to the database and not to a process. The daemon is one process; this one is the other, with the same gate on the
/// same file, as a second node has it. The server says what it saw.
/// </summary>
public sealed class SharedPacingTests(BuiltProgram program) : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    private FeedSite _site = null!;
    private DaemonProcess _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await FeedSite.StartAsync();
        _daemon = new DaemonProcess(program, Configurations.Eager(_site, perHostInterval: Interval));
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task TwoProcessesTogetherAskAHostNoMoreOftenThanOneMayAlsoOverAKillAndARestart()
    {
        _site.List("a", [.. Enumerable.Range(1, 40).Select(i => $"{i}")]);
        await _daemon.StartAsync();
        await _daemon.JsonAsync("source", "add", "feed", _site.Feed("a"), "--every", "2s");

        using var stop = new CancellationTokenSource();
        var here = AskAsync(stop.Token);
        await Eventually.TrueAsync(() => Pages() >= 5 && Mine() >= 5, "both processes have asked for five pages");
        await _daemon.KillAsync();
        var killedAt = Pages();
        await _daemon.StartAsync();
        await Eventually.TrueAsync(() => Pages() >= killedAt + 5 && Mine() >= 12, "both go on after the restart");
        await stop.CancelAsync();
        var asked = await here;
        await _daemon.SignalAsync("TERM");

        Assert.True(asked >= 10, $"{asked} requests of this process were answered");
        var visits = _site.Visits.OrderBy(visit => visit.Came).ToList();
        Assert.True(visits.Count >= 25, $"{visits.Count} requests");
        // Counted from the end of an answer: the server cannot see a shorter pause, however late anybody is. Times in the database are whole
        // milliseconds, on either side.
        Assert.All(
            visits.Zip(visits.Skip(1)),
            pair =>
                Assert.True(
                    pair.Second.Came - pair.First.Came >= Interval - TimeSpan.FromMilliseconds(2),
                    $"{pair.First.Path} and {pair.Second.Path}: {pair.Second.Came - pair.First.Came}"
                )
        );

        int Pages() => _site.Visits.Count(visit => visit.Path.StartsWith("/p/", StringComparison.Ordinal));
        int Mine() => _site.Asked("/mine");
    }

    private async Task<int> AskAsync(CancellationToken ct)
    {
        _site.Bodies["/mine"] = "<p>halaman lain</p>";
        var options = new CollectionOptions
        {
            AllowedPrivateHosts = [_site.Authority],
            PerHostInterval = Interval,
            MaxTurnWait = TimeSpan.FromSeconds(20),
        };
        using var database = new Database(
            new DataFolder(new StorageOptions { Directory = _daemon.Data }),
            new StorageOptions { Durability = Durability.Normal }
        );
        using var gate = new WebGate(options, new HostPacing(database, options, Clock.Machine), Clock.Machine);
        var answered = 0;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var answer = await gate.GetAsync(WebRequest.For(new Uri($"http://{_site.Authority}/mine"), WebKind.Page), ct);
                Assert.True(answer.Outcome is WebOutcome.Ok or WebOutcome.Postponed, $"{answer.Outcome}: {answer.Reason}");
                answered += answer.StatusCode == StatusCodes.Status200OK ? 1 : 0;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The test has seen enough.
        }

        return answered;
    }
}
