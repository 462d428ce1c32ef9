using System.Collections.Concurrent;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Language;

namespace Monitor.Torture;

/// <summary>A verdict that was sent.</summary>
internal sealed record Sent(string Desk, long Flag, string Verdict);

/// <summary>What desks and exports were told: the harness's own record, against which the store is held.</summary>
internal sealed class Ledger
{
    /// <summary>Every verdict from the moment it was sent, and how often; whether it was recorded is known of those that were answered.</summary>
    public ConcurrentDictionary<Sent, int> Sent { get; } = new();

    /// <summary>Verdicts whose sender was told that they are recorded.</summary>
    public ConcurrentDictionary<Sent, bool> Told { get; } = new();

    /// <summary>Verdicts that were refused for good: they must not be there.</summary>
    public ConcurrentDictionary<Sent, bool> Refused { get; } = new();

    /// <summary>Batches of which somebody was told that they arrived.</summary>
    public ConcurrentDictionary<string, bool> Delivered { get; } = new(StringComparer.Ordinal);

    /// <summary>What the daemon said when it could not: full disk, no database.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];
}

/// <summary>A person who claims and decides all day, over the socket, as the desk does it.</summary>
internal sealed class Desk(string name, Func<string?> socket, Ledger ledger, Random random)
{
    /// <summary>Works until it is told to stop.</summary>
    public async Task WorkAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            if (socket() is { } place)
            {
                using var daemon = new DaemonClient(place, name);
                await DecideOneAsync(daemon, ct);
            }

            await Task.Delay(random.Next(50, 350), CancellationToken.None);
        }
    }

    private async Task DecideOneAsync(DaemonClient daemon, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        Sent? sent = null;
        try
        {
            var next = await daemon.PostAsync<NextAnswer>("/queue/next", new NextRequest([]), patience.Token);
            if (next.Flag is not { } flag)
            {
                return;
            }

            if (random.Next(8) == 0)
            {
                // Somebody who leaves: the claim lapses by itself.
                return;
            }

            var confirms = flag.Account is not null;
            sent = new Sent(name, flag.Id, confirms ? "confirm" : "dismiss");
            ledger.Sent.AddOrUpdate(sent, 1, (_, times) => times + 1);
            var request = confirms
                ? new DecideRequest(
                    "confirm",
                    "D-6",
                    null,
                    "Mengajak memilih.",
                    new ParticularsRequest("none", "2026-03-01 10:00", "perkiraan", "didaftarkan_sendiri"),
                    flag.ClaimNumber
                )
                : new DecideRequest("dismiss", null, "satir", "Bukan ajakan.", Claim: flag.ClaimNumber);
            await daemon.PostAsync<DecideAnswer>($"/queue/{flag.Id}/decide", request, patience.Token);
            ledger.Told[sent] = true;
        }
        catch (RefusalException refusal)
        {
            if (refusal.Kind == RefusalKind.Broken)
            {
                ledger.Complaints.Enqueue(refusal.Sentence.En);
            }
            else if (sent is not null)
            {
                ledger.Refused[sent] = true;
                if (refusal.Kind == RefusalKind.WrongInput)
                {
                    throw new InvalidOperationException($"The harness sends what is refused: {refusal.Sentence.En}", refusal);
                }
            }
        }
        catch (Exception exception) when (exception is DaemonAbsentException or OperationCanceledException)
        {
            // Whether it was recorded only the store knows; the check asks it.
            return;
        }
    }
}

/// <summary>Exports every now and then, into the daemon's own folder.</summary>
internal sealed class Exporting(Func<string?> socket, Ledger ledger, Random random)
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Works until it is told to stop.</summary>
    public async Task WorkAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await WhileNoneRunsAsync(() => ExportAsync(ct));
            await Task.Delay(random.Next(300, 1500), CancellationToken.None);
        }
    }

    /// <summary>Does something while no export is under way: half a batch is none, and says so.</summary>
    public async Task WhileNoneRunsAsync(Func<Task> work)
    {
        await _one.WaitAsync(CancellationToken.None);
        try
        {
            await work();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>One export.</summary>
    public async Task ExportAsync(CancellationToken ct)
    {
        if (socket() is not { } place)
        {
            return;
        }

        using var daemon = new DaemonClient(place, "");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        try
        {
            var report = await daemon.PostAsync<DeliveryReport>("/export/deliver", new ExportRequest(null, null, null), patience.Token);
            foreach (var one in report.Batches)
            {
                ledger.Delivered[one.Batch.Batch] = true;
            }
        }
        catch (RefusalException refusal)
        {
            ledger.Complaints.Enqueue(refusal.Sentence.En);
        }
        catch (Exception exception) when (exception is DaemonAbsentException or OperationCanceledException)
        {
            // The next one finds the batch undelivered and ends it.
            return;
        }
    }
}
