using System.Collections.Concurrent;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.X;

/// <summary>
/// Reads X through its interface, behind the seam of all readers: one source is one account. One answer holds the posts of many of them, so
/// whichever source comes first reads for its neighbours too, and they find theirs waiting.
/// </summary>
internal sealed partial class XReader(
    XClient client,
    XAccounts accounts,
    XBudget budget,
    XPlanner planner,
    XOptions options,
    TimeProvider time
) : ISourceReader, IDisposable
{
    private const int LooksAtOnce = 100;
    private const int MostResults = 100;
    private const int LeastSearch = 10;
    private const int LeastTimeline = 5;

    // More than the longest query holds, so that whatever is cheapest to read together is among them.
    private const int MostNeighbours = 400;

    // X's search ends half a minute ago, and a post may be a moment late in its index: what is read twice is known again.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    // What failed for one failed for all that would have been read with it; each of them asking again at once would only hammer.
    private static readonly TimeSpan FaultHolds = TimeSpan.FromMinutes(1);

    // One at a time: two sources of one pack would otherwise pay for it twice.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<long, (SourceReading Reading, DateTimeOffset Until)> _faults = [];

    /// <inheritdoc />
    public string Kind => "x";

    /// <inheritdoc />
    public Sentence What => new("akun X", "an X account");

    /// <inheritdoc />
    public string DefaultReads(bool hasAccount) => SourceReads.Entry;

    /// <inheritdoc />
    public Uri Locate(string written)
    {
        if (!options.Enabled)
        {
            throw new RefusalException(RefusalKind.Conflict, XOptions.Off);
        }

        return XAddress.PathOf(written) is { } path
            ? client.At(path)
            : throw RefusalException.Wrong(
                $"'{written}' bukan akun X; tulislah nomornya, @nama, atau https://x.com/nama.",
                $"'{written}' is no X account; write its number, @name or https://x.com/name."
            );
    }

    /// <inheritdoc />
    public async Task<SourceReading> ReadAsync(Source source, CancellationToken ct)
    {
        if (!options.Enabled)
        {
            return Faulty(source, new SourceFault("disabled", XOptions.Off, null));
        }

        await _turn.WaitAsync(ct);
        try
        {
            if (_faults.TryGetValue(source.Id, out var held) && held.Until > time.GetUtcNow())
            {
                return held.Reading;
            }

            if (await LookAsync(source, ct) is { } unknown)
            {
                return unknown;
            }

            var account = await KnownAsync(source, ct);
            if (FaultOf(account) is { } fault)
            {
                return Faulty(source, fault);
            }

            if (!IsCovered(account))
            {
                var reading = (await PlanAsync(account, ct)).First(step => step.Members.Any(member => member.SourceId == source.Id));
                if (await FetchAsync(reading, ct) is { } failed)
                {
                    Hold(reading.Members.Select(member => member.SourceId), failed);
                    return failed;
                }

                account = await KnownAsync(source, ct);
                if (FaultOf(account) is { } found)
                {
                    return Faulty(source, found);
                }
            }

            return await HandOutAsync(source, account, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <summary>A reading without an answer, for what is wrong before anything is asked.</summary>
    internal static SourceReading Faulty(WebAnswer answer, SourceFault fault) => new(answer, null, null, null) { Fault = fault };

    /// <summary>What the state of an account says, or null when it can be read.</summary>
    internal static SourceFault? FaultOf(XAccount account) =>
        account.State switch
        {
            XAccount.Protected => new SourceFault(
                "account-protected",
                new Sentence(
                    "Akun ini hanya untuk pengikutnya (dikunci); tidak dibaca.",
                    "The account is for its followers only (protected); it is not read."
                ),
                null
            ),
            XAccount.Suspended => new SourceFault(
                "account-suspended",
                new Sentence("Akun ini ditangguhkan oleh X.", "The account was suspended by X."),
                null
            ),
            XAccount.Gone => new SourceFault(
                "account-gone",
                new Sentence("Akun ini tidak ada (lagi) di X.", "The account is not, or no longer, on X."),
                null
            ),
            XAccount.Reused => new SourceFault(
                "account-reused",
                new Sentence(
                    $"Nama ini kini dipakai akun lain daripada yang terdaftar (nomor terdaftar {account.RegisteredId}); tulislah nomornya.",
                    $"The name is now another account's than the registered one (registered number {account.RegisteredId}); write its number."
                ),
                null
            ),
            _ => null,
        };

    private async Task<XAccount> KnownAsync(Source source, CancellationToken ct) =>
        await accounts.FindAsync(source.Id, ct) ?? throw new InvalidOperationException($"Source {source.Id} is no X source.");

    /// <summary>Looks users up where that is wanted: this source's, and in the same request up to a hundred others'.</summary>
    private async Task<SourceReading?> LookAsync(Source source, CancellationToken ct)
    {
        var account = await KnownAsync(source, ct);
        if (!accounts.NeedsLook(account))
        {
            return null;
        }

        var byId = account.WantedId is not null;
        var others = (await accounts.WatchedAsync(ct)).Where(other =>
            other.SourceId != source.Id && other.WantedId is not null == byId && accounts.NeedsLook(other)
        );
        List<XAccount> asked = [account, .. others.Take(LooksAtOnce - 1)];
        var reply = await client.AskAsync(
            LookRequest(asked, "collect"),
            (session, answer, _) => accounts.KeepLooksAsync(session, asked, answer),
            ct
        );
        if (reply.Answer is null)
        {
            var failed = new SourceReading(reply.Wire, null, null, null) { Fault = reply.Fault };
            Hold(asked.Select(other => other.SourceId), failed);
            return failed;
        }

        return (await KnownAsync(source, ct)).State == XAccount.New
            ? Faulty(
                reply.Wire,
                new SourceFault(
                    "not-answered",
                    new Sentence("X tidak menjawab apa pun tentang akun ini.", "X said nothing of this account."),
                    null
                )
            )
            : null;
    }

    internal static XRequest LookRequest(IReadOnlyList<XAccount> asked, string purpose) =>
        asked[0].WantedId is not null
            ? new XRequest(
                "users",
                $"2/users?ids={string.Join(',', asked.Select(account => account.WantedId).Distinct())}&user.fields=protected",
                purpose,
                0,
                asked.Count
            )
            : new XRequest(
                "users-by",
                $"2/users/by?usernames={string.Join(',', asked.Select(account => account.WantedHandle).Distinct(StringComparer.Ordinal))}&user.fields=protected",
                purpose,
                0,
                asked.Count
            );

    // Read by a neighbour within the half interval before it was due: the same as if it had been read itself.
    private static bool IsCovered(XAccount account) =>
        account.CoveredAt is { } at && account.GapUntil is null && at >= account.NextCheckAt - account.HalfInterval;

    /// <summary>How this account is to be read, with those that are due or nearly so.</summary>
    private async Task<List<XReading>> PlanAsync(XAccount account, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var near = (await accounts.NeighboursAsync(account, now, MostNeighbours, ct)).Where(other => !IsCovered(other));
        return planner.Plan([account.Watched(now, options.Lookback), .. near.Select(other => other.Watched(now, options.Lookback))], now);
    }

    /// <summary>Reads page after page until all is read; null when it is, otherwise what stopped it. What came before the stop is kept.</summary>
    private async Task<SourceReading?> FetchAsync(XReading reading, CancellationToken ct)
    {
        var handles = await accounts.HandlesAsync(reading, ct);
        var sources = XAccounts.SourcesOf(reading);
        var (top, token, until, expected) = (reading.Top, "", reading.Until, reading.Expected);
        while (true)
        {
            var request = await PageRequestAsync(reading, token, until, expected, ct);
            var next = "";
            var reply = await client.AskAsync(
                request,
                async (session, answer, wire) =>
                {
                    // By X's clock, not ours: the ids are made by it.
                    var theirs = RetryTimes.ParseDate(wire.Header("date")) ?? wire.FetchedAt;
                    top ??= Math.Max(reading.Since, XIds.At(theirs - Overlap));
                    next = answer.NextToken;
                    if (
                        !reading.IsSearch
                        && answer.Posts.Count == 0
                        && answer.Problems.FirstOrDefault(problem => problem.IsGone) is { } problem
                    )
                    {
                        next = "";
                        await accounts.KeepStateAsync(session, reading.Members[0].SourceId, StateOf(problem));
                        return;
                    }

                    var posts = answer
                        .Posts.SelectMany(post =>
                            sources[post.AuthorId == 0 && !reading.IsSearch ? reading.Members[0].UserId : post.AuthorId]
                                .Select(source => (source, post))
                        )
                        .Where(pair => options.ReadReposts || pair.post.Referring(XReference.Repost) is null)
                        .ToLookup(
                            pair => pair.source,
                            pair => XEntries.Of(pair.post, answer, wire, handles.GetValueOrDefault(pair.source, ""))
                        );
                    long? below = next.Length == 0 ? null : answer.OldestId ?? answer.Posts.Select(post => (long?)post.Id).Min() ?? until;
                    await accounts.KeepPageAsync(session, reading, posts, top.Value, below);
                },
                ct
            );
            if (reply.Answer is null)
            {
                return new SourceReading(reply.Wire, null, null, null) { Fault = reply.Fault };
            }

            if (next.Length == 0)
            {
                return null;
            }

            token = next;
            expected = MostResults;
        }
    }

    private static string StateOf(XProblem problem) =>
        problem.IsSuspended ? XAccount.Suspended
        : problem.IsProtected ? XAccount.Protected
        : XAccount.Gone;

    /// <summary>The next page: as large as what is expected, and near the cap as small as what is left.</summary>
    private async Task<XRequest> PageRequestAsync(XReading reading, string token, long? until, double expected, CancellationToken ct)
    {
        var least = reading.IsSearch ? LeastSearch : LeastTimeline;
        var wanted = token.Length > 0 ? MostResults : (int)Math.Clamp((expected * 2) + LeastSearch, least, MostResults);
        var left = (await budget.BalanceAsync(ct)).LeftFor("collect");
        var size = wanted;
        while (size > least && budget.PriceOf(size * PostsEach, 0) > left)
        {
            size = Math.Max(least, size / 2);
        }

        return PageRequest(reading, token, until, size, "collect");
    }

    /// <summary>Each post may bring the one that it quotes.</summary>
    private int PostsEach => options.ReadQuoted ? 2 : 1;

    private XRequest PageRequest(XReading reading, string token, long? until, int size, string purpose)
    {
        var what = reading.IsSearch
            ? $"2/tweets/search/recent?query={Uri.EscapeDataString(planner.Query(reading.Members))}"
            : $"{XAddress.OfId(reading.Members[0].UserId)}?{(options.ReadReposts ? "" : "exclude=retweets&")}";
        // A token goes with the very request that gave it: the same bounds, and X continues where it stopped.
        var page = token.Length == 0 ? "" : $"&{(reading.IsSearch ? "next_token" : "pagination_token")}={Uri.EscapeDataString(token)}";
        var bound = until is { } below ? $"&until_id={below}" : "";
        return new XRequest(
            reading.IsSearch ? "search-recent" : "user-posts",
            $"{what}&max_results={size}&since_id={reading.Since}{bound}{page}{Fields(options)}".Replace(
                "?&",
                "?",
                StringComparison.Ordinal
            ),
            purpose,
            (long)size * PostsEach,
            0
        );
    }

    /// <summary>What of a post is asked for.</summary>
    internal static string Fields(XOptions options) =>
        "&tweet.fields=created_at,author_id,note_tweet,referenced_tweets,edit_history_tweet_ids,entities,attachments"
        + $"&expansions=attachments.media_keys{(options.ReadQuoted ? ",referenced_tweets.id" : "")}&media.fields=url,preview_image_url";

    private async Task<SourceReading> HandOutAsync(Source source, XAccount account, CancellationToken ct)
    {
        var entries = await accounts.HandOutAsync(source.Id, ct);
        var numbered = client.At(XAddress.OfId(account.WantedId!.Value));
        return new SourceReading(
            Answer(source, WebOutcome.Ok, Reasons.Ok),
            account.Handle.Length > 0 ? $"@{account.Handle}" : null,
            entries,
            null
        )
        {
            // An account that wrote nothing is silent, and no fault.
            IsQuiet = true,
            MovedTo = numbered.AbsoluteUri == source.Url ? null : numbered,
        };
    }

    private SourceReading Faulty(Source source, SourceFault fault) => Faulty(Answer(source, WebOutcome.Ok, fault.Reason), fault);

    private WebAnswer Answer(Source source, WebOutcome outcome, Sentence reason) =>
        new()
        {
            Outcome = outcome,
            Url = new Uri(source.Url),
            Reason = reason,
            FetchedAt = time.GetUtcNow(),
        };

    private void Hold(IEnumerable<long> sources, SourceReading failed)
    {
        var until = time.GetUtcNow() + FaultHolds;
        foreach (var source in sources)
        {
            _faults[source] = (failed, until);
        }
    }
}
