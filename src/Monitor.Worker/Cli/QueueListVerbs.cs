using System.CommandLine;
using System.Globalization;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor queue list | views | forget | dismiss</c>: the queue as lists.</summary>
internal static class QueueListVerbs
{
    public static Command[] Build(Verbs verbs) => [List(verbs), Views(verbs), Forget(verbs), Dismiss(verbs)];

    private static Command List(Verbs verbs)
    {
        (Option<string?> Option, string Key)[] filters =
        [
            (
                verbs.Option<string?>(
                    "--state",
                    "Hanya status ini (flagged, proposed, disputed, needs-information, returned, reopened, confirmed, dismissed; dipisah koma). Bawaan: yang masih terbuka.",
                    "Only these states (flagged, proposed, disputed, needs-information, returned, reopened, confirmed, dismissed; comma-separated). Default: those still open."
                ),
                "state"
            ),
            (
                verbs.Option<string?>(
                    "--region",
                    "Kode wilayah; provinsi mencakup kabupaten dan kotanya.",
                    "Region code; a province covers its kabupaten and kota."
                ),
                "region"
            ),
            (verbs.Option<string?>("--instansi", "Bagian dari nama instansi.", "A part of the institution's name."), "instansi"),
            (verbs.Option<string?>("--source", "Nomor sumber.", "Number of the source."), "source"),
            (verbs.Option<string?>("--label", "Label teks, mis. dukungan.", "Label of the text, for example dukungan."), "label"),
            (
                verbs.Option<string?>(
                    "--form",
                    "Kode bentuk yang diusulkan atau diputus.",
                    "Code of a form that was suggested or decided."
                ),
                "form"
            ),
            (
                verbs.Option<string?>("--older", "Ditemukan lebih lama dari ini, mis. 3d.", "Found longer ago than this, for example 3d."),
                "older"
            ),
            (
                verbs.Option<string?>("--newer", "Ditemukan dalam selang ini, mis. 12h.", "Found within this interval, for example 12h."),
                "newer"
            ),
            (
                verbs.Option<string?>(
                    "--text",
                    "Kata dalam teks; \"dalam tanda kutip\" berarti berdampingan, * di akhir berarti awalan.",
                    "Words of the text; \"in quotation marks\" side by side, * at the end for a beginning."
                ),
                "text"
            ),
        ];
        var view = verbs.Option<string?>("--view", "Memakai saringan yang disimpan.", "Use a saved filter.");
        var save = verbs.Option<string?>(
            "--save",
            "Menyimpan saringan ini dengan nama, tanpa kata pencariannya.",
            "Save this filter under a name, without its search words."
        );
        var after = verbs.Option<string?>("--after", "Melanjutkan dari penanda halaman.", "Go on from a page mark.");
        var limit = verbs.Option("--limit", "Paling banyak sekian.", "At most so many.", 50);
        return verbs.Of(
            "list",
            "Antrean menurut tenggat, lalu skor; dapat disaring, dicari, dan dibaca per halaman.",
            "The queue by deadline, then score; filtered, searched and read by pages.",
            "monitor queue list --region 33 --text \"satu putaran\" --older 2d",
            async (call, ct) =>
            {
                var kept = call.Value(view) is { Length: > 0 } name ? await FilterAsync(call, name, ct) : [];
                foreach (var (option, key) in filters)
                {
                    if (call.Value(option) is { Length: > 0 } value)
                    {
                        kept[key] = value;
                    }
                }

                var filter = string.Join('&', kept.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
                var mark = call.Value(after) is { Length: > 0 } from ? $"&after={Uri.EscapeDataString(from)}" : "";
                var page = await call.Daemon.GetAsync<QueuePage>($"/queue?limit={call.Value(limit)}&{filter}{mark}", ct);
                if (call.Value(save) is { Length: > 0 } saved)
                {
                    await call.Daemon.PostAsync<DoneAnswer>("/queue/views", new ViewRequest(saved, filter), ct);
                }

                Show(call, page);
                return ExitCode.Done;
            },
            [.. filters.Select(filter => filter.Option), view, save, after, limit]
        );
    }

    private static void Show(Invocation call, QueuePage page)
    {
        if (call.Json)
        {
            foreach (var line in page.Items)
            {
                call.PrintJson(line);
            }
        }
        else if (page.Items.Count == 0)
        {
            call.Say("Antrean kosong.", "The queue is empty.");
        }
        else
        {
            FlagScreen.Queue(call, page.Items);
        }

        if (page.Next is { } next)
        {
            call.Say($"Masih ada: --after {next}", $"There is more: --after {next}");
        }
    }

    private static async Task<Dictionary<string, string>> FilterAsync(Invocation call, string name, CancellationToken ct)
    {
        var kept =
            (await call.Daemon.GetAsync<List<SavedView>>("/queue/views", ct)).Find(view => view.Name == name)
            ?? throw RefusalException.NotFound($"Tidak ada tampilan bernama '{name}'.", $"There is no view named '{name}'.");
        return kept
            .Filter.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => Uri.UnescapeDataString(part.Length > 1 ? part[1] : ""), StringComparer.Ordinal);
    }

