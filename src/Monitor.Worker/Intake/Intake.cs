using Monitor.Classifier;
using Monitor.Worker.Audit;
using Monitor.Worker.Ballots;
using Monitor.Worker.Contests;
using Monitor.Worker.Drift;
using Monitor.Worker.Evidence;
using Monitor.Worker.Metrics;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Intake;

/// <summary>Where an item comes from, as far as intake needs to know.</summary>
/// <param name="Id">The source.</param>
/// <param name="AccountId">The registered account whose posts the source holds; null for news.</param>
/// <param name="RegionCode">The region a news source writes about; null when it is not known.</param>
internal sealed record ItemSource(long Id, long? AccountId, string? RegionCode);

/// <summary>
/// One item's way in: known already? by or about whom? what score? flag it? Everything that is decided is written in one transaction, that of
/// items which came together in one as well: after a crash either all of it is there or none, and the next fetch brings them again.
/// </summary>
internal sealed partial class Intake(
    Database database,
    EvidenceStore evidence,
    FlagStore flags,
    Attributor attributor,
    NetralitasClassifier model,
    BlindClassifier blind,
    SampleDraw samples,
    Rules rules,
    IntakeOptions options,
    TimeProvider time
)
{
    private const string News = "news";
    private const int MostListings = 10;

    /// <summary>So many items share a transaction: few enough that whoever waits for the write lock hardly notices.</summary>
    public const int MostTogether = 64;

    private static readonly Actor Self = Actor.Daemon("intake");

    /// <summary>The score from which a text is flagged.</summary>
    public double Threshold { get; } =
        model.TryThreshold(options.Threshold, out var named)
            ? named
            : double.Parse(options.Threshold, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether the item's native id is known from this source.</summary>
    public Task<bool> KnowsAsync(ItemSource source, string nativeId, CancellationToken ct) =>
        database.ReadAsync(async session => await ItemStore.ByNativeIdAsync(session, source.Id, nativeId) is not null, ct);

    /// <summary>
    /// Behind which entries the page is worth fetching: the entry is new, or its source says something else of it than when the page was
    /// read, because it was edited. A source whose entries always say something else has its pages read again <see cref="MostListings"/> times.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="entries">Native id of each entry, with what the source says of it, as a fingerprint.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The native ids.</returns>
    public async Task<HashSet<string>> WantedPagesAsync(
        ItemSource source,
        IReadOnlyCollection<(string NativeId, string Listing)> entries,
        CancellationToken ct
    )
    {
        var ids = entries.Select(entry => entry.NativeId).ToHashSet(StringComparer.Ordinal);
        var known = await database.ReadAsync(session => ItemStore.KnownAsync(session, source.Id, ids), ct);
        var unheard = entries.Where(entry => known.GetValueOrDefault(entry.NativeId) is { Listing: null }).ToList();
        if (unheard.Count > 0)
        {
            // Taken in before listings were remembered.
            await database.WritePatientlyAsync(
                async session =>
                {
                    foreach (var (nativeId, listing) in unheard)
                    {
                        await ItemStore.RememberListingAsync(session, source.Id, nativeId, listing);
                    }

                    return true;
                },
                ct
            );
        }

        return entries
            .Where(entry =>
                known.GetValueOrDefault(entry.NativeId) is not { } item
                || (item.Listing is { } heard && heard != entry.Listing && item.DuplicateOf is null && item.Listings < MostListings)
            )
            .Select(entry => entry.NativeId)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What intake would make of an item, without keeping anything.</summary>
    public async Task<Appraisal> AppraiseAsync(ItemSource source, Item item, CancellationToken ct) =>
        (await AppraiseAsync(source, [item], alwaysReasons: true, ct))[0];

    private async Task<IReadOnlyList<Appraisal>> AppraiseAsync(
        ItemSource source,
        IReadOnlyList<Item> items,
        bool alwaysReasons,
        CancellationToken ct
    )
    {
        var texts = items.Select(item => (Item: item, Text: Judged(item))).ToList();
        var attributions = await attributor.AttributeAsync(source, texts, ct);
        var classifier = await blind.CurrentAsync(ct);
        return [.. texts.Select((text, i) => Appraise(text.Item, text.Text, attributions[i], classifier, alwaysReasons))];
    }

    private string Judged(Item item)
    {
        var text = item.Text.Length > options.MaxTextCharacters ? item.Text[..options.MaxTextCharacters] : item.Text;
        return item.Title.Length > 0 && !text.StartsWith(item.Title, StringComparison.Ordinal) ? $"{item.Title}\n{text}" : text;
    }

    private Appraisal Appraise(Item item, string text, Attributed attribution, NetralitasClassifier classifier, bool alwaysReasons)
    {
        var day = rules.DayIn(item.Published ?? time.GetUtcNow(), attribution.RegionCode);
        var judgement = classifier.Classify(text, day, alwaysReasons);
        Measures.Score.Record(judgement.Score);
        // A repost has no words of its own, and another's are not judged as if they were: it is known, marked as what it is, and not flagged.
        var silent = item.Shared is not null && text.Length == 0;
        var flagged = !silent && judgement.Score >= Threshold && Concerns(attribution, judgement);
        if (flagged && !alwaysReasons)
        {
            // The reasons cost several times the score, and nobody reads those of a text that is not kept.
            judgement = classifier.Classify(text, day);
        }

        var words = new int[DriftStore.WordBuckets];
        classifier.CountWords(text, day, words);
        return new Appraisal(text, judgement, attribution, flagged, words);
    }

    /// <summary>Takes one item in.</summary>
    public async Task<IntakeResult> TakeAsync(ItemSource source, Item item, CancellationToken ct) =>
        (await TakeAsync(source, [item], ct))[0];

    /// <summary>Takes items of one source in, in their order: up to <see cref="MostTogether"/> in one transaction, all of them or none.</summary>
    /// <returns>In the order of the items.</returns>
    public async Task<IReadOnlyList<IntakeResult>> TakeAsync(ItemSource source, IReadOnlyList<Item> items, CancellationToken ct)
    {
        var results = new List<IntakeResult>(items.Count);
        foreach (var part in Parts(items))
        {
            var started = time.GetTimestamp();
            results.AddRange(await JudgeAndStoreAsync(source, part, ct));
            var share = time.GetElapsedTime(started).TotalSeconds / part.Count;
            foreach (var result in results.TakeLast(part.Count))
            {
                Measures.Items.Add(1, new KeyValuePair<string, object?>("outcome", Measures.Word(result.Outcome)));
                Measures.IntakeDuration.Record(share);
            }
        }

        return results;
    }

    // The same id twice is a text and its edit: the second must find the first in the store.
    private static IEnumerable<IReadOnlyList<Item>> Parts(IReadOnlyList<Item> items)
    {
        var part = new List<Item>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (part.Count == MostTogether || !ids.Add(item.NativeId))
            {
                yield return part;
                part = [];
                ids = new HashSet<string>(StringComparer.Ordinal) { item.NativeId };
            }

            part.Add(item);
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private async Task<IReadOnlyList<IntakeResult>> JudgeAndStoreAsync(ItemSource source, IReadOnlyList<Item> items, CancellationToken ct)
    {
        var ids = items.Select(item => item.NativeId).ToList();
        var known = await database.ReadAsync(session => ItemStore.KnownAsync(session, source.Id, ids), ct);
        var results = new IntakeResult[items.Count];
        var changed = new List<Prepared>();
        var heard = new List<Item>();
        for (var i = 0; i < items.Count; i++)
        {
            var fingerprint = FingerprintOf(items[i]);
            var before = known.GetValueOrDefault(items[i].NativeId);
            if (before is not null && (before.Fingerprint == fingerprint || before.DuplicateOf is not null))
            {
                results[i] = new IntakeResult(IntakeOutcome.Known);
                if (items[i].Listing is { } listing && listing != before.Listing)
                {
                    heard.Add(items[i]);
                }
            }
            else
            {
                changed.Add(new Prepared(i, items[i], fingerprint, before?.Id));
            }
        }

        // Judging and writing the evidence files take time, and need no lock.
        var appraisals = await AppraiseAsync(source, changed.ConvertAll(item => item.Item), alwaysReasons: false, ct);
        for (var i = 0; i < changed.Count; i++)
        {
            changed[i] = changed[i] with { Appraisal = appraisals[i] };
            changed[i] = changed[i] with { Evidence = await KeepAsync(changed[i], ct) };
        }

        if (changed.Count + heard.Count > 0)
        {
            var stored = await database.WritePatientlyAsync(session => StoreAsync(session, source, changed, heard), ct);
            for (var i = 0; i < changed.Count; i++)
            {
                results[changed[i].Place] = stored[i];
            }
        }

        return results;
    }

    // A flagged text that was made harmless is captured as well: that it was changed, and into what, belongs to the proof.
    private async Task<IReadOnlyList<(string Sha256, Capture Page)>> KeepAsync(Prepared item, CancellationToken ct)
    {
        var wanted =
            item.Appraisal!.Flagged
            || (item.Known is { } known && await database.ReadAsync(session => FlagStore.OfItemAsync(session, known), ct) is not null);
        var kept = new List<(string, Capture)>();
        foreach (var page in wanted ? (Capture[])[item.Item.Capture, .. item.Item.FurtherPages] : [])
        {
            kept.Add((await evidence.KeepBytesAsync(page.Bytes, ct), page));
        }

        return kept;
    }

    // "Setuju!" above one post and "Setuju!" above another are two acts.
    private static string FingerprintOf(Item item) =>
        Fingerprint.OfText(item.Title, item.Shared is { } shared ? $"{item.Text}\n{shared.How} {shared.NativeId}" : item.Text);

    private static string AuthorKey(Appraisal appraisal) => appraisal.Attribution.AccountId is { } account ? $"account:{account}" : News;

    private async Task<long> FlagAsync(
        Session session,
        long itemId,
        ItemSource source,
        Item item,
        Appraisal appraisal,
        string sha256,
        string note = "captured when flagged"
    )
    {
        var now = time.GetUtcNow();
        var capture = await EvidenceStore.RecordAsync(session, sha256, item.Capture);
        var region = appraisal.Attribution.RegionCode;
        var day = rules.DayIn(item.Published ?? now, region);
        var phase = rules.PhaseOn(day, region);
        // Outside every contest the stricter general track counts.
        var due = rules.DueFor(phase?.Contest.Track ?? "pemilu", now, rules.ZoneOf(region));
        return await flags.OpenAsync(
            session,
            new NewFlag
            {
                ItemId = itemId,
                SourceId = source.Id,
                Label = appraisal.Judgement.Label.Name(),
                Score = appraisal.Judgement.Score,
                Probabilities = appraisal.Judgement.Probabilities,
                Model = model.Info.Version,
                Reasons = appraisal.Judgement.Reasons,
                Title = item.Title,
                Text = appraisal.Text,
                Url = item.Url?.AbsoluteUri,
                Shared = item.Shared,
                PublishedAt = item.Published,
                FoundAt = now,
                DueAt = due.At,
                DueRule = $"{due.Rule.Track}:{due.Rule.Step}",
                Attribution = appraisal.Attribution.Kind,
                AccountId = appraisal.Attribution.AccountId,
                AsnId = appraisal.Attribution.AsnId,
                AttributionEvidence = appraisal.Attribution.Evidence,
                RegionCode = region,
                SuggestedForms = [.. rules.Suggest(appraisal.Judgement.Label, day, region).Select(form => form.Code)],
                EvidenceId = capture,
                EvidenceNote = note,
            },
            Self
        );
    }

    // Monitor watches civil servants, not the public: a partisan text that is neither a registered account's, nor names a registered
    // person, nor reports that a civil servant took part, is nobody's business here and leaves no text behind.
    private bool Concerns(Attributed attribution, Judgement judgement) =>
        attribution.Kind != Attributed.Nobody || judgement.Label == Label.KabarPelanggaran || options.FlagUnattributed;
}

/// <summary>What intake makes of an item.</summary>
/// <param name="Text">What was judged: headline and body.</param>
/// <param name="Judgement">What the classifier says.</param>
/// <param name="Attribution">By or about whom.</param>
/// <param name="Flagged">Whether a person should see it.</param>
/// <param name="Words">How many words fell into each bucket of the vocabulary.</param>
internal sealed record Appraisal(string Text, Judgement Judgement, Attributed Attribution, bool Flagged, IReadOnlyList<int> Words);
