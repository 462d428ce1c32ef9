using Monitor.Worker.Accuracy;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Spectre.Console;

namespace Monitor.Worker.Cli.Desk;

/// <summary>
/// The desk line by line, for screen readers, for terminals that cannot be redrawn, and for pipes: nothing that was said moves or is overwritten.
/// </summary>
internal sealed class PlainDesk : Desk
{
    private OnDesk? _shown;

    /// <summary>Sits down.</summary>
    public PlainDesk(Invocation call, Drafts drafts, Rules rules)
        : base(call, call.Daemon, drafts, rules, Clock.Machine) { }

    /// <inheritdoc />
    protected override void Tell(Sentence words) => Call.Say(words);

    /// <inheritdoc />
    protected override void OnChanged()
    {
        if (Sitting.Trouble is { } trouble)
        {
            Call.Say(trouble);
        }
    }

    /// <inheritdoc />
    protected override async Task<char?> KeyAsync(OnDesk current, CancellationToken ct)
    {
        if (_shown != current)
        {
            _shown = current;
            Show(current);
        }

        Call.Print("");
        Call.Print(Keys(current.Flag));
        return await Call.Terminal.ReadKeyAsync(ct);
    }

    /// <inheritdoc />
    protected override async Task<bool> WaitAsync(CancellationToken ct)
    {
        Call.Print(Say("[q] keluar; tombol lain: coba lagi", "[q] quit; any other key: try again"));
        return await Call.Terminal.ReadKeyAsync(ct) is not ('q' or null);
    }

    /// <inheritdoc />
    protected override Task HelpAsync(CancellationToken ct)
    {
        foreach (var line in DeskHelp.Words(Call.Tongue))
        {
            Call.Print("  " + line);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override Task ShowLostAsync(Draft draft, Sentence why, CancellationToken ct)
    {
        Call.Say(why);
        Repeat(draft);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override Task<string?> AskSampleAsync(SampleView sample, CancellationToken ct)
    {
        Call.Terminal.Console.Write(new Rule());
        foreach (var row in new SampleSheet(sample, Call.Tongue).Rows(int.MaxValue))
        {
            Call.Print(row.Text);
        }

        // An empty line leaves.
        return Task.FromResult(Ask(new Asked(Question.Sample, SampleQuestion, SampleAnswers)));
    }

    /// <inheritdoc />
    protected override async Task GiveAsync(Draft draft, CancellationToken ct)
    {
        var flag = Sitting.Current!.Flag;
        if (draft.Verdict == Verdict.Confirm)
        {
            foreach (var form in flag.SuggestedForms.Take(FormAdvice.ShownFirst))
            {
                Call.Print($"  {form.Code}: " + string.Join("; ", form.Why.Select(why => why.In(Call.Tongue))));
            }
        }

        while (Questions.Of(flag, draft, Rules, Call.Tongue).FirstOrDefault(question => draft[question.Name] is null) is { } open)
        {
            if (Ask(open) is not { } answer || (open.Name == Questions.Sure && answer != Question.Yes))
            {
                return;
            }

            draft = draft.With(open.Name, answer);
            Keep(draft);
        }

        var (sent, words) = await Sitting.SendAsync(draft, ct);
        Call.Say(words);
        switch (sent)
        {
            case Sent.Recorded:
                Forget();
                break;
            case Sent.Lost:
                Repeat(draft);
                Forget();
                Sitting.Drop();
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
            Call.Print($"  {pick.Code}  {pick.Words}");
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

            Call.Say(
                $"'{answer}' tidak ada di daftar itu; baris kosong membatalkan.",
                $"'{answer}' is not in that list; an empty line goes back."
            );
        }
    }

    /// <inheritdoc />
    protected override async Task MoveAsync(string act, string title, CancellationToken ct)
    {
        if (Line(title + " ") is { Length: > 0 } text)
        {
            var flag = Sitting.Current!.Flag.Id;
            await Sitting.MoveAsync(act, text, ct);
            Call.Say($"Flag {flag}: dicatat.", $"Flag {flag}: recorded.");
        }
    }

    private void Show(OnDesk current)
    {
        Call.Terminal.Console.Write(new Rule());
        FlagScreen.Flag(Call, current.Flag);
        foreach (var other in current.Earlier)
        {
            Call.Print(
                $"{Say("Serupa", "Alike")}: flag {other.Flag} {other.State} {other.Code}, {other.ClosedAt:yyyy-MM-dd}: {FlagScreen.Clip(other.Text, 100)}"
            );
        }
    }

    private string? Line(string question)
    {
        Call.Terminal.Out.Write(question);
        Call.Terminal.Out.Flush();
        return Call.Terminal.In.ReadLine()?.Trim();
    }

    private void Repeat(Draft draft)
    {
        var request = draft.Request();
        Call.Say(
            $"Yang Anda tulis: {request.Form ?? request.Ground} — {request.Reason}",
            $"What you wrote: {request.Form ?? request.Ground} — {request.Reason}"
        );
    }
}
