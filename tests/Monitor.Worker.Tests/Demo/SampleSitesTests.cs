using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Monitor.Classifier;
using Monitor.Worker.Contests;
using Monitor.Worker.Demo;

namespace Monitor.Worker.Tests.Demo;

public sealed partial class SampleSitesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private readonly HttpClient http = new();
    private SampleSites sites = null!;

    public async ValueTask InitializeAsync() => sites = await SampleSites.StartAsync(new StillClock(Now), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await sites.DisposeAsync();
    }

    [Fact]
    public void ThereAreManyItemsAndMostOfThemAreHardNegatives()
    {
        var positives = sites.Items.Where(item => item.Expected.IsPositive()).ToList();

        Assert.InRange(sites.Items.Count, 120, 160);
        // Enough for a day at the desk, and fewer than the others.
        Assert.InRange(positives.Count, 45, 60);
        Assert.Equal(3, positives.Select(item => item.Expected).Distinct().Count());
        Assert.Equal(sites.Items.Count, sites.Items.Select(item => item.Id).Distinct().Count());
        Assert.Equal(sites.Items.Count, sites.Items.Select(item => item.Url).Distinct().Count());
    }

    [Fact]
    public void PublicationDatesLieInTheWeekBeforeTheClocksNow() =>
        Assert.All(sites.Items, item => Assert.InRange(item.Published, Now.AddDays(-7), Now));

    [Fact]
    public async Task TheNewsroomsFeedListsItsArticlesNewestFirst()
    {
        var feed = XDocument.Parse(await http.GetStringAsync(sites.NewsroomFeed));

        var links = feed.Descendants("item").Select(item => new Uri(item.Element("link")!.Value)).ToList();
        var listed = sites.Items.Where(item => item.Url.AbsolutePath.StartsWith("/warta/", StringComparison.Ordinal)).ToList();
        Assert.Equal(listed.OrderByDescending(item => item.Published).Select(item => item.Url), links);
    }

    [Fact]
    public async Task TheOtherNewsroomGivesAtom()
    {
        var feed = XDocument.Parse(await http.GetStringAsync(sites.NewsroomAtom));

        Assert.Equal(12, feed.Descendants(Atom + "entry").Count());
        Assert.All(feed.Descendants(Atom + "entry"), entry => Assert.NotNull(entry.Element(Atom + "published")));
    }

    [Fact]
    public async Task EveryAccountHasAFeedWithItsPosts()
    {
        Assert.Equal(18, sites.AccountFeeds.Count);
        foreach (var (handle, address) in sites.AccountFeeds)
        {
            var feed = XDocument.Parse(await http.GetStringAsync(address));

            var entries = feed.Descendants().Count(element => element.Name.LocalName is "item" or "entry");
            Assert.Equal(sites.Items.Count(item => item.Handle == handle), entries);
        }
    }

    [Fact]
    public async Task EveryWholePageHoldsItsTextAmongTheClutterOfARealPage()
    {
        foreach (var item in sites.Items.Where(item => item.Page == SamplePage.Whole))
        {
            var page = WebUtility.HtmlDecode(await http.GetStringAsync(item.Url));

            Assert.All(item.Text.Split("\n\n"), paragraph => Assert.Contains($"<p>{paragraph}</p>", page, StringComparison.Ordinal));
            Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
            Assert.Contains(item.Handle is null ? "menang" : "Ruang Warga", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task OnePageIsMissingAndOneIsAbsurd()
    {
        var missing = sites.Items.Single(item => item.Page == SamplePage.Missing);
        var broken = sites.Items.Single(item => item.Page == SamplePage.Broken);

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(missing.Url)).StatusCode);
        var page = await http.GetStringAsync(broken.Url);
        Assert.True(page.Split("<div").Length > 20_000);
    }

    [Fact]
    public async Task OneStoryStandsAtTwoAddressesWithOneCanonicalAndOneTextIsPostedTwice()
    {
        var repeats = sites.Items.Where(item => item.SameAs is not null).ToList();

        Assert.Equal(2, repeats.Count);
        foreach (var repeat in repeats)
        {
            var original = sites.Items.Single(item => item.Id == repeat.SameAs);
            Assert.Equal(original.Text, repeat.Text);
            Assert.Equal(original.Expected, repeat.Expected);
            if (repeat.Handle is null)
            {
                var page = await http.GetStringAsync(repeat.Url);
                Assert.Contains($"<link rel=\"canonical\" href=\"{original.Url}\">", page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task AnUnchangedResourceIsAnsweredWith304ByTagAndByDate()
    {
        var first = await http.GetAsync(sites.NewsroomFeed);
        var byTag = new HttpRequestMessage(HttpMethod.Get, sites.NewsroomFeed);
        byTag.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        var byDate = new HttpRequestMessage(HttpMethod.Get, sites.NewsroomFeed);
        byDate.Headers.IfModifiedSince = first.Content.Headers.LastModified;
        var other = new HttpRequestMessage(HttpMethod.Get, sites.NewsroomFeed);
        other.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"lain\""));
        other.Headers.IfModifiedSince = first.Content.Headers.LastModified;

        Assert.Equal(HttpStatusCode.NotModified, (await http.SendAsync(byTag)).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await http.SendAsync(byDate)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(other)).StatusCode);
    }

    [Fact]
    public async Task RobotsAreToldWhatTheyMayRead()
    {
        var robots = await http.GetStringAsync(new Uri(sites.BaseAddress, "robots.txt"));

        Assert.Contains("User-agent: *", robots, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryRequestIsCounted()
    {
        await http.GetAsync(sites.NewsroomFeed);
        await http.GetAsync(new Uri(sites.BaseAddress, "tidak-ada"));

        Assert.Equal(2, sites.RequestCount);
    }

    [Fact]
    public void EveryNumberIsWellFormedAndEveryRegionExists()
    {
        var rules = Rules.Load(Path.Combine(AppContext.BaseDirectory, "models", "rules"));
        var rows = Rows(sites.AsnCsv(), "nip;nama;gelar_depan;gelar_belakang;jabatan;unit;instansi;kode_wilayah;jenis");

        Assert.Equal(24, rows.Count);
        Assert.Equal(rows.Count, rows.Select(row => row[0]).Distinct().Count());
        Assert.Contains(rows, row => row[8] == "PPPK");
        Assert.True(rows.Select(row => row[7]).Distinct().Count() >= 4);
        Assert.All(rows, row => Assert.Matches(row[8] == "PNS" ? Pns() : Pppk(), row[0]));
        Assert.All(rows, row => Assert.True(DateOnly.TryParseExact(row[0][..8], "yyyyMMdd", out _)));
        Assert.All(rows, row => Assert.True(rules.IsRegion(row[7])));
        Assert.All(sites.Contest.Regions, region => Assert.True(rules.IsRegion(region)));
    }

    [Fact]
    public void AccountsAreRegisteredExceptTheOneThatOnlyLooksLikeOne()
    {
        var rows = Rows(sites.AccountCsv(), "nip;platform;native_id;handle;url;dasar;referensi");
        var numbers = Rows(sites.AsnCsv(), sites.AsnCsv().Split('\n')[0]).Select(row => row[0]).ToHashSet();

        Assert.Equal(17, rows.Count);
        Assert.Equal(["budi2"], sites.AccountFeeds.Select(feed => feed.Handle).Except(rows.Select(row => row[3])));
        Assert.All(rows, row => Assert.Contains(row[0], numbers));
        Assert.All(rows, row => Assert.Equal(new Uri(sites.BaseAddress, $"@{row[3]}").AbsoluteUri, row[4]));
        Assert.All(rows, row => Assert.Contains(row[5], new[] { "self_declared", "instansi", "official" }));
        Assert.Equal(rows.Count, rows.Select(row => row[2]).Distinct().Count());
    }

    [Fact]
    public void APostOfTheLookalikeBelongsToNobody()
    {
        var post = sites.Items.Single(item => item.Handle == "budi2" && item.Expected.IsPositive());

        Assert.Null(post.Nip);
        Assert.Equal(SampleIdentity.None, post.Identity);
        Assert.Contains(sites.Items, item => item.Handle == "budi" && item.Nip is not null);
    }

    [Fact]
    public void APersonIsNamedWithPositionAndInstitutionOrByNameAlone()
    {
        var people = Rows(sites.AsnCsv(), sites.AsnCsv().Split('\n')[0]).ToDictionary(row => row[0]);
        foreach (var item in sites.Items.Where(item => item.Handle is null && item.Nip is not null))
        {
            var person = people[item.Nip!];
            string[] places = [person[4], person[5], person[6], person[6].Replace("Pemerintah Kabupaten ", "", StringComparison.Ordinal)];
            Assert.Contains(person[1], item.Text, StringComparison.Ordinal);
            Assert.Equal(
                item.Identity == SampleIdentity.Named,
                places.Any(place => $"{item.Title} {item.Text}".Contains(place, StringComparison.Ordinal))
            );
        }

        Assert.Contains(sites.Items, item => item.Identity == SampleIdentity.Named && item.Expected == Label.KabarPelanggaran);
        Assert.Contains(sites.Items, item => item.Identity == SampleIdentity.ToVerify && item.Expected == Label.KabarPelanggaran);
    }

    [Fact]
    public void TheCampaignOfTheInventedContestRunsToday()
    {
        var today = new DateOnly(2026, 11, 20);
        var rules = Rules.Load(Path.Combine(AppContext.BaseDirectory, "models", "rules")).With(sites.Calendar);

        Assert.Equal("kampanye", rules.PhaseOn(today, "33.26")!.Phase.Code);
        Assert.Contains(rules.Suggest(Label.Dukungan, today.AddDays(-7), "73.08"), form => form.Code == "D-2");
        Assert.Equal([1, 2, 3], sites.Contest.Pairs.Select(pair => pair.Number));
    }

    private static List<string[]> Rows(string csv, string header)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(header, lines[0]);
        var width = header.Split(';').Length;
        var rows = lines.Skip(1).Select(line => line.Split(';')).ToList();
        Assert.All(rows, row => Assert.Equal(width, row.Length));
        return rows;
    }

    [GeneratedRegex(@"^\d{8}(19|20)\d{2}(0[1-9]|1[0-2])[12](?!000)\d{3}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pns();

    [GeneratedRegex(@"^\d{8}20\d{2}2\d[12](?!000)\d{3}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pppk();

    private sealed class StillClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
