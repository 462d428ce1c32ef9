using System.Collections.Frozen;

namespace Monitor.Worker.Collection.Articles;

/// <summary>Knows by its name, role or kind that an element is not part of what an article says.</summary>
internal static class Boilerplate
{
    /// <summary>Words in class or id that mean furniture wherever they stand.</summary>
    private static readonly FrozenSet<string> Names = Set(
        // sharing and following
        "share sharing shares social socials sharer sharebar sharethis sociable socialbar addthis addtoany sharedaddy shariff follow",
        // what else there is to read
        "related relateds recommended recommendations recommendation recirc recirculation outbrain taboola zergnet revcontent mgid trending popular mostread teaser teasers "
            + "readmore readnext upnext seealso bacajuga terkait terpopuler rekomendasi",
        // what readers say
        "comment comments disqus livefyre respond commentlist komentar",
        // selling
        "newsletter newsletters subscribe subscription subscriptions signup promo promos promotion sponsor sponsored advert adverts advertisement advertising adsense adslot "
            + "adunit adbox dfp ad ads iklan paywall affiliate donate donation",
        // furniture of the site
        "breadcrumb breadcrumbs crumbs pagination pager navbar nav navigation menu submenu sidebar footer masthead toolbar topbar popup modal overlay tooltip cookie cookies "
            + "gdpr consent login searchform searchbox noprint rollover popover dropdown",
        // about the article, not of it
        "tags tag tagcloud taglist hashtags keywords bio byline bylines dateline timestamp pubdate postmeta permalink authorbio authorbox copyright skiplink rating ratings caption captions credit credits gallery slideshow lightbox",
        // two or three words that mean it only together
        "read more,read next,most read,more stories,more from,also read,see also,baca juga,baca lainnya,artikel lainnya,berita lainnya,berita terkait,author bio,author info,author box,about author,about the author,screen reader,sr only,visually hidden,skip link,post meta,entry meta,article meta,entry footer,post footer,print only,hide for print,jp relatedposts,up next,print block,visible print,call to action,side bar,right rail,widget area,print header,latest news,latest stories,our latest,you may also like"
    );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NameLookup = Names.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Embeds = new[] { "embed", "embedded", "tweet", "oembed" }
        .ToFrozenSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Captions = new[]
    {
        "caption",
        "captions",
        "credit",
        "credits",
    }
        .ToFrozenSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> Roles = (
        "navigation contentinfo complementary search banner menu menubar dialog alertdialog toolbar tablist"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the element, by what it is or is called, is furniture.</summary>
    public static bool Is(PageNode node, bool trustNames)
    {
        if (node.Tag is "article" or "main" or "body" or "html")
        {
            // Themes put the tags of a post and the layout of the page into the names of these.
            return IsHidden(node);
        }

        if (node.Tag is "nav" or "footer" or "aside" or "menu" or "dialog" or "label" or "address")
        {
            return true;
        }

        if (node.Attributes.Count > 0 && (IsHidden(node) || (node.Attribute("role") is { Length: > 0 } role && Roles.Contains(role))))
        {
            return true;
        }

        return trustNames && IsNamed(node);
    }

    /// <summary>Whether a person who opens the page cannot see the element.</summary>
    public static bool IsHidden(PageNode node)
    {
        if (node.Attributes.ContainsKey("hidden"))
        {
            return true;
        }

        var style = node.Attribute("style");
        return style.Length > 0
            && style.Contains("none", StringComparison.OrdinalIgnoreCase)
            && style.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Whether the element is called like furniture. A post of another site shown inside the article is part of what it says, whatever it is called.
    /// </summary>
    public static bool IsNamed(PageNode node)
    {
        var words = node.Words;
        return words.Length > 0 && NameWords.Any(words, NameLookup) && (!NameWords.Any(words, Embeds) || NameWords.Any(words, Captions));
    }

    /// <summary>Single words are parted by spaces, phrases by commas.</summary>
    private static FrozenSet<string> Set(params string[] lists) =>
        lists.SelectMany(list => list.Split(list.Contains(',', StringComparison.Ordinal) ? ',' : ' ')).ToFrozenSet(StringComparer.Ordinal);
}
