using System.Text;
using Monitor.Worker.Ballots;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Ballots;

/// <summary>Who stands where: read from a file, kept, and no longer seen by the classifier.</summary>
public abstract class BallotTests : Spine
{
    private const string Header = "jenis;kode_wilayah;nomor;calon;wakil;sebutan_calon;akronim;slogan;tagar";
    private const string First =
        "bupati;33.26;1;H. BADRANSYAH QUWATLI, S.Pd., M.M.;Dr. WIRASENA MULYONO;Kang Badran;BAWIRA;Desa Berseri;#BawiraJuara";
    private const string Second = "bupati;33.26;2;SUDIRMAN;Hj. ENDAH KUSWATRI;;;;";

    private static readonly BallotDefaults Period = new(new DateOnly(2024, 8, 27), new DateOnly(2025, 2, 20), "Keputusan KPU 1/2024");

    [Fact]
    public async Task AnImportedPairScoresAsIfItHadNoName()
    {
        const string text = "Hidup Badransyah Quwatli! Ayo dukung Kang Badran di pilkada, #BawiraJuara";
        var at = new DateOnly(2024, 10, 10);
        var before = (await Blind.CurrentAsync(default)).Classify(text, at).Score;
        await ImportAsync(Header, First, Second);

        var now = await Blind.CurrentAsync(default);
        Assert.NotEqual(before, now.Classify(text, at).Score);
        Assert.Equal(
            now.Classify("Hidup Wirasena Mulyono! Ayo dukung Kang Badran di pilkada, #BawiraJuara", at).Score,
            now.Classify(text, at).Score,
            6
        );
    }

    [Fact]
    public async Task TheClassifierThatIsRunningSeesTheImportWithTheNextText()
    {
        var blind = Blind;
        Assert.DoesNotContain(await blind.ListAsync(default), contest => contest.Imported);
        await ImportAsync(Header, First, Second);
        var found = Assert.Single(await blind.ListAsync(default), contest => contest.Imported);
        Assert.Equal(("bupati-33.26-2024", 2, "33.26"), (found.Code, found.Pairs, found.Region));

        await Ballots.RemoveAsync(found.Code, "berkas salah", Some.Admin, default);
        Assert.DoesNotContain(await blind.ListAsync(default), contest => contest.Imported);
    }

    [Fact]
    public async Task AnEverydayNameIsNotMaskedWhereverItStands()
    {
        await ImportAsync(Header, First, Second);
        var words = (await Blind.ShowAsync("bupati-33.26-2024", default)).Pairs[1].Words;
        Assert.DoesNotContain(words, word => word is { Text: "SUDIRMAN", Strength: "sure" });
        Assert.Contains(words, word => word is { Text: "ENDAH KUSWATRI", Strength: "sure" });
    }

    [Fact]
    public async Task OneBadRowKeepsTheWholeBallotOutSoThatNoSideIsMaskedAlone()
    {
        var report = await ImportAsync(Header, First, "bupati;99.99;x;Q;;;;;dua kata", "bupati;33.26;1;ANDIKA PRASAJA;;;;;");
        Assert.False(report.Imported);
        Assert.Equal(
            [(3, "kode_wilayah"), (3, "nomor"), (3, "calon"), (3, "tagar"), (4, "nomor")],
            report.Problems.Select(problem => ((int)problem.Line, problem.Column))
        );
        Assert.DoesNotContain(await Blind.ListAsync(default), contest => contest.Imported);
        Assert.Equal(0, await CountAsync("audit"));
    }

    [Fact]
    public async Task WithoutPeriodOrSourceTheFileIsRefusedByName()
    {
        var report = await Ballots.ImportAsync(Bytes(Header, First), new BallotDefaults(null, null, ""), false, Some.Admin, default);
        Assert.Equal(["mulai", "selesai", "sumber"], report.Problems.Select(problem => problem.Column));
    }

    [Fact]
    public async Task TheSameFileAgainChangesNothingAndAnotherListReplacesTheContestWhole()
    {
        Assert.Equal(1, (await ImportAsync(Header, First, Second)).Added);
        Assert.Equal((0, 0, 1), Counts(await ImportAsync(Header, First, Second)));
        Assert.Equal((0, 1, 0), Counts(await ImportAsync(Header, First)));
        Assert.Single((await Blind.ShowAsync("bupati-33.26-2024", default)).Pairs);
        Assert.Equal(1, await CountAsync("ballot_line"));
        Assert.Equal(["contest.import", "contest.import"], await ListAsync<string>("SELECT verb FROM audit ORDER BY sequence"));
    }

    [Fact]
    public async Task ADryRunSaysWhatWouldHappenAndKeepsNothing()
    {
        var report = await Ballots.ImportAsync(Bytes(Header, First, Second), Period, dryRun: true, Some.Admin, default);
        Assert.Equal((1, 0, 0), Counts(report));
        Assert.False(report.Imported);
        Assert.Equal(0, await CountAsync("ballot"));
    }

    [Fact]
    public async Task TheOrderOfTheRowsInTheFileDoesNotMatter()
    {
        await ImportAsync(Header, First, Second);
        Assert.Equal((0, 0, 1), Counts(await ImportAsync(Header, Second, First)));
    }

    [Fact]
    public async Task RemovingNeedsAReasonAndAContestThatIsThere()
    {
        await ImportAsync(Header, First);
        await Assert.ThrowsAsync<RefusalException>(() => Ballots.RemoveAsync("bupati-33.26-2024", " ", Some.Admin, default));
        await Assert.ThrowsAsync<RefusalException>(() => Ballots.RemoveAsync("pilpres-2024", "bawaan", Some.Admin, default));
        Assert.Equal(1, await CountAsync("ballot"));
    }

    [Fact]
    public async Task TheListOfAWholeElectionIsTakenAsTheCommissionPublishesIt()
    {
        var file = await File.ReadAllBytesAsync(Shared.Domain("paslon-pilkada-2024.csv"));
        var report = await Ballots.ImportAsync(file, Period, false, Some.Admin, default);
        Assert.Empty(report.Problems);
        Assert.Equal((1594, 545), (report.Rows, report.Contests));
        Assert.Equal(545, (await Blind.ListAsync(default)).Count(contest => contest.Imported));
    }

    private static (int Added, int Replaced, int Unchanged) Counts(BallotReport report) =>
        (report.Added, report.Replaced, report.Unchanged);

    private Task<BallotReport> ImportAsync(params string[] lines) => Ballots.ImportAsync(Bytes(lines), Period, false, Some.Admin, default);

    private static byte[] Bytes(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
}

public sealed class SqliteBallotTests : BallotTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlBallotTests : BallotTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
