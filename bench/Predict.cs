using System.Globalization;
using System.Text;
using Monitor.Classifier;

namespace Monitor.Bench;

/// <summary>
/// Does what fastText's <c>predict-prob</c> does: reads a file line by line on one thread and prints the label and its number. Run on many
/// lines and on one, the difference is what the lines cost, and the start of the program is not in it.
/// </summary>
internal static class Predict
{
    public static int Run(string texts, Stream output)
    {
        var classifier = NetralitasClassifier.Load(ClassifierBench.ModelsDirectory());
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16);
        using var reader = new StreamReader(texts, Encoding.UTF8, false, 1 << 16);
        Span<char> number = stackalloc char[32];
        while (reader.ReadLine() is { } line)
        {
            var judgement = classifier.Classify(line, reasons: false);
            writer.Write(judgement.Label.Name());
            writer.Write(' ');
            judgement.Score.TryFormat(number, out var length, "F6", CultureInfo.InvariantCulture);
            writer.WriteLine(number[..length]);
        }

        return 0;
    }
}
