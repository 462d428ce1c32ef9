using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Monitor.Worker.Collection.Articles;

namespace Monitor.Worker.Tests.Collection.Articles;

/// <summary>The general extractor, without any site's selectors, on the public benchmark pages. <c>docs/extraction.md</c> holds the figures.</summary>
[Collection(TimedTests.Name)]
public sealed partial class ExtractionConformanceTests(ITestOutputHelper output)
{
    private const double Target = 0.960;

    /// <summary>What is left when a page's authors had named nothing: shows that the result does not hang on the names of these pages.</summary>
    private const double NamelessTarget = 0.90;

    [Fact]
    public void TheGeneralExtractorReachesItsTargetOnTheBenchmarkPages() => Assert.True(Run(html => html) >= Target);

    [Fact]
    public void WithoutClassesIdsAndRolesItStillFindsTheText() => Assert.True(Run(html => Names().Replace(html, "")) >= NamelessTarget);

    private double Run(Func<string, string> prepare)
    {
        var folder = ConformanceFolder.Require("articles");
        using var truths = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "ground-truth.json")));
        var extractor = new ArticleExtractor();
        Warm(extractor, folder, truths);
        var rows = new List<(string Url, double Precision, double Recall, double F1)>();
        var spent = TimeSpan.Zero;
        foreach (var page in truths.RootElement.EnumerateObject())
        {
            var html = prepare(Read(Path.Combine(folder, "html", page.Name + ".html.gz")));
            var url = page.Value.GetProperty("url").GetString()!;
            var before = Environment.CpuUsage.TotalTime;
            var text = extractor.Extract(html, new Uri(url)).Article?.Text ?? "";
            spent += Environment.CpuUsage.TotalTime - before;
            var (precision, recall) = ExtractionScore.Of(page.Value.GetProperty("articleBody").GetString()!, text);
            rows.Add((url, precision, recall, ExtractionScore.F1(precision, recall)));
        }

        var (meanPrecision, meanRecall) = (rows.Average(row => row.Precision), rows.Average(row => row.Recall));
        var f1 = ExtractionScore.F1(meanPrecision, meanRecall);
        output.WriteLine(
            $"{rows.Count} pages: precision {meanPrecision:F4}, recall {meanRecall:F4}, F1 {f1:F4}; {rows.Count / spent.TotalSeconds:F0} pages a second of processor time"
        );
        output.WriteLine("| F1 | precision | recall | page |");
        output.WriteLine("|---|---|---|---|");
        foreach (var row in rows.Where(row => row.F1 < 0.95).OrderBy(row => row.F1))
        {
            output.WriteLine($"| {row.F1:F3} | {row.Precision:F3} | {row.Recall:F3} | {row.Url} |");
        }

        return f1;
    }

    /// <summary>A daemon is warm: the first pass, which compiles, is not timed.</summary>
    private static void Warm(ArticleExtractor extractor, string folder, JsonDocument truths)
    {
        foreach (var page in truths.RootElement.EnumerateObject())
        {
            extractor.Extract(Read(Path.Combine(folder, "html", page.Name + ".html.gz")), url: null);
        }
    }

    private static string Read(string path)
    {
        using var unpacked = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""\s(?:class|id|role|itemprop)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
