using Monitor.Classifier;

namespace Monitor.Worker.Review;

/// <summary>Everything that is written when a flag is opened; nothing of it changes afterwards but state and claim.</summary>
internal sealed record NewFlag
{
    public required long ItemId { get; init; }
    public required long SourceId { get; init; }
    public required string Label { get; init; }
    public required double Score { get; init; }
    public required IReadOnlyList<double> Probabilities { get; init; }
    public required string Model { get; init; }
    public required IReadOnlyList<Reason> Reasons { get; init; }
    public required string Title { get; init; }
    public required string Text { get; init; }
    public required string? Url { get; init; }

    /// <summary>Words of another that the text passes on.</summary>
    public SharedWords? Shared { get; init; }
    public required DateTimeOffset? PublishedAt { get; init; }
    public required DateTimeOffset FoundAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required string DueRule { get; init; }
    public required string Attribution { get; init; }
    public required long? AccountId { get; init; }
    public required long? AsnId { get; init; }
    public required string AttributionEvidence { get; init; }
    public required string? RegionCode { get; init; }
    public required IReadOnlyList<string> SuggestedForms { get; init; }
    public required long EvidenceId { get; init; }

    /// <summary>How that evidence came to be, for those who read it.</summary>
    public string EvidenceNote { get; init; } = "captured when flagged";
}

/// <summary>A row of the flag table.</summary>
internal sealed class FlagRow
{
    public long Id { get; init; }
    public long ItemId { get; init; }
    public long SourceId { get; init; }
    public string State { get; init; } = "";
    public string Label { get; init; } = "";
    public double Score { get; init; }
    public string Probabilities { get; init; } = "";
    public string Model { get; init; } = "";
    public string Reasons { get; init; } = "";
    public string Title { get; init; } = "";
    public string Text { get; init; } = "";
    public string? Url { get; init; }

    /// <summary>Words of another that it passes on, as JSON; null when there are none.</summary>
    public string? Shared { get; init; }

    /// <summary>When its text was removed because its source had removed it; null while the text is here.</summary>
    public DateTimeOffset? TakenDownAt { get; init; }
    public string? TakenDownWhy { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset FoundAt { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public string DueRule { get; init; } = "";
    public string Attribution { get; init; } = "";
    public long? AccountId { get; init; }
    public long? AsnId { get; init; }
    public string AttributionEvidence { get; init; } = "";
    public string? RegionCode { get; init; }
    public string SuggestedForms { get; init; } = "";

    /// <summary>0 within the day's share of its source and account; see <see cref="Turns"/>.</summary>
    public int Turn { get; init; }

    /// <summary>1, and one more each time it is read from the beginning again.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Where it goes on once the information it waits for has come.</summary>
    public string? ResumeState { get; init; }

    /// <summary>The first flag of its group; null while it stands alone.</summary>
    public long? GroupId { get; init; }

    /// <summary>Goes up whenever a claim begins.</summary>
    public long ClaimNumber { get; init; }
    public string? AssignedIdentity { get; init; }
    public string? AssignedName { get; init; }
    public string? ClaimIdentity { get; init; }
    public string? ClaimName { get; init; }
    public DateTimeOffset? ClaimUntil { get; init; }
    public string? KajianNumber { get; init; }
    public string? KajianDate { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Name of the person it is about, without titles.</summary>
    public string? PersonName { get; init; }
}

/// <summary>One verdict as it is stored.</summary>
internal sealed class DecisionRow
{
    public long FlagId { get; init; }
    public int Place { get; init; }
    public string ReviewerIdentity { get; init; } = "";
    public string ReviewerName { get; init; } = "";
    public string Role { get; init; } = "";
    public string Verdict { get; init; } = "";
    public string? Form { get; init; }
    public string? Ground { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset At { get; init; }

    /// <summary>The round of the flag in which it was given.</summary>
    public int Round { get; init; } = 1;
    public string? Contest { get; init; }
    public string? Phase { get; init; }

    /// <summary>JSON: citations.</summary>
    public string? Basis { get; init; }
    public DateTimeOffset? EventAt { get; init; }
    public string? EventKnown { get; init; }
    public string? Ownership { get; init; }
    public string? OwnershipNote { get; init; }

    /// <summary>Null in verdicts that were given before it was asked.</summary>
    public bool? PossibleCrime { get; init; }

    /// <summary>JSON: hashes of captures.</summary>
    public string? Evidence { get; init; }
}

/// <summary>What was asked, answered or ordered about a flag.</summary>
internal sealed class FlagNote
{
    public long Id { get; init; }
    public int Round { get; init; }

    /// <summary>A <see cref="FlagAct"/>.</summary>
    public string Act { get; init; } = "";
    public string ByName { get; init; } = "";
    public string ByRole { get; init; } = "";
    public string Text { get; init; } = "";
    public DateTimeOffset At { get; init; }
}

/// <summary>Who works a flag, as the review room needs to know it.</summary>
/// <param name="Identity">Stable over renames; two verdicts of one identity are never accepted.</param>
/// <param name="Name">For screens.</param>
/// <param name="IsLead">A ketua: settles disputes.</param>
/// <param name="Regions">Kemendagri codes the person may see; empty means all.</param>
/// <param name="Instansi">The own instansi, whose flags the person does not review; or empty.</param>
/// <param name="Actor">As the audit record names the person.</param>
internal sealed record Reviewer(
    string Identity,
    string Name,
    bool IsLead,
    IReadOnlyList<string> Regions,
    string Instansi,
    Audit.Actor Actor
)
{
    /// <summary>Fingerprint of the person's own NIP; null when it is not known.</summary>
    public string? NipIndex { get; init; }
}
