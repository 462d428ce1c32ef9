using System.Globalization;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli.Desk;

/// <summary>One flag as rows of a screen: who, where, when, the text with its reasons, why, forms, earlier decisions, proof.</summary>
internal sealed class FlagSheet(FlagView flag, IReadOnlyList<EarlierDecision>? earlier, Tongue tongue) : ISheet
{
    /// <summary>From here on text and facts stand side by side.</summary>
    public const int WideFrom = 110;

    private const int Label = 10;
    private const int ReasonShown = 80;

    /// <inheritdoc />
    public IReadOnlyList<Row> Rows(int width)
    {
        if (width < WideFrom)
        {
            return [.. About(width), Row.Empty, .. Said(width), Row.Empty, .. Judged(width)];
        }

        var left = (width - 3) * 11 / 20;
        var right = width - 3 - left;
        var text = Said(left);
        var facts = (Row[])[.. About(right), Row.Empty, .. Judged(right)];
        return
        [
            .. Enumerable
                .Range(0, Math.Max(text.Count, facts.Length))
                .Select(i => new Row([
                    .. (i < text.Count ? text[i] : Row.Empty).Fit(left).Pieces,
                    new Piece(" │ ", Ink.Faint),
                    .. (i < facts.Length ? facts[i] : Row.Empty).Pieces,
                ])),
        ];
    }

    // Which flag, how it stands, and how much time the law leaves.
    /// <inheritdoc />
    public Row Bar(int width, DateTimeOffset now)
    {
        // The deadline stands in whole before anything else does; what gives way first is said elsewhere too.
        var left = $"({Left(flag.DueAt - now)}) ";
        var what = $" Flag {flag.Id}  {flag.State}  {flag.Label}";
        var score = $" {flag.Score.ToString("0.000", CultureInfo.InvariantCulture)}";
        var due = $"{Pick("tenggat", "due")} {FlagScreen.Local(flag.DueAt, flag.Zone, "yyyy-MM-dd HH:mm")} {left}";
        var near = $"{Pick("tenggat", "due")} {FlagScreen.Local(flag.DueAt, flag.Zone, "MM-dd HH:mm")} {left}";
        foreach (var (start, end) in ((string, string)[])[(what + score, due), (what + score, near), (what, near)])
        {
            if (width - Row.Cells(start) - Row.Cells(end) is > 0 and var gap)
            {
                return Row.Of(start + new string(' ', gap) + end, Ink.Bar);
            }
        }

        return Row.Of($"{what} {left}", Ink.Bar).Fit(width);
    }

    /// <summary>The text with each reason for the flag between marks, safe to print.</summary>
    public static IReadOnlyList<Piece> Marked(FlagView flag)
    {
        var pieces = new List<Piece>();
        var at = 0;
        foreach (var reason in flag.Reasons.Where(reason => reason.Weight > 0 && reason.Length > 0).OrderBy(reason => reason.Start))
        {
            if (reason.Start < at || reason.Start + reason.Length > flag.Text.Length)
            {
                continue;
            }

            pieces.Add(new Piece(FlagScreen.Printable(flag.Text[at..reason.Start])));
            pieces.Add(new Piece($"»{FlagScreen.Printable(flag.Text.Substring(reason.Start, reason.Length))}«", Ink.Mark));
            at = reason.Start + reason.Length;
        }

        pieces.Add(new Piece(FlagScreen.Printable(flag.Text[at..])));
        return pieces;
    }

    private List<Row> About(int width)
    {
        var rows = new List<Row>();
        if (flag.Person is { } person)
        {
            Fact(rows, width, Pick("Siapa", "Who"), $"{person.Name}  NIP {person.Nip}");
            Fact(rows, width, "", person.Office);
        }
        else
        {
            Fact(rows, width, Pick("Siapa", "Who"), FlagScreen.Who(tongue, flag.Attribution, null));
        }

        foreach (var status in flag.Person?.Statuses ?? [])
        {
            Fact(
                rows,
                width,
                Pick("Keadaan", "Status"),
                $"{status.Name.In(tongue)}, {status.From} – {status.To ?? "…"}, {status.Source}. {status.Effect?.In(tongue)} {status.Note}".TrimEnd()
            );
        }

        Fact(
            rows,
            width,
            Pick("Akun", "Account"),
            flag.Account is { } account
                ? $"{account.Platform} @{account.Handle} ({account.Basis})"
                : Pick("bukan akun terdaftar", "not a registered account")
        );
        Fact(rows, width, Pick("Alamat", "Address"), flag.Url ?? flag.SourceUrl);
        Fact(
            rows,
            width,
            Pick("Terbit", "Published"),
            flag.PublishedAt is { } at
                ? FlagScreen.Local(at, flag.Zone, "yyyy-MM-dd HH:mm")
                : $"{Pick("tidak diketahui; ditemukan", "not known; found")} {FlagScreen.Local(flag.FoundAt, flag.Zone, "yyyy-MM-dd HH:mm")}"
        );
        Fact(
            rows,
            width,
            Pick("Tahapan", "Phase"),
            flag.Phases.Count > 0
                ? string.Join("; ", flag.Phases.Select(phase => phase.Name.In(tongue)))
                : Pick("tidak ada tahapan pada tanggal itu", "no phase on that date")
        );
        return rows;
    }

