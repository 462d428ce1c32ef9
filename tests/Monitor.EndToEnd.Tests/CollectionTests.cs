using System.Globalization;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Collection;

namespace Monitor.EndToEnd.Tests;

/// <summary>The daemon between a real web server and a real disk: nothing lost, nothing doubled, however it is stopped.</summary>
public sealed class CollectionTests(BuiltProgram program) : IAsyncLifetime
{
    private FeedSite _site = null!;
    private DaemonProcess _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await FeedSite.StartAsync();
        _daemon = new DaemonProcess(program, Configurations.Eager(_site));
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task FeedIsCollectedAndARestartDoublesNothing()
    {
        _site.List("a", "5", "4", "3", "2", "1");
        await _daemon.StartAsync();
        var added = await _daemon.JsonAsync("source", "add", "feed", _site.Feed("a"), "--every", "2s");
        Assert.Equal(1, added.GetProperty("id").GetInt64());
        await TakenAsync(5);
        var status = await _daemon.JsonAsync("status");
        Assert.Equal((5, 0), (status.GetProperty("items").GetInt64(), status.GetProperty("duplicates").GetInt64()));
        Assert.Equal(0, (await _daemon.SignalAsync("TERM")).Code);

        _site.List("a", "6", "5", "4", "3", "2", "1");
        await _daemon.StartAsync();
        await TakenAsync(6);
        var asked = _site.Asked("/a.xml");
        await Eventually.TrueAsync(() => _site.Asked("/a.xml") > asked + 1, "the feed is asked for twice more");
        await AssertWholeAsync(["1", "2", "3", "4", "5", "6"]);
        Assert.All(Enumerable.Range(1, 6), entry => Assert.Equal(1, _site.Asked($"/p/{entry}")));
        var listed = await _daemon.RunAsync("source", "list", "--json");
        Assert.Single(listed.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task KillInMidCollectionLosesAndDoublesNothing()
    {
        var entries = Enumerable.Range(1, 200).Select(i => $"berita-{i:000}").Reverse().ToArray();
        _site.List("a", entries);
        await _daemon.StartAsync();
        await _daemon.JsonAsync("source", "add", "feed", _site.Feed("a"), "--every", "2s");
        foreach (var kill in (int[])[7, 60, 121, 180])
        {
            await Eventually.TrueAsync(() => Pages() >= kill, $"{kill} pages are asked for");
            await _daemon.KillAsync();
            Assert.True(Pages() < 200 + 4, "every kill was to fall into the middle of the collection");
            await _daemon.StartAsync();
        }

        await TakenAsync(200);
        Assert.Equal(0, (await _daemon.SignalAsync("TERM")).Code);
        await AssertWholeAsync(entries);

        int Pages() => _site.Visits.Count(visit => visit.Path.StartsWith("/p/", StringComparison.Ordinal));
    }

    // Bit 1 of the mask is signal 2 (proc(5), SigIgn).
    private static bool InterruptIsIgnored()
    {
        var mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[
            "SigIgn:".Length..
        ];
        return (long.Parse(mask.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task StopInMidCollectionIsCleanWithinTenSecondsAndTheRestIsTakenAfterwards(string signal)
    {
        Assert.SkipWhen(
            signal == "INT" && InterruptIsIgnored(),
            "SIGINT is ignored here, as in a background job of a shell, and children inherit that: nothing would arrive."
        );
        _site.List("a", "4", "3", "2", "1");
        var release = new TaskCompletionSource();
        _site.Held["/p/3"] = release.Task;
        await _daemon.StartAsync();
        await _daemon.JsonAsync("source", "add", "feed", _site.Feed("a"), "--every", "2s");
        await Eventually.TrueAsync(() => _site.Asked("/p/3") > 0, "the third page is asked for");

        var (code, took) = await _daemon.SignalAsync(signal);
        Assert.Equal(0, code);
        // Not a measurement: the promise that a service manager may rely on.
        Assert.True(took < TimeSpan.FromSeconds(10), $"the stop took {took}");
        Assert.False(File.Exists(_daemon.Socket));
        Assert.Equal(["1", "2"], await _daemon.QueryAsync("SELECT native_id FROM item ORDER BY id"));

        release.SetResult();
        await _daemon.StartAsync();
        await TakenAsync(4);
        await AssertWholeAsync(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task CopyTakenWhileTheDaemonCollectsIsWholeAndIsNotRestoredUnderIt()
    {
        _site.List("a", [.. Enumerable.Range(1, 60).Select(i => $"{i}")]);
        await _daemon.StartAsync();
        await _daemon.JsonAsync("source", "add", "feed", _site.Feed("a"), "--every", "2s");
        await TakenAsync(5);
        var copy = _daemon.Beside("salinan.db");
        Assert.Equal(0, (await _daemon.RunAsync("db", "backup", copy)).Code);
        var refused = await _daemon.RunAsync("db", "restore", copy);
        Assert.Equal(1, refused.Code);
        Assert.Single(refused.ErrorLines);

        await _daemon.SignalAsync("TERM");
        Assert.Equal(0, (await _daemon.RunAsync("db", "restore", copy)).Code);
        Assert.Equal(0, (await _daemon.RunAsync("db", "check")).Code);
        await _daemon.StartAsync();
        await TakenAsync(60);
        Assert.Equal(60, await _daemon.CountAsync("SELECT COUNT(DISTINCT native_id) FROM item"));
    }

    private Task TakenAsync(long items) =>
        Eventually.TrueAsync(async () => await _daemon.CountAsync("SELECT COUNT(*) FROM item") >= items, $"{items} items are taken");

    /// <summary>What was served is what is stored, each with one flag and its proof, and the record of it holds.</summary>
    private async Task AssertWholeAsync(IEnumerable<string> served)
    {
        var expected = served.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(expected, (await _daemon.QueryAsync("SELECT native_id FROM item")).Order(StringComparer.Ordinal));
        Assert.Equal(
            expected,
            (await _daemon.QueryAsync("SELECT native_id FROM flag JOIN item ON item.id = item_id")).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            expected.Count,
            await _daemon.CountAsync(
                "SELECT COUNT(*) FROM flag JOIN flag_evidence ON flag_id = flag.id JOIN evidence ON evidence.id = evidence_id"
            )
        );
        Assert.Equal(0, await _daemon.CountAsync("SELECT COUNT(*) FROM setback"));
        foreach (var hash in await _daemon.QueryAsync("SELECT sha256 FROM evidence"))
        {
            Assert.True(File.Exists(Path.Combine(_daemon.Data, "evidence", hash[..2], hash + ".brs")), hash);
        }

        var verified = await _daemon.RunAsync("audit", "verify");
        Assert.True(verified.Code == 0, verified.Out + verified.Error);
        var sound = await _daemon.RunAsync("db", "check");
        Assert.True(sound.Code == 0, sound.Out + sound.Error);
    }
}
