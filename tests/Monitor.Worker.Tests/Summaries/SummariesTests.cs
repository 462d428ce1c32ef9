using System.Text.Json;
using System.Xml.Linq;
using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Summaries;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Summaries;

public abstract class SummariesTests : SummaryRoom
{
    [Fact]
    public async Task SumsOfEveryTableAreThoseOfTheFunnel()
    {
        await FillAsync();
        var summary = await SummaryAsync();
        Assert.Equal((700, 10_500), (summary.Funnel.Flagged.Value, summary.Funnel.Collected.Value));
        Assert.Equal(
            await CountAsync("flag WHERE EXISTS (SELECT 1 FROM decision WHERE decision.flag_id = flag.id)"),
            summary.Funnel.Read.Value
        );
        Assert.Equal(await CountAsync("flag WHERE state = 'confirmed'"), summary.Funnel.Confirmed.Value);
        Assert.Equal(await CountAsync("flag WHERE state = 'flagged'"), summary.Outcomes.Waiting.Value);
        Assert.Equal(await CountAsync("flag WHERE closed_at <= due_at"), summary.Deadlines.Met.Value);
        Assert.Equal(await CountAsync("flag WHERE closed_at IS NULL OR closed_at > due_at"), summary.Deadlines.Missed.Value);
        Assert.Equal(0, summary.Deadlines.Running.Value);
        Assert.Equal(700, summary.Trend.Sum(piece => piece.Flagged.Value));
        Assert.Equal(700, summary.ByRegion.Sum(row => row.Flagged.Value));
        Assert.Equal(summary.Funnel.Confirmed.Value, summary.ByForm.Sum(row => row.Confirmed.Value));
        Assert.Equal(10_500, summary.ByPlatform.Sum(row => row.Collected.Value));
        var november = new DateTimeOffset(2024, 10, 31, 17, 0, 0, TimeSpan.Zero);
        Assert.Equal(await CountAsync($"decision WHERE at < {november.ToUnixTimeMilliseconds()}"), summary.Reading.Verdicts.Value);
        Assert.Equal(5, summary.Reading.ByReader.Count);
        Assert.NotNull(summary.Reading.Kappa);
        Assert.InRange(Assert.Single(summary.Models).Precision!.Value, 0.2, 0.6);
        Assert.Equal((360, new DateOnly(2024, 10, 31)), (summary.Pledges.All.Registered.Value, summary.Pledges.On));
        Assert.Equal(
            (3L, 1L, 1L),
            (Health(summary, kind => kind.Green), Health(summary, kind => kind.Yellow), Health(summary, kind => kind.Red))
        );
    }

    [Fact]
    public async Task PeriodBeginsAndEndsAtMidnightOfItsZone()
    {
        await FillAsync(flags: 20);
        await ExecuteAsync("UPDATE flag SET found_at = @at", new { at = new DateTimeOffset(2024, 9, 30, 16, 59, 59, TimeSpan.Zero) });
        Assert.Equal(0, (await SummaryAsync()).Funnel.Flagged.Value);
        await ExecuteAsync("UPDATE flag SET found_at = @at", new { at = new DateTimeOffset(2024, 9, 30, 17, 0, 0, TimeSpan.Zero) });
        Assert.Equal(20, (await SummaryAsync()).Funnel.Flagged.Value);
        await ExecuteAsync("UPDATE flag SET found_at = @at", new { at = new DateTimeOffset(2024, 10, 31, 17, 0, 0, TimeSpan.Zero) });
        Assert.Equal(0, (await SummaryAsync()).Funnel.Flagged.Value);
    }

    [Fact]
    public async Task RegionCountsWhatIsItsOwnAndNothingElse()
    {
        await FillAsync();
        var province = await SummaryAsync("33");
        Assert.Equal(await CountAsync("flag WHERE region_code LIKE '33.%'"), province.Funnel.Flagged.Value);
        Assert.False(province.IsByProvince);
        Assert.Contains(province.ByRegion, row => row is { Code: "33.26", Name: "Kabupaten Pekalongan", Flagged.Value: > 50 });
        Assert.DoesNotContain(province.ByRegion, row => !row.Code.StartsWith("33", StringComparison.Ordinal));
        Assert.Equal(240, province.Pledges.All.Registered.Value);
        var own = await SummaryAsync("33.26");
        Assert.Equal(await CountAsync("flag WHERE region_code = '33.26'"), own.Funnel.Flagged.Value);
        Assert.Equal("33.26", Assert.Single(own.ByRegion).Code);
        Assert.Equal("WIT", (await SummaryAsync("91")).Zone);
    }

    [Fact]
    public async Task SameDataTwiceGivesTheSameBytesAlsoOnAnotherDay()
    {
        await FillAsync();
        var (first, circular) = (
            SummaryPage.Write(await SummaryAsync(), Tongue.Indonesian),
            CircularPage.Write(await CircularAsync(), Tongue.Indonesian)
        );
        Time.Advance(TimeSpan.FromDays(3.3));
        Assert.Equal(first, SummaryPage.Write(await SummaryAsync(), Tongue.Indonesian));
        Assert.Equal(circular, CircularPage.Write(await CircularAsync(), Tongue.Indonesian));
        Assert.NotEqual(first, SummaryPage.Write(await SummaryAsync(), Tongue.English));
    }

