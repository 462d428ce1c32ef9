using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>A stage of a contest. Its class says under which law an act on one of its days falls.</summary>
/// <param name="Code">For example <c>kampanye</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="From">First day, local.</param>
/// <param name="To">Last day, local, included.</param>
/// <param name="Class">Code of ethics before the candidates are fixed, discipline after.</param>
/// <param name="Mark">How sure the dates are.</param>
internal sealed record Phase(string Code, Sentence Name, DateOnly From, DateOnly To, ViolationClass Class, Surety Mark)
{
    /// <summary>Whether this day is within it.</summary>
    public bool Covers(DateOnly day) => day >= From && day <= To;
}

/// <summary>The stages of one contest and where it is held.</summary>
/// <param name="Code">For example <c>pilkada-2024</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Track">Which time limits apply: <c>pemilu</c> or <c>pilkada</c>.</param>
/// <param name="Regions">Region codes, or <c>*</c> for the whole country. A province covers its regencies and cities.</param>
/// <param name="Phases">Its stages by date, without overlap.</param>
/// <param name="Note">What to know about it.</param>
/// <param name="Sources">Where it was read.</param>
internal sealed record ElectionCalendar(
    string Code,
    Sentence Name,
    string Track,
    IReadOnlyList<string> Regions,
    IReadOnlyList<Phase> Phases,
    Sentence? Note,
    IReadOnlyList<Uri> Sources
)
{
    /// <summary>Stands for the whole country in <see cref="Regions"/>.</summary>
    public const string Everywhere = "*";

    /// <summary>Whether people of this region take part. A person without a region (a central institution) takes part in national contests only.</summary>
    public bool IsHeldIn(string? region) => Regions.Any(held => held == Everywhere || (region is not null && Region.Covers(held, region)));

    /// <summary>The stage on this day, or null.</summary>
    public Phase? On(DateOnly day) => Phases.FirstOrDefault(phase => phase.Covers(day));

    /// <summary>Reads <c>phases.json</c>.</summary>
    public static IReadOnlyList<ElectionCalendar> ReadAll(RuleEntry file)
    {
        file.Sentence("note");
        var contests = file.Entries("contests", "code").Select(ReadOne).ToList();
        file.Close();
        return contests;
    }

    private static ElectionCalendar ReadOne(RuleEntry entry)
    {
        var contest = new ElectionCalendar(
            entry.Text("code"),
            entry.Sentence("name"),
            entry.Text("track"),
            entry.Texts("regions"),
            [.. entry.Entries("phases", "code").Select(ReadPhase)],
            entry.OptionalSentence("note"),
            entry.Sources("sources")
        );
        foreach (var (earlier, later) in contest.Phases.Zip(contest.Phases.Skip(1)))
        {
            if (later.From <= earlier.To)
            {
                entry.Wrong(
                    later.Code,
                    new Sentence($"harus mulai sesudah {earlier.Code} berakhir", $"must begin after {earlier.Code} ends"),
                    $"{later.From:yyyy-MM-dd}"
                );
            }

            if (later.Class < earlier.Class)
            {
                entry.Wrong(
                    later.Code,
                    new Sentence("tidak boleh kembali ke kode_etik setelah disiplin", "must not go back to kode_etik after disiplin")
                );
            }
        }

        entry.Close();
        return contest;
    }

    private static Phase ReadPhase(RuleEntry entry)
    {
        var phase = new Phase(
            entry.Text("code"),
            entry.Sentence("name"),
            entry.Date("from"),
            entry.Date("to"),
            entry.OneOf("class", RuleWords.Classes),
            entry.OneOf("mark", RuleWords.Sureties)
        );
        if (phase.To < phase.From)
        {
            entry.Wrong("to", new Sentence("tidak boleh mendahului from", "must not be before from"), $"{phase.To:yyyy-MM-dd}");
        }

        entry.Close();
        return phase;
    }
}

/// <summary>A stage together with the contest that it belongs to.</summary>
/// <param name="Contest">The contest.</param>
/// <param name="Phase">Its stage.</param>
internal sealed record ContestPhase(ElectionCalendar Contest, Phase Phase)
{
    /// <summary>Both codes, as a verdict names them: <c>pilkada-2024:kampanye</c>.</summary>
    public string Name => $"{Contest.Code}:{Phase.Code}";
}
