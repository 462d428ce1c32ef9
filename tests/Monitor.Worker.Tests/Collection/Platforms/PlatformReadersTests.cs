using System.IO.Compression;
using System.Text;
using Monitor.Worker.Collection;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection.Platforms;

public abstract class PlatformReadersTests : PlatformReaders
{
    private const string Channel = "UCabcdefghijklmnopqrstuv";
    private const string BlueskyPath = "/xrpc/app.bsky.feed.getAuthorFeed";

    [Fact]
    public async Task TelegramPreviewIsReadNewestFirstWithoutTheWordsThatAreAnswered()
    {
        var reading = await LookAsync("telegram", "@KabarDesa", "/s/kabardesa", Shapes.Telegram);
        Assert.Equal("Kabar & Desa", reading.Title);
        Assert.Equal(["kabardesa/8", "kabardesa/7"], reading.Entries!.Select(entry => entry.Id));
        var (forwarded, own) = (reading.Entries![0], reading.Entries[1]);
        Assert.Equal(("Diteruskan dari Relawan Dua", "Ayo coblos nomor dua"), (forwarded.Title, forwarded.Text));
        Assert.Equal("Gotong royong pagi ini.\nDatang semua 👍", own.Text);
        Assert.Equal(new DateTimeOffset(2024, 10, 1, 1, 0, 0, TimeSpan.Zero), own.Published);
        Assert.Equal(("https://t.me/kabardesa/7", "https://cdn.example/foto.jpg"), (own.Url!.AbsoluteUri, own.Media[0].AbsoluteUri));
    }

