using Monitor.Worker.Language;

namespace Monitor.Worker.Summaries;

/// <summary>What a circular (surat edaran) of an institution's Sekda needs: counts by unit, the forms that occurred, who has signed, what to remind of.</summary>
/// <param name="Period">The days it counts.</param>
/// <param name="Zone">In which zone they begin.</param>
/// <param name="Instansi">The institution, as the registry writes it.</param>
/// <param name="InstansiCode">BKN's code of it, or empty.</param>
/// <param name="AsOf">The newest change among what is counted; null when there is nothing.</param>
/// <param name="Flagged">Flags about its registered persons.</param>
/// <param name="Confirmed">Of those, confirmed.</param>
/// <param name="ByUnit">By unit (OPD), by name.</param>
/// <param name="ByForm">Confirmed flags by form, in the order of the decree.</param>
/// <param name="PledgesOn">Pledges that hold on this day.</param>
/// <param name="Pledges">Who has signed.</param>
/// <param name="Reminders">Sentences for the circular, made of these figures and of the rules.</param>
internal sealed record Circular(
    Period Period,
    string Zone,
    string Instansi,
    string InstansiCode,
    DateTimeOffset? AsOf,
    Count Flagged,
    Count Confirmed,
    IReadOnlyList<UnitCounts> ByUnit,
    IReadOnlyList<FormCounts> ByForm,
    DateOnly PledgesOn,
    PledgeShare Pledges,
    IReadOnlyList<Sentence> Reminders
);

/// <summary>One unit of the institution.</summary>
/// <param name="Unit">Its name; empty for persons of whom the registry names none.</param>
/// <param name="Flagged">Flags about its persons.</param>
/// <param name="Confirmed">Of those, confirmed.</param>
/// <param name="Pledges">Who of it has signed.</param>
internal sealed record UnitCounts(string Unit, Count Flagged, Count Confirmed, PledgeShare Pledges);
