using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>A place where a person is named in a row that is not the person's.</summary>
/// <param name="Table">The table.</param>
/// <param name="Row">The row's <see cref="HeldTable.Key"/>.</param>
/// <param name="Column">The column.</param>
/// <param name="Text">What stands there.</param>
internal sealed record FoundMention(HeldTable Table, string Row, string Column, string Text);

/// <summary>Finds a person's name and number in the words of others' rows.</summary>
internal static class Mentions
{
    private sealed class WordsRow
    {
        public string Row { get; init; } = "";
        public string? Text { get; init; }
    }

    /// <summary>
    /// Every such place. Rows that are laid at a namesake's door are left out: the name in them is the namesake's.
    /// </summary>
    public static async Task<List<FoundMention>> FindAsync(Session session, Person person)
    {
        var found = new List<FoundMention>();
        foreach (var table in HeldData.Personal)
        {
            foreach (var column in table.Columns.Where(column => column.Words))
            {
                found.AddRange(await InAsync(session, table, column.Name, person));
            }
        }

        return found;
    }

    private static async Task<List<FoundMention>> InAsync(Session session, HeldTable table, string column, Person person)
    {
        var arguments = person.Arguments(default);
        var like = new List<string>();
        foreach (var trace in person.WrittenTraces)
        {
            var name = $"Trace{like.Count}";
            arguments[name] =
                "%"
                + trace
                    .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("%", "\\%", StringComparison.Ordinal)
                    .Replace("_", "\\_", StringComparison.Ordinal)
                + "%";
            like.Add($"{column} {session.In("LIKE", "ILIKE")} @{name} ESCAPE '\\'");
        }

        var others =
            table.Name == "flag"
                ? "AND NOT (asn_id IS NOT NULL AND asn_id IN (SELECT id FROM asn WHERE name_key = @Key AND id <> @Asn))"
                : "";
        arguments["Key"] = person.NameKey;
        var rows = await session.ListAsync<WordsRow>(
            $"SELECT CAST({table.Key} AS TEXT) AS \"row\", {column} AS text FROM {table.Name} WHERE ({string.Join(" OR ", like)}) AND NOT ({table.Whose}) {others} ORDER BY {table.Key}",
            arguments
        );
        return rows.ConvertAll(row => new FoundMention(table, row.Row, column, row.Text ?? ""));
    }
}
