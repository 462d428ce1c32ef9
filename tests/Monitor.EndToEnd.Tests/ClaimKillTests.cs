using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Monitor.Worker.Audit;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Collection;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// Eight persons at desks that are processes of the built program, seven of them killed at random by SIGKILL and one held by SIGSTOP until its claims have lapsed.
/// MONITOR_CLAIM_RACE names flags and rounds; 1000x3 is the full race.
/// </summary>
public abstract partial class ClaimKillTests(BuiltProgram program) : IAsyncLifetime
{
    private const int Desks = 8;
    private static readonly (int Flags, int Rounds) Size = Environment.GetEnvironmentVariable("MONITOR_CLAIM_RACE")?.Split('x')
        is [var flags, var rounds]
        ? (int.Parse(flags, CultureInfo.InvariantCulture), int.Parse(rounds, CultureInfo.InvariantCulture))
        : (80, 1);

    private readonly ConcurrentQueue<(string Desk, long Flag)> _recorded = new();
    private int _killed;
    private int _late;

    internal BuiltProgram Program => program;

    internal TempFolder Temp { get; } = new();

    internal FeedSite Site { get; private set; } = null!;

    /// <summary>What the daemons of the race are configured with, beside where they keep things.</summary>
    internal object Collection => new { AllowedPrivateHosts = new[] { Site.Authority }, PerHostInterval = "00:00:00" };

    internal static object Intake => new { Threshold = "0", FlagUnattributed = true };

    internal static object Scheduling => new { CollectEvery = "00:00:01" };

    internal static object Review => new { DismissalSecondReadingShare = 0 };

    internal static object Access => new { TestUsers = Enumerable.Range(0, Desks).Select(i => new { Name = Name(i), Role = "analis" }) };

    /// <summary>The store that the daemons share.</summary>
    internal abstract Database Database { get; }

    /// <summary>Starts the daemons.</summary>
    internal abstract Task StartAsync();

    /// <summary>The socket of the daemon that a desk stands before.</summary>
    internal abstract string SocketOf(int desk);

    /// <summary>What leads a verb to that daemon.</summary>
    internal abstract string[] WayOf(int desk);

    /// <summary>Lets time go on for every claim, so that nobody waits for one to lapse.</summary>
    internal abstract Task TurnAsync(TimeSpan by);

    public async ValueTask InitializeAsync()
    {
        Site = await FeedSite.StartAsync();
        Site.List("a", "1");
        await StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        Temp.Dispose();
    }

    [Fact]
    public async Task DesksThatAreKilledOrHeldLoseNoFlagDoubleNoVerdictAndAreRefusedWhenTheyComeTooLate()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are held and killed by signals.");
        await OpenFlagsAsync();
        var watch = Stopwatch.StartNew();
        for (var round = 1; round <= Size.Rounds; round++)
        {
            _recorded.Clear();
            await using (var held = await HoldAsync(round))
            {
                await Task.WhenAll(Enumerable.Range(1, Desks - 1).Select(i => SitAsync(i, new Random((round * 100) + i), round)));
                await held.GoOnAsync();
                _late++;
            }

            await AssertRoundAsync(round);
            await ExecuteAsync("UPDATE flag SET state = 'flagged', round = round + 1, closed_at = NULL");
        }

