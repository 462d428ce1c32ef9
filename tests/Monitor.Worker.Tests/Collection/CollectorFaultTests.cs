using Monitor.Worker.Collection;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

/// <summary>What the torture (docs/reliability.md) found of entries that our own disk or clock stood in the way of; each was a fault once.</summary>
public abstract class CollectorFaultTests : CollectorSuite
{
    [Fact]
    public async Task EntryThatOurOwnDiskDoesNotTakeIsNeverSetAsideHoweverLongThatLasts()
    {
        await WatchAccountAsync("1");
        BreakEvidence();
        for (var i = 0; i < 30; i++)
        {
            await CollectAsync();
            Time.Advance(Every);
        }

        Assert.Equal(["retry"], await ListAsync<string>("SELECT state FROM setback"));
        MendEvidence();
        await CollectAsync();
        Assert.Equal((1, 1, 0), (await CountAsync("item"), await CountAsync("flag"), await CountAsync("setback")));
    }

    [Fact]
    public async Task PageThatFailsIsSetAsideAfterAsManyTriesAlsoWhenTheDiskFailedInBetween()
    {
        IntakeSettings.FlagUnattributed = true;
        await WatchAsync("a", "1");
        BreakEvidence();
        await CollectAsync();
        MendEvidence();
        Site.Failing["/p/1"] = (500, null);
        for (var i = 0; i < 30; i++)
        {
            Time.Advance(Every);
            await CollectAsync();
        }

        Assert.Equal((7, 1), (Site.Asked("/p/1"), (await Setbacks.QuarantinedAsync(default))[1]));
    }

    [Fact]
    public async Task PostThatIsTriedAgainIsProvedByTheAnswerThatStillListsIt()
    {
        await WatchAccountAsync("2", "1");
        BreakEvidence();
        await CollectAsync();
        MendEvidence();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(
            ["application/rss+xml", "application/rss+xml"],
            (await ListAsync<string>("SELECT media_type FROM evidence")).ConvertAll(type => type.Split(';')[0])
        );
        Assert.Equal(0, await CountAsync("setback"));

        // All is in: from here on an unchanged feed costs nothing again.
        Time.Advance(Every);
        await CollectAsync();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(304, Site.Visits.Last().Status);
    }

    [Fact]
    public async Task PostThatTheFeedHasDroppedIsProvedByWhatWasWrittenDownOfIt()
    {
        await WatchAccountAsync("2", "1");
        BreakEvidence();
        await CollectAsync();
        MendEvidence();
        Site.List("budi", "2");
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal(
            ["application/json", "application/rss+xml"],
            (await ListAsync<string>("SELECT media_type FROM evidence")).ConvertAll(type => type.Split(';')[0]).Order()
        );
    }

    [Fact]
    public async Task DiskThatTakesNoEvidenceIsLeftWithNoHalfFile()
    {
        var hash = await EvidenceStore.KeepBytesAsync("satu"u8.ToArray(), default);
        var folder = Path.Combine(Folder.Evidence, hash[..2]);
        // A folder where the file should come: it is written aside, and cannot be moved there.
        File.Delete(Path.Combine(folder, hash + ".brs"));
        Directory.CreateDirectory(Path.Combine(folder, hash + ".brs"));
        await Assert.ThrowsAsync<Monitor.Worker.Evidence.EvidenceUnwritableException>(() =>
            EvidenceStore.KeepBytesAsync("satu"u8.ToArray(), default)
        );
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task EntrySetBackWhileTheClockWasAheadIsTriedAgainOnceItIsSetRight()
    {
        await WatchAsync("a", "1");
        Site.Failing["/p/1"] = (500, null);
        var right = Time.GetUtcNow();
        Time.SetWallClock(right.AddDays(1));
        await CollectAsync();
        Assert.Equal(1, await CountAsync("setback"));

        Time.SetWallClock(right);
        Site.Failing.Clear();
        await CollectAsync();
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal((1, 0), (await CountAsync("item"), await CountAsync("setback")));
    }

    [Fact]
    public async Task SourceThatWasBeingCheckedWhenTheClockWasSetBackIsDueByTheClockAsItIs()
    {
        await WatchAsync("a", "1");
        var right = Time.GetUtcNow();
        Time.SetWallClock(right.AddDays(1));
        var source = Assert.Single(await Sources.ClaimDueAsync("satu", 1, default));
        var result = new CheckResult("ok", true, false, new Sentence("Baik.", "Fine."), Time.GetUtcNow() + Every, null, null)
        {
            At = Time.GetUtcNow(),
            BeatAt = Time.GetUtcNow() + Every,
        };
        Time.SetWallClock(right);
        await Sources.FinishAsync(source.Id, "satu", result, default);
        var saved = await Sources.GetAsync(source.Id, default);
        Assert.Equal((right + Every, right + Every), (saved.NextCheckAt, saved.BeatAt));
    }

    [Fact]
    public async Task CheckInWhoseMiddleTheClockIsSetBackIsFollowedByTheNextInDueTime()
    {
        await WatchAsync("a", "1");
        await CollectAsync();
        var right = Time.GetUtcNow();
        Time.SetWallClock(right.AddDays(1));
        await CollectAsync();
        Time.SetWallClock(right.AddDays(1) + Every);

        var answered = new TaskCompletionSource();
        Site.Held["/a.xml"] = answered.Task;
        var before = Site.Asked("/a.xml");
        var checking = CollectAsync();
        await Eventually.TrueAsync(() => Site.Asked("/a.xml") > before, "the feed is asked for");
        Time.SetWallClock(right + Every);
        answered.SetResult();
        await checking;
        Assert.InRange((await Sources.ListAsync(default)).Single().NextCheckAt, right + Every, right + (2 * Every));
    }

    private async Task WatchAccountAsync(params string[] entries)
    {
        Site.List("budi", entries);
        await AddSourceAsync(Site.Feed("budi"), await AddAccountAsync("budi"));
    }

    // A file in the place of the folder: whoever runs the tests as root may write everywhere.
    private void BreakEvidence()
    {
        Directory.Delete(Folder.Evidence, recursive: true);
        File.WriteAllText(Folder.Evidence, "");
    }

    private void MendEvidence()
    {
        File.Delete(Folder.Evidence);
        Directory.CreateDirectory(Folder.Evidence);
    }
}

/// <summary>On SQLite.</summary>
public sealed class CollectorFaultOnSqliteTests : CollectorFaultTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class CollectorFaultOnPostgreSqlTests : CollectorFaultTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
