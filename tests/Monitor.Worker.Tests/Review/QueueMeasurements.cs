using Monitor.Worker.Hosting;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

/// <summary>What the queue costs when it is large. Not run with the tests; docs/review.md has the command and the figures.</summary>
public abstract class QueueMeasurements : Spine
{
    private const int Items = 1_000_000;
    private const int FlagCount = 1_000_000;
    private const int OpenOnes = 50_000;

    /// <summary>What a store in daily use has done by itself after so many rows.</summary>
    internal virtual Task SettleAsync() => Task.CompletedTask;

    [Fact(Explicit = true)]
    public async Task PagesOfAMillion()
    {
        await FillAsync();
        await SettleAsync();
        var analyst = Some.Analyst(regions: ["33"]);
        var first = await Queue.PageAsync(new FlagQuery(), default);
        await MeasureAsync("first page", () => Queue.PageAsync(new FlagQuery(), default));
        await MeasureAsync("own regions", () => Queue.PageAsync(new FlagQuery { Within = ["33.26"] }, default));
        await MeasureAsync("second page", () => Queue.PageAsync(new FlagQuery { After = first.Next }, default));
        await MeasureAsync("province and label", () => Queue.PageAsync(new FlagQuery { Region = "33", Label = "serangan" }, default));
        await MeasureAsync("form and age", () => Queue.PageAsync(new FlagQuery { Form = "D-12", FoundUntil = Time.GetUtcNow() }, default));
        await MeasureAsync("instansi", () => Queue.PageAsync(new FlagQuery { Instansi = "pemkab 7" }, default));
        await MeasureAsync("nothing fits", () => Queue.PageAsync(new FlagQuery { Label = "tiada" }, default));
        await MeasureAsync("dismissed", () => Queue.PageAsync(new FlagQuery { States = [FlagState.Dismissed] }, default));
        await MeasureAsync("word in all", () => Queue.PageAsync(new FlagQuery { Text = "nomor" }, default));
        await MeasureAsync("word in one of 1,000", () => Queue.PageAsync(new FlagQuery { Text = "kata77" }, default));
        await MeasureAsync(
            "claim and release",
            async () =>
            {
                var flag = await Queue.ClaimNextAsync(analyst, [], default);
                await Queue.ReleaseAsync(flag!.Id, analyst, default);
                return flag;
            }
        );
    }

    private async Task MeasureAsync<T>(string what, Func<Task<T>> act)
    {
        await act();
        var took = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var start = Clock.Machine.GetTimestamp();
            await act();
            took.Add(Clock.Machine.GetElapsedTime(start).TotalMilliseconds);
        }

        took.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine($"{what}: median {took[10]:N1} ms, longest {took[^1]:N1} ms");
    }

    private async Task FillAsync()
    {
        var flag = await OpenFlagAsync(text: "awal");
        await ExecuteAsync(
            """
            INSERT INTO asn (nip_protected, nip_index, kind, name, name_key, instansi, region_code, created_at, updated_at)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
            SELECT '-', 'n' || i, 'pns', 'Nama ' || i, 'nama ' || i, 'Pemkab ' || (i % 500), '33.' || (i % 30 + 10), 0, 0 FROM n
            """
        );
        await ExecuteAsync(
            """
            INSERT INTO item (source_id, native_id, author_key, fingerprint, seen_at)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @Items)
            SELECT 1, 'butir' || i, 'news', 'f' || i, i FROM n
            """,
            new { Items }
        );
        await ExecuteAsync(
            """
            INSERT INTO flag (item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at, due_rule,
                attribution, asn_id, attribution_evidence, region_code, suggested_forms, closed_at)
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= @Flags)
            SELECT item_id, source_id, CASE WHEN i % (@Flags / @OpenOnes) = 0 THEN 'flagged' WHEN i % 10 = 1 THEN 'confirmed' ELSE 'dismissed' END,
                CASE WHEN i % 7 = 0 THEN 'serangan' ELSE 'dukungan' END, (i % 997) / 1000.0, probabilities, model, reasons, 'Judul ' || i,
                'Ayo coblos nomor ' || (i % 5) || ' kata' || (i % 1000) || ' di lapangan bersama warga desa dan pejabat setempat, ulangan ' || i,
                found_at - i * 1000, due_at - i * 600, due_rule, 'named', 1 + i % 50000, '{}', '33.' || (i % 30 + 10),
                CASE WHEN i % 11 = 0 THEN 'D-2,D-12' ELSE 'D-2,D-6' END,
                CASE WHEN i % (@Flags / @OpenOnes) = 0 THEN NULL ELSE found_at END
            FROM flag, n WHERE id = @flag
            """,
            new
            {
                Flags = FlagCount,
                OpenOnes,
                flag,
            }
        );
        Assert.Equal(FlagCount + 1, await CountAsync("flag"));
    }
}

/// <summary>On SQLite.</summary>
public sealed class QueueMeasurementsOnSqlite : QueueMeasurements
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class QueueMeasurementsOnPostgreSql : QueueMeasurements
{
    internal override async Task<Database> OpenAsync(DataFolder folder)
    {
        (await PostgreSqlServer.OpenAsync(folder)).Dispose();
        var options = await PostgreSqlServer.OptionsAsync(folder);
        options.StatementTimeout = TimeSpan.FromHours(1);
        return new Database(folder, options);
    }

    internal override Task SettleAsync() => ExecuteAsync("ANALYZE flag; ANALYZE item; ANALYZE asn; ANALYZE flag_text");
}
