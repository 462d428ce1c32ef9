using System.Globalization;
using System.Text;
using System.Text.Json;
using Monitor.Classifier;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cases.Carried;

/// <summary>The case as a sheet to be read and printed on A4: one file, no script, nothing loaded from elsewhere, times in the region's zone.</summary>
internal sealed class CaseSheet(
    CaseDossier dossier,
    Rules rules,
    Tongue tongue,
    IReadOnlyDictionary<long, CarriedCapture> captures,
    IReadOnlyDictionary<string, string> pictures,
    bool testUsers
)
{
    /// <summary>A larger picture is named and not shown; its file lies beside the sheet.</summary>
    public const int LargestPicture = 4 << 20;

    private const string Head = """
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <style>
        @page { size: A4; margin: 18mm 16mm; }
        body { font: 10.5pt/1.4 "Liberation Serif", "Times New Roman", serif; color: #000; max-width: 178mm; margin: 0 auto; }
        h1 { font-size: 16pt; margin: 0 0 2mm; } h2 { font-size: 13pt; border-bottom: 1px solid #000; margin: 7mm 0 2mm; }
        h3 { font-size: 11pt; margin: 4mm 0 1mm; }
        table { border-collapse: collapse; width: 100%; margin: 1mm 0 3mm; font-size: 9.5pt; }
        th, td { border: 1px solid #999; padding: 1mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        thead { display: table-header-group; } tr { break-inside: avoid; } .facts th { width: 42mm; font-weight: normal; background: #eee; }
        .text { border: 1px solid #000; padding: 2mm; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
        mark { background: none; font-weight: bold; text-decoration: underline; } .warn { border: 2px solid #000; padding: 2mm; font-weight: bold; }
        .note { font-size: 9pt; } img { max-width: 100%; max-height: 120mm; border: 1px solid #999; }
        h2, h3 { break-after: avoid; } section { break-before: page; } section.first { break-before: auto; }
        </style>
        """;

    private readonly Html _html = new();

    /// <summary>The page.</summary>
    /// <param name="nip">The whole number; null for a person who is not registered.</param>
    /// <param name="at">When the folder is made.</param>
    /// <param name="by">By whom.</param>
    public string Write(string? nip, DateTimeOffset at, string by)
    {
        var row = dossier.Case;
        _html
            .Raw(
                $"<!DOCTYPE html>\n<html lang=\"{(tongue == Tongue.English ? "en" : "id")}\">\n<head>\n<title>{row.Number}</title>\n{Head}\n</head>\n<body>"
            )
            .Heading(1, T($"Lembar perkara {row.Number}", $"Case sheet {row.Number}"))
            .Element(
                "p",
                T(
                    "Rahasia: memuat data pribadi. Hanya untuk pemeriksaan; dugaan ini belum terbukti sampai diputus oleh yang berwenang.",
                    "Confidential: holds personal data. For the investigation only; nothing here is proven until the competent authority has decided."
                )
            );
        if (testUsers)
        {
            _html.Raw(
                $"<p class=\"warn\">{Html.Escape(T("PERCOBAAN: pengguna uji terdaftar atau ikut memutus. Lembar ini bukan bukti.", "TRIAL: test users are configured or took part in decisions. This sheet is no evidence."))}</p>"
            );
        }

        WriteSummary(nip, at, by);
        WriteTimeline();
        foreach (var (position, finding) in dossier.Findings.Index())
        {
            WriteFinding(finding, position == 0);
        }

        WriteAudit();
        return _html.Raw("</body>\n</html>").ToString();
    }

    private void WriteSummary(string? nip, DateTimeOffset at, string by)
    {
        var row = dossier.Case;
        var person = dossier.Person;
        _html
            .Heading(2, T("Ringkasan", "Summary"))
            .Facts([
                (T("Peristiwa", "Event"), row.Title),
                (T("Keadaan", "State"), row.State),
                (T("Nama", "Name"), person?.FullName ?? T("bukan ASN terdaftar", "nobody who is registered")),
                ("NIP", nip),
                (T("Jabatan", "Position"), person?.Jabatan),
                (T("Unit kerja", "Unit"), person?.Unit),
                (T("Instansi", "Institution"), person?.Instansi),
                (T("Wilayah", "Region"), Region(row.RegionCode)),
                ("Kajian", row.KajianNumber is null ? T("belum ada", "none yet") : $"{row.KajianNumber}, {row.KajianDate}"),
                (T("Rekomendasi", "Recommendation"), row.Recommendation),
                (T("Jawaban BKN", "BKN's answer"), row.Answer),
                (T("Dibuka", "Opened"), $"{Time(row.OpenedAt)}, {row.OpenedBy}"),
                (T("Lembar dibuat", "Sheet made"), $"{Time(at)}, {by}"),
                (T("Zona waktu", "Time zone"), $"{dossier.Zone.StandardName} ({dossier.Zone.Id})"),
            ]);
        var limits = Timeline.Limits(dossier, rules);
        if (limits.Count > 0)
        {
            _html
                .Heading(3, T("Batas waktu sejak perkara dibuka", "Time limits since the case was opened"))
                .Table(
                    [T("Langkah", "Step"), T("Hari terakhir", "Last day"), T("Dasar", "Basis")],
                    limits.Select(limit =>
                        (IReadOnlyList<string>)
                            [
                                limit.Due.Rule.Name.In(tongue),
                                $"{limit.Due.LastDay:yyyy-MM-dd}"
                                    + (
                                        limit.Due.HolidaysKnown
                                            ? ""
                                            : T(" (hari libur tahun itu belum ada)", " (holidays of that year are not known)")
                                    ),
                                limit.Due.Rule.Citation.Text + (limit.Due.Rule.Note is { } note ? $". {note.In(tongue)}" : ""),
                            ]
                    )
                );
        }
    }

    private void WriteTimeline() =>
        _html
            .Heading(2, T("Garis waktu", "Timeline"))
            .Table(
                [T("Waktu", "Time"), T("Kejadian", "What happened"), T("Oleh", "By")],
                Timeline
                    .Of(dossier)
                    .Select(moment =>
                        (IReadOnlyList<string>)[moment.At is { } at ? Time(at) : moment.Day, moment.What.In(tongue), moment.By]
                    )
            );

    private void WriteFinding(DossierFinding finding, bool first)
    {
        var flag = finding.Flag;
        var form = finding.Form;
        _html
            .Raw($"<section{(first ? " class=\"first\"" : "")}>")
            .Heading(2, T($"Temuan T-{flag.Id:000000}", $"Finding T-{flag.Id:000000}"))
            .Facts([
                (T("Bentuk pelanggaran", "Form of violation"), form is null ? null : $"{form.Code}: {form.Text}"),
                (
                    T("Kelas, tingkat sanksi", "Class, sanction level"),
                    form is null ? null : $"{form.Class.Name()}, {string.Join("; ", form.Sanctions)}"
                ),
                (T("Dasar hukum", "Legal basis"), form is null ? null : string.Join("; ", form.Basis.Select(basis => basis.Text))),
                (
                    T("Sumber aturan berbeda", "Sources of the rule disagree"),
                    form is { Agreement: Agreement.Conflict } ? form.Note?.In(tongue) : null
                ),
                (
                    T("Tahapan", "Phase"),
                    finding.Phase is { } phase
                        ? $"{phase.Contest.Name.In(tongue)}: {phase.Phase.Name.In(tongue)}"
                        : T("tidak ada tahapan pada tanggal itu", "no phase on that date")
                ),
                (T("Terbit", "Published"), flag.PublishedAt is { } published ? Time(published) : T("tidak diketahui", "not known")),
                (T("Ditemukan", "Found"), Time(flag.FoundAt)),
                (T("Akun", "Account"), finding.Account is { } account ? Account(account) : null),
                (T("Alamat", "Address"), flag.Url),
            ])
            .Heading(3, T("Teks", "Text"));
        if (flag.Title.Length > 0 && !flag.Text.StartsWith(flag.Title, StringComparison.Ordinal))
        {
            _html.Element("p", flag.Title);
        }

        var reasons = JsonSerializer.Deserialize<Reason[]>(flag.Reasons) ?? [];
        _html.Raw($"<div class=\"text\">{Marked(flag.Text, reasons)}</div>");
        WriteReasons(flag, reasons);
        WriteDecisions(finding);
        WriteCaptures(finding);
        _html.Raw("</section>");
    }

    private void WriteReasons(FlagRow flag, Reason[] reasons)
    {
        _html
            .Heading(3, T("Mengapa program menandai teks ini", "Why the program flagged this text"))
            .Raw(
                $"<p class=\"note\">{Html.Escape(T("Bobot program hanya mengurutkan bacaan manusia. Ia bukan penilaian atas orang dan bukan bukti.", "The program's weights only order the reading of humans. They judge no person and are no evidence."))}</p>"
            );
        _html.Facts([
            ("Model", flag.Model),
            ("Label", string.Create(CultureInfo.InvariantCulture, $"{flag.Label} {flag.Score:0.000}")),
            (
                T("Alasan", "Reasons"),
                string.Join(
                    "; ",
                    reasons.Select(reason => string.Create(CultureInfo.InvariantCulture, $"“{reason.Text}” {reason.Weight:+0.0;-0.0}"))
                )
            ),
        ]);
    }

    private void WriteDecisions(DossierFinding finding) =>
        _html
            .Heading(3, T("Putusan", "Decisions"))
            .Table(
                [
                    "#",
                    T("Waktu", "Time"),
                    T("Oleh", "By"),
                    T("Putusan", "Verdict"),
                    T("Bentuk atau dasar", "Form or ground"),
                    T("Alasan", "Reason"),
                ],
                finding.Decisions.Select(given =>
                    (IReadOnlyList<string>)
                        [
                            $"{given.Place}",
                            Time(given.At),
                            $"{given.ReviewerName} ({given.Role})",
                            given.Verdict,
                            given.Form ?? given.Ground ?? "",
                            given.Reason,
                        ]
                )
            );

    private void WriteCaptures(DossierFinding finding)
    {
        _html
            .Heading(3, T("Bukti", "Evidence"))
            .Table(
                [
                    "#",
                    T("Direkam", "Captured"),
                    T("Alamat akhir, jenis, status", "Final address, type, status"),
                    "SHA-256",
                    T("Berkas", "File"),
                ],
                finding.Captures.Select(capture =>
                    (IReadOnlyList<string>)
                        [
                            $"{capture.Id}",
                            Time(capture.CapturedAt),
                            $"{capture.Url} {capture.MediaType} {(capture.Status > 0 ? $"HTTP {capture.Status}" : "")} {capture.Note}".Trim(),
                            capture.Sha256,
                            FileOf(capture),
                        ]
                )
            );
        foreach (var sha256 in finding.Captures.Select(capture => capture.Sha256).Distinct().Where(pictures.ContainsKey))
        {
            // The address is a data: URI that this program made of the bytes themselves.
            _html.Raw($"<p><img alt=\"{sha256}\" src=\"{pictures[sha256]}\"></p>");
        }
    }

    private string FileOf(DossierCapture capture) =>
        captures.GetValueOrDefault(capture.Id) is { } carried
            ? $"{carried.File} ({capture.Bytes} {T("bita", "bytes")})"
                + (
                    carried.Stamp is null || capture.StampedAt is not { } stamped
                        ? ""
                        : T($"; cap waktu {Time(stamped)} dari", $"; time stamp {Time(stamped)} of")
                            + $" {capture.StampedBy}: {carried.Stamp}"
                )
        : capture.RemovedAt is { } removed ? T($"diturunkan {Time(removed)}", $"taken down {Time(removed)}")
        : "";

    private void WriteAudit() =>
        _html
            .Raw("<section>")
            .Heading(2, T("Kutipan catatan audit", "From the audit record"))
            .Table(
                [T("No.", "No."), T("Waktu", "Time"), T("Pelaku", "Actor"), T("Tindakan", "Verb"), T("Hal", "Subject"), "SHA-256"],
                dossier.Audit.Select(row =>
                    (IReadOnlyList<string>)[$"{row.Sequence}", Time(row.At), $"{row.Actor} ({row.Role})", row.Verb, row.Subject, row.Hash]
                )
            )
            .Facts([
                (T("Kepala rantai", "Head of the chain"), $"{dossier.Head.Sequence}: {dossier.Head.Hash}"),
                (T("Memeriksa folder ini", "To check this folder"), "monitor case verify FOLDER; sha256sum -c SHA256SUMS"),
            ])
            .Raw("</section>");

    private static string Marked(string text, IEnumerable<Reason> reasons)
    {
        var marked = new StringBuilder();
        var at = 0;
        foreach (var reason in reasons.Where(reason => reason.Weight > 0 && reason.Length > 0).OrderBy(reason => reason.Start))
        {
            if (reason.Start < at || reason.Start + reason.Length > text.Length)
            {
                continue;
            }

            marked.Append(Html.Escape(text[at..reason.Start]));
            marked.Append("<mark>").Append(Html.Escape(text.Substring(reason.Start, reason.Length))).Append("</mark>");
            at = reason.Start + reason.Length;
        }

        return marked.Append(Html.Escape(text[at..])).ToString();
    }

    private string Account(DossierAccount account) =>
        $"{account.Platform} {account.Handle}, {account.Url} ("
        + account.Basis switch
        {
            "self_declared" => T("didaftarkan sendiri oleh ASN", "registered by the civil servant"),
            "instansi" => T("diberikan oleh instansi", "given by the institution"),
            "official" => T("akun resmi instansi", "official account of the institution"),
            _ => account.Basis,
        }
        + (account.Reference.Length > 0 ? $", {account.Reference})" : ")");

    private string? Region(string? code) =>
        code is null ? null
        : rules.Region(code) is { } region ? $"{region.Code} {region.Name}"
        : code;

    private string Time(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, dossier.Zone).ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture)
        + dossier.Zone.StandardName;

    private string T(string id, string en) => tongue == Tongue.English ? en : id;
}
