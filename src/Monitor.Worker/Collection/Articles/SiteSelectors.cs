using System.Text.Json;
using System.Text.Json.Serialization;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;

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
        // A misspelt "remove" would otherwise be passed over in silence.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private const string FileName = "sites.json";

    private readonly Dictionary<string, Site> _sites;

    private SiteSelectors(Dictionary<string, Site> sites) => _sites = sites;

    /// <summary>How many sites are listed.</summary>
    public int Count => _sites.Count;

    /// <summary>Reads the site file that is shipped beside the program.</summary>
    /// <exception cref="RulesRefusedException">The file is broken; every problem is named.</exception>
    public static SiteSelectors Shipped() => Load(Path.Combine(AppContext.BaseDirectory, "models", "rules"));

    /// <summary>Reads the site file of a rules folder (<c>models/rules/sites.json</c>).</summary>
    /// <exception cref="RulesRefusedException">The file is missing or broken; every problem is named.</exception>
    public static SiteSelectors Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        return File.Exists(path)
            ? Parse(File.ReadAllText(path))
            : throw new RulesRefusedException([new RuleProblem(FileName, "", new Sentence("harus ada", "must be there"), path)]);
    }

    /// <summary>Reads the text of a site file.</summary>
    /// <exception cref="RulesRefusedException">It is no such file, or a selector or a host is none; every one is named.</exception>
    public static SiteSelectors Parse(string json)
    {
        IReadOnlyList<WrittenSite> written;
        try
        {
            written = JsonSerializer.Deserialize<SiteFile>(json, Json)?.Sites ?? [];
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line ? $"{error.Path} ({line + 1})" : error.Path ?? "";
            throw new RulesRefusedException([
                new RuleProblem(
                    FileName,
                    place,
                    new Sentence("harus JSON dengan host, body, dan remove", "must be JSON with host, body and remove"),
                    error.Message
                ),
            ]);
        }

        var problems = new List<RuleProblem>();
        var sites = new Dictionary<string, Site>(StringComparer.OrdinalIgnoreCase);
        foreach (var site in written)
        {
            var selectors = Read(site, problems);
            var named = !string.IsNullOrWhiteSpace(site.Host) && Uri.CheckHostName(site.Host) == UriHostNameType.Dns;
            if (!named)
            {
                problems.Add(new RuleProblem(FileName, "host", new Sentence("harus nama host", "must be a host name"), site.Host ?? ""));
            }
            else if (!sites.TryAdd(site.Host!, selectors))
            {
                problems.Add(
                    new RuleProblem(FileName, site.Host!, new Sentence("hanya boleh ada sekali", "must be there once only"), site.Host!)
                );
            }
        }

        return problems.Count == 0 ? new SiteSelectors(sites) : throw new RulesRefusedException(problems);
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

    private static Site Read(WrittenSite site, List<RuleProblem> problems)
    {
        if (site is { Body: null or [], Remove: null or [] })
        {
            problems.Add(
                new RuleProblem(FileName, site.Host ?? "", new Sentence("harus berisi body atau remove", "must hold body or remove"), "")
            );
        }

        return new Site(All("body", site.Body), All("remove", site.Remove));

        IReadOnlyList<ElementPattern> All(string member, IReadOnlyList<string>? selectors)
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
                    problems.Add(
                        new RuleProblem(
                            FileName,
                            $"{site.Host}.{member}",
                            new Sentence("harus berbentuk tag.kelas#id[atribut=nilai]", "must have the form tag.class#id[attribute=value]"),
                            selector
                        )
                    );
                }
            }

            return patterns;
        }
    }

    /// <summary>One site.</summary>
    /// <param name="Body">Elements that hold the article, in order of preference.</param>
    /// <param name="Remove">Elements that are never part of it.</param>
    internal sealed record Site(IReadOnlyList<ElementPattern> Body, IReadOnlyList<ElementPattern> Remove);

    private sealed record SiteFile(JsonElement? Note, IReadOnlyList<WrittenSite>? Sites);

    private sealed record WrittenSite(string? Host, IReadOnlyList<string>? Body, IReadOnlyList<string>? Remove);
}
