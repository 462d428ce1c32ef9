using Monitor.Classifier.Evaluation;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Tests;

public sealed class ParityTests
{
    private static readonly string Groups = Path.Combine(Models.Directory, NetralitasClassifier.Folder, Parity.FileName);

    [Fact]
    public void AGroupFlaggedWronglyMoreOftenThanTheOthersBreaksTheRule()
    {
        var table = Measure(text => text.Contains("Padang", StringComparison.Ordinal) ? 1 : 0);
        Assert.False(table["region sumatra"].Holds);
        Assert.True(table["region sulawesi"].Holds);
        Assert.Equal((50, 50, 0.0), (table["region sumatra"].Harmless, table["region sumatra"].Flagged, table["region sumatra"].Others));
    }

    [Fact]
    public void EqualAlarmsHoldHoweverManyTheyAre() => Assert.All(Measure(_ => 1).Values, row => Assert.True(row.Holds));

    [Fact]
    public void ADifferenceThatChanceExplainsHolds() =>
        Assert.True(Parity.Compare("region", new(StringComparer.Ordinal) { ["a"] = (30, 3), ["b"] = (30, 1) }).All(row => row.Holds));

    [Fact]
    public void ASmallGroupIsNotJudged() =>
        Assert.DoesNotContain(
            Parity.Compare("region", new(StringComparer.Ordinal) { ["a"] = (29, 29), ["b"] = (500, 0) }),
            row => row.Group == "a"
        );

    [Fact]
    public void TheIntervalsAreThoseOfThePaper()
    {
        // Newcombe 1998, table II, case (a): 56 of 70 against 48 of 80, method 10: 0.0524 to 0.3339.
        var row = Parity.Compare("x", new(StringComparer.Ordinal) { ["a"] = (70, 56), ["b"] = (80, 48) }).First();
        Assert.Equal(0.0524, row.Difference.Low, 4);
        Assert.Equal(0.3339, row.Difference.High, 4);
    }

    [Fact]
    public void FlaggedTextsThatDeserveItAreNoFalseAlarms()
    {
        LabelledText[] rows = [.. Rows().Select(row => row with { Label = Label.Dukungan })];
        Assert.Empty(Parity.Measure(rows, Groups, Models.Shipped.Masks.Contests, _ => 1, 0.5));
    }

    private static Dictionary<string, Parity> Measure(Func<string, double> score) =>
        Parity
            .Measure([.. Rows()], Groups, Models.Shipped.Masks.Contests, score, 0.5)
            .ToDictionary(row => $"{row.Kind} {row.Group}", StringComparer.Ordinal);

    private static IEnumerable<LabelledText> Rows() =>
        from city in new[] { "Padang", "Makassar", "Ambon" }
        from i in Enumerable.Range(0, 50)
        select new LabelledText($"{city}{i}", "uji", Label.NonPolitik, false, $"Pasar {city} ramai pagi ini, hari ke {i}");
}
