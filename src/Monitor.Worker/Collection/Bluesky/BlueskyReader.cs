using System.Text.Json;
using System.Text.RegularExpressions;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Bluesky;

/// <summary>Reads what an account wrote on Bluesky, posts and replies, through the public interface that needs no key.</summary>
internal sealed partial class BlueskyReader(WebGate gate, CollectionOptions options) : ISourceReader
{
    private const int PageSize = 50;

    /// <inheritdoc />
    public string Kind => "bluesky";

    /// <inheritdoc />
    public Sentence What => new("akun Bluesky", "a Bluesky account");

    /// <inheritdoc />
    public string DefaultReads(bool hasAccount) => SourceReads.Entry;

    /// <inheritdoc />
    public Uri Locate(string written)
    {
        var actor = ActorIn(written.Trim());
        return actor.Length <= 253 && (Handle().IsMatch(actor) || Did().IsMatch(actor))
            ? new Uri(
                new Uri(options.BlueskyUrl),
                $"xrpc/app.bsky.feed.getAuthorFeed?actor={Uri.EscapeDataString(actor)}&limit={PageSize}&filter=posts_with_replies"
            )
            : throw RefusalException.Wrong(
                $"'{written}' bukan akun Bluesky; tulislah nama.bsky.social, did:plc:…, atau https://bsky.app/profile/….",
                $"'{written}' is no Bluesky account; write name.bsky.social, did:plc:… or https://bsky.app/profile/…."
            );
    }

    /// <inheritdoc />
    public async Task<SourceReading> ReadAsync(Source source, CancellationToken ct)
    {
        var answer = await gate.GetAsync(
            new WebRequest
            {
                Url = new Uri(source.Url),
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

        var root = document.RootElement;
        if (root.Member("feed") is not { ValueKind: JsonValueKind.Array })
        {
            return new SourceReading(
                answer,
                null,
                null,
                new Sentence("Jawaban Bluesky tidak memuat 'feed'.", "Bluesky's answer holds no 'feed'.")
            );
        }

        var listed = root.Elements("feed");
        var own = listed.Where(view => !IsRepost(view)).Select(view => view.Member("post")).OfType<JsonElement>().ToList();
        var entries = own.Select(Entry).OfType<PendingEntry>().ToList();
        var name = own.Select(post => post.Member("author")?.Words("displayName")).FirstOrDefault(name => name is { Length: > 0 });
        return new SourceReading(answer, name, entries, null) { IsQuiet = listed.Count > 0 && entries.Count == 0 };
    }

    // What is only passed on are another's words, under another's name. A pinned post has a reason too, and is the account's own.
    private static bool IsRepost(JsonElement view) =>
        view.Member("reason") is { } reason && reason.Words("$type").EndsWith("#reasonRepost", StringComparison.Ordinal);

    private static PendingEntry? Entry(JsonElement post)
    {
        var uri = RecordUri().Match(post.Words("uri"));
        if (!uri.Success || post.Member("record") is not { } record || record.Words("text") is not { Length: > 0 } text)
        {
            return null;
        }

        var author = post.Member("author") ?? default;
        return new PendingEntry(
            uri.Value,
            new Uri($"https://bsky.app/profile/{uri.Groups["did"].Value}/post/{uri.Groups["key"].Value}"),
            "",
            text,
            // The first is the writer's own word, the second the network's.
            record.Moment("createdAt") ?? post.Moment("indexedAt"),
            author.Words("displayName") is { Length: > 0 } name ? [name] : [],
            [
                .. (post.Member("embed")?.Elements("images") ?? [])
                    .Select(image => image.Address("fullsize", new Uri("https://bsky.app/")))
                    .OfType<Uri>(),
            ]
        );
    }

    private static string ActorIn(string written)
    {
        const string profile = "bsky.app/profile/";
        var at = written.IndexOf(profile, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return written.StartsWith("did:", StringComparison.Ordinal) ? written : written.TrimStart('@').ToLowerInvariant();
        }

        if (at > 0 && written[..at] is not ("https://" or "http://" or "https://www."))
        {
            return "";
        }

        var actor = written[(at + profile.Length)..].Split('/', '?', '#')[0];
        return actor.StartsWith("did:", StringComparison.Ordinal) ? actor : actor.ToLowerInvariant();
    }

    [GeneratedRegex(
        @"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Handle();

    [GeneratedRegex("^did:(plc:[a-z2-7]{24}|web:[A-Za-z0-9.-]{1,200})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Did();

    [GeneratedRegex(
        @"^at://(?<did>did:[a-z]{1,20}:[A-Za-z0-9._:-]{1,200})/app\.bsky\.feed\.post/(?<key>[A-Za-z0-9._~:-]{1,100})$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex RecordUri();
}
