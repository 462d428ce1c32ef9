using Monitor.Classifier.Tests.Text;

namespace Monitor.Classifier.Tests.Masking;

/// <summary>A text must read the same whichever camp it names.</summary>
public sealed class SwapTests
{
    private static readonly string[] Frames =
    [
        "Pak {0} memang paling layak, dukung {0} satu putaran!",
        "saya pilih {0} karena jujur, pilpres kali ini jangan golput",
        "KPU tetapkan {0} sebagai calon presiden",
        "jangan pilih {0}, cuma modal hoaks",
        "Tim kampanye {0} bagi-bagi kaos di Kota Bandung",
        "#{1}Menang semoga jadi presiden",
        "ayo merapat ke {0}!!! 🔥🔥",
        "Camat diperiksa Bawaslu karena foto bersama {0}",
    ];

    private static readonly (string Name, string Tag)[] Candidates =
    [
        ("Prabowo Subianto", "Prabowo"),
        ("Prabowo", "Prabowo"),
        ("Anies Baswedan", "AniesBaswedan"),
        ("Ganjar Pranowo", "GanjarPranowo"),
        ("Jokowi", "Jokowi"),
        ("Muhaimin Iskandar", "Muhaimin"),
        ("Gibran", "Gibran"),
        ("Mahfud MD", "MahfudMD"),
        ("Sandiaga Uno", "Sandiaga"),
        ("Ahok", "Ahok"),
        ("Khofifah", "Khofifah"),
        ("Prabowo-Gibran", "PrabowoGibran"),
        ("Anies-Muhaimin", "AniesMuhaimin"),
    ];

    private static readonly string[] Parties =
    [
        "PDIP",
        "PDI Perjuangan",
        "PKB",
        "Gerindra",
        "Golkar",
        "NasDem",
        "PKS",
        "PPP",
        "Perindo",
        "Hanura",
        "Partai Demokrat",
        "Partai Buruh",
        "Partai Garuda",
        "Partai Ummat",
        "Partai Gelora",
        "PAN",
        "PSI",
        "Partai Aceh",
    ];

    [Fact]
    public void EveryCandidateLeavesTheSameText()
    {
        foreach (var frame in Frames)
        {
            AssertAllTheSame(Candidates.Select(candidate => string.Format(frame, candidate.Name, candidate.Tag)));
        }
    }

    [Theory]
    [InlineData("ayo coblos {0} di pemilu nanti, kader {0} jujur")]
    [InlineData("Ketua DPC {0} hadir di kampanye akbar")]
    [InlineData("caleg {0} bagi sembako, laporkan ke bawaslu")]
    public void EveryPartyLeavesTheSameText(string frame) => AssertAllTheSame(Parties.Select(party => string.Format(frame, party)));

    [Theory]
    [InlineData("Gas pol nomor {0}, satu putaran!")]
    [InlineData("coblos nomor urut {0} ya teman-teman")]
    [InlineData("paslon {0} paling siap")]
    [InlineData("pilih no {0} di pilkada, jangan lupa ke TPS")]
    [InlineData("#GaspolNomor{0} menang pilkada")]
    public void EveryBallotNumberLeavesTheSameText(string frame) =>
        AssertAllTheSame(
            ((string[])["1", "2", "3", "4", "01", "02", "satu", "dua", "tiga"]).Select(number => string.Format(frame, number))
        );

    [Fact]
    public void EveryHandSignLeavesTheSameText() =>
        AssertAllTheSame(((string[])["☝️", "✌️", "✌🏽", "👌", "🤟", "🤘"]).Select(sign => $"menangkan paslon kita {sign} di pilkada"));

    [Theory]
    [InlineData("Pak", "Bu", "Bapak", "Ibu", "Bang", "Mbak", "Gus", "Kang")]
    public void EveryHonorificBeforeACandidateLeavesTheSameText(params string[] honorifics) =>
        AssertAllTheSame(honorifics.Select(honorific => $"dukung {honorific} Khofifah jadi gubernur"));

    [Theory]
    [InlineData("Jawa Barat", "Papua Selatan", "Aceh", "Sumatera Utara", "DKI", "Kalsel", "Yogyakarta")]
    public void EveryRegionLeavesTheSameText(params string[] regions) =>
        AssertAllTheSame(regions.Select(region => $"Bawaslu {region} mengimbau ASN netral di pilkada"));

    [Theory]
    [InlineData("Siti Rahmawati", "Hotman Simbolon", "Ni Wayan Sari", "Yohanes Wanggai", "Lie Cheng", "Andi Mappanyukki")]
    public void EveryUnknownNameBehindAnHonorificLeavesTheSameText(params string[] names) =>
        AssertAllTheSame(names.Select(name => $"kita menangkan Pak {name}, paslon nomor 2 pilkada"));

    private static void AssertAllTheSame(IEnumerable<string> texts)
    {
        var forms = texts.Select(text => (Text: text, Forms: Some.Forms(text))).ToList();
        Assert.All(
            forms,
            form => Assert.True(form.Forms == forms[0].Forms, $"{form.Text}\n  {form.Forms}\n{forms[0].Text}\n  {forms[0].Forms}")
        );
    }
}
