namespace Monitor.Worker.Collection.Feeds;

/// <summary>Authors as RSS and Dublin Core write them: a name, an e-mail address, or both in either order.</summary>
internal static class PersonText
{
    /// <summary>Reads <c>mail (Name)</c>, <c>Name (mail)</c>, <c>Name &lt;mail&gt;</c>, <c>mail</c> or <c>Name</c>; null when it is empty.</summary>
    public static FeedPerson? Read(string written)
    {
        var text = Markup.Line(Markup.HasTags(written) ? Markup.Text(written) : written);
        if (text.Length == 0)
        {
            return null;
        }

        foreach (var (open, close) in new[] { ('(', ')'), ('<', '>') })
        {
            var start = text.IndexOf(open, StringComparison.Ordinal);
            var end = text.LastIndexOf(close);
            if (start < 0 || end < start)
            {
                continue;
            }

            var outside = (text[..start] + text[(end + 1)..]).Trim();
            var inside = text[(start + 1)..end].Trim();
            if (IsMail(inside))
            {
                return new FeedPerson(outside, inside);
            }

            if (IsMail(outside))
            {
                return new FeedPerson(inside, outside);
            }
        }

        if (IsMail(text))
        {
            return new FeedPerson("", text);
        }

        // "Name mail" without brackets.
        var space = text.LastIndexOf(' ');
        return space > 0 && IsMail(text[(space + 1)..])
            ? new FeedPerson(text[..space].TrimEnd(',', ' '), text[(space + 1)..])
            : new FeedPerson(text);
    }

    private static bool IsMail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at == text.LastIndexOf('@')
            && at < text.Length - 3
            && text.IndexOf('.', at) > at + 1
            && !text.Contains(' ', StringComparison.Ordinal);
    }
}
