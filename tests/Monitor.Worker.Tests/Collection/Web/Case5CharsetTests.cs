using System.Text;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>Robustness case 5: the right text, or at least some text, whatever header and document claim about the bytes.</summary>
public sealed class Case5CharsetTests
{
    private const string Indonesian = "Camat “Kajen” – netral, katanya…";
    private const string Russian = "Выборы пройдут в ноябре";

    static Case5CharsetTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("windows-1252", "windows-1252", Indonesian)]
    [InlineData("windows-1252", "iso-8859-1", Indonesian)]
    [InlineData("windows-1252", "LATIN1", Indonesian)]
    [InlineData("windows-1252", "\"us-ascii\"", Indonesian)]
    [InlineData("windows-1252", "win-1252", Indonesian)]
    [InlineData("windows-1252", "cp_1252", Indonesian)]
    [InlineData("windows-1251", "windows-1251", Russian)]
    [InlineData("koi8-r", "koi8-r", Russian)]
    [InlineData("iso-8859-5", "ISO_8859-5", Russian)]
    [InlineData("utf-8", "utf-8", Indonesian)]
    [InlineData("utf-8", "UTF8", Indonesian)]
    [InlineData("utf-8", "iso-utf-8", Indonesian)]
    [InlineData("utf-8", "utf-8; boundary=x", Indonesian)]
    [InlineData("utf-8", "iso-8859-1", Indonesian)]
    [InlineData("utf-8", "windows-1252", Indonesian)]
    [InlineData("windows-1252", "utf-8", Indonesian)]
    [InlineData("utf-16le", "utf-16", Indonesian)]
    [InlineData("utf-16be", "utf-16be", Indonesian)]
    [InlineData("shift_jis", "x-sjis", "選挙監視")]
    [InlineData("gb18030", "gb2312", "选举监督")]
    [InlineData("big5", "Big5", "選舉監督")]
    [InlineData("euc-jp", "euc-jp", "選挙監視")]
    [InlineData("ks_c_5601-1987", "euc-kr", "선거 감독")]
    public void TheHeadersLabelIsReadAndRepaired(string actual, string label, string text)
    {
        var bytes = Encoding.GetEncoding(actual).GetBytes(text);

        Assert.Equal(text, TextDecoding.Read(bytes, label, TextKind.Html).Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x-tidak-ada")]
    [InlineData("utf-7")]
    [InlineData("ibm037")]
    [InlineData("hz-gb-2312")]
    [InlineData("none")]
    [InlineData("\u0000\uFFFF")]
    [InlineData("8859")]
    [InlineData("125")]
    public void WithoutAUsableLabelTheBytesDecide(string? label)
    {
        Assert.Equal(Indonesian, TextDecoding.Read(Encoding.UTF8.GetBytes(Indonesian), label, TextKind.Plain).Text);
        Assert.Equal(Indonesian, TextDecoding.Read(Encoding.GetEncoding(1252).GetBytes(Indonesian), label, TextKind.Plain).Text);
    }

    [Fact]
    public void AByteOrderMarkBeatsTheHeaderAndIsNotPartOfTheText()
    {
        byte[] utf8 = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Indonesian)];
        byte[] little = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Indonesian)];
        byte[] big = [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Indonesian)];

        foreach (var bytes in (byte[][])[utf8, little, big])
        {
            var read = TextDecoding.Read(bytes, "koi8-r", TextKind.Xml);
            Assert.Equal(Indonesian, read.Text);
            Assert.Equal(CharsetSource.Bom, read.Source);
        }
    }

    [Theory]
    [InlineData("<meta charset=koi8-r>")]
    [InlineData("<META CHARSET = 'KOI8-R' />")]
    [InlineData("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">")]
    [InlineData("<!-- <meta charset=utf-8> --><meta charset=\"koi8-r\">")]
    [InlineData("<meta name=\"description\" content=\"x\"><meta charset=\"koi8-r\">")]
    public void AMetaElementIsReadWhereTheHeaderIsSilent(string meta)
    {
        var bytes = Encoding.GetEncoding("koi8-r").GetBytes($"<html><head>{meta}<title>{Russian}</title>");

        var read = TextDecoding.Read(bytes, label: null, TextKind.Html);

        Assert.Contains(Russian, read.Text, StringComparison.Ordinal);
        Assert.Equal(CharsetSource.Document, read.Source);
    }

    [Fact]
    public void AMetaElementAfterTheFirst1024BytesIsReadAndTheHeaderBeatsIt()
    {
        var page = $"<html><head><script>{new string('x', 5000)}</script><meta charset=koi8-r><title>{Russian}</title>";

        Assert.Contains(
            Russian,
            TextDecoding.Read(Encoding.GetEncoding("koi8-r").GetBytes(page), label: null, TextKind.Html).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            Russian,
            TextDecoding.Read(Encoding.GetEncoding(1251).GetBytes(page), "windows-1251", TextKind.Html).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AnXmlPrologIsReadAndAWrongOneDoesNotSpoilUtf8()
    {
        var honest = Encoding.GetEncoding(1251).GetBytes($"<?xml version='1.0' encoding='windows-1251'?><t>{Russian}</t>");
        var wrong = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><t>{Indonesian}</t>");
        var utf16 = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-16\"?><t>{Indonesian}</t>");
        var unmarked = Encoding.Unicode.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-16\"?><t>{Indonesian}</t>");

        Assert.Contains(Russian, TextDecoding.Read(honest, label: null, TextKind.Xml).Text, StringComparison.Ordinal);
        foreach (var bytes in (byte[][])[wrong, utf16, unmarked])
        {
            Assert.Contains(Indonesian, TextDecoding.Read(bytes, label: null, TextKind.Xml).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AFewBrokenBytesDoNotMakeUtf8SomethingElseAndAreShown()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Indonesian, 10))), 0xFF, .. "!"u8];

        var read = TextDecoding.Read(bytes, "utf-8", TextKind.Html);

        Assert.EndsWith("katanya…\uFFFD!", read.Text, StringComparison.Ordinal);
        Assert.Equal("utf-8", read.Charset);
        Assert.Equal(read.Text, TextDecoding.Read(bytes, label: null, TextKind.Html).Text);
    }

    [Fact]
    public void WhatWasDeclaredAndNotFollowedIsTold()
    {
        var read = TextDecoding.Read(Encoding.UTF8.GetBytes(Indonesian), "iso-8859-1", TextKind.Html);

        Assert.Equal(("utf-8", CharsetSource.Bytes, "iso-8859-1"), (read.Charset, read.Source, read.Declared));
    }

    [Fact]
    public void NoBytesAndNoLabelMakeItThrow()
    {
        string?[] labels =
        [
            null,
            "utf-8",
            "utf-16",
            "utf-16be",
            "gb18030",
            "big5",
            "iso-2022-jp",
            "shift_jis",
            "euc-kr",
            "koi8-u",
            "x-mac-cyrillic",
            "ibm866",
            "\uD800",
        ];
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(48)];
            random.NextBytes(bytes);
            if (bytes.Length > 8 && random.Next(3) == 0)
            {
                "<?xml <m"u8.CopyTo(bytes);
            }

            foreach (var kind in Enum.GetValues<TextKind>())
            {
                Assert.NotNull(TextDecoding.Read(bytes, labels[random.Next(labels.Length)], kind).Text);
            }
        }
    }

    [Fact]
    public async Task OverTheWireTheLabelOfTheAnswerIsUsed()
    {
        await using var site = new TestSite();
        site.On("/a", 200, "Content-Type: text/html; charset='iso-utf-8'", Indonesian);
        site.On(
            "/b",
            200,
            "Content-Type: application/rss+xml",
            Encoding.GetEncoding(1251).GetBytes($"<?xml version='1.0' encoding='cp1251'?><t>{Russian}</t>")
        );
        site.On("/c", 200, "Content-Type: ;;;charset==", Indonesian);
        await using var web = await GateUnderTest.ForAsync(site);

        Assert.Equal(Indonesian, TextDecoding.Read(await web.PageAsync(site.Url("/a"))).Text);
        Assert.Contains(Russian, TextDecoding.Read(await web.PageAsync(site.Url("/b"))).Text, StringComparison.Ordinal);
        Assert.Equal(Indonesian, TextDecoding.Read(await web.PageAsync(site.Url("/c"))).Text);
    }
}
