namespace Monitor.Worker.Intake;

/// <summary>What became of an item.</summary>
internal enum IntakeOutcome
{
    /// <summary>It was here before, unchanged.</summary>
    Known,

    /// <summary>Another address or outlet of a text that is here already; remembered as such.</summary>
    Duplicate,

    /// <summary>Judged and not flagged: no text was kept.</summary>
    Kept,

    /// <summary>A flag was opened.</summary>
    Flagged,

    /// <summary>A text that was here before has changed; judged again, and its flag, if any, has a further capture.</summary>
    Edited,
}

/// <summary>What became of an item, with the flag it opened or belongs to.</summary>
internal sealed record IntakeResult(IntakeOutcome Outcome, long? Flag = null);
