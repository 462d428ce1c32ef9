using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Monitor.Torture;

/// <summary>What must hold at any moment, whatever was killed, cut, filled or moved. Nothing here asks the product what it thinks of itself.</summary>
internal sealed class Invariants(Reader reader, Site site, Ledger ledger, string evidenceFolder, string exports)
{
    // Nothing that was tried once and failed rests longer than the product's longest wait before another try, and some for the look itself.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(90);
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(2);

    private readonly HashSet<string> _sound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _verbs = new(StringComparer.Ordinal);
    private (long Sequence, string Hash) _verified = (0, new string('0', 64));

    /// <summary>
    /// What the last look found that may be so for a moment and must not stay so: an entry, a source or a claim that waits longer than any wait is. The daemon
    /// gets the chance to see that its clock was set.
    /// </summary>
    public List<string> Passing { get; } = [];

    /// <summary>What was seen last, for the log.</summary>
    public Snapshot? Last { get; private set; }

    /// <summary>Holds the store against what the sites served and what people were told.</summary>
    /// <param name="now">By the daemons' clock.</param>
    /// <param name="all">Every file and the whole record again, not only what is new.</param>
    /// <returns>What does not hold, a sentence each; empty when all is well.</returns>
    public async Task<List<string>> CheckAsync(DateTimeOffset now, bool all)
    {
        if (all)
        {
            _sound.Clear();
            _verbs.Clear();
            _verified = (0, new string('0', 64));
        }

        // Before the store is read: what is known now must be there then.
        var taken = site.Taken();
        var told = ledger.Told.Keys.ToList();
        var refused = ledger.Refused.Keys.ToList();
        var delivered = ledger.Delivered.Keys.ToList();
        var seen = await reader.ReadAsync(_verified.Sequence);
        Last = seen;
        Passing.Clear();
        return
        [
            .. Items(seen, taken, now),
            .. await FlagsAsync(seen, now),
            .. Verdicts(seen, told, refused),
            .. await ExportsAsync(seen, delivered),
            .. Chain(seen),
            .. Records(seen),
        ];
    }

    /// <summary>What is still on its way: published, and neither stored nor waiting for another try.</summary>
    /// <param name="seen">What the store holds.</param>
    /// <param name="published">What is looked for.</param>
    /// <param name="stored">Waiting is not enough for what is there to be had.</param>
    public static List<Entry> Missing(Snapshot seen, IEnumerable<Entry> published, bool stored = false)
    {
        var there = seen.Items.Select(item => item.Native).ToHashSet();
        there.UnionWith(seen.Setbacks.Where(setback => !stored || setback.State != "retry").Select(setback => setback.Native));
        return [.. published.Where(entry => !there.Contains(entry.Id))];
    }

    private IEnumerable<string> Items(Snapshot seen, List<Entry> taken, DateTimeOffset now)
    {
        foreach (var lost in Missing(seen, taken))
        {
            yield return $"{lost.Kind} entry {lost.Id} of {lost.Feed} was taken and is neither stored nor due";
        }

        foreach (var twice in seen.Items.GroupBy(item => item.Native).Where(group => group.Count() > 1))
        {
            yield return $"entry {twice.Key} is stored {twice.Count()} times";
        }

        var kinds = taken.ToDictionary(entry => entry.Id, entry => entry.Kind);
        var latest = now.Add(LongestWait).ToUnixTimeMilliseconds();
        foreach (var (native, state, nextTry, reason) in seen.Setbacks)
        {
            if (state != "retry" && kinds.GetValueOrDefault(native, Kind.Missing) != Kind.Missing)
            {
                yield return $"entry {native}, which is there to be had, was set aside as {state}: {reason}";
            }

            if (state == "retry" && nextTry > latest)
            {
                Passing.Add($"entry {native} waits until {Shown(nextTry)}, {now:u} is now: no wait is so long");
            }
        }

        foreach (var (url, state, nextCheck, lease, outcome, reason) in seen.Sources)
        {
            if (state != "active" || nextCheck > latest || lease > now.Add(LongestLease).ToUnixTimeMilliseconds())
            {
                Passing.Add(
                    $"source {url} is not due: {state}, next check {Shown(nextCheck)}, leased until {(lease is { } until ? Shown(until) : "-")}, now {now:u}, {outcome}: {reason}"
                );
            }
        }
    }

