using Monitor.Worker.Audit;
using Monitor.Worker.Cases;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;
using CaseRoom = Monitor.Worker.Cases.Cases;

namespace Monitor.Worker.Tests.Cases;

/// <summary>Cases: who may be in one, and what is recorded of it.</summary>
public abstract class CasesTests : Spine
{
    private CaseRoom Room => new(Database, AuditLog, Models.Rules, Time);

    [Fact]
    public async Task OneCaseHoldsTheConfirmedFindingsOfOnePerson()
    {
        var person = await AddPersonAsync("Pemerintah Kabupaten Contoh", "33.26");
        var (first, second) = (await ConfirmedAsync(person), await ConfirmedAsync(person));
        var id = await Room.OpenAsync([first], "unggahan", Ketua(), default);
        await Room.JoinAsync(id, [second], Ketua(), default);

        var row = await FindAsync(id);

        Assert.Equal((2, "unggahan", "33.26", CaseState.Open), (row.Findings, row.Title, row.RegionCode, row.State));
        Assert.Equal(["case.open", "case.join"], await VerbsAsync(id));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Theory]
    [InlineData(FlagState.Flagged)]
    [InlineData(FlagState.Proposed)]
    [InlineData(FlagState.Disputed)]
    [InlineData(FlagState.Dismissed)]
    public async Task WhatIsNotConfirmedIsNoCase(string state)
    {
        var flag = await ConfirmedAsync(await AddPersonAsync("Contoh"), state: state);

        await RefusedAsync(() => Room.OpenAsync([flag], "", Ketua(), default), "confirmed findings only");
        Assert.Equal(0, await CountAsync("case_file"));
    }

    [Fact]
    public async Task TwoPersonsAreNeverOneCase()
    {
        var one = await ConfirmedAsync(await AddPersonAsync("Contoh"));
        var other = await ConfirmedAsync(await AddPersonAsync("Contoh"));

        await RefusedAsync(() => Room.OpenAsync([one, other], "", Ketua(), default), "another person");
        var id = await Room.OpenAsync([one], "", Ketua(), default);
        await RefusedAsync(() => Room.JoinAsync(id, [other], Ketua(), default), "another person");
        Assert.Equal(1, (await FindAsync(id)).Findings);
    }

    [Fact]
    public async Task TwoFindingsAboutNobodyInParticularAreNotAboutTheSamePerson()
    {
        var (one, other) = (await ConfirmedAsync(person: null), await ConfirmedAsync(person: null));

        await RefusedAsync(() => Room.OpenAsync([one, other], "", Ketua(), default), "another person");
        var id = await Room.OpenAsync([one], "", Ketua(), default);
        await RefusedAsync(() => Room.JoinAsync(id, [other], Ketua(), default), "need not be the same person");
    }

    [Fact]
    public async Task FindingBelongsToOneCase()
    {
        var flag = await ConfirmedAsync(await AddPersonAsync("Contoh"));
        await Room.OpenAsync([flag], "", Ketua(), default);

        await RefusedAsync(() => Room.OpenAsync([flag], "", Ketua(), default), "part of case K-000001 already");
    }

    [Fact]
    public async Task CaseOfAnotherRegionDoesNotExist()
    {
        var flag = await ConfirmedAsync(await AddPersonAsync("Contoh", "33.26"), region: "33.26");
        var stranger = Ketua(sees: region => region is not null && Region.Covers("35", region));

        await RefusedAsync(() => Room.OpenAsync([flag], "", stranger, default), "not of your regions");
        var id = await Room.OpenAsync([flag], "", Ketua(), default);
        await RefusedAsync(() => Room.RecordAsync(id, Kajian("1", "2024-09-30"), stranger, default), "not of your regions");
        Assert.Empty(await Database.ReadAsync(session => CaseStore.ListAsync(session, null, stranger.Sees, 10), default));
        Assert.Single(await Database.ReadAsync(session => CaseStore.ListAsync(session, null, _ => true, 10), default));
    }

