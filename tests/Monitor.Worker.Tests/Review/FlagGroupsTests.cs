using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class FlagGroupsTests : Spine
{
    private const string Story =
        "Camat Kajen Ratna Wulandari hadir dalam deklarasi pasangan calon nomor dua di Alun-alun Kajen, Sabtu sore. "
        + "Ia naik ke panggung, mengangkat dua jari, dan mengajak warga memenangkan pasangan itu dalam satu putaran.";

    private const string SameStory = "KAJEN, KABAR - " + Story + " Panitia menyebut seribu orang hadir.";

    [Fact]
    public async Task SameStoryFromTwoOutletsAboutOnePersonIsOneGroup()
    {
        var person = await AddPersonAsync("Pemkab");
        var (one, two) = (await OpenFlagAsync(person: person, text: Story), await OpenFlagAsync(person: person, text: SameStory));
        var third = await OpenFlagAsync(
            person: person,
            text: "Ratna Wulandari meresmikan pasar baru bersama bupati, pedagang senang dan harga turun sedikit."
        );
        Assert.Equal((one, one, null), (await GroupAsync(one), await GroupAsync(two), await GroupAsync(third)));
    }

    [Fact]
    public async Task TextsAboutDifferentPersonsAreNeverOneGroupHoweverAlike()
    {
        var one = await OpenFlagAsync(person: await AddPersonAsync("Pemkab"), text: Story);
        var other = await OpenFlagAsync(person: await AddPersonAsync("Pemkab"), text: Story);
        var nobody = await OpenFlagAsync(text: Story);
        Assert.Equal((null, null, null), (await GroupAsync(one), await GroupAsync(other), await GroupAsync(nobody)));
    }

    [Fact]
    public async Task WhereNobodyIsKnownAnotherNameIsAnotherStory()
    {
        var one = await OpenFlagAsync(text: Story);
        var other = await OpenFlagAsync(text: Story.Replace("Ratna Wulandari", "Joko Susilo", StringComparison.Ordinal));
        var same = await OpenFlagAsync(text: SameStory);
        Assert.Equal((one, null, one), (await GroupAsync(one), await GroupAsync(other), await GroupAsync(same)));
    }

    [Fact]
    public async Task ShortTextsAreAlikeOnlyWhenTheyAreTheSameAndNoneIsAfterTheWindow()
    {
        var person = await AddPersonAsync("Pemkab");
        var one = await OpenFlagAsync(person: person, text: "Ayo coblos nomor dua!");
        var same = await OpenFlagAsync(person: person, text: "ayo COBLOS nomor dua");
        var other = await OpenFlagAsync(person: person, text: "Ayo coblos nomor tiga!");
        Time.Advance(FlagStore.GroupWindow + TimeSpan.FromHours(1));
        var late = await OpenFlagAsync(person: person, text: "Ayo coblos nomor dua!");
        Assert.Equal((one, one), (await GroupAsync(one), await GroupAsync(same)));
        Assert.Equal((null, null), (await GroupAsync(other), await GroupAsync(late)));
    }

    [Fact]
    public async Task OneVerdictCoversTheListedMembersEachWithItsOwnRowAndRecord()
    {
        var person = await AddPersonAsync("Pemkab");
        var flags = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            flags.Add(await OpenFlagAsync(person: person, text: Story));
        }

        await Decisions.GiveAsync(Some.Confirmation(flags[0]) with { Members = [flags[1]] }, Some.Analyst("sari"), default);
        Assert.Equal(
            [FlagState.Proposed, FlagState.Proposed, FlagState.Flagged],
            await ListAsync<string>("SELECT state FROM flag ORDER BY id")
        );
        Assert.Equal(2, await CountAsync("decision"));
        Assert.Equal(
            2,
            await ScalarAsync<long>($"SELECT COUNT(*) FROM audit WHERE verb = 'flag.decide' AND after_state LIKE '%\"group\":{flags[0]}%'")
        );
        Assert.Equal(
            FlagState.Confirmed,
            await Decisions.GiveAsync(Some.Confirmation(flags[1]) with { Members = [flags[0]] }, Some.Analyst("dewi"), default)
        );
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task HowALikeTextEndedIsNotToldWhileThisOneIsOpen()
    {
        var person = await AddPersonAsync("Pemkab");
        var open = await OpenFlagAsync(person: person, text: Story);
        var ended = await OpenFlagAsync(person: person, text: SameStory);
        await Decisions.GiveAsync(Some.Dismissal(ended), Some.Analyst(), default);
        var (flag, member) = ((await FlagAsync(open))!, (await FlagAsync(ended))!);

        Assert.Equal(MemberView.Closed, FlagPresenter.StateOf(member, flag, As(Roles.Analis)));
        Assert.Equal(MemberView.Closed, FlagPresenter.StateOf(member, flag, As(Roles.Ketua)));
        Assert.Equal(FlagState.Dismissed, FlagPresenter.StateOf(member, flag, As(Roles.Auditor)));
        Assert.Equal(FlagState.Flagged, FlagPresenter.StateOf(flag, member, As(Roles.Analis)));

        static Caller As(string role) => new("sari", 1001, role, [], "", false);
    }

    [Fact]
    public async Task GroupVerdictIsAllOrNothingAndCoversNoStranger()
    {
        var person = await AddPersonAsync("Pemkab");
        var (one, two) = (await OpenFlagAsync(person: person, text: Story), await OpenFlagAsync(person: person, text: Story));
        var stranger = await OpenFlagAsync(person: person, text: "Hal lain sama sekali.");
        await RefusedAsync(Some.Dismissal(one) with { Members = [stranger] }, "not of the group");
        await Queue.ExtendAsync(two, Some.Analyst("dewi"), default);
        await RefusedAsync(Some.Dismissal(one) with { Members = [two] }, "held by dewi");
        Assert.Equal(0, await CountAsync("decision"));
        await Queue.ReleaseAsync(two, Some.Analyst("dewi"), default);

        // Two posts of one account are two acts: one reason may dismiss both, each is confirmed by itself.
        var account = await AddAccountAsync("ratna", asn: person);
        await ExecuteAsync("UPDATE flag SET account_id = @account", new { account });
        await RefusedAsync(Some.Confirmation(one) with { Members = [two] }, "one by one");
        await Decisions.GiveAsync(Some.Dismissal(one) with { Members = [two] }, Some.Analyst("sari"), default);
        Assert.Equal(2, await ScalarAsync<long>("SELECT COUNT(*) FROM flag WHERE state = 'dismissed'"));
    }

    private Task<long?> GroupAsync(long flag) => ScalarAsync<long?>("SELECT group_id FROM flag WHERE id = @flag", new { flag });

    private async Task RefusedAsync(GivenVerdict given, string because)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Decisions.GiveAsync(given, Some.Analyst("sari"), default));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}

/// <summary>On SQLite.</summary>
public sealed class FlagGroupsOnSqliteTests : FlagGroupsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class FlagGroupsOnPostgreSqlTests : FlagGroupsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
