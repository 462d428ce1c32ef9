using Monitor.Classifier.Evaluation;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Tests;

public sealed class ReasonTests
{
    [Fact]
    public void RemovingTheFirstReasonOfAFlaggedTextLowersTheScore()
    {
        Assert.True(Models.Shipped.TryThreshold(OperatingPoints.Balanced, out var threshold));
        var rows = Corpus.Read(Path.Combine(Models.Directory, "corpus", "authored.tsv")).Where(r => r.Label.IsPositive()).Take(300);
        foreach (var row in rows)
        {
            var judgement = Models.Shipped.Classify(row.Text);
            if (judgement.Score < Math.Max(0.5, threshold) || judgement.Reasons.Count == 0)
            {
                continue;
            }

            var first = judgement.Reasons[0];
            var rest = string.Concat(row.Text.AsSpan(0, first.Start), " ", row.Text.AsSpan(first.Start + first.Length));
            Assert.True(Models.Shipped.Score(rest) < judgement.Score, $"'{first.Text}' in: {row.Text}");
        }
    }

    [Fact]
    public void AFlaggedTextSaysWhy() => Assert.NotEmpty(Models.Shipped.Classify("Gas pol nomor 2, satu putaran!").Reasons);

    [Fact]
    public void ReasonsAreSpansOfTheOriginalText()
    {
        const string Text = "AYO piliiih nomor 2, jgn lupa tgl 27 ya gaes!!";
        Assert.All(Models.Shipped.Classify(Text).Reasons, r => Assert.Equal(r.Text, Text.Substring(r.Start, r.Length)));
    }
}
