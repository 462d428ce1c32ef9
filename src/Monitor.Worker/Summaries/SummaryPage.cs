using System.Xml.Linq;
using Monitor.Worker.Accuracy;
using Monitor.Worker.Language;
using Monitor.Worker.Summaries.Charts;

namespace Monitor.Worker.Summaries;

/// <summary>Writes a summary as a page.</summary>
internal sealed partial class SummaryPage
{
    private readonly Summary _summary;
    private readonly Page _page;
    private readonly Numbers _numbers;

    private SummaryPage(Summary summary, Tongue tongue)
    {
        _summary = summary;
        _numbers = new Numbers(tongue);
        _page = new Page(_numbers);
    }

    /// <summary>The page, as UTF-8 text; the same summary gives the same page.</summary>
    public static string Write(Summary summary, Tongue tongue)
    {
        var page = new SummaryPage(summary, tongue);
        page.Head();
        page.Funnel();
        page.Deadlines();
        page.Trend();
        page.Regions();
        page.Forms();
        page.Platforms();
        page.Reading();
        page.Models();
        page.Pledges();
        page.Sources();
        page.Foot();
        return page._page.Html($"{page.Title} – {PageParts.Days(summary.Period, page._numbers)}");
    }

    private string Title => Text("Ringkasan pengawasan netralitas ASN", "Supervision of civil servants' neutrality: summary");

    private string Text(string id, string en) => _page.Text(id, en);

    private void Head()
    {
        var reach =
            _summary.Regions.Count == 0
                ? Text("seluruh Indonesia", "the whole country")
                : string.Join(", ", _summary.Regions.Select(region => $"{region.Name} ({region.Code})"));
        _page.Add(
            new XElement(
                "header",
                new XElement("h1", Title),
                PageParts.Facts(
                    (Text("Periode", "Period"), $"{PageParts.Days(_summary.Period, _numbers)} ({_summary.Zone})"),
                    (Text("Cakupan wilayah", "Regions covered"), reach),
                    (
                        Text("Perubahan data terakhir", "Newest change in the data"),
                        PageParts.Moment(_summary.AsOf, _summary.Zone, _numbers) ?? Text("belum ada data", "no data")
                    )
                )
            )
        );
        var (funnel, outcomes, deadlines) = (_summary.Funnel, _summary.Outcomes, _summary.Deadlines);
        _page.Add(
            PageParts.Cards(
                (Text("Teks dikumpulkan", "Texts collected"), Shown(funnel.Collected), null),
                (
                    Text("Ditandai untuk dibaca manusia", "Flagged for a human"),
                    Shown(funnel.Flagged),
                    Of(funnel.Flagged, funnel.Collected, "dari yang dikumpulkan", "of what was collected")
                ),
                (
                    Text("Terbukti setelah ditinjau", "Confirmed after review"),
                    Shown(funnel.Confirmed),
                    Of(funnel.Confirmed, funnel.Flagged, "dari yang ditandai", "of the flags")
                ),
                (
                    Text("Batas waktu terlewati", "Deadlines missed"),
                    Shown(deadlines.Missed),
                    Of(deadlines.Missed, funnel.Flagged, "dari yang ditandai", "of the flags")
                )
            )
        );
        _page.Add(
            new XElement(
                "div",
                new XAttribute("class", "note"),
                new XElement(
                    "p",
                    Text(
                        $"Mesin hanya mengurutkan bacaan; setiap putusan dibuat oleh manusia, dan yang terbukti dibaca sedikitnya dua orang. Halaman ini tidak memuat nama, NIP, akun, maupun teks. Hitungan 1 sampai {Suppression.Least - 1} ditulis {Numbers.Hidden}, begitu pula hitungan lain yang dapat membukanya.",
                        $"The machine only orders the reading; every verdict is a person's, and what is confirmed was read by two at least. This page holds no name, no NIP, no account and no text. Counts from 1 to {Suppression.Least - 1} are written {Numbers.Hidden}, and so are others from which they could be worked out."
                    )
                )
            )
        );
    }

