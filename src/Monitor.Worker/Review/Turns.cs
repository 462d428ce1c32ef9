using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>
/// The flood defence of the queue: of each source and each account so many flags a day come in the first turn, as many again in the second, and the
/// turns are worked one after the other. Whoever publishes ten thousand texts to bury one delays the own ten thousand. Nothing is dropped, nothing is
/// closed, and no deadline moves: what waits beyond its share is counted in the status, and turns red there when it falls overdue.
/// </summary>
/// <remarks>The idea is fair queueing by rounds; J. Nagle, "On Packet Switches with Infinite Storage", RFC 970 (1985).</remarks>
internal sealed class Turns(ReviewOptions options)
{
    // A flood is counted so far and no further: the cost of one more flag stays the same however many there are.
    private const int Most = 20;

    private const string CountOfSource =
        "SELECT COUNT(*) FROM (SELECT 1 FROM flag WHERE source_id = @Id AND found_at >= @Since LIMIT @Enough) AS counted";

    private const string CountOfAccount =
        "SELECT COUNT(*) FROM (SELECT 1 FROM flag WHERE account_id = @Id AND found_at >= @Since LIMIT @Enough) AS counted";

    // Officers' own reports come one by one from persons who are known: they have no source's share, only the account's.
    private const string Shares = "SELECT COUNT(*) FROM source WHERE id = @source AND kind <> 'report'";

    private const string SelectBeyond = """
        SELECT source_id, COUNT(*) AS flags FROM flag WHERE closed_at IS NULL AND turn > 0
        GROUP BY source_id ORDER BY COUNT(*) DESC, source_id
        """;

    /// <summary>The turn of a flag that is about to be opened: 0 to 20.</summary>
    public async Task<int> OfAsync(Session session, NewFlag flag)
    {
        var day = DayOf(flag.FoundAt);
        var own =
            await session.ScalarAsync<long>(Shares, new { source = flag.SourceId }) > 0
                ? await CountAsync(session, CountOfSource, flag.SourceId, day, options.SourceShare)
                : 0;
        var account = flag.AccountId is { } id ? await CountAsync(session, CountOfAccount, id, day, options.AccountShare) : 0;
        return Math.Max(own, account);
    }

    /// <summary>How many open flags wait beyond the share of their source or account, by source, most first.</summary>
    public static Task<List<Beyond>> BeyondAsync(Session session) => session.ListAsync<Beyond>(SelectBeyond);

    private static async Task<int> CountAsync(Session session, string count, long id, DateTimeOffset since, int share) =>
        (int)(
            await session.ScalarAsync<long>(
                count,
                new
                {
                    Id = id,
                    Since = since,
                    Enough = (long)share * Most,
                }
            ) / share
        );

    // The day of western Indonesia, where most live: a share that begins anew at an hour when few publish.
    private static DateTimeOffset DayOf(DateTimeOffset at)
    {
        var local = at.ToOffset(TimeSpan.FromHours(7));
        return new DateTimeOffset(local.Date, local.Offset);
    }
}

/// <summary>Open flags of one source that wait beyond a share.</summary>
internal sealed class Beyond
{
    public long SourceId { get; init; }
    public long Flags { get; init; }
}
