using System.Collections.Concurrent;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>Robustness case 6: what a site asks of us is done, what it asks by mistake does no harm, and nobody is hurried.</summary>
public sealed class Case6PolitenessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Cap = TimeSpan.FromHours(24);

    [Theory]
    [InlineData("120", 120.0)]
    [InlineData(" 120 ", 120.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("0", null)]
    [InlineData("-30", null)]
    [InlineData("317100", 86400.0)]
    [InlineData("99999999999999999999999999", 86400.0)]
    [InlineData("1e400", null)]
    [InlineData("NaN", null)]
    [InlineData("nanti", null)]
    [InlineData("", null)]
    [InlineData("Sat, 21 Nov 2026 03:05:00 GMT", 300.0)]
    [InlineData("Saturday, 21-Nov-26 03:05:00 GMT", 300.0)]
    [InlineData("Sat Nov 21 03:05:00 2026", 300.0)]
    [InlineData("Sat, 21 Nov 2026 10:05:00 +0700", 300.0)]
    [InlineData("Sat, 21 Nov 2026 02:00:00 GMT", null)]
    [InlineData("Fri, 01 Jan 2100 00:00:00 GMT", 86400.0)]
    public void RetryAfterIsReadInEveryFormAndBounded(string value, double? seconds)
    {
        Assert.Equal(seconds, RetryTimes.Read(Answer(429, ("retry-after", value)), Now, Cap)?.TotalSeconds);
    }

    [Theory]
    [InlineData("1795230300", null, 300.0)]
    [InlineData("1795230300000", null, 300.0)]
    [InlineData("300", null, 300.0)]
    [InlineData("1795229000", null, null)]
    [InlineData("-5", null, null)]
    [InlineData("kapan", null, null)]
    [InlineData("9999999999", null, 86400.0)]
    // The site's clock is an hour ahead of ours, or behind: five minutes stay five minutes.
    [InlineData("1795233900", "Sat, 21 Nov 2026 04:00:00 GMT", 300.0)]
    [InlineData("1795226700", "Sat, 21 Nov 2026 02:00:00 GMT", 300.0)]
    public void ARateLimitResetIsMeasuredByTheSitesOwnClock(string value, string? date, double? seconds)
    {
        Assert.Equal(1795230000, Now.ToUnixTimeSeconds());

        var answer = Answer(429, ("x-rate-limit-reset", value), ("date", date ?? ""));

        Assert.Equal(seconds, RetryTimes.Read(answer, Now, Cap)?.TotalSeconds);
    }

    [Fact]
    public async Task AHostThatSaysTooManyIsLeftAloneByEveryWorkerAndProcess()
    {
        var time = new ManualTime();
        await using var site = new TestSite();
        site.On("/a", 429, "Retry-After: 3600");
        site.On("/b", 200);
        await using var web = await GateUnderTest.ForAsync(options: null, time, lookup: null, site);

        var refused = await web.PageAsync(site.Url("/a"));
        Assert.Equal(WebOutcome.RateLimited, refused.Outcome);
        Assert.Equal(TimeSpan.FromHours(1), refused.RetryAfter);

        // Another gate over the same database is another process.
        using var other = new WebGate(web.Options, new HostPacing(web.Database, web.Options, time), time);
        var requests = site.Requests.Count;
        foreach (var gate in (WebGate[])[web.Gate, other])
        {
            var postponed = await gate.GetAsync(WebRequest.For(site.Url("/b"), WebKind.Page), CancellationToken.None);
            Assert.Equal(WebOutcome.Postponed, postponed.Outcome);
            Assert.Equal(TimeSpan.FromHours(1), postponed.RetryAfter);
        }

        Assert.Equal(requests, site.Requests.Count);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/b"))).Outcome);
    }

    [Fact]
    public async Task AClockMovedBackDoesNotMakeAHostRestForLonger()
    {
        var time = new ManualTime();
        await using var web = await GateUnderTest.ForAsync(options => options.MaxTurnWait = TimeSpan.Zero, time, lookup: null);
        var turn = (await web.Pacing.TakeAsync("contoh.id", TimeSpan.FromSeconds(5), CancellationToken.None)).Turn!;
        await web.Pacing.DoneAsync(turn, TimeSpan.FromSeconds(5), rest: TimeSpan.FromMinutes(10));

        time.SetWallClock(time.GetUtcNow() - TimeSpan.FromDays(30));

        var waiting = await web.Pacing.TakeAsync("contoh.id", TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.Null(waiting.Turn);
        Assert.Equal(TimeSpan.FromMinutes(10), waiting.Wait);
    }

    [Fact]
    public async Task ATurnOfADeadProcessLapses()
    {
        var time = new ManualTime();
        await using var web = await GateUnderTest.ForAsync(options => options.MaxTurnWait = TimeSpan.Zero, time, lookup: null);
        Assert.NotNull((await web.Pacing.TakeAsync("contoh.id", TimeSpan.Zero, CancellationToken.None)).Turn);

        var successor = new HostPacing(web.Database, web.Options, time);
        Assert.Null((await successor.TakeAsync("contoh.id", TimeSpan.Zero, CancellationToken.None)).Turn);
        time.Advance(web.Options.Deadline + TimeSpan.FromMinutes(1));

        Assert.NotNull((await successor.TakeAsync("contoh.id", TimeSpan.Zero, CancellationToken.None)).Turn);
    }

    [Fact]
    public async Task TheIntervalHoldsWithEightWorkersInEachOfTwoProcesses()
    {
        await using var site = new TestSite();
        ConcurrentQueue<(long Start, long End)> spans = [];
        var clock = Clock.Machine;
        var underWay = 0;
        var most = 0;
        site.On(
            "/a",
            async request =>
            {
                var start = clock.GetTimestamp();
                InterlockedMax(ref most, Interlocked.Increment(ref underWay));
                await Task.Delay(5);
                Interlocked.Decrement(ref underWay);
                spans.Enqueue((start, clock.GetTimestamp()));
                await request.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        );
        var interval = TimeSpan.FromMilliseconds(60);
        await using var web = await GateUnderTest.ForAsync(options => options.PerHostInterval = interval, time: null, lookup: null, site);
        var storage = new StorageOptions { Directory = web.Folder.Root, Durability = Durability.Normal };
        using var second = new Database(web.Folder, storage);
        using var other = new WebGate(web.Options, new HostPacing(second, web.Options, clock), clock);

        var answers = await Task.WhenAll(
            from gate in (WebGate[])[web.Gate, other]
            from worker in Enumerable.Range(0, 8)
            select Task.Run(() => gate.GetAsync(WebRequest.For(site.Url("/a"), WebKind.Page), CancellationToken.None))
        );

        Assert.All(answers, answer => Assert.Equal(WebOutcome.Ok, answer.Outcome));
        Assert.Equal(1, most);
        var ordered = spans.OrderBy(span => span.Start).ToList();
        Assert.Equal(16, ordered.Count);
        foreach (var (before, after) in ordered.Zip(ordered.Skip(1)))
        {
            // Never shorter, however busy the machine: a slow machine makes the gaps longer only. Two milliseconds are the clock's grain.
            Assert.True(clock.GetElapsedTime(before.End, after.Start) >= interval - TimeSpan.FromMilliseconds(2));
        }
    }

    [Fact]
    public async Task OneBusyHostDoesNotHoldUpAnother()
    {
        await using var slow = new TestSite();
        await using var quick = new TestSite();
        var released = new TaskCompletionSource();
        slow.On(
            "/a",
            async request =>
            {
                await released.Task;
                await request.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        );
        quick.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(slow, quick);

        var waiting = Enumerable.Range(0, 4).Select(_ => web.PageAsync(slow.Url("/a"))).ToList();
        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(quick.Url("/a"))).Outcome);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        released.SetResult();
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(WebOutcome.Ok, answer.Outcome));
    }

    [Fact]
    public async Task APublicHostGetsItsSecondWhateverIsConfigured()
    {
        var time = new ManualTime();
        await using var web = await GateUnderTest.ForAsync(
            options => options.MaxTurnWait = TimeSpan.Zero,
            time,
            (_, _) => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.Loopback])
        );

        Assert.Equal(WebOutcome.RefusedAddress, (await web.PageAsync(new Uri("http://contoh.id/"))).Outcome);
        var soon = await web.PageAsync(new Uri("http://contoh.id/"));

        Assert.Equal(WebOutcome.Postponed, soon.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(1), soon.RetryAfter);
    }

    [Theory]
    [InlineData(200, "User-agent: *\nDisallow: /", nameof(WebOutcome.RefusedByRobots))]
    [InlineData(200, "User-agent: *\nDisallow: /b", nameof(WebOutcome.Ok))]
    [InlineData(200, "<!DOCTYPE html><p>Selamat datang</p>", nameof(WebOutcome.Ok))]
    [InlineData(400, "User-agent: *\nDisallow: /", nameof(WebOutcome.Ok))]
    [InlineData(403, "User-agent: *\nDisallow: /", nameof(WebOutcome.Ok))]
    [InlineData(404, "User-agent: *\nDisallow: /", nameof(WebOutcome.Ok))]
    [InlineData(410, "User-agent: *\nDisallow: /", nameof(WebOutcome.Ok))]
    [InlineData(429, "", nameof(WebOutcome.Postponed))]
    [InlineData(500, "User-agent: *\nAllow: /", nameof(WebOutcome.RefusedByRobots))]
    [InlineData(503, "User-agent: *\nAllow: /", nameof(WebOutcome.RefusedByRobots))]
    public async Task RobotsTxtIsAskedFirstAndItsStatusMeansWhatTheRfcSays(int status, string robots, string outcome)
    {
        await using var site = new TestSite();
        site.On("/robots.txt", status, "", robots);
        site.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(site);

        var answer = await web.PageAsync(site.Url("/a"));

        Assert.Equal(outcome, answer.Outcome.ToString());
        Assert.Equal(outcome == nameof(WebOutcome.Ok), site.Requests.Any(request => request.Path == "/a"));
    }

    [Fact]
    public async Task ARobotsTxtOfAMegabyteIsReadAsFarAsItCounts()
    {
        await using var site = new TestSite();
        var filler = new string('#', 1024) + "\n";
        site.On(
            "/robots.txt",
            200,
            "",
            "User-agent: *\nDisallow: /awal\n" + string.Concat(Enumerable.Repeat(filler, 1024)) + "Disallow: /akhir\n"
        );
        site.On("/akhir", 200);
        await using var web = await GateUnderTest.ForAsync(site);

        var first = await web.PageAsync(site.Url("/awal"));
        Assert.Equal(WebOutcome.RefusedByRobots, first.Outcome);
        Assert.Contains("Disallow: /awal", first.Reason.Id, StringComparison.Ordinal);
        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/akhir"))).Outcome);
    }

    [Fact]
    public async Task RobotsTxtIsBelievedForADayAndAnOlderCopyOutlivesAnOutage()
    {
        var time = new ManualTime();
        await using var site = new TestSite();
        site.On("/robots.txt", 200, "", "User-agent: *\nDisallow: /rahasia");
        site.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(options: null, time, lookup: null, site);
        int Asked() => site.Requests.Count(request => request.Path == "/robots.txt");

        await web.PageAsync(site.Url("/a"));
        time.Advance(TimeSpan.FromHours(23));
        await web.PageAsync(site.Url("/a"));
        Assert.Equal(1, Asked());

        site.On("/robots.txt", 500);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/a"))).Outcome);
        Assert.Equal(WebOutcome.RefusedByRobots, (await web.PageAsync(site.Url("/rahasia"))).Outcome);
        Assert.Equal(2, Asked());
    }

    [Fact]
    public async Task ASiteWhoseRobotsTxtFailsIsAskedAgainSoonAndThenAllowed()
    {
        var time = new ManualTime();
        await using var site = new TestSite();
        site.On("/robots.txt", 500);
        site.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(options: null, time, lookup: null, site);

        var refused = await web.PageAsync(site.Url("/a"));
        Assert.Equal(WebOutcome.RefusedByRobots, refused.Outcome);
        Assert.Equal(TimeSpan.FromMinutes(10), refused.RetryAfter);
        site.On("/robots.txt", 404);
        Assert.Equal(WebOutcome.RefusedByRobots, (await web.PageAsync(site.Url("/a"))).Outcome);
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/a"))).Outcome);
    }

    [Fact]
    public async Task ManyAskersShareOneFetchOfRobotsTxt()
    {
        await using var site = new TestSite();
        site.On("/robots.txt", 200, "", "User-agent: *\nDisallow: /x");
        site.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(site);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => web.PageAsync(site.Url("/a"))));

        Assert.Single(site.Requests, request => request.Path == "/robots.txt");
    }

    [Fact]
    public async Task ARedirectToAnotherSiteAsksThatSitesRobotsTxt()
    {
        await using var from = new TestSite();
        await using var to = new TestSite();
        from.On("/a", 302, $"Location: {to.Url("/b")}");
        to.On("/robots.txt", 200, "", "User-agent: BawasluMonitor\nDisallow: /b");
        to.On("/b", 200);
        await using var web = await GateUnderTest.ForAsync(from, to);

        var answer = await web.PageAsync(from.Url("/a"));

        Assert.Equal(WebOutcome.RefusedByRobots, answer.Outcome);
        Assert.DoesNotContain(to.Requests, request => request.Path == "/b");
    }

    [Theory]
    [InlineData("Crawl-delay: 30", 30.0)]
    [InlineData("Crawl-delay: 86400", 120.0)]
    public async Task CrawlDelayIsKeptUpToTheCap(string line, double seconds)
    {
        var time = new ManualTime();
        await using var site = new TestSite();
        site.On("/robots.txt", 200, "", $"User-agent: *\n{line}\n");
        site.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(options => options.MaxTurnWait = TimeSpan.Zero, time, lookup: null, site);

        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/a"))).Outcome);
        var soon = await web.PageAsync(site.Url("/a"));

        Assert.Equal(WebOutcome.Postponed, soon.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(seconds), soon.RetryAfter);
    }

    private static WebAnswer Answer(int status, params (string Name, string Value)[] headers) =>
        new()
        {
            Outcome = WebOutcome.Ok,
            Url = new Uri("https://contoh.id/"),
            Reason = Reasons.Ok,
            FetchedAt = Now,
            StatusCode = status,
            Headers =
            [
                .. headers.Where(header => header.Value.Length > 0).Select(header => KeyValuePair.Create(header.Name, header.Value)),
            ],
        };

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; )
        {
            seen = Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
