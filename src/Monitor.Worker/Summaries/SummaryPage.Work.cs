using System.Xml.Linq;
using Monitor.Worker.Accuracy;
using Monitor.Worker.Summaries.Charts;

namespace Monitor.Worker.Summaries;

/// <content>By form and platform, and the work itself: readers, models, pledges, sources.</content>
internal sealed partial class SummaryPage
{
    private void Forms()
    {
        _page.Section(
            Text("Menurut bentuk pelanggaran", "By form of violation"),
            Text(
                "Yang terbukti menurut bentuk dalam SKB Netralitas ASN, dalam urutan SKB.",
                "What was confirmed, by form of the joint decree on neutrality, in the decree's order."
            )
        );
        if (_summary.ByForm.Count == 0)
        {
            _page.Paragraph(Text("Tidak ada yang terbukti pada periode ini.", "Nothing of this period was confirmed."));
            return;
        }

        Counted(
            "forms",
            Text("Terbukti menurut bentuk", "Confirmed by form"),
            Text("Bentuk", "Form"),
            [.. _summary.ByForm.Select(form => (PageParts.Form(form, _numbers.Tongue), form.Confirmed))],
            _summary.Funnel.Confirmed
        );
    }

    private void Platforms()
    {
        _page.Section(
            Text("Menurut sumber dan platform", "By source and platform"),
            Text(
                "Dari jenis sumber mana teks datang, dan apa jadinya. Laporan petugas selalu ditandai.",
                "From which kind of source texts came, and what became of them. What an officer reports is always flagged."
            )
        );
        if (_summary.ByPlatform.Count == 0)
        {
            _page.Paragraph(Text("Tidak ada yang dikumpulkan pada periode ini.", "Nothing was collected in this period."));
            return;
        }

        string Name(PlatformCounts row) =>
            PageParts.Kind(row.Kind, _numbers.Tongue)
            + (row.Platform.Length > 0 && row.Platform != row.Kind ? $" · {PageParts.Platform(row.Platform)}" : "");
        _page.Pair(
            Bars(
                "platforms",
                Text("Ditandai dan terbukti menurut sumber", "Flagged and confirmed by source"),
                [.. _summary.ByPlatform.Select(row => (Name(row), row.Flagged, row.Confirmed))]
            ),
            Text("Ditandai dan terbukti menurut sumber", "Flagged and confirmed by source"),
            _page.Table(
                Text("Dikumpulkan, ditandai, terbukti menurut sumber", "Collected, flagged, confirmed by source"),
                [Text("Sumber", "Source"), Text("Dikumpulkan", "Collected"), Text("Ditandai", "Flagged"), Text("Terbukti", "Confirmed")],
                _summary.ByPlatform.Select(row =>
                    (IReadOnlyList<string>)[Name(row), Shown(row.Collected), Shown(row.Flagged), Shown(row.Confirmed)]
                ),
                [
                    Text("Seluruhnya", "All"),
                    Shown(_summary.Funnel.Collected),
                    Shown(_summary.Funnel.Flagged),
                    Shown(_summary.Funnel.Confirmed),
                ]
            )
        );
    }

    private void Reading()
    {
        var reading = _summary.Reading;
        _page.Section(
            Text("Pembaca: beban dan kesepakatan", "Readers: load and agreement"),
            Text(
                "Putusan yang diberikan pada periode ini. Pembaca hanya bernomor menurut banyaknya putusan; nomornya tidak tetap.",
                "Verdicts given in the period. Readers bear a number by how many they gave, which is nobody's for longer than this page."
            )
        );
        Counted(
            "readers",
            Text("Putusan per pembaca", "Verdicts by reader"),
            Text("Pembaca", "Reader"),
            [.. reading.ByReader.Select((count, i) => (Text($"Pembaca {i + 1}", $"Reader {i + 1}"), count))],
            reading.Verdicts
        );
        _page.Paragraph(
            reading.Kappa is { } kappa
                ? Text(
                    $"Kesepakatan dua pembaca yang tidak saling tahu: kappa Cohen {Shown(kappa, _numbers.Figure)} dari {Spoken(reading.ReadTwice)} yang dibaca dua kali. 1 berarti selalu sepakat, 0 tidak lebih dari kebetulan; dalam kurung, selang kepercayaan 95 %.",
                    $"Agreement of two readers who did not know of each other: Cohen's kappa {Shown(kappa, _numbers.Figure)} over {Spoken(reading.ReadTwice)} read twice. 1 means always, 0 no more than by chance; in brackets the 95 % confidence interval."
                )
                : Text(
                    $"Kesepakatan belum dapat dikatakan: terlalu sedikit yang dibaca dua kali (perlu {Truth.FewestReread} konfirmasi dan {Truth.FewestReread} penolakan).",
                    $"Agreement cannot be told yet: too few were read twice ({Truth.FewestReread} confirmations and {Truth.FewestReread} dismissals are needed)."
                )
        );
    }

