using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Monitor.Classifier;
using Monitor.Worker.Api;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor try classify</c>: what would the daemon make of these texts? One answer a line, in order, as they come.</summary>
internal static class TryClassifyVerb
{
    /// <summary>Lines judged side by side before their answers are written: enough for every core, few enough to keep memory flat.</summary>
    private const int Batch = 256;

    private static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models");

    public static Command Build(Verbs verbs)
    {
        var file = verbs.Argument<string>(
            "FILE",
            "Berkas dengan satu teks per baris, atau '-' untuk masukan standar.",
            "A file with one text a line, or '-' for standard input."
        );
        file.DefaultValueFactory = _ => "-";
        var lines = verbs.Option<bool>(
            "--jsonl",
            "Berkas berisi satu JSON per baris: {\"id\",\"text\",\"at\"}; id dan at boleh tidak ada.",
            "The file holds one JSON a line: {\"id\",\"text\",\"at\"}; id and at may be missing."
        );
        return verbs.Of(
            "classify",
            "Menilai teks: label, skor, peluang tiap label, dan alasannya.",
            "Judges texts: label, score, the probability of each label, and the reasons.",
            "echo 'Gas pol nomor 2, satu putaran!' | monitor try classify -",
            (call, ct) => RunAsync(call, call.Value(file), call.Value(lines), ct),
            file,
            lines
        );
    }

    private static async Task<int> RunAsync(Invocation call, string file, bool jsonLines, CancellationToken ct)
    {
        await using var input = call.OpenInput(file);
        using var reader = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var classifier = NetralitasClassifier.Load(Models);
        var named = call.Settings.Get<IntakeOptions>().Threshold;
        var threshold = classifier.TryThreshold(named, out var found) ? found : double.Parse(named, CultureInfo.InvariantCulture);
        var questions = new List<Question>(Batch);
        var answers = new string[Batch];
        var number = 0;
        while (true)
        {
            questions.Clear();
            RefusalException? refusal = null;
            while (refusal is null && questions.Count < Batch && await reader.ReadLineAsync(ct) is { } line)
            {
                number++;
                if (!jsonLines)
                {
                    questions.Add(new Question(JsonSerializer.SerializeToElement(number), line, null));
                }
                else if (!string.IsNullOrWhiteSpace(line))
                {
                    if (TryRead(line, number, out var question))
                    {
                        questions.Add(question);
                    }
                    else
                    {
                        refusal = BadLine(number);
                    }
                }
            }

            // A bad line stops the reading, but what stood before it has its answer.
            Parallel.For(0, questions.Count, i => answers[i] = Answer(classifier, questions[i], threshold));
            for (var i = 0; i < questions.Count; i++)
            {
                call.Print(answers[i]);
            }

            if (refusal is not null)
            {
                throw refusal;
            }

            if (questions.Count == 0)
            {
                return ExitCode.Done;
            }
        }
    }

    private static string Answer(NetralitasClassifier classifier, Question question, double threshold)
    {
        var judgement = classifier.Classify(question.Text, question.At);
        var probabilities = new Dictionary<string, double>(LabelNames.Count, StringComparer.Ordinal);
        for (var i = 0; i < LabelNames.Count; i++)
        {
            probabilities[((Label)i).Name()] = Math.Round(judgement.Probabilities[i], 6);
        }

        return JsonSerializer.Serialize(
            new
            {
                id = question.Id,
                label = judgement.Label.Name(),
                score = Math.Round(judgement.Score, 6),
                flagged = judgement.Score >= threshold,
                probabilities,
                reasons = judgement.Reasons.Select(r => new { text = r.Text, weight = Math.Round(r.Weight, 3) }),
            },
            Json.Format
        );
    }

    /// <summary>Reads one line of JSON; a question without an id is named by the number of its line.</summary>
    private static bool TryRead(string line, int number, [NotNullWhen(true)] out Question? question)
    {
        try
        {
            question = JsonSerializer.Deserialize<Question>(line, Json.Format);
        }
        catch (JsonException)
        {
            // The caller names the line; where in it the parser stumbled helps nobody who reads a million of them.
            question = null;
        }

        if (question is not { Text: not null })
        {
            question = null;
            return false;
        }

        if (question.Id.ValueKind == JsonValueKind.Undefined)
        {
            question = question with { Id = JsonSerializer.SerializeToElement(number) };
        }

        return true;
    }

    private static RefusalException BadLine(int number) =>
        RefusalException.Wrong(
            $"Baris {number} bukan JSON berbentuk {{\"id\":…,\"text\":\"…\",\"at\":\"2024-10-01\"}}; id dan at boleh tidak ada.",
            $"Line {number} is no JSON of the form {{\"id\":…,\"text\":\"…\",\"at\":\"2024-10-01\"}}; id and at may be missing."
        );

    private sealed record Question(JsonElement Id, string Text, DateOnly? At);
}
