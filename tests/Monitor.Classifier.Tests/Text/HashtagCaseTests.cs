using Monitor.Classifier.Text;

namespace Monitor.Classifier.Tests.Text;

/// <summary>Hashtags written in any case are the same words.</summary>
public sealed class HashtagCaseTests
{
    [Theory]
    [InlineData("#TanamPohonBersama")]
    [InlineData("#tanampohonbersama")]
    [InlineData("#tANaMPoHoNBerSAmA")]
    [InlineData("#TANAMpohonBERSAMA")]
    [InlineData("#taNAMpohONberSAMA")]
    public void TheSameWordsAreReadWhateverTheCase(string hashtag) => Assert.Equal("tanam pohon bersama", Some.Forms(hashtag));

    [Theory]
    [InlineData("#IbuKotaBaru", "ibu kota baru")]
    [InlineData("#KamiBersamaThohir", "kami bersama thohir")]
    public void CapitalsThatPartWordsAreBelieved(string hashtag, string words) => Assert.Equal(words, Some.Forms(hashtag));

    [Fact]
    public void AnAcronymBeforeAWordStaysOne() => Assert.Equal("kpu tetapkan", Some.Forms("#KPUTetapkan"));

    [Fact]
    public void EachWordPointsToItsOwnLettersOfTheOriginal()
    {
        const string text = "ayo #lANJuTKaNPemBAnGuNaN!";
        var tokens = Some.Tokens(text);

        var words = tokens
            .Tokens.Take(tokens.Count)
            .Where(token => token.Flags.HasFlag(TokenFlags.Hashtag))
            .Select(token => text.Substring(token.Start, token.Length));
        Assert.Equal(["lANJuTKaN", "PemBAnGuNaN"], words);
    }

    [Fact]
    public void OneOfAMegabyteIsTakenApartAndEveryLetterBelongsToOneWord()
    {
        var tokens = Some.Tokens("#" + string.Concat(Enumerable.Repeat("aB", 500_000)));

        Assert.Equal(1_000_000, tokens.Tokens.Take(tokens.Count).Sum(token => token.Length));
    }

    [Fact]
    public void NumbersInsideStandWhereTheyStood() => Assert.Equal("2024 pilih perubahan", Some.Forms("#2024piLIHPeRUBahAn"));
}
