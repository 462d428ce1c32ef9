using System.Text;
using CsvHelper;
using Monitor.Worker.Audit;
using Monitor.Worker.Export;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>An export room on a real store in a temporary folder.</summary>
public abstract class ExportStore : IAsyncLifetime
{
    private string _root = "";

    internal ManualTime Time { get; } = new(Some.Moment);
    internal DataFolder Folder { get; private set; } = null!;
    internal Database Database { get; private set; } = null!;
    internal NipVault Vault { get; private set; } = null!;
    internal People People { get; private set; } = null!;
    internal ExportOptions Options { get; } = new() { RequireKajian = false };
    internal Batches Batches { get; private set; } = null!;
    internal string Out => Path.Combine(_root, "out");

    internal abstract Task<Database> OpenAsync(DataFolder folder);

    public async ValueTask InitializeAsync()
    {
        _root = Directory.CreateTempSubdirectory("export-").FullName;
        Folder = new DataFolder(new StorageOptions { Directory = Path.Combine(_root, "data") });
        Database = await OpenAsync(Folder);
        Vault = new NipVault(RegistryStore.ProtectionOf(Folder), Folder);
        People = new People(Database, Vault, new AuditLog(Time), Time, new AsnImport(Time, Some.Rules.IsRegion));
        Batches = Over(Database);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Null where a store is not to be had and the test is skipped.
        Database?.Dispose();
        await PostgreSqlServer.DropAsync(Folder);
        Directory.Delete(_root, recursive: true);
    }

    internal Batches Over(Database database) => new(database, People, Vault, new AuditLog(Time), Keys, Some.Rules, Options, Time);

    internal SigningKeys Keys => new(Database, new AuditLog(Time), Options, Folder, _ => null, Time);

    internal Task<long> PersonAsync(string nip = Some.Nip, string name = "Ratna Wulandari") =>
        Some.PersonAsync(Database, People, nip, name);

    internal Task<ExportOutcome> CreateAsync() => Batches.CreateAsync(Some.Ketua, ExportOrder.Everything, default);

    /// <summary>Every file of a batch, as the daemon hands it out.</summary>
    internal async Task<IReadOnlyList<BatchFile>> FilesAsync(BatchRow batch)
    {
        var files = new List<BatchFile>();
        foreach (var name in batch.FileNames)
        {
            files.Add(await Batches.FileAsync(batch.Id, name, Some.Ketua, default));
        }

        return files;
    }

    internal async Task<IReadOnlyList<BatchFile>> WriteAsync(BatchRow batch)
    {
        var files = await FilesAsync(batch);
        var folder = new DeliveryFolder(Out);
        foreach (var file in files)
        {
            await folder.PutAsync(file, default);
        }

        return files;
    }

    /// <summary>The rows of a CSV by column, with every mark still on.</summary>
    internal static List<Dictionary<string, string>> Rows(BatchFile csv)
    {
        using var reader = CsvReader.Create(csv.Bytes, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        string[]? header = null;
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(at => reader.GetString(at)).ToArray();
            if (header is null)
            {
                header = cells;
                continue;
            }

            rows.Add(header.Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second));
        }

        return rows;
    }

    internal static string Text(BatchFile file) => Encoding.UTF8.GetString(file.Bytes);

    internal Task<List<AuditRow>> AuditAsync() =>
        Database.ReadAsync(session => session.ListAsync<AuditRow>("SELECT * FROM audit ORDER BY sequence"), default);
}
