namespace Monitor.Worker.Registry;

/// <summary>Narrows a list to the regions that its reader may see.</summary>
internal static class RegionScope
{
    /// <summary>A condition to add to a WHERE; empty when everything may be seen. A row without a region is everybody's, as for flags.</summary>
    /// <param name="column">The expression that holds the code.</param>
    /// <param name="within">Codes, a province with all below it; null for all of them.</param>
    /// <remarks>
    /// The codes come from the role configuration. They go into the text of the query, so whatever is not digits and a dot matches nothing.
    /// </remarks>
    public static string Sql(string column, IReadOnlyCollection<string>? within)
    {
        if (within is null)
        {
            return "";
        }

        var conditions = within
            .Where(Contests.Region.IsCode)
            .SelectMany(code => new[] { $"{column} = '{code}'", $"{column} LIKE '{code}.%'" })
            .Prepend($"{column} = ''");
        return $" AND ({string.Join(" OR ", conditions)})";
    }
}
