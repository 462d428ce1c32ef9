using System.Globalization;
using Monitor.Classifier;
using Monitor.Worker.Contests;

namespace Monitor.Worker.Tests.Contests;

public sealed class RulesTests
{
    private static readonly Rules Rules = Rules.Load(Some.RulesFolder);

    [Fact]
    public void TheDecreeHasSevenFormsOfEthicsAndTwelveOfDiscipline()
    {
        Assert.Equal(7, Rules.Forms.Count(form => form.Class == ViolationClass.KodeEtik));
        Assert.Equal(13, Rules.Forms.Count(form => form.Class == ViolationClass.Disiplin));
        Assert.All(Rules.Forms.Where(form => form.Class == ViolationClass.KodeEtik), form => Assert.Equal(["moral"], form.Sanctions));
        Assert.Empty(Rules.Form("D-13")!.Sanctions);
        Assert.NotNull(Rules.Form("D-13")!.Note);
    }

    [Fact]
    public void WhereTheSourcesDisagreeBothLevelsStandAndTheNoteSaysWhy()
    {
        var form = Rules.Form("D-8")!;

        Assert.Equal(Agreement.Conflict, form.Agreement);
        Assert.Equal(["sedang", "berat"], form.Sanctions);
        Assert.Contains("PP 94/2021", form.Note!.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("D-3", "sedang")]
    [InlineData("D-5", "pemberhentian")]
    [InlineData("D-6", "berat")]
    [InlineData("KE-4", "moral")]
    public void EveryFormNamesALevelThatExists(string code, string level)
    {
        Assert.Equal([level], Rules.Form(code)!.Sanctions);
        Assert.NotEmpty(Rules.Sanction(level)!.Kinds);
    }

    [Fact]
    public void NoFormOfTheDecreeIsInForceBeforeItWasSigned()
    {
        Assert.Empty(Rules.FormsInForce(new DateOnly(2022, 9, 21)));
        Assert.Equal(20, Rules.FormsInForce(new DateOnly(2022, 9, 22)).Count());
    }

    [Theory]
    [InlineData("2023-11-01", "pencalonan", "kode_etik")]
    [InlineData("2023-11-03", "penetapan", "disiplin")]
    [InlineData("2023-12-01", "kampanye", "disiplin")]
    [InlineData("2024-02-12", "masa_tenang", "disiplin")]
    [InlineData("2024-02-14", "pemungutan", "disiplin")]
    [InlineData("2024-11-24", "masa_tenang", "disiplin")]
    [InlineData("2024-11-27", "pemungutan", "disiplin")]
    [InlineData("2020-09-22", "pencalonan", "kode_etik")]
    [InlineData("2020-09-23", "penetapan", "disiplin")]
    [InlineData("2020-12-09", "pemungutan", "disiplin")]
    public void ThePhaseOfTheDayDecidesTheClass(string day, string phase, string expected)
    {
        var found = Rules.PhaseOn(Day(day), "33.26")!;

        Assert.Equal(phase, found.Phase.Code);
        Assert.Equal(expected, found.Phase.Class.Name());
    }

    [Fact]
    public void ThePilkadaOf2024ChangesItsClassOnTheDayTheCandidatesAreFixed()
    {
        var pilkada = Rules.Contests.Single(contest => contest.Code == "pilkada-2024");

        Assert.Equal(ViolationClass.KodeEtik, pilkada.On(new DateOnly(2024, 9, 21))!.Class);
        Assert.Equal(ViolationClass.Disiplin, pilkada.On(new DateOnly(2024, 9, 22))!.Class);
        Assert.Null(pilkada.On(new DateOnly(2024, 12, 17)));
    }

    [Fact]
    public void WhenTwoContestsRunTheStricterClassComesFirst()
    {
        // Between 19 October and 2 November 2023 only prospective candidates exist; from 3 November the lists for parliament are fixed.
        var phases = Rules.PhasesOn(new DateOnly(2023, 11, 5), region: null);

        Assert.Equal(["pemilu-2024-legislatif", "pemilu-2024-presiden"], phases.Select(found => found.Contest.Code));
    }

    [Fact]
    public void ARegionalContestHoldsInItsRegencyAndAProvinceCoversItsOwn()
    {
        var day = new DateOnly(2030, 1, 2);
        var rules = Rules.With(Contest("33.26", day)).With(Contest("73", day));

        Assert.NotNull(rules.PhaseOn(day, "33.26"));
        Assert.Null(rules.PhaseOn(day, "33.27"));
        Assert.Null(rules.PhaseOn(day, "33"));
        Assert.NotNull(rules.PhaseOn(day, "73.71"));
        Assert.Null(rules.PhaseOn(day, region: null));
        Assert.Null(Rules.PhaseOn(day, "33.26"));
    }

    [Fact]
    public void FormsAreSuggestedByLabelAndPhaseAndNeverWithoutAContest()
    {
        var before = Rules.Suggest(Label.Dukungan, new DateOnly(2023, 6, 1), "33.26").Select(form => form.Code).ToList();
        var after = Rules.Suggest(Label.Dukungan, new DateOnly(2024, 10, 1), "33.26").Select(form => form.Code).ToList();

        Assert.Contains("KE-2", before);
        Assert.DoesNotContain("D-2", before);
        Assert.Contains("D-2", after);
        Assert.DoesNotContain("KE-2", after);
        Assert.Contains("KE-7", after);
        Assert.Empty(Rules.Suggest(Label.Dukungan, new DateOnly(2025, 6, 1), "33.26"));
        Assert.Empty(Rules.Suggest(Label.PolitikNetral, new DateOnly(2024, 10, 1), "33.26"));
    }

    [Fact]
    public void EveryRegionOfTheCountryHasANameAndAZone()
    {
        Assert.Equal(38, Rules.Regions.Count(region => region.Code.Length == 2));
        Assert.Equal(514, Rules.Regions.Count(region => region.Code.Length == 5));
        Assert.Equal("Kabupaten Pekalongan", Rules.Region("33.26")!.Name);
        Assert.False(Rules.IsRegion("33.99"));
        Assert.False(Rules.IsRegion(""));
    }

    [Theory]
    [InlineData("33.26", "Asia/Jakarta", "WIB")]
    [InlineData("62.03", "Asia/Jakarta", "WIB")]
    [InlineData("63", "Asia/Makassar", "WITA")]
    [InlineData("51.71", "Asia/Makassar", "WITA")]
    [InlineData("82", "Asia/Jayapura", "WIT")]
    [InlineData("94.01", "Asia/Jayapura", "WIT")]
    public void AProvinceGivesItsZoneToAllItsRegions(string code, string zone, string name)
    {
        Assert.Equal(zone, Rules.Region(code)!.Zone.Id);
        Assert.Equal(name, Rules.ZoneOf(code).StandardName);
        Assert.All(Rules.Regions.Where(region => region.Province == code[..2]), region => Assert.Equal(zone, region.Zone.Id));
    }

    [Fact]
    public void AMomentBelongsToTheLocalDay()
    {
        var moment = new DateTimeOffset(2024, 9, 21, 16, 30, 0, TimeSpan.Zero);

        Assert.Equal(new DateOnly(2024, 9, 21), Rules.DayIn(moment, "33.26"));
        Assert.Equal(new DateOnly(2024, 9, 22), Rules.DayIn(moment, "73.71"));
        Assert.Equal(new DateOnly(2024, 9, 21), Rules.DayIn(moment, region: null));
    }

    [Fact]
    public void GroundsForDismissalAreThereInBothLanguages()
    {
        Assert.Equal("Neutral election information", Rules.Ground("netral_informasi")!.Name.En);
        Assert.Null(Rules.Ground("tidak_ada"));
        Assert.All(new[] { "tugas_kedinasan", "bukan_orangnya", "satir", "privat", "ditarik" }, code => Assert.NotNull(Rules.Ground(code)));
    }

    [Fact]
    public void EveryProblemIsListedAtOnceWithFileEntryRuleAndValue()
    {
        var folder = Some.SpoiltRules("violations.json", "\"sanctions\": [\"sedang\"]", "\"sanctions\": [\"ringkas\"]");
        Some.Spoil(folder, "violations.json", "\"class\": \"kode_etik\"", "\"class\": \"etika\"");
        Some.Spoil(folder, "holidays.json", "\"2024-02-14\"", "\"14-02-2024\"");
        Some.Spoil(folder, "phases.json", "\"from\": \"2024-09-22\"", "\"from\": \"2024-09-21\"");
        Some.Spoil(folder, "phases.json", "\"regions\": [\"*\"]", "\"regions\": [\"99\"]");
        Some.Spoil(folder, "deadlines.json", "\"days\": 7", "\"days\": 0");
        Some.Spoil(folder, "grounds.json", "\"code\": \"satir\"", "\"code\": \"privat\"");
        Some.Spoil(folder, "regions.csv", "33.26;Kabupaten Pekalongan;Asia/Jakarta", "33.26;Kabupaten Pekalongan;Asia/Jkt");
        File.Delete(Path.Combine(folder, "sanctions.json"));

        var refused = Assert.Throws<RulesRefusedException>(() => Rules.Load(folder));

        var lines = refused.Problems.Select(problem => problem.Describe().En).ToList();
        Assert.Contains("violations.json: KE-1.class: must be one of kode_etik, disiplin, was \"etika\"", lines);
        Assert.Contains("violations.json: D-3.sanctions: must be in sanctions.json, was \"ringkas\"", lines);
        Assert.Contains("phases.json: pilkada-2024.penetapan: must begin after penelitian ends, was \"2024-09-21\"", lines);
        Assert.Contains("phases.json: pilkada-2020.regions: must be in regions.csv, was \"99\"", lines);
        Assert.Contains("deadlines.json: temuan.days: must be a whole number from 1 to 366, was \"0\"", lines);
        Assert.Contains("grounds.json: privat: must be there once only, was \"2\"", lines);
        Assert.Contains(
            lines,
            line => line.StartsWith("holidays.json: 14-02-2024.date: must be a date yyyy-MM-dd", StringComparison.Ordinal)
        );
        Assert.Contains(
            lines,
            line =>
                line.StartsWith("regions.csv: ", StringComparison.Ordinal) && line.EndsWith("was \"Asia/Jkt\"", StringComparison.Ordinal)
        );
        Assert.Contains(lines, line => line.StartsWith("sanctions.json: must be readable", StringComparison.Ordinal));
        Assert.Contains(refused.Problems, problem => problem.Describe().Id.Contains("harus salah satu dari", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void ANewVersionOfAFormTakesOverWhereTheOldOneEnds()
    {
        var open = NewVersionOfTheFirstForm("");
        var closed = NewVersionOfTheFirstForm(", \"validTo\": \"2026-12-31\"");

        var refused = Assert.Throws<RulesRefusedException>(() => Rules.Load(open));
        var rules = Rules.Load(closed);

        Assert.Equal("violations.json: KE-1.validTo: must be before the version that holds from 2027-01-01", refused.Message);
        Assert.Equal("Versi baru", rules.Form("KE-1")!.Text);
        Assert.Equal("Versi baru", rules.Form("KE-1", new DateOnly(2027, 1, 1))!.Text);
        Assert.NotEqual("Versi baru", rules.Form("KE-1", new DateOnly(2026, 12, 31))!.Text);
        Assert.Null(rules.Form("KE-1", new DateOnly(2020, 1, 1)));
        Assert.Equal(20, rules.FormsInForce(new DateOnly(2027, 1, 1)).Count());
        Directory.Delete(open, recursive: true);
        Directory.Delete(closed, recursive: true);
    }

    [Theory]
    [InlineData("violations.json", "\"note\": {", "\"nota\": {", "D-5.nota: is not known")]
    [InlineData("deadlines.json", "\"unit\": \"calendar\"", "\"unit\": \"calendar\", \"unit\": \"working\"", "must be valid JSON")]
    [InlineData("grounds.json", "\"grounds\": [", "\"grounds\": {", "must be valid JSON")]
    public void AMisspeltOrDoubledPropertyIsRefused(string file, string was, string becomes, string said)
    {
        if (file == "violations.json")
        {
            // The first note is the file's own; the one of D-5 comes after it.
            was = "\"status\": \"confirmed\",\n      " + was;
            becomes = "\"status\": \"confirmed\",\n      " + becomes;
        }

        var folder = Some.SpoiltRules(file, was, becomes);

        var refused = Assert.Throws<RulesRefusedException>(() => Rules.Load(folder));

        Assert.Contains(refused.Problems, problem => problem.ToString().Contains(said, StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    private static string NewVersionOfTheFirstForm(string end)
    {
        const string version = """
            { "code": "KE-1", "class": "kode_etik", "name": { "id": "Baru", "en": "New" }, "text": "Versi baru", "sanctions": ["moral"],
              "basis": [], "sources": ["https://contoh.invalid/"], "status": "confirmed", "phases": ["kode_etik"], "labels": [],
              "validFrom": "2027-01-01" },
            """;
        var folder = Some.SpoiltRules("violations.json", "\"validFrom\": \"2022-09-22\"", $"\"validFrom\": \"2022-09-22\"{end}");
        return Some.Spoil(folder, "violations.json", "\"forms\": [", $"\"forms\": [{version}");
    }

    private static ElectionCalendar Contest(string region, DateOnly day) =>
        new(
            $"uji-{region}",
            new("Uji", "Test"),
            "pilkada",
            [region],
            [new Phase("kampanye", new("Kampanye", "Campaign"), day, day, ViolationClass.Disiplin, Surety.Inferred)],
            Note: null,
            Sources: []
        );

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
