using System.Diagnostics.CodeAnalysis;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Articles;

/// <summary>An article as it was read from its page.</summary>
internal sealed record Article
{
    /// <summary>Headline, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The body, one line per paragraph, without boilerplate; or empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The summary that the page gives of itself, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it was published, as the page says.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>When it was changed, as the page says.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Names of the authors.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>The address that the page says it is known by, without its fragment.</summary>
    public Uri? Canonical { get; init; }

    /// <summary>The address of the AMP form of this page.</summary>
    public Uri? Amp { get; init; }

    /// <summary>Whether this page itself is the AMP form of another.</summary>
    public bool IsAmp { get; init; }

    /// <summary>Name of the site, or its host, or empty.</summary>
    public string Site { get; init; } = "";

    /// <summary>Language tag, or empty.</summary>
    public string Language { get; init; } = "";

    /// <summary>The picture that stands for the article.</summary>
    public Uri? Image { get; init; }

    /// <summary>Later pages of the same article that this page links to, in their order; the collector joins them up to its cap.</summary>
    public IReadOnlyList<Uri> NextPages { get; init; } = [];

    /// <summary>How the body was found: a site's own selector, or which general candidate won.</summary>
    public BodySource Source { get; init; }
}

/// <summary>Where the text of an article came from.</summary>
internal enum BodySource
{
    /// <summary>No text was found.</summary>
    None,

    /// <summary>The selector that the site file has for this host.</summary>
    SiteRule,

    /// <summary>The element that holds the most running text and the least else.</summary>
    Density,

    /// <summary>The <c>articleBody</c> of the page's structured data.</summary>
    StructuredData,
}

/// <summary>What became of a page: the article, or the reason why there is none.</summary>
internal sealed record ArticleDocument
{
    private ArticleDocument(Article? article, Sentence? refusal) => (Article, Refusal) = (article, refusal);

    /// <summary>The article; its text is empty when the page has none.</summary>
    public Article? Article { get; }

    /// <summary>Why the page was not read.</summary>
    public Sentence? Refusal { get; }

    /// <summary>Whether the page was read.</summary>
    [MemberNotNullWhen(true, nameof(Article))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsRead => Article is not null;

    /// <summary>The page was read.</summary>
    public static ArticleDocument Of(Article article) => new(article, refusal: null);

    /// <summary>The page was not read.</summary>
    public static ArticleDocument Refused(Sentence reason) => new(article: null, reason);
}
