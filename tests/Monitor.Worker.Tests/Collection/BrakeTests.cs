using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Hosting;
using Monitor.Worker.Intake;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

/// <summary>More than the store can take: collection slows down and says so, nothing is lost, and those who review are answered.</summary>
public abstract class BrakeTests : CollectorSuite
{
    private readonly ListLogger<Brake> _said = new();

    [Fact]
    public async Task WhileAWriteDoesNotEndFewerAndFewerSourcesAreWorkedAndAfterwardsAllAgain()
    {
        CollectionSettings.Workers = 8;
        CollectionSettings.SlowWrite = TimeSpan.FromMilliseconds(50);
        var brake = new Brake(Database, CollectionSettings, Time, _said);
        Assert.Equal((8, false), (brake.Look(), brake.IsOn));

        var (write, end) = await HoldAsync();
        await Eventually.TrueAsync(() => Database.Pressure.Latency > CollectionSettings.SlowWrite, "the wait shows");
        Assert.Equal(8, brake.Look());
        foreach (var workers in (int[])[4, 2, 1, 1])
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(workers, brake.Look());
        }

        Assert.True(brake.IsOn);
        Assert.Equal(
            3,
            _said.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.StartsWith("The store is slow", StringComparison.Ordinal))
        );

        end.SetResult();
        await write;
        await Eventually.TrueAsync(
            async () =>
            {
                await ExecuteAsync("UPDATE source SET host = host WHERE id = 0");
                return Database.Pressure.Latency < CollectionSettings.SlowWrite / 2;
            },
            "quick writes show as well"
        );
        foreach (var workers in (int[])[2, 4, 8])
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(workers, brake.Look());
        }

        Assert.False(brake.IsOn);
        Assert.Contains(_said.Lines, line => line.Text.StartsWith("The store keeps up again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnASlowStoreTheCollectorSlowsDownSaysSoAndLosesNothing()
    {
        const int feeds = 12;
        CollectionSettings.SlowWrite = TimeSpan.FromMilliseconds(20);
        var collector = CollectorWith(new Brake(Database, CollectionSettings, Clock.Machine, _said));
        await ListAsync(feeds, entries: 5);
        using var stop = new CancellationTokenSource();
        // Whoever else writes takes his time with it, again and again.
        var slow = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Database.WriteAsync(_ => Task.Delay(TimeSpan.FromMilliseconds(150)), CancellationToken.None);
            }
        });
        await Eventually.TrueAsync(
            async () =>
            {
                await collector.CollectDueAsync(default);
                await ExecuteAsync("UPDATE source SET next_check_at = 0");
                return !_said.Lines.IsEmpty;
            },
            "the brake is felt"
        );
        await stop.CancelAsync();
        await slow;
        Assert.Contains(_said.Lines, line => line.Level == LogLevel.Warning);
        Assert.Equal(feeds * 5, await CountAsync("item"));
        Assert.Equal(0, await CountAsync("setback"));
    }

    /// <summary>MONITOR_BURST=100000 makes it the hundred thousand of docs/performance.md; small in every run.</summary>
    [Fact]
    public async Task InABurstNothingIsDroppedAndReviewersAreAnsweredAllTheWhile()
    {
        const int each = 50;
        var size = int.Parse(Environment.GetEnvironmentVariable("MONITOR_BURST") ?? "1500", CultureInfo.InvariantCulture);
        var feeds = size / each;
        CollectionSettings.Workers = 16;
        CollectionSettings.BatchPerHost = 16;
        CollectionSettings.PerHostConcurrency = 8;
        IntakeSettings.Threshold = "0.9";
        var collector = CollectorWith(new Brake(Database, CollectionSettings, Clock.Machine, _said));
        for (var i = 0; i < 20; i++)
        {
            await OpenFlagAsync(text: $"Ayo pilih nomor dua {i}");
        }

        await ListAsync(feeds, each);
        var start = Clock.Machine.GetTimestamp();
        var collecting = Task.Run(() => collector.CollectDueAsync(default));
        var claims = new List<double>();
        while (!collecting.IsCompleted)
        {
            var asked = Clock.Machine.GetTimestamp();
            var flag = await Queue.ClaimNextAsync(Some.Analyst(), [], default);
            Assert.NotNull(flag);
            await Queue.ReleaseAsync(flag.Id, Some.Analyst(), default);
            claims.Add(Clock.Machine.GetElapsedTime(asked).TotalMilliseconds);
        }

        await collecting;
        var took = Clock.Machine.GetElapsedTime(start);
        Assert.Equal(feeds * each, await CountAsync("item") - 20);
        Assert.Equal(0, await CountAsync("setback"));
        Assert.True(claims.Count >= 3, $"{claims.Count} claims were answered in the time");
        claims.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{feeds * each} items in {took.TotalSeconds:0.0} s; {claims.Count} claims with release meanwhile: median {claims[claims.Count / 2]:0} ms, 95 of 100 {claims[claims.Count * 95 / 100]:0} ms, longest {claims[^1]:0} ms; brake said {_said.Lines.Count} times"
            )
        );
    }

    private Collector CollectorWith(Brake brake) =>
        new(
            Sources,
            Setbacks,
            new SourceReaders([new FeedReader(Gate)]),
            new PageReader(Gate, new ArticleExtractor(SiteSelectors.Shipped()), CollectionSettings),
            IntakeRoom,
            Timetable,
            brake,
            CollectionSettings,
            Time,
            Log
        );

    private async Task ListAsync(int feeds, int entries)
    {
        for (var feed = 0; feed < feeds; feed++)
        {
            var rss = new StringBuilder("<rss version=\"2.0\"><channel><title>Kabar</title>");
            for (var entry = 0; entry < entries; entry++)
            {
                rss.Append(
                    CultureInfo.InvariantCulture,
                    $"<item><guid>{feed}-{entry}</guid><description>Warga desa {feed} membersihkan saluran irigasi ke-{entry} bersama-sama.</description></item>"
                );
            }

            Site.Bodies[$"/{feed}.xml"] = rss.Append("</channel></rss>").ToString();
            await Sources.AddAsync(Some.Source(Site.Feed($"{feed}"), reads: SourceReads.Entry), Some.Admin, default);
        }
    }

    private async Task<(Task Write, TaskCompletionSource End)> HoldAsync()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var write = Database.WriteAsync(
            _ =>
            {
                begun.TrySetResult();
                return end.Task;
            },
            default
        );
        await begun.Task;
        return (write, end);
    }
}

/// <summary>On SQLite.</summary>
public sealed class BrakeOnSqliteTests : BrakeTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class BrakeOnPostgreSqlTests : BrakeTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
