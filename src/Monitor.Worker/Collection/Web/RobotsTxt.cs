using System.Globalization;
using System.Text;

namespace Monitor.Worker.Collection.Web;

/// <summary>One Allow or Disallow line.</summary>
/// <param name="Allow">True for Allow.</param>
/// <param name="Text">The line as a person would read it, for example <c>Disallow: /cari</c>.</param>
/// <param name="Pattern">Octets as characters, non-ASCII percent-encoded, ready to match.</param>
/// <param name="Spelled">The pattern in the one spelling of <see cref="RobotsPattern.Spell"/>.</param>
internal sealed record RobotsRule(bool Allow, string Text, string Pattern, string Spelled);

/// <summary>What robots.txt says about one address, with the line that decided; null when no line did.</summary>
internal sealed record RobotsVerdict(bool Allowed, string? Rule);

/// <summary>A robots.txt file, read by RFC 9309 and as forgiving as the web needs: missing colons, common misspellings, odd line ends.</summary>
/// <remarks>
/// Matching is by octets. A rule with percent-encoded letters is taken literally where it allows and in either spelling where it forbids:
/// when owner and crawler spell an address differently, the owner's no must still hold.
/// </remarks>
internal sealed class RobotsTxt
{
    /// <summary>What is read of a file (RFC 9309 section 2.5 asks for at least 500 KiB).</summary>
    public const int MaxBytes = 500 * 1024;

    // Longer lines are cut: nothing meant for people or crawlers is longer than eight of the longest addresses in use.
    private const int MaxLineBytes = (2083 * 8) - 1;

    private static readonly string[] DisallowSpellings = ["disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"];
    private static readonly string[] UserAgentSpellings = ["user-agent", "useragent", "user agent"];

    private readonly List<Group> _groups;

    private RobotsTxt(List<Group> groups) => _groups = groups;

    /// <summary>A file that says nothing: everything is allowed.</summary>
    public static RobotsTxt Empty { get; } = new([]);

    /// <summary>Reads a file; anything that is not a rule is skipped, and nothing makes it fail.</summary>
    public static RobotsTxt Parse(ReadOnlySpan<byte> bytes)
    {
        var cut = bytes.Length > MaxBytes;
        var text = bytes[..Math.Min(bytes.Length, MaxBytes)];
        if (cut)
        {
            // Half a line may say the opposite of the whole one.
            var end = text.LastIndexOfAny((byte)'\n', (byte)'\r');
            text = end < 0 ? [] : text[..end];
        }

        text = SkipByteOrderMark(text);
        var reader = new Reader();
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            reader.Line(line[..Math.Min(line.Length, MaxLineBytes)]);
        }

