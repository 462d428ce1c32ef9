using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Monitor.Classifier;
using Monitor.Classifier.Evaluation;
using Monitor.Classifier.Model;
using Monitor.Classifier.Training;
using Monitor.Worker.Accuracy;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor model</c>: the classifier's own care, in the caller's process.</summary>
internal static class ModelVerbs
{
    /// <summary>Where the program's models are.</summary>
    public static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models");

    private static readonly string InUse = Path.Combine(Models, NetralitasClassifier.Folder, ModelFile.FileName);

    public static Command Build(Verbs verbs)
    {
        var files = verbs.Argument<string[]>(
            "FILES",
            "Berkas berlabel: .tsv (id, source, label, doubt, text) atau .jsonl putusan analis.",
            "Labelled files: .tsv (id, source, label, doubt, text) or .jsonl of analysts' verdicts."
        );
        var posts = verbs.Option<string?>(
            "--posts",
            "Unggahan tanpa label, satu per baris (.gz: terpampat).",
            "Posts without labels, one a line (.gz: packed)."
        );
        var articles = verbs.Option<string?>(
            "--articles",
            "Artikel tanpa label, satu per baris (.gz: terpampat).",
            "Articles without labels, one a line (.gz: packed)."
        );
        var output = verbs.Option("--out", "Berkas model yang dibuat.", "The model file to make.", "model.bin");
        var card = verbs.Option<string?>(
            "--card",
            "Folder untuk kartu model dan gambarnya.",
            "Folder for the model card and its pictures."
        );
        var candidate = verbs.Argument<string>("FILE", "Berkas model penantang.", "The challenger's file.");
        var heldOut = verbs.Option<string?>(
            "--held-out",
            "Berkas berlabel yang tidak dipakai melatih penantang.",
            "A labelled file that the challenger was not trained on."
        );
        return verbs.Group(
            "model",
            "Melatih, mengukur, dan mengganti model pengklasifikasi.",
            "Trains, measures and replaces the classifier's model.",
            verbs.Of(
                "train",
                "Melatih model dari berkas berlabel; model yang dipakai tidak berubah.",
                "Trains a model from labelled files; the model in use is not changed.",
                "monitor model train models/corpus/authored.tsv --out penantang.bin",
                (call, ct) =>
                    TrainAsync(call, call.Value(files), call.Value(posts), call.Value(articles), call.Value(output)!, call.Value(card), ct),
                files,
                posts,
                articles,
                output,
                card
            ),
            verbs.Of(
                "verdicts",
                "Menulis putusan akhir tentang teks sebagai JSON Lines, bahan 'model train'.",
                "Writes final verdicts about texts as JSON Lines, for 'model train'.",
                "monitor model verdicts > putusan.jsonl",
                async (call, ct) =>
                {
                    foreach (var row in await call.Daemon.GetAsync<List<VerdictText>>("/model/verdicts", ct))
                    {
                        call.PrintJson(row);
                    }

                    return ExitCode.Done;
                }
            ),
            ModelEvaluateVerb.Build(verbs),
            ModelFilesVerbs.Lexicon(verbs),
            ModelFilesVerbs.Vectors(verbs, posts, articles),
            verbs.Of(
                "info",
                "Menampilkan kartu model yang dipakai dan, bila daemon berjalan, seberapa benar ia menurut putusan dan contoh.",
                "Shows the card of the model in use and, where the daemon runs, how right it is by verdicts and samples.",
                "monitor model info",
                InfoAsync
            ),
            verbs.Of(
                "use",
                "Memakai model penantang bila pada baris uji ia tidak lebih buruk; yang lama disimpan.",
                "Puts a challenger to use when it is no worse on held-out rows; the old model is kept.",
                "monitor model use penantang.bin --held-out uji.tsv",
                (call, _) => Task.FromResult(Use(call, call.Value(candidate), call.Value(heldOut))),
                candidate,
                heldOut
            )
        );
    }

    private static Task<int> TrainAsync(
        Invocation call,
        string[] files,
        string? posts,
        string? articles,
        string output,
        string? card,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        foreach (var file in files)
        {
            ReadRows(file);
        }

        RefuseMissingFolder(output);
        var unlabelled = new TrainingFiles(files, posts, articles).ReadUnlabelled();
        if (posts is null)
        {
            SayWhatPostsBring(call);
        }

        var progress = new ModelProgress(call);
        var trainer = new ModelTrainer(Models, new TrainingOptions()) { WithCurve = card is not null };
        ModelFile.Write(output, trainer.Train(files, unlabelled, progress));
        var info = ModelFile.Read(output).Info;
        if (card is not null && trainer.LastHeldOut is { } heldOut)
        {
            ModelCard.Write(card, info, heldOut, trainer.LastCurve);
        }

        Card(call, info, output);
        return Task.FromResult(ExitCode.Done);
    }

    private static async Task<int> InfoAsync(Invocation call, CancellationToken ct)
    {
        var info = ModelFile.Read(InUse).Info;
        var truth = await TruthAsync(call, ct);
        if (call.Json)
        {
            var card = JsonSerializer.SerializeToNode(info, Json.Format)!;
            card["truth"] = JsonSerializer.SerializeToNode(truth, Json.Format);
            call.PrintJson(card);
            return ExitCode.Done;
        }

        Card(call, info, InUse);
        if (truth is null)
        {
            call.Print(
                call.Text(
                    "Presisi dan tangkapan menurut putusan: daemon tidak berjalan, jadi tidak ada angkanya di sini.",
                    "Precision and recall by verdicts: the daemon does not run, so there are no figures of it here."
                )
            );
        }
        else
        {
            TruthScreen.Show(call, truth);
        }

        return ExitCode.Done;
    }

