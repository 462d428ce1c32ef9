using Monitor.Classifier.Evaluation;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Tests;

public sealed class ReasonTests
{
    [Fact]
    public void RemovingTheFirstReasonOfAFlaggedTextLowersTheScore()
    {
        // At the lowest operating point, so that flags below one half are among them.
        Assert.True(Models.Shipped.TryThreshold(OperatingPoints.Recall, out var threshold));
        var rows = Corpus.Read(Path.Combine(Models.Directory, "corpus", "authored.tsv")).Where((_, i) => i % 3 == 0);
        var (flagged, unexplained, low) = (0, 0, 0);
        foreach (var row in rows)
        {
            var judgement = Models.Shipped.Classify(row.Text);
            if (judgement.Score < threshold)
            {
                continue;
            }

            flagged++;
            low += judgement.Score < 0.5 ? 1 : 0;
            if (judgement.Reasons.Count == 0 || judgement.Reasons[0].Weight < 0)
            {
                unexplained++;
                continue;
            }

            var first = judgement.Reasons[0];
            var rest = string.Concat(row.Text.AsSpan(0, first.Start), " ", row.Text.AsSpan(first.Start + first.Length));
            Assert.True(Models.Shipped.Score(rest) < judgement.Score, $"'{first.Text}' in: {row.Text}");
        }

        Assert.True(flagged > 200 && low > 5, $"{flagged} flagged, {low} of them below one half");
        Assert.True(unexplained * 50 < flagged, $"{unexplained} of {flagged} flagged texts have no part that raises the score");
    }

    [Fact]
    public void WhatHoldsTheScoreBackStandsBehindWhatRaisesIt()
    {
        foreach (var row in Corpus.Read(Path.Combine(Models.Directory, "corpus", "authored.tsv")).Where((_, i) => i % 60 == 0))
        {
            var weights = Models.Shipped.Classify(row.Text).Reasons.Select(r => r.Weight).ToArray();
            Assert.Equal(weights.OrderByDescending(w => w > 0).ThenByDescending(Math.Abs), weights);
        }
    }

    [Fact]
    public void AWeakReasonStandsOnlyWhereNothingElseRaisesTheScore()
    {
        var (weak, told) = (0, 0);
        foreach (var row in Corpus.Read(Path.Combine(Models.Directory, "corpus", "authored.tsv")).Where((_, i) => i % 11 == 0))
        {
            var reasons = Models.Shipped.Classify(row.Text).Reasons;
            told += reasons.Count;
            for (var i = 0; i < reasons.Count; i++)
            {
                if (Math.Abs(reasons[i].Weight) < 0.2)
                {
                    weak++;
                    Assert.True(i == 0 && reasons[i].Weight > 0, $"'{reasons[i].Text}' {reasons[i].Weight:F2} in: {row.Text}");
                }
            }
        }

        Assert.True(told > 500, $"{told} reasons");
        Assert.True(weak * 10 < told, $"{weak} of {told} reasons are weak");
    }

    [Fact]
    public void AFlaggedTextSaysWhy() => Assert.NotEmpty(Models.Shipped.Classify("Gas pol nomor 2, satu putaran!").Reasons);

    [Fact]
    public void ReasonsAreSpansOfTheOriginalText()
    {
        const string Text = "AYO piliiih nomor 2, jgn lupa tgl 27 ya gaes!!";
        Assert.All(Models.Shipped.Classify(Text).Reasons, r => Assert.Equal(r.Text, Text.Substring(r.Start, r.Length)));
    }

    [Fact]
    public void AReasonIsWholeWordsAndNeverMarksOrALonePrefix()
    {
        var texts = Corpus.Read(Path.Combine(Models.Directory, "corpus", "authored.tsv")).Take(1500).Select(row => row.Text);
        foreach (var text in texts)
        {
            var reasons = Models.Shipped.Classify(text).Reasons;
            for (var i = 0; i < reasons.Count; i++)
            {
                var (start, end) = (reasons[i].Start, reasons[i].Start + reasons[i].Length);
                var said = $"'{reasons[i].Text}' in: {text}";
                Assert.True(reasons[i].Text.Any(mark => !char.IsPunctuation(mark) && !char.IsWhiteSpace(mark)), said);
                Assert.True(SaysSomething(reasons[i].Text), said);
                Assert.False(start > 0 && char.IsLetterOrDigit(text[start - 1]) && char.IsLetterOrDigit(text[start]), said);
                Assert.False(end < text.Length && char.IsLetterOrDigit(text[end - 1]) && char.IsLetterOrDigit(text[end]), said);
                Assert.All(
                    reasons.Skip(i + 1),
                    other => Assert.True(other.Start >= end || other.Start + other.Length <= start, $"{said} overlaps '{other.Text}'")
                );
            }
        }
    }

    [Theory]
    [InlineData("Kabar baik!!! Saya dukung Pak Hotman Simbolon jadi bupati, lah!", "dukung Pak Hotman Simbolon")]
    [InlineData("Wes wayahe #gaspolnomordua rek", "#gaspolnomordua")]
    public void APhraseIsReadAsItIsSaid(string text, string part) =>
        Assert.Contains(Models.Shipped.Classify(text).Reasons, reason => reason.Text.Contains(part, StringComparison.Ordinal));

    [Theory]
    [InlineData("!!! ??? ...")]
    [InlineData("🔥🔥🔥")]
    [InlineData("lah kok dong sih")]
    public void WhatSaysNothingIsNoReason(string text) => Assert.Empty(Models.Shipped.Classify(text).Reasons);

    /// <summary>More than two letters, or a number, an acronym, or the sign of a hand that stands for a ballot number.</summary>
    private static bool SaysSomething(string text) =>
        text.Count(char.IsLetter) is > 2 or 0 || text.Any(char.IsAsciiDigit) || text.All(char.IsAsciiLetterUpper);
}
