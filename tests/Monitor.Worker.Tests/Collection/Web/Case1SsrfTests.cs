using System.Net;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>Robustness case 1: nothing that a feed, a page or a name server says makes the gate knock at a private door.</summary>
public sealed class Case1SsrfTests
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.8.9.1/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://172.31.255.255/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://100.127.255.254/")]
    [InlineData("http://192.0.2.7/")]
    [InlineData("http://198.18.0.1/")]
    [InlineData("http://198.51.100.1/")]
    [InlineData("http://203.0.113.9/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://[::ffff:8.8.8.8]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[64:ff9b:1::a00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/")]
    [InlineData("http://[2001:db8::1]/")]
    [InlineData("http://[3fff::1]/")]
    [InlineData("http://[fc00::1]/")]
    [InlineData("http://[fd12:3456:789a::1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fe80::1%25lo]/")]
    [InlineData("http://[fec0::1]/")]
    [InlineData("http://[ff02::1]/")]
    [InlineData("http://[100::1]/")]
    public async Task AnAddressThatIsNotPublicIsRefused(string url)
    {
        await using var web = await GateUnderTest.ForAsync();

        var answer = await web.PageAsync(new Uri(url));

        Assert.Equal(WebOutcome.RefusedAddress, answer.Outcome);
        Assert.Contains("AllowedPrivateHosts", answer.Reason.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://127.0.0.01/")]
    [InlineData("http://a.0x7f/")]
    [InlineData("http://1.2.3.4.5/")]
    [InlineData("http://budi@contoh.id/")]
    [InlineData("http://budi:sandi@contoh.id/")]
    [InlineData("http:\\\\10.0.0.1/")]
    [InlineData("http://contoh.id/a\\b")]
    [InlineData("http://contoh.id/a\tb")]
    [InlineData("http://contoh.id:22/")]
    [InlineData("https://contoh.id:8443/")]
    [InlineData("http://contoh.id:0/")]
    [InlineData("ftp://contoh.id/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://contoh.id/")]
    [InlineData("data:text/plain,halo")]
    [InlineData("unix:/run/monitor.sock")]
    public async Task AnAddressWrittenToMisleadIsRefusedBeforeAnyNameIsLookedUp(string url)
    {
        await using var web = await GateUnderTest.ForAsync(
            options: null,
            time: null,
            (_, _) => throw new InvalidOperationException("No name may be looked up.")
        );

        Assert.Equal(WebOutcome.RefusedUrl, (await web.PageAsync(new Uri(url))).Outcome);
    }

    [Theory]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://①②⑦.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST./")]
    [InlineData("http://127.0.0.1%2f@contoh.id/")]
    public async Task WhateverElseNamesThisMachineIsRefusedOneWayOrTheOther(string url)
    {
        await using var web = await GateUnderTest.ForAsync();

        Assert.SkipUnless(Uri.TryCreate(url, UriKind.Absolute, out var parsed), "The runtime does not take this for an address at all.");
        var answer = await web.PageAsync(parsed);

        Assert.True(
            answer.Outcome is WebOutcome.RefusedUrl or WebOutcome.RefusedAddress or WebOutcome.Unreachable,
            answer.Outcome.ToString()
        );
    }

    [Fact]
    public async Task AListeningSocketOnThisMachineSeesNoConnection()
    {
        await using var trap = new TestSite();
        await using var front = new TestSite();
        string[] targets =
        [
            $"http://127.0.0.1:{trap.Port}/",
            $"http://localhost:{trap.Port}/",
            $"http://[::ffff:127.0.0.1]:{trap.Port}/",
            $"http://2130706433:{trap.Port}/",
            $"http://0x7f.1:{trap.Port}/",
            $"http://user@127.0.0.1:{trap.Port}/",
            $"//127.0.0.1:{trap.Port}/",
            $"http://contoh.id\\@127.0.0.1:{trap.Port}/",
            $"http:\\\\127.0.0.1:{trap.Port}/",
        ];
        for (var i = 0; i < targets.Length; i++)
        {
            front.On($"/{i}", 302, $"Location: {targets[i]}");
        }

        await using var web = await GateUnderTest.ForAsync(front);
        for (var i = 0; i < targets.Length; i++)
        {
            var redirected = await web.PageAsync(front.Url($"/{i}"));
            Assert.True(redirected.Outcome is WebOutcome.RefusedUrl or WebOutcome.RefusedAddress, $"{targets[i]}: {redirected.Outcome}");
        }

        foreach (var target in targets)
        {
            if (!Uri.TryCreate(target, UriKind.Absolute, out var url))
            {
                continue;
            }

            var direct = await web.PageAsync(url);
            Assert.True(direct.Outcome is WebOutcome.RefusedUrl or WebOutcome.RefusedAddress, $"{target}: {direct.Outcome}");
        }

        Assert.Equal(0, trap.Connections);
    }

    [Fact]
    public async Task ARedirectToAPrivateAddressIsRefusedAtTheHop()
    {
        await using var front = new TestSite();
        front.On("/luar", 302, "Location: http://169.254.169.254/latest/meta-data/");
        front.On("/dalam", 302, "Location: http://sah.example/");
        await using var web = await GateUnderTest.ForAsync(
            options: null,
            time: null,
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.1.2.3")]),
            front
        );

        var literal = await web.PageAsync(front.Url("/luar"));
        var named = await web.PageAsync(front.Url("/dalam"));

        Assert.Equal(WebOutcome.RefusedAddress, literal.Outcome);
        Assert.Equal(WebOutcome.RefusedAddress, named.Outcome);
        Assert.Equal("sah.example", named.Url.Host);
        Assert.Single(named.Redirects);
    }

    [Fact]
    public async Task ANameThatChangesBetweenCheckAndConnectIsConnectedToWhereItWasVetted()
    {
        await using var trap = new TestSite();
        var asked = 0;
        var connection = new PublicConnection(
            new AllowedHosts([]),
            (_, _) =>
            {
                // A look-up that passes the check, then one that points inside: there must be no second one.
                asked++;
                return Task.FromResult<IPAddress[]>([asked == 1 ? IPAddress.Parse("240.0.0.1") : IPAddress.Loopback]);
            },
            TimeSpan.FromSeconds(5)
        );

        await Assert.ThrowsAsync<RefusedAddressException>(async () =>
            await connection.OpenAsync(new DnsEndPoint("berubah.example", trap.Port), TestContext.Current.CancellationToken)
        );
        Assert.Equal(1, asked);

        // The next connection is vetted anew, and now the name points inside.
        await Assert.ThrowsAsync<RefusedAddressException>(async () =>
            await connection.OpenAsync(new DnsEndPoint("berubah.example", trap.Port), TestContext.Current.CancellationToken)
        );
        Assert.Equal(2, asked);
        Assert.Equal(0, trap.Connections);
    }

    [Fact]
    public async Task OfSeveralAddressesOnlyThePublicOnesAreTried()
    {
        await using var trap = new TestSite();
        var connection = new PublicConnection(
            new AllowedHosts([]),
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("2002:7f00:1::")]),
            TimeSpan.FromSeconds(5)
        );

        await Assert.ThrowsAsync<RefusedAddressException>(async () =>
            await connection.OpenAsync(new DnsEndPoint("campur.example", trap.Port), TestContext.Current.CancellationToken)
        );
        Assert.Equal(0, trap.Connections);
    }

    [Fact]
    public async Task AnAllowedEntryOpensItsHostAndPortAndNothingElse()
    {
        await using var allowed = new TestSite();
        await using var other = new TestSite();
        allowed.On("/a", 200, "", "boleh");
        other.On("/a", 200, "", "tidak boleh");
        await using var web = await GateUnderTest.ForAsync(allowed);

        Assert.Equal(WebOutcome.Ok, (await web.PageAsync(allowed.Url("/a"))).Outcome);
        Assert.Equal(WebOutcome.RefusedUrl, (await web.PageAsync(other.Url("/a"))).Outcome);
        Assert.Equal(0, other.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1:8000", "127.0.0.1", 8000, true)]
    [InlineData("127.0.0.1:8000", "127.0.0.1", 80, false)]
    [InlineData("127.0.0.1", "127.0.0.1", 80, true)]
    [InlineData("127.0.0.1", "127.0.0.1", 8000, false)]
    [InlineData("localhost:8080", "LOCALHOST", 8080, true)]
    [InlineData("localhost", "localhost.evil.example", 80, false)]
    [InlineData("[::1]:8080", "[::1]", 8080, true)]
    [InlineData("[::1]:8080", "0:0:0:0:0:0:0:1", 8080, true)]
    [InlineData("::1", "::1", 443, true)]
    [InlineData("10.0.0.0/8", "10.0.0.1", 80, false)]
    [InlineData("http://10.0.0.1", "10.0.0.1", 80, false)]
    [InlineData("*", "10.0.0.1", 80, false)]
    [InlineData("10.0.0.1:99999", "10.0.0.1", 80, false)]
    public void AnEntryIsAHostWithAnOptionalPort(string entry, string host, int port, bool allows)
    {
        Assert.Equal(allows, new AllowedHosts([entry]).Allows(host, port));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("103.10.66.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("223.255.255.254")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2400:cb00::1")]
    [InlineData("2606:4700::6810:84e5")]
    public void APublicAddressIsNotRefused(string address) => Assert.Null(AddressRules.NotPublic(IPAddress.Parse(address)));

    [Fact]
    public void TheEnvironmentsProxyIsNotAskedAndNothingElseInTheSourcesOpensAConnection()
    {
        // The exceptions are Unix sockets, which cannot reach the network: our own, and the service manager's; and mail to operators, which goes to the
        // one server that configuration names.
        string[] allowed =
        [
            "Collection/Web/Wire.cs",
            "Collection/Web/PublicConnection.cs",
            "Client/DaemonClient.cs",
            "Hosting/ServiceManager.cs",
            "Alerts/MailChannel.cs",
        ];
        Assert.All(
            allowed[2..4],
            name =>
                Assert.Contains(
                    "AddressFamily.Unix",
                    File.ReadAllText(Path.Combine(Shared.Repository, "src", "Monitor.Worker", name)),
                    StringComparison.Ordinal
                )
        );
        string[] doors =
        [
            "HttpClient",
            "HttpMessageInvoker",
            "SocketsHttpHandler",
            "HttpWebRequest",
            "WebRequest.Create",
            "WebClient",
            "ClientWebSocket",
            "TcpClient",
            "UdpClient",
            "new Socket(",
            "SmtpClient",
            "FtpWebRequest",
            "HtmlWeb",
            "XmlUrlResolver",
            "Dns.Get",
            "QuicConnection",
            "new Ping",
        ];
        var sources = Path.Combine(Shared.Repository, "src");
        var found =
            from file in Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(sources, file).Replace('\\', '/')
            where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
            where !Array.Exists(allowed, one => name.EndsWith(one, StringComparison.Ordinal))
            from door in doors
            where WithoutComments(File.ReadAllText(file)).Contains(door, StringComparison.Ordinal)
            select $"{name}: {door}";

        Assert.Empty(found);
        Assert.All(allowed, name => Assert.True(File.Exists(Path.Combine(sources, "Monitor.Worker", name)), name));
        Assert.Contains(
            "UseProxy = false",
            File.ReadAllText(Path.Combine(sources, "Monitor.Worker", allowed[0])),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "UnixDomainSocketEndPoint",
            File.ReadAllText(Path.Combine(sources, "Monitor.Worker", allowed[2])),
            StringComparison.Ordinal
        );
    }

    private static string WithoutComments(string source) =>
        string.Join('\n', source.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
