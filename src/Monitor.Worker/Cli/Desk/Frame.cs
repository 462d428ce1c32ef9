using Monitor.Worker.Language;

namespace Monitor.Worker.Cli.Desk;

/// <summary>A question, or words to read, over the lower part of the flag.</summary>
/// <param name="Title">On its upper edge.</param>
/// <param name="Notes">Words to read.</param>
/// <param name="Picks">What can be picked.</param>
/// <param name="Selected">The one under the cursor.</param>
/// <param name="Field">What is being typed.</param>
internal sealed record Panel(
    string Title,
    IReadOnlyList<string> Notes,
    IReadOnlyList<Pick> Picks,
    int Selected = 0,
    TextField? Field = null
);

/// <summary>What lies on the desk, as rows of a screen.</summary>
internal interface ISheet
{
    /// <summary>The bar at the top.</summary>
    Row Bar(int width, DateTimeOffset now);

    /// <summary>Everything below it, for a screen of this width.</summary>
    IReadOnlyList<Row> Rows(int width);
}

/// <summary>Puts one picture together: bar, flag, panel, what happened, keys.</summary>
internal static class Frame
{
    /// <summary>One key for each pick.</summary>
    public const string PickKeys = "123456789abcdefghijklmnopqrstuvwxyz";

    private const int MoreRows = 3;

    /// <summary>The picture, the cursor, and the furthest place to which the flag can be scrolled.</summary>
    public static (IReadOnlyList<Row> Rows, (int Column, int Row)? Cursor, int Furthest) Of(
        ISheet? page,
        (int Width, int Height) size,
        int scroll,
        Panel? panel,
        string told,
        string status,
        string keys,
        DateTimeOffset now,
        Tongue tongue
    )
    {
        var (width, height) = size;
        var foot = (Row[])
            [
                .. told.Length > 0 ? Row.Wrap(told, width, ink: Ink.Bold).Take(MoreRows) : [],
                .. Row.Wrap(status, width).Take(MoreRows),
                .. Row.Wrap(keys, width, ink: Ink.Bold).Take(2),
            ];
        var over = panel is null ? [] : Rows(panel, width, Math.Max(4, (height - foot.Length - 1) * 2 / 3));
        var room = Math.Max(1, height - 2 - foot.Length - over.Count);
        var body = page?.Rows(width) ?? [];
        var furthest = Math.Max(0, body.Count - room);
        var from = Math.Min(scroll, furthest);
        var shown = body.Skip(from).Take(room).ToList();
        while (shown.Count < room)
        {
            shown.Add(Row.Empty);
        }

        var rows =
            (List<Row>)
                [
                    page?.Bar(width, now) ?? Row.Of(" monitor review", Ink.Bar).Fit(width),
                    .. shown,
                    Edge(body.Count, from, room, width, tongue),
                    .. over,
                    .. foot,
                ];
        return (rows, panel?.Field is null ? null : Cursor(panel, width, rows.Count - foot.Length), furthest);
    }

    private static Row Edge(int all, int from, int room, int width, Tongue tongue)
    {
        var below = all - from - room;
        var words =
            below > 0 ? (tongue == Tongue.English ? $" {below} more rows: space " : $" {below} baris lagi: spasi ")
            : from > 0 ? (tongue == Tongue.English ? " end " : " akhir ")
            : "";
        return Row.Of("──" + words + new string('─', Math.Max(0, width - 2 - Row.Cells(words))), Ink.Faint);
    }

    private static List<Row> Rows(Panel panel, int width, int most)
    {
        var rows = new List<Row>();
        rows.AddRange(Row.Wrap(panel.Title, width, ink: Ink.Bold).Take(2));
        foreach (var note in panel.Notes)
        {
            rows.AddRange(Row.Wrap(note, width, 3));
        }

        if (panel.Field is not null)
        {
            rows.AddRange(Typed(panel, width));
        }

        if (panel.Picks.Count > 0)
        {
            var more = panel.Picks[panel.Selected].More;
            var told = more.Length > 0 ? Row.Wrap("   " + FlagScreen.Printable(more), width, 3, Ink.Faint).Take(MoreRows).ToList() : [];
            var room = Math.Max(1, most - rows.Count - told.Count);
            var first = Math.Clamp(panel.Selected - room + 1, 0, Math.Max(0, panel.Picks.Count - room));
            for (var i = first; i < Math.Min(panel.Picks.Count, first + room); i++)
            {
                var key = i < PickKeys.Length ? PickKeys[i] : ' ';
                rows.Add(
                    Row.Of(
                            $"{(i == panel.Selected ? '>' : ' ')} [{key}] {panel.Picks[i].Code}  {panel.Picks[i].Words}",
                            i == panel.Selected ? Ink.Bold : Ink.Plain
                        )
                        .Fit(width)
                );
            }

            rows.AddRange(told);
        }

        return rows.Count <= most ? rows
            : panel.Field is null ? rows[..most]
            : rows[^most..];
    }

    private static IReadOnlyList<Row> Typed(Panel panel, int width)
    {
        var (before, after) = panel.Field!.Halves;
        return Broken("> " + before + after + " ", width);
    }

    // The field is always the last of its panel: its rows end where the foot begins.
    private static (int Column, int Row) Cursor(Panel panel, int width, int end)
    {
        var all = Typed(panel, width);
        var upTo = Broken("> " + panel.Field!.Halves.Before, width);
        var column = Row.Cells(upTo[^1].Text);
        var row = end - all.Count + upTo.Count - 1;
        return column >= width ? (0, Math.Min(end - 1, row + 1)) : (column, row);
    }

    // By cells and not by words: where the cursor stands must not depend on what comes after it.
    private static List<Row> Broken(string text, int width)
    {
        var rows = new List<Row>();
        var row = new System.Text.StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var own = Row.Cells(rune.ToString());
            if (used + own > width)
            {
                rows.Add(Row.Of(row.ToString()));
                row.Clear();
                used = 0;
            }

            row.Append(rune);
            used += own;
        }

        rows.Add(Row.Of(row.ToString()));
        return rows;
    }
}
