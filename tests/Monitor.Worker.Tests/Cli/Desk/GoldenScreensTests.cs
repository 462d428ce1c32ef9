using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Cli.Desk;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Tests.Cli.Desk;

/// <summary>
/// Pictures of the desk with flags of the demo, on a clock that stands still. After a change that is meant, write them anew with
/// MONITOR_WRITE_GOLDEN=1 and read the difference.
/// </summary>
public sealed class GoldenScreensTests
{
    private static readonly string[] Pictures = ["read", "news", "wide", "end", "ground", "form", "reason", "help"];

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var picture in Pictures)
            {
                all.Add(picture, "id");
                all.Add(picture, "en");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ScreenIsAsItIsCheckedIn(string picture, string language)
    {
        var size = picture == "wide" ? (120, 40) : (80, 24);
        var rows = Draw(picture, language == "en" ? Tongue.English : Tongue.Indonesian, size);
        Assert.Equal(size.Item2, rows.Count);
        Assert.All(rows, row => Assert.True(Row.Cells(row.Text) <= size.Item1, row.Text));
        var file = Path.Combine(Folder(), $"{picture}.{language}.txt");
        var drawn = FakeScreen.Written(rows);
        if (Environment.GetEnvironmentVariable("MONITOR_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(file, drawn);
        }

        Assert.Equal(File.ReadAllText(file), drawn);
    }

    [Fact]
    public void NothingIsToldByColourAlone()
    {
        var flag = Flag("own-account");
        var marked = FlagSheet.Marked(flag).Where(piece => piece.Ink == Ink.Mark).ToList();
        Assert.NotEmpty(marked);
        Assert.All(marked, piece => Assert.Matches("^»(?s:.*)«$", piece.Text));
    }

    [Fact]
    public void TextCanNeitherMoveTheCursorNorTurnTheWriting()
    {
        var flag = Flag("own-account") with { Text = "awas \e[2J\u202Eterbalik\u0007 selesai", Reasons = [] };
        var rows = new FlagSheet(flag, [], Tongue.English).Rows(80);
        Assert.All(rows, row => Assert.DoesNotMatch("[\\p{Cc}\u202E]", row.Text));
        Assert.Contains(rows, row => row.Text.Contains("awas ·[2J·terbalik· selesai", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("選挙の話をしましょう、今日は選挙の話です", 10)]
    [InlineData("https://contoh.example/alamat/yang/sangat/panjang/sekali/tanpa/spasi", 20)]
    [InlineData("kata kata  dengan 👍🏽 tanda 🗳️ dan e\u0301", 9)]
    public void RowsAreNeverWiderThanTheScreenAndLoseNoLetter(string text, int width)
    {
        var rows = Row.Wrap(text, width);
        Assert.All(rows, row => Assert.True(Row.Cells(row.Text) <= width, row.Text));
        Assert.Equal(Letters(text), Letters(string.Concat(rows.Select(row => row.Text))));

        static string Letters(string from) => from.Replace(" ", "", StringComparison.Ordinal);
    }

    private static IReadOnlyList<Row> Draw(string picture, Tongue tongue, (int, int) size)
    {
        var flag = Flag(picture == "news" ? "news" : "own-account");
        var page = new FlagSheet(flag, Earlier(flag), tongue);
        var ground = new Draft { Flag = flag.Id, Verdict = Verdict.Dismiss };
        var form = new Draft { Flag = flag.Id, Verdict = Verdict.Confirm };
        var panel = picture switch
        {
            "ground" => Picks(Questions.Of(flag, ground, Models.Rules, tongue)[0], 2),
            "form" => Picks(Questions.Of(flag, form, Models.Rules, tongue)[0], 0),
            "reason" => new Panel(
                Questions.Of(flag, ground, Models.Rules, tongue)[1].Title,
                [],
                [],
                Field: new TextField("Kalimatnya kutipan dari spanduk yang dilaporkan, bukan ajakan dari pemilik akun ini.")
            ),
            "help" => new Panel(tongue == Tongue.English ? "Help" : "Bantuan", DeskHelp.Words(tongue), []),
            _ => null,
        };
        return Frame
            .Of(
                page,
                size,
                picture == "end" ? int.MaxValue : 0,
                panel,
                "",
                DecideVerb.Said(new DecideAnswer(3, FlagState.Proposed)).In(tongue),
                DeskHelp.Keys(flag, drafted: false, given: true, tongue),
                flag.FoundAt.AddHours(9),
                tongue
            )
            .Rows;
    }

    private static Panel Picks(Asked asked, int selected) => new(asked.Title, [], asked.Picks, selected);

    private static IReadOnlyList<EarlierDecision> Earlier(FlagView flag) =>
        [
            new(
                2,
                FlagState.Dismissed,
                "kutipan_berita",
                flag.FoundAt.AddDays(-2),
                0.4,
                ["mantap", "gubernur"],
                "Sudah mantap persiapan debat calon gubernur"
            ),
            new(1, FlagState.Confirmed, "D-2", flag.FoundAt.AddDays(-3), 0.3, ["butuh"], "Provinsi ini butuh nomor satu, jangan ragu lagi"),
        ];

    private static FlagView Flag(string name) =>
        JsonSerializer.Deserialize<FlagView>(File.ReadAllText(Path.Combine(Folder(), $"{name}.json")), Json.Format)!;

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Monitor.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException("The tests do not stand inside the repository."),
            "tests",
            "Monitor.Worker.Tests",
            "Cli",
            "Desk",
            "Golden"
        );
    }
}
