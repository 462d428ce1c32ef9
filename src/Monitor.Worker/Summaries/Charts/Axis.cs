namespace Monitor.Worker.Summaries.Charts;

/// <summary>An axis that begins at zero and ends at a round number.</summary>
/// <param name="Most">Where it ends; above 0.</param>
/// <param name="Ticks">The values that are marked, zero and the end among them.</param>
internal sealed record Axis(double Most, IReadOnlyList<double> Ticks)
{
    /// <summary>Ticks by 1, 2 or 5 times a power of ten, at most five steps, whole numbers only: what is counted has no halves.</summary>
    public static Axis ForCounts(double most)
    {
        const int steps = 5;
        var rough = Math.Max(most, 1) / steps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = Math.Max(1, new[] { 1.0, 2, 5, 10 }.First(nice => nice * power >= rough * (1 - 1e-9)) * power);
        var count = (int)Math.Max(1, Math.Ceiling((most / step) - 1e-9));
        return new Axis(step * count, [.. Enumerable.Range(0, count + 1).Select(i => i * step)]);
    }

    /// <summary>Powers of ten from 1 to the first that is not below.</summary>
    public static Axis ForPowers(double most)
    {
        var last = Math.Max(1, (int)Math.Ceiling(Math.Log10(Math.Max(most, 1)) - 1e-9));
        return new Axis(Math.Pow(10, last), [.. Enumerable.Range(0, last + 1).Select(i => Math.Pow(10, i))]);
    }

    /// <summary>0 to 1 by fifths.</summary>
    public static Axis ForShares { get; } = new(1, [0, 0.2, 0.4, 0.6, 0.8, 1]);
}
