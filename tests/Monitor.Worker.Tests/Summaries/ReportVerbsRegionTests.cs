using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Storage;
using Monitor.Worker.Summaries;
using Monitor.Worker.Tests.Api;
using Monitor.Worker.Tests.Cli;

namespace Monitor.Worker.Tests.Summaries;

/// <summary><c>report summary</c> and <c>report circular</c> over the socket, for somebody who has one region.</summary>
public sealed class ReportVerbsRegionTests : IAsyncLifetime
{
    private Daemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await Daemon.StartAsync(
            ($"Access:TestUsers:{Roles.All.ToList().IndexOf(Roles.Analis)}:Regions:0", "33.26"),
            ($"Access:TestUsers:{Roles.All.ToList().IndexOf(Roles.Ketua)}:Regions:0", "32")
        );
        await SummaryWorld.FillAsync(Database);
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    private Database Database => _daemon.Host.Services.GetRequiredService<Database>();

    [Theory]
    [InlineData(null)]
    [InlineData("33.26")]
    public async Task AnalystOfOneRegionIsToldItsNumbersAndNoOthers(string? region)
    {
        string[] asked = region is null ? [] : ["--region", region];
        var own = await DocumentAsync<Summary>(Roles.Analis, ["report", "summary", "--period", "2024-10", .. asked]);
        var whole = await DocumentAsync<Summary>(Roles.Auditor, ["report", "summary", "--period", "2024-10"]);
        Assert.Equal(await CountAsync("flag WHERE region_code = '33.26'"), own.Funnel.Flagged.Value);
        Assert.Equal("33.26", Assert.Single(own.ByRegion).Code);
        Assert.True(whole.Funnel.Flagged.Value > own.Funnel.Flagged.Value);
        Assert.Equal(240, own.Pledges.All.Registered.Value);
    }

    [Theory]
    [InlineData("33")]
    [InlineData("33.75")]
    [InlineData("32.76")]
    public async Task RegionThatIsNotTheOwnIsRefusedWithASentenceAndNoPage(string region)
    {
        var outcome = await RunAsync(Roles.Analis, "report", "summary", "--period", "2024-10", "--region", region);
        Assert.Equal((ExitCode.Refused, ""), (outcome.Code, outcome.Out));
        Assert.Equal($"The region {region} is not one of yours.\n", outcome.Error);
    }

    [Fact]
    public async Task InstitutionOfTheOwnRegionIsToldAndOneOfAnotherIsNotFound()
    {
        string[] words = ["report", "circular", "--instansi", SummaryWorld.InstansiCode, "--period", "2024-10"];
        var own = await DocumentAsync<Circular>(Roles.Analis, words);
        Assert.Equal(SummaryWorld.Instansi, own.Instansi);
        Assert.Equal(6, own.ByUnit.Count);
        // Whoever has other regions does not even learn that it is registered.
        var (other, unknown) = (await RunAsync(Roles.Ketua, words), await RunAsync(Roles.Ketua, [.. words[..3], "9999", .. words[4..]]));
        Assert.Equal((ExitCode.Finding, ""), (other.Code, other.Out));
        Assert.Equal(unknown.Error.Replace("9999", SummaryWorld.InstansiCode, StringComparison.Ordinal), other.Error);
        Assert.Single(other.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Task<CommandLine.Outcome> RunAsync(string actAs, params string[] words) =>
        CommandLine.RunAsync([.. words, "--socket", _daemon.Host.Socket, "--as", actAs, "--lang", "en"]);

    private async Task<T> DocumentAsync<T>(string actAs, string[] words)
    {
        var outcome = await RunAsync(actAs, [.. words, "--json"]);
        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        return JsonSerializer.Deserialize<T>(outcome.Out, Json.Format)!;
    }

    private Task<long> CountAsync(string rows) =>
        Database.ReadAsync(session => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {rows}"), default);
}
