using System.Globalization;
using System.Text;
using Monitor.Worker.Api;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary>Draws the queue and one flag. The same drawing serves <c>queue show</c>, <c>review</c> and <c>demo</c>.</summary>
internal static class FlagScreen
{
    // Columns that the table of the queue needs to be read.
    private const int TableFrom = 110;

    /// <summary>The queue as a table.</summary>
    public static void Queue(Invocation call, IReadOnlyList<QueueLine> lines)
    {
        if (call.Terminal.Console.Profile.Width < TableFrom)
        {
            foreach (var line in lines)
            {
                QueueLines(call, line, call.Terminal.Console.Profile.Width);
            }

            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(
            "#",
            call.Text("tenggat", "due"),
            call.Text("skor", "score"),
            "label",
            "status",
            call.Text("wilayah", "region"),
            call.Text("siapa", "who"),
            call.Text("teks", "text")
        );
        foreach (var line in lines)
        {
            table.AddRow(
                new Markup(line.Id.ToString(CultureInfo.InvariantCulture)),
                new Markup(Local(line.DueAt, line.Zone, "MM-dd HH:mm")),
                new Markup(line.Score.ToString("0.00", CultureInfo.InvariantCulture)),
                new Markup(line.Label),
                new Markup(
                    line.State
                        + (line.Turn == 0 ? "" : call.Text($" giliran {line.Turn + 1}", $" turn {line.Turn + 1}"))
                        + (line.ClaimedBy is null ? "" : $" [grey]({Markup.Escape(line.ClaimedBy)})[/]")
                ),
                new Markup(line.Region ?? "-"),
                new Markup(Markup.Escape(Who(call, line.Attribution, line.Who))),
                new Markup(Markup.Escape(Printable(line.Title.Length > 0 ? line.Title : line.Excerpt)))
            );
        }

        call.Terminal.Console.Write(table);
    }

    // Two rows each: in a table so narrow every word would get a row of its own.
    private static void QueueLines(Invocation call, QueueLine line, int width)
    {
        var what =
            $"{line.Id, 5}  {Local(line.DueAt, line.Zone, "MM-dd HH:mm")}  {line.Score.ToString("0.00", CultureInfo.InvariantCulture)}  {line.Label}  {line.State}"
            + (line.Turn == 0 ? "" : call.Text($" giliran {line.Turn + 1}", $" turn {line.Turn + 1}"))
            + (line.ClaimedBy is null ? "" : $" ({line.ClaimedBy})")
            + $"  {line.Region ?? "-"}";
        call.Print(Clip(what, width - 1));
        call.Print(
            Clip($"       {Who(call, line.Attribution, line.Who)}: {(line.Title.Length > 0 ? line.Title : line.Excerpt)}", width - 1)
        );
    }

    /// <summary>One flag: who, where, when, the text with the reasons in it, the proof, the forms that may fit.</summary>
    public static void Flag(Invocation call, FlagView flag)
    {
        var console = call.Terminal.Console;
        console.MarkupLine(
            $"[bold]Flag {flag.Id}[/]  {flag.State}  {flag.Label} {flag.Score.ToString("0.000", CultureInfo.InvariantCulture)}  "
                + call.Text("tenggat ", "due ")
                + $"[bold]{Local(flag.DueAt, flag.Zone, "yyyy-MM-dd HH:mm")}[/] ({flag.DueRule})"
        );
        Row(console, call.Text("Siapa", "Who"), Person(call, flag));
        foreach (var status in flag.Person?.Statuses ?? [])
        {
            Row(
                console,
                call.Text("Keadaan", "Status"),
                $"{status.Name.In(call.Tongue)}, {status.From} – {status.To ?? "…"}, {status.Source}. {status.Effect?.In(call.Tongue)} {status.Note}"
            );
        }

        Row(
            console,
            call.Text("Akun", "Account"),
            flag.Account is { } account ? $"{account.Platform} @{account.Handle}  {account.Url}  ({account.Basis})" : null
        );
        Row(console, call.Text("Sumber", "Source"), flag.SourceUrl);
        Row(console, call.Text("Alamat", "Address"), flag.Url);
        Row(
            console,
            call.Text("Terbit", "Published"),
            flag.PublishedAt is { } at ? Local(at, flag.Zone, "yyyy-MM-dd HH:mm") : call.Text("tidak diketahui", "not known")
        );
        Row(console, call.Text("Ditemukan", "Found"), Local(flag.FoundAt, flag.Zone, "yyyy-MM-dd HH:mm"));
        Row(console, call.Text("Tahapan", "Phase"), flag.Phase ?? call.Text("tidak ada tahapan pada tanggal itu", "no phase on that date"));
        foreach (var member in flag.Group)
        {
            Row(
                console,
                call.Text("Kelompok", "Group"),
                $"flag {member.Id} ({member.State})  {Clip(member.Title, 60)}  {member.Url ?? member.SourceUrl}"
            );
        }

        foreach (var capture in flag.Evidence)
        {
            Row(
                console,
                call.Text("Bukti", "Evidence"),
                $"sha256 {capture.Sha256}  {capture.Bytes} {call.Text("bita", "bytes")}  {capture.CapturedAt:yyyy-MM-dd HH:mm:ss}Z"
            );
        }

        console.WriteLine();
        if (flag.Title.Length > 0 && !flag.Text.StartsWith(flag.Title, StringComparison.Ordinal))
        {
            console.MarkupLine($"[bold]{Markup.Escape(Printable(flag.Title))}[/]");
        }

        console.MarkupLine(Highlight(flag));
        if (flag.TakenDownAt is { } gone)
        {
            console.MarkupLine(
                call.Text(
                    $"[grey](teks dihapus {gone:yyyy-MM-dd}: sumbernya telah menghapusnya)[/]",
                    $"[grey](text removed {gone:yyyy-MM-dd}: its source had removed it)[/]"
                )
            );
        }

        if (flag.Shared is { } shared)
        {
            console.MarkupLine(
                "[grey]"
                    + call.Text("Meneruskan kata-kata orang lain, yang tidak dinilai", "Passes on another's words, which were not scored")
                    + Markup.Escape($" ({shared.How} {Printable(shared.Author)} {shared.Url}): {Clip(Printable(shared.Text), 600)}")
                    + "[/]"
            );
        }

        console.WriteLine();
        console.MarkupLine(
            call.Text("Mengapa: ", "Why: ")
                + string.Join(
                    "; ",
                    flag.Reasons.Select(reason =>
                        $"{(reason.Weight > 0 ? "[yellow]" : "[blue]")}“{Markup.Escape(Clip(reason.Text, 80))}” {reason.Weight.ToString("+0.0;-0.0", CultureInfo.InvariantCulture)}[/]"
                    )
                )
        );
        if (flag.SuggestedForms.Count > 0)
        {
            console.MarkupLine(
                call.Text("Bentuk yang mungkin (Anda yang memutus): ", "Forms that may fit (you decide): ")
                    + Markup.Escape(
                        string.Join(
                            "; ",
                            flag.SuggestedForms.Take(FormAdvice.ShownFirst)
                                .Select(form => $"{form.Code} {call.Text(form.NameId, form.NameEn)}")
                        )
                            + (
                                flag.SuggestedForms.Count > FormAdvice.ShownFirst
                                    ? $" (+{flag.SuggestedForms.Count - FormAdvice.ShownFirst})"
                                    : ""
                            )
                    )
            );
        }

        Decisions(call, flag, console);
    }

    /// <summary>A time in the region's own zone, with the zone's short name.</summary>
    public static string Local(DateTimeOffset moment, string zone, string format)
    {
        var known = Zones.ById.GetValueOrDefault(zone, Zones.Jakarta);
        var there = TimeZoneInfo.ConvertTime(moment, known);
        return $"{there.ToString(format, CultureInfo.InvariantCulture)} {known.StandardName}";
    }

    /// <summary>
    /// A text as it may be shown on a terminal: control characters, and those that turn the direction of writing, become visible marks,
    /// so that no post can move the cursor, recolour the screen or hide its own words.
    /// </summary>
    public static string Printable(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            shown.Append(
                rune.Value == '\n' ? "\n"
                : rune.Value is '\t' or '\r' ? " "
                : Rune.IsControl(rune) || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x200E or 0x200F ? "·"
                : rune.ToString()
            );
        }

        return shown.ToString();
    }

