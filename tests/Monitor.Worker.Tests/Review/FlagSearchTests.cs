using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class FlagSearchTests : Spine
{
    [Fact]
    public async Task PagesShowEachFlagOnceInTheOrderOfWorkAlsoWhenOthersWorkInBetween()
    {
        var flags = new List<long>();
        for (var i = 0; i < 25; i++)
        {
            // Several share a due time, and of those several share a score.
            flags.Add(await OpenFlagAsync(due: TimeSpan.FromDays(1 + (i / 10)), score: 0.9 - (i % 10 / 5 * 0.1)));
        }

        var seen = new List<long>();
        string? after = null;
        do
        {
            var page = await Queue.PageAsync(new FlagQuery { Limit = 4, After = after }, default);
            seen.AddRange(page.Items.Select(flag => flag.Id));
            after = page.Next;
            if (seen.Count == 8)
            {
                await Decisions.GiveAsync(Some.Dismissal(seen[0]), Some.Analyst(), default);
            }
        } while (after is not null);

        Assert.Equal(flags, seen);
    }

    [Fact]
    public async Task EachFilterNarrowsTheList()
    {
        var person = await AddPersonAsync("Pemerintah Kabupaten Pekalongan", "33.26");
        var old = await OpenFlagAsync(region: "33.26", person: person);
        Time.Advance(TimeSpan.FromDays(3));
        var other = await OpenFlagAsync(region: "32.76");
        await ExecuteAsync("UPDATE flag SET label = 'serangan', suggested_forms = 'D-2,D-12' WHERE id = @other", new { other });
        async Task<List<long>> OfAsync(FlagQuery query) => (await Queue.PageAsync(query, default)).Items.Select(flag => flag.Id).ToList();
        Assert.Equal([old], await OfAsync(new FlagQuery { Region = "33" }));
        Assert.Equal([old], await OfAsync(new FlagQuery { Instansi = "kabupaten pek" }));
        Assert.Empty(await OfAsync(new FlagQuery { Instansi = "100%" }));
        Assert.Equal([other], await OfAsync(new FlagQuery { Label = "serangan" }));
        Assert.Equal([other], await OfAsync(new FlagQuery { Form = "D-12" }));
        Assert.Empty(await OfAsync(new FlagQuery { Form = "D-1" }));
        Assert.Equal([old], await OfAsync(new FlagQuery { FoundUntil = Time.GetUtcNow().AddDays(-2) }));
        Assert.Equal([other], await OfAsync(new FlagQuery { FoundSince = Time.GetUtcNow().AddDays(-2) }));
        Assert.Equal(2, (await OfAsync(new FlagQuery { Source = 1 })).Count);
        Assert.Empty(await OfAsync(new FlagQuery { Source = 2 }));
        Assert.Equal([other], await OfAsync(new FlagQuery { Within = ["32"] }));
        await Decisions.GiveAsync(Some.Dismissal(old), Some.Analyst(), default);
        Assert.Equal([old], await OfAsync(new FlagQuery { States = [FlagState.Dismissed] }));
        Assert.Equal(2, (await OfAsync(new FlagQuery { States = [FlagState.Dismissed, FlagState.Flagged] })).Count);
    }

    [Fact]
    public async Task FormOfAnOpenVerdictDoesNotFindTheFlag()
    {
        var flag = await OpenFlagAsync();
        await Decisions.GiveAsync(Some.Confirmation(flag, "D-2"), Some.Analyst("sari"), default);
        Assert.Empty((await Queue.PageAsync(new FlagQuery { Form = "D-2" }, default)).Items);
        await Decisions.GiveAsync(Some.Confirmation(flag, "D-2"), Some.Analyst("dewi"), default);
        Assert.Single((await Queue.PageAsync(new FlagQuery { Form = "D-2", States = [FlagState.Confirmed] }, default)).Items);
    }

    [Theory]
    [InlineData("coblos", 1)]
    [InlineData("COBLOS nomor", 1)]
    [InlineData("\"nomor dua\"", 1)]
    [InlineData("\"dua nomor\"", 0)]
    [InlineData("cob*", 1)]
    [InlineData("cob", 0)]
    [InlineData("nomor AND NOT dua OR (", 0)]
    [InlineData("text:coblos", 0)]
    [InlineData("coblos \"", 1)]
    public async Task WordsAreFoundWithoutTheSearchEnginesOwnLanguage(string words, int hits)
    {
        await OpenFlagAsync(text: "Besok coblos nomor dua, kawan");
        await OpenFlagAsync(text: "Harga cabai naik");
        Assert.Equal(hits, (await Queue.PageAsync(new FlagQuery { Text = words }, default)).Items.Count);
    }

    [Fact]
    public async Task SearchThatFindsVeryManyShowsTheSameOrderAsOneThatFindsFew()
    {
        await OpenFlagAsync(text: "pemilu damai", due: TimeSpan.FromDays(2));
        await ExecuteAsync(
            """
            INSERT INTO flag (item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at, due_rule,
                attribution, attribution_evidence, suggested_forms)
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
            SELECT item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at - i, due_rule,
                attribution, attribution_evidence, suggested_forms
            FROM flag, n WHERE id = 1
            """
        );
        var page = await Queue.PageAsync(new FlagQuery { Text = "pemilu", Limit = 3 }, default);
        Assert.Equal([2500, 2499, 2498], page.Items.Select(flag => flag.Id));
    }

    [Fact]
    public async Task WordsOfATextThatWasErasedAreGoneFromTheSearch()
    {
        var flag = await OpenFlagAsync(text: "kata langka zirbatandu di sini");
        await OpenFlagAsync(text: "yang lain");
        Assert.Single((await Queue.PageAsync(new FlagQuery { Text = "zirbatandu" }, default)).Items);
        await ExecuteAsync("UPDATE flag SET text = '', title = '' WHERE id = @flag", new { flag });
        Assert.Empty((await Queue.PageAsync(new FlagQuery { Text = "zirbatandu" }, default)).Items);
    }

    [Fact]
    public async Task CursorAndWordsThatCannotBeReadAreRefused()
    {
        foreach (var query in (FlagQuery[])[new() { After = "bukan penanda" }, new() { After = "YQ==" }, new() { Text = "!!" }])
        {
            var refusal = await Assert.ThrowsAsync<RefusalException>(() => Queue.PageAsync(query, default));
            Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        }
    }

    [Fact]
    public async Task SavedViewIsItsOwnersAloneAndGivesWayToANewOneOfItsName()
    {
        var views = new SavedViews(Database, Time);
        await views.SaveAsync("uid:1", "mendesak", "older=2d", default);
        await views.SaveAsync("uid:1", "mendesak", "older=3d&text=ratna", default);
        Assert.Equal("older=3d", Assert.Single(await views.ListAsync("uid:1", default)).Filter);
        Assert.Empty(await views.ListAsync("uid:2", default));
        await Assert.ThrowsAsync<RefusalException>(() => views.ForgetAsync("uid:2", "mendesak", default));
        await views.ForgetAsync("uid:1", "mendesak", default);
        Assert.Empty(await views.ListAsync("uid:1", default));
    }
}

/// <summary>On SQLite.</summary>
public sealed class FlagSearchOnSqliteTests : FlagSearchTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    [Fact]
    public async Task WordsOfATextThatWasErasedAreGoneFromTheFileToo()
    {
        var flag = await OpenFlagAsync(text: "kata langka zirbatandu di sini");
        await ExecuteAsync("UPDATE flag SET text = '', title = '' WHERE id = @flag", new { flag });
        await using (var connection = await Database.Sqlite!.OpenAsync(default))
        {
            await using var checkpoint = connection.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await checkpoint.ExecuteNonQueryAsync();
        }

        Assert.Equal(-1, (await File.ReadAllBytesAsync(Folder.DatabaseFile)).AsSpan().IndexOf("zirbatandu"u8));
    }
}

/// <summary>On PostgreSQL.</summary>
public sealed class FlagSearchOnPostgreSqlTests : FlagSearchTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
