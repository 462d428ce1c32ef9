using System.CommandLine;
using System.Text;
using Monitor.Worker.Language;
using Monitor.Worker.Summaries;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor report summary</c> and <c>circular</c>: pages of counts, without anybody's name.</summary>
internal static class SummaryVerbs
{
    /// <summary>A page for those who lead and those who answer for it.</summary>
    public static Command Summary(Verbs verbs)
    {
        var period = PeriodOption(verbs, "bulan lalu", "last month");
        var region = verbs.Option<string?>(
            "--region",
            "Kode wilayah, mis. 33 atau 33.26; tanpa itu semua wilayah Anda.",
            "Region code, for example 33 or 33.26; without it all of your regions."
        );
        var output = OutOption(verbs);
        return verbs.Of(
            "summary",
            "Menulis ringkasan satu periode sebagai satu halaman HTML mandiri, tanpa nama; hitungan di bawah 5 disembunyikan.",
            "Writes the summary of a period as one self-contained HTML page, without names; counts below 5 are suppressed.",
            "monitor report summary --period 2024-10 --out ringkasan.html",
            async (call, ct) =>
            {
                var query = AsnVerbs.Query(("period", call.Value(period)), ("region", call.Value(region)));
                var summary = await call.Daemon.GetAsync<Summary>($"/summary{query}", ct);
                return await DeliverAsync(call, summary, () => SummaryPage.Write(summary, call.Tongue), call.Value(output), ct);
            },
            period,
            region,
            output
        );
    }

    /// <summary>The figures for an institution's circular.</summary>
    public static Command Circular(Verbs verbs)
    {
        var instansi = verbs.Option<string>(
            "--instansi",
            "Kode BKN instansi, atau namanya seperti dalam registri.",
            "BKN's code of the institution, or its name as the registry writes it."
        );
        instansi.Required = true;
        var period = PeriodOption(verbs, "dua belas bulan terakhir yang lengkap", "the last twelve whole months");
        var output = OutOption(verbs);
        return verbs.Of(
            "circular",
            "Menulis bahan surat edaran Sekda: jumlah dan bentuk menurut unit kerja, cakupan ikrar, pengingat; tanpa nama.",
            "Writes the figures for a Sekda's circular: counts and forms by unit, pledge coverage, reminders; without names.",
            "monitor report circular --instansi 7301 --period 2024-Q4 --out edaran.html",
            async (call, ct) =>
            {
                var query = AsnVerbs.Query(("instansi", call.Value(instansi)), ("period", call.Value(period)));
                var circular = await call.Daemon.GetAsync<Circular>($"/summary/circular{query}", ct);
                return await DeliverAsync(call, circular, () => CircularPage.Write(circular, call.Tongue), call.Value(output), ct);
            },
            instansi,
            period,
            output
        );
    }

    private static Option<string?> PeriodOption(Verbs verbs, string id, string en) =>
        verbs.Option<string?>(
            "--period",
            $"2024-10, 2024-Q4, atau 2024-09-25..2024-11-23; tanpa itu {id}.",
            $"2024-10, 2024-Q4 or 2024-09-25..2024-11-23; without it {en}."
        );

    private static Option<string?> OutOption(Verbs verbs) =>
        verbs.Option<string?>(
            "--out",
            "Berkas yang ditulis; yang lama digantikan. Tanpa itu, atau '-': keluaran standar.",
            "The file to write; an old one is replaced. Without it, or '-': standard output."
        );

    // The page where a file is named, the document where --json is: with both, both.
    private static async Task<int> DeliverAsync<T>(Invocation call, T view, Func<string> page, string? output, CancellationToken ct)
    {
        var toFile = output is not null && output != "-";
        if (toFile)
        {
            await WriteAsync(output!, page(), ct);
            call.Say($"Ditulis: {output}", $"Written: {output}");
        }

        if (call.Json)
        {
            call.PrintJson(view);
        }
        else if (!toFile)
        {
            call.Terminal.Out.Write(page());
        }

        return ExitCode.Done;
    }

    // Aside and then in place: who opens the file finds the old page or the new one, never half of either.
    private static async Task WriteAsync(string path, string page, CancellationToken ct)
    {
        var aside = $"{path}.new";
        try
        {
            await File.WriteAllTextAsync(aside, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), ct);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Wrong(
                $"Berkas '{path}' tidak dapat ditulis: {exception.Message}",
                $"The file '{path}' cannot be written: {exception.Message}"
            );
        }
    }
}
