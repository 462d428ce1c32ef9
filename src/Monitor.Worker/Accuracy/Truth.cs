using Monitor.Worker.Review;
using Monitor.Worker.Sampling;

namespace Monitor.Worker.Accuracy;

/// <summary>What became of the flags that the machine opened.</summary>
/// <param name="Opened">All of them, decided or not.</param>
/// <param name="Confirmed">Confirmed in the end.</param>
/// <param name="Dismissed">Dismissed in the end.</param>
/// <param name="DismissedByOne">Of those, dismissed by one reader, with no second reading.</param>
/// <param name="Reread">Closed ones whose first reader dismissed them and that a second person read.</param>
/// <param name="RereadConfirmed">Of those, confirmed in the end.</param>
internal sealed record FlagCounts(int Opened, int Confirmed, int Dismissed, int DismissedByOne, int Reread, int RereadConfirmed)
{
    /// <summary>Those that were decided.</summary>
    public int Closed => Confirmed + Dismissed;
}

/// <summary>How two readers agreed who did not know of each other.</summary>
/// <param name="FirstConfirmed">First readings that confirmed.</param>
/// <param name="FirstDismissed">First readings that dismissed.</param>
/// <param name="ConfirmedReread">Second readings after a confirmation.</param>
/// <param name="ConfirmedTwice">Of those, confirmed.</param>
/// <param name="DismissedReread">Second readings after a dismissal.</param>
/// <param name="DismissedThenConfirmed">Of those, confirmed.</param>
internal sealed record AgreementCounts(
    int FirstConfirmed,
    int FirstDismissed,
    int ConfirmedReread,
    int ConfirmedTwice,
    int DismissedReread,
    int DismissedThenConfirmed
)
{
    /// <summary>Second readings.</summary>
    public int ReadTwice => ConfirmedReread + DismissedReread;

    /// <summary>Counts pairs of first and second verdicts; null where there is none.</summary>
    public static AgreementCounts Of(IEnumerable<(string? First, string? Second)> pairs)
    {
        var all = pairs.ToList();
        return new AgreementCounts(
            all.Count(pair => pair.First == Verdict.Confirm),
            all.Count(pair => pair.First == Verdict.Dismiss),
            all.Count(pair => pair is { First: Verdict.Confirm, Second: not null }),
            all.Count(pair => pair is { First: Verdict.Confirm, Second: Verdict.Confirm }),
            all.Count(pair => pair is { First: Verdict.Dismiss, Second: not null }),
            all.Count(pair => pair is { First: Verdict.Dismiss, Second: Verdict.Confirm })
        );
    }
}

/// <summary>One stratum of what was not flagged.</summary>
/// <param name="Name">One of <see cref="Stratum"/>.</param>
/// <param name="Texts">How many texts it holds; counted.</param>
/// <param name="Drawn">How many were drawn.</param>
/// <param name="Read">How many were answered with yes or no.</param>
/// <param name="Unsure">How many were answered with unsure.</param>
/// <param name="Missed">How many were answered with yes.</param>
/// <param name="MissedShare">Weighted share of yes among those read.</param>
/// <param name="Effective">How many equally weighted readings those are worth.</param>
internal sealed record StratumCounts(
    string Name,
    long Texts,
    int Drawn,
    int Read,
    int Unsure,
    int Missed,
    double MissedShare,
    double Effective
);

/// <summary>
/// What readings tell about the machine and about each other. Pure arithmetic over counts; every figure is null where the counts are too small to
/// say anything.
/// </summary>
internal static class Truth
{
    /// <summary>Fewer decided flags say nothing of precision.</summary>
    public const int FewestVerdicts = 30;

    /// <summary>Fewer readings of a stratum say nothing of it.</summary>
    public const int FewestRead = 10;

    /// <summary>Fewer second readings, of confirmations or of dismissals, say nothing of agreement.</summary>
    public const int FewestReread = 10;

    /// <summary>The share of decided flags that were confirmed.</summary>
    public static Estimate? Precision(FlagCounts flags) =>
        flags.Closed < FewestVerdicts ? null : Estimate.Share(flags.Confirmed, flags.Closed);

    /// <summary>The share of dismissals by one reader that a second one would have led to a confirmation.</summary>
    public static Estimate? WronglyDismissed(FlagCounts flags) =>
        flags.Reread < FewestReread ? null : Estimate.Share(flags.RereadConfirmed, flags.Reread);

