using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor decide</c>: one verdict, for scripts.</summary>
internal static class DecideVerb
{
    public static Command Build(Verbs verbs)
    {
        var flag = verbs.Argument<long>("FLAG", "Nomor flag.", "Number of the flag.");
        var confirm = verbs.Option<bool>(
            "--confirm",
            "Ini pelanggaran; sebut bentuknya dengan --form, lalu tahapan, waktu, dan pemeriksaan akun.",
            "It is a violation; name its form with --form, then phase, time and the check of the account."
        );
        var dismiss = verbs.Option<bool>(
            "--dismiss",
            "Ini bukan pelanggaran; sebut dasarnya dengan --ground.",
            "It is no violation; name the ground with --ground."
        );
        var form = verbs.Option<string?>("--form", "Kode bentuk pelanggaran, mis. D-6.", "Code of the form of violation, for example D-6.");
        var ground = verbs.Option<string?>(
            "--ground",
            "Kode dasar penolakan (monitor rules list); wajib bersama --dismiss.",
            "Code of the ground for a dismissal (monitor rules list); required with --dismiss."
        );
        var reason = verbs.Option<string?>(
            "--reason",
            "Alasan dengan kata-kata sendiri; wajib.",
            "The reason in your own words; required."
        );
        var group = verbs.Option<bool>(
            "--group",
            "Berlaku juga untuk anggota kelompoknya yang berstatus sama; masing-masing disebut dan tercatat sendiri.",
            "Also for those of its group that stand in the same state; each is named and recorded by itself."
        );
        var particulars = new ParticularsOptions(verbs);
        return verbs.Of(
            "decide",
            "Memberi satu putusan. Konfirmasi memerlukan orang kedua, yang tidak melihat putusan pertama.",
            "Gives one verdict. A confirmation needs a second person, who does not see the first verdict.",
            "monitor decide 12 --confirm --form D-6 --phase pilkada-2024:kampanye --event-at \"2024-10-01 14:30\" --event-known cap_waktu_platform --ownership didaftarkan_sendiri --reason \"mengajak memilih paslon\"",
            async (call, ct) =>
            {
                if (call.Value(confirm) == call.Value(dismiss))
                {
                    throw RefusalException.Wrong(
                        "Sebut tepat satu dari --confirm dan --dismiss.",
                        "Name exactly one of --confirm and --dismiss."
                    );
                }

                var members = call.Value(group) ? await MembersAsync(call, call.Value(flag), call.Value(confirm), ct) : null;
                var answer = await call.Daemon.PostAsync<DecideAnswer>(
                    $"/queue/{call.Value(flag)}/decide",
                    new DecideRequest(
                        call.Value(confirm) ? Verdict.Confirm : Verdict.Dismiss,
                        call.Value(form),
                        call.Value(ground),
                        call.Value(reason) ?? "",
                        call.Value(confirm) ? particulars.Read(call) : null,
                        Members: members
                    ),
                    ct
                );
                Tell(call, answer);
                return ExitCode.Done;
            },
            [flag, confirm, dismiss, form, ground, reason, group, .. particulars.All]
        );
    }

    /// <summary>Those of a flag's group that one verdict can cover with it. A post of its own is confirmed by itself.</summary>
    internal static List<MemberView> Coverable(FlagView flag, bool confirm) =>
        [.. flag.Group.Where(member => member.State == flag.State && !(confirm && member.OwnAct))];

    private static async Task<IReadOnlyList<long>> MembersAsync(Invocation call, long id, bool confirm, CancellationToken ct)
    {
        var members = Coverable(await call.Daemon.GetAsync<FlagView>($"/queue/{id}", ct), confirm);
        foreach (var member in members)
        {
            call.Say(
                $"juga flag {member.Id}: {FlagScreen.Clip(member.Title, 60)}",
                $"also flag {member.Id}: {FlagScreen.Clip(member.Title, 60)}"
            );
        }

        return members.ConvertAll(member => member.Id);
    }

    /// <summary>Says what came of a verdict.</summary>
    internal static void Tell(Invocation call, DecideAnswer answer)
    {
        if (call.Json)
        {
            call.PrintJson(answer);
            return;
        }

        call.Print(Said(answer).In(call.Tongue));
    }

    /// <summary>What came of a verdict, in words.</summary>
    internal static Sentence Said(DecideAnswer answer) =>
        answer.State switch
        {
            FlagState.Proposed => new Sentence(
                $"Flag {answer.Flag}: dicatat; menunggu pembaca kedua.",
                $"Flag {answer.Flag}: recorded; it waits for a second reader."
            ),
            FlagState.Disputed => new Sentence(
                $"Flag {answer.Flag}: dicatat; putusan berbeda, ketua yang memutus.",
                $"Flag {answer.Flag}: recorded; the verdicts differ, the ketua decides."
            ),
            FlagState.Confirmed => new Sentence($"Flag {answer.Flag}: temuan TERKONFIRMASI.", $"Flag {answer.Flag}: finding CONFIRMED."),
            _ => new Sentence($"Flag {answer.Flag}: ditolak, bukan pelanggaran.", $"Flag {answer.Flag}: dismissed, no violation."),
        };

    /// <summary>What a confirmation names beside its form, as options.</summary>
    private sealed class ParticularsOptions(Verbs verbs)
    {
        private readonly Option<string?> _phase = verbs.Option<string?>(
            "--phase",
            "Kontes dan tahapan, mis. pilkada-2024:kampanye; none bila tidak ada yang berjalan.",
            "Contest and phase, for example pilkada-2024:kampanye; none when no contest runs."
        );

        private readonly Option<string?> _at = verbs.Option<string?>(
            "--event-at",
            "Waktu kejadian; tanpa zona berarti waktu wilayah itu.",
            "Time of the event; without a zone it is the region's own time."
        );

        private readonly Option<string?> _known = verbs.Option<string?>(
            "--event-known",
            "Bagaimana waktu itu diketahui: cap_waktu_platform, isi_berita, keterangan, perkiraan.",
            "How that time is known: cap_waktu_platform, isi_berita, keterangan, perkiraan."
        );

        private readonly Option<string?> _ownership = verbs.Option<string?>(
            "--ownership",
            "Apakah dan bagaimana kepemilikan akun diperiksa (monitor rules list).",
            "Whether and how the ownership of the account was checked (monitor rules list)."
        );

        private readonly Option<string?> _note = verbs.Option<string?>(
            "--ownership-note",
            "Keterangan pemeriksaan akun.",
            "More about the check of the account."
        );

        private readonly Option<string?> _basis = verbs.Option<string?>(
            "--basis",
            "Dasar hukum tambahan; wajib bila bentuknya tidak mempunyai.",
            "A further legal basis; required where the form has none."
        );

        private readonly Option<string[]> _evidence = verbs.Option<string[]>(
            "--evidence",
            "Awal sha256 tangkapan yang menjadi dasar; bawaan: semuanya.",
            "Beginning of the sha256 of a capture that it rests on; default: all of them."
        );

        private readonly Option<bool> _crime = verbs.Option<bool>(
            "--possible-crime",
            "Ada dugaan tindak pidana, untuk Gakkumdu.",
            "A possible crime, for Gakkumdu."
        );

        public Symbol[] All => [_phase, _at, _known, _ownership, _note, _basis, _evidence, _crime];

        public ParticularsRequest Read(Invocation call) =>
            new(
                call.Value(_phase),
                call.Value(_at),
                call.Value(_known),
                call.Value(_ownership),
                call.Value(_note),
                call.Value(_basis),
                call.Value(_evidence) is { Length: > 0 } named ? named : null,
                call.Value(_crime)
            );
    }
}
