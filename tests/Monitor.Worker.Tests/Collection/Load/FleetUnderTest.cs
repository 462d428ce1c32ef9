using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Audit;
using Monitor.Worker.Ballots;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Feeds;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using IntakeRoom = Monitor.Worker.Intake.Intake;

namespace Monitor.Worker.Tests.Collection.Load;

/// <summary>A collector as the daemon has it, its store on disk, and a fleet of feeds that it watches.</summary>
internal sealed class FleetUnderTest : IAsyncDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    private FleetUnderTest(TimeProvider time, CollectionOptions options, FeedFleet fleet)
    {
        (Time, Options, Fleet) = (time, options, fleet);
        options.AllowedPrivateHosts = fleet.Hosts;
    }

    public static TimeSpan Every { get; } = TimeSpan.FromMinutes(15);

    public TimeProvider Time { get; }
    public CollectionOptions Options { get; }
    public FeedFleet Fleet { get; }
    public Database Database { get; private set; } = null!;
    public SourceStore Sources { get; private set; } = null!;
    public Collector Collector { get; private set; } = null!;
    public ListLogger<Collector> Log { get; } = new();

    /// <summary>Starts the fleet and registers every feed of it.</summary>
    public static async Task<FleetUnderTest> StartAsync(int feeds, TimeProvider time, CollectionOptions options, bool withSlowOnes)
    {
        var test = new FleetUnderTest(time, options, await FeedFleet.StartAsync(feeds, time, withSlowOnes));
        var folder = new DataFolder(new StorageOptions { Directory = test._temp["data"] });
        test.Database = await Spine.OpenSqliteAsync(folder, time);
        var audit = new AuditLog(time);
        test.Sources = new SourceStore(test.Database, audit, options, time);
        var gate = new WebGate(options, new HostPacing(test.Database, options, time), time);
        var intake = new IntakeRoom(
            test.Database,
            new EvidenceStore(folder, test.Database, new EvidenceOptions(), time),
            new FlagStore(audit, new Turns(new ReviewOptions())),
            new Attributor(test.Database, new Attributions(test.Database, Models.Rules.Regions)),
            Models.Classifier,
            new BlindClassifier(
                Models.Classifier,
                new BallotStore(test.Database, new BallotImport(Models.Rules), audit, time),
                test.Database
            ),
            new Monitor.Worker.Sampling.SampleDraw(
                new EphemeralDataProtectionProvider(),
                new Monitor.Worker.Review.DrawKey(new EphemeralDataProtectionProvider()),
                new Monitor.Worker.Sampling.SamplingOptions()
            ),
            Models.Rules,
            new IntakeOptions(),
            time
        );
        test.Collector = new Collector(
            test.Sources,
            new SetbackStore(test.Database, time),
            new SourceReaders([new FeedReader(gate)]),
            new PageReader(gate, new ArticleExtractor(), options),
            intake,
            new Timetable(Models.Rules, options),
            new Brake(test.Database, options, time, NullLogger<Brake>.Instance),
            options,
            time,
            test.Log
        );
        foreach (var (url, _) in test.Fleet.Feeds)
        {
            await test.Sources.AddAsync(Some.Source(url, reads: SourceReads.Entry), Some.Admin, default);
        }

        return test;
    }

    /// <summary>
    /// Of every good feed the moments at which it was asked, in order, and how far each lies behind the beat that the first one set.
    /// </summary>
    public List<(string Url, List<TimeSpan> Lateness)> LatenessOfGoodFeeds()
    {
        var asked = Fleet.Requests.ToLookup(request => request.Url, request => request.Came, StringComparer.Ordinal);
        return
        [
            .. Fleet
                .Feeds.Where(feed => feed.Conduct is Conduct.Fresh or Conduct.Same)
                .Select(feed =>
                {
                    var times = asked[feed.Url].Order().ToList();
                    return (feed.Url, times.Select((at, i) => at - times[0] - (Every * i)).ToList());
                }),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        Database.Dispose();
        _temp.Dispose();
    }
}
