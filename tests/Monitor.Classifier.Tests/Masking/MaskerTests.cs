using Monitor.Classifier.Masking;
using Monitor.Classifier.Tests.Text;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Tests.Masking;

public sealed class MaskerTests
{
    [Theory]
    [InlineData("buruh demo upah di depan pabrik")]
    [InlineData("garuda terbang tinggi, burung yang gagah")]
    [InlineData("masak pakai pan anti lengket")]
    [InlineData("semoga cepat sembuh, amin ya rabbal alamin")]
    [InlineData("sepatunya pas sekali, jalanan aman")]
    [InlineData("suasana rapat sangat demokrat dan terbuka")]
    [InlineData("timnas menang 2 gol lawan tiga pemain")]
    public void CommonWordsStayWhatTheyAreInEverydayText(string text) =>
        Assert.DoesNotContain("⟨", Some.Forms(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("ayo coblos PAN di pemilu", "ayo coblos ⟨partai⟩ di pemilu")]
    [InlineData("kader partai buruh maju caleg", "kader ⟨partai⟩ maju calon legislatif")]
    [InlineData("PILIH NOMOR 1 ANIES MUHAIMIN AMIN", "pilih nomor ⟨nomor⟩ ⟨calon⟩")]
    [InlineData("capres Pr4bowo dan p r a b o w o", "calon presiden ⟨calon⟩ dan ⟨calon⟩")]
    [InlineData("pilpres: ganajr pranwo dan Prabwo", "pemilihan presiden : ⟨calon⟩ dan ⟨calon⟩")]
    [InlineData("pilih prab owo saja", "pilih ⟨calon⟩ saja")]
    [InlineData("kubu 02 curang", "kubu ⟨nomor⟩ curang")]
    [InlineData("Gibran-Prabowo menang", "⟨calon⟩ menang")]
    [InlineData("Prabowo-Prabowo lagi", "⟨calon⟩ lagi")]
    [InlineData("#prabowogibranmenang", "⟨calon⟩ menang")]
    [InlineData("salam dua jari untuk kampanye", "⟨gestur⟩ untuk kampanye")]
    [InlineData("debat capres nomor 1, 2 dan 3", "debat calon presiden nomor ⟨nomor⟩ , ⟨nomor⟩ dan ⟨nomor⟩")]
    [InlineData("@prabowo menang", "⟨calon⟩ menang")]
    [InlineData("hai @temanku", "hai @")]
    [InlineData("resep nomor 2: telur 3 butir", "resep nomor ⟨nomor⟩ : telur 3 butir")]
    [InlineData("pilkada 02/03/2024", "pilkada 02 / 03 / 2024")]
    public void NamesAreReplacedByTheirRole(string text, string forms) => Assert.Equal(forms, Some.Forms(text));

    [Theory]
    [InlineData("dukung Hotman Simbolon jadi bupati di pilkada nanti", "dukung ⟨calon⟩ jadi bupati di pilkada nanti")]
    [InlineData("Paslon Siti Aminah - Budi Hartono nomor urut 3", "pasangan calon ⟨calon⟩ nomor urut ⟨nomor⟩")]
    [InlineData("menangkan Pak Zulkarnain di TPS kita", "menangkan ⟨sapaan⟩ ⟨calon⟩ di tps kita")]
    public void UnknownNamesAreMetByWhatStandsBeforeThem(string text, string forms)
    {
        Assert.Equal(forms, Some.Forms(text));
        var buffer = Some.Tokens(text);
        Assert.Contains(buffer.Tokens[..buffer.Count], token => token.Role == Role.Calon && token.Flags.HasFlag(TokenFlags.GuessedRole));
    }

    [Theory]
    [InlineData("Pak Camat diperiksa Bawaslu")]
    [InlineData("dukung Bawaslu awasi pemilu")]
    [InlineData("hadir bersama Kapolres di TPS")]
    public void OfficesAndBodiesAreNoCandidates(string text)
    {
        var buffer = Some.Tokens(text);
        Assert.DoesNotContain(buffer.Tokens[..buffer.Count], token => token.Role == Role.Calon);
    }

    [Fact]
    public void AnAmbiguousNameCountsOnlyWhileItsContestRuns()
    {
        const string text = "Ayo coblos, AMIN menang di TPS";
        Assert.Contains("⟨calon⟩", Some.Forms(text, new DateOnly(2024, 2, 1)), StringComparison.Ordinal);
        Assert.DoesNotContain("⟨calon⟩", Some.Forms(text, new DateOnly(2018, 2, 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mahfud pembohong, jangan dipercaya", "⟨calon⟩ pembohong , jangan dipercaya")]
    [InlineData("Tadi malam Ganjar menjelaskan programnya", "tadi malam ⟨calon⟩ menjelaskan programnya")]
    [InlineData("Ganjar presiden kita", "⟨calon⟩ presiden kita")]
    public void AWellKnownNameIsMetWhereItStandsAlone(string text, string forms)
    {
        Assert.Equal(forms, Some.Forms(text, new DateOnly(2024, 1, 15)));
        Assert.Equal(forms, Some.Forms(text));
    }

    [Theory]
    [InlineData("hakim ganjar pencuri lima tahun")]
    [InlineData("Ganjar anak dengan hadiah kecil")]
    [InlineData("Terima kasih Mahfud Arifin atas bantuannya")]
    public void AWellKnownNameMayBeAnybodysOrAVerb(string text) =>
        Assert.DoesNotContain("⟨calon⟩", Some.Forms(text), StringComparison.Ordinal);

    [Fact]
    public void AWellKnownNameIsAnybodysAfterItsContest() =>
        Assert.DoesNotContain(
            "⟨calon⟩",
            Some.Forms("Tadi malam Mahfud memasak rendang", new DateOnly(2025, 6, 1)),
            StringComparison.Ordinal
        );

    [Fact]
    public void AContestAddedAtRunTimeIsMaskedFromThenOn()
    {
        var contest = Some.Pipeline.Masks.ContestOf(
            "pilbup-9999",
            new DateOnly(2030, 1, 1),
            new DateOnly(2031, 1, 1),
            "test",
            [new BallotLine(1, "H. BADRANSYAH QUWATLI, S.Pd., M.M.", "Dr. WIRASENA MULYONO")]
        );
        var pipeline = Some.Pipeline.With(Some.Pipeline.Masks.WithContest(contest));
        var buffer = new TextBuffer();
        pipeline.Run("Badransyah Quwatli dan Wirasena Mulyono siap", null, buffer);
        Assert.Equal([Role.Calon, Role.None, Role.Calon, Role.None], buffer.Tokens[..buffer.Count].Select(token => token.Role));
    }

    [Fact]
    public void AMaskedNameKeepsItsPlaceInTheOriginalText()
    {
        const string text = "Saya dukung Anies   Baswedan, titik.";
        var buffer = Some.Tokens(text);
        var token = buffer.Tokens[..buffer.Count].Single(candidate => candidate.Role == Role.Calon);
        Assert.Equal("Anies   Baswedan", text.Substring(token.Start, token.Length));
    }
}
