using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class WithdrawalsTests : Spine
{
    private Withdrawals Room => new(Database, AuditLog, ReviewSettings, Time);

    [Theory]
    [InlineData(Verdict.Confirm)]
    [InlineData(Verdict.Dismiss)]
    public async Task FirstVerdictIsTakenBackAndTheFlagIsTheSamePersonsAgain(string verdict)
    {
        var flag = await OpenFlagAsync();
        await GiveAsync(flag, verdict, "sari");
        Assert.Equal(FlagState.Flagged, await Room.WithdrawAsync(flag, [], Some.Analyst("sari"), default));
        var row = (await FlagAsync(flag))!;
        Assert.Equal(("uid:sari", null), (row.ClaimIdentity, row.ClosedAt));
        Assert.Equal(0, await CountAsync("decision"));
        Assert.Equal(FlagState.Proposed, await GiveAsync(flag, Verdict.Confirm, "sari"));
    }

    [Fact]
    public async Task AuditLogKeepsWhatWasDecidedAndThatItWasWithdrawn()
    {
        var flag = await OpenFlagAsync();
        await GiveAsync(flag, Verdict.Dismiss, "sari");
        await Room.WithdrawAsync(flag, [], Some.Analyst("sari"), default);
        var rows = await ListAsync<string>($"SELECT verb || ' ' || actor FROM audit WHERE subject = 'flag:{flag}' ORDER BY sequence");
        Assert.Equal(["flag.decide sari", "flag.withdraw sari"], rows[^2..]);
        Assert.Null((await Database.ReadAsync(AuditLog.VerifyAsync, default)).Fault);
    }

    [Fact]
    public async Task SecondVerdictStaysBecauseItShowedTheFirst()
    {
        var flag = await OpenFlagAsync();
        await GiveAsync(flag, Verdict.Confirm, "sari");
        Assert.Equal(FlagState.Disputed, await GiveAsync(flag, Verdict.Dismiss, "dewi"));
        await RefusedAsync(flag, "dewi", "was the second");
        await RefusedAsync(flag, "sari", "is not yours");
        Assert.Equal(2, await CountAsync("decision"));
    }

    [Fact]
    public async Task KetuaWhoSawBothTakesTheOwnVerdictBackToTheDispute()
    {
        var flag = await OpenFlagAsync();
        await GiveAsync(flag, Verdict.Confirm, "sari");
        await GiveAsync(flag, Verdict.Dismiss, "dewi");
        Assert.Equal(FlagState.Confirmed, await Decisions.GiveAsync(Some.Confirmation(flag), Some.Lead(), default));
        Assert.Equal(FlagState.Disputed, await Room.WithdrawAsync(flag, [], Some.Lead(), default));
        Assert.Equal(2, await CountAsync("decision"));
    }

    [Fact]
    public async Task NothingIsTakenBackFromUnderTheNextReaderNorAfterTheTimeOfAClaim()
    {
        var flag = await OpenFlagAsync();
        await GiveAsync(flag, Verdict.Confirm, "sari");
        await Queue.ClaimNextAsync(Some.Analyst("dewi"), [], default);
        await RefusedAsync(flag, "sari", "held by dewi");
        await Queue.ReleaseAsync(flag, Some.Analyst("dewi"), default);
        Time.Advance(ReviewSettings.ClaimFor + TimeSpan.FromSeconds(1));
        await RefusedAsync(flag, "sari", "cannot be withdrawn any more");
        Assert.Equal(1, await CountAsync("decision"));
    }

    [Fact]
    public async Task FlagThatIsMovedOnOrReadAnewKeepsItsVerdicts()
    {
        var moves = new FlagMoves(Database, AuditLog, Time);
        var asked = await OpenFlagAsync();
        await GiveAsync(asked, Verdict.Confirm, "sari");
        await moves.AskAsync(asked, "komentar lengkap?", Some.Analyst("dewi"), default);
        await RefusedAsync(asked, "sari", "has been worked on");

        var reopened = await OpenFlagAsync();
        await GiveAsync(reopened, Verdict.Dismiss, "sari");
        await moves.ReopenAsync(reopened, "bukti baru", Some.Lead(), default);
        await RefusedAsync(reopened, "sari", "is not yours");
        Time.Advance(TimeSpan.FromSeconds(1));
        await GiveAsync(reopened, Verdict.Dismiss, "dewi");
        Assert.Equal(FlagState.Reopened, await Room.WithdrawAsync(reopened, [], Some.Analyst("dewi"), default));
    }

    [Fact]
    public async Task VerdictThatCoveredAGroupIsTakenBackFromAllOfItOrFromNone()
    {
        var (read, other, older) = (await OpenFlagAsync(), await OpenFlagAsync(), await OpenFlagAsync());
        await ExecuteAsync("UPDATE flag SET group_id = @read", new { read });
        await GiveAsync(older, Verdict.Dismiss, "sari");
        Time.Advance(TimeSpan.FromSeconds(1));
        await Decisions.GiveAsync(Some.Dismissal(read) with { Members = [other] }, Some.Analyst(), default);
        await Assert.ThrowsAsync<RefusalException>(() => Room.WithdrawAsync(read, [other, older], Some.Analyst(), default));
        Assert.Equal(3, await CountAsync("decision"));
        Assert.Equal(FlagState.Flagged, await Room.WithdrawAsync(read, [other], Some.Analyst(), default));
        Assert.Equal(1, await CountAsync("decision"));
        Assert.Equal("uid:sari", (await FlagAsync(read))!.ClaimIdentity);
        Assert.Null((await FlagAsync(other))!.ClaimIdentity);
    }

    private Task<string> GiveAsync(long flag, string verdict, string name) =>
        Decisions.GiveAsync(verdict == Verdict.Confirm ? Some.Confirmation(flag) : Some.Dismissal(flag), Some.Analyst(name), default);

    private async Task RefusedAsync(long flag, string name, string because)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Room.WithdrawAsync(flag, [], Some.Analyst(name), default));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}

/// <summary>On SQLite.</summary>
public sealed class WithdrawalsOnSqliteTests : WithdrawalsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class WithdrawalsOnPostgreSqlTests : WithdrawalsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