    [Fact]
    public async Task NobodyWorksOnACaseOfTheOwnInstansi()
    {
        var flag = await ConfirmedAsync(await AddPersonAsync("Pemerintah Kabupaten Contoh"));
        var colleague = Ketua(instansi: "pemerintah kabupaten contoh");

        await RefusedAsync(() => Room.OpenAsync([flag], "", colleague, default), "your own instansi");
        var id = await Room.OpenAsync([flag], "", Ketua(), default);
        await RefusedAsync(() => Room.RecordAsync(id, Kajian("1", "2024-09-30"), colleague, default), "your own instansi");
    }

    [Fact]
    public async Task NobodyWorksOnACaseAboutOneself()
    {
        var person = await AddPersonAsync("Contoh");
        var own = await ScalarAsync<string>("SELECT nip_index FROM asn WHERE id = @person", new { person });
        var flag = await ConfirmedAsync(person);

        await RefusedAsync(() => Room.OpenAsync([flag], "", Ketua() with { NipIndex = own }, default), "concerns yourself");
        await Room.OpenAsync([flag], "", Ketua() with { NipIndex = "lain" }, default);
    }

    [Fact]
    public async Task CaseMovesFromOpenToStudiedToAnsweredAndTheNewestEntryHolds()
    {
        var id = await Room.OpenAsync([await ConfirmedAsync(await AddPersonAsync("Contoh"))], "", Ketua(), default);

        await Room.RecordAsync(id, Kajian("001/KJ", "2024-09-30"), Ketua(), default);
        Assert.Equal((CaseState.Studied, "001/KJ"), ((await FindAsync(id)).State, (await FindAsync(id)).KajianNumber));

        await Room.RecordAsync(id, Kajian("002/KJ", "2024-10-01"), Ketua(), default);
        await Room.RecordAsync(id, new NewEntry(EntryKind.Recommendation, "", "", "Diteruskan kepada BKN"), Ketua(), default);
        await Room.RecordAsync(id, new NewEntry(EntryKind.Answer, "menunggu_ppk", "", ""), Ketua(), default);

        var row = await FindAsync(id);
        Assert.Equal(
            (CaseState.Answered, "002/KJ", "2024-10-01", "Diteruskan kepada BKN", "menunggu_ppk"),
            (row.State, row.KajianNumber, row.KajianDate, row.Recommendation, row.Answer)
        );
        Assert.Equal(4, await CountAsync("case_entry"));
        var correction = (await AuditOfAsync(id)).Where(one => one.Verb == "case.kajian").Last();
        Assert.Contains("001/KJ", correction.BeforeState, StringComparison.Ordinal);
        Assert.Contains("002/KJ", correction.AfterState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EntryKind.Kajian, "", "2024-09-30", "", "number must not be empty")]
    [InlineData(EntryKind.Kajian, "1", "", "", "date of the kajian")]
    [InlineData(EntryKind.Kajian, "1", "30-09-2024", "", "yyyy-mm-dd")]
    [InlineData(EntryKind.Kajian, "1", "2024-10-02", "", "lies in the future")]
    [InlineData(EntryKind.Clarification, "", "", " ", "must not be empty")]
    [InlineData(EntryKind.Recommendation, "", "", "", "must not be empty")]
    [InlineData(EntryKind.Answer, "entah", "", "", "is not known")]
    public async Task IncompleteEntryIsRefusedAndLeavesNothing(string kind, string code, string day, string text, string says)
    {
        var id = await Room.OpenAsync([await ConfirmedAsync(await AddPersonAsync("Contoh"))], "", Ketua(), default);

        await RefusedAsync(() => Room.RecordAsync(id, new NewEntry(kind, code, day, text), Ketua(), default), says);
        Assert.Equal(0, await CountAsync("case_entry"));
    }

    [Fact]
    public async Task TheDayOfAnEntryIsThatOfTheRegion()
    {
        // 23:30 in Jakarta, half past one of the next day in Jayapura.
        Time.SetWallClock(new DateTimeOffset(2024, 10, 1, 16, 30, 0, TimeSpan.Zero));
        var east = await Room.OpenAsync([await ConfirmedAsync(await AddPersonAsync("Contoh"), region: "94")], "", Ketua(), default);
        var west = await Room.OpenAsync([await ConfirmedAsync(await AddPersonAsync("Contoh"), region: "33.26")], "", Ketua(), default);
        foreach (var id in (long[])[east, west])
        {
            await Room.RecordAsync(id, new NewEntry(EntryKind.Clarification, "", "", "didengar"), Ketua(), default);
        }

        Assert.Equal(["2024-10-02", "2024-10-01"], await ListAsync<string>("SELECT day FROM case_entry ORDER BY id"));
    }

