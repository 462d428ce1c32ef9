using System.CommandLine;
using Monitor.Worker.Api;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Spectre.Console;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor review</c>: the analyst's desk. The next flag, one key per decision; the claim is kept alive while the desk is open.</summary>
internal static class ReviewVerb
{
    // A third of the shortest claim that can be configured.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    public static Command Build(Verbs verbs) =>
        verbs.Of(
            "review",
            "Meja analis: flag berikutnya, satu tombol per putusan.",
            "The analyst's desk: the next flag, one key per decision.",
            "monitor review",
            ReviewAsync
        );

    private static async Task<int> ReviewAsync(Invocation call, CancellationToken ct)
    {
        var aside = new List<long>();
        var decided = 0;
        while (true)
        {
            var next = await call.Daemon.PostAsync<NextAnswer>("/queue/next", new NextRequest(aside), ct);
            if (next.Flag is not { } flag)
            {
                call.Say(
                    $"Tidak ada lagi yang menunggu Anda. {decided} diputus, {aside.Count} dilewati.",
                    $"Nothing more waits for you. {decided} decided, {aside.Count} skipped."
                );
                return ExitCode.Done;
            }

            var step = await WorkAsync(call, flag, ct);
            if (step == Step.Decided)
            {
                decided++;
                continue;
            }

            // Given back at once: what this person does not decide now, another may.
            await call.Daemon.PostAsync<DoneAnswer>($"/queue/{flag.Id}/release", null, CancellationToken.None);
            if (step == Step.Quit)
            {
                call.Say($"{decided} diputus, {aside.Count} dilewati.", $"{decided} decided, {aside.Count} skipped.");
                return ExitCode.Done;
            }

            aside.Add(flag.Id);
        }
    }

    private static async Task<Step> WorkAsync(Invocation call, FlagView flag, CancellationToken ct)
    {
        // What was typed and not accepted; it can be sent again as it is.
        DecideRequest? unsent = null;
        while (true)
        {
            var (step, typed) = await WorkAsync(call, flag, unsent, ct);
            if (step is { } done)
            {
                return done;
            }

            unsent = typed;
            // The claim may have lapsed or been broken while the person wrote: it is taken anew, and the flag shown as it is now.
            try
            {
                flag = await call.Daemon.PostAsync<FlagView>($"/queue/{flag.Id}/claim", null, ct);
            }
            catch (RefusalException refusal)
            {
                // Somebody else has it now. The words are on the screen; the next flag waits.
                call.Say(refusal.Sentence);
                return Step.Skipped;
            }
        }
    }

