namespace Monitor.Classifier.Evaluation;

/// <summary>
/// Whether a text scores the same whoever it is about: one name, party, number, honorific or region is exchanged for another of its kind
/// and nothing else.
/// </summary>
/// <param name="Kind">What was exchanged.</param>
/// <param name="Swaps">How many exchanges.</param>
/// <param name="WithinTolerance">The share that moved the score by at most 0.02.</param>
/// <param name="Flips">The share that changed whether the text is flagged.</param>
/// <param name="Largest">The largest move.</param>
public sealed record Fairness(string Kind, int Swaps, double WithinTolerance, double Flips, double Largest)
{
    /// <summary>The file of templates and fillers beside the model.</summary>
    public const string FileName = "fairness.tsv";

    private const double Tolerance = 0.02;
    private const double WantedWithin = 0.99;
    private const double AllowedFlips = 0.005;

    /// <summary>Both bounds hold.</summary>
    public bool Holds => WithinTolerance >= WantedWithin && Flips <= AllowedFlips;

    /// <summary>
    /// Reads lines of kind, tab, fillers separated by <c>|</c>, and lines of "template", tab, text with <c>{kind}</c> in it; measures every
    /// filler of a kind against the first, in every template, the other kinds held at their first filler.
    /// </summary>
    public static IReadOnlyList<Fairness> Measure(string path, Func<string, double> score, double threshold)
    {
        ArgumentNullException.ThrowIfNull(score);
        var fillers = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var templates = new List<string>();
        foreach (var line in File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split('\t', 2);
            if (parts[0] == "template")
            {
                templates.Add(parts[1]);
            }
            else
            {
                fillers[parts[0]] = parts[1].Split('|');
            }
        }

        var results = new List<Fairness>();
        foreach (var (kind, names) in fillers)
        {
            var moves = new List<double>();
            var flips = 0;
            foreach (var template in templates.Where(t => t.Contains($"{{{kind}}}", StringComparison.Ordinal)))
            {
                var first = score(Fill(template, fillers, kind, names[0]));
                foreach (var name in names.Skip(1))
                {
                    var other = score(Fill(template, fillers, kind, name));
                    moves.Add(Math.Abs(other - first));
                    flips += other >= threshold != first >= threshold ? 1 : 0;
                }
            }

            if (moves.Count > 0)
            {
                var within = moves.Count(m => m <= Tolerance) / (double)moves.Count;
                results.Add(new Fairness(kind, moves.Count, within, flips / (double)moves.Count, moves.Max()));
            }
        }

        return results;
    }

    private static string Fill(string template, SortedDictionary<string, string[]> fillers, string kind, string name)
    {
        foreach (var (other, names) in fillers)
        {
            template = template.Replace($"{{{other}}}", other == kind ? name : names[0], StringComparison.Ordinal);
        }

        return template;
    }
}
