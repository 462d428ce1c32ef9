using System.Text;
using System.Text.Json;
using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Cli;

/// <summary><c>monitor try classify</c>, from words to standard output: one answer a line, in the order of the lines.</summary>
public sealed class TryClassifyVerbTests
{
    private static readonly string[] Labels = ["dukungan", "serangan", "kabar_pelanggaran", "politik_netral", "non_politik"];

    [Fact]
    public async Task AnAnswerHoldsWhatTheContractNames()
    {
        var (code, answers, _) = await RunAsync("Gas pol nomor 2, satu putaran!\n", "-");

        Assert.Equal(ExitCode.Done, code);
        var answer = Assert.Single(answers);
        Assert.Equal(
            ["id", "label", "score", "flagged", "probabilities", "reasons"],
            answer.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal("dukungan", answer.GetProperty("label").GetString());
        Assert.True(answer.GetProperty("flagged").GetBoolean());
        var probabilities = answer.GetProperty("probabilities").EnumerateObject().ToList();
        Assert.Equal(Labels, probabilities.Select(property => property.Name));
        Assert.Equal(1, probabilities.Sum(property => property.Value.GetDouble()), 4);
        Assert.Equal(probabilities.Take(3).Sum(property => property.Value.GetDouble()), answer.GetProperty("score").GetDouble(), 4);
        var reasons = answer.GetProperty("reasons").EnumerateArray().ToList();
        Assert.NotEmpty(reasons);
        Assert.All(
            reasons,
            reason =>
            {
                Assert.Equal(["text", "weight"], reason.EnumerateObject().Select(property => property.Name));
                Assert.Contains(reason.GetProperty("text").GetString()!, "Gas pol nomor 2, satu putaran!", StringComparison.Ordinal);
            }
        );
        Assert.True(reasons[0].GetProperty("weight").GetDouble() > 0);
    }

    [Fact]
    public async Task PlainLinesAreNumberedAndAnEmptyOneIsAnsweredToo()
    {
        var (code, answers, _) = await RunAsync("Gas pol nomor 2, satu putaran!\n\nresep rendang dua kilo\n", "-");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal([1, 2, 3], answers.Select(answer => answer.GetProperty("id").GetInt32()));
        Assert.Equal([true, false, false], answers.Select(answer => answer.GetProperty("flagged").GetBoolean()));
        Assert.Equal(0, answers[1].GetProperty("reasons").GetArrayLength());
    }

    [Fact]
    public async Task WithoutAFileStandardInputIsRead() => Assert.Single((await RunAsync("halo")).Answers);

    [Fact]
    public async Task NothingInNothingOut()
    {
        var (code, answers, error) = await RunAsync("", "-");

        Assert.Equal((ExitCode.Done, 0, ""), (code, answers.Count, error));
    }

    [Fact]
    public async Task AFileIsReadAsStandardInputIs()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "satu\ndua\n", TestContext.Current.CancellationToken);
            Assert.Equal(2, (await RunAsync("", file)).Answers.Count);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task AFileThatIsNotThereIsWrongUsage()
    {
        var (code, _, error) = await RunAsync("", Path.Combine(Path.GetTempPath(), "tidak-ada-berkas-ini"));

        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task MoreLinesThanAreJudgedTogetherKeepTheirOrder()
    {
        var texts = Enumerable.Range(0, 700).Select(i => JsonSerializer.Serialize(new { id = $"t{i}", text = $"pilih nomor {i}" }));

        var (_, answers, _) = await RunAsync(string.Join('\n', texts), "-", "--jsonl");

        Assert.Equal(Enumerable.Range(0, 700).Select(i => $"t{i}"), answers.Select(answer => answer.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("""{"id":"a","text":"halo","at":"2024-10-01"}""", "\"a\"")]
    [InlineData("""{"id":7,"text":"halo"}""", "7")]
    [InlineData("""{"id":null,"text":"halo"}""", "null")]
    [InlineData("""{"text":"halo"}""", "1")]
    [InlineData("""{"id":"a","text":"","at":null}""", "\"a\"")]
    public async Task AnIdComesBackAsItCame(string line, string id)
    {
        var (code, answers, _) = await RunAsync(line, "-", "--jsonl");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(id, Assert.Single(answers).GetProperty("id").GetRawText());
    }

    [Fact]
    public async Task TheDayOfATextDecidesWhoseNamesCount()
    {
        // "Ahok" was a candidate while his contest ran; the score of a text without a day and of one inside the contest agree.
        var line = """{"id":1,"text":"Pilih Ahok, jangan yang lain","at":"2017-02-01"}""";

        var (_, answers, _) = await RunAsync(
            line + "\n" + line.Replace(",\"at\":\"2017-02-01\"", "", StringComparison.Ordinal),
            "-",
            "--jsonl"
        );

        Assert.Equal(answers[0].GetProperty("score").GetDouble(), answers[1].GetProperty("score").GetDouble());
    }

    [Theory]
    [InlineData("bukan json")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":1,\"text\":null}")]
    [InlineData("{\"id\":1,\"text\":5}")]
    [InlineData("{\"id\":1,\"text\":\"halo\",\"at\":\"kemarin\"}")]
    [InlineData("{\"id\":1,\"text\":\"\\ud800\"")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task ABadLineIsNamedByItsNumberAndThoseBeforeItAreAnswered(string bad)
    {
        var good = """{"id":1,"text":"halo"}""";

        var (code, answers, error) = await RunAsync($"{good}\n\n  \n{bad}\n{good}\n", "-", "--jsonl", "--lang", "en");

        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Single(answers);
        var sentence = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("Line 4 is no JSON", sentence, StringComparison.Ordinal);
    }

    private static async Task<(int Code, IReadOnlyList<JsonElement> Answers, string Error)> RunAsync(string input, params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            In = TextReader.Null,
            OpenIn = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Out = output,
            Error = error,
            Interactive = false,
            ReadKeyAsync = _ => Task.FromResult<char?>(null),
            Console = Terminal.ConsoleOver(output, redirected: true),
        };
        var code = await App.RunAsync(["try", "classify", .. words], terminal, TestContext.Current.CancellationToken);
        var answers = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        return (code, answers, error.ToString());
    }
}
