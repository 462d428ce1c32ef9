using System.Text.RegularExpressions;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Telegram;

/// <summary>Reads the preview that Telegram gives of a public channel: the newest twenty posts or so, as HTML.</summary>
internal sealed partial class TelegramReader(WebGate gate, CollectionOptions options) : ISourceReader
{
    private static readonly string[] Hosts = ["t.me", "telegram.me", "telegram.dog"];

    /// <inheritdoc />
    public string Kind => "telegram";

    /// <inheritdoc />
    public Sentence What => new("kanal Telegram publik", "a public Telegram channel");

    /// <inheritdoc />
    public string DefaultReads(bool hasAccount) => SourceReads.Entry;

    /// <inheritdoc />
    public Uri Locate(string written)
    {
        var name = NameIn(written.Trim());
        // Names know no case, and one channel is to be watched once.
        return ChannelName().IsMatch(name)
            ? new Uri(new Uri(options.TelegramUrl), $"s/{name.ToLowerInvariant()}")
            : throw RefusalException.Wrong(
                $"'{written}' bukan kanal publik Telegram; tulislah @nama atau https://t.me/nama.",
                $"'{written}' is no public Telegram channel; write @name or https://t.me/name."
            );
    }

    /// <inheritdoc />
    public async Task<SourceReading> ReadAsync(Source source, CancellationToken ct)
    {
        var answer = await gate.GetAsync(
            new WebRequest
            {
                Url = new Uri(source.Url),
                Kind = WebKind.Page,
                ETag = source.Etag,
                LastModified = source.LastModified,
            },
            ct
        );
        return answer.IsOk ? ChannelPreview.Read(answer) : new SourceReading(answer, null, null, null);
    }

    private static string NameIn(string written)
    {
        if (!written.Contains('/', StringComparison.Ordinal))
        {
            return written.TrimStart('@');
        }

        var whole = written.Contains("://", StringComparison.Ordinal) ? written : "https://" + written;
        if (!Uri.TryCreate(whole, UriKind.Absolute, out var url) || !Hosts.Contains(url.IdnHost, StringComparer.OrdinalIgnoreCase))
        {
            return "";
        }

        var segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            ["s", var name, ..] => name,
            // A post of a private group, an invitation.
            ["c" or "joinchat" or "addlist", ..] => "",
            [var name, ..] => name,
            _ => "",
        };
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{3,31}$", RegexOptions.NonBacktracking)]
    private static partial Regex ChannelName();
}
