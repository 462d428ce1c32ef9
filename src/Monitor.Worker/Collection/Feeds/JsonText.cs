using System.Globalization;
using System.Text;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>JSON of strangers, made safe to read.</summary>
internal static class JsonText
{
    /// <summary>
    /// The text as UTF-8 in which every surrogate has its pair. System.Text.Json throws when it reads half a pair, in a name as in a value, and
    /// cutting a title after so many UTF-16 units, as some programs do, leaves exactly that.
    /// </summary>
    public static byte[] Bytes(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8.GetBytes(json);
        }

        var text = json.ToCharArray();
        for (var i = 0; i + 1 < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                continue;
            }

            var unit = Escape(json, i);
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(Escape(json, i + 6)))
            {
                i += 11;
            }
            else if (char.IsSurrogate(unit))
            {
                "FFFD".CopyTo(text.AsSpan(i + 2));
                i += 5;
            }
            else
            {
                // The character after a backslash is never the beginning of another escape.
                i++;
            }
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The UTF-16 unit that an escape at this place stands for, or NUL when there is none.</summary>
    private static char Escape(string json, int at) =>
        at + 6 <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : '\0';
}
