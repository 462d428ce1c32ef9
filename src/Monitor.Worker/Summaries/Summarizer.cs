using Monitor.Worker.Accuracy;
using Monitor.Worker.Collection;
using Monitor.Worker.Contests;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Summaries;

/// <summary>Makes the summary of a period. The clock only decides what is late and how a source fares: the same data give the same summary.</summary>
internal sealed class Summarizer(
    Database database,
    Rules rules,
    SourceStore sources,
    SetbackStore setbacks,
    Timetable timetable,
    CollectionOptions collection,
    TruthWatch truth,
    Pledges pledges,
    TimeProvider time
)
{
    /// <summary>Counts everything on one snapshot, and keeps back what is small.</summary>
    public async Task<Summary> MakeAsync(Period period, Reach reach, CancellationToken ct)
    {
        var health = await HealthAsync(reach, ct);
        return await database.ReadAsync(session => MakeAsync(session, period, reach, health), ct);
    }

    private async Task<Summary> MakeAsync(Session session, Period period, Reach reach, SourceCounts health)
    {
        var now = time.GetUtcNow();
        var zone = reach.Zone(rules);
        var (from, until) = period.In(zone);
        var flags = await FlagTallies.FlagsAsync(session, reach, from, until);
        var collected = await FlagTallies.CollectedAsync(session, reach, from, until);
        var verdicts = await FlagTallies.VerdictsAsync(session, reach, from, until);

        var page = new Suppression();
        var flagged = page.Of(flags.Count);
        var confirmed = page.Of(flags.Count(flag => flag.IsConfirmed));
        var texts = page.Of(collected.Sum(tally => tally.Count));
        var outcomes = Outcomes(page, flags, flagged, confirmed);
        var deadlines = Deadlines(page, flags, flagged, now);
        var trend = Trend(page, period, zone, flags, flagged, confirmed);
        var (byRegion, isByProvince) = ByRegion(page, reach, flags, flagged, confirmed);
        var byForm = ByForm(page, rules, flags, confirmed);
        var byPlatform = ByPlatform(page, flags, collected, texts, flagged, confirmed);
        var reading = Reading(page, flags, verdicts);
        var models = await ModelsAsync(session, page, new TruthWindow(from, until), reach, byPlatform, confirmed);
        var summary = new Summary(
            period,
            zone.StandardName,
            [.. reach.Regions.Select(code => new NamedRegion(code, rules.Region(code)?.Name ?? code))],
            NewestOf(flags, collected) is { } newest ? TimeZoneInfo.ConvertTime(newest, zone) : null,
            new FunnelCounts(texts, flagged, page.Of(flags.Count(flag => flag.Verdicts > 0)), confirmed),
            outcomes,
            deadlines,
            trend,
            byRegion,
            isByProvince,
            byForm,
            byPlatform,
            reading,
            models,
            await PledgesAsync(session, page, period, reach, zone),
            health
        );
        page.Protect();
        // An estimate made of counts that are kept back would tell them.
        return summary with
        {
            Models =
            [
                .. models.Select(model =>
                    model.Decided.IsHidden || model.Confirmed.IsHidden ? model with { Precision = null, Recall = null } : model
                ),
            ],
        };
    }

    private static DateTimeOffset? NewestOf(List<FlagTally> flags, List<CollectedTally> collected) =>
        flags
            .SelectMany(flag => new[] { flag.FoundAt, flag.ClosedAt, flag.LastVerdictAt })
            .Concat(collected.Select(tally => tally.LastAt))
            .Max();

    private static OutcomeCounts Outcomes(Suppression page, List<FlagTally> flags, Count flagged, Count confirmed)
    {
        var waiting = page.Of(flags.Count(flag => !flag.IsClosed));
        var dismissed = page.Of(flags.Count(flag => flag is { IsClosed: true, IsConfirmed: false }));
        page.Sums(flagged, [confirmed, dismissed, waiting]);
        return new OutcomeCounts(confirmed, dismissed, waiting);
    }

    private static DeadlineCounts Deadlines(Suppression page, List<FlagTally> flags, Count flagged, DateTimeOffset now)
    {
        var missed = page.Of(flags.Count(flag => flag.IsLate(now)));
        var met = page.Of(flags.Count(flag => flag.IsClosed && !flag.IsLate(now)));
        var running = page.Of(flags.Count(flag => !flag.IsClosed && !flag.IsLate(now)));
        page.Sums(flagged, [met, missed, running]);
        return new DeadlineCounts(met, missed, running);
    }

    private static List<TrendCounts> Trend(
        Suppression page,
        Period period,
        TimeZoneInfo zone,
        List<FlagTally> flags,
        Count flagged,
        Count confirmed
    )
    {
        var trend = period
            .Pieces()
            .Select(piece =>
            {
                var (from, until) = piece.In(zone);
                var within = flags.FindAll(flag => flag.FoundAt >= from && flag.FoundAt < until);
                return new TrendCounts(piece, page.Of(within.Count), page.Of(within.Count(flag => flag.IsConfirmed)));
            })
            .ToList();
        page.Sums(flagged, trend.ConvertAll(piece => piece.Flagged));
        page.Sums(confirmed, trend.ConvertAll(piece => piece.Confirmed));
        return trend;
    }

    private (List<RegionCounts> Rows, bool IsByProvince) ByRegion(
        Suppression page,
        Reach reach,
        List<FlagTally> flags,
        Count flagged,
        Count confirmed
    )
    {
        var province = reach.Province;
        string CodeOf(string region) => province is null && region.Length > 2 ? region[..2] : region;
        var found = flags.ToLookup(flag => CodeOf(flag.RegionCode), StringComparer.Ordinal);
        var known = rules.Regions.Where(region =>
            province is null
                ? region.Code.Length == 2
                    && (reach.IsEverything || reach.Regions.Any(code => code.StartsWith(region.Code, StringComparison.Ordinal)))
                : region.Province == province && region.Code.Length > 2 && reach.Covers(region.Code)
        );
        // What no list names is still counted: flags of the province itself, of a region that the rules no longer have, or of none.
        var rows = known
            .Select(region => region.Code)
            .Union(found.Select(group => group.Key), StringComparer.Ordinal)
            .OrderBy(code => code.Length == 0)
            .ThenBy(code => code, StringComparer.Ordinal)
            .Select(code => new RegionCounts(
                code,
                rules.Region(code)?.Name ?? code,
                page.Of(found[code].Count()),
                page.Of(found[code].Count(flag => flag.IsConfirmed))
            ))
            .ToList();
        page.Sums(flagged, rows.ConvertAll(row => row.Flagged));
        page.Sums(confirmed, rows.ConvertAll(row => row.Confirmed));
        return (rows, province is null);
    }

    /// <summary>Confirmed flags by form, most first; registers the sum.</summary>
    internal static List<FormCounts> ByForm(Suppression page, Rules rules, IEnumerable<FlagTally> flags, Count confirmed)
    {
        var groups = flags.Where(flag => flag.IsConfirmed).GroupBy(flag => flag.Form ?? "", StringComparer.Ordinal).ToList();
        var order = rules.Forms.Select(form => form.Code).Distinct(StringComparer.Ordinal).ToList();
        // In the order of the decree: an order by count would tell which of two that are kept back is larger.
        var rows = groups
            .OrderBy(group => order.IndexOf(group.Key) is var at && at < 0 ? int.MaxValue : at)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new FormCounts(
                group.Key,
                rules.Form(group.Key)?.Name,
                rules.Form(group.Key)?.Class.ToString(),
                page.Of(group.Count())
            ))
            .ToList();
        page.Sums(confirmed, rows.ConvertAll(row => row.Confirmed));
        return rows;
    }

    private static List<PlatformCounts> ByPlatform(
        Suppression page,
        List<FlagTally> flags,
        List<CollectedTally> collected,
        Count texts,
        Count flagged,
        Count confirmed
    )
    {
        var taken = collected.ToDictionary(tally => (tally.Kind, tally.Platform), tally => tally.Count);
        var found = flags.ToLookup(flag => (flag.Kind, flag.Platform));
        var rows = taken
            .Keys.Union(found.Select(group => group.Key))
            .OrderBy(key => key.Kind, StringComparer.Ordinal)
            .ThenBy(key => key.Platform, StringComparer.Ordinal)
            .Select(key => new PlatformCounts(
                key.Kind,
                key.Platform,
                page.Of(taken.GetValueOrDefault(key)),
                page.Of(found[key].Count()),
                page.Of(found[key].Count(flag => flag.IsConfirmed))
            ))
            .ToList();
        page.Sums(texts, rows.ConvertAll(row => row.Collected));
        page.Sums(flagged, rows.ConvertAll(row => row.Flagged));
        page.Sums(confirmed, rows.ConvertAll(row => row.Confirmed));
        return rows;
    }

    private static ReadingCounts Reading(Suppression page, List<FlagTally> flags, List<long> verdicts)
    {
        var all = page.Of(verdicts.Sum());
        var byReader = verdicts.ConvertAll(page.Of);
        page.Sums(all, byReader);
        var agreement = AgreementCounts.Of(flags.Select(flag => (flag.First, flag.Second)));
        return new ReadingCounts(all, byReader, page.Of(agreement.ReadTwice), Truth.Kappa(agreement));
    }

    private async Task<List<ModelFigures>> ModelsAsync(
        Session session,
        Suppression page,
        TruthWindow window,
        Reach reach,
        List<PlatformCounts> byPlatform,
        Count confirmed
    )
    {
        var models = new List<ModelFigures>();
        foreach (var model in await TruthWatch.ModelsAsync(session, window))
        {
            var reading = await truth.ReadAsync(session, model, window);
            var (right, wrong) = (page.Of(reading.Flags.Confirmed), page.Of(reading.Flags.Dismissed));
            var decided = page.Of(reading.Flags.Closed);
            // The dismissed stand nowhere on the page, yet a precision would tell them.
            page.Sums(decided, [right, wrong]);
            models.Add(
                new ModelFigures(
                    model,
                    decided,
                    right,
                    reading.Strata.Sum(stratum => (long)stratum.Read),
                    reading.Precision,
                    reading.Recall
                )
            );
        }

        if (reach.IsEverything && models.Count > 0)
        {
            // What no model flagged, an officer did.
            var reported = byPlatform.Where(row => row.Kind == SourceStore.Reports).Select(row => row.Confirmed);
            page.Sums(confirmed, [.. models.Select(model => model.Confirmed), .. reported]);
        }

        return models;
    }

    private async Task<PledgeCounts> PledgesAsync(Session session, Suppression page, Period period, Reach reach, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        var on = period.To < today ? period.To : today;
        var units = new List<PledgeCoverage>();
        foreach (var region in reach.IsEverything ? (IEnumerable<string?>)[null] : reach.Regions)
        {
            units.AddRange(await pledges.UnitsAsync(session, new PledgeFilter(Region: region), on));
        }

        var byInstansi = units
            .GroupBy(row => InstansiName.Key(row.Instansi), StringComparer.Ordinal)
            .Select(group => PledgeCoverage.Sum([.. group], unit: ""))
            .OrderBy(row => row.Instansi, StringComparer.Ordinal)
            .ToList();
        var shares = PledgeShares.Of(page, byInstansi, row => row.Instansi);
        return new PledgeCounts(on, shares.All, shares.Parts);
    }

    private async Task<SourceCounts> HealthAsync(Reach reach, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var quarantined = await setbacks.QuarantinedAsync(ct);
        var watched = (await sources.ListAsync(ct)).FindAll(source => source.Kind != SourceStore.Reports && reach.Covers(source.Place));
        var byKind = watched
            .GroupBy(source => source.Kind, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group =>
            {
                var words = group
                    .Select(source => SourceHealth.Of(source, timetable.PaceOf(source, now).Interval, collection, now).Word)
                    .CountBy(word => word, StringComparer.Ordinal)
                    .ToDictionary(StringComparer.Ordinal);
                long Of(string word) => words.GetValueOrDefault(word);
                return new SourceKindCounts(group.Key, Of("green"), Of("yellow"), Of("red"), Of("paused"), Of("new"), Of("refused"));
            })
            .ToList();
        return new SourceCounts(byKind, watched.Sum(source => (long)quarantined.GetValueOrDefault(source.Id)));
    }
}
