using Monitor.Worker.Drift;
using Monitor.Worker.Intake;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Drift;

public abstract class DriftTests : Spine
{
    private const int Enough = (int)DriftWatch.FewestTexts;

    private static string Model => Models.Classifier.Info.Version;

    // A new watch each time: what it knows is in the store, as after a restart.
    private DriftWatch Watch => new(Database, Models.Classifier, Time);

    [Fact]
    public async Task TheSameTextsDayAfterDayHaveNotMoved()
    {
        await CountAsync(Enough, i => i % 10 / 10.0, i => i % 4);
        Time.Advance(TimeSpan.FromDays(10));
        await CountAsync(Enough, i => i % 10 / 10.0, i => i % 4);
        var reading = await Watch.ReadAsync(default);
        Assert.Equal((Enough, Enough), (reading.Texts, reading.Reference));
        Assert.InRange(reading.Scores!.Value, 0, 0.01);
        Assert.InRange(reading.Words!.Value, 0, 0.01);
    }

    [Fact]
    public async Task ScoresThatRoseAreToldAndTheVocabularyIsNot()
    {
        await CountAsync(Enough, i => i % 5 / 10.0, i => i % 4);
        Time.Advance(TimeSpan.FromDays(10));
        await CountAsync(Enough, i => (5 + (i % 5)) / 10.0, i => i % 4);
        var reading = await Watch.ReadAsync(default);
        Assert.True(reading.Scores > DriftWatch.Much);
        Assert.True(reading.Words < DriftWatch.Much);
    }

    [Fact]
    public async Task NewWordsAreToldAndTheScoresAreNot()
    {
        await CountAsync(Enough, i => i % 10 / 10.0, i => i % 4);
        Time.Advance(TimeSpan.FromDays(10));
        await CountAsync(Enough, i => i % 10 / 10.0, i => 4 + (i % 8));
        var reading = await Watch.ReadAsync(default);
        Assert.True(reading.Words > DriftWatch.Much);
        Assert.True(reading.Scores < DriftWatch.Much);
    }

    [Fact]
    public async Task FewTextsSayNothing()
    {
        await CountAsync(Enough, _ => 0.1, _ => 1);
        Time.Advance(TimeSpan.FromDays(10));
        await CountAsync(Enough - 1, _ => 0.9, _ => 9);
        Assert.Null((await Watch.ReadAsync(default)).Scores);
    }

    [Fact]
    public async Task LastWeekIsForgottenWhenTheNextOneIsNormalAgain()
    {
        await CountAsync(Enough, _ => 0.1, _ => 1);
        Time.Advance(TimeSpan.FromDays(10));
        await CountAsync(Enough, _ => 0.9, _ => 9);
        Assert.True((await Watch.ReadAsync(default)).Scores > DriftWatch.Much);
        Time.Advance(TimeSpan.FromDays(7));
        await CountAsync(Enough, _ => 0.1, _ => 1);
        // The odd week is older now than the texts that later ones are compared with were; it belongs to them.
        var reading = await Watch.ReadAsync(default);
        Assert.Equal(2 * Enough, reading.Reference);
        Assert.Equal(Enough, reading.Texts);
    }

    [Fact]
    public async Task AnotherModelStartsAnew()
    {
        await CountAsync(Enough, _ => 0.1, _ => 1, "lain");
        Time.Advance(TimeSpan.FromDays(10));
        await CountAsync(Enough, _ => 0.9, _ => 9);
        Assert.Equal(0, (await Watch.ReadAsync(default)).Reference);
    }

    [Fact]
    public async Task EachTextTakenInIsCountedOnceAndASecondSightingIsNot()
    {
        IntakeSettings.Threshold = "1";
        var source = new ItemSource(await AddSourceAsync(), null, null);
        await IntakeRoom.TakeAsync(source, Some.Item("Jalan desa diperbaiki minggu depan"), default);
        await IntakeRoom.TakeAsync(source, Some.Item("Jalan desa diperbaiki minggu depan"), default);
        var day = DriftStore.DayOf(Time.GetUtcNow());
        var days = await Database.ReadAsync(session => DriftStore.DaysAsync(session, Model), default);
        Assert.Equal((day, 1L), Assert.Single(days));
        var words = await Database.ReadAsync(
            session => DriftStore.SumAsync(session, Model, DriftStore.Words, DriftStore.WordBuckets, day, day),
            default
        );
        Assert.Equal(5, words.Sum());
    }

    [Fact]
    public async Task VerdictsThatKeepTheScoresPromiseAreNoWarning()
    {
        await DecideAsync(score: 0.8, confirmed: 32, dismissed: 8);
        var reading = await Watch.ReadAsync(default);
        Assert.Equal((40, 32), (reading.Verdicts, reading.Confirmed));
        Assert.Equal(32, reading.Promised, 6);
        Assert.False(reading.PrecisionFell);
    }

    [Fact]
    public async Task VerdictsFarBelowTheScoresPromiseAreAWarning()
    {
        await DecideAsync(score: 0.8, confirmed: 16, dismissed: 24);
        Assert.True((await Watch.ReadAsync(default)).PrecisionFell);
    }

    [Fact]
    public async Task OldVerdictsDoNotWarnForEver()
    {
        await DecideAsync(score: 0.8, confirmed: 0, dismissed: 40);
        Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(0, (await Watch.ReadAsync(default)).Verdicts);
    }

    [Fact]
    public void TheIndexOfEqualSharesIsNothingAndOfOthersIsPositive()
    {
        Assert.Equal(0, DriftWatch.StabilityIndex([10, 20, 30], [10, 20, 30]), 9);
        Assert.True(DriftWatch.StabilityIndex([100, 0], [0, 100]) > 1);
        // By hand: shares 0.75/0.25 against 0.25/0.75, half a count each aside.
        Assert.Equal(1.0986, DriftWatch.StabilityIndex([7500, 2500], [2500, 7500]), 2);
    }

    private Task CountAsync(int texts, Func<int, double> score, Func<int, int> word, string? model = null) =>
        Database.WriteAsync(
            async session =>
            {
                for (var i = 0; i < texts; i++)
                {
                    var words = new int[DriftStore.WordBuckets];
                    words[word(i)] = 10;
                    await DriftStore.CountAsync(session, Time.GetUtcNow(), model ?? Model, [(score(i), words)]);
                }
            },
            default
        );

    private async Task DecideAsync(double score, int confirmed, int dismissed)
    {
        for (var i = 0; i < confirmed + dismissed; i++)
        {
            var flag = await OpenFlagAsync(score: score);
            await ExecuteAsync(
                "UPDATE flag SET state = @state, closed_at = @at, model = @model WHERE id = @flag",
                new
                {
                    flag,
                    state = i < confirmed ? FlagState.Confirmed : FlagState.Dismissed,
                    at = Time.GetUtcNow(),
                    model = Model,
                }
            );
        }
    }
}

public sealed class SqliteDriftTests : DriftTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlDriftTests : DriftTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
