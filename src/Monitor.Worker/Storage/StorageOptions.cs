using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Configuration;

namespace Monitor.Worker.Storage;

/// <summary>Where everything is kept.</summary>
internal sealed class StorageOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Storage";

    /// <summary>The data folder; relative to the working directory.</summary>
    [Required]
    [Description("The data folder, relative to the working directory. It is created with mode 0711, the database folder in it with 0700.")]
    public string Directory { get; set; } = "monitor-data";

    /// <summary>The folder that every node sees.</summary>
    [Description(
        "The folder for evidence and export batches; empty: the data folder. Where several nodes share a database it is one that all of them see, or Evidence:Store is Database and the recipients' delivery folders are shared. Created like the data folder."
    )]
    public string SharedDirectory { get; set; } = "";

    /// <summary>Which database.</summary>
    [Description(
        "Sqlite: one file in the data folder, for one machine. PostgreSql: a server that several nodes share; see docs/postgresql.md."
    )]
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>How the PostgreSQL server is reached.</summary>
    [Secret]
    [Description(
        "How PostgreSQL is reached: Npgsql's keywords (Host=...;Database=...;Username=...;SSL Mode=VerifyFull) or postgres://user@host/database?sslmode=verify-full. It holds a password: name a file with ConnectionString_FILE."
    )]
    public string ConnectionString { get; set; } = "";

    /// <summary>How long a write waits for another one.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    [Description("How long a write waits for a write of another process before it gives up.")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one statement may run on PostgreSQL.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [Description("PostgreSQL: how long one statement may run before the server breaks it off. It must be longer than BusyTimeout.")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a transaction is tried again on PostgreSQL.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    [Description(
        "PostgreSQL: for how long a transaction that the server or the network broke off is begun again, each time after a longer wait. A failover must be over by then."
    )]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a commit waits for the disk.</summary>
    [Description(
        "Full: a commit waits until the disk has it (survives a power cut). Normal: survives a crash of the program; a power cut may take the last commits. On PostgreSQL that is synchronous_commit on or off."
    )]
    public Durability Durability { get; set; } = Durability.Full;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider != StorageProvider.PostgreSql)
        {
            yield break;
        }

        if (PostgreSqlAddress.Problem(ConnectionString) is { } problem)
        {
            yield return new ValidationResult(problem, [nameof(ConnectionString)]);
        }

        if (StatementTimeout <= BusyTimeout)
        {
            yield return new ValidationResult("must be longer than BusyTimeout", [nameof(StatementTimeout)]);
        }
    }
}

/// <summary>The databases that Monitor keeps its data in.</summary>
internal enum StorageProvider
{
    /// <summary>One file, one machine.</summary>
    Sqlite,

    /// <summary>A server for several nodes, PostgreSQL 15 or newer.</summary>
    PostgreSql,
}

/// <summary>Whether a commit waits for the disk: SQLite's <c>synchronous</c>, PostgreSQL's <c>synchronous_commit</c>.</summary>
internal enum Durability
{
    /// <summary>fsync at every commit.</summary>
    Full,

    /// <summary>fsync a little later.</summary>
    Normal,
}
