using System.Text;
using System.Text.Json;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Collection;

namespace Monitor.EndToEnd.Tests;

/// <summary>One daemon for one folder, its exit codes, its record.</summary>
public sealed class DaemonTests(BuiltProgram program) : IAsyncLifetime
{
    private FeedSite _site = null!;
    private DaemonProcess _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await FeedSite.StartAsync();
        _site.List("a");
        _daemon = new DaemonProcess(program, Configurations.Eager(_site));
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task SecondDaemonOnTheSameFolderIsRefusedInOneSentence()
    {
        await _daemon.StartAsync();
        var second = await _daemon.RunAsync("run");
        Assert.Equal(1, second.Code);
        Assert.Contains("Another daemon is running", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0, (await _daemon.RunAsync("status")).Code);
    }

    [Fact]
    public async Task SocketOfAKilledDaemonIsNobodysAndTheNextDaemonTakesItsPlace()
    {
        await _daemon.StartAsync();
        await _daemon.KillAsync();
        Assert.True(File.Exists(_daemon.Socket));
        var absent = await _daemon.RunAsync("status");
        Assert.Equal(4, absent.Code);
        Assert.Contains(_daemon.Socket, Assert.Single(absent.ErrorLines), StringComparison.Ordinal);
        await _daemon.StartAsync();
        Assert.Equal(0, (await _daemon.RunAsync("status")).Code);
    }

    [Fact]
    public async Task ExitCodesSayWhatHappened()
    {
        Assert.Equal(4, (await _daemon.RunAsync("queue", "list")).Code);
        Assert.Equal(2, (await _daemon.RunAsync("queue", "lihat")).Code);
        Assert.Equal(2, (await _daemon.RunAsync("run", "--set", "Collection:Workers=0")).Code);
        await _daemon.StartAsync();
        // The daemon's own user keeps registry and sources, and decides nothing about a flag.
        var refused = await _daemon.RunAsync("queue", "list");
        Assert.Equal((3, ""), (refused.Code, refused.Out));
        Assert.Single(refused.ErrorLines);
        Assert.Equal(3, (await _daemon.RunAsync("status", "--as", "siapa-saja")).Code);
        Assert.Equal(2, (await _daemon.RunAsync("source", "add", "feed", "ftp://x.example/")).Code);
        Assert.Equal(1, (await _daemon.RunAsync("source", "pause", "99")).Code);
        Assert.Equal(0, (await _daemon.RunAsync("source", "list")).Code);
    }

    [Fact]
    public async Task ChangedByteOfAnyColumnOfAnAuditRowIsFoundAndTheRowNamed()
    {
        await RecordAsync();
        var whole = await File.ReadAllBytesAsync(_daemon.DatabaseFile);
        foreach (var column in (string[])["actor", "role", "verb", "subject", "after_state", "previous_hash", "hash"])
        {
            await SpoilAsync($"{column} = 'x' || substr({column}, 2)");
        }

        await SpoilAsync("at = at + 1");
        await SpoilAsync("at = 'kemarin'");
        await SpoilAsync("actor = CAST(actor AS BLOB)");
        var told = await _daemon.RunAsync("audit", "verify");
        Assert.Contains("row 2", told.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await _daemon.RunAsync("db", "check")).Code);

        async Task SpoilAsync(string change)
        {
            await File.WriteAllBytesAsync(_daemon.DatabaseFile, whole);
            await _daemon.QueryAsync($"DROP TRIGGER audit_is_never_changed; UPDATE audit SET {change} WHERE sequence = 2");
            await AssertBrokenAsync(change);
        }
    }

    [Fact]
    public async Task ByteChangedInTheFileItselfIsFoundAndTheRowNamed()
    {
        await RecordAsync();
        var file = await File.ReadAllBytesAsync(_daemon.DatabaseFile);
        // The verb and the subject stand side by side in the row alone; the row of the second source is the second.
        var row = file.AsSpan().IndexOf(Encoding.UTF8.GetBytes("source.addsource:2"));
        Assert.NotEqual(-1, row);
        file[row + 3] ^= 1;
        await File.WriteAllBytesAsync(_daemon.DatabaseFile, file);
        await AssertBrokenAsync("a bit of the verb");
    }

    [Fact]
    public async Task SeveralThatMigrateAtOnceApplyEachStepOnce()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _daemon.RunAsync("db", "migrate", "--json")));
        Assert.All(runs, run => Assert.True(run.Code == 0, run.Error));
        var applied = runs.SelectMany(run =>
                JsonDocument.Parse(run.Out).RootElement.GetProperty("applied").EnumerateArray().Select(number => number.GetInt32())
            )
            .Order();
        Assert.Equal(Enumerable.Range(1, Migrations.Known.Count), applied);
    }

    [Fact]
    public async Task EnvironmentAndSecretFilesAreReadAndAWrongValueIsNamedWithItsSource()
    {
        await File.WriteAllTextAsync(_daemon.Beside("penerima"), "bkn-baru\n");
        var right = await program.RunAsync(
            new ProgramStart
            {
                Variables = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Collection__Workers"] = "3",
                    ["Export__Recipient_FILE"] = _daemon.Beside("penerima"),
                    ["SOMEBODY_ELSES_FILE"] = "/tidak/ada",
                    ["Colection__Workers"] = "the environment is full of other programs' names",
                },
            },
            "run",
            "--check",
            "--lang",
            "en"
        );
        Assert.True(right.Code == 0, right.Error);
        var effective = JsonDocument.Parse(right.Out).RootElement;
        Assert.Equal(3, effective.GetProperty("Collection").GetProperty("Workers").GetInt32());
        Assert.Equal("bkn-baru", effective.GetProperty("Export").GetProperty("Recipient").GetString());

        var wrong = await program.RunAsync(
            new ProgramStart
            {
                Variables = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Collection__Workers"] = "0",
                    ["Collection__Worker"] = "3",
                },
            },
            "run",
            "--lang",
            "en"
        );
        Assert.Equal((2, ""), (wrong.Code, wrong.Out));
        Assert.Contains("was '0' (environment)", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("Collection:Worker is not a setting", wrong.Error, StringComparison.Ordinal);
    }

    /// <summary>Three rows, and no daemon.</summary>
    private async Task RecordAsync()
    {
        await _daemon.StartAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await _daemon.JsonAsync("source", "add", "feed", _site.Feed(name), "--every", "1d");
        }

        Assert.Equal(0, (await _daemon.RunAsync("audit", "verify")).Code);
        await _daemon.SignalAsync("TERM");
    }

    private async Task AssertBrokenAsync(string change)
    {
        var verified = await _daemon.RunAsync("audit", "verify", "--json");
        Assert.True(verified.Code == 1, $"{change}: {verified.Out}{verified.Error}");
        var verdict = JsonDocument.Parse(verified.Out).RootElement;
        Assert.False(verdict.GetProperty("verified").GetBoolean(), change);
        Assert.True(verdict.GetProperty("brokenAt").GetInt64() == 2, $"{change}: {verified.Out}");
    }
}
