using System.Collections.Frozen;

namespace Monitor.Worker.Collection.Articles;

/// <summary>Knows by its name, role or kind that an element is not part of what an article says.</summary>
internal static class Boilerplate
{
    /// <summary>Words in class or id that mean furniture wherever they stand.</summary>
    private static readonly string[] Words = Spaced(
        // sharing and following
        "share sharing shares sharer sharebar sharethis social socials sociable socialbar addthis addtoany sharedaddy shariff follow",
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
            + "gdpr consent login searchform searchbox noprint",
        // about the article, not of it
        "tags tag tagcloud taglist hashtags keywords byline bylines dateline timestamp pubdate postmeta permalink authorbio authorbox copyright skiplink rating ratings"
    );

    private static readonly string[] Phrases =
    [
        " read more ",
        " read next ",
        " most read ",
        " more stories ",
        " more from ",
        " also read ",
        " see also ",
        " baca juga ",
        " baca lainnya ",
        " artikel lainnya ",
        " berita lainnya ",
        " berita terkait ",
        " author bio ",
        " author info ",
        " author box ",
        " about author ",
        " about the author ",
        " screen reader ",
        " sr only ",
        " visually hidden ",
        " skip link ",
        " post meta ",
        " entry meta ",
        " article meta ",
        " entry footer ",
        " post footer ",
        " print only ",
        " hide for print ",
        " jp relatedposts ",
        " up next ",
        " call to action ",
        " side bar ",
        " right rail ",
    ];

    private static readonly FrozenSet<string> Roles = (
        "navigation contentinfo complementary search banner menu menubar dialog alertdialog toolbar tablist"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the element, by what it is or is called, is furniture.</summary>
    public static bool Is(PageNode node)
    {
        if (node.Tag is "nav" or "footer" or "aside" or "menu" or "dialog" or "label" or "address")
        {
            return true;
        }

        if (node.Attributes.Count > 0 && (IsHidden(node) || (node.Attribute("role") is { Length: > 0 } role && Roles.Contains(role))))
        {
            return true;
        }

        return IsNamed(node);
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

    /// <summary>Whether the element is called like furniture.</summary>
    public static bool IsNamed(PageNode node)
    {
        var words = node.Words;
        if (words.Length == 0)
        {
            return false;
        }

        foreach (var word in Words)
        {
            if (words.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        foreach (var phrase in Phrases)
        {
            if (words.Contains(phrase, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Spaced(params string[] lists) => [.. lists.SelectMany(list => list.Split(' ')).Select(word => $" {word} ")];
}
