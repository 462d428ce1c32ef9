using Monitor.Worker.Storage;

namespace Monitor.Worker.Sampling;

/// <summary>Drawn texts as rows.</summary>
internal static class SampleStore
{
    private const string InsertSample = """
        INSERT INTO sample (item_id, asn_id, account_id, region_code, text_protected, model, stratum, probability, drawn_at)
        VALUES (@ItemId, @AsnId, @AccountId, @RegionCode, @sealedText, @Model, @stratum, @probability, @At)
        """;

    private const string SelectSample = """
        SELECT sample.id, sample.item_id, sample.asn_id, sample.account_id, sample.region_code, text_protected, stratum, drawn_at, shown_identity,
            shown_until, label, read_identity, raised_flag,
            asn.nip_index, COALESCE(asn.instansi, account.instansi) AS instansi, asn.unit
        FROM sample LEFT JOIN account ON account.id = sample.account_id
            LEFT JOIN asn ON asn.id = COALESCE(sample.asn_id, account.asn_id)
        """;

    // What ties a row to a person, and its words.
    private const string Forget = "item_id = NULL, asn_id = NULL, account_id = NULL, region_code = NULL, text_protected = NULL";

    /// <summary>What becomes of a row when its time is over; what a person said of it stays.</summary>
    public const string ForgetMany = $"UPDATE sample SET {Forget} WHERE id IN @Ids";

    /// <summary>
    /// Whether texts of a source are left out. X wants gone within a day what it takes down, and is asked about flagged texts only; what an officer
    /// reports is flagged by the officer, not by the machine.
    /// </summary>
    public static async Task<bool> IsLeftOutAsync(Session session, long source) =>
        await session.ScalarAsync<string>("SELECT kind FROM source WHERE id = @source", new { source }) is "x" or "report";

    /// <summary>Counts texts of a stratum.</summary>
    public static Task CountAsync(Session session, string day, string model, string stratum, int count) =>
        session.ExecuteAsync(
            """
            INSERT INTO sample_frame (day, model, stratum, count) VALUES (@day, @model, @stratum, @count)
            ON CONFLICT (day, model, stratum) DO UPDATE SET count = sample_frame.count + excluded.count
            """,
            new
            {
                day,
                model,
                stratum,
                count,
            }
        );

    /// <summary>Keeps a drawn text.</summary>
    public static Task KeepAsync(Session session, Unflagged text, string stratum, double probability, string sealedText) =>
        session.ExecuteAsync(
            InsertSample,
            new
            {
                text.ItemId,
                text.Attribution.AsnId,
                text.Attribution.AccountId,
                text.Attribution.RegionCode,
                sealedText,
                text.Model,
                stratum,
                probability,
                text.At,
            }
        );

    /// <summary>One of them.</summary>
    public static Task<SampleRow?> FindAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<SampleRow>(SelectSample + " WHERE sample.id = @id", new { id });

    /// <summary>Those that wait to be read and that nobody else is reading, oldest first.</summary>
    public static Task<List<SampleRow>> WaitingAsync(Session session, string identity, DateTimeOffset now, DateTimeOffset since) =>
        session.ListAsync<SampleRow>(
            SelectSample
                + """
                 WHERE text_protected IS NOT NULL AND label IS NULL AND drawn_at >= @since
                    AND (shown_identity IS NULL OR shown_identity = @identity OR shown_until < @now)
                ORDER BY drawn_at, sample.id
                """,
            new
            {
                identity,
                now,
                since,
            }
        );

    /// <summary>Remembers to whom it is shown.</summary>
    public static Task ShowAsync(Session session, long id, string identity, DateTimeOffset until) =>
        session.ExecuteAsync(
            "UPDATE sample SET shown_identity = @identity, shown_until = @until WHERE id = @id",
            new
            {
                id,
                identity,
                until,
            }
        );

    /// <summary>Keeps what a person said. Unless it is <c>yes</c>, text and ties have served and go at once.</summary>
    public static Task AnswerAsync(Session session, long id, string label, string identity, string name, DateTimeOffset now) =>
        session.ExecuteAsync(
            $"""
            UPDATE sample SET label = @label, read_identity = @identity, read_name = @name, read_at = @now{(
                label == SampleLabel.Yes ? "" : $", {Forget}"
            )}
            WHERE id = @id
            """,
            new
            {
                id,
                label,
                identity,
                name,
                now,
            }
        );

    /// <summary>Remembers that a flag was opened of it; the flag holds the text from now on.</summary>
    public static Task RaisedAsync(Session session, long id, long flag) =>
        session.ExecuteAsync($"UPDATE sample SET raised_flag = @flag, {Forget} WHERE id = @id", new { id, flag });

    /// <summary>Takes the text of an item away; says of how many.</summary>
    public static Task<int> ForgetItemAsync(Session session, long item) =>
        session.ExecuteAsync($"UPDATE sample SET {Forget} WHERE item_id = @item AND text_protected IS NOT NULL", new { item });

    /// <summary>What the sample was drawn from since a day and before another, by stratum.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> FrameAsync(Session session, string model, string since, string until) =>
        (
            await session.ListAsync<Counted>(
                """
                SELECT stratum, CAST(SUM(count) AS BIGINT) AS count FROM sample_frame
                WHERE model = @model AND day >= @since AND day < @until GROUP BY stratum
                """,
                new
                {
                    model,
                    since,
                    until,
                }
            )
        ).ToDictionary(row => row.Stratum, row => row.Count, StringComparer.Ordinal);

    /// <summary>How many wait to be read.</summary>
    public static Task<long> CountWaitingAsync(Session session, DateTimeOffset since) =>
        session.ScalarAsync<long>(
            "SELECT COUNT(*) FROM sample WHERE text_protected IS NOT NULL AND label IS NULL AND drawn_at >= @since",
            new { since }
        );

    /// <summary>Every text drawn since a moment and before another, as figures.</summary>
    public static Task<List<Drawn>> DrawnAsync(Session session, string model, DateTimeOffset since, DateTimeOffset until) =>
        session.ListAsync<Drawn>(
            "SELECT stratum, probability, label FROM sample WHERE model = @model AND drawn_at >= @since AND drawn_at < @until ORDER BY id",
            new
            {
                model,
                since,
                until,
            }
        );

    private sealed class Counted
    {
        public string Stratum { get; init; } = "";
        public long Count { get; init; }
    }
}

/// <summary>What a person may say of a drawn text.</summary>
internal static class SampleLabel
{
    public const string Yes = "yes";
    public const string No = "no";
    public const string Unsure = "unsure";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Yes, No, Unsure];
}

/// <summary>A drawn text with whose it is, for those who decide who may read it.</summary>
internal sealed class SampleRow
{
    public long Id { get; init; }
    public long? ItemId { get; init; }
    public long? AsnId { get; init; }
    public long? AccountId { get; init; }
    public string? RegionCode { get; init; }
    public string? TextProtected { get; init; }
    public string Stratum { get; init; } = "";
    public DateTimeOffset DrawnAt { get; init; }
    public string? ShownIdentity { get; init; }
    public DateTimeOffset? ShownUntil { get; init; }
    public string? Label { get; init; }
    public string? ReadIdentity { get; init; }
    public long? RaisedFlag { get; init; }
    public string? NipIndex { get; init; }
    public string? Instansi { get; init; }
    public string? Unit { get; init; }
}

/// <summary>A drawn text as a figure.</summary>
internal sealed class Drawn
{
    public string Stratum { get; init; } = "";
    public double Probability { get; init; }
    public string? Label { get; init; }
}