    private void Funnel()
    {
        var (funnel, outcomes) = (_summary.Funnel, _summary.Outcomes);
        (string Label, Count Count)[] stages =
        [
            (Text("Dikumpulkan", "Collected"), funnel.Collected),
            (Text("Ditandai mesin atau petugas", "Flagged by the machine or an officer"), funnel.Flagged),
            (Text("Dibaca manusia", "Read by a human"), funnel.Read),
            (Text("Terbukti", "Confirmed"), funnel.Confirmed),
        ];
        _page.Section(
            Text("Dari teks ke temuan", "From text to finding"),
            Text(
                "Berapa yang diambil pada periode ini, berapa dari yang ditandai dibaca orang, dan berapa yang akhirnya terbukti.",
                "How much was taken in during the period, how many of the flags a person read, and how many were confirmed in the end."
            )
        );
        var rows = stages.Select(
            (stage, i) =>
                (IReadOnlyList<string>)
                    [stage.Label, Shown(stage.Count), i == 0 ? "" : _numbers.Percent(stage.Count.Shown, stages[i - 1].Count.Shown)]
        );
        var table = _page.Table(
            Text("Tiap tahap dan bagiannya dari tahap sebelumnya", "Each stage and its share of the one before"),
            [Text("Tahap", "Stage"), Text("Jumlah", "Count"), Text("Bagian", "Share")],
            rows
        );
        var ends = _page.Table(
            Text("Keadaan yang ditandai sekarang", "What became of the flags"),
            [Text("Keadaan", "State"), Text("Jumlah", "Count"), Text("Bagian", "Share")],
            new[]
            {
                (Text("Terbukti", "Confirmed"), outcomes.Confirmed),
                (Text("Ditolak", "Dismissed"), outcomes.Dismissed),
                (Text("Menunggu putusan", "Waiting for a verdict"), outcomes.Waiting),
            }.Select(row => (IReadOnlyList<string>)[row.Item1, Shown(row.Item2), _numbers.Percent(row.Item2.Shown, funnel.Flagged.Shown)])
        );
        _page.Pair(
            FunnelChart.Draw(
                Caption(
                    "funnel",
                    Text("Corong dari teks ke temuan", "Funnel from text to finding"),
                    string.Join("; ", stages.Select(stage => $"{stage.Label}: {Spoken(stage.Count)}"))
                ),
                [.. stages.Select(stage => new Row(stage.Label, stage.Count.Shown))],
                _numbers
            ),
            Text("Jumlah pada tiap tahap (skala logaritmik)", "Count at each stage (logarithmic scale)"),
            new XElement("div", table, ends)
        );
    }

    private void Deadlines()
    {
        var deadlines = _summary.Deadlines;
        (string Label, Count Count)[] rows =
        [
            (Text("Diputus tepat waktu", "Decided in time"), deadlines.Met),
            (Text("Lewat waktu", "Missed"), deadlines.Missed),
            (Text("Masih berjalan", "Still running"), deadlines.Running),
        ];
        _page.Section(
            Text("Batas waktu", "Deadlines"),
            Text(
                "Temuan gugur bila tidak ditetapkan dalam tenggatnya. Lewat waktu: diputus terlambat, atau belum diputus setelah tenggat.",
                "What is not made a finding within its time limit lapses. Missed: decided late, or still open after the limit."
            )
        );
        Counted(
            "deadlines",
            Text("Yang ditandai menurut batas waktunya", "Flags by their deadline"),
            Text("Keadaan", "State"),
            rows,
            _summary.Funnel.Flagged
        );
    }

