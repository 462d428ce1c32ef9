using System.Globalization;
using System.Xml.Linq;
using Monitor.Worker.Language;
using Monitor.Worker.Summaries.Charts;

namespace Monitor.Worker.Summaries;

/// <summary>What the pages share.</summary>
internal static class PageParts
{
    private const int MostBars = 15;

    /// <summary>The days of a period, as short as they can be said.</summary>
    public static string Days(Period period, Numbers numbers)
    {
        var (from, to) = (period.From, period.To);
        return from == to ? numbers.Day(from)
            : from.Year == to.Year && from.Month == to.Month ? $"{from.Day}–{numbers.Day(to)}"
            : from.Year == to.Year ? $"{from.Day} {numbers.Month(from)} – {numbers.Day(to)}"
            : $"{numbers.Day(from)} – {numbers.Day(to)}";
    }

    /// <summary>A moment in its own zone, to the minute; null for none.</summary>
    public static string? Moment(DateTimeOffset? at, string zone, Numbers numbers) =>
        at is { } moment
            ? $"{numbers.Day(DateOnly.FromDateTime(moment.DateTime))}, {moment.ToString(numbers.Tongue == Tongue.English ? "HH:mm" : "HH.mm", CultureInfo.InvariantCulture)} {zone}"
            : null;

    /// <summary>A line of facts under a heading.</summary>
    public static XElement Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var list = new XElement("dl", new XAttribute("class", "facts"));
        foreach (var (name, value) in facts)
        {
            list.Add(new XElement("div", new XElement("dt", name), new XElement("dd", value)));
        }

        return list;
    }

    /// <summary>The few figures that are seen first.</summary>
    public static XElement Cards(params ReadOnlySpan<(string Name, string Value, string? Small)> cards)
    {
        var list = new XElement("dl", new XAttribute("class", "cards"));
        foreach (var (name, value, small) in cards)
        {
            list.Add(
                new XElement(
                    "div",
                    new XElement("dt", name),
                    new XElement("dd", value),
                    small is null ? null : new XElement("dd", new XAttribute("class", "small"), small)
                )
            );
        }

        return list;
    }

    /// <summary>A form by its code and short name.</summary>
    public static string Form(FormCounts form, Tongue tongue) =>
        form.Code.Length == 0 ? (tongue == Tongue.English ? "No form named" : "Tanpa bentuk")
        : form.Name is null ? form.Code
        : $"{form.Code} {form.Name.In(tongue)}";

    /// <summary>A kind of source in words.</summary>
    public static string Kind(string kind, Tongue tongue) =>
        kind switch
        {
            "feed" => tongue == Tongue.English ? "Feed" : "Umpan berita",
            "sitemap" => tongue == Tongue.English ? "Sitemap" : "Peta situs",
            "report" => tongue == Tongue.English ? "Officers' reports" : "Laporan petugas",
            _ => Platform(kind),
        };

    /// <summary>A platform as it writes itself.</summary>
    public static string Platform(string platform) =>
        platform switch
        {
            "youtube" => "YouTube",
            "tiktok" => "TikTok",
            "linkedin" => "LinkedIn",
            "whatsapp" => "WhatsApp",
            "x" => "X",
            "" => "",
            _ => char.ToUpperInvariant(platform[0]) + platform[1..],
        };

    /// <summary>Who has signed: a chart of the largest shares' places and a table of all.</summary>
    public static void Coverage(Page page, string id, PledgeShare all, IReadOnlyList<(string Name, PledgeShare Share)> rows, string head)
    {
        var numbers = page.Numbers;
        if (rows.Count == 0)
        {
            page.Paragraph(page.Text("Belum ada ASN terdaftar.", "No civil servant is registered yet."));
            return;
        }

        string Signed(PledgeShare share) => numbers.Percent(share.Signed.Shown, share.Registered.Shown);
        var drawn = rows.OrderByDescending(row => row.Share.Registered.Shown ?? 0)
            .Take(MostBars)
            .OrderBy(row => row.Name, StringComparer.Ordinal)
            .ToList();
        var title = page.Text("Bagian yang sudah menandatangani", "Share that has signed");
        var chart = BarChart.Draw(
            new Caption(id, title, string.Join("; ", drawn.Select(row => $"{row.Name}: {Spoken(row.Share)}"))),
            [.. drawn.Select(row => new Row(row.Name, Share(row.Share)))],
            [title],
            Axis.ForShares,
            value => value is { } share ? numbers.Percent(share) : Numbers.Hidden,
            value => $"{100 * value:0} %"
        );
        var table = page.Table(
            page.Text("Terdaftar, menandatangani, belum", "Registered, signed, not signed"),
            [
                head,
                page.Text("Terdaftar", "Registered"),
                page.Text("Sudah", "Signed"),
                page.Text("Belum", "Not"),
                page.Text("Bagian", "Share"),
            ],
            rows.Select(row => Line(row.Name, row.Share)),
            Line(page.Text("Seluruhnya", "All"), all)
        );
        var more = rows.Count - drawn.Count;
        page.Pair(
            chart,
            title + (more > 0 ? page.Text($", {MostBars} yang terbesar", $", the {MostBars} largest") : ""),
            table,
            rows.Count > MostBars ? "wide" : "roomy"
        );

        double? Share(PledgeShare share) =>
            share is { Signed.Shown: { } signed, Registered.Shown: { } registered } && registered > 0 ? (double)signed / registered : null;

        string Spoken(PledgeShare share) => Share(share) is { } known ? numbers.Percent(known) : page.Text("disembunyikan", "suppressed");

        IReadOnlyList<string> Line(string name, PledgeShare share) =>
            [
                name + Validity(share),
                numbers.Count(share.Registered.Shown),
                numbers.Count(share.Signed.Shown),
                numbers.Count(share.Unsigned.Shown),
                Signed(share),
            ];

        string Validity(PledgeShare share) =>
            share is { FirstSigned: { } first, LastSigned: { } last }
                ? page.Text("\nditandatangani ", "\nsigned ")
                    + (first == last ? Day(first) : $"{Day(first)} – {Day(last)}")
                    + (share.FirstEnd is { } end ? page.Text($"; yang pertama berakhir {Day(end)}", $"; the first ends {Day(end)}") : "")
                : "";

        string Day(string written) => numbers.Day(DateOnly.ParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
