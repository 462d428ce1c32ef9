using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.X;

internal sealed partial class XReader
{
    /// <inheritdoc />
    /// <remarks>Says how the account would be read and why, what that costs and what is left, and shows its newest posts. Those are paid for; nothing is moved on.</remarks>
    public async Task<SourceReading> TryAsync(Source source, CancellationToken ct)
    {
        if (!options.Enabled)
        {
            return Faulty(source, new SourceFault("disabled", XOptions.Off, null));
        }

        var account = await accounts.FindAsync(source.Id, ct) ?? new XAccount { Url = source.Url, AccountId = source.AccountId };
        var (user, handle) = (account.WantedId, account.Handle);
        if (user is null)
        {
            var look = await client.AskAsync(LookRequest([account], "test"), keep: null, ct);
            if (look.Answer is null)
            {
                return new SourceReading(look.Wire, null, null, null) { Fault = look.Fault };
            }

            if (look.Answer.Users is not [var found, ..])
            {
                return Faulty(look.Wire, FaultOf(new XAccount { State = XAccount.Gone })!);
            }

            (user, handle) = (found.Id, found.Handle);
        }

        var known = new XAccount
        {
            SourceId = source.Id,
            Url = source.Url,
            UserId = user,
            Handle = handle,
            CursorId = account.CursorId,
            GapUntil = account.GapUntil,
            GapTop = account.GapTop,
            PostsSeen = account.PostsSeen,
            ObservedMs = account.ObservedMs,
        };
        var plan = (await PlanAsync(known, ct)).First(reading => reading.Members.Any(member => member.SourceId == source.Id));
        var notes = await NotesAsync(plan, ct);
        var request = new XRequest(
            "user-posts",
            $"{XAddress.OfId(user.Value)}?max_results={LeastTimeline}{(options.ReadReposts ? "" : "&exclude=retweets")}{Fields(options)}",
            "test",
            LeastTimeline * PostsEach,
            0
        );
        var reply = await client.AskAsync(request, keep: null, ct);
        if (reply.Answer is not { } answer)
        {
            return new SourceReading(reply.Wire, null, null, null) { Fault = reply.Fault, Notes = notes };
        }

        if (answer.Posts.Count == 0 && answer.Problems.FirstOrDefault(problem => problem.IsGone) is { } problem)
        {
            return Faulty(reply.Wire, FaultOf(new XAccount { State = StateOf(problem) })!) with { Notes = notes };
        }

        return new SourceReading(
            reply.Wire,
            handle.Length > 0 ? $"@{handle}" : null,
            [.. answer.Posts.Select(post => XEntries.Of(post, answer, reply.Wire, handle))],
            null
        )
        {
            IsQuiet = true,
            Notes = notes,
        };
    }

    private async Task<List<Sentence>> NotesAsync(XReading plan, CancellationToken ct)
    {
        var cost = XBalance.Dollars(budget.PriceOf((long)Math.Ceiling(plan.Expected), 0));
        var balance = await budget.BalanceAsync(ct);
        var watched = await accounts.WatchedAsync(ct);
        var daily = watched.Where(account => account.State == XAccount.Fine).Sum(account => account.PostsPerDay);
        var month = XBalance.Dollars(daily * 30 * options.PricePerPost * 1_000_000);
        var (spent, cap) = (XBalance.Dollars(balance.Committed), XBalance.Dollars(balance.Cap));
        var (aside, left) = (XBalance.Dollars(balance.SetAside), XBalance.Dollars(balance.LeftFor("collect")));
        return
        [
            new Sentence($"Cara baca: {plan.Why.Id}.", $"Read by {plan.Why.En}."),
            new Sentence(
                $"Perkiraan: {plan.Expected:0.0} unggahan, {cost}; semua {watched.Count} sumber X kira-kira {month} sebulan.",
                $"Estimate: {plan.Expected:0.0} posts, {cost}; all {watched.Count} X sources about {month} a month."
            ),
            new Sentence(
                $"Bulan ini terpakai {spent} dari batas {cap}, disisihkan {aside} untuk memeriksa unggahan yang disimpan, sisa {left}.",
                $"This month {spent} of {cap} is spent, {aside} set aside for checking kept posts, {left} left."
            ),
        ];
    }
}