    // The card is the file's and needs no daemon; what became of its flags is known by the daemon alone.
    private static async Task<TruthReading?> TruthAsync(Invocation call, CancellationToken ct)
    {
        try
        {
            return (await call.Daemon.GetAsync<StatusView>("/status", ct)).Truth;
        }
        catch (DaemonAbsentException)
        {
            return null;
        }
    }

    private static int Use(Invocation call, string candidate, string? heldOut)
    {
        if (heldOut is null)
        {
            throw RefusalException.Wrong("--held-out harus disebut.", "--held-out must be given.");
        }

        var rows = ReadRows(heldOut);
        bool[] truths = [.. rows.Select(r => r.Label.IsPositive())];
        var champion = NetralitasClassifier.Load(Models);
        var challenger = Readable(candidate, () => NetralitasClassifier.Load(Models, candidate));
        var challenge = Challenge.Of(Scores(champion, rows), Balanced(champion), Scores(challenger, rows), Balanced(challenger), truths);
        if (challenge.Passed)
        {
            File.Copy(InUse, Path.Combine(Path.GetDirectoryName(InUse)!, $"model-{champion.Info.Version}.bin"), overwrite: true);
            ModelFile.Write(InUse, ModelFile.Read(candidate));
        }

        if (call.Json)
        {
            call.PrintJson(
                new
                {
                    used = challenge.Passed,
                    champion = champion.Info.Version,
                    challenger = challenger.Info.Version,
                    championF1 = challenge.Champion.F1,
                    challengerF1 = challenge.Challenger.F1,
                    onlyChampion = challenge.OnlyChampion,
                    onlyChallenger = challenge.OnlyChallenger,
                    probability = challenge.Probability,
                }
            );
        }
        else
        {
            call.Print(Line("F1", challenge.Champion.F1, challenge.Challenger.F1));
            call.Print(Line("AUC", challenge.Champion.Auc, challenge.Challenger.Auc));
            call.Print(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"McNemar {challenge.OnlyChampion} : {challenge.OnlyChallenger}, p = {challenge.Probability:F3}"
                )
            );
            call.Say(
                challenge.Passed
                    ? $"{challenger.Info.Version} dipakai; {champion.Info.Version} disimpan."
                    : "Penantang lebih buruk: ditolak.",
                challenge.Passed
                    ? $"{challenger.Info.Version} is in use; {champion.Info.Version} is kept."
                    : "The challenger is worse: refused."
            );
        }

        return challenge.Passed ? ExitCode.Done : ExitCode.Finding;

        static string Line(string name, double old, double young) =>
            string.Create(CultureInfo.InvariantCulture, $"{name, -4} {old:F3} -> {young:F3}");
    }

    /// <summary>Says what is missed where no posts without labels were given.</summary>
    public static void SayWhatPostsBring(Invocation call) =>
        call.Say(
            "Tanpa --posts model jauh lebih lemah di luar teks latihnya: hanya dari models/corpus, AUC 0,80 pada unggahan umum, yang dikirim 0,93 (docs/classifier.md).",
            "Without --posts the model is much weaker beyond its training texts: from models/corpus alone AUC 0.80 on public posts, the shipped recipe 0.93 (docs/classifier.md)."
        );

    /// <summary>The threshold with the best F1 on rows the model had not seen.</summary>
    public static double Balanced(NetralitasClassifier classifier) =>
        classifier.TryThreshold(OperatingPoints.Balanced, out var threshold) ? threshold : 0.5;

    /// <summary>The score of every row.</summary>
    public static double[] Scores(NetralitasClassifier classifier, IReadOnlyList<LabelledText> rows)
    {
        var scores = new double[rows.Count];
        Parallel.For(0, rows.Count, i => scores[i] = classifier.Score(rows[i].Text));
        return scores;
    }

    /// <summary>The labelled rows of a file of the caller's; at least one.</summary>
    /// <exception cref="RefusalException">The file cannot be read, holds a line that is no row, or no row at all.</exception>
    public static IReadOnlyList<LabelledText> ReadRows(string file)
    {
        var rows = Readable(file, () => Corpus.Read(file));
        return rows.Count > 0
            ? rows
            : throw RefusalException.Wrong($"Berkas '{file}' tidak berisi baris berlabel.", $"The file '{file}' holds no labelled row.");
    }

    /// <summary>Minutes of training must not end at a folder that is not there.</summary>
    public static void RefuseMissingFolder(string output)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(output));
        if (!Directory.Exists(folder))
        {
            throw RefusalException.Wrong($"Folder '{folder}' untuk --out tidak ada.", $"The folder '{folder}' for --out is not there.");
        }
    }

    /// <summary>What a file of the caller's holds.</summary>
    /// <exception cref="RefusalException">It cannot be read.</exception>
    public static T Readable<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw RefusalException.Wrong(
                $"Berkas '{file}' tidak dapat dipakai: {exception.Message}",
                $"The file '{file}' cannot be used: {exception.Message}"
            );
        }
    }

    private static void Card(Invocation call, ModelInfo info, string file)
    {
        if (call.Json)
        {
            call.PrintJson(info);
            return;
        }

        call.Print($"{info.Name} {info.Version}  {file}");
        call.Print($"{info.Learner}; seed {info.Seed}{(info.Code.Length > 0 ? $"; monitor {info.Code}" : "")}");
        foreach (var set in info.TrainedOn)
        {
            call.Print($"{set.File, -24} {set.Rows, 7}  {set.Sha256}");
        }

        foreach (var (name, value) in info.Metrics.Concat(info.Thresholds.Select(t => KeyValuePair.Create($"threshold {t.Key}", t.Value))))
        {
            call.Print(string.Create(CultureInfo.InvariantCulture, $"{name, -24} {value:F3}"));
        }
    }
}
