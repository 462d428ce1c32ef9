using Monitor.Worker.Collection.Dates;

namespace Monitor.Worker.Collection.Articles;

/// <summary>When an article was published: structured data first, then meta elements, then <c>time</c>, then a date that a reader can see.</summary>
internal static class PublicationTime
{
    private static readonly string[] PublishedNames =
    [
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "datePublished",
        "content_PublishedDate",
        "publishdate",
        "publish-date",
        "publish_date",
        "pubdate",
        "parsely-pub-date",
        "sailthru.date",
        "article.published",
        "published-date",
        "published_at",
        "cXenseParse:recs:publishtime",
        "cxenseparse:publishtime",
        "dateCreated",
        "originalpublicationdate",
        "article_date_original",
        "article:post_date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "date",
        "weibo:article:create_at",
    ];

    private static readonly string[] ModifiedNames =
    [
        "article:modified_time",
        "og:updated_time",
        "dateModified",
        "lastmod",
        "last-modified",
        "dcterms.modified",
        "article.updated",
    ];

    private static readonly string[] DateWords =
    [
        " date ",
        " time ",
        " published ",
        " publish ",
        " pubdate ",
        " posted ",
        " tanggal ",
        " waktu ",
        " tgl ",
        " timestamp ",
        " dateline ",
        " datetime ",
    ];

    /// <summary>The time, or null when the page gives none that can be read.</summary>
    public static DateTimeOffset? Published(PageHead head, PageNode body, TimeSpan missingZone)
    {
        if (WrittenDate.Read(head.Data.Published, missingZone) is { } structured)
        {
            return structured;
        }

        foreach (var name in PublishedNames)
        {
            if (WrittenDate.Read(head.Meta(name), missingZone) is { } date)
            {
                return date;
            }
        }

        return FromTime(body, missingZone) ?? Visible(body, missingZone);
    }

    /// <summary>When it was changed, or null.</summary>
    public static DateTimeOffset? Modified(PageHead head, TimeSpan missingZone)
    {
        if (WrittenDate.Read(head.Data.Modified, missingZone) is { } structured)
        {
            return structured;
        }

        foreach (var name in ModifiedNames)
        {
            if (WrittenDate.Read(head.Meta(name), missingZone) is { } date)
            {
                return date;
            }
        }

        return null;
    }

    private static DateTimeOffset? FromTime(PageNode body, TimeSpan missingZone)
    {
        DateTimeOffset? first = null;
        foreach (var node in body.Walk())
        {
            var said = node.Attribute("itemprop").Contains("datePublished", StringComparison.OrdinalIgnoreCase);
            if (node.Tag != "time" && !said)
            {
                continue;
            }

            var written = node.Attribute("datetime") is { Length: > 0 } machine ? machine : node.Attribute("content");
            var date = WrittenDate.Read(written, missingZone) ?? WrittenDate.Read(string.Join(' ', BodyText.Lines(node)), missingZone);
            if (date is not null && (said || node.Attributes.ContainsKey("pubdate")))
            {
                return date;
            }

            first ??= date;
        }

        return first;
    }

    /// <summary>
    /// The first short line that holds a date with a year: one in an element that is called after dates or times first, then any line near the top.
    /// </summary>
    private static DateTimeOffset? Visible(PageNode body, TimeSpan missingZone)
    {
        DateTimeOffset? anywhere = null;
        var lines = 0;
        foreach (var node in body.Walk())
        {
            if (node.IsText || node.Letters is 0 or > 90)
            {
                continue;
            }

            var words = node.Words;
            var named = words.Length > 0 && Array.Exists(DateWords, word => words.Contains(word, StringComparison.Ordinal));
            if (!named && (anywhere is not null || ++lines > 400 || node.Children.Exists(child => child.IsBlock)))
            {
                continue;
            }

            var text = string.Join(' ', BodyText.Lines(node));
            if (!HasYear(text) || WrittenDate.Read(text, missingZone) is not { } date)
            {
                continue;
            }

            if (named)
            {
                return date;
            }

            // A line of navigation may hold today's date; a clock time or an Indonesian weekday makes it the article's.
            anywhere ??=
                text.Contains(':', StringComparison.Ordinal) || text.Contains('.', StringComparison.Ordinal) || text.Length < 40
                    ? date
                    : null;
        }

        return anywhere;
    }

    private static bool HasYear(string text)
    {
        for (var i = 0; i + 3 < text.Length; i++)
        {
            if (
                (text[i] == '1' && text[i + 1] == '9' || text[i] == '2' && text[i + 1] == '0')
                && char.IsAsciiDigit(text[i + 2])
                && char.IsAsciiDigit(text[i + 3])
                && (i == 0 || !char.IsAsciiDigit(text[i - 1]))
            )
            {
                return true;
            }
        }

        return false;
    }
}
