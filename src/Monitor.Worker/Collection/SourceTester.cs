using Monitor.Worker.Intake;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>Looks at a source once and says what would be taken in, without keeping anything.</summary>
internal sealed class SourceTester(SourceReaders readers, PageReader pages, Intake.Intake intake, Timetable timetable, TimeProvider time)
{
    private const int MostItems = 5;

    /// <summary>One look.</summary>
    public async Task<SourceTrial> TryAsync(Source source, CancellationToken ct)
    {
        var reading = await readers.Of(source.Kind).TryAsync(source, ct);
        var items = new List<EntryTrial>();
        foreach (var entry in reading.Entries?.Take(MostItems) ?? [])
        {
            var read =
                source.Reads == SourceReads.Entry
                    ? EntryReading.Of(entry.ToItem(reading.Answer.ToCapture()))
                    : await pages.ReadAsync(entry, reading.Answer.ToCapture(), ct);
            var appraisal = read.Item is null
                ? null
                : await intake.AppraiseAsync(new ItemSource(source.Id, source.AccountId, source.RegionCode), read.Item, ct);
            items.Add(new EntryTrial(entry, read.Item, appraisal, read.Problem));
        }

        var pace = timetable.PaceOf(source, Said.Of(reading, source.LastSaid), time.GetUtcNow());
        return new SourceTrial(source, reading, items, pace);
    }
}

/// <summary>What a source would bring now.</summary>
internal sealed record SourceTrial(Source Source, SourceReading Reading, IReadOnlyList<EntryTrial> Items, Pace Pace);

/// <summary>What one entry would become.</summary>
internal sealed record EntryTrial(PendingEntry Entry, Item? Item, Appraisal? Appraisal, Sentence? Problem);
