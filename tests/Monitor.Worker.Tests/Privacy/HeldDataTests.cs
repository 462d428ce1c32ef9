using Monitor.Worker.Privacy;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Privacy;

/// <summary>The catalogue of held data against the real schema.</summary>
public abstract class HeldDataTests : Spine
{
    private static readonly string[] PersonKeys =
    [
        "asn_id",
        "account_id",
        "flag_id",
        "item_id",
        "case_id",
        "evidence_id",
        "source_id",
        "nip_protected",
        "nip_index",
        "name",
        "handle",
    ];

    /// <summary>Whether a table of nobody's data may have such a column all the same: of what else it is the name.</summary>
    private static readonly Dictionary<string, string> NoPersonsName = new(StringComparer.Ordinal)
    {
        ["schema_migration"] = "name",
        ["queue_view"] = "name",
        ["node"] = "name",
        ["node_key"] = "name",
        ["job_run"] = "name",
    };

    /// <summary>Every column of every table, virtual ones included, without the store's own.</summary>
    internal abstract Task<List<(string Table, string Column)>> ColumnsAsync();

    [Fact]
    public async Task EveryTableAndColumnOfTheSchemaIsInTheCatalogue() => Assert.Empty(await ProblemsAsync());

    [Fact]
    public async Task EveryTableAndColumnOfTheCatalogueIsInTheSchema()
    {
        var schema = (await ColumnsAsync()).ToHashSet();
        var tables = schema.Select(column => column.Table).ToHashSet(StringComparer.Ordinal);
        Assert.All(HeldData.Tables, table => Assert.Contains(table.Name, tables));
        Assert.All(
            HeldData.Personal.SelectMany(table => table.Columns.Select(column => (table.Name, column.Name))),
            column => Assert.Contains(column, schema)
        );
        Assert.Equal(HeldData.Tables.Count, HeldData.Tables.Select(table => table.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("CREATE TABLE catatan (id BIGINT PRIMARY KEY, asn_id BIGINT REFERENCES asn (id), isi TEXT)", "catatan")]
    [InlineData("CREATE TABLE catatan (id BIGINT PRIMARY KEY, isi TEXT)", "catatan")]
    [InlineData("ALTER TABLE asn ADD COLUMN telepon TEXT", "asn.telepon")]
    [InlineData("ALTER TABLE host_pace ADD COLUMN account_id BIGINT", "host_pace.account_id")]
    public async Task TableOrColumnThatTheCatalogueDoesNotCoverIsNamed(string change, string named)
    {
        await ExecuteAsync(change);
        Assert.Contains(await ProblemsAsync(), problem => problem.StartsWith(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryConditionAndEveryColumnOfAReportCanBeAsked()
    {
        foreach (var table in HeldData.Personal)
        {
            var columns = string.Join(", ", table.Columns.Select(column => column.Name));
            await Database.ReadAsync(
                session =>
                    session.ListAsync<object>(
                        $"SELECT {columns} FROM {table.Name} WHERE {table.Whose}",
                        new
                        {
                            Asn = 1,
                            NipIndex = "-",
                            Subjects = new[] { "asn:1" },
                        }
                    ),
                default
            );
        }
    }

    internal sealed class Place
    {
        public string Table { get; init; } = "";
        public string Column { get; init; } = "";
    }

    private async Task<List<string>> ProblemsAsync()
    {
        var problems = new List<string>();
        foreach (var (table, column) in await ColumnsAsync())
        {
            var held = HeldData.Find(table);
            if (held is null)
            {
                problems.Add(
                    $"{table} is not in Privacy/HeldData: say what it holds about persons, and what report and erasure do with it"
                );
            }
            else if (held.Whose is not null && held.Columns.All(known => known.Name != column))
            {
                problems.Add($"{table}.{column} is not in Privacy/HeldData: say what an erasure does to it");
            }
            else if (
                held.Whose is null
                && PersonKeys.Contains(column, StringComparer.Ordinal)
                && NoPersonsName.GetValueOrDefault(table) != column
            )
            {
                problems.Add($"{table}.{column} ties a row to a person, but Privacy/HeldData says that the table holds nobody's data");
            }
        }

        return problems;
    }
}

/// <summary>On SQLite.</summary>
public sealed class HeldDataOnSqliteTests : HeldDataTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    internal override async Task<List<(string Table, string Column)>> ColumnsAsync() =>
        (
            await ListAsync<Place>(
                """
                SELECT tables.name AS "table", columns.name AS "column"
                FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.schema = 'main' AND tables.type IN ('table', 'virtual') AND tables.name NOT LIKE 'sqlite_%'
                """
            )
        ).ConvertAll(place => (place.Table, place.Column));
}

/// <summary>On PostgreSQL.</summary>
public sealed class HeldDataOnPostgreSqlTests : HeldDataTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);

    // The number by which the index of words knows a flag has no column of its own on SQLite. The scheduler's tables hold names of jobs and nodes.
    internal override async Task<List<(string Table, string Column)>> ColumnsAsync() =>
        (
            await ListAsync<Place>(
                """
                SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
                WHERE table_schema = current_schema() AND NOT (table_name = 'flag_text' AND column_name = 'rowid') AND table_name NOT LIKE 'quartz%'
                """
            )
        ).ConvertAll(place => (place.Table, place.Column));
}
