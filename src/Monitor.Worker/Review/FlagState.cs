namespace Monitor.Worker.Review;

/// <summary>Where a flag stands. The names are what the database and every screen write.</summary>
internal static class FlagState
{
    /// <summary>Nobody has decided yet.</summary>
    public const string Flagged = "flagged";

    /// <summary>One person has decided; another must, without seeing the first decision.</summary>
    public const string Proposed = "proposed";

    /// <summary>Two persons disagree; the ketua decides with both in sight.</summary>
    public const string Disputed = "disputed";

    /// <summary>A finding.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Not a finding.</summary>
    public const string Dismissed = "dismissed";

    /// <summary>States that still need a person.</summary>
    public static readonly IReadOnlyList<string> Open = [Flagged, Proposed, Disputed];
}

/// <summary>What a person decided.</summary>
internal static class Verdict
{
    /// <summary>A violation of the named form.</summary>
    public const string Confirm = "confirm";

    /// <summary>No violation, on the named ground or for the reason given.</summary>
    public const string Dismiss = "dismiss";
}
