using System.CommandLine;
using System.Globalization;
using Monitor.Classifier;
using Monitor.Classifier.Evaluation;
using Monitor.Classifier.Training;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor model evaluate</c>: the tables that say whether the classifier is good enough, with the targets beside them.</summary>
internal static class ModelEvaluateVerb
{
    private const int AttackedTexts = 500;
    private const double AllowedRecallLoss = 0.05;
    private const int Seed = 7;

    private static readonly EvaluationTarget Sources = new(F1: 0.78, MacroF1: 0.78, Auc: 0.90);
    private static readonly EvaluationTarget Blocks = new(F1: 0.88, MacroF1: null, Auc: 0.95);

    public static Command Build(Verbs verbs)
    {
        var file = verbs.Option<string?>(
            "--file",
            "Mengukur model yang dipakai pada berkas berlabel.",
            "Measures the model in use on a labelled file."
        );
        var sources = verbs.Option<string?>(
            "--leave-one-source-out",
            "Melatih tanpa satu pemilihan dan mengujinya pada pemilihan itu, bergiliran.",
            "Trains without one election and tests on it, in turn."
        );
        var blocks = verbs.Option<string?>(
            "--cross-validate",
            "Lima lipatan menurut blok dua puluh baris.",
            "Five folds by blocks of twenty rows."
        );
        var with = verbs.Option<string[]>(
            "--with",
            "Berkas berlabel yang hanya ikut melatih; tanpanya yang ada di samping berkas yang diukur dan models/corpus.",
            "Labelled files that only help to train; without it those beside the measured file and models/corpus."
        );
        var posts = verbs.Option<string?>(
            "--posts",
            "Unggahan tanpa label, satu per baris (.gz: terpampat); tanpanya unlabelled.txt di samping berkas yang diukur.",
            "Posts without labels, one a line (.gz: packed); without it unlabelled.txt beside the measured file."
        );
        var articles = verbs.Option<string?>(
            "--articles",
            "Artikel tanpa label, satu per baris (.gz: terpampat); tanpanya unlabelled-news.txt di samping berkas yang diukur.",
            "Articles without labels, one a line (.gz: packed); without it unlabelled-news.txt beside the measured file."
        );
        var alone = verbs.Option<bool>(
            "--alone",
            "Hanya melatih dengan berkas yang diukur dan yang disebut.",
            "Trains with the measured file and what is named only."
        );
        var fairness = verbs.Option<bool>(
            "--fairness",
            "Tabel keadilan: pertukaran nama, lalu alarm palsu menurut kubu, daerah, dan bahasa (--file, --with; tanpanya models/corpus); keluar 1 bila batas dilanggar.",
            "The fairness tables: exchanged names, then false alarms by camp, region and language (--file, --with; without them models/corpus); exit 1 when a bound is broken."
        );
        var adversarial = verbs.Option<string?>(
            "--adversarial",
            "Serangan atas 500 teks yang ditandai dari berkas ini.",
            "Attacks on 500 flagged texts of this file."
        );
        return verbs.Of(
            "evaluate",
            "Mengukur model dengan selang kepercayaan dan sasaran; keluar 1 bila sasaran meleset.",
            "Measures the model with confidence intervals and targets; exit 1 when a target is missed.",
            "monitor model evaluate --fairness",
            (call, ct) =>
            {
                ct.ThrowIfCancellationRequested();
                var passed =
                    call.Value(fairness) ? Fair(call) & Equal(call, call.Value(file), call.Value(with) ?? [])
                    : call.Value(adversarial) is { } attacked ? Attack(call, attacked)
                    : call.Value(file) is { } labelled ? Plain(call, labelled)
                    : (call.Value(sources) ?? call.Value(blocks)) is { } corpus
                        ? Folded(
                            call,
                            corpus,
                            call.Has(blocks),
                            call.Value(alone)
                                ? new TrainingFiles(call.Value(with) ?? [], call.Value(posts), call.Value(articles))
                                : TrainingFiles.Beside(
                                    corpus,
                                    call.Has(with) ? call.Value(with) : null,
                                    call.Value(posts),
                                    call.Value(articles)
                                )
                        )
                    : throw RefusalException.Wrong("Sebut apa yang diukur: lihat --help.", "Say what to measure: see --help.");
                return Task.FromResult(passed ? ExitCode.Done : ExitCode.Finding);
            },
            file,
            sources,
            blocks,
            with,
            posts,
            articles,
            alone,
            fairness,
            adversarial
        );
    }

