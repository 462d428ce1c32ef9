using Monitor.Classifier.Features;
using Monitor.Classifier.Training;

namespace Monitor.Classifier.Tests;

/// <summary>Groups of words that stand in like company: how they are made, kept and read.</summary>
public sealed class WordGroupsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("monitor-groups-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var path = Path.Combine(_folder.FullName, WordGroups.FileName);
        new WordGroups([11, 22, 33], [1, 2, 2], [5, 6, 7]).Write(path);

        var read = WordGroups.Read(path);

        Assert.Equal(3, read.Count);
        Assert.Equal(((ushort)2, (ushort)7), read.Of(33));
        Assert.Equal(((ushort)0, (ushort)0), read.Of(44));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(20)]
    public void AFileCutShortIsRefusedByName(int length)
    {
        var path = Path.Combine(_folder.FullName, WordGroups.FileName);
        new WordGroups([11, 22, 33], [1, 2, 2], [5, 6, 7]).Write(path);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);

        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => WordGroups.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheShippedGroupsArePutTogetherFromTheShippedVectors()
    {
        var folder = Path.Combine(Models.Directory, NetralitasClassifier.Folder);
        var shipped = Path.Combine(folder, WordGroups.FileName);
        var made = Path.Combine(_folder.FullName, WordGroups.FileName);

        new ModelTrainer(Models.Directory, new TrainingOptions())
            .Group(WordVectors.Read(Path.Combine(folder, WordVectors.FileName)))
            .Write(made);

        Assert.Equal(File.ReadAllBytes(shipped), File.ReadAllBytes(made));
    }

    [Theory]
    [InlineData("pilih", "coblos", "soto")]
    [InlineData("goblok", "tolol", "jembatan")]
    public void WordsOfOneMeaningShareAGroup(string word, string like, string unlike)
    {
        var groups = WordGroups.Read(Path.Combine(Models.Directory, NetralitasClassifier.Folder, WordGroups.FileName));

        Assert.Equal(groups.Of(FeatureHash.Of(word)).Coarse, groups.Of(FeatureHash.Of(like)).Coarse);
        Assert.NotEqual(groups.Of(FeatureHash.Of(word)).Coarse, groups.Of(FeatureHash.Of(unlike)).Coarse);
    }
}
