using System.Text;
using Monitor.Classifier;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Review;

/// <summary>What is known of an act when forms are suggested for it.</summary>
/// <param name="Label">The classifier's label of the text.</param>
/// <param name="Text">Headline and body.</param>
/// <param name="OwnAccount">Whether the person's own account published it.</param>
/// <param name="Day">The local day.</param>
/// <param name="Region">The person's region.</param>
/// <param name="Statuses">What holds of the person on that day.</param>
internal sealed record AdvisedAct(
    string Label,
    string Text,
    bool OwnAccount,
    DateOnly Day,
    string? Region,
    IReadOnlyList<StatusKind> Statuses
);

/// <summary>A form that may fit, and why it is thought of. A person decides; nothing is filled in.</summary>
/// <param name="Form">The form.</param>
/// <param name="Weight">Only good for the order.</param>
/// <param name="Why">Each reason in words.</param>
internal sealed record FormAdvice(ViolationForm Form, double Weight, IReadOnlyList<Sentence> Why)
{
    /// <summary>How many a screen shows at first.</summary>
    public const int ShownFirst = 5;

    private const double PhaseFits = 2;
    private const double PhaseAllows = 1;
    private const double Done = 1;
    private const double Cue = 1.5;
    private const double Status = 2;
    private const int MostCues = 3;

    /// <summary>The forms that may fit, the likeliest first: by phase, label, what the text says, and who published it.</summary>
    /// <remarks>Without a contest on that day nothing is suggested: the class of an act follows from the phase.</remarks>
    public static IReadOnlyList<FormAdvice> For(AdvisedAct act, Rules rules)
    {
        var phases = rules.PhasesOn(act.Day, act.Region);
        var words = Fold(act.Text);
        return
        [
            .. rules
                .FormsInForce(act.Day)
                .Where(form => form.Labels.Any(label => label.Name() == act.Label))
                .Select(form => Weigh(form, act, phases, words))
                .OfType<FormAdvice>()
                .OrderByDescending(advice => advice.Weight),
        ];
    }

    private static FormAdvice? Weigh(ViolationForm form, AdvisedAct act, IReadOnlyList<ContestPhase> phases, string words)
    {
        var phase = phases.FirstOrDefault(found => form.Phases.Contains(found.Phase.Class));
        if (phase is null)
        {
            return null;
        }

        var own = phase.Phase.Class == form.Class;
        var weight = own ? PhaseFits : PhaseAllows;
        var why = new List<Sentence>
        {
            own
                ? new Sentence($"tahapan {phase.Name}: {form.Class.Name()}", $"phase {phase.Name}: {form.Class.Name()}")
                : new Sentence($"dapat terjadi dalam tahapan {phase.Name}", $"can occur in the phase {phase.Name}"),
            new($"label {act.Label}", $"label {act.Label}"),
        };
        if (form.Online && act.OwnAccount)
        {
            weight += Done;
            why.Add(new Sentence("diunggah akun terdaftar", "published by the registered account"));
        }

        var cues = form.Cues.Where(cue => words.Contains(' ' + cue, StringComparison.Ordinal)).Take(MostCues).ToList();
        weight += Cue * cues.Count;
        if (cues.Count > 0)
        {
            var said = string.Join(", ", cues.Select(cue => $"“{cue}”"));
            why.Add(new Sentence($"teks menyebut {said}", $"the text says {said}"));
        }

        foreach (var status in act.Statuses.Where(status => status.Forms.Contains(form.Code)))
        {
            weight += Status;
            why.Add(new Sentence($"yang bersangkutan: {status.Name.Id}", $"the person: {status.Name.En}"));
        }

        return new FormAdvice(form, weight, why);
    }

    // Small letters, one blank before each word: a cue is the beginning of a word, or of several in a row.
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length + 1).Append(' ');
        foreach (var letter in text.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter))
            {
                folded.Append(letter);
            }
            else if (folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString();
    }
}
