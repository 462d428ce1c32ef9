using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Tests.Collection;

/// <summary>How often a source is checked, by the contests of 2024 and by what the source says of itself.</summary>
public sealed class TimetableTests
{
    private static readonly DateTimeOffset Now = Some.Moment;
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private readonly CollectionOptions _options = new();

    [Fact]
    public void WordOfAnOperatorHoldsWhateverTheRhythm()
    {
        var pace = Pace(Source(), Entries(every: TimeSpan.FromMinutes(1)));
        Assert.Equal((Quarter, "as set for this source"), (pace.Interval, pace.Why.En));
    }

    [Theory]
    [InlineData(60, 30)] // half of the usual gap
    [InlineData(2, 5)] // Collection:MinInterval
    [InlineData(10_000, 60)] // Collection:MaxRhythmInterval
    public void AdaptiveSourceIsCheckedTwiceInItsUsualGapWithinTheBounds(int gapMinutes, int expectedMinutes)
    {
        var pace = Pace(Source(adaptive: true), Entries(TimeSpan.FromMinutes(gapMinutes)));
        Assert.Equal(TimeSpan.FromMinutes(expectedMinutes), pace.Interval);
        Assert.Contains("by the dates of its entries", pace.Why.En, StringComparison.Ordinal);
    }

    [Fact]
    public void AdaptiveSourceThatFallsSilentSlowsDown()
    {
        var said = Entries(TimeSpan.FromMinutes(20));
        Assert.Equal(TimeSpan.FromMinutes(10), Timetable().PaceOf(Source(adaptive: true), said, Now).Interval);
        Assert.Equal(
            TimeSpan.FromMinutes(20),
            Timetable().PaceOf(Source(adaptive: true), said, Now + (said.UsualGap(Now)!.Value * said.Listed)).Interval
        );
    }

    [Fact]
    public void WithoutDatesTheLearnedRhythmDecidesThenTheFeedsOwnWordThenTheInterval()
    {
        var daily = Said.Nothing with { UpdatePeriod = TimeSpan.FromHours(1) };
        var learned = Source(adaptive: true, gap: TimeSpan.FromMinutes(40));
        Assert.Equal(TimeSpan.FromMinutes(20), Pace(learned, daily).Interval);
        Assert.Equal(TimeSpan.FromMinutes(30), Pace(Source(adaptive: true), daily).Interval);
        var unknown = Pace(Source(adaptive: true), Said.Nothing);
        Assert.Equal((Quarter, "the source's rhythm is not known yet"), (unknown.Interval, unknown.Why.En));
    }

    [Theory]
    [InlineData(20, 0, 20, "(ttl)")]
    [InlineData(20, 25, 25, "(Cache-Control/Expires)")]
    [InlineData(10, 0, 15, "as set")]
    [InlineData(1440, 0, 30, "honoured up to 30 minutes")]
    public void WhatTheSiteAsksForMakesTheIntervalLongerUpToABound(int ttl, int fresh, int expected, string why)
    {
        var pace = Pace(Source(), Said.Nothing with { TimeToLive = TimeSpan.FromMinutes(ttl), Fresh = TimeSpan.FromMinutes(fresh) });
        Assert.Equal(TimeSpan.FromMinutes(expected), pace.Interval);
        Assert.Contains(why, pace.Why.En, StringComparison.Ordinal);
    }

    [Fact]
    public void IntervalOfAPhaseHoldsInTheRegionWhereItRunsAndSaysSo()
    {
        var source = Source(
            place: "33.26",
            phases: new() { ["kampanye"] = TimeSpan.FromMinutes(6), ["masa_tenang"] = TimeSpan.FromMinutes(5) }
        );
        var campaign = Pace(source, Said.Nothing);
        Assert.Equal(
            (TimeSpan.FromMinutes(6), "kampanye", "pilkada-2024"),
            (campaign.Interval, campaign.Phase!.Phase.Code, campaign.Phase.Contest.Code)
        );
        Assert.Contains(
            "phase kampanye of pilkada-2024 runs from 2024-09-25 to 2024-11-23 in region 33.26",
            campaign.Why.En,
            StringComparison.Ordinal
        );

        var quiet = Timetable().PaceOf(source, Said.Nothing, new(2024, 11, 25, 3, 0, 0, TimeSpan.Zero));
        Assert.Equal((TimeSpan.FromMinutes(5), "masa_tenang"), (quiet.Interval, quiet.Phase!.Phase.Code));

        var after = Timetable().PaceOf(source, Said.Nothing, new(2025, 6, 1, 3, 0, 0, TimeSpan.Zero));
        Assert.Equal((Quarter, null), (after.Interval, after.Phase));
    }

