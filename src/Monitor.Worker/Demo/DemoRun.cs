using System.Globalization;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Client;
using Monitor.Worker.Collection;
using Monitor.Worker.Configuration;
using Monitor.Worker.Contests;
using Monitor.Worker.Export;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Demo;

/// <summary>
/// One whole cycle on the sample sites: the same daemon, the same socket, the same verbs' calls as in daily work. The two analysts are
/// test users of the configuration file that the demo writes.
/// </summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly SampleSites _sites;
    private readonly MonitorHost _host;
    private readonly Settings _settings;
    private readonly TimeProvider _time;

    private DemoRun(SampleSites sites, MonitorHost host, Settings settings, TimeProvider time)
    {
        _sites = sites;
        _host = host;
        _settings = settings;
        _time = time;
    }

    /// <summary>How many sources are watched.</summary>
    public int Sources => _sites.AccountFeeds.Count + 2;

    /// <summary>Starts the sites and the daemon on an empty folder.</summary>
    /// <param name="directory">The demo's folder; created where missing, refused when it holds a database already.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<DemoRun> StartAsync(string directory, TimeProvider time, CancellationToken ct)
    {
        if (new DataFolder(new StorageOptions { Directory = directory }).Exists)
        {
            throw RefusalException.Wrong(
                $"Folder '{directory}' sudah berisi basis data; demo memerlukan folder baru.",
                $"The folder '{directory}' holds a database already; the demo takes a new one."
            );
        }

        var sites = await SampleSites.StartAsync(time, ct);
        try
        {
            var settings = DemoSettings.Write(directory, sites.BaseAddress);
            var rules = Rules.Load(MonitorHost.RulesDirectory).With(sites.Calendar);
            var host = await MonitorHost.StartAsync(settings, time, _ => { }, rules, ct);
            return new DemoRun(sites, host, settings, time);
        }
        catch
        {
            await sites.DisposeAsync();
            throw;
        }
    }

    /// <summary>Registers the invented people, their accounts, and the sources.</summary>
    public async Task RegisterAsync(CancellationToken ct)
    {
        using var admin = Client("");
        await ImportAsync(admin, "/asn/import", _sites.AsnCsv(), ct);
        await ImportAsync(admin, "/account/import", _sites.AccountCsv(), ct);
        await ImportAsync(admin, "/contest/import", _sites.BallotCsv(), ct);
        var accounts = (await admin.GetAsync<Page<Account>>("/account?take=1000", ct)).Items;
        foreach (var news in (Uri[])[_sites.NewsroomFeed, _sites.NewsroomAtom])
        {
            await AddAsync(admin, news, account: null, SourceReads.Page, ct);
        }

        foreach (var (handle, feed) in _sites.AccountFeeds)
        {
            // One feed is a stranger's whose address begins like a registered one: it is read, and laid at nobody's door.
            await AddAsync(admin, feed, accounts.FirstOrDefault(account => account.Handle == handle)?.Id, SourceReads.Entry, ct);
        }
    }

    /// <summary>Waits until every source was checked once, telling how far it is.</summary>
    public async Task CollectAsync(Action<int> checkedSources, CancellationToken ct)
    {
        using var admin = Client("");
        while (true)
        {
            var sources = await admin.GetAsync<List<SourceView>>("/source", ct);
            var done = sources.Count(source => source.LastCheckedAt is not null);
            checkedSources(done);
            if (done == sources.Count)
            {
                return;
            }

            await Task.Delay(Poll, _time, ct);
        }
    }

    /// <summary>The queue as the first analyst sees it, each flag whole.</summary>
    public async Task<List<FlagView>> QueueAsync(CancellationToken ct)
    {
        using var analyst = Client(DemoSettings.FirstAnalyst);
        var flags = new List<FlagView>();
        foreach (var line in (await analyst.GetAsync<QueuePage>("/queue?limit=1000", ct)).Items)
        {
            flags.Add(await analyst.GetAsync<FlagView>($"/queue/{line.Id}", ct));
        }

        return flags;
    }

    /// <summary>
    /// The two analysts read two flags: the strongest one of a registered account is confirmed, the weakest that bears no more than a
    /// name, or else the weakest of all, is dismissed.
    /// </summary>
    public async Task<IReadOnlyList<DecideAnswer>> DecideAsync(IReadOnlyList<FlagView> queue, CancellationToken ct)
    {
        var strongest = queue.Where(flag => flag.Account is not null && flag.SuggestedForms.Count > 0).MaxBy(flag => flag.Score);
        var weakest = queue
            .Where(flag => flag.Id != strongest?.Id)
            .OrderBy(flag => flag.Attribution == Attributed.NameOnly ? 0 : 1)
            .ThenBy(flag => flag.Score)
            .FirstOrDefault();
        var answers = new List<DecideAnswer>();
        foreach (var reader in (string[])[DemoSettings.FirstAnalyst, DemoSettings.SecondAnalyst])
        {
            using var client = Client(reader);
            if (strongest is not null)
            {
                answers.Add(
                    await client.PostAsync<DecideAnswer>(
                        $"/queue/{strongest.Id}/decide",
                        new DecideRequest(
                            Verdict.Confirm,
                            OnlineForm(strongest).Code,
                            null,
                            $"Contoh putusan demo oleh {reader}: teks terang menyatakan keberpihakan, akun terdaftar.",
                            new ParticularsRequest(
                                strongest.Phases[0].Code,
                                (strongest.PublishedAt ?? strongest.FoundAt).ToString("O"),
                                strongest.PublishedAt is null ? "perkiraan" : "cap_waktu_platform",
                                "didaftarkan_sendiri"
                            )
                        ),
                        ct
                    )
                );
            }

            if (weakest is not null)
            {
                answers.Add(
                    await client.PostAsync<DecideAnswer>(
                        $"/queue/{weakest.Id}/decide",
                        new DecideRequest(
                            Verdict.Dismiss,
                            null,
                            "bukan_orangnya",
                            $"Contoh putusan demo oleh {reader}: identitas atau maksud tidak terbukti."
                        ),
                        ct
                    )
                );
            }
        }

        return answers;
    }

    // What the sample accounts do, they do online; a person would pick the form that says so.
    private static FormView OnlineForm(FlagView flag) =>
        flag.SuggestedForms.FirstOrDefault(form => form.Text.Contains("media sosial", StringComparison.OrdinalIgnoreCase))
        ?? flag.SuggestedForms[0];

    /// <summary>Makes a case of each confirmed finding and gives it an invented kajian: nothing leaves without one.</summary>
    public async Task<IReadOnlyList<CaseAnswer>> OpenCasesAsync(IReadOnlyList<DecideAnswer> decided, CancellationToken ct)
    {
        using var lead = Client(DemoSettings.Lead);
        // The western zone's day is never tomorrow in another.
        var now = TimeZoneInfo.ConvertTime(_time.GetUtcNow(), Zones.Jakarta);
        var day = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var cases = new List<CaseAnswer>();
        foreach (var flag in decided.Where(answer => answer.State == FlagState.Confirmed).Select(answer => answer.Flag).Distinct())
        {
            var opened = await lead.PostAsync<CaseAnswer>("/case", new CaseOpenRequest([flag], "Contoh perkara demo"), ct);
            await lead.PostAsync<DoneAnswer>(
                $"/case/{opened.Id}/kajian",
                new CaseEntryRequest($"{opened.Id:000}/DEMO/{day[..4]}", day, null),
                ct
            );
            cases.Add(opened);
        }

        return cases;
    }

    /// <summary>Makes the batch for BKN in the folder.</summary>
    public async Task<DeliveryReport> ExportAsync(string directory, CancellationToken ct)
    {
        using var lead = Client(DemoSettings.Lead);
        return await ExportDelivery.RunAsync(lead, new ExportRequest(null, null, null), new DeliveryFolder(directory), ct);
    }

    /// <summary>What the status screen says at the end.</summary>
    public async Task<StatusView> StatusAsync(CancellationToken ct)
    {
        using var admin = Client("");
        return await admin.GetAsync<StatusView>("/status", ct);
    }

    /// <summary>Pauses every source, because the sites go away with the demo, and walks the audit chain.</summary>
    public async Task<AuditVerdict> CloseAsync(CancellationToken ct)
    {
        using var admin = Client("");
        foreach (var source in await admin.GetAsync<List<SourceView>>("/source", ct))
        {
            await admin.PostAsync<DoneAnswer>($"/source/{source.Id}/pause", null, ct);
        }

        await _host.StopAsync();
        using var database = new Database(new DataFolder(_settings.Get<StorageOptions>()), _settings.Get<StorageOptions>(), readOnly: true);
        return await database.ReadAsync(AuditLog.VerifyAsync, ct);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _sites.DisposeAsync();
    }

    private DaemonClient Client(string actAs) => new(_host.Socket, actAs);

    private static async Task ImportAsync(DaemonClient admin, string path, string csv, CancellationToken ct)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        var report = await admin.PostFileAsync<JsonElement>(path, file, ct);
        if (!report.GetProperty("imported").GetBoolean())
        {
            throw RefusalException.Broken($"Data contoh tidak dapat diimpor: {report}", $"The sample data could not be imported: {report}");
        }
    }

    private static Task<SourceAddAnswer> AddAsync(DaemonClient admin, Uri feed, long? account, string reads, CancellationToken ct) =>
        admin.PostAsync<SourceAddAnswer>("/source", new SourceAddRequest("feed", feed.AbsoluteUri, account, null, "5m", reads), ct);
}
