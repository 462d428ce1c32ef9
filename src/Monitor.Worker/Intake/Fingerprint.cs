using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Monitor.Worker.Intake;

/// <summary>Keys by which a text or an address is known again, without keeping either.</summary>
internal static class Fingerprint
{
    // Parameters that name the way to a page, not the page.
    private static readonly HashSet<string> TrackingParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "fbclid",
        "gclid",
        "dclid",
        "yclid",
        "msclkid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "ref",
        "ref_src",
        "ref_url",
        "source",
        "spm",
        "cmpid",
        "amp",
        "amp_js_v",
        "amp_gsa",
        "usqp",
    };

    /// <summary>
    /// SHA-256 over the letters, digits and symbols of a text, in lower case, the fullwidth and mathematical letters that keyboards offer as
    /// fonts folded to plain ones: the same words with another spacing or punctuation are the same text; one other word or emoji is
    /// another text.
    /// </summary>
    public static string OfText(string title, string text)
    {
        var folded = new StringBuilder(title.Length + text.Length + 1);
        Fold(title, folded);
        folded.Append('|');
        Fold(text, folded);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folded.ToString())));
    }

    /// <summary>
    /// SHA-256 over an address without what does not name the page: scheme, <c>www.</c>, <c>m.</c> or <c>amp.</c> in front of the host,
    /// a last slash or <c>/amp</c>, the fragment, tracking parameters and the order of the others. The address of a copy in Google's AMP cache or
    /// viewer is that of the page.
    /// </summary>
    public static string OfUrl(Uri url)
    {
        url = Uncached(url);
        var host = url.IdnHost.ToLowerInvariant();
        foreach (var prefix in (string[])["www.", "m.", "amp."])
        {
            if (host.StartsWith(prefix, StringComparison.Ordinal) && host.IndexOf('.', prefix.Length) > 0)
            {
                host = host[prefix.Length..];
                break;
            }
        }

        var path = url.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/amp", StringComparison.OrdinalIgnoreCase))
        {
            path = path[..^4];
        }

        var parameters = url
            .Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(static parameter => !IsTracking(parameter.Split('=')[0]))
            .Order(StringComparer.Ordinal);
        var port = url.IsDefaultPort ? "" : $":{url.Port.ToString(CultureInfo.InvariantCulture)}";
        var key = $"{host}{port}{path}?{string.Join('&', parameters)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    // cdn.ampproject.org/c/s/kabar.example/amp/1 and google.com/amp/s/kabar.example/1 hold the page's own address; "s" says https.
    private static Uri Uncached(Uri url)
    {
        var segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isCache =
            url.IdnHost.EndsWith(".cdn.ampproject.org", StringComparison.OrdinalIgnoreCase) && segments is ["c" or "v", ..]
            || url.IdnHost is "www.google.com" or "google.com" && segments is ["amp", ..];
        if (!isCache)
        {
            return url;
        }

        var secure = segments is [_, "s", ..];
        var rest = string.Join('/', segments.Skip(secure ? 2 : 1));
        return
            rest.Contains('.', StringComparison.Ordinal)
            && Uri.TryCreate($"{(secure ? "https" : "http")}://{rest}{url.Query}", UriKind.Absolute, out var page)
            ? page
            : url;
    }

    private static bool IsTracking(string parameter) =>
        parameter.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || TrackingParameters.Contains(parameter);

    private static Rune Plain(Rune rune) =>
        rune.Value switch
        {
            >= 0xFF01 and <= 0xFF5E => new Rune(rune.Value - 0xFF01 + '!'),
            // Thirteen alphabets of 26 capitals and 26 small letters, and five rows of digits (Unicode block 1D400 to 1D7FF).
            >= 0x1D400 and <= 0x1D6A3 => new Rune((rune.Value - 0x1D400) % 52 is var at && at < 26 ? 'A' + at : 'a' + at - 26),
            >= 0x1D7CE and <= 0x1D7FF => new Rune('0' + ((rune.Value - 0x1D7CE) % 10)),
            _ => rune,
        };

    private static void Fold(string text, StringBuilder into)
    {
        // Without ICU (InvariantGlobalization) string.Normalize changes nothing, so the folding is our own.
        foreach (var written in text.EnumerateRunes())
        {
            var rune = Plain(written);
            // A post may be nothing but emoji: symbols count, what only separates or decorates does not.
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol)
            {
                into.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }
    }
}
