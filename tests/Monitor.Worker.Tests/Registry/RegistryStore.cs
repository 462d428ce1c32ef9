using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Audit;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Registry;

/// <summary>A registry on a real store; a suite runs once on each kind of store.</summary>
public abstract class RegistryStore : IAsyncLifetime
{
    /// <summary>
    /// How long 10,000 rows may take here: a guard against work that grows with the square of the rows. The promise, under 10 s, is for a machine that does
    /// nothing else; tests run beside each other.
    /// </summary>
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    internal ManualTime Time { get; } = new(Some.Moment);
    internal DataFolder Folder { get; private set; } = null!;
    internal Database Database { get; private set; } = null!;
    internal NipVault Vault { get; private set; } = null!;
    internal People People { get; private set; } = null!;

    internal abstract Task<Database> OpenAsync(DataFolder folder);

    public virtual async ValueTask InitializeAsync()
    {
        Folder = new DataFolder(
            new StorageOptions { Directory = Path.Combine(Directory.CreateTempSubdirectory("registry-").FullName, "data") }
        );
        Database = await OpenAsync(Folder);
        Vault = new NipVault(ProtectionOf(Folder), Folder);
        People = PeopleWith(Vault);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Null where a store is not to be had and the test is skipped.
        Database?.Dispose();
        await PostgreSqlServer.DropAsync(Folder);
        Directory.Delete(Path.GetDirectoryName(Folder.Root)!, recursive: true);
    }

    internal People PeopleWith(NipVault vault) => new(Database, vault, new AuditLog(Time), Time, new AsnImport(Time, Some.IsRegion));

    internal static IDataProtectionProvider ProtectionOf(DataFolder folder) =>
        DataProtectionProvider.Create(new DirectoryInfo(folder.Keys), options => options.SetApplicationName(NipVault.ApplicationName));

    internal Task<ImportReport> ImportAsync(params string[] lines) => People.ImportAsync(Some.Csv(lines), false, Some.Admin, default);

    internal Task<List<AuditRow>> AuditAsync() =>
        Database.ReadAsync(session => session.ListAsync<AuditRow>("SELECT * FROM audit ORDER BY sequence"), default);

    internal static async Task<Database> OpenSqliteAsync(DataFolder folder, TimeProvider time)
    {
        var database = new Database(folder, new StorageOptions { Durability = Durability.Normal });
        await new Migrations(database, folder, time).ApplyAsync(default);
        return database;
    }
}
