using Monitor.Worker.Accuracy;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli.Desk;

/// <summary>The desk on a whole screen: one key for each action, and nothing typed is lost.</summary>
internal sealed class ScreenDesk : Desk
{
    private readonly Surface _surface;
    private readonly Interview _interview;
    private SampleView? _sample;

    /// <summary>Sits down at a screen.</summary>
    public ScreenDesk(Invocation call, DaemonClient daemon, IScreen screen, Drafts drafts, Rules rules, TimeProvider time)
        : base(call, daemon, drafts, rules, time)
    {
        _surface = new Surface(screen, time, call.Tongue) { Sheet = Sheet, Trouble = () => Sitting.Trouble };
        _interview = new Interview(_surface, call.Tongue);
    }

    private string AnyKey => Say("tombol apa saja: lanjut", "any key: go on");

    /// <summary>Shows a message from the daemon on the screen.</summary>
    public void Notify(Sentence words) => _surface.Tell(words);

    /// <inheritdoc />
    protected override void OnChanged() => _surface.Ring();

    /// <inheritdoc />
    protected override void Tell(Sentence words) => _surface.Status = words.In(Call.Tongue);

    /// <inheritdoc />
    protected override Draft Begin(FlagView flag, string verdict) =>
        Typed is { } typed && typed.Flag == flag.Id && typed.Verdict == verdict ? typed : base.Begin(flag, verdict);

    /// <inheritdoc />
    protected override async Task<char?> KeyAsync(OnDesk current, CancellationToken ct)
    {
        while (await _surface.KeyAsync(null, Keys(current.Flag), ct) is { } key)
        {
            if (!_surface.Scrolls(key))
            {
                return char.ToLowerInvariant(key.KeyChar);
            }
        }

        return null;
    }

    /// <inheritdoc />
    protected override async Task<bool> WaitAsync(CancellationToken ct) =>
        await _surface.KeyWithinAsync(null, Say("[q] keluar; dicoba lagi terus", "[q] quit; it is tried again"), ct)
            is not { KeyChar: 'q' };

    /// <inheritdoc />
    protected override async Task HelpAsync(CancellationToken ct) =>
        await _surface.KeyAsync(new Panel(Say("Bantuan", "Help"), DeskHelp.Words(Call.Tongue), []), AnyKey, ct);

    /// <inheritdoc />
    protected override async Task ShowLostAsync(Draft draft, Sentence why, CancellationToken ct)
    {
        Tell(why);
        await _surface.KeyAsync(Written(draft), AnyKey, ct);
        _surface.Status = "";
    }

    /// <inheritdoc />
    protected override async Task<string?> AskSampleAsync(SampleView sample, CancellationToken ct)
    {
        _sample = sample;
        _surface.ToTop();
        try
        {
            return await _interview.PickAsync(SampleQuestion, SampleAnswers, before: null, ct);
        }
        finally
        {
            _sample = null;
            _surface.ToTop();
        }
    }

    /// <inheritdoc />
    protected override async Task GiveAsync(Draft draft, CancellationToken ct)
    {
        _surface.Status = "";
        var flag = Sitting.Current!.Flag;
        var questions = Questions.Of(flag, draft, Rules, Call.Tongue);
        // Where the person stopped: at the last one that has an answer, which may be half of one.
        var at = Math.Max(0, questions.ToList().FindLastIndex(question => draft[question.Name] is not null));
        while (at >= 0)
        {
            if (at == questions.Count)
            {
                await SendAsync(draft, ct);
                return;
            }

            var question = questions[at];
            var answer = await _interview.AskAsync(question, draft[question.Name], letters => draft = Kept(draft, question, letters), ct);
            if (answer is not null && question.Name != Questions.Sure)
            {
                draft = Kept(draft, question, answer);
            }

            at += answer is null || (question.Name == Questions.Sure && answer != Question.Yes) ? -1 : 1;
            questions = Questions.Of(flag, draft, Rules, Call.Tongue);
        }
    }

    /// <inheritdoc />
    protected override async Task MoveAsync(string act, string title, CancellationToken ct)
    {
        var field = new TextField();
        var hint = Say("[Enter] kirim  [Esc] batal", "[Enter] send  [Esc] back");
        while (await _surface.KeyAsync(new Panel(title, [], [], Field: field), hint, ct) is { Key: not ConsoleKey.Escape } key)
        {
            if (key.Key != ConsoleKey.Enter)
            {
                field.Take(key);
                continue;
            }

            try
            {
                var flag = Sitting.Current!.Flag.Id;
                await Sitting.MoveAsync(act, field.Text, ct);
                Forget();
                _surface.ToTop();
                Tell(new Sentence($"Flag {flag}: dicatat.", $"Flag {flag}: recorded."));
                return;
            }
            catch (Exception exception) when (exception is RefusalException or DaemonAbsentException)
            {
                // The words stay in the field; Enter sends them again.
                Tell(SentenceOf(exception));
            }
        }
    }

    private async Task SendAsync(Draft draft, CancellationToken ct)
    {
        while (true)
        {
            var (sent, words) = await Sitting.SendAsync(draft, ct);
            Tell(words);
            switch (sent)
            {
                case Sent.Recorded:
                    Forget();
                    _surface.ToTop();
                    _surface.Status += Say("  [z] tarik kembali", "  [z] take it back");
                    return;
                case Sent.Refused:
                    _surface.Status += Say(
                        "  Yang Anda tulis tetap ada: [r] kirim ulang.",
                        "  What you typed is still here: [r] send again."
                    );
                    return;
                case Sent.Lost:
                    await ShowLostAsync(draft, words, ct);
                    Forget();
                    Sitting.Drop();
                    return;
            }

            var hint = Say(
                "Dikirim ulang sendiri. [Esc] kembali ke teks; tidak ada yang hilang",
                "Sent again by itself. [Esc] back to the text; nothing is lost"
            );
            if (await _surface.KeyWithinAsync(Written(draft), hint, ct) is { Key: ConsoleKey.Escape })
            {
                return;
            }
        }
    }

    private Panel Written(Draft draft) =>
        new(
            Say($"Yang Anda tulis tentang flag {draft.Flag}", $"What you wrote about flag {draft.Flag}"),
            [draft.Verdict, .. draft.Answers.Where(answer => answer.Value.Length > 0).Select(answer => $"{answer.Key}: {answer.Value}")],
            []
        );

    private Draft Kept(Draft draft, Asked question, string answer)
    {
        var kept = draft.With(question.Name, answer);
        Keep(kept);
        return kept;
    }

    private ISheet? Sheet() =>
        _sample is not null ? new SampleSheet(_sample, Call.Tongue)
        : Sitting.Current is { } current ? new FlagSheet(current.Flag, current.Earlier, Call.Tongue)
        : null;
}
