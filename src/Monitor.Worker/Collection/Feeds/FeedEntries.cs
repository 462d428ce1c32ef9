namespace Monitor.Worker.Collection.Feeds;

/// <summary>Entries of a feed before they are read: where they stand, which are kept, and what their words are.</summary>
internal static class FeedEntries
{
    /// <summary>The entry elements anywhere in the document: broken feeds leave them beside, inside or outside the channel.</summary>
    public static List<FeedElement> Of(FeedElement root, params ReadOnlySpan<string> names)
    {
        var found = new List<FeedElement>();
        var waiting = new Stack<FeedElement>();
        waiting.Push(root);
        while (waiting.TryPop(out var element))
        {
            if (names.Contains(element.Name) && element.Space is "" or "atom" or "rdf" && element != root)
            {
                found.Add(element);
                continue;
            }

            for (var i = element.Content.Count - 1; i >= 0; i--)
            {
                if (element.Content[i] is FeedElement child)
                {
                    waiting.Push(child);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// At most <paramref name="most"/> entries. A feed is written newest first, so the first are kept; one that is written the other way round, by
    /// the dates of its ends, keeps its last.
    /// </summary>
    public static List<T> Newest<T>(List<T> entries, int most, Func<T, DateTimeOffset?> published)
    {
        if (entries.Count <= most)
        {
            return entries;
        }

        var oldestFirst = published(entries[0]) is { } first && published(entries[^1]) is { } last && last > first;
        return oldestFirst ? entries.GetRange(entries.Count - most, most) : entries.GetRange(0, most);
    }

    /// <summary>A title on one line without markup.</summary>
    public static string Title(string markup) => Markup.Line(Markup.Text(markup));

    /// <summary>The words of an entry: its content, or its description when the content has none.</summary>
    public static string Body(string content, string description)
    {
        var text = Markup.Text(content);
        return text.Length > 0 ? text : Markup.Text(description);
    }
}
