using System.Text.Json;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>JSON of a platform's public interface, read so that a missing, null or mistyped field is an empty one and never an exception.</summary>
internal static class JsonFields
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The body as JSON; null with the reason when it is none.</summary>
    public static JsonDocument? Parse(WebAnswer answer, out Sentence? problem)
    {
        problem = null;
        try
        {
            return JsonDocument.Parse(JsonText.Bytes(TextDecoding.Read(answer).Text), Options);
        }
        catch (JsonException broken)
        {
            var line = (broken.LineNumber ?? 0) + 1;
            problem = new Sentence($"Jawabannya bukan JSON yang utuh (baris {line}).", $"The answer is no sound JSON (line {line}).");
            return null;
        }
    }

    /// <summary>A member, or null.</summary>
    public static JsonElement? Member(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The words of a member, without characters that no text has; empty for anything but a string.</summary>
    public static string Words(this JsonElement owner, string name) =>
        owner.Member(name) is { ValueKind: JsonValueKind.String } value ? XmlText.Clean(value.GetString()).Trim() : "";

    /// <summary>The elements of a member; none for anything but an array.</summary>
    public static IReadOnlyList<JsonElement> Elements(this JsonElement owner, string name) =>
        owner.Member(name) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : [];

    /// <summary>The web address in a member, or null.</summary>
    public static Uri? Address(this JsonElement owner, string name, Uri relativeTo) => FeedAddress.Resolve(relativeTo, owner.Words(name));

    /// <summary>The moment in a member, or null.</summary>
    public static DateTimeOffset? Moment(this JsonElement owner, string name) => Dates.WrittenDate.Read(owner.Words(name));
}