    /// <summary>The beginning of a text on one line, safe to print, never cut inside a character.</summary>
    public static string Clip(string text, int length) => Excerpt.Of(Printable(text.ReplaceLineEndings(" ")), length);

    /// <summary>Who a flag is about, in words that claim no more than is known.</summary>
    internal static string Who(Invocation call, string attribution, string? name) => Who(call.Tongue, attribution, name);

    /// <summary>Who a flag is about, in words that claim no more than is known.</summary>
    internal static string Who(Tongue tongue, string attribution, string? name) =>
        attribution switch
        {
            "account" or "named" => name ?? new Sentence("akun instansi", "account of an instansi").In(tongue),
            "name_only" => new Sentence("identitas perlu diverifikasi", "identity to be verified").In(tongue),
            _ => new Sentence("belum diketahui", "not known").In(tongue),
        };

    private static void Decisions(Invocation call, FlagView flag, IAnsiConsole console)
    {
        foreach (var given in flag.Decisions)
        {
            console.MarkupLine(
                Markup.Escape(
                    $"{given.Place}. {given.By}: {given.Verdict} {given.Form ?? given.Ground} — {Printable(given.Reason)} ({given.At:yyyy-MM-dd HH:mm}Z)"
                )
            );
            if (given.Particulars is { } named)
            {
                console.MarkupLine(
                    Markup.Escape(
                        $"   {named.Contest ?? "-"}:{named.Phase ?? "-"}  {Local(named.EventAt, flag.Zone, "yyyy-MM-dd HH:mm")} ({named.EventKnown})  {named.Ownership}  {Printable(named.OwnershipNote ?? "")}  {string.Join("; ", named.Basis)}"
                            + (named.PossibleCrime ? call.Text("  DUGAAN PIDANA (Gakkumdu)", "  POSSIBLE CRIME (Gakkumdu)") : "")
                    )
                );
            }
        }

        foreach (var note in flag.Notes)
        {
            console.MarkupLine(Markup.Escape($"{Act(call, note.Act)} {note.By}: {Printable(note.Text)} ({note.At:yyyy-MM-dd HH:mm}Z)"));
        }

        if (flag.DecisionsHidden > 0)
        {
            console.MarkupLine(
                "[grey]"
                    + call.Text(
                        "Putusan pembaca lain disembunyikan sampai Anda memutus.",
                        "Another reader's verdict is hidden until you have decided."
                    )
                    + "[/]"
            );
        }

        if (flag.KajianNumber is not null)
        {
            Row(console, "Kajian", $"{flag.KajianNumber} ({flag.KajianDate})");
        }
    }

    private static string Act(Invocation call, string act) =>
        act switch
        {
            FlagAct.Ask => call.Text("ditanyakan", "asked by"),
            FlagAct.Answer => call.Text("dijawab", "answered by"),
            FlagAct.Return => call.Text("dikembalikan", "returned by"),
            _ => call.Text("dibuka kembali", "reopened by"),
        };

    private static string? Person(Invocation call, FlagView flag) =>
        flag.Person is { } person ? $"{person.Name}  NIP {person.Nip}  {person.Office}" : Who(call, flag.Attribution, null);

    private static void Row(IAnsiConsole console, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            console.MarkupLine($"[grey]{name, -10}[/] {Markup.Escape(Printable(value))}");
        }
    }

    // Without colour the marks are brackets, so that the reasons are seen on any screen and read by any reader.
    private static string Highlight(FlagView flag) =>
        string.Concat(
            Desk.FlagSheet.Marked(flag)
                .Select(piece =>
                    piece.Ink == Desk.Ink.Mark ? $"[black on yellow]{Markup.Escape(piece.Text)}[/]" : Markup.Escape(piece.Text)
                )
        );
}
