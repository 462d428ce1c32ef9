using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Cli;
using Monitor.Worker.Collection;
using Monitor.Worker.Language;
using Monitor.Worker.Tests.Api;

namespace Monitor.Worker.Tests.Cli;

/// <summary>The verbs against a daemon, over its socket.</summary>
public sealed class QuarantineVerbTests : IAsyncLifetime
{
    private Daemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await Daemon.StartAsync();
        await _daemon.Host.Services.GetRequiredService<SourceStore>().AddAsync(Some.Source(), Some.Admin, default);
        await _daemon
            .Host.Services.GetRequiredService<SetbackStore>()
            .RecordAsync(
                1,
                new PendingEntry("a", new Uri("https://kabar.example/a"), "Berita a", "", null, [], []),
                new Sentence("Halaman tidak ada.", "The page is gone."),
                lasting: true,
                ours: false,
                default
            );
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task ListIsOneJsonDocumentALineAndAPersonsTableInHerLanguage()
    {
        var machine = await RunAsync("auditor", "quarantine", "1", "--json");
        var entry = JsonDocument.Parse(machine.Out.Trim()).RootElement;
        Assert.Equal("https://kabar.example/a", entry.GetProperty("url").GetString());
        Assert.Equal(1, entry.GetProperty("attempts").GetInt32());
        Assert.Contains("Berita a", (await RunAsync("analis", "quarantine")).Out, StringComparison.Ordinal);
        var unknown = await RunAsync("analis", "quarantine", "9");
        Assert.NotEqual(ExitCode.Done, unknown.Code);
        Assert.Contains("Sumber 9 tidak ada.", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusOfTheSourcesNeedsNoNumber() => Assert.Equal(ExitCode.Done, (await RunAsync("analis", "status")).Code);

    [Fact]
    public async Task RetryIsTheAdministratorsAndTakesOneEntryOrOneSource()
    {
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("admin", "retry")).Code);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("admin", "retry", "1", "--source", "1")).Code);
        Assert.NotEqual(ExitCode.Done, (await RunAsync("analis", "retry", "1")).Code);
        var done = await RunAsync("admin", "retry", "1", "--json");
        Assert.Equal((ExitCode.Done, """{"entries":1}"""), (done.Code, done.Out.Trim()));
        Assert.Equal("", (await RunAsync("admin", "quarantine", "--json")).Out);
        var none = await RunAsync("admin", "retry", "--source", "1", "--lang", "en");
        Assert.Equal((ExitCode.Done, "0 entries are tried again."), (none.Code, none.Out.Trim()));
    }

    private Task<CommandLine.Outcome> RunAsync(string role, params string[] words) =>
        CommandLine.RunAsync(["source", .. words, "--socket", _daemon.Host.Socket, "--as", role]);
}