        Assert.True(_killed > 0, "no desk was killed, so nothing was shown of that");
        Assert.True(_late > 0, "no verdict came late, so nothing was shown of that");
        Assert.Null((await Database.ReadAsync(AuditLog.VerifyAsync, CancellationToken.None)).Fault);
        TestContext.Current.SendDiagnosticMessage(
            $"{Size.Rounds} rounds of {Size.Flags} flags: {_killed} desks killed, {_late} late verdicts refused, {watch.Elapsed.TotalSeconds:0} s"
        );
    }

    // One person, who sits down again after every death, until all is decided.
    private async Task SitAsync(int desk, Random chance, int round)
    {
        while (await OpenAsync() > 0)
        {
            using var process = Start(desk);
            var said = ListenAsync(process.StandardError, desk);
            var shown = process.StandardOutput.ReadToEndAsync();
            var end = chance.Next(2) == 0 ? KillAsync(process, chance) : Task.CompletedTask;
            await FeedAsync(process, round, desk);
            await end;
            await process.WaitForExitAsync();
            await said;
            await shown;
            if (await OpenAsync() > 0)
            {
                // What is left is held by the dead, or by the living for a moment: time goes on for everybody.
                await TurnAsync(TimeSpan.FromMinutes(5));
            }
        }
    }

    // As fast as the desk reads. A desk that has died takes no more.
    private static async Task FeedAsync(Process process, int round, int desk)
    {
        try
        {
            for (var i = 0; i < Size.Flags; i++)
            {
                await process.StandardInput.WriteAsync($"d\nsatir\nround {round} of desk {desk}\n");
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        }
    }

    private async Task KillAsync(Process process, Random chance)
    {
        await Task.Delay(chance.Next(300, 3000));
        if (!process.HasExited)
        {
            process.Kill();
            Interlocked.Increment(ref _killed);
        }
    }

    // Stopped in the middle of a verdict. Nobody keeps its claims alive, so they lapse, and the others decide what it held.
    private async Task<HeldDesk> HoldAsync(int round)
    {
        var held = new HeldDesk(Start(desk: 0), round);
        await held.ReadAsync();
        await held.SignalAsync("STOP");
        await TurnAsync(TimeSpan.FromMinutes(16));
        return held;
    }

    private Process Start(int desk) =>
        program.Start(
            new ProgramStart
            {
                Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_STATE_HOME"] = Temp[$"state-{desk}"] },
            },
            ["review", "--plain", "--as", Name(desk), "--lang", "en", .. WayOf(desk)]
        );

    private async Task ListenAsync(StreamReader error, int desk)
    {
        while (await error.ReadLineAsync() is { } line)
        {
            if (Recorded().Match(line) is { Success: true } done)
            {
                _recorded.Enqueue((Name(desk), long.Parse(done.Groups["flag"].Value, CultureInfo.InvariantCulture)));
            }
        }
    }

    private async Task AssertRoundAsync(int round)
    {
        var stored = await ListAsync<Given>(
            $"SELECT flag_id AS flag, reviewer_name AS name FROM decision WHERE round = {round.ToString(CultureInfo.InvariantCulture)}"
        );
        // None lost and none doubled: each flag has one verdict, and whoever was told that theirs was recorded gave it.
        Assert.Equal(Size.Flags, stored.Count);
        Assert.Equal(Size.Flags, stored.Select(given => given.Flag).Distinct().Count());
        var by = stored.ToDictionary(given => given.Flag, given => given.Name.Split(' ')[0]);
        Assert.All(_recorded, told => Assert.Equal(told.Desk, by[told.Flag]));
        Assert.Equal(_recorded.Count, _recorded.Distinct().Count());
        Assert.Equal(0, await OpenAsync());
    }

    private async Task OpenFlagsAsync()
    {
        using (var admin = new Monitor.Worker.Client.DaemonClient(SocketOf(0)))
        {
            await admin.PostAsync<Monitor.Worker.Api.SourceAddAnswer>(
                "/source",
                new Monitor.Worker.Api.SourceAddRequest("feed", Site.Feed("a"), null, null, "1d", null),
                CancellationToken.None
            );
        }

        await Eventually.TrueAsync(async () => await OpenAsync() == 1, "a flag");
        await ExecuteAsync(
            $"""
            INSERT INTO flag (item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at, due_rule,
                attribution, attribution_evidence, suggested_forms)
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {Size.Flags.ToString(CultureInfo.InvariantCulture)})
            SELECT item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at + i % 7, due_rule,
                attribution, attribution_evidence, suggested_forms
            FROM flag, n
            """
        );
    }

    private Task<long> OpenAsync() =>
        Database.ReadAsync(
            session => session.ScalarAsync<long>("SELECT COUNT(*) FROM flag WHERE closed_at IS NULL"),
            CancellationToken.None
        );

    private Task<List<T>> ListAsync<T>(string sql) => Database.ReadAsync(session => session.ListAsync<T>(sql), CancellationToken.None);

    private Task ExecuteAsync(string sql) => Database.WriteAsync(session => session.ExecuteAsync(sql), CancellationToken.None);

    private static string Name(int desk) => string.Create(CultureInfo.InvariantCulture, $"meja-{desk}");

    [GeneratedRegex(
        @"^Flag (?<flag>\d+): dismissed",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Recorded();

    /// <summary>A desk that sleeps while its claim lapses, and sends its verdict all the same.</summary>
    private sealed class HeldDesk(Process process, int round) : IAsyncDisposable
    {
        private readonly Task<string> _error = process.StandardError.ReadToEndAsync();

        /// <summary>Waits until it asks for the reason.</summary>
        public async Task ReadAsync()
        {
            await process.StandardInput.WriteAsync("d\nsatir\n");
            await process.StandardInput.FlushAsync();
            var shown = "";
            var some = new char[1024];
            while (!shown.Contains("Reason in your own words", StringComparison.Ordinal))
            {
                var read = await process.StandardOutput.ReadAsync(some);
                Assert.True(read > 0, $"the desk ended before it asked:\n{shown}");
                shown += new string(some, 0, read);
            }
        }

        /// <summary>Lets it go on, and expects that its verdict is refused.</summary>
        public async Task GoOnAsync()
        {
            var rest = process.StandardOutput.ReadToEndAsync();
            await SignalAsync("CONT");
            await process.StandardInput.WriteAsync($"round {round}, far too late\n");
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            await rest;
            var said = await _error;
            Assert.DoesNotMatch(Recorded(), said);
            Assert.Contains("What you wrote: satir — round", said, StringComparison.Ordinal);
        }

        public async Task SignalAsync(string signal)
        {
            using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        public ValueTask DisposeAsync()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Given
    {
        public long Flag { get; init; }
        public string Name { get; init; } = "";
    }
}
