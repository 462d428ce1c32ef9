using Monitor.Worker.Audit;
using Monitor.Worker.Collection;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection;

public abstract class QuarantineTests : Spine
{
    private static readonly Sentence Lost = new("Halaman tidak ada.", "The page is gone.");

    [Fact]
    public async Task SetAsideEntryIsListedWithAllThatAPersonNeeds()
    {
        await AddSourceAsync();
        await FailAsync(1, "a", lasting: false);
        Time.Advance(TimeSpan.FromHours(1));
        await FailAsync(1, "a", lasting: true);
        await FailAsync(1, "menunggu", lasting: false);
        var entry = Assert.Single(await Quarantine.ListAsync(null, default));
        Assert.Equal((1, "a", "Berita a", 2), (entry.SourceId, entry.NativeId, entry.Title, entry.Attempts));
        Assert.Equal(new Uri("https://kabar.example/a"), entry.Url);
        Assert.Equal(Lost, entry.Reason);
        Assert.Equal((Some.Moment, Some.Moment.AddHours(1)), (entry.FirstAt, entry.LastAt));
    }

    [Fact]
    public async Task ListKeepsToTheSourceThatIsAskedFor()
    {
        await AddSourceAsync();
        await AddSourceAsync("https://lain.example/rss");
        await FailAsync(1, "a");
        await FailAsync(2, "b");
        Assert.Equal(["a", "b"], (await Quarantine.ListAsync(null, default)).Select(entry => entry.NativeId));
        Assert.Equal(["b"], (await Quarantine.ListAsync(2, default)).Select(entry => entry.NativeId));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Quarantine.ListAsync(9, default));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
    }

    [Fact]
    public async Task EntryThatIsPutBackIsDueAtOnceAsIsItsSourceAndItIsRecorded()
    {
        await AddSourceAsync();
        await FailAsync(1, "a");
        await FailAsync(1, "b");
        await PostponeAsync();
        var entry = (await Quarantine.ListAsync(1, default))[0];
        await Quarantine.RetryAsync(entry.Id, Some.Admin, default);

        Assert.Equal(["a"], (await Setbacks.DueAsync(1, default)).Select(due => due.Id));
        Assert.Equal(["b"], await Setbacks.RestingAsync(1, default));
        Assert.Single(await Sources.ClaimDueAsync("x", 10, default));
        var row = Assert.Single(await ListAsync<AuditRow>("SELECT * FROM audit WHERE verb = 'source.retry'"));
        Assert.Equal(("source:1", Some.Admin.Name), (row.Subject, row.Actor));
    }

    [Fact]
    public async Task WholeSourceIsPutBackWithOneRecordAndNoOtherIsTouched()
    {
        await AddSourceAsync();
        await AddSourceAsync("https://lain.example/rss");
        await FailAsync(1, "a");
        await FailAsync(1, "b");
        await FailAsync(2, "c");
        Assert.Equal(2, await Quarantine.RetrySourceAsync(1, Some.Admin, default));
        Assert.Equal(["c"], (await Quarantine.ListAsync(null, default)).Select(entry => entry.NativeId));
        Assert.Equal(0, await Quarantine.RetrySourceAsync(1, Some.Admin, default));
        Assert.Single(await ListAsync<AuditRow>("SELECT * FROM audit WHERE verb = 'source.retry'"));
    }

    [Fact]
    public async Task PausedSourceStaysPaused()
    {
        await AddSourceAsync();
        await FailAsync(1, "a");
        await Sources.SetStateAsync(1, "paused", Some.Admin, default);
        await Quarantine.RetrySourceAsync(1, Some.Admin, default);
        Assert.Empty(await Sources.ClaimDueAsync("x", 10, default));
        await Sources.SetStateAsync(1, "active", Some.Admin, default);
        Assert.Single(await Sources.ClaimDueAsync("x", 10, default));
        Assert.Single(await Setbacks.DueAsync(1, default));
    }

    [Fact]
    public async Task EntryThatFailsAgainIsSetAsideAgainHoweverOftenItWasPutBack()
    {
        await AddSourceAsync();
        for (var i = 1; i <= 60; i++)
        {
            await FailAsync(1, "a", lasting: i == 1);
            if (await Quarantine.ListAsync(1, default) is [var entry])
            {
                Assert.Equal(i, entry.Attempts);
                await Quarantine.RetryAsync(entry.Id, Some.Admin, default);
            }
        }

        Assert.Null((await VerifyAsync()).BrokenAt);
    }

    [Fact]
    public async Task WhatIsNotThereOrNotSetAsideIsRefused()
    {
        await AddSourceAsync();
        await FailAsync(1, "a", lasting: false);
        var waiting = () => Quarantine.RetryAsync(1, Some.Admin, default);
        Assert.Equal(RefusalKind.Conflict, (await Assert.ThrowsAsync<RefusalException>(waiting)).Kind);
        var nothing = () => Quarantine.RetryAsync(9, Some.Admin, default);
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<RefusalException>(nothing)).Kind);
        var nobody = () => Quarantine.RetrySourceAsync(9, Some.Admin, default);
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<RefusalException>(nobody)).Kind);
    }

    private Task FailAsync(long source, string id, bool lasting = true) =>
        Setbacks.RecordAsync(
            source,
            new PendingEntry(id, new Uri($"https://kabar.example/{id}"), $"Berita {id}", "", null, [], []),
            Lost,
            lasting,
            ours: false,
            default
        );

    private async Task PostponeAsync()
    {
        await Sources.ClaimDueAsync("x", 10, default);
        var next = Time.GetUtcNow().AddDays(1);
        await Sources.FinishAsync(1, "x", new CheckResult("ok", true, false, Lost, next, null, null), default);
        Assert.Empty(await Sources.ClaimDueAsync("x", 10, default));
    }
}

/// <summary>On SQLite.</summary>
public sealed class QuarantineOnSqliteTests : QuarantineTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class QuarantineOnPostgreSqlTests : QuarantineTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
