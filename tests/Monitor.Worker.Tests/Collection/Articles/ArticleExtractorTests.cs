using Monitor.Worker.Collection.Articles;

namespace Monitor.Worker.Tests.Collection.Articles;

public sealed class ArticleExtractorTests
{
    private static readonly Uri Url = new("https://kabar.example/2024/10/07/camat-ikrar");

    private const string First =
        "Camat Kajen memimpin ikrar netralitas di halaman kantor kecamatan pada Senin pagi, diikuti seluruh lurah dan kepala desa.";

    private const string Second =
        "Ia mengingatkan bahwa pelanggaran akan diproses sesuai aturan, dan meminta warga melapor bila melihat pegawai yang berpihak.";

    [Fact]
    public void AnIndonesianNewsPageIsReadWithoutItsFurniture()
    {
        var article = Read(
            $"""
            <html lang="id"><head><title>Camat Kajen pimpin ikrar netralitas - Kabar Kita</title><meta property="og:site_name" content="Kabar Kita">
            <link rel="canonical" href="/2024/10/07/camat-ikrar#top"><link rel="amphtml" href="/amp/camat-ikrar"></head>
            <body class="single has-sidebar"><nav><a href="/">Beranda</a> <a href="/politik">Politik</a></nav>
            <h1>Camat Kajen pimpin ikrar netralitas</h1><div class="penulis">Penulis: Siti Aminah</div><div class="tanggal">Senin, 7 Oktober 2024 | 14:05 WIB</div>
            <div class="isi"><p>{First}</p><p><strong>Baca juga: <a href="/x">Bawaslu ingatkan ASN</a></strong></p>
            <figure><img src="/a.jpg"><figcaption>Camat saat membaca ikrar (Foto: Humas)</figcaption></figure>
            <p>ADVERTISEMENT</p><p>{Second}</p><p>Ikuti berita terbaru kami di Google News.</p></div>
            <div class="tags">Tag: <a href="/t/1">netralitas</a> <a href="/t/2">pilkada</a></div>
            <div class="share-bar"><a href="#">Bagikan ke WhatsApp</a></div>
            <div class="berita-terkait"><h3>Berita Terkait</h3><ul><li><a href="/1">Satu berita lain yang cukup panjang judulnya</a></li></ul></div>
            <div id="comments"><p>Komentar pembaca yang panjang sekali tentang segala macam hal yang tidak ada hubungannya dengan isi berita.</p></div>
            <div class="cookie-bar">Situs ini menggunakan cookie untuk kenyamanan Anda.</div><footer>Hak cipta</footer></body></html>
            """
        );
        Assert.Equal(First + "\n" + Second, article.Text);
        Assert.Equal("Camat Kajen pimpin ikrar netralitas", article.Title);
        Assert.Equal(new DateTimeOffset(2024, 10, 7, 14, 5, 0, TimeSpan.FromHours(7)), article.Published);
        Assert.Equal("Siti Aminah", Assert.Single(article.Authors));
        Assert.Equal("Kabar Kita", article.Site);
        Assert.Equal("id", article.Language);
        Assert.Equal("https://kabar.example/2024/10/07/camat-ikrar", article.Canonical?.AbsoluteUri);
        Assert.Equal("https://kabar.example/amp/camat-ikrar", article.Amp?.AbsoluteUri);
    }

    [Fact]
    public void StructuredDataTellsTitleTimeAndAuthors()
    {
        var article = Read(
            $$"""
            <html><head><title>x</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"Halaman"},
            {"@type":"NewsArticle","headline":"Judul dari data","datePublished":"2024-10-07T14:05:00+08:00","author":[{"@type":"Person","name":"Budi"},{"name":"Wati"}],"publisher":{"name":"Harian"} }]}</script></head>
            <body><p>{{First}}</p><p>{{Second}}</p></body></html>
            """
        );
        Assert.Equal("Judul dari data", article.Title);
        Assert.Equal(TimeSpan.FromHours(8), article.Published?.Offset);
        Assert.Equal(["Budi", "Wati"], article.Authors);
        Assert.Equal("Harian", article.Site);
    }

    [Fact]
    public void TheBodyOfStructuredDataIsTakenWhereThePageShowsNone()
    {
        var body = string.Join(' ', Enumerable.Repeat(First, 4));
        var article = Read(
            $$"""<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"{{body}}"}</script><div id="app"></div><p>Muat ulang halaman.</p>"""
        );
        Assert.Equal(body, article.Text);
        Assert.Equal(BodySource.StructuredData, article.Source);
    }