    [Fact]
    public async Task WhatWasSaidOfAPersonIsNotInTheAuditRecord()
    {
        var id = await Room.OpenAsync([await ConfirmedAsync(await AddPersonAsync("Contoh"))], "", Ketua(), default);
        await Room.RecordAsync(id, new NewEntry(EntryKind.Clarification, "", "", "tetangganya bercerita"), Ketua(), default);

        Assert.DoesNotContain(await AuditOfAsync(id), row => (row.AfterState ?? "").Contains("tetangga", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindingOfAnotherEventIsSplitOffIntoItsOwnCase()
    {
        var person = await AddPersonAsync("Contoh");
        var (one, other) = (await ConfirmedAsync(person), await ConfirmedAsync(person));
        var id = await Room.OpenAsync([one, other], "", Ketua(), default);

        await RefusedAsync(() => Room.SplitAsync(id, other, " ", Ketua(), default), "reason is required");
        var made = await Room.SplitAsync(id, other, "peristiwa lain", Ketua(), default);

        Assert.Equal((1, 1), ((await FindAsync(id)).Findings, (await FindAsync(made)).Findings));
        Assert.Equal(made, await Database.ReadAsync(session => CaseStore.OfFindingAsync(session, other), default));
        await RefusedAsync(() => Room.SplitAsync(id, one, "lagi", Ketua(), default), "only finding");
        await RefusedAsync(() => Room.SplitAsync(id, other, "lagi", Ketua(), default), "not part of case");
    }

    [Fact]
    public async Task OtherFindingsAboutThePersonAreOfferedUntilTheyBelongToACase()
    {
        var person = await AddPersonAsync("Contoh");
        var (one, other) = (await ConfirmedAsync(person), await ConfirmedAsync(person));
        await ConfirmedAsync(person, state: FlagState.Dismissed);
        await Room.OpenAsync([one], "", Ketua(), default);

        Assert.Equal([other], await Database.ReadAsync(session => CaseStore.LooseAsync(session, person), default));
    }

    [Fact]
    public async Task FindingShowsTheKajianOfItsCase()
    {
        var flag = await ConfirmedAsync(await AddPersonAsync("Contoh"));
        Assert.Null((await FlagAsync(flag))!.KajianNumber);
        var id = await Room.OpenAsync([flag], "", Ketua(), default);
        await Room.RecordAsync(id, Kajian("001/KJ", "2024-09-30"), Ketua(), default);

        var row = (await FlagAsync(flag))!;
        Assert.Equal(("001/KJ", "2024-09-30"), (row.KajianNumber, row.KajianDate));
    }

    private static NewEntry Kajian(string number, string day) => new(EntryKind.Kajian, number, day, "");

    private static CaseWorker Ketua(string instansi = "", Func<string?, bool>? sees = null) =>
        new(new Actor("kartika", 1002, "ketua"), instansi, sees ?? (_ => true));

    private async Task<long> ConfirmedAsync(long? person, string state = FlagState.Confirmed, string region = "33.26")
    {
        var flag = await OpenFlagAsync(region, person: person);
        await ExecuteAsync("UPDATE flag SET state = @state WHERE id = @flag", new { state, flag });
        return flag;
    }

    private async Task<CaseRow> FindAsync(long id) => (await Database.ReadAsync(session => CaseStore.FindAsync(session, id), default))!;

    private Task<List<AuditRow>> AuditOfAsync(long id) =>
        Database.ReadAsync(session => AuditLog.NewestAsync(session, CaseRoom.Subject(id), 100), default);

    private async Task<List<string>> VerbsAsync(long id) => (await AuditOfAsync(id)).ConvertAll(row => row.Verb);

    private static async Task RefusedAsync(Func<Task> act, string says)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(act);
        Assert.Contains(says, refusal.Sentence.En, StringComparison.Ordinal);
    }
}

/// <inheritdoc />
public sealed class CasesOnSqliteTests : CasesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class CasesOnPostgreSqlTests : CasesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
