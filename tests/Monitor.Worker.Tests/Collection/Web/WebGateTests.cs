using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>What the gate hands over when all is well, and what it says when a site answers something else.</summary>
public sealed class WebGateTests
{
    [Fact]
    public async Task APageArrivesWithItsBytesHeadersAndLabels()
    {
        await using var site = new TestSite();
        site.On(
            "/a",
            200,
            "Content-Type: Text/HTML; Charset=\"utf-8\"\r\nETag: \"v1\"\r\nLast-Modified: Sat, 21 Nov 2026 01:00:00 GMT",
            "Halo"
        );
        await using var web = await GateUnderTest.ForAsync(site);

        var answer = await web.PageAsync(site.Url("/a#bagian"));

        Assert.Equal(WebOutcome.Ok, answer.Outcome);
        Assert.Equal("Halo", Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Equal("text/html", answer.MediaType);
        Assert.Equal("utf-8", answer.Charset);
        Assert.Equal("\"v1\"", answer.ETag);
        Assert.Equal("Sat, 21 Nov 2026 01:00:00 GMT", answer.LastModified);
        Assert.Equal(site.Url("/a"), answer.Url);
        var capture = answer.ToCapture();
        Assert.Equal("Text/HTML; Charset=\"utf-8\"", capture.MediaType);
        Assert.Contains(capture.Headers, header => header is { Key: "etag", Value: "\"v1\"" });
    }

    [Fact]
    public async Task EveryRequestSaysWhoAsksAndHowToReachThem()
    {
        await using var site = new TestSite();
        site.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(site);

        await web.PageAsync(site.Url("/a"));

        Assert.Equal(["/robots.txt", "/a"], site.Requests.Select(request => request.Path));
        Assert.All(site.Requests, request => Assert.Equal("BawasluMonitor/0.1 (+redaksi@example.org)", request.Header("User-Agent")));
        Assert.All(site.Requests, request => Assert.Null(request.Header("Cookie") ?? request.Header("traceparent")));
    }

    [Fact]
    public async Task WithoutAContactNoPublicSiteIsAskedButAnAllowedOneIs()
    {
        await using var site = new TestSite();
        site.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(
            options => options.Contact = "",
            time: null,
            (_, _) => throw new InvalidOperationException("No name may be looked up."),
            site
        );

        Assert.Equal(WebOutcome.RefusedWithoutContact, (await web.PageAsync(new Uri("http://example.org/"))).Outcome);
        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/a"))).Outcome);
    }

    [Fact]
    public async Task ValidatorsAreSentBackUnchangedAnd304MeansTheCopyIsGood()
    {
        await using var site = new TestSite();
        site.On("/feed", 304, "ETag: W/\"x, y\"");
        await using var web = await GateUnderTest.ForAsync(site);

        var answer = await web.GetAsync(
            new WebRequest
            {
                Url = site.Url("/feed"),
                Kind = WebKind.Feed,
                ETag = "W/\"x, y\"",
                LastModified = "yesterday, or so",
            }
        );

        Assert.Equal(WebOutcome.NotModified, answer.Outcome);
        var sent = site.Requests.Last();
        Assert.Equal("W/\"x, y\"", sent.Header("If-None-Match"));
        Assert.Equal("yesterday, or so", sent.Header("If-Modified-Since"));
    }

    [Fact]
    public async Task A304NobodyAskedForIsBadContent()
    {
        await using var site = new TestSite();
        site.On("/a", 304);
        await using var web = await GateUnderTest.ForAsync(site);

        Assert.Equal(WebOutcome.BadContent, (await web.PageAsync(site.Url("/a"))).Outcome);
    }

    [Theory]
    [InlineData(204, nameof(WebOutcome.Ok))]
    [InlineData(300, nameof(WebOutcome.BadContent))]
    [InlineData(400, nameof(WebOutcome.ClientError))]
    [InlineData(401, nameof(WebOutcome.Forbidden))]
    [InlineData(403, nameof(WebOutcome.Forbidden))]
    [InlineData(404, nameof(WebOutcome.NotFound))]
    [InlineData(410, nameof(WebOutcome.Gone))]
    [InlineData(429, nameof(WebOutcome.RateLimited))]
    [InlineData(451, nameof(WebOutcome.Forbidden))]
    [InlineData(500, nameof(WebOutcome.ServerError))]
    [InlineData(503, nameof(WebOutcome.ServerError))]
    [InlineData(999, nameof(WebOutcome.BadContent))]
    public async Task EveryStatusHasItsOutcome(int status, string outcome)
    {
        await using var site = new TestSite();
        site.On("/a", status);
        await using var web = await GateUnderTest.ForAsync(site);

        var answer = await web.PageAsync(site.Url("/a"));

        Assert.Equal(outcome, answer.Outcome.ToString());
        Assert.Equal(status, answer.StatusCode);
        Assert.NotEmpty(answer.Reason.Id);
        Assert.NotEmpty(answer.Reason.En);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("bare deflate")]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    [InlineData("gzip on a plain body")]
    public async Task EveryEncodingIsUndone(string encoding)
    {
        var plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("netralitas ASN ", 20_000)));
        var body = encoding switch
        {
            "gzip" or "x-gzip" => Compress(plain, stream => new GZipStream(stream, CompressionLevel.Fastest)),
            "br" => Compress(plain, stream => new BrotliStream(stream, CompressionLevel.Fastest)),
            "deflate" => Compress(plain, stream => new ZLibStream(stream, CompressionLevel.Fastest)),
            "bare deflate" => Compress(plain, stream => new DeflateStream(stream, CompressionLevel.Fastest)),
            "gzip, br" => Compress(
                Compress(plain, stream => new GZipStream(stream, CompressionLevel.Fastest)),
                stream => new BrotliStream(stream, CompressionLevel.Fastest)
            ),
            _ => plain,
        };
        var label = encoding switch
        {
            "bare deflate" => "deflate",
            "gzip on a plain body" => "gzip",
            _ => encoding,
        };
        await using var site = new TestSite();
        site.On("/a", 200, $"Content-Encoding: {label}", body);
        await using var web = await GateUnderTest.ForAsync(site);

