namespace Monitor.Worker.Accuracy;

/// <summary>A figure that was not counted but estimated.</summary>
/// <param name="Value">The best guess.</param>
/// <param name="Low">From here.</param>
/// <param name="High">To here, in 95 of 100 cases.</param>
internal sealed record Estimate(double Value, double Low, double High)
{
    private const double Sigmas = 1.959964;

    /// <summary>
    /// A share and its interval (E. B. Wilson, "Probable inference", JASA 22, 1927). It does not shrink to nothing when none or all were found, which
    /// is the rule here and not the exception. Both counts may be fractions: those of a weighted sample are.
    /// </summary>
    public static Estimate Share(double found, double of)
    {
        const double z = Sigmas;
        var p = found / of;
        var whole = 1 + (z * z / of);
        var middle = (p + (z * z / (2 * of))) / whole;
        var half = z / whole * Math.Sqrt((p * (1 - p) / of) + (z * z / (4 * of * of)));
        return new Estimate(p, Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>
    /// A figure made of several independent ones. Each is moved to its limits by itself and what that changes is squared and added (the method of
    /// variance estimates recovery: R. G. Newcombe, Statistics in Medicine 17, 1998; G. Y. Zou and A. Donner, ibid. 27, 2008), so that the
    /// lopsided limits of small counts come through.
    /// </summary>
    public static Estimate Of(Func<IReadOnlyList<double>, double> figure, IReadOnlyList<Estimate> parts)
    {
        var values = parts.Select(part => part.Value).ToArray();
        var value = figure(values);
        var (down, up) = (0.0, 0.0);
        for (var i = 0; i < parts.Count; i++)
        {
            var (low, high) = (With(values, i, parts[i].Low), With(values, i, parts[i].High));
            down += Square(Math.Min(0, Math.Min(figure(low), figure(high)) - value));
            up += Square(Math.Max(0, Math.Max(figure(low), figure(high)) - value));
        }

        return new Estimate(value, value - Math.Sqrt(down), value + Math.Sqrt(up));
    }

    /// <summary>The same within limits that the figure cannot pass.</summary>
    public Estimate Within(double least, double most) => new(Value, Math.Max(least, Low), Math.Min(most, High));

    private static double[] With(double[] values, int place, double value)
    {
        var changed = (double[])values.Clone();
        changed[place] = value;
        return changed;
    }

    private static double Square(double value) => value * value;
}