    private void Models()
    {
        _page.Section(
            Text("Ketepatan model", "How right the model is"),
            Text(
                "Presisi: bagian dari yang ditandai dan diputus yang terbukti. Tertangkap: taksiran bagian dari yang semestinya ditandai, dari contoh acak yang dibaca buta. Angka seluruh Indonesia, dengan selang kepercayaan 95 %.",
                "Precision: the share of decided flags that were confirmed. Recall: the estimated share of what deserves a flag that got one, from a random sample read blind. Figures of the whole country, with 95 % confidence intervals."
            )
        );
        if (_summary.Models.Count == 0)
        {
            _page.Paragraph(Text("Tidak ada model yang menandai pada periode ini.", "No model flagged anything in this period."));
            return;
        }

        var unknown = Text("belum dapat dikatakan", "cannot be told yet");
        var rows = _summary
            .Models.SelectMany(
                (model, i) =>
                    new[] { (Text("Presisi", "Precision"), model.Precision), (Text("Tertangkap", "Recall"), model.Recall) }
                        .Where(row => row.Item2 is not null)
                        .Select(row => new Interval(
                            _summary.Models.Count > 1 ? $"{row.Item1}, {Text("model", "model")} {i + 1}" : row.Item1,
                            row.Item2!.Value,
                            row.Item2.Low,
                            row.Item2.High,
                            Shown(row.Item2, _numbers.Percent)
                        ))
            )
            .ToList();
        var title = Text("Presisi dan tertangkap dengan selangnya", "Precision and recall with their intervals");
        _page.Pair(
            rows.Count == 0
                ? null
                : IntervalChart.Draw(
                    Caption("models", title, string.Join("; ", rows.Select(row => $"{row.Label}: {row.Shown}"))),
                    rows,
                    value => $"{100 * value:0} %"
                ),
            title,
            _page.Table(
                title,
                [Text("Ukuran", "Measure"), .. _summary.Models.Select(model => $"Model {model.Model}")],
                new (string Name, Func<ModelFigures, string> Of)[]
                {
                    (Text("Diputus", "Decided"), model => Shown(model.Decided)),
                    (Text("Di antaranya terbukti", "Of those, confirmed"), model => Shown(model.Confirmed)),
                    (Text("Presisi", "Precision"), model => model.Precision is { } precision ? _numbers.Percent(precision.Value) : unknown),
                    (Text("Contoh dibaca buta", "Samples read blind"), model => _numbers.Count(model.SamplesRead)),
                    (Text("Tertangkap", "Recall"), model => model.Recall is { } recall ? _numbers.Percent(recall.Value) : unknown),
                }.Select(row => (IReadOnlyList<string>)[row.Name, .. _summary.Models.Select(row.Of)])
            )
        );
    }

    private void Pledges()
    {
        var pledges = _summary.Pledges;
        _page.Section(
            Text("Ikrar dan pakta integritas", "Pledges and integrity pacts"),
            Text(
                $"ASN terdaftar yang ikrar atau pakta integritasnya berlaku pada {_numbers.Day(pledges.On)}.",
                $"Registered civil servants whose pledge or integrity pact holds on {_numbers.Day(pledges.On)}."
            )
        );
        PageParts.Coverage(_page, "pledges", pledges.All, [.. pledges.ByInstansi.Select(share => (share.Name, share))], "Instansi");
    }

    private void Sources()
    {
        var sources = _summary.Sources;
        _page.Section(
            Text("Kesehatan sumber", "Health of the sources"),
            Text(
                "Keadaan saat halaman dibuat. Sumber bukan orang: angkanya tidak ada yang disembunyikan.",
                "As they fare when the page is made. Sources are no persons: nothing is suppressed here."
            )
        );
        if (sources.ByKind.Count == 0)
        {
            _page.Paragraph(Text("Tidak ada sumber yang dipantau.", "No source is watched."));
            return;
        }

        (string Label, Func<SourceKindCounts, long> Of)[] words =
        [
            (Text("Baik", "Good"), kind => kind.Green),
            (Text("Terganggu", "Troubled"), kind => kind.Yellow),
            (Text("Merah", "Red"), kind => kind.Red),
            (Text("Dijeda", "Paused"), kind => kind.Paused),
            (Text("Baru", "New"), kind => kind.New),
            (Text("Ditolak robots.txt", "Refused by robots.txt"), kind => kind.Refused),
        ];
        var shown = words.Where((word, i) => i < 3 || sources.ByKind.Any(kind => word.Of(kind) > 0)).ToList();
        var title = Text("Sumber menurut keadaan", "Sources by how they fare");
        _page.Pair(
            BarChart.Draw(
                Caption("sources", title, string.Join("; ", shown.Select(word => $"{word.Label}: {sources.ByKind.Sum(word.Of)}"))),
                [.. shown.Select(word => new Row(word.Label, sources.ByKind.Sum(word.Of)))],
                [title],
                Axis.ForCounts(shown.Max(word => sources.ByKind.Sum(word.Of))),
                value => _numbers.Count((long?)value),
                _numbers.Tick
            ),
            title,
            _page.Table(
                Text("Sumber menurut jenis dan keadaan", "Sources by kind and how they fare"),
                [Text("Jenis", "Kind"), .. shown.Select(word => word.Label)],
                sources.ByKind.Select(kind =>
                    (IReadOnlyList<string>)
                        [PageParts.Kind(kind.Kind, _numbers.Tongue), .. shown.Select(word => _numbers.Count(word.Of(kind)))]
                ),
                [Text("Seluruhnya", "All"), .. shown.Select(word => _numbers.Count(sources.ByKind.Sum(word.Of)))]
            )
        );
        _page.Paragraph(
            Text(
                $"Butir yang disisihkan ke karantina: {_numbers.Count(sources.Quarantined)}.",
                $"Entries set aside in quarantine: {_numbers.Count(sources.Quarantined)}."
            )
        );
    }

    private void Foot() =>
        _page.Add(
            new XElement(
                "footer",
                new XElement(
                    "p",
                    Text(
                        "Dibuat oleh Monitor dari catatan yang sama dengan antrean dan auditnya. Arti tiap angka dan cara menyembunyikan hitungan kecil dijelaskan dalam docs/reports.md. Terbitkan satu cakupan wilayah saja untuk tiap periode: dua halaman yang saling melengkapi dapat membuka angka yang disembunyikan.",
                        "Made by Monitor from the same records as its queue and its audit. What each figure means and how small counts are suppressed is told in docs/reports.md. Publish one choice of regions for each period: two pages that complete each other can open what either keeps back."
                    )
                )
            )
        );
}
