using System.Diagnostics;
using System.Globalization;
using Monitor.Worker.Hosting;
using Monitor.Worker.Tests;

namespace Monitor.Bench.Load;

/// <summary>What was read off the daemons at one moment.</summary>
/// <param name="At">Since the first source was added.</param>
/// <param name="Items">Items in the store.</param>
/// <param name="Cpu">Processor time of the daemons so far.</param>
/// <param name="Resident">Resident memory of the daemon that has most, in MiB.</param>
internal sealed record LoadSample(TimeSpan At, long Items, TimeSpan Cpu, double Resident);

/// <summary>One run from end to end: sites, fetch, parse, score, store.</summary>
/// <param name="Options">What was served.</param>
/// <param name="Store">Which store.</param>
/// <param name="Samples">About one for each second.</param>
/// <param name="Listed">Entries that the sites have listed.</param>
/// <param name="Requests">Requests that the sites have answered.</param>
/// <param name="Flags">Flags that were opened.</param>
/// <param name="Load">The machine's load average when the run began.</param>
/// <param name="SiteCpu">Processor time of the sites, which share the machine.</param>
internal sealed record LoadResult(
    LoadOptions Options,
    string Store,
    IReadOnlyList<LoadSample> Samples,
    long Listed,
    long Requests,
    long Flags,
    double Load,
    TimeSpan SiteCpu
)
{
    /// <summary>Items per second from a tenth of the items, when everything is compiled, to nineteen twentieths, when sites begin to run dry.</summary>
    public double Rate => Between(0.1, 0.95) is var (from, to) ? (to.Items - from.Items) / (to.At - from.At).TotalSeconds : 0;

    /// <summary>Processor time of the daemons for an item, in milliseconds.</summary>
    public double CpuPerItem => Between(0.1, 0.95) is var (from, to) ? (to.Cpu - from.Cpu).TotalMilliseconds / (to.Items - from.Items) : 0;

    /// <summary>The most memory that a daemon had, in MiB.</summary>
    public double MostResident => Samples.Max(sample => sample.Resident);

    /// <summary>Cost by tenths of the run: items at its end, wall and processor milliseconds an item, memory.</summary>
    public IEnumerable<(long Items, double Wall, double Cpu, double Resident)> Curve(int parts)
    {
        for (var part = 1; part <= parts; part++)
        {
            if (Between((part - 1) / (double)parts, part / (double)parts) is var (from, to) && to.Items > from.Items)
            {
                var items = to.Items - from.Items;
                yield return (
                    to.Items,
                    (to.At - from.At).TotalMilliseconds / items,
                    (to.Cpu - from.Cpu).TotalMilliseconds / items,
                    to.Resident
                );
            }
        }
    }

    private (LoadSample From, LoadSample To)? Between(double from, double to)
    {
        var total = Samples[^1].Items;
        var first = Samples.First(sample => sample.Items >= total * from);
        var last = Samples.First(sample => sample.Items >= total * to);
        return last.At > first.At ? (first, last) : null;
    }
}

/// <summary>Runs one load.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public static async Task<LoadResult> RunAsync(LoadOptions options, TextWriter progress, CancellationToken ct)
    {
        var texts = LoadTexts.Load(options.Partisan);
        await using var sites = await LoadSites.StartAsync(options, texts);
        await using var store = await LoadStore.StartAsync(options.Folder, options.PostgreSql);
        var load = double.Parse((await File.ReadAllTextAsync("/proc/loadavg", ct)).Split(' ')[0], CultureInfo.InvariantCulture);
        var daemons = new List<DaemonUnderLoad>();
        try
        {
            for (var node = 0; node < options.Nodes; node++)
            {
                if (node > 0)
                {
                    NodeKeys.Copy(Path.Combine(store.NodeFolder(0), "data"), Path.Combine(store.NodeFolder(node), "data"));
                }

                daemons.Add(await DaemonUnderLoad.StartAsync(store.NodeFolder(node), Configuration(options, store, sites, node)));
            }

            using (var admin = daemons[0].Client())
            {
                await LoadRegistry.RegisterPeopleAsync(admin, options.People, ct);
                await LoadRegistry.RegisterSourcesAsync(admin, sites, options, ct);
            }

            var own = Environment.CpuUsage.TotalTime;
            var samples = await WatchAsync(options, store, daemons, sites, progress, ct);
            var flags = await store.NumberAsync("SELECT COUNT(*) FROM flag");
            var result = new LoadResult(
                options,
                store.Name,
                samples,
                sites.Listed,
                sites.Requests,
                flags,
                load,
                Environment.CpuUsage.TotalTime - own
            );
            foreach (var line in daemons.SelectMany(daemon => daemon.Complaints).Take(20))
            {
                progress.WriteLine($"  daemon: {line}");
            }

            foreach (var daemon in daemons)
            {
                await daemon.StopAsync();
            }

            return result;
        }
        finally
        {
            foreach (var daemon in daemons)
            {
                await daemon.DisposeAsync();
            }
        }
    }

    private static object Configuration(LoadOptions options, LoadStore store, LoadSites sites, int node) =>
        new
        {
            Cluster = new { Name = string.Create(CultureInfo.InvariantCulture, $"node{node}") },
            Storage = store.Settings,
            Collection = new
            {
                AllowedPrivateHosts = sites.Hosts,
                PerHostInterval = "00:00:00",
                PerHostConcurrency = 2,
                MinInterval = "00:00:01",
                options.Workers,
            },
            Scheduling = new { CollectEvery = "00:00:01" },
        };

    private static async Task<List<LoadSample>> WatchAsync(
        LoadOptions options,
        LoadStore store,
        List<DaemonUnderLoad> daemons,
        LoadSites sites,
        TextWriter progress,
        CancellationToken ct
    )
    {
        var clock = Stopwatch.StartNew();
        var samples = new List<LoadSample>();
        var told = TimeSpan.Zero;
        // Broken off, it ends with what it has: a curve over half of the way is worth more than none.
        while (clock.Elapsed < options.AtMost && !ct.IsCancellationRequested)
        {
            var items = await store.NumberAsync("SELECT MAX(id) FROM item");
            var sample = new LoadSample(
                clock.Elapsed,
                items,
                daemons.Aggregate(TimeSpan.Zero, (sum, daemon) => sum + daemon.Cpu),
                daemons.Max(daemon => daemon.Resident)
            );
            samples.Add(sample);
            if (items >= options.Items)
            {
                break;
            }

            if (sample.At - told > TimeSpan.FromSeconds(15))
            {
                told = sample.At;
                progress.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {sample.At.TotalSeconds, 6:0} s {items, 9:N0} of {sites.Listed, 9:N0} listed  {sample.Resident, 4:0} MiB  {sample.Cpu.TotalMilliseconds / Math.Max(1, items), 6:0.00} ms processor an item"
                    )
                );
            }

            await Task.Delay(Beat, Clock.Machine, CancellationToken.None);
        }

        return samples;
    }
}
