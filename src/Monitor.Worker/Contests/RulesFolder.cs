using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>Reads the rules folder, file by file, and checks the files against each other.</summary>
internal static class RulesFolder
{
    /// <summary>Loads and cross-checks a rules folder.</summary>
    /// <exception cref="RulesRefusedException">Anything is wrong; it lists everything at once.</exception>
    public static Rules Read(string directory)
    {
        var problems = new List<RuleProblem>();
        var forms = ViolationForm.ReadAll(RuleFile.Open(directory, "violations.json", problems));
        var sanctions = Sanction.ReadAll(RuleFile.Open(directory, "sanctions.json", problems));
        var grounds = Ground.ReadAll(RuleFile.Open(directory, "grounds.json", problems));
        var statuses = StatusKind.ReadAll(RuleFile.Open(directory, "statuses.json", problems));
        var particulars = ParticularsRules.Read(RuleFile.Open(directory, "particulars.json", problems));
        var holidays = Holidays.Read(RuleFile.Open(directory, "holidays.json", problems));
        var deadlines = Deadlines.Read(RuleFile.Open(directory, "deadlines.json", problems), holidays);
        var contests = ElectionCalendar.ReadAll(RuleFile.Open(directory, "phases.json", problems));
        var regions = Region.ReadAll(directory, problems);

        Unique("violations.json", forms.Select(form => $"{form.Code} {form.ValidFrom:yyyy-MM-dd}"), problems);
        Unique("sanctions.json", sanctions.Select(sanction => sanction.Code), problems);
        Unique("grounds.json", grounds.Select(ground => ground.Code), problems);
        Unique("particulars.json", particulars.EventTimes.Concat(particulars.OwnershipChecks).Select(choice => choice.Code), problems);
        Unique("holidays.json", holidays.All.Select(holiday => $"{holiday.Date:yyyy-MM-dd} {holiday.Kind}"), problems);
        Unique("deadlines.json", deadlines.All.Select(limit => $"{limit.Track}/{limit.Step}/{limit.ValidFrom:yyyy-MM-dd}"), problems);
        Unique("phases.json", contests.Select(contest => contest.Code), problems);
        Unique("regions.csv", regions.Select(region => region.Code), problems);
        Unique("statuses.json", statuses.Select(kind => kind.Code), problems);
        foreach (var kind in statuses)
        {
            Known($"{kind.Code}.forms", kind.Forms, forms.Select(form => form.Code), "violations.json", problems);
            Known($"{kind.Code}.grounds", kind.Grounds, grounds.Select(ground => ground.Code), "grounds.json", problems);
        }

        CrossCheck(forms, sanctions, deadlines, contests, regions, problems);

        return problems.Count == 0
            ? new Rules(forms, sanctions, grounds, particulars, statuses, contests, regions, holidays, deadlines)
            : throw new RulesRefusedException(problems);
    }

    private static void Unique(string file, IEnumerable<string> codes, List<RuleProblem> problems)
    {
        foreach (var twice in codes.Where(code => code.Length > 0).CountBy(code => code).Where(counted => counted.Value > 1))
        {
            problems.Add(
                new RuleProblem(file, twice.Key, new Sentence("hanya boleh ada sekali", "must be there once only"), $"{twice.Value}")
            );
        }
    }

    private static void Known(string place, IReadOnlyList<string> named, IEnumerable<string> known, string file, List<RuleProblem> problems)
    {
        foreach (var unknown in named.Except(known))
        {
            problems.Add(new RuleProblem("statuses.json", place, new Sentence($"harus ada pada {file}", $"must be in {file}"), unknown));
        }
    }

    private static void CrossCheck(
        IReadOnlyList<ViolationForm> forms,
        IReadOnlyList<Sanction> sanctions,
        Deadlines deadlines,
        IReadOnlyList<ElectionCalendar> contests,
        IReadOnlyList<Region> regions,
        List<RuleProblem> problems
    )
    {
        foreach (var versions in forms.GroupBy(form => form.Code))
        {
            var ordered = versions.OrderBy(form => form.ValidFrom).ToList();
            foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
            {
                if (earlier.ValidFrom != later.ValidFrom && earlier.InForce(later.ValidFrom))
                {
                    problems.Add(
                        new RuleProblem(
                            "violations.json",
                            $"{earlier.Code}.validTo",
                            new Sentence(
                                $"harus mendahului versi yang berlaku mulai {later.ValidFrom:yyyy-MM-dd}",
                                $"must be before the version that holds from {later.ValidFrom:yyyy-MM-dd}"
                            ),
                            $"{earlier.ValidTo:yyyy-MM-dd}"
                        )
                    );
                }
            }
        }

        var levels = sanctions.Select(sanction => sanction.Code).ToHashSet();
        foreach (var form in forms)
        {
            foreach (var level in form.Sanctions.Where(level => !levels.Contains(level)))
            {
                problems.Add(
                    new RuleProblem(
                        "violations.json",
                        $"{form.Code}.sanctions",
                        new Sentence("harus ada pada sanctions.json", "must be in sanctions.json"),
                        level
                    )
                );
            }
        }

        var tracks = deadlines.All.Where(limit => limit.Step == "temuan").Select(limit => limit.Track).ToHashSet();
        var codes = regions.Select(region => region.Code).ToHashSet();
        foreach (var contest in contests)
        {
            if (!tracks.Contains(contest.Track))
            {
                problems.Add(
                    new RuleProblem(
                        "phases.json",
                        $"{contest.Code}.track",
                        new Sentence("harus punya batas temuan pada deadlines.json", "must have a limit for temuan in deadlines.json"),
                        contest.Track
                    )
                );
            }

            foreach (var region in contest.Regions.Where(region => region != ElectionCalendar.Everywhere && !codes.Contains(region)))
            {
                problems.Add(
                    new RuleProblem(
                        "phases.json",
                        $"{contest.Code}.regions",
                        new Sentence("harus ada pada regions.csv", "must be in regions.csv"),
                        region
                    )
                );
            }
        }
    }
}
