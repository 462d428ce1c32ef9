using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Monitor.Worker.Collection.X;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>
/// X's interface as its documentation has it, on a real web server: who may ask, how long a query may be, what a page holds, how pages follow
/// each other, how often an endpoint may be asked, and how it says no. What breaks a rule is answered as X answers it, and not forgiven.
/// </summary>
internal sealed partial class FakeX : IAsyncDisposable
{
    public const string Token = "AAAAAAAAAAAAuji%2Brahasia";

    private const long Window = 15 * 60;
    private static readonly TimeSpan SearchReach = TimeSpan.FromDays(7);

    private readonly WebApplication _server;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, (long Start, int Used)> _windows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly List<FakeUser> _users = [];
    private readonly List<FakePost> _posts = [];

    private FakeX(WebApplication server, TimeProvider time) => (_server, _time) = (server, time);

    /// <summary>Requests that each endpoint allows in fifteen minutes.</summary>
    public Dictionary<string, int> Limits { get; } =
        new(StringComparer.Ordinal)
        {
            ["search"] = 450,
            ["timeline"] = 10_000,
            ["users"] = 300,
            ["by"] = 300,
            ["posts"] = 3_500,
        };

    /// <summary>Characters of a query: 512, or 4,096 for an enterprise.</summary>
    public int QueryLength { get; set; } = 512;

    /// <summary>How far its clock is off.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Answers the next so many requests of an endpoint in another way.</summary>
    public ConcurrentQueue<(string Endpoint, Func<HttpContext, Task> Answer)> Instead { get; } = [];

    /// <summary>Every request: endpoint and query.</summary>
    public ConcurrentQueue<FakeVisit> Visits { get; } = [];

    /// <summary>Posts and users returned, those that came along included.</summary>
    public (int Posts, int Users) Returned { get; private set; }

    public string Authority => $"127.0.0.1:{new Uri(_server.Urls.Single()).Port}";

    private DateTimeOffset Now => _time.GetUtcNow() + Skew;

