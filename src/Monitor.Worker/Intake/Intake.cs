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
/// One item's way in: known already? by or about whom? what score? flag it? Everything that is decided is written in one transaction:
/// after a crash either all of it is there or none, and the next fetch brings the item again.
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
    /// Whether the page behind an entry is worth fetching: the entry is new, or its source says something else of it than when the page was
    /// read, because it was edited. A source whose entries always say something else has its pages read again <see cref="MostListings"/> times.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="nativeId">The entry.</param>
    /// <param name="listing">What the source says of it, as a fingerprint.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<bool> WantsPageAsync(ItemSource source, string nativeId, string listing, CancellationToken ct)
    {
        var known = await database.ReadAsync(session => ItemStore.ByNativeIdAsync(session, source.Id, nativeId), ct);
        if (known is { Listing: null })
        {
            // Taken in before listings were remembered.
            await RememberListingAsync(source, nativeId, listing, ct);
            return false;
        }

        return known is null || (known.Listing != listing && known.DuplicateOf is null && known.Listings < MostListings);
    }

    /// <summary>Remembers what the source said of an entry when its page was read.</summary>
    public Task RememberListingAsync(ItemSource source, string nativeId, string listing, CancellationToken ct) =>
        database.WriteAsync(session => ItemStore.RememberListingAsync(session, source.Id, nativeId, listing), ct);

    /// <summary>What intake would make of an item, without keeping anything.</summary>
    public async Task<Appraisal> AppraiseAsync(ItemSource source, Item item, CancellationToken ct)
    {
        var text = item.Text.Length > options.MaxTextCharacters ? item.Text[..options.MaxTextCharacters] : item.Text;
        var whole = item.Title.Length > 0 && !text.StartsWith(item.Title, StringComparison.Ordinal) ? $"{item.Title}\n{text}" : text;
        var attribution = await attributor.AttributeAsync(source, item, whole, ct);
        var at = item.Published ?? time.GetUtcNow();
        var classifier = await blind.CurrentAsync(ct);
        var judgement = classifier.Classify(whole, rules.DayIn(at, attribution.RegionCode));
        Measures.Score.Record(judgement.Score);
        // A repost has no words of its own, and another's are not judged as if they were: it is known, marked as what it is, and not flagged.
        var silent = item.Shared is not null && whole.Length == 0;
        var flagged = !silent && judgement.Score >= Threshold && Concerns(attribution, judgement);
        var words = new int[DriftStore.WordBuckets];
        classifier.CountWords(whole, rules.DayIn(at, attribution.RegionCode), words);
        return new Appraisal(whole, judgement, attribution, flagged, words);
    }

    /// <summary>Takes one item in.</summary>
    public async Task<IntakeResult> TakeAsync(ItemSource source, Item item, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var result = await JudgeAndStoreAsync(source, item, ct);
        Measures.Items.Add(1, new KeyValuePair<string, object?>("outcome", Measures.Word(result.Outcome)));
        Measures.IntakeDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        return result;
    }

    private async Task<IntakeResult> JudgeAndStoreAsync(ItemSource source, Item item, CancellationToken ct)
    {
        var fingerprint = FingerprintOf(item);
        var known = await database.ReadAsync(session => ItemStore.ByNativeIdAsync(session, source.Id, item.NativeId), ct);
        if (known is not null && (known.Fingerprint == fingerprint || known.DuplicateOf is not null))
        {
            return new IntakeResult(IntakeOutcome.Known);
        }

        // Judging and writing the evidence file take time, and need no lock.
        var appraisal = await AppraiseAsync(source, item, ct);
        // A flagged text that was made harmless is captured as well: that it was changed, and into what, belongs to the proof.
        var keep =
            appraisal.Flagged
            || (known is not null && await database.ReadAsync(session => FlagStore.OfItemAsync(session, known.Id), ct) is not null);
        var sha256 = keep ? await evidence.KeepBytesAsync(item.Capture.Bytes, ct) : null;
        var further = new List<(string Sha256, Capture Page)>();
        foreach (var page in keep ? item.FurtherPages : [])
        {
            further.Add((await evidence.KeepBytesAsync(page.Bytes, ct), page));
        }

        return await database.WriteAsync(
            async session =>
            {
                var result = known is null
                    ? await TakeNewAsync(session, source, item, fingerprint, appraisal, sha256)
                    : await TakeEditedAsync(session, source, item, fingerprint, appraisal, sha256, known.Id);
                if (result is { Outcome: IntakeOutcome.Flagged or IntakeOutcome.Edited, Flag: { } flag })
                {
                    foreach (var (pageSha256, page) in further)
                    {
                        await FlagStore.AttachAsync(
                            session,
                            flag,
                            await EvidenceStore.RecordAsync(session, pageSha256, page),
                            "a further page of the article"
                        );
                    }
                }

                return result;
            },
            ct
        );
    }

    private async Task<IntakeResult> TakeNewAsync(
        Session session,
        ItemSource source,
        Item item,
        string fingerprint,
        Appraisal appraisal,
        string? sha256
    )
    {
        var now = time.GetUtcNow();
        if (await ItemStore.ByNativeIdAsync(session, source.Id, item.NativeId) is not null)
        {
            // Another worker was faster between our look and our lock.
            return new IntakeResult(IntakeOutcome.Known);
        }

        // The same words by two persons are two acts; the same words in two outlets are one story.
        var author = AuthorKey(appraisal);
        var urlKey = item.Url is null ? null : Fingerprint.OfUrl(item.Url);
        var byUrl = urlKey is null ? null : await ItemStore.ByUrlAsync(session, author, urlKey);
        if (byUrl is not null && source.AccountId is not null && byUrl.SourceId == source.Id && byUrl.Fingerprint != fingerprint)
        {
            // Posts of one account that all link to its profile, or to the page they are about, are so many posts.
            byUrl = null;
        }

        var original = byUrl ?? await ItemStore.ByTextAsync(session, author, fingerprint, now - options.DuplicateWindow);
        var row = new ItemRow
        {
            SourceId = source.Id,
            NativeId = item.NativeId,
            UrlKey = urlKey,
            AuthorKey = author,
            Fingerprint = fingerprint,
            Score = appraisal.Text.Length == 0 ? null : appraisal.Judgement.Score,
            Model = model.Info.Version,
            PublishedAt = item.Published,
            SeenAt = now,
            Shares = item.Shared?.How,
            SharedId = item.Shared?.NativeId,
            DuplicateOf = original?.Id,
            DuplicateBy =
                original is null ? null
                : byUrl is not null ? "url"
                : "text",
        };
        var id = await ItemStore.InsertAsync(session, row);
        if (original is not null)
        {
            // A story that every outlet prints is one text: counted again it would look as if the world had moved.
            return new IntakeResult(IntakeOutcome.Duplicate, await FlagStore.OfItemAsync(session, original.Id));
        }

        await DriftStore.CountAsync(session, now, model.Info.Version, appraisal.Judgement.Score, appraisal.Words);
        if (appraisal.Flagged)
        {
            return new IntakeResult(IntakeOutcome.Flagged, await FlagAsync(session, id, source, item, appraisal, sha256!));
        }

        await samples.ConsiderAsync(
            session,
            new Unflagged(
                id,
                source.Id,
                item.NativeId,
                item.Url,
                item.Published,
                item.Shared,
                appraisal.Text,
                appraisal.Attribution,
                appraisal.Judgement.Score,
                Threshold,
                model.Info.Version,
                now
            )
        );
        return new IntakeResult(IntakeOutcome.Kept);
    }

    private async Task<IntakeResult> TakeEditedAsync(
        Session session,
        ItemSource source,
        Item item,
        string fingerprint,
        Appraisal appraisal,
        string? sha256,
        long id
    )
    {
        await ItemStore.UpdateTextAsync(session, id, fingerprint, appraisal.Judgement.Score, model.Info.Version);
        var flag = await FlagStore.OfItemAsync(session, id);
        if (flag is not null && sha256 is not null)
        {
            var capture = await EvidenceStore.RecordAsync(session, sha256, item.Capture);
            await FlagStore.AttachAsync(session, flag.Value, capture, "captured again after an edit");
        }
        else if (flag is null && appraisal.Flagged && sha256 is not null)
        {
            flag = await FlagAsync(session, id, source, item, appraisal, sha256);
        }

        return new IntakeResult(IntakeOutcome.Edited, flag);
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
