namespace Monitor.Worker.Storage;

/// <summary>The one folder that holds everything Monitor keeps, and the file modes in it.</summary>
/// <remarks>
/// The root may be passed through but not listed (0711), because analysts must reach the socket below it;
/// database, evidence, keys and exports belong to the daemon's user alone (0700).
/// </remarks>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Names the folder; creates nothing yet.</summary>
    public DataFolder(StorageOptions options)
    {
        Root = Path.GetFullPath(options.Directory);
        Shared = options.SharedDirectory.Length > 0 ? Path.GetFullPath(options.SharedDirectory) : Root;
    }

    /// <summary>The data folder itself.</summary>
    public string Root { get; }

    /// <summary>Holds what all nodes on one database see; the data folder itself where nothing else was named.</summary>
    public string Shared { get; }

    /// <summary>Holds the database file and its journals; mode 0700.</summary>
    public string DatabaseDirectory => Path.Combine(Root, "db");

    /// <summary>The SQLite file.</summary>
    public string DatabaseFile => Path.Combine(DatabaseDirectory, "monitor.db");

    /// <summary>Raw captures by hash; mode 0700.</summary>
    public string Evidence => Path.Combine(Shared, "evidence");

    /// <summary>The keys that protect the NIP; mode 0700. Back it up apart from the database.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>The export batches as they were made; mode 0700.</summary>
    public string Exports => Path.Combine(Shared, "exports");

    /// <summary>Holds the default socket.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>Whether a database is there already.</summary>
    public bool Exists => File.Exists(DatabaseFile);

    /// <summary>Creates what is missing, each folder with its mode. Folders that exist keep theirs, but for the database's.</summary>
    public void Create()
    {
        Make(Root, PassThrough);
        if (!Directory.Exists(Shared))
        {
            Make(Shared, PassThrough);
        }

        foreach (var directory in (string[])[DatabaseDirectory, Evidence, Keys, Exports])
        {
            Make(directory, OwnerOnly);
        }

        Make(Run, PassThrough);
    }

    private static void Make(string directory, UnixFileMode mode)
    {
        if (Directory.Exists(directory))
        {
            if (mode == OwnerOnly && !OperatingSystem.IsWindows())
            {
                // A folder made by hand or by a restore may be readable by others; the promise is 0700.
                File.SetUnixFileMode(directory, OwnerOnly);
            }

            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory, mode);
        // The umask may have taken bits away; the socket folder needs them.
        File.SetUnixFileMode(directory, mode);
    }
}
