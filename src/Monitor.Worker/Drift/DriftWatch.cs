using Monitor.Classifier;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Drift;

/// <summary>Whether the texts are still what the model was first met with, and whether what it flags still deserves it.</summary>
internal sealed class DriftWatch(Database database, NetralitasClassifier classifier, TimeProvider time)
{
    /// <summary>From here on a population counts as another one (the usual reading of the index: 0.1 a little, 0.25 much).</summary>
    public const double Much = 0.25;

    /// <summary>Fewer texts than this say nothing: chance alone moves the index.</summary>
    public const long FewestTexts = 300;

    /// <summary>The first so many texts under a model are what later ones are compared with.</summary>
    public const long ReferenceTexts = 1_000;

    /// <summary>Fewer verdicts than this say nothing.</summary>
    public const int FewestVerdicts = 30;

    private const int WindowDays = 7;
    private const int VerdictDays = 30;
    private const double Sure = 2.58;

    /// <summary>Takes the readings now.</summary>
    public Task<DriftReading> ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return database.ReadAsync(session => ReadAsync(session, now), ct);
    }

    /// <summary>
    /// The population stability index of two counts over the same buckets (B. Yurdakul, "Statistical properties of population stability
    /// index", 2018): nothing is 0, and half a count in every bucket keeps an empty one from being infinite.
    /// </summary>
    public static double StabilityIndex(IReadOnlyList<long> reference, IReadOnlyList<long> now)
    {
        const double half = 0.5;
        var (before, after) = (reference.Sum() + (half * reference.Count), now.Sum() + (half * now.Count));
        var index = 0.0;
        for (var bucket = 0; bucket < reference.Count; bucket++)
        {
            var (p, q) = ((reference[bucket] + half) / before, (now[bucket] + half) / after);
            index += (q - p) * Math.Log(q / p);
        }

        return index;
    }

    private async Task<DriftReading> ReadAsync(Session session, DateTimeOffset now)
    {
        var model = classifier.Info.Version;
        var decided = await DriftStore.DecidedAsync(session, model, now - TimeSpan.FromDays(VerdictDays));
        var reading = new DriftReading
        {
            Verdicts = decided.Count,
            Confirmed = decided.Count(flag => flag.State == FlagState.Confirmed),
            Promised = decided.Sum(flag => flag.Score),
            PrecisionFell = Fell(decided),
        };
        var windowStart = DriftStore.DayOf(now - TimeSpan.FromDays(WindowDays - 1));
        var days = await DriftStore.DaysAsync(session, model);
        var recent = days.Where(day => string.CompareOrdinal(day.Day, windowStart) >= 0).Sum(day => day.Texts);
        var reference = 0L;
        var lastReference = "";
        foreach (var (day, texts) in days.TakeWhile(day => string.CompareOrdinal(day.Day, windowStart) < 0))
        {
            (reference, lastReference) = (reference + texts, day);
            if (reference >= ReferenceTexts)
            {
                break;
            }
        }

        reading = reading with { Texts = recent, Reference = reference };
        if (recent < FewestTexts || reference < FewestTexts)
        {
            return reading;
        }

        return reading with
        {
            Scores = await IndexAsync(session, model, DriftStore.Score, DriftStore.ScoreBuckets, lastReference, windowStart),
            Words = await IndexAsync(session, model, DriftStore.Words, DriftStore.WordBuckets, lastReference, windowStart),
        };
    }

    private static async Task<double> IndexAsync(
        Session session,
        string model,
        string series,
        int buckets,
        string lastReference,
        string windowStart
    ) =>
        StabilityIndex(
            await DriftStore.SumAsync(session, model, series, buckets, "", lastReference),
            await DriftStore.SumAsync(session, model, series, buckets, windowStart, "9999")
        );

    /// <summary>
    /// A score is a promise: of flags with 0.8 four in five should be confirmed. Whether fewer were than chance explains, by the normal
    /// approximation to a sum of unequal coins.
    /// </summary>
    private static bool Fell(List<DriftStore.Decided> decided)
    {
        if (decided.Count < FewestVerdicts)
        {
            return false;
        }

        var deviation = Math.Sqrt(decided.Sum(flag => Math.Max(0.01, flag.Score * (1 - flag.Score))));
        return decided.Count(flag => flag.State == FlagState.Confirmed) < decided.Sum(flag => flag.Score) - (Sure * deviation);
    }
}

/// <summary>How far the world has moved.</summary>
internal sealed record DriftReading
{
    /// <summary>Texts of the last seven days.</summary>
    public long Texts { get; init; }

    /// <summary>Texts that these are compared with.</summary>
    public long Reference { get; init; }

    /// <summary>The stability index of the scores; null while there are too few texts.</summary>
    public double? Scores { get; init; }

    /// <summary>The stability index of the vocabulary.</summary>
    public double? Words { get; init; }

    /// <summary>Flags decided in the last thirty days.</summary>
    public int Verdicts { get; init; }

    /// <summary>Of them, confirmed.</summary>
    public int Confirmed { get; init; }

    /// <summary>How many the scores promised.</summary>
    public double Promised { get; init; }

    /// <summary>Fewer were confirmed than promised, beyond chance.</summary>
    public bool PrecisionFell { get; init; }
}