    private void Trend()
    {
        var (flagged, confirmed) = (Text("Ditandai", "Flagged"), Text("Terbukti", "Confirmed"));
        var days = _summary.Trend.Count > 0 ? _summary.Trend[0].Period.Days : 1;
        var unit =
            days == 1 ? Text("hari", "day")
            : days <= 7 ? Text("minggu", "week")
            : Text("bulan", "month");
        _page.Section(
            Text("Menurut waktu", "Over time"),
            Text(
                $"Yang ditandai per {unit} menurut hari ditemukannya, dan berapa di antaranya terbukti. Tanda terbuka di dasar: jumlah disembunyikan.",
                $"Flags per {unit} by the day they were found, and how many of them were confirmed. An open mark on the base: the count is suppressed."
            )
        );
        string Label(Period piece) => piece.Days > 7 ? _numbers.Month(piece.From)[..3] : _numbers.ShortDay(piece.From);
        _page.Pair(
            LineChart.Draw(
                Caption(
                    "trend",
                    Text($"Ditandai dan terbukti per {unit}", $"Flagged and confirmed per {unit}"),
                    string.Join(
                        "; ",
                        _summary.Trend.Select(piece => $"{Label(piece.Period)}: {Spoken(piece.Flagged)}, {Spoken(piece.Confirmed)}")
                    )
                ),
                [.. _summary.Trend.Select(piece => new Row(Label(piece.Period), piece.Flagged.Shown, piece.Confirmed.Shown))],
                [flagged, confirmed],
                _numbers
            ),
            Text($"Jumlah per {unit}", $"Count per {unit}"),
            _page.Table(
                Text($"Ditandai dan terbukti per {unit}", $"Flagged and confirmed per {unit}"),
                [Text("Waktu", "Days"), flagged, confirmed],
                _summary.Trend.Select(piece =>
                    (IReadOnlyList<string>)[PageParts.Days(piece.Period, _numbers), Shown(piece.Flagged), Shown(piece.Confirmed)]
                ),
                [Text("Seluruhnya", "All"), Shown(_summary.Funnel.Flagged), Shown(_summary.Funnel.Confirmed)]
            )
        );
    }

    private void Regions()
    {
        var (flagged, confirmed) = (Text("Ditandai", "Flagged"), Text("Terbukti", "Confirmed"));
        var isMap = _summary is { IsByProvince: true, Regions.Count: 0 };
        var what = _summary.IsByProvince ? Text("provinsi", "province") : Text("kabupaten/kota", "kabupaten and kota");
        _page.Section(
            Text("Menurut wilayah", "By region"),
            isMap
                ? Text(
                    "Tiap petak satu provinsi, kira-kira di tempatnya; makin gelap makin banyak yang ditandai. Besar petak tidak berarti apa-apa.",
                    "Each tile is a province, about where it lies; the darker, the more was flagged. Tiles are all of one size."
                )
                : Text($"Yang ditandai dan terbukti menurut {what}.", $"Flagged and confirmed by {what}.")
        );
        var named = _summary
            .ByRegion.Select(row => row with { Name = row.Code.Length == 0 ? Text("Tanpa wilayah", "Without a region") : row.Name })
            .ToList();
        var some = named.FindAll(row => row.Flagged.Shown != 0);
        var nothing = named.Count - some.Count;
        var table = _page.Table(
            Text($"Ditandai dan terbukti menurut {what}", $"Flagged and confirmed by {what}")
                + (nothing > 0 ? Text($"; {nothing} lainnya 0", $"; {nothing} others 0") : ""),
            isMap
                ? [Text("Wilayah", "Region"), Text("Petak", "Tile"), flagged, confirmed]
                : [Text("Wilayah", "Region"), flagged, confirmed],
            some.Select(row =>
                isMap
                    ? (IReadOnlyList<string>)
                        [row.Name, row.Code.Length == 0 ? "–" : TileMap.Letters(row.Code), Shown(row.Flagged), Shown(row.Confirmed)]
                    : [row.Name, Shown(row.Flagged), Shown(row.Confirmed)]
            ),
            [Text("Seluruhnya", "All"), .. isMap ? [""] : (string[])[], Shown(_summary.Funnel.Flagged), Shown(_summary.Funnel.Confirmed)],
            near: isMap ? 1 : null
        );
        var description =
            some.Count == 0
                ? Text("Tidak ada yang ditandai.", "Nothing was flagged.")
                : string.Join("; ", some.Select(row => $"{row.Name}: {Spoken(row.Flagged)}"));
        if (isMap)
        {
            var caption = Caption("regions", Text("Peta petak provinsi: yang ditandai", "Tile map of provinces: flagged"), description);
            var tiles = named.Where(row => row.Code.Length == 2).Select(row => new Tile(row.Code, row.Name, row.Flagged.Shown)).ToList();
            var map = TileMap.Draw(caption, tiles, _numbers);
            map.Add(new XAttribute("class", "map"));
            _page.Pair(map, Text("Yang ditandai menurut provinsi", "Flagged by province"), table, "wide");
        }
        else
        {
            var chart =
                some.Count == 0
                    ? null
                    : Bars(
                        "regions",
                        Text("Ditandai dan terbukti menurut wilayah", "Flagged and confirmed by region"),
                        some.ConvertAll(row => (row.Name, row.Flagged, row.Confirmed))
                    );
            _page.Pair(chart, Text("Jumlah menurut wilayah", "Count by region"), table);
        }
    }

