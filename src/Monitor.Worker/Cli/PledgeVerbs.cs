using System.CommandLine;
using System.Globalization;
using Monitor.Worker.Registry;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor asn pledge</c>: who has signed the neutrality pledge.</summary>
internal static class PledgeVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "pledge",
            "Ikrar dan pakta integritas netralitas: siapa yang sudah menandatangani.",
            "The neutrality pledge and integrity pact: who has signed.",
            ImportVerb.Build(verbs, "asn/pledge", "asn pledge import ikrar.csv", "ikrar netralitas", "neutrality pledges"),
            List(verbs)
        );

    private static Command List(Verbs verbs)
    {
        var instansi = verbs.Option<string?>(
            "--instansi",
            "Kode BKN atau bagian nama instansi: menampilkan orangnya satu per satu.",
            "BKN's code or a part of the institution's name: lists its people one by one."
        );
        var unsigned = verbs.Option<bool>("--unsigned", "Hanya orang yang belum menandatangani.", "Only people who have not signed.");
        var region = verbs.Option<string?>(
            "--region",
            "Kode wilayah; provinsi mencakup kabupaten dan kotanya.",
            "Region code; a province covers its kabupaten and kota."
        );
        var on = verbs.Option<string?>(
            "--on",
            "Ikrar yang berlaku pada hari ini, tttt-bb-hh; tanpa itu hari ini.",
            "Pledges that hold on this day, yyyy-mm-dd; without it today."
        );
        var page = verbs.Option("--page", "Halaman ke berapa.", "Which page.", 1);
        var size = verbs.Option("--size", "Berapa per halaman, paling banyak 1000.", "How many a page, at most 1000.", 50);
        return verbs.Of(
            "list",
            "Menampilkan cakupan ikrar per instansi; dengan --instansi atau --unsigned, orangnya, NIP disamarkan.",
            "Shows how many have signed by institution; with --instansi or --unsigned the people, NIP masked.",
            "monitor asn pledge list --instansi \"Kabupaten Pekalongan\" --unsigned",
            async (call, ct) =>
            {
                if (call.Value(instansi) is null && !call.Value(unsigned))
                {
                    var query = AsnVerbs.Query(("region", call.Value(region)), ("on", call.Value(on)));
                    Show(call, await call.Daemon.GetAsync<List<PledgeCoverage>>($"/asn/pledge/coverage{query}", ct));
                    return ExitCode.Done;
                }

                var take = Math.Clamp(call.Value(size), 1, 1000);
                Show(
                    call,
                    await call.Daemon.GetAsync<Page<PledgeLine>>(
                        "/asn/pledge"
                            + AsnVerbs.Query(
                                ("instansi", call.Value(instansi)),
                                ("region", call.Value(region)),
                                ("unsigned", call.Value(unsigned) ? "true" : null),
                                ("on", call.Value(on)),
                                ("skip", $"{(Math.Max(call.Value(page), 1) - 1) * take}"),
                                ("take", $"{take}")
                            ),
                        ct
                    )
                );
                return ExitCode.Done;
            },
            instansi,
            unsigned,
            region,
            on,
            page,
            size
        );
    }

    private static void Show(Invocation call, List<PledgeCoverage> coverage)
    {
        if (call.Json)
        {
            call.PrintJson(coverage);
            return;
        }

        var table = Titled(
            "instansi",
            call.Text("terdaftar", "registered"),
            call.Text("menandatangani", "signed"),
            call.Text("bagian", "share"),
            call.Text("pertama", "first"),
            call.Text("terakhir", "last"),
            call.Text("berakhir", "first end")
        );
        foreach (var row in coverage)
        {
            table.AddRow(
                Markup.Escape(row.Instansi),
                $"{row.Registered}",
                $"{row.Signed}",
                Percent(row.Share),
                row.FirstSigned ?? "",
                row.LastSigned ?? "",
                row.FirstEnd ?? ""
            );
        }

        call.Terminal.Console.Write(table);
        var (signed, registered) = (coverage.Sum(row => row.Signed), coverage.Sum(row => row.Registered));
        call.Say(
            $"{signed} dari {registered} orang terdaftar di {coverage.Count} instansi sudah menandatangani.",
            $"{signed} of {registered} registered people of {coverage.Count} institutions have signed."
        );
    }

    private static void Show(Invocation call, Page<PledgeLine> page)
    {
        if (call.Json)
        {
            call.PrintJson(page);
            return;
        }

        var table = Titled(
            "id",
            "NIP",
            call.Text("nama", "name"),
            "unit",
            "instansi",
            call.Text("ikrar", "pledge"),
            call.Text("ditandatangani", "signed on"),
            call.Text("sampai", "until"),
            call.Text("dokumen", "document")
        );
        foreach (var line in page.Items)
        {
            table.AddRow(
                $"{line.AsnId}",
                Markup.Escape(line.Nip),
                Markup.Escape(line.Name),
                Markup.Escape(line.Unit),
                Markup.Escape(line.Instansi),
                line.Kind ?? call.Text("belum", "none"),
                line.SignedOn ?? "",
                line.Until ?? "",
                Markup.Escape(line.Document ?? "")
            );
        }

        call.Terminal.Console.Write(table);
        call.Say($"{page.Items.Count} dari {page.Total}.", $"{page.Items.Count} of {page.Total}.");
    }

    private static Table Titled(params string[] titles)
    {
        var table = new Table().Border(TableBorder.Simple);
        Array.ForEach(titles, title => table.AddColumn(title));
        return table;
    }

    // Never rounded up to all of them.
    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000 * share) / 10:0.0} %");
}
