using Monitor.Classifier.Text;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Tests.Text;

public sealed class CompiledLexiconTests : IDisposable
{
    private readonly string models = Directory.CreateTempSubdirectory("monitor-lexicon").FullName;

    public CompiledLexiconTests()
    {
        Copy("lexicon", "*");
        Copy(Path.Combine("lexicon", "contests"), "*");
        Copy(NetralitasClassifier.Folder, CompiledLexicon.FileName);
    }

    private string Compiled => Path.Combine(models, NetralitasClassifier.Folder, CompiledLexicon.FileName);

    public void Dispose() => Directory.Delete(models, recursive: true);

    [Fact]
    public void TheShippedFileIsWhatTheListsAndRulesOfTodayGive()
    {
        var anew = Path.Combine(models, "anew.bin");
        CompiledLexicon.Build(Repository.Models, anew);
        Assert.True(
            File.ReadAllBytes(anew).AsSpan().SequenceEqual(File.ReadAllBytes(Compiled)),
            "models/netralitas/lexicon.bin is of other lists or other rules: run 'monitor model lexicon'."
        );
    }

    [Fact]
    public void ATextIsReadAlikeWithTheFileAndWithoutIt()
    {
        var with = TextPipeline.Load(models);
        File.Delete(Compiled);
        var without = TextPipeline.Load(models);
        var texts = Corpus.Read(Path.Combine(Repository.Models, "corpus", "authored.tsv")).Where((_, i) => i % 9 == 0).Select(r => r.Text);
        foreach (var text in texts.Append("jgn piliiih yg krn sndri, dirumah aja wkwkwk"))
        {
            Assert.Equal(Read(without, text), Read(with, text));
        }
    }

    [Fact]
    public void AnEditedListCountsAtOnce()
    {
        File.AppendAllText(Path.Combine(models, "lexicon", "slang.tsv"), "qzxpil\tpilih\n");
        Assert.Equal("pilih", Read(TextPipeline.Load(models), "qzxpil"));
    }

    [Fact]
    public void ADamagedFileIsRefusedByName()
    {
        var bytes = File.ReadAllBytes(Compiled);
        bytes[^5] ^= 1;
        File.WriteAllBytes(Compiled, bytes);
        var refusal = Assert.Throws<InvalidDataException>(() => TextPipeline.Load(models));
        Assert.Contains(Compiled, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatEndsEarlyIsRefused()
    {
        File.WriteAllBytes(Compiled, File.ReadAllBytes(Compiled)[..5000]);
        Assert.Throws<InvalidDataException>(() => TextPipeline.Load(models));
    }

    private static string Read(TextPipeline pipeline, string text)
    {
        var buffer = new TextBuffer();
        pipeline.Run(text, null, buffer);
        var forms = new List<string>();
        for (var i = 0; i < buffer.Count; i++)
        {
            var (form, stem) = (buffer.Form(buffer.Tokens[i]).ToString(), buffer.Stem(buffer.Tokens[i]).ToString());
            forms.Add(form == stem ? form : $"{form}/{stem}");
        }

        return string.Join(' ', forms);
    }

    private void Copy(string folder, string pattern)
    {
        var to = Directory.CreateDirectory(Path.Combine(models, folder)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Models, folder), pattern))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