    private static Command Views(Verbs verbs) =>
        verbs.Of(
            "views",
            "Saringan yang Anda simpan dengan 'queue list --save NAMA'.",
            "The filters that you saved by 'queue list --save NAME'.",
            "monitor queue views",
            async (call, ct) =>
            {
                foreach (var view in await call.Daemon.GetAsync<List<SavedView>>("/queue/views", ct))
                {
                    if (call.Json)
                    {
                        call.PrintJson(view);
                    }
                    else
                    {
                        call.Print($"{view.Name}\t{Uri.UnescapeDataString(view.Filter)}");
                    }
                }

                return ExitCode.Done;
            }
        );

    private static Command Forget(Verbs verbs)
    {
        var name = verbs.Argument<string>("NAME", "Nama saringan.", "Name of the filter.");
        return verbs.Of(
            "forget",
            "Menghapus saringan yang Anda simpan.",
            "Forgets a filter that you saved.",
            "monitor queue forget mendesak",
            async (call, ct) =>
            {
                var answer = await call.Daemon.PostAsync<DoneAnswer>("/queue/views/forget", new ForgetRequest(call.Value(name)), ct);
                if (call.Json)
                {
                    call.PrintJson(answer);
                }

                return ExitCode.Done;
            },
            name
        );
    }

    private static Command Dismiss(Verbs verbs)
    {
        var flags = verbs.Argument<string[]>(
            "FLAG",
            "Nomor flag, atau '-' untuk masukan standar.",
            "Numbers of flags, or '-' for standard input."
        );
        var ground = verbs.Option<string>("--ground", "Kode dasar penolakan.", "Code of the ground.");
        var reason = verbs.Option<string>("--reason", "Satu alasan untuk semuanya.", "One reason for all of them.");
        ground.Required = true;
        reason.Required = true;
        return verbs.Of(
            "dismiss",
            "Menolak beberapa flag dengan satu dasar dan alasan; masing-masing tercatat sendiri. Keluar 1 bila ada yang tidak diterima.",
            "Dismisses several flags on one ground for one reason; each is recorded by itself. Exit 1 when one is not accepted.",
            "monitor queue dismiss 12 13 14 --ground makna_sehari_hari --reason \"angka dua dalam skor sepak bola\"",
            async (call, ct) =>
            {
                var answers = await call.Daemon.PostAsync<List<BulkAnswer>>(
                    "/queue/dismiss",
                    new BulkRequest(Numbers(call, call.Value(flags)), call.Value(ground) ?? "", call.Value(reason) ?? ""),
                    ct
                );
                foreach (var answer in answers)
                {
                    if (call.Json)
                    {
                        call.PrintJson(answer);
                    }
                    else if (answer.Refusal is { } refusal)
                    {
                        call.Say(refusal);
                    }
                    else
                    {
                        call.Print($"{answer.Flag}\t{answer.State}");
                    }
                }

                return answers.Exists(answer => answer.Refusal is not null) ? ExitCode.Finding : ExitCode.Done;
            },
            flags,
            ground,
            reason
        );
    }

    private static List<long> Numbers(Invocation call, string[] given)
    {
        var words = given is ["-"] ? call.Terminal.In.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : given;
        return
        [
            .. words.Select(word =>
                long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw RefusalException.Wrong($"'{word}' bukan nomor flag.", $"'{word}' is no number of a flag.")
            ),
        ];
    }
}
