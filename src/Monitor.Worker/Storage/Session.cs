using System.Data.Common;
using Dapper;

namespace Monitor.Worker.Storage;

/// <summary>One transaction, as the nouns see it: their SQL stands beside their methods and runs through here.</summary>
internal sealed class Session(DbConnection connection, DbTransaction transaction, CancellationToken ct)
{
    /// <summary>Cancels the work of this transaction.</summary>
    public CancellationToken Token => ct;

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

    /// <summary>Rows as they come, for what does not fit in memory.</summary>
    public IAsyncEnumerable<T> StreamAsync<T>(string sql, object? arguments = null) =>
        connection.QueryUnbufferedAsync<T>(sql, arguments, transaction);

    private CommandDefinition Command(string sql, object? arguments) => new(sql, arguments, transaction, cancellationToken: ct);
}
