using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>Robustness case 2: bombs, bodies without end and drips stop at the cap or at the deadline, in bounded memory.</summary>
[Collection(nameof(Case2BombTests))]
[CollectionDefinition(nameof(Case2BombTests), DisableParallelization = true)]
public sealed class Case2BombTests
{
    private const long Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    public async Task A512MebibyteBombStopsAtTheCap(string encoding)
    {
        var bomb = Bomb(512 * Mebibyte, encoding);
        await using var site = new TestSite();
        site.On("/bom", 200, $"Content-Encoding: {encoding}", bomb);
        await using var web = await GateUnderTest.ForAsync(site);
        await web.PageAsync(site.Url("/pemanasan"));
        GC.Collect();
        ForgetPeak();
        var before = PeakMemory();

        var answer = await web.PageAsync(site.Url("/bom"));

        Assert.Equal(WebOutcome.TooLarge, answer.Outcome);
        Assert.Equal(200, answer.StatusCode);
        var grown = PeakMemory() - before;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{encoding}: {bomb.Length:N0} bytes of bomb, peak memory grew by {grown:N0} bytes."
        );
        Assert.True(grown < web.Options.MaxPageBytes + (64 * Mebibyte), $"Peak memory grew by {grown:N0} bytes.");
    }

    [Fact]
    public async Task AnEndlessBodyStopsAtTheCapWithItsKind()
    {
        await using var site = new TestSite();
        long sent = 0;
        site.On(
            "/tak-berujung",
            async request =>
            {
                await request.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
                var block = Encoding.ASCII.GetBytes(new string('x', 16 * 1024));
                while (true)
                {
                    await request.WriteAsync(block);
                    sent += block.Length;
                }
            }
        );
        await using var web = await GateUnderTest.ForAsync(
            options =>
            {
                options.MaxPageBytes = 256 * 1024;
                options.MaxFeedBytes = 512 * 1024;
            },
            time: null,
            lookup: null,
            site
        );

        Assert.Equal(WebOutcome.TooLarge, (await web.PageAsync(site.Url("/tak-berujung"))).Outcome);
        var feed = await web.GetAsync(WebRequest.For(site.Url("/tak-berujung"), WebKind.Feed));
        Assert.Equal(WebOutcome.TooLarge, feed.Outcome);
        Assert.Contains("524,288", feed.Reason.En, StringComparison.Ordinal);
        // What the kernel buffers on both sides comes on top; it is far from endless.
        Assert.True(Volatile.Read(ref sent) < 64 * Mebibyte, $"{sent:N0} bytes were taken.");
    }

    [Fact]
    public async Task ABodyThatSaysItIsTooLargeIsNotRead()
    {
        await using var site = new TestSite();
        site.On("/besar", request => request.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"));
        await using var web = await GateUnderTest.ForAsync(site);

        Assert.Equal(WebOutcome.TooLarge, (await web.PageAsync(site.Url("/besar"))).Outcome);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "x")]
    // A gzip header and the start of a stored block of 65,535 bytes, then one byte of it at a time.
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000000\r\n\r\n\u001f\u008b\u0008\0\0\0\0\0\0\u0003\0\u00ff\u00ff\0\0",
        "a"
    )]
    [InlineData("HTTP/1.1 200 OK\r\nX-Pelan: ", "y")]
    [InlineData("HTTP/1.1 500 Rusak\r\nContent-Length: 1000000\r\n\r\n", "z")]
    public async Task AByteASecondStopsAtTheDeadlineWhereverItTrickles(string head, string drip)
    {
        var time = new ManualTime();
        await using var site = new TestSite();
        using var dripped = new SemaphoreSlim(0);
        var drops = 0;
        site.On(
            "/tetes",
            async request =>
            {
                await request.WriteAsync(head);
                while (true)
                {
                    await request.WriteAsync(drip);
                    drops++;
                    dripped.Release();
                    // The next drop falls when the test has turned the clock by a second.
                    await Task.Delay(TimeSpan.FromSeconds(1), time, request.Stop);
                }
            }
        );
        await using var web = await GateUnderTest.ForAsync(options: null, time, lookup: null, site);

        var asked = web.PageAsync(site.Url("/tetes"));
        while (!asked.IsCompleted)
        {
            if (await dripped.WaitAsync(20))
            {
                // Let the drop's own timer be set before the clock turns.
                await Task.Yield();
            }

            if (drops > 0)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.Equal(WebOutcome.TimedOut, (await asked).Outcome);
        Assert.NotEqual(0, drops);
    }

    [Fact]
    public async Task TheDeadlineBindsAllHopsTogether()
    {
        var time = new ManualTime();
        await using var site = new TestSite();
        for (var i = 0; i < 6; i++)
        {
            var next = i + 1;
            site.On(
                $"/{i}",
                async request =>
                {
                    // Each hop takes eight seconds: none is late, four together are.
                    time.Advance(TimeSpan.FromSeconds(8));
                    await request.WriteAsync($"HTTP/1.1 302 Found\r\nLocation: /{next}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                }
            );
        }

        await using var web = await GateUnderTest.ForAsync(options: null, time, lookup: null, site);

        var answer = await web.PageAsync(site.Url("/0"));

        Assert.Equal(WebOutcome.TimedOut, answer.Outcome);
        Assert.True(site.Requests.Count <= 6, $"{site.Requests.Count} requests.");
    }

    [Theory]
    [InlineData(100_000, 10)]
    [InlineData(1, 1_000_000)]
    public async Task AFloodOfHeadersStopsAtTheCap(int count, int length)
    {
        await using var site = new TestSite();
        site.On(
            "/banjir",
            async request =>
            {
                await request.WriteAsync("HTTP/1.1 200 OK\r\n");
                for (var i = 0; i < count; i++)
                {
                    await request.WriteAsync($"X-{i}: {new string('h', length)}\r\n");
                }

                await request.WriteAsync("\r\n");
            }
        );
        await using var web = await GateUnderTest.ForAsync(site);

        var answer = await web.PageAsync(site.Url("/banjir"));

        Assert.Equal(WebOutcome.TooLarge, answer.Outcome);
        Assert.Contains("32,768", answer.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFloodOfTrailersStopsAtTheCap()
    {
        await using var site = new TestSite();
        site.On(
            "/ekor",
            async request =>
            {
                await request.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalo!\r\n0\r\n");
                while (true)
                {
                    await request.WriteAsync($"X-Ekor: {new string('e', 1000)}\r\n");
                }
            }
        );
        await using var web = await GateUnderTest.ForAsync(site);

        Assert.Equal(WebOutcome.TooLarge, (await web.PageAsync(site.Url("/ekor"))).Outcome);
    }

    [Fact]
    public async Task PromisesWithoutAnAnswerEndAtOneCapOrTheOther()
    {
        var time = new ManualTime();
        await using var site = new TestSite();
        site.On(
            "/sabar",
            async request =>
            {
                for (var i = 0; ; i++)
                {
                    await request.WriteAsync("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
                    if (i % 100 == 99)
                    {
                        time.Advance(TimeSpan.FromSeconds(1));
                    }
                }
            }
        );
        await using var web = await GateUnderTest.ForAsync(options: null, time, lookup: null, site);

        var answer = await web.PageAsync(site.Url("/sabar"));

        // The hints count as headers, so which of the two is reached first depends on how fast they come.
        Assert.True(answer.Outcome is WebOutcome.TimedOut or WebOutcome.TooLarge, answer.Outcome.ToString());
    }

    [Fact]
    public async Task ARedirectLoopAndALongChainEnd()
    {
        await using var site = new TestSite();
        site.On("/a", 302, "Location: /b");
        site.On("/b", 302, "Location: /a#lagi");
        for (var i = 0; i < 50; i++)
        {
            site.On($"/rantai{i}", 301, $"Location: /rantai{i + 1}");
        }

        await using var web = await GateUnderTest.ForAsync(site);

        var loop = await web.PageAsync(site.Url("/a"));
        Assert.Equal(WebOutcome.TooManyRedirects, loop.Outcome);
        Assert.Contains("come back", loop.Reason.En, StringComparison.Ordinal);
        var chain = await web.PageAsync(site.Url("/rantai0"));
        Assert.Equal(WebOutcome.TooManyRedirects, chain.Outcome);
        Assert.Equal(web.Options.MaxRedirects, chain.Redirects.Count);
    }

    private static byte[] Bomb(long bytes, string encoding)
    {
        using var packed = new MemoryStream();
        using (var outer = Pack(packed, encoding.Split(", ")[^1]))
        {
            if (encoding.Contains(", ", StringComparison.Ordinal))
            {
                using var inner = Pack(outer, encoding.Split(", ")[0]);
                Fill(inner, bytes);
            }
            else
            {
                Fill(outer, bytes);
            }
        }

        return packed.ToArray();
    }

    private static Stream Pack(Stream target, string encoding) =>
        encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
        };

    private static void Fill(Stream stream, long bytes)
    {
        var zeros = new byte[Mebibyte];
        for (long done = 0; done < bytes; done += zeros.Length)
        {
            stream.Write(zeros);
        }
    }

    /// <summary>Makes the peak start again from what is used now, where the kernel can (proc(5), clear_refs), so that an earlier test's peak hides nothing.</summary>
    private static void ForgetPeak()
    {
        const string ClearReferences = "/proc/self/clear_refs";
        if (File.Exists(ClearReferences))
        {
            File.WriteAllText(ClearReferences, "5");
        }
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
