using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Audit;
using Monitor.Worker.Ballots;
using Monitor.Worker.Collection;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;
using IntakeRoom = Monitor.Worker.Intake.Intake;

namespace Monitor.Worker.Tests;

/// <summary>
/// The nouns of the spine on a real store in a temporary folder, without a daemon around them. A suite is abstract and runs once on each
/// kind of store, in a thin subclass.
/// </summary>
public abstract class Spine : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private readonly EphemeralDataProtectionProvider _protection = new();

    internal ManualTime Time { get; } = new(Some.Moment);
    internal DataFolder Folder { get; private set; } = null!;
    internal Database Database { get; private set; } = null!;
    internal CollectionOptions CollectionSettings { get; } = new() { PerHostInterval = TimeSpan.Zero };
    internal IntakeOptions IntakeSettings { get; } = new() { Threshold = "0" };
    internal ReviewOptions ReviewSettings { get; } = new() { DismissalSecondReadingShare = 0 };

    internal AuditLog AuditLog => new(Time);
    internal SourceStore Sources => new(Database, AuditLog, CollectionSettings, Time);
    internal Timetable Timetable => new(Models.Rules, CollectionSettings);
    internal SetbackStore Setbacks => new(Database, Time);
    internal Quarantine Quarantine => new(Database, AuditLog, Time);
    internal EvidenceOptions EvidenceSettings { get; } = new();

    internal EvidenceStore EvidenceStore => new(Folder, Database, EvidenceSettings, Time);
    internal FlagStore Flags => new(AuditLog, new Turns(ReviewSettings));
    internal BallotStore Ballots => new(Database, new BallotImport(Models.Rules), AuditLog, Time);
    internal BlindClassifier Blind => new(Models.Classifier, Ballots, Database);
    internal Queue Queue => new(Database, ReviewSettings, Time);
    internal Decisions Decisions => new(Database, AuditLog, Models.Rules, DrawKey, ReviewSettings, Time);
    internal DrawKey DrawKey => new(_protection);
    internal SamplingOptions SamplingSettings { get; } =
        new()
        {
            NearShare = 0,
            AccountShare = 0,
            RestShare = 0,
        };
    internal SampleDraw Draw => new(_protection, DrawKey, SamplingSettings);
    internal IntakeRoom IntakeRoom =>
        new(
            Database,
            EvidenceStore,
            Flags,
            new Attributor(Database, new Attributions(Database, Models.Rules.Regions)),
            Models.Classifier,
            Blind,
            Draw,
            Models.Rules,
            IntakeSettings,
            Time
        );

    /// <summary>Opens the store in its current schema.</summary>
    internal abstract Task<Database> OpenAsync(DataFolder folder);

    public virtual async ValueTask InitializeAsync()
    {
        Folder = new DataFolder(new StorageOptions { Directory = _temp["data"] });
        Database = await OpenAsync(Folder);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Null where a store is not to be had and the test is skipped.
        Database?.Dispose();
        await PostgreSqlServer.DropAsync(Folder);
        _temp.Dispose();
    }

    /// <summary>SQLite in its current schema.</summary>
    internal static async Task<Database> OpenSqliteAsync(DataFolder folder, TimeProvider time)
    {
        var database = new Database(folder, new StorageOptions { Durability = Durability.Normal, BusyTimeout = TimeSpan.FromMinutes(5) });
        await new Migrations(database, folder, time).ApplyAsync(default);
        return database;
    }

    internal Task<T?> ScalarAsync<T>(string sql, object? arguments = null) =>
        Database.ReadAsync(session => session.ScalarAsync<T>(sql, arguments), default);

    internal Task<List<T>> ListAsync<T>(string sql) => Database.ReadAsync(session => session.ListAsync<T>(sql), default);

    internal Task ExecuteAsync(string sql, object? arguments = null) =>
        Database.WriteAsync(session => session.ExecuteAsync(sql, arguments), default);

    internal Task<long> CountAsync(string table) => ScalarAsync<long>($"SELECT COUNT(*) FROM {table}");

    /// <summary>The registered account of an institution, or of a person.</summary>
    internal Task<long> AddAccountAsync(string handle, string region = "", long? asn = null) =>
        Database.WriteAsync(
            session =>
                session.ScalarAsync<long>(
                    """
                    INSERT INTO account (asn_id, platform, handle, url, url_key, basis, region_code, registered_by, registered_at)
                    VALUES (@asn, 'mastodon', @handle, @url, @url, 'official', @region, 'admin-uji', 0) RETURNING id
                    """,
                    new
                    {
                        asn,
                        handle,
                        url = $"https://sosial.example/@{handle}",
                        region,
                    }
                ),
            default
        );

    /// <summary>A registered person of an institution.</summary>
    internal Task<long> AddPersonAsync(string instansi, string region = "") =>
        Database.WriteAsync(
            session =>
                session.ScalarAsync<long>(
                    """
                    INSERT INTO asn (nip_protected, nip_index, kind, name, name_key, instansi, region_code, created_at, updated_at)
                    VALUES ('-', @key, 'pns', 'Ratna Wulandari', 'ratna wulandari', @instansi, @region, 0, 0) RETURNING id
                    """,
                    new
                    {
                        key = Guid.NewGuid().ToString("N"),
                        instansi,
                        region,
                    }
                ),
            default
        );

    internal Task<long> AddSourceAsync(string url = "https://kabar.example/rss", long? account = null) =>
        Sources.AddAsync(Some.Source(url, account), Some.Admin, default);

    /// <summary>Opens a flag as intake does; due after the given time.</summary>
    internal async Task<long> OpenFlagAsync(
        string? region = null,
        TimeSpan? due = null,
        double score = 0.9,
        long? person = null,
        string text = "Ayo pilih nomor dua",
        long? source = null,
        long? account = null
    )
    {
        source ??= await ScalarAsync<long?>("SELECT MIN(id) FROM source") ?? await AddSourceAsync();
        return await Database.WriteAsync(
            async session =>
            {
                var native = Guid.NewGuid().ToString("N");
                var item = await ItemStore.InsertAsync(
                    session,
                    new ItemRow
                    {
                        SourceId = source.Value,
                        NativeId = native,
                        AuthorKey = "news",
                        Fingerprint = native,
                        SeenAt = Time.GetUtcNow(),
                    }
                );
                var capture = await EvidenceStore.RecordAsync(session, new string('a', 64), Some.Capture());
                return await Flags.OpenAsync(
                    session,
                    new NewFlag
                    {
                        ItemId = item,
                        SourceId = source.Value,
                        Label = "dukungan",
                        Score = score,
                        Probabilities = [score, 0, 0, 0, 1 - score],
                        Model = "uji",
                        Reasons = [],
                        Title = "",
                        Text = text,
                        Url = null,
                        PublishedAt = null,
                        FoundAt = Time.GetUtcNow(),
                        DueAt = Time.GetUtcNow() + (due ?? TimeSpan.FromDays(7)),
                        DueRule = "uji",
                        Attribution = person is null ? Attributed.Nobody : Attributed.Named,
                        AccountId = account,
                        AsnId = person,
                        AttributionEvidence = "{}",
                        RegionCode = region,
                        SuggestedForms = ["D-6"],
                        EvidenceId = capture,
                    },
                    Actor.Daemon("uji")
                );
            },
            default
        );
    }

    internal Task<FlagRow?> FlagAsync(long id) => Database.ReadAsync(session => FlagStore.FindAsync(session, id), default);

    internal Task<AuditVerdict> VerifyAsync() => Database.ReadAsync(AuditLog.VerifyAsync, default);
}
