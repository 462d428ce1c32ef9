using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Monitor.Worker.Demo;

/// <summary>Renders the sample sites' pages: an article among the clutter that real pages have.</summary>
internal static class SamplePages
{
    // HtmlAgilityPack without a limit overflows the stack at 20,000 and takes the process with it.
    private const int AbsurdDepth = 30_000;

    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);
    private static readonly string[] Days = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];

    private static readonly string[] Months =
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];

    /// <summary>An article's page.</summary>
    public static string Article(SampleItem item, SampleWorld.Story story, Uri canonical) =>
        Fill(
            SampleWorld.Text($"article-{story.Outlet}.html"),
            new()
            {
                ["id"] = item.Id,
                ["title"] = Html(item.Title),
                ["titleJson"] = JsonSerializer.Serialize(item.Title),
                ["summary"] = Html(Summary(item.Text)),
                ["canonical"] = Html(canonical.AbsoluteUri),
                ["section"] = Html(story.Section),
                ["author"] = Html(story.Author),
                ["authorJson"] = JsonSerializer.Serialize(story.Author),
                ["published"] = Iso(item.Published),
                ["publishedText"] = Spoken(item.Published),
                ["paragraphs"] = Paragraphs(item.Text),
            }
        );

    /// <summary>A post's own page.</summary>
    public static string Post(SampleItem item, string author) =>
        Fill(
            SampleWorld.Text("post.html"),
            new()
            {
                ["handle"] = item.Handle ?? "",
                ["author"] = Html(author),
                ["canonical"] = Html(item.Url.AbsoluteUri),
                ["heading"] = item.Title.Length == 0 ? "" : $"<h1>{Html(item.Title)}</h1>",
                ["published"] = Iso(item.Published),
                ["publishedText"] = Spoken(item.Published),
                ["paragraphs"] = Paragraphs(item.Text),
            }
        );

    /// <summary>A page that no parser should be fed without a limit.</summary>
    public static string Broken(SampleItem item)
    {
        var page = new StringBuilder("<!DOCTYPE html><html><head><title>").Append(Html(item.Title)).Append("</title></head><body>");
        for (var i = 0; i < AbsurdDepth; i++)
        {
            page.Append("<div class=x>");
        }

        return page.Append(Html(item.Text)).ToString();
    }

    /// <summary>What a feed says of an article: its beginning, cut at a word.</summary>
    public static string Summary(string text)
    {
        const int most = 160;
        var first = text.Split("\n\n")[0];
        var cut = first.Length <= most ? -1 : first.LastIndexOf(' ', most);
        return cut < 0 ? first : first[..cut] + " …";
    }

    /// <summary>The paragraphs of a text as markup.</summary>
    public static string Paragraphs(string text) => string.Join('\n', text.Split("\n\n").Select(paragraph => $"<p>{Html(paragraph)}</p>"));

    private static string Fill(string template, Dictionary<string, string> values) =>
        values.Aggregate(template, (page, value) => page.Replace($"{{{{{value.Key}}}}}", value.Value, StringComparison.Ordinal));

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static string Iso(DateTimeOffset moment) =>
        moment.ToOffset(Wib).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Spoken(DateTimeOffset moment)
    {
        var local = moment.ToOffset(Wib);
        return $"{Days[(int)local.DayOfWeek]}, {local.Day} {Months[local.Month - 1]} {local.Year} {local:HH:mm} WIB";
    }
}
