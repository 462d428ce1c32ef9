using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class DecisionsTests : Spine
{
    [Fact]
    public async Task ConfirmationNeedsTwoPersons()
    {
        var flag = await OpenFlagAsync();
        Assert.Equal(FlagState.Proposed, await ConfirmAsync(flag, "sari"));
        Assert.Null((await FlagAsync(flag))!.ClosedAt);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(FlagState.Confirmed, await ConfirmAsync(flag, "dewi"));
        Assert.Equal(Time.GetUtcNow(), (await FlagAsync(flag))!.ClosedAt);
    }

    [Fact]
    public async Task SamePersonCannotGiveBothVerdictsAlsoUnderAnotherNameOrAsTheLead()
    {
        var flag = await OpenFlagAsync();
        var sari = Some.Analyst("sari");
        await Decisions.GiveAsync(Some.Confirmation(flag), sari, default);
        foreach (var again in (Reviewer[])[sari, sari with { Name = "sari-baru" }, sari with { IsLead = true }])
        {
            var refusal = await Assert.ThrowsAsync<RefusalException>(() => Decisions.GiveAsync(Some.Confirmation(flag), again, default));
            Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        }

        Assert.Equal(1, await CountAsync("decision"));
    }

    [Fact]
    public async Task StoreItselfTakesNoTwoVerdictsOfOnePerson()
    {
        var flag = await OpenFlagAsync();
        await ConfirmAsync(flag, "sari");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            ExecuteAsync(
                """
                INSERT INTO decision (flag_id, place, reviewer_identity, reviewer_name, role, verdict, reason, at)
                SELECT flag_id, 2, reviewer_identity, reviewer_name, role, verdict, reason, at FROM decision
                """
            )
        );
    }

    [Fact]
    public async Task TwoVerdictsOfOnePersonAtOnceAreOneVerdict()
    {
        var flag = await OpenFlagAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => TryConfirmAsync(flag))));
        Assert.Single(results, accepted => accepted);
        Assert.Equal(FlagState.Proposed, (await FlagAsync(flag))!.State);

        async Task<bool> TryConfirmAsync(long id)
        {
            try
            {
                await ConfirmAsync(id, "sari");
                return true;
            }
            catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Conflict)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task VerdictsThatDifferAreADisputeThatTheKetuaSettles()
    {
        var confirmed = await DisputedAsync();
        Assert.Equal(FlagState.Confirmed, await Decisions.GiveAsync(Some.Confirmation(confirmed), Some.Lead(), default));
        var dismissed = await DisputedAsync();
        Assert.Equal(FlagState.Dismissed, await Decisions.GiveAsync(Some.Dismissal(dismissed), Some.Lead(), default));
    }

    [Fact]
    public async Task ConfirmationsOfDifferentFormsAreADispute()
    {
        var flag = await OpenFlagAsync();
        await Decisions.GiveAsync(Some.Confirmation(flag, "D-6"), Some.Analyst("sari"), default);
        const string other = "D-2";
        Assert.Equal(FlagState.Disputed, await Decisions.GiveAsync(Some.Confirmation(flag, other), Some.Analyst("dewi"), default));
        Assert.Equal(FlagState.Confirmed, await Decisions.GiveAsync(Some.Confirmation(flag, other), Some.Lead(), default));
    }

    [Fact]
    public async Task DisputeIsSettledByNoAnalystAndByNoKetuaWhoIsAPartyToIt()
    {
        var flag = await OpenFlagAsync();
        await Decisions.GiveAsync(Some.Confirmation(flag), Some.Lead("kartika"), default);
        await Decisions.GiveAsync(Some.Dismissal(flag), Some.Analyst("dewi"), default);
        await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("tono"), default), "the ketua decides");
        await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(flag), Some.Lead("kartika"), default), "another person's");
        Assert.Equal(FlagState.Dismissed, await Decisions.GiveAsync(Some.Dismissal(flag), Some.Lead("ratih"), default));
    }

    [Theory]
    [InlineData(FlagState.Confirmed)]
    [InlineData(FlagState.Dismissed)]
    public async Task ClosedFlagTakesNoVerdict(string state)
    {
        var flag = await OpenFlagAsync();
        await ExecuteAsync("UPDATE flag SET state = @state WHERE id = @flag", new { state, flag });
        await RefusedAsync(() => Decisions.GiveAsync(Some.Confirmation(flag), Some.Lead(), default), "closed already");
        await RefusedAsync(() => Queue.ExtendAsync(flag, Some.Lead(), default), "closed");
    }

    [Fact]
    public async Task NoFirstDismissalIsReadTwiceWhenTheShareIsZero()
    {
        for (var i = 0; i < 20; i++)
        {
            var flag = await OpenFlagAsync();
            Assert.Equal(FlagState.Dismissed, await Decisions.GiveAsync(Some.Dismissal(flag), Some.Analyst(), default));
        }
    }

    [Fact]
    public async Task EveryFirstDismissalIsReadTwiceWhenTheShareIsOne()
    {
        ReviewSettings.DismissalSecondReadingShare = 1;
        for (var i = 0; i < 20; i++)
        {
            var flag = await OpenFlagAsync();
            Assert.Equal(FlagState.Proposed, await Decisions.GiveAsync(Some.Dismissal(flag), Some.Analyst("sari"), default));
            var second = i % 2 == 0 ? Some.Dismissal(flag) : Some.Confirmation(flag);
            var expected = i % 2 == 0 ? FlagState.Dismissed : FlagState.Disputed;
            Assert.Equal(expected, await Decisions.GiveAsync(second, Some.Analyst("dewi"), default));
        }
    }

    [Fact]
    public async Task ShareInBetweenIsDrawnByTheKeyOfTheInstallationAndNotByACoin()
    {
        ReviewSettings.DismissalSecondReadingShare = 0.5;
        var states = new List<string>();
        var places = new List<(double Own, double Other)>();
        var other = new DrawKey(new EphemeralDataProtectionProvider());
        for (var i = 0; i < 60; i++)
        {
            var flag = await OpenFlagAsync();
            var thing = $"dismissal\n{flag}\n1";
            places.Add(
                (await Database.WriteAsync(session => DrawKey.PlaceAsync(session, thing), default), DrawKey.Place(new byte[32], thing))
            );
            states.Add(await Decisions.GiveAsync(Some.Dismissal(flag), Some.Analyst(), default));
        }

        // What is drawn is told by the key alone, the same at every asking; who knows number and time of a flag, and not the key, knows nothing.
        Assert.Equal(places.Select(place => place.Own < 0.5 ? FlagState.Proposed : FlagState.Dismissed), states);
        Assert.NotEqual(places.Select(place => place.Own < 0.5), places.Select(place => place.Other < 0.5));
        Assert.Contains(FlagState.Proposed, states);
        Assert.Contains(FlagState.Dismissed, states);
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(() =>
            Database.ReadAsync(session => other.PlaceAsync(session, "dismissal\n1\n1"), default)
        );
    }

    [Fact]
    public async Task FirstVerdictIsHiddenFromWhoeverMayGiveTheSecond()
    {
        var flag = await OpenFlagAsync();
        await ConfirmAsync(flag, "sari");
        Assert.Empty(await ShownAsync(flag, "uid:dewi", Roles.Analis));
        Assert.Empty(await ShownAsync(flag, "uid:kartika", Roles.Ketua));
        Assert.Single(await ShownAsync(flag, "uid:sari", Roles.Analis));
        Assert.Single(await ShownAsync(flag, "uid:oki", Roles.Auditor));

        await Decisions.GiveAsync(Some.Dismissal(flag), Some.Analyst("dewi"), default);
        Assert.Equal(2, (await ShownAsync(flag, "uid:kartika", Roles.Ketua)).Count);
        Assert.Equal(["dismiss"], (await ShownAsync(flag, "uid:dewi", Roles.Analis)).Select(given => given.Verdict));
        Assert.Empty(await ShownAsync(flag, "uid:tono", Roles.Analis));

        await Decisions.GiveAsync(Some.Dismissal(flag), Some.Lead(), default);
        Assert.Equal(3, (await ShownAsync(flag, "uid:tono", Roles.Analis)).Count);
    }

    [Theory]
    [InlineData(Verdict.Confirm, "D-6", null, " ", "reason")]
    [InlineData(Verdict.Confirm, null, null, "sebab", "form of violation")]
    [InlineData(Verdict.Confirm, "D-666", null, "sebab", "D-666")]
    [InlineData(Verdict.Dismiss, "D-6", null, "sebab", "names no form")]
    [InlineData(Verdict.Dismiss, null, "karena", "sebab", "karena")]
    [InlineData(Verdict.Dismiss, null, null, "sebab", "netral_informasi")]
    [InlineData(Verdict.Confirm, "D-6", null, "sebab", "--event-known")]
    [InlineData("mungkin", null, null, "sebab", "mungkin")]
    public async Task IncompleteVerdictIsRefusedAndChangesNothing(string verdict, string? form, string? ground, string reason, string named)
    {
        var flag = await OpenFlagAsync();
        var refusal = await Assert.ThrowsAsync<RefusalException>(async () =>
            await Decisions.GiveAsync(new GivenVerdict(flag, verdict, form, ground, reason), Some.Analyst(), default)
        );
        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(FlagState.Flagged, (await FlagAsync(flag))!.State);
    }

    [Fact]
    public async Task EveryVerdictIsRecordedWithStateBeforeAndAfter()
    {
        var flag = await OpenFlagAsync();
        await ConfirmAsync(flag, "sari");
        await ConfirmAsync(flag, "dewi");
        var rows = await ListAsync<AuditRow>(
            $"SELECT * FROM audit WHERE subject = 'flag:{flag}' AND verb = 'flag.decide' ORDER BY sequence"
        );
        Assert.Equal(["sari", "dewi"], rows.Select(row => row.Actor));
        Assert.Equal(["{\"state\":\"flagged\"}", "{\"state\":\"proposed\"}"], rows.Select(row => row.BeforeState));
        Assert.Contains("\"state\":\"confirmed\"", rows[1].AfterState, StringComparison.Ordinal);
        Assert.Null((await VerifyAsync()).Fault);
    }

    private async Task<long> DisputedAsync()
    {
        var flag = await OpenFlagAsync();
        await ConfirmAsync(flag, "sari");
        Assert.Equal(FlagState.Disputed, await Decisions.GiveAsync(Some.Dismissal(flag), Some.Analyst("dewi"), default));
        return flag;
    }

    private Task<string> ConfirmAsync(long flag, string name) => Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst(name), default);

    private async Task<IReadOnlyList<DecisionRow>> ShownAsync(long flag, string identity, string role)
    {
        var row = (await FlagAsync(flag))!;
        var decisions = await Database.ReadAsync(session => FlagStore.DecisionsAsync(session, flag), default);
        // The caller whose identity is the reviewer's: a test user's is its name.
        var caller = new Caller(identity, 1, role, [], "", IsTest: true);
        return FlagPresenter.Shown(
            row,
            decisions.ConvertAll(given => new DecisionRow
            {
                FlagId = given.FlagId,
                Place = given.Place,
                ReviewerIdentity = $"test:{given.ReviewerIdentity}",
                Verdict = given.Verdict,
            }),
            caller
        );
    }

    private static async Task RefusedAsync(Func<Task> act, string because)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(act);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}

/// <summary>On SQLite.</summary>
public sealed class DecisionsOnSqliteTests : DecisionsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class DecisionsOnPostgreSqlTests : DecisionsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
