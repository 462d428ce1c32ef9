using Monitor.Classifier.Masking;
using Monitor.Classifier.Tests.Text;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Tests.Masking;

/// <summary>A text reads the same whichever person, of whichever people, it is about. All names are invented.</summary>
public sealed class PersonNameTests
{
    private static readonly string[] Names =
    [
        "Joko Santoso",
        "Maria Simbolon",
        "Budi Hartono",
        "I Wayan Suardana",
        "Ni Luh Ayu",
        "Yohanes Wenda",
        "Tan Mei Lin",
        "Lim Swie King",
        "Andi Baso",
        "Daeng Ngawing",
        "Teuku Iskandar",
        "La Ode Muhammad",
        "Dewi Lestari",
        "Indah Permata",
        "Bintang Pratama",
        "Muhammad Rizki",
        "Asep Sunandar",
        "Oktovianus Kogoya",
        "Yosef Bria",
    ];

    [Theory]
    [InlineData("Camat bernama {0} dilaporkan karena mengajak warga memilih paslon tertentu")]
    [InlineData("{0} terpilih menjadi ketua panitia lomba tujuh belasan")]
    [InlineData("Guru bernama {0} membagikan resep rendang di grup sekolah")]
    [InlineData("Menurut saya {0} paling cocok memimpin kabupaten ini")]
    [InlineData("Jangan pilih {0}, orangnya ingkar janji")]
    [InlineData("Pak {0} layak jadi bupati, kita kawal sampai menang")]
    [InlineData("Kemarin {0} datang ke pasar membeli ikan")]
    public void EveryPersonsNameLeavesTheSameText(string frame)
    {
        var first = Some.Forms(string.Format(frame, Names[0]));
        Assert.All(Names, name => Assert.Equal(first, Some.Forms(string.Format(frame, name))));
    }

    [Theory]
    [InlineData("Indah sekali pantai ini")]
    [InlineData("bulan Mei sawah kering")]
    [InlineData("melati dan mawar di taman")]
    [InlineData("HARI INI PANAS SEKALI")]
    [InlineData("Tan sudah habis di warung")]
    public void WordsThatAreAlsoNamesStayWords(string text) =>
        Assert.DoesNotContain(PersonNames.Form, Some.Forms(text), StringComparison.Ordinal);

    [Fact]
    public void ACandidateIsACandidateAlthoughTheNameIsACommonOne() =>
        Assert.Contains(
            Some.Tokens("Ridwan Kamil menang di pilgub Jabar").Tokens,
            token => token is { Kind: TokenKind.Role, Role: Role.Calon }
        );

    [Fact]
    public void TheTokenOfANameStandsForAllItsWordsInTheText()
    {
        const string text = "kemarin I Wayan Suardana pulang";
        var buffer = Some.Tokens(text);
        var name = buffer.Tokens.Take(buffer.Count).Single(token => buffer.Form(token).SequenceEqual(PersonNames.Form));
        Assert.Equal("I Wayan Suardana", text.Substring(name.Start, name.Length));
    }
}
