using System.Text;
using System.Text.RegularExpressions;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Contests;
using Monitor.Worker.Demo;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Tests.Demo;

/// <summary>The sample sites as the daemon's own readers see them: what a demo shows must be the readers' work, so they must be able to do it.</summary>
public sealed partial class SampleSitesReadTests : IAsyncLifetime
{
    private static readonly ManualTime Time = new();

    private readonly HttpClient http = new();
    private SampleSites sites = null!;

    public async ValueTask InitializeAsync() => sites = await SampleSites.StartAsync(Time, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await sites.DisposeAsync();
    }

    [Fact]
    public async Task EveryFeedIsReadWithAddressAndTimeAndAnAccountsFeedWithItsTexts()
    {
        Uri[] feeds = [sites.NewsroomFeed, sites.NewsroomAtom, .. sites.AccountFeeds.Select(account => account.Feed)];
        var read = 0;
        foreach (var address in feeds)
        {
            var document = FeedParser.Parse(await http.GetStringAsync(address), address);
            Assert.True(document.IsFeed);
            foreach (var entry in document.Feed!.Entries)
            {
                var item = sites.Items.Single(item => item.Url == entry.Url);
                Assert.Equal(item.Published, entry.Published);
                Assert.NotEmpty(entry.Id);
                if (item.Handle is not null)
                {
                    Assert.Equal(item.Text, entry.Text);
                }

                read++;
            }
        }

        Assert.Equal(sites.Items.Count, read);
    }

    [Fact]
    public async Task EveryArticleIsFoundAmongItsClutter()
    {
        var extractor = new ArticleExtractor();
        foreach (var item in sites.Items.Where(item => item.Handle is null && item.Page == SamplePage.Whole))
        {
            var article = extractor.Extract(await http.GetStringAsync(item.Url), item.Url).Article!;

            Assert.Equal(item.Title, article.Title);
            Assert.Equal(Words(item.Text), Words(article.Text));
            Assert.Equal(item.Published, article.Published);
            var original = item.SameAs is { } other ? sites.Items.Single(known => known.Id == other) : item;
            Assert.Equal(original.Url, article.Canonical);
        }
    }

    [Fact]
    public async Task TheAbsurdPageIsRefusedAndNotRead()
    {
        var broken = sites.Items.Single(item => item.Page == SamplePage.Broken);

        Assert.False(new ArticleExtractor().Extract(await http.GetStringAsync(broken.Url), broken.Url).IsRead);
    }

    [Fact]
    public void TheRegistryTakesEveryPersonAndEveryAccount()
    {
        var rules = Rules.Load(Path.Combine(AppContext.BaseDirectory, "models", "rules"));
        var (people, table) = new AsnImport(Time, rules.IsRegion).Read(Encoding.UTF8.GetBytes(sites.AsnCsv()));

        Assert.Empty(table.Problems);
        Assert.Equal(24, people.Count);
        foreach (var row in sites.AccountCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(';')))
        {
            Assert.True(AccountAddress.TryReadProfile(row[4], row[1], out var registered, out var problem), problem?.En);
            Assert.All(
                sites.Items.Where(item => item.Handle is not null),
                item => Assert.Equal(item.Handle == row[3], AccountAddress.Read(item.Url)?.Key == registered.Key)
            );
        }
    }

    private static string Words(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
