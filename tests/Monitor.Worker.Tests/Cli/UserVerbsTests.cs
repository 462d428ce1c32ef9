using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Registry;
using Monitor.Worker.Tests.Api;

namespace Monitor.Worker.Tests.Cli;

/// <summary>The verbs against a daemon, over its socket.</summary>
public sealed class UserVerbsTests : IAsyncLifetime
{
    private Daemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await Daemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task AdminAddsChangesListsAndEndsAUserAndNobodyElseDoes()
    {
        Assert.Equal(ExitCode.Refused, (await RunAsync("ketua", "add", "2001", "--role", "analis", "--region", "33.26")).Code);
        var added = await RunAsync("admin", "add", "2001", "--role", "analis", "--region", "33.26", "--region", "33.75", "--json");
        Assert.True(added.Code == ExitCode.Done, added.Error);
        Assert.Equal(
            ["33.26", "33.75"],
            JsonDocument.Parse(added.Out).RootElement.GetProperty("regions").EnumerateArray().Select(code => code.GetString())
        );
        Assert.Equal(ExitCode.Finding, (await RunAsync("admin", "add", "2001", "--role", "dpo")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("admin", "change", "uid-2001", "--role", "ketua", "--region", "*")).Code);
        Assert.Contains("uid-2001", (await RunAsync("auditor", "list")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("admin", "end", "2001")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("admin", "end", "2001", "--reason", "pindah tugas")).Code);
        Assert.Equal("", (await RunAsync("admin", "list", "--json")).Out);
        Assert.Equal(ExitCode.Finding, (await RunAsync("admin", "end", "2001", "--reason", "lagi")).Code);
    }

    [Theory]
    [InlineData("--region", "add", "2001", "--role", "analis")]
    [InlineData("99.99", "add", "2001", "--role", "analis", "--region", "99.99")]
    [InlineData("raja", "add", "2001", "--role", "raja", "--region", "33")]
    [InlineData("tidak-ada-orang-ini", "add", "tidak-ada-orang-ini", "--role", "analis", "--region", "33")]
    [InlineData("18", "add", "2001", "--role", "analis", "--region", "33", "--nip", "123")]
    public async Task WhatCannotBeIsRefusedByNameAndNothingIsAdded(string named, params string[] verb)
    {
        var outcome = await RunAsync("admin", verb);
        Assert.Equal(ExitCode.WrongUsage, outcome.Code);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync("admin", "list", "--json")).Out);
    }

    [Fact]
    public async Task OwnerCannotGiveItselfARole()
    {
        var own = await RunAsync("", "add", $"{UserAccounts.OwnUid}", "--role", "ketua", "--region", "*");
        Assert.Equal(ExitCode.Refused, own.Code);
    }

    [Theory]
    [InlineData("queue", "list", "Nothing was changed")]
    [InlineData("source", "pause", "whole or not at all")]
    public async Task DaemonThatStopsInMidRequestIsToldFromOneThatIsNotThere(string noun, string verb, string told)
    {
        using var temp = Some.Folder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(temp["s"]));
        listener.Listen();
        var dying = Task.Run(async () =>
        {
            using var connection = await listener.AcceptAsync();
            await connection.ReceiveAsync(new byte[4096]);
            await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"do"));
        });
        string[] words = [noun, verb, "--socket", temp["s"], "--lang", "en"];
        var outcome = await CommandLine.RunAsync(verb == "pause" ? [.. words, "1"] : words);
        await dying;
        Assert.Equal((ExitCode.NoDaemon, ""), (outcome.Code, outcome.Out));
        Assert.Contains(told, outcome.Error, StringComparison.Ordinal);
    }

    private Task<CommandLine.Outcome> RunAsync(string role, params string[] verb) =>
        CommandLine.RunAsync(["user", .. verb, "--socket", _daemon.Host.Socket, "--as", role, "--lang", "en"]);
}
