using System.Data.Common;
using Dapper;

namespace Monitor.Worker.Storage;

/// <summary>One transaction, as the nouns see it: their SQL stands beside their methods and runs through here.</summary>
/// <remarks>
/// The SQL is what SQLite and PostgreSQL both understand; where they differ for good, <see cref="In"/> stands at the place. A list is
/// asked for with <c>IN @List</c> on both.
/// </remarks>
internal sealed class Session(StorageProvider provider, DbConnection connection, DbTransaction transaction, CancellationToken ct)
{
    /// <summary>Cancels the work of this transaction.</summary>
    public CancellationToken Token => ct;

    /// <summary>One of two texts, for what cannot be said in one: an index by its name, a search for words, the catalogue of tables.</summary>
    public string In(string sqlite, string postgreSql) => provider == StorageProvider.Sqlite ? sqlite : postgreSql;

    /// <summary>Rows, read to the end.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, object? arguments = null) =>
        [.. await connection.QueryAsync<T>(Command(sql, arguments))];

    /// <summary>The first row or null.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? arguments = null) =>
        connection.QueryFirstOrDefaultAsync<T?>(Command(sql, arguments));

    /// <summary>One value.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? arguments = null) => connection.ExecuteScalarAsync<T>(Command(sql, arguments));

    /// <summary>Runs a statement and says how many rows it touched. Given a list of arguments, runs it once for each.</summary>
    public Task<int> ExecuteAsync(string sql, object? arguments = null) => connection.ExecuteAsync(Command(sql, arguments));

    /// <summary>
    /// Rows as they come, for what does not fit in memory. Until the last has been read nothing else may be asked in this transaction: PostgreSQL
    /// answers one question at a time.
    /// </summary>
    public IAsyncEnumerable<T> StreamAsync<T>(string sql, object? arguments = null) =>
        connection.QueryUnbufferedAsync<T>(Spoken(sql), arguments, transaction);

    private CommandDefinition Command(string sql, object? arguments) => new(Spoken(sql), arguments, transaction, cancellationToken: ct);

    private string Spoken(string sql) => provider == StorageProvider.Sqlite ? sql : PostgreSqlText.Of(sql);
}