    private static bool Folded(Invocation call, string file, bool blocks, TrainingFiles with)
    {
        var tested = ModelVerbs.ReadRows(file);
        var options = new TrainingOptions();
        var rows = (List<LabelledText>)[.. tested, .. with.Labelled.SelectMany(ModelVerbs.ReadRows)];
        var unlabelled = with.ReadUnlabelled();
        call.Say(
            $"Yang ikut melatih: {(with.Names.Length == 0 ? "tidak ada" : with.Names)}. Dilatih {(blocks ? 5 : 4)} kali; dengan unggahan tanpa label itu beberapa menit.",
            $"Training beside it: {(with.Names.Length == 0 ? "nothing" : with.Names)}. Trained {(blocks ? 5 : 4)} times; with unlabelled posts that takes minutes."
        );
        if (with.Posts is null)
        {
            ModelVerbs.SayWhatPostsBring(call);
        }

        var set = TrainingSet.Read(ModelVerbs.Models, rows, unlabelled, options);
        var evaluation = new SourceEvaluation(set, options);
        var results = new List<Evaluated>();
        foreach (var result in blocks ? evaluation.CrossValidate(0, tested.Count) : evaluation.LeaveOneSourceOut(tested.Count))
        {
            results.Add(result);
            Print(call, result);
        }

        var target = blocks ? Blocks : Sources;
        var passed = target.Reached(results);
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    mean = new
                    {
                        f1 = results.Average(r => r.Metrics.F1),
                        macroF1 = results.Average(r => r.Metrics.MacroF1),
                        auc = results.Average(r => r.Metrics.Auc),
                    },
                    target,
                    passed,
                }
            );
        }
        else
        {
            call.Print(target.Line(results));
        }

        return passed;
    }

    private static bool Plain(Invocation call, string file)
    {
        var rows = ModelVerbs.ReadRows(file);
        var classifier = NetralitasClassifier.Load(ModelVerbs.Models);
        bool[] truths = [.. rows.Select(r => r.Label.IsPositive())];
        Print(
            call,
            Evaluated.Of(Path.GetFileName(file), ModelVerbs.Scores(classifier, rows), truths, ModelVerbs.Balanced(classifier), Seed)
        );
        return true;
    }

    private static bool Fair(Invocation call)
    {
        var classifier = NetralitasClassifier.Load(ModelVerbs.Models);
        var path = Path.Combine(ModelVerbs.Models, NetralitasClassifier.Folder, Fairness.FileName);
        var table = Fairness.Measure(path, text => classifier.Score(text), ModelVerbs.Balanced(classifier));
        foreach (var row in table)
        {
            if (call.Json)
            {
                call.PrintJson(row);
            }
            else
            {
                call.Print(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Kind, -10} {row.Swaps, 5}  <=0.02: {row.WithinTolerance, 6:P1}  flips: {row.Flips, 6:P1}  max {row.Largest:F3}  {(row.Holds ? "ok" : "BROKEN")}"
                    )
                );
            }
        }

        return table.All(row => row.Holds);
    }

    /// <summary>False alarms by camp, region and language: on the rows named, else on the shipped ones, which also trained the model.</summary>
    private static bool Equal(Invocation call, string? file, string[] with)
    {
        var classifier = NetralitasClassifier.Load(ModelVerbs.Models);
        string[] files = file is null ? [Path.Combine(ModelVerbs.Models, "corpus", "authored.tsv")] : [file, .. with];
        var table = Parity.Measure(
            [.. files.SelectMany(ModelVerbs.ReadRows)],
            Path.Combine(ModelVerbs.Models, NetralitasClassifier.Folder, Parity.FileName),
            classifier.Masks.Contests,
            text => classifier.Score(text),
            ModelVerbs.Balanced(classifier)
        );
        foreach (var row in table)
        {
            if (call.Json)
            {
                call.PrintJson(
                    new
                    {
                        row.Kind,
                        row.Group,
                        row.Harmless,
                        row.Flagged,
                        row.Rate,
                        interval = new[] { row.Interval.Low, row.Interval.High },
                        row.Others,
                        difference = new[] { row.Difference.Low, row.Difference.High },
                        row.Holds,
                    }
                );
            }
            else
            {
                call.Print(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Kind, -9} {row.Group, -26} {row.Harmless, 5}  false alarms {row.Rate, 6:P1} [{row.Interval.Low:P1} {row.Interval.High:P1}]  others {row.Others, 6:P1}  difference [{row.Difference.Low:P1} {row.Difference.High:P1}]  {(row.Holds ? "ok" : "BROKEN")}"
                    )
                );
            }
        }

        return table.All(row => row.Holds);
    }

    private static bool Attack(Invocation call, string file)
    {
        var classifier = NetralitasClassifier.Load(ModelVerbs.Models);
        var threshold = ModelVerbs.Balanced(classifier);
        string[] flagged =
        [
            .. ModelVerbs
                .ReadRows(file)
                .Where(r => r.Label.IsPositive() && classifier.Score(r.Text) >= threshold)
                .Take(AttackedTexts)
                .Select(r => r.Text),
        ];
        var lost = Attacks.RecallLost(flagged, text => classifier.Score(text), threshold, Seed);
        foreach (var (name, share) in lost)
        {
            if (call.Json)
            {
                call.PrintJson(
                    new
                    {
                        attack = name,
                        texts = flagged.Length,
                        recallLost = share,
                    }
                );
            }
            else
            {
                var verdict = share <= AllowedRecallLoss ? "ok" : "BROKEN";
                call.Print(
                    string.Create(CultureInfo.InvariantCulture, $"{name, -12} {flagged.Length} texts, recall lost {share:P1}  {verdict}")
                );
            }
        }

        return lost.Values.All(share => share <= AllowedRecallLoss);
    }

    private static void Print(Invocation call, Evaluated result)
    {
        var m = result.Metrics;
        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    result.Name,
                    m.Count,
                    m.Positives,
                    m.Precision,
                    m.Recall,
                    m.F1,
                    f1Interval = new[] { result.F1Interval.Low, result.F1Interval.High },
                    m.MacroF1,
                    m.Auc,
                    aucInterval = new[] { result.AucInterval.Low, result.AucInterval.High },
                    m.CalibrationError,
                    result.Threshold,
                }
            );
            return;
        }

        call.Print(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Name, -12} n {m.Count, 5}  F1 {m.F1:F3} [{result.F1Interval.Low:F3} {result.F1Interval.High:F3}]  macro {m.MacroF1:F3}  "
                    + $"AUC {m.Auc:F3} [{result.AucInterval.Low:F3} {result.AucInterval.High:F3}]  P {m.Precision:F3}  R {m.Recall:F3}  ECE {m.CalibrationError:F3}"
            )
        );
    }
}
