namespace Monitor.Classifier.Evaluation;

/// <summary>Confidence intervals by drawing the rows again (B. Efron 1979), and the paired test of two models on the same rows.</summary>
public static class Bootstrap
{
    private const int Draws = 400;

    /// <summary>The middle 95 % of a figure over redrawn rows.</summary>
    public static (double Low, double High) Interval(int rows, Func<int[], double> figure, int seed)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var random = new Random(seed);
        var values = new double[Draws];
        var drawn = new int[rows];
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < rows; i++)
            {
                drawn[i] = random.Next(rows);
            }

            values[draw] = figure(drawn);
        }

        Array.Sort(values);
        return (values[(int)(Draws * 0.025)], values[(int)(Draws * 0.975)]);
    }
}
