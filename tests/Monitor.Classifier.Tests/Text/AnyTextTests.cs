using System.Text;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Tests.Text;

public sealed class AnyTextTests
{
    private static readonly string[] Pieces =
    [
        "\uD800",
        "\uDC00",
        "\u200D",
        "\u202E",
        "\uFE0F",
        "\u20E3",
        "👍🏽",
        "✌️",
        "3️⃣",
        "🇮🇩",
        "#",
        "@",
        "#Satu",
        "@a.b",
        "<",
        ">",
        "&",
        "&amp;",
        "<br>",
        "p r a b o w o",
        "teman2",
        "http://",
        "t.co/x",
        "مرحبا",
        "שלום",
        "ﬃ",
        "𝐩",
        "🅰",
        "\0",
        "\n",
        " ",
        " ",
        ".",
        "...",
        "\"",
        "'",
        "-",
        "2024",
        "1.000",
        "nomor",
        "urut",
        "tidak",
        "Pak",
        "Prabowo",
        "dukung",
        "menaaang",
        "a",
        "Z",
        "é",
        "e\u0301",
        "٣",
        "１",
        "㎏",
        "️",
    ];

    [Fact]
    public void AnyStringYieldsTokensThatLieInsideTheTextInOrder()
    {
        var random = new Random(20241127);
        var buffer = new TextBuffer();
        var text = new StringBuilder();
        for (var round = 0; round < 5_000; round++)
        {
            text.Clear();
            var parts = random.Next(0, 24);
            for (var part = 0; part < parts; part++)
            {
                text.Append(random.Next(3) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)]);
            }

            Check(text.ToString(), buffer);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("1 ")]
    [InlineData("<")]
    [InlineData("#a ")]
    [InlineData("- ab")]
    public void AMegabyteOfOneThingIsTakenApart(string piece)
    {
        var text = piece.Length == 0 ? string.Empty : new StringBuilder().Insert(0, piece, 1_000_000 / piece.Length).ToString();
        Check(text, new TextBuffer());
    }

    private static void Check(string text, TextBuffer buffer)
    {
        Some.Pipeline.Run(text, null, buffer);
        var last = 0;
        for (var index = 0; index < buffer.Count; index++)
        {
            var token = buffer.Tokens[index];
            Assert.InRange(token.Start, last, text.Length);
            Assert.InRange(token.Length, 1, text.Length - token.Start);
            Assert.InRange(token.FormStart + token.FormLength, token.FormStart, buffer.FormsLength);
            Assert.InRange(token.StemStart + token.StemLength, token.StemStart, buffer.FormsLength);
            Assert.True(token.FormLength > 0, $"An empty form at {token.Start}.");
            last = token.Start;
        }
    }
}
