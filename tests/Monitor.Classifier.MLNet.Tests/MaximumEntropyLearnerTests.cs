using Monitor.Classifier.Learning;

namespace Monitor.Classifier.MLNet.Tests;

public sealed class MaximumEntropyLearnerTests
{
    [Theory]
    [InlineData(Solver.Sdca)]
    [InlineData(Solver.Lbfgs)]
    public void ThreeClassesThatAreApartAreToldApart(Solver solver)
    {
        var rows = Rows(classes: 3);
        var learned = new MaximumEntropyLearner(solver, 10).Learn(rows, 3, seed: 1);
        Assert.All(Enumerable.Range(0, rows.Count), row => Assert.Equal(rows.Label(row), Best(learned, rows, row)));
    }

    [Theory]
    [InlineData(Solver.Sdca)]
    [InlineData(Solver.Lbfgs)]
    public void OfTwoClassesTheSecondsLogitIsTheMirrorImageOfTheFirsts(Solver solver)
    {
        var rows = Rows(classes: 2);
        var learned = new MaximumEntropyLearner(solver, 1).Learn(rows, 2, seed: 1);
        Assert.Equal(learned.Weights[0], learned.Weights[1].Select(w => -w));
        Assert.All(Enumerable.Range(0, rows.Count), row => Assert.Equal(rows.Label(row), Best(learned, rows, row)));
    }

    [Theory]
    [InlineData(Solver.Sdca)]
    [InlineData(Solver.Lbfgs)]
    public void TheSameRowsAndSeedGiveTheSameBits(Solver solver)
    {
        var once = new MaximumEntropyLearner(solver, 1).Learn(Rows(3), 3, seed: 5);
        var again = new MaximumEntropyLearner(solver, 1).Learn(Rows(3), 3, seed: 5);
        Assert.Equal(once.Weights, again.Weights);
        Assert.Equal(once.Biases, again.Biases);
    }

    [Theory]
    [InlineData(Solver.Sdca)]
    [InlineData(Solver.Lbfgs)]
    public void TheLogitsAreThoseOfTheHousesOwnLearner(Solver solver)
    {
        // Two classes, one problem: the objective is the same up to the bias, which the house's learner regularises too.
        var rows = Rows(classes: 2);
        var own = new DualCoordinateLogistic(1, epochs: 500, tolerance: 1e-6).Learn(rows, 2, seed: 1);
        var other = new MaximumEntropyLearner(solver, 1, iterations: 500).Learn(rows, 2, seed: 1);
        for (var row = 0; row < rows.Count; row++)
        {
            Assert.Equal(Logit(own, rows, row, 1), Logit(other, rows, row, 1), tolerance: 0.35);
        }
    }

    [Fact]
    public void TheNameSaysHow() => Assert.Equal("maximum entropy, ML.NET Lbfgs, C=0.1", new MaximumEntropyLearner(Solver.Lbfgs, 0.1).Name);

    /// <summary>Rows in which the words 2c and 2c+1 belong to class c, in no order, with a word that says nothing.</summary>
    private static SparseRows Rows(int classes)
    {
        var rows = new SparseRows();
        for (var i = 0; i < 60; i++)
        {
            var label = i % classes;
            rows.Add([20, (2 * label) + (i / classes % 2)], [0.3f, 1f], label, 1f);
        }

        return rows;
    }

    private static int Best(LinearWeights learned, SparseRows rows, int row) =>
        Enumerable.Range(0, learned.Weights.Length).MaxBy(c => Logit(learned, rows, row, c));

    private static double Logit(LinearWeights learned, SparseRows rows, int row, int target)
    {
        double sum = learned.Biases[target];
        for (var k = 0; k < rows.Indices(row).Length; k++)
        {
            sum += learned.Weights[target][rows.Indices(row)[k]] * rows.Values(row)[k];
        }

        return sum;
    }
}
