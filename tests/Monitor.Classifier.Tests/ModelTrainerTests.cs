using Monitor.Classifier.Model;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Tests;

public sealed class ModelTrainerTests
{
    private static readonly TrainingOptions Quick = new()
    {
        TableBits = 14,
        Nets = 1,
        Filters = 32,
        NetSchedule = new(1, 0.05f, 0.5f, 0.1f),
    };

    [Fact]
    public void TheSameDataAndSeedGiveTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var rows = Corpus.Read(Path.Combine(Models.Directory, "corpus", "authored.tsv")).Take(600).ToArray();
        foreach (var name in new[] { "a.bin", "b.bin" })
        {
            ModelFile.Write(
                folder.File(name),
                new ModelTrainer(Models.Directory, Quick).Train(TrainingSet.Read(Models.Directory, rows, Unlabelled.None, Quick), [])
            );
        }

        Assert.Equal(File.ReadAllBytes(folder.File("a.bin")), File.ReadAllBytes(folder.File("b.bin")));
    }

    [Fact]
    public void AModelFileCutShortIsRefused()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Path.Combine(Models.Directory, "netralitas", ModelFile.FileName));
        File.WriteAllBytes(folder.File("short.bin"), bytes[..(bytes.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => ModelFile.Read(folder.File("short.bin")));
    }

    [Fact]
    public void ALineThatIsNoRowIsNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("rows.tsv"), "id\tsource\tlabel\tdoubt\ttext\na\tb\tnetral\t0\tc\n");
        var refusal = Assert.Throws<InvalidDataException>(() => Corpus.Read(folder.File("rows.tsv")));
        Assert.Contains("rows.tsv:2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADismissedFlagIsReadAsNeutralAndDoubtful()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.File("verdicts.jsonl"),
            """
            {"id":"1","text":"ayo gas","label":"dukungan","verdict":"dismissed"}
            {"id":"2","text":"pilih nomor 2","label":"dukungan","verdict":"confirmed"}
            """
        );
        var rows = Corpus.Read(folder.File("verdicts.jsonl"));
        Assert.Equal((Label.PolitikNetral, true), (rows[0].Label, rows[0].Doubtful));
        Assert.Equal((Label.Dukungan, false), (rows[1].Label, rows[1].Doubtful));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("model-");

        public string File(string name) => Path.Combine(folder.FullName, name);

        public void Dispose() => folder.Delete(recursive: true);
    }
}
