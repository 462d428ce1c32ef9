using System.Diagnostics;
using System.Text;
using Monitor.Classifier.Masking;
using Monitor.Classifier.Tests.Text;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Tests.Masking;

/// <summary>All pairs of Pilkada 2024 at once: the list stands beside the repository and is no part of it.</summary>
public sealed class FullSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void EveryPairOfAFullElectionIsMasked()
    {
        var rows = File.ReadLines(Repository.Shared("domain", "paslon-pilkada-2024.csv"))
            .Skip(1)
            .Select(Cells)
            .Where(row => row[4].Length > 0)
            .ToList();
        var contests = rows.GroupBy(row => row[1])
            .Select(region =>
                Some.Pipeline.Masks.ContestOf(
                    $"pilkada-2024-{region.Key}",
                    new DateOnly(2024, 8, 27),
                    new DateOnly(2025, 2, 20),
                    "list",
                    region.Select(row => new BallotLine(int.Parse(row[2]), row[3], row[4]))
                )
            )
            .ToList();
        var clock = Stopwatch.StartNew();
        var pipeline = Some.Pipeline.With(Some.Pipeline.Masks.WithContests(contests));
        output.WriteLine(
            $"{rows.Count} pairs, {contests.Count} contests, {pipeline.Masks.WordCount} alias words, built in {clock.ElapsedMilliseconds} ms"
        );

        var buffer = new TextBuffer();
        var expected = FormsOf(pipeline, buffer, "Ayo dukung Joko Widodo dan Ma'ruf Amin, paslon nomor 1 di pilkada");
        var misses = new List<string>();
        foreach (var row in rows)
        {
            var got = FormsOf(pipeline, buffer, $"Ayo dukung {Plain(row[3])} dan {Plain(row[4])}, paslon nomor {row[2]} di pilkada");
            if (got != expected)
            {
                misses.Add($"{row[3]} / {row[4]}: {got}");
            }
        }

        output.WriteLine($"identical: {rows.Count - misses.Count} of {rows.Count}; {string.Join('\n', misses.Take(40))}");
        Assert.InRange(misses.Count, 0, rows.Count * 3 / 100);
    }

    [Fact]
    public void AFullElectionMasksLittleInTextsThatHaveNothingToDoWithIt()
    {
        var path = Repository.Shared("corpus", "posts.tsv");
        var rows = File.ReadLines(Repository.Shared("domain", "paslon-pilkada-2024.csv")).Skip(1).Select(Cells).ToList();
        var contest = Some.Pipeline.Masks.ContestOf(
            "all",
            new DateOnly(2024, 8, 27),
            new DateOnly(2025, 2, 20),
            "list",
            rows.Select(row => new BallotLine(int.Parse(row[2]), row[3], row[4].Length > 0 ? row[4] : null))
        );
        var pipeline = Some.Pipeline.With(Some.Pipeline.Masks.WithContest(contest));
        var texts = File.ReadLines(path)
            .Skip(1)
            .Select(line => line.Split('\t'))
            .Where(cells => cells[2] == "non_politik")
            .Select(cells => cells[4])
            .ToList();
        var before = texts.Count(text => Calons(Some.Pipeline, text));
        var after = texts.Count(text => Calons(pipeline, text));
        output.WriteLine($"texts without politics: {texts.Count}, with a candidate in them: {before} as shipped, {after} with all pairs");
        Assert.InRange(after - before, 0, texts.Count / 50);
    }

    private static bool Calons(TextPipeline pipeline, string text)
    {
        var buffer = new TextBuffer();
        pipeline.Run(text, null, buffer);
        return buffer.Tokens.AsSpan(0, buffer.Count).ToArray().Any(token => token.Role == Role.Calon);
    }

    private static string FormsOf(TextPipeline pipeline, TextBuffer buffer, string text)
    {
        pipeline.Run(text, new DateOnly(2024, 11, 1), buffer);
        var forms = new StringBuilder();
        for (var index = 0; index < buffer.Count; index++)
        {
            forms.Append(buffer.Form(buffer.Tokens[index])).Append(' ');
        }

        return forms.ToString();
    }

    /// <summary>A name as a post writes it: no titles, no nickname in brackets, capitals only at the start of each part.</summary>
    private static string Plain(string name)
    {
        var end = name.IndexOfAny([',', '(']);
        var parts = (end > 3 ? name[..end] : name)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(written =>
                written.Contains('.', StringComparison.Ordinal) ? written.Split('.').Where(piece => piece.Length > 3) : [written]
            );
        return string.Join(' ', parts.Select(part => part[..1].ToUpperInvariant() + part[1..].ToLowerInvariant()));
    }

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (character == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(character);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
