using System.Globalization;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection.X;

/// <summary>What X costs, month by month, and the cap that no request may go beyond.</summary>
/// <remarks>
/// A request is counted before it is sent, at the most it can return, and set right by what came. Counted only afterwards, a crash between
/// the answer and the row would spend money that nobody knows of, and two workers would both see room for the last dollar. This way what
/// is not known stays counted. X itself bills a post once a UTC day however often it is read, but promises
/// that only softly, so it is not relied on.
/// </remarks>
internal sealed class XBudget(Database database, XOptions options, TimeProvider time)
{
    private const string Commit = """
        INSERT INTO x_spend (month, committed) VALUES (@Month, @Amount)
        ON CONFLICT (month) DO UPDATE SET committed = x_spend.committed + @Amount
        """;

    private const string InsertRequest = """
        INSERT INTO x_request (month, endpoint, purpose, sent_at, reserved) VALUES (@Month, @Endpoint, @Purpose, @Now, @Reserved) RETURNING id
        """;

    // What is kept of X is asked after once a day for as long as it is kept.
    private const string CountKept = """
        SELECT COUNT(*) FROM flag JOIN source ON source.id = flag.source_id WHERE source.kind = 'x' AND flag.taken_down_at IS NULL
        """;

    /// <summary>What so many posts and users cost in one request, in millionths of a dollar.</summary>
    public long PriceOf(long posts, long users) =>
        Micros(options.PricePerRequest) + (posts * Micros(options.PricePerPost)) + (users * Micros(options.PricePerUser));

    /// <summary>The cap, in millionths of a dollar.</summary>
    public long Cap => Micros(options.MonthlySpendCap);

    /// <summary>What is committed this month, and what of the rest is set aside for asking after what is kept.</summary>
    public Task<XBalance> BalanceAsync(CancellationToken ct) => database.ReadAsync(BalanceAsync, ct);

    /// <summary>Counts a request that is about to be sent; null when it could go beyond the cap, and then it is not to be sent.</summary>
    public Task<long?> ReserveAsync(string endpoint, string purpose, long most, CancellationToken ct) =>
        database.WriteAsync<long?>(
            async session =>
            {
                var balance = await BalanceAsync(session);
                if (balance.LeftFor(purpose) < most)
                {
                    return null;
                }

                var month = Month();
                await session.ExecuteAsync(Commit, new { Month = month, Amount = most });
                return await session.ScalarAsync<long>(
                    InsertRequest,
                    new
                    {
                        Month = month,
                        Endpoint = endpoint,
                        Purpose = purpose,
                        Now = time.GetUtcNow(),
                        Reserved = most,
                    }
                );
            },
            ct
        );

    /// <summary>Replaces a reservation by what was really returned, in the caller's transaction: with the posts, or not at all.</summary>
    public static async Task SettleAsync(Session session, long request, long charged, int status)
    {
        var sent = await session.FirstOrDefaultAsync<Sent>("SELECT month, reserved FROM x_request WHERE id = @request", new { request });
        await session.ExecuteAsync(
            "UPDATE x_request SET charged = @charged, status = @status WHERE id = @request",
            new
            {
                request,
                charged,
                status,
            }
        );
        // In the month in which it was reserved, also when the answer came after midnight.
        await session.ExecuteAsync(Commit, new { sent!.Month, Amount = charged - sent.Reserved });
    }

    private async Task<XBalance> BalanceAsync(Session session)
    {
        var now = time.GetUtcNow();
        var committed =
            await session.ScalarAsync<long?>("SELECT committed FROM x_spend WHERE month = @month", new { month = Month() }) ?? 0;
        var kept = await session.ScalarAsync<long>(CountKept);
        var days = DateTime.DaysInMonth(now.UtcDateTime.Year, now.UtcDateTime.Month) - now.UtcDateTime.Day + 1;
        return new XBalance(Cap, committed, kept * days * Micros(options.PricePerPost));
    }

    private string Month() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static long Micros(double dollars) => (long)Math.Round(dollars * 1_000_000);

    private sealed class Sent
    {
        public string Month { get; init; } = "";
        public long Reserved { get; init; }
    }
}

/// <summary>How a month stands, in millionths of a dollar.</summary>
/// <param name="Cap">What it may cost.</param>
/// <param name="Committed">What was spent or is reserved.</param>
/// <param name="SetAside">What asking after the kept posts will cost until its end: an obligation, so new posts do not get it.</param>
internal sealed record XBalance(long Cap, long Committed, long SetAside)
{
    /// <summary>The purpose for which nothing is set aside from.</summary>
    public const string Takedown = "takedown";

    /// <summary>What may still be spent for a purpose; never below zero.</summary>
    public long LeftFor(string purpose) => Math.Max(0, Cap - Committed - (purpose == Takedown ? 0 : SetAside));

    /// <summary>An amount as people read it.</summary>
    public static string Dollars(double micros) => string.Create(CultureInfo.InvariantCulture, $"USD {micros / 1_000_000:0.000}");
}
