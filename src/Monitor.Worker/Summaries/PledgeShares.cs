using Monitor.Worker.Registry;

namespace Monitor.Worker.Summaries;

/// <summary>Makes countable shares of what the registry knows of pledges.</summary>
internal static class PledgeShares
{
    /// <summary>One of each row and one of all of them, with every sum between them registered.</summary>
    /// <param name="page">The page they stand on.</param>
    /// <param name="rows">The places.</param>
    /// <param name="name">What a place is called.</param>
    public static (PledgeShare All, IReadOnlyList<PledgeShare> Parts) Of(
        Suppression page,
        IReadOnlyList<PledgeCoverage> rows,
        Func<PledgeCoverage, string> name
    )
    {
        PledgeShare Share(PledgeCoverage row, string called)
        {
            var (registered, signed, unsigned) = (page.Of(row.Registered), page.Of(row.Signed), page.Of(row.Unsigned));
            page.Sums(registered, [signed, unsigned]);
            // The day on which a handful signed is nearly a name: it is shown with those of five at least.
            var isMany = row.Signed >= Suppression.Least;
            return new PledgeShare(
                Nip.Mask(called),
                registered,
                signed,
                unsigned,
                isMany ? row.FirstSigned : null,
                isMany ? row.LastSigned : null,
                isMany ? row.FirstEnd : null
            );
        }

        var parts = rows.Select(row => Share(row, name(row))).ToList();
        var all = Share(rows.Count == 0 ? new PledgeCoverage("", "", "", 0, 0, null, null, null) : PledgeCoverage.Sum(rows, unit: ""), "");
        page.Sums(all.Registered, parts.ConvertAll(part => part.Registered));
        page.Sums(all.Signed, parts.ConvertAll(part => part.Signed));
        page.Sums(all.Unsigned, parts.ConvertAll(part => part.Unsigned));
        return (all, parts);
    }
}
