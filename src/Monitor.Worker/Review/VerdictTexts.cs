using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>A text with what people finally said of it, in the words of <c>model train</c>. Nothing in it says whose it is.</summary>
/// <param name="Id">The flag.</param>
/// <param name="Text">Title and text, as they were judged.</param>
/// <param name="Label">The label that the machine gave.</param>
/// <param name="Verdict"><c>confirmed</c> or <c>dismissed</c>.</param>
internal sealed record VerdictText(string Id, string Text, string Label, string Verdict);

/// <summary>The closed flags from which the model can learn.</summary>
/// <remarks>
/// A dismissal teaches only when its ground is about the text (<see cref="Ground.JudgesText"/>): "not this person" says nothing of what was written, and
/// a model that learned from it would come to overlook real support. Where two dismissed, both grounds must be.
/// </remarks>
internal sealed class VerdictTexts(Database database, AuditLog audit, Rules rules)
{
    /// <summary>Lists them by number, recording who took them and how many.</summary>
    /// <param name="sees">Whether the caller may see flags of a region.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    public Task<List<VerdictText>> ListAsync(Func<string?, bool> sees, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var flags = await session.ListAsync<ClosedFlag>(
                    """
                    SELECT id, title, text, label, state, region_code, round FROM flag
                    WHERE state IN (@Confirmed, @Dismissed) AND text <> '' ORDER BY id
                    """,
                    new { FlagState.Confirmed, FlagState.Dismissed }
                );
                var grounds = (
                    await session.ListAsync<GivenGround>(
                        "SELECT flag_id, round, ground FROM decision WHERE verdict = @Dismiss",
                        new { Verdict.Dismiss }
                    )
                ).ToLookup(given => (given.FlagId, given.Round), given => given.Ground);
                var rows = flags
                    .Where(flag => sees(flag.RegionCode))
                    .Where(flag => flag.State == FlagState.Confirmed || JudgeTheText(grounds[(flag.Id, flag.Round)]))
                    .Select(flag => new VerdictText(
                        $"flag-{flag.Id}",
                        flag.Title.Length > 0 && !flag.Text.StartsWith(flag.Title, StringComparison.Ordinal)
                            ? $"{flag.Title}\n{flag.Text}"
                            : flag.Text,
                        flag.Label,
                        flag.State
                    ))
                    .ToList();
                await audit.RecordAsync(session, actor, "model.verdicts", "model", after: new { rows.Count });
                return rows;
            },
            ct
        );

    private bool JudgeTheText(IEnumerable<string?> grounds)
    {
        var given = grounds.ToList();
        return given.Count > 0 && given.TrueForAll(code => code is not null && rules.Ground(code) is { JudgesText: true });
    }

    private sealed class ClosedFlag
    {
        public long Id { get; init; }
        public string Title { get; init; } = "";
        public string Text { get; init; } = "";
        public string Label { get; init; } = "";
        public string State { get; init; } = "";
        public string? RegionCode { get; init; }
        public long Round { get; init; }
    }

    private sealed class GivenGround
    {
        public long FlagId { get; init; }
        public long Round { get; init; }
        public string? Ground { get; init; }
    }
}
