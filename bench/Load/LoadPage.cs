using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Monitor.Bench.Load;

/// <summary>All measurements of docs/performance.md, one after the other, and the part of the page that shows them.</summary>
/// <remarks>Each part is kept in a file when it is done, so that what was broken off goes on where it was.</remarks>
internal sealed class LoadPage(string results, bool quick, string below)
{
    private const string Begin = "<!-- bench load --all writes from here -->";
    private const string End = "<!-- to here -->";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<string> _refused = [];

    /// <summary>Runs what is missing and writes the page; with a part's name, that part alone.</summary>
    public async Task RunAsync(string? part, string page, TextWriter progress, CancellationToken ct)
    {
        Directory.CreateDirectory(results);
        var one = await LoadAsync("sqlite", new LoadOptions { Items = quick ? 40_000 : 1_000_000 });
        var servers = new List<LoadResult?>();
        for (var nodes = 1; nodes <= 3; nodes++)
        {
            servers.Add(
                await LoadAsync(
                    $"postgresql-{nodes}",
                    new LoadOptions
                    {
                        Items = quick ? 15_000 : 60_000,
                        PostgreSql = true,
                        Nodes = nodes,
                    }
                )
            );
        }

        long[] sizes = quick ? [1_000, 10_000] : [10_000, 100_000, 1_000_000];
        var queues = new List<QueueFigure>();
        foreach (var postgreSql in (bool[])[false, true])
        {
            queues.AddRange(
                await PartAsync(
                    postgreSql ? "queue-postgresql" : "queue-sqlite",
                    () => QueueRun.RunAsync(postgreSql, sizes, below, progress, ct)
                ) ?? []
            );
        }

        if (one is not null && File.Exists(page) && !ct.IsCancellationRequested)
        {
            Write(page, one, servers, queues, sizes);
            progress.WriteLine($"{page} is written.");
        }

        Task<LoadResult?> LoadAsync(string name, LoadOptions options) =>
            PartAsync(name, () => LoadRun.RunAsync(options with { Folder = below }, progress, ct));

        async Task<T?> PartAsync<T>(string name, Func<Task<T>> run)
            where T : class
        {
            var file = Path.Combine(results, $"{name}.json");
            if (File.Exists(file))
            {
                return JsonSerializer.Deserialize<T>(await File.ReadAllTextAsync(file, ct));
            }

            if (part is not null && part != name)
            {
                return null;
            }

            progress.WriteLine(name);
            try
            {
                var result = await run();
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(result, Indented), CancellationToken.None);
                return result;
            }
            catch (InvalidOperationException refused)
            {
                // A daemon that did not start has said why; the table says it too, instead of showing nothing.
                progress.WriteLine($"  {refused.Message}");
                _refused.Add($"{name}: {refused.Message.Split('\n')[^1].Trim()}");
                return null;
            }
        }
    }

    private void Write(string page, LoadResult one, List<LoadResult?> servers, List<QueueFigure> queues, long[] sizes)
    {
        var text = new StringBuilder();
        var curve = one.Curve(10).ToList();
        text.AppendLine("### From end to end").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Served: {one.Options.Served}.").AppendLine();
        text.AppendLine(
            "| store | nodes | items | items a second | processor ms an item, all nodes | most resident, MiB | load average before |"
        );
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var result in servers.Prepend(one).OfType<LoadResult>())
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {result.Store} | {result.Options.Nodes} | {result.Samples[^1].Items:N0} | {result.Rate:N0} | {result.CpuPerItem:0.00} | {result.MostResident:N0} | {result.Load:0.0} |"
            );
        }

        text.AppendLine();
        foreach (var part in servers.Prepend(one).OfType<LoadResult>().Where(part => part.Samples[^1].Items < part.Options.Items))
        {
            text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{part.Store}, {part.Options.Nodes} node(s): broken off at {part.Samples[^1].Items:N0} of {part.Options.Items:N0} items after {part.Samples[^1].At.TotalMinutes:0} minutes."
                )
                .AppendLine();
        }

        foreach (var refused in _refused)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Not measured: {refused}").AppendLine();
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(page))!;
        Draw(
            "cost",
            "What the daemon spends on an item",
            "milliseconds of processor",
            curve.Select(point => ((double)point.Items, point.Cpu)),
            null
        );
        Draw(
            "memory",
            "Resident memory of the daemon; the line is the target",
            "MiB",
            one.Samples.Select(sample => ((double)sample.Items, sample.Resident)),
            300
        );
        text.AppendLine("### As the store grows").AppendLine();
        text.AppendLine("![Cost of an item](performance-cost.svg)").AppendLine();
        text.AppendLine("![Memory](performance-memory.svg)").AppendLine();
        text.AppendLine("| items in the store | wall ms an item | processor ms an item | resident, MiB |").AppendLine("|---|---|---|---|");
        foreach (var (items, wall, cpu, resident) in curve)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {items:N0} | {wall:0.00} | {cpu:0.00} | {resident:N0} |");
        }

        text.AppendLine().AppendLine("### The queue").AppendLine();
        foreach (var store in queues.GroupBy(figure => figure.Store, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{store.Key}, median and longest of 21 in ms, by flags in the store:")
                .AppendLine();
            text.AppendLine(
                $"| question | {string.Join(" | ", sizes.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)))} |"
            );
            text.AppendLine($"|---|{string.Concat(sizes.Select(_ => "---|"))}");
            foreach (var question in store.GroupBy(figure => figure.Question, StringComparer.Ordinal))
            {
                var cells = question.Select(figure =>
                    string.Create(CultureInfo.InvariantCulture, $"{figure.Median:0.0} / {figure.Longest:0.0}")
                );
                text.AppendLine($"| {question.Key} | {string.Join(" | ", cells)} |");
            }

            text.AppendLine();
        }

        var whole = File.ReadAllText(page);
        var (from, to) = (whole.IndexOf(Begin, StringComparison.Ordinal), whole.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new InvalidDataException($"{page} does not hold the two lines between which the figures stand.");
        }

        File.WriteAllText(page, $"{whole[..(from + Begin.Length)]}\n\n{text.ToString().TrimEnd()}\n\n{whole[to..]}");

        void Draw(string name, string title, string unit, IEnumerable<(double, double)> points, double? limit) =>
            File.WriteAllText(Path.Combine(folder, $"performance-{name}.svg"), LoadChart.Draw(title, unit, [.. points], limit));
    }
}
