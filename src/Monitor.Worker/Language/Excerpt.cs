namespace Monitor.Worker.Language;

/// <summary>The beginning of a text, for lists.</summary>
internal static class Excerpt
{
    /// <summary>The text itself, or its first characters and an ellipsis; never cut in the middle of a surrogate pair.</summary>
    public static string Of(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
}
