using Monitor.Worker.Drift;
using Monitor.Worker.Evidence;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Intake;

internal sealed partial class Intake
{
    private async Task<IReadOnlyList<IntakeResult>> StoreAsync(
        Session session,
        ItemSource source,
        IReadOnlyList<Prepared> items,
        IReadOnlyList<Item> heard
    )
    {
        foreach (var item in heard)
        {
            await ItemStore.RememberListingAsync(session, source.Id, item.NativeId, item.Listing!);
        }

        var now = time.GetUtcNow();
        var results = new List<IntakeResult>(items.Count);
        var counted = new List<Prepared>();
        var unflagged = new List<Unflagged>();
        foreach (var round in Rounds(items))
        {
            if (round is [{ Known: not null } edited])
            {
                results.Add(await TakeEditedAsync(session, source, edited));
                continue;
            }

            var fresh = round.Select(item => NewRow(source, item, now)).ToList();
            var met = await ItemStore.MeetAsync(session, fresh, now - options.DuplicateWindow);
            var rows = fresh.Select((row, i) => met[i].IsKnown ? null : Beside(row, Original(source, row, met[i]), met[i])).ToList();
            var added = rows.OfType<ItemRow>().ToList();
            var ids = added.Count == 0 ? [] : await ItemStore.InsertAsync(session, added);
            for (var i = 0; i < round.Count; i++)
            {
                if (rows[i] is not { } row)
                {
                    // Another worker was faster between our look and our lock.
                    results.Add(new IntakeResult(IntakeOutcome.Known));
                }
                else if (row.DuplicateOf is { } original)
                {
                    // A story that every outlet prints is one text: counted again it would look as if the world had moved.
                    results.Add(new IntakeResult(IntakeOutcome.Duplicate, await FlagStore.OfItemAsync(session, original)));
                }
                else if (round[i].Appraisal is { Flagged: true } appraisal)
                {
                    counted.Add(round[i]);
                    var capture = round[i].Evidence[0].Sha256;
                    var flag = await FlagAsync(session, ids[row.NativeId], source, round[i].Item, appraisal, capture);
                    await AttachFurtherAsync(session, flag, round[i]);
                    results.Add(new IntakeResult(IntakeOutcome.Flagged, flag));
                }
                else
                {
                    counted.Add(round[i]);
                    unflagged.Add(NotFlagged(ids[row.NativeId], source, round[i], now));
                    results.Add(new IntakeResult(IntakeOutcome.Kept));
                }
            }
        }

        await DriftStore.CountAsync(
            session,
            now,
            model.Info.Version,
            counted.ConvertAll(item => (item.Appraisal!.Judgement.Score, item.Appraisal.Words))
        );
        await samples.ConsiderAsync(session, unflagged);
        return results;
    }

    // What is taken in with one statement must not meet itself: an item that an earlier one of the part may be the original of, and an edit, begin anew.
    private static IEnumerable<IReadOnlyList<Prepared>> Rounds(IReadOnlyList<Prepared> items)
    {
        var round = new List<Prepared>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var author = AuthorKey(item.Appraisal!);
            var url = item.Item.Url is null ? null : $"{author} url {Fingerprint.OfUrl(item.Item.Url)}";
            var text = $"{author} text {item.Fingerprint}";
            if (
                round.Count > 0
                && (item.Known is not null || round[^1].Known is not null || keys.Contains(text) || (url is not null && keys.Contains(url)))
            )
            {
                yield return round;
                round = [];
                keys.Clear();
            }

            round.Add(item);
            keys.Add(text);
            if (url is not null)
            {
                keys.Add(url);
            }
        }

        if (round.Count > 0)
        {
            yield return round;
        }
    }

    private ItemRow NewRow(ItemSource source, Prepared item, DateTimeOffset now) =>
        new()
        {
            SourceId = source.Id,
            NativeId = item.Item.NativeId,
            UrlKey = item.Item.Url is null ? null : Fingerprint.OfUrl(item.Item.Url),
            // The same words by two persons are two acts; the same words in two outlets are one story.
            AuthorKey = AuthorKey(item.Appraisal!),
            Fingerprint = item.Fingerprint,
            Score = item.Appraisal!.Text.Length == 0 ? null : item.Appraisal.Judgement.Score,
            Model = model.Info.Version,
            PublishedAt = item.Item.Published,
            SeenAt = now,
            Listing = item.Item.Listing,
            Shares = item.Item.Shared?.How,
            SharedId = item.Item.Shared?.NativeId,
        };

    // Posts of one account that all link to its profile, or to the page they are about, are so many posts.
    private static ItemRow? Original(ItemSource source, ItemRow row, Met met) =>
        met.ByUrl is { } byUrl && !(source.AccountId is not null && byUrl.SourceId == source.Id && byUrl.Fingerprint != row.Fingerprint)
            ? byUrl
            : met.ByText;

    private static ItemRow Beside(ItemRow row, ItemRow? original, Met met) =>
        original is null ? row : row.AsDuplicate(original.Id, original.Id == met.ByUrl?.Id ? "url" : "text");

    private Unflagged NotFlagged(long id, ItemSource source, Prepared item, DateTimeOffset now) =>
        new(
            id,
            source.Id,
            item.Item.NativeId,
            item.Item.Url,
            item.Item.Published,
            item.Item.Shared,
            item.Appraisal!.Text,
            item.Appraisal.Attribution,
            item.Appraisal.Judgement.Score,
            Threshold,
            model.Info.Version,
            now
        );

    private async Task<IntakeResult> TakeEditedAsync(Session session, ItemSource source, Prepared item)
    {
        var (id, appraisal) = (item.Known!.Value, item.Appraisal!);
        await ItemStore.UpdateTextAsync(session, id, item.Fingerprint, appraisal.Judgement.Score, model.Info.Version);
        if (item.Item.Listing is { } listing)
        {
            await ItemStore.RememberListingAsync(session, source.Id, item.Item.NativeId, listing);
        }

        var flag = await FlagStore.OfItemAsync(session, id);
        if (item.Evidence is [var (sha256, _), ..])
        {
            if (flag is not null)
            {
                var capture = await EvidenceStore.RecordAsync(session, sha256, item.Item.Capture);
                await FlagStore.AttachAsync(session, flag.Value, capture, "captured again after an edit");
            }
            else if (appraisal.Flagged)
            {
                flag = await FlagAsync(session, id, source, item.Item, appraisal, sha256);
            }

            if (flag is not null)
            {
                await AttachFurtherAsync(session, flag.Value, item);
            }
        }

        return new IntakeResult(IntakeOutcome.Edited, flag);
    }

    private static async Task AttachFurtherAsync(Session session, long flag, Prepared item)
    {
        foreach (var (sha256, page) in item.Evidence.Skip(1))
        {
            await FlagStore.AttachAsync(
                session,
                flag,
                await EvidenceStore.RecordAsync(session, sha256, page),
                "a further page of the article"
            );
        }
    }

    /// <summary>An item on its way in.</summary>
    /// <param name="Place">Its place among those that were handed over together.</param>
    /// <param name="Item">The item.</param>
    /// <param name="Fingerprint">Of its words.</param>
    /// <param name="Known">The row that it had before, when it is an edit.</param>
    private sealed record Prepared(int Place, Item Item, string Fingerprint, long? Known)
    {
        /// <summary>What is made of it.</summary>
        public Appraisal? Appraisal { get; init; }

        /// <summary>The captures that were put on disk for it, its own first.</summary>
        public IReadOnlyList<(string Sha256, Capture Page)> Evidence { get; init; } = [];
    }
}
