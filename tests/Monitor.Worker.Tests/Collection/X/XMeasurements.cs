using System.Diagnostics;
using System.Globalization;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>What packing saves, for docs/sources.md; run by hand: <c>-explicit only -class '*XMeasurements' -showliveoutput</c>.</summary>
public sealed class XMeasurements : XSpine
{
    private const int Accounts = 500;
    private const int Rounds = 4;

    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnHourOfFiveHundredAccounts(bool enterprise)
    {
        (XSettings.Plan, X.QueryLength) = enterprise ? (XPlan.Enterprise, 4096) : (XPlan.PayPerUse, 512);
        for (var i = 0; i < Accounts; i++)
        {
            await WatchAsync(1_234_567_890_123_456_000 + i);
        }

        var random = new Random(3);
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            await CollectAsync();
            Time.Advance(Every);
            for (var i = 0; i < Accounts * 5 / 96; i++)
            {
                X.Post(
                    1_234_567_890_123_456_000 + random.Next(Accounts),
                    $"Unggahan {round}-{i} pada hari ini.",
                    TimeSpan.FromMinutes(random.Next(2, 14))
                );
            }
        }

        await CollectAsync();
        var (items, spent) = (await CountAsync("item"), await SpentAsync());
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Accounts} accounts, query of {X.QueryLength}, {Rounds + 1} rounds: {X.Asked("users")} look-ups, {X.Asked("search")} searches, {X.Asked("timeline")} timelines (one account a request: {Accounts * (Rounds + 1)}); {items} posts taken in, {X.Returned.Posts} returned; {spent / 1e6:0.000} USD in the books; {watch.Elapsed.TotalSeconds:0} s"
            )
        );
        Assert.Equal(Accounts * 5 / 96 * Rounds, items);
    }
}
