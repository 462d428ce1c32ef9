using System.CommandLine;
using System.Globalization;
using Monitor.Classifier;
using Monitor.Classifier.Features;
using Monitor.Classifier.Text;
using Monitor.Classifier.Training;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>The files beside the model that are made and not written by hand: the compiled lexicon, the word vectors and the groups of words.</summary>
internal static class ModelFilesVerbs
{
    public static Command Lexicon(Verbs verbs)
    {
        var models = verbs.Option<string?>(
            "--models",
            "Folder models yang leksikonnya disusun; tanpanya folder milik program.",
            "The models folder whose lexicon is compiled; without it the program's own."
        );
        return verbs.Of(
            "lexicon",
            "Menyusun ulang leksikon biner (lexicon.bin) dari daftar kata, agar model dimuat cepat.",
            "Compiles the lexicon (lexicon.bin) from its word lists anew, so that the model loads fast.",
            "monitor model lexicon --models models",
            (call, ct) =>
            {
                ct.ThrowIfCancellationRequested();
                var folder = call.Value(models) ?? ModelVerbs.Models;
                var words = Refusing(folder, () => CompiledLexicon.Build(folder));
                call.Say(
                    string.Create(CultureInfo.InvariantCulture, $"{words} kata disusun: {PathOf(folder, CompiledLexicon.FileName)}"),
                    string.Create(CultureInfo.InvariantCulture, $"{words} words compiled: {PathOf(folder, CompiledLexicon.FileName)}")
                );
                return Task.FromResult(ExitCode.Done);
            },
            models
        );
    }

    public static Command Vectors(Verbs verbs, Option<string?> posts, Option<string?> articles)
    {
        var files = verbs.Argument<string[]>("FILES", "Berkas berlabel (.tsv atau .jsonl).", "Labelled files (.tsv or .jsonl).");
        var output = verbs.Option("--out", "Berkas vektor kata yang dibuat.", "The file of word vectors to make.", WordVectors.FileName);
        return verbs.Of(
            "vectors",
            "Mempelajari ulang vektor kata (words.bin) yang dipakai 'model train', dan kelompok kata (groups.bin) di sebelahnya; folder model tidak berubah.",
            "Learns the word vectors (words.bin) that 'model train' starts from anew, and groups of words (groups.bin) beside them; the models folder is not changed.",
            "monitor model vectors models/corpus/authored.tsv --posts unggahan.txt --out words.bin",
            (call, ct) =>
            {
                ct.ThrowIfCancellationRequested();
                var labelled = call.Value(files)!;
                foreach (var file in labelled)
                {
                    ModelVerbs.ReadRows(file);
                }

                var path = call.Value(output)!;
                ModelVerbs.RefuseMissingFolder(path);
                var unlabelled = new TrainingFiles([], call.Value(posts), call.Value(articles)).ReadUnlabelled();
                var trainer = new ModelTrainer(ModelVerbs.Models, new TrainingOptions());
                var vectors = trainer.LearnVectors(labelled, unlabelled);
                vectors.Write(path);
                // From the file, whose numbers are rounded: whoever has it can make the same groups.
                trainer.Group(WordVectors.Read(path)).Write(Path.Combine(Path.GetDirectoryName(path) ?? "", WordGroups.FileName));
                call.Say(
                    string.Create(CultureInfo.InvariantCulture, $"{vectors.Words.Length - 1} kata: {path}"),
                    string.Create(CultureInfo.InvariantCulture, $"{vectors.Words.Length - 1} words: {path}")
                );
                return Task.FromResult(ExitCode.Done);
            },
            files,
            posts,
            articles,
            output
        );
    }

    private static string PathOf(string models, string file) => Path.Combine(models, NetralitasClassifier.Folder, file);

    private static T Refusing<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw RefusalException.Wrong(
                $"Leksikon di '{folder}' tidak dapat disusun: {exception.Message}",
                $"The lexicon in '{folder}' cannot be compiled: {exception.Message}"
            );
        }
    }
}