    [Theory]
    [InlineData("<meta property=\"article:published_time\" content=\"2024-10-07T07:05:00Z\">", "")]
    [InlineData("<meta name=\"publishdate\" content=\"2024/10/07 14:05:00\">", "")]
    [InlineData("", "<time datetime=\"2024-10-07T14:05:00+07:00\">kemarin</time>")]
    [InlineData("", "<time>Senin, 07 Okt 2024 14:05 WIB</time>")]
    [InlineData("", "<span class=\"date\">Senin, 7 Oktober 2024 | 15:05 WITA</span>")]
    [InlineData("", "<div>Redaksi - Senin, 7 Oktober 2024 16.05 WIT</div>")]
    [InlineData("", "<div class=\"post-date\">07/10/2024, 14:05 WIB</div>")]
    public void ThePublicationTimeIsFoundWhereverItStands(string head, string body)
    {
        var article = Read($"<html lang=\"id\"><head>{head}</head><body>{body}<p>{First}</p></body></html>");
        Assert.Equal(new DateTimeOffset(2024, 10, 7, 7, 5, 0, TimeSpan.Zero), article.Published?.ToUniversalTime());
    }

    [Fact]
    public void LaterPagesOfTheSameArticleAreExposedInTheirOrder()
    {
        var article = Read(
            $"""
            <head><link rel="next" href="?page=2"></head><body><p>{First}</p><a href="?page=3">3</a><a href="?page=2&amp;utm_source=x">2</a>
            <a href="/2024/10/07/camat-ikrar/4">4</a><a href="/2024/10/07/berita-lain?page=2">lain</a><a href="?page=1">1</a></body>
            """
        );
        Assert.Equal(
            [
                "https://kabar.example/2024/10/07/camat-ikrar?page=2&utm_source=x",
                "https://kabar.example/2024/10/07/camat-ikrar?page=3",
                "https://kabar.example/2024/10/07/camat-ikrar/4",
            ],
            article.NextPages.Select(page => page.AbsoluteUri)
        );
    }

    [Fact]
    public void ALinkToTheNextArticleIsNoLaterPage() =>
        Assert.Empty(Read($"<head><link rel=\"next\" href=\"/2024/10/08/lain\"></head><body><p>{First}</p></body>").NextPages);

    [Fact]
    public void ACanonicalLinkToTheFrontPageIsNotBelieved() =>
        Assert.Null(Read($"<head><link rel=\"canonical\" href=\"https://kabar.example/\"></head><body><p>{First}</p></body>").Canonical);

    [Fact]
    public void AnAmpPageIsRecognised()
    {
        var article = Read($"<html ⚡ lang=\"id\"><head><link rel=\"canonical\" href=\"/asli\"></head><body><p>{First}</p></body></html>");
        Assert.True(article.IsAmp);
        Assert.Equal("https://kabar.example/asli", article.Canonical?.AbsoluteUri);
    }

    [Fact]
    public void ListsAndTablesOfAnArticleAreKept()
    {
        var article = Read(
            $"<article><p>{First}</p><ul><li>Kepala desa</li><li>Lurah</li></ul><table><tr><td>Kajen</td><td>12</td></tr></table><p>{Second}</p></article>"
        );
        Assert.Equal($"{First}\nKepala desa\nLurah\nKajen 12\n{Second}", article.Text);
    }

    [Fact]
    public void TheArticleUnderTheHeadlineIsChosenAmongSeveral()
    {
        var others = string.Concat(
            Enumerable.Range(0, 6).Select(i => $"<article class=\"post\"><h2>Judul {i}</h2><p>{Second}</p></article>")
        );
        Assert.Equal(
            First + "\n" + First,
            Read($"<main><article><h1>Judul utama berita</h1><p>{First}</p><p>{First}</p></article>{others}</main>").Text
        );
    }

    [Fact]
    public void WhatCannotBeSeenIsNotRead() =>
        Assert.DoesNotContain(
            "rahasia",
            Read($"<div><p>{First}</p><p style=\"display: none\">rahasia {Second}</p><p hidden>rahasia</p><p>{Second}</p></div>").Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void APageWithoutTextGivesAnArticleWithoutText()
    {
        var article = Read("<html><body><nav><a href=/>Beranda</a></nav></body></html>");
        Assert.Equal("", article.Text);
        Assert.Equal(BodySource.None, article.Source);
    }

    private static Article Read(string html)
    {
        var document = new ArticleExtractor().Extract(html, Url);
        Assert.True(document.IsRead, document.Refusal?.En);
        return document.Article;
    }
}
