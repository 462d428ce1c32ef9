using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Reports;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor report</c>: what an officer saw where no machine may look, and what is told to others in numbers.</summary>
internal static class ReportVerbs
{
    // An import is read whole; its screenshots are not in it.
    private const int MostImportBytes = 64 << 20;

    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "report",
            "Laporan petugas yang masuk, dan ringkasan angka yang keluar.",
            "The officers' own reports that come in, and summaries in numbers that go out.",
            Add(verbs),
            Import(verbs),
            SummaryVerbs.Summary(verbs),
            SummaryVerbs.Circular(verbs)
        );

    private static Command Add(Verbs verbs)
    {
        var url = verbs.Option<string?>(
            "--url",
            "Alamat unggahan; tanpa itu --file wajib.",
            "Address of the post; without it --file is needed."
        );
        var platform = verbs.Option<string?>(
            "--platform",
            "Platform dalam satu kata: facebook, instagram, tiktok, whatsapp, dan lain-lain.",
            "Platform in one word: facebook, instagram, tiktok, whatsapp and so on."
        );
        var account = verbs.Option<long?>(
            "--account",
            "Nomor akun terdaftar yang mengunggah, bila diketahui.",
            "Number of the registered account that posted it, when known."
        );
        var time = verbs.Option<string?>(
            "--time",
            "Kapan diunggah atau dilihat, mis. '2024-10-01 14:30'; tanpa zona berarti waktu wilayahnya.",
            "When it was posted or seen, for example '2024-10-01 14:30'; without a zone it is the region's time."
        );
        var text = verbs.Option<string?>(
            "--text",
            "Kata-kata unggahan, atau '-' untuk masukan standar.",
            "The words of the post, or '-' for standard input."
        );
        var file = verbs.Option<string[]>(
            "--file",
            "Tangkapan layar atau PDF; boleh beberapa kali.",
            "A screenshot or PDF; may be given several times."
        );
        return verbs.Of(
            "add",
            "Memasukkan apa yang dilihat petugas beserta buktinya; selalu ditandai untuk ditinjau.",
            "Enters what an officer saw, with its proof; it is always flagged for review.",
            "monitor report add --platform instagram --url https://www.instagram.com/p/abc --time \"2024-10-01 14:30\" --text \"Ayo coblos nomor dua\" --file layar.png",
            async (call, ct) =>
            {
                var words = call.Value(text);
                var answer = await SendAsync(
                    call,
                    new ReportRow(
                        0,
                        call.Value(url),
                        call.Value(platform),
                        call.Value(account),
                        call.Value(time),
                        words == "-" ? await WordsAsync(call, ct) : words,
                        call.Value(file) ?? []
                    ),
                    "",
                    ct
                );
                Show(call, answer);
                return ExitCode.Done;
            },
            url,
            platform,
            account,
            time,
            text,
            file
        );
    }

    private static Command Import(Verbs verbs)
    {
        var file = verbs.Argument<string>(
            "FILE",
            "CSV atau JSON Lines dengan url, platform, account, time, text, files (dipisah '|'), atau '-'.",
            "CSV or JSON Lines with url, platform, account, time, text, files (separated by '|'), or '-'."
        );
        return verbs.Of(
            "import",
            "Memasukkan banyak laporan; baris yang salah disebut dan keluar 1, mengulang tidak menggandakan.",
            "Enters many reports; bad rows are named and the exit is 1, repeating doubles nothing.",
            "monitor report import laporan.csv",
            async (call, ct) =>
            {
                var path = call.Value(file);
                byte[] bytes;
                await using (var input = call.OpenInput(path))
                {
                    bytes = await ReadAsync(input, path, MostImportBytes, ct);
                }

                return await ImportAsync(call, ReportRows.Read(bytes), path == "-" ? "" : Path.GetDirectoryName(path) ?? "", ct);
            },
            file
        );
    }

    private static async Task<int> ImportAsync(Invocation call, List<ReportRow> rows, string folder, CancellationToken ct)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var bad = 0;
        foreach (var row in rows)
        {
            var (answer, problem) = await TryAsync(call, row, folder, ct);
            if (answer is not null)
            {
                counts[answer.Outcome] = counts.GetValueOrDefault(answer.Outcome) + 1;
            }
            else
            {
                bad++;
            }

            if (call.Json)
            {
                call.PrintJson(
                    new
                    {
                        line = row.Line,
                        outcome = answer?.Outcome ?? "refused",
                        flag = answer?.Flag,
                        problem = problem?.In(call.Tongue),
                    }
                );
            }
            else if (problem is not null)
            {
                call.Say($"baris {row.Line}: {problem.Id}", $"line {row.Line}: {problem.En}");
            }
        }

        if (!call.Json)
        {
            var (flagged, attached, known) = (
                counts.GetValueOrDefault("flagged"),
                counts.GetValueOrDefault("attached"),
                counts.GetValueOrDefault("known")
            );
            call.Print(
                call.Text(
                    $"{flagged} ditandai, {attached} ditambahkan pada tanda yang ada, {known} sudah ada, {bad} ditolak.",
                    $"{flagged} flagged, {attached} added to a flag, {known} known already, {bad} refused."
                )
            );
        }

        return bad == 0 ? ExitCode.Done : ExitCode.Finding;
    }

    private static async Task<(ReportResult? Answer, Sentence? Problem)> TryAsync(
        Invocation call,
        ReportRow row,
        string folder,
        CancellationToken ct
    )
    {
        if (row.Problem is not null)
        {
            return (null, row.Problem);
        }

        try
        {
            return (await SendAsync(call, row, folder, ct), null);
        }
        catch (RefusalException refusal) when (refusal.Kind != RefusalKind.NotAllowed)
        {
            // One row's fault; the others are good. A refused role is the whole call's.
            return (null, refusal.Sentence);
        }
    }

    private static async Task<ReportResult> SendAsync(Invocation call, ReportRow row, string folder, CancellationToken ct)
    {
        var limits = call.Settings.Get<ReportOptions>();
        if (row.Files.FirstOrDefault(path => path == "-" || string.IsNullOrWhiteSpace(path)) is { } unnamed)
        {
            throw RefusalException.Wrong($"'{unnamed}' bukan nama berkas.", $"'{unnamed}' is no name of a file.");
        }

        var paths = row.Files.Select(path => Path.Combine(folder, path)).ToList();
        // Their sizes first: nothing larger than allowed is read, and all of them together fit in memory.
        ReportLimits.Check([.. paths.Select(path => (path, Length(call, path)))], limits);
        var files = new List<ReportFileBody>();
        foreach (var path in paths)
        {
            await using var input = call.OpenInput(path);
            files.Add(new ReportFileBody(Path.GetFileName(path), await ReadAsync(input, path, limits.MaxFileBytes, ct)));
        }

        return await call.Daemon.PostAsync<ReportResult>(
            "/report",
            new ReportAddRequest(row.Url, row.Platform, row.Account, row.Time, row.Text, files),
            ct
        );
    }

    private static long Length(Invocation call, string path)
    {
        using var input = call.OpenInput(path);
        return input.CanSeek
            ? input.Length
            : throw RefusalException.Wrong($"'{path}' bukan berkas biasa.", $"'{path}' is no ordinary file.");
    }

    private static async Task<string> WordsAsync(Invocation call, CancellationToken ct)
    {
        await using var input = call.Terminal.OpenIn();
        return System.Text.Encoding.UTF8.GetString(await ReadAsync(input, "-", 1 << 20, ct));
    }

    private static async Task<byte[]> ReadAsync(Stream input, string name, int most, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var block = new byte[64 * 1024];
        int read;
        while ((read = await input.ReadAsync(block, ct)) > 0)
        {
            if (bytes.Length + read > most)
            {
                throw RefusalException.Wrong($"'{name}' lebih besar dari {most} bita.", $"'{name}' is larger than {most} bytes.");
            }

            bytes.Write(block, 0, read);
        }

        return bytes.ToArray();
    }

    private static void Show(Invocation call, ReportResult answer)
    {
        if (call.Json)
        {
            call.PrintJson(answer);
            return;
        }

        call.Print(
            answer.Outcome switch
            {
                "flagged" => call.Text($"Laporan menjadi tanda {answer.Flag}.", $"The report became flag {answer.Flag}."),
                "attached" => call.Text($"Bukti ditambahkan pada tanda {answer.Flag}.", $"The evidence was added to flag {answer.Flag}."),
                _ => call.Text(
                    $"Laporan ini sudah ada (tanda {answer.Flag}); tidak ada yang berubah.",
                    $"This report is here already (flag {answer.Flag}); nothing changed."
                ),
            }
        );
        foreach (var stored in answer.Files)
        {
            call.Print($"  {stored.Sha256}  {stored.Name}  {stored.MediaType}  {stored.Bytes}");
        }
    }
}