    [Fact]
    public async Task TelegramChannelWithoutPreviewSaysSo()
    {
        var reading = await LookAsync("telegram", "tertutup", "/s/tertutup", "<html><body>Contact @tertutup</body></html>");
        Assert.Null(reading.Entries);
        Assert.Contains("no preview", reading.Problem!.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task YouTubeChannelIsReadWithTitleAndDescription()
    {
        var reading = await LookAsync("youtube", $"https://www.youtube.com/channel/{Channel}", "/feeds/videos.xml", Shapes.YouTube);
        var video = Assert.Single(reading.Entries!);
        Assert.Equal(("yt:video:AbCdEfGhIjK", "Sambutan pagi", "Dukung terus nomor dua."), (video.Id, video.Title, video.Text));
    }

    [Fact]
    public async Task BlueskyRepostsAreAnothersWordsAndAPinnedPostIsNot()
    {
        var reading = await LookAsync("bluesky", "@Ratna.example", BlueskyPath, Shapes.Bluesky);
        Assert.Equal(["Ayo coblos nomor dua", "Disematkan"], reading.Entries!.Select(entry => entry.Text));
        Assert.Equal("https://bsky.app/profile/did:plc:aaaabbbbccccddddeeeeffff/post/3k2", reading.Entries![0].Url!.AbsoluteUri);
        Assert.Equal(new DateTimeOffset(2024, 9, 1, 0, 0, 0, TimeSpan.Zero), reading.Entries[1].Published);
        Assert.Equal("Ratna", reading.Title);
    }

    [Fact]
    public async Task MastodonIsReadByNameAndByNumberWithoutBoostsAndWithoutWhatIsNotPublic()
    {
        var root = $"http://{Site.Authority}";
        var byName = await LookAsync("mastodon", $"{root}/@Budi", "/@budi.rss", Shapes.MastodonRss);
        Assert.Equal("Menang nomor dua", Assert.Single(byName.Entries!).Text);

        var byNumber = await LookAsync("mastodon", $"{root}/api/v1/accounts/42", "/api/v1/accounts/42/statuses", Shapes.MastodonStatuses);
        var status = Assert.Single(byNumber.Entries!);
        Assert.Equal(("111", "Menang nomor dua!\nSampai jumpa"), (status.Id, status.Text));
        Assert.Equal(["https://cdn.example/b.jpg"], status.Media.Select(media => media.AbsoluteUri));
    }

    [Fact]
    public async Task SitemapGivesTheFreshPagesOfItsOwnSite()
    {
        var reading = await SitemapAsync("/berita.map", Shapes.NewsSitemap(Site.Authority));
        var page = Assert.Single(reading.Entries!);
        Assert.Equal(("Kabar Kajen", "Camat & warga"), (reading.Title, page.Title));
        Assert.Equal(new DateTimeOffset(2024, 9, 30, 13, 0, 0, TimeSpan.Zero), page.Published);
    }

    [Fact]
    public async Task SitemapIndexIsFollowedOneLevelToItsNewestAndNeverIntoItself()
    {
        Site.Bodies["/berita.map"] = Shapes.NewsSitemap(Site.Authority);
        var reading = await SitemapAsync("/indeks.map", Shapes.SitemapIndex(Site.Authority, "berita.map", "indeks.map", "tidak-ada.map"));
        Assert.Single(reading.Entries!);
        Assert.Null(reading.Answer.ETag);
        Assert.Equal((1, 2, 0), (Site.Asked("/berita.map"), Site.Asked("/indeks.map"), Site.Asked("/tua.map")));
    }

    [Fact]
    public async Task SitemapInAGzipFileIsUnpackedUpToTheCapOfAFeed()
    {
        Site.Files["/berita.gz"] = Packed(Encoding.UTF8.GetBytes(Shapes.NewsSitemap(Site.Authority)));
        Assert.Single((await SitemapAsync("/berita.gz", "")).Entries!);

        Site.Files["/berita.gz"] = Packed(new byte[CollectionSettings.MaxFeedBytes + 1]);
        Assert.Contains("MaxFeedBytes", (await SitemapAsync("/berita.gz", "")).Problem!.En, StringComparison.Ordinal);
        Site.Files["/berita.gz"] = [0x1F, 0x8B, 8, 0, 1, 2, 3];
        Assert.NotNull((await SitemapAsync("/berita.gz", "")).Problem);
    }

    [Fact]
    public async Task CollectorTakesThePagesOfASitemapAndSilenceIsNoFault()
    {
        Site.Bodies["/berita.map"] = Shapes.NewsSitemap(Site.Authority);
        var url = new Uri($"http://{Site.Authority}/berita.map");
        var id = await Sources.AddAsync(Some.Source(url.AbsoluteUri) with { Kind = "sitemap" }, Some.Admin, default);
        await Collector().CollectDueAsync(default);
        Assert.Equal([$"http://{Site.Authority}/p/segar"], await ListAsync<string>("SELECT native_id FROM item"));

        Time.Advance(TimeSpan.FromDays(5));
        await Collector().CollectDueAsync(default);
        var source = await Sources.GetAsync(id, default);
        Assert.Equal(("ok", 0), (source.LastOutcome, source.Failures));
    }

    [Fact]
    public async Task CollectorFlagsThePostOfARegisteredAccount()
    {
        Site.Bodies[BlueskyPath] = Shapes.Bluesky;
        var account = await AddAccountAsync("ratna");
        var url = Reader("bluesky").Locate("ratna.example");
        await Sources.AddAsync(Some.Source(url.AbsoluteUri, account) with { Kind = "bluesky" }, Some.Admin, default);
        await Collector().CollectDueAsync(default);
        Assert.Equal(["Disematkan", "Ayo coblos nomor dua"], await ListAsync<string>("SELECT text FROM flag ORDER BY id"));
    }

    [Theory]
    [InlineData("telegram", "kabardesa", "/s/kabardesa")]
    [InlineData("youtube", Channel, "/feeds/videos.xml")]
    [InlineData("bluesky", "ratna.example", BlueskyPath)]
    [InlineData("mastodon", "/api/v1/accounts/42", "/api/v1/accounts/42/statuses")]
    [InlineData("sitemap", "/berita.map", "/berita.map")]
    public async Task HostileAnswerIsAReasonAndNeverAnException(string kind, string written, string path)
    {
        written = written.StartsWith('/') ? $"http://{Site.Authority}{written}" : written;
        foreach (var body in Hostile())
        {
            var reading = await LookAsync(kind, written, path, body);
            Assert.True(reading.Problem is not null || reading.Entries is not null, body[..Math.Min(80, body.Length)]);
            Assert.All(reading.Entries ?? [], entry => Assert.NotEmpty(entry.Id));
        }
    }

    [Theory]
    [InlineData("telegram", "@KabarDesa", "s/kabardesa")]
    [InlineData("telegram", "https://t.me/kabardesa/12", "s/kabardesa")]
    [InlineData("telegram", "t.me/s/kabardesa?before=5", "s/kabardesa")]
    [InlineData("youtube", Channel, "feeds/videos.xml?channel_id=" + Channel)]
    [InlineData("youtube", "youtube.com/channel/" + Channel + "/videos", "feeds/videos.xml?channel_id=" + Channel)]
    [InlineData("youtube", "https://www.youtube.com/feeds/videos.xml?channel_id=" + Channel, "feeds/videos.xml?channel_id=" + Channel)]
    [InlineData("bluesky", "https://bsky.app/profile/Ratna.bsky.social/post/1", "actor=ratna.bsky.social&")]
    [InlineData("bluesky", "did:plc:aaaabbbbccccddddeeeeffff", "actor=did%3Aplc%3Aaaaabbbbccccddddeeeeffff&")]
    [InlineData("mastodon", "@Budi@sosial.example", "https://sosial.example/@budi.rss")]
    [InlineData("mastodon", "https://sosial.example/@budi/111", "https://sosial.example/@budi.rss")]
    [InlineData("mastodon", "https://sosial.example/users/budi", "https://sosial.example/@budi.rss")]
    [InlineData("sitemap", "https://kabar.example/sitemap-news.xml", "https://kabar.example/sitemap-news.xml")]
    public void WhatAPersonWouldWriteIsUnderstood(string kind, string written, string part) =>
        Assert.Contains(part, Reader(kind).Locate(written).AbsoluteUri, StringComparison.Ordinal);

    [Theory]
    [InlineData("telegram", "https://t.me/+AbCdEf")]
    [InlineData("telegram", "https://t.me/c/123/4")]
    [InlineData("telegram", "https://t.me/joinchat/AbCd")]
    [InlineData("telegram", "https://jahat.example/kabardesa")]
    [InlineData("telegram", "../../etc")]
    [InlineData("youtube", "@kanalcamat")]
    [InlineData("youtube", "https://youtube.com.jahat.example/channel/" + Channel)]
    [InlineData("bluesky", "ratna")]
    [InlineData("bluesky", "https://jahat.example/bsky.app/profile/ratna.example")]
    [InlineData("mastodon", "budi")]
    [InlineData("mastodon", "https://sosial.example/api/v1/accounts/1;2/statuses")]
    [InlineData("mastodon", "https://sosial.example/tentang")]
    [InlineData("sitemap", "file:///etc/passwd")]
    [InlineData("sitemap", "/sitemap.xml")]
    public void WhatIsNoAddressOfTheKindIsRefusedWithOneSentence(string kind, string written)
    {
        var refusal = Assert.Throws<RefusalException>(() => Reader(kind).Locate(written));
        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        Assert.Contains(written, refusal.Sentence.Id, StringComparison.Ordinal);
    }

    private Task<SourceReading> SitemapAsync(string path, string body) =>
        LookAsync("sitemap", $"http://{Site.Authority}{path}", path, body);

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static IEnumerable<string> Hostile()
    {
        var huge = new string('9', 400);
        yield return " ";
        yield return "<html><body>Silakan masuk</body></html>";
        yield return "{";
        yield return "null";
        yield return "[]";
        yield return "{}";
        yield return "[null,1,\"a\",[],{\"id\":null},{\"id\":{},\"content\":7,\"reblog\":false,\"account\":[]}]";
        yield return $$"""[{"id":{{huge}},"content":"<p>a","created_at":{{huge}},"media_attachments":[null,{"url":"javascript:1"}]}]""";
        yield return """[{"id":"1","content":"\ud83d","spoiler_text":null,"url":"http://[","created_at":"9999-99-99T99:99:99Z"}]""";
        yield return """{"feed":[null,7,{"post":null},{"post":{"uri":"at://did:plc:a/app.bsky.feed.post/../../x","record":{"text":"a"}}}]}""";
        yield return $$"""{"feed":[{"post":{"uri":"at://did:plc:a/app.bsky.feed.post/1","author":[],"record":{"text":"\udc00","createdAt":{{huge}}},"embed":7},"reason":"x"}]}""";
        yield return "{\"feed\":" + new string('[', 5000);
        yield return string.Concat(Enumerable.Repeat("<div data-post='a/1'>", 20_000));
        yield return "<div data-post='a/99999999999999999999'><div class=js-message_text>x</div></div><div data-post=\"a/1\"><div class='js-message_text'>y<time datetime='99999999999999999999'>";
        yield return "<?xml version=\"1.0\"?><!DOCTYPE urlset [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><urlset><url><loc>&a;</loc></url></urlset>";
        yield return "<urlset><url><loc>:::</loc><lastmod>99999999-99</lastmod></url><url/><url><loc>";
        yield return "<sitemapindex><sitemap/><sitemap><loc>ftp://a/b</loc></sitemap></sitemapindex>";
        yield return "\u001f\ufffd\0\0";
    }
}

/// <summary>On SQLite.</summary>
public sealed class PlatformReadersOnSqliteTests : PlatformReadersTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PlatformReadersOnPostgreSqlTests : PlatformReadersTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
