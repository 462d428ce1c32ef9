using Monitor.Classifier.Features;
using Monitor.Classifier.Tests.Text;

namespace Monitor.Classifier.Tests;

/// <summary>What is said near a candidate is a feature of its own, whoever the candidate is.</summary>
public sealed class SurroundingsTests
{
    [Fact]
    public void AWordNearACandidateAddsAFeatureThatTheWordFarFromOneDoesNotHave()
    {
        var near = Features("pemilu kali ini paslon nomor 2 sungguh amat jujur");
        var far = Features("pemilu kali ini pedagang di sana sungguh amat jujur");
        Assert.True(near.Except(far).Count() > 6, "the words around the ballot number are features");
    }

    [Fact]
    public void WhichCandidateItIsChangesNothing() =>
        Assert.Equal(
            Features("di pilpres ini Prabowo sungguh amat jujur").Order(),
            Features("di pilpres ini Ganjar sungguh amat jujur").Order()
        );

    [Fact]
    public void BeforeAndAfterACandidateAreTwoThings() =>
        Assert.NotEqual(
            Features("jujur sekali memang Prabowo di pilpres").Order(),
            Features("Prabowo memang sekali jujur di pilpres").Order()
        );

    [Theory]
    [InlineData("pilih", "coblos", "soto")]
    [InlineData("tolol", "goblok", "jembatan")]
    public void NearACandidateWordsOfOneGroupSayTheSame(string word, string like, string unlike)
    {
        var said = Features($"di pilpres ini Prabowo {word}");
        var alike = said.Intersect(Features($"di pilpres ini Prabowo {like}")).Count();
        var other = said.Intersect(Features($"di pilpres ini Prabowo {unlike}")).Count();
        Assert.True(alike > other, $"{alike} features in common, {other} with a word of another group");
    }

    [Theory]
    [InlineData("soto", "ayam", "jembatan")]
    [InlineData("mobil", "motor", "goblok")]
    public void NextToAnyWordWordsOfOneGroupSayTheSame(string word, string like, string unlike)
    {
        var said = Features($"pedagang itu bilang {word} begitu saja");
        var alike = said.Intersect(Features($"pedagang itu bilang {like} begitu saja")).Count();
        var other = said.Intersect(Features($"pedagang itu bilang {unlike} begitu saja")).Count();
        Assert.Equal(2, alike - other);
    }

    [Fact]
    public void FarFromACandidateAWordIsReadWithItsNeighboursAlone() =>
        // The word before it as it stands, by its group, and the word before that.
        Assert.Equal(Features("pedagang di pasar itu jujur").Count, Features("pedagang di pasar itu").Count + 3);

    private static HashSet<ulong> Features(string text)
    {
        var sink = new Collected([]);
        new FeatureExtractor(CueLexicon.Load(Repository.Models)).Extract(Some.Tokens(text), ref sink);
        return sink.Phrases;
    }

    private readonly struct Collected(HashSet<ulong> phrases) : IFeatureSink
    {
        public HashSet<ulong> Phrases => phrases;

        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            if (family == FeatureFamily.Phrase)
            {
                phrases.Add(feature);
            }
        }
    }
}
