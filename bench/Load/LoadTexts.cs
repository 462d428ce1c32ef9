using System.Globalization;
using System.Text;
using Monitor.Classifier;
using Monitor.Classifier.Training;

namespace Monitor.Bench.Load;

/// <summary>Texts without end: rows of the authored corpus with a running number behind them, so that no two are the same text.</summary>
internal sealed class LoadTexts
{
    private readonly string[] _plain;
    private readonly string[] _partisan;
    private readonly double _share;

    private LoadTexts(string[] plain, string[] partisan, double share) => (_plain, _partisan, _share) = (plain, partisan, share);

    /// <summary>Sorts the corpus by what the model says of it.</summary>
    public static LoadTexts Load(double partisan)
    {
        var models = ClassifierBench.ModelsDirectory();
        var classifier = NetralitasClassifier.Load(models);
        classifier.TryThreshold("balanced", out var threshold);
        var scored = Corpus
            .Read(Path.Combine(models, "corpus", "authored.tsv"))
            .Select(row => (row.Text, Score: classifier.Score(row.Text)))
            .ToList();
        return new LoadTexts(
            [.. scored.Where(row => row.Score < threshold / 4).Select(row => row.Text)],
            [.. scored.Where(row => row.Score >= threshold).Select(row => row.Text)],
            partisan
        );
    }

    /// <summary>The text of a number: always the same, and no other's.</summary>
    public string Of(int feed, long number)
    {
        // A mixed number: neighbours are nothing alike, and every run serves the same.
        var mixed = Mix(((ulong)feed << 40) ^ (ulong)number);
        var pool = mixed % 10_000 < _share * 10_000 ? _partisan : _plain;
        return string.Create(CultureInfo.InvariantCulture, $"{pool[mixed / 10_000 % (ulong)pool.Length]} (catatan {feed}-{number})");
    }

    /// <summary>A page with that text and others around it, as a newsroom wraps its articles.</summary>
    public string Page(int feed, long number)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><title>Kabar ");
        html.Append(CultureInfo.InvariantCulture, $"{feed}-{number}</title></head><body><nav>");
        for (var i = 0; i < 60; i++)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<li class=\"menu-item menu-item-type-custom\"><a href=\"/rubrik/{i}\">Rubrik {i}</a></li>"
            );
        }

        html.Append(CultureInfo.InvariantCulture, $"</nav><article><h1>Kabar {feed}-{number}</h1><p>{Of(feed, number)}</p>");
        for (var i = 1; i <= 12; i++)
        {
            html.Append("<p>").Append(_plain[Mix((ulong)(number + (i * 7919))) % (ulong)_plain.Length]).Append("</p>");
        }

        return html.Append("</article><footer>Hak cipta redaksi</footer></body></html>").ToString();
    }

    // Vigna's splitmix64.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
