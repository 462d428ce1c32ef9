using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Review;

namespace Monitor.Worker.Collection;

/// <summary>What a source said of one entry: enough to take it in, or to try again when the source no longer lists it.</summary>
/// <param name="Id">Identifies it within its source; never empty.</param>
/// <param name="Url">Where a person can read it.</param>
/// <param name="Title">Headline, or empty.</param>
/// <param name="Text">What the source itself holds of the text, without markup; or empty.</param>
/// <param name="Published">When, as the source says.</param>
/// <param name="Authors">Names the source gives.</param>
/// <param name="Media">Addresses of pictures and videos.</param>
internal sealed record PendingEntry(
    string Id,
    Uri? Url,
    string Title,
    string Text,
    DateTimeOffset? Published,
    IReadOnlyList<string> Authors,
    IReadOnlyList<Uri> Media
)
{
    /// <summary>When it was changed, as the source says.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>The answer that held it, when that is not the one that held the rest of the reading.</summary>
    [JsonIgnore]
    public Capture? From { get; init; }

    /// <summary>What the source says of it, as a fingerprint: another one means that the page behind it may have been edited.</summary>
    public string Listing() => Fingerprint.OfText(Title, $"{Text}|{Updated?.ToUnixTimeSeconds()}");

    /// <summary>Words of another that it passes on; null when all of it is its own.</summary>
    public SharedWords? Shared { get; init; }

    /// <summary>The proof of this entry alone, where the answer that held it also held others' entries; null where the answer is the proof.</summary>
    public EntryProof? Proof { get; init; }

    /// <summary>The entry as a post of its own.</summary>
    /// <param name="capture">The answer that held it.</param>
    public Item ToItem(Capture capture) =>
        new()
        {
            NativeId = Id,
            Url = Url,
            // Many platforms repeat the beginning of a post as its title.
            Title = Text.StartsWith(Title.TrimEnd('…', '.'), StringComparison.Ordinal) ? "" : Title,
            Text = Text.Length > 0 ? Text : Title,
            Published = Published,
            Authors = Authors,
            Media = Media,
            Shared = Shared,
            Capture = Proof?.ToCapture() ?? capture,
        };

    /// <summary>An entry that waited for another try, as the proof of itself: the answer that held it is gone by now.</summary>
    public Capture ToCapture(Source source, DateTimeOffset at) =>
        Proof?.ToCapture() ?? new(JsonSerializer.SerializeToUtf8Bytes(this), "application/json", new Uri(source.Url), at, []);
}

/// <summary>One entry cut out of an answer as it stood there.</summary>
/// <param name="Json">Its own part of the body.</param>
/// <param name="Url">The address that was asked.</param>
/// <param name="At">When the answer had arrived.</param>
/// <param name="Headers">Of the answer, those that prove something.</param>
internal sealed record EntryProof(string Json, Uri Url, DateTimeOffset At, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>As it is kept.</summary>
    public Capture ToCapture() => new(Encoding.UTF8.GetBytes(Json), "application/json; charset=utf-8", Url, At, Headers);
}
