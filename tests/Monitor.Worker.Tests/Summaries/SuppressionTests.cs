using Monitor.Worker.Summaries;

namespace Monitor.Worker.Tests.Summaries;

public sealed class SuppressionTests
{
    [Fact]
    public void NothingIsShownBeforeItWasProtected()
    {
        var page = new Suppression();
        var count = page.Of(100);
        Assert.Null(count.Shown);
        page.Protect();
        Assert.Equal(100, count.Shown);
    }

    [Fact]
    public void SmallCountsAreKeptBackAndZeroAndFiveAreShown()
    {
        var page = new Suppression();
        var counts = Enumerable.Range(0, 7).Select(value => page.Of(value)).ToList();
        page.Protect();
        Assert.Equal([0, null, null, null, null, 5, 6], counts.Select(count => count.Shown));
    }

    [Fact]
    public void OneSmallPartTakesAnotherWithItSoThatTheTotalDoesNotTellIt()
    {
        var (_, parts, total) = Table(3, 20, 12, 30);
        Assert.Equal([null, 20, null, 30], parts.Select(part => part.Shown));
        Assert.Equal(65, total.Shown);
    }

    [Fact]
    public void TwoSmallPartsThatCouldOnlyBeSmallTakeAThirdWithThem()
    {
        // 2 and 1 from 23 - 20: whoever sees the 20 knows that both are below five.
        var (_, parts, _) = Table(2, 1, 20);
        Assert.All(parts, part => Assert.Null(part.Shown));
        var (_, open, _) = Table(4, 4, 20);
        Assert.Equal([null, null, 20], open.Select(part => part.Shown));
    }

    [Fact]
    public void SmallTotalIsKeptBackWithItsParts()
    {
        var (_, parts, total) = Table(3, 0, 0);
        Assert.Null(total.Shown);
        Assert.Equal([null, 0, 0], parts.Select(part => part.Shown));
    }

    [Fact]
    public void PartThatStandsAloneTakesItsTotalWithIt()
    {
        var page = new Suppression();
        var (small, total, other) = (page.Of(2), page.Of(2), page.Of(40));
        var all = page.Of(42);
        page.Sums(total, [small]);
        page.Sums(all, [total, other]);
        page.Protect();
        Assert.Equal([null, null, null, 42L], new[] { small, total, other, all }.Select(count => count.Shown));
    }

    [Fact]
    public void CountThatStandsInTwoTablesIsNotToldByTheOther()
    {
        // Regions hide 3 and 10; forms of the same total would tell nothing; but the same flags by model and report would give 3 away.
        var page = new Suppression();
        var (total, reported) = (page.Of(50), page.Of(3));
        var (a, b, model) = (page.Of(20), page.Of(27), page.Of(47));
        page.Sums(total, [reported, a, b]);
        page.Sums(total, [model, reported]);
        page.Protect();
        Assert.Null(reported.Shown);
        Assert.True(total.IsHidden || model.IsHidden);
        Assert.True(total.IsHidden || a.IsHidden || b.IsHidden);
    }

    [Fact]
    public void TableOfTwoWaysIsNotOpenedByItsMargins()
    {
        // The one small cell; hiding one more in its row and one in its column is not enough when their own crossing is shown.
        long[][] cells =
        [
            [3, 20, 30],
            [25, 15, 40],
            [50, 60, 70],
        ];
        var page = new Suppression();
        var counts = cells.Select(row => row.Select(page.Of).ToList()).ToList();
        foreach (var row in counts)
        {
            page.Sums(page.Of(row.Sum(count => count.Value)), row);
        }

        for (var i = 0; i < 3; i++)
        {
            var column = counts.ConvertAll(row => row[i]);
            page.Sums(page.Of(column.Sum(count => count.Value)), column);
        }

        page.Protect();
        Assert.True(counts[0][0].IsHidden);
        var hidden = counts.SelectMany(row => row).Count(count => count.IsHidden);
        Assert.True(hidden >= 4, $"{hidden} cells are kept back: a single one of a row or column is told by its margin.");
    }

    /// <summary>Another way to ask the same: is there a second table with the same shown numbers in which the count is five or more?</summary>
    [Fact]
    public void WhateverIsKeptBackCouldAsWellBeFiveOrMore()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var page = new Suppression();
            var rows = random.Next(1, 4);
            var columns = random.Next(2, 4);
            var cells = Enumerable
                .Range(0, rows)
                .Select(_ => Enumerable.Range(0, columns).Select(_ => page.Of(random.Next(0, 13))).ToList())
                .ToList();
            var sums = new List<(Count Total, List<Count> Parts)>();
            cells.ForEach(row => sums.Add((page.Of(row.Sum(count => count.Value)), row)));
            for (var i = 0; i < columns; i++)
            {
                var column = cells.ConvertAll(row => row[i]);
                sums.Add((page.Of(column.Sum(count => count.Value)), column));
            }

