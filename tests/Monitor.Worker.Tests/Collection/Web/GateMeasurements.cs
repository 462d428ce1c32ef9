using System.Text;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Hosting;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>What the gate costs. Not run with the tests; docs/collection.md has the command and the figures.</summary>
public sealed class GateMeasurements
{
    [Fact(Explicit = true)]
    public async Task FetchesThroughTheGatePerSecond()
    {
        const int Sites = 8;
        const int Each = 100;
        List<TestSite> sites = [];
        var page = Encoding.UTF8.GetBytes(new string('x', 20_000));
        for (var i = 0; i < Sites; i++)
        {
            sites.Add(new TestSite().On("/a", 200, "Connection: close", page));
        }

        await using var web = await GateUnderTest.ForAsync([.. sites]);
        await Task.WhenAll(sites.Select(site => web.PageAsync(site.Url("/a"))));
        var clock = Clock.Machine;
        var start = clock.GetTimestamp();

        await Task.WhenAll(
            sites.Select(async site =>
            {
                for (var i = 0; i < Each; i++)
                {
                    Assert.Equal(WebOutcome.Ok, (await web.PageAsync(site.Url("/a"))).Outcome);
                }
            })
        );

        Write(
            $"{Sites * Each / clock.GetElapsedTime(start).TotalSeconds:N0} fetches/s, 20 kB each, {Sites} hosts, two transactions a fetch"
        );
        foreach (var site in sites)
        {
            await site.DisposeAsync();
        }
    }

    [Fact(Explicit = true)]
    public void RobotsTxtPerCpuSecond()
    {
        var text = new StringBuilder("User-agent: *\n");
        for (var i = 0; i < 500; i++)
        {
            text.Append($"Disallow: /folder-{i}/*/arsip$\nAllow: /folder-{i}/berita\n");
        }

        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        var start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 200; i++)
        {
            RobotsTxt.Parse(bytes);
        }

        Write(
            $"{200 / (Environment.CpuUsage.TotalTime - start).TotalSeconds:N0} robots.txt parsed per CPU second, 1,000 rules and {bytes.Length:N0} bytes each"
        );
        var robots = RobotsTxt.Parse(bytes);
        start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 2_000; i++)
        {
            robots.Allows("BawasluMonitor", "https://contoh.id/folder-499/berita/2026/11/21/pemilu-damai");
        }

        Write($"{2_000 / (Environment.CpuUsage.TotalTime - start).TotalSeconds:N0} addresses judged per CPU second against 1,000 rules");
    }

    [Fact(Explicit = true)]
    public void DecodingPerCpuSecond()
    {
        var page = Encoding.UTF8.GetBytes(
            "<html><head><meta charset=utf-8></head>" + string.Concat(Enumerable.Repeat("<p>Camat “Kajen” netral</p>", 8_000))
        );
        TextDecoding.Read(page, label: null, TextKind.Html);
        var start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 100; i++)
        {
            TextDecoding.Read(page, label: null, TextKind.Html);
        }

        Write(
            $"{100 * page.Length / 1e6 / (Environment.CpuUsage.TotalTime - start).TotalSeconds:N0} MB decoded per CPU second from pages of {page.Length:N0} bytes"
        );
    }

    private static void Write(string figure) => TestContext.Current.TestOutputHelper!.WriteLine(figure);
}
