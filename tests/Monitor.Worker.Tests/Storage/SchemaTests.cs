using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Storage;

/// <summary>The schema that one numbered list makes on both stores.</summary>
public sealed class SchemaTests : IAsyncLifetime
{
    private const string Sqlite = """
        SELECT tables.name AS "table", columns.name AS name, CASE WHEN columns."notnull" = 1 OR columns.pk > 0 THEN 1 ELSE 0 END AS required
        FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.schema = 'main' AND tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' AND tables.name NOT LIKE 'flag_text%'
        """;

    // The tables of the scheduler are there alone: its schedule is shared by nodes, and on SQLite there is one.
    private const string PostgreSql = """
        SELECT table_name AS "table", column_name AS name, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS required
        FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'flag_text' AND table_name NOT LIKE 'quartz%'
        """;

    private const string SqliteIndexes = """
        SELECT tbl_name || ' ' || name || CASE WHEN sql LIKE 'CREATE UNIQUE%' THEN ' unique' ELSE '' END || CASE WHEN sql LIKE '% WHERE %' THEN ' partial' ELSE '' END
        FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
        """;

    private const string PostgreSqlIndexes = """
        SELECT tablename || ' ' || indexname || CASE WHEN indexdef LIKE 'CREATE UNIQUE%' THEN ' unique' ELSE '' END || CASE WHEN indexdef LIKE '% WHERE %' THEN ' partial' ELSE '' END
        FROM pg_indexes WHERE schemaname = current_schema() AND indexname <> 'flag_text_words' AND tablename NOT LIKE 'quartz%'
            AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname AND contype IN ('p', 'u'))
        """;

    private readonly TempFolder _temp = Some.Folder();
    private readonly ManualTime _time = new();
    private DataFolder Folder => new(new StorageOptions { Directory = _temp["data"] });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await PostgreSqlServer.DropAsync(Folder);
        _temp.Dispose();
    }

    [Fact]
    public async Task BothStoresHaveTheSameTablesColumnsAndIndexes()
    {
        using var server = await PostgreSqlServer.OpenAsync(Folder);
        using var file = await Spine.OpenSqliteAsync(Folder, _time);
        Assert.Equal(await ColumnsAsync(file, Sqlite), await ColumnsAsync(server, PostgreSql));
        Assert.Equal(await ListAsync(file, SqliteIndexes), await ListAsync(server, PostgreSqlIndexes));
    }

    [Fact]
    public void NumbersHaveNoGapAndANameOnBothStores()
    {
        foreach (var provider in Enum.GetValues<StorageProvider>())
        {
            Assert.Equal(Enumerable.Range(1, Migrations.Of(provider).Count), Migrations.Of(provider).Select(step => step.Number));
        }

        Assert.Equal(Migrations.Known.Select(step => step.Name), Migrations.Of(StorageProvider.PostgreSql).Select(step => step.Name));
    }

    [Fact]
    public async Task EmptyServerGetsEveryStepOnceAlsoWhenEightStartAtOnce()
    {
        var options = await PostgreSqlServer.EmptyAsync(Folder);
        var applied = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        using var own = new Database(Folder, options);
                        return await new Migrations(own, Folder, _time).ApplyAsync(default);
                    })
                )
        );
        Assert.Equal(
            Migrations.Of(StorageProvider.PostgreSql).Select(step => step.Number),
            applied.SelectMany(steps => steps).Select(step => step.Number).Order()
        );
        using var database = new Database(Folder, options, readOnly: true);
        await new Migrations(database, Folder, _time).RequireCurrentAsync(default);
        Assert.Empty(await database.CheckAsync(default));
    }

    [Fact]
    public async Task StepThatFailsHalfwayLeavesNothingOfItselfOnAServer()
    {
        using var database = await PostgreSqlServer.OpenAsync(Folder);
        var migrations = new Migrations(database, Folder, _time);
        var broken = new Migrations.Step(
            9999,
            "later",
            "CREATE TABLE half (id BIGINT); CREATE TABLE half (id BIGINT);",
            new string('f', 64)
        );
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            migrations.ApplyAsync([.. Migrations.Of(StorageProvider.PostgreSql), broken], default)
        );
        await migrations.RequireCurrentAsync(default);
        Assert.Empty(await ListAsync(database, "SELECT tablename::TEXT FROM pg_tables WHERE tablename = 'half'"));
    }

    [Theory]
    [InlineData("ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'id' LOCALE 'C'", "icu")]
    [InlineData("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'", "SQL_ASCII")]
    public async Task ServerThatOrdersOrWritesLettersOtherwiseIsRefused(string settings, string named)
    {
        var options = await PostgreSqlServer.EmptyAsync(Folder, settings);
        using var database = new Database(Folder, options);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => new Migrations(database, Folder, _time).ApplyAsync(default));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.False(await database.HasHistoryAsync(default));
    }

    private static async Task<List<string>> ColumnsAsync(Database database, string sql) =>
        (await database.ReadAsync(session => session.ListAsync<Column>(sql), default))
            .ConvertAll(column => $"{column.Table}.{column.Name} {(column.Required ? "required" : "optional")}")
            .Order(StringComparer.Ordinal)
            .ToList();

    private static async Task<List<string>> ListAsync(Database database, string sql) =>
        [.. (await database.ReadAsync(session => session.ListAsync<string>(sql), default)).Order(StringComparer.Ordinal)];

    private sealed class Column
    {
        public string Table { get; init; } = "";
        public string Name { get; init; } = "";
        public bool Required { get; init; }
    }
}
