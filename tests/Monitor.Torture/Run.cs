using System.Diagnostics;
using System.Globalization;

namespace Monitor.Torture;

/// <summary>What a run came to.</summary>
/// <param name="Rounds">How many there were, by fault.</param>
/// <param name="Violations">What did not hold, each once, with the round in which it was first seen.</param>
/// <param name="Skipped">What could not be simulated, and why; the reason alone where nothing could.</param>
internal sealed record Report(IReadOnlyDictionary<string, int> Rounds, IReadOnlyList<string> Violations, IReadOnlyList<string> Skipped);

/// <summary>Rounds, one after the other on the same data: let it work, harm it, bring it back, and look whether all that must hold does.</summary>
internal sealed class Run(TortureOptions options, Action<string> say) : IAsyncDisposable
{
    private const int QuietEvery = 10;
    private const int VerbsEvery = 25;
    private const int MostViolations = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<string, int> _rounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _violations = new(StringComparer.Ordinal);
    private readonly StreamWriter? _log = options.Log is null ? null : new StreamWriter(options.Log, append: false) { AutoFlush = true };
    private World? _world;

    /// <summary>What it works on, once it has begun.</summary>
    public World? World => _world;

    private int _restarts;
    private int _complaints;

    /// <summary>Runs them all.</summary>
    public async Task<Report> ToTheEndAsync()
    {
        Say($"{options.Rounds} rounds on {options.Store}, {options.Nodes} daemons, seed {options.Seed}");
        (_world, var reason) = await World.MakeAsync(options);
        if (_world is null)
        {
            Say($"skipped: {reason}");
            return new Report(_rounds, [], [reason]);
        }

        _world.Skipped.ForEach(skipped => Say($"not simulated here: {skipped}"));
        var faults = Faults.Of(_world).FindAll(fault => options.Faults.Count == 0 || options.Faults.Contains(fault.Name));
        var order = new Queue<Fault>();
        for (var round = 1; round <= options.Rounds && _violations.Count < MostViolations; round++)
        {
            if (order.Count == 0)
            {
                // Each as often as the others, in another order every time.
                foreach (var fault in faults.OrderBy(_ => _world.Random.Next()))
                {
                    order.Enqueue(fault);
                }
            }

            await RoundAsync(round, order.Dequeue(), round == options.Rounds);
        }

        Summarise();
        return new Report(_rounds, [.. _violations.Select(pair => $"round {pair.Value}: {pair.Key}")], _world.Skipped);
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }

        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }

    private async Task RoundAsync(int round, Fault fault, bool last)
    {
        var world = _world!;
        var began = _watch.Elapsed;
        var name = string.Create(CultureInfo.InvariantCulture, $"{round} ({fault.Name})");
        var did = "";
        var found = new List<string>();
        world.Site.Publish(world.Random.Next(2, 7));
        await Task.Delay(300 + world.Random.Next(options.Longest));
        try
        {
            did = await fault.Strike(world);
            found.AddRange(await BringBackAsync(fault));
            if (last || round % QuietEvery == 0 || fault.Name.StartsWith("clock", StringComparison.Ordinal))
            {
                await QuietAsync(stored: false);
            }

            if (last && await world.LetWaitsEndAsync())
            {
                // All that was there to be had is stored in the end. Only after the quiet: what fails for the first time behind this would wait again.
                await QuietAsync(stored: true);
            }

            found.AddRange(await world.Invariants.CheckAsync(world.Now, all: last));
            if (last || round % VerbsEvery == 0)
            {
                await world.Exporting.WhileNoneRunsAsync(async () => found.AddRange(await VerbsAsync()));
            }
        }
        catch (ViolationException violation)
        {
            found.Add(violation.Message);
            found.AddRange(await BringBackAsync(fault));
        }

        found.AddRange(Said(fault));
        _rounds[fault.Name] = _rounds.GetValueOrDefault(fault.Name) + 1;
        var seen = world.Invariants.Last;
        Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"round {round} {fault.Name}{(did.Length > 0 ? $" ({did})" : "")}: {(_watch.Elapsed - began).TotalSeconds:0.0} s; {world.Site.Count} published, {seen?.Items.Count} stored, {seen?.Setbacks.Count} set back, {seen?.Decisions.Count} verdicts, {seen?.Batches.Count} batches; {(found.Count == 0 ? "holds" : $"{found.Count} VIOLATIONS")}"
            )
        );
        foreach (var one in found)
        {
            if (_violations.TryAdd(one, name))
            {
                Say($"  VIOLATION in round {name}: {one}");
            }
        }
    }

    // Who was killed is started again, as systemd would; who was not must still be there.
    private async Task<List<string>> BringBackAsync(Fault fault)
    {
        var found = new List<string>();
        foreach (var node in _world!.Nodes)
        {
            if (node is { ShouldRun: true, Runs: false })
            {
                found.Add($"{node.Name} ended by itself during {fault.Name}: {string.Join(" / ", node.TakeLog().TakeLast(6))}");
                await node.KillAsync();
            }

            for (var attempt = 1; !node.Runs; attempt++)
            {
                _restarts++;
                if (await node.StartAsync())
                {
                    break;
                }

                var said = string.Join(" / ", node.TakeLog().TakeLast(4));
                if (attempt == 10)
                {
                    throw new ViolationException($"{node.Name} does not start after {fault.Name}: {said}");
                }

                Say($"  {node.Name} ended with {node.LastExit} at start {attempt}: {said}");
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }

        return found;
    }

    // Nothing is harmed for a while: all that was published comes in by itself, without anybody's help.
    private async Task QuietAsync(bool stored)
    {
        var began = _watch.Elapsed;
        while (true)
        {
            var found = await _world!.Invariants.CheckAsync(_world.Now, all: false);
            if (found.Count > 0)
            {
                throw new ViolationException(found[0]);
            }

            var missing = Invariants.Missing(_world.Invariants.Last!, _world.Site.Published(), stored);
            if (missing.Count == 0 && _world.Invariants.Passing.Count == 0)
            {
                return;
            }

            if (_watch.Elapsed - began > Patience)
            {
                var waiting = string.Join(
                    "; ",
                    _world.Invariants.Last!.Sources.Select(source =>
                        $"{source.Url[^10..]} {source.Outcome} next {DateTimeOffset.FromUnixTimeMilliseconds(source.NextCheck):u}"
                    )
                );
                throw new ViolationException(
                    missing.Count == 0
                        ? _world.Invariants.Passing[0]
                        : $"{missing.Count} entries did not come in within {Patience.TotalMinutes:0} minutes of quiet, {missing[0].Id} of {missing[0].Feed} first; {waiting}"
                );
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    // What the program says of itself.
    private async Task<List<string>> VerbsAsync()
    {
        var found = new List<string>();
        var node = _world!.Nodes[0];
        // What was broken off is ended by the next export.
        await _world.Exporting.ExportAsync(CancellationToken.None);
        var keys = Path.Combine(_world.Work, "keys.json");
        await File.WriteAllTextAsync(keys, (await node.RunAsync("export", "key", "list", "--json")).Out);
        string[][] verbs =
        [
            ["db", "check"],
            ["audit", "verify"],
            ["export", "verify", _world.Exports, "--key", keys],
        ];
        foreach (var words in verbs)
        {
            if (words[0] == "export" && !Directory.Exists(_world.Exports))
            {
                continue;
            }

            var outcome = await node.RunAsync(words);
            if (outcome.Code != 0)
            {
                found.Add($"monitor {words[0]} {words[1]} ended with {outcome.Code}: {outcome.Out.Trim()} {outcome.Error.Trim()}");
            }
        }

        return found;
    }

    // A disk that is full, or does not write, is said aloud: by the refusal that a person reads, or in the log.
    private List<string> Said(Fault fault)
    {
        var lines = _world!.Nodes.SelectMany(node => node.TakeLog()).ToList();
        var complaints = new List<string>();
        while (_world.Ledger.Complaints.TryDequeue(out var complaint))
        {
            complaints.Add(complaint);
        }

        _complaints += complaints.Count;
        string[] full = ["full", "No space left", "no room"];
        return
            fault.Name == "disk-full"
            && complaints.Count > 0
            && !complaints.Concat(lines).Any(said => full.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase)))
            ? [$"the disk was full, people were refused and nobody was told why: {complaints[0]}"]
            : [];
    }

    private void Summarise()
    {
        var bites = _world!.Shim?.Bites ?? default;
        Say("");
        foreach (var (fault, count) in _rounds.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"{fault, -20} {count, 5} rounds"));
        }

        Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_rounds.Values.Sum()} rounds in {_watch.Elapsed.TotalMinutes:0.0} min; {_restarts} starts; {_world.Site.Count} entries published, {_world.Site.Dropped} left their feed; {_world.Ledger.Told.Count} verdicts told of {_world.Ledger.Sent.Count} sent; {_world.Ledger.Delivered.Count} batches told; {bites.Writes} writes and {bites.Syncs} fsyncs failed, {bites.Clocks} looks at a moved clock; {_complaints} refusals for a fault; {_violations.Count} violations"
            )
        );
    }

    private void Say(string line)
    {
        say(line);
        _log?.WriteLine(line);
    }
}
