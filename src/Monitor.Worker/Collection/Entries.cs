using Microsoft.Extensions.Logging;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection;

/// <summary>What a source lists, taken into the house: at once or page by page, and what failed before tried again. A bad entry stops nothing else.</summary>
internal sealed class Entries(SetbackStore setbacks, PageReader pages, Intake.Intake intake, TimeProvider time, ILogger log)
{
    /// <summary>Counts since the start.</summary>
    public CollectionCounts Counts { get; } = new();

    /// <summary>Everything that an answer lists and that does not rest, and what waits for another try and is due.</summary>
    public async Task<Taken> TakeAsync(Source source, SourceReading reading, CancellationToken ct)
    {
        var capture = reading.Answer.ToCapture();
        var tally = new Taken();
        // Where the answer is the proof of its entries, what it lists again is proved by it, and not by what we wrote down of the one before.
        var isProof = source.Reads == SourceReads.Entry;
        var listedAgain = await RetrySetbacksAsync(source, isProof ? [.. reading.Entries!.Select(entry => entry.Id)] : [], tally, ct);
        var resting = await setbacks.RestingAsync(source.Id, ct);
        // Feeds list the newest first; people read a queue in the order things happened.
        var entries = reading.Entries!.Reverse().Where(entry => !resting.Contains(entry.Id)).ToList();
        if (!isProof)
        {
            await TakePagesAsync(source, entries, capture, tally, ct);
            return tally;
        }

        foreach (var together in entries.Chunk(Intake.Intake.MostTogether))
        {
            foreach (var id in (await TakeTogetherAsync(source, together, capture, tally, ct)).Where(listedAgain.Contains))
            {
                await setbacks.ClearAsync(source.Id, id, ct);
            }
        }

        tally.Waits = await setbacks.AnyWaitsAsync(source.Id, ct);
        return tally;
    }

    /// <summary>Only what waits for another try and is due: the source lists nothing new.</summary>
    public async Task<Taken> RetryAsync(Source source, CancellationToken ct)
    {
        var tally = new Taken();
        await RetrySetbacksAsync(source, [], tally, ct);
        return tally;
    }

