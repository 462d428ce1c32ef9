using System.Text.Json;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Alerts;

/// <summary>
/// Decides what operators are told: when something has held for a while, when it gets much worse, once a day while it goes on, and when it is over;
/// all of it in one message, and messages no closer together than configured.
/// </summary>
internal sealed class AlertRound(Database database, AlertOptions options, IEnumerable<IAlertChannel> channels, TimeProvider time)
{
    // So that a count that creeps up by one does not write a message an hour.
    private const int MuchMore = 2;
    private static readonly TimeSpan WorseAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan MessagesFor = TimeSpan.FromDays(90);

    private readonly List<IAlertChannel> _channels = [.. channels.Where(channel => channel.IsOn)];

    private const string Upsert = """
        INSERT INTO alert (kind, since, seen_at, count, text_id, text_en, told_count)
        VALUES (@Kind, @Now, @Now, @Count, @Id, @En, 0)
        ON CONFLICT (kind) DO UPDATE SET seen_at = excluded.seen_at, count = excluded.count,
            text_id = excluded.text_id, text_en = excluded.text_en
        """;

    private const string InsertMessage = """
        INSERT INTO alert_message (id, channel, made_at, body, attempts, next_try_at)
        VALUES (@Id, @Channel, @At, @Body, 0, @At)
        """;

    /// <summary>What this installation is called in messages.</summary>
    public string Name => options.Name.Length > 0 ? options.Name : Environment.MachineName;

    /// <summary>Takes note of what holds now, and puts a message into the outbox when one is due.</summary>
    /// <returns>The message; null when nobody has to be told of anything now.</returns>
    public Task<AlertMessage?> TakeAsync(IReadOnlyCollection<Condition> conditions, CancellationToken ct) =>
        _channels.Count == 0
            ? Task.FromResult<AlertMessage?>(null)
            : database.WriteAsync(
                async session =>
                {
                    // As it is stored: what was seen now must not seem to lie a fraction of a millisecond back.
                    var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
                    foreach (var condition in conditions)
                    {
                        await session.ExecuteAsync(
                            Upsert,
                            new
                            {
                                condition.Kind,
                                Now = now,
                                condition.Count,
                                condition.Text.Id,
                                condition.Text.En,
                            }
                        );
                    }

                    var lines = Lines(await session.ListAsync<Row>("SELECT * FROM alert ORDER BY kind"), now);
                    await session.ExecuteAsync(
                        "DELETE FROM alert WHERE told_at IS NULL AND seen_at < @before",
                        new { before = now - options.Settle }
                    );
                    await session.ExecuteAsync("DELETE FROM alert_message WHERE made_at < @before", new { before = now - MessagesFor });
                    var last = await session.ScalarAsync<long?>("SELECT MAX(made_at) FROM alert_message");
                    var soon = last is { } at && now - DateTimeOffset.FromUnixTimeMilliseconds(at) < options.AtMostEvery;
                    return soon || !lines.Exists(line => line.IsNews)
                        ? null
                        : await PutAsync(session, lines.ConvertAll(line => line.Line), now);
                },
                ct
            );

    // Everything that goes on is in the message once there is any news: whoever reads it sees the whole state.
    private List<(AlertLine Line, bool IsNews)> Lines(List<Row> rows, DateTimeOffset now)
    {
        var lines = new List<(AlertLine, bool)>();
        foreach (var row in rows)
        {
            var over = row.SeenAt < now && now - row.SeenAt >= options.Settle;
            var (state, news) =
                over ? ("over", row.ToldAt is not null)
                : row.ToldAt is null ? ("raised", now - row.Since >= options.Settle)
                : IsWorse(row, now) ? ("worse", true)
                : ("still", now - row.ToldAt >= options.RepeatAfter);
            if (news || row.ToldAt is not null)
            {
                lines.Add((new AlertLine(row.Kind, state, row.Count, row.Since, new Sentence(row.TextId, row.TextEn)), news));
            }
        }

        return lines;
    }

    private static bool IsWorse(Row row, DateTimeOffset now) =>
        row.Kind != "disk-low" && row.Count >= row.ToldCount * MuchMore && row.Count > row.ToldCount + 1 && now - row.ToldAt >= WorseAfter;

    private async Task<AlertMessage> PutAsync(Session session, List<AlertLine> lines, DateTimeOffset now)
    {
        var message = new AlertMessage(Guid.NewGuid().ToString("N"), now, Name, lines);
        foreach (var line in lines)
        {
            await session.ExecuteAsync(
                line.State == "over"
                    ? "DELETE FROM alert WHERE kind = @Kind"
                    : "UPDATE alert SET told_at = @now, told_count = @Count WHERE kind = @Kind",
                new
                {
                    line.Kind,
                    line.Count,
                    now,
                }
            );
        }

        foreach (var channel in _channels)
        {
            await session.ExecuteAsync(
                InsertMessage,
                new
                {
                    message.Id,
                    Channel = channel.Name,
                    message.At,
                    Body = JsonSerializer.Serialize(message, JsonSerializerOptions.Web),
                }
            );
        }

        return message;
    }

    private sealed class Row
    {
        public string Kind { get; init; } = "";
        public DateTimeOffset Since { get; init; }
        public DateTimeOffset SeenAt { get; init; }
        public long Count { get; init; }
        public string TextId { get; init; } = "";
        public string TextEn { get; init; } = "";
        public DateTimeOffset? ToldAt { get; init; }
        public long ToldCount { get; init; }
    }
}
