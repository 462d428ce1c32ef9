using System.Globalization;
using System.Text.RegularExpressions;
using Monitor.Classifier.Masking;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Evaluation;

/// <summary>
/// How often harmless texts of one group are flagged, beside those of the other groups of its kind: whose camp a text names, where it is
/// from, which language is mixed into it. Whoever is flagged wrongly more often than others is treated unjustly, however good the mean is.
/// </summary>
/// <param name="Kind">camp, number, region or language.</param>
/// <param name="Group">Which of them.</param>
/// <param name="Harmless">Texts of the group that no human need look at.</param>
/// <param name="Flagged">Of them, flagged.</param>
/// <param name="Rate">The share.</param>
/// <param name="Interval">Of the share, 95 % (E. Wilson 1927).</param>
/// <param name="Others">The share among all other groups of the kind.</param>
/// <param name="Difference">The interval of the difference, 95 % (R. Newcombe 1998, method 10).</param>
public sealed record Parity(
    string Kind,
    string Group,
    int Harmless,
    int Flagged,
    double Rate,
    (double Low, double High) Interval,
    double Others,
    (double Low, double High) Difference
)
{
    /// <summary>The file of regions and languages beside the model.</summary>
    public const string FileName = "parity.tsv";

    /// <summary>The largest difference that is borne.</summary>
    public const double Borne = 0.05;

    /// <summary>A smaller group is not judged: its interval says nothing.</summary>
    public const int FewestTexts = 30;

    private const double Sigmas = 1.959964;
    private const int LanguageWords = 2;

    /// <summary>
    /// The words are lists of ours and no pattern repeats inside a repetition: a shorter time ran out only where the machine stood still.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The rule: false alarms may be more than <see cref="Borne"/> above those of the others only as far as chance explains, that is while
    /// the interval of the difference reaches down to nothing.
    /// </summary>
    public bool Holds => Rate - Others <= Borne || Difference.Low <= 0;

    /// <summary>Measures every group that has enough harmless texts among the rows.</summary>
    public static IReadOnlyList<Parity> Measure(
        IReadOnlyList<LabelledText> rows,
        string path,
        IEnumerable<Contest> contests,
        Func<string, double> score,
        double threshold
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(score);
        var groups = Read(path).Concat(Camps(contests)).ToArray();
        var harmless = rows.Where(row => !row.Label.IsPositive()).ToArray();
        var flagged = new bool[harmless.Length];
        Parallel.For(0, harmless.Length, i => flagged[i] = score(harmless[i].Text) >= threshold);
        var found = new SortedDictionary<string, SortedDictionary<string, (int Texts, int Flagged)>>(StringComparer.Ordinal);
        for (var i = 0; i < harmless.Length; i++)
        {
            foreach (var (kind, group) in GroupsOf(harmless[i].Text, groups))
            {
                var ofKind = found.TryGetValue(kind, out var known) ? known : found[kind] = new(StringComparer.Ordinal);
                var (texts, alarms) = ofKind.GetValueOrDefault(group);
                ofKind[group] = (texts + 1, alarms + (flagged[i] ? 1 : 0));
            }
        }

        return [.. found.SelectMany(kind => Compare(kind.Key, kind.Value))];
    }

    /// <summary>The interval of a share.</summary>
    internal static (double Low, double High) Wilson(int found, int of)
    {
        const double z = Sigmas;
        var p = (double)found / of;
        var middle = p + (z * z / (2 * of));
        var half = z * Math.Sqrt((p * (1 - p) / of) + (z * z / (4.0 * of * of)));
        var whole = 1 + (z * z / of);
        return (Math.Max(0, (middle - half) / whole), Math.Min(1, (middle + half) / whole));
    }

    internal static IEnumerable<Parity> Compare(string kind, SortedDictionary<string, (int Texts, int Flagged)> groups)
    {
        foreach (var (group, (texts, flagged)) in groups)
        {
            var others = groups.Where(g => g.Key != group).Select(g => g.Value).ToArray();
            var (otherTexts, otherFlagged) = (others.Sum(o => o.Texts), others.Sum(o => o.Flagged));
            if (texts < FewestTexts || otherTexts < FewestTexts)
            {
                continue;
            }

            double rate = (double)flagged / texts,
                other = (double)otherFlagged / otherTexts;
            var (mine, theirs) = (Wilson(flagged, texts), Wilson(otherFlagged, otherTexts));
            var low = rate - other - Hypotenuse(rate - mine.Low, theirs.High - other);
            var high = rate - other + Hypotenuse(mine.High - rate, other - theirs.Low);
            yield return new Parity(kind, group, texts, flagged, rate, mine, other, (low, high));
        }
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private static IEnumerable<(string Kind, string Group)> GroupsOf(string text, IReadOnlyList<Words> groups)
    {
        foreach (var group in groups)
        {
            var wanted = group.Kind == "language" ? LanguageWords : 1;
            if (group.Pattern.EnumerateMatches(text) is var matches && Distinct(matches, text, wanted))
            {
                yield return (group.Kind, group.Group);
            }
        }
    }

    private static bool Distinct(Regex.ValueMatchEnumerator matches, string text, int wanted)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var match in matches)
        {
            if (seen.Add(text.Substring(match.Index, match.Length)) && seen.Count >= wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Words> Read(string path)
    {
        foreach (var line in File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split('\t');
            if (parts.Length != 3)
            {
                throw new InvalidDataException($"{path}: expected kind, group and words: {line}");
            }

            yield return new Words(
                parts[0],
                parts[1],
                Pattern(parts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Replace('_', ' ')))
            );
        }
    }

    private static IEnumerable<Words> Camps(IEnumerable<Contest> contests)
    {
        foreach (var contest in contests)
        {
            foreach (var pair in contest.Pairs)
            {
                // Names that mean nothing else; common words (amin, aman) would put everyday texts into a camp.
                var names = pair
                    .People.SelectMany(p => p.Aliases.Append(new Alias(p.Name, AliasStrength.Sure)))
                    .Concat(pair.PairNames)
                    .Where(a => a.Strength is AliasStrength.Sure or AliasStrength.Known or AliasStrength.Political)
                    .Select(a => a.Text);
                yield return new Words("camp", string.Create(CultureInfo.InvariantCulture, $"{contest.Id} {pair.Number}"), Pattern(names));
            }
        }

        for (var number = 1; number <= 4; number++)
        {
            yield return new Words(
                "number",
                number.ToString(CultureInfo.InvariantCulture),
                new Regex(
                    string.Create(CultureInfo.InvariantCulture, $@"\b(?:nomor(?: urut)?|paslon(?: nomor)?|no\.?)\s*0?{number}\b"),
                    RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                    Patience
                )
            );
        }
    }

    private static Regex Pattern(IEnumerable<string> words) =>
        new(
            $@"(?<!\w)(?:{string.Join('|', words.Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(w => w.Length).Select(Regex.Escape))})(?!\w)",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            Patience
        );

    private sealed record Words(string Kind, string Group, Regex Pattern);
}
