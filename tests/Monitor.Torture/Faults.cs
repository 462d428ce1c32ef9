using Monitor.Worker.Tests.Storage;

namespace Monitor.Torture;

/// <summary>One way of harming a running system, and of mending what was broken outside it. What the daemons do about it is theirs.</summary>
/// <param name="Name">As the log and --faults call it.</param>
/// <param name="Strike">Harms, waits as long as the harm lasts, mends, and says what was done in a few words.</param>
internal sealed record Fault(string Name, Func<World, Task<string>> Strike)
{
    /// <summary>Whether daemons may be gone afterwards.</summary>
    public bool Kills { get; init; }
}

/// <summary>All of them.</summary>
internal static class Faults
{
    /// <summary>Those that can be simulated in a world.</summary>
    public static List<Fault> Of(World world)
    {
        var faults = new List<Fault>
        {
            new("kill", KillAsync) { Kills = true },
            new("stop", StopAsync) { Kills = true },
            new("freeze", FreezeAsync),
            new("caller-kill", CallerKillAsync),
        };
        if (world.Disk.CanBeFilled)
        {
            faults.Add(new Fault("disk-full", FullAsync));
            faults.Add(new Fault("disk-full-kill", FullKillAsync) { Kills = true });
        }

        if (world.Shim is { } shim)
        {
            faults.Add(new Fault("write-error", one => ErrorAsync(one, () => shim.FailWrites(300, torn: false))));
            faults.Add(new Fault("torn-write-kill", one => ErrorKillAsync(one, () => shim.FailWrites(500, torn: true))) { Kills = true });
            faults.Add(new Fault("fsync-error", one => ErrorAsync(one, () => shim.FailSyncs(500))));
            faults.Add(new Fault("fsync-error-kill", one => ErrorKillAsync(one, () => shim.FailSyncs(700))) { Kills = true });
            faults.Add(new Fault("clock-forward", one => ClockAsync(one, shim, forward: true)));
            faults.Add(new Fault("clock-back", one => ClockAsync(one, shim, forward: false)));
        }

        if (world is { Cluster: { } cluster, Wire: { } wire })
        {
            faults.Add(new Fault("sessions-ended", one => EndSessionsAsync(one, cluster)));
            faults.Add(new Fault("wire-cut", one => CutAsync(one, wire)));
            faults.Add(new Fault("wire-silent", one => SilentAsync(one, wire)));
            faults.Add(new Fault("server-kill", _ => ServerKillAsync(cluster)));
        }

        if (world.Nodes.Count > 1)
        {
            faults.Add(new Fault("node-kill", NodeKillAsync) { Kills = true });
        }

        return faults;
    }

    private static Node AnyOf(World world) => world.Nodes[world.Random.Next(world.Nodes.Count)];

    private static Task PauseAsync(World world, int from, int to) => Task.Delay(world.Random.Next(from, to));

    private static async Task<string> KillAsync(World world)
    {
        await Task.WhenAll(world.Nodes.Select(node => node.KillAsync()));
        return "";
    }

    private static async Task<string> NodeKillAsync(World world)
    {
        var node = AnyOf(world);
        await node.KillAsync();
        // The others go on without it for a while.
        world.Site.Publish(world.Random.Next(1, 4));
        await PauseAsync(world, 500, 2000);
        return node.Name;
    }

    private static async Task<string> StopAsync(World world)
    {
        var node = AnyOf(world);
        var code = await node.StopAsync();
        return code == 0
            ? node.Name
            : throw new ViolationException(
                code is null ? $"{node.Name} did not stop within two minutes of SIGTERM" : $"{node.Name} ended with {code} on SIGTERM"
            );
    }

    private static async Task<string> FreezeAsync(World world)
    {
        var node = AnyOf(world);
        await node.SignalAsync("STOP");
        world.Site.Publish(world.Random.Next(1, 4));
        await PauseAsync(world, 300, 2000);
        await node.SignalAsync("CONT");
        return node.Name;
    }

    // Whoever fetches a batch into a folder of their own is killed at it; the next export ends what they began.
    private static async Task<string> CallerKillAsync(World world)
    {
        using var caller = AnyOf(world).BeginVerb("export", "bkn", "--out", world.Exports);
        await PauseAsync(world, 100, 1500);
        var late = caller.HasExited;
        caller.Kill();
        await caller.WaitForExitAsync();
        return late ? "it had ended" : "";
    }

