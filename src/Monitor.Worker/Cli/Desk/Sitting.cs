using Monitor.Worker.Accuracy;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli.Desk;

/// <summary>A flag that lies on the desk, with how texts like it were decided.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Earlier">How texts like it were decided.</param>
/// <param name="DraftKey">What seals the words that are typed about it.</param>
internal sealed record OnDesk(FlagView Flag, IReadOnlyList<EarlierDecision> Earlier, byte[]? DraftKey);

/// <summary>What came of sending a verdict.</summary>
internal enum Sent
{
    /// <summary>It is recorded.</summary>
    Recorded,

    /// <summary>It was refused; the flag is still this person's and what was typed can be sent again.</summary>
    Refused,

    /// <summary>Somebody else has the flag now.</summary>
    Lost,

    /// <summary>The daemon did not answer; it may have been recorded or not, and sending it again tells.</summary>
    Unanswered,
}

/// <summary>
/// One sitting at the desk, whatever it looks like: the flag that is read, the next one that is fetched meanwhile, the claims on both kept alive,
/// verdicts sent and taken back.
/// </summary>
internal sealed class Sitting(DaemonClient daemon, TimeProvider time, Action changed) : IAsyncDisposable
{
    // A third of the shortest claim that can be configured.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    // While the daemon is away the person wants to see soon that it is back.
    private static readonly TimeSpan Knock = TimeSpan.FromSeconds(2);

    private readonly List<long> _aside = [];
    private readonly CancellationTokenSource _done = new();
    private Task _beat = Task.CompletedTask;
    private Task<OnDesk?>? _shelf;
    private bool _unsure;

    /// <summary>What is read now.</summary>
    public OnDesk? Current { get; private set; }

    /// <summary>The last verdict given, which may still be taken back.</summary>
    public Draft? Last { get; private set; }

    /// <summary>How many verdicts were given.</summary>
    public int Decided { get; private set; }

    /// <summary>How many flags were put aside.</summary>
    public int Skipped => _aside.Count;

    /// <summary>How many texts were read blind.</summary>
    public int Sampled { get; private set; }

    /// <summary>Why the claim could not be kept alive just now; null when all is well.</summary>
    public Sentence? Trouble { get; private set; }

    /// <summary>Takes up the next flag: the one fetched ahead, or else the first that waits.</summary>
    /// <returns>False when nothing waits.</returns>
    public async Task<bool> NextAsync(CancellationToken ct)
    {
        var shelf = _shelf is { } fetched ? await fetched.WaitAsync(ct) : null;
        _shelf = null;
        return Lay(shelf ?? await FetchAsync([.. _aside], ct));
    }

    /// <summary>Takes up one flag by its number.</summary>
    public async Task TakeAsync(long flag, CancellationToken ct) =>
        Lay(await WithEarlierAsync(await daemon.PostAsync<FlagView>($"/queue/{flag}/claim", null, ct), ct));

    /// <summary>The key that seals this person's words about a flag; null when its text was removed.</summary>
    /// <exception cref="RefusalException">The flag is not this person's to see.</exception>
    public async Task<byte[]?> DraftKeyAsync(long flag, CancellationToken ct) =>
        (await daemon.PostAsync<DraftKeyAnswer>($"/queue/{flag}/draft-key", null, ct)).Key;

    /// <summary>The next text to read blind; null when none waits.</summary>
    public async Task<SampleView?> SampleAsync(CancellationToken ct) =>
        (await daemon.PostAsync<SampleShown>("/sample/next", null, ct)).Sample;

    /// <summary>Says what the person thinks of a text that was read blind.</summary>
    public async Task AnswerAsync(SampleView sample, string label, CancellationToken ct)
    {
        await daemon.PostAsync<DoneAnswer>($"/sample/{sample.Id}/answer", new SampleAsk(label), ct);
        Sampled++;
    }

