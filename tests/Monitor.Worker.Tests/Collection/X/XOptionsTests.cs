using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Configuration;
using Monitor.Worker.Hosting;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>X is off until somebody states by whose leave it is read, and for how much.</summary>
public sealed class XOptionsTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    private static readonly Dictionary<string, string?> Whole = new(StringComparer.Ordinal)
    {
        ["Collection:X:Enabled"] = "true",
        ["Collection:X:ApprovalReference"] = "X-2026-11",
        ["Collection:X:ApprovedBy"] = "Sekretariat Uji",
        ["Collection:X:ApprovedOn"] = "2026-11-02",
        ["Collection:X:Plan"] = "Enterprise",
        ["Collection:X:BearerToken"] = FakeX.Token,
        ["Collection:X:MonthlySpendCap"] = "500",
    };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void ItIsOffAndThatIsNoProblem()
    {
        var settings = Check([]);
        Assert.Empty(settings.Problems);
        Assert.False(settings.Get<XOptions>().Enabled);
    }

    [Fact]
    public void WithEverythingStatedItMayStart() => Assert.Empty(Check(Whole).Problems);

    [Theory]
    [InlineData("ApprovalReference")]
    [InlineData("ApprovedBy")]
    [InlineData("ApprovedOn")]
    [InlineData("Plan")]
    [InlineData("BearerToken")]
    [InlineData("MonthlySpendCap")]
    public void WithoutOneOfThemItIsRefusedInOneSentenceThatNamesTheClause(string missing)
    {
        var problem = Assert.Single(Check(Whole.Where(pair => pair.Key != $"Collection:X:{missing}")).Problems);
        Assert.StartsWith($"Collection:X:Enabled must not be true without {missing}: ", problem.En, StringComparison.Ordinal);
        foreach (var words in new[] { problem.Id, problem.En })
        {
            Assert.Contains("XIV.B (User Protection)", words, StringComparison.Ordinal);
            Assert.Contains("XIV.C (Government Use)", words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ADateThatIsNoneIsNoDate() =>
        Assert.Contains("ApprovedOn", Assert.Single(Check(With("ApprovedOn", "2026-02-30")).Problems).En, StringComparison.Ordinal);

    [Theory]
    [InlineData("BaseUrl", "api.x.com")]
    [InlineData("BaseUrl", "https://api.x.com")]
    [InlineData("Plan", "Gratis")]
    [InlineData("PricePerPost", "-1")]
    [InlineData("Tokn", "x")]
    public void WhatCannotBeIsAProblem(string key, string value) =>
        Assert.Contains(
            Check(With(key, value)).Problems,
            problem => problem.En.StartsWith($"Collection:X:{key} ", StringComparison.Ordinal)
        );

    [Fact]
    public void TheTokenIsReadFromItsFileAndNeverShown()
    {
        File.WriteAllText(_temp["token"], FakeX.Token + "\n");
        var file = _temp["monitor.json"];
        File.WriteAllText(
            file,
            JsonSerializer.Serialize(
                new { Collection = new { X = new Dictionary<string, string> { ["BearerToken_FILE"] = _temp["token"] } } }
            )
        );
        var settings = SettingsCatalogue.Check(
            SettingsSource.Read(file, Whole.Where(pair => pair.Key != "Collection:X:BearerToken").ToDictionary())
        );
        Assert.Empty(settings.Problems);
        Assert.Equal(FakeX.Token, settings.Get<XOptions>().BearerToken);
        var shown = settings.Effective();
        Assert.Equal("***", shown["Collection"]!["X"]!["BearerToken"]!.GetValue<string>());
        Assert.DoesNotContain(FakeX.Token, shown.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ATokenThatCannotStandInAHeaderIsAProblemThatDoesNotShowIt()
    {
        var problem = Assert.Single(Check(With("BearerToken", "AAA\r\nX-Evil: 1")).Problems);
        Assert.DoesNotContain("Evil", problem.En, StringComparison.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, string?>> With(string key, string value) =>
        Whole.Where(pair => pair.Key != $"Collection:X:{key}").Append(new($"Collection:X:{key}", value));

    private static Settings Check(IEnumerable<KeyValuePair<string, string?>> values) =>
        SettingsCatalogue.Check(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
}
