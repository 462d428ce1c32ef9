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

    /// <summary>Somebody asked for what is missing; nobody decides until it has come.</summary>
    public const string NeedsInformation = "needs-information";

    /// <summary>The ketua sent a dispute back: two persons read it from the beginning.</summary>
    public const string Returned = "returned";

    /// <summary>The ketua opened a closed flag again: two persons read it from the beginning.</summary>
    public const string Reopened = "reopened";

    /// <summary>A finding.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Not a finding.</summary>
    public const string Dismissed = "dismissed";

    /// <summary>States that still need a person.</summary>
    public static readonly IReadOnlyList<string> Open = [Flagged, Proposed, Disputed, NeedsInformation, Returned, Reopened];

    /// <summary>States in which a verdict is awaited.</summary>
    public static readonly IReadOnlyList<string> Readable = [Flagged, Proposed, Disputed, Returned, Reopened];

    /// <summary>States in which the work is done, until somebody opens it again.</summary>
    public static readonly IReadOnlyList<string> Closed = [Confirmed, Dismissed];
}

/// <summary>What a person decided.</summary>
internal static class Verdict
{
    /// <summary>A violation of the named form.</summary>
    public const string Confirm = "confirm";

    /// <summary>No violation, on the named ground.</summary>
    public const string Dismiss = "dismiss";
}

/// <summary>What a person does to a flag besides a verdict.</summary>
internal static class FlagAct
{
    /// <summary>Asks for what is missing.</summary>
    public const string Ask = "ask";

    /// <summary>Brings it.</summary>
    public const string Answer = "answer";

    /// <summary>Sends a dispute back to be read from the beginning.</summary>
    public const string Return = "return";

    /// <summary>Opens a closed flag again.</summary>
    public const string Reopen = "reopen";

    /// <summary>Takes the own verdict back.</summary>
    public const string Withdraw = "withdraw";
}