        var answer = await web.PageAsync(site.Url("/a"));

        Assert.Equal(WebOutcome.Ok, answer.Outcome);
        Assert.True(answer.Body.Span.SequenceEqual(plain));
    }

    [Theory]
    [InlineData("gzip", new byte[] { 0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData("br", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("compress", new byte[] { 1, 2, 3 })]
    [InlineData("gzip, gzip, gzip", new byte[] { 0x1F, 0x8B })]
    public async Task ABodyThatIsNotWhatItsEncodingSaysIsBadContent(string encoding, byte[] body)
    {
        await using var site = new TestSite();
        site.On("/a", 200, $"Content-Encoding: {encoding}", body);
        await using var web = await GateUnderTest.ForAsync(site);

        Assert.Equal(WebOutcome.BadContent, (await web.PageAsync(site.Url("/a"))).Outcome);
    }

    [Fact]
    public async Task ABodyCutInTheMiddleIsInterruptedAlsoWhenItWasCompressed()
    {
        var packed = Compress(new byte[300_000], stream => new GZipStream(stream, CompressionLevel.Fastest));
        await using var site = new TestSite();
        site.On("/plain", request => request.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"));
        site.On("/chunked", request => request.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"));
        site.On(
            "/packed",
            async request =>
            {
                await request.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
                await request.WriteAsync(packed.AsMemory(0, packed.Length / 2));
            }
        );
        await using var web = await GateUnderTest.ForAsync(site);

        Assert.Equal(WebOutcome.Interrupted, (await web.PageAsync(site.Url("/plain"))).Outcome);
        Assert.Equal(WebOutcome.Interrupted, (await web.PageAsync(site.Url("/chunked"))).Outcome);
        Assert.Equal(WebOutcome.Interrupted, (await web.PageAsync(site.Url("/packed"))).Outcome);
    }

    [Fact]
    public async Task AnAnswerThatIsNotHttpIsBadContent()
    {
        await using var site = new TestSite();
        site.On("/a", request => request.WriteAsync("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
        await using var web = await GateUnderTest.ForAsync(site);

        Assert.Equal(WebOutcome.BadContent, (await web.PageAsync(site.Url("/a"))).Outcome);
    }

    [Fact]
    public async Task AHostWithoutANameOrAListenerIsUnreachable()
    {
        await using var site = new TestSite();
        await using var web = await GateUnderTest.ForAsync(
            options: null,
            time: null,
            (_, _) => throw new SocketException((int)SocketError.HostNotFound),
            site
        );
        var url = site.Url("/a");
        await site.DisposeAsync();

        Assert.Equal(WebOutcome.Unreachable, (await web.PageAsync(url)).Outcome);
        var nameless = await web.PageAsync(new Uri("http://tidak-ada.example/"));
        Assert.Equal(WebOutcome.Unreachable, nameless.Outcome);
        Assert.Contains("was not found", nameless.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedirectsAreFollowedAndAPermanentMoveIsTold()
    {
        await using var site = new TestSite();
        site.On("/a", 301, "Location: /b");
        site.On("/b", 308, "Location: ?page=2#x");
        site.On("/b?page=2", 302, "Location: /c");
        site.On("/c", 200, "", "sampai");
        await using var web = await GateUnderTest.ForAsync(site);

        var answer = await web.PageAsync(site.Url("/a"));

        Assert.Equal(WebOutcome.Ok, answer.Outcome);
        Assert.Equal(site.Url("/c"), answer.Url);
        Assert.Equal([301, 308, 302], answer.Redirects.Select(hop => hop.StatusCode));
        Assert.Equal("/b?page=2", answer.MovedTo!.PathAndQuery);
    }

    [Fact]
    public async Task ALocationIsReadAsItIsMeantAlsoWithSpacesAndLetters()
    {
        await using var site = new TestSite();
        site.On("/a", 302, "Location:  /berita hari ini/\u00C3\u00B1 ");
        site.On("/berita%20hari%20ini/%C3%B1", 200);
        site.On("/kosong", 302, "Location:");
        site.On("/tanpa", 302);
        site.On("/salah", 302, "Location: http://[::1");
        await using var web = await GateUnderTest.ForAsync(site);

        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/a"))).Outcome);
        foreach (var path in (string[])["/kosong", "/tanpa", "/salah"])
        {
            Assert.Equal(WebOutcome.BadContent, (await web.PageAsync(site.Url(path))).Outcome);
        }
    }

    [Fact]
    public async Task AValidatorThatCouldSplitARequestIsNotSent()
    {
        await using var site = new TestSite();
        site.On("/a", 200);
        await using var web = await GateUnderTest.ForAsync(site);

        await web.GetAsync(
            new WebRequest
            {
                Url = site.Url("/a"),
                Kind = WebKind.Feed,
                ETag = "\"x\"\r\nCookie: a=b",
                LastModified = "\u00FF",
            }
        );

        var sent = site.Requests.Last();
        Assert.Null(sent.Header("If-None-Match") ?? sent.Header("If-Modified-Since") ?? sent.Header("Cookie"));
    }

    [Fact]
    public async Task WhateverBytesAServerSendsTheAnswerIsAValue()
    {
        string[] seeds =
        [
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\nhalo!",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n5\r\nhalo!\r\n0\r\nX: y\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /lain\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\u001f\u008b\u0008\0\0\0\0\0\0\u0003\u00cbH\u00cc\u00c9\u0007\0",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 429 Nanti\r\nRetry-After: 5\r\nDate: Sat, 21 Nov 2026 03:05:00 GMT\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 9\r\n\r\n\u000b\u0002\u0080halo!\u0003",
        ];
        var random = new Random(7230);
        var response = "";
        await using var site = new TestSite();
        site.On("/a", request => request.WriteAsync(response));
        await using var web = await GateUnderTest.ForAsync(site);
        for (var round = 0; round < 240; round++)
        {
            var bytes = seeds[round % seeds.Length].ToCharArray();
            for (var i = random.Next(4); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (char)random.Next(256);
            }

            response = new string(bytes, 0, random.Next(3) == 0 ? random.Next(bytes.Length) : bytes.Length);

            var answer = await web.PageAsync(site.Url("/a"));

            Assert.NotEmpty(answer.Reason.Id);
            if (answer.Outcome == WebOutcome.RateLimited)
            {
                // Start afresh, or the host's rest would hide the rounds that follow.
                await web.Database.WriteAsync(
                    session => session.ExecuteAsync("DELETE FROM host_pace"),
                    TestContext.Current.CancellationToken
                );
            }
        }
    }

    [Fact]
    public async Task OnlyTheCallersOwnCancellationThrows()
    {
        await using var site = new TestSite();
        using var cancel = new CancellationTokenSource();
        site.On(
            "/a",
            async request =>
            {
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, request.Stop);
            }
        );
        site.On("/b", 200);
        await using var web = await GateUnderTest.ForAsync(site);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            web.Gate.GetAsync(WebRequest.For(site.Url("/a"), WebKind.Page), cancel.Token)
        );
        // The turn was given back: the next request does not wait for it to lapse.
        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/b"))).Outcome);
    }

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
        {
            stream.Write(plain);
        }

        return packed.ToArray();
    }
}