            sums.ForEach(sum => page.Sums(sum.Total, sum.Parts));
            page.Protect();
            foreach (var count in cells.SelectMany(row => row).Where(count => count.Value is > 0 and < 5))
            {
                Assert.True(count.IsHidden);
                Assert.True(
                    HasTwin(cells.SelectMany(row => row).ToList(), sums, count),
                    $"round {round}: a count of {count.Value} is told"
                );
            }
        }
    }

    // Searches small tables whole: every kept-back cell from 1 up, every kept-back total whatever comes of it but 0.
    private static bool HasTwin(List<Count> cells, List<(Count Total, List<Count> Parts)> sums, Count asked)
    {
        var hidden = cells.Where(cell => cell.IsHidden).OrderBy(cell => cell != asked).ToList();
        var guess = new Dictionary<Count, long>();
        return Search(0);

        bool Search(int at)
        {
            if (at == hidden.Count)
            {
                return true;
            }

            for (var value = at == 0 ? 5L : 1L; value <= 40; value++)
            {
                guess[hidden[at]] = value;
                if (sums.TrueForAll(Fits) && Search(at + 1))
                {
                    return true;
                }
            }

            guess.Remove(hidden[at]);
            return false;
        }

        bool Fits((Count Total, List<Count> Parts) sum)
        {
            var known = sum.Parts.Sum(part => part.IsHidden ? guess.GetValueOrDefault(part) : part.Value);
            var complete = sum.Parts.TrueForAll(part => !part.IsHidden || guess.ContainsKey(part));
            return sum.Total.IsHidden || (complete ? known == sum.Total.Value : known <= sum.Total.Value);
        }
    }

    [Fact]
    public void NothingIsKeptBackThatProtectsNobody()
    {
        var (_, parts, total) = Table(3, 9, 20, 40);
        Assert.Equal([null, null, 20, 40], parts.Select(part => part.Shown));
        Assert.Equal(72, total.Shown);
        var page = new Suppression();
        var rows = new[] { (3, 1), (188, 52), (83, 33) }.Select(row => (Signed: page.Of(row.Item1), Not: page.Of(row.Item2))).ToList();
        var registered = rows.ConvertAll(row => page.Of(row.Signed.Value + row.Not.Value));
        var all = new[] { page.Of(274), page.Of(86), page.Of(360) };
        rows.Zip(registered).ToList().ForEach(row => page.Sums(row.Second, [row.First.Signed, row.First.Not]));
        page.Sums(all[0], rows.ConvertAll(row => row.Signed));
        page.Sums(all[1], rows.ConvertAll(row => row.Not));
        page.Sums(all[2], registered);
        page.Sums(all[2], [all[0], all[1]]);
        page.Protect();
        Assert.Equal([274, 86, 360], all.Select(count => count.Shown));
        Assert.Equal(2, registered.Count(count => count.IsHidden));
    }

    [Fact]
    public void ThousandCountsAreDecidedAndEachSumStaysRight()
    {
        var random = new Random(11);
        var page = new Suppression();
        var rows = Enumerable.Range(0, 500).Select(_ => (Signed: page.Of(random.Next(0, 60)), Not: page.Of(random.Next(0, 9)))).ToList();
        var registered = rows.ConvertAll(row => page.Of(row.Signed.Value + row.Not.Value));
        rows.Zip(registered).ToList().ForEach(row => page.Sums(row.Second, [row.First.Signed, row.First.Not]));
        var (signed, not) = (page.Of(rows.Sum(row => row.Signed.Value)), page.Of(rows.Sum(row => row.Not.Value)));
        var all = page.Of(signed.Value + not.Value);
        page.Sums(signed, rows.ConvertAll(row => row.Signed));
        page.Sums(not, rows.ConvertAll(row => row.Not));
        page.Sums(all, registered);
        page.Sums(all, [signed, not]);
        page.Protect();
        Assert.False(all.IsHidden);
        Assert.All(rows.Where(row => row.Not.Value is > 0 and < 5), row => Assert.True(row.Not.IsHidden));
        // A share would tell what is not signed: of each such row one of the other two is kept back as well.
        Assert.All(
            rows.Zip(registered).Where(row => row.First.Not.Value is > 0 and < 5),
            row => Assert.True(row.First.Signed.IsHidden || row.Second.IsHidden)
        );
    }

    private static (Suppression Page, List<Count> Parts, Count Total) Table(params long[] values)
    {
        var page = new Suppression();
        var parts = values.Select(page.Of).ToList();
        var total = page.Of(values.Sum());
        page.Sums(total, parts);
        page.Protect();
        return (page, parts, total);
    }
}
