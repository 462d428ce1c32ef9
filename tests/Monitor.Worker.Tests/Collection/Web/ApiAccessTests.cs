using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>An interface under contract: asked with its token and without robots.txt, where configuration says and nowhere else.</summary>
public sealed class ApiAccessTests
{
    private const string Secret = "AAAA-rahasia-1234";

    [Fact]
    public async Task AContractedInterfaceIsAskedWithItsTokenAndWithoutRobotsTxt()
    {
        await using var site = new TestSite();
        site.On("/robots.txt", 200, "Content-Type: text/plain", "User-agent: *\nDisallow: /").On("/2/posts", 200, "", "{}");
        await using var web = await ForAsync(new ManualTime(Some.Moment), site.Url("/2/"), site);

        var answer = await web.GetAsync(Ask(site.Url("/2/posts")));

        Assert.Equal(WebOutcome.Ok, answer.Outcome);
        var request = Assert.Single(site.Requests);
        Assert.Equal(("/2/posts", $"Bearer {Secret}"), (request.Path, request.Header("Authorization")));
    }

    [Theory]
    [InlineData("/1/posts")]
    [InlineData("/2posts")]
    [InlineData("/2/../1/posts")]
    public async Task AnAddressThatConfigurationDoesNotNameIsNotAsked(string path)
    {
        await using var site = new TestSite();
        await using var web = await ForAsync(new ManualTime(Some.Moment), site.Url("/2/"), site);

        Assert.Equal(WebOutcome.RefusedUrl, (await web.GetAsync(Ask(site.Url(path)))).Outcome);
        Assert.Equal(0, site.Connections);
    }

    [Fact]
    public async Task AnInterfaceIsNotAskedWithoutItsRight()
    {
        await using var site = new TestSite();
        await using var web = await ForAsync(new ManualTime(Some.Moment), site.Url("/2/"), site);

        Assert.Equal(WebOutcome.RefusedUrl, (await web.GetAsync(WebRequest.For(site.Url("/2/posts"), WebKind.Api))).Outcome);
        Assert.Equal(0, site.Connections);
    }

    [Fact]
    public async Task APublicInterfaceIsNotAskedInTheClear()
    {
        await using var web = await ForAsync(new ManualTime(Some.Moment), new Uri("http://api.example/2/"));

        var answer = await web.GetAsync(Ask(new Uri("http://api.example/2/posts")));

        Assert.Equal((WebOutcome.RefusedUrl, Reasons.ApiInTheClear), (answer.Outcome, answer.Reason));
    }

    [Theory]
    [InlineData(301, true)]
    [InlineData(302, false)]
    [InlineData(307, true)]
    [InlineData(308, false)]
    public async Task ATokenDoesNotFollowARedirect(int status, bool away)
    {
        await using var site = new TestSite();
        await using var other = new TestSite();
        site.On("/2/posts", status, $"Location: {(away ? other.Url("/2/posts") : site.Url("/2/elsewhere"))}");
        await using var web = await ForAsync(new ManualTime(Some.Moment), site.Url("/2/"), site, other);

        var answer = await web.GetAsync(Ask(site.Url("/2/posts")));

        Assert.Equal((WebOutcome.BadContent, status), (answer.Outcome, answer.StatusCode));
        Assert.Equal((1, 0), (site.Requests.Count, other.Connections));
    }

    [Fact]
    public async Task APageGetsNoTokenWhateverTheRequestCarries()
    {
        await using var site = new TestSite();
        site.On("/2/page", 200, "", "Halo");
        await using var web = await ForAsync(new ManualTime(Some.Moment), site.Url("/2/"), site);

        await web.GetAsync(Ask(site.Url("/2/page")) with { Kind = WebKind.Page });

        Assert.All(site.Requests, request => Assert.Null(request.Header("Authorization")));
        Assert.Contains(site.Requests, request => request.Path == "/2/page");
    }

