using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>What is gone from X is gone here within a day, unless a legal hold keeps it; what was decided stays.</summary>
public abstract class XComplianceTests : XSpine
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task ADeletedPostLosesItsTextAndProofAndKeepsIdFingerprintVerdictAndReason()
    {
        var post = await FlagAsync("Ayo coblos nomor dua.");
        var other = await FlagAsync("Selamat pagi semuanya.", 1002);
        await DecideAsync();
        var before = await RemainsAsync();
        var hashes = await ListAsync<string>("SELECT sha256 FROM evidence ORDER BY id");
        post.Deleted = true;
        Time.Advance(Day);
        var counts = await Compliance.RunAsync(default);

        Assert.Equal((2, 1, 0), (counts.Asked, counts.Removed, counts.Held));
        Assert.Equal(["", other.Text], await ListAsync<string>("SELECT text FROM flag ORDER BY id"));
        Assert.Equal(before, await RemainsAsync());
        Assert.Equal("gone-from-x", await ScalarAsync<string>("SELECT taken_down_why FROM flag WHERE id = 1"));
        await Assert.ThrowsAsync<InvalidDataException>(() => EvidenceStore.ReadAsync(hashes[0], default));
        Assert.NotEmpty(await EvidenceStore.ReadAsync(hashes[1], default));
        Assert.Equal(1, await ScalarAsync<int>("SELECT COUNT(*) FROM audit WHERE verb = 'takedown.remove' AND subject = 'flag:1'"));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Theory]
    [InlineData(FakeState.Protected)]
    [InlineData(FakeState.Suspended)]
    [InlineData(FakeState.Gone)]
    internal async Task APostOfAnAccountThatIsClosedGoesToo(FakeState state)
    {
        await FlagAsync("Ayo coblos nomor dua.");
        _user.State = state;
        Time.Advance(Day);
        Assert.Equal(1, (await Compliance.RunAsync(default)).Removed);
        Assert.Equal("", await ScalarAsync<string>("SELECT text FROM flag"));
    }

    [Fact]
    public async Task ALegalHoldKeepsItUntilItIsReleased()
    {
        var post = await FlagAsync("Ayo coblos nomor dua.");
        await Holds.AddAsync(1, null, "Perkara 12/2024", "bukti persidangan", Some.Admin, default);
        post.Deleted = true;
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(Day);
            Assert.Equal((0, 1), ((await Compliance.RunAsync(default)) is var held ? held.Removed : -1, held.Held));
        }

        Assert.Equal(post.Text, await ScalarAsync<string>("SELECT text FROM flag"));
        Assert.Equal(1, await ScalarAsync<int>("SELECT COUNT(*) FROM audit WHERE verb = 'takedown.held'"));
        await Holds.ReleaseAsync(1, "uji", Some.Admin, default);
        Time.Advance(Day);
        Assert.Equal(1, (await Compliance.RunAsync(default)).Removed);
        Assert.Equal("", await ScalarAsync<string>("SELECT text FROM flag"));
        Assert.Equal(
            ["hold.place", "takedown.held", "hold.release", "takedown.remove"],
            await ListAsync<string>("SELECT verb FROM audit WHERE subject = 'flag:1' AND verb <> 'flag.open' ORDER BY sequence")
        );
    }

    [Fact]
    public async Task AHoldNeedsAReferenceAReasonAndAText()
    {
        await FlagAsync("Ayo coblos nomor dua.");
        await RefusesAsync(RefusalKind.WrongInput, () => Holds.AddAsync(1, null, " ", "alasan", Some.Admin, default));
        await RefusesAsync(RefusalKind.WrongInput, () => Holds.AddAsync(1, null, "rujukan", "", Some.Admin, default));
        await RefusesAsync(RefusalKind.NotFound, () => Holds.AddAsync(9, null, "rujukan", "alasan", Some.Admin, default));
        await RefusesAsync(RefusalKind.NotFound, () => Holds.ReleaseAsync(1, "uji", Some.Admin, default));
        await Holds.AddAsync(1, null, "rujukan", "alasan", Some.Admin, default);
        await RefusesAsync(RefusalKind.Conflict, () => Holds.AddAsync(1, null, "rujukan", "alasan", Some.Admin, default));
        await Holds.ReleaseAsync(1, "uji", Some.Admin, default);
        await Takedown.RemoveAsync(1, "uji", Some.Admin, default);
        await RefusesAsync(RefusalKind.Conflict, () => Holds.AddAsync(1, null, "rujukan", "alasan", Some.Admin, default));
    }

    [Fact]
    public async Task EachPostIsAskedAfterOnceADayHoweverOftenThePassRuns()
    {
        await FlagAsync("Ayo coblos nomor dua.");
        for (var hour = 0; hour < 72; hour++)
        {
            await Compliance.RunAsync(default);
            Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, X.Asked("posts"));
    }

    [Fact]
    public async Task ManyPostsAreAskedAfterAHundredAtATimeAtMost()
    {
        await WatchAsync(1001);
        for (var i = 0; i < 120; i++)
        {
            X.Post(1001, $"Unggahan nomor {i} pada hari ini.", TimeSpan.FromMinutes(300 - i));
        }

        await CollectAsync();
        Time.Advance(Day);
        Assert.Equal(120, (await Compliance.RunAsync(default)).Asked);
        Assert.All(
            X.Visits.Where(visit => visit.Endpoint == "posts"),
            visit => Assert.InRange(visit.Query["ids"].Split(',').Length, 1, 100)
        );
    }

    [Fact]
    public async Task QuotedWordsThatAreGoneAreRemovedAndTheAccountsOwnStay()
    {
        X.User(2002, "lain");
        var other = X.Post(2002, "Ayo coblos nomor dua!");
        var quote = await FlagAsync("Setuju sekali.", quotes: other);
        other.Deleted = true;
        Time.Advance(Day);
        await Compliance.RunAsync(default);

        Assert.Equal(quote.Text, await ScalarAsync<string>("SELECT text FROM flag"));
        Assert.DoesNotContain("coblos", await ScalarAsync<string>("SELECT shared FROM flag"), StringComparison.Ordinal);
        Time.Advance(Day);
        await Compliance.RunAsync(default);
        // Not asked after again.
        Assert.DoesNotContain($"{other.Id}", X.Visits.Last(visit => visit.Endpoint == "posts").Query["ids"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenXDoesNotAnswerNothingIsRemovedAndItIsAskedAgain()
    {
        var post = await FlagAsync("Ayo coblos nomor dua.");
        X.Instead.Enqueue(("posts", http => FakeX.ProblemAsync(http, 503, "about:blank", "Service Unavailable", "Sibuk.")));
        post.Deleted = true;
        Time.Advance(Day);
        Assert.Equal(0, (await Compliance.RunAsync(default)).Removed);
        Assert.Contains(ComplianceLog.Lines, line => line.Text.Contains("could not be asked", StringComparison.Ordinal));
        Assert.Equal(post.Text, await ScalarAsync<string>("SELECT text FROM flag"));
        Assert.Equal(1, (await Compliance.RunAsync(default)).Removed);
    }

    [Fact]
    public async Task AnEntryThatCouldNotBeTakenInGoesToo()
    {
        await WatchAsync(1001);
        var post = X.Post(1001, "Ayo coblos nomor dua.");
        await CollectAsync();
        await ExecuteAsync(
            """
            INSERT INTO setback (source_id, native_id, state, attempts, next_try_at, entry, reason_id, reason_en, first_at, last_at)
            SELECT source_id, native_id, 'quarantined', 6, 0, '{}', '-', '-', seen_at, seen_at FROM item
            """
        );
        Time.Advance(Day);
        await Compliance.RunAsync(default);
        Assert.Equal(1, await CountAsync("setback"));
        post.Deleted = true;
        Time.Advance(Day);
        await Compliance.RunAsync(default);
        Assert.Equal(0, await CountAsync("setback"));
    }

    [Fact]
    public async Task FilesOfAPassThatDiedAreDeletedByTheNext()
    {
        await FlagAsync("Ayo coblos nomor dua.");
        var hash = (await ScalarAsync<string>("SELECT sha256 FROM evidence"))!;
        await ExecuteAsync("UPDATE evidence SET removed_at = 1");
        await Compliance.RunAsync(default);
        await Assert.ThrowsAsync<InvalidDataException>(() => EvidenceStore.ReadAsync(hash, default));
    }

    [Fact]
    public async Task WhileXIsOffItIsNotAsked()
    {
        await FlagAsync("Ayo coblos nomor dua.");
        XSettings.Enabled = false;
        Time.Advance(Day);
        await Compliance.RunAsync(default);
        Assert.Equal(0, X.Asked("posts"));
    }

    private FakeUser _user = null!;

    private async Task<FakePost> FlagAsync(string text, long author = 1001, FakePost? quotes = null)
    {
        _user = X.User(author, $"akun{author}");
        await WatchKnownAsync($"{author}");
        var post = X.Post(author, text);
        if (quotes is not null)
        {
            (post.Refers, post.Other) = ("quoted", quotes.Id);
        }

        await CollectAsync();
        return post;
    }

    private async Task DecideAsync()
    {
        var claimed = await Queue.ClaimNextAsync(Some.Analyst(), [2], default);
        await Decisions.GiveAsync(Some.Confirmation(claimed!.Id), Some.Analyst(), default);
    }

    private async Task<string> RemainsAsync() =>
        string.Join(
            ' ',
            await ListAsync<string>(
                """
                SELECT item.native_id || item.fingerprint || item.score || flag.label || flag.score || flag.reasons || flag.url || flag.state
                    || COALESCE(decision.verdict || decision.reason, '') || (SELECT MAX(sha256) || MIN(sha256) FROM evidence)
                FROM flag JOIN item ON item.id = flag.item_id LEFT JOIN decision ON decision.flag_id = flag.id ORDER BY flag.id
                """
            )
        );

    private static async Task RefusesAsync(RefusalKind kind, Func<Task> act) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<RefusalException>(act)).Kind);
}

/// <summary>On SQLite.</summary>
public sealed class XComplianceOnSqliteTests : XComplianceTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class XComplianceOnPostgreSqlTests : XComplianceTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
