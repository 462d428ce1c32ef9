using System.IO.Compression;
using System.Security.Cryptography;
using Monitor.Classifier.Training;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>What trains beside a labelled file that is measured.</summary>
/// <param name="Labelled">Labelled files that only help to train.</param>
/// <param name="Posts">Posts without labels; null for none.</param>
/// <param name="Articles">Articles without labels; null for none.</param>
internal sealed record TrainingFiles(IReadOnlyList<string> Labelled, string? Posts, string? Articles)
{
    private const string Header = "id\tsource\tlabel\tdoubt\ttext";

    /// <summary>
    /// What the caller named. For what was not: the labelled files that lie beside the measured one and those that ship, and the unlabelled ones beside it
    /// (<c>unlabelled.txt</c>, <c>unlabelled-news.txt</c>, or packed <c>.gz</c>). A file with the bytes of another, or of the measured one, does not count twice.
    /// </summary>
    public static TrainingFiles Beside(string measured, string[]? labelled, string? posts, string? articles)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(measured))!;
        return new TrainingFiles(
            (IReadOnlyList<string>?)labelled ?? Found(measured, [folder, Path.Combine(ModelVerbs.Models, "corpus")]),
            posts ?? Unlabelled(folder, "unlabelled.txt"),
            articles ?? Unlabelled(folder, "unlabelled-news.txt")
        );
    }

    /// <summary>What they are called, for the person who reads the figures.</summary>
    public string Names => string.Join(", ", ((string?[])[.. Labelled, Posts, Articles]).OfType<string>().Select(Path.GetFileName));

    /// <summary>The texts without labels.</summary>
    /// <exception cref="RefusalException">A file cannot be read.</exception>
    public Unlabelled ReadUnlabelled() => new(Lines(Posts), Lines(Articles));

    private static string[] Lines(string? file) =>
        file is null ? []
        : file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? ModelVerbs.Readable(file, () => Unpacked(file))
        : ModelVerbs.Readable(file, () => File.ReadAllLines(file));

    private static string[] Unpacked(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return [.. lines];
    }

    private static List<string> Found(string measured, IReadOnlyList<string> folders)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { HashOf(measured) };
        foreach (var file in folders.Where(Directory.Exists).SelectMany(Tables))
        {
            if (seen.Add(HashOf(file)))
            {
                found.Add(file);
            }
        }

        return found;
    }

    private static IEnumerable<string> Tables(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.tsv")
            .Order(StringComparer.Ordinal)
            .Where(file => ModelVerbs.Readable(file, () => File.ReadLines(file).FirstOrDefault() == Header));

    private static string HashOf(string file) =>
        ModelVerbs.Readable(
            file,
            () =>
            {
                using var bytes = File.OpenRead(file);
                return Convert.ToHexStringLower(SHA256.HashData(bytes));
            }
        );

    private static string? Unlabelled(string folder, string name) =>
        ((string[])[name, name + ".gz"]).Select(each => Path.Combine(folder, each)).FirstOrDefault(File.Exists);
}
