namespace Monitor.Classifier.Text;

/// <summary>The plain form of a lexicon on disk: tab-separated, UTF-8, lines that begin with "# " are words to the reader.</summary>
internal static class LexiconFile
{
    /// <summary>The rows of a file; throws <see cref="InvalidDataException"/> naming the file and line that has too few columns.</summary>
    public static IEnumerable<string[]> Rows(string path, int columns)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal))
            {
                continue;
            }

            var row = line.Split('\t');
            if (row.Length < columns || row[0].Length == 0)
            {
                throw new InvalidDataException($"{path}:{number}: expected {columns} tab-separated columns, got \"{line}\".");
            }

            yield return row;
        }
    }
}
