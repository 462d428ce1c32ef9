using System.Xml.Linq;

namespace Monitor.Worker.Summaries.Charts;

/// <summary>One province and its count.</summary>
/// <param name="Code">Kemendagri's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Count">Null when it is suppressed.</param>
internal sealed record Tile(string Code, string Name, long? Count);

/// <summary>
/// Every province as a tile of the same size about where it lies: a map on which Jakarta is seen as well as Papua, and on which no area pretends to
/// be a number.
/// </summary>
internal static class TileMap
{
    private const double Side = 50;
    private const double Pitch = 53;
    private const int Shades = 4;

    /// <summary>Where a province stands, in what letters it is written, and in which two (ISO 3166-2:ID) where the tiles are small.</summary>
    private static readonly Dictionary<string, (int Column, int Row, string Short, string Iso)> Places = new(StringComparer.Ordinal)
    {
        ["11"] = (0, 0, "ACEH", "AC"),
        ["12"] = (0, 1, "SUMUT", "SU"),
        ["14"] = (1, 1, "RIAU", "RI"),
        ["21"] = (2, 1, "KEPRI", "KR"),
        ["13"] = (0, 2, "SUMBAR", "SB"),
        ["15"] = (1, 2, "JAMBI", "JA"),
        ["19"] = (2, 2, "BABEL", "BB"),
        ["17"] = (0, 3, "BKLU", "BE"),
        ["16"] = (1, 3, "SUMSEL", "SS"),
        ["18"] = (1, 4, "LPG", "LA"),
        ["65"] = (5, 0, "KALTARA", "KU"),
        ["61"] = (4, 1, "KALBAR", "KB"),
        ["64"] = (5, 1, "KALTIM", "KI"),
        ["62"] = (4, 2, "KALTENG", "KT"),
        ["63"] = (5, 2, "KALSEL", "KS"),
        ["31"] = (3, 4, "JKT", "JK"),
        ["36"] = (2, 5, "BANTEN", "BT"),
        ["32"] = (3, 5, "JABAR", "JB"),
        ["33"] = (4, 5, "JATENG", "JT"),
        ["34"] = (4, 6, "DIY", "YO"),
        ["35"] = (5, 5, "JATIM", "JI"),
        ["51"] = (6, 5, "BALI", "BA"),
        ["52"] = (7, 5, "NTB", "NB"),
        ["53"] = (8, 5, "NTT", "NT"),
        ["75"] = (7, 0, "GTO", "GO"),
        ["71"] = (8, 0, "SULUT", "SA"),
        ["72"] = (7, 1, "SULTENG", "ST"),
        ["76"] = (7, 2, "SULBAR", "SR"),
        ["74"] = (8, 2, "SULTRA", "SG"),
        ["73"] = (7, 3, "SULSEL", "SN"),
        ["82"] = (9, 1, "MALUT", "MU"),
        ["81"] = (9, 3, "MALUKU", "MA"),
        ["96"] = (10, 1, "P.BDAYA", "PD"),
        ["92"] = (10, 2, "PABAR", "PB"),
        ["91"] = (12, 1, "PAPUA", "PA"),
        ["94"] = (11, 2, "P.TGH", "PT"),
        ["95"] = (12, 2, "P.PEG", "PE"),
        ["93"] = (12, 3, "P.SEL", "PS"),
    };

    private const int Columns = 13;

    /// <summary>Draws it. A province that has no place yet stands in a row of its own below.</summary>
    /// <param name="caption">Its name and description.</param>
    /// <param name="tiles">The provinces.</param>
    /// <param name="numbers">Writes the counts.</param>
    public static XElement Draw(Caption caption, IReadOnlyList<Tile> tiles, Numbers numbers)
    {
        var bounds = BoundsOf(tiles.Max(tile => tile.Count) ?? 0);
        var content = new List<XElement>();
        var strangers = 0;
        foreach (var tile in tiles)
        {
            var (column, row, letters, iso) = Places.GetValueOrDefault(tile.Code, (strangers, 7, tile.Code, tile.Code));
            strangers += Places.ContainsKey(tile.Code) ? 0 : 1;
            var (x, y) = (column * Pitch, row * Pitch);
            var style = Shade(tile.Count, bounds);
            content.Add(
                new XElement(
                    "g",
                    new XElement("title", $"{tile.Name}: {numbers.Count(tile.Count)}"),
                    Svg.Box(x + 1, y + 1, Side, Side, $"tile {style}", 4),
                    Svg.Text(x + 1 + (Side / 2), y + 20, letters, "middle", $"name far {style}"),
                    Svg.Text(x + 1 + (Side / 2), y + 21, iso, "middle", $"name near {style}"),
                    Svg.Text(x + 1 + (Side / 2), y + 42, numbers.Count(tile.Count), "middle", $"number {style}")
                )
            );
        }

        var bottom = ((strangers > 0 ? 8 : 7) * Pitch) + 6;
        content.AddRange(LegendOf(bounds, bottom, numbers));
        return Svg.Picture(caption.Id, caption.Title, caption.Description, Columns * Pitch, bottom + 34, content);
    }

    /// <summary>The two letters on the tile of a province where tiles are small; its code when it has no place yet.</summary>
    public static string Letters(string code) => Places.TryGetValue(code, out var place) ? place.Iso : code;

    /// <summary>The upper ends of the shades above zero: equal steps to a round end, so that a darker tile means so many more.</summary>
    internal static IReadOnlyList<long> BoundsOf(long most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(most, Shades))));
        var end = new[] { 0.4, 0.8, 1, 2, 4, 8, 10 }.Select(nice => nice * power).First(nice => nice >= Math.Max(most, Shades));
        return [.. Enumerable.Range(1, Shades).Select(i => (long)Math.Ceiling(end * i / Shades))];
    }

    private static string Shade(long? count, IReadOnlyList<long> bounds)
    {
        if (count is not { } known)
        {
            return "hidden";
        }

        var shade = known == 0 ? 0 : 1;
        while (shade > 0 && known > bounds[shade - 1])
        {
            shade++;
        }

        return $"s{shade}";
    }

    private static IEnumerable<XElement> LegendOf(IReadOnlyList<long> bounds, double y, Numbers numbers)
    {
        var steps = new List<(string Style, string Label)> { ("s0", "0") };
        for (var i = 0; i < bounds.Count; i++)
        {
            var from = i == 0 ? 1 : bounds[i - 1] + 1;
            steps.Add(($"s{i + 1}", from == bounds[i] ? numbers.Count(from) : $"{numbers.Count(from)}–{numbers.Count(bounds[i])}"));
        }

        steps.Add(("hidden", numbers.Tongue == Language.Tongue.English ? "• suppressed" : "• disembunyikan"));
        var x = 1.0;
        foreach (var (style, label) in steps)
        {
            yield return Svg.Box(x, y, 24, 20, $"tile {style}", 3);
            yield return Svg.Text(x + 30, y + 16, label, style: "key");
            x += 30 + (label.Length * 10) + 14;
        }
    }
}
