using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cases;

/// <summary>Something that happened in a case.</summary>
/// <param name="At">When; null when only the day is known.</param>
/// <param name="Day">The local day, <c>yyyy-MM-dd</c>.</param>
/// <param name="What">What happened.</param>
/// <param name="By">Who did it; empty for what happened outside.</param>
internal sealed record CaseEvent(DateTimeOffset? At, string Day, Sentence What, string By);

/// <summary>A time limit that runs in a case.</summary>
/// <param name="Due">When, and by which rule.</param>
/// <param name="From">When its clock started.</param>
internal sealed record RunningLimit(Due Due, DateTimeOffset From);

/// <summary>Puts what is known of a case in the order in which it happened.</summary>
internal static class Timeline
{
    /// <summary>Everything with a date, oldest first.</summary>
    public static IReadOnlyList<CaseEvent> Of(CaseDossier dossier)
    {
        var moments = new List<CaseEvent>
        {
            At(dossier, dossier.Case.OpenedAt, "Perkara dibuka", "The case was opened", dossier.Case.OpenedBy),
        };
        foreach (var finding in dossier.Findings)
        {
            var flag = finding.Flag;
            var name = $"T-{flag.Id:000000}";
            if (flag.PublishedAt is { } published)
            {
                moments.Add(At(dossier, published, $"{name}: teks terbit", $"{name}: the text was published", ""));
            }

            moments.Add(At(dossier, flag.FoundAt, $"{name}: ditemukan", $"{name}: found", "monitor"));
            moments.AddRange(
                finding.Captures.Select(capture =>
                    At(
                        dossier,
                        capture.CapturedAt,
                        $"{name}: bukti {capture.Sha256[..12]}… direkam",
                        $"{name}: evidence {capture.Sha256[..12]}… captured",
                        ""
                    )
                )
            );
            moments.AddRange(
                finding.Decisions.Select(given =>
                    At(
                        dossier,
                        given.At,
                        $"{name}: putusan {given.Place}, {given.Verdict} {given.Form ?? given.Ground}".TrimEnd(),
                        $"{name}: verdict {given.Place}, {given.Verdict} {given.Form ?? given.Ground}".TrimEnd(),
                        given.ReviewerName
                    )
                )
            );
            if (finding.Joined.JoinedAt != dossier.Case.OpenedAt)
            {
                moments.Add(
                    At(dossier, finding.Joined.JoinedAt, $"{name}: digabungkan", $"{name}: joined to the case", finding.Joined.JoinedBy)
                );
            }

            moments.AddRange(
                finding.Batches.Select(batch =>
                    At(
                        dossier,
                        batch.CreatedAt,
                        $"{name}: keluar dalam batch {batch.Name}",
                        $"{name}: left in batch {batch.Name}",
                        batch.CreatedBy
                    )
                )
            );
        }

        moments.AddRange(dossier.Entries.Select(entry => new CaseEvent(null, entry.Day, What(entry), entry.ByName)));
        // What only has a day stands at its end: it is written down after what it is about.
        return [.. moments.OrderBy(moment => moment.Day, StringComparer.Ordinal).ThenBy(moment => moment.At ?? DateTimeOffset.MaxValue)];
    }

    /// <summary>The time limits whose clock started when the case was registered or received.</summary>
    public static IReadOnlyList<RunningLimit> Limits(CaseDossier dossier, Rules rules)
    {
        // The track stands in the rule by which the finding's own limit was set.
        var track = dossier.Findings.Select(finding => finding.Flag.DueRule.Split(':')[0]).FirstOrDefault() ?? "";
        return
        [
            .. rules
                .Deadlines.All.Where(limit => limit.Track == track && limit.Starts is ClockStart.Received or ClockStart.Registered)
                .Select(limit => limit.Step)
                .Distinct(StringComparer.Ordinal)
                .Select(step => new RunningLimit(rules.DueFor(track, step, dossier.Case.OpenedAt, dossier.Zone), dossier.Case.OpenedAt)),
        ];
    }

    private static Sentence What(CaseEntry entry) =>
        entry.Kind switch
        {
            EntryKind.Kajian => new($"Kajian {entry.Code}", $"Kajian {entry.Code}"),
            EntryKind.Clarification => new($"Klarifikasi: {entry.Text}", $"Clarification: {entry.Text}"),
            EntryKind.Recommendation => new($"Rekomendasi: {entry.Text}", $"Recommendation: {entry.Text}"),
            _ => new($"Jawaban: {entry.Code} {entry.Text}".TrimEnd(), $"Answer: {entry.Code} {entry.Text}".TrimEnd()),
        };

    private static CaseEvent At(CaseDossier dossier, DateTimeOffset at, string id, string en, string by) =>
        new(
            at,
            TimeZoneInfo.ConvertTime(at, dossier.Zone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            new Sentence(id, en),
            by
        );
}
