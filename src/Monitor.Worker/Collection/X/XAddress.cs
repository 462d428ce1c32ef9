using System.Text.RegularExpressions;

namespace Monitor.Worker.Collection.X;

/// <summary>The addresses of X sources: by number where it is known, by handle until then.</summary>
internal static partial class XAddress
{
    /// <summary>Path of the timeline of a number.</summary>
    public static string OfId(long id) => $"2/users/{id}/tweets";

    /// <summary>Path that stands for a handle until its number is known.</summary>
    public static string OfHandle(string handle) => $"2/users/by/username/{handle.ToLowerInvariant()}";

    /// <summary>The number in a source's address, or null.</summary>
    public static long? IdIn(string url) => ById().Match(url) is { Success: true } match ? XIds.Read(match.Groups["id"].Value) : null;

    /// <summary>The handle in a source's address, or empty.</summary>
    public static string HandleIn(string url) => ByHandle().Match(url).Groups["handle"].Value;

    /// <summary>What a person wrote: a number, a handle, the address of a profile; null when it is none of these.</summary>
    public static string? PathOf(string written)
    {
        var match = Written().Match(written.Trim());
        return match.Groups["id"] is { Success: true } id ? (XIds.Read(id.Value) is { } number ? OfId(number) : null)
            : match.Groups["handle"] is { Success: true } handle ? OfHandle(handle.Value)
            : null;
    }

    [GeneratedRegex("/2/users/(?<id>[0-9]{1,19})/tweets$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ById();

    [GeneratedRegex("/2/users/by/username/(?<handle>[a-z0-9_]{1,15})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ByHandle();

    // A name of digits alone is a number: X's handles may be such, and then its number is to be written.
    [GeneratedRegex(
        "^((?<id>[0-9]{1,19})|@(?<handle>[A-Za-z0-9_]{1,15})|https?://(www\\.|mobile\\.)?(x|twitter)\\.com/@?(?<handle>[A-Za-z0-9_]{1,15})/?)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Written();
}
