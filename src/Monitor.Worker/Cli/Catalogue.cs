using System.CommandLine;

namespace Monitor.Worker.Cli;

/// <summary>Every verb of the program, in the order of the help: one line a noun, each described in its own file.</summary>
internal static class Catalogue
{
    /// <summary>Builds them.</summary>
    public static IEnumerable<Command> All(Verbs verbs, Terminal terminal)
    {
        yield return RunVerb.Build(verbs);
        yield return DemoVerb.Build(verbs);
        yield return StatusVerb.Build(verbs);
        yield return DoctorVerb.Build(verbs);
        yield return SupportVerbs.Build(verbs);
        yield return UserVerbs.Build(verbs);
        yield return AsnVerbs.Build(verbs);
        yield return AccountVerbs.Build(verbs);
        yield return ContestVerbs.Build(verbs);
        yield return SourceVerbs.Build(verbs);
        yield return ReportVerbs.Build(verbs);
        yield return QueueVerbs.Build(verbs);
        yield return ReviewVerb.Build(verbs);
        yield return DecideVerb.Build(verbs);
        yield return SampleVerbs.Build(verbs);
        yield return CaseVerbs.Build(verbs);
        yield return ExportVerbs.Build(verbs);
        yield return SubjectVerbs.Build(verbs);
        yield return HoldVerbs.Build(verbs);
        yield return TakedownVerb.Build(verbs);
        yield return RetentionVerbs.Build(verbs);
        yield return RulesVerbs.Build(verbs);
        yield return ModelVerbs.Build(verbs);
        yield return AuditVerbs.Build(verbs);
        yield return AlertVerbs.Build(verbs);
        yield return DbVerbs.Build(verbs);
        yield return TryVerbs.Build(verbs);
        yield return HelpVerb.Build(verbs);
        yield return CompletionVerb.Build(verbs);
        yield return DocsVerbs.Build(verbs, terminal);
    }
}