    [Fact]
    public async Task PageWrittenFromTheSocketsDocumentIsThePageOfTheDaemon()
    {
        await FillAsync();
        var summary = await SummaryAsync();
        var sent = JsonSerializer.Serialize(summary, Json.Format);
        var received = JsonSerializer.Deserialize<Summary>(sent, Json.Format)!;
        Assert.Equal(SummaryPage.Write(summary, Tongue.English), SummaryPage.Write(received, Tongue.English));
        Assert.All(received.ByRegion.Where(row => row.Flagged.IsHidden), row => Assert.Equal(0, row.Flagged.Value));
    }

    [Theory]
    [InlineData(Tongue.Indonesian)]
    [InlineData(Tongue.English)]
    public async Task NobodysNameNumberAccountOrWordIsOnAPageOrInItsDocument(Tongue tongue)
    {
        await FillAsync();
        var (summary, circular) = (await SummaryAsync(), await CircularAsync());
        foreach (
            var text in (string[])
                [
                    SummaryPage.Write(summary, tongue),
                    CircularPage.Write(circular, tongue),
                    JsonSerializer.Serialize(summary, Json.Format),
                    JsonSerializer.Serialize(circular, Json.Format),
                ]
        )
        {
            Assert.DoesNotContain(SummaryWorld.Canary, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(SummaryWorld.CanaryNip, text, StringComparison.Ordinal);
            Assert.DoesNotContain("uid:", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NumberThatSomebodyTypedIntoTheNameOfAUnitIsMasked()
    {
        await FillAsync(flags: 60);
        await ExecuteAsync("UPDATE asn SET unit = 'Dinas ' || @nip WHERE unit = 'Dinas Kesehatan'", new { nip = SummaryWorld.CanaryNip });
        var page = CircularPage.Write(await CircularAsync(), Tongue.Indonesian);
        Assert.DoesNotContain(SummaryWorld.CanaryNip, page, StringComparison.Ordinal);
        Assert.Contains("Dinas 1980****2005", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(40)]
    [InlineData(700)]
    public async Task NoShownCountIsBelowFive(int flags)
    {
        await FillAsync(flags);
        foreach (var view in (object[])[await SummaryAsync(), await SummaryAsync("33"), await CircularAsync()])
        {
            var document = JsonSerializer.SerializeToElement(view, Json.Format);
            var small = Counts(document, "").Where(count => count.Value is > 0 and < 5).ToList();
            Assert.Empty(small);
        }
    }

    [Fact]
    public async Task PrecisionIsNotToldWhereItWouldTellACountThatIsKeptBack()
    {
        await FillAsync();
        await ExecuteAsync("UPDATE flag SET state = 'dismissed' WHERE state = 'confirmed' AND id > 6");
        var summary = await SummaryAsync();
        Assert.InRange(await CountAsync("flag WHERE state = 'confirmed'"), 1, 4);
        Assert.Null(summary.Funnel.Confirmed.Shown);
        Assert.Null(Assert.Single(summary.Models).Precision);
    }

    [Fact]
    public async Task EmptyPeriodMakesAPageThatSaysSo()
    {
        var page = SummaryPage.Write(await SummaryAsync(), Tongue.English);
        Assert.Contains("Nothing of this period was confirmed.", page, StringComparison.Ordinal);
        Assert.Contains("no data", page, StringComparison.Ordinal);
        Assert.NotNull(XDocument.Parse(page).Root);
    }

    [Fact]
    public async Task CircularCountsItsInstitutionByUnitAndRemindsFromTheData()
    {
        await FillAsync();
        var circular = await CircularAsync("Pemkab Pekalongan");
        Assert.Equal(await CountAsync("flag WHERE asn_id IS NOT NULL"), circular.Flagged.Value);
        Assert.Equal((SummaryWorld.Instansi, SummaryWorld.InstansiCode), (circular.Instansi, circular.InstansiCode));
        Assert.Equal(6, circular.ByUnit.Count);
        Assert.Equal(circular.Flagged.Value, circular.ByUnit.Sum(unit => unit.Flagged.Value));
        var reminders = string.Join('\n', circular.Reminders.Select(sentence => sentence.En));
        Assert.Contains("campaign", reminders, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("of 240 registered civil servants", reminders, StringComparison.Ordinal);
        Assert.Contains("Units of which not everybody has signed: Dinas", reminders, StringComparison.Ordinal);
        Assert.DoesNotContain("Inspektorat", reminders, StringComparison.Ordinal);
        var nobody = await Assert.ThrowsAsync<RefusalException>(() => CircularAsync("9999"));
        Assert.Equal(RefusalKind.NotFound, nobody.Kind);
        var elsewhere = await Assert.ThrowsAsync<RefusalException>(() =>
            Circulars.MakeAsync(October, SummaryWorld.InstansiCode, ["32"], default)
        );
        Assert.Equal(RefusalKind.NotFound, elsewhere.Kind);
    }

    private static long Health(Summary summary, Func<SourceKindCounts, long> of) => summary.Sources.ByKind.Sum(of);

    // Every number of a document but those that count nobody: sources, estimates, days, samples.
    private static IEnumerable<(string Path, long Value)> Counts(JsonElement element, string path) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .Where(member => member.Name is not ("sources" or "kappa" or "precision" or "recall" or "period" or "samplesRead"))
                .SelectMany(member => Counts(member.Value, $"{path}.{member.Name}")),
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => Counts(item, $"{path}[{i}]")),
            JsonValueKind.Number => [(path, element.GetInt64())],
            _ => [],
        };
}

/// <summary>On SQLite.</summary>
public sealed class SummariesOnSqliteTests : SummariesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class SummariesOnPostgreSqlTests : SummariesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
