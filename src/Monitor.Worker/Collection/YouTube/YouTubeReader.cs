using System.Text.RegularExpressions;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.YouTube;

/// <summary>Reads the Atom feed of a YouTube channel: title and description of its newest fifteen videos.</summary>
internal sealed partial class YouTubeReader(WebGate gate, CollectionOptions options) : ISourceReader
{
    /// <inheritdoc />
    public string Kind => "youtube";

    /// <inheritdoc />
    public Sentence What => new("kanal YouTube", "a YouTube channel");

    /// <inheritdoc />
    public string DefaultReads(bool hasAccount) => SourceReads.Entry;

    /// <inheritdoc />
    public Uri Locate(string written)
    {
        var channel = ChannelIn(written.Trim());
        // The feed knows a channel by its id only, and what stands behind an @name cannot be asked without a key.
        return ChannelId().IsMatch(channel)
            ? new Uri(new Uri(options.YouTubeUrl), $"feeds/videos.xml?channel_id={channel}")
            : throw RefusalException.Wrong(
                $"'{written}' tidak memuat id kanal YouTube (UC dan 22 karakter); buka kanalnya, Tentang, Bagikan, Salin ID kanal.",
                $"'{written}' holds no YouTube channel id (UC and 22 characters); open the channel, About, Share, Copy channel ID."
            );
    }

    /// <inheritdoc />
    public Task<SourceReading> ReadAsync(Source source, CancellationToken ct) => FeedReader.LookAsync(gate, source, ct);

    private static string ChannelIn(string written)
    {
        if (!written.Contains('/', StringComparison.Ordinal))
        {
            return written;
        }

        var whole = written.Contains("://", StringComparison.Ordinal) ? written : "https://" + written;
        if (
            !Uri.TryCreate(whole, UriKind.Absolute, out var url)
            || !(
                url.IdnHost.Equals("youtube.com", StringComparison.OrdinalIgnoreCase)
                || url.IdnHost.EndsWith(".youtube.com", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            return "";
        }

        return url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["channel", var id, ..] => id,
            ["feeds", "videos.xml"] => url.Query.TrimStart('?')
                .Split('&')
                .FirstOrDefault(part => part.StartsWith("channel_id=", StringComparison.Ordinal))
                ?["channel_id=".Length..]
                ?? "",
            _ => "",
        };
    }

    [GeneratedRegex("^UC[A-Za-z0-9_-]{22}$", RegexOptions.NonBacktracking)]
    private static partial Regex ChannelId();
}
