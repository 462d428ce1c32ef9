using System.Text;
using Monitor.Worker.Collection.Feeds;

namespace Monitor.Worker.Tests.Collection.Feeds;

public sealed class FeedParserTests
{
    private static readonly Uri Base = new("https://kabar.example/umpan/rss.xml");

    [Fact]
    public void AnRssItemIsReadWhole()
    {
        var feed = Read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel><title>Kabar Pekalongan</title><link>https://kabar.example/</link><language>id</language><ttl>30</ttl>
            <item><title>Camat &amp;amp; lurah ikrar netral</title><link>/2024/10/ikrar</link><guid isPermaLink="false">kp-1</guid>
            <description>Ringkasan</description><content:encoded><![CDATA[<p>Camat Kajen memimpin ikrar.</p><p>Acara <b>berlangsung</b> singkat.</p>]]></content:encoded>
            <pubDate>Sen, 07 Okt 2024 14:05:00 WIB</pubDate><dc:creator>Siti Aminah</dc:creator><category>Pilkada</category>
            <enclosure url="/foto.jpg" type="image/jpeg" length="12"/></item></channel></rss>
            """
        );
        Assert.Equal("Kabar Pekalongan", feed.Title);
        Assert.Equal(TimeSpan.FromMinutes(30), feed.Rhythm.TimeToLive);
        var entry = Assert.Single(feed.Entries);
        Assert.Equal("kp-1", entry.Id);
        Assert.Equal("https://kabar.example/2024/10/ikrar", entry.Url?.AbsoluteUri);
        Assert.Equal("Camat & lurah ikrar netral", entry.Title);
        Assert.Equal("Camat Kajen memimpin ikrar.\nAcara berlangsung singkat.", entry.Text);
        Assert.Equal(new DateTimeOffset(2024, 10, 7, 7, 5, 0, TimeSpan.Zero), entry.Published);
        Assert.Equal("Siti Aminah", Assert.Single(entry.Authors).Name);
        Assert.Equal("https://kabar.example/foto.jpg", Assert.Single(entry.Media).Url.AbsoluteUri);
    }

    [Fact]
    public void AnAtomEntryTakesItsAddressFromTheBaseAroundIt()
    {
        var feed = Read(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lain.example/blog/" xml:lang="id">
            <title type="html">Blog &lt;b&gt;tebal&lt;/b&gt;</title><author><name>Budi</name></author>
            <entry xml:base="2024/"><id>urn:x:1</id><title type="text">a &lt; b</title><link href="satu"/>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Satu <em>dua</em></p></div></content>
            <updated>2024-10-07T14:05:00+07:00</updated></entry></feed>
            """
        );
        var entry = Assert.Single(feed.Entries);
        Assert.Equal("Blog tebal", feed.Title);
        Assert.Equal("a < b", entry.Title);
        Assert.Equal("https://lain.example/blog/2024/satu", entry.Url?.AbsoluteUri);
        Assert.Equal("Satu dua", entry.Text);
        Assert.Equal("<p>Satu <em>dua</em></p>", entry.Html);
        Assert.Equal("Budi", Assert.Single(entry.Authors).Name);
        Assert.Equal(entry.Updated, entry.Published);
    }

    [Fact]
    public void TheSameGuidOnEveryItemMakesTheAddressTheId()
    {
        var feed = Read(
            "<rss><channel><item><guid>x</guid><link>https://a.example/1</link></item><item><guid>x</guid><link>https://a.example/2</link></item></channel></rss>"
        );
        Assert.Equal(["https://a.example/1", "https://a.example/2"], feed.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void WithoutGuidTheAddressIsTheIdAndWithoutAddressAHashOfTheContent()
    {
        const string Xml =
            "<rss><channel><item><link>https://a.example/1</link></item><item><title>Tanpa alamat</title></item><item><title>Lain</title></item></channel></rss>";
        var ids = Read(Xml).Entries.Select(entry => entry.Id).ToList();
        Assert.Equal("https://a.example/1", ids[0]);
        Assert.StartsWith("sha256:", ids[1], StringComparison.Ordinal);
        Assert.NotEqual(ids[1], ids[2]);
        Assert.Equal(ids, Read(Xml).Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void APermalinkGuidIsTheAddressWhereThereIsNoLink() =>
        Assert.Equal(
            "https://a.example/9",
            Read("<rss><channel><item><guid>https://a.example/9</guid></item></channel></rss>").Entries[0].Url?.AbsoluteUri
        );

    [Fact]
    public void MoreEntriesThanAllowedAreCountedAndTheNewestKept()
    {
        static string Items(IEnumerable<int> days) =>
            "<rss><channel>"
            + string.Concat(days.Select(day => $"<item><title>{day}</title><pubDate>{day} Oct 2024 00:00 GMT</pubDate></item>"))
            + "</channel></rss>";
        var newestFirst = FeedParser.Parse(Items(Enumerable.Range(1, 20).Reverse()), Base, mostEntries: 3).Feed;
        var oldestFirst = FeedParser.Parse(Items(Enumerable.Range(1, 20)), Base, mostEntries: 3).Feed;
        Assert.Equal(["20", "19", "18"], newestFirst!.Entries.Select(entry => entry.Title));
        Assert.Equal(["18", "19", "20"], oldestFirst!.Entries.Select(entry => entry.Title));
        Assert.Equal(20, oldestFirst.EntriesWritten);
    }

    [Fact]
    public void TheRhythmOfAFeedIsRead()
    {
        var rhythm = Read(
            """
            <rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
            <skipHours><hour>1</hour><hour>24</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day><day>Entah</day></skipDays><ttl>-5</ttl></channel></rss>
            """
        ).Rhythm;
        Assert.Null(rhythm.TimeToLive);
        Assert.Equal(TimeSpan.FromHours(6), rhythm.UpdatePeriod);
        Assert.Equal([0, 1], rhythm.SkipHours);
        Assert.Equal([DayOfWeek.Sunday], rhythm.SkipDays);
    }

    [Theory]
    [InlineData("https://kabar.example.id/rss", "", 7)]
    [InlineData("https://kabar.example/rss", "<language>id-ID</language>", 7)]
    [InlineData("https://news.example/rss", "<language>en</language>", 0)]
    public void ADateWithoutZoneIsWibInAnIndonesianFeedAndUtcElsewhere(string url, string language, int hours)
    {
        var xml = $"<rss><channel>{language}<item><pubDate>2024-10-07 14:05:00</pubDate></item></channel></rss>";
        Assert.Equal(TimeSpan.FromHours(hours), FeedParser.Parse(xml, new Uri(url)).Feed!.Entries[0].Published?.Offset);
    }

    [Theory]
    [InlineData("AT&amp;amp;T", "AT&T")]
    [InlineData("3 &lt; 4", "3 < 4")]
    [InlineData("&lt;b&gt;Tebal&lt;/b&gt; sekali", "Tebal sekali")]
    [InlineData("<![CDATA[Satu <i>dua</i> &amp; tiga]]>", "Satu dua & tiga")]
    [InlineData("Surat ke &lt;camat@kajen.example&gt;", "Surat ke <camat@kajen.example>")]
    [InlineData("Baris\n  terpisah", "Baris terpisah")]
    public void ATitleIsTextWithoutMarkup(string written, string title) =>
        Assert.Equal(title, Read($"<rss><channel><item><title>{written}</title></item></channel></rss>").Entries[0].Title);

    [Theory]
    [InlineData("siti@kabar.example (Siti Aminah)", "Siti Aminah", "siti@kabar.example")]
    [InlineData("Siti Aminah (siti@kabar.example)", "Siti Aminah", "siti@kabar.example")]
    [InlineData("Siti Aminah &lt;siti@kabar.example&gt;", "Siti Aminah", "siti@kabar.example")]
    [InlineData("siti@kabar.example", "", "siti@kabar.example")]
    [InlineData("Siti Aminah", "Siti Aminah", "")]
    public void AnAuthorIsReadHoweverTheFeedWritesIt(string written, string name, string mail)
    {
        var author = Assert.Single(Read($"<rss><channel><item><author>{written}</author></item></channel></rss>").Entries[0].Authors);
        Assert.Equal((name, mail), (author.Name, author.Email));
    }

    [Fact]
    public void AJsonFeedIsReadWithNumbersForIdsAndTextForHtml()
    {
        var feed = FeedParser
            .Parse(
                """{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":7,"url":"a","content_text":"x < y\nbaris dua","date_published":"2024-10-07T14:05:00+07:00","authors":[{"name":"Budi"}]}]}"""u8.ToArray(),
                "application/feed+json",
                Base
            )
            .Feed!;
        var entry = Assert.Single(feed.Entries);
        Assert.Equal("1.1", feed.Version);
        Assert.Equal("7", entry.Id);
        Assert.Equal("https://kabar.example/umpan/a", entry.Url?.AbsoluteUri);
        Assert.Equal("x < y\nbaris dua", entry.Text);
    }

    [Theory]
    [InlineData("windows-1252", "Caf\u00E9 \u201Ckutipan\u201D")]
    [InlineData("utf-8", "Café “kutipan”")]
    public void TheEncodingOfThePrologIsFollowed(string charset, string title)
    {
        var xml = $"<?xml version=\"1.0\" encoding=\"{charset}\"?><rss><channel><title>{title}</title></channel></rss>";
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        Assert.Equal("Café “kutipan”", FeedParser.Parse(encoding.GetBytes(xml), contentType: null, Base).Feed?.Title);
    }

    [Fact]
    public void TheRdfFormIsReadWithItsItemsBesideTheChannel()
    {
        var feed = Read(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel rdf:about="x"><title>R</title></channel>
            <item rdf:about="https://a.example/1"><title>Satu</title><link>https://a.example/1</link><dc:date>2024-10-07</dc:date></item></rdf:RDF>
            """
        );
        Assert.Equal("1.0", feed.Version);
        Assert.Equal(("Satu", "https://a.example/1"), (feed.Entries[0].Title, feed.Entries[0].Id));
    }

    private static Feed Read(string xml)
    {
        var document = FeedParser.Parse(Encoding.UTF8.GetBytes(xml), "application/xml", Base);
        Assert.True(document.IsFeed, document.Refusal?.En);
        return document.Feed;
    }
}
