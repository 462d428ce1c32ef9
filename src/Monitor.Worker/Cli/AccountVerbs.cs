using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor account</c>: the accounts that may be watched, and on what ground.</summary>
internal static class AccountVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "account",
            "Akun ASN dan instansi yang terdaftar.",
            "The registered accounts of civil servants and institutions.",
            Add(verbs),
            ImportVerb.Build(verbs, "account", "akun", "accounts"),
            List(verbs),
            Remove(verbs)
        );

    /// <summary>One account on one line.</summary>
    internal static string Line(Account account) =>
        string.Join(
            '\t',
            account.Id,
            account.AsnId is { } owner ? $"asn:{owner}" : account.Instansi,
            account.Platform,
            "@" + account.Handle,
            account.Url,
            account.Basis,
            account.Reference,
            account.RemovedAt is { } removed ? $"removed {removed:yyyy-MM-dd}" : "active"
        );

    private static Command Add(Verbs verbs)
    {
        var platform = verbs.Argument<string>("PLATFORM", "Platform, mis. x atau mastodon.", "The platform, for example x or mastodon.");
        var url = verbs.Argument<string>("URL", "Alamat profil.", "Address of the profile.");
        var asn = verbs.Option<long?>("--asn", "Nomor ASN pemiliknya.", "Number of the civil servant whose it is.");
        var basis = verbs.Option<string?>(
            "--basis",
            "Dasar pendaftaran: sendiri, instansi, atau resmi.",
            "Ground of the registration: self_declared, instansi, or official."
        );
        var reference = verbs.Option<string?>(
            "--reference",
            "Dokumen dasarnya, mis. nomor surat.",
            "The document, for example the letter's number."
        );
        var handle = verbs.Option<string?>("--handle", "Nama akun; bawaan: dari alamat.", "The handle; by default read from the address.");
        var native = verbs.Option<string?>("--native-id", "Id tetap dari platform.", "The platform's own immutable id.");
        var instansi = verbs.Option<string?>(
            "--instansi",
            "Instansi pemilik akun resmi.",
            "The institution that an official account is of."
        );
        var region = verbs.Option<string?>("--region", "Wilayah akun resmi.", "The region of an official account.");
        return verbs.Of(
            "add",
            "Mendaftarkan satu akun.",
            "Registers one account.",
            "monitor account add x https://x.com/ratna --asn 12 --basis sendiri",
            async (call, ct) =>
            {
                var request = new AccountAddRequest(
                    call.Value(asn),
                    null,
                    call.Value(platform),
                    call.Value(url),
                    call.Value(handle),
                    call.Value(native),
                    call.Value(basis) ?? "",
                    call.Value(reference),
                    call.Value(instansi),
                    call.Value(region)
                );
                Print(call, await call.Daemon.PostAsync<Account>("/account", request, ct));
                return ExitCode.Done;
            },
            platform,
            url,
            asn,
            basis,
            reference,
            handle,
            native,
            instansi,
            region
        );
    }

    private static Command List(Verbs verbs)
    {
        var asn = verbs.Option<long?>("--asn", "Hanya milik ASN ini.", "Only those of this civil servant.");
        var platform = verbs.Option<string?>("--platform", "Hanya di platform ini.", "Only those on this platform.");
        var removed = verbs.Option<bool>("--removed", "Juga yang sudah dihapus.", "The removed ones too.");
        var page = verbs.Option("--page", "Halaman ke berapa.", "Which page.", 1);
        var size = verbs.Option("--size", "Berapa per halaman, paling banyak 1000.", "How many a page, at most 1000.", 50);
        return verbs.Of(
            "list",
            "Menampilkan akun terdaftar.",
            "Lists the registered accounts.",
            "monitor account list --platform x",
            async (call, ct) =>
            {
                var take = Math.Clamp(call.Value(size), 1, 1000);
                var query = AsnVerbs.Query(
                    ("asn", call.Value(asn)?.ToString()),
                    ("platform", call.Value(platform)),
                    ("removed", call.Value(removed) ? "true" : null),
                    ("skip", $"{(Math.Max(call.Value(page), 1) - 1) * take}"),
                    ("take", $"{take}")
                );
                var accounts = await call.Daemon.GetAsync<Page<Account>>($"/account{query}", ct);
                if (call.Json)
                {
                    call.PrintJson(accounts);
                    return ExitCode.Done;
                }

                foreach (var account in accounts.Items)
                {
                    call.Print(Line(account));
                }

                call.Say($"{accounts.Items.Count} dari {accounts.Total}.", $"{accounts.Items.Count} of {accounts.Total}.");
                return ExitCode.Done;
            },
            asn,
            platform,
            removed,
            page,
            size
        );
    }

    private static Command Remove(Verbs verbs)
    {
        var id = verbs.Argument<long>("ID", "Nomor akun.", "Number of the account.");
        var reason = verbs.Option<string?>("--reason", "Alasannya; wajib.", "Why; required.");
        return verbs.Of(
            "remove",
            "Berhenti memantau satu akun; riwayatnya tetap ada.",
            "Stops watching one account; its history stays.",
            "monitor account remove 7 --reason \"akun palsu\"",
            async (call, ct) =>
            {
                var request = new AccountRemoveRequest(call.Value(reason) ?? "");
                Print(call, await call.Daemon.PostAsync<Account>($"/account/{call.Value(id)}/remove", request, ct));
                return ExitCode.Done;
            },
            id,
            reason
        );
    }

    private static void Print(Invocation call, Account account)
    {
        if (call.Json)
        {
            call.PrintJson(account);
        }
        else
        {
            call.Print(Line(account));
        }
    }
}