    private static async Task<(Step? Step, DecideRequest? Typed)> WorkAsync(
        Invocation call,
        FlagView flag,
        DecideRequest? unsent,
        CancellationToken ct
    )
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var beat = KeepClaimAsync(call, flag, done.Token);
        try
        {
            call.Terminal.Console.Write(new Rule());
            FlagScreen.Flag(call, flag);
            while (true)
            {
                call.Print("");
                call.Print(
                    call.Text(
                        "[k] konfirmasi  [t] tolak  [l] lewati  [?] bantuan  [q] keluar",
                        "[c] confirm  [d] dismiss  [s] skip  [?] help  [q] quit"
                    ) + (unsent is null ? "" : call.Text("  [u] kirim ulang", "  [r] send again"))
                );
                var key = await call.Terminal.ReadKeyAsync(ct);
                var typed = key switch
                {
                    'k' or 'c' => WithGroup(call, flag, Confirm(call, flag)),
                    't' or 'd' => WithGroup(call, flag, Dismiss(call)),
                    'u' or 'r' => unsent,
                    _ => null,
                };
                if (typed is not null)
                {
                    return (await DecideAsync(call, flag, typed, ct) ? Step.Decided : null, typed);
                }

                switch (key)
                {
                    case 'l' or 's':
                        return (Step.Skipped, null);
                    case 'q' or null:
                        return (Step.Quit, null);
                    case '?':
                        Explain(call);
                        break;
                }
            }
        }
        finally
        {
            await done.CancelAsync();
            await beat;
        }
    }

    private static DecideRequest? Confirm(Invocation call, FlagView flag)
    {
        foreach (var form in flag.SuggestedForms.Take(FormAdvice.ShownFirst))
        {
            call.Print($"  {form.Code}  {call.Text(form.NameId, form.NameEn)}: {form.Text}");
            call.Print("        " + string.Join("; ", form.Why.Select(why => why.In(call.Tongue))));
        }

        if (flag.SuggestedForms.Count > FormAdvice.ShownFirst)
        {
            call.Print(
                "  "
                    + call.Text("juga mungkin: ", "may fit too: ")
                    + string.Join(", ", flag.SuggestedForms.Skip(FormAdvice.ShownFirst).Select(form => form.Code))
            );
        }

        var code = Ask(call, call.Text("Bentuk pelanggaran (kode; kosong = batal): ", "Form of violation (code; empty = back): "));
        return code.Length == 0
            ? null
            : new DecideRequest(Verdict.Confirm, code.ToUpperInvariant(), null, AskReason(call), AskParticulars(call, flag));
    }

    private static DecideRequest? WithGroup(Invocation call, FlagView flag, DecideRequest? typed)
    {
        var members = typed is null ? [] : DecideVerb.Coverable(flag, typed.Verdict == Verdict.Confirm);
        if (members.Count == 0)
        {
            return typed;
        }

        var numbers = string.Join(", ", members.Select(member => member.Id));
        var all = Ask(call, call.Text($"Juga untuk flag {numbers} sekelompok? (y/T): ", $"Also for flags {numbers} of the group? (y/N): "));
        return all is "y" or "Y" ? typed! with { Members = members.ConvertAll(member => member.Id) } : typed;
    }

    // What stands in brackets is what the flag itself says; an empty line takes it, and it is on the screen when it is taken.
    private static ParticularsRequest AskParticulars(Invocation call, FlagView flag)
    {
        var rules = Rules.Load(MonitorHost.RulesDirectory).Particulars;
        var phases = flag.Phases.Count == 0 ? Particulars.NoPhase : string.Join(", ", flag.Phases.Select(phase => phase.Code));
        var phase = Ask(call, call.Text($"Tahapan ({phases}): ", $"Phase ({phases}): "));
        var published = flag.PublishedAt is { } at ? FlagScreen.Local(at, flag.Zone, "yyyy-MM-dd HH:mm")[..16] : null;
        var happened = Ask(
            call,
            published is null
                ? call.Text("Waktu kejadian (tttt-bb-hh jj:mm): ", "Time of the event (yyyy-mm-dd hh:mm): ")
                : call.Text($"Waktu kejadian [{published}]: ", $"Time of the event [{published}]: ")
        );
        var known = AskOne(call, call.Text("Bagaimana waktu itu diketahui", "How that time is known"), rules.EventTimes);
        var ownership = AskOne(call, call.Text("Pemeriksaan kepemilikan akun", "Check of the account's ownership"), rules.OwnershipChecks);
        var note = Ask(call, call.Text("Keterangan pemeriksaan (boleh kosong): ", "More about the check (may be empty): "));
        var crime = Ask(call, call.Text("Dugaan tindak pidana, untuk Gakkumdu? (y/T): ", "Possible crime, for Gakkumdu? (y/N): "));
        return new ParticularsRequest(
            phase,
            happened.Length > 0 ? happened : published,
            known,
            ownership,
            note,
            PossibleCrime: crime.StartsWith('y') || crime.StartsWith('Y')
        );
    }

    private static string AskOne(Invocation call, string question, IReadOnlyList<Choice> choices)
    {
        foreach (var choice in choices)
        {
            call.Print($"  {choice.Code}  {choice.Name.In(call.Tongue)}");
        }

        return Ask(call, question + ": ");
    }

    private static DecideRequest? Dismiss(Invocation call)
    {
        foreach (var ground in Rules.Load(MonitorHost.RulesDirectory).Grounds)
        {
            call.Print($"  {ground.Code}  {ground.Name.In(call.Tongue)}");
        }

        var code = Ask(call, call.Text("Dasar (kode; kosong = batal): ", "Ground (code; empty = back): "));
        return code.Length == 0 ? null : new DecideRequest(Verdict.Dismiss, null, code, AskReason(call));
    }

    private static async Task<bool> DecideAsync(Invocation call, FlagView flag, DecideRequest request, CancellationToken ct)
    {
        try
        {
            DecideVerb.Tell(
                call,
                await call.Daemon.PostAsync<DecideAnswer>($"/queue/{flag.Id}/decide", request with { Claim = flag.ClaimNumber }, ct)
            );
            return true;
        }
        catch (Exception exception) when (exception is RefusalException or DaemonAbsentException)
        {
            // The desk stays on the flag, and what was typed stands on the screen to be used again.
            call.Say(exception is RefusalException refusal ? refusal.Sentence : ((DaemonAbsentException)exception).Sentence);
            call.Say(
                $"Yang Anda tulis: {request.Form ?? request.Ground} — {request.Reason}",
                $"What you wrote: {request.Form ?? request.Ground} — {request.Reason}"
            );
            return false;
        }
    }

    private static string AskReason(Invocation call) => Ask(call, call.Text("Alasan (wajib): ", "Reason (required): "));

    private static string Ask(Invocation call, string question)
    {
        call.Terminal.Out.Write(question);
        call.Terminal.Out.Flush();
        return call.Terminal.In.ReadLine()?.Trim() ?? "";
    }

    private static void Explain(Invocation call) =>
        call.Print(
            call.Text(
                """
                  k  konfirmasi: ini pelanggaran; Anda menyebut bentuknya dan alasannya. Orang kedua memutus tanpa melihat putusan Anda.
                  t  tolak: ini bukan pelanggaran; Anda menyebut alasannya.
                  l  lewati: kembalikan ke antrean untuk orang lain.
                  q  keluar; flag yang terbuka dikembalikan.
                Skor hanya mengurutkan bacaan. Mesin tidak memutus apa pun tentang seseorang.
                """,
                """
                  c  confirm: it is a violation; you name its form and the reason. A second person decides without seeing your verdict.
                  d  dismiss: it is no violation; you give the reason.
                  s  skip: give it back to the queue for somebody else.
                  q  quit; the open flag is given back.
                The score only orders the reading. The machine decides nothing about a person.
                """
            )
        );

    private static async Task KeepClaimAsync(Invocation call, FlagView flag, CancellationToken ct)
    {
        try
        {
            using var beat = new PeriodicTimer(Heartbeat, Clock.Machine);
            while (await beat.WaitForNextTickAsync(ct))
            {
                await call.Daemon.PostAsync<ClaimAnswer>($"/queue/{flag.Id}/extend?claim={flag.ClaimNumber}", null, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The flag was decided or given back: nothing left to keep.
        }
        catch (Exception exception) when (exception is RefusalException or DaemonAbsentException or HttpRequestException)
        {
            call.Say(
                $"Klaim atas flag {flag.Id} tidak dapat diperpanjang: {exception.Message}",
                $"The claim on flag {flag.Id} could not be extended: {exception.Message}"
            );
        }
    }

    private enum Step
    {
        Decided,
        Skipped,
        Quit,
    }
}
