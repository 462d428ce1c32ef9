using Monitor.Worker.Accuracy;

namespace Monitor.Worker.Tests.Accuracy;

/// <summary>The arithmetic of shares and intervals, against published examples and sums done by hand.</summary>
public sealed class EstimateTests
{
    // R. G. Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void IntervalOfAShareIsThePublishedOne(int found, int of, double low, double high)
    {
        var share = Estimate.Share(found, of);
        Assert.Equal((double)found / of, share.Value, 12);
        Assert.Equal(low, share.Low, 4);
        Assert.Equal(high, share.High, 4);
    }

    // The same author, ibid. 873, table II (a), method 10: 56 of 70 against 48 of 80.
    [Fact]
    public void IntervalOfADifferenceIsThePublishedOne()
    {
        var difference = Estimate.Of(shares => shares[0] - shares[1], [Estimate.Share(56, 70), Estimate.Share(48, 80)]);
        Assert.Equal(0.2, difference.Value, 12);
        Assert.Equal(0.0524, difference.Low, 4);
        Assert.Equal(0.3339, difference.High, 4);
    }

    [Fact]
    public void FigureThatFallsWithItsPartIsMovedTheRightWay()
    {
        var rest = Estimate.Of(shares => 1 - shares[0], [new Estimate(0.2, 0.1, 0.4)]);
        Assert.Equal(0.6, rest.Low, 12);
        Assert.Equal(0.9, rest.High, 12);
    }
}
