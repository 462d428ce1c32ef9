using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Audit;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>Remembers who was shown whose data, so that a person can be told (Pasal 32 (1): access includes the trail of the processing).</summary>
/// <remarks>
/// One row a day for the same caller, door and subject. Rows are gathered for a second and written together: a list of a hundred flags must not wait for
/// the write lock. A power cut may take that second; views of a whole NIP are audit rows and never lost.
/// </remarks>
internal sealed class ViewLog(Database database, TimeProvider time, ILogger<ViewLog> log) : BackgroundService
{
    private const string Upsert = """
        INSERT INTO view_log (day, actor, actor_uid, role, door, subject, times, first_at, last_at)
        VALUES (@Day, @Actor, @ActorUid, @Role, @Door, @Subject, @Times, @FirstAt, @LastAt)
        ON CONFLICT (subject, day, door, actor) DO UPDATE SET times = view_log.times + excluded.times, last_at = excluded.last_at
        """;

    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Dictionary<(string Day, string Actor, string Door, string Subject), View> _seen = [];

    /// <summary>Takes note that a caller is shown these.</summary>
    public void Saw(Actor actor, string door, IEnumerable<string> subjects)
    {
        var now = time.GetUtcNow();
        var day = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        lock (_gate)
        {
            foreach (var subject in subjects)
            {
                var key = (day, actor.Name, door, subject);
                if (!_seen.TryGetValue(key, out var view))
                {
                    _seen[key] = view = new View
                    {
                        Day = day,
                        Actor = actor.Name,
                        ActorUid = actor.Uid,
                        Role = actor.Role,
                        Door = door,
                        Subject = subject,
                        FirstAt = now,
                    };
                }

                view.Times++;
                view.LastAt = now;
            }
        }
    }

    /// <summary>Writes what was gathered.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        Dictionary<(string, string, string, string), View> batch;
        lock (_gate)
        {
            (batch, _seen) = (_seen, []);
        }

        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await database.WriteAsync(session => session.ExecuteAsync(Upsert, batch.Values), ct);
        }
        catch
        {
            PutBack(batch);
            throw;
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(CancellationToken.None);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Gather, time, stoppingToken);
                try
                {
                    await FlushAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // What was gathered is put back and tried again; reviewing must not stop because the disk is full for a while.
                    log.LogWarning(exception, "The view log could not be written; it is tried again");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync writes what is left.
        }
    }

    private void PutBack(Dictionary<(string, string, string, string), View> batch)
    {
        lock (_gate)
        {
            foreach (var (key, view) in batch)
            {
                if (_seen.TryGetValue(key, out var later))
                {
                    later.Times += view.Times;
                    later.FirstAt = view.FirstAt;
                }
                else
                {
                    _seen[key] = view;
                }
            }
        }
    }

    private sealed class View
    {
        public string Day { get; init; } = "";
        public string Actor { get; init; } = "";
        public long? ActorUid { get; init; }
        public string Role { get; init; } = "";
        public string Door { get; init; } = "";
        public string Subject { get; init; } = "";
        public long Times { get; set; }
        public DateTimeOffset FirstAt { get; set; }
        public DateTimeOffset LastAt { get; set; }
    }
}