    private List<Row> Said(int width)
    {
        var rows = new List<Row>();
        if (flag.Title.Length > 0 && !flag.Text.StartsWith(flag.Title, StringComparison.Ordinal))
        {
            rows.AddRange(Row.Wrap(FlagScreen.Printable(flag.Title), width, ink: Ink.Bold));
        }

        rows.AddRange(Row.Wrap(Marked(flag), width));
        if (flag.TakenDownAt is { } gone)
        {
            rows.AddRange(
                Row.Wrap(
                    Pick(
                        $"(teks dihapus {gone:yyyy-MM-dd}: sumbernya telah menghapusnya)",
                        $"(text removed {gone:yyyy-MM-dd}: its source had removed it)"
                    ),
                    width,
                    ink: Ink.Faint
                )
            );
        }

        if (flag.Shared is { } shared)
        {
            rows.AddRange(
                Row.Wrap(
                    Pick("Meneruskan kata-kata orang lain, yang tidak dinilai", "Passes on another's words, which were not scored")
                        + $" ({shared.How} {FlagScreen.Printable(shared.Author ?? "")} {shared.Url}): {FlagScreen.Clip(shared.Text, 600)}",
                    width,
                    ink: Ink.Faint
                )
            );
        }

        return rows;
    }

    private List<Row> Judged(int width)
    {
        var rows = new List<Row>();
        Fact(
            rows,
            width,
            Pick("Mengapa", "Why"),
            flag.Reasons.Count == 0
                ? "-"
                : string.Join(
                    "; ",
                    flag.Reasons.Select(reason =>
                        $"“{FlagScreen.Clip(reason.Text, ReasonShown)}” {reason.Weight.ToString("+0.0;-0.0", CultureInfo.InvariantCulture)}"
                    )
                )
        );
        if (flag.SuggestedForms.Count > 0)
        {
            Fact(rows, width, Pick("Bentuk", "Forms"), Pick("yang mungkin; Anda yang memutus:", "that may fit; you decide:"));
        }

        foreach (var form in flag.SuggestedForms.Take(FormAdvice.ShownFirst))
        {
            Fact(
                rows,
                width,
                "",
                $"{form.Code} {(tongue == Tongue.English ? form.NameEn : form.NameId)} — {string.Join("; ", form.Why.Select(why => why.In(tongue)))}"
            );
        }

        if (flag.SuggestedForms.Count > FormAdvice.ShownFirst)
        {
            Fact(
                rows,
                width,
                "",
                Pick("juga: ", "also: ") + string.Join(", ", flag.SuggestedForms.Skip(FormAdvice.ShownFirst).Select(form => form.Code))
            );
        }

        Earlier(rows, width);
        foreach (var member in flag.Group)
        {
            Fact(
                rows,
                width,
                member == flag.Group[0] ? Pick("Kelompok", "Group") : "",
                // How another of the group ended could tell a second reader what the first had said of this one.
                $"flag {member.Id}{(member.State == flag.State ? $" ({member.State})" : "")} {FlagScreen.Clip(member.Title, 60)} {member.Url ?? member.SourceUrl}"
            );
        }

        foreach (var note in flag.Notes)
        {
            Fact(rows, width, Pick("Catatan", "Note"), $"{note.Act} {note.By}: {note.Text} ({note.At:yyyy-MM-dd HH:mm}Z)");
        }

        foreach (var given in flag.Decisions)
        {
            Fact(
                rows,
                width,
                Pick("Putusan", "Verdict"),
                $"{given.Place}. {given.By}: {given.Verdict} {given.Form ?? given.Ground} {given.Particulars?.Contest}:{given.Particulars?.Phase} — {given.Reason}"
            );
        }

        if (flag.DecisionsHidden > 0)
        {
            Fact(
                rows,
                width,
                Pick("Putusan", "Verdict"),
                Pick("pembaca lain disembunyikan sampai Anda memutus", "another reader's is hidden until you have decided")
            );
        }

        foreach (var capture in flag.Evidence)
        {
            Fact(
                rows,
                width,
                Pick("Bukti", "Evidence"),
                $"sha256 {capture.Sha256}  {capture.Bytes} {Pick("bita", "bytes")}  {capture.CapturedAt:yyyy-MM-dd HH:mm:ss}Z"
            );
        }

        return rows;
    }

    private void Earlier(List<Row> rows, int width)
    {
        if (earlier is null)
        {
            Fact(rows, width, Pick("Serupa", "Alike"), Pick("sedang dicari", "being looked for"));
        }
        else if (earlier.Count == 0)
        {
            Fact(rows, width, Pick("Serupa", "Alike"), Pick("belum ada putusan atas teks serupa", "no text like it has been decided yet"));
        }

        foreach (var other in earlier ?? [])
        {
            Fact(
                rows,
                width,
                other == earlier![0] ? Pick("Serupa", "Alike") : "",
                $"flag {other.Flag} {other.State} {other.Code}, {other.ClosedAt:yyyy-MM-dd} ({string.Join(", ", other.Words)}): {FlagScreen.Clip(other.Text, 70)}"
            );
        }
    }

    private static void Fact(List<Row> rows, int width, string name, string value) =>
        rows.AddRange(
            Row.Wrap(
                [new Piece(name.PadRight(Label), Ink.Faint), new Piece(FlagScreen.Printable(value.ReplaceLineEndings(" ")))],
                width,
                Label
            )
        );

    private string Left(TimeSpan left)
    {
        var late = left < TimeSpan.Zero;
        var time = left.Duration();
        var words =
            time.TotalDays >= 1
                ? Pick($"{(int)time.TotalDays} hari {time.Hours} jam", $"{(int)time.TotalDays} d {time.Hours} h")
                : Pick($"{(int)time.TotalHours} jam {time.Minutes} mnt", $"{(int)time.TotalHours} h {time.Minutes} min");
        return late ? Pick($"LEWAT {words}", $"OVERDUE {words}") : words;
    }

    private string Pick(string id, string en) => tongue == Tongue.English ? en : id;
}
