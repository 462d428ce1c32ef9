using System.Globalization;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Drift;

/// <summary>Counts per day of what the texts were like, without a text.</summary>
internal static class DriftStore
{
    public const string Score = "score";
    public const string Words = "words";
    public const int ScoreBuckets = 10;
    public const int WordBuckets = 32;

    private const string Texts = "texts";

    /// <summary>Counts texts that are taken in.</summary>
    /// <param name="session">The transaction that takes them in: a text is counted once or not at all.</param>
    /// <param name="at">When.</param>
    /// <param name="model">The version of the model that judged them.</param>
    /// <param name="texts">What it said of each, and how many of its words fell into each bucket.</param>
    public static async Task CountAsync(
        Session session,
        DateTimeOffset at,
        string model,
        IReadOnlyCollection<(double Score, IReadOnlyList<int> Words)> texts
    )
    {
        if (texts.Count == 0)
        {
            return;
        }

        var counts = new Dictionary<(string Series, int Bucket), long> { [(Texts, 0)] = texts.Count };
        foreach (var (score, words) in texts)
        {
            Add(Score, Math.Min(ScoreBuckets - 1, (int)(score * ScoreBuckets)), 1);
            for (var bucket = 0; bucket < words.Count; bucket++)
            {
                Add(Words, bucket, words[bucket]);
            }
        }

        // One statement for all: of a text alone there would be a dozen.
        var rows = new Rows();
        foreach (var ((series, bucket), count) in counts.Where(counted => counted.Value > 0))
        {
            rows.Add(DayOf(at), model, series, bucket, count);
        }

        await session.ExecuteAsync(
            $"""
            INSERT INTO drift (day, model, series, bucket, count) VALUES {rows}
            ON CONFLICT (day, model, series, bucket) DO UPDATE SET count = drift.count + excluded.count
            """,
            rows.Arguments
        );

        void Add(string series, int bucket, int count) => counts[(series, bucket)] = counts.GetValueOrDefault((series, bucket)) + count;
    }

    /// <summary>How many texts each day brought under a model, oldest first.</summary>
    public static async Task<IReadOnlyList<(string Day, long Texts)>> DaysAsync(Session session, string model) =>
        [
            .. (
                await session.ListAsync<Counted>(
                    "SELECT day, bucket, count FROM drift WHERE model = @model AND series = @Texts ORDER BY day",
                    new { model, Texts }
                )
            ).Select(row => (row.Day, row.Count)),
        ];

    /// <summary>The counts of a series from one day to another, both included, by bucket.</summary>
    public static async Task<long[]> SumAsync(Session session, string model, string series, int buckets, string from, string until)
    {
        var sums = new long[buckets];
        var rows = await session.ListAsync<Counted>(
            """
            SELECT '' AS day, bucket, CAST(SUM(count) AS BIGINT) AS count FROM drift
            WHERE model = @model AND series = @series AND day >= @from AND day <= @until GROUP BY bucket
            """,
            new
            {
                model,
                series,
                from,
                until,
            }
        );
        foreach (var row in rows)
        {
            sums[row.Bucket] = row.Count;
        }

        return sums;
    }

    /// <summary>What became of the flags of a model that were decided since a moment, with the score each was flagged with.</summary>
    public static Task<List<Decided>> DecidedAsync(Session session, string model, DateTimeOffset since) =>
        session.ListAsync<Decided>(
            "SELECT score, state FROM flag WHERE model = @model AND closed_at >= @since AND state IN @States",
            new
            {
                model,
                since,
                States = new[] { FlagState.Confirmed, FlagState.Dismissed },
            }
        );

    /// <summary>The day of a moment, in the order of days.</summary>
    public static string DayOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class Counted
    {
        public string Day { get; init; } = "";
        public int Bucket { get; init; }
        public long Count { get; init; }
    }

    /// <summary>A flag that was decided.</summary>
    internal sealed class Decided
    {
        public double Score { get; init; }
        public string State { get; init; } = "";
    }
}
