using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class EarlierDecisionsTests : Spine
{
    private const string Text = "Pak camat membagikan stiker pasangan calon gubernur kepada warga pasar Sukawangi";
    private const string Alike = "Lurah Walanae membagikan stiker pasangan calon walikota ketika arisan";

    private EarlierDecisions Room => new(Database);

    [Fact]
    public async Task LikeTextThatIsDecidedIsShownWithItsGroundAndTheWordsInCommonAndAnotherTextIsNot()
    {
        var alike = await DecidedAsync(Alike);
        await DecidedAsync("Jadwal debat kandidat disiarkan televisi malam nanti");
        var asked = await OpenFlagAsync(text: Text);
        var found = Assert.Single(await OfAsync(asked));
        Assert.Equal((alike, FlagState.Dismissed, "netral_informasi"), (found.Flag, found.State, found.Code));
        Assert.Contains("stiker", found.Words);
        Assert.DoesNotContain("arisan", found.Words);
    }

    [Fact]
    public async Task SameTextUnderAnotherFlagIsNotShownForItWouldTellTheFirstVerdict()
    {
        await DecidedAsync(Text);
        await DecidedAsync(Text + " kemarin");
        Assert.Empty(await OfAsync(await OpenFlagAsync(text: Text)));
    }

    [Fact]
    public async Task OpenVerdictsAndOtherRegionsAreNotShown()
    {
        var open = await OpenFlagAsync(text: Alike);
        await Decisions.GiveAsync(Some.Confirmation(open), Some.Analyst("dewi"), default);
        await DecidedAsync(Alike, region: "73.08");
        var asked = await OpenFlagAsync(text: Text, region: "33.26");
        Assert.Empty(await Room.OfAsync(asked, Some.Analyst(regions: ["33"]), default));
        Assert.Single(await OfAsync(asked));
    }

    [Fact]
    public async Task LikestComesFirstAndThreeAreShown()
    {
        for (var i = 0; i < 4; i++)
        {
            await DecidedAsync($"{Alike} ke-{i}");
        }

        var likest = await DecidedAsync("Pak camat membagikan stiker pasangan calon kepada pegawai kantornya sendiri");
        var found = await OfAsync(await OpenFlagAsync(text: Text));
        Assert.Equal(3, found.Count);
        Assert.Equal(likest, found[0].Flag);
    }

    private Task<List<EarlierDecision>> OfAsync(long flag) => Room.OfAsync(flag, Some.Analyst(), default);

    private async Task<long> DecidedAsync(string text, string? region = null)
    {
        var flag = await OpenFlagAsync(text: text, region: region);
        Assert.Equal(FlagState.Dismissed, await Decisions.GiveAsync(Some.Dismissal(flag), Some.Analyst("dewi"), default));
        return flag;
    }
}

/// <summary>On SQLite.</summary>
public sealed class EarlierDecisionsOnSqliteTests : EarlierDecisionsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class EarlierDecisionsOnPostgreSqlTests : EarlierDecisionsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
