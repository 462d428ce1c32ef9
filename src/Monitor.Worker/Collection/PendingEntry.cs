using System.Text.Json;
using System.Text.Json.Serialization;
using Monitor.Worker.Intake;

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
            Capture = capture,
        };

    /// <summary>An entry that waited for another try, as the proof of itself: the answer that held it is gone by now.</summary>
    public Capture ToCapture(Source source, DateTimeOffset at) =>
        new(JsonSerializer.SerializeToUtf8Bytes(this), "application/json", new Uri(source.Url), at, []);
}
