using Monitor.Classifier;
using Monitor.Worker.Drift;
using Monitor.Worker.Privacy;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Accuracy;

/// <summary>Reads off verdicts and samples how right the model in use is, and how far its readers agree.</summary>
internal sealed class TruthWatch(Database database, NetralitasClassifier classifier, PrivacyOptions privacy, TimeProvider time)
{
    /// <summary>What is older says nothing about today.</summary>
    public const int WindowDays = 90;

    // What the officers report is flagged by them: it is no work of the machine.
    private const string SelectFlags = """
        SELECT flag.state, source.kind,
            (SELECT COUNT(*) FROM decision WHERE decision.flag_id = flag.id) AS verdicts,
            (SELECT verdict FROM decision WHERE decision.flag_id = flag.id AND round = 1 ORDER BY place LIMIT 1) AS first,
            (SELECT verdict FROM decision WHERE decision.flag_id = flag.id AND round = 1 ORDER BY place LIMIT 1 OFFSET 1) AS second
        FROM flag JOIN source ON source.id = flag.source_id
        WHERE flag.model = @model AND found_at >= @since AND found_at < @until AND source.kind <> 'report'
        """;

    /// <summary>Takes the readings of the model in use now.</summary>
    public Task<TruthReading> ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var window = new TruthWindow(now - TimeSpan.FromDays(WindowDays), DateTimeOffset.MaxValue);
        return database.ReadAsync(session => ReadAsync(session, classifier.Info.Version, window), ct);
    }

    /// <summary>Models that flagged something, or under which unflagged texts were counted, in a window.</summary>
    public static Task<List<string>> ModelsAsync(Session session, TruthWindow window) =>
        session.ListAsync<string>(
            """
            SELECT flag.model FROM flag JOIN source ON source.id = flag.source_id
            WHERE found_at >= @Since AND found_at < @Until AND source.kind <> 'report'
            UNION SELECT model FROM sample_frame WHERE day >= @FirstDay AND day < @EndDay ORDER BY model
            """,
            window
        );

    /// <summary>The readings of one model in a window of time.</summary>
    public async Task<TruthReading> ReadAsync(Session session, string model, TruthWindow window)
    {
        var flags = await session.ListAsync<FlagReading>(
            SelectFlags,
            new
            {
                model,
                since = window.Since,
                until = window.Until,
            }
        );
        var frame = await SampleStore.FrameAsync(session, model, window.FirstDay, window.EndDay);
        var drawn = (await SampleStore.DrawnAsync(session, model, window.Since, window.Until)).ToLookup(
            one => one.Stratum,
            StringComparer.Ordinal
        );
        var strata = Stratum.All.Select(name => Truth.Of(name, frame.GetValueOrDefault(name), [.. drawn[name]])).ToList();
        var counts = Count(flags);
        var agreement = AgreementCounts.Of(flags.Select(flag => (flag.First, flag.Second)));
        return new TruthReading(
            model,
            (int)Math.Round(((window.Until < time.GetUtcNow() ? window.Until : time.GetUtcNow()) - window.Since).TotalDays),
            counts,
            Truth.Precision(counts),
            Truth.WronglyDismissed(counts),
            strata,
            [.. Truth.Lacking(strata).Select(stratum => stratum.Name)],
            Truth.Missed(strata),
            // No text of X is sampled, so its flags do not belong to the same whole.
            Truth.Recall(Count(flags.FindAll(flag => flag.Kind != "x")), strata),
            agreement,
            Truth.Kappa(agreement),
            await SampleStore.CountWaitingAsync(session, time.GetUtcNow() - privacy.SampledFor)
        );
    }

    private static FlagCounts Count(List<FlagReading> flags) =>
        new(
            flags.Count,
            flags.Count(flag => flag.State == FlagState.Confirmed),
            flags.Count(flag => flag.State == FlagState.Dismissed),
            flags.Count(flag => flag is { State: FlagState.Dismissed, Verdicts: 1 }),
            flags.Count(flag => flag is { First: Verdict.Dismiss, Second: not null } && FlagState.Closed.Contains(flag.State)),
            flags.Count(flag => flag is { First: Verdict.Dismiss, Second: not null, State: FlagState.Confirmed })
        );

    private sealed class FlagReading
    {
        public string State { get; init; } = "";
        public string Kind { get; init; } = "";
        public long Verdicts { get; init; }
        public string? First { get; init; }
        public string? Second { get; init; }
    }
}

/// <summary>A stretch of time.</summary>
/// <param name="Since">From this moment on.</param>
/// <param name="Until">Before this one.</param>
internal sealed record TruthWindow(DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>The first day of what is counted by day; those days are UTC.</summary>
    public string FirstDay => DriftStore.DayOf(Since);

    /// <summary>The day before which it ends.</summary>
    public string EndDay => DriftStore.DayOf(Until);
}

/// <summary>How right the model is, and how far readers agree; what cannot be said yet is null.</summary>
/// <param name="Model">The model in use; figures of another one are not mixed in.</param>
/// <param name="Days">Over so many days.</param>
/// <param name="Flags">What became of its flags.</param>
/// <param name="Precision">Share of decided flags that were confirmed.</param>
/// <param name="WronglyDismissed">Share of first dismissals that a second reading turned into a confirmation.</param>
/// <param name="Strata">What was not flagged.</param>
/// <param name="Lacking">Strata of which too few were read.</param>
/// <param name="Missed">How many texts should have been flagged and were not.</param>
/// <param name="Recall">Share of texts that deserve a flag that got one.</param>
/// <param name="Agreement">Two readers of the same flag.</param>
/// <param name="Kappa">Their agreement beyond chance.</param>
/// <param name="Waiting">Samples that wait to be read.</param>
internal sealed record TruthReading(
    string Model,
    int Days,
    FlagCounts Flags,
    Estimate? Precision,
    Estimate? WronglyDismissed,
    IReadOnlyList<StratumCounts> Strata,
    IReadOnlyList<string> Lacking,
    Estimate? Missed,
    Estimate? Recall,
    AgreementCounts Agreement,
    Estimate? Kappa,
    long Waiting
);