        return new RobotsTxt(reader.Groups);
    }

    /// <summary>Whether <paramref name="agent"/> (a product token) may fetch <paramref name="url"/>, and by which line.</summary>
    /// <remarks>The longest matching rule of all groups for the agent decides, Allow on a tie; without a group of its own, those for <c>*</c> (RFC 9309 section 2.2).</remarks>
    public RobotsVerdict Allows(string agent, string url)
    {
        var path = PathOf(url);
        var spelled = RobotsPattern.Spell(path);
        RobotsRule? allow = null;
        RobotsRule? disallow = null;
        foreach (var group in GroupsFor(agent))
        {
            foreach (var rule in group.Rules)
            {
                ref var best = ref rule.Allow ? ref allow : ref disallow;
                if (rule.Pattern.Length <= (best?.Pattern.Length ?? 0))
                {
                    continue;
                }

                if (RobotsPattern.Matches(path, rule.Pattern) || (!rule.Allow && RobotsPattern.Matches(spelled, rule.Spelled)))
                {
                    best = rule;
                }
            }
        }

        if (disallow is not null && disallow.Pattern.Length > (allow?.Pattern.Length ?? 0))
        {
            return new RobotsVerdict(Allowed: false, disallow.Text);
        }

        return new RobotsVerdict(Allowed: true, allow?.Text);
    }

    /// <summary>The longest Crawl-delay that the agent's groups ask for, or null. It is not part of RFC 9309, but owners who write it mean it.</summary>
    public TimeSpan? CrawlDelay(string agent)
    {
        double? longest = null;
        foreach (var group in GroupsFor(agent))
        {
            longest = group.CrawlDelay > (longest ?? 0) ? group.CrawlDelay : longest;
        }

        return longest is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, 365 * 86400.0)) : null;
    }

    private IEnumerable<Group> GroupsFor(string agent)
    {
        var named = _groups.Where(group => group.Agents.Exists(name => name.Equals(agent, StringComparison.OrdinalIgnoreCase)));
        return named.Any() ? named : _groups.Where(static group => group.Everyone);
    }

    /// <summary>Path and query of an address as octets, without parsing it further than needed: robots.txt is about what is sent.</summary>
    private static string PathOf(string url)
    {
        var octets = RobotsPattern.Octets(url);
        var search = octets.StartsWith("//", StringComparison.Ordinal) ? 2 : 0;
        var early = octets.AsSpan(search).IndexOfAny("/?;");
        var scheme = octets.AsSpan(search).IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0 && (early < 0 || early >= scheme))
        {
            search += scheme + 3;
        }

        var start = octets.AsSpan(search).IndexOfAny("/?;");
        var hash = octets.AsSpan(search).IndexOf('#');
        if (start < 0 || (hash >= 0 && hash < start))
        {
            return "/";
        }

        var path = hash < 0 ? octets[(search + start)..] : octets[(search + start)..(search + hash)];
        return path[0] == '/' ? path : "/" + path;
    }

    private static ReadOnlySpan<byte> SkipByteOrderMark(ReadOnlySpan<byte> text)
    {
        // A mark that was cut short by some editor is skipped as far as it goes.
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return text[text.CommonPrefixLength(mark)..];
    }

    private sealed class Group
    {
        public List<string> Agents { get; } = [];
        public List<RobotsRule> Rules { get; } = [];
        public bool Everyone { get; set; }
        public double? CrawlDelay { get; set; }
    }

    /// <summary>Turns lines into groups. A group is a run of User-agent lines and the rules up to the next run; other lines do not end it.</summary>
    private sealed class Reader
    {
        private Group? _group;
        private bool _hasRules;

        public List<Group> Groups { get; } = [];

        public void Line(ReadOnlySpan<byte> line)
        {
            var comment = line.IndexOfAny((byte)'#', (byte)0);
            var text = Encoding.Latin1.GetString(comment < 0 ? line : line[..comment]).AsSpan().Trim(" \t\v\f");
            var separator = text.IndexOf(':');
            if (separator < 0)
            {
                // "disallow /" is meant as a rule; a sentence of three words is not.
                separator = text.IndexOfAny(" \t");
                if (separator < 0 || text[separator..].TrimStart(" \t").IndexOfAny(" \t") >= 0)
                {
                    return;
                }
            }

            var key = text[..separator].TrimEnd(" \t\v\f");
            var value = text[(separator + 1)..].TrimStart(" \t\v\f");
            if (StartsWithAny(key, UserAgentSpellings))
            {
                Agent(value);
            }
            else if (key.StartsWith("allow", StringComparison.OrdinalIgnoreCase))
            {
                Rule(allow: true, value);
            }
            else if (StartsWithAny(key, DisallowSpellings))
            {
                Rule(allow: false, value);
            }
            else if (key.Equals("crawl-delay", StringComparison.OrdinalIgnoreCase) && _group is not null)
            {
                Delay(_group, value);
            }
        }

        private void Agent(ReadOnlySpan<char> value)
        {
            if (_group is null || _hasRules)
            {
                _group = new Group();
                _hasRules = false;
                Groups.Add(_group);
            }

            if (value.Length > 0 && value[0] == '*' && (value.Length == 1 || value[1] is ' ' or '\t'))
            {
                _group.Everyone = true;
                return;
            }

            // Only the product token counts: "Foo/2.1 (compatible)" names Foo.
            var end = 0;
            while (end < value.Length && (char.IsAsciiLetter(value[end]) || value[end] is '-' or '_'))
            {
                end++;
            }

            _group.Agents.Add(value[..end].ToString());
        }

        private void Rule(bool allow, ReadOnlySpan<char> value)
        {
            if (_group is null)
            {
                return;
            }

            _hasRules = true;
            if (value.IsEmpty)
            {
                return;
            }

            var text = (allow ? "Allow: " : "Disallow: ") + Readable(value);
            var pattern = RobotsPattern.Escape(value);
            _group.Rules.Add(new RobotsRule(allow, text, pattern, RobotsPattern.Spell(pattern)));
            var slash = pattern.LastIndexOf('/');
            if (allow && slash >= 0 && pattern.AsSpan(slash).StartsWith("/index.htm"))
            {
                // Who allows the index page allows the folder that shows it.
                var folder = pattern[..(slash + 1)] + "$";
                _group.Rules.Add(new RobotsRule(Allow: true, text, folder, folder));
            }
        }

        private static void Delay(Group group, ReadOnlySpan<char> value)
        {
            if (
                double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds > (group.CrawlDelay ?? 0)
            )
            {
                group.CrawlDelay = seconds;
            }
        }

        private static string Readable(ReadOnlySpan<char> octets)
        {
            var bytes = new byte[octets.Length];
            Encoding.Latin1.GetBytes(octets, bytes);
            return Encoding.UTF8.GetString(bytes);
        }

        private static bool StartsWithAny(ReadOnlySpan<char> key, string[] spellings)
        {
            foreach (var spelling in spellings)
            {
                if (key.StartsWith(spelling, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
