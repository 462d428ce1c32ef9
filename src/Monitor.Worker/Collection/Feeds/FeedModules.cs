namespace Monitor.Worker.Collection.Feeds;

/// <summary>What RSS and Atom share: Dublin Core, Media RSS, iTunes and the syndication module.</summary>
internal static class FeedModules
{
    /// <summary>The first text that one of the named children has, as written; or empty.</summary>
    public static string First(FeedElement element, params ReadOnlySpan<(string Space, string Name)> names)
    {
        foreach (var (space, name) in names)
        {
            foreach (var child in element.Children)
            {
                if (child.Is(space, name) && child.Markup() is { Length: > 0 } markup)
                {
                    return markup;
                }
            }
        }

        return "";
    }

    /// <summary>The first date that one of the named children holds and that can be read.</summary>
    public static DateTimeOffset? Date(FeedElement element, TimeSpan missingZone, params ReadOnlySpan<(string Space, string Name)> names)
    {
        foreach (var (space, name) in names)
        {
            foreach (var child in element.Children)
            {
                if (child.Is(space, name) && Dates.WrittenDate.Read(child.Text(), missingZone) is { } date)
                {
                    return date;
                }
            }
        }

        return null;
    }

    /// <summary>The people in the first of the named children that names any. One element may be written many times; each is one person.</summary>
    public static List<FeedPerson> People(FeedElement element, params ReadOnlySpan<(string Space, string Name)> names)
    {
        foreach (var (space, name) in names)
        {
            var people = new List<FeedPerson>();
            foreach (var child in element.Children)
            {
                if (child.Is(space, name) && Person(child) is { } person && !people.Contains(person))
                {
                    people.Add(person);
                }
            }

            if (people.Count > 0)
            {
                return people;
            }
        }

        return [];
    }

    /// <summary>Categories in the order: plain ones, iTunes keywords, iTunes categories, Dublin Core subjects, Atom terms.</summary>
    public static List<string> Categories(FeedElement element)
    {
        var categories = new List<string>();
        foreach (var child in element.Children.Where(child => child.Is("", "category")))
        {
            Add(categories, child.Text());
        }

        foreach (var child in element.Children.Where(child => child.Is("itunes", "keywords") || child.Is("media", "keywords")))
        {
            foreach (var keyword in child.Text().Split(','))
            {
                Add(categories, keyword);
            }
        }

        foreach (var child in element.Children.Where(child => child.Is("itunes", "category")))
        {
            Add(categories, child.Attribute("text"));
            foreach (var inner in child.Children.Where(inner => inner.Is("itunes", "category")))
            {
                Add(categories, inner.Attribute("text"));
            }
        }

        foreach (var child in element.Children.Where(child => child.Is("dc", "subject")))
        {
            Add(categories, child.Text());
        }

        foreach (var child in element.Children.Where(child => child.Is("atom", "category")))
        {
            Add(categories, child.Attribute("label") is { Length: > 0 } label ? label : child.Attribute("term"));
        }

        return categories;
    }

    /// <summary>Media RSS files, also those inside <c>media:group</c> and <c>media:content</c>.</summary>
    public static IEnumerable<FeedMedia> Media(FeedElement element)
    {
        foreach (var child in element.Children)
        {
            if (child.Space != "media")
            {
                continue;
            }

            if (child.Name is "content" or "thumbnail" && child.Resolve(child.Attribute("url")) is { } url)
            {
                var role = child.Name == "content" ? MediaRole.Content : MediaRole.Thumbnail;
                var type = child.Attribute("type") is { Length: > 0 } written ? written : child.Attribute("medium");
                yield return new FeedMedia(role, url, type, child.Attribute("filesize"));
            }

            if (child.Name is "content" or "group")
            {
                foreach (var inner in Media(child))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>The picture of a feed or entry: iTunes, then Media RSS, then an enclosure, then the first one in the markup.</summary>
    public static FeedImage? Image(FeedElement element, IEnumerable<FeedMedia> media, params ReadOnlySpan<string> markup)
    {
        var itunes = element.Children.FirstOrDefault(child => child.Is("itunes", "image"));
        if (
            itunes is not null
            && itunes.Resolve(itunes.Attribute("href") is { Length: > 0 } href ? href : itunes.Attribute("url")) is { } own
        )
        {
            return new FeedImage(own);
        }

        if (
            media.Where(IsPicture).OrderByDescending(file => file.Role).ThenBy(file => file.Role == MediaRole.Enclosure).FirstOrDefault() is
            { } picture
        )
        {
            return new FeedImage(picture.Url);
        }

        foreach (var html in markup)
        {
            if (Markup.FirstImage(html) is { } source && element.Resolve(source) is { } url)
            {
                return new FeedImage(url);
            }
        }

        return null;
    }

    /// <summary><c>ttl</c>, <c>skipHours</c>, <c>skipDays</c> and the syndication module. Absurd values read as unsaid.</summary>
    public static FeedRhythm Rhythm(FeedElement channel)
    {
        TimeSpan? ttl =
            double.TryParse(channel.ChildText("", "ttl"), out var minutes) && minutes is > 0 and < 525_600
                ? TimeSpan.FromMinutes(minutes)
                : null;
        TimeSpan? period = channel.ChildText("sy", "updateperiod").ToLowerInvariant() switch
        {
            "hourly" => TimeSpan.FromHours(1),
            "daily" => TimeSpan.FromDays(1),
            "weekly" => TimeSpan.FromDays(7),
            "monthly" => TimeSpan.FromDays(30),
            "yearly" => TimeSpan.FromDays(365),
            _ => null,
        };
        if (
            period is { } whole
            && int.TryParse(channel.ChildText("sy", "updatefrequency"), out var frequency)
            && frequency is > 1 and < 10_000
        )
        {
            period = whole / frequency;
        }

        var hours =
            channel.Child("", "skiphours")?.Children.Select(hour => int.TryParse(hour.Text(), out var value) ? value % 24 : -1) ?? [];
        var days = channel
            .Child("", "skipdays")
            ?.Children.Select(day => Enum.TryParse<DayOfWeek>(day.Text(), ignoreCase: true, out var value) ? value : (DayOfWeek?)null);
        return new FeedRhythm(
            ttl,
            period,
            hours.Where(hour => hour >= 0).Distinct().Order().ToList(),
            (days ?? []).OfType<DayOfWeek>().Where(day => Enum.IsDefined(day)).Distinct().ToList()
        );
    }

    private static bool IsPicture(FeedMedia file) =>
        file.Role == MediaRole.Thumbnail || file.Type.StartsWith("image", StringComparison.OrdinalIgnoreCase);

    private static FeedPerson? Person(FeedElement element)
    {
        if (!element.HasChildren)
        {
            return PersonText.Read(element.Text());
        }

        string Part(string name) => Markup.Line(element.Children.FirstOrDefault(child => child.Name == name)?.Text() ?? "");
        var uri = Part("uri") is { Length: > 0 } address ? address : Part("url");
        var person = new FeedPerson(Part("name"), Part("email"), uri);
        return person is { Name: "", Email: "", Url: "" } ? PersonText.Read(element.Text()) : person;
    }

    private static void Add(List<string> categories, string written)
    {
        var category = Markup.Line(written);
        if (category.Length > 0 && !categories.Contains(category, StringComparer.Ordinal))
        {
            categories.Add(category);
        }
    }
}
