using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Monitor.Worker.Language;

namespace Monitor.Worker.Registry;

/// <summary>Whose place on the web an address names: host and path segments, brought to one spelling, compared whole and never by prefix.</summary>
/// <remarks>
/// One peer matched by prefix, so that a post of <c>/budi2</c> was held against <c>/budi</c>. Here the author of a post is the segment in which
/// its platform puts the author, exactly; an address whose platform shows no author in it names nobody.
/// </remarks>
/// <param name="Platform">By the host; <see cref="Web"/> when it is no known platform.</param>
/// <param name="Key">Host, slash, the segments that name the author.</param>
/// <param name="IsBelow">Whether the address goes on below the author's own place: a post of the author, not the profile.</param>
internal sealed record AccountAddress(string Platform, string Key, bool IsBelow)
{
    /// <summary>A site that is none of the platforms.</summary>
    public const string Web = "web";

    /// <summary>The platforms an account can be on, by the names used in files and on the command line.</summary>
    public static readonly FrozenSet<string> Platforms = FrozenSet.ToFrozenSet(
        ["x", "facebook", "instagram", "threads", "tiktok", "youtube", "telegram", "bluesky", "mastodon", "linkedin", "whatsapp", Web],
        StringComparer.Ordinal
    );

    private static readonly FrozenDictionary<string, string> PlatformsByHost = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["x.com"] = "x",
        ["facebook.com"] = "facebook",
        ["instagram.com"] = "instagram",
        ["threads.net"] = "threads",
        ["tiktok.com"] = "tiktok",
        ["youtube.com"] = "youtube",
        ["t.me"] = "telegram",
        ["bsky.app"] = "bluesky",
        ["linkedin.com"] = "linkedin",
        ["whatsapp.com"] = "whatsapp",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> SameHost = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["twitter.com"] = "x.com",
        ["fb.com"] = "facebook.com",
        ["fb.me"] = "facebook.com",
        ["threads.com"] = "threads.net",
        ["telegram.me"] = "t.me",
        ["telegram.dog"] = "t.me",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // First segments that are the platform's own pages: they stand where an author would and are none.
    private static readonly FrozenSet<string> NobodysPlace = FrozenSet.ToFrozenSet(
        [
            "i",
            "home",
            "search",
            "hashtag",
            "intent",
            "share",
            "explore",
            "settings",
            "messages",
            "notifications",
            "login",
            "signup",
            "about",
            "privacy",
            "tos",
            "p",
            "reel",
            "reels",
            "stories",
            "tv",
            "watch",
            "groups",
            "events",
            "marketplace",
            "sharer",
            "sharer.php",
            "story.php",
            "photo",
            "photo.php",
            "permalink.php",
            "video.php",
            "videos",
            "hashtags",
            "gaming",
            "help",
            "pages",
            "people",
            "shorts",
            "playlist",
            "results",
            "feed",
            "embed",
            "joinchat",
            "addstickers",
            "proxy",
            "status",
            "tag",
            "discover",
            "foryou",
            "live",
            "music",
            "t",
            "web",
            "public",
        ],
        StringComparer.Ordinal
    );

    private static readonly string[] HostPrefixes = ["www.", "m.", "mobile.", "web.", "mbasic.", "id-id.", "touch."];

    // Endings under which anybody may have a name of their own: what stands before them is the site, not a user of it.
    private static readonly FrozenSet<string> TwoPartEndings = FrozenSet.ToFrozenSet(
        [
            "co.id",
            "go.id",
            "or.id",
            "ac.id",
            "sch.id",
            "web.id",
            "my.id",
            "biz.id",
            "desa.id",
            "net.id",
            "mil.id",
            "ponpes.id",
            "co.uk",
            "com.au",
            "com.my",
            "com.sg",
        ],
        StringComparer.Ordinal
    );

    /// <summary>Reads an address; null when no author can be read from it.</summary>
    public static AccountAddress? Read(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
        {
            return null;
        }

        var host = HostOf(url);
        var segments = SegmentsOf(url);
        if (segments is null)
        {
            return null;
        }

        if (PlatformsByHost.TryGetValue(host, out var platform))
        {
            return OnPlatform(platform, host, segments, url);
        }

        if (segments.Count > 0 && MastodonUser(host, segments) is { } user)
        {
            return user;
        }

        return new AccountAddress(Web, segments.Count == 0 ? host : host + "/" + string.Join('/', segments), false);
    }

    /// <summary>Reads the address of a profile, as somebody registers it, and says which rule it breaks.</summary>
    public static bool TryReadProfile(
        string text,
        string platform,
        [NotNullWhen(true)] out AccountAddress? address,
        [NotNullWhen(false)] out Sentence? problem
    )
    {
        address = null;
        problem = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            problem = new Sentence(
                "URL akun harus lengkap dan diawali http:// atau https://.",
                "The account's URL must be absolute, http or https."
            );
            return false;
        }

        if (url.UserInfo.Length > 0)
        {
            problem = new Sentence("URL akun tidak boleh memuat nama pengguna.", "The account's URL must have no user name in it.");
            return false;
        }

        if (SegmentsOf(url) is { Count: 0 } && !HasUserSubdomain(HostOf(url)))
        {
            problem = new Sentence(
                "URL akun harus menunjuk satu akun: perlu bagian setelah nama situs, atau subdomain milik pengguna.",
                "The account's URL must name one account: it needs a path after the host, or a subdomain of the user."
            );
            return false;
        }

        var read = Read(url);
        if (read is null || read.IsBelow)
        {
            problem = new Sentence(
                "URL ini bukan halaman profil (mungkin alamat kiriman, grup atau pencarian).",
                "This URL is not a profile page (it may be a post, a group or a search)."
            );
            return false;
        }