    private async Task<List<string>> FlagsAsync(Snapshot seen, DateTimeOffset now)
    {
        var faults = new List<string>();
        var evidence = seen.Evidence.ToLookup(row => row.Flag, row => row.Sha256);
        foreach (var (id, native, state, claim) in seen.Flags)
        {
            if (!evidence[id].Any())
            {
                faults.Add($"flag {id} of entry {native} has no evidence");
            }

            if (state is "flagged" or "proposed" && claim > now.Add(LongestLease).ToUnixTimeMilliseconds())
            {
                Passing.Add($"flag {id} is held until {Shown(claim.Value)}, {now:u} is now: no claim lasts so long");
            }
        }

        faults.AddRange(
            seen.Flags.GroupBy(flag => flag.Native)
                .Where(group => group.Count() > 1)
                .Select(group => $"entry {group.Key} has {group.Count()} flags")
        );
        var flagged = seen.Flags.Select(flag => flag.Native).ToHashSet();
        faults.AddRange(
            seen.Items.Where(item => !flagged.Contains(item.Native))
                .Select(item => $"entry {item.Native} is stored without the flag it was to have")
        );
        foreach (var sha256 in seen.Evidence.Select(row => row.Sha256).Distinct().Where(sha256 => !_sound.Contains(sha256)))
        {
            if (!site.Served(sha256))
            {
                faults.Add($"evidence {sha256} is nothing that the site ever answered");
            }

            if (await FaultOfFileAsync(sha256) is { } fault)
            {
                faults.Add($"evidence {sha256}: {fault}");
            }
            else
            {
                _sound.Add(sha256);
            }
        }

        return faults;
    }

