using System.Text.Json;

namespace Monitor.Classifier.Training;

/// <summary>Reads labelled files: tab-separated with the header <c>id source label doubt text</c>, or JSON Lines of verdicts.</summary>
public static class Corpus
{
    private const int Columns = 5;

    /// <summary>Reads one file; the extension <c>.jsonl</c> selects JSON Lines. A bad line stops the reading with its number.</summary>
    public static IReadOnlyList<LabelledText> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? ReadVerdicts(path) : ReadTable(path);
    }

    private static List<LabelledText> ReadTable(string path)
    {
        var rows = new List<LabelledText>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number == 1 || line.Length == 0)
            {
                continue;
            }

            var parts = line.Split('\t', Columns);
            if (parts.Length != Columns || !LabelNames.TryParse(parts[2], out var label))
            {
                throw new InvalidDataException($"{path}:{number}: expected id, source, label, doubt and text");
            }

            rows.Add(new LabelledText(parts[0], parts[1], label, parts[3] == "1", parts[4]));
        }

        return rows;
    }

    /// <summary>
    /// Verdicts of analysts: <c>{"id":…,"text":…,"label":…}</c>, or <c>"verdict":"confirmed"|"dismissed"</c> with the label the machine
    /// gave. A dismissed flag whose label was not corrected is read as politik_netral, and as doubtful.
    /// </summary>
    private static List<LabelledText> ReadVerdicts(string path)
    {
        var rows = new List<LabelledText>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            using var document = Parse(line, path, number);
            var root = document.RootElement;
            var dismissed = Text(root, "verdict") is "dismissed";
            if (!LabelNames.TryParse(Text(root, "label"), out var label) && !dismissed)
            {
                throw new InvalidDataException($"{path}:{number}: no known label and not a dismissal");
            }

            var corrected = !dismissed || !label.IsPositive();
            rows.Add(
                new LabelledText(
                    Text(root, "id") ?? $"{number}",
                    Text(root, "source") ?? "verdict",
                    corrected ? label : Label.PolitikNetral,
                    !corrected,
                    Text(root, "text") ?? throw new InvalidDataException($"{path}:{number}: no text")
                )
            );
        }

        return rows;
    }

    private static JsonDocument Parse(string line, string path, int number)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path}:{number}: not JSON: {broken.Message}", broken);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw new InvalidDataException($"{path}:{number}: not a JSON object");
        }

        return document;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : null;
}
