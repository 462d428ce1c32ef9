using System.Text.Json;

namespace Monitor.Worker.Review;

/// <summary>What an account passes on of another's. It is an act of the account, and not its words: it is never scored as if it were.</summary>
/// <param name="How"><c>repost</c> (nothing was added) or <c>quote</c>.</param>
/// <param name="NativeId">The other post's id on its platform.</param>
/// <param name="Author">Who wrote it, as far as the platform says; or empty.</param>
/// <param name="Text">Its words, where they were read; or empty.</param>
/// <param name="Url">Where it stands.</param>
internal sealed record SharedWords(string How, string NativeId, string Author, string Text, Uri? Url)
{
    public const string Repost = "repost";
    public const string Quote = "quote";

    /// <summary>As it is stored, without the words: that something was passed on, and what, stays.</summary>
    public static string WithoutText(string stored) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize<SharedWords>(stored)! with { Text = "" });
}