    [Theory]
    [InlineData("33.26", 17)] // WIB: midnight is 17:00Z
    [InlineData("73.08", 16)] // WITA
    [InlineData("91.71", 15)] // WIT
    public void PhaseBeginsAtMidnightOfTheRegionAndTheCheckComesWithIt(string place, int utcHour)
    {
        var midnight = new DateTimeOffset(2024, 11, 23, utcHour, 0, 0, TimeSpan.Zero);
        var due = midnight - TimeSpan.FromHours(1) - TimeSpan.FromMinutes(3);
        var source = Source(place, TimeSpan.FromHours(6), phases: new() { ["masa_tenang"] = TimeSpan.FromMinutes(5) }, due: due);
        Assert.Equal(midnight, Timetable().NextAfter(source, Said.Nothing, due));
        Assert.Equal(TimeSpan.FromHours(6), Timetable().PaceOf(source, midnight - TimeSpan.FromSeconds(1)).Interval);
        Assert.Equal(TimeSpan.FromMinutes(5), Timetable().PaceOf(source, midnight).Interval);

        // A minute before midnight the source was just checked: the new interval counts from that check.
        var late = Source(
            place,
            TimeSpan.FromHours(6),
            phases: new() { ["masa_tenang"] = TimeSpan.FromMinutes(5) },
            due: midnight - TimeSpan.FromMinutes(1)
        );
        Assert.Equal(midnight + TimeSpan.FromMinutes(4), Timetable().NextAfter(late, Said.Nothing, midnight - TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void HoursAndDaysThatTheFeedCallsUselessArePassedOverOnTheBeat()
    {
        // Tuesday 03:00Z; hours 3 to 5 and the whole of Wednesday are named.
        var hours = Said.Nothing with
        {
            SkipHours = [3, 4, 5],
        };
        Assert.Equal(Now.Date.AddHours(6), Timetable().NextAfter(Source(due: Now), hours, Now).UtcDateTime);
        _options.MaxInterval = TimeSpan.FromHours(2);
        Assert.Equal(Now + TimeSpan.FromHours(2), Timetable().NextAfter(Source(due: Now), hours, Now));
        _options.MaxInterval = TimeSpan.FromDays(3);
        var evening = new DateTimeOffset(2024, 10, 1, 23, 45, 0, TimeSpan.Zero);
        Assert.Equal(
            Now.Date.AddDays(2),
            Timetable().NextAfter(Source(due: evening), Said.Nothing with { SkipDays = [DayOfWeek.Wednesday] }, evening).UtcDateTime
        );
    }

    [Theory]
    [InlineData("public, max-age=600", null, null, 600)]
    [InlineData("max-age=600", "100", null, 500)]
    [InlineData("max-age=600", "700", null, null)]
    [InlineData("no-cache, max-age=600", null, null, null)]
    [InlineData("max-age=99999999999999999999", null, null, null)]
    [InlineData("max-age=999999999", null, null, 86_400)]
    [InlineData("max-age=-5", null, null, null)]
    [InlineData(null, null, "Tue, 01 Oct 2024 03:10:00 GMT", 600)]
    [InlineData(null, null, "Tue, 01 Oct 2024 02:00:00 GMT", null)]
    [InlineData(null, null, "0", null)]
    [InlineData(null, null, null, null)]
    public void CacheHeadersAreReadWithAgeAndBounds(string? control, string? age, string? expires, int? seconds)
    {
        var headers = new List<KeyValuePair<string, string>> { new("date", "Tue, 01 Oct 2024 03:00:00 GMT") };
        foreach (var (name, value) in ((string, string?)[])[("cache-control", control), ("age", age), ("expires", expires)])
        {
            if (value is not null)
            {
                headers.Add(new(name, value));
            }
        }

        Assert.Equal(seconds, (int?)Freshness.Of(Answer() with { Headers = headers })?.TotalSeconds);
    }

    private Timetable Timetable() => new(Models.Rules, _options);

    private Pace Pace(Source source, Said said) => Timetable().PaceOf(source, said, Now);

    private static WebAnswer Answer() =>
        new()
        {
            Outcome = WebOutcome.Ok,
            Url = new Uri("https://kabar.example/rss"),
            Reason = new Sentence("-", "-"),
            FetchedAt = Now,
        };

    private static Said Entries(TimeSpan every) =>
        Said.Of(
            new SourceReading(
                Answer(),
                null,
                [.. Enumerable.Range(1, 12).Select(i => new PendingEntry($"{i}", null, "", "-", Now - (every * i), [], []))],
                null
            ),
            Said.Nothing
        );

    private static Source Source(
        string? place = null,
        TimeSpan? every = null,
        bool adaptive = false,
        TimeSpan? gap = null,
        Dictionary<string, TimeSpan>? phases = null,
        DateTimeOffset? due = null
    ) =>
        new()
        {
            EveryMs = (long)(every ?? Quarter).TotalMilliseconds,
            Adaptive = adaptive ? 1 : 0,
            GapMs = (long?)gap?.TotalMilliseconds,
            Gaps = gap is null ? 0 : 5,
            PhaseEvery = Worker.Collection.Source.WritePhases(phases ?? []),
            Place = place,
            NextCheckAt = due ?? Now,
        };
}
