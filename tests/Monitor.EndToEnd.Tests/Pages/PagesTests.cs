using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Monitor.EndToEnd.Tests.Pages;

/// <summary>The pages that the built program writes, in the system's Chromium: on a telephone and a wide screen, by day and by night, and printed.</summary>
public sealed partial class PagesTests(WrittenPages pages) : IClassFixture<WrittenPages>
{
    public static TheoryData<string, int, ColorScheme> Looks
    {
        get
        {
            var looks = new TheoryData<string, int, ColorScheme>();
            foreach (var page in WrittenPages.All)
            {
                foreach (var width in (int[])[390, 1280])
                {
                    looks.Add(page, width, ColorScheme.Light);
                    looks.Add(page, width, ColorScheme.Dark);
                }
            }

            return looks;
        }
    }

    public static TheoryData<string> Names => [.. WrittenPages.All];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task PageIsReadByEverybodyOnEveryScreen(string name, int width, ColorScheme scheme)
    {
        RequireChromium();
        var file = await pages.WriteAsync(name);
        var page = await pages.OpenAsync(file, width, scheme, out var asked, out var complaints);
        Assert.Equal([new Uri(file).AbsoluteUri], asked);
        Assert.Empty(complaints);
        var height = await page.EvaluateAsync<int>("document.body.scrollHeight");
        var picture = await page.ScreenshotAsync(
            new()
            {
                Clip = new() { Width = width, Height = height },
            }
        );
        await KeepAsync($"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png", picture);
        AssertNone(await page.EvaluateAsync<string[]>(PageCheck.Script));
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(18, 22, 27)" : "rgb(255, 255, 255)", await BackgroundAsync(page));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task PrintedPageIsA4LightAndLosesNothing(string name)
    {
        RequireChromium();
        var page = await pages.OpenAsync(await pages.WriteAsync(name), 680, ColorScheme.Dark, out _, out _);
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        Assert.Equal("rgb(255, 255, 255)", await BackgroundAsync(page));
        var faults = await page.EvaluateAsync<string[]>(PageCheck.Script);
        var pdf = await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true });
        await KeepAsync($"{name}.pdf", pdf);
        AssertNone(faults);
        var text = System.Text.Encoding.Latin1.GetString(pdf);
        var boxes = MediaBox().Matches(text).Select(box => (Math.Round(Points(box, "width")), Math.Round(Points(box, "height")))).ToList();
        Assert.NotEmpty(boxes);
        Assert.All(boxes, box => Assert.Equal((595, 842), box));
        Assert.InRange(Leaf().Count(text), 2, 8);
    }

    [Fact]
    public async Task SameDataTwiceGivesTheSameBytesOverTheSocketToo()
    {
        foreach (var name in WrittenPages.All)
        {
            var first = await File.ReadAllBytesAsync(await pages.WriteAsync(name));
            Assert.Equal(first, await File.ReadAllBytesAsync(await pages.WriteAsync(name)));
        }
    }

    private static void RequireChromium() => Assert.SkipWhen(Chromium.Executable is null, "Chromium is not here: apt-get install chromium");

    private static void AssertNone(string[] faults) => Assert.True(faults.Length == 0, string.Join('\n', faults));

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    // Beside the repository's other products, and with the results where those are kept.
    private static async Task KeepAsync(string name, byte[] bytes)
    {
        TestContext.Current.AddAttachment(name, bytes);
        var folder = Directory.CreateDirectory(Path.Combine(Repository(), "artifacts", "pages"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), bytes);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Monitor.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Monitor.slnx stands in no folder above the tests.");
    }

    private static double Points(Match box, string group) =>
        double.Parse(box.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"/MediaBox \[0 0 (?<width>[\d.]+) (?<height>[\d.]+)\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MediaBox();

    [GeneratedRegex(@"/Type /Page\b[^s]", RegexOptions.NonBacktracking)]
    private static partial Regex Leaf();
}
