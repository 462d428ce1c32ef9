using Monitor.Worker.Evidence;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Intake;

internal sealed partial class Intake
{
    /// <summary>
    /// Takes in what an officer saw: flagged whatever the score, for a person has judged already that it should be reviewed. The same native
    /// id again changes nothing but adds files that its flag does not hold yet.
    /// </summary>
    public async Task<IntakeResult> TakeReportAsync(ItemSource source, Item item, Testimony testimony, CancellationToken ct)
    {
        var appraisal = await AppraiseAsync(source, item, ct);
        var sha256 = await evidence.KeepBytesAsync(item.Capture.Bytes, ct);
        return await database.WriteAsync(
            async session =>
            {
                var result = await ItemStore.ByNativeIdAsync(session, source.Id, item.NativeId) is { } known
                    ? await TakeKnownReportAsync(session, known, testimony)
                    : await TakeNewReportAsync(session, source, item, appraisal, testimony, sha256);
                if (result.Outcome != IntakeOutcome.Known)
                {
                    await testimony.RecordAsync(session, result);
                }

                return result;
            },
            ct
        );
    }

    private async Task<IntakeResult> TakeNewReportAsync(
        Session session,
        ItemSource source,
        Item item,
        Appraisal appraisal,
        Testimony testimony,
        string sha256
    )
    {
        var now = time.GetUtcNow();
        var fingerprint = Fingerprint.OfText(item.Title, item.Text);
        var author = AuthorKey(appraisal);
        var urlKey = item.Url is null ? null : Fingerprint.OfUrl(item.Url);
        var original = await SameActAsync(session, author, urlKey, fingerprint, item, now);
        var flag = original is null ? null : await FlagStore.OfItemAsync(session, original.Id);
        if (flag is { } found && (await FlagStore.FindAsync(session, found))?.State == FlagState.Dismissed)
        {
            // It was dismissed, and an officer says again that it should be looked at: somebody looks again.
            flag = null;
        }

        var id = await ItemStore.InsertAsync(
            session,
            new ItemRow
            {
                SourceId = source.Id,
                NativeId = item.NativeId,
                UrlKey = urlKey,
                AuthorKey = author,
                Fingerprint = fingerprint,
                Score = appraisal.Judgement.Score,
                Model = model.Info.Version,
                PublishedAt = item.Published,
                SeenAt = now,
                DuplicateOf = flag is null ? null : original!.Id,
                DuplicateBy =
                    flag is null ? null
                    : urlKey is null ? "text"
                    : "url",
            }
        );
        if (flag is { } shared)
        {
            var capture = await EvidenceStore.RecordAsync(session, sha256, item.Capture);
            await FlagStore.AttachAsync(session, shared, capture, testimony.Note);
            await AttachFilesAsync(session, shared, testimony);
            return new IntakeResult(IntakeOutcome.Duplicate, shared);
        }

        var opened = await FlagAsync(session, id, source, item, appraisal, sha256, testimony.Note);
        await AttachFilesAsync(session, opened, testimony);
        return new IntakeResult(IntakeOutcome.Flagged, opened);
    }

    private static async Task<IntakeResult> TakeKnownReportAsync(Session session, ItemRow known, Testimony testimony)
    {
        var flag =
            await FlagStore.OfItemAsync(session, known.Id)
            ?? (known.DuplicateOf is { } original ? await FlagStore.OfItemAsync(session, original) : null);
        return flag is { } its && await AttachFilesAsync(session, its, testimony) > 0
            ? new IntakeResult(IntakeOutcome.Edited, flag)
            : new IntakeResult(IntakeOutcome.Known, flag);
    }

    // One slogan under two addresses is two acts here, and two stories at the address of one profile are two as well: an officer's report is
    // joined to what is here only when address and words are the same, or, for what has no address, account and words.
    private async Task<ItemRow?> SameActAsync(
        Session session,
        string author,
        string? urlKey,
        string fingerprint,
        Item item,
        DateTimeOffset now
    )
    {
        if (urlKey is not null)
        {
            var byUrl = await ItemStore.ByUrlAsync(session, author, urlKey);
            return byUrl?.Fingerprint == fingerprint ? byUrl : null;
        }

        return author != News && item.Text.Length > 0
            ? await ItemStore.ByTextAsync(session, author, fingerprint, now - options.DuplicateWindow)
            : null;
    }

    private static async Task<int> AttachFilesAsync(Session session, long flag, Testimony testimony)
    {
        var held = (await FlagStore.EvidenceAsync(session, flag)).Select(capture => capture.Sha256).ToHashSet(StringComparer.Ordinal);
        var added = 0;
        foreach (var file in testimony.Files.Where(file => held.Add(file.Sha256)))
        {
            await FlagStore.AttachAsync(session, flag, await EvidenceStore.RecordAsync(session, file.Sha256, file.Capture), file.Note);
            added++;
        }

        return added;
    }
}
