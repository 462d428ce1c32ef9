using System.Diagnostics;
using System.Text;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Dates;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection;

/// <summary>Thousands of damaged inputs, the seed fixed. <c>MONITOR_FUZZ=200000</c> raises the number for a long run.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly Uri Url = new("https://kabar.example/2024/umpan");

    private static readonly string[] Feeds =
    [
        """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY b "Bawaslu"><!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Kabar &b;</title><link>https://kabar.example</link><ttl>15</ttl><item><title>Satu &amp; dua</title><guid>1</guid><pubDate>Mon, 07 Oct 2024 14:05:00 +0700</pubDate><author>a@b.example (Siti)</author><description><![CDATA[<p>Isi <b>tebal</b></p>]]></description><media:content url="/a.jpg" type="image/jpeg"/></item><item><title>Lain</title></item></channel></rss>""",
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://kabar.example/"><title type="html">A &lt;i&gt;b&lt;/i&gt;</title><entry><id>urn:1</id><link href="x" rel="alternate"/><updated>2024-10-07T14:05:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>isi</p></div></content></entry></feed>""",
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>R</title></channel><item rdf:about="https://a.example/1"><title>t</title><link>https://a.example/1</link></item></rdf:RDF>""",
        """{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://a.example","content_html":"<p>isi</p>","date_published":"2024-10-07T14:05:00+07:00","authors":[{"name":"Budi"}],"attachments":[{"url":"a.mp3","mime_type":"audio/mpeg","size_in_bytes":1}]}]}""",
    ];

    private static readonly string[] Pages =
    [
        """<!DOCTYPE html><html lang="id"><head><title>Judul - Situs</title><meta property="og:title" content="Judul"><link rel="canonical" href="/a"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Judul","datePublished":"2024-10-07","author":[{"name":"Budi"}],"articleBody":"Isi berita"}</script></head><body><nav><a href="/">Beranda</a></nav><article><h1>Judul</h1><time datetime="2024-10-07T14:05:00+07:00">Senin, 7 Oktober 2024 | 14:05 WIB</time><p>Camat memimpin ikrar netralitas di halaman kantor kecamatan pada Senin pagi, diikuti seluruh lurah.</p><p>Baca juga: <a href="/b">Lain</a></p><ul><li>satu</li><li><a href="?page=2">2</a></li></ul><table><tr><td>a</td><td>b</td></tr></table></article><footer>kaki</footer></body></html>""",
        """<body><table><tr><td><font>Halaman lama tanpa penutup<p>Paragraf satu yang cukup panjang untuk dihitung sebagai teks berjalan.<p>Paragraf dua<br><br>Paragraf tiga &nbsp; &copy; 2024<form><input><select><option>x</form></table>""",
    ];

    private static readonly string[] Dates =
    [
        "Senin, 7 Oktober 2024 | 14:05 WIB",
        "Mon, 07 Oct 2024 14:05:00 +0700",
        "2024-10-07T14:05:00.123+07:00",
        "2024-W41-1",
        "20241007T140500Z",
        "10/07/2024 2:05 PM",
        "1728284700",
    ];

    private static readonly string[] Robots =
    [
        "User-agent: *\nDisallow: /cari\nAllow: /cari/berita$\n\nUser-agent: BawasluMonitor\nCrawl-delay: 2.5\nDisallow: /*/arsip$\nAllow: /\n",
        "\uFEFFuser agent:bawaslumonitor\r\ndissallow:/%7Ebudi/\u00e9*\rAllow: /%7ebudi/a%2Fb\r\nSitemap: https://kabar.example/peta.xml\r\n# catatan",
        "<!DOCTYPE html><html><body>404: User-agent: * Disallow: /</body></html>",
        "User-agent: a\nUser-agent: bawaslumonitor\nDisallow\nAllow /x\nDisallow: *************************************************a$\nCrawl-delay: -1e309\n",
    ];

    private static readonly string[] RobotsPaths =
    [
        "https://kabar.example/cari/berita?a=1",
        "https://kabar.example/%7Ebudi/%C3%A9/a%2Fb",
        "https://kabar.example/" + new string('a', 4000) + "/arsip",
    ];

    [Fact]
    public void NoDamagedRobotsTxtThrowsHangsOrGrows() =>
        Run(
            Robots,
            seed: 20240914,
            Mutations.Count(3000),
            text =>
            {
                var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes(text));
                foreach (var path in RobotsPaths)
                {
                    var verdict = robots.Allows("BawasluMonitor", path);
                    // Nothing is forbidden without a line that says so.
                    Assert.True(verdict.Allowed || verdict.Rule is { Length: > 0 });
                    Assert.True((verdict.Rule?.Length ?? 0) <= (text.Length * 3) + 64);
                }

                Assert.False(robots.CrawlDelay("BawasluMonitor") < TimeSpan.Zero);
            }
        );

    [Fact]
    public void NoDamagedFeedThrowsHangsOrGrows() =>
        Run(
            Feeds,
            seed: 20241007,
            Mutations.Count(3000),
            text =>
            {
                var document = FeedParser.Parse(Encoding.UTF8.GetBytes(text), contentType: null, Url);
                Assert.Equal(document.IsFeed, document.Refusal is null);
                foreach (var entry in document.Feed?.Entries ?? [])
                {
                    Assert.NotEmpty(entry.Id);
                    Assert.True(entry.Text.Length <= text.Length * 2 + 4096);
                    Assert.True(entry.Url is null || entry.Url.Scheme is "http" or "https");
                }
            }
        );

    [Fact]
    public void NoDamagedPageThrowsHangsOrGrows()
    {
        var extractor = new ArticleExtractor();
        Run(
            Pages,
            seed: 20241127,
            Mutations.Count(2000),
            text =>
            {
                var document = extractor.Extract(text, Url);
                Assert.Equal(document.IsRead, document.Refusal is null);
                Assert.True((document.Article?.Text.Length ?? 0) <= text.Length * 2);
            }
        );
    }

    [Fact]
    public void NoDamagedDateThrows() =>
        Run(
            Dates,
            seed: 19450817,
            Mutations.Count(10_000),
            text => Assert.True(WrittenDate.Read(text, ZoneNames.Wib) is null or { Year: >= 1899 and <= 2101 })
        );

    private static void Run(string[] good, int seed, int count, Action<string> check)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var text = Mutations.Damage(good[i % good.Length], random);
            var took = Took(i, text);
            // What hangs hangs every time; a machine that did something else for a second does not do so four times in a row.
            for (var again = 0; again < 3 && took > Longest; again++)
            {
                took = Took(i, text);
            }

            Assert.True(took <= Longest, $"input {i} of seed {seed} took {took}: {text}");
        }

        TimeSpan Took(int i, string text)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                check(text);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"input {i} of seed {seed}: {text}", error);
            }

            return watch.Elapsed;
        }
    }
}
