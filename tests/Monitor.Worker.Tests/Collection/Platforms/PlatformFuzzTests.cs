using Monitor.Worker.Collection.Web;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Collection.Platforms;

/// <summary>Damaged answers of platforms, through the gate as they would come, from a fixed seed.</summary>
public sealed class PlatformFuzzTests : PlatformReaders
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    [Theory]
    [InlineData("telegram")]
    [InlineData("youtube")]
    [InlineData("bluesky")]
    [InlineData("mastodon-rss")]
    [InlineData("mastodon-api")]
    [InlineData("sitemap")]
    public async Task NoDamagedAnswerOfAPlatformBreaksItsReader(string shape)
    {
        var root = $"http://{Site.Authority}";
        var (kind, written, path, good) = shape switch
        {
            "telegram" => ("telegram", "@KabarDesa", "/s/kabardesa", Shapes.Telegram),
            "youtube" => ("youtube", "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv", "/feeds/videos.xml", Shapes.YouTube),
            "bluesky" => ("bluesky", "@Ratna.example", "/xrpc/app.bsky.feed.getAuthorFeed", Shapes.Bluesky),
            "mastodon-rss" => ("mastodon", $"{root}/@Budi", "/@budi.rss", Shapes.MastodonRss),
            "mastodon-api" => ("mastodon", $"{root}/api/v1/accounts/42", "/api/v1/accounts/42/statuses", Shapes.MastodonStatuses),
            _ => ("sitemap", $"{root}/berita.map", "/berita.map", Shapes.NewsSitemap(Site.Authority)),
        };
        var random = new Random(20241001);
        for (var i = 0; i < Mutations.Count(60); i++)
        {
            var body = Mutations.Damage(good, random);
            try
            {
                var reading = await LookAsync(kind, written, path, body);
                Assert.True(reading.Entries is not null || reading.Problem is not null || !reading.Answer.IsOk, body);
                Assert.All(reading.Entries ?? [], entry => Assert.NotEmpty(entry.Id));
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"{shape} {i}: {body}", error);
            }
        }
    }
}
