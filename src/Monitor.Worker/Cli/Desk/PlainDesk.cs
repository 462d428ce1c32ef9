using Monitor.Worker.Api;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Spectre.Console;

namespace Monitor.Worker.Cli.Desk;

/// <summary>
/// The desk line by line, for screen readers, for terminals that cannot be redrawn, and for pipes: nothing that was said moves or is overwritten.
/// </summary>
internal sealed class PlainDesk : IAsyncDisposable
{
    private readonly Invocation _call;
    private readonly Drafts _drafts;
    private readonly Rules _rules;
    private readonly Sitting _sitting;
    private Draft? _draft;

    /// <summary>Sits down.</summary>
    public PlainDesk(Invocation call, Drafts drafts, Rules rules)
    {
        (_call, _drafts, _rules) = (call, drafts, rules);
        _sitting = new Sitting(call.Daemon, Clock.Machine, Tell);
    }

    /// <summary>Works until nothing waits or the person leaves.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await ResumeAsync(ct);
        while (_sitting.Current is not null || await NextAsync(ct))
        {
            if (!await ReadAsync(ct))
            {
                await LeaveAsync();
                _call.Say(
                    $"{_sitting.Decided} diputus, {_sitting.Skipped} dilewati.",
                    $"{_sitting.Decided} decided, {_sitting.Skipped} skipped."
                );
                return;
            }
        }

