using Monitor.Classifier.Text;

namespace Monitor.Classifier.Tests.Text;

/// <summary>The word lists that stand beside the repository score the normaliser and the stemmer; they are never part of it.</summary>
public sealed class WordListScoreTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("informal-dev.csv", 0.60)]
    [InlineData("informal-train.csv", 0.50)]
    public void InformalWordsBecomeTheirStandardForm(string file, double atLeast)
    {
        var right = 0;
        var all = 0;
        var misses = new List<string>();
        foreach (var line in File.ReadLines(Repository.Shared("lexicon", file)).Skip(1))
        {
            var cells = line.Split(',');
            all++;
            var got = Some.Forms(cells[1]);
            if (got == cells[2])
            {
                right++;
            }
            else
            {
                misses.Add($"{cells[1]}>{got}({cells[2]})");
            }
        }

        output.WriteLine($"{file}: {right} of {all} = {(double)right / all:0.000}; missed: {string.Join(' ', misses)}");
        Assert.InRange((double)right / all, atLeast, 1);
    }

    [Fact]
    public void WordsBecomeTheirStem()
    {
        var lexicon = Lexicon.Load(Repository.Models);
        Span<char> stem = stackalloc char[Stemmer.MaxWord];
        var (right, all, over, under) = (0, 0, 0, 0);
        var misses = new List<string>();
        foreach (var line in File.ReadLines(Repository.Shared("lexicon", "stems.tsv")).Skip(1))
        {
            var cells = line.Split('\t');
            var words = cells[0].ToLowerInvariant().Split(' ');
            var got = string.Empty;
            foreach (var word in words)
            {
                var length = lexicon.Stemmer.Stem(word, stem);
                got += (got.Length > 0 ? " " : string.Empty) + (length > 0 ? stem[..length].ToString() : word);
            }

            all++;
            if (got == cells[1])
            {
                right++;
                continue;
            }

            misses.Add($"{cells[0]}>{got}({cells[1]})");
            over += got.Length < cells[1].Length ? 1 : 0;
            under += got.Length > cells[1].Length ? 1 : 0;
        }

        output.WriteLine(
            $"stems: {right} of {all} = {(double)right / all:0.000}, over {over}, under {under}; missed: {string.Join(' ', misses)}"
        );
        Assert.InRange((double)right / all, 0.85, 1);
    }
}
