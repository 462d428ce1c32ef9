using System.Globalization;
using Monitor.Worker.Api;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary>Draws cases.</summary>
internal static class CaseScreen
{
    /// <summary>Cases as a table.</summary>
    public static void List(Invocation call, IReadOnlyList<CaseLine> lines)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(
            call.Text("perkara", "case"),
            call.Text("keadaan", "state"),
            call.Text("siapa", "who"),
            call.Text("wilayah", "region"),
            call.Text("temuan", "findings"),
            "kajian",
            call.Text("jawaban", "answer"),
            call.Text("peristiwa", "event")
        );
        foreach (var line in lines)
        {
            table.AddRow(
                new Markup(line.Number),
                new Markup(line.State),
                Cell(line.Who ?? call.Text("belum diketahui", "not known")),
                new Markup(line.Region ?? "-"),
                new Markup(line.Findings.ToString(CultureInfo.InvariantCulture)),
                Cell(line.KajianNumber ?? "-"),
                new Markup(line.Answer ?? "-"),
                Cell(line.Title)
            );
        }

        call.Terminal.Console.Write(table);
    }

    /// <summary>One case.</summary>
    public static void Show(Invocation call, CaseView view)
    {
        var console = call.Terminal.Console;
        var line = view.Case;
        console.MarkupLine(
            $"[bold]{line.Number}[/]  {line.State}  {Markup.Escape(FlagScreen.Printable(line.Title))}  "
                + call.Text("dibuka ", "opened ")
                + FlagScreen.Local(line.OpenedAt, line.Zone, "yyyy-MM-dd HH:mm")
        );
        Row(
            console,
            call.Text("Siapa", "Who"),
            view.Person is { } person
                ? $"{person.Name}  NIP {person.Nip}  {person.Office}"
                : call.Text("bukan ASN terdaftar", "nobody who is registered")
        );
        Row(console, "Kajian", line.KajianNumber is null ? call.Text("belum ada", "none yet") : $"{line.KajianNumber} ({view.KajianDate})");
        Row(console, call.Text("Rekomendasi", "Recommended"), view.Recommendation);
        Row(console, call.Text("Jawaban", "Answer"), line.Answer);
        foreach (var limit in view.Limits)
        {
            Row(
                console,
                call.Text("Batas", "Due"),
                $"{limit.LastDay}  {call.Text(limit.Id, limit.En)}  ({limit.Step}, {limit.Citation})"
                    + (limit.Certain ? "" : call.Text("; hari libur tahun itu belum ada", "; holidays of that year are not known"))
            );
        }

        foreach (var finding in view.Findings)
        {
            console.WriteLine();
            console.MarkupLine(
                Markup.Escape(
                    $"{finding.Number}  {finding.Form} {call.Text(finding.FormId ?? "", finding.FormEn ?? "")}  {finding.Phase}  {finding.Account}"
                )
            );
            Row(console, call.Text("Alamat", "Address"), finding.Url);
            if (finding.NoteId is not null)
            {
                Row(console, call.Text("Catatan", "Note"), call.Text(finding.NoteId, finding.NoteEn ?? ""));
            }

            Row(console, call.Text("Bukti", "Evidence"), string.Join(' ', finding.Evidence));
            Row(console, "Batch", string.Join(' ', finding.Batches));
        }

        console.WriteLine();
        foreach (var moment in view.Timeline)
        {
            var when = moment.At is { } at ? FlagScreen.Local(at, line.Zone, "yyyy-MM-dd HH:mm") : moment.Day;
            console.MarkupLine(
                Markup.Escape(
                    $"{when, -21} {FlagScreen.Printable(call.Text(moment.Id, moment.En))}{(moment.By.Length > 0 ? $"  ({moment.By})" : "")}"
                )
            );
        }

        if (view.Loose.Count > 0)
        {
            console.WriteLine();
            console.MarkupLine(
                call.Text(
                    $"Temuan lain tentang orang ini yang belum menjadi perkara: {string.Join(", ", view.Loose)}",
                    $"Other findings about this person that belong to no case: {string.Join(", ", view.Loose)}"
                )
            );
        }
    }

    private static Markup Cell(string text) => new(Markup.Escape(FlagScreen.Clip(text, 60)));

    private static void Row(IAnsiConsole console, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            console.MarkupLine($"[grey]{name, -11}[/] {Markup.Escape(FlagScreen.Printable(value))}");
        }
    }
}
