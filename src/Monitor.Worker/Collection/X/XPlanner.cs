using System.Globalization;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.X;

/// <summary>One account as the planner needs to know it.</summary>
/// <param name="SourceId">The source that watches it.</param>
/// <param name="UserId">Its number on X.</param>
/// <param name="Since">Everything up to this id has been read.</param>
/// <param name="GapUntil">An earlier reading was cut short and goes on below this id; or null.</param>
/// <param name="GapTop">Up to where that reading was to reach; or null.</param>
/// <param name="PostsPerDay">What it usually writes.</param>
internal sealed record XWatched(long SourceId, long UserId, long Since, long? GapUntil, long? GapTop, double PostsPerDay);

/// <summary>One reading: a search for many accounts, or the timeline of one.</summary>
/// <param name="Members">Whose posts it brings.</param>
/// <param name="IsSearch">Recent search; otherwise a timeline.</param>
/// <param name="Since">Only posts above this id.</param>
/// <param name="Expected">Posts that it will probably bring.</param>
/// <param name="Why">Why this way, for people.</param>
internal sealed record XReading(IReadOnlyList<XWatched> Members, bool IsSearch, long Since, double Expected, Sentence Why)
{
    /// <summary>Only posts below this id; null for all.</summary>
    public long? Until => Members[0].GapUntil;

    /// <summary>Up to where everything has been read once it is done; null when only the answer can say.</summary>
    public long? Top => Members[0].GapTop;
}

/// <summary>Packs accounts into requests by what that costs: pure arithmetic, no clock and no network.</summary>
/// <remarks>
/// X charges by the post. A search for many accounts begins at the oldest of their positions, so whoever has been read further is read
/// again from there: that over-reading is the price of packing, and requests (450 searches and 10,000 timelines in 15 minutes) are what
/// packing saves.
/// </remarks>
internal sealed class XPlanner(XOptions options)
{
    /// <summary>How far recent search looks back, less a margin: an older since_id is refused as invalid.</summary>
    public static readonly TimeSpan SearchReach = TimeSpan.FromDays(7) - TimeSpan.FromHours(1);

    private const string NoReposts = " -is:retweet";

    // Less than half a post again is not worth a request of its own.
    private double Tolerance => 0.5 * options.PricePerPost;

    /// <summary>The readings that bring everything new of these accounts.</summary>
    public List<XReading> Plan(IReadOnlyList<XWatched> accounts, DateTimeOffset now)
    {
        List<XReading> readings = [];
        var reach = XIds.At(now - SearchReach);
        foreach (var late in accounts.Where(account => account.Since < reach))
        {
            var days = (now - XIds.TimeOf(late.Since)).TotalDays.ToString("0.0", CultureInfo.InvariantCulture);
            readings.Add(
                Timeline(
                    late,
                    now,
                    new Sentence(
                        $"linimasa akun: terakhir dibaca {days} hari lalu, dan pencarian terkini hanya menjangkau 7 hari",
                        $"the account's timeline: last read {days} days ago, and recent search reaches back only 7"
                    )
                )
            );
        }

        // What was cut short together goes on together.
        foreach (var group in accounts.Where(account => account.Since >= reach).GroupBy(account => (account.GapUntil, account.GapTop)))
        {
            Pack([.. group.OrderByDescending(account => account.Since).ThenBy(account => account.UserId)], now, readings);
        }

        return readings;
    }

    /// <summary>The query that finds the posts of these accounts.</summary>
    public string Query(IReadOnlyList<XWatched> members)
    {
        var from = string.Join(" OR ", members.Select(member => $"from:{member.UserId}"));
        return options.ReadReposts ? from : $"({from}){NoReposts}";
    }

    private void Pack(List<XWatched> accounts, DateTimeOffset now, List<XReading> readings)
    {
        List<XWatched> pack = [];
        foreach (var account in accounts)
        {
            if (pack.Count > 0)
            {
                var again = OverRead(pack, account.Since) * options.PricePerPost;
                if (Query([.. pack, account]).Length > options.QueryLength || again > options.PricePerRequest + Tolerance)
                {
                    readings.Add(Close(pack, now));
                    pack = [];
                }
            }

            pack.Add(account);
        }

        if (pack.Count > 0)
        {
            readings.Add(Close(pack, now));
        }
    }

    private XReading Close(List<XWatched> pack, DateTimeOffset now)
    {
        if (pack.Count == 1)
        {
            return Timeline(
                pack[0],
                now,
                new Sentence(
                    "linimasa akun: tidak ada akun lain yang murah dibaca bersamanya, dan batas linimasa 10.000 permintaan per 15 menit, pencarian 450",
                    "the account's timeline: no other account is cheap to read with it, and timelines have 10,000 requests in 15 minutes where search has 450"
                )
            );
        }

        var since = pack[^1].Since;
        var again = OverRead(pack, since);
        var own = pack.Sum(member => Expected(member, member.Since, now));
        var together = ((own + again) * options.PricePerPost) + options.PricePerRequest;
        var apart = (own * options.PricePerPost) + (pack.Count * options.PricePerRequest);
        var length = Query(pack).Length;
        return new XReading(
            pack,
            IsSearch: true,
            since,
            own + again,
            new Sentence(
                $"pencarian terkini, {pack.Count} akun dalam satu permintaan ({length} dari {options.QueryLength} huruf): {Dollars(together)}; sendiri-sendiri {Dollars(apart)} dan {pack.Count} permintaan",
                $"recent search, {pack.Count} accounts in one request ({length} of {options.QueryLength} characters): {Dollars(together)}; apart {Dollars(apart)} and {pack.Count} requests"
            )
        );
    }

    private static XReading Timeline(XWatched account, DateTimeOffset now, Sentence why) =>
        new([account], IsSearch: false, account.Since, Expected(account, account.Since, now), why);

    // Posts of those who were read further, between the common beginning and their own.
    private static double OverRead(IReadOnlyList<XWatched> pack, long since) =>
        pack.Sum(member => member.PostsPerDay * (XIds.TimeOf(member.Since) - XIds.TimeOf(since)).TotalDays);

    private static double Expected(XWatched account, long since, DateTimeOffset now) =>
        account.PostsPerDay * Math.Max(0, ((account.GapUntil is { } until ? XIds.TimeOf(until) : now) - XIds.TimeOf(since)).TotalDays);

    private static string Dollars(double dollars) => XBalance.Dollars(dollars * 1_000_000);
}
