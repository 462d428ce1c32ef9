using Dapper;
using Microsoft.Data.Sqlite;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>Overwrites what an erasure left behind in the database's file: freed pages, the index of words, the journal.</summary>
/// <remarks>
/// <c>secure_delete</c> overwrites a deleted row, but a page that was split keeps copies in its gaps and the journal keeps old pages until they are
/// written over. So the file is written anew and the journal cut to nothing. That it is due is kept in the database: a daemon that was
/// killed in between does it after its next start.
/// </remarks>
internal sealed class Wiping(Database database)
{
    /// <summary>Says, inside the transaction of an erasure, that a wipe is due.</summary>
    public static Task AskAsync(Session session) => session.ExecuteAsync("UPDATE privacy_state SET wipe_due = 1 WHERE id = 1");

    /// <summary>Does it now. On PostgreSQL only the owner of the tables may; what the server keeps beside them is not touched.</summary>
    /// <returns>False when somebody still reads an old page of the journal: it is due again then.</returns>
    public async Task<bool> WipeNowAsync(CancellationToken ct)
    {
        if (database.PostgreSql is not { } server)
        {
            await database.WriteAsync(AskAsync, ct);
            return await WipeAsync(ct);
        }

        await server.RewriteAsync(ct);
        await database.WriteAsync(session => session.ExecuteAsync("UPDATE privacy_state SET wipe_due = 0 WHERE id = 1"), ct);
        return true;
    }

    /// <summary>Does it when it is due.</summary>
    /// <returns>False when somebody still reads an old page of the journal: it is due again then.</returns>
    public async Task<bool> WipeAsync(CancellationToken ct)
    {
        if (await database.ReadAsync(session => session.ScalarAsync<long>("SELECT wipe_due FROM privacy_state WHERE id = 1"), ct) == 0)
        {
            return true;
        }

        // A server's tables are written anew by their owner ('monitor db wipe'); until then it stays due.
        if (database.Sqlite is not { } sqlite || !await sqlite.AloneAsync(ScrubAsync, ct))
        {
            return false;
        }

        await database.WriteAsync(session => session.ExecuteAsync("UPDATE privacy_state SET wipe_due = 0 WHERE id = 1"), ct);
        return true;
    }

    private static async Task<bool> ScrubAsync(SqliteConnection connection)
    {
        // A deleted word leaves a mark beside itself in the index until its parts are merged.
        foreach (
            var index in await connection.QueryAsync<string>(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
            )
        )
        {
            await connection.ExecuteAsync($"INSERT INTO {index} ({index}) VALUES ('optimize')");
        }

        await connection.ExecuteAsync("VACUUM");
        // 0: done; 1: a reader holds on to the journal.
        return await connection.ExecuteScalarAsync<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }
}
