using System.Net;
using System.Text.Json;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.X;

/// <summary>One post as X returned it.</summary>
/// <param name="Id">Of this version; each edit has its own.</param>
/// <param name="AuthorId">The account's number; 0 when it was not said.</param>
/// <param name="Text">The whole text, also of a long one, with entities decoded.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="FirstId">The id of its first version: the same through all edits.</param>
/// <param name="References">What it reposts, quotes or answers.</param>
/// <param name="Media">Addresses of pictures.</param>
/// <param name="Raw">The post as it stood in the answer.</param>
internal sealed record XPost(
    long Id,
    long AuthorId,
    string Text,
    DateTimeOffset? CreatedAt,
    long FirstId,
    IReadOnlyList<XReference> References,
    IReadOnlyList<Uri> Media,
    string Raw
)
{
    /// <summary>What it refers to in this way, or null.</summary>
    public XReference? Referring(string how) => References.FirstOrDefault(reference => reference.How == how);
}

/// <summary>One post's reference to another.</summary>
/// <param name="How"><c>retweeted</c>, <c>quoted</c> or <c>replied_to</c>.</param>
/// <param name="Id">The other post.</param>
/// <param name="Link">The link to it within the text, as it is written there; or empty.</param>
internal sealed record XReference(string How, long Id, string Link)
{
    public const string Repost = "retweeted";
    public const string Quote = "quoted";
}

/// <summary>One user as X returned it.</summary>
internal sealed record XUser(long Id, string Handle, bool IsProtected);

/// <summary>What X could not give of what was asked.</summary>
/// <param name="Kind">The last part of the problem's type: <c>resource-not-found</c> and the like.</param>
/// <param name="Value">The id or handle it is about; or empty.</param>
/// <param name="Detail">X's own words.</param>
internal sealed record XProblem(string Kind, string Value, string Detail)
{
    /// <summary>It is not there, or not to be seen any more.</summary>
    public bool IsGone => Kind is "resource-not-found" or "not-authorized-for-resource" or "resource-unavailable" or "disallowed-resource";

    /// <summary>It is there, for followers only.</summary>
    public bool IsProtected => Kind == "not-authorized-for-resource";

    /// <summary>X has suspended the account.</summary>
    public bool IsSuspended => Detail.Contains("suspended", StringComparison.OrdinalIgnoreCase);
}

/// <summary>One page of an answer.</summary>
/// <remarks>
/// X has begun to rename tweets to posts: its pages say <c>note_tweet</c>, <c>referenced_tweets</c> and <c>includes.tweets</c>, its machine-readable
/// description says <c>note_post</c>, <c>referenced_posts</c> and <c>includes.posts</c>. Both are read.
/// </remarks>
internal sealed record XAnswer
{
    public IReadOnlyList<XPost> Posts { get; private init; } = [];
    public IReadOnlyDictionary<long, XPost> Included { get; private init; } = new Dictionary<long, XPost>();
    public IReadOnlyList<XUser> Users { get; private init; } = [];
    public IReadOnlyList<XProblem> Problems { get; private init; } = [];
    public string NextToken { get; private init; } = "";
    public long? OldestId { get; private init; }

    /// <summary>Users that came along with posts; they are paid for like any other.</summary>
    public int IncludedUsers { get; private init; }

    /// <summary>Reads a body; null with the reason when it is no answer of X's.</summary>
    public static XAnswer? Read(WebAnswer answer, out Sentence? problem)
    {
        using var document = JsonFields.Parse(answer, out problem);
        if (document is null)
        {
            return null;
        }

        var root = document.RootElement;
        if (root.Member("data") is null && root.Member("meta") is null && root.Member("errors") is null)
        {
            problem = new Sentence("Jawabannya bukan jawaban antarmuka X.", "The answer is none of X's interface.");
            return null;
        }

        var data = root.Member("data") is { ValueKind: JsonValueKind.Object } one ? [one] : root.Elements("data");
        var includes = root.Member("includes") ?? default;
        var media = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var file in includes.Elements("media"))
        {
            if ((file.Address("url", answer.Url) ?? file.Address("preview_image_url", answer.Url)) is { } address)
            {
                media[file.Words("media_key")] = address;
            }
        }

