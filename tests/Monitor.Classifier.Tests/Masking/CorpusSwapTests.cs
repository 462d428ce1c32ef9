using System.Text.RegularExpressions;
using Monitor.Classifier.Tests.Text;

namespace Monitor.Classifier.Tests.Masking;

/// <summary>Names swapped inside real posts, which stand beside the repository: the masked text must stay the same.</summary>
public sealed partial class CorpusSwapTests(ITestOutputHelper output)
{
    private static readonly (string Kind, string[] Names)[] Swaps =
    [
        (
            "candidate",
            ["prabowo", "anies", "jokowi", "gibran", "ganjar pranowo", "cak imin", "mahfud md", "ahok", "khofifah", "sandiaga uno"]
        ),
        ("party", ["pdip", "gerindra", "golkar", "nasdem", "pkb", "pks", "ppp", "hanura", "perindo"]),
        ("number", ["nomor 1", "nomor 2", "nomor 3", "nomor 4"]),
        ("paslon", ["paslon 1", "paslon 2", "paslon 3"]),
        ("region", ["jawa barat", "sulawesi selatan", "sumatera utara", "papua", "aceh", "bandung"]),
    ];

    [Fact]
    public void SwappedNamesLeaveTheSameMaskedText()
    {
        var texts = File.ReadLines(Repository.Shared("corpus", "posts.tsv"))
            .Concat(File.ReadLines(Repository.Shared("corpus", "authored.tsv")))
            .Select(line => line.Split('\t')[^1])
            .ToList();
        var worst = 1.0;
        foreach (var (kind, names) in Swaps)
        {
            var (same, all) = (0, 0);
            var misses = new List<string>();
            foreach (var name in names)
            {
                var pattern = new Regex(
                    @$"(?<![\w#@]){Regex.Escape(name)}(?![\w-]| barat| tengah| selatan| daya| pegunungan| besar| md| sandi)",
                    RegexOptions.IgnoreCase,
                    TimeSpan.FromSeconds(5)
                );
                foreach (var text in texts.Where(candidate => pattern.IsMatch(candidate)).Take(60))
                {
                    var other = names[(Array.IndexOf(names, name) + 1 + (text.Length % (names.Length - 1))) % names.Length];
                    var swapped = pattern.Replace(text, match => AsWritten(match.Value, other));
                    var before = Some.Forms(text);
                    var after = Some.Forms(swapped);
                    all++;
                    same += before == after ? 1 : 0;
                    if (before != after)
                    {
                        misses.Add($"{name} > {other}: {Difference(before, after)}");
                    }
                }
            }

            var share = (double)same / all;
            worst = Math.Min(worst, share);
            output.WriteLine($"{kind}: {same} of {all} the same = {share:0.000}\n  {string.Join("\n  ", misses.Take(14))}");
        }

        Assert.InRange(worst, 0.95, 1);
    }

    /// <summary>The other name in the capitals of the one it replaces.</summary>
    private static string AsWritten(string written, string name)
    {
        if (written.ToUpperInvariant() == written)
        {
            return name.ToUpperInvariant();
        }

        return char.IsUpper(written[0]) ? WordStart().Replace(name, match => match.Value.ToUpperInvariant()) : name;
    }

    private static string Difference(string before, string after)
    {
        var at = before.AsSpan().CommonPrefixLength(after);
        var from = Math.Max(0, at - 40);
        return $"…{before[from..Math.Min(before.Length, at + 40)]} | {after[from..Math.Min(after.Length, at + 40)]}";
    }

    [GeneratedRegex(@"\b[a-z]", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