    [Fact]
    public async Task ATokenIsNeitherPrintedNorSerialisedNorPartOfTheProof()
    {
        await using var site = new TestSite();
        site.On("/2/posts", 200, "", "{}");
        await using var web = await ForAsync(new ManualTime(Some.Moment), site.Url("/2/"), site);
        var request = Ask(site.Url("/2/posts"));

        var answer = await web.GetAsync(request);

        Assert.Equal("***", request.Api!.Token.ToString());
        foreach (
            var text in new[]
            {
                request.ToString(),
                JsonSerializer.Serialize(request),
                JsonSerializer.Serialize(answer.ToCapture().Headers),
            }
        )
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task AnEndpointThatIsSpentRestsAloneUntilItsResetWhateverTheirClockSays(int skew)
    {
        var time = new ManualTime(Some.Moment);
        await using var site = new TestSite();
        var theirs = Some.Moment.AddSeconds(skew);
        var limits =
            $"Date: {theirs.ToString("r", CultureInfo.InvariantCulture)}\r\nx-rate-limit-remaining: 0\r\nx-rate-limit-reset: {theirs.AddMinutes(10).ToUnixTimeSeconds()}";
        site.On("/2/search", 429, limits).On("/2/users", 200, "", "{}").On("/page", 200, "", "Halo");
        await using var web = await ForAsync(time, site.Url("/2/"), site);

        Assert.Equal(WebOutcome.RateLimited, (await web.GetAsync(Ask(site.Url("/2/search")))).Outcome);

        var postponed = await web.GetAsync(Ask(site.Url("/2/search")));
        Assert.Equal((WebOutcome.Postponed, TimeSpan.FromMinutes(10)), (postponed.Outcome, postponed.RetryAfter));
        Assert.Equal(WebOutcome.Ok, (await web.GetAsync(Ask(site.Url("/2/users"), "users"))).Outcome);
        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/page"))).Outcome);
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(WebOutcome.RateLimited, (await web.GetAsync(Ask(site.Url("/2/search")))).Outcome);
    }

    [Fact]
    public async Task TheLastRequestOfAWindowIsReadAndTheEndpointRestsAfterIt()
    {
        var time = new ManualTime(Some.Moment);
        await using var site = new TestSite();
        site.On(
            "/2/search",
            200,
            $"x-rate-limit-remaining: 0\r\nx-rate-limit-reset: {Some.Moment.AddMinutes(15).ToUnixTimeSeconds()}",
            "{}"
        );
        await using var web = await ForAsync(time, site.Url("/2/"), site);

        Assert.True((await web.GetAsync(Ask(site.Url("/2/search")))).IsOk);
        Assert.Equal(WebOutcome.Postponed, (await web.GetAsync(Ask(site.Url("/2/search")))).Outcome);
        Assert.Single(site.Requests);
    }

    [Fact]
    public async Task ABodyGoesToAnInterfaceAndToNothingElse()
    {
        await using var site = new TestSite();
        site.On("/2/posts", 200, "", "{}").On("/2/page", 200, "", "Halo");
        await using var web = await ForAsync(new ManualTime(Some.Moment), site.Url("/2/"), site);
        var ask = Ask(site.Url("/2/posts")) with { Post = new WebPost("satu"u8.ToArray(), "text/x-uji") };

        await web.GetAsync(ask);
        await web.GetAsync(ask with { Url = site.Url("/2/page"), Kind = WebKind.Page });

        var (post, page) = (site.Requests.Single(sent => sent.Path == "/2/posts"), site.Requests.Single(sent => sent.Path == "/2/page"));
        Assert.Equal(("POST", "text/x-uji", "4"), (post.Method, post.Header("Content-Type"), post.Header("Content-Length")));
        Assert.Equal(("GET", null, null), (page.Method, page.Header("Content-Type"), page.Header("Content-Length")));
    }

    [Fact]
    public async Task AnInterfaceWithoutATokenGetsNoneAndMayBeAskedInTheClear()
    {
        await using var site = new TestSite();
        site.On("/2/posts", 200, "", "{}");
        await using var web = await ForAsync(new ManualTime(Some.Moment), site.Url("/2/"), site);
        var none = new ApiAccess(ApiToken.None, "stamp");

        Assert.True((await web.GetAsync(Ask(site.Url("/2/posts")) with { Api = none })).IsOk);
        Assert.Null(Assert.Single(site.Requests).Header("Authorization"));

        NameLookup lookup = (_, _) => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.Loopback]);
        var api = new Uri("http://api.example/2/");
        await using var far = await GateUnderTest.ForAsync(options: null, new ManualTime(Some.Moment), lookup, new ContractedApis([api]));
        // It gets as far as its address, which is not public.
        Assert.Equal(WebOutcome.RefusedAddress, (await far.GetAsync(Ask(api) with { Api = none })).Outcome);
    }

    private static WebRequest Ask(Uri url, string bucket = "search") =>
        new()
        {
            Url = url,
            Kind = WebKind.Api,
            Api = new ApiAccess(new ApiToken(Secret), bucket),
        };

    private static Task<GateUnderTest> ForAsync(ManualTime time, Uri api, params TestSite[] sites) =>
        GateUnderTest.ForAsync(options: null, time, lookup: null, new ContractedApis([api]), sites);
}
