using System.Text.Json;
using Monitor.Worker.Cli;

namespace Monitor.Worker.Tests.Cli;

/// <summary><c>monitor rules</c>: every kind of rule is listed and shown, and what the sources disagree about is said.</summary>
public sealed class RulesVerbsTests
{
    [Fact]
    public async Task EveryKindOfRuleIsListedAndTheTwoConflictsAreMarked()
    {
        var lines = (await CommandLine.RunAsync("rules", "list", "--json"))
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();

        var codes = lines.ToLookup(line => line.GetProperty("kind").GetString(), line => line.GetProperty("code").GetString());
        Assert.Equal(RuleLines.Kinds, codes.Select(group => group.Key));
        Assert.Equal(7, codes["form"].Count(code => code!.StartsWith("KE-", StringComparison.Ordinal)));
        Assert.Equal(13, codes["form"].Count(code => code!.StartsWith("D-", StringComparison.Ordinal)));
        Assert.Contains("pemilu:temuan", codes["deadline"]);
        Assert.Contains("berat", codes["sanction"]);
        Assert.Contains("pilkada-2024", codes["contest"]);
        Assert.Contains("2024", codes["holiday"]);
        Assert.Equal(
            lines.Where(line => line.GetProperty("conflict").GetBoolean()).Select(line => line.GetProperty("code").GetString()),
            (await CommandLine.RunAsync("rules", "list", "--conflicts"))
                .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t')[0])
        );
        Assert.Contains("D-8\t", (await CommandLine.RunAsync("rules", "list", "--conflicts")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("D-8", "SUMBER BERBEDA", "tingkat sanksi: sedang, berat", "Catatan: ")]
    [InlineData("d-5", "pemberhentian", "berlaku sejak", "terbaca pada sumber")]
    [InlineData("pemilu:laporan", "SUMBER BERBEDA", "dihitung sejak diketahui", "hari kerja")]
    [InlineData("pemilu:tindak_lanjut", "7 hari kerja", "dihitung sejak diregistrasi", "UU 7/2017 Pasal 454")]
    [InlineData("pilkada-2024", "2024-09-25", "kode_etik", "disiplin")]
    [InlineData("2024", "2024-08-17", "libur nasional", "cuti bersama")]
    [InlineData("berat", "PP 94/2021", "Pasal 8", "berat")]
    public async Task OneRuleSaysWhatItIsAndHowSure(string code, params string[] said)
    {
        var outcome = await CommandLine.RunAsync("rules", "show", code);

        Assert.Equal(ExitCode.Done, outcome.Code);
        Assert.All(said, words => Assert.Contains(words, outcome.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ExitCode.Finding, "rules", "show", "X-1")]
    [InlineData(ExitCode.WrongUsage, "rules", "list", "--kind", "entah")]
    public async Task WhatIsNotThereIsSaid(int code, params string[] args) => Assert.Equal(code, (await CommandLine.RunAsync(args)).Code);
}
