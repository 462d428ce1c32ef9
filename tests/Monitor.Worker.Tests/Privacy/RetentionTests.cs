using Monitor.Worker.Intake;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Privacy;

public abstract class RetentionTests : PrivacyRoom
{
    [Fact]
    public async Task PlanCountsAndChangesNothingAndARunDoesWhatItSaid()
    {
        var old = await ClosedFlagAsync("dismissed", days: 181, await RegisterAsync());
        await ClosedFlagAsync("dismissed", days: 179);
        Assert.Equal(1, await OverAsync("dismissed"));
        Assert.NotEqual("", (await FlagAsync(old))!.Text);
        Assert.Equal(1, await RemovedAsync("dismissed"));
        var flag = (await FlagAsync(old))!;
        Assert.Equal(("", null, "[]", "dismissed"), (flag.Text, flag.AsnId, flag.Reasons, flag.State));
        Assert.Equal(0, await OverAsync("dismissed"));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task DismissedFlagKeepsItsVerdictAndLosesItsWords()
    {
        var flag = await OpenFlagAsync();
        await Decisions.GiveAsync(Some.Dismissal(flag, Models.Rules.Grounds[0].Code), Some.Analyst(), default);
        Time.Advance(Options.DismissedFor + TimeSpan.FromDays(1));
        Assert.Equal(1, await RemovedAsync("dismissed"));
        var given = Assert.Single(await Database.ReadAsync(session => Worker.Review.FlagStore.DecisionsAsync(session, flag), default));
        Assert.Equal(("dismiss", Models.Rules.Grounds[0].Code, ""), (given.Verdict, given.Ground, given.Reason));
        Assert.Equal(0, await ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE after_state LIKE '%jadwal resmi%'"));
    }

    [Fact]
    public async Task WhatIsHeldIsNotRemovedByItselfOrWithItsPerson()
    {
        var person = await RegisterAsync();
        var alone = await ClosedFlagAsync("dismissed", days: 500);
        await ClosedFlagAsync("dismissed", days: 500, person);
        await Holds.AddAsync(alone, null, "PN 1", "perkara", Dpo, default);
        var hold = await Holds.AddAsync(null, person, "PN 2", "perkara", Dpo, default);
        Assert.Equal(0, await OverAsync("dismissed"));
        await Holds.ReleaseAsync(hold.Id, "putus", Dpo, default);
        Assert.Equal(1, await RemovedAsync("dismissed"));
        Assert.NotEqual("", (await FlagAsync(alone))!.Text);
    }

    [Theory]
    [InlineData(null, false, 0)]
    [InlineData(100, false, 0)]
    [InlineData(1900, true, 0)]
    [InlineData(1900, false, 1)]
    public async Task ConfirmedFindingGoesOnlyAfterItWasDeliveredLongAgoAndItsCaseIsOver(int? delivered, bool open, long over)
    {
        var flag = await ClosedFlagAsync("confirmed", days: 2000, await RegisterAsync());
        if (delivered is not null)
        {
            await SendAsync(flag, delivered);
        }

        if (open)
        {
            await ExecuteAsync(
                """
                INSERT INTO case_file (id, opened_at, opened_by) VALUES (1, 0, 'kartika');
                INSERT INTO case_finding (flag_id, case_id, joined_at, joined_by) VALUES (@flag, 1, 0, 'kartika');
                """,
                new { flag }
            );
        }

        Assert.Equal(over, await OverAsync("confirmed"));
        Assert.Equal(over, await RemovedAsync("confirmed"));
    }

    [Fact]
    public async Task FindingThatWasNeverDeliveredIsNotRemoved()
    {
        var flag = await ClosedFlagAsync("confirmed", days: 2000);
        await SendAsync(flag, days: null);
        Assert.Equal(0, await RemovedAsync("confirmed"));
    }

    [Fact]
    public async Task OpenFlagIsNeverRemoved()
    {
        await OpenFlagAsync();
        Time.Advance(TimeSpan.FromDays(3000));
        await Retention.RunAsync(null, default);
        Assert.Equal("Ayo pilih nomor dua", (await FlagAsync(1))!.Text);
    }

    [Fact]
    public async Task ItemThatIsListedAgainAfterItsScoreWasForgottenIsKnown()
    {
        var source = await AddSourceAsync();
        IntakeSettings.Threshold = "1";
        var from = new ItemSource(source, null, null);
        await IntakeRoom.TakeAsync(from, Some.Item(), default);
        Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await RemovedAsync("unflagged"));
        Assert.Equal(1, await ScalarAsync<long>("SELECT COUNT(*) FROM item WHERE score IS NULL AND model IS NULL"));
        Assert.Equal(IntakeOutcome.Known, (await IntakeRoom.TakeAsync(from, Some.Item(), default)).Outcome);
        Assert.Equal(1, await CountAsync("item"));
    }

    [Fact]
    public async Task EvidenceOfARemovedTextIsDeletedUnlessAnotherFlagNeedsIt()
    {
        var hash = await EvidenceStore.KeepBytesAsync("<html>satu</html>"u8.ToArray(), default);
        var one = await ClosedFlagAsync("dismissed", days: 200);
        var other = await OpenFlagAsync();
        await ExecuteAsync("UPDATE evidence SET sha256 = @hash", new { hash });
        await Retention.RunAsync(null, default);
        Assert.True(await Database.ReadAsync(session => EvidenceStore.HasAsync(session, hash), default));
        await ExecuteAsync("UPDATE flag SET state = 'dismissed', closed_at = 0 WHERE id = @other", new { other });
        await Retention.RunAsync(null, default);
        Assert.False(await Database.ReadAsync(session => EvidenceStore.HasAsync(session, hash), default));
        Assert.Equal(2, await ScalarAsync<long>("SELECT COUNT(*) FROM evidence WHERE removed_at IS NOT NULL AND url = ''"));
        Assert.Equal("", (await FlagAsync(one))!.Text);
    }

    [Fact]
    public async Task TextInQuarantineIsForgottenAndTheEntryIsNotBroughtAgain()
    {
        var source = await AddSourceAsync();
        await ExecuteAsync(
            """
            INSERT INTO setback (source_id, native_id, state, attempts, next_try_at, entry, reason_id, reason_en, first_at, last_at)
            VALUES (@source, 'butir-9', 'quarantined', 6, 0, '{"text":"Ratna"}', 'rusak', 'broken', 0, 0)
            """,
            new { source }
        );
        Assert.Equal(1, await RemovedAsync("quarantine"));
        Assert.Equal("", await ScalarAsync<string>("SELECT entry || reason_id FROM setback"));
        Assert.Contains("butir-9", await Setbacks.RestingAsync(source, default));
        Assert.Empty(await Quarantine.ListAsync(source, default));
    }

    [Fact]
    public async Task PersonWhoLeftIsForgottenWhenNothingAboutThePersonIsKept()
    {
        var left = await RegisterAsync();
        var busy = await RegisterAsync("198704122010011003", "Bambang Prasetyo");
        await OpenFlagAsync(person: busy);
        await ExecuteAsync("UPDATE asn SET state = 'left'");
        Assert.Equal(0, await OverAsync("left"));
        Time.Advance(TimeSpan.FromDays(366));
        Assert.Equal(1, await RemovedAsync("left"));
        Assert.Equal("", await ScalarAsync<string>("SELECT name || nip_protected FROM asn WHERE id = @left", new { left }));
        Assert.Equal("Bambang Prasetyo", await ScalarAsync<string>("SELECT name FROM asn WHERE id = @busy", new { busy }));
    }

    [Fact]
    public async Task LooseFileAndReplacedDatabaseGoAfterTheirTime()
    {
        var hash = await EvidenceStore.KeepBytesAsync("tak bertuan"u8.ToArray(), default);
        var file = Directory.EnumerateFiles(Folder.Evidence, $"{hash}*", SearchOption.AllDirectories).Single();
        var copy = Folder.DatabaseFile + ".before-restore-20240101";
        await File.WriteAllTextAsync(copy, "lama");
        File.SetLastWriteTimeUtc(file, Time.GetUtcNow().UtcDateTime.AddDays(-29));
        File.SetLastWriteTimeUtc(copy, Time.GetUtcNow().UtcDateTime.AddDays(-29));
        await Retention.RunAsync(null, default);
        Assert.True(File.Exists(file) && File.Exists(copy));
        Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal((1, 1), (await OverAsync("files"), await OverAsync("copies")));
        await Retention.RunAsync(null, default);
        Assert.False(File.Exists(file) || File.Exists(copy));
    }

    [Fact]
    public async Task EachRunThatRemovesSomethingIsOnRecord()
    {
        await ClosedFlagAsync("dismissed", days: 200);
        await Retention.RunAsync(Dpo, default);
        await Retention.RunAsync(Dpo, default);
        Assert.Equal(
            "petugas-pdp",
            await ScalarAsync<string>("SELECT actor FROM audit WHERE verb = 'retention.run' AND subject = 'retention:dismissed'")
        );
        Assert.Equal(1, await ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE verb = 'retention.run'"));
    }
}

/// <summary>On SQLite.</summary>
public sealed class RetentionOnSqliteTests : RetentionTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class RetentionOnPostgreSqlTests : RetentionTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
