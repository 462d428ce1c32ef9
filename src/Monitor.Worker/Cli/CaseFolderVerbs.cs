using System.CommandLine;
using Monitor.Worker.Cases.Carried;
using Monitor.Worker.Language;
using Monitor.Worker.Timestamps;

namespace Monitor.Worker.Cli;

/// <summary>The folder an investigator carries: <c>case evidence</c> writes it, <c>case verify</c> checks it.</summary>
internal static class CaseFolderVerbs
{
    /// <summary><c>monitor case evidence</c>.</summary>
    public static Command Evidence(Verbs verbs, Argument<string> id)
    {
        var output = verbs.Option<string>("--out", "Folder baru atau kosong.", "A new or empty folder.");
        output.Required = true;
        return verbs.Of(
            "evidence",
            "Menulis folder bukti yang dapat dibawa pemeriksa: lembar A4, bita mentah, arsip WARC, kutipan audit, manifes. NIP utuh ada di dalamnya.",
            "Writes the folder that an investigator carries: A4 sheet, raw bytes, WARC archive, audit excerpt, manifest. The whole NIP is in it.",
            "monitor case evidence K-000007 --out perkara-7",
            async (call, ct) =>
            {
                var target = call.Value(output)!;
                CarriedTar.RequireFree(target);
                var lang = call.Tongue == Tongue.English ? "en" : "id";
                var verdict = await call.Daemon.PostForStreamAsync(
                    $"/case/{CaseVerbs.IdOf(call.Value(id))}/evidence?lang={lang}",
                    stream => CarriedTar.TakeAsync(stream, target, ct),
                    ct
                );
                Tell(call, target, verdict);
                return ExitCode.Done;
            },
            id,
            output
        );
    }

    /// <summary><c>monitor case verify</c>.</summary>
    public static Command Verify(Verbs verbs)
    {
        var folder = verbs.Argument<string>("DIR", "Folder perkara.", "A case folder.");
        var authority = verbs.Option<string>(
            "--tsa-ca",
            "Berkas PEM sertifikat akar otoritas cap waktu yang Anda percaya; tanpa itu yang di dalam folder.",
            "PEM file with the root certificate of the time stamp authority that you trust; without it the one in the folder."
        );
        return verbs.Of(
            "verify",
            "Memeriksa folder perkara di mesin mana pun, tanpa daemon dan tanpa basis data; keluar 1 bila ada yang berbeda.",
            "Checks a case folder on any machine, without daemon or database; exit 1 when anything differs.",
            "monitor case verify perkara-7",
            async (call, ct) =>
            {
                var file = call.Value(authority);
                var verdict = await CaseCheck.CheckAsync(call.Value(folder), file is null ? null : Trusted(file), ct);
                Tell(call, call.Value(folder), verdict, file);
                return verdict.Faults.Count == 0 ? ExitCode.Done : ExitCode.Finding;
            },
            folder,
            authority
        );
    }

    private static StampTrust Trusted(string file)
    {
        var (trust, fault) = StampTrust.Load(file);
        return trust ?? throw RefusalException.Wrong($"--tsa-ca {fault!.Id}.", $"--tsa-ca {fault.En}.");
    }

    private static void Tell(Invocation call, string folder, CaseVerdict verdict, string? authority = null)
    {
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    verified = verdict.Faults.Count == 0,
                    folder = Path.GetFullPath(folder),
                    @case = verdict.Manifest?.Case,
                    files = verdict.Manifest?.Files.Count,
                    captures = verdict.Manifest?.Captures.Count,
                    audit = verdict.Manifest?.Audit,
                    manifestSha256 = verdict.ManifestSha256,
                    testUsers = verdict.Manifest?.TestUsers,
                    stamps = verdict.Stamps.Select(pair => new
                    {
                        file = pair.Key,
                        at = pair.Value.At,
                        authority = pair.Value.Authority,
                        policy = pair.Value.Policy,
                        trusted = authority ?? CarriedStamps.Authorities,
                    }),
                    faults = verdict.Faults.Select(fault => new { file = fault.File, differs = fault.Sentence.In(call.Tongue) }),
                }
            );
        }
        else
        {
            foreach (var fault in verdict.Faults)
            {
                call.Print($"{fault.File}: {fault.Sentence.In(call.Tongue)}");
            }

            if (verdict.Faults.Count == 0 && verdict.Manifest is { } manifest)
            {
                call.Print(
                    call.Text(
                        $"{folder}: perkara {manifest.Case} utuh, {manifest.Files.Count} berkas, {manifest.Captures.Count} bukti, kepala audit {manifest.Audit.Sequence}.",
                        $"{folder}: case {manifest.Case} is whole, {manifest.Files.Count} files, {manifest.Captures.Count} captures, audit head {manifest.Audit.Sequence}."
                    )
                );
                TellStamps(call, verdict, authority);
                // The daemon's record holds the same number: a folder whose manifest was made anew by somebody else has another.
                call.Print($"SHA-256 {CaseManifest.FileName}: {verdict.ManifestSha256}");
            }
        }

        if (verdict.Manifest is { TestUsers: true })
        {
            call.Say(
                "PERHATIAN: pengguna uji terdaftar atau ikut memutus; folder ini hanya untuk percobaan.",
                "NOTE: test users are configured or took part in decisions; this folder is for a trial only."
            );
        }
    }

    private static void TellStamps(Invocation call, CaseVerdict verdict, string? authority)
    {
        if (verdict.Stamps.Count == 0)
        {
            return;
        }

        var latest = verdict.Stamps.Values.Max(stamp => stamp.At);
        var by = string.Join("; ", verdict.Stamps.Values.Select(stamp => stamp.Authority).Distinct().Order(StringComparer.Ordinal));
        call.Print(
            call.Text(
                $"{verdict.Stamps.Count} cap waktu sah, yang terakhir {latest:yyyy-MM-dd HH:mm:ss}Z, dari {by}, menurut {authority ?? CarriedStamps.Authorities}.",
                $"{verdict.Stamps.Count} time stamps hold, the last of {latest:yyyy-MM-dd HH:mm:ss}Z, by {by}, according to {authority ?? CarriedStamps.Authorities}."
            )
        );
        if (authority is null)
        {
            call.Print(
                call.Text(
                    "Sertifikat itu dari folder ini sendiri; agar tidak bergantung pada pembuatnya, ambil dari otoritas dan beri --tsa-ca.",
                    "Those certificates are this folder's own; not to depend on who made it, take them from the authority and give --tsa-ca."
                )
            );
        }
    }
}
