using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Monitor.Worker.Api;
using Monitor.Worker.Collection;
using Monitor.Worker.Configuration;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Configuration;

public sealed class SettingsTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void DefaultsHaveNoProblem() => Assert.Empty(Check().Problems);

    [Fact]
    public void EveryProblemIsListedAtOnceWithPropertyRuleValueAndSource()
    {
        var settings = Check(
            ("Collection:Workers", "0"),
            ("Collection:Deadline", "besok"),
            ("Collection:AllowedPrivateHosts:0", "http://x/"),
            ("Storage:Durability", "Always"),
            ("Storage:Directory", ""),
            ("Review:DismissalSecondReadingShare", "1.5"),
            ("Intake:Threshold", "tinggi"),
            ("Access:TestUsers:0:Role", "raja"),
            ("Access:TestUsers:0:Name", "sari"),
            ("Export:ByteOrderMark", "ya")
        );
        AssertNamed(settings, "Collection:Workers", "between 1 and 256", "'0'");
        AssertNamed(settings, "Collection:Deadline", "a time span like 00:15:00", "'besok'");
        AssertNamed(settings, "Collection:AllowedPrivateHosts", "http://x/");
        AssertNamed(settings, "Storage:Durability", "one of Full, Normal", "'Always'");
        AssertNamed(settings, "Storage:Directory", "required");
        AssertNamed(settings, "Review:DismissalSecondReadingShare", "between 0 and 1", "'1.5'");
        AssertNamed(settings, "Intake:Threshold", "'tinggi'");
        AssertNamed(settings, "Access:TestUsers", "[0]:Role", "'raja'");
        AssertNamed(settings, "Export:ByteOrderMark", "true or false", "'ya'");
        Assert.Equal(9, settings.Problems.Count);
        Assert.All(settings.Problems, problem => Assert.EndsWith("(command line or secret file)", problem.En, StringComparison.Ordinal));
    }

    [Fact]
    public void RequireRefusesWithEveryProblemInOneMessage()
    {
        var refusal = Assert.Throws<RefusalException>(() =>
            SettingsCatalogue.Require(Root(("Collection:Workers", "0"), ("Review:ClaimFor", "x")))
        );
        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        Assert.Contains("Collection:Workers", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Review:ClaimFor", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShortestIntervalAboveTheLongestIsAProblem() =>
        AssertNamed(
            Check(("Collection:MinInterval", "02:00:00"), ("Collection:MaxInterval", "01:00:00")),
            "Collection:MinInterval",
            "MaxInterval"
        );

    [Fact]
    public void WhatOnlyTheWholeCanSayIsSaidTogetherWithWhatIsWrongWithItsParts()
    {
        var settings = Check(("Collection:Workers", "0"), ("Collection:MinInterval", "02:00:00"), ("Collection:MaxInterval", "01:00:00"));
        Assert.Equal(2, settings.Problems.Count);
    }

    [Fact]
    public void MisspeltKeyIsAProblem() =>
        AssertNamed(Check(("Collection:Worker", "3")), "Collection:Worker", "is not a setting that exists", "'3'");

    [Fact]
    public void MisspeltSectionIsAProblem() => AssertNamed(Check(("Colection:Workers", "3")), "Colection", "is not a section");

    [Fact]
    public void MisspeltSectionOfAFileIsAProblemAndOneOfTheEnvironmentIsNot()
    {
        File.WriteAllText(_temp["a.json"], """{ "Colection": { "Workers": 3 }, "Logging": { "Level": "Warning" } }""");
        var root = SettingsSource.Read(_temp["a.json"], new Dictionary<string, string?>(StringComparer.Ordinal));
        var problem = Assert.Single(SettingsCatalogue.Check(root).Problems);
        Assert.StartsWith("Colection ", problem.En, StringComparison.Ordinal);
    }

    [Fact]
    public void GrantWithAMisspeltRegionListIsRefusedInsteadOfSeeingEveryRegion() =>
        AssertNamed(
            Check(("Access:TestUsers:0:Name", "sari"), ("Access:TestUsers:0:Role", "analis"), ("Access:TestUsers:0:Region:0", "33.26")),
            "Access:TestUsers",
            "Region"
        );

    [Fact]
    public void TestUserWithoutANameIsAProblem() =>
        AssertNamed(Check(("Access:TestUsers:0:Role", "analis")), "Access:TestUsers", "Name must not be empty");

    [Fact]
    public void ListsAndNestedListsAreRead()
    {
        var access = Check(
                ("Access:TestUsers:0:Name", "sari"),
                ("Access:TestUsers:0:Role", "analis"),
                ("Access:TestUsers:0:Regions:0", "33.26"),
                ("Access:TestUsers:0:Regions:1", "33.75"),
                ("Access:TestUsers:1:Name", "dewi"),
                ("Access:TestUsers:1:Uid", "1002"),
                ("Access:TestUsers:1:Role", "ketua")
            )
            .Get<AccessOptions>();
        Assert.Equal(["33.26", "33.75"], access.TestUsers[0].Regions);
        Assert.Equal(1002, access.TestUsers[1].Uid);
    }

    [Fact]
    public void LaterSourceWinsAndTheProblemNamesTheFileItCameFrom()
    {
        File.WriteAllText(_temp["operator.json"], """{ "Collection": { "Workers": 0, "BatchPerHost": 7 } }""");
        var wrong = SettingsCatalogue.Check(
            SettingsSource.Read(_temp["operator.json"], new Dictionary<string, string?>(StringComparer.Ordinal))
        );
        Assert.EndsWith("was '0' (operator.json)", Assert.Single(wrong.Problems).En, StringComparison.Ordinal);

        var set = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Collection:Workers"] = "4" };
        var right = SettingsCatalogue.Check(SettingsSource.Read(_temp["operator.json"], set));
        Assert.Empty(right.Problems);
        Assert.Equal((4, 7), (right.Get<CollectionOptions>().Workers, right.Get<CollectionOptions>().BatchPerHost));
    }

    [Fact]
    public void FileThatIsNotThereOrNotJsonIsRefusedByName()
    {
        var none = new Dictionary<string, string?>(StringComparer.Ordinal);
        var absent = Assert.Throws<RefusalException>(() => SettingsSource.Read(_temp["tiada.json"], none));
        Assert.Contains("tiada.json", absent.Message, StringComparison.Ordinal);
        File.WriteAllText(_temp["rusak.json"], """{ "Collection": { "Workers": """);
        var broken = Assert.Throws<RefusalException>(() => SettingsSource.Read(_temp["rusak.json"], none));
        Assert.Contains("rusak.json", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecretFileGivesItsContentWithoutTheLastLineEnd()
    {
        File.WriteAllText(_temp["rahasia"], "s3kret dengan spasi \n");
        var read = SecretFiles.Read(Root(("Vault:Key_FILE", _temp["rahasia"]), ("SOMEBODY_ELSES_FILE", "/tidak/ada")));
        Assert.Equal("s3kret dengan spasi ", Assert.Single(read).Value);
        Assert.Equal("Vault:Key", read.Keys.Single());
    }

    [Fact]
    public void SecretFileThatCannotBeReadIsRefusedByName()
    {
        var refusal = Assert.Throws<RefusalException>(() => SecretFiles.Read(Root(("Vault:Key_FILE", _temp["tiada"]))));
        Assert.Contains("Vault:Key_FILE", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecretIsShownNeitherInTheEffectiveConfigurationNorInAProblem()
    {
        var settings = Settings.Check(
            Root(("Vault:Key", "s3kret-yang-terlalu-panjang"), ("Vault:Keyy", "s3kret-salah-eja")),
            [("Vault", typeof(VaultOptions))]
        );
        Assert.Equal(2, settings.Problems.Count);
        Assert.DoesNotContain(
            "s3kret",
            string.Concat(settings.Problems.Select(problem => problem.En + problem.Id)),
            StringComparison.Ordinal
        );
        var effective = settings.Effective();
        Assert.DoesNotContain("s3kret", effective.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("***", effective["Vault"]!["Key"]!.GetValue<string>());
        Assert.Equal("3", effective["Vault"]!["Size"]!.ToJsonString());
    }

    [Fact]
    public void SecretThatWasNotGivenIsShownAsEmptyAndNotAsHidden() =>
        Assert.Equal("", Settings.Check(Root(), [("Vault", typeof(VaultOptions))]).Effective()["Vault"]!["Key"]!.GetValue<string>());

    [Fact]
    public void EffectiveConfigurationWritesTimeSpansAndNamesAsTheyAreRead()
    {
        var effective = Check(("Review:ClaimFor", "00:20:00")).Effective();
        Assert.Equal("00:20:00", effective[ReviewOptions.Section]!["ClaimFor"]!.GetValue<string>());
        Assert.Equal("Full", effective[StorageOptions.Section]!["Durability"]!.GetValue<string>());
    }

    [Fact]
    public void EverySettingHasItsWordsInTheReference()
    {
        foreach (var (section, type) in SettingsCatalogue.All)
        {
            foreach (var property in Settings.Properties(type))
            {
                var description = property
                    .GetCustomAttributes(typeof(System.ComponentModel.DescriptionAttribute), inherit: false)
                    .Cast<System.ComponentModel.DescriptionAttribute>()
                    .SingleOrDefault();
                Assert.True(description is { Description.Length: > 10 }, $"{section}:{property.Name} has no description.");
                Assert.Contains($"`{section}:{property.Name}`", SettingsReference.Write(), StringComparison.Ordinal);
            }
        }
    }

    private static void AssertNamed(Settings settings, string path, params string[] parts)
    {
        Assert.Contains(
            settings.Problems,
            problem =>
                problem.En.StartsWith(path, StringComparison.Ordinal)
                && Array.TrueForAll(parts, part => problem.En.Contains(part, StringComparison.Ordinal))
        );
        Assert.Contains(settings.Problems, problem => problem.Id.StartsWith(path, StringComparison.Ordinal));
    }

    private static Settings Check(params (string Key, string? Value)[] values) => SettingsCatalogue.Check(Root(values));

    private static IConfigurationRoot Root(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(pair => pair.Key, pair => pair.Value)).Build();

    private sealed class VaultOptions
    {
        [Secret]
        [StringLength(10)]
        public string Key { get; set; } = "";

        public int Size { get; set; } = 3;
    }
}
