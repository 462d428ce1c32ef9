using Monitor.Classifier.Text;

namespace Monitor.Classifier.Tests.Text;

public sealed class NormalisationTests
{
    [Theory]
    [InlineData("menaaaang", "menang")]
    [InlineData("yg jgn dgn", "yang jangan dengan")]
    [InlineData("m e n a n g", "menang")]
    [InlineData("m3n4ng", "menang")]
    [InlineData("didapur", "di dapur")]
    [InlineData("teman2nya", "teman-temannya")]
    [InlineData("5rb", "5 ribu")]
    [InlineData("#LanjutkanPerjuangan", "lanjutkan perjuangan")]
    [InlineData("#lanjutkanperjuangan", "lanjutkan perjuangan")]
    [InlineData("2️⃣", "2\u20E3")]
    [InlineData("wkwkwkwk", "hahaha")]
    public void WordsAreFoundBehindTheirDisguises(string text, string forms) => Assert.Equal(forms, Some.Forms(text));

    [Theory]
    [InlineData("jangan like, ASN wajib netral", "like")]
    [InlineData("ASN tidak boleh mendukung paslon, tapi boleh hadir", "boleh mendukung pasangan calon")]
    [InlineData("jangan lupa coblos ya", "lupa")]
    [InlineData("tidak hanya hadir", "")]
    [InlineData("ora milih sopo-sopo", "memilih sopo-sopo")]
    [InlineData("moal milih nu eta", "memilih nu eta")]
    [InlineData("kami bukan pendukung siapa pun. Hadir semua", "pendukung siapa pun")]
    public void NegationReachesToTheEndOfItsClause(string text, string negated)
    {
        var buffer = Some.Tokens(text);
        var forms = new List<string>();
        foreach (var token in buffer.Tokens[..buffer.Count])
        {
            if (token.Flags.HasFlag(TokenFlags.Negated))
            {
                forms.Add(buffer.Form(token).ToString());
            }
        }

        Assert.Equal(negated, string.Join(' ', forms));
    }

    [Theory]
    [InlineData("Kok atuh ji bah")]
    public void RegionalParticlesAreRecognised(string text)
    {
        var buffer = Some.Tokens(text);
        Assert.All(
            buffer.Tokens[..buffer.Count],
            token => Assert.True(token.Flags.HasFlag(TokenFlags.Particle), buffer.Form(token).ToString())
        );
    }

    [Theory]
    [InlineData("memenangkan", "menang")]
    [InlineData("kampanyenya", "kampanye")]
    [InlineData("dukunglah", "dukung")]
    [InlineData("pemenangan", "menang")]
    [InlineData("teman-teman", "teman")]
    public void WordsCarryTheirStem(string text, string stem)
    {
        var buffer = Some.Tokens(text);
        Assert.Equal(stem, buffer.Stem(buffer.Tokens[0]).ToString());
    }

    [Fact]
    public void AWordOutsideTheListsIsLeftInOnePiece() => Assert.Equal("zxqwv", Some.Forms("zxqwv"));

    [Fact]
    public void ATextOfTheSizeOfTheLastOneCostsNoAllocation()
    {
        const string text = "Pak Prabowo dan tmn2nya udah pd nyoblos di TPS, jgn lupa #SatuPutaran 👍🏽 https://t.co/abc";
        const int rounds = 10;
        const int texts = 200;
        var buffer = new TextBuffer();
        Some.Pipeline.Run(text, null, buffer);

        // The counter is this thread's own, but the runtime itself allocates on it once in a while: when a loop is compiled anew while it
        // runs, when a type is first touched by newly compiled code. That happens a few times in a process; what the pipeline allocates
        // comes back in every round. So one round of many texts without a byte is the proof, and no round without one is the refutation.
        var costs = new List<long>();
        do
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < texts; i++)
            {
                Some.Pipeline.Run(text, null, buffer);
            }

            costs.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        } while (costs[^1] != 0 && costs.Count < rounds);

        Assert.True(costs[^1] == 0, $"bytes by round of {texts} texts: {string.Join(", ", costs)}");
    }

    [Fact]
    public void ManyThreadsReadTheSameAsOne()
    {
        var texts = Enumerable
            .Range(0, 400)
            .Select(number => $"Teks ke-{number}: dukung Anies nomor {number % 5}, jgn golput yaaa #GasPol{number}")
            .ToList();
        var alone = texts.Select(text => Some.Forms(text)).ToList();
        var together = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(text => Some.Forms(text)).ToList();
        Assert.Equal(alone, together);
    }
}
