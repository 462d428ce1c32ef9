using System.Text.Json;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Alerts;

/// <summary>How the way to operators stands.</summary>
/// <param name="On">Whether anybody is told at all.</param>
/// <param name="LastSentAt">When a message was last taken.</param>
/// <param name="Waiting">How many wait for another try.</param>
/// <param name="Fault">Why the newest of them was not taken.</param>
/// <param name="GivenUp">How many of the last week were never taken.</param>
internal sealed record AlertHealth(bool On, DateTimeOffset? LastSentAt, long Waiting, Sentence? Fault, long GivenUp);

/// <summary>A message that was sent, or is to be.</summary>
internal sealed class SentAlert
{
    public string Id { get; init; } = "";
    public string Channel { get; init; } = "";
    public DateTimeOffset MadeAt { get; init; }
    public string Body { get; init; } = "";
    public long Attempts { get; init; }
    public DateTimeOffset NextTryAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? GivenUpAt { get; init; }
    public string? ReasonId { get; init; }
    public string? ReasonEn { get; init; }
}

/// <summary>Messages on their way: kept until they are taken, tried again at growing intervals, given up after a day because they are old news then.</summary>
internal sealed class Outbox(Database database, IEnumerable<IAlertChannel> channels, TimeProvider time, ILogger<Outbox> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private readonly Dictionary<string, IAlertChannel> _channels = channels
        .Where(channel => channel.IsOn)
        .ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    private const string Columns = "id, channel, made_at, body, attempts, next_try_at, sent_at, given_up_at, reason_id, reason_en";

    private const string SelectDue = $"""
        SELECT {Columns} FROM alert_message WHERE sent_at IS NULL AND given_up_at IS NULL AND next_try_at <= @now ORDER BY made_at, channel LIMIT 20
        """;

    private const string Update = """
        UPDATE alert_message SET attempts = @Attempts, next_try_at = @NextTryAt, sent_at = @SentAt, given_up_at = @GivenUpAt,
            reason_id = @ReasonId, reason_en = @ReasonEn WHERE id = @Id AND channel = @Channel
        """;

    /// <summary>Tries what is due.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> DeliverAsync(CancellationToken ct)
    {
        var due = await database.ReadAsync(session => session.ListAsync<SentAlert>(SelectDue, new { now = time.GetUtcNow() }), ct);
        var taken = 0;
        foreach (var message in due)
        {
            // A channel that was switched off meanwhile takes nothing more.
            var delivery = _channels.TryGetValue(message.Channel, out var channel)
                ? await channel.SendAsync(JsonSerializer.Deserialize<AlertMessage>(message.Body, JsonSerializerOptions.Web)!, ct)
                : new Delivery(new Sentence("saluran dimatikan", "the channel is switched off"));
            taken += delivery.Fault is null ? 1 : 0;
            await KeepAsync(message, delivery);
        }

        return taken;
    }

    /// <summary>Sends one to every channel now, outside the outbox, so that an operator can try the way.</summary>
    /// <exception cref="RefusalException">No channel is configured.</exception>
    public async Task<Dictionary<string, Sentence?>> TryAsync(AlertMessage message, CancellationToken ct)
    {
        if (_channels.Count == 0)
        {
            throw RefusalException.Conflict(
                "Tidak ada saluran: isi Alerts:Mail:Host atau Alerts:Webhook:Url.",
                "There is no channel: set Alerts:Mail:Host or Alerts:Webhook:Url."
            );
        }

        var ended = new Dictionary<string, Sentence?>(StringComparer.Ordinal);
        foreach (var (name, channel) in _channels)
        {
            ended[name] = (await channel.SendAsync(message, ct)).Fault;
        }

        return ended;
    }

    /// <summary>The newest, newest first.</summary>
    public Task<List<SentAlert>> ListAsync(int count, CancellationToken ct) =>
        database.ReadAsync(
            session =>
                session.ListAsync<SentAlert>(
                    $"SELECT {Columns} FROM alert_message ORDER BY made_at DESC, channel LIMIT @count",
                    new { count }
                ),
            ct
        );

    /// <summary>How it stands.</summary>
    public async Task<AlertHealth> HealthAsync(CancellationToken ct)
    {
        if (_channels.Count == 0)
        {
            return new AlertHealth(On: false, null, 0, null, 0);
        }

        return await database.ReadAsync(
            async session =>
            {
                var waiting = await session.ListAsync<SentAlert>(
                    $"SELECT {Columns} FROM alert_message WHERE sent_at IS NULL AND given_up_at IS NULL AND attempts > 0 ORDER BY made_at DESC"
                );
                var last = await session.ScalarAsync<long?>("SELECT MAX(sent_at) FROM alert_message");
                return new AlertHealth(
                    On: true,
                    last is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
                    waiting.Count,
                    waiting is [{ ReasonEn: { } en } first, ..] ? new Sentence(first.ReasonId ?? en, en) : null,
                    await session.ScalarAsync<long>(
                        "SELECT COUNT(*) FROM alert_message WHERE given_up_at > @since",
                        new { since = time.GetUtcNow() - TimeSpan.FromDays(7) }
                    )
                );
            },
            ct
        );
    }

    private Task KeepAsync(SentAlert message, Delivery delivery)
    {
        var now = time.GetUtcNow();
        var attempts = message.Attempts + 1;
        var pause = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 10));
        pause = pause < LongestPause ? pause : LongestPause;
        var givenUp = delivery.Fault is not null && now - message.MadeAt >= Patience;
        if (delivery.Fault is { } fault)
        {
            log.LogWarning("A message to operators was not taken by {Channel} ({Attempts}): {Fault}", message.Channel, attempts, fault.En);
        }

        // What was sent is sent, whoever is impatient meanwhile: it must not be sent again.
        return database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    Update,
                    new
                    {
                        message.Id,
                        message.Channel,
                        Attempts = attempts,
                        NextTryAt = now + (delivery.Wait > pause ? delivery.Wait.Value : pause),
                        SentAt = delivery.Fault is null ? now : (DateTimeOffset?)null,
                        GivenUpAt = givenUp ? now : (DateTimeOffset?)null,
                        ReasonId = delivery.Fault?.Id,
                        ReasonEn = delivery.Fault?.En,
                    }
                ),
            CancellationToken.None
        );
    }
}
