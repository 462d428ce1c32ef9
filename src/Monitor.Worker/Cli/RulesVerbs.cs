using System.CommandLine;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor rules</c>: the law as the program knows it, from its files; no daemon needed.</summary>
internal static class RulesVerbs
{
    public static Command Build(Verbs verbs)
    {
        var folder = verbs.Option(
            "--folder",
            "Folder yang diperiksa; bawaan: yang dipakai program.",
            "The folder to check; default: the one that the program uses.",
            MonitorHost.RulesDirectory
        );
        var kinds = string.Join(", ", RuleLines.Kinds);
        var kind = verbs.Option<string?>("--kind", $"Hanya jenis ini: {kinds}.", $"Only this kind: {kinds}.");
        var conflicts = verbs.Option<bool>("--conflicts", "Hanya yang sumbernya berbeda.", "Only those whose sources disagree.");
        var code = verbs.Argument<string>(
            "CODE",
            "Kode dari 'rules list', mis. D-8, pemilu:laporan, pilkada-2024, berat, 2024.",
            "A code of 'rules list', for example D-8, pemilu:laporan, pilkada-2024, berat, 2024."
        );
        return verbs.Group(
            "rules",
            "Hukum sebagai data: bentuk pelanggaran, sanksi, batas waktu, tahapan, hari libur, dasar penolakan.",
            "The law as data: forms of violation, sanctions, time limits, phases, holidays, grounds of dismissal.",
            verbs.Of(
                "list",
                "Semua aturan dengan kodenya; yang sumbernya berbeda ditandai.",
                "Every rule with its code; those whose sources disagree are marked.",
                "monitor rules list --kind deadline",
                (call, _) =>
                {
                    var only = Kind(call.Value(kind));
                    foreach (var line in RuleLines.Of(Rules.Load(MonitorHost.RulesDirectory)))
                    {
                        if ((only is null || line.Kind == only) && (line.Conflict || !call.Value(conflicts)))
                        {
                            Print(call, line);
                        }
                    }

                    return Task.FromResult(ExitCode.Done);
                },
                kind,
                conflicts
            ),
            verbs.Of(
                "show",
                "Satu aturan: bunyi, dasar hukum, seberapa pasti, sumber, dan di mana sumbernya berbeda.",
                "One rule: wording, legal basis, how sure, sources, and where the sources disagree.",
                "monitor rules show D-8",
                (call, _) =>
                {
                    var asked = call.Value(code);
                    var line =
                        RuleLines
                            .Of(Rules.Load(MonitorHost.RulesDirectory))
                            .LastOrDefault(line => string.Equals(line.Code, asked, StringComparison.OrdinalIgnoreCase))
                        ?? throw RefusalException.NotFound(
                            $"Aturan '{asked}' tidak dikenal; lihat 'monitor rules list'.",
                            $"The rule '{asked}' is not known; see 'monitor rules list'."
                        );
                    Show(call, line);
                    return Task.FromResult(ExitCode.Done);
                },
                code
            ),
            verbs.Of(
                "check",
                "Memeriksa folder aturan sebagaimana saat mulai, termasuk pemilih situs (sites.json); keluar 2 dengan semua masalahnya.",
                "Checks a rules folder as a start does, the selectors of sites (sites.json) included; exit 2 with everything that is wrong.",
                "monitor rules check",
                (call, _) =>
                {
                    var directory = call.Value(folder)!;
                    var rules = Rules.Load(directory);
                    var sites = SiteSelectors.Load(directory);
                    if (call.Json)
                    {
                        call.PrintJson(
                            new
                            {
                                forms = rules.Forms.Count,
                                contests = rules.Contests.Count,
                                regions = rules.Regions.Count,
                                sites = sites.Count,
                            }
                        );
                    }
                    else
                    {
                        call.Print(
                            call.Text(
                                $"Aturan baik: {rules.Forms.Count} bentuk, {rules.Contests.Count} pemilihan, {rules.Regions.Count} wilayah, {sites.Count} situs.",
                                $"The rules are sound: {rules.Forms.Count} forms, {rules.Contests.Count} contests, {rules.Regions.Count} regions, {sites.Count} sites."
                            )
                        );
                    }

                    return Task.FromResult(ExitCode.Done);
                },
                folder
            )
        );
    }

    private static string? Kind(string? asked) =>
        string.IsNullOrWhiteSpace(asked) ? null
        : RuleLines.Kinds.Contains(asked, StringComparer.Ordinal) ? asked
        : throw RefusalException.Wrong(
            $"Jenis '{asked}' tidak dikenal; yang ada: {string.Join(", ", RuleLines.Kinds)}.",
            $"The kind '{asked}' is not known; there are: {string.Join(", ", RuleLines.Kinds)}."
        );

    private static void Print(Invocation call, RuleLine line)
    {
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    kind = line.Kind,
                    code = line.Code,
                    id = line.Name.Id,
                    en = line.Name.En,
                    conflict = line.Conflict,
                }
            );
        }
        else
        {
            call.Print($"{line.Code}\t{line.Name.In(call.Tongue)}{(line.Conflict ? "\t" + Mark(call) : "")}");
        }
    }

    private static void Show(Invocation call, RuleLine line)
    {
        if (call.Json)
        {
            call.PrintJson(line.Entry);
            return;
        }

        call.Print($"{line.Code}  {line.Name.In(call.Tongue)}{(line.Conflict ? "  " + Mark(call) : "")}");
        foreach (var detail in line.Details)
        {
            call.Print("  " + detail.In(call.Tongue));
        }

        foreach (var source in line.Sources)
        {
            call.Print($"  {source}");
        }

        if (line.Note is { } note)
        {
            call.Print(call.Text("Catatan: ", "Note: ") + note.In(call.Tongue));
        }
    }

    private static string Mark(Invocation call) => call.Text("SUMBER BERBEDA", "SOURCES DISAGREE");
}