    /// <summary>Sends a verdict about the current flag.</summary>
    /// <returns>What came of it, and in words.</returns>
    public async Task<(Sent Sent, Sentence Words)> SendAsync(Draft draft, CancellationToken ct)
    {
        var flag = Current!.Flag;
        var request = draft.Request() with { Claim = flag.ClaimNumber };
        try
        {
            var answer = await daemon.PostAsync<DecideAnswer>($"/queue/{flag.Id}/decide", request, ct);
            return await RecordedAsync(draft, answer);
        }
        catch (DaemonAbsentException absent)
        {
            _unsure = true;
            return (Sent.Unanswered, absent.Sentence);
        }
        catch (RefusalException busy) when (busy.Kind == RefusalKind.Busy)
        {
            // Nothing reached the queue; the words stay and are sent again by themselves.
            return (Sent.Unanswered, busy.Sentence);
        }
        catch (RefusalException refusal) when (refusal.Kind != RefusalKind.Conflict)
        {
            return (Sent.Refused, refusal.Sentence);
        }
        catch (RefusalException refusal)
        {
            try
            {
                // The answer to an earlier attempt may have been lost on its way: then it stands there already.
                if (_unsure && await StandsAsync(flag, request, ct) is { } state)
                {
                    return await RecordedAsync(draft, new DecideAnswer(flag.Id, state));
                }

                await TakeAsync(flag.Id, ct);
                return (Sent.Refused, refusal.Sentence);
            }
            catch (DaemonAbsentException)
            {
                return (Sent.Refused, refusal.Sentence);
            }
            catch (RefusalException taken)
            {
                return (Sent.Lost, taken.Sentence);
            }
        }
    }

    /// <summary>Asks for information about the current flag, or sends it back; the flag leaves the desk.</summary>
    public async Task MoveAsync(string act, string text, CancellationToken ct)
    {
        await daemon.PostAsync<DecideAnswer>($"/queue/{Current!.Flag.Id}/{act}", new MoveRequest(text), ct);
        Current = null;
    }

    /// <summary>Takes the last verdict back and lays its flag on the desk again; what lay there comes next.</summary>
    /// <returns>What had been typed.</returns>
    public async Task<Draft> UndoAsync(CancellationToken ct)
    {
        var draft = Last!;
        await daemon.PostAsync<DecideAnswer>($"/queue/{draft.Flag}/withdraw", new WithdrawRequest(draft.Members), ct);
        Last = null;
        Decided--;
        var before = Current;
        var flag = await WithEarlierAsync(await daemon.GetAsync<FlagView>($"/queue/{draft.Flag}", ct), ct);
        if (before is not null)
        {
            var shelf = _shelf is { } fetched ? await fetched.WaitAsync(ct) : null;
            if (shelf is not null)
            {
                await ReleaseAsync(shelf.Flag.Id, ct);
            }

            _shelf = Task.FromResult<OnDesk?>(before);
        }

        Lay(flag);
        return draft;
    }

    /// <summary>Gives the current flag back to the queue and does not offer it again in this sitting.</summary>
    public async Task SkipAsync(CancellationToken ct)
    {
        var flag = Current!.Flag.Id;
        await ReleaseAsync(flag, ct);
        _aside.Add(flag);
        Current = null;
    }

    /// <summary>Puts aside a flag that another has now.</summary>
    public void Drop()
    {
        _aside.Add(Current!.Flag.Id);
        Current = null;
    }

