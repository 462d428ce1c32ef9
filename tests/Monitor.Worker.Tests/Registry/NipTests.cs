using Monitor.Worker.Registry;

namespace Monitor.Worker.Tests.Registry;

public sealed class NipTests
{
    private static readonly ManualTime Time = new(new DateTimeOffset(2024, 10, 1, 3, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("198609262015051001", "pns")]
    [InlineData("19860926 201505 1 001", "pns")]
    [InlineData(" 1968 0411 1993 03 1 009\u00A0", "pns")]
    [InlineData("'196804111993031009", "pns")]
    [InlineData("199009132023212014", "pppk")]
    [InlineData("199009132023242014", "pppk")]
    [InlineData("199209132024102001", "pns")]
    [InlineData("200002292019032001", "pns")]
    [InlineData("195310012024211001", "pppk")]
    public void ValidNumberIsReadAndItsKindTold(string text, string kind)
    {
        Assert.True(Nip.TryParse(text, Time, out var nip, out var problem), problem?.En);
        Assert.Equal(kind, AsnImport.KindName(nip.Kind));
        Assert.Equal(18, nip.Reveal().Length);
        Assert.DoesNotContain(' ', nip.Reveal());
    }

    [Theory]
    [InlineData("", "must be given")]
    [InlineData("   ", "must be given")]
    [InlineData("131234567", "old NIP of 9 digits")]
    [InlineData("19860926201505100", "this has 17")]
    [InlineData("1986092620150510011", "this has 19")]
    [InlineData("1986O9262015051001", "found 'O'")]
    [InlineData("1,98609E+17", "rounded by a spreadsheet")]
    [InlineData("198613262015051001", "'1986-13-26' does not exist")]
    [InlineData("198602302015051001", "'1986-02-30' does not exist")]
    [InlineData("190002292015051001", "'1900-02-29' does not exist")]
    [InlineData("198609262015001001", "this is '00'")]
    [InlineData("198609262015131001", "this is '13'")]
    [InlineData("198609262015191001", "this is '19'")]
    [InlineData("198609262024111001", "must not be in the future; this is '2024-11'")]
    [InlineData("198609262025211001", "must not be in the future; this is '2025-21'")]
    [InlineData("198609269999121001", "must not be in the future")]
    [InlineData("202510012025011001", "birth date (digits 1-8) must not be in the future")]
    [InlineData("200809262015051001", "must be 17-70; this is 6")]
    [InlineData("194301012024011001", "must be 17-70; this is 81")]
    [InlineData("198609260000051001", "must be 17-70")]
    [InlineData("198609262015053001", "this is '3'")]
    [InlineData("198609262015050001", "this is '0'")]
    [InlineData("198609262015051000", "starts at 001")]
    [InlineData("１98609262015051001", "digits and blanks only")]
    [InlineData("19860926201505100\u0000", "found 'U+0000'")]
    public void BrokenRuleIsNamedInOneSentence(string text, string rule)
    {
        Assert.False(Nip.TryParse(text, Time, out var nip, out var problem));
        Assert.Null(nip);
        Assert.Contains(rule, problem.En, StringComparison.Ordinal);
        Assert.NotEqual(problem.En, problem.Id);
    }

    [Theory]
    [InlineData("200710312024102001", true)]
    [InlineData("200711012024102001", false)]
    [InlineData("200712312024211001", true)]
    [InlineData("200801012024211001", false)]
    public void AgeIsJudgedInFavourOfThePersonWithinWhatTheNumberTells(string text, bool valid) =>
        Assert.Equal(valid, Nip.TryParse(text, Time, out _, out _));

    [Fact]
    public void TodayIsTheDayInJayapura()
    {
        var lateInSeptemberUtc = new ManualTime(new DateTimeOffset(2024, 9, 30, 16, 0, 0, TimeSpan.Zero));
        Assert.True(Nip.TryParse("199209132024102001", lateInSeptemberUtc, out _, out _));
        var earlier = new ManualTime(new DateTimeOffset(2024, 9, 30, 14, 59, 0, TimeSpan.Zero));
        Assert.False(Nip.TryParse("199209132024102001", earlier, out _, out _));
    }

    [Fact]
    public void MaskShowsTwoYearsAndNothingElse()
    {
        Assert.True(Nip.TryParse("198609262015051001", Time, out var nip, out _));
        Assert.Equal("1986****2015******", nip.Masked);
        Assert.Equal(nip.Masked, nip.ToString());
        Assert.Equal(nip.Masked, $"{nip}");
    }

    [Theory]
    [InlineData("19860926 201505 1 001", "1986**** 2015** * ***")]
    [InlineData("1986O9262015051001", "1986O****0150*****")]
    [InlineData("131234567", "1312****7")]
    [InlineData("12345678", "12345678")]
    [InlineData("Budi", "Budi")]
    public void MaskHidesWhatCouldBeMadeAValidNumber(string text, string shown) => Assert.Equal(shown, Nip.Mask(text));

    [Fact]
    public void SameDigitsAreTheSameNumberHoweverWritten()
    {
        Assert.True(Nip.TryParse("198609262015051001", Time, out var one, out _));
        Assert.True(Nip.TryParse("19860926 201505 1 001", Time, out var two, out _));
        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
    }
}
