using Monitor.Worker.Collection;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>X over the wire and into the store.</summary>
public abstract class XReaderTests : XSpine
{
    [Fact]
    public async Task PostsOfManyAccountsComeInOneRequestAndEachIsItsOwnAccounts()
    {
        for (var i = 1; i <= 10; i++)
        {
            await WatchAsync(1000 + i);
            X.Post(1000 + i, $"Selamat pagi dari kecamatan nomor {i}.");
        }

        await CollectAsync();

        Assert.Equal((1, 1, 0), (X.Asked("users"), X.Asked("search"), X.Asked("timeline")));
        Assert.Equal(
            Enumerable.Range(1, 10).Select(i => $"{i}: Selamat pagi dari kecamatan nomor {i}."),
            await ListAsync<string>("SELECT source_id || ': ' || text FROM flag ORDER BY source_id")
        );
        Assert.Equal(10, await CountAsync("item"));
        Assert.All(await Sources.ListAsync(default), source => Assert.Equal(("ok", 0), (source.LastOutcome, source.Failures)));
    }

    [Fact]
    public async Task TheNextCheckBringsOnlyWhatIsNewAndLooksNobodyUpAgain()
    {
        await WatchAsync(1001);
        await WatchAsync(1002);
        X.Post(1001, "Unggahan pertama hari ini.");
        await CollectAsync();
        Time.Advance(Every);
        X.Post(1002, "Unggahan kedua hari ini.");
        await CollectAsync();

        Assert.Equal((1, 2), (X.Asked("users"), X.Asked("search")));
        Assert.Equal(2, await CountAsync("item"));
        // One post each time, and two users once.
        Assert.Equal((2, 2), X.Returned);
        Assert.Equal((2 * 5000) + (2 * 10_000), await SpentAsync());
    }

    [Fact]
    public async Task MoreAccountsThanAQueryHoldsAreSeveralRequestsNoneTooLong()
    {
        for (var i = 0; i < 45; i++)
        {
            await WatchAsync(1_234_567_890_123_456_000 + i);
        }

        await CollectAsync();

        // 18 of 28 characters fit into 512.
        Assert.Equal(
            [18, 18, 9],
            X.Visits.Where(visit => visit.Endpoint == "search").Select(visit => visit.Query["query"].Split(" OR ").Length)
        );
        Assert.All(await Sources.ListAsync(default), source => Assert.Equal("ok", source.LastOutcome));
    }

    [Fact]
    public async Task AnEnterpriseQueryHoldsMore()
    {
        (XSettings.Plan, X.QueryLength) = (XPlan.Enterprise, 4096);
        for (var i = 0; i < 45; i++)
        {
            await WatchAsync(1_234_567_890_123_456_000 + i);
        }

        await CollectAsync();

        Assert.Equal(1, X.Asked("search"));
    }

    [Fact]
    public async Task AHandleIsLookedUpOnceAndItsNumberIsTheKeyFromThenOn()
    {
        var account = await RegisterAsync("budi_kajen");
        await WatchAsync(1001, "budi_kajen", account, byHandle: true);
        X.Post(1001, "Selamat pagi.");
        await CollectAsync();

        var source = await Sources.GetAsync(1, default);
        Assert.Equal(($"http://{X.Authority}/2/users/1001/tweets", "ok"), (source.Url, source.LastOutcome));
        Assert.Equal("1001", await ScalarAsync<string>("SELECT native_id FROM account"));
        Assert.Equal(1, await ScalarAsync<int>("SELECT COUNT(*) FROM audit WHERE verb = 'account.native_id'"));

        // A stranger takes the old name: nothing of his is laid at the account's door.
        X.User(2002, "budi_kajen");
        X.Post(2002, "Kata-kata orang lain.");
        Time.Advance(Every);
        await CollectAsync();
        Assert.Equal((1, 1), (X.Asked("by"), await CountAsync("item")));
        Assert.Equal(account, await ScalarAsync<long>("SELECT account_id FROM flag"));
    }

    [Fact]
    public async Task AHandleThatLeadsToAnotherNumberThanTheRegisteredOneIsNotRead()
    {
        var account = await RegisterAsync("siti", native: "77");
        await WatchAsync(2002, "siti", account, byHandle: true);
        X.Post(2002, "Kata-kata orang lain.");
        await CollectAsync();

        var source = await Sources.GetAsync(1, default);
        Assert.Equal(
            ("account-reused", "red"),
            (source.LastOutcome, SourceHealth.Of(source, Every, CollectionSettings, Time.GetUtcNow()).Word)
        );
        Assert.Equal((0, 0), (await CountAsync("item"), X.Asked("timeline") + X.Asked("search")));
    }

