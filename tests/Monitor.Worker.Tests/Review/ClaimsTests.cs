using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class ClaimsTests : Spine
{
    private Claims Desk => new(Database, AuditLog, Time);

    [Fact]
    public async Task BrokenClaimIsFreeItsHolderIsToldWhyAndNothingOfItIsTakenAnyMore()
    {
        var flag = await OpenFlagAsync();
        var held = (await Queue.ClaimNextAsync(Some.Analyst("sari"), [], default))!;
        await Desk.BreakAsync(flag, "sakit, tenggat besok", Some.Lead(), default);
        await RefusedAsync(() => Queue.ExtendAsync(flag, Some.Analyst("sari"), default, held.ClaimNumber), "holds no longer");
        await RefusedAsync(
            () => Decisions.GiveAsync(Some.Confirmation(flag) with { Claim = held.ClaimNumber }, Some.Analyst("sari"), default),
            "has lapsed"
        );
        Assert.Equal(flag, (await Queue.ClaimNextAsync(Some.Analyst("dewi"), [], default))!.Id);

        var notice = Assert.Single(await Desk.UnseenAsync("uid:sari", default));
        Assert.Contains("sakit, tenggat besok", notice.TextEn, StringComparison.Ordinal);
        await Desk.SeenAsync("uid:dewi", [notice.Id], default);
        Assert.Single(await Desk.UnseenAsync("uid:sari", default));
        await Desk.SeenAsync("uid:sari", [notice.Id], default);
        Assert.Empty(await Desk.UnseenAsync("uid:sari", default));
        var row = Assert.Single(await ListAsync<AuditRow>("SELECT * FROM audit WHERE verb = 'flag.break'"));
        Assert.Contains("\"holder\":\"sari\"", row.BeforeState, StringComparison.Ordinal);
        Assert.Contains("sakit", row.AfterState, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClaimIsBrokenWithAReasonOnlyAndOnlyWhereThereIsOne()
    {
        var flag = await OpenFlagAsync();
        await RefusedAsync(() => Desk.BreakAsync(flag, "sebab", Some.Lead(), default), "Nobody holds");
        await Queue.ClaimNextAsync(Some.Analyst("sari"), [], default);
        await Assert.ThrowsAsync<RefusalException>(() => Desk.BreakAsync(flag, " ", Some.Lead(), default));
        Assert.NotNull((await FlagAsync(flag))!.ClaimIdentity);
    }

    [Fact]
    public async Task AssignedFlagComesFirstToWhomItWasGivenAndToNobodyElse()
    {
        var soon = await OpenFlagAsync(due: TimeSpan.FromDays(1));
        var given = await OpenFlagAsync(due: TimeSpan.FromDays(5));
        await Desk.AssignAsync(given, Some.Analyst("dewi"), Some.Lead(), default);
        Assert.Contains($"Flag {given}", Assert.Single(await Desk.UnseenAsync("uid:dewi", default)).TextEn, StringComparison.Ordinal);
        Assert.Equal(soon, (await Queue.ClaimNextAsync(Some.Analyst("sari"), [], default))!.Id);
        Assert.Null(await Queue.ClaimNextAsync(Some.Analyst("sari"), [soon], default));
        await RefusedAsync(() => Queue.ExtendAsync(given, Some.Analyst("sari"), default), "assigned to somebody else");
        await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(given), Some.Analyst("sari"), default), "assigned to dewi");
        Assert.Equal(given, (await Queue.ClaimNextAsync(Some.Analyst("dewi"), [], default))!.Id);
        Assert.Equal(FlagState.Proposed, await Decisions.GiveAsync(Some.Confirmation(given), Some.Analyst("dewi"), default));
        // The next verdict is somebody else's.
        Assert.Null((await FlagAsync(given))!.AssignedIdentity);
    }

    [Fact]
    public async Task AssignmentIsTakenBackAndNotGivenToWhoMayNotDecideOrFromUnderAHolder()
    {
        var flag = await OpenFlagAsync(region: "33.26");
        await RefusedAsync(() => Desk.AssignAsync(flag, Some.Analyst("oki", ["32"]), Some.Lead(), default), "cannot decide");
        await Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("sari"), default);
        await RefusedAsync(() => Desk.AssignAsync(flag, Some.Analyst("sari"), Some.Lead(), default), "cannot decide");
        await Queue.ClaimNextAsync(Some.Analyst("tono"), [], default);
        await RefusedAsync(() => Desk.AssignAsync(flag, Some.Analyst("dewi"), Some.Lead(), default), "held by tono");
        await Queue.ReleaseAsync(flag, Some.Analyst("tono"), default);
        await Desk.AssignAsync(flag, Some.Analyst("dewi"), Some.Lead(), default);
        await Desk.AssignAsync(flag, null, Some.Lead(), default);
        Assert.Equal(flag, (await Queue.ClaimNextAsync(Some.Analyst("tono"), [], default))!.Id);
    }

    private static async Task RefusedAsync(Func<Task> act, string because)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(act);
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}

/// <summary>On SQLite.</summary>
public sealed class ClaimsOnSqliteTests : ClaimsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class ClaimsOnPostgreSqlTests : ClaimsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
