using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using HtmlAgilityPack;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Dates;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Telegram;

/// <summary>The posts in the HTML of a channel's preview.</summary>
internal static partial class ChannelPreview
{
    private const int MostPosts = 200;

    /// <summary>Reads a preview. Never throws for what is in it.</summary>
    public static SourceReading Read(WebAnswer answer)
    {
        var page = Page.Parse(TextDecoding.Read(answer).Text, out var refusal);
        if (page is null)
        {
            return new SourceReading(answer, null, null, refusal);
        }

        var root = page.Document.DocumentNode;
        var posts = root.SelectNodes("//*[@data-post]");
        if (posts is null && First(root, "tgme_channel_history") is null)
        {
            return new SourceReading(
                answer,
                null,
                null,
                new Sentence(
                    "Telegram tidak menampilkan pratinjau: kanal tidak ada, bukan publik, atau menutup pratinjaunya.",
                    "Telegram shows no preview: there is no such channel, it is not public, or it hides its preview."
                )
            );
        }

        // Written oldest first.
        var entries = (posts ?? Enumerable.Empty<HtmlNode>()).TakeLast(MostPosts).Reverse().Select(Entry).OfType<PendingEntry>().ToList();
        return new SourceReading(answer, Line(First(root, "tgme_channel_info_header_title")), entries, null)
        {
            // Pictures without words, and notices such as a new channel photo.
            IsQuiet = posts is not null && entries.Count == 0,
            OldestPost = posts?.Select(Number).Where(number => number > 0).DefaultIfEmpty(0).Min() ?? 0,
        };
    }

    private static long Number(HtmlNode post) =>
        post.GetAttributeValue("data-post", "") is var id && PostId().IsMatch(id)
            ? long.Parse(id.AsSpan(id.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture)
            : 0;

    private static PendingEntry? Entry(HtmlNode post)
    {
        var id = post.GetAttributeValue("data-post", "");
        // The text of the post that is answered stands in the same bubble, under another class.
        var text = First(post, "js-message_text") is { } words ? Markup.Text(words.InnerHtml) : "";
        if (!PostId().IsMatch(id) || text.Length == 0)
        {
            return null;
        }

        var from = Line(First(post, "tgme_widget_message_forwarded_from_name"));
        return new PendingEntry(
            id,
            new Uri($"https://t.me/{id}"),
            // Passing on is an act of its own, and the words are another's: both are for the reviewer to see.
            from is null
                ? ""
                : $"Diteruskan dari {from}",
            text,
            WrittenDate.Read(post.SelectSingleNode(".//time[@datetime]")?.GetAttributeValue("datetime", "")),
            Line(First(post, "tgme_widget_message_from_author")) is { } author ? [author] : [],
            [.. Pictures(post)]
        );
    }

    private static IEnumerable<Uri> Pictures(HtmlNode post)
    {
        foreach (var photo in post.SelectNodes(".//a[contains(@class, 'tgme_widget_message_photo_wrap')]") ?? Enumerable.Empty<HtmlNode>())
        {
            var match = Background().Match(WebUtility.HtmlDecode(photo.GetAttributeValue("style", "")));
            if (match.Success && Uri.TryCreate(match.Groups["url"].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                yield return url;
            }
        }
    }

    private static HtmlNode? First(HtmlNode within, string @class) =>
        within.SelectSingleNode($".//*[contains(concat(' ', normalize-space(@class), ' '), ' {@class} ')]");

    private static string? Line(HtmlNode? node) =>
        node is not null && Markup.Line(Markup.Text(node.InnerHtml)) is { Length: > 0 } line ? line : null;

    [GeneratedRegex("^[A-Za-z0-9_]{1,64}/[0-9]{1,18}$", RegexOptions.NonBacktracking)]
    private static partial Regex PostId();

    [GeneratedRegex(@"background-image:\s*url\('?(?<url>[^')]{1,2000})'?\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Background();
}
