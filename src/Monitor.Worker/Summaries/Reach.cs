using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Summaries;

/// <summary>Whose regions a summary covers.</summary>
/// <param name="Regions">Kemendagri codes, none within another, in order; empty covers the whole country, also what has no region.</param>
internal sealed record Reach(IReadOnlyList<string> Regions)
{
    /// <summary>Whether it is the whole country.</summary>
    public bool IsEverything => Regions.Count == 0;

    /// <summary>The one province that all of it lies in; null when there is none or are several.</summary>
    public string? Province => Regions.Select(code => code[..2]).Distinct(StringComparer.Ordinal).ToList() is [var one] ? one : null;

    /// <summary>What somebody may see, narrowed to a region where one is asked for.</summary>
    /// <exception cref="RefusalException">There is no such region, or it is not this person's to see.</exception>
    public static Reach Of(IReadOnlyList<string> own, string? asked, Rules rules)
    {
        if (string.IsNullOrWhiteSpace(asked))
        {
            var codes = own.Where(Region.IsCode).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            return new Reach([.. codes.Where(code => !codes.Any(wider => wider != code && Region.Covers(wider, code)))]);
        }

        var region = asked.Trim();
        return !rules.IsRegion(region)
                ? throw RefusalException.Wrong(
                    $"Wilayah '{region}' tidak ada dalam daftar Kemendagri; tulis seperti 33 atau 33.26.",
                    $"The region '{region}' is not in Kemendagri's list; write 33 or 33.26."
                )
            : own.Count > 0 && !own.Any(code => Region.Covers(code, region))
                ? throw RefusalException.NotAllowed($"Wilayah {region} bukan wilayah Anda.", $"The region {region} is not one of yours.")
            : new Reach([region]);
    }

    /// <summary>
    /// A condition to add to a WHERE; empty when everything is counted. Unlike a list (<see cref="Registry.RegionScope"/>), a summary of a region leaves
    /// out what has none: it would stand in the summary of every region.
    /// </summary>
    /// <remarks>The codes go into the text of the query; only what has the shape of a code does.</remarks>
    public string Sql(string column) =>
        IsEverything
            ? ""
            : $" AND ({string.Join(" OR ", Regions.Where(Region.IsCode).Select(code => $"{column} = '{code}' OR {column} LIKE '{code}.%'"))})";

    /// <summary>Whether a region belongs to it.</summary>
    public bool Covers(string? region) =>
        IsEverything || (!string.IsNullOrEmpty(region) && Regions.Any(code => Region.Covers(code, region)));

    /// <summary>The zone in which its days begin: that of its one province, else WIB.</summary>
    public TimeZoneInfo Zone(Rules rules) => rules.ZoneOf(Regions is [var one] ? one : Province);
}
