using System.Text.RegularExpressions;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Telegram;

/// <summary>
/// Reads the preview that Telegram gives of a public channel: the newest twenty posts or so, as HTML. Where none of them is known although
/// the channel has been read before, older pages are asked for until one is.
/// </summary>
internal sealed partial class TelegramReader(WebGate gate, Intake.Intake intake, CollectionOptions options) : ISourceReader
{
    // About a hundred and twenty posts since the last check: more is a flood, and its oldest part stays unread.
    private const int MostOlderPages = 5;

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
        if (!answer.IsOk)
        {
            return new SourceReading(answer, null, null, null);
        }

        var newest = ChannelPreview.Read(answer);
        // A first look does not go through the whole past of a channel.
        return source.LastNewAt is null || newest.Entries is null ? newest : await WithOlderAsync(source, newest, ct);
    }

    private async Task<SourceReading> WithOlderAsync(Source source, SourceReading newest, CancellationToken ct)
    {
        var from = new Intake.ItemSource(source.Id, source.AccountId, source.RegionCode);
        var entries = newest.Entries!.ToList();
        var page = newest;
        for (var i = 0; i < MostOlderPages && page is { Entries: not null, OldestPost: > 1 and var oldest }; i++)
        {
            foreach (var entry in page.Entries)
            {
                if (await intake.KnowsAsync(from, entry.Id, ct))
                {
                    return newest with { Entries = entries };
                }
            }

            var older = await gate.GetAsync(WebRequest.For(new Uri($"{source.Url}?before={oldest}"), WebKind.Page), ct);
            if (!older.IsOk)
            {
                // Taking the newest now would close the gap for good: what may pass has the whole check tried again.
                return PageReader.IsLasting(older) ? newest with { Entries = entries } : new SourceReading(older, null, null, null);
            }

            var capture = older.ToCapture();
            page = ChannelPreview.Read(older);
            if (page.OldestPost >= oldest)
            {
                break;
            }

            entries.AddRange((page.Entries ?? []).Select(entry => entry with { From = capture }));
        }

        return newest with
        {
            Entries = entries,
        };
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
