using System.Text.Json;

namespace Monitor.Worker.Collection.Articles;

/// <summary>The selectors of single sites, for those that the general extractor does not read well enough. A site that is not listed needs none.</summary>
internal sealed class SiteSelectors
{
    /// <summary>No site is listed.</summary>
    public static readonly SiteSelectors None = new([]);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly Dictionary<string, Site> _sites;

    private SiteSelectors(Dictionary<string, Site> sites) => _sites = sites;

    /// <summary>Reads the site file that is shipped beside the program.</summary>
    /// <exception cref="InvalidDataException">The file is broken; every problem is named.</exception>
    public static SiteSelectors Shipped() => Load(Path.Combine(AppContext.BaseDirectory, "models", "rules", "sites.json"));

    /// <summary>Reads a site file (<c>models/rules/sites.json</c>).</summary>
    /// <exception cref="InvalidDataException">The file is broken; every problem is named.</exception>
    public static SiteSelectors Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads the text of a site file.</summary>
    /// <exception cref="InvalidDataException">A selector or a host is none; every one is named.</exception>
    public static SiteSelectors Parse(string json)
    {
        var written = JsonSerializer.Deserialize<SiteFile>(json, Json)?.Sites ?? [];
        var problems = new List<string>();
        var sites = new Dictionary<string, Site>(StringComparer.OrdinalIgnoreCase);
        foreach (var site in written)
        {
            var selectors = Read(site, problems);
            var named = !string.IsNullOrWhiteSpace(site.Host) && Uri.CheckHostName(site.Host) == UriHostNameType.Dns;
            if (!named || !sites.TryAdd(site.Host, selectors))
            {
                problems.Add($"host '{site.Host}' is no host name, or stands twice");
            }
        }

        return problems.Count == 0 ? new SiteSelectors(sites) : throw new InvalidDataException(string.Join("; ", problems));
    }

    /// <summary>The selectors for a host or the nearest domain above it, or null.</summary>
    public Site? For(string? host)
    {
        for (
            var name = host ?? "";
            name.Contains('.', StringComparison.Ordinal);
            name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]
        )
        {
            if (_sites.TryGetValue(name, out var site))
            {
                return site;
            }
        }

        return null;
    }

    private static Site Read(WrittenSite site, List<string> problems)
    {
        return new Site(All(site.Body), All(site.Remove));

        IReadOnlyList<ElementPattern> All(IReadOnlyList<string>? selectors)
        {
            var patterns = new List<ElementPattern>();
            foreach (var selector in selectors ?? [])
            {
                if (ElementPattern.Parse(selector) is { } pattern)
                {
                    patterns.Add(pattern);
                }
                else
                {
                    problems.Add($"{site.Host}: '{selector}' is no selector");
                }
            }

            return patterns;
        }
    }

    /// <summary>One site.</summary>
    /// <param name="Body">Elements that hold the article, in order of preference.</param>
    /// <param name="Remove">Elements that are never part of it.</param>
    internal sealed record Site(IReadOnlyList<ElementPattern> Body, IReadOnlyList<ElementPattern> Remove);

    private sealed record SiteFile(IReadOnlyList<WrittenSite>? Sites);

    private sealed record WrittenSite(string Host, IReadOnlyList<string>? Body, IReadOnlyList<string>? Remove);
}
