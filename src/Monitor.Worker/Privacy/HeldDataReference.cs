using System.Text;

namespace Monitor.Worker.Privacy;

/// <summary>Writes <c>docs/held-data.md</c> from the catalogue.</summary>
internal static class HeldDataReference
{
    /// <summary>The page, in Markdown.</summary>
    public static string Write()
    {
        var page = new StringBuilder();
        page.AppendLine("# What is held about whom");
        page.AppendLine();
        page.AppendLine(
            "Written by `monitor docs held-data` from the catalogue in `Privacy/HeldData`; the build fails when it is stale, and when the schema holds a table or a column that is not here. See [privacy.md](privacy.md)."
        );
        page.AppendLine();
        page.AppendLine("## Tables with data about registered persons");
        page.AppendLine();
        page.AppendLine("| table | what | for | by | kept | an erasure |");
        page.AppendLine("|---|---|---|---|---|---|");
        foreach (var table in HeldData.Personal)
        {
            page.AppendLine(
                $"| `{table.Name}` | {table.What.En} | {table.Ground!.Purpose.En} | {table.Ground.Basis} | {table.Keeping.En} | {Erasure(table)} |"
            );
        }

        page.AppendLine();
        page.AppendLine("What is not named in the last column stays: numbers, times, states, hashes, and who of the institution did it.");
        page.AppendLine();
        page.AppendLine("## Files");
        page.AppendLine();
        page.AppendLine("| where | what | an erasure |");
        page.AppendLine("|---|---|---|");
        page.AppendLine("| `evidence/` | raw captures by hash, compressed | deletes those that prove nothing about anybody else |");
        page.AppendLine("| `db/monitor.db`, `-wal` | the tables | writes the file anew and cuts the journal to nothing |");
        page.AppendLine(
            "| the folder of `Backup:Directory` | copies of the tables, encrypted where a key is set | nothing: they go with their time, at most Backup:KeepFor |"
        );
        page.AppendLine("| `db/monitor.db.before-restore-*` | databases that a restore replaced | deletes them |");
        page.AppendLine("| batch files below the data folder | what left for the recipient | deletes those of the person's batches |");
        page.AppendLine("| `keys/` | the keys of the NIP | nothing: without the ciphers they open nothing |");
        page.AppendLine();
        page.AppendLine("## Tables without");
        page.AppendLine();
        page.AppendLine("| table | what |");
        page.AppendLine("|---|---|");
        foreach (var table in HeldData.Tables.Where(table => table.Whose is null))
        {
            page.AppendLine($"| `{table.Name}` | {table.What.En} |");
        }

        page.AppendLine();
        page.AppendLine("## Periods");
        page.AppendLine();
        page.AppendLine("| kind | what | setting | default, days | from |");
        page.AppendLine("|---|---|---|---|---|");
        foreach (var rule in RetentionRules.All)
        {
            var line = rule.Line(new PrivacyOptions(), 0, 0);
            page.AppendLine(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"| {line.Kind} | {line.What.En} | `{line.Setting}` | {line.Days:0} | {line.Source.En} |"
                )
            );
        }

        return page.ToString();
    }

    private static string Erasure(HeldTable table)
    {
        if (table.Deleted)
        {
            return "deletes the rows";
        }

        if (table.Name == "audit")
        {
            return "takes the details away, on record";
        }

        if (table.Name is "evidence")
        {
            return "takes address, headers and file away, unless they prove something about somebody else";
        }

        string Names(Func<HeldColumn, bool> which) => string.Join(", ", table.Columns.Where(which).Select(column => $"`{column.Name}`"));
        var parts = new List<string>();
        if (Names(column => column.After == Afterwards.Replaced) is { Length: > 0 } blanked)
        {
            parts.Add("blanks " + blanked);
        }

        if (Names(column => column.After == Afterwards.Digested) is { Length: > 0 } digested)
        {
            parts.Add("leaves a digest of " + digested);
        }

        return parts.Count == 0 ? "changes nothing" : string.Join("; ", parts);
    }
}
