using System.Diagnostics;
using Monitor.Classifier.Text;

namespace Monitor.Bench;

/// <summary>What each stage of the text pipeline costs, on the texts of a file (one per line; of a TSV the last column).</summary>
internal static class TextStages
{
    private const int Rounds = 7;

    /// <summary>Prints one line per stage: processor microseconds a text, least of several rounds, and bytes allocated.</summary>
    public static int Run(string models, string texts)
    {
        var lines = File.ReadLines(texts)
            .Select(line => line[(line.LastIndexOf('\t') + 1)..])
            .Where(line => line.Length > 0)
            .Take(10_000)
            .ToArray();
        var clock = Stopwatch.StartNew();
        var before = Environment.CpuUsage.UserTime;
        var pipeline = TextPipeline.Load(models);
        Console.WriteLine(
            $"load: {clock.ElapsedMilliseconds} ms, {(Environment.CpuUsage.UserTime - before).TotalMilliseconds:0} ms of processor, first use in this process"
        );
        Console.WriteLine($"texts: {lines.Length}, {lines.Average(line => line.Length):0} characters on average");
        Console.WriteLine($"{"up to stage", -14}{"us/text", 9}{"texts/s", 11}{"bytes/text", 12}");
        var buffer = new TextBuffer();
        foreach (var stage in Enum.GetValues<Stage>())
        {
            var least = double.MaxValue;
            var bytes = 0L;
            for (var round = 0; round < Rounds; round++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var start = Environment.CpuUsage.UserTime;
                foreach (var line in lines)
                {
                    pipeline.RunUpTo(stage, line, null, buffer);
                }

                least = Math.Min(least, (Environment.CpuUsage.UserTime - start).TotalMicroseconds / lines.Length);
                bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            }

            Console.WriteLine($"{stage, -14}{least, 9:0.00}{1e6 / least, 11:0}{(double)bytes / lines.Length, 12:0.0}");
        }

        return 0;
    }
}
