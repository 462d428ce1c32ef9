using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>One expectation of a robots.txt conformance file.</summary>
internal sealed record RobotsExpectation(byte[] RobotsTxt, string Url, string Agent, bool Allowed, string Where);

/// <summary>Reads the protobuf text form in which the conformance cases are written: fields with quoted octets, and one word of outcome.</summary>
internal static partial class RobotsSpecification
{
    public static List<RobotsExpectation> Read(string file)
    {
        List<RobotsExpectation> all = [];
        byte[] robots = [];
        var url = "";
        var agent = "";
        foreach (Match field in Field().Matches(File.ReadAllText(file)))
        {
            if (field.Groups["comment"].Success)
            {
                continue;
            }

            var value = Octets(field.Groups["strings"].Value);
            switch (field.Groups["name"].Value)
            {
                case "robotstxt":
                    robots = value;
                    break;
                case "testurl":
                    url = Encoding.UTF8.GetString(value);
                    break;
                case "useragent":
                    agent = Encoding.UTF8.GetString(value);
                    break;
                case "expected_outcome":
                    var where = $"{Path.GetFileName(file)}, expectation {all.Count + 1}";
                    all.Add(new RobotsExpectation(robots, url, agent, field.Groups["word"].Value == "ALLOWED", where));
                    break;
            }
        }

        return all;
    }

    private static byte[] Octets(string strings)
    {
        List<byte> octets = [];
        foreach (Match quoted in Quoted().Matches(strings))
        {
            var text = quoted.Groups["text"].Value;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != '\\')
                {
                    var rune = Rune.GetRuneAt(text, i);
                    octets.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                    i += rune.Utf16SequenceLength - 1;
                    continue;
                }

                i++;
                switch (text[i])
                {
                    case 'x':
                        octets.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                        i += 2;
                        break;
                    case >= '0' and <= '7':
                        octets.Add(Convert.ToByte(text.Substring(i, 3), 8));
                        i += 2;
                        break;
                    default:
                        octets.Add(
                            (byte)(
                                text[i] switch
                                {
                                    'n' => '\n',
                                    'r' => '\r',
                                    't' => '\t',
                                    var other => other,
                                }
                            )
                        );
                        break;
                }
            }
        }

        return [.. octets];
    }

    [GeneratedRegex(
        """(?<comment>^\s*#[^\n]*)|(?<name>[a-z_]+)\s*:\s*((?<strings>("(\\.|[^"\\])*"\s*)+)|(?<word>[A-Z_]+))""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Field();

    [GeneratedRegex("""("(?<text>(\\.|[^"\\])*)")""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Quoted();
}