    [Fact]
    public async Task PagesAreFollowedToTheEndAndTheirTokensUsedOnce()
    {
        await WatchAsync(1001);
        await WatchAsync(1002);
        for (var i = 0; i < 250; i++)
        {
            X.Post(1001 + (i % 2), $"Unggahan nomor {i} pada hari ini.", TimeSpan.FromMinutes(600 - i));
        }

        await CollectAsync();

        var searches = X.Visits.Where(visit => visit.Endpoint == "search").ToList();
        Assert.Equal(250, await CountAsync("item"));
        Assert.Equal(
            searches.Count - 1,
            searches.Select(visit => visit.Query.GetValueOrDefault("next_token")).OfType<string>().Distinct().Count()
        );
        Assert.True(searches.Count >= 3);
    }

    [Fact]
    public async Task AReadingThatIsCutShortKeepsWhatCameAndGoesOnBelowIt()
    {
        await WatchAsync(1001);
        await WatchAsync(1002);
        for (var i = 0; i < 150; i++)
        {
            X.Post(1001 + (i % 2), $"Unggahan nomor {i} pada hari ini.", TimeSpan.FromMinutes(600 - i));
        }

        // Enough for the first page and no more.
        X.Limits["search"] = 1;
        await CollectAsync();
        var first = await CountAsync("x_inbox");
        Assert.InRange(first, 10, 149);

        X.Limits["search"] = 450;
        Time.Advance(TimeSpan.FromHours(1));
        Restart();
        await CollectAsync();

        Assert.Equal(150, await CountAsync("item"));
        // Nothing was paid for twice.
        Assert.Equal(150, X.Returned.Posts);
    }

    [Fact]
    public async Task AnAccountNotReadForMoreThanAWeekIsReadFromItsTimeline()
    {
        await WatchAsync(1001);
        await WatchAsync(1002);
        await CollectAsync();
        await Sources.SetStateAsync(1, "paused", Some.Admin, default);
        Time.Advance(TimeSpan.FromDays(8));
        X.Post(1001, "Delapan hari tidak dibaca.", TimeSpan.FromDays(7.5));
        await Sources.SetStateAsync(1, "active", Some.Admin, default);
        await CollectAsync();

        Assert.Equal((1, 1), (await CountAsync("item"), X.Visits.Count(visit => visit.Path == "/2/users/1001/tweets")));
    }

    [Fact]
    public async Task ALongPostIsReadWhole()
    {
        await WatchAsync(1001);
        var text = string.Join(' ', Enumerable.Range(1, 80).Select(i => $"kata{i}")) + " & <selesai>";
        X.Post(1001, text);
        await CollectAsync();
        Assert.Equal(text, await ScalarAsync<string>("SELECT text FROM flag"));
    }

