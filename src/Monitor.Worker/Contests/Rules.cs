using Monitor.Classifier;

namespace Monitor.Worker.Contests;

/// <summary>What the law says, as data: forms of violation, sanctions, time limits, holidays, grounds, phases and regions. Immutable.</summary>
/// <remarks>The law changes; these files change with it, and the program does not.</remarks>
internal sealed class Rules
{
    private readonly Dictionary<string, ViolationForm> newestForms;
    private readonly Dictionary<string, Sanction> sanctionsByCode;
    private readonly Dictionary<string, Ground> groundsByCode;
    private readonly Dictionary<string, Region> regionsByCode;

    /// <summary>Takes what <see cref="RulesFolder"/> has checked: codes are unique and every reference resolves.</summary>
    public Rules(
        IReadOnlyList<ViolationForm> forms,
        IReadOnlyList<Sanction> sanctions,
        IReadOnlyList<Ground> grounds,
        ParticularsRules particulars,
        IReadOnlyList<StatusKind> statuses,
        IReadOnlyList<ElectionCalendar> contests,
        IReadOnlyList<Region> regions,
        Holidays holidays,
        Deadlines deadlines
    )
    {
        Forms = forms;
        Sanctions = sanctions;
        Grounds = grounds;
        Particulars = particulars;
        Statuses = statuses;
        Contests = contests;
        Regions = regions;
        Holidays = holidays;
        Deadlines = deadlines;
        newestForms = forms.GroupBy(form => form.Code).ToDictionary(same => same.Key, same => same.MaxBy(form => form.ValidFrom)!);
        sanctionsByCode = sanctions.ToDictionary(sanction => sanction.Code);
        groundsByCode = grounds.ToDictionary(ground => ground.Code);
        regionsByCode = regions.ToDictionary(region => region.Code);
    }

    /// <summary>Every form, in the order of the decree.</summary>
    public IReadOnlyList<ViolationForm> Forms { get; }

    /// <summary>Every sanction level, lightest first.</summary>
    public IReadOnlyList<Sanction> Sanctions { get; }

    /// <summary>Every ground for dismissing a flag.</summary>
    public IReadOnlyList<Ground> Grounds { get; }

    /// <summary>What a confirmation names beside its form.</summary>
    public ParticularsRules Particulars { get; }

    /// <summary>What can hold of a person and change how an act is judged.</summary>
    public IReadOnlyList<StatusKind> Statuses { get; }

    /// <summary>Every contest with its phases.</summary>
    public IReadOnlyList<ElectionCalendar> Contests { get; }

    /// <summary>Every region, by code.</summary>
    public IReadOnlyList<Region> Regions { get; }

    /// <summary>The free days.</summary>
    public Holidays Holidays { get; }

    /// <summary>The time limits.</summary>
    public Deadlines Deadlines { get; }

    /// <summary>Loads and cross-checks a rules folder.</summary>
    /// <exception cref="RulesRefusedException">Anything is wrong; it lists everything at once.</exception>
    public static Rules Load(string directory) => RulesFolder.Read(directory);

    /// <summary>The same rules with one more contest, or with the contest of that code replaced.</summary>
    public Rules With(ElectionCalendar contest) =>
        new(
            Forms,
            Sanctions,
            Grounds,
            Particulars,
            Statuses,
            [.. Contests.Where(known => known.Code != contest.Code), contest],
            Regions,
            Holidays,
            Deadlines
        );

    /// <summary>The newest version of the form of this code, or null.</summary>
    public ViolationForm? Form(string code) => newestForms.GetValueOrDefault(code);

    /// <summary>The form of this code as it holds on this day, or null.</summary>
    public ViolationForm? Form(string code, DateOnly on) => FormsInForce(on).FirstOrDefault(form => form.Code == code);

    /// <summary>The forms that hold on this day.</summary>
    public IEnumerable<ViolationForm> FormsInForce(DateOnly on) => Forms.Where(form => form.InForce(on));

    /// <summary>The forms worth suggesting for a text with this label on this day in this region. A suggestion for a person, never a finding.</summary>
    /// <remarks>Without a contest on that day nothing is suggested: the class of an act follows from the phase.</remarks>
    public IReadOnlyList<ViolationForm> Suggest(Label label, DateOnly on, string? region)
    {
        var classes = PhasesOn(on, region).Select(found => found.Phase.Class).ToHashSet();
        return [.. FormsInForce(on).Where(form => form.Labels.Contains(label) && form.Phases.Any(classes.Contains))];
    }

    /// <summary>The sanction level of this code, or null.</summary>
    public Sanction? Sanction(string code) => sanctionsByCode.GetValueOrDefault(code);

    /// <summary>The ground of this code, or null.</summary>
    public Ground? Ground(string code) => groundsByCode.GetValueOrDefault(code);

    /// <summary>The status of this code, or null.</summary>
    public StatusKind? Status(string code) => Statuses.FirstOrDefault(kind => kind.Code == code);

    /// <summary>The region of this code, or null.</summary>
    public Region? Region(string code) => regionsByCode.GetValueOrDefault(code);

    /// <summary>Whether there is a region of this code.</summary>
    public bool IsRegion(string code) => regionsByCode.ContainsKey(code);

    /// <summary>The region's time zone; WIB when it is not known.</summary>
    public TimeZoneInfo ZoneOf(string? region) =>
        region is not null && regionsByCode.TryGetValue(region, out var known) ? known.Zone : Zones.Jakarta;

    /// <summary>Every phase that runs on this local day in this region, discipline first, then the one that began last.</summary>
    public IReadOnlyList<ContestPhase> PhasesOn(DateOnly day, string? region) =>
        [
            .. Contests
                .Where(contest => contest.IsHeldIn(region))
                .Select(contest => (Contest: contest, Phase: contest.On(day)))
                .Where(found => found.Phase is not null)
                .Select(found => new ContestPhase(found.Contest, found.Phase!))
                .OrderByDescending(found => found.Phase.Class)
                .ThenByDescending(found => found.Phase.From),
        ];

    /// <summary>The phase that decides the class on this local day in this region, or null when no contest runs.</summary>
    public ContestPhase? PhaseOn(DateOnly day, string? region) => PhasesOn(day, region).FirstOrDefault();

    /// <summary>The local day of a moment in a region.</summary>
    public DateOnly DayIn(DateTimeOffset moment, string? region) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, ZoneOf(region)).DateTime);

    /// <summary>Last day on which what was found at this moment can become a finding.</summary>
    public Due DueFor(string track, DateTimeOffset foundAt, TimeZoneInfo zone) => Deadlines.DueFor(track, "temuan", foundAt, zone);

    /// <summary>When a step is due if its clock started at this moment.</summary>
    public Due DueFor(string track, string step, DateTimeOffset from, TimeZoneInfo zone) => Deadlines.DueFor(track, step, from, zone);
}
