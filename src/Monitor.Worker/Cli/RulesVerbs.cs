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
        var code = verbs.Argument<string>("CODE", "Kode bentuk pelanggaran, mis. D-6.", "Code of the form of violation, for example D-6.");
        return verbs.Group(
            "rules",
            "Bentuk pelanggaran dan dasar penolakan, sebagai data.",
            "Forms of violation and grounds of dismissal, as data.",
            verbs.Of(
                "list",
                "Kode bentuk pelanggaran dan dasar penolakan.",
                "The codes of the forms of violation and of the grounds of dismissal.",
                "monitor rules list",
                (call, _) =>
                {
                    var rules = Rules.Load(MonitorHost.RulesDirectory);
                    foreach (var form in rules.Forms)
                    {
                        Line(call, "form", form.Code, form.Name);
                    }

                    foreach (var ground in rules.Grounds)
                    {
                        Line(call, "ground", ground.Code, ground.Name);
                    }

                    foreach (var choice in rules.Particulars.EventTimes)
                    {
                        Line(call, "event-known", choice.Code, choice.Name);
                    }

                    foreach (var choice in rules.Particulars.OwnershipChecks)
                    {
                        Line(call, "ownership", choice.Code, choice.Name);
                    }

                    foreach (var kind in rules.Statuses)
                    {
                        Line(call, "status", kind.Code, kind.Name);
                    }

                    return Task.FromResult(ExitCode.Done);
                }
            ),
            verbs.Of(
                "show",
                "Satu bentuk pelanggaran: bunyi, kelas, sanksi, dasar hukum, sumber.",
                "One form of violation: wording, class, sanction, legal basis, sources.",
                "monitor rules show D-6",
                (call, _) =>
                {
                    var form =
                        Rules.Load(MonitorHost.RulesDirectory).Form(call.Value(code))
                        ?? throw RefusalException.NotFound(
                            $"Bentuk '{call.Value(code)}' tidak dikenal.",
                            $"The form '{call.Value(code)}' is not known."
                        );
                    Show(call, form);
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

    private static void Line(Invocation call, string kind, string code, Sentence name)
    {
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    kind,
                    code,
                    id = name.Id,
                    en = name.En,
                }
            );
        }
        else
        {
            call.Print($"{code}\t{name.In(call.Tongue)}");
        }
    }

    private static void Show(Invocation call, ViolationForm form)
    {
        if (call.Json)
        {
            call.PrintJson(form);
            return;
        }

        call.Print($"{form.Code}  {form.Name.In(call.Tongue)}  ({form.Class}, {string.Join(", ", form.Sanctions)})");
        call.Print(form.Text);
        foreach (var citation in form.Basis)
        {
            call.Print($"  {citation}");
        }

        foreach (var source in form.Sources)
        {
            call.Print($"  {source}");
        }

        if (form.Note is { } note)
        {
            call.Print(call.Text("Catatan: ", "Note: ") + note.In(call.Tongue));
        }
    }
}
