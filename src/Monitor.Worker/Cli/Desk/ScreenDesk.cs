using Monitor.Worker.Api;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli.Desk;

/// <summary>The desk on a whole screen: one key for each action, and nothing typed is lost.</summary>
internal sealed class ScreenDesk : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly Invocation _call;
    private readonly IScreen _screen;
    private readonly Drafts _drafts;
    private readonly Rules _rules;
    private readonly TimeProvider _time;
    private readonly Sitting _sitting;
    private volatile TaskCompletionSource _bell = New();
    private Task<ConsoleKeyInfo?>? _pressed;
    private Draft? _draft;
    private string _status = "";
    private int _scroll;
    private int _furthest;

    /// <summary>Sits down at a screen.</summary>
    public ScreenDesk(Invocation call, DaemonClient daemon, IScreen screen, Drafts drafts, Rules rules, TimeProvider time)
    {
        (_call, _screen, _drafts, _rules, _time) = (call, screen, drafts, rules, time);
        _sitting = new Sitting(daemon, time, Ring);
        screen.Resized = Ring;
    }

    /// <summary>What is told when the desk is left.</summary>
    public Sentence Farewell { get; private set; } = new("", "");

    /// <summary>Shows a message from the daemon on the screen.</summary>
    public void Tell(Sentence words)
    {
        _status = words.In(_call.Tongue);
        Ring();
    }

    /// <summary>Works until nothing waits or the person leaves.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await ResumeAsync(ct);
        var left = false;
        while (!left)
        {
            if (_sitting.Current is null && !await NextAsync(ct))
            {
                break;
            }

            left = _sitting.Current is not null && !await ReadAsync(ct);
        }

        var told = await _sitting.LeaveAsync();
        Farewell = new Sentence(
            (left ? "" : "Tidak ada lagi yang menunggu Anda. ")
                + $"{_sitting.Decided} diputus, {_sitting.Skipped} dilewati."
                + (told ? "" : " Daemon tidak menjawab; klaim Anda berakhir sendiri."),
            (left ? "" : "Nothing more waits for you. ")
                + $"{_sitting.Decided} decided, {_sitting.Skipped} skipped."
                + (told ? "" : " The daemon does not answer; your claims end by themselves.")
        );
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _sitting.DisposeAsync();

    // The connection broke while something was typed: its flag comes first.
    private async Task ResumeAsync(CancellationToken ct)
    {
        if (_drafts.Find() is not { } draft)
        {
            return;
        }

        try
        {
            await _sitting.TakeAsync(draft.Flag, ct);
            _draft = draft;
            _status = Say(
                "Yang Anda tulis sebelum sambungan terputus masih ada: [r] lanjutkan.",
                "What you typed before the connection broke is still here: [r] goes on."
            );
        }
        catch (RefusalException refusal)
        {
            await ShowLostAsync(draft, refusal.Sentence, ct);
        }
    }

    private async Task<bool> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                _scroll = 0;
                return await _sitting.NextAsync(ct);
            }
            catch (DaemonAbsentException absent) when (_sitting.Decided + _sitting.Skipped > 0)
            {
                _status = absent.Sentence.In(_call.Tongue);
            }

            if (await KeyWithinAsync(null, Say("[q] keluar; dicoba lagi terus", "[q] quit; it is tried again"), ct) is { KeyChar: 'q' })
            {
                return false;
            }
        }
    }

    // True when the flag is done with, false when the person leaves.
    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        while (_sitting.Current is { } current)
        {
            if (await KeyAsync(null, Keys(current.Flag), ct) is not { } key)
            {
                return false;
            }

            if (Scrolled(key))
            {
                continue;
            }

            try
            {
                if (char.ToLowerInvariant(key.KeyChar) is 'q')
                {
                    return false;
                }

                await ActAsync(char.ToLowerInvariant(key.KeyChar), current.Flag, ct);
            }
            catch (Exception exception) when (exception is RefusalException or DaemonAbsentException)
            {
                _status =
                    (exception as RefusalException)?.Sentence.In(_call.Tongue)
                    ?? ((DaemonAbsentException)exception).Sentence.In(_call.Tongue);
            }
        }

        return true;
    }

    private async Task ActAsync(char key, FlagView flag, CancellationToken ct)
    {
        switch (key)
        {
            case 'k' or 'c':
                await GiveAsync(DraftOf(flag, Verdict.Confirm), ct);
                break;
            case 't' or 'd':
                await GiveAsync(DraftOf(flag, Verdict.Dismiss), ct);
                break;
            case 'r' or 'u' when _draft?.Flag == flag.Id:
                await GiveAsync(_draft, ct);
                break;
            case 'l' or 's':
                Forget();
                await _sitting.SkipAsync(ct);
                break;
            case 'z' when _sitting.Last is not null:
                Keep(await _sitting.UndoAsync(ct));
                _scroll = 0;
                _status = Say(
                    "Putusan ditarik kembali; yang Anda tulis masih ada: [r] lanjutkan.",
                    "The verdict is taken back; what you typed is still here: [r] goes on."
                );
                break;
            case 'z':
                _status = Say("Tidak ada putusan untuk ditarik kembali.", "There is no verdict to take back.");
                break;
            case 'i':
                await MoveAsync(FlagAct.Ask, Say("Apa yang kurang?", "What is missing?"), ct);
                break;
            case 'b' when flag.State == FlagState.Disputed:
                await MoveAsync(FlagAct.Return, Say("Mengapa dibaca ulang dari awal?", "Why is it to be read anew?"), ct);
                break;
            case '?':
                await KeyAsync(new Panel(Say("Bantuan", "Help"), DeskHelp.Words(_call.Tongue), []), AnyKey, ct);
                break;
        }
    }

    private async Task GiveAsync(Draft draft, CancellationToken ct)
    {
        _status = "";
        var flag = _sitting.Current!.Flag;
        var questions = Questions.Of(flag, draft, _rules, _call.Tongue);
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
            var (next, answered) = await AskAsync(question, draft, ct);
            draft = question.Name == Questions.Sure ? draft : next;
            at += !answered || (question.Name == Questions.Sure && next[Questions.Sure] != Question.Yes) ? -1 : 1;
            questions = Questions.Of(flag, draft, _rules, _call.Tongue);
        }
    }

    private async Task SendAsync(Draft draft, CancellationToken ct)
    {
        while (true)
        {
            var (sent, words) = await _sitting.SendAsync(draft, ct);
            _status = words.In(_call.Tongue);
            switch (sent)
            {
                case Sent.Recorded:
                    Forget();
                    _status += Say("  [z] tarik kembali", "  [z] take it back");
                    return;
                case Sent.Refused:
                    _status += Say("  Yang Anda tulis tetap ada: [r] kirim ulang.", "  What you typed is still here: [r] send again.");
                    return;
                case Sent.Lost:
                    await ShowLostAsync(draft, words, ct);
                    _sitting.Drop();
                    return;
            }

            var hint = Say(
                "Dikirim ulang sendiri. [Esc] kembali ke teks; tidak ada yang hilang",
                "Sent again by itself. [Esc] back to the text; nothing is lost"
            );
            if (await KeyWithinAsync(Written(draft), hint, ct) is { Key: ConsoleKey.Escape })
            {
                return;
            }
        }
    }

    private async Task<(Draft Draft, bool Answered)> AskAsync(Asked question, Draft draft, CancellationToken ct)
    {
        if (question.Picks.Count > 0)
        {
            var picked = await PickAsync(question, draft[question.Name], ct);
            return picked is null ? (draft, false) : (Kept(draft, question, picked), true);
        }

        var field = new TextField(draft[question.Name] ?? question.Start);
        var hint = Say("[Enter] lanjut  [Esc] kembali  [Ctrl-U] hapus", "[Enter] go on  [Esc] back  [Ctrl-U] clear");
        while (await KeyAsync(new Panel(question.Title, [], [], Field: field), hint, ct) is { Key: not ConsoleKey.Escape } key)
        {
            if (key.Key == ConsoleKey.Enter)
            {
                if (field.Text.Trim().Length > 0 || !question.Required)
                {
                    return (Kept(draft, question, field.Text.Trim()), true);
                }

                _status = Say("Ini wajib diisi.", "This is required.");
            }
            else if (field.Take(key))
            {
                draft = Kept(draft, question, field.Text);
            }
        }

        return (draft, false);
    }

    private async Task<string?> PickAsync(Asked question, string? before, CancellationToken ct)
    {
        var selected = Math.Max(0, question.Picks.ToList().FindIndex(pick => pick.Code == before));
        var hint = Say("satu tombol memilih; panah dan [Enter]; [Esc] kembali", "one key picks; arrows and [Enter]; [Esc] back");
        while (await KeyAsync(new Panel(question.Title, [], question.Picks, selected), hint, ct) is { Key: not ConsoleKey.Escape } key)
        {
            var direct = Frame.PickKeys.IndexOf(char.ToLowerInvariant(key.KeyChar), StringComparison.Ordinal);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return question.Picks[selected].Code;
                case ConsoleKey.UpArrow:
                    selected = Math.Max(0, selected - 1);
                    break;
                case ConsoleKey.DownArrow:
                    selected = Math.Min(question.Picks.Count - 1, selected + 1);
                    break;
                default:
                    if (key.KeyChar != '\0' && direct >= 0 && direct < question.Picks.Count)
                    {
                        return question.Picks[direct].Code;
                    }

                    break;
            }
        }

        return null;
    }

    private async Task MoveAsync(string act, string title, CancellationToken ct)
    {
        var field = new TextField();
        var hint = Say("[Enter] kirim  [Esc] batal", "[Enter] send  [Esc] back");
        while (await KeyAsync(new Panel(title, [], [], Field: field), hint, ct) is { Key: not ConsoleKey.Escape } key)
        {
            if (key.Key != ConsoleKey.Enter)
            {
                field.Take(key);
                continue;
            }

            try
            {
                var flag = _sitting.Current!.Flag.Id;
                await _sitting.MoveAsync(act, field.Text, ct);
                Forget();
                _status = Say($"Flag {flag}: dicatat.", $"Flag {flag}: recorded.");
                return;
            }
            catch (Exception exception) when (exception is RefusalException or DaemonAbsentException)
            {
                // The words stay in the field; Enter sends them again.
                _status =
                    (exception as RefusalException)?.Sentence.In(_call.Tongue)
                    ?? ((DaemonAbsentException)exception).Sentence.In(_call.Tongue);
            }
        }
    }

    private async Task ShowLostAsync(Draft draft, Sentence why, CancellationToken ct)
    {
        _status = why.In(_call.Tongue);
        await KeyAsync(Written(draft), AnyKey, ct);
        Forget();
        _status = "";
    }

    private Panel Written(Draft draft) =>
        new(
            Say($"Yang Anda tulis tentang flag {draft.Flag}", $"What you wrote about flag {draft.Flag}"),
            [draft.Verdict, .. draft.Answers.Where(answer => answer.Value.Length > 0).Select(answer => $"{answer.Key}: {answer.Value}")],
            []
        );

    private bool Scrolled(ConsoleKeyInfo key)
    {
        var page = Math.Max(1, _screen.Size.Height - 8);
        int? to = key.Key switch
        {
            ConsoleKey.DownArrow => _scroll + 1,
            ConsoleKey.UpArrow => _scroll - 1,
            ConsoleKey.PageDown or ConsoleKey.Spacebar => _scroll + page,
            ConsoleKey.PageUp => _scroll - page,
            ConsoleKey.Home => 0,
            ConsoleKey.End => _furthest,
            _ => null,
        };
        _scroll = Math.Clamp(to ?? _scroll, 0, _furthest);
        return to is not null;
    }

    private async Task<ConsoleKeyInfo?> KeyAsync(Panel? panel, string keys, CancellationToken ct)
    {
        while (true)
        {
            var bell = _bell.Task;
            Paint(panel, keys);
            _pressed ??= _screen.KeyAsync();
            await Task.WhenAny(_pressed, bell).WaitAsync(ct);
            if (_pressed.IsCompleted)
            {
                var key = await _pressed;
                _pressed = null;
                return key;
            }
        }
    }

    // A key, or none after a moment.
    private async Task<ConsoleKeyInfo?> KeyWithinAsync(Panel? panel, string keys, CancellationToken ct)
    {
        Paint(panel, keys);
        _pressed ??= _screen.KeyAsync();
        await Task.WhenAny(_pressed, Task.Delay(Again, _time, ct)).WaitAsync(ct);
        ct.ThrowIfCancellationRequested();
        if (!_pressed.IsCompleted)
        {
            return null;
        }

        var key = await _pressed;
        _pressed = null;
        // The keyboard is gone, and nobody will press a key again.
        return key ?? new ConsoleKeyInfo('q', ConsoleKey.Escape, false, false, false);
    }

    private void Paint(Panel? panel, string keys)
    {
        var page = _sitting.Current is { } current ? new FlagSheet(current.Flag, current.Earlier, _call.Tongue) : null;
        var status = _sitting.Trouble?.In(_call.Tongue) ?? _status;
        var (rows, cursor, furthest) = Frame.Of(page, _screen.Size, _scroll, panel, status, keys, _time.GetUtcNow(), _call.Tongue);
        _furthest = furthest;
        _screen.Paint(rows, cursor);
    }

    private string Keys(FlagView flag) => DeskHelp.Keys(flag, _draft?.Flag == flag.Id, _sitting.Last is not null, _call.Tongue);

    private string AnyKey => Say("tombol apa saja: lanjut", "any key: go on");

    private Draft DraftOf(FlagView flag, string verdict) =>
        _draft is { } draft && draft.Flag == flag.Id && draft.Verdict == verdict ? draft : new Draft { Flag = flag.Id, Verdict = verdict };

    private Draft Kept(Draft draft, Asked question, string answer)
    {
        var kept = draft.With(question.Name, answer);
        if (question.Name != Questions.Sure)
        {
            Keep(kept);
        }

        return kept;
    }

    private void Keep(Draft draft)
    {
        _draft = draft;
        try
        {
            _drafts.Keep(draft);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _status = Say(
                $"Yang Anda tulis tidak dapat disimpan di luar layar ini: {exception.Message}",
                $"What you type cannot be kept outside this screen: {exception.Message}"
            );
        }
    }

    private void Forget()
    {
        _draft = null;
        _drafts.Forget();
    }

    private string Say(string id, string en) => _call.Text(id, en);

    private void Ring() => Interlocked.Exchange(ref _bell, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
