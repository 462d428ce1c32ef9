using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Collection.Web;

/// <summary>A gate over a real database in a folder of its own, that waits for nothing unless a test asks for it.</summary>
internal sealed class GateUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("monitor-web-");

    private GateUnderTest(CollectionOptions options, TimeProvider time, NameLookup? lookup, ContractedApis? apis)
    {
        Options = options;
        var storage = new StorageOptions { Directory = _directory.FullName, Durability = Durability.Normal };
        Folder = new DataFolder(storage);
        Database = new Database(Folder, storage);
        Pacing = new HostPacing(Database, options, time);
        Gate = new WebGate(options, Pacing, time, lookup, apis);
    }

    public CollectionOptions Options { get; }
    public DataFolder Folder { get; }
    public Database Database { get; }
    public HostPacing Pacing { get; }
    public WebGate Gate { get; }

    /// <summary>A gate that may reach the given sites.</summary>
    public static Task<GateUnderTest> ForAsync(params TestSite[] sites) => ForAsync(options: null, time: null, lookup: null, sites);

    public static Task<GateUnderTest> ForAsync(
        Action<CollectionOptions>? options,
        TimeProvider? time,
        NameLookup? lookup,
        params TestSite[] sites
    ) => ForAsync(options, time, lookup, apis: null, sites);

    public static async Task<GateUnderTest> ForAsync(
        Action<CollectionOptions>? options,
        TimeProvider? time,
        NameLookup? lookup,
        ContractedApis? apis,
        params TestSite[] sites
    )
    {
        var chosen = new CollectionOptions
        {
            Contact = "redaksi@example.org",
            PerHostInterval = TimeSpan.Zero,
            AllowedPrivateHosts = [.. sites.Select(site => site.Authority)],
        };
        options?.Invoke(chosen);
        var clock = time ?? Clock.Machine;
        var gate = new GateUnderTest(chosen, clock, lookup, apis);
        await new Migrations(gate.Database, gate.Folder, clock).ApplyAsync(CancellationToken.None);
        return gate;
    }

    public Task<WebAnswer> PageAsync(Uri url) => GetAsync(WebRequest.For(url, WebKind.Page));

    public Task<WebAnswer> GetAsync(WebRequest request) => Gate.GetAsync(request, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        Gate.Dispose();
        Database.Dispose();
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