    public static async Task<FakeX> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = builder.Build();
        var fake = new FakeX(server, time);
        ((IApplicationBuilder)server).Run(fake.AnswerAsync);
        await server.StartAsync();
        return fake;
    }

    public FakeUser User(long id, string handle)
    {
        var user = new FakeUser(id) { Handle = handle };
        _users.Add(user);
        return user;
    }

    /// <summary>A post of so long ago.</summary>
    public FakePost Post(long author, string text, TimeSpan? ago = null)
    {
        var at = Now - (ago ?? TimeSpan.FromMinutes(5));
        var post = new FakePost(XIds.At(at) + _posts.Count + 1, author, text, at);
        _posts.Add(post);
        return post;
    }

    /// <summary>Another version of a post, under an id of its own.</summary>
    public FakePost Edit(FakePost post, string text)
    {
        var edited = Post(post.Author, text, TimeSpan.FromMinutes(2));
        edited.History = [.. post.History, edited.Id];
        post.Replaced = true;
        return edited;
    }

    /// <summary>How often an endpoint was asked.</summary>
    public int Asked(string endpoint) => Visits.Count(visit => visit.Endpoint == endpoint);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var endpoint = path switch
        {
            "/2/tweets/search/recent" => "search",
            "/2/users" => "users",
            "/2/users/by" => "by",
            "/2/tweets" => "posts",
            _ when Timeline().IsMatch(path) => "timeline",
            _ => "none",
        };
        var query = http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        Visits.Enqueue(new FakeVisit(endpoint, path, query));
        http.Response.Headers.Date = Now.ToString("r", CultureInfo.InvariantCulture);
        http.Response.Headers.SetCookie = "guest_id=v1%3A1";
        if (http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            await ProblemAsync(http, 401, "about:blank", "Unauthorized", "Unauthorized");
            return;
        }

        if (endpoint == "none" || http.Request.Method != "GET")
        {
            await ProblemAsync(http, 404, "about:blank", "Not Found", "No such endpoint");
            return;
        }

        if (!Admit(http, endpoint))
        {
            await ProblemAsync(http, 429, "https://api.x.com/2/problems/rate-limit-exceeded", "Too Many Requests", "Too Many Requests");
            return;
        }

        if (Instead.TryPeek(out var odd) && odd.Endpoint == endpoint && Instead.TryDequeue(out odd))
        {
            await odd.Answer(http);
            return;
        }

        try
        {
            var body = endpoint switch
            {
                "search" => Search(query),
                "timeline" => TimelineOf(long.Parse(Timeline().Match(path).Groups["id"].Value, CultureInfo.InvariantCulture), query),
                "posts" => Lookup(query),
                _ => Users(endpoint, query),
            };
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.WriteAsync(body.ToJsonString());
        }
        catch (BrokenRuleException broken)
        {
            await ProblemAsync(http, 400, "https://api.x.com/2/problems/invalid-request", "Invalid Request", broken.Message);
        }
    }

    private bool Admit(HttpContext http, string endpoint)
    {
        var now = Now.ToUnixTimeSeconds();
        var window = _windows.AddOrUpdate(
            endpoint,
            _ => (now, 1),
            (_, open) => now >= open.Start + Window ? (now, 1) : (open.Start, open.Used + 1)
        );
        var limit = Limits[endpoint];
        http.Response.Headers["x-rate-limit-limit"] = $"{limit}";
        http.Response.Headers["x-rate-limit-remaining"] = $"{Math.Max(0, limit - window.Used)}";
        http.Response.Headers["x-rate-limit-reset"] = $"{window.Start + Window}";
        return window.Used <= limit;
    }

    private static JsonObject Both(JsonArray data, JsonArray errors)
    {
        var body = new JsonObject();
        if (data.Count > 0)
        {
            body["data"] = data;
        }

        if (errors.Count > 0)
        {
            body["errors"] = errors;
        }

        return body;
    }

    private IEnumerable<FakePost> Visible() =>
        _posts.Where(post => !post.Deleted && !post.Replaced && _users.Find(user => user.Id == post.Author) is { State: FakeState.Open });

    private static bool Wants(Dictionary<string, string> query, string parameter, string field) =>
        query.GetValueOrDefault(parameter, "").Split(',').Contains(field);

    private static long? Id(Dictionary<string, string> query, string name)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        Rule(Number().IsMatch(text), $"{name} is no id");
        return long.Parse(text, CultureInfo.InvariantCulture);
    }

    private static void Allow(Dictionary<string, string> query, params string[] known) =>
        Rule(query.Keys.All(known.Contains), $"The query parameters are [{string.Join(", ", query.Keys.Except(known))}] too many");

    private static void Rule(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenRuleException(otherwise);
        }
    }

    internal static Task ProblemAsync(HttpContext http, int status, string type, string title, string detail)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        return http.Response.WriteAsync(
            new JsonObject
            {
                ["title"] = title,
                ["detail"] = detail,
                ["type"] = type,
                ["status"] = status,
            }.ToJsonString(),
            Encoding.UTF8
        );
    }

    [GeneratedRegex(@"^/2/users/(?<id>[0-9]{1,19})/tweets$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Timeline();

    [GeneratedRegex(
        @"^(from:[0-9]+( OR from:[0-9]+)*|\(from:[0-9]+( OR from:[0-9]+)*\)(?<plain> -is:retweet))$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SearchQuery();

    [GeneratedRegex("from:(?<id>[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex From();

    [GeneratedRegex("^[A-Za-z0-9_]{1,15}$", RegexOptions.NonBacktracking)]
    private static partial Regex Handle();

    [GeneratedRegex("^[0-9]{1,19}$", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    private sealed class BrokenRuleException(string message) : Exception(message);

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Whether an account can be read.</summary>
internal enum FakeState
{
    Open,
    Protected,
    Suspended,
    Gone,
}

/// <summary>An account on the other side.</summary>
internal sealed class FakeUser(long id)
{
    public long Id { get; } = id;
    public string Handle { get; set; } = "";
    public FakeState State { get; set; }
}

/// <summary>A post on the other side.</summary>
internal sealed class FakePost(long id, long author, string text, DateTimeOffset at)
{
    public long Id { get; } = id;
    public long Author { get; } = author;
    public string Text { get; } = text;
    public DateTimeOffset At { get; } = at;
    public bool Deleted { get; set; }
    public bool Replaced { get; set; }
    public IReadOnlyList<long> History { get; set; } = [id];

    /// <summary><c>retweeted</c>, <c>quoted</c>, <c>replied_to</c>, or empty.</summary>
    public string Refers { get; set; } = "";
    public long Other { get; set; }

    /// <summary>The link at the end of a quote.</summary>
    public string Link { get; set; } = "";
}

/// <summary>One request.</summary>
internal sealed record FakeVisit(string Endpoint, string Path, IReadOnlyDictionary<string, string> Query);
