using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Collection;

namespace Monitor.Worker.Tests.Collection.Load;

/// <summary>Two thousand feeds on one machine. Not run with the tests; docs/collection.md has the command and the figures.</summary>
public sealed class LoadMeasurements
{
    // Fifteen minutes in one.
    private const int Factor = 15;
    private const int Cycles = 3;

    [Fact(Explicit = true)]
    public async Task TwoThousandFeedsKeepTheirScheduleOverThreeCycles()
    {
        var time = new CompressedTime(Some.Moment, Factor);
        var options = new CollectionOptions();
        await using var test = await FleetUnderTest.StartAsync(2000, time, options, withSlowOnes: true);
        var (start, cpu) = (time.GetUtcNow(), Environment.CpuUsage.TotalTime);
        // The first checks of two thousand feeds that are all due at once take most of a cycle; each feed's own beat begins with its first.
        var end = start + (FleetUnderTest.Every * (Cycles + 2));
        using var stop = new CancellationTokenSource(end - start, time);
        while (time.GetUtcNow() < end && test.LatenessOfGoodFeeds().Exists(feed => feed.Lateness.Count <= Cycles))
        {
            try
            {
                await test.Collector.CollectDueAsync(stop.Token);
                await Task.Delay(TimeSpan.FromSeconds(15), time, stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        var used = Environment.CpuUsage.TotalTime - cpu;
        var feeds = test.LatenessOfGoodFeeds();
        foreach (var kind in test.Fleet.Feeds.CountBy(feed => feed.Conduct))
        {
            Write($"{kind.Value} feeds {kind.Key}");
        }

        Write(
            $"{test.Fleet.Requests.Count} requests, {test.Collector.Counts.Collected} items, {test.Collector.Counts.Failed} failed checks"
        );
        var first = feeds.Select(feed => test.Fleet.Requests.First(request => request.Url == feed.Url).Came - start).Max();
        Write($"the first checks took {Seconds(first)}");
        for (var cycle = 1; cycle <= Cycles; cycle++)
        {
            var late = feeds.Where(feed => feed.Lateness.Count > cycle).Select(feed => feed.Lateness[cycle]).Order().ToList();
            Write(
                $"cycle {cycle}: {late.Count} of {feeds.Count} good feeds asked; behind their beat: median {Seconds(late[late.Count / 2])}, "
                    + $"95 of 100 {Seconds(late[late.Count * 95 / 100])}, most {Seconds(late[^1])}, least {Seconds(late[0])}"
            );
        }

        var closest = test.Fleet.ClosestRequests();
        Write(
            $"closest two requests to one host: {Seconds(closest.Shortest)} ({closest.Host}); asked for {Seconds(options.PerHostInterval)}"
        );
        Write(
            $"processor time {used.TotalSeconds:0} s for {(time.GetUtcNow() - start).TotalMinutes:0} minutes of the fleet's time, {Factor} times as fast; peak working set {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"
        );
        Assert.True(closest.Shortest >= options.PerHostInterval, $"{closest}");
        Assert.All(feeds, feed => Assert.True(feed.Lateness.Count > Cycles, feed.Url));
        Assert.DoesNotContain(test.Log.Lines, line => line.Level >= LogLevel.Error);
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    private static void Write(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
