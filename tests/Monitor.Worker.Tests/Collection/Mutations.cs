using System.Text;

namespace Monitor.Worker.Tests.Collection;

/// <summary>Damaged copies of good input, the same for the same seed.</summary>
internal static class Mutations
{
    private const string Variable = "MONITOR_FUZZ";

    private static readonly string[] Shards =
    [
        "<",
        ">",
        "</",
        "/>",
        "\"",
        "'",
        "&",
        "&amp;",
        "&#x0;",
        "&#55296;",
        "&lol;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<!DOCTYPE x [",
        "<?xml",
        "<item>",
        "</item>",
        "<entry>",
        "<div>",
        "</div>",
        "<p>",
        "<table><tr><td>",
        "<script>",
        "</script>",
        "xmlns=\"\"",
        "xml:base=\"http://[\"",
        "href=\"javascript:x\"",
        "{",
        "}",
        "[",
        ",",
        "\\u0000",
        "\\ud800",
        "\0",
        "\uFFFF",
        "\uD800",
        "\u202E",
        "9999999999999999999",
        "-1",
        "00:00",
        "WIB",
        "Oktober",
        " ",
        "\n",
    ];

    /// <summary>How many inputs a fuzz test tries: its own number, or that of the environment variable MONITOR_FUZZ when it is larger.</summary>
    public static int Count(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), out var asked) ? Math.Max(asked, usual) : usual;

    /// <summary>One to twelve wounds in bytes, of which no encoding need be left.</summary>
    public static byte[] Damage(byte[] good, Random random)
    {
        var bytes = new List<byte>(good);
        for (var wounds = random.Next(1, 13); wounds > 0 && bytes.Count > 1; wounds--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 4:
                    bytes.RemoveRange(at + 1, bytes.Count - at - 1);
                    break;
                case 5:
                    var noise = new byte[length];
                    random.NextBytes(noise);
                    bytes.InsertRange(at, noise);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Shards[random.Next(Shards.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>One to twelve wounds: characters lost, doubled or changed, pieces moved, shards driven in, the end cut off.</summary>
    public static string Damage(string good, Random random)
    {
        var text = new StringBuilder(good);
        for (var wounds = random.Next(1, 13); wounds > 0 && text.Length > 1; wounds--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 30), text.Length - at);
            switch (random.Next(7))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 2:
                    text[at] = (char)random.Next(1, 0x3000);
                    break;
                case 3:
                    var piece = text.ToString(at, length);
                    text.Remove(at, length).Insert(random.Next(text.Length + 1), piece);
                    break;
                case 4:
                    text.Length = at + 1;
                    break;
                default:
                    text.Insert(at, Shards[random.Next(Shards.Length)]);
                    break;
            }
        }

        return text.ToString();
    }
}
