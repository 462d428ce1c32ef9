using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Accuracy;
using Monitor.Worker.Privacy;
using Monitor.Worker.Registry;
using Monitor.Worker.Summaries;

namespace Monitor.Worker.Tests.Summaries;

/// <summary>The nouns that make summaries, on a real store.</summary>
public abstract class SummaryRoom : Spine
{
    private readonly EphemeralDataProtectionProvider _protection = new();

    internal static Period October { get; } = Period.Parse("2024-10");

    internal Pledges Pledges
    {
        get
        {
            var vault = new NipVault(_protection, Folder);
            return new Pledges(
                Database,
                vault,
                new PersonStatuses(Database, vault, AuditLog, Models.Rules, Time),
                AuditLog,
                Models.Rules,
                new PledgeImport(Time),
                Time
            );
        }
    }

    internal Summarizer Summarizer =>
        new(
            Database,
            Models.Rules,
            Sources,
            Setbacks,
            Timetable,
            CollectionSettings,
            new TruthWatch(Database, Models.Classifier, new PrivacyOptions(), Time),
            Pledges,
            Time
        );

    internal Circulars Circulars => new(Database, Models.Rules, Pledges, Time);

    internal Task<Summary> SummaryAsync(params string[] regions) => Summarizer.MakeAsync(October, new Reach(regions), default);

    internal Task<Circular> CircularAsync(string instansi = SummaryWorld.InstansiCode) =>
        Circulars.MakeAsync(October, instansi, null, default);

    /// <summary>Fills the store and turns the clock to a day in November.</summary>
    internal async Task FillAsync(int flags = 700)
    {
        await SummaryWorld.FillAsync(Database, flags);
        Time.Advance(new DateTimeOffset(2024, 11, 20, 3, 0, 0, TimeSpan.Zero) - Time.GetUtcNow());
    }
}
