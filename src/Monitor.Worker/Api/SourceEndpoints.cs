using Microsoft.AspNetCore.Routing;
using Monitor.Classifier;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Api;

/// <summary>The sources over the socket.</summary>
internal static class SourceEndpoints
{
    private const int ExcerptLength = 300;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(EndpointTable.SourceAdd, AddAsync);
        routes.Map(
            EndpointTable.SourceList,
            async (
                SourceStore sources,
                SetbackStore setbacks,
                Timetable timetable,
                CollectionOptions options,
                TimeProvider time,
                CancellationToken ct
            ) => await ViewsAsync(sources, setbacks, timetable, options, time, ct)
        );
        routes.Map(
            EndpointTable.SourceTest,
            async (long id, SourceStore sources, SourceTester tester, CancellationToken ct) =>
                View(await tester.TryAsync(WithoutValidators(await sources.GetAsync(id, ct)), ct))
        );
        routes.Map(
            EndpointTable.SourceTry,
            async (
                SourceAddRequest request,
                SourceTester tester,
                SourceReaders readers,
                Rules rules,
                CollectionOptions options,
                CancellationToken ct
            ) =>
            {
                var source = Read(request, readers, rules, options);
                return View(
                    await tester.TryAsync(
                        new Source
                        {
                            Kind = source.Kind,
                            Url = source.Url.AbsoluteUri,
                            AccountId = source.AccountId,
                            RegionCode = source.RegionCode,
                            Reads = source.Reads,
                            EveryMs = (long)source.Every.TotalMilliseconds,
                            Adaptive = source.IsAdaptive ? 1 : 0,
                            PhaseEvery = Source.WritePhases(source.PhaseIntervals),
                            Place = source.RegionCode,
                        },
                        ct
                    )
                );
            }
        );
        routes.Map(
            EndpointTable.QuarantineList,
            async (long? source, Quarantine quarantine, CancellationToken ct) =>
                (await quarantine.ListAsync(source, ct)).ConvertAll(entry => new QuarantineView(
                    entry.Id,
                    entry.SourceId,
                    entry.NativeId,
                    entry.Url?.AbsoluteUri,
                    entry.Title,
                    entry.Attempts,
                    entry.Reason.Id,
                    entry.Reason.En,
                    entry.FirstAt,
                    entry.LastAt
                ))
        );
        routes.Map(EndpointTable.QuarantineRetry, RetryAsync);
        routes.Map(
            EndpointTable.SourceInterval,
            async (
                long id,
                SourceIntervalRequest request,
                Caller caller,
                SourceStore sources,
                Rules rules,
                CollectionOptions options,
                CancellationToken ct
            ) =>
            {
                await sources.SetIntervalAsync(id, SourceIntervals.Read(request.Every, request.Phases, rules, options), caller.Actor, ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.SourcePause,
            async (long id, Caller caller, SourceStore sources, CancellationToken ct) =>
            {
                await sources.SetStateAsync(id, "paused", caller.Actor, ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.SourceResume,
            async (long id, Caller caller, SourceStore sources, CancellationToken ct) =>
            {
                await sources.SetStateAsync(id, "active", caller.Actor, ct);
                return new DoneAnswer();
            }
        );
    }

    private static async Task<RetryAnswer> RetryAsync(RetryRequest request, Caller caller, Quarantine quarantine, CancellationToken ct)
    {
        switch (request)
        {
            case { Entry: { } entry, Source: null }:
                await quarantine.RetryAsync(entry, caller.Actor, ct);
                return new RetryAnswer(1);
            case { Entry: null, Source: { } source }:
                return new RetryAnswer(await quarantine.RetrySourceAsync(source, caller.Actor, ct));
            default:
                throw RefusalException.Wrong("Sebutkan satu: entri atau sumber.", "Name one of them: an entry or a source.");
        }
    }

    /// <summary>Every source with its health.</summary>
    internal static async Task<List<SourceView>> ViewsAsync(
        SourceStore sources,
        SetbackStore setbacks,
        Timetable timetable,
        CollectionOptions options,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var quarantined = await setbacks.QuarantinedAsync(ct);
        var now = time.GetUtcNow();
        return (await sources.ListAsync(ct)).ConvertAll(source =>
        {
            var pace = timetable.PaceOf(source, now);
            var health = SourceHealth.Of(source, pace.Interval, options, now);
            return new SourceView(
                source.Id,
                source.Kind,
                source.Url,
                source.AccountId,
                source.RegionCode,
                source.Reads,
                source.Every,
                source.State,
                health.Word,
                health.Outcome,
                health.Reason?.Id,
                health.Reason?.En,
                source.Failures,
                health.Since,
                source.LastCheckedAt,
                source.LastSuccessAt,
                source.LastNewAt,
                source.NextCheckAt,
                quarantined.GetValueOrDefault(source.Id),
                source.Rhythm.IsKnown ? source.Rhythm.Gap : null,
                View(source, pace)
            );
        });
    }

    private static async Task<SourceAddAnswer> AddAsync(
        SourceAddRequest request,
        Caller caller,
        SourceStore sources,
        SourceReaders readers,
        CollectionOptions options,
        Rules rules,
        Database database,
        CancellationToken ct
    )
    {
        var source = Read(request, readers, rules, options);
        if (source.RegionCode is not null && !rules.IsRegion(source.RegionCode))
        {
            throw RefusalException.Wrong(
                $"Kode wilayah '{source.RegionCode}' tidak ada dalam daftar Kemendagri.",
                $"The region code '{source.RegionCode}' is not in Kemendagri's list."
            );
        }

        if (
            source.AccountId is { } account
            && await database.ReadAsync(
                session => session.ScalarAsync<long?>("SELECT id FROM account WHERE id = @account AND removed_at IS NULL", new { account }),
                ct
            )
                is null
        )
        {
            throw RefusalException.Wrong($"Akun {account} tidak terdaftar.", $"Account {account} is not registered.");
        }

        return new SourceAddAnswer(await sources.AddAsync(source, caller.Actor, ct));
    }

    private static NewSource Read(SourceAddRequest request, SourceReaders readers, Rules rules, CollectionOptions options)
    {
        var reader = readers.Of(request.Kind ?? "");
        var url = reader.Locate(request.Url ?? "");
        if (new UrlRules(new AllowedHosts(options.AllowedPrivateHosts)).Refusal(url) is { } refusal)
        {
            throw new RefusalException(RefusalKind.WrongInput, refusal);
        }

        var interval = SourceIntervals.Read(request.Every, request.Phases, rules, options);
        var reads = request.Reads is { Length: > 0 } asked ? asked : reader.DefaultReads(request.Account is not null);
        var region = string.IsNullOrEmpty(request.Region) ? null : request.Region;
        return reads is SourceReads.Page or SourceReads.Entry
            ? new NewSource(reader.Kind, url, request.Account, region, reads, interval.Every)
            {
                IsAdaptive = interval.IsAdaptive,
                PhaseIntervals = interval.Phases,
            }
            : throw RefusalException.Wrong($"--reads harus page atau entry, bukan '{reads}'.", $"--reads is page or entry, was '{reads}'.");
    }

    // A test looks at the whole feed, also when it has not changed since the last check.
    private static Source WithoutValidators(Source source) =>
        new()
        {
            Id = source.Id,
            Kind = source.Kind,
            Url = source.Url,
            AccountId = source.AccountId,
            RegionCode = source.RegionCode,
            Reads = source.Reads,
            EveryMs = source.EveryMs,
            Adaptive = source.Adaptive,
            PhaseEvery = source.PhaseEvery,
            GapMs = source.GapMs,
            Gaps = source.Gaps,
            Place = source.Place,
        };

    private static PaceView View(Source source, Pace pace) =>
        new(
            pace.Interval,
            pace.Why.Id,
            pace.Why.En,
            pace.Phase?.Phase.Code,
            pace.Phase?.Contest.Code,
            source.IsAdaptive,
            source.PhaseIntervals
        );

    private static SourceTestAnswer View(SourceTrial trial)
    {
        var fault = trial.Reading.Fault;
        var reason = fault?.Reason ?? trial.Reading.Problem ?? trial.Reading.Answer.Reason;
        return new SourceTestAnswer(
            fault is not null ? fault.Word
                : trial.Reading.Problem is null ? trial.Reading.Answer.Outcome.ToString()
                : "NotReadable",
            reason.Id,
            reason.En,
            trial.Reading.Title,
            trial.Reading.Entries?.Count ?? 0,
            [
                .. trial.Items.Select(item => new SourceTestItem(
                    item.Entry.Id,
                    (item.Item?.Url ?? item.Entry.Url)?.AbsoluteUri,
                    item.Item?.Title ?? item.Entry.Title,
                    Excerpt.Of(item.Item?.Text ?? item.Entry.Text, ExcerptLength),
                    item.Item?.Published ?? item.Entry.Published,
                    item.Appraisal?.Judgement.Label.Name() ?? "",
                    item.Appraisal?.Judgement.Score ?? 0,
                    item.Appraisal?.Attribution.Kind ?? "",
                    item.Appraisal?.Flagged ?? false,
                    item.Item?.Shared?.How,
                    item.Problem?.Id,
                    item.Problem?.En
                )),
            ],
            View(trial.Source, trial.Pace),
            [.. trial.Reading.Notes.Select(note => new SourceTestNote(note.Id, note.En))]
        );
    }
}
