using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Api;
using Monitor.Worker.Registry;
using Endpoint = Monitor.Worker.Api.Endpoint;

namespace Monitor.Worker.Tests.Api;

/// <summary>Walks the table of endpoints with every role, over a real socket.</summary>
public sealed partial class RoleTableTests : IAsyncLifetime
{
    private Daemon _daemon = null!;

    public static TheoryData<string> Rows => [.. EndpointTable.All.Select(row => $"{row.Method} {row.Path}")];

    public async ValueTask InitializeAsync() => _daemon = await Daemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task EveryRowAnswersItsRolesAndRefusesAllOthers()
    {
        var wrong = new List<string>();
        foreach (var row in EndpointTable.All)
        {
            foreach (var role in Roles.All)
            {
                using var answer = await _daemon.AskAsync(row.Method, Placeholder().Replace(row.Path, "999999"), role);
                var allowed = row.Roles.Contains(role, StringComparer.Ordinal);
                if (allowed ? (int)answer.StatusCode is 403 or >= 500 : answer.StatusCode != HttpStatusCode.Forbidden)
                {
                    wrong.Add($"{row.Method} {row.Path} as {role}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void EveryRowHasAHandler(string name) => Assert.Contains(Mapped(), row => $"{row.Method} {row.Path}" == name);

    [Fact]
    public void NoRouteExistsWithoutARowOfTheTable()
    {
        var endpoints = _daemon.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.Contains(endpoint.Metadata.GetMetadata<Endpoint>(), EndpointTable.All));
    }

    [Fact]
    public void NoRowIsOpenToNobodyOrToARoleThatDoesNotExist() =>
        Assert.All(
            EndpointTable.All,
            row =>
            {
                Assert.NotEmpty(row.Roles);
                Assert.All(row.Roles, role => Assert.True(Roles.IsRole(role)));
            }
        );

    [Fact]
    public async Task UserWithoutARoleIsRefusedEverywhereAlsoWhereThereIsNothing()
    {
        await using var closed = await Daemon.StartAsync(("Access:OwnerIsAdmin", "false"));
        foreach (var row in EndpointTable.All.Append(new Endpoint("GET", "/tidak/ada", Roles.Admin)))
        {
            using var answer = await closed.AskAsync(row.Method, Placeholder().Replace(row.Path, "1"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task TestUserOfAnotherUidAndOneThatIsNotConfiguredAreRefused()
    {
        await using var daemon = await Daemon.StartAsync(
            ("Access:TestUsers:0:Uid", "4242"),
            ("Access:TestUsers:1:Uid", $"{UserAccounts.OwnUid}")
        );
        async Task<HttpStatusCode> StatusAsync(string actAs)
        {
            using var answer = await daemon.AskAsync("GET", "/status", actAs);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(Roles.All[0]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Roles.All[1]));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("siapa-saja"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(""));
    }

    [Theory]
    [InlineData("GET", "/tidak/ada", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/status", HttpStatusCode.NotFound)]
    [InlineData("GET", "/queue/bukan-angka", HttpStatusCode.NotFound)]
    [InlineData("GET", "/queue?limit=banyak", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/queue?state=entah", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/queue/999999", HttpStatusCode.NotFound)]
    public async Task QuestionThatMakesNoSenseIsAnsweredInBothLanguages(string method, string path, HttpStatusCode status)
    {
        using var answer = await _daemon.AskAsync(method, path, Roles.Analis);
        Assert.Equal(status, answer.StatusCode);
        await AssertSpokenAsync(answer);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"verdict": 7}""")]
    public async Task BodyThatCannotBeReadIsAnsweredInBothLanguages(string body)
    {
        using var answer = await _daemon.AskAsync("POST", "/queue/1/decide", Roles.Analis, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await AssertSpokenAsync(answer);
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("entah")]
    public async Task EncodingThatIsNotUtf8IsTheCallersFaultAndNotTheDaemons(string charset)
    {
        using var answer = await _daemon.AskAsync("POST", "/queue/1/decide", Roles.Analis, "{}", $"application/json; charset={charset}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await AssertSpokenAsync(answer);
    }

    private static async Task AssertSpokenAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"id\":\"", text, StringComparison.Ordinal);
        Assert.Contains("\"en\":\"", text, StringComparison.Ordinal);
    }

    private HashSet<Endpoint> Mapped() =>
        _daemon
            .Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<Endpoint>())
            .OfType<Endpoint>()
            .ToHashSet();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
