using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Privacy;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>The X reader between a server that keeps X's rules and a real store; only the clock is turned by hand.</summary>
public abstract class XSpine : Spine
{
    protected static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    private readonly List<IDisposable> _owned = [];
    private Collector _collector = null!;

    internal FakeX X { get; private set; } = null!;
    internal ListLogger<Collector> Log { get; } = new();
    internal ListLogger<XCompliance> ComplianceLog { get; } = new();
    internal XReader Reader { get; private set; } = null!;
    internal XOptions XSettings { get; } =
        new()
        {
            Enabled = true,
            ApprovalReference = "X-2026-11",
            ApprovedBy = "Sekretariat Uji",
            ApprovedOn = "2026-11-02",
            Plan = XPlan.PayPerUse,
            BearerToken = FakeX.Token,
            MonthlySpendCap = 100,
        };

    internal XBudget Budget => new(Database, XSettings, Time);
    internal Holds Holds => new(Database, AuditLog, Time);
    internal Takedown Takedown => new(Database, new Removal(Database, EvidenceStore, Time), AuditLog);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        X = await FakeX.StartAsync(Time);
        XSettings.BaseUrl = $"http://{X.Authority}/";
        CollectionSettings.AllowedPrivateHosts = [X.Authority];
        CollectionSettings.BatchPerHost = 10;
        IntakeSettings.FlagUnattributed = true;
        Restart();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _owned.ForEach(owned => owned.Dispose());
        await X.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>As after a restart: nothing is known but what is in the store.</summary>
    internal void Restart()
    {
        var gate = new WebGate(
            CollectionSettings,
            new HostPacing(Database, CollectionSettings, Time),
            Time,
            lookup: null,
            XSettings.Contracted
        );
        Client = new XClient(gate, Database, Budget, XSettings, Time);
        Reader = new XReader(Client, new XAccounts(Database, AuditLog, XSettings, Time), Budget, new XPlanner(XSettings), XSettings, Time);
        _owned.AddRange([gate, Reader]);
        _collector = new Collector(
            Sources,
            Setbacks,
            new SourceReaders([Reader]),
            new PageReader(gate, new ArticleExtractor(SiteSelectors.Shipped()), CollectionSettings),
            IntakeRoom,
            Timetable,
            new Brake(Database, CollectionSettings, Time, NullLogger<Brake>.Instance),
            CollectionSettings,
            Time,
            Log
        );
    }

    internal XClient Client { get; private set; } = null!;

    internal XCompliance Compliance =>
        new(Database, Client, new XAccounts(Database, AuditLog, XSettings, Time), Takedown, AuditLog, XSettings, Time, ComplianceLog);

    internal Task CollectAsync() => _collector.CollectDueAsync(default);

    /// <summary>An account over there, and the source that watches it here.</summary>
    internal async Task<long> WatchAsync(long id, string handle = "", long? account = null, bool byHandle = false)
    {
        X.User(id, handle.Length > 0 ? handle : $"akun{id}");
        return await WatchKnownAsync(byHandle ? $"@{handle}" : $"{id}", account);
    }

    internal Task<long> WatchKnownAsync(string written, long? account = null) =>
        Sources.AddAsync(new NewSource("x", Reader.Locate(written), account, null, SourceReads.Entry, Every), Some.Admin, default);

    /// <summary>A registered account of an institution on X.</summary>
    internal Task<long> RegisterAsync(string handle, string? native = null) =>
        Database.WriteAsync(
            session =>
                session.ScalarAsync<long>(
                    """
                    INSERT INTO account (platform, native_id, handle, url, url_key, basis, registered_by, registered_at)
                    VALUES ('x', @native, @handle, @url, @url, 'official', 'admin-uji', 0) RETURNING id
                    """,
                    new
                    {
                        native,
                        handle,
                        url = $"x.com/{handle}",
                    }
                ),
            default
        );

    internal Task<List<string>> NativeIdsAsync() => ListAsync<string>("SELECT native_id FROM item ORDER BY id");

    internal Task<long> SpentAsync() => ScalarAsync<long>("SELECT COALESCE(SUM(committed), 0) FROM x_spend");
}
