using Monitor.Worker.Accuracy;
using Monitor.Worker.Language;

namespace Monitor.Worker.Summaries;

/// <summary>What happened in a period, as counts. It names no person, no account and no source, and small counts are kept back.</summary>
/// <param name="Period">The days it counts.</param>
/// <param name="Zone">In which zone they begin: WIB, WITA or WIT.</param>
/// <param name="Regions">The regions it covers; empty for the whole country.</param>
/// <param name="AsOf">The newest change among what is counted, in that zone; null when there is nothing.</param>
/// <param name="Funnel">From what was collected to what was confirmed.</param>
/// <param name="Outcomes">What became of the flags.</param>
/// <param name="Deadlines">How the flags stand against their time limit.</param>
/// <param name="Trend">The flags over time.</param>
/// <param name="ByRegion">By province, or by kabupaten and kota when one province is covered.</param>
/// <param name="IsByProvince">Which of the two.</param>
/// <param name="ByForm">Confirmed flags by form of violation.</param>
/// <param name="ByPlatform">By kind of source and platform.</param>
/// <param name="Reading">How the work was shared, and how far readers agree.</param>
/// <param name="Models">How right each model was, over the whole country.</param>
/// <param name="Pledges">Who has signed.</param>
/// <param name="Sources">How the sources fare now.</param>
internal sealed record Summary(
    Period Period,
    string Zone,
    IReadOnlyList<NamedRegion> Regions,
    DateTimeOffset? AsOf,
    FunnelCounts Funnel,
    OutcomeCounts Outcomes,
    DeadlineCounts Deadlines,
    IReadOnlyList<TrendCounts> Trend,
    IReadOnlyList<RegionCounts> ByRegion,
    bool IsByProvince,
    IReadOnlyList<FormCounts> ByForm,
    IReadOnlyList<PlatformCounts> ByPlatform,
    ReadingCounts Reading,
    IReadOnlyList<ModelFigures> Models,
    PledgeCounts Pledges,
    SourceCounts Sources
);

/// <summary>A region by code and name.</summary>
internal sealed record NamedRegion(string Code, string Name);

/// <summary>From what was collected to what was confirmed; all but the first are flags found in the period.</summary>
/// <param name="Collected">Texts and entries taken in.</param>
/// <param name="Flagged">Flags.</param>
/// <param name="Read">Of those, with a verdict of at least one person.</param>
/// <param name="Confirmed">Of those, confirmed in the end.</param>
internal sealed record FunnelCounts(Count Collected, Count Flagged, Count Read, Count Confirmed);

/// <summary>What became of the flags; the three add up to all of them.</summary>
internal sealed record OutcomeCounts(Count Confirmed, Count Dismissed, Count Waiting);

/// <summary>How the flags stand against their time limit; the three add up to all of them.</summary>
/// <param name="Met">Closed in time.</param>
/// <param name="Missed">Closed late, or open after their time.</param>
/// <param name="Running">Open, with time left.</param>
internal sealed record DeadlineCounts(Count Met, Count Missed, Count Running);

/// <summary>Flags found in a part of the period.</summary>
internal sealed record TrendCounts(Period Period, Count Flagged, Count Confirmed);

/// <summary>Flags of a region; the empty code stands for flags without one.</summary>
internal sealed record RegionCounts(string Code, string Name, Count Flagged, Count Confirmed);

/// <summary>Confirmed flags of a form; the empty code stands for those that name none.</summary>
/// <param name="Code">Of the form.</param>
/// <param name="Name">Its short name; null without a form.</param>
/// <param name="Class">Kode etik or disiplin; null without a form.</param>
/// <param name="Confirmed">How many.</param>
internal sealed record FormCounts(string Code, Sentence? Name, string? Class, Count Confirmed);

/// <summary>Texts and flags of a kind of source on a platform.</summary>
/// <param name="Kind">Kind of source, for example <c>feed</c> or <c>report</c>.</param>
/// <param name="Platform">The platform of the account behind it; empty for none.</param>
/// <param name="Collected">Taken in.</param>
/// <param name="Flagged">Flags.</param>
/// <param name="Confirmed">Confirmed flags.</param>
internal sealed record PlatformCounts(string Kind, string Platform, Count Collected, Count Flagged, Count Confirmed);

/// <summary>The reading of a period.</summary>
/// <param name="Verdicts">Verdicts given in the period.</param>
/// <param name="ByReader">Of each reader, most first: no name, and the place in this list is no one's for longer than this list.</param>
/// <param name="ReadTwice">Flags of the period whose first verdict was followed by a second reader's.</param>
/// <param name="Kappa">Their agreement beyond chance; null when there are too few.</param>
internal sealed record ReadingCounts(Count Verdicts, IReadOnlyList<Count> ByReader, Count ReadTwice, Estimate? Kappa);

/// <summary>How right a model was on what it flagged and on a sample of what it did not flag.</summary>
/// <param name="Model">Its version.</param>
/// <param name="Decided">Flags of it that were decided.</param>
/// <param name="Confirmed">Of those, confirmed.</param>
/// <param name="SamplesRead">Unflagged texts that were read blind.</param>
/// <param name="Precision">Null when too few were decided, or when it would tell a count that is kept back.</param>
/// <param name="Recall">Null when precision is, or when too few samples were read.</param>
internal sealed record ModelFigures(string Model, Count Decided, Count Confirmed, long SamplesRead, Estimate? Precision, Estimate? Recall);

/// <summary>Who has signed the neutrality pledge.</summary>
/// <param name="On">Pledges that hold on this day.</param>
/// <param name="All">Everybody.</param>
/// <param name="ByInstansi">By institution, by name.</param>
internal sealed record PledgeCounts(DateOnly On, PledgeShare All, IReadOnlyList<PledgeShare> ByInstansi);

/// <summary>Those who signed in one place.</summary>
/// <param name="Name">The institution or the unit.</param>
/// <param name="Registered">Registered persons in service.</param>
/// <param name="Signed">Of those, with a pledge that holds.</param>
/// <param name="Unsigned">Without one.</param>
/// <param name="FirstSigned">Oldest day of signing; null when the count of those who signed is kept back or 0.</param>
/// <param name="LastSigned">Newest one.</param>
/// <param name="FirstEnd">When the first of the pledges ends; null when none has an end.</param>
internal sealed record PledgeShare(
    string Name,
    Count Registered,
    Count Signed,
    Count Unsigned,
    string? FirstSigned,
    string? LastSigned,
    string? FirstEnd
);

/// <summary>How the sources fare at the moment the summary is made. Sources are no persons: nothing is kept back.</summary>
/// <param name="ByKind">By kind.</param>
/// <param name="Quarantined">Entries that were set aside.</param>
internal sealed record SourceCounts(IReadOnlyList<SourceKindCounts> ByKind, long Quarantined);

/// <summary>Sources of one kind by how they fare.</summary>
internal sealed record SourceKindCounts(string Kind, long Green, long Yellow, long Red, long Paused, long New, long Refused)
{
    /// <summary>All of them.</summary>
    public long Total => Green + Yellow + Red + Paused + New + Refused;
}
