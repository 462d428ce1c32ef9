using System.Xml.Linq;
using Monitor.Worker.Language;
using Monitor.Worker.Summaries.Charts;

namespace Monitor.Worker.Summaries;

/// <summary>Writes the figures of a circular as a page.</summary>
internal static class CircularPage
{
    /// <summary>The page, as UTF-8 text; the same figures give the same page.</summary>
    public static string Write(Circular circular, Tongue tongue)
    {
        var numbers = new Numbers(tongue);
        var page = new Page(numbers);
        var title = page.Text("Bahan surat edaran netralitas ASN", "Figures for a circular on civil servants' neutrality");
        Head(page, circular, title);
        Reminders(page, circular);
        Units(page, circular);
        Forms(page, circular);
        page.Section(
            page.Text("Ikrar dan pakta integritas", "Pledges and integrity pacts"),
            page.Text(
                $"ASN terdaftar yang ikrar atau pakta integritasnya berlaku pada {numbers.Day(circular.PledgesOn)}, menurut unit kerja.",
                $"Registered civil servants whose pledge or integrity pact holds on {numbers.Day(circular.PledgesOn)}, by unit."
            )
        );
        PageParts.Coverage(
            page,
            "pledges",
            circular.Pledges,
            [.. circular.ByUnit.Where(unit => unit.Pledges.Registered.Shown != 0).Select(unit => (Name(page, unit), unit.Pledges))],
            page.Text("Unit kerja", "Unit")
        );
        page.Add(
            new XElement(
                "footer",
                new XElement(
                    "p",
                    page.Text(
                        $"Tidak memuat nama, NIP, akun, maupun teks. Hitungan 1 sampai {Suppression.Least - 1} ditulis {Numbers.Hidden}, begitu pula hitungan lain yang dapat membukanya. Disiapkan oleh Monitor untuk pencegahan; bukan dasar penjatuhan sanksi.",
                        $"Holds no name, no NIP, no account and no text. Counts from 1 to {Suppression.Least - 1} are written {Numbers.Hidden}, and so are others from which they could be worked out. Prepared by Monitor for prevention; no ground for a sanction."
                    )
                )
            )
        );
        return page.Html($"{title} – {circular.Instansi}");
    }

    private static void Head(Page page, Circular circular, string title)
    {
        var numbers = page.Numbers;
        page.Add(
            new XElement(
                "header",
                new XElement("h1", title),
                PageParts.Facts(
                    ("Instansi", circular.Instansi + (circular.InstansiCode.Length > 0 ? $" ({circular.InstansiCode})" : "")),
                    (page.Text("Periode", "Period"), $"{PageParts.Days(circular.Period, numbers)} ({circular.Zone})"),
                    (
                        page.Text("Perubahan data terakhir", "Newest change in the data"),
                        PageParts.Moment(circular.AsOf, circular.Zone, numbers) ?? page.Text("belum ada data", "no data")
                    )
                )
            )
        );
        page.Add(
            PageParts.Cards(
                (page.Text("ASN terdaftar", "Registered civil servants"), numbers.Count(circular.Pledges.Registered.Shown), null),
                (
                    page.Text("Sudah menandatangani", "Have signed"),
                    numbers.Percent(circular.Pledges.Signed.Shown, circular.Pledges.Registered.Shown),
                    null
                ),
                (page.Text("Ditandai untuk dibaca manusia", "Flagged for a human"), numbers.Count(circular.Flagged.Shown), null),
                (page.Text("Terbukti setelah ditinjau", "Confirmed after review"), numbers.Count(circular.Confirmed.Shown), null)
            )
        );
    }

    private static void Reminders(Page page, Circular circular)
    {
        page.Section(
            page.Text("Pokok pengingat", "What to remind of"),
            page.Text(
                "Kalimat yang dapat dipakai dalam surat edaran, disusun dari data.",
                "Sentences for the circular, made from the data."
            )
        );
        page.Add(new XElement("ul", circular.Reminders.Select(sentence => new XElement("li", sentence.In(page.Numbers.Tongue)))));
    }

