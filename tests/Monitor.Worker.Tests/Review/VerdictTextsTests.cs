using Monitor.Classifier;
using Monitor.Classifier.Training;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

/// <summary>What the model may learn from what people decided.</summary>
public abstract class VerdictTextsTests : Spine
{
    private VerdictTexts Texts => new(Database, AuditLog, Models.Rules);

    [Fact]
    public async Task OnlyFinalVerdictsAboutTheTextItselfTeach()
    {
        var confirmed = await OpenFlagAsync(text: "Ayo pilih nomor dua");
        await ConfirmAsync(confirmed, "sari");
        await ConfirmAsync(confirmed, "dewi");
        var everyday = await OpenFlagAsync(text: "Dua anak cukup");
        await DismissAsync(everyday, "makna_sehari_hari");
        var stranger = await OpenFlagAsync(text: "Menangkan paslon nomor tiga");
        await DismissAsync(stranger, "bukan_orangnya");
        await OpenFlagAsync(text: "Belum diputus");

        var rows = await ListAsync();
        Assert.Equal(
            [($"flag-{confirmed}", "Ayo pilih nomor dua", "confirmed"), ($"flag-{everyday}", "Dua anak cukup", "dismissed")],
            rows.Select(row => (row.Id, row.Text, row.Verdict))
        );
        Assert.Equal(["model.verdicts"], await ListAsync<string>("SELECT verb FROM audit ORDER BY sequence DESC LIMIT 1"));
    }

    [Fact]
    public async Task ACallerTakesOnlyWhatTheyMaySee()
    {
        var flag = await OpenFlagAsync(region: "33.26");
        await DismissAsync(flag, "satir");
        Assert.Empty(await Texts.ListAsync(region => region == "32.05", Some.Admin, default));
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task TheTrainerReadsWhatIsWritten()
    {
        var flag = await OpenFlagAsync(text: "Dua anak cukup \"kata\" bidan\nsalam");
        await DismissAsync(flag, "makna_sehari_hari");
        using var folder = Some.Folder();
        await File.WriteAllLinesAsync(
            folder["putusan.jsonl"],
            (await ListAsync()).Select(row => System.Text.Json.JsonSerializer.Serialize(row, Monitor.Worker.Api.Json.Format))
        );
        var read = Assert.Single(Corpus.Read(folder["putusan.jsonl"]));
        Assert.Equal(("Dua anak cukup \"kata\" bidan\nsalam", Label.PolitikNetral, true), (read.Text, read.Label, read.Doubtful));
    }

    private Task<List<VerdictText>> ListAsync() => Texts.ListAsync(_ => true, Some.Admin, default);

    private Task ConfirmAsync(long flag, string who) => Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst(who), default);

    private Task DismissAsync(long flag, string ground) =>
        Decisions.GiveAsync(new GivenVerdict(flag, Verdict.Dismiss, null, ground, "alasan uji"), Some.Analyst("sari"), default);
}

/// <summary>On SQLite.</summary>
public sealed class VerdictTextsOnSqliteTests : VerdictTextsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class VerdictTextsOnPostgreSqlTests : VerdictTextsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
