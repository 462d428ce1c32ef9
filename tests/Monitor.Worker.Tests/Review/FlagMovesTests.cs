using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class FlagMovesTests : Spine
{
    private FlagMoves Room => new(Database, AuditLog, Time);

    [Fact]
    public async Task FlagThatWaitsForInformationIsOfferedToNobodyAndGoesOnWhereItStopped()
    {
        var flag = await OpenFlagAsync();
        await GiveAsync(Some.Confirmation(flag), "sari");
        Assert.Equal(FlagState.NeedsInformation, await Room.AskAsync(flag, "komentar lengkap?", Some.Analyst("dewi"), default));
        Assert.Null(await Queue.ClaimNextAsync(Some.Analyst("dewi"), [], default));
        await RefusedAsync(() => GiveAsync(Some.Confirmation(flag), "dewi"), "waits for information");

        Assert.Equal(FlagState.Proposed, await Room.AnswerAsync(flag, "ada di bukti kedua", Some.Analyst("tono"), default));
        Assert.Equal(flag, (await Queue.ClaimNextAsync(Some.Analyst("dewi"), [], default))!.Id);
        Assert.Equal(FlagState.Confirmed, await GiveAsync(Some.Confirmation(flag), "dewi"));
        var notes = await Database.ReadAsync(session => FlagStore.NotesAsync(session, flag), default);
        Assert.Equal(
            ["ask dewi: komentar lengkap?", "answer tono: ada di bukti kedua"],
            notes.Select(note => $"{note.Act} {note.ByName}: {note.Text}")
        );
    }

    [Fact]
    public async Task OfficerWhoReportedMayAnswerAndAColleagueOfThePersonMayNot()
    {
        var flag = await OpenFlagAsync(person: await AddPersonAsync("Pemkab"));
        await Database.WriteAsync(session => FlagStore.ReportedByAsync(session, flag, "uid:oki"), default);
        await RefusedAsync(() => Room.AskAsync(flag, "tautan?", Some.Analyst("oki"), default), "own report");
        await Room.AskAsync(flag, "tautan?", Some.Analyst("sari"), default);
        await RefusedAsync(() => Room.AnswerAsync(flag, "ini", Some.Analyst("dewi", instansi: "Pemkab"), default), "own instansi");
        Assert.Equal(FlagState.Flagged, await Room.AnswerAsync(flag, "ini", Some.Analyst("oki"), default));
    }

    [Fact]
    public async Task FlagIsNotMovedFromUnderWhoeverReadsIt()
    {
        var flag = await OpenFlagAsync();
        await Queue.ClaimNextAsync(Some.Analyst("sari"), [], default);
        await RefusedAsync(() => Room.AskAsync(flag, "apa?", Some.Analyst("dewi"), default), "held by sari");
        Assert.Equal(FlagState.NeedsInformation, await Room.AskAsync(flag, "apa?", Some.Analyst("sari"), default));
        Assert.Null((await FlagAsync(flag))!.ClaimIdentity);
    }

    [Fact]
    public async Task ReturnedDisputeIsReadFromTheBeginningByTwoWhoDoNotSeeTheOldVerdicts()
    {
        var flag = await OpenFlagAsync();
        await GiveAsync(Some.Confirmation(flag), "sari");
        await GiveAsync(Some.Dismissal(flag), "dewi");
        await RefusedAsync(() => Room.ReturnAsync(flag, "ulang", Some.Analyst("tono"), default), "the ketua decides");
        Assert.Equal(FlagState.Returned, await Room.ReturnAsync(flag, "periksa akunnya", Some.Lead(), default));
        Assert.Empty(await ShownAsync(flag, "test:uid:tono", Roles.Analis));

        Assert.Equal(FlagState.Proposed, await GiveAsync(Some.Dismissal(flag), "tono"));
        Assert.Equal(FlagState.Dismissed, await GiveAsync(Some.Dismissal(flag), "sari"));
        Assert.Equal(
            [1, 1, 2, 2],
            (await Database.ReadAsync(session => FlagStore.DecisionsAsync(session, flag), default)).Select(given => given.Round)
        );
    }

    [Theory]
    [InlineData(Verdict.Confirm)]
    [InlineData(Verdict.Dismiss)]
    public async Task ReopenedFlagNeedsTwoPersonsWhateverTheySay(string verdict)
    {
        var flag = await OpenFlagAsync();
        await GiveAsync(Some.Confirmation(flag), "sari");
        await GiveAsync(Some.Confirmation(flag), "dewi");
        await RefusedAsync(() => Room.ReopenAsync(flag, "keberatan", Some.Analyst("tono"), default), "Only a ketua");
        Assert.Equal(FlagState.Reopened, await Room.ReopenAsync(flag, "keberatan", Some.Lead(), default));
        Assert.Null((await FlagAsync(flag))!.ClosedAt);
        var given = verdict == Verdict.Confirm ? Some.Confirmation(flag) : Some.Dismissal(flag);
        Assert.Equal(FlagState.Proposed, await GiveAsync(given, "sari"));
        await RefusedAsync(() => GiveAsync(given, "sari"), "another person's");
        Assert.Equal(verdict == Verdict.Confirm ? FlagState.Confirmed : FlagState.Dismissed, await GiveAsync(given, "tono"));
    }

    [Fact]
    public async Task MoveWithoutAReasonIsRefusedAndEachMoveIsRecordedWithBeforeAndAfter()
    {
        var flag = await OpenFlagAsync();
        Assert.Equal(
            RefusalKind.WrongInput,
            (await Assert.ThrowsAsync<RefusalException>(() => Room.AskAsync(flag, " ", Some.Analyst(), default))).Kind
        );
        await Room.AskAsync(flag, "tautan?", Some.Analyst(), default);
        var row = Assert.Single(await ListAsync<AuditRow>("SELECT * FROM audit WHERE verb = 'flag.ask'"));
        Assert.Contains("\"state\":\"flagged\"", row.BeforeState, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"needs-information\"", row.AfterState, StringComparison.Ordinal);
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task PersonWhoChangedTheOsUserIsStillTheSamePerson()
    {
        await ExecuteAsync(
            """
            INSERT INTO app_user (uid, name, role, regions, nip_index, added_by, added_at, changed_at, ended_at)
            VALUES (1, 'sari', 'analis', '*', 'n1', 'admin', 0, 0, 1), (2, 'sari2', 'analis', '*', 'n1', 'admin', 0, 0, NULL)
            """
        );
        var flag = await OpenFlagAsync();
        await Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("1") with { NipIndex = "n1" }, default);
        await RefusedAsync(
            () => Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("2") with { NipIndex = "n1" }, default),
            "another person's"
        );
    }

    [Fact]
    public async Task VerdictUnderAClaimIsTakenOnlyWhileThatClaimLives()
    {
        var flag = await OpenFlagAsync();
        var claim = (await Queue.ClaimNextAsync(Some.Analyst("sari"), [], default))!.ClaimNumber;
        Time.Advance(ReviewSettings.ClaimFor + TimeSpan.FromSeconds(1));
        await RefusedAsync(() => GiveAsync(Some.Confirmation(flag) with { Claim = claim }, "sari"), "has lapsed");
        // Another had it and gave it back: nobody holds it, and what sari read may be old all the same.
        await Queue.ClaimNextAsync(Some.Analyst("dewi"), [], default);
        await Queue.ReleaseAsync(flag, Some.Analyst("dewi"), default);
        await RefusedAsync(() => GiveAsync(Some.Confirmation(flag) with { Claim = claim }, "sari"), "has lapsed");
        var anew = (await Queue.ClaimNextAsync(Some.Analyst("sari"), [], default))!.ClaimNumber;
        await RefusedAsync(() => GiveAsync(Some.Confirmation(flag) with { Claim = claim }, "sari"), "has lapsed");
        Assert.Equal(FlagState.Proposed, await GiveAsync(Some.Confirmation(flag) with { Claim = anew }, "sari"));
        Assert.Equal(1, await CountAsync("decision"));
    }

    private Task<string> GiveAsync(GivenVerdict given, string name) => Decisions.GiveAsync(given, Some.Analyst(name), default);

    private async Task<IReadOnlyList<DecisionRow>> ShownAsync(long flag, string identity, string role) =>
        FlagPresenter.Shown(
            (await FlagAsync(flag))!,
            await Database.ReadAsync(session => FlagStore.DecisionsAsync(session, flag), default),
            new Caller(identity, 1, role, [], "", IsTest: true)
        );

    private static async Task RefusedAsync(Func<Task> act, string because)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(act);
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}

/// <summary>On SQLite.</summary>
public sealed class FlagMovesOnSqliteTests : FlagMovesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class FlagMovesOnPostgreSqlTests : FlagMovesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
