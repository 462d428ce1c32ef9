using Monitor.Worker.Accuracy;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;

namespace Monitor.Worker.Cli.Desk;

/// <summary>
/// How a person works the queue, whatever the desk looks like: what was typed before comes first, then flag after flag, and where none waits the texts that
/// are read blind.
/// </summary>
internal abstract class Desk : IAsyncDisposable
{
    private readonly Drafts _drafts;

    /// <summary>Sits down.</summary>
    protected Desk(Invocation call, DaemonClient daemon, Drafts drafts, Rules rules, TimeProvider time)
    {
        (Call, _drafts, Rules) = (call, drafts, rules);
        Sitting = new Sitting(daemon, time, OnChanged);
    }

    /// <summary>What is told when the desk is left.</summary>
    public Sentence Farewell { get; private set; } = new("", "");

    /// <summary>Who called the desk, and in which language.</summary>
    protected Invocation Call { get; }

    /// <summary>The rules in force.</summary>
    protected Rules Rules { get; }

    /// <summary>The flags and claims behind it.</summary>
    protected Sitting Sitting { get; }

    /// <summary>What is typed about the flag on the desk; null when nothing is.</summary>
    protected Draft? Typed { get; private set; }

    /// <summary>Works until nothing waits or the person leaves.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await ResumeAsync(ct);
        var left = false;
        while (!left)
        {
            if (Sitting.Current is null && await NextAsync(ct) is { } end)
            {
                left = end == End.Left || !await ReadSamplesAsync(ct);
                break;
            }

            left = Sitting.Current is not null && !await ReadAsync(ct);
        }

        var told = await Sitting.LeaveAsync();
        var (samples, sampled) =
            Sitting.Sampled == 0 ? ("", "") : ($", {Sitting.Sampled} contoh dijawab", $", {Sitting.Sampled} samples answered");
        Farewell = new Sentence(
            (left ? "" : "Tidak ada lagi yang menunggu Anda. ")
                + $"{Sitting.Decided} diputus, {Sitting.Skipped} dilewati{samples}."
                + (told ? "" : " Daemon tidak menjawab; klaim Anda berakhir sendiri."),
            (left ? "" : "Nothing more waits for you. ")
                + $"{Sitting.Decided} decided, {Sitting.Skipped} skipped{sampled}."
                + (told ? "" : " The daemon does not answer; your claims end by themselves.")
        );
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Sitting.DisposeAsync();

    /// <summary>Waits for one key about the flag; null when the keyboard is gone.</summary>
    protected abstract Task<char?> KeyAsync(OnDesk current, CancellationToken ct);

    /// <summary>Tells what happened.</summary>
    protected abstract void Tell(Sentence words);

    /// <summary>Shows once more what was typed and cannot be sent.</summary>
    protected abstract Task ShowLostAsync(Draft draft, Sentence why, CancellationToken ct);

    /// <summary>Asks what a verdict must say, and sends it.</summary>
    protected abstract Task GiveAsync(Draft draft, CancellationToken ct);

    /// <summary>Asks for the words of a move, and sends it.</summary>
    protected abstract Task MoveAsync(string act, string title, CancellationToken ct);

    /// <summary>Shows the keys and what they do.</summary>
    protected abstract Task HelpAsync(CancellationToken ct);

    /// <summary>Waits while the daemon is away.</summary>
    /// <returns>False when the person leaves.</returns>
    protected abstract Task<bool> WaitAsync(CancellationToken ct);

    /// <summary>Asks about a text that is read blind.</summary>
    /// <returns>One of <see cref="SampleLabel"/>; null when the person leaves.</returns>
    protected abstract Task<string?> AskSampleAsync(SampleView sample, CancellationToken ct);

    /// <summary>Something changed while nobody pressed a key.</summary>
    protected abstract void OnChanged();

    /// <summary>With what a verdict begins.</summary>
    protected virtual Draft Begin(FlagView flag, string verdict) => new() { Flag = flag.Id, Verdict = verdict };

    /// <summary>Keeps what is typed, on the desk and in the person's file.</summary>
    protected void Keep(Draft draft)
    {
        Typed = draft;
        try
        {
            _drafts.Keep(draft, Sitting.Current?.DraftKey);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Tell(
                new Sentence(
                    $"Yang Anda tulis tidak dapat disimpan di luar layar ini: {exception.Message}",
                    $"What you type cannot be kept outside this screen: {exception.Message}"
                )
            );
        }
    }

    /// <summary>It was sent, or thrown away.</summary>
    protected void Forget()
    {
        Typed = null;
        _drafts.Forget();
    }

    /// <summary>The keys that do something now.</summary>
    protected string Keys(FlagView flag) => DeskHelp.Keys(flag, Typed?.Flag == flag.Id, Sitting.Last is not null, Call.Tongue);

    /// <summary>Both languages at once, in the one that was asked for.</summary>
    protected string Say(string id, string en) => Call.Text(id, en);

    /// <summary>What the daemon, or its absence, says.</summary>
    protected static Sentence SentenceOf(Exception exception) =>
        (exception as RefusalException)?.Sentence ?? ((DaemonAbsentException)exception).Sentence;

