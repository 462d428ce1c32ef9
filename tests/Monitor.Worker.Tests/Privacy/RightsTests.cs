using Monitor.Worker.Language;
using Monitor.Worker.Privacy;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Privacy;

public abstract class RightsTests : PrivacyRoom
{
    [Fact]
    public async Task RequestIsDueThreeTimesTwentyFourHoursAfterItWasReceived()
    {
        var person = await RegisterAsync();
        var received = Time.GetUtcNow() - TimeSpan.FromHours(10);
        var request = await Requests.AddAsync(Requests.Erase, person, Claim with { ReceivedAt = received }, Dpo, default);
        Assert.Equal((received + TimeSpan.FromHours(72), "open"), (request.DueAt, request.State));
        Assert.Equal(request.Id, Assert.Single(await Requests.ListAsync(all: false, default)).Id);
    }

    [Theory]
    [InlineData("siapa-saja", "surat")]
    [InlineData("subject", " ")]
    [InlineData(null, null)]
    public async Task NobodyIsServedWithoutSayingWhoAskedAndHowThatWasProven(string? from, string? proof)
    {
        var person = await RegisterAsync();
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            Subjects.ReportAsync(person, new RequestClaim(null, from, proof), forSubject: false, Dpo, default)
        );
        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        Assert.Equal(0, await CountAsync("subject_request"));
    }

    [Fact]
    public async Task ActAnswersTheRequestItNamesAndNoOther()
    {
        var person = await RegisterAsync();
        var request = await Requests.AddAsync(Requests.Report, person, Claim, Dpo, default);
        var other = await RegisterAsync("198704122010011003", "Bambang Prasetyo");
        await Assert.ThrowsAsync<RefusalException>(() =>
            Subjects.ReportAsync(other, new RequestClaim(request.Id), forSubject: false, Dpo, default)
        );
        await Subjects.ReportAsync(person, new RequestClaim(request.Id), forSubject: false, Dpo, default);
        var done = Assert.Single(await Requests.ListAsync(all: true, default));
        Assert.Equal(("done", "petugas-pdp"), (done.State, done.DecidedBy));
        await Assert.ThrowsAsync<RefusalException>(() =>
            Subjects.ReportAsync(person, new RequestClaim(request.Id), forSubject: false, Dpo, default)
        );
    }

    [Fact]
    public async Task RefusalNeedsAReasonAndClosesTheRequest()
    {
        var request = await Requests.AddAsync(Requests.Erase, await RegisterAsync(), Claim, Dpo, default);
        await Assert.ThrowsAsync<RefusalException>(() => Requests.RefuseAsync(request.Id, " ", Dpo, default));
        Assert.Equal("refused", (await Requests.RefuseAsync(request.Id, "UU 27/2022 Ps 15", Dpo, default)).State);
        await Assert.ThrowsAsync<RefusalException>(() => Requests.RefuseAsync(request.Id, "lagi", Dpo, default));
    }

    [Fact]
    public async Task NumberThatNobodyHasIsSaidToBeNobodys()
    {
        await RegisterAsync();
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Subjects.FindAsync("198704122010011003", null, default));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
        Assert.Equal(
            RefusalKind.WrongInput,
            (await Assert.ThrowsAsync<RefusalException>(() => Subjects.FindAsync("12", null, default))).Kind
        );
        Assert.Equal(1, await Subjects.FindAsync("19860315 201504 2 003", null, default));
    }

    [Fact]
    public async Task CorrectionFollowsTheRulesOfAnImportAndIsOnRecord()
    {
        var person = await RegisterAsync();
        await RefusesAsync(("kategori_jabatan", "raja"));
        await RefusesAsync(("nip", "198704122010011003"));
        await RefusesAsync(("jabatan", "Camat"));
        Assert.Equal(0, await CountAsync("subject_request"));
        var done = await Corrections.CorrectAsync(
            person,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["jabatan"] = "Sekretaris \"Camat\"; plt" },
            Claim,
            Dpo,
            default
        );
        Assert.Equal(["jabatan"], done.Changed);
        Assert.Equal("Sekretaris \"Camat\"; plt", await ScalarAsync<string>("SELECT jabatan FROM asn"));
        Assert.Equal("Ratna Wulandari", await ScalarAsync<string>("SELECT name FROM asn"));
        Assert.Equal(1, await ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE verb = 'asn.correct'"));

        async Task RefusesAsync((string Column, string Value) wrong) =>
            Assert.Equal(
                RefusalKind.WrongInput,
                (
                    await Assert.ThrowsAsync<RefusalException>(() =>
                        Corrections.CorrectAsync(
                            person,
                            new Dictionary<string, string>(StringComparer.Ordinal) { [wrong.Column] = wrong.Value },
                            Claim,
                            Dpo,
                            default
                        )
                    )
                ).Kind
            );
    }

    [Fact]
    public async Task ErasureWaitsForWhatIsBeingReviewedAndForWhatHasNotLeft()
    {
        var person = await RegisterAsync();
        var flag = await OpenFlagAsync(person: person);
        await RefusesAsync();
        await ExecuteAsync("UPDATE flag SET state = 'confirmed', closed_at = 0");
        await RefusesAsync();
        await SendAsync(flag, days: 1);
        var done = await Erasure.EraseAsync(person, Claim, Dpo, default);
        Assert.Equal(["bkn-000001"], done.Batches);
        Assert.Equal("{}", await ScalarAsync<string>("SELECT cells || nip_protected FROM export_row"));

        async Task RefusesAsync() =>
            Assert.Equal(
                RefusalKind.Conflict,
                (await Assert.ThrowsAsync<RefusalException>(() => Erasure.EraseAsync(person, Claim, Dpo, default))).Kind
            );
    }

    [Fact]
    public async Task NameInTheWordsOfOthersIsTakenOutButNotFromAnothersCaseAndNotFromANamesake()
    {
        var person = await RegisterAsync();
        var other = await RegisterAsync("198704122010011003", "Bambang Prasetyo");
        var namesake = await RegisterAsync("199001012015042001", "Ratna Wulandari");
        var kept = await OpenFlagAsync(person: other, text: "Camat Ratna Wulandari dan Bambang Prasetyo hadir");
        var gone = await ClosedFlagAsync("dismissed", 1, other, "Ratna Wulandari memuji calon");
        var hers = await ClosedFlagAsync("dismissed", 1, namesake, "Ratna Wulandari, guru di Kajen");
        await ExecuteAsync(
            "INSERT INTO decision (flag_id, place, reviewer_identity, reviewer_name, role, verdict, reason, at) VALUES (@gone, 1, 'uid:1', 'sari', 'analis', 'dismiss', 'itu RATNA WULANDARI, bukan Bambang', 0)",
            new { gone }
        );
        var result = await Erasure.EraseAsync(person, Claim, Dpo, default);
        Assert.Contains("Ratna", (await FlagAsync(kept))!.Text, StringComparison.Ordinal);
        Assert.Equal("", (await FlagAsync(gone))!.Text);
        Assert.Contains("Ratna", (await FlagAsync(hers))!.Text, StringComparison.Ordinal);
        Assert.Equal("itu [dihapus], bukan Bambang", await ScalarAsync<string>("SELECT reason FROM decision"));
        Assert.Contains(result.Remains, place => place.StartsWith("flag.text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ErasedPersonComesInAgainOnlyAsSomebodyNew()
    {
        var first = await RegisterAsync();
        // What a server does with its own files is for its owner to see to.
        Assert.Equal(Database.Sqlite is not null, (await Erasure.EraseAsync(first, Claim, Dpo, default)).Wiped);
        var again = await RegisterAsync();
        Assert.NotEqual(first, again);
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task TakedownRemovesTheTextAndKeepsNumberFingerprintAndVerdict()
    {
        var flag = await OpenFlagAsync();
        await Decisions.GiveAsync(Some.Dismissal(flag, Models.Rules.Grounds[0].Code), Some.Analyst(), default);
        var order = new TakedownOrder(Item: 1, By: "platform", Reference: "notice 77", Reason: "dihapus penulisnya");
        await Assert.ThrowsAsync<RefusalException>(() => Takedown.OrderAsync(order with { Reference = "" }, Dpo, default));
        await Assert.ThrowsAsync<RefusalException>(() => Takedown.OrderAsync(order with { Flag = 1 }, Dpo, default));
        var hold = await Holds.AddAsync(flag, null, "PN 1", "perkara", Dpo, default);
        Assert.Equal(
            RefusalKind.Conflict,
            (await Assert.ThrowsAsync<RefusalException>(() => Takedown.OrderAsync(order, Dpo, default))).Kind
        );
        await Holds.ReleaseAsync(hold.Id, "putus", Dpo, default);
        var before = await ScalarAsync<string>("SELECT fingerprint FROM item");
        Assert.Equal([flag], (await Takedown.OrderAsync(order, Dpo, default)).Flags);
        var row = (await FlagAsync(flag))!;
        Assert.Equal(("", "dismissed", "platform: dihapus penulisnya (notice 77)"), (row.Text, row.State, row.TakenDownWhy));
        Assert.Equal(before, await ScalarAsync<string>("SELECT fingerprint FROM item"));
        Assert.Equal("jadwal resmi KPU", await ScalarAsync<string>("SELECT reason FROM decision"));
        Assert.Equal(
            RefusalKind.NotFound,
            (await Assert.ThrowsAsync<RefusalException>(() => Takedown.OrderAsync(order, Dpo, default))).Kind
        );
    }
}

/// <summary>On SQLite.</summary>
public sealed class RightsOnSqliteTests : RightsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    [Fact]
    public async Task WipeThatAReaderStoodInTheWayOfIsDoneByTheNextRun()
    {
        await using (var reader = await Database.Sqlite!.OpenAsync(default))
        {
            await using var old = reader.BeginTransaction(deferred: true);
            await using var command = reader.CreateCommand();
            command.Transaction = old;
            command.CommandText = "SELECT COUNT(*) FROM asn";
            await command.ExecuteScalarAsync();
            await Database.WriteAsync(Wiping.AskAsync, default);
            Assert.False(await WipeQuicklyAsync());
        }

        Assert.True(await Wiping.WipeAsync(default));
        Assert.Equal(0, await ScalarAsync<long>("SELECT wipe_due FROM privacy_state"));
    }

    // A reader that does not go away would be waited for as long as any other.
    private async Task<bool> WipeQuicklyAsync()
    {
        using var impatient = new Database(Folder, new StorageOptions { BusyTimeout = TimeSpan.FromSeconds(1) });
        return await new Wiping(impatient).WipeAsync(default);
    }
}

/// <summary>On PostgreSQL.</summary>
public sealed class RightsOnPostgreSqlTests : RightsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
