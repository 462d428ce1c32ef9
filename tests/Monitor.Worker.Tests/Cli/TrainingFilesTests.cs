using System.IO.Compression;
using System.Text;
using Monitor.Worker.Cli;
using Monitor.Worker.Language;

namespace Monitor.Worker.Tests.Cli;

/// <summary>What trains beside a labelled file that is measured, when the caller does not say it.</summary>
public sealed class TrainingFilesTests : IDisposable
{
    private const string Header = "id\tsource\tlabel\tdoubt\ttext\n";
    private static readonly string[] Shipped = ["authored-more.tsv", "authored.tsv"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatLiesBesideItTrainsAndWhatShipsButNothingThatIsNoCorpus()
    {
        var measured = Write("posts.tsv", Header + "p1\tx\tdukungan\t0\tayo\n");
        Write("lain.tsv", Header + "l1\tx\tdukungan\t0\tmari\n");
        Write("catatan.tsv", "nama\tnilai\na\t1\n");
        Write("unlabelled.txt", "satu\n");

        var files = TrainingFiles.Beside(measured, null, null, null);

        Assert.Equal(["lain.tsv", .. Shipped], files.Labelled.Select(Path.GetFileName));
        Assert.Equal(_folder["unlabelled.txt"], files.Posts);
        Assert.Null(files.Articles);
        Assert.Equal("lain.tsv, authored-more.tsv, authored.tsv, unlabelled.txt", files.Names);
    }

    [Fact]
    public void TheMeasuredFileUnderAnotherNameDoesNotTrain()
    {
        var text = Header + "p1\tx\tdukungan\t0\tayo\n";
        Write("salinan.tsv", text);

        Assert.Equal(Shipped, TrainingFiles.Beside(Write("posts.tsv", text), null, null, null).Labelled.Select(Path.GetFileName));
    }

    [Fact]
    public void ShippedFileThatIsMeasuredDoesNotTrainItself()
    {
        var measured = Write("authored.tsv", File.ReadAllText(Path.Combine(ModelVerbs.Models, "corpus", "authored.tsv")));

        Assert.Equal(["authored-more.tsv"], TrainingFiles.Beside(measured, null, null, null).Labelled.Select(Path.GetFileName));
    }

    [Fact]
    public void WhatIsNamedTakesThePlaceOfWhatLiesThere()
    {
        var measured = Write("posts.tsv", Header);
        Write("unlabelled.txt", "satu\n");
        var named = Write("lain.txt", "dua\n");

        var files = TrainingFiles.Beside(measured, [], named, null);

        Assert.Empty(files.Labelled);
        Assert.Equal(named, files.Posts);
    }

    [Fact]
    public void PackedTextsAreReadLikePlainOnes()
    {
        var measured = Write("posts.tsv", Header);
        using (var packed = new GZipStream(File.Create(_folder["unlabelled.txt.gz"]), CompressionLevel.Fastest))
        {
            packed.Write(Encoding.UTF8.GetBytes("satu\ndua\n"));
        }

        Write("unlabelled-news.txt", "tiga\n");

        var unlabelled = TrainingFiles.Beside(measured, [], null, null).ReadUnlabelled();

        Assert.Equal(["satu", "dua"], unlabelled.Posts);
        Assert.Equal(["tiga"], unlabelled.Articles);
    }

    [Fact]
    public void PackedFileThatIsNoneIsRefusedByName()
    {
        Write("unlabelled.txt.gz", "bukan gzip");

        var refused = Assert.Throws<RefusalException>(() =>
            TrainingFiles.Beside(Write("posts.tsv", Header), [], null, null).ReadUnlabelled()
        );

        Assert.Contains("unlabelled.txt.gz", refused.Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }
}