    /// <summary>
    /// One stratum, from its drawn texts. Each counts by the inverse of its probability (D. G. Horvitz and D. J. Thompson, JASA 47, 1952), divided by
    /// the weights of all that were read (J. Hájek, 1971), so that those that nobody read in time are taken to be like the others. Where the
    /// probability was changed in between, the readings are worth fewer (L. Kish, "Survey Sampling", 1965).
    /// </summary>
    public static StratumCounts Of(string name, long texts, IReadOnlyList<Drawn> drawn)
    {
        var read = drawn.Where(one => one.Label is SampleLabel.Yes or SampleLabel.No).ToList();
        var weights = read.Sum(one => 1 / one.Probability);
        return new StratumCounts(
            name,
            texts,
            drawn.Count,
            read.Count,
            drawn.Count(one => one.Label == SampleLabel.Unsure),
            read.Count(one => one.Label == SampleLabel.Yes),
            read.Count == 0 ? 0 : read.Where(one => one.Label == SampleLabel.Yes).Sum(one => 1 / one.Probability) / weights,
            read.Count == 0 ? 0 : weights * weights / read.Sum(one => 1 / (one.Probability * one.Probability))
        );
    }

    /// <summary>How many texts should have been flagged and were not: over all strata, the texts of each times its share.</summary>
    public static Estimate? Missed(IReadOnlyList<StratumCounts> strata) =>
        Enough(strata)
            ? Estimate.Of(shares => Missed(strata, shares, from: 0), [.. Held(strata).Select(ShareOf)]).Within(0, double.PositiveInfinity)
            : null;

    /// <summary>
    /// The share of texts that deserve a flag that got one. Deserved flags are the confirmed ones and, of those that one reader dismissed, as many as
    /// second readings say; flags that nobody has decided yet are taken to be like the others.
    /// </summary>
    public static Estimate? Recall(FlagCounts flags, IReadOnlyList<StratumCounts> strata)
    {
        if (Precision(flags) is not { } confirmed || !Enough(strata))
        {
            return null;
        }

        // With too few second readings the first reader is believed.
        var wrongly = WronglyDismissed(flags) ?? new Estimate(0, 0, 0);
        var byOne = (double)flags.DismissedByOne / flags.Closed;
        var parts = (List<Estimate>)[confirmed, wrongly, .. Held(strata).Select(ShareOf)];
        return Caught(parts.ConvertAll(part => part.Value)) + Missed(strata, parts.ConvertAll(part => part.Value), from: 2) > 0
            ? Estimate.Of(Figure, parts).Within(0, 1)
            : null;

        double Caught(IReadOnlyList<double> shares) => flags.Opened * Math.Min(1, shares[0] + (byOne * shares[1]));

        double Figure(IReadOnlyList<double> shares)
        {
            var (caught, missed) = (Caught(shares), Missed(strata, shares, from: 2));
            return caught + missed > 0 ? caught / (caught + missed) : 0;
        }
    }

    /// <summary>
    /// Agreement beyond chance of the first and the second reader (J. Cohen, "A coefficient of agreement for nominal scales", 1960). All
    /// confirmations are read twice and only a share of the dismissals: each row of the table is made of its own second readings, and the rows are
    /// put together as the first readings were.
    /// </summary>
    public static Estimate? Kappa(AgreementCounts counts) =>
        counts.ConfirmedReread < FewestReread || counts.DismissedReread < FewestReread
            ? null
            : Estimate
                .Of(
                    Kappa,
                    [
                        Estimate.Share(counts.FirstConfirmed, counts.FirstConfirmed + counts.FirstDismissed),
                        Estimate.Share(counts.ConfirmedTwice, counts.ConfirmedReread),
                        Estimate.Share(counts.DismissedThenConfirmed, counts.DismissedReread),
                    ]
                )
                .Within(-1, 1);

    // Shares: of confirmations among first readings; of confirmations among second readings after a confirmation, and after a dismissal.
    private static double Kappa(IReadOnlyList<double> shares)
    {
        var (first, afterConfirmed, afterDismissed) = (shares[0], shares[1], shares[2]);
        var observed = (first * afterConfirmed) + ((1 - first) * (1 - afterDismissed));
        var second = (first * afterConfirmed) + ((1 - first) * afterDismissed);
        var chance = (first * second) + ((1 - first) * (1 - second));
        return chance >= 1 ? 0 : (observed - chance) / (1 - chance);
    }

    /// <summary>Strata that hold texts and of which too few were read.</summary>
    public static IEnumerable<StratumCounts> Lacking(IReadOnlyList<StratumCounts> strata) =>
        Held(strata).Where(stratum => stratum.Read < FewestRead);

    private static bool Enough(IReadOnlyList<StratumCounts> strata) => Held(strata).Any() && !Lacking(strata).Any();

    private static IEnumerable<StratumCounts> Held(IReadOnlyList<StratumCounts> strata) => strata.Where(stratum => stratum.Texts > 0);

    private static Estimate ShareOf(StratumCounts stratum) => Estimate.Share(stratum.MissedShare * stratum.Effective, stratum.Effective);

    private static double Missed(IReadOnlyList<StratumCounts> strata, IReadOnlyList<double> shares, int from) =>
        Held(strata).Select((stratum, i) => stratum.Texts * shares[from + i]).Sum();
}
