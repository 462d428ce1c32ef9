using System.Text.Json;
using Monitor.Classifier;
using Monitor.Classifier.Features;
using Monitor.Classifier.Model;
using Monitor.Classifier.Text;
using Monitor.Classifier.Training;
using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Cli;

/// <summary><c>monitor model info | train | use</c> over the command line. What is in use is never changed by these tests.</summary>
public sealed class ModelVerbsTests : IDisposable
{
    private const string Header = "id\tsource\tlabel\tdoubt\ttext";
    private static readonly string InUse = Path.Combine(ModelVerbs.Models, NetralitasClassifier.Folder, ModelFile.FileName);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("model-verbs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task InfoShowsTheCardOfTheModelInUse()
    {
        var (code, output, _) = await CommandLine.RunAsync("model", "info");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(ModelFile.Read(InUse).Info.Version, output, StringComparison.Ordinal);
        Assert.Contains("authored.tsv", output, StringComparison.Ordinal);
        Assert.Contains("threshold balanced", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InfoIsOneDocumentForAMachine()
    {
        var (code, output, _) = await CommandLine.RunAsync("model", "info", "--json");

        Assert.Equal(ExitCode.Done, code);
        var card = JsonElement.Parse(output);
        Assert.Equal("netralitas", card.GetProperty("name").GetString());
        Assert.Equal(ModelFile.Read(InUse).Info.Version, card.GetProperty("version").GetString());
        Assert.True(card.GetProperty("thresholds").TryGetProperty("balanced", out _));
    }

    [Fact]
    public async Task TrainMakesAModelThatUseRefusesWhenItIsWorse()
    {
        // Labels turned round: whoever learns them is worse than the model in use on the same rows labelled right.
        var backwards = await Rows("terbalik.tsv", "non_politik", "dukungan", 120);
        var right = await Rows("uji.tsv", "dukungan", "non_politik", 40);
        var made = Path.Combine(_folder.FullName, "penantang.bin");
        var before = await File.ReadAllBytesAsync(InUse, TestContext.Current.CancellationToken);

        var train = await CommandLine.RunAsync("model", "train", backwards, "--out", made, "--card", _folder.FullName, "--json");

        Assert.Equal(ExitCode.Done, train.Code);
        Assert.Contains("--posts", train.Error, StringComparison.Ordinal);
        var data = Assert.Single(JsonElement.Parse(train.Out).GetProperty("trainedOn").EnumerateArray());
        Assert.Equal(("terbalik.tsv", 120), (data.GetProperty("file").GetString(), data.GetProperty("rows").GetInt32()));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "model-card.md")));

        var use = await CommandLine.RunAsync("model", "use", made, "--held-out", right, "--json");

        Assert.Equal(ExitCode.Finding, use.Code);
        var answer = JsonElement.Parse(use.Out);
        Assert.False(answer.GetProperty("used").GetBoolean());
        Assert.True(answer.GetProperty("onlyChampion").GetInt32() > answer.GetProperty("onlyChallenger").GetInt32());
        Assert.Equal(before, await File.ReadAllBytesAsync(InUse, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task LexiconCompilesTheListsOfAModelsFolderAnew()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(ModelVerbs.Models, "lexicon"), "*.tsv"))
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, "lexicon"));
            File.Copy(file, Path.Combine(_folder.FullName, "lexicon", Path.GetFileName(file)));
        }

        var compiled = Path.Combine(_folder.FullName, NetralitasClassifier.Folder, CompiledLexicon.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(compiled)!);

        var outcome = await CommandLine.RunAsync("model", "lexicon", "--models", _folder.FullName);

        Assert.Equal(ExitCode.Done, outcome.Code);
        Assert.Equal(
            await File.ReadAllBytesAsync(
                Path.Combine(ModelVerbs.Models, NetralitasClassifier.Folder, CompiledLexicon.FileName),
                TestContext.Current.CancellationToken
            ),
            await File.ReadAllBytesAsync(compiled, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task LexiconOfAFolderWithoutListsIsWrongUsage()
    {
        var outcome = await CommandLine.RunAsync("model", "lexicon", "--models", _folder.FullName);

        Assert.Equal(ExitCode.WrongUsage, outcome.Code);
        Assert.Contains(
            _folder.FullName,
            Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task VectorsAreLearnedFromTheTextsNamedAndTheirWordsGrouped()
    {
        var rows = await Rows("latih.tsv", "dukungan", "non_politik", 40);
        var made = Path.Combine(_folder.FullName, "words.bin");

        var outcome = await CommandLine.RunAsync("model", "vectors", rows, "--out", made);

        Assert.Equal(ExitCode.Done, outcome.Code);
        Assert.True(WordVectors.Read(made).Words.Length > 10);
        Assert.Equal(WordVectors.Read(made).Words.Length - 1, WordGroups.Read(Path.Combine(_folder.FullName, WordGroups.FileName)).Count);
    }

    [Fact]
    public async Task UseWithoutHeldOutRowsIsWrongUsage()
    {
        var none = Path.Combine(_folder.FullName, "kosong.tsv");
        await File.WriteAllTextAsync(none, Header + "\n", TestContext.Current.CancellationToken);

        var unnamed = await CommandLine.RunAsync("model", "use", InUse);
        var empty = await CommandLine.RunAsync("model", "use", InUse, "--held-out", none);

        Assert.Equal((ExitCode.WrongUsage, ExitCode.WrongUsage), (unnamed.Code, empty.Code));
        Assert.Contains("kosong.tsv", empty.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChallengerThatIsNoModelIsWrongUsage()
    {
        var rows = await Rows("uji.tsv", "dukungan", "non_politik", 4);

        var outcome = await CommandLine.RunAsync("model", "use", rows, "--held-out", rows);

        Assert.Equal(ExitCode.WrongUsage, outcome.Code);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("salah.tsv", Header + "\na\tb\tnetral\t0\tc\n", "salah.tsv:2")]
    [InlineData("salah.jsonl", "bukan json\n", "salah.jsonl:1")]
    [InlineData("salah.jsonl", "[]\n", "salah.jsonl:1")]
    public async Task ALineThatIsNoRowIsNamed(string name, string content, string place)
    {
        var file = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        var outcome = await CommandLine.RunAsync("model", "train", file, "--out", Path.Combine(_folder.FullName, "m.bin"));

        Assert.Equal(ExitCode.WrongUsage, outcome.Code);
        Assert.Contains(place, Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainSaysBeforeItTrainsThatTheFolderIsNotThere()
    {
        var rows = await Rows("latih.tsv", "dukungan", "non_politik", 4);

        var outcome = await CommandLine.RunAsync("model", "train", rows, "--out", Path.Combine(_folder.FullName, "tidak", "ada.bin"));

        Assert.Equal(ExitCode.WrongUsage, outcome.Code);
        Assert.Contains("--out", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Half calls to vote for somebody under one label, half kitchen under the other.</summary>
    private async Task<string> Rows(string name, string calls, string kitchen, int count)
    {
        var file = Path.Combine(_folder.FullName, name);
        var rows = Enumerable
            .Range(0, count)
            .Select(i =>
                i % 2 == 0
                    ? $"r{i}\tcontoh\t{calls}\t0\tAyo dukung dan coblos paslon nomor {i % 5} di kecamatan {i}, kita menangkan!"
                    : $"r{i}\tcontoh\t{kitchen}\t0\tResep sayur untuk {i} orang: santan, cabai, dan daun salam"
            );
        await File.WriteAllLinesAsync(file, [Header, .. rows], TestContext.Current.CancellationToken);
        return file;
    }
}
