using System.Data;
using Dapper;

namespace Monitor.Worker.Storage;

/// <summary>How our types are stored: a time is BIGINT milliseconds since 1970-01-01 UTC, yes and no are 1 and 0, in SQLite and PostgreSQL alike.</summary>
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

            Add<DateTimeOffset>(time => time.ToUnixTimeMilliseconds(), DateTimeOffset.FromUnixTimeMilliseconds);
            Add<bool>(yes => yes ? 1 : 0, number => number != 0);
            Add<uint>(number => number, number => checked((uint)number));
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            s_registered = true;
        }

        static void Add<T>(Func<T, long> store, Func<long, T> read)
            where T : struct
        {
            SqlMapper.RemoveTypeMap(typeof(T));
            SqlMapper.RemoveTypeMap(typeof(T?));
            SqlMapper.AddTypeHandler(typeof(T), new NumberHandler<T>(store, read));
        }
    }

    // Not Dapper's TypeHandler<T>, which leaves the type of a null unsaid; PostgreSQL wants to know it before it reads the statement.
    private sealed class NumberHandler<T>(Func<T, long> store, Func<long, T> read) : SqlMapper.ITypeHandler
        where T : struct
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value is T given ? store(given) : DBNull.Value;
        }

        public object Parse(Type destinationType, object value) =>
            value switch
            {
                T same => same,
                long number => read(number),
                int number => read(number),
                _ => throw new DataException($"A {typeof(T).Name} is stored as an integer, found {value.GetType().Name}."),
            };
    }
}
