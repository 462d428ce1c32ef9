using System.CommandLine;
using System.Globalization;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor user</c>: who may do what.</summary>
internal static class UserVerbs
{
    public static Command Build(Verbs verbs) =>
        verbs.Group(
            "user",
            "Pengguna sistem operasi dan perannya.",
            "OS users and their roles.",
            Add(verbs),
            List(verbs),
            Change(verbs),
            End(verbs)
        );

    private static Command Add(Verbs verbs)
    {
        var user = User(verbs);
        var grant = new GrantOptions(verbs);
        grant.Role.Required = true;
        return verbs.Of(
            "add",
            "Memberi peran kepada seorang pengguna; hanya admin, dan bukan kepada diri sendiri.",
            "Gives a user a role; admins only, and not to oneself.",
            "monitor user add siti --role analis --region 33.26 --instansi \"Pemerintah Kabupaten Pekalongan\"",
            async (call, ct) =>
            {
                var uid = Number(call.Value(user));
                var request = new UserAddRequest(uid is null ? call.Value(user) : null, uid, grant.Read(call));
                Tell(call, await call.Daemon.PostAsync<UserAnswer>("/user", request, ct));
                return ExitCode.Done;
            },
            [user, .. grant.All]
        );
    }

    private static Command List(Verbs verbs)
    {
        var ended = verbs.Option<bool>("--ended", "Juga yang aksesnya sudah berakhir.", "Those whose access has ended too.");
        return verbs.Of(
            "list",
            "Menampilkan pengguna, peran, dan wilayahnya.",
            "Lists the users with their roles and regions.",
            "monitor user list",
            async (call, ct) =>
            {
                var users = await call.Daemon.GetAsync<List<UserView>>(call.Value(ended) ? "/user?ended=true" : "/user", ct);
                if (call.Json)
                {
                    users.ForEach(call.PrintJson);
                    return ExitCode.Done;
                }

                var table = new Table().Border(TableBorder.Simple);
                foreach (
                    var title in (string[])
                        [
                            "uid",
                            call.Text("nama", "name"),
                            call.Text("peran", "role"),
                            call.Text("wilayah", "regions"),
                            "instansi",
                            "NIP",
                            call.Text("berakhir", "ended"),
                        ]
                )
                {
                    table.AddColumn(title);
                }

                foreach (var user in users)
                {
                    table.AddRow(
                        user.Uid.ToString(CultureInfo.InvariantCulture),
                        Markup.Escape(user.Name),
                        user.Role,
                        Markup.Escape(string.Join(' ', user.Regions)),
                        Markup.Escape(user.Instansi),
                        Markup.Escape(user.Nip ?? "-"),
                        user.EndedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""
                    );
                }

                call.Terminal.Console.Write(table);
                return ExitCode.Done;
            },
            ended
        );
    }

    private static Command Change(Verbs verbs)
    {
        var user = User(verbs);
        var grant = new GrantOptions(verbs);
        return verbs.Of(
            "change",
            "Mengubah peran, wilayah, instansi, atau NIP seorang pengguna; yang tidak disebut tetap.",
            "Changes a user's role, regions, instansi or NIP; what is not named stays.",
            "monitor user change siti --region 33.26 --region 33.75",
            async (call, ct) =>
            {
                var uid = await UidAsync(call, call.Value(user), ct);
                Tell(call, await call.Daemon.PostAsync<UserAnswer>($"/user/{uid}/change", grant.Read(call), ct));
                return ExitCode.Done;
            },
            [user, .. grant.All]
        );
    }

    private static Command End(Verbs verbs)
    {
        var user = User(verbs);
        var reason = verbs.Option<string?>("--reason", "Alasannya; wajib.", "Why; required.");
        return verbs.Of(
            "end",
            "Mengakhiri akses seorang pengguna; riwayatnya tetap ada.",
            "Ends a user's access; the history stays.",
            "monitor user end siti --reason \"pindah tugas\"",
            async (call, ct) =>
            {
                var uid = await UidAsync(call, call.Value(user), ct);
                Tell(
                    call,
                    new UserAnswer(
                        await call.Daemon.PostAsync<UserView>($"/user/{uid}/end", new UserEndRequest(call.Value(reason) ?? ""), ct),
                        null
                    )
                );
                return ExitCode.Done;
            },
            user,
            reason
        );
    }

    private static Argument<string> User(Verbs verbs) =>
        verbs.Argument<string>("USER", "Nama atau nomor (uid) pengguna sistem operasi.", "Name or number (uid) of the OS user.");

    private static long? Number(string user) =>
        long.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) ? uid : null;

    private static async Task<long> UidAsync(Invocation call, string user, CancellationToken ct) =>
        Number(user)
        ?? (await call.Daemon.GetAsync<List<UserView>>("/user", ct)).Find(known => known.Name == user)?.Uid
        ?? throw RefusalException.NotFound($"Tidak ada pengguna '{user}'.", $"There is no user '{user}'.");

    private static void Tell(Invocation call, UserAnswer answer)
    {
        var user = answer.User;
        if (call.Json)
        {
            call.PrintJson(user);
        }
        else
        {
            call.Print($"{user.Uid}\t{user.Name}\t{user.Role}\t{string.Join(' ', user.Regions)}\t{user.Instansi}\t{user.Nip}");
        }

        if (answer.Note is { } note)
        {
            call.Say(note);
        }
    }

    /// <summary>What a user may do, as options.</summary>
    private sealed class GrantOptions(Verbs verbs)
    {
        public Option<string?> Role { get; } =
            verbs.Option<string?>(
                "--role",
                "Peran: analis, ketua, admin, auditor, atau dpo.",
                "Role: analis, ketua, admin, auditor or dpo."
            );

        private readonly Option<string[]> _regions = verbs.Option<string[]>(
            "--region",
            "Kode wilayah yang boleh dilihat; boleh berulang; '*' berarti seluruh Indonesia.",
            "Region codes that may be seen; may be repeated; '*' means the whole country."
        );

        private readonly Option<string?> _instansi = verbs.Option<string?>(
            "--instansi",
            "Instansi sendiri, yang flag-nya tidak ia putus.",
            "The own institution, whose flags the user does not decide."
        );

        private readonly Option<string?> _nip = verbs.Option<string?>(
            "--nip",
            "NIP sendiri, agar tidak memutus flag tentang dirinya; '-' membaca dari masukan standar.",
            "The own NIP, so that nobody decides a flag about oneself; '-' reads it from standard input."
        );

        private readonly Option<long?> _asn = verbs.Option<long?>(
            "--asn",
            "Nomor ASN sendiri di registri, pengganti --nip.",
            "The own number in the registry, instead of --nip."
        );

        public Symbol[] All => [Role, _regions, _instansi, _nip, _asn];

        public UserRequest Read(Invocation call) =>
            new(
                call.Value(Role),
                call.Value(_regions) is { Length: > 0 } regions ? regions : null,
                call.Value(_instansi),
                // Standard input, because a number on the command line stays in the shell's history.
                call.Value(_nip) == "-"
                    ? call.Terminal.In.ReadLine()?.Trim()
                    : call.Value(_nip),
                call.Value(_asn)
            );
    }
}
