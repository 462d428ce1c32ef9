using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;

namespace Monitor.Worker.Tests.Sampling;

/// <summary>Which texts are drawn.</summary>
public sealed class SampleDrawTests
{
    [Theory]
    [InlineData(Attributed.Account, 0.29, Stratum.Account)]
    [InlineData(Attributed.Account, 0.30, Stratum.Near)]
    [InlineData(Attributed.Named, 0.59, Stratum.Near)]
    [InlineData(Attributed.Named, 0.10, Stratum.Rest)]
    [InlineData(Attributed.NameOnly, 0.40, Stratum.Near)]
    [InlineData(Attributed.Nobody, 0.59, Stratum.Rest)]
    [InlineData(Attributed.Nobody, 0.60, null)]
    public void TextBelongsToTheStratumOfItsScoreAndOrigin(string attribution, double score, string? stratum) =>
        Assert.Equal(
            stratum,
            new SampleDraw(
                new EphemeralDataProtectionProvider(),
                new DrawKey(new EphemeralDataProtectionProvider()),
                new SamplingOptions()
            ).StratumOf(attribution, score, threshold: 0.6)
        );

    [Fact]
    public void DrawIsEvenAndGivesTheSameItemTheSamePlace()
    {
        var key = new byte[32];
        var places = Enumerable.Range(0, 20_000).Select(i => DrawKey.Place(key, $"7\nbutir-{i}")).ToList();
        // Four deviations of a binomial of 20,000 at 0.05.
        Assert.InRange(places.Count(place => place < 0.05), 877, 1123);
        Assert.All(places, place => Assert.InRange(place, 0, 1));
        Assert.Equal(places[3], DrawKey.Place(key, "7\nbutir-3"));
    }

    [Fact]
    public void PlaceCannotBeToldWithoutTheKey()
    {
        var other = new byte[32];
        other[0] = 1;
        Assert.NotEqual(DrawKey.Place(new byte[32], "7\nbutir-1"), DrawKey.Place(other, "7\nbutir-1"));
        Assert.NotEqual(DrawKey.Place(new byte[32], "7\nbutir-1"), DrawKey.Place(new byte[32], "8\nbutir-1"));
    }
}
