using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Registry;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor asn</c>: the registered civil servants.</summary>
internal static class AsnVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "asn",
            "ASN yang terdaftar.",
            "The registered civil servants.",
            ImportVerb.Build(verbs, "asn", "ASN", "civil servants"),
            List(verbs),
            Show(verbs),
            StatusVerbs.Build(verbs),
            PledgeVerbs.Build(verbs)
        );

    private static Command List(Verbs verbs)
    {
        var region = verbs.Option<string?>(
            "--region",
            "Kode wilayah; provinsi mencakup kabupaten dan kotanya.",
            "Region code; a province covers its kabupaten and kota."
        );
        var instansi = verbs.Option<string?>("--instansi", "Bagian dari nama instansi.", "A part of the institution's name.");
        var text = verbs.Option<string?>("--text", "Bagian dari nama, jabatan atau unit.", "A part of the name, the position or the unit.");
        var page = verbs.Option("--page", "Halaman ke berapa.", "Which page.", 1);
        var size = verbs.Option("--size", "Berapa per halaman, paling banyak 1000.", "How many a page, at most 1000.", 50);
        return verbs.Of(
            "list",
            "Menampilkan ASN terdaftar, NIP disamarkan.",
            "Lists the registered civil servants, NIP masked.",
            "monitor asn list --region 33.26 --text camat",
            async (call, ct) =>
            {
                var take = Math.Clamp(call.Value(size), 1, 1000);
                var query = Query(
                    ("region", call.Value(region)),
                    ("instansi", call.Value(instansi)),
                    ("text", call.Value(text)),
                    ("skip", $"{(Math.Max(call.Value(page), 1) - 1) * take}"),
                    ("take", $"{take}")
                );
                var people = await call.Daemon.GetAsync<Page<Asn>>($"/asn{query}", ct);
                if (call.Json)
                {
                    call.PrintJson(people);
                    return ExitCode.Done;
                }

                var table = new Table().Border(TableBorder.Simple);
                foreach (
                    var title in (string[])
                        ["id", "NIP", call.Text("nama", "name"), "jabatan", "unit", "instansi", call.Text("wilayah", "region")]
                )
                {
                    table.AddColumn(title);
                }

                foreach (var person in people.Items)
                {
                    table.AddRow(
                        $"{person.Id}",
                        Markup.Escape(person.Nip),
                        Markup.Escape(person.FullName),
                        Markup.Escape(person.Jabatan),
                        Markup.Escape(person.Unit),
                        Markup.Escape(person.Instansi),
                        Markup.Escape(person.RegionCode)
                    );
                }

                call.Terminal.Console.Write(table);
                call.Say($"{people.Items.Count} dari {people.Total}.", $"{people.Items.Count} of {people.Total}.");
                return ExitCode.Done;
            },
            region,
            instansi,
            text,
            page,
            size
        );
    }

    private static Command Show(Verbs verbs)
    {
        var id = verbs.Argument<long>("ID", "Nomor ASN.", "Number of the civil servant.");
        return verbs.Of(
            "show",
            "Menampilkan satu ASN beserta akunnya, NIP disamarkan.",
            "Shows one civil servant with the accounts, NIP masked.",
            "monitor asn show 12",
            async (call, ct) =>
            {
                var answer = await call.Daemon.GetAsync<AsnAnswer>($"/asn/{call.Value(id)}", ct);
                if (call.Json)
                {
                    call.PrintJson(answer);
                    return ExitCode.Done;
                }

                var person = answer.Person;
                call.Print($"{person.Id}\t{person.Nip}\t{person.Kind.ToUpperInvariant()}\t{person.FullName}");
                call.Print($"{person.Jabatan}\t{person.Unit}\t{person.Instansi}\t{person.RegionCode}\t{person.State}");
                foreach (var (account, handles) in answer.Accounts)
                {
                    call.Print(AccountVerbs.Line(account));
                    foreach (var old in handles.Where(handle => handle.ValidUntil is not null))
                    {
                        call.Print($"\t@{old.Handle}\t{old.ValidFrom:yyyy-MM-dd} – {old.ValidUntil:yyyy-MM-dd}");
                    }
                }

                return ExitCode.Done;
            },
            id
        );
    }

    /// <summary>The given parts as a query string.</summary>
    internal static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var given = new List<string>();
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                given.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }
}
