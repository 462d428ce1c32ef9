using System.Text.RegularExpressions;

namespace Monitor.EndToEnd.Tests.Newcomer;

/// <summary>
/// One block of a page, and what it is for: <c>sh USER</c> is typed by that user; with <c>stays</c> it goes on in a terminal of its own, with
/// <c>foreground</c> it is the daemon itself, with <c>move</c> it is done before the settings of its page. <c>LANGUAGE file PATH</c> is written to that file.
/// </summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Kind">What the machine is told: a user, or <c>file PATH</c>.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Section">The page's heading of the second level above it.</param>
internal sealed partial record Block(int Line, string Kind, string Text, string Section)
{
    private static readonly string[] Files = ["csv", "ini", "json", "text", "xml", "yaml"];
    private static readonly string[] Manners = ["foreground", "move", "stays"];

    /// <summary>Every block of a page, in order; a block that nobody would know what to do with fails the test.</summary>
    public static List<Block> Read(string page)
    {
        var (blocks, unknown) = (new List<Block>(), new List<string>());
        var (section, opened, kind, text) = ("", 0, "", new List<string>());
        foreach (var (number, line) in File.ReadAllLines(page).Index())
        {
            if (opened == 0 && line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                Assert.False(
                    line.TrimStart().StartsWith("```", StringComparison.Ordinal),
                    $"{page}:{number + 1}: a block begins at the margin"
                );
                text.Add(line);
            }
            else if (opened == 0)
            {
                (opened, kind) = (number + 1, KindOf(line[3..]) ?? "");
                text.Clear();
                if (kind.Length == 0)
                {
                    unknown.Add($"{Path.GetFileName(page)}:{opened}: '{line}'");
                }
            }
            else
            {
                blocks.Add(new Block(opened, kind, string.Concat(text.Select(each => each + "\n")), section));
                opened = 0;
            }
        }

        Assert.True(opened == 0, $"{page}:{opened}: the block has no end");
        Assert.True(unknown.Count == 0, "Blocks of no known kind: " + string.Join("; ", unknown));
        return blocks;
    }

    /// <summary>What the machine is told about an info string; null when it means nothing.</summary>
    internal static string? KindOf(string info)
    {
        var words = info.Split(' ');
        return words switch
        {
            ["sh", var user] when UserName().IsMatch(user) => user,
            ["sh", var user, var manner] when UserName().IsMatch(user) && Manners.Contains(manner, StringComparer.Ordinal) =>
                $"{user} {manner}",
            [var language, "file", ['/', ..] path] when Files.Contains(language, StringComparer.Ordinal) => $"file {path}",
            _ => null,
        };
    }

    [GeneratedRegex("^[a-z]+$", RegexOptions.NonBacktracking)]
    private static partial Regex UserName();
}
