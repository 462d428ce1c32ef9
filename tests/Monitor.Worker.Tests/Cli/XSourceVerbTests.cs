using System.Text.Json;
using Monitor.Worker.Cli;
using Monitor.Worker.Hosting;
using Monitor.Worker.Tests.Api;
using Monitor.Worker.Tests.Collection.X;

namespace Monitor.Worker.Tests.Cli;

/// <summary><c>monitor source</c> for X, from the command line through a daemon's socket to a server that keeps X's rules.</summary>
public sealed class XSourceVerbTests
{
    [Fact]
    public async Task WhileXIsOffASourceIsRefusedWithTheClause()
    {
        await using var daemon = await Daemon.StartAsync();
        var refused = await RunAsync(daemon, "add", "x", "@kajen", "--lang", "en");
        Assert.NotEqual(ExitCode.Done, refused.Code);
        Assert.Contains("XIV.B (User Protection)", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestSaysHowTheAccountWouldBeReadWhyAndForHowMuch()
    {
        await using var x = await FakeX.StartAsync(Clock.Machine);
        x.User(1001, "kajen");
        x.Post(1001, "Selamat pagi dari Kajen.");
        await using var daemon = await Daemon.StartAsync(
            ("Collection:AllowedPrivateHosts:0", x.Authority),
            ("Collection:X:BaseUrl", $"http://{x.Authority}/"),
            ("Collection:X:Enabled", "true"),
            ("Collection:X:ApprovalReference", "X-2026-11"),
            ("Collection:X:ApprovedBy", "Sekretariat Uji"),
            ("Collection:X:ApprovedOn", "2026-11-02"),
            ("Collection:X:Plan", "Enterprise"),
            ("Collection:X:BearerToken", FakeX.Token),
            ("Collection:X:MonthlySpendCap", "500")
        );

        var person = await RunAsync(daemon, "test", "@kajen", "--kind", "x", "--lang", "en");
        Assert.Equal(ExitCode.Done, person.Code);
        foreach (
            var part in new[]
            {
                "Read by the account's timeline",
                "Estimate: ",
                "of USD 500.000 is spent",
                "@kajen",
                "Selamat pagi dari Kajen.",
            }
        )
        {
            Assert.Contains(part, person.Out, StringComparison.Ordinal);
        }

        var machine = await RunAsync(daemon, "test", "1001", "--kind", "x", "--json");
        var notes = JsonDocument.Parse(machine.Out).RootElement.GetProperty("notes");
        Assert.Equal(3, notes.GetArrayLength());
        Assert.DoesNotContain(FakeX.Token, person.Out + machine.Out + machine.Error, StringComparison.Ordinal);
    }

    private static Task<CommandLine.Outcome> RunAsync(Daemon daemon, params string[] words) =>
        CommandLine.RunAsync(["source", .. words, "--socket", daemon.Host.Socket, "--as", "admin"]);
}