    // A file of evidence is a Brotli stream and the SHA-256 of that stream.
    private async Task<string?> FaultOfFileAsync(string sha256)
    {
        var file = Path.Combine(evidenceFolder, sha256[..2], sha256 + ".brs");
        if (!File.Exists(file))
        {
            return "there is no file";
        }

        var stored = await File.ReadAllBytesAsync(file);
        if (stored.Length < 32 || !SHA256.HashData(stored.AsSpan(..^32)).AsSpan().SequenceEqual(stored.AsSpan(^32..)))
        {
            return $"the file of {stored.Length} bytes does not match its seal";
        }

        using var bytes = new MemoryStream();
        using var compressed = new MemoryStream(stored, 0, stored.Length - 32);
        await using var brotli = new BrotliStream(compressed, CompressionMode.Decompress);
        await brotli.CopyToAsync(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())) == sha256 ? null : "the file holds something else";
    }

    private IEnumerable<string> Verdicts(Snapshot seen, List<Sent> told, List<Sent> refused)
    {
        var stored = seen.Decisions.Select(row => new Sent(NameOf(row.Reviewer), row.Flag, row.Verdict)).ToHashSet();
        foreach (var lost in told.Where(verdict => !stored.Contains(verdict)))
        {
            yield return $"{lost.Desk} was told that flag {lost.Flag} is decided ({lost.Verdict}), and it is not";
        }

        // Who was cut off and sent it again may be refused because the first one arrived; who sent it once may not.
        foreach (var kept in refused.Where(verdict => stored.Contains(verdict) && ledger.Sent[verdict] == 1))
        {
            yield return $"{kept.Desk} was refused the verdict {kept.Verdict} on flag {kept.Flag}, and it is recorded";
        }

        foreach (var strange in stored.Where(verdict => !ledger.Sent.ContainsKey(verdict)))
        {
            yield return $"nobody sent the verdict {strange.Verdict} of {strange.Desk} on flag {strange.Flag}";
        }

        foreach (var twice in seen.Decisions.GroupBy(row => (row.Flag, row.Round, row.Reviewer)).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key.Reviewer} decided flag {twice.Key.Flag} {twice.Count()} times";
        }
    }

    // The record names a test user with a mark behind the name.
    private static string NameOf(string reviewer) => reviewer.Split(' ')[0];

    private async Task<List<string>> ExportsAsync(Snapshot seen, List<string> delivered)
    {
        var faults = new List<string>();
        faults.AddRange(
            seen.Rows.Where(row => row.Revision > 0)
                .Select(row => $"flag {row.Flag} left again as revision {row.Revision}, and nothing about it had changed")
        );
        var byName = seen.Batches.ToDictionary(batch => batch.Name);
        faults.AddRange(
            delivered
                .Where(name => !byName.TryGetValue(name, out var batch) || !batch.Delivered)
                .Select(name => $"batch {name} was reported as delivered, and the store does not say so")
        );
        foreach (var (name, manifest, _, rows) in seen.Batches.Where(batch => batch.Delivered && !_sound.Contains(batch.Name)))
        {
            if (await FaultOfBatchAsync(name, manifest, rows) is { } fault)
            {
                faults.Add($"batch {name}: {fault}");
            }
            else
            {
                _sound.Add(name);
            }
        }

        // A manifest is written last: whoever finds one finds the batch whole, delivered or not.
        foreach (var file in Directory.Exists(exports) ? Directory.GetFiles(exports, "*.manifest.json") : [])
        {
            var name = Path.GetFileName(file)[..^".manifest.json".Length];
            if (!byName.TryGetValue(name, out var batch))
            {
                // Written after the look into the store.
                if (!(await reader.ReadAsync(long.MaxValue)).Batches.Exists(one => one.Name == name))
                {
                    faults.Add($"manifest {name} belongs to no batch");
                }
            }
            else if (!_sound.Contains(name) && await FaultOfBatchAsync(name, batch.Manifest, batch.Rows) is { } fault)
            {
                faults.Add($"batch {name}: {fault}");
            }
        }

        return faults;
    }

    private async Task<string?> FaultOfBatchAsync(string name, string manifestSha256, long rows)
    {
        var path = Path.Combine(exports, name + ".manifest.json");
        if (!File.Exists(path))
        {
            return "there is no manifest";
        }

        var bytes = await File.ReadAllBytesAsync(path);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != manifestSha256)
        {
            return "its manifest is not the one that was made";
        }

        using var manifest = JsonDocument.Parse(bytes);
        foreach (var file in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            var at = Path.Combine(exports, file.GetProperty("name").GetString()!);
            if (
                !File.Exists(at)
                || Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(at))) != file.GetProperty("sha256").GetString()
            )
            {
                return $"{Path.GetFileName(at)} is not there or not what its manifest says";
            }
        }

        var lines = (await File.ReadAllLinesAsync(Path.Combine(exports, name + ".jsonl"))).Length;
        return lines == rows ? null : $"it holds {lines} findings and should hold {rows}";
    }

    private IEnumerable<string> Chain(Snapshot seen)
    {
        foreach (var row in seen.Audit)
        {
            if (row.Sequence == _verified.Sequence)
            {
                if (row.Hash != _verified.Hash)
                {
                    yield return $"audit row {row.Sequence} was changed after it was verified";
                }

                continue;
            }

            if (row.Sequence != _verified.Sequence + 1 || row.PreviousHash != _verified.Hash || row.Hash != HashOf(row))
            {
                yield return $"the audit chain breaks at row {row.Sequence}";
                yield break;
            }

            _verified = (row.Sequence, row.Hash);
            var act = $"{row.Verb} {row.Subject}";
            _verbs[act] = _verbs.GetValueOrDefault(act) + 1;
        }

        if (seen.Head.Sequence != _verified.Sequence || (seen.Head.Sequence > 0 && seen.Head.Hash != _verified.Hash))
        {
            yield return $"the head of the audit chain says {seen.Head.Sequence}, its last row is {_verified.Sequence}";
        }
    }

    // Each flag, verdict, batch and delivery has the row that records it, and the record says of none that is not there.
    private IEnumerable<string> Records(Snapshot seen)
    {
        var wanted = new Dictionary<string, int>(StringComparer.Ordinal);
        void Want(string act) => wanted[act] = wanted.GetValueOrDefault(act) + 1;
        seen.Flags.ForEach(flag => Want($"flag.open flag:{flag.Id}"));
        seen.Decisions.ForEach(row => Want($"flag.decide flag:{row.Flag}"));
        seen.Batches.ForEach(batch => Want($"export.create export:{batch.Name}"));
        seen.Batches.FindAll(batch => batch.Delivered).ForEach(batch => Want($"export.deliver export:{batch.Name}"));
        foreach (var (act, count) in wanted)
        {
            if (_verbs.GetValueOrDefault(act) != count)
            {
                yield return $"the audit record has {_verbs.GetValueOrDefault(act)} rows '{act}' for {count}";
            }
        }

        string[] counted = ["flag.open ", "flag.decide ", "export.create ", "export.deliver "];
        foreach (
            var act in _verbs.Keys.Where(act =>
                counted.Any(verb => act.StartsWith(verb, StringComparison.Ordinal)) && !wanted.ContainsKey(act)
            )
        )
        {
            yield return $"the audit record has '{act}', and there is no such thing";
        }
    }

    // As docs/operations.md describes it for an auditor with a program of their own.
    private static string HashOf(AuditLine row)
    {
        using var input = new MemoryStream();
        string?[] fields =
        [
            row.Sequence.ToString(CultureInfo.InvariantCulture),
            row.At.ToString(CultureInfo.InvariantCulture),
            row.Actor,
            row.ActorUid?.ToString(CultureInfo.InvariantCulture),
            row.Role,
            row.Verb,
            row.Subject,
            row.BeforeDigest ?? row.BeforeState,
            row.AfterDigest ?? row.AfterState,
            row.PreviousHash,
        ];
        var length = new byte[4];
        foreach (var field in fields)
        {
            var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
            input.Write(length);
            input.Write(bytes);
        }

        return Convert.ToHexStringLower(SHA256.HashData(input.ToArray()));
    }

    private static string Shown(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("u", CultureInfo.InvariantCulture);
}
