using System.Text;
using Monitor.Worker.Audit;
using Monitor.Worker.Intake;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Intake;

public abstract class IntakeTests : Spine
{
    private ItemSource _news = null!;
    private ItemSource _budi = null!;
    private ItemSource _wati = null!;

    /// <summary>Makes every insert into a table fail.</summary>
    internal abstract Task BreakAsync(string table);

    /// <summary>Undoes it.</summary>
    internal abstract Task MendAsync(string table);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _news = new ItemSource(await AddSourceAsync(), null, "33.26");
        _budi = await AccountSourceAsync("budi");
        _wati = await AccountSourceAsync("wati");
    }

    [Fact]
    public async Task PostOfARegisteredAccountThatReachesTheThresholdIsFlaggedWithItsProof()
    {
        var item = Some.Item("Ayo coblos nomor dua, menang!", url: "https://sosial.example/@budi/1", published: Some.Moment.AddHours(-1));
        var result = await IntakeRoom.TakeAsync(_budi, item, default);
        Assert.Equal(IntakeOutcome.Flagged, result.Outcome);

        var flag = (await FlagAsync(result.Flag!.Value))!;
        Assert.Equal((FlagState.Flagged, Attributed.Account, _budi.AccountId), (flag.State, flag.Attribution, flag.AccountId));
        Assert.Equal(item.Text, flag.Text);
        Assert.Equal("https://sosial.example/@budi/1", flag.Url);
        Assert.Equal(Some.Moment.AddHours(-1), flag.PublishedAt);
        Assert.Equal("33.26", flag.RegionCode);
        Assert.True(flag.DueAt > Some.Moment);
        var capture = Assert.Single(await EvidenceAsync(flag.Id));
        Assert.Equal(item.Capture.Bytes.ToArray(), await EvidenceStore.ReadAsync(capture.Sha256, default));
        Assert.Equal(
            ["flag.open"],
            (await ListAsync<AuditRow>($"SELECT * FROM audit WHERE subject = 'flag:{flag.Id}'")).Select(row => row.Verb)
        );
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task TextBelowTheThresholdIsNotFlagged()
    {
        IntakeSettings.Threshold = "1";
        Assert.Equal(IntakeOutcome.Kept, (await IntakeRoom.TakeAsync(_budi, Some.Item(), default)).Outcome);
        Assert.Equal(0, await CountAsync("flag"));
    }

    [Fact]
    public async Task TextOfNobodyRegisteredIsNobodysBusinessUnlessConfiguredOtherwise()
    {
        Assert.Equal(IntakeOutcome.Kept, (await IntakeRoom.TakeAsync(_news, Some.Item(), default)).Outcome);
        IntakeSettings.FlagUnattributed = true;
        var other = await IntakeRoom.TakeAsync(_news, Some.Item("Harga beras naik di pasar.", id: "butir-2"), default);
        Assert.Equal(IntakeOutcome.Flagged, other.Outcome);
    }

    [Fact]
    public async Task RemovedAccountIsNobodysAnyMore()
    {
        await ExecuteAsync("UPDATE account SET removed_at = 1 WHERE id = @id", new { id = _budi.AccountId });
        Assert.Equal(IntakeOutcome.Kept, (await IntakeRoom.TakeAsync(_budi, Some.Item(), default)).Outcome);
    }

    [Fact]
    public async Task SameNativeIdOfASourceIsKnown()
    {
        await IntakeRoom.TakeAsync(_budi, Some.Item(), default);
        Assert.Equal(IntakeOutcome.Known, (await IntakeRoom.TakeAsync(_budi, Some.Item(), default)).Outcome);
        Assert.Empty(await IntakeRoom.WantedPagesAsync(_budi, [("butir-1", "-")], default));
        Assert.Equal(["butir-1"], await IntakeRoom.WantedPagesAsync(_wati, [("butir-1", "-")], default));
        Assert.Equal((1, 1), (await CountAsync("item"), await CountAsync("flag")));
    }

    [Fact]
    public async Task StoryOfTwoFeedsAtOneAddressIsOneItemAndItsSightings()
    {
        var second = new ItemSource(await AddSourceAsync("https://lain.example/rss"), null, null);
        IntakeSettings.FlagUnattributed = true;
        var first = await IntakeRoom.TakeAsync(_news, Some.Item("Isi berita.", "a", "https://kabar.example/1"), default);
        var copy = await IntakeRoom.TakeAsync(
            second,
            Some.Item("Isi berita, diperbarui.", "b", "https://www.kabar.example/1?utm_source=x#y"),
            default
        );
        Assert.Equal((IntakeOutcome.Duplicate, first.Flag), (copy.Outcome, copy.Flag));
        Assert.Equal(["url"], await ListAsync<string>("SELECT duplicate_by FROM item WHERE duplicate_of IS NOT NULL"));
        Assert.Equal(1, await CountAsync("flag"));
    }

    [Fact]
    public async Task SameWordsInTwoOutletsAreOneStory()
    {
        var second = new ItemSource(await AddSourceAsync("https://lain.example/rss"), null, null);
        await IntakeRoom.TakeAsync(_news, Some.Item("Isi berita yang sama.", "a", "https://kabar.example/1"), default);
        var copy = await IntakeRoom.TakeAsync(second, Some.Item("Isi  berita yang SAMA", "b", "https://lain.example/9"), default);
        Assert.Equal(IntakeOutcome.Duplicate, copy.Outcome);
        Assert.Equal(["text"], await ListAsync<string>("SELECT duplicate_by FROM item WHERE duplicate_of IS NOT NULL"));
    }

    [Fact]
    public async Task SameWordsByTwoAccountsAreTwoActs()
    {
        var first = await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua", "a"), default);
        var second = await IntakeRoom.TakeAsync(_wati, Some.Item("Ayo pilih nomor dua", "b"), default);
        Assert.Equal((IntakeOutcome.Flagged, IntakeOutcome.Flagged), (first.Outcome, second.Outcome));
        Assert.NotEqual(first.Flag, second.Flag);
    }

    [Fact]
    public async Task SameWordsOfOneAccountAreTheSameTextForAsLongAsTheWindowLasts()
    {
        await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua", "a"), default);
        Time.Advance(IntakeSettings.DuplicateWindow);
        Assert.Equal(IntakeOutcome.Duplicate, (await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua", "b"), default)).Outcome);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(IntakeOutcome.Flagged, (await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua", "c"), default)).Outcome);
    }

    [Fact]
    public async Task PostsOfOneAccountThatAllLinkToItsProfileAreSoManyPosts()
    {
        const string profile = "https://sosial.example/@budi";
        var first = await IntakeRoom.TakeAsync(_budi, Some.Item("Selamat pagi warga Kajen", "a", profile), default);
        var second = await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua", "b", profile), default);
        Assert.Equal((IntakeOutcome.Flagged, IntakeOutcome.Flagged), (first.Outcome, second.Outcome));
        Assert.Equal(
            IntakeOutcome.Duplicate,
            (await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua", "c", profile), default)).Outcome
        );
    }

    [Fact]
    public async Task EditedPostIsJudgedAgainAndItsFlagGetsAFurtherCapture()
    {
        var first = await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua"), default);
        var edited = await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua, jangan lupa"), default);
        Assert.Equal((IntakeOutcome.Edited, first.Flag), (edited.Outcome, edited.Flag));
        Assert.Equal(
            2,
            (await EvidenceAsync(first.Flag!.Value)).Select(capture => capture.Sha256).Distinct(StringComparer.Ordinal).Count()
        );
        Assert.Equal((1, 1), (await CountAsync("item"), await CountAsync("flag")));
        Assert.Equal("Ayo pilih nomor dua", (await FlagAsync(first.Flag.Value))!.Text);
    }

    [Fact]
    public async Task FlaggedPostThatWasMadeHarmlessIsCapturedAsWell()
    {
        var first = await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua"), default);
        IntakeSettings.Threshold = "1";
        var edited = await IntakeRoom.TakeAsync(_budi, Some.Item("Selamat pagi"), default);
        Assert.Equal((IntakeOutcome.Edited, first.Flag), (edited.Outcome, edited.Flag));
        Assert.Equal(2, (await EvidenceAsync(first.Flag!.Value)).Count);
    }

    [Fact]
    public async Task HarmlessPostThatWasMadePartisanIsFlagged()
    {
        IntakeSettings.Threshold = "1";
        await IntakeRoom.TakeAsync(_budi, Some.Item("Selamat pagi"), default);
        IntakeSettings.Threshold = "0";
        var edited = await IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua"), default);
        Assert.Equal(IntakeOutcome.Edited, edited.Outcome);
        Assert.NotNull(edited.Flag);
    }

    [Fact]
    public async Task EightWorkersThatBringTheSameItemMakeOneFlag()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => IntakeRoom.TakeAsync(_budi, Some.Item("Ayo pilih nomor dua"), default)))
        );
        Assert.Single(results, result => result.Outcome == IntakeOutcome.Flagged);
        Assert.Equal(7, results.Count(result => result.Outcome == IntakeOutcome.Known));
        Assert.Equal((1, 1), (await CountAsync("item"), await CountAsync("flag")));
    }

    [Fact]
    public async Task UnflaggedTextIsInNoFileOfTheHouse()
    {
        const string canary = "kenariberbulukuning";
        IntakeSettings.Threshold = "1";
        foreach (var source in (ItemSource[])[_budi, _news])
        {
            await IntakeRoom.TakeAsync(source, Some.Item($"Burung {canary} hinggap.", title: $"Judul {canary}"), default);
            await IntakeRoom.TakeAsync(source, Some.Item($"Burung {canary} terbang.", title: $"Judul {canary}"), default);
        }

        Assert.Empty(await FilesWithAsync(canary));
        IntakeSettings.Threshold = "0";
        await IntakeRoom.TakeAsync(_budi, Some.Item($"Burung {canary} memilih.", "b"), default);
        Assert.NotEmpty(await FilesWithAsync(canary));
    }

    [Theory]
    [InlineData("item")]
    [InlineData("evidence")]
    [InlineData("flag")]
    [InlineData("flag_evidence")]
    [InlineData("audit")]
    public async Task FaultAtAnyStepLeavesNothingAndTheNextFetchBringsTheItemAgain(string table)
    {
        var audited = await CountAsync("audit");
        await BreakAsync(table);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => IntakeRoom.TakeAsync(_budi, Some.Item(), default));
        foreach (var written in (string[])["item", "evidence", "flag", "flag_evidence"])
        {
            Assert.Equal(0, await CountAsync(written));
        }

        Assert.Equal(audited, await CountAsync("audit"));
        Assert.Equal(["butir-1"], await IntakeRoom.WantedPagesAsync(_budi, [("butir-1", "-")], default));

        await MendAsync(table);
        Assert.Equal(IntakeOutcome.Flagged, (await IntakeRoom.TakeAsync(_budi, Some.Item(), default)).Outcome);
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task ItemsThatComeTogetherAreTakenInAsOneAfterTheOther()
    {
        await IntakeRoom.TakeAsync(_news, Some.Item("Sudah ada", id: "lama"), default);
        var results = await IntakeRoom.TakeAsync(
            _news,
            [
                Some.Item("Warta satu", id: "a", url: "https://kabar.example/satu"),
                Some.Item("Sudah ada", id: "lama"),
                Some.Item("Warta satu dengan judul lain", id: "b", url: "https://www.kabar.example/satu/"),
                Some.Item("Warta dua", id: "c"),
                Some.Item("Warta  dua!", id: "d"),
                Some.Item("Warta satu, diperbaiki", id: "a", url: "https://kabar.example/satu"),
                Some.Item("Sudah berubah", id: "lama"),
                Some.Item("Sudah berubah", id: "e"),
            ],
            default
        );
        Assert.Equal(
            ["Kept", "Known", "Duplicate", "Kept", "Duplicate", "Edited", "Edited", "Duplicate"],
            results.Select(result => $"{result.Outcome}".Replace("Flagged", "Kept", StringComparison.Ordinal))
        );
        Assert.Equal(
            ["a:", "b:url", "c:", "d:text", "e:text", "lama:"],
            await ListAsync<string>("SELECT native_id || ':' || COALESCE(duplicate_by, '') FROM item ORDER BY native_id")
        );
        // The one that was there, one story and one more; sightings and edits are not counted again.
        Assert.Equal(3, await ScalarAsync<long>("SELECT SUM(count) FROM drift WHERE series = 'texts'"));
    }

    [Theory]
    [InlineData("item")]
    [InlineData("evidence")]
    [InlineData("flag")]
    [InlineData("drift")]
    [InlineData("audit")]
    public async Task FaultAmongItemsThatComeTogetherLeavesNothingOfThemAndTheNextFetchBringsAll(string table)
    {
        Worker.Intake.Item[] items = [.. Enumerable.Range(1, 5).Select(i => Some.Item($"Ayo coblos nomor {i}", id: $"butir-{i}"))];
        await BreakAsync(table);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => IntakeRoom.TakeAsync(_budi, items, default));
        foreach (var written in (string[])["item", "evidence", "flag", "flag_evidence", "drift"])
        {
            Assert.Equal(0, await CountAsync(written));
        }

        await MendAsync(table);
        var results = await IntakeRoom.TakeAsync(_budi, items, default);
        Assert.Equal(5, results.Count(result => result.Outcome == IntakeOutcome.Flagged));
        Assert.Equal((5, 5), (await CountAsync("item"), await CountAsync("flag")));
        Assert.Equal(5, await ScalarAsync<long>("SELECT SUM(count) FROM drift WHERE series = 'texts'"));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task AppraisalKeepsNothing()
    {
        var appraisal = await IntakeRoom.AppraiseAsync(_budi, Some.Item("Ayo pilih nomor dua", title: "Ajakan"), default);
        Assert.True(appraisal.Flagged);
        Assert.Equal("Ajakan\nAyo pilih nomor dua", appraisal.Text);
        Assert.Equal(0, await CountAsync("item"));
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Evidence));
    }

    private async Task<ItemSource> AccountSourceAsync(string handle)
    {
        var account = await AddAccountAsync(handle, "33.26");
        return new ItemSource(await AddSourceAsync($"https://sosial.example/@{handle}.rss", account), account, null);
    }

    private Task<List<FlagEvidence>> EvidenceAsync(long flag) =>
        Database.ReadAsync(session => FlagStore.EvidenceAsync(session, flag), default);

    private async Task<List<string>> FilesWithAsync(string text)
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(Folder.Root, "*", SearchOption.AllDirectories))
        {
            if (Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(file);
            }
        }

        return found;
    }
}

/// <summary>On SQLite.</summary>
public sealed class IntakeOnSqliteTests : IntakeTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    internal override Task BreakAsync(string table) =>
        ExecuteAsync($"CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken by the test'); END");

    internal override Task MendAsync(string table) => ExecuteAsync("DROP TRIGGER broken");
}

/// <summary>On PostgreSQL.</summary>
public sealed class IntakeOnPostgreSqlTests : IntakeTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);

    internal override Task BreakAsync(string table) =>
        ExecuteAsync(
            $"""
            CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken by the test'; END $$;
            CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken()
            """
        );

    internal override Task MendAsync(string table) => ExecuteAsync("DROP FUNCTION broken CASCADE");
}
