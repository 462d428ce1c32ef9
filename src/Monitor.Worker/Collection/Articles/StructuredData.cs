using System.Text.Json;

namespace Monitor.Worker.Collection.Articles;

/// <summary>What a page's JSON-LD (schema.org) says of its article. Every field may be empty.</summary>
internal sealed class StructuredData
{
    private const int MostNodes = 2000;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64,
    };

    /// <summary>Headline.</summary>
    public string Headline { get; private set; } = "";

    /// <summary>Body.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Description.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Publication time as written.</summary>
    public string Published { get; private set; } = "";

    /// <summary>Time of the last change as written.</summary>
    public string Modified { get; private set; } = "";

    /// <summary>Names of the authors.</summary>
    public List<string> Authors { get; } = [];

    /// <summary>Name of the publisher.</summary>
    public string Publisher { get; private set; } = "";

    /// <summary>Language.</summary>
    public string Language { get; private set; } = "";

    /// <summary>Address of the picture.</summary>
    public string Image { get; private set; } = "";

    /// <summary>Address of the article.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Reads the scripts in their order; what is no JSON is passed over, because pages carry broken ones and are articles all the same.</summary>
    public static StructuredData Read(IEnumerable<string> scripts)
    {
        var data = new StructuredData();
        foreach (var script in scripts)
        {
            data.Add(script);
        }

        return data;
    }

    private void Add(string script)
    {
        var json = script.Trim();
        // Old content management systems wrap the script in a comment or CDATA section.
        var start = json.AsSpan().IndexOfAny('{', '[');
        var end = json.AsSpan().LastIndexOfAny('}', ']');
        if (start < 0 || end <= start)
        {
            return;
        }

        json = json[start..(end + 1)];
        if (!TryParse(json, out var document) && !TryParse(json.ReplaceLineEndings(" ").Replace('\t', ' '), out document))
        {
            return;
        }

        using (document)
        {
            Visit(document!.RootElement);
        }
    }

    private static bool TryParse(string json, out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(Feeds.JsonText.Bytes(json), Options);
            return true;
        }
        catch (JsonException)
        {
            document = null;
            return false;
        }
    }

    private void Visit(JsonElement root)
    {
        var waiting = new Queue<JsonElement>();
        waiting.Enqueue(root);
        for (var seen = 0; seen < MostNodes && waiting.TryDequeue(out var node); seen++)
        {
            if (node.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in node.EnumerateArray())
                {
                    waiting.Enqueue(item);
                }
            }
            else if (node.ValueKind == JsonValueKind.Object)
            {
                if (IsArticle(node))
                {
                    Take(node);
                }

                foreach (var name in new[] { "@graph", "mainEntity", "mainEntityOfPage" })
                {
                    if (node.TryGetProperty(name, out var inner))
                    {
                        waiting.Enqueue(inner);
                    }
                }
            }
        }
    }

    private static bool IsArticle(JsonElement node)
    {
        if (!node.TryGetProperty("@type", out var type))
        {
            return false;
        }

        var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(Scalar) : [Scalar(type)];
        return types.Any(name =>
            name.EndsWith("Article", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("Posting", StringComparison.OrdinalIgnoreCase)
            || name is "Report" or "CreativeWork" or "WebPage" or "ItemPage" or "Review" or "Recipe" or "ReportageNewsArticle"
        );
    }

    private void Take(JsonElement node)
    {
        // The first article wins: others on the page are teasers.
        var isPage = Scalar(node, "@type") is "WebPage" or "ItemPage";
        Headline = Prefer(
            Headline,
            Scalar(node, "headline") is { Length: > 0 } headline ? headline
                : isPage ? ""
                : Scalar(node, "name")
        );
        Body = Prefer(Body, Scalar(node, "articleBody"));
        Description = Prefer(Description, Scalar(node, "description"));
        Published = Prefer(Published, Scalar(node, "datePublished") is { Length: > 0 } published ? published : Scalar(node, "dateCreated"));
        Modified = Prefer(Modified, Scalar(node, "dateModified"));
        Language = Prefer(Language, Scalar(node, "inLanguage"));
        Url = Prefer(Url, Scalar(node, "url") is { Length: > 0 } url ? url : Scalar(node, "mainEntityOfPage"));
        Publisher = Prefer(Publisher, Names(node, "publisher").FirstOrDefault() ?? "");
        Image = Prefer(Image, Address(node, "image"));
        if (Authors.Count == 0)
        {
            Authors.AddRange(Names(node, "author"));
        }

        if (Authors.Count == 0)
        {
            Authors.AddRange(Names(node, "creator"));
        }
    }

    private static IEnumerable<string> Names(JsonElement node, string property)
    {
        if (!node.TryGetProperty(property, out var value))
        {
            yield break;
        }

        var all = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        foreach (var one in all)
        {
            var name = one.ValueKind == JsonValueKind.Object ? Scalar(one, "name") : Scalar(one);
            if (name.Length > 0)
            {
                yield return name;
            }
        }
    }

    private static string Address(JsonElement node, string property)
    {
        if (!node.TryGetProperty(property, out var value))
        {
            return "";
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            value = value.EnumerateArray().FirstOrDefault();
        }

        return value.ValueKind == JsonValueKind.Object ? Scalar(value, "url") : Scalar(value);
    }

    private static string Prefer(string had, string has) => had.Length > 0 ? had : has;

    private static string Scalar(JsonElement owner, string property) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(property, out var value) ? Scalar(value) : "";

    private static string Scalar(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            value = value.EnumerateArray().FirstOrDefault();
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
    }
}
