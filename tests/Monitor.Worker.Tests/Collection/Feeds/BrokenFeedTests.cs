using System.Net;
using System.Net.Sockets;
using System.Text;
using Monitor.Worker.Collection.Feeds;

namespace Monitor.Worker.Tests.Collection.Feeds;

/// <summary>Robustness case 4: XML that is hostile, and XML that is only broken.</summary>
[Collection(TimedTests.Name)]
public sealed class BrokenFeedTests
{
    private static readonly Uri Base = new("https://kabar.example/rss");

    [Fact]
    public async Task Case4AnExternalEntityIsRefusedWithoutOneNetworkCall()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var document = Parse(
            $"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY xxe SYSTEM "http://127.0.0.1:{port}/rahasia"><!ENTITY % p SYSTEM "http://127.0.0.1:{port}/dtd"> %p;]><rss version="2.0"><channel><title>&xxe;</title></channel></rss>"""
        );
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(document.IsFeed);
        Assert.Contains("&xxe;", document.Refusal.En, StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public void Case4ALocalFileIsNotRead()
    {
        var document = Parse(
            """<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]><rss><channel><title>[&f;]</title></channel></rss>"""
        );
        Assert.False(document.IsFeed);
    }

    [Fact]
    public void Case4BillionLaughsIsRefusedAtOnce()
    {
        var bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"tertawa\">");
        for (var i = 1; i < 10; i++)
        {
            bomb.Append($"<!ENTITY a{i} \"").Insert(bomb.Length, $"&a{i - 1};", 10).Append("\">");
        }

        var xml = bomb.Append("]><rss><channel><title>&a9;</title></channel></rss>").ToString();
        Assert.False(Parse(xml).IsFeed);
        Quick.Assert(() => Parse(xml));
    }

    [Fact]
    public void Case4AQuadraticBlowUpStaysSmall()
    {
        var bomb =
            $"<!DOCTYPE rss [<!ENTITY a \"{new string('x', 1000)}\">]><rss><channel><title>{string.Concat(Enumerable.Repeat("&a;", 100_000))}</title></channel></rss>";
        Assert.True((Parse(bomb).Feed?.Title.Length ?? 0) <= 2 << 20);
    }

    [Fact]
    public void Case4TheDoctypeOfRss091IsPassedOver() =>
        Assert.Equal(
            "Lama",
            Parse(
                """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Lama</title></channel></rss>"""
            ).Feed?.Title
        );

    [Fact]
    public void AnEntityThatStandsForPlainTextIsRead() =>
        Assert.Equal(
            "Bawaslu RI",
            Parse("""<!DOCTYPE rss [<!ENTITY b "Bawaslu">]><rss><channel><title>&b; RI</title></channel></rss>""").Feed?.Title
        );

    [Theory]
    [InlineData("\n\n  <?xml version=\"1.0\"?><rss><channel><title>T</title></channel></rss>")]
    [InlineData("\uFEFF\n<rss><channel><title>T</title></channel></rss>")]
    [InlineData("PHP Warning: x\n<rss><channel><title>T</title></channel></rss>")]
    [InlineData("<br />\n<b>Warning</b>: mysql<br />\n<rss><channel><title>T</title></channel></rss>")]
    [InlineData("<rss><channel><title>T\u0008</title></channel></rss>")]
    [InlineData("<rss><channel><title>T</title><link>https://a.example/?a=1&b=2</link></channel></rss>")]
    [InlineData("<rss><channel><title>T&nbsp;</title></channel></rss>")]
    [InlineData("<rss><channel><title>T</title><item><title>x</item></channel></rss>")]
    [InlineData("<rss><channel><title>T</title><atom:link href=x rel=self></channel>")]
    [InlineData("<RSS><Channel><Title>T</Title></Channel></RSS>")]
    [InlineData("<rss><channel><title>T</title><item><title>terpot")]
    [InlineData("<rss version=2.0><channel><title>T</title></channel></rss>")]
    public void ABrokenFeedIsReadAllTheSame(string xml) => Assert.Equal("T", Parse(xml).Feed?.Title);

    [Fact]
    public void UnclosedItemsAreStillSeparate()
    {
        var feed = Parse(
            "<rss><channel><item><title>Satu</title><link>https://a.example/1<item><title>Dua & tiga</title></channel></rss>"
        ).Feed!;
        Assert.Equal(["Satu", "Dua & tiga"], feed.Entries.Select(entry => entry.Title));
    }

    [Fact]
    public void MarkupInsideABrokenEntryDoesNotChangeTheNamesOfTheNext()
    {
        var feed = Parse(
            """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x &nbsp; y</div></content></entry><entry><id>2</id></entry></feed>"""
        ).Feed!;
        Assert.Equal(["1", "2"], feed.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void AHundredThousandNestedElementsAreReadInUnderASecond()
    {
        var deep = new StringBuilder("<rss><channel><title>T</title><item><description>").Insert(47, "<b>", 100_000).Append("kata");
        var xml = deep.ToString();
        Assert.Equal("T", Parse(xml).Feed?.Title);
        Quick.Assert(() => Parse(xml));
    }

    [Fact]
    public void HalfASurrogatePairInJsonIsReplacedInNamesAndValues()
    {
        var entry = Parse(
            """{"version":"1.1","items":[{"\ud800x":1,"id":"a","title":"Potong\ud83d","content_text":"utuh \ud83d\ude00 \\ud800"}]}"""
        ).Feed!.Entries[0];
        Assert.Equal("Potong\uFFFD", entry.Title);
        Assert.Equal("utuh \ud83d\ude00 \\ud800", entry.Text);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \n ", "empty")]
    [InlineData("<html><body>masuk</body></html>", "HTML page")]
    [InlineData("<!DOCTYPE html><p>masuk", "HTML page")]
    [InlineData("teks biasa", "neither XML nor JSON")]
    [InlineData("<note/>", "<note>")]
    [InlineData("{\"a\":1}", "no JSON Feed")]
    [InlineData("{\"items\":[", "broken at line 1")]
    public void WhatIsNoFeedIsRefusedWithTheReason(string body, string reason)
    {
        var document = Parse(body);
        Assert.False(document.IsFeed);
        Assert.Contains(reason, document.Refusal.En, StringComparison.Ordinal);
    }

    private static FeedDocument Parse(string text) => FeedParser.Parse(Encoding.UTF8.GetBytes(text), contentType: null, Base);
}
