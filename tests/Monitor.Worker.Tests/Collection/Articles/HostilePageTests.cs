using System.Text;
using Monitor.Worker.Collection.Articles;

namespace Monitor.Worker.Tests.Collection.Articles;

/// <summary>Robustness case 3: deep or huge HTML.</summary>
[Collection(TimedTests.Name)]
public sealed class HostilePageTests
{
    private static readonly Uri Url = new("https://berita.example/a");

    [Theory]
    [InlineData("div")]
    [InlineData("b")]
    [InlineData("span")]
    [InlineData("form")]
    public void Case3AHundredThousandNestedElementsAreAnsweredInUnderASecond(string tag)
    {
        var html = new StringBuilder("<html><body>").Insert(12, $"<{tag}>", 100_000).Append("teks").ToString();
        var document = new ArticleExtractor().Extract(html, Url);
        Quick.Assert(() => new ArticleExtractor().Extract(html, Url));
        Assert.False(document.IsRead);
        Assert.Contains("nested", document.Refusal.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p")]
    [InlineData("table")]
    [InlineData("li")]
    public void Case3ElementsThatCloseThemselvesAreReadInUnderASecondHoweverMany(string tag)
    {
        var html = new StringBuilder("<html><body>").Insert(12, $"<{tag}>", 100_000).Append("teks").ToString();
        Quick.Assert(() => new ArticleExtractor().Extract(html, Url));
    }

    [Fact]
    public void Case3APageOfTenMegabytesIsReadInBoundedMemory()
    {
        var html = new StringBuilder("<html><body><article>");
        while (html.Length < 10 << 20)
        {
            html.Append("<p>Bupati meresmikan pasar baru pada hari Senin, dan pedagang menyambutnya dengan <b>gembira</b> sekali.</p>\n");
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var document = new ArticleExtractor().Extract(html.ToString(), Url);
        var grown = GC.GetTotalMemory(forceFullCollection: false) - before;
        Assert.True(document.IsRead);
        Assert.StartsWith("Bupati meresmikan", document.Article.Text, StringComparison.Ordinal);
        Assert.True(grown < 192L << 20, $"grew by {grown >> 20} MiB");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n ")]
    public void AnEmptyPageIsRefusedWithTheReason(string html) =>
        Assert.Equal("The page is empty.", new ArticleExtractor().Extract(html, Url).Refusal?.En);

    [Theory]
    [InlineData("<")]
    [InlineData("just text")]
    [InlineData("<html><head></head></html>")]
    [InlineData("<body><p>")]
    [InlineData("\0\0\0<html>\0")]
    public void WhatIsHardlyAPageGivesAnArticleAndNoException(string html) => Assert.True(new ArticleExtractor().Extract(html, Url).IsRead);
}
