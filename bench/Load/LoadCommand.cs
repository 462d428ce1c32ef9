using System.Globalization;

namespace Monitor.Bench.Load;

/// <summary><c>bench load</c>.</summary>
internal static class LoadCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        if (LoadOptions.Read(words) is not { } options)
        {
            Console.Error.WriteLine("usage: bench load [--items N] [--hosts N] …");
            return 2;
        }

        Console.WriteLine(options.Served);
        var result = await LoadRun.RunAsync(options, Console.Out, CancellationToken.None);
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
    }
}
