using Npgsql;

namespace Monitor.Worker.Storage;

/// <summary>How a PostgreSQL server is named: by Npgsql's keywords, or by libpq's address <c>postgres://user:password@host:port/database?sslmode=…</c>.</summary>
internal static class PostgreSqlAddress
{
    // libpq's names for what Npgsql calls otherwise; what is not here has the same name in both.
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["options"] = "Options",
        ["passfile"] = "Passfile",
        ["host"] = "Host",
        ["port"] = "Port",
    };

    /// <summary>What is wrong with an address, without telling what stands in it; null when nothing is.</summary>
    public static string? Problem(string address)
    {
        if (address.Length == 0)
        {
            return "must say how PostgreSQL is reached, for Provider is PostgreSql";
        }

        try
        {
            var builder = Parse(address);
            return string.IsNullOrEmpty(builder.Host) ? "names no host"
                : string.IsNullOrEmpty(builder.Database) ? "names no database"
                : null;
        }
        // KeyNotFoundException is what Npgsql says of a keyword's value that it does not know; the value may be the password.
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            return "is neither Npgsql's keywords (Host=...;Database=...) nor an address like postgres://user@host/database";
        }
    }

    /// <summary>Whether it is an address and not keywords.</summary>
    public static bool IsUri(string address) =>
        address.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Both ways of writing.</summary>
    /// <exception cref="ArgumentException">Neither; <see cref="Problem"/> says what is wrong.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        if (!IsUri(address))
        {
            return new NpgsqlConnectionStringBuilder(address);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            throw new ArgumentException("It is no address.", nameof(address));
        }

        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')) };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, "");
            var keyword = Keywords.GetValueOrDefault(name, name.Replace('_', ' '));
            builder[keyword] = keyword == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder;
    }

    /// <summary>Host, port and database: what may be shown.</summary>
    public static string Shown(string address)
    {
        var builder = Parse(address);
        return builder.Host is ['/', ..] ? $"{builder.Host} ({builder.Database})" : $"{builder.Host}:{builder.Port}/{builder.Database}";
    }
}