    private static async Task<string> FullAsync(World world)
    {
        var left = world.Random.Next(0, 48) * 1024;
        world.Disk.Fill(left);
        world.Site.Publish(world.Random.Next(2, 6));
        await PauseAsync(world, 700, 2500);
        world.Disk.Free();
        return $"{left >> 10} KiB left";
    }

    private static async Task<string> FullKillAsync(World world)
    {
        world.Disk.Fill(world.Random.Next(0, 48) * 1024);
        world.Site.Publish(world.Random.Next(2, 6));
        await PauseAsync(world, 300, 1500);
        var node = AnyOf(world);
        await node.KillAsync();
        // Somebody starts it again before anybody has looked at the disk: it runs, or says in a sentence why not.
        var started = await node.StartAsync();
        var said = started ? [] : node.TakeLog();
        world.Disk.Free();
        if (
            !started
            && (
                said.Count == 0
                || said.Exists(line =>
                    line.StartsWith("   at ", StringComparison.Ordinal) || line.StartsWith("Unhandled", StringComparison.Ordinal)
                )
            )
        )
        {
            throw new ViolationException(
                $"started on a full disk, {node.Name} ended with {node.LastExit} and no sentence: {string.Join(" / ", said.Take(4))}"
            );
        }

        return started ? "started on the full disk" : $"refused to start: {said[^1]}";
    }

    private static async Task<string> ErrorAsync(World world, Action harm)
    {
        harm();
        world.Site.Publish(world.Random.Next(2, 6));
        await PauseAsync(world, 500, 2000);
        world.Shim!.Mend();
        return "";
    }

    private static async Task<string> ErrorKillAsync(World world, Action harm)
    {
        harm();
        world.Site.Publish(world.Random.Next(2, 6));
        await PauseAsync(world, 300, 1500);
        await Task.WhenAll(world.Nodes.Select(node => node.KillAsync()));
        world.Shim!.Mend();
        return "";
    }

    // A minute to a day: a battery that is flat, an operator's slip, a time server that lied. Then it is set right.
    private static async Task<string> ClockAsync(World world, Shim shim, bool forward)
    {
        TimeSpan[] steps = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(20), TimeSpan.FromHours(3), TimeSpan.FromHours(26)];
        var by = steps[world.Random.Next(steps.Length)] * (forward ? 1 : -1);
        shim.MoveClock(by);
        world.Site.Publish(world.Random.Next(2, 6));
        await PauseAsync(world, 1000, 2500);
        shim.MoveClock(TimeSpan.Zero);
        return by.ToString("c");
    }

    private static async Task<string> EndSessionsAsync(World world, PostgreSqlCluster cluster)
    {
        var ended = 0L;
        for (var times = world.Random.Next(1, 5); times > 0; times--)
        {
            // As an administrator or a failover does.
            ended += await cluster.ExecuteAsync(
                $"SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{World.Database}' AND pid <> pg_backend_pid()) AS ended"
            );
            await PauseAsync(world, 30, 300);
        }

        return $"{ended} sessions";
    }

    private static async Task<string> CutAsync(World world, Wire wire)
    {
        var cut = 0;
        for (var times = world.Random.Next(1, 5); times > 0; times--)
        {
            cut += wire.Cut();
            await PauseAsync(world, 30, 300);
        }

        return $"{cut} connections";
    }

    private static async Task<string> SilentAsync(World world, Wire wire)
    {
        wire.Swallow();
        world.Site.Publish(world.Random.Next(1, 4));
        await PauseAsync(world, 500, 3000);
        var cut = world.Random.Next(2) == 0 ? wire.Cut() : 0;
        wire.Mend();
        return cut > 0 ? $"then {cut} connections cut" : "then mended";
    }

    private static async Task<string> ServerKillAsync(PostgreSqlCluster cluster)
    {
        await cluster.KillAndStartAsync();
        return "";
    }
}

/// <summary>Something that must hold does not.</summary>
internal sealed class ViolationException(string message) : Exception(message);
