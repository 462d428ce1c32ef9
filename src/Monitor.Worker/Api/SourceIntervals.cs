using Monitor.Worker.Collection;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Api;

/// <summary>How often a source is to be checked, from what was asked.</summary>
internal static class SourceIntervals
{
    /// <summary>Reads the interval and those for phases.</summary>
    /// <param name="every">The interval, or empty for the configured one as a beginning, from where the source's rhythm is followed.</param>
    /// <param name="phases">Each as <c>kampanye=5m</c>.</param>
    /// <param name="rules">Know the phases.</param>
    /// <param name="options">The bounds.</param>
    /// <exception cref="RefusalException">An interval is outside the bounds, or a phase is not known.</exception>
    public static NewInterval Read(string? every, IReadOnlyList<string>? phases, Rules rules, CollectionOptions options)
    {
        var known = rules.Contests.SelectMany(contest => contest.Phases).Select(phase => phase.Code).Distinct().ToList();
        var byPhase = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var written in phases ?? [])
        {
            var parts = written.Split('=', 2, StringSplitOptions.TrimEntries);
            if (
                parts.Length != 2
                || !known.Contains(parts[0], StringComparer.Ordinal)
                || !byPhase.TryAdd(parts[0], Bounded(parts[1], options))
            )
            {
                throw RefusalException.Wrong(
                    $"'{written}' bukan TAHAP=SELANG dengan tahap yang dikenal, sekali saja; tahap: {string.Join(", ", known)}.",
                    $"'{written}' is no PHASE=INTERVAL with a known phase, once each; phases: {string.Join(", ", known)}."
                );
            }
        }

        return every is { Length: > 0 }
            ? new NewInterval(Bounded(every, options), IsAdaptive: false, byPhase)
            : new NewInterval(options.DefaultInterval, IsAdaptive: true, byPhase);
    }

    private static TimeSpan Bounded(string written, CollectionOptions options)
    {
        var interval = Intervals.Parse(written);
        return interval >= options.MinInterval && interval <= options.MaxInterval
            ? interval
            : throw RefusalException.Wrong(
                $"Selang {interval} di luar batas Collection:MinInterval {options.MinInterval} sampai Collection:MaxInterval {options.MaxInterval}.",
                $"The interval {interval} is outside Collection:MinInterval {options.MinInterval} to Collection:MaxInterval {options.MaxInterval}."
            );
    }
}