    private static void Units(Page page, Circular circular)
    {
        var numbers = page.Numbers;
        var (flagged, confirmed) = (page.Text("Ditandai", "Flagged"), page.Text("Terbukti", "Confirmed"));
        page.Section(
            page.Text("Menurut unit kerja", "By unit"),
            page.Text(
                "Yang ditandai bukan pelanggaran: hanya yang terbukti sudah diputus dua orang.",
                "A flag is no breach: only what is confirmed was decided by two persons."
            )
        );
        var some = circular.ByUnit.Where(unit => unit.Flagged.Shown != 0).ToList();
        var title = page.Text("Ditandai dan terbukti menurut unit kerja", "Flagged and confirmed by unit");
        var chart =
            some.Count == 0
                ? null
                : BarChart.Draw(
                    new Caption(
                        "units",
                        title,
                        string.Join(
                            "; ",
                            some.Select(unit => $"{Name(page, unit)}: {Spoken(page, unit.Flagged)}, {Spoken(page, unit.Confirmed)}")
                        )
                    ),
                    [.. some.Select(unit => new Row(Name(page, unit), unit.Flagged.Shown, unit.Confirmed.Shown))],
                    [flagged, confirmed],
                    Axis.ForCounts(some.Max(unit => unit.Flagged.Shown) ?? 1),
                    value => numbers.Count((long?)value),
                    numbers.Tick
                );
        var others = circular.ByUnit.Count - some.Count;
        page.Pair(
            chart,
            title,
            page.Table(
                title + (others > 0 ? page.Text($"; {others} unit lainnya 0", $"; {others} other units 0") : ""),
                [page.Text("Unit kerja", "Unit"), flagged, confirmed],
                some.Select(unit =>
                    (IReadOnlyList<string>)[Name(page, unit), numbers.Count(unit.Flagged.Shown), numbers.Count(unit.Confirmed.Shown)]
                ),
                [page.Text("Seluruhnya", "All"), numbers.Count(circular.Flagged.Shown), numbers.Count(circular.Confirmed.Shown)]
            )
        );
    }

    private static void Forms(Page page, Circular circular)
    {
        var numbers = page.Numbers;
        var title = page.Text("Terbukti menurut bentuk", "Confirmed by form");
        page.Section(
            page.Text("Menurut bentuk pelanggaran", "By form of violation"),
            page.Text("Bentuk dalam SKB Netralitas ASN, dalam urutan SKB.", "Forms of the joint decree on neutrality, in its order.")
        );
        if (circular.ByForm.Count == 0)
        {
            page.Paragraph(page.Text("Tidak ada yang terbukti pada periode ini.", "Nothing of this period was confirmed."));
            return;
        }

        var names = circular.ByForm.Select(form => PageParts.Form(form, numbers.Tongue)).ToList();
        page.Pair(
            BarChart.Draw(
                new Caption(
                    "forms",
                    title,
                    string.Join("; ", circular.ByForm.Select((form, i) => $"{names[i]}: {Spoken(page, form.Confirmed)}"))
                ),
                [.. circular.ByForm.Select((form, i) => new Row(names[i], form.Confirmed.Shown))],
                [title],
                Axis.ForCounts(circular.ByForm.Max(form => form.Confirmed.Shown) ?? 1),
                value => numbers.Count((long?)value),
                numbers.Tick
            ),
            title,
            page.Table(
                title,
                [page.Text("Bentuk", "Form"), page.Text("Jumlah", "Count")],
                circular.ByForm.Select((form, i) => (IReadOnlyList<string>)[names[i], numbers.Count(form.Confirmed.Shown)]),
                [page.Text("Seluruhnya", "All"), numbers.Count(circular.Confirmed.Shown)]
            )
        );
    }

    private static string Name(Page page, UnitCounts unit) =>
        unit.Unit.Length == 0 ? page.Text("Tanpa unit kerja", "Without a unit") : unit.Unit;

    private static string Spoken(Page page, Count count) =>
        count.Shown is { } shown ? page.Numbers.Count(shown) : page.Text("disembunyikan", "suppressed");
}
