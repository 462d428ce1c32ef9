using System.Text.Json;
using System.Text.RegularExpressions;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Mastodon;

/// <summary>
/// Reads the public posts of a Mastodon account: by name from its RSS, which leaves out replies and boosts; by number from the public
/// interface, which has the replies too.
/// </summary>
internal sealed partial class MastodonReader(WebGate gate) : ISourceReader
{
    private const int PageSize = 40;

    /// <inheritdoc />
    public string Kind => "mastodon";

    /// <inheritdoc />
    public Sentence What => new("akun Mastodon", "a Mastodon account");

    /// <inheritdoc />
    public string DefaultReads(bool hasAccount) => SourceReads.Entry;

    /// <inheritdoc />
    public Uri Locate(string written) =>
        PlaceIn(written.Trim())
        ?? throw RefusalException.Wrong(
            $"'{written}' bukan akun Mastodon; tulislah @nama@peladen, https://peladen/@nama, atau https://peladen/api/v1/accounts/NOMOR.",
            $"'{written}' is no Mastodon account; write @name@server, https://server/@name or https://server/api/v1/accounts/NUMBER."
        );

    /// <inheritdoc />
    public async Task<SourceReading> ReadAsync(Source source, CancellationToken ct)
    {
        var url = new Uri(source.Url);
        if (!url.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
        {
            return await FeedReader.LookAsync(gate, source, ct);
        }

        var answer = await gate.GetAsync(
            new WebRequest
            {
                Url = url,
                Kind = WebKind.Feed,
                ETag = source.Etag,
                LastModified = source.LastModified,
                Accept = "application/json",
            },
            ct
        );
        return answer.IsOk ? Read(answer) : new SourceReading(answer, null, null, null);
    }

    private static SourceReading Read(WebAnswer answer)
    {
        using var document = JsonFields.Parse(answer, out var problem);
        if (document is null)
        {
            return new SourceReading(answer, null, null, problem);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return new SourceReading(
                answer,
                null,
                null,
                new Sentence("Jawaban Mastodon bukan daftar kiriman.", "Mastodon's answer is no list of statuses.")
            );
        }

        List<JsonElement> listed = [.. document.RootElement.EnumerateArray()];
        var entries = listed.Select(status => Entry(status, answer.Url)).OfType<PendingEntry>().ToList();
        var name = listed.Select(status => status.Member("account")?.Words("display_name")).FirstOrDefault(name => name is { Length: > 0 });
        return new SourceReading(answer, name, entries, null) { IsQuiet = listed.Count > 0 && entries.Count == 0 };
    }

    private static PendingEntry? Entry(JsonElement status, Uri server)
    {
        // A boost holds the other's status; what is not for everybody is not ours to read, should a server ever send it.
        if (
            status.ValueKind != JsonValueKind.Object
            || status.Member("reblog") is not null
            || status.Words("visibility") is not ("public" or "unlisted" or "")
        )
        {
            return null;
        }

        var id = status.Words("id");
        var warning = Markup.Line(status.Words("spoiler_text"));
        var text = Markup.Text(status.Words("content"));
        return id.Length is 0 or > 100 || (text.Length == 0 && warning.Length == 0)
            ? null
            : new PendingEntry(
                id,
                status.Address("url", server) ?? status.Address("uri", server),
                warning,
                text,
                status.Moment("created_at"),
                status.Member("account")?.Words("display_name") is { Length: > 0 } name ? [name] : [],
                [.. status.Elements("media_attachments").Select(media => media.Address("url", server)).OfType<Uri>()]
            );
    }

    private static Uri? PlaceIn(string written)
    {
        if (Address().Match(written) is { Success: true } address)
        {
            return Feed(new Uri($"https://{address.Groups["host"].Value.ToLowerInvariant()}/"), address.Groups["name"].Value);
        }

        if (!Uri.TryCreate(written, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return null;
        }

        return url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["api", "v1", "accounts", var id, .. [] or ["statuses"]] => Statuses(url, id),
            ["users", var name, ..] => Feed(url, name),
            [['@', .. var name], ..] => Feed(url, name),
            _ => null,
        };
    }

    private static Uri? Statuses(Uri server, string id) =>
        id.Length <= 30 && id.All(char.IsAsciiDigit)
            ? new Uri(server, $"/api/v1/accounts/{id}/statuses?limit={PageSize}&exclude_reblogs=true")
            : null;

    private static Uri? Feed(Uri server, string name)
    {
        var bare = name.EndsWith(".rss", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        // Names know no case, and one account is to be watched once.
        return UserName().IsMatch(bare) ? new Uri(server, $"/@{bare.ToLowerInvariant()}.rss") : null;
    }

    [GeneratedRegex(
        @"^@?(?<name>[A-Za-z0-9_.-]{1,64})@(?<host>([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63})$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Address();

    [GeneratedRegex("^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UserName();
}
