using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Cli;
using Monitor.Worker.Hosting;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Api;

namespace Monitor.Worker.Tests.Cli;

/// <summary>Analysts and a ketua at the desk, each over the socket.</summary>
public sealed class DeskVerbsTests : IAsyncLifetime
{
    private Daemon _daemon = null!;
    private long _flag;

    private Database Database => _daemon.Host.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        _daemon = await Daemon.StartAsync();
        var person = await Export.Some.PersonAsync(Database, _daemon.Host.Services.GetRequiredService<People>());
        _flag = await Export.Some.FindingAsync(Database, person, state: FlagState.Flagged);
        await Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM decision"), default);
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task HolderOfABrokenClaimLearnsOfItAtTheNextContactOnce()
    {
        Assert.Equal(ExitCode.Done, (await RunAsync("analis", "queue", "claim", $"{_flag}")).Code);
        Assert.Equal(ExitCode.Refused, (await RunAsync("analis", "queue", "break", $"{_flag}", "--reason", "x")).Code);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("ketua", "queue", "break", $"{_flag}")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("ketua", "queue", "break", $"{_flag}", "--reason", "tenggat besok")).Code);
        var told = await RunAsync("analis", "status", "--json");
        Assert.Contains("was broken by ketua (test): tenggat besok", told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tenggat", (await RunAsync("analis", "queue", "list")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CountsTooSmallSaySoInsteadOfAFigure()
    {
        foreach (var verb in new[] { "status", "model info" })
        {
            var shown = (await RunAsync("analis", [.. verb.Split(' ')])).Out;
            Assert.Contains("Precision  cannot be told yet", shown, StringComparison.Ordinal);
            Assert.Contains("Recall     cannot be told yet", shown, StringComparison.Ordinal);
            Assert.Contains("Agreement  cannot be told yet", shown, StringComparison.Ordinal);
        }

        Assert.Contains("\"recall\":null", (await RunAsync("analis", "model", "info", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SampleIsReadAndAnsweredByVerbs()
    {
        Assert.Contains("No sample waits.", (await RunAsync("analis", "sample", "next")).Out, StringComparison.Ordinal);
        var services = _daemon.Host.Services;
        var draw = services.GetRequiredService<SampleDraw>();
        var item = await Database.ReadAsync(session => session.ScalarAsync<long>("SELECT item_id FROM flag"), default);
        var text = new Unflagged(
            item,
            1,
            "1",
            null,
            null,
            null,
            "Ayo pilih nomor dua",
            new Attributed(Attributed.Nobody, null, null, null, "{}"),
            0.1,
            0.5,
            "uji",
            Clock.Machine.GetUtcNow()
        );
        services.GetRequiredService<SamplingOptions>().RestShare = 1;
        await Database.WriteAsync(session => draw.ConsiderAsync(session, text), default);

        Assert.Contains("Ayo pilih nomor dua", (await RunAsync("analis", "sample", "next")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("analis", "sample", "answer", "1", "entah")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("analis", "sample", "answer", "1", "yes")).Code);
        Assert.Equal(ExitCode.Refused, (await RunAsync("analis", "sample", "raise", "1", "--reason", "ajakan")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("ketua", "sample", "raise", "1", "--reason", "ajakan")).Code);
    }

    [Fact]
    public async Task FlagIsAssignedByNameAndNotToSomebodyWhoIsNoReviewer()
    {
        Assert.Equal(ExitCode.Finding, (await RunAsync("ketua", "queue", "assign", $"{_flag}", "--to", "auditor")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("ketua", "queue", "assign", $"{_flag}", "--to", "analis")).Code);
        Assert.Equal(ExitCode.Finding, (await RunAsync("ketua", "queue", "claim", $"{_flag}")).Code);
        var claimed = await RunAsync("analis", "queue", "claim", $"{_flag}");
        Assert.Equal(ExitCode.Done, claimed.Code);
        Assert.Contains("was assigned to you", claimed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerdictWhoseClaimWasBrokenIsNotTakenAndCanBeSentAgainAsItWasTyped()
    {
        var keys = new Queue<char?>(['d', 'r', null]);
        using var typed = new StringReader("satir\nhanya gurauan tanpa dukungan\n");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal
        {
            In = typed,
            OpenIn = () => Stream.Null,
            Out = output,
            Error = error,
            Interactive = false,
            Console = Terminal.ConsoleOver(output, redirected: true),
            ReadKeyAsync = async _ =>
            {
                var key = keys.Dequeue();
                if (key == 'd')
                {
                    Assert.Equal(0, (await RunAsync("ketua", "queue", "break", $"{_flag}", "--reason", "uji")).Code);
                }

                return key;
            },
        };
        var code = await App.RunAsync(["review", .. At("analis")], terminal, CancellationToken.None);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("has lapsed; your verdict was not recorded", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("satir — hanya gurauan tanpa dukungan", error.ToString(), StringComparison.Ordinal);
        var given = Assert.Single(await Database.ReadAsync(session => FlagStore.DecisionsAsync(session, _flag), default));
        Assert.Equal(("satir", "hanya gurauan tanpa dukungan"), (given.Ground, given.Reason));
    }

    [Fact]
    public async Task WhatHoldsOfAPersonIsRecordedByAnAdminAndStandsBesideTheFlag()
    {
        string[] add = ["asn", "status", "add", "1", "pasal_71", "--from", "2024-01-01", "--source", "SK 800/1/2024"];
        Assert.Equal(ExitCode.Refused, (await RunAsync("analis", add)).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("admin", add)).Code);
        Assert.Contains("SK 800/1/2024", (await RunAsync("analis", "asn", "status", "list", "1")).Out, StringComparison.Ordinal);
        var shown = await RunAsync("analis", "queue", "show", $"{_flag}");
        Assert.Contains("Position to which Article 71 applies", shown.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await RunAsync("admin", "asn", "status", "end", "1", "--on", "2024-02-01", "--source", "SK 2")).Code);
        Assert.DoesNotContain("Article 71", (await RunAsync("analis", "queue", "show", $"{_flag}")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilterIsSavedUsedAndForgottenByItsOwner()
    {
        string[] filter = ["queue", "list", "--text", "unggahan", "--label", "dukungan", "--save", "mendesak", "--json"];
        Assert.Contains($"\"id\":{_flag}", (await RunAsync("analis", filter)).Out, StringComparison.Ordinal);
        Assert.Contains(
            $"\"id\":{_flag}",
            (await RunAsync("analis", "queue", "list", "--view", "mendesak", "--json")).Out,
            StringComparison.Ordinal
        );
        Assert.Equal("", (await RunAsync("analis", "queue", "list", "--view", "mendesak", "--label", "serangan", "--json")).Out);
        Assert.Contains("mendesak", (await RunAsync("analis", "queue", "views")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Finding, (await RunAsync("ketua", "queue", "list", "--view", "mendesak")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("analis", "queue", "forget", "mendesak")).Code);
        Assert.Equal("", (await RunAsync("analis", "queue", "views")).Out);
    }

    [Fact]
    public async Task ManyAreDismissedForOneReasonEachRecordedAndWhatIsNotAcceptedIsNamed()
    {
        var second = await Export.Some.FindingAsync(Database, null, state: FlagState.Flagged);
        await Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM decision"), default);
        string[] dismiss = ["queue", "dismiss", $"{_flag}", $"{second}", "999", "--ground", "satir", "--reason", "gurauan"];
        var outcome = await RunAsync("analis", dismiss);
        Assert.Equal(ExitCode.Finding, outcome.Code);
        Assert.Contains("There is no flag 999", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var recorded = await Database.ReadAsync(
            session => session.ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE verb = 'flag.decide' AND after_state LIKE '%gurauan%'"),
            default
        );
        Assert.Equal(2, recorded);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("analis", "queue", "dismiss", "1", "--ground", "entah", "--reason", "x")).Code);
    }

    private Task<CommandLine.Outcome> RunAsync(string role, params string[] verb) => CommandLine.RunAsync([.. verb, .. At(role)]);

    private string[] At(string role) => ["--socket", _daemon.Host.Socket, "--as", role, "--lang", "en"];
}
