using Monitor.Classifier;
using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>Which law a violation falls under. The same act changes class on the day the candidates are fixed.</summary>
internal enum ViolationClass
{
    /// <summary>Code of ethics: the supported person is only a prospective candidate.</summary>
    KodeEtik,

    /// <summary>Discipline: the candidates are fixed.</summary>
    Disiplin,
}

/// <summary>One form of violation of the joint decree (SKB 2/2022).</summary>
internal sealed record ViolationForm
{
    /// <summary>Our number of it, for example <c>D-8</c>; the decree prints none.</summary>
    public required string Code { get; init; }

    /// <summary>Code of ethics or discipline.</summary>
    public required ViolationClass Class { get; init; }

    /// <summary>A short name.</summary>
    public required Sentence Name { get; init; }

    /// <summary>The decree's words, as near as they could be had; Indonesian only.</summary>
    public required string Text { get; init; }

    /// <summary>Codes of the sanction levels that sources name: one as a rule, two when they disagree, none when the form leaves it to another rule.</summary>
    public required IReadOnlyList<string> Sanctions { get; init; }

    /// <summary>Where in the law it stands.</summary>
    public required IReadOnlyList<Citation> Basis { get; init; }

    /// <summary>Where it was read.</summary>
    public required IReadOnlyList<Uri> Sources { get; init; }

    /// <summary>Whether the sources agree.</summary>
    public required Agreement Agreement { get; init; }

    /// <summary>What to know before using it; always there when the sources disagree.</summary>
    public required Sentence? Note { get; init; }

    /// <summary>Classes of phase in which this form can occur; a few bind earlier or later than their own class.</summary>
    public required IReadOnlyList<ViolationClass> Phases { get; init; }

    /// <summary>Labels of a text for which this form is worth suggesting to a person.</summary>
    public required IReadOnlyList<Label> Labels { get; init; }

    /// <summary>Beginnings of words that make this form likelier, in plain small letters; they order suggestions and decide nothing.</summary>
    public required IReadOnlyList<string> Cues { get; init; }

    /// <summary>Whether it is done on an account of one's own.</summary>
    public required bool Online { get; init; }

    /// <summary>Reference ids of BKN ("alasan hukuman disiplin") that come nearest; a suggestion for the recipient, often none.</summary>
    public required IReadOnlyList<string> BknReasonIds { get; init; }

    /// <summary>First day on which it holds.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day on which it holds; null while it holds.</summary>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>Whether it holds on this day.</summary>
    public bool InForce(DateOnly on) => on >= ValidFrom && (ValidTo is not { } last || on <= last);

    /// <summary>Reads the forms of <c>violations.json</c>.</summary>
    public static IReadOnlyList<ViolationForm> ReadAll(RuleEntry file)
    {
        foreach (var ignored in new[] { "decree", "classes", "note" })
        {
            // For people who read the file; the program only checks that they are there.
            if (file.Child(ignored) is null)
            {
                file.Wrong(ignored, new Sentence("harus ada", "must be there"));
            }
        }

        var forms = file.Entries("forms", "code").Select(Read).ToList();
        file.Close();
        return forms;
    }

    private static ViolationForm Read(RuleEntry entry)
    {
        var form = new ViolationForm
        {
            Code = entry.Text("code"),
            Class = entry.OneOf("class", RuleWords.Classes),
            Name = entry.Sentence("name"),
            Text = entry.Text("text"),
            Sanctions = entry.Texts("sanctions", mayBeEmpty: true),
            Basis = RuleWords.Basis(entry),
            Sources = entry.Sources("sources"),
            Agreement = entry.OneOf("status", RuleWords.Agreements),
            Note = entry.OptionalSentence("note"),
            Phases = entry.AllOf("phases", RuleWords.Classes),
            Labels = entry.AllOf("labels", LabelWords, mayBeEmpty: true),
            Cues = entry.OptionalTexts("cues"),
            Online = entry.OptionalFlag("online"),
            BknReasonIds = entry.OptionalTexts("bknReasonIds"),
            ValidFrom = entry.Date("validFrom"),
            ValidTo = entry.OptionalDate("validTo"),
        };
        if (form.ValidTo < form.ValidFrom)
        {
            entry.Wrong(
                "validTo",
                new Sentence("tidak boleh mendahului validFrom", "must not be before validFrom"),
                $"{form.ValidTo:yyyy-MM-dd}"
            );
        }

        if (form.Agreement == Agreement.Conflict && form.Note is null)
        {
            entry.Wrong("note", new Sentence("wajib ada bila status conflict", "must be there when status is conflict"));
        }

        if (form.Agreement == Agreement.Confirmed && form.Sanctions.Count != 1)
        {
            entry.Wrong(
                "sanctions",
                new Sentence("harus satu tingkat bila status confirmed", "must be one level when status is confirmed"),
                string.Join(", ", form.Sanctions)
            );
        }

        entry.Close();
        return form;
    }

    private static readonly Dictionary<string, Label> LabelWords = Enum.GetValues<Label>().ToDictionary(label => label.Name());
}
