using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>
/// How often a source is checked, and why. The interval that an operator set for a phase of a contest in the source's region comes first, then the one
/// set for the source, then the source's own rhythm. What the site asks for makes it longer, within a bound.
/// </summary>
internal sealed class Timetable(Rules rules, CollectionOptions options)
{
    /// <summary>The pace that holds at a moment.</summary>
    public Pace PaceOf(Source source, DateTimeOffset at) => PaceOf(source, source.LastSaid, at);

    /// <summary>Likewise, with what the source has said just now.</summary>
    public Pace PaceOf(Source source, Said said, DateTimeOffset at)
    {
        var (wanted, why, phase) = Wanted(source, said, at);
        var (asked, by) = Asked(said);
        return asked > wanted ? new Pace(asked, by, phase) : new Pace(wanted, why, phase);
    }

    /// <summary>
    /// When to look again after a check that went well: the next beat that lies ahead, so that nothing drifts and a long sleep costs one check; on the
    /// first beat outside the hours that the source names as useless; and earlier when a phase begins before that asks for more.
    /// </summary>
    public DateTimeOffset NextAfter(Source source, Said said, DateTimeOffset now)
    {
        var pace = PaceOf(source, said, now);
        // The first check sets the beat: a thousand sources that were added together are spread by the pace at which they are first worked. After
        // a clock was set back the beat may lie in the future; the check that was due now is then the beat, and where that lies in the future too, because
        // the clock was set back in the middle of the check, the beat begins anew.
        var beat =
            source.BeatAt is not { } planned ? now
            : planned <= now ? planned
            : source.NextCheckAt <= now ? source.NextCheckAt
            : now;
        var missed = Math.Max(0, Math.Floor((now - beat) / pace.Interval));
        var next = beat + (pace.Interval * (missed + 1));
        while (said.Skips(next) && next + pace.Interval - now <= options.MaxInterval)
        {
            next += pace.Interval;
        }

        foreach (var midnight in MidnightsUntil(next, source, now))
        {
            var then = PaceOf(source, said, midnight).Interval;
            if (then < pace.Interval)
            {
                var sooner = midnight > now + then ? midnight : now + then;
                return sooner < next ? sooner : next;
            }
        }

        return next;
    }

    private (TimeSpan Interval, Sentence Why, ContestPhase? Phase) Wanted(Source source, Said said, DateTimeOffset at)
    {
        var day = rules.DayIn(at, source.Place);
        var phases = rules.PhasesOn(day, source.Place);
        var byPhase = phases
            .Where(found => source.PhaseIntervals.ContainsKey(found.Phase.Code))
            .MinBy(found => source.PhaseIntervals[found.Phase.Code]);
        if (byPhase is { Phase: var phase, Contest: var contest })
        {
            return (
                source.PhaseIntervals[phase.Code],
                new Sentence(
                    $"tahap {phase.Code} dari {contest.Code} berjalan sejak {phase.From:yyyy-MM-dd} sampai {phase.To:yyyy-MM-dd} di {Where(source).Id}",
                    $"phase {phase.Code} of {contest.Code} runs from {phase.From:yyyy-MM-dd} to {phase.To:yyyy-MM-dd} in {Where(source).En}"
                ),
                byPhase
            );
        }

        var running = phases.Count > 0 ? phases[0] : null;
        if (!source.IsAdaptive)
        {
            return (source.Every, new Sentence("sebagaimana ditetapkan untuk sumber ini", "as set for this source"), running);
        }

        var (gap, gapWhy) =
            said.UsualGap(at) is { } listed ? (listed, new Sentence("menurut tanggal entrinya", "by the dates of its entries"))
            : source.Rhythm.IsKnown ? (source.Rhythm.Gap, new Sentence("menurut pemeriksaan yang lalu", "by past checks"))
            : said.UpdatePeriod is { } period ? (period, new Sentence("menurut umpannya sendiri", "by the feed's own word"))
            : (TimeSpan.Zero, null as Sentence);
        if (gapWhy is null)
        {
            return (source.Every, new Sentence("irama sumber belum diketahui", "the source's rhythm is not known yet"), running);
        }

        // Half the usual gap finds what is new after a quarter of it on average, and is no more than two checks for each new item.
        var slowest = options.MaxRhythmInterval < options.MaxInterval ? options.MaxRhythmInterval : options.MaxInterval;
        var half = gap / 2;
        var interval =
            half > slowest ? slowest
            : half < options.MinInterval ? options.MinInterval
            : half;
        return (
            TimeSpan.FromSeconds(Math.Round(interval.TotalSeconds)),
            new Sentence(
                $"ada yang baru kira-kira setiap {Duration.Of(gap).Id}, {gapWhy.Id}",
                $"something new comes about every {Duration.Of(gap).En}, {gapWhy.En}"
            ),
            running
        );
    }

    private (TimeSpan Interval, Sentence By) Asked(Said said)
    {
        var ttl = said.TimeToLive ?? TimeSpan.Zero;
        var fresh = said.Fresh ?? TimeSpan.Zero;
        var most = options.MaxAskedInterval < options.MaxInterval ? options.MaxAskedInterval : options.MaxInterval;
        var asked = ttl > fresh ? ttl : fresh;
        var what = ttl > fresh ? "ttl" : "Cache-Control/Expires";
        return (
            asked > most ? most : asked,
            asked > most
                ? new Sentence(
                    $"situs meminta {Duration.Of(asked).Id} ({what}), dituruti sampai {Duration.Of(most).Id}",
                    $"the site asks for {Duration.Of(asked).En} ({what}), honoured up to {Duration.Of(most).En}"
                )
                : new Sentence($"situs memintanya ({what})", $"the site asks for it ({what})")
        );
    }

    private static Sentence Where(Source source) =>
        source.Place is { } place
            ? new Sentence($"wilayah {place}", $"region {place}")
            : new Sentence("seluruh negeri", "the whole country");

    // The rules know days; a day begins at midnight of the source's region.
    private IEnumerable<DateTimeOffset> MidnightsUntil(DateTimeOffset end, Source source, DateTimeOffset now)
    {
        if (source.PhaseIntervals.Count == 0)
        {
            yield break;
        }

        var zone = rules.ZoneOf(source.Place);
        for (var day = rules.DayIn(now, source.Place).AddDays(1); ; day = day.AddDays(1))
        {
            var local = day.ToDateTime(TimeOnly.MinValue);
            var midnight = new DateTimeOffset(local, zone.GetUtcOffset(local));
            if (midnight >= end)
            {
                yield break;
            }

            yield return midnight;
        }
    }
}

/// <summary>How often a source is checked.</summary>
/// <param name="Interval">From one check to the next.</param>
/// <param name="Why">The reason, as a clause.</param>
/// <param name="Phase">The phase that decides the interval, or else the one in force in the source's region; null when no contest runs there.</param>
internal sealed record Pace(TimeSpan Interval, Sentence Why, ContestPhase? Phase);