    private XElement Bars(string id, string title, IReadOnlyList<(string Label, Count Flagged, Count Confirmed)> rows) =>
        BarChart.Draw(
            Caption(id, title, string.Join("; ", rows.Select(row => $"{row.Label}: {Spoken(row.Flagged)}, {Spoken(row.Confirmed)}"))),
            [.. rows.Select(row => new Row(row.Label, row.Flagged.Shown, row.Confirmed.Shown))],
            [Text("Ditandai", "Flagged"), Text("Terbukti", "Confirmed")],
            Axis.ForCounts(rows.Max(row => row.Flagged.Shown) ?? 1),
            value => _numbers.Count((long?)value),
            _numbers.Tick
        );

    // One series, its table with shares of a whole, and nothing where there is nothing.
    private void Counted(string id, string title, string head, IReadOnlyList<(string Label, Count Count)> rows, Count whole)
    {
        var chart =
            rows.Count == 0
                ? null
                : BarChart.Draw(
                    Caption(id, title, string.Join("; ", rows.Select(row => $"{row.Label}: {Spoken(row.Count)}"))),
                    [.. rows.Select(row => new Row(row.Label, row.Count.Shown))],
                    [title],
                    Axis.ForCounts(rows.Max(row => row.Count.Shown) ?? 1),
                    value => _numbers.Count((long?)value),
                    _numbers.Tick
                );
        _page.Pair(
            chart,
            title,
            _page.Table(
                title,
                [head, Text("Jumlah", "Count"), Text("Bagian", "Share")],
                rows.Select(row => (IReadOnlyList<string>)[row.Label, Shown(row.Count), _numbers.Percent(row.Count.Shown, whole.Shown)]),
                [Text("Seluruhnya", "All"), Shown(whole), ""]
            )
        );
    }

    private static Caption Caption(string id, string title, string description) => new(id, title, description);

    private string Shown(Count count) => _numbers.Count(count.Shown);

    private string Spoken(Count count) => count.Shown is { } shown ? _numbers.Count(shown) : Text("disembunyikan", "suppressed");

    private string? Of(Count part, Count whole, string id, string en) =>
        part.Shown is null || whole.Shown is null or 0 ? null : $"{_numbers.Percent(part.Shown, whole.Shown)} {Text(id, en)}";

    private string Shown(Estimate estimate, Func<double, string> write) =>
        $"{write(estimate.Value)} ({write(estimate.Low)} {Text("s.d.", "to")} {write(estimate.High)})";
}
