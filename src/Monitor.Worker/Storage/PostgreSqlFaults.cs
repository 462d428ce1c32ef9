using System.Net.Sockets;
using Npgsql;

namespace Monitor.Worker.Storage;

/// <summary>What an exception of the server's, or of the way to it, means for the work that it ended.</summary>
internal static class PostgreSqlFaults
{
    /// <summary>Whether the same may work in a moment: another transaction was in the way, or the server or the network is on its way back.</summary>
    public static bool IsPassing(Exception exception) =>
        exception switch
        {
            PostgresException fault => fault.SqlState
                is PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.LockNotAvailable
                    or PostgresErrorCodes.QueryCanceled
                    or PostgresErrorCodes.AdminShutdown
                    or PostgresErrorCodes.CrashShutdown
                    or PostgresErrorCodes.CannotConnectNow
                    or PostgresErrorCodes.TooManyConnections
                    // A server that is still, or again, a standby.
                    or PostgresErrorCodes.ReadOnlySqlTransaction
                || fault.SqlState.StartsWith("08", StringComparison.Ordinal),
            NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
            NpgsqlException fault => fault.IsTransient,
            _ => false,
        };

    /// <summary>
    /// Whether a commit that ended so may have been kept all the same. The server says of a few faults that nothing was; of every other end nobody can say.
    /// </summary>
    public static bool LeavesOutcomeOpen(Exception exception) =>
        exception is not PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
        && !(exception is PostgresException fault && fault.SqlState.StartsWith("23", StringComparison.Ordinal));
}
