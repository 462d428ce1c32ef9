using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor status</c>: is all well?</summary>
internal static class StatusVerb
{
    private static readonly (string Warning, string Indonesian, string English)[] Moved =
    [
        (
            "drift-scores",
            "sebaran skor bergeser: ambang mungkin tidak cocok lagi; ukur dengan monitor model evaluate --file.",
            "the scores have moved: the threshold may no longer fit; measure with monitor model evaluate --file."
        ),
        (
            "drift-words",
            "kosakata bergeser: model mungkin tidak mengenal pokok bahasan baru; latih ulang dengan putusan terbaru.",
            "the vocabulary has moved: the model may not know the new topics; train again with recent verdicts."
        ),
        (
            "precision",
            "lebih sedikit flag terbukti daripada yang dijanjikan skor: naikkan ambang atau latih ulang.",
            "fewer flags were confirmed than the scores promised: raise the threshold or train again."
        ),
    ];

    public static Command Build(Verbs verbs)
    {
        var quiet = verbs.Option<bool>("--quiet", "Tanpa keluaran; hanya kode keluar.", "No output; only the exit code.");
        return verbs.Of(
            "status",
            "Satu layar: daemon, sumber, antrean menurut tenggat, model, penyimpanan; keluar 1 bila ada yang merah.",
            "One screen: daemon, sources, queue by deadline, model, storage; exit 1 when something is red.",
            "monitor status",
            async (call, ct) =>
            {
                var status = await call.Daemon.GetAsync<StatusView>("/status", ct);
                if (!call.Value(quiet))
                {
                    Show(call, status);
                }

                return status.Red ? ExitCode.Finding : ExitCode.Done;
            },
            quiet
        );
    }

    private static void Show(Invocation call, StatusView status)
    {
        if (call.Json)
        {
            call.PrintJson(status);
            return;
        }

        call.Print(
            call.Text(
                $"Monitor {status.Version}, berjalan sejak {status.StartedAt:yyyy-MM-dd HH:mm}Z",
                $"Monitor {status.Version}, running since {status.StartedAt:yyyy-MM-dd HH:mm}Z"
            )
        );
        call.Print(call.Text($"Anda       {status.You} ({status.Role})", $"You        {status.You} ({status.Role})"));
        call.Print(
            call.Text(
                $"Folder     {status.DataFolder}, basis data {Size(status.DatabaseBytes)}, kosong {Size(status.FreeBytes)}",
                $"Folder     {status.DataFolder}, database {Size(status.DatabaseBytes)}, free {Size(status.FreeBytes)}"
            )
        );
        NodeScreen.Show(call, status.Nodes);
        call.Print(
            call.Text(
                $"Model      {status.Model}, ambang {status.Threshold:0.000}",
                $"Model      {status.Model}, threshold {status.Threshold:0.000}"
            )
        );
        call.Print(
            call.Text(
                $"Sumber     {Counts(status.Sources)}; {status.Quarantined} entri dikarantina",
                $"Sources    {Counts(status.Sources)}; {status.Quarantined} entries in quarantine"
            )
        );
        call.Print(
            call.Text(
                $"Diterima   {status.Items} teks, {status.Duplicates} di antaranya duplikat",
                $"Taken in   {status.Items} texts, {status.Duplicates} of them duplicates"
            )
        );
        call.Print(call.Text($"Flag       {Counts(status.Flags)}", $"Flags      {Counts(status.Flags)}"));
        call.Print(
            call.Text(
                $"Tenggat    {status.Overdue} lewat, {status.DueWithinTwoDays} dalam dua hari",
                $"Deadlines  {status.Overdue} passed, {status.DueWithinTwoDays} within two days"
            )
        );
        if (status.Warnings.Contains("store-slow", StringComparer.Ordinal))
        {
            var (pace, seconds) = (status.Pace, status.Pace.WriteMilliseconds / 1000.0);
            call.Print(
                call.Text(
                    $"PERHATIAN  basis data lambat, sekali tulis {seconds:0.0} detik: pengumpulan diperlambat menjadi {pace.Workers} dari {pace.Configured} sumber sekaligus; tidak ada yang hilang",
                    $"ATTENTION  the database is slow, a write takes {seconds:0.0} s: collection is slowed to {pace.Workers} of {pace.Configured} sources at once; nothing is lost"
                )
            );
        }

        foreach (var beyond in status.BeyondShare)
        {
            call.Print(
                call.Text(
                    $"PERHATIAN  sumber {beyond.SourceId} membanjiri antrean: {beyond.Flags} flag menunggu giliran berikutnya (Review:SourceShare, AccountShare)",
                    $"ATTENTION  source {beyond.SourceId} floods the queue: {beyond.Flags} flags wait for a later turn (Review:SourceShare, AccountShare)"
                )
            );
        }

        var last = status.Evidence.LastCheckedAt is { } at ? $"{at:yyyy-MM-dd HH:mm}Z" : call.Text("belum", "not yet");
        call.Print(
            call.Text(
                $"Bukti      {status.Evidence.Files} berkas, terakhir diperiksa {last}",
                $"Evidence   {status.Evidence.Files} files, last checked {last}"
            )
        );
        foreach (var sha256 in status.Evidence.Damaged)
        {
            call.Print(
                call.Text(
                    $"MERAH      bukti {sha256} tidak lagi seperti ketika direkam",
                    $"RED        evidence {sha256} is not what was captured"
                )
            );
        }

        if (status.Evidence.Late > 0)
        {
            call.Print(
                call.Text(
                    $"MERAH      {status.Evidence.Late} berkas bukti terlalu lama tidak diperiksa",
                    $"RED        {status.Evidence.Late} files of evidence have not been checked for too long"
                )
            );
        }

        ShowStamps(call, status.Stamps);
        OperationScreen.ShowBackup(call, status.Backup);
        OperationScreen.ShowAudit(call, status.Audit);
        OperationScreen.ShowAlerts(call, status.Alerts);
        ExportScreen.Show(call, status.Exports);
        foreach (var source in status.RedSources)
        {
            call.Print(
                call.Text(
                    $"MERAH      sumber {source.Id} {source.Url}: {source.ReasonId} (sejak {source.FirstFailureAt:yyyy-MM-dd HH:mm}Z)",
                    $"RED        source {source.Id} {source.Url}: {source.ReasonEn} (since {source.FirstFailureAt:yyyy-MM-dd HH:mm}Z)"
                )
            );
        }

        if (status.Warnings.Contains("test-users", StringComparer.Ordinal))
        {
            call.Print(
                call.Text(
                    "PERHATIAN  pengguna uji dikonfigurasi (Access:TestUsers): putusan di sini bukan bukti.",
                    "ATTENTION  test users are configured (Access:TestUsers): verdicts made here are no evidence."
                )
            );
        }

        ShowDrift(call, status);
        TruthScreen.Show(call, status.Truth);
        if (status.Warnings.Contains("audit-head", StringComparer.Ordinal))
        {
            call.Print(
                call.Text(
                    "MERAH      kepala rantai audit tidak dapat ditulis ke Audit:HeadFile (rinciannya di log daemon).",
                    "RED        the head of the audit chain cannot be written to Audit:HeadFile (the daemon's log has the details)."
                )
            );
        }

        if (status.Warnings.Contains("disk", StringComparer.Ordinal))
        {
            call.Print(call.Text("MERAH      ruang disk kurang dari 1 GiB.", "RED        less than 1 GiB of disk space is left."));
        }
    }