        var included = new Dictionary<long, XPost>();
        foreach (var element in (IEnumerable<JsonElement>)[.. includes.Elements("tweets"), .. includes.Elements("posts")])
        {
            if (Post(element, media) is { } post)
            {
                included[post.Id] = post;
            }
        }

        var meta = root.Member("meta") ?? default;
        return new XAnswer
        {
            Posts = [.. data.Where(element => element.Member("text") is not null).Select(element => Post(element, media)).OfType<XPost>()],
            Included = included,
            Users =
            [
                .. data.Where(element => element.Member("username") is not null && element.Member("text") is null)
                    .Select(User)
                    .OfType<XUser>(),
            ],
            Problems = [.. root.Elements("errors").Select(Problem)],
            NextToken = meta.Words("next_token"),
            OldestId = XIds.Read(meta.Words("oldest_id")),
            IncludedUsers = includes.Elements("users").Count,
        };
    }

    /// <summary>What an error answer says of itself; empty words when it says nothing that can be read.</summary>
    public static XProblem ErrorOf(WebAnswer answer)
    {
        using var document = JsonFields.Parse(answer, out _);
        return document is { RootElement: { ValueKind: JsonValueKind.Object } root } ? Problem(root) : new XProblem("", "", "");
    }

    private static XProblem Problem(JsonElement error) =>
        new(
            error.Words("type").Split('/')[^1],
            error.Words("resource_id") is { Length: > 0 } id ? id : error.Words("value"),
            // A stranger's words, shown in one line.
            Excerpt.Of((error.Words("detail") is { Length: > 0 } detail ? detail : error.Words("title")).ReplaceLineEndings(" "), 200)
        );

    private static XUser? User(JsonElement user) =>
        XIds.Read(user.Words("id")) is { } id && user.Words("username") is { Length: > 0 } handle
            ? new XUser(id, handle, user.Member("protected") is { ValueKind: JsonValueKind.True })
            : null;

    private static XPost? Post(JsonElement post, Dictionary<string, Uri> media)
    {
        if (XIds.Read(post.Words("id")) is not { } id)
        {
            return null;
        }

        var note = post.Member("note_tweet") ?? post.Member("note_post");
        var isNote = note is { } whole && whole.Words("text").Length > 0;
        var owner = isNote ? note!.Value : post;
        var links = (owner.Member("entities") ?? post.Member("entities") ?? default).Elements("urls");
        var history = (IEnumerable<JsonElement>)[.. post.Elements("edit_history_tweet_ids"), .. post.Elements("edit_history_post_ids")];
        var versions = history.Select(Number).OfType<long>().Append(id);
        return new XPost(
            id,
            XIds.Read(post.Words("author_id")) ?? 0,
            WebUtility.HtmlDecode(owner.Words("text")),
            post.Moment("created_at"),
            versions.Min(),
            [
                .. ((IEnumerable<JsonElement>)[.. post.Elements("referenced_tweets"), .. post.Elements("referenced_posts")])
                    .Select(reference => (How: reference.Words("type"), Id: XIds.Read(reference.Words("id"))))
                    .Where(reference => reference.Id is not null)
                    .Select(reference => new XReference(reference.How, reference.Id!.Value, LinkTo(reference.Id.Value, links))),
            ],
            [
                .. (post.Member("attachments") ?? default)
                    .Elements("media_keys")
                    .Where(key => key.ValueKind == JsonValueKind.String)
                    .Select(key => media.GetValueOrDefault(key.GetString()!))
                    .OfType<Uri>(),
            ],
            post.GetRawText()
        );
    }

    private static long? Number(JsonElement element) => element.ValueKind == JsonValueKind.String ? XIds.Read(element.GetString()!) : null;

    private static string LinkTo(long id, IReadOnlyList<JsonElement> links) =>
        links
            .Where(link => link.Words("expanded_url").Split('?')[0].EndsWith($"/status/{id}", StringComparison.Ordinal))
            .Select(link => link.Words("url"))
            .LastOrDefault()
        ?? "";
}