    /// <summary>Entries that are the text themselves: one transaction takes in many.</summary>
    /// <returns>Which of them are in the house.</returns>
    private async Task<IReadOnlyList<string>> TakeTogetherAsync(
        Source source,
        IReadOnlyList<PendingEntry> entries,
        Capture capture,
        Taken tally,
        CancellationToken ct
    )
    {
        try
        {
            var items = entries.Select(entry => entry.ToItem(entry.From ?? capture)).ToList();
            if (items.TrueForAll(SaysSomething))
            {
                foreach (var result in await intake.TakeAsync(ItemSourceOf(source), items, ct))
                {
                    Counts.Add(result.Outcome);
                    tally.Add(new EntryStep(Taken: true, Fresh: result.Outcome is not IntakeOutcome.Known, Wait: null));
                }

                return [.. entries.Select(entry => entry.Id)];
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !Database.IsAtFault(exception))
        {
            log.LogDebug(exception, "Entries of source {Source} do not go together", source.Id);
        }

        // One of them is bad: by itself it shows which, and the others are taken in.
        var taken = new List<string>();
        foreach (var entry in entries)
        {
            var step = await TakeEntryAsync(source, entry, entry.From ?? capture, ct);
            tally.Add(step);
            if (step.Taken)
            {
                taken.Add(entry.Id);
            }
        }

        return taken;
    }

    /// <summary>Entries that announce pages: those that are worth it are fetched one by one.</summary>
    private async Task TakePagesAsync(
        Source source,
        IReadOnlyList<PendingEntry> entries,
        Capture capture,
        Taken tally,
        CancellationToken ct
    )
    {
        var wanted = await intake.WantedPagesAsync(ItemSourceOf(source), [.. entries.Select(entry => (entry.Id, entry.Listing()))], ct);
        foreach (var entry in entries)
        {
            if (!wanted.Remove(entry.Id))
            {
                tally.Add(new EntryStep(Taken: true, Fresh: false, Wait: null));
                continue;
            }

            var step = await TakeEntryAsync(source, entry, entry.From ?? capture, ct);
            tally.Add(step);
            if (step.Wait is { } pause)
            {
                tally.Pause = pause;
                return;
            }
        }
    }

    private static ItemSource ItemSourceOf(Source source) => new(source.Id, source.AccountId, source.RegionCode);

    private static bool SaysSomething(Item item) => item.Text.Length > 0 || item.Shared is not null;

    /// <returns>Those whose turn it is and that were left to the answer which lists them.</returns>
    private async Task<HashSet<string>> RetrySetbacksAsync(Source source, HashSet<string> listed, Taken tally, CancellationToken ct)
    {
        var due = await setbacks.DueAsync(source.Id, ct);
        var wanted =
            source.Reads == SourceReads.Page && due.Count > 0
                ? await intake.WantedPagesAsync(ItemSourceOf(source), [.. due.Select(entry => (entry.Id, entry.Listing()))], ct)
                : null;
        foreach (var entry in due.Where(entry => !listed.Contains(entry.Id)))
        {
            var step =
                wanted?.Contains(entry.Id) == false
                    ? new EntryStep(Taken: true, Fresh: false, Wait: null)
                    : await TakeEntryAsync(source, entry, entry.ToCapture(source, time.GetUtcNow()), ct);
            tally.Add(step);
            if (step.Wait is not null)
            {
                break;
            }

            if (step.Taken)
            {
                await setbacks.ClearAsync(source.Id, entry.Id, ct);
            }
        }

        return [.. due.Select(entry => entry.Id).Where(listed.Contains)];
    }

    /// <summary>One entry to intake. A bad one is set aside with its reason and stops nothing.</summary>
    private async Task<EntryStep> TakeEntryAsync(Source source, PendingEntry entry, Capture feed, CancellationToken ct)
    {
        EntryReading reading;
        var ours = false;
        try
        {
            if (source.Reads == SourceReads.Entry)
            {
                var item = entry.ToItem(feed);
                reading = SaysSomething(item)
                    ? EntryReading.Of(item)
                    : EntryReading.Never(new Sentence("Entri tanpa teks.", "The entry has no text."));
            }
            else
            {
                reading = await pages.ReadAsync(entry, feed, ct);
            }

            if (reading.Wait is not null)
            {
                return new EntryStep(Taken: false, Fresh: false, reading.Wait);
            }

            if (reading.Item is { } read)
            {
                var item = source.Reads == SourceReads.Page ? read with { Listing = entry.Listing() } : read;
                var result = await intake.TakeAsync(ItemSourceOf(source), item, ct);
                Counts.Add(result.Outcome);
                return new EntryStep(Taken: true, Fresh: result.Outcome is not IntakeOutcome.Known, Wait: null, reading.EmptyPage);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !Database.IsAtFault(exception))
        {
            // Not by its id: that is an address, in which a name may stand. 'source quarantine list' names it to those who may see it.
            log.LogError(exception, "An entry of source {Source} failed", source.Id);
            ours = exception is EvidenceUnwritableException;
            reading = new EntryReading(
                null,
                new Sentence($"Kesalahan di dalam Monitor: {exception.Message}", $"A fault inside Monitor: {exception.Message}"),
                Lasting: false,
                Wait: null
            );
        }

        await setbacks.RecordAsync(source.Id, entry, reading.Problem!, reading.Lasting, ours, ct);
        Counts.Add(setBack: 1);
        return new EntryStep(Taken: false, Fresh: false, Wait: null, reading.EmptyPage);
    }
}

/// <summary>What came of one entry.</summary>
/// <param name="Taken">It is in the house, now or since earlier.</param>
/// <param name="Fresh">It is new.</param>
/// <param name="Wait">The host is to be left alone for so long.</param>
/// <param name="EmptyPage">Its page held no article text; null when no page was read.</param>
internal sealed record EntryStep(bool Taken, bool Fresh, TimeSpan? Wait, bool? EmptyPage = null);

/// <summary>What the entries of one check came to.</summary>
internal sealed class Taken
{
    private bool _sawText;
    private int _emptyPages;

    /// <summary>For how long the host is to be left alone before the rest is asked for; null when all was taken.</summary>
    public TimeSpan? Pause { get; set; }

    /// <summary>Some of what the answer itself proves waits for another try.</summary>
    public bool Waits { get; set; }

    /// <summary>Something new was among them.</summary>
    public bool Fresh { get; private set; }

    /// <summary>Adds what came of one of them.</summary>
    public void Add(EntryStep step)
    {
        Fresh |= step.Fresh;
        _sawText |= step.EmptyPage == false;
        _emptyPages = step.EmptyPage switch
        {
            true => _emptyPages + 1,
            false => 0,
            null => _emptyPages,
        };
    }

    /// <summary>The result of a check, with what was seen of its pages.</summary>
    public CheckResult On(CheckResult result) => result with { SawText = _sawText, EmptyPages = _emptyPages };
}