    private static void ShowStamps(Invocation call, StampHealth stamps)
    {
        if (!stamps.On)
        {
            return;
        }

        call.Print(
            call.Text(
                $"Cap waktu  {stamps.Stamped} bukti, {stamps.Waiting} menunggu",
                $"Stamps     {stamps.Stamped} contents, {stamps.Waiting} waiting"
            )
        );
        if (stamps.Setback is { } setback)
        {
            call.Print(
                call.Text(
                    $"PERHATIAN  otoritas cap waktu gagal {setback.Failures} kali sejak {setback.FirstAt:yyyy-MM-dd HH:mm}Z, dicoba lagi {setback.NextTryAt:yyyy-MM-dd HH:mm}Z: {setback.ReasonId}",
                    $"ATTENTION  the time stamp authority failed {setback.Failures} times since {setback.FirstAt:yyyy-MM-dd HH:mm}Z, tried again {setback.NextTryAt:yyyy-MM-dd HH:mm}Z: {setback.ReasonEn}"
                )
            );
        }
    }

    private static void ShowDrift(Invocation call, StatusView status)
    {
        var drift = status.Drift;
        call.Print(
            drift is { Scores: { } scores, Words: { } words }
                ? call.Text(
                    $"Pergeseran {drift.Texts} teks dalam 7 hari dibanding {drift.Reference} teks awal: skor {scores:0.00}, kosakata {words:0.00} (PSI)",
                    $"Drift      {drift.Texts} texts in 7 days against the first {drift.Reference}: scores {scores:0.00}, vocabulary {words:0.00} (PSI)"
                )
                : call.Text(
                    $"Pergeseran belum dapat diukur ({drift.Texts} teks dalam 7 hari, {drift.Reference} teks pembanding)",
                    $"Drift      not measurable yet ({drift.Texts} texts in 7 days, {drift.Reference} to compare them with)"
                )
        );
        if (drift.Verdicts > 0)
        {
            call.Print(
                call.Text(
                    $"Putusan    {drift.Confirmed} dari {drift.Verdicts} flag terbukti dalam 30 hari; skor menjanjikan {drift.Promised:0.0}",
                    $"Verdicts   {drift.Confirmed} of {drift.Verdicts} flags confirmed in 30 days; the scores promised {drift.Promised:0.0}"
                )
            );
        }

        foreach (var (warning, indonesian, english) in Moved)
        {
            if (status.Warnings.Contains(warning, StringComparer.Ordinal))
            {
                call.Print(call.Text($"PERHATIAN  {indonesian}", $"ATTENTION  {english}"));
            }
        }
    }

    private static string Counts<T>(IReadOnlyDictionary<string, T> counts) =>
        counts.Count == 0
            ? "0"
            : string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"));

    internal static string Size(long bytes) =>
        bytes >= 1L << 30 ? $"{bytes / (double)(1L << 30):0.0} GiB" : $"{bytes / (double)(1 << 20):0.0} MiB";
}
