using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Export;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// Exports to two recipients that are killed at any moment, the daemon or whoever called it: every finding leaves once for each, and nobody ever sees part
/// of a file. A few kills in a test run; MONITOR_EXPORT_KILLS and MONITOR_EXPORT_FINDINGS say how many (docs/bkn-export.md has 500 and 5,000).
/// </summary>
public sealed class ExportKillTests(BuiltProgram program, ITestOutputHelper output) : IAsyncLifetime
{
    private const int People = 40;
    private static readonly string[] Recipients = ["bkn", "lembaga-baru"];
    private static readonly int Kills = Number("MONITOR_EXPORT_KILLS", 8);
    private static readonly int FindingCount = Number("MONITOR_EXPORT_FINDINGS", 80);

    // SHA-256 of every file by its path, when it was first seen.
    private readonly ConcurrentDictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly Random _random = new(20241127);
    private DaemonProcess _daemon = null!;
    private bool _runs;

    public ValueTask InitializeAsync()
    {
        _daemon = new DaemonProcess(
            program,
            new
            {
                // A kill leaves what the operating system has been given; only a power cut could tell Full from Normal, and Full is slow.
                Storage = new { Durability = "Normal" },
                Export = new { RequireKajian = false, Recipients = new[] { new { Name = Recipients[1], Separator = ";" } } },
            }
        );
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task KilledAtAnyMomentEveryFindingLeavesOnceForEachAndNoPartOfAFileIsEverSeen()
    {
        var watch = Stopwatch.StartNew();
        await SeedAsync();
        using var end = new CancellationTokenSource();
        var watcher = Task.Run(() => LookAsync(end.Token), TestContext.Current.CancellationToken);
        var (daemons, callers, round, length) = (0, 0, 0, TimeSpan.Zero);
        while (daemons + callers < Kills)
        {
            round++;
            var upTo = Math.Min(FindingCount, (long)FindingCount * (daemons + callers + 2) / Kills);
            await _daemon.QueryAsync($"UPDATE flag SET state = 'confirmed' WHERE id <= {upTo} AND state <> 'confirmed'");
            await StartAsync();
            // By turns the caller writes the files and the daemon does.
            var byDaemon = round % 2 == 0;
            var began = Stopwatch.GetTimestamp();
            var processes = Recipients.Select(name => Begin(name, byDaemon)).ToList();
            if (round == 1)
            {
                // How long an export takes just now, so that kills fall into it and not before or after.
                await Task.WhenAll(processes.Select(process => process.WaitForExitAsync(TestContext.Current.CancellationToken)));
                length = Stopwatch.GetElapsedTime(began);
            }
            else
            {
                await Task.Delay(length * (0.4 + (0.7 * _random.NextDouble())), TestContext.Current.CancellationToken);
                // The machine's other work comes and goes: who was too late comes earlier, who was in time a little later.
                var atWork = processes.FindAll(process => !process.HasExited);
                length *= atWork.Count == 0 ? 0.8 : 1.03;
                if (atWork.Count > 0 && round % 4 == 0)
                {
                    await _daemon.KillAsync();
                    _runs = false;
                    daemons++;
                }
                else
                {
                    atWork.ForEach(process => process.Kill());
                    callers += atWork.Count;
                }
            }

            foreach (var process in processes)
            {
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                process.Dispose();
            }
        }

        await _daemon.QueryAsync("UPDATE flag SET state = 'confirmed' WHERE state <> 'confirmed'");
        await StartAsync();
        foreach (var (at, name) in Recipients.Index())
        {
            await _daemon.JsonAsync(Words(name, byDaemon: at == 0));
        }

        await end.CancelAsync();
        await watcher;
        Assert.Empty(_faults);
        var batches = await AssertWholeAsync();
        output.WriteLine(
            $"{daemons} kills of the daemon and {callers} of callers in {watch.Elapsed.TotalSeconds:0} s; {FindingCount} findings left once for each of {Recipients.Length} recipients in {batches} batches; {_seen.Count} files were seen, each whole at first sight"
        );
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
            ? number
            : otherwise;

    // Both write into one folder for each recipient, so that a batch that was begun by one is ended by the other.
    private string FolderOf(string recipient) => Path.Combine(_daemon.Data, "exports", recipient);

    private string[] Words(string recipient, bool byDaemon) =>
        byDaemon ? ["export", "bkn", "--recipient", recipient] : ["export", "bkn", "--recipient", recipient, "--out", FolderOf(recipient)];

    private Process Begin(string recipient, bool byDaemon) => _daemon.Begin(Words(recipient, byDaemon));

    private async Task StartAsync()
    {
        if (!_runs)
        {
            await _daemon.StartAsync();
            _runs = true;
        }
    }

    private async Task<int> AssertWholeAsync()
    {
        var keys = _daemon.Beside("keys.json");
        await File.WriteAllTextAsync(keys, (await _daemon.RunAsync("export", "key", "list", "--json")).Out);
        var wanted = Enumerable.Range(1, FindingCount).Select(flag => $"T-{flag:000000}").ToList();
        var batches = 0;
        foreach (var recipient in Recipients)
        {
            var folder = FolderOf(recipient);
            Assert.DoesNotContain(Directory.GetFiles(folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
            var rows = new List<string>();
            foreach (var file in Directory.GetFiles(folder, "*.jsonl"))
            {
                foreach (var line in await File.ReadAllLinesAsync(file))
                {
                    using var row = JsonDocument.Parse(line);
                    Assert.Equal("baru", row.RootElement.GetProperty("jenis_baris").GetString());
                    rows.Add(row.RootElement.GetProperty("nomor_temuan").GetString()!);
                }
            }

            Assert.Equal(wanted, rows.Order(StringComparer.Ordinal));
            var verified = await _daemon.RunAsync("export", "verify", folder, "--key", keys);
            Assert.True(verified.Code == 0, verified.Out + verified.Error);
            batches += Directory.GetFiles(folder, "*.manifest.json").Length;
            await AssertOpensslAgreesAsync(folder);
        }

        foreach (var (file, hash) in _seen)
        {
            Assert.True(HashOf(await File.ReadAllBytesAsync(file)) == hash, $"{file} was seen with another content.");
        }

        Assert.Equal(0, (await _daemon.RunAsync("audit", "verify")).Code);
        return batches;
    }

    private async Task AssertOpensslAgreesAsync(string folder)
    {
        var key = Assert.Single(Directory.GetFiles(folder, "monitor-key-*.pem"));
        foreach (var manifest in Directory.GetFiles(folder, "*.manifest.json"))
        {
            var signature = Path.ChangeExtension(manifest, ".sig");
            try
            {
                using var openssl = Process.Start(
                    new ProcessStartInfo("openssl", ["dgst", "-sha256", "-verify", key, "-signature", signature, manifest])
                    {
                        RedirectStandardOutput = true,
                        UseShellExecute = false,
                    }
                )!;
                Assert.StartsWith("Verified OK", await openssl.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
            }
            catch (Win32Exception)
            {
                output.WriteLine("openssl is not there: signatures were verified by the program alone.");
                return;
            }
        }
    }

    // Somebody who fetches the files all the time: what has its name is whole from the first moment, and a manifest stands beside all it names.
    private async Task LookAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            foreach (var folder in Recipients.Select(FolderOf).Where(Directory.Exists))
            {
                foreach (var file in Directory.GetFiles(folder).Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal)))
                {
                    if (
                        _seen.TryAdd(file, HashOf(await File.ReadAllBytesAsync(file, CancellationToken.None)))
                        && file.EndsWith(Manifest.Suffix, StringComparison.Ordinal)
                    )
                    {
                        foreach (var fault in (await FolderCheck.CheckAsync(file, [], CancellationToken.None)).Faults)
                        {
                            _faults.Enqueue($"{file}: {fault.File} {fault.Sentence.En}");
                        }
                    }
                }
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    // People over the socket, so that their numbers are protected by the daemon's keys; findings straight into the store, for they are not what is tested.
    private async Task SeedAsync()
    {
        var csv = new StringBuilder("nip;nama;jabatan;kategori_jabatan;unit;instansi;kode_wilayah;jenis\n");
        for (var i = 1; i <= People; i++)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"19860926201505{1 + (i % 2)}{i:000};Orang Rekaan {i};Analis;pelaksana;Dinas Contoh;Pemerintah Kabupaten Contoh;33.26;PNS\n"
            );
        }

        var file = _daemon.Beside("orang.csv");
        await File.WriteAllTextAsync(file, csv.ToString());
        await StartAsync();
        Assert.Equal(People, (await _daemon.JsonAsync("asn", "import", file)).GetProperty("added").GetInt32());
        Assert.Equal(0, (await _daemon.RunAsync("export", "key", "create")).Code);
        var found = DateTimeOffset.UnixEpoch.AddDays(20_000).ToUnixTimeMilliseconds();
        var numbers = $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {FindingCount})";
        await _daemon.QueryAsync(
            $"""
            BEGIN IMMEDIATE;
            INSERT INTO evidence (id, sha256, bytes, media_type, url, captured_at, headers)
            VALUES (1, '{new string('a', 64)}', 1, 'text/html', '', {found}, '[]');
            INSERT INTO source (id, kind, url, host, reads, every_ms, state, added_by, added_at, next_check_at)
            VALUES (1, 'feed', 'https://contoh.example/', 'contoh.example', 'entry', 900000, 'paused', 'uji', {found}, 9000000000000);
            {numbers} INSERT INTO item (id, source_id, native_id, author_key, fingerprint, seen_at) SELECT i, 1, 'b' || i, 'a', 'f' || i, {found} FROM n;
            {numbers} INSERT INTO flag (id, item_id, source_id, state, label, score, probabilities, model, reasons, title, text, url, published_at, found_at,
                due_at, due_rule, attribution, asn_id, attribution_evidence, region_code, suggested_forms, closed_at)
            SELECT i, i, 1, 'dismissed', 'dukungan', 0.93, '[]', 'uji', '[]', '', 'Unggahan ' || i, 'https://contoh.example/' || i, {found}, {found},
                {found}, 'uji', 'account', 1 + i % {People}, '{"{}"}', '33.26', 'D-2', {found} FROM n;
            {numbers} INSERT INTO flag_evidence (flag_id, evidence_id, note) SELECT i, 1, '' FROM n;
            {numbers} INSERT INTO decision (flag_id, place, reviewer_identity, reviewer_name, role, verdict, form, reason, at)
            SELECT i, 1, 'uid:1001', 'satu', 'analis', 'confirm', 'D-2', 'Mengajak memilih, unggahan ' || i, {found} FROM n;
            {numbers} INSERT INTO decision (flag_id, place, reviewer_identity, reviewer_name, role, verdict, form, reason, at)
            SELECT i, 2, 'uid:1002', 'dua', 'analis', 'confirm', 'D-2', 'Mengajak memilih, unggahan ' || i, {found} FROM n;
            COMMIT
            """
        );
    }
}
