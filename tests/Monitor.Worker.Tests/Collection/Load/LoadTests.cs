using Monitor.Worker.Collection;

namespace Monitor.Worker.Tests.Collection.Load;

/// <summary>A small fleet over three cycles, second by second on a clock that is turned by hand; <see cref="LoadMeasurements"/> has the large one.</summary>
public sealed class LoadTests
{
    [Fact]
    public async Task MixedFleetKeepsItsScheduleAndNoHostIsAskedTooOftenOverThreeCycles()
    {
        var time = new ManualTime(Some.Moment);
        // A worker that waits for its turn would wait for a clock that nobody turns meanwhile: the host is come back to instead.
        var options = new CollectionOptions { MaxTurnWait = TimeSpan.Zero, Workers = 4 };
        await using var test = await FleetUnderTest.StartAsync(75, time, options, withSlowOnes: false);
        for (var second = 0; second < FleetUnderTest.Every.TotalSeconds * 3.5; second++)
        {
            await test.Collector.CollectDueAsync(default);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(test.Fleet.ClosestRequests().Shortest >= options.PerHostInterval, $"{test.Fleet.ClosestRequests()}");
        var feeds = test.LatenessOfGoodFeeds();
        Assert.True(feeds.Count >= 40, $"{feeds.Count} good feeds");
        Assert.All(
            feeds,
            feed =>
            {
                Assert.Equal(4, feed.Lateness.Count);
                // Five feeds of one host, five seconds apart, and a sixth request for robots.txt: never more than half a minute late.
                Assert.All(feed.Lateness, late => Assert.InRange(late, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
            }
        );
        Assert.DoesNotContain(test.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }
}