    [Fact]
    public async Task QuotedWordsAreMarkedAndNotTheAccountsOwn()
    {
        await WatchAsync(1001);
        X.User(2002, "lain");
        var other = X.Post(2002, "Ayo menangkan pasangan calon nomor dua, coblos nomor dua!");
        var quote = X.Post(1001, "Ini tidak benar. https://t.co/abc");
        (quote.Refers, quote.Other, quote.Link) = ("quoted", other.Id, "https://t.co/abc");
        await CollectAsync();

        Assert.Equal("Ini tidak benar.", await ScalarAsync<string>("SELECT text FROM flag"));
        Assert.Equal(Models.Classifier.Classify("Ini tidak benar.").Score, await ScalarAsync<double>("SELECT score FROM flag"), 9);
        Assert.Contains("coblos nomor dua", await ScalarAsync<string>("SELECT shared FROM flag"), StringComparison.Ordinal);
        Assert.Equal($"quote {other.Id}", await ScalarAsync<string>("SELECT shares || ' ' || shared_id FROM item"));
        var proof = await EvidenceStore.ReadAsync((await ScalarAsync<string>("SELECT sha256 FROM evidence"))!, default);
        Assert.DoesNotContain("coblos", System.Text.Encoding.UTF8.GetString(proof), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReplyIsTheAccountsOwnWords()
    {
        await WatchAsync(1001);
        var reply = X.Post(1001, "@lain Ayo coblos nomor dua.");
        (reply.Refers, reply.Other) = ("replied_to", X.Post(2002, "Pilih siapa?").Id);
        await CollectAsync();
        Assert.Equal(
            ("@lain Ayo coblos nomor dua.", null),
            (await ScalarAsync<string>("SELECT text FROM flag"), await ScalarAsync<string>("SELECT shared FROM flag"))
        );
    }

    [Fact]
    public async Task ARepostIsKnownAsSuchAndIsNeitherScoredNorFlagged()
    {
        await WatchAsync(1001);
        X.User(2002, "lain");
        foreach (var words in new[] { "Ayo coblos nomor dua!", "Menangkan nomor dua!" })
        {
            var other = X.Post(2002, words);
            var repost = X.Post(1001, $"RT @lain: {words}");
            (repost.Refers, repost.Other) = ("retweeted", other.Id);
        }

        await CollectAsync();

        Assert.Equal(["repost", "repost"], await ListAsync<string>("SELECT shares FROM item WHERE score IS NULL AND duplicate_of IS NULL"));
        Assert.Equal((0, 0, 0), (await CountAsync("flag"), await CountAsync("evidence"), await CountAsync("setback")));
    }

    [Fact]
    public async Task RepostsThatAreNotWantedAreNotAskedFor()
    {
        XSettings.ReadReposts = false;
        await WatchAsync(1001);
        await WatchAsync(1002);
        var repost = X.Post(1001, "RT @lain: Ayo!");
        (repost.Refers, repost.Other) = ("retweeted", X.Post(2002, "Ayo!").Id);
        X.Post(1002, "Selamat pagi.");
        await CollectAsync();
        Assert.Equal((1, 1), (await CountAsync("item"), X.Returned.Posts));
    }

    [Fact]
    public async Task AnEditedPostIsTheSamePostWithOtherWords()
    {
        await WatchAsync(1001);
        var post = X.Post(1001, "Ayo coblos nomor dua.", TimeSpan.FromMinutes(10));
        await CollectAsync();
        Time.Advance(Every);
        X.Edit(post, "Selamat pagi semuanya.");
        await CollectAsync();

        Assert.Equal([$"{post.Id}"], await NativeIdsAsync());
        Assert.Equal(
            ["captured when flagged", "captured again after an edit"],
            await ListAsync<string>("SELECT note FROM flag_evidence ORDER BY evidence_id")
        );
    }

    [Fact]
    public async Task PostsThatWereReadForANeighbourAndNotYetTakenSurviveACrash()
    {
        await WatchAsync(1001);
        await WatchAsync(1002);
        X.Post(1001, "Selamat pagi.");
        X.Post(1002, "Selamat siang.");
        // The first source's check reads for both, and the program dies before anything is taken in.
        await Reader.ReadAsync(await Sources.GetAsync(1, default), default);
        Assert.Equal(2, await CountAsync("x_inbox"));
        Restart();
        await CollectAsync();

        Assert.Equal((2, 1), (await CountAsync("item"), X.Asked("search")));
        await Compliance.RunAsync(default);
        Assert.Equal(0, await CountAsync("x_inbox"));
    }

    [Fact]
    public async Task ATrialSaysHowAndWhyAndWhatItCostsAndMovesNothingOn()
    {
        await WatchAsync(1001);
        await WatchAsync(1002);
        await CollectAsync();
        Time.Advance(Every);
        X.Post(1001, "Selamat pagi.");
        var trial = await Reader.TryAsync(await Sources.GetAsync(1, default), default);

        Assert.Equal("Selamat pagi.", Assert.Single(trial.Entries!).Text);
        Assert.Equal(3, trial.Notes.Count);
        Assert.Contains(
            "recent search",
            Assert.Single(trial.Notes, note => note.En.StartsWith("Read by", StringComparison.Ordinal)).En,
            StringComparison.Ordinal
        );
        Assert.Contains("USD 100.000", trial.Notes[2].En, StringComparison.Ordinal);
        Assert.Equal((0, 0), (await CountAsync("x_inbox"), await CountAsync("item")));
        await CollectAsync();
        Assert.Equal(1, await CountAsync("item"));
    }
}

/// <summary>On SQLite.</summary>
public sealed class XReaderOnSqliteTests : XReaderTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class XReaderOnPostgreSqlTests : XReaderTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
