using Monitor.Worker.Collection.X;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>Who is read with whom, by what it costs.</summary>
public sealed class XPlannerTests
{
    private readonly XOptions _options = new() { Plan = XPlan.PayPerUse };

    [Fact]
    public void AccountsReadEquallyFarShareARequestAndTheReasonNamesBothPrices()
    {
        var reading = Assert.Single(Plan(Read(1), Read(2), Read(3)));
        Assert.Equal((true, 3), (reading.IsSearch, reading.Members.Count));
        Assert.Contains("3 accounts in one request", reading.Why.En, StringComparison.Ordinal);
        Assert.Contains("apart USD", reading.Why.En, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAccountThatWasReadLessFarIsReadAloneWhenReadingTheOthersAgainCostsMore()
    {
        // Two busy neighbours for a day: 200 posts again, one dollar.
        var readings = Plan(Read(1, postsPerDay: 100), Read(2, postsPerDay: 100), Read(3, ago: 24));
        Assert.Equal([(true, 2), (false, 1)], readings.Select(reading => (reading.IsSearch, reading.Members.Count)));
        Assert.Equal(3, readings[1].Members[0].UserId);
    }

    [Fact]
    public void ItIsReadWithThemWhenRequestsCostMoreThanThat()
    {
        _options.PricePerRequest = 2;
        Assert.Equal(3, Assert.Single(Plan(Read(1, postsPerDay: 100), Read(2, postsPerDay: 100), Read(3, ago: 24))).Members.Count);
    }

    [Fact]
    public void TheCommonBeginningIsThatOfTheOneReadLeast()
    {
        var reading = Assert.Single(Plan(Read(1, ago: 1, postsPerDay: 0.1), Read(2, ago: 2, postsPerDay: 0.1)));
        Assert.Equal(XIds.At(Some.Moment.AddHours(-2)), reading.Since);
    }

    [Theory]
    [InlineData(6 * 24, true)]
    [InlineData((7 * 24) - 1, true)]
    [InlineData(7 * 24, false)]
    [InlineData(30 * 24, false)]
    public void WhatSearchCannotReachIsReadFromTimelines(int hours, bool search)
    {
        var readings = Plan(Read(1, ago: hours, postsPerDay: 0), Read(2, ago: hours, postsPerDay: 0));
        Assert.Equal(search ? 1 : 2, readings.Count);
        Assert.All(readings, reading => Assert.Equal(search, reading.IsSearch));
        if (!search)
        {
            Assert.Contains("reaches back only 7", readings[0].Why.En, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OneAccountAloneIsReadFromItsTimelineWhichHasTheWiderLimit() =>
        Assert.Contains("10,000", Assert.Single(Plan(Read(1))).Why.En, StringComparison.Ordinal);

    [Fact]
    public void WhatWasCutShortTogetherGoesOnTogetherAndWithNobodyElse()
    {
        var cut = Read(1) with { GapUntil = XIds.At(Some.Moment.AddMinutes(-5)), GapTop = XIds.At(Some.Moment) };
        var readings = Plan(cut, cut with { SourceId = 2, UserId = 2 }, Read(3));
        Assert.Equal(
            [
                [1, 2],
                [3],
            ],
            readings.Select(reading => reading.Members.Select(member => member.UserId).ToArray())
        );
        Assert.Equal((cut.GapUntil, cut.GapTop), (readings[0].Until, readings[0].Top));
    }

    [Fact]
    public void EveryAccountIsInExactlyOneReadingAndNoQueryIsTooLong()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            _options.ReadReposts = round % 2 == 0;
            var accounts = Enumerable
                .Range(1, random.Next(1, 120))
                .Select(i => Read(i, random.Next(0, 300), random.NextDouble() * 50) with { UserId = random.NextInt64(1, long.MaxValue) })
                .ToArray();
            var readings = Plan(accounts);
            Assert.Equal(
                accounts.Select(account => account.UserId).Order(),
                readings.SelectMany(reading => reading.Members).Select(member => member.UserId).Order()
            );
            Assert.All(readings, reading => Assert.InRange(new XPlanner(_options).Query(reading.Members).Length, 1, 512));
            Assert.All(readings, reading => Assert.All(reading.Members, member => Assert.True(member.Since >= reading.Since)));
        }
    }

    [Fact]
    public void AnIdIsTheMomentInWhichItWasGivenOut()
    {
        Assert.Equal(Some.Moment, XIds.TimeOf(XIds.At(Some.Moment)));
        // A post of 28 June 2022, 16:07:40.105 UTC.
        Assert.Equal(1_656_432_460_105, XIds.TimeOf(1_541_815_603_606_036_480).ToUnixTimeMilliseconds());
    }

    private static XWatched Read(long id, double ago = 0.25, double postsPerDay = 5) =>
        new(id, id, XIds.At(Some.Moment.AddHours(-ago)), null, null, postsPerDay);

    private List<XReading> Plan(params XWatched[] accounts) => new XPlanner(_options).Plan(accounts, Some.Moment);
}
