using Monitor.Worker.Language;
using Monitor.Worker.Summaries;

namespace Monitor.Worker.Tests.Summaries;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2024-12", "2024-12-01", "2024-12-31")]
    [InlineData("2024-Q1", "2024-01-01", "2024-03-31")]
    [InlineData("2024-q4", "2024-10-01", "2024-12-31")]
    [InlineData(" 2024-09-25..2024-11-23 ", "2024-09-25", "2024-11-23")]
    [InlineData("2024-10-01..2024-10-01", "2024-10-01", "2024-10-01")]
    public void MonthQuarterAndTwoDaysAreRead(string text, string from, string to) =>
        Assert.Equal(new Period(DateOnly.Parse(from), DateOnly.Parse(to)), Period.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("2024")]
    [InlineData("2024-13")]
    [InlineData("2024-Q5")]
    [InlineData("2024-Q0")]
    [InlineData("Oktober")]
    [InlineData("2024-10-02..2024-10-01")]
    [InlineData("2024-10-01..")]
    [InlineData("2024-10-01..2024-10-02..2024-10-03")]
    public void WhatIsNoPeriodIsRefusedWithItsValue(string text)
    {
        var refusal = Assert.Throws<RefusalException>(() => Period.Parse(text));
        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        Assert.Contains(text.Length == 0 ? "''" : text[..Math.Min(text.Length, 10)], refusal.Sentence.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-10-01..2024-10-14", 14)]
    [InlineData("2024-10", 5)]
    [InlineData("2024-Q4", 14)]
    [InlineData("2024-01-15..2024-12-10", 12)]
    public void PiecesCoverEveryDayOnce(string text, int count)
    {
        var period = Period.Parse(text);
        var pieces = period.Pieces();
        Assert.Equal(count, pieces.Count);
        Assert.Equal((period.From, period.To), (pieces[0].From, pieces[^1].To));
        Assert.All(pieces.Zip(pieces.Skip(1)), pair => Assert.Equal(pair.First.To.AddDays(1), pair.Second.From));
    }

    [Fact]
    public void SomebodyReachesTheOwnRegionsAndMayAskForOneWithin()
    {
        Assert.Equal(["33"], Reach.Of(["33.26", "33"], null, Models.Rules).Regions);
        Assert.Equal(["33.26"], Reach.Of(["33"], "33.26", Models.Rules).Regions);
        Assert.True(Reach.Of([], null, Models.Rules).IsEverything);
        Assert.Equal(RefusalKind.NotAllowed, Refused(["33.26"], "33"));
        Assert.Equal(RefusalKind.NotAllowed, Refused(["33"], "32"));
        Assert.Equal(RefusalKind.WrongInput, Refused([], "99"));
    }

    private static RefusalKind Refused(string[] own, string asked) =>
        Assert.Throws<RefusalException>(() => Reach.Of(own, asked, Models.Rules)).Kind;
}