        await LeaveAsync();
        _call.Say(
            $"Tidak ada lagi yang menunggu Anda. {_sitting.Decided} diputus, {_sitting.Skipped} dilewati.",
            $"Nothing more waits for you. {_sitting.Decided} decided, {_sitting.Skipped} skipped."
        );
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _sitting.DisposeAsync();

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
            _call.Say(
                "Yang Anda tulis sebelum sambungan terputus masih ada: [u] lanjutkan.",
                "What you typed before the connection broke is still here: [r] goes on."
            );
        }
        catch (RefusalException refusal)
        {
            _call.Say(refusal.Sentence);
            Repeat(draft);
            Forget();
        }
    }

    // Once something was decided here, a daemon that is away is waited for: the person says when to try again.
    private async Task<bool> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await _sitting.NextAsync(ct);
            }
            catch (DaemonAbsentException absent) when (_sitting.Decided + _sitting.Skipped > 0)
            {
                _call.Say(absent.Sentence);
            }

            _call.Print(_call.Text("[q] keluar; tombol lain: coba lagi", "[q] quit; any other key: try again"));
            if (await _call.Terminal.ReadKeyAsync(ct) is 'q' or null)
            {
                return false;
            }
        }
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        OnDesk? shown = null;
        while (_sitting.Current is { } current)
        {
            if (shown != current)
            {
                shown = current;
                Show(current);
            }

            _call.Print("");
            _call.Print(DeskHelp.Keys(current.Flag, _draft?.Flag == current.Flag.Id, _sitting.Last is not null, _call.Tongue));
            if (await _call.Terminal.ReadKeyAsync(ct) is not { } key || key == 'q')
            {
                return false;
            }

            try
            {
                await ActAsync(key, current.Flag, ct);
            }
            catch (Exception exception) when (exception is RefusalException or DaemonAbsentException)
            {
                _call.Say((exception as RefusalException)?.Sentence ?? ((DaemonAbsentException)exception).Sentence);
            }
        }

        return true;
    }

    private async Task ActAsync(char key, FlagView flag, CancellationToken ct)
    {
        switch (key)
        {
            case 'k' or 'c':
                await GiveAsync(new Draft { Flag = flag.Id, Verdict = Verdict.Confirm }, ct);
                break;
            case 't' or 'd':
                await GiveAsync(new Draft { Flag = flag.Id, Verdict = Verdict.Dismiss }, ct);
                break;
            case 'u' or 'r' when _draft?.Flag == flag.Id:
                await GiveAsync(_draft, ct);
                break;
            case 'l' or 's':
                Forget();
                await _sitting.SkipAsync(ct);
                break;
            case 'z' when _sitting.Last is not null:
                Keep(await _sitting.UndoAsync(ct));
                _call.Say("Putusan ditarik kembali.", "The verdict is taken back.");
                break;
            case 'i':
                await MoveAsync(FlagAct.Ask, _call.Text("Apa yang kurang? ", "What is missing? "), ct);
                break;
            case 'b' when flag.State == FlagState.Disputed:
                await MoveAsync(FlagAct.Return, _call.Text("Mengapa dibaca ulang? ", "Why is it to be read anew? "), ct);
                break;
            case '?':
                foreach (var line in DeskHelp.Words(_call.Tongue))
                {
                    _call.Print("  " + line);
                }

                break;
        }
    }

    private void Show(OnDesk current)
    {
        _call.Terminal.Console.Write(new Rule());
        FlagScreen.Flag(_call, current.Flag);
        foreach (var other in current.Earlier)
        {
            _call.Print(
                $"{_call.Text("Serupa", "Alike")}: flag {other.Flag} {other.State} {other.Code}, {other.ClosedAt:yyyy-MM-dd}: {FlagScreen.Clip(other.Text, 100)}"
            );
        }
    }

    private async Task GiveAsync(Draft draft, CancellationToken ct)
    {
        var flag = _sitting.Current!.Flag;
        if (draft.Verdict == Verdict.Confirm)
        {
            foreach (var form in flag.SuggestedForms.Take(FormAdvice.ShownFirst))
            {
                _call.Print($"  {form.Code}: " + string.Join("; ", form.Why.Select(why => why.In(_call.Tongue))));
            }
        }

        while (Questions.Of(flag, draft, _rules, _call.Tongue).FirstOrDefault(question => draft[question.Name] is null) is { } open)
        {
            if (Ask(open) is not { } answer || (open.Name == Questions.Sure && answer != Question.Yes))
            {
                return;
            }

            draft = draft.With(open.Name, answer);
            Keep(draft);
        }

        var (sent, words) = await _sitting.SendAsync(draft, ct);
        _call.Say(words);
        switch (sent)
        {
            case Sent.Recorded:
                Forget();
                break;
            case Sent.Lost:
                Repeat(draft);
                Forget();
                _sitting.Drop();
                break;
            default:
                Repeat(draft);
                break;
        }
    }

    // Null goes back.
    private string? Ask(Asked question)
    {
        foreach (var pick in question.Picks)
        {
            _call.Print($"  {pick.Code}  {pick.Words}");
        }

        while (true)
        {
            var start = question.Start.Length > 0 ? $" [{question.Start}]" : "";
            if (Line(question.Title + start + ": ") is not { } line)
            {
                return null;
            }

            var answer = line.Length == 0 ? question.Start : line;
            if (question.Picks.Count == 0)
            {
                return answer.Length == 0 && question.Required ? null : answer;
            }

            if (question.Picks.FirstOrDefault(pick => string.Equals(pick.Code, answer, StringComparison.OrdinalIgnoreCase)) is { } picked)
            {
                return picked.Code;
            }

            if (answer.Length == 0)
            {
                return null;
            }

            _call.Say(
                $"'{answer}' tidak ada di daftar itu; baris kosong membatalkan.",
                $"'{answer}' is not in that list; an empty line goes back."
            );
        }
    }

    private async Task MoveAsync(string act, string title, CancellationToken ct)
    {
        if (Line(title) is { Length: > 0 } text)
        {
            var flag = _sitting.Current!.Flag.Id;
            await _sitting.MoveAsync(act, text, ct);
            _call.Say($"Flag {flag}: dicatat.", $"Flag {flag}: recorded.");
        }
    }

    private string? Line(string question)
    {
        _call.Terminal.Out.Write(question);
        _call.Terminal.Out.Flush();
        return _call.Terminal.In.ReadLine()?.Trim();
    }

    private async Task LeaveAsync()
    {
        if (!await _sitting.LeaveAsync())
        {
            _call.Say("Daemon tidak menjawab; klaim Anda berakhir sendiri.", "The daemon does not answer; your claims end by themselves.");
        }
    }

    private void Tell()
    {
        if (_sitting.Trouble is { } trouble)
        {
            _call.Say(trouble);
        }
    }

    private void Repeat(Draft draft)
    {
        var request = draft.Request();
        _call.Say(
            $"Yang Anda tulis: {request.Form ?? request.Ground} — {request.Reason}",
            $"What you wrote: {request.Form ?? request.Ground} — {request.Reason}"
        );
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
            _call.Say($"Yang Anda tulis tidak dapat disimpan: {exception.Message}", $"What you type cannot be kept: {exception.Message}");
        }
    }

    private void Forget()
    {
        _draft = null;
        _drafts.Forget();
    }
}
