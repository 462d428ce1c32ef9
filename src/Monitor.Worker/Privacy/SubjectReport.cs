using Monitor.Worker.Language;

namespace Monitor.Worker.Privacy;

/// <summary>Everything held about one person.</summary>
/// <param name="Person">Number of the registry.</param>
/// <param name="Nip">Masked: who asks knows it.</param>
/// <param name="At">When this was true.</param>
/// <param name="Request">The request that it answers.</param>
/// <param name="Tables">Every table that may hold data about a person, with what it holds about this one.</param>
/// <param name="Files">Evidence on disk.</param>
/// <param name="Mentions">Other rows whose words name the person.</param>
/// <param name="Policy">Where the periods were decided.</param>
internal sealed record SubjectReport(
    long Person,
    string Nip,
    DateTimeOffset At,
    long Request,
    IReadOnlyList<ReportTable> Tables,
    IReadOnlyList<ReportFile> Files,
    IReadOnlyList<Mention> Mentions,
    string Policy
);

/// <summary>One table of it.</summary>
/// <param name="Table">Its name.</param>
/// <param name="What">The kind of data.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Basis">By which law.</param>
/// <param name="Keeping">How long.</param>
/// <param name="Rows">The rows, by column; times as ISO 8601.</param>
internal sealed record ReportTable(
    string Table,
    Sentence What,
    Sentence Purpose,
    string Basis,
    Sentence Keeping,
    IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows
);

/// <summary>One evidence file.</summary>
internal sealed record ReportFile(string Sha256, bool OnDisk);

/// <summary>A row of somebody else, or of nobody, whose words name the person.</summary>
internal sealed record Mention(string Table, string Row, string Column);