    /// <summary>What is said of a sample, in order.</summary>
    protected IReadOnlyList<Pick> SampleAnswers =>
        [
            new(SampleLabel.Yes, Say("ya, akan saya konfirmasi", "yes, I would confirm it")),
            new(SampleLabel.No, Say("tidak", "no")),
            new(SampleLabel.Unsure, Say("tidak yakin", "not sure")),
        ];

    /// <summary>What is asked of a sample.</summary>
    protected string SampleQuestion =>
        Say(
            "Andaikan ini perbuatan ASN: akan Anda konfirmasi sebagai dugaan pelanggaran?",
            "Suppose a civil servant did this: would you confirm it as a possible violation?"
        );

    // The connection broke while something was typed: its flag comes first.
    private async Task ResumeAsync(CancellationToken ct)
    {
        if (_drafts.Waiting is not { } flag)
        {
            return;
        }

        try
        {
            await Sitting.TakeAsync(flag, ct);
            Typed = _drafts.Open(Sitting.Current!.DraftKey);
            if (Typed is null)
            {
                // The text was removed meanwhile, and with it the key to what was written about it.
                Forget();
            }
            else
            {
                Tell(
                    new Sentence(
                        "Yang Anda tulis sebelum sambungan terputus masih ada: [r] lanjutkan.",
                        "What you typed before the connection broke is still here: [r] goes on."
                    )
                );
            }
        }
        catch (RefusalException refusal)
        {
            await GiveUpAsync(flag, refusal.Sentence, ct);
        }
    }

    private async Task GiveUpAsync(long flag, Sentence why, CancellationToken ct)
    {
        try
        {
            if (_drafts.Open(await Sitting.DraftKeyAsync(flag, ct)) is { } lost)
            {
                await ShowLostAsync(lost, why, ct);
            }
        }
        catch (RefusalException gone)
        {
            // What the flag was about may not be seen any more, and so neither what was written about it.
            Tell(gone.Sentence);
        }

        Forget();
    }

    // Null when a flag lies on the desk. Once something was decided here, a daemon that is away is waited for.
    private async Task<End?> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await Sitting.NextAsync(ct) ? null : End.Nothing;
            }
            catch (DaemonAbsentException absent) when (Sitting.Decided + Sitting.Skipped > 0)
            {
                Tell(absent.Sentence);
            }

            if (!await WaitAsync(ct))
            {
                return End.Left;
            }
        }
    }

    // True when the flag is done with, false when the person leaves.
    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        while (Sitting.Current is { } current)
        {
            if (await KeyAsync(current, ct) is not { } key || key == 'q')
            {
                return false;
            }

            try
            {
                await ActAsync(key, current.Flag, ct);
            }
            catch (Exception exception) when (exception is RefusalException or DaemonAbsentException)
            {
                Tell(SentenceOf(exception));
            }
        }

        return true;
    }

    private async Task ActAsync(char key, FlagView flag, CancellationToken ct)
    {
        switch (key)
        {
            case 'k' or 'c':
                await GiveAsync(Begin(flag, Verdict.Confirm), ct);
                break;
            case 't' or 'd':
                await GiveAsync(Begin(flag, Verdict.Dismiss), ct);
                break;
            case 'r' or 'u' when Typed?.Flag == flag.Id:
                await GiveAsync(Typed, ct);
                break;
            case 'l' or 's':
                Forget();
                await Sitting.SkipAsync(ct);
                break;
            case 'z' when Sitting.Last is not null:
                Keep(await Sitting.UndoAsync(ct));
                Tell(
                    new Sentence(
                        "Putusan ditarik kembali; yang Anda tulis masih ada: [r] lanjutkan.",
                        "The verdict is taken back; what you typed is still here: [r] goes on."
                    )
                );
                break;
            case 'z':
                Tell(new Sentence("Tidak ada putusan untuk ditarik kembali.", "There is no verdict to take back."));
                break;
            case 'i':
                await MoveAsync(FlagAct.Ask, Say("Apa yang kurang?", "What is missing?"), ct);
                break;
            case 'b' when flag.State == FlagState.Disputed:
                await MoveAsync(FlagAct.Return, Say("Mengapa dibaca ulang dari awal?", "Why is it to be read anew?"), ct);
                break;
            case 'x':
                await ReadSamplesAsync(ct);
                break;
            case '?':
                await HelpAsync(ct);
                break;
        }
    }

    // False when the person leaves before the last of them.
    private async Task<bool> ReadSamplesAsync(CancellationToken ct)
    {
        var read = 0;
        try
        {
            for (; await Sitting.SampleAsync(ct) is { } sample; read++)
            {
                if (await AskSampleAsync(sample, ct) is not { } answer)
                {
                    return false;
                }

                try
                {
                    await Sitting.AnswerAsync(sample, answer, ct);
                    Tell(new Sentence($"Contoh {sample.Id}: dicatat.", $"Sample {sample.Id}: recorded."));
                }
                catch (RefusalException refusal)
                {
                    // It lay there too long, most often: the next one is offered.
                    Tell(refusal.Sentence);
                }
            }
        }
        catch (DaemonAbsentException absent)
        {
            Tell(absent.Sentence);
            return true;
        }

        if (read == 0)
        {
            Tell(new Sentence("Tidak ada contoh yang menunggu.", "No sample waits."));
        }

        return true;
    }

    private enum End
    {
        Nothing,
        Left,
    }
}