        if (read.Platform != platform && !(platform == Web && read.Platform == "mastodon"))
        {
            problem = new Sentence(
                $"URL ini milik platform '{read.Platform}', bukan '{platform}'.",
                $"This URL is of the platform '{read.Platform}', not '{platform}'."
            );
            return false;
        }

        address = read;
        return true;
    }

    private static AccountAddress? OnPlatform(string platform, string host, List<string> segments, Uri url)
    {
        if (platform == "facebook" && FacebookId(segments, url) is { } id)
        {
            return new AccountAddress(platform, $"{host}/id/{id}", segments is not [("profile.php" or "people"), ..]);
        }

        if (platform == "telegram" && segments is ["s", _, ..])
        {
            segments = segments[1..];
        }

        if (segments.Count == 0)
        {
            return null;
        }

        var first = segments[0].ToLowerInvariant();
        var named = platform switch
        {
            "youtube" when first is "c" or "user" && segments.Count > 1 => $"{host}/{first}/{segments[1].ToLowerInvariant()}",
            // The only id in the list whose case matters.
            "youtube" when first is "channel" && segments.Count > 1 => $"{host}/channel/{segments[1]}",
            "bluesky" when first is "profile" && segments.Count > 1 => $"{host}/profile/{segments[1].ToLowerInvariant()}",
            "linkedin" when first is "in" or "company" && segments.Count > 1 => $"{host}/{first}/{segments[1].ToLowerInvariant()}",
            "whatsapp" when first is "channel" && segments.Count > 1 => $"{host}/channel/{segments[1]}",
            "bluesky" or "linkedin" or "whatsapp" => null,
            // On these two the sign is what tells a user from a page of the platform.
            "tiktok" or "threads" => first is ['@', _, ..] ? $"{host}/{first}" : null,
            "telegram" when first is ['+', ..] or "c" => null,
            _ => NobodysPlace.Contains(first) || first.TrimStart('@').Length == 0 ? null
            : platform == "youtube" ? $"{host}/{first}"
            : $"{host}/{first.TrimStart('@')}",
        };
        var own = platform is "bluesky" or "linkedin" or "whatsapp" || first is "c" or "user" or "channel" && platform == "youtube" ? 2 : 1;
        return named is null ? null : new AccountAddress(platform, named, segments.Count > own && !IsTab(platform, segments[own]));
    }

    // "/budi/with_replies" and "/@budi/videos" are views of the profile, not posts.
    private static bool IsTab(string platform, string segment) =>
        (platform, segment.ToLowerInvariant()) switch
        {
            ("x", "with_replies" or "media" or "likes" or "highlights") => true,
            ("youtube", "videos" or "shorts" or "streams" or "about" or "community" or "featured" or "playlists") => true,
            ("facebook", "about" or "photos" or "videos" or "friends") => true,
            _ => false,
        };

    // Mastodon runs on any host: /@user, /@user/123, /users/user/statuses/123; /@user@far.host is a view of a user of far.host.
    private static AccountAddress? MastodonUser(string host, List<string> segments)
    {
        var (user, own) =
            segments[0] is ['@', _, ..] ? (segments[0][1..], 1)
            : segments is ["users", _, ..] ? (segments[1], 2)
            : ("", 0);
        if (own == 0)
        {
            return null;
        }

        var at = user.IndexOf('@', StringComparison.Ordinal);
        var home = at > 0 ? user[(at + 1)..].ToLowerInvariant() : host;
        user = (at > 0 ? user[..at] : user).ToLowerInvariant();
        return new AccountAddress("mastodon", $"{home}/@{user}", segments.Count > own && segments[own] is not ("with_replies" or "media"));
    }

    private static string? FacebookId(List<string> segments, Uri url)
    {
        if (segments is ["people", _, var id, ..] && id.All(char.IsAsciiDigit))
        {
            return id;
        }

        if (segments is not [("profile.php" or "permalink.php" or "story.php"), ..])
        {
            return null;
        }

        foreach (var part in url.Query.TrimStart('?').Split('&'))
        {
            if (part.StartsWith("id=", StringComparison.Ordinal) && part.Length > 3 && part.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0)
            {
                return part[3..];
            }
        }

        return null;
    }

    private static string HostOf(Uri url)
    {
        var host = url.IdnHost.ToLowerInvariant().TrimEnd('.');
        foreach (var prefix in HostPrefixes)
        {
            // "m.id" is a site; "m.facebook.com" is a view of one.
            if (host.StartsWith(prefix, StringComparison.Ordinal) && host.AsSpan(prefix.Length).Contains('.'))
            {
                host = host[prefix.Length..];
                break;
            }
        }

        host = SameHost.GetValueOrDefault(host, host);
        // Two ports of one machine are two sites.
        return url.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{url.Port}");
    }

    // Null for a path that cannot be taken apart safely: an encoded slash would make two segments of one.
    private static List<string>? SegmentsOf(Uri url)
    {
        var segments = new List<string>();
        foreach (var raw in url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var segment = Uri.UnescapeDataString(raw);
            if (segment.AsSpan().IndexOfAny('/', '\\') >= 0 || segment.Any(char.IsControl))
            {
                return null;
            }

            segments.Add(segment.Normalize());
        }

        return segments;
    }

    private static bool HasUserSubdomain(string host)
    {
        var labels = host.Split('.');
        var ending = labels.Length >= 2 && TwoPartEndings.Contains($"{labels[^2]}.{labels[^1]}") ? 2 : 1;
        return labels.Length > ending + 1 && !PlatformsByHost.ContainsKey(host) && !char.IsAsciiDigit(host[^1]);
    }
}