    /// <summary>Gives back what is held.</summary>
    /// <returns>False when the daemon could not be told: the claims end by themselves.</returns>
    public async Task<bool> LeaveAsync()
    {
        await _done.CancelAsync();
        await _beat;
        try
        {
            foreach (var held in await HeldAsync())
            {
                await ReleaseAsync(held.Flag.Id, CancellationToken.None);
            }

            return true;
        }
        catch (DaemonAbsentException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _beat;
        _done.Dispose();
    }

    private async Task<(Sent Sent, Sentence Words)> RecordedAsync(Draft draft, DecideAnswer answer)
    {
        // The verdict may have covered what was fetched ahead: it is decided, and not to be read.
        if (draft.Members.Count > 0 && _shelf is { } ahead && await ahead is { } next && draft.Members.Contains(next.Flag.Id))
        {
            _shelf = null;
        }

        _unsure = false;
        Decided++;
        Last = draft;
        Current = null;
        return (Sent.Recorded, DecideVerb.Said(answer));
    }

    private bool Lay(OnDesk? flag)
    {
        Current = flag;
        _unsure = false;
        if (flag is null)
        {
            return false;
        }

        if (_beat.IsCompleted)
        {
            _beat = BeatAsync();
        }

        _shelf ??= AheadAsync([.. _aside, flag.Flag.Id]);
        return true;
    }

    // What fails here is asked for again when it is needed, and told then.
    private async Task<OnDesk?> AheadAsync(List<long> but)
    {
        try
        {
            return await FetchAsync(but, CancellationToken.None);
        }
        catch (Exception exception) when (exception is DaemonAbsentException or RefusalException)
        {
            return null;
        }
    }

    private async Task<OnDesk?> FetchAsync(List<long> but, CancellationToken ct) =>
        (await daemon.PostAsync<NextAnswer>("/queue/next", new NextRequest(but), ct)).Flag is { } flag
            ? await WithEarlierAsync(flag, ct)
            : null;

    private async Task<OnDesk> WithEarlierAsync(FlagView flag, CancellationToken ct) =>
        new(flag, await daemon.GetAsync<List<EarlierDecision>>($"/queue/{flag.Id}/similar", ct), await DraftKeyAsync(flag.Id, ct));

    private async Task<string?> StandsAsync(FlagView flag, DecideRequest request, CancellationToken ct)
    {
        var now = await daemon.GetAsync<FlagView>($"/queue/{flag.Id}", ct);
        return now.Decisions.Any(given =>
            given.Round == flag.Round
            && given.Verdict == request.Verdict
            && given.Form == request.Form
            && given.Ground == request.Ground
            && given.Reason == request.Reason.Trim()
        )
            ? now.State
            : null;
    }

    private Task<DoneAnswer> ReleaseAsync(long flag, CancellationToken ct) =>
        daemon.PostAsync<DoneAnswer>($"/queue/{flag}/release", null, ct);

    private async Task<List<OnDesk>> HeldAsync() => [.. new[] { Current, _shelf is { } shelf ? await shelf : null }.OfType<OnDesk>()];

    private async Task BeatAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(Trouble is null ? Heartbeat : Knock, time, _done.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var before = Trouble;
            Trouble = await ExtendAsync();
            if (before != Trouble)
            {
                changed();
            }
        }
    }

    private async Task<Sentence?> ExtendAsync()
    {
        var current = Current;
        var ahead = _shelf;
        var shelf = ahead is { IsCompletedSuccessfully: true } ? await ahead : null;
        try
        {
            if (current is not null)
            {
                await ExtendAsync(current.Flag);
            }
        }
        catch (DaemonAbsentException absent)
        {
            return absent.Sentence;
        }
        catch (RefusalException refusal)
        {
            // A verdict sent meanwhile ends the claim as well; only what still lies there has lost it.
            return ReferenceEquals(current, Current) ? refusal.Sentence : null;
        }

        try
        {
            if (shelf is not null)
            {
                await ExtendAsync(shelf.Flag);
            }
        }
        catch (DaemonAbsentException absent)
        {
            return absent.Sentence;
        }
        catch (RefusalException) when (ReferenceEquals(_shelf, ahead))
        {
            // Nobody has read it yet: another is fetched when it is needed.
            _shelf = null;
        }
        catch (RefusalException)
        {
            // It was taken up meanwhile, and is looked after as the current one.
        }

        return null;
    }

    private Task<ClaimAnswer> ExtendAsync(FlagView flag) =>
        daemon.PostAsync<ClaimAnswer>($"/queue/{flag.Id}/extend?claim={flag.ClaimNumber}", null, CancellationToken.None);
}
