using System.Globalization;

namespace Monitor.Bench.Load;

/// <summary><c>bench load</c>.</summary>
internal static class LoadCommand
{
    private const string Usage = """
        bench load --all [--quick] [--out docs/performance.md] [--results DIR] [--folder DIR] [--part NAME]
        bench load [--items N] [--hosts N] [--feeds-per-host N] [--entries N] [--fresh N] [--every SECONDS] [--pages SHARE] [--partisan SHARE]
                   [--people N] [--nodes N] [--workers N] [--minutes N] [--folder DIR] [--postgresql]
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        if (words.Contains("--all", StringComparer.Ordinal))
        {
            var quick = words.Contains("--quick", StringComparer.Ordinal);
            var below = Path.GetFullPath(After("--folder") ?? Path.GetTempPath());
            var results = After("--results") ?? Path.Combine(below, "monitor-bench-results");
            await new LoadPage(results, quick, below).RunAsync(
                After("--part"),
                After("--out") ?? Path.Combine("docs", "performance.md"),
                Console.Out,
                stop.Token
            );
            return 0;
        }

        if (LoadOptions.Read(words) is not { } options)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        Console.WriteLine(options.Served);
        var result = await LoadRun.RunAsync(options, Console.Out, stop.Token);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Store}: {result.Rate:0} items/s, {result.CpuPerItem:0.00} ms processor an item, {result.MostResident:0} MiB, {result.Flags} flags, {result.Samples[^1].Items} of {result.Listed} listed, {result.Requests} requests, sites {result.SiteCpu.TotalSeconds:0} s of {result.Samples[^1].At.TotalSeconds:0} s, load average before {result.Load:0.0}"
            )
        );
        foreach (var (items, wall, cpu, resident) in result.Curve(10))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{items, 9:N0}  {wall:0.00} ms wall  {cpu:0.00} ms processor  {resident:0} MiB"
                )
            );
        }

        return 0;

        string? After(string name)
        {
            var at = words.ToList().IndexOf(name);
            return at >= 0 && at + 1 < words.Count ? words[at + 1] : null;
        }
    }
}
