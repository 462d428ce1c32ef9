using System.Text.Json;
using System.Text.Json.Serialization;

namespace Monitor.Worker.Summaries;

/// <summary>A count that may have to be kept back. Until <see cref="Suppression.Protect"/> has run nobody is shown anything of it.</summary>
[JsonConverter(typeof(CountJson))]
internal sealed class Count
{
    internal Count(long value, bool isHidden)
    {
        Value = value;
        IsHidden = isHidden;
    }

    /// <summary>What may be shown; null when it is kept back. In JSON a number or null.</summary>
    public long? Shown => IsHidden ? null : Value;

    /// <summary>Whether it is kept back.</summary>
    public bool IsHidden { get; internal set; }

    /// <summary>What was counted: for <see cref="Suppression"/> alone.</summary>
    internal long Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Shown?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "suppressed";
}

/// <summary>Writes what may be shown, and nothing else.</summary>
internal sealed class CountJson : JsonConverter<Count>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Count Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? new Count(0, isHidden: true) : new Count(reader.GetInt64(), isHidden: false);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Count value, JsonSerializerOptions options)
    {
        if (value.Shown is { } shown)
        {
            writer.WriteNumberValue(shown);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
