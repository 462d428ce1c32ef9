using System.Text;
using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>A province, regency or city by its Kemendagri code.</summary>
/// <param name="Code"><c>33</c> for a province, <c>33.26</c> for a regency or city.</param>
/// <param name="Name">Its name.</param>
/// <param name="Zone">Its time zone; <see cref="TimeZoneInfo.StandardName"/> is WIB, WITA or WIT.</param>
internal sealed record Region(string Code, string Name, TimeZoneInfo Zone)
{
    private const string Header = "code;name;zone";

    /// <summary>Code of the province.</summary>
    public string Province => Code[..2];

    /// <summary>Whether a region is the other one or lies in it: a province covers its regencies and cities, and <c>33.2</c> never covers <c>33.26</c>.</summary>
    public static bool Covers(string code, string region) =>
        region.StartsWith(code, StringComparison.Ordinal) && (region.Length == code.Length || region[code.Length] == '.');

    /// <summary>Reads <c>regions.csv</c>, whose province rows stand before those of their regencies.</summary>
    public static IReadOnlyList<Region> ReadAll(string directory, List<RuleProblem> problems)
    {
        const string file = "regions.csv";
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(directory, file), Encoding.UTF8);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add(new RuleProblem(file, "", new Sentence("harus dapat dibaca", "must be readable"), unreadable.Message));
            return [];
        }

        if (lines.Length == 0 || lines[0] != Header)
        {
            problems.Add(
                new RuleProblem(
                    file,
                    "1",
                    new Sentence($"harus diawali {Header}", $"must begin with {Header}"),
                    lines.FirstOrDefault() ?? ""
                )
            );
            return [];
        }

        var regions = new List<Region>(lines.Length);
        var provinces = new HashSet<string>();
        foreach (var (position, line) in lines.Index().Skip(1))
        {
            var place = $"{position + 1}";
            var cells = line.Split(';');
            if (cells.Length != 3 || cells[1].Length == 0)
            {
                problems.Add(new RuleProblem(file, place, new Sentence("harus tiga kolom terisi", "must be three filled columns"), line));
            }
            else if (!IsCode(cells[0]) || (cells[0].Length > 2 && !provinces.Contains(cells[0][..2])))
            {
                problems.Add(
                    new RuleProblem(
                        file,
                        place,
                        new Sentence("kode harus pp atau pp.kk dengan provinsi di atasnya", "code must be pp or pp.kk below its province"),
                        cells[0]
                    )
                );
            }
            else if (!Zones.ById.TryGetValue(cells[2], out var zone))
            {
                var list = string.Join(", ", Zones.ById.Keys);
                problems.Add(
                    new RuleProblem(
                        file,
                        place,
                        new Sentence($"zona harus salah satu dari {list}", $"zone must be one of {list}"),
                        cells[2]
                    )
                );
            }
            else
            {
                provinces.Add(cells[0][..2]);
                regions.Add(new Region(cells[0], cells[1], zone));
            }
        }

        return regions;
    }

    /// <summary>Whether this has the shape of a province's, regency's or city's code; not whether there is one.</summary>
    public static bool IsCode(string code) =>
        code.Length is 2 or 5 && code.Index().All(at => at.Index == 2 ? at.Item == '.' : char.IsAsciiDigit(at.Item));
}
