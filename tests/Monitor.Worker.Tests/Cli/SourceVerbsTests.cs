using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Cli;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Api;

namespace Monitor.Worker.Tests.Cli;

/// <summary>The verbs about sources against a daemon, over its socket.</summary>
public sealed class SourceVerbsTests : IAsyncLifetime
{
    private Daemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await Daemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task SourceThatAnswersAndBringsNothingTurnsStatusRedWithTheReasonTheFirstBadTimeAndExitOne()
    {
        Assert.Equal(ExitCode.Done, (await RunAsync("admin", "add", "feed", "https://kabar.example/rss")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("auditor", "status")).Code);
        var now = Clock.Machine.GetUtcNow();
        await SetAsync(
            "gap_ms = @Gap, gaps = 9, last_new_at = @Heard, last_success_at = @Now, last_checked_at = @Now, last_outcome = 'not-modified', next_check_at = @Next",
            new
            {
                Gap = (long)TimeSpan.FromHours(12).TotalMilliseconds,
                Heard = now.AddDays(-10),
                Now = now,
                Next = now.AddMinutes(15),
            }
        );
        var red = await RunAsync("auditor", "status", "--json");
        var source = JsonDocument.Parse(red.Out.Trim()).RootElement;
        Assert.Equal(
            (ExitCode.Finding, "red", "silent"),
            (red.Code, source.GetProperty("health").GetString(), source.GetProperty("outcome").GetString())
        );
        Assert.Contains("setiap 12 jam", source.GetProperty("reasonId").GetString(), StringComparison.Ordinal);
        // Seven usual gaps after the last new item.
        Assert.InRange(source.GetProperty("firstFailureAt").GetDateTimeOffset(), now.AddDays(-6.501), now.AddDays(-6.499));
        Assert.Equal(ExitCode.Finding, (await RunAsync("auditor", "status", "1")).Code);
        Assert.Equal(ExitCode.Finding, (await CommandLine.RunAsync("status", "--socket", _daemon.Host.Socket, "--as", "auditor")).Code);

        await SetAsync("last_new_at = @Now", new { Now = now });
        Assert.Equal(ExitCode.Done, (await RunAsync("auditor", "status")).Code);
    }

    [Fact]
    public async Task StatusSaysHowOftenEachSourceIsCheckedAndWhy()
    {
        await RunAsync("admin", "add", "feed", "https://kabar.example/rss", "--region", "33.26", "--phase", "kampanye=6m");
        await RunAsync("admin", "add", "feed", "https://lain.example/rss", "--every", "20m");
        var said = (await RunAsync("auditor", "status", "--lang", "en")).Out;
        Assert.Contains("#1 every 00:15:00: the source's rhythm is not known yet.", said, StringComparison.Ordinal);
        Assert.Contains("#2 every 00:20:00: as set for this source.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IntervalIsTheAdministratorsAndKnowsThePhasesAndTheBounds()
    {
        await RunAsync("admin", "add", "feed", "https://kabar.example/rss", "--every", "20m");
        Assert.Equal(
            ExitCode.Done,
            (await RunAsync("admin", "interval", "1", "--phase", "masa_tenang=5m", "--phase", "pemungutan=5m")).Code
        );
        var pace = JsonDocument.Parse((await RunAsync("analis", "list", "--json")).Out.Trim()).RootElement.GetProperty("pace");
        Assert.True(pace.GetProperty("adaptive").GetBoolean());
        Assert.Equal("00:05:00", pace.GetProperty("phases").GetProperty("masa_tenang").GetString());

        Assert.Equal(ExitCode.Refused, (await RunAsync("analis", "interval", "1", "--every", "15m")).Code);
        foreach (var wrong in (string[])["kampanye", "kampanye=", "karnaval=5m", "kampanye=5s", "kampanye=40d"])
        {
            var refused = await RunAsync("admin", "interval", "1", "--phase", wrong, "--lang", "en");
            Assert.Equal(ExitCode.WrongUsage, refused.Code);
            Assert.Single(refused.Error.Trim().Split('\n'));
        }

        Assert.Equal(ExitCode.Finding, (await RunAsync("admin", "interval", "9", "--every", "15m")).Code);
    }

    private Task SetAsync(string assignments, object values) =>
        _daemon
            .Host.Services.GetRequiredService<Database>()
            .WriteAsync(session => session.ExecuteAsync($"UPDATE source SET {assignments}", values), default);

    private Task<CommandLine.Outcome> RunAsync(string role, params string[] words) =>
        CommandLine.RunAsync(["source", .. words, "--socket", _daemon.Host.Socket, "--as", role]);
}
