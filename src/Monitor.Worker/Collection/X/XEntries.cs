using Monitor.Worker.Collection.Web;
using Monitor.Worker.Review;

namespace Monitor.Worker.Collection.X;

/// <summary>Turns a post into an entry: its own words, what it passes on of another's, and its own piece of the proof.</summary>
internal static class XEntries
{
    // What says when and from which machine of theirs; cookies and limits prove nothing.
    private static readonly string[] ProvingHeaders = ["content-type", "date", "x-transaction-id", "x-response-time"];

    /// <summary>The entry of a post.</summary>
    /// <param name="post">The post.</param>
    /// <param name="answer">The page that held it.</param>
    /// <param name="wire">The answer as it was received.</param>
    /// <param name="handle">The account's handle, for the address; or empty.</param>
    public static PendingEntry Of(XPost post, XAnswer answer, WebAnswer wire, string handle)
    {
        var repost = post.Referring(XReference.Repost);
        var quote = post.Referring(XReference.Quote);
        var shared =
            repost is not null ? Shared(SharedWords.Repost, repost, answer, ReposterOf(post.Text))
            : quote is not null ? Shared(SharedWords.Quote, quote, answer, "")
            : null;
        return new PendingEntry(
            // The number of the first version is the same through every edit.
            $"{post.FirstId}",
            new Uri(handle.Length > 0 ? $"https://x.com/{handle}/status/{post.Id}" : $"https://x.com/i/status/{post.Id}"),
            "",
            repost is not null ? "" : OwnWords(post.Text, quote),
            post.CreatedAt ?? XIds.TimeOf(post.Id),
            [],
            post.Media
        )
        {
            Shared = shared,
            // Of an answer that holds many accounts' posts only this one, and not what it quotes: what is removed later must not stand in
            // another's proof.
            Proof = new EntryProof(
                $$"""{"data":{{post.Raw}}}""",
                wire.Url,
                wire.FetchedAt,
                [.. wire.Headers.Where(header => ProvingHeaders.Contains(header.Key))]
            ),
        };
    }

    private static SharedWords Shared(string how, XReference reference, XAnswer answer, string author)
    {
        var other = answer.Included.GetValueOrDefault(reference.Id);
        return new SharedWords(
            how,
            $"{reference.Id}",
            author.Length > 0 ? author
                : other is { AuthorId: > 0 } ? $"{other.AuthorId}"
                : "",
            other?.Text ?? "",
            new Uri($"https://x.com/i/status/{reference.Id}")
        );
    }

    // X closes a quote with the link to what it quotes; that link is no word of anybody's.
    private static string OwnWords(string text, XReference? quote) =>
        quote is { Link.Length: > 0 } && text.EndsWith(quote.Link, StringComparison.Ordinal) ? text[..^quote.Link.Length].TrimEnd() : text;

    // "RT @nama: …" is how X writes the text of a repost.
    private static string ReposterOf(string text)
    {
        if (!text.StartsWith("RT @", StringComparison.Ordinal))
        {
            return "";
        }

        var end = text.IndexOf(':', StringComparison.Ordinal);
        return end > 4 && end <= 20 ? text[3..end] : "";
    }
}
