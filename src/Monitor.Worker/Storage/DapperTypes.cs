using System.Data;
using Dapper;

namespace Monitor.Worker.Storage;

/// <summary>How our types are stored: a time is BIGINT milliseconds since 1970-01-01 UTC, in SQLite and PostgreSQL alike.</summary>
/// <remarks>An integer compares, indexes and subtracts the same everywhere, and has no zone to lose.</remarks>
internal static class DapperTypes
{
    private static readonly Lock Gate = new();
    private static bool s_registered;

    /// <summary>Tells Dapper once per process.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (s_registered)
            {
                return;
            }

            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(new TimeHandler());
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            s_registered = true;
        }
    }

    private sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value.ToUnixTimeMilliseconds();
        }

        public override DateTimeOffset Parse(object value) =>
            value is long milliseconds
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : throw new DataException($"A time is stored as an integer, found {value.GetType().Name}.");
    }
}
