using Monitor.Worker.Intake;

namespace Monitor.Worker.Collection;

/// <summary>What the collector did since it was started; safe to read while it works.</summary>
internal sealed class CollectionCounts
{
    private long _kept;
    private long _flagged;
    private long _duplicates;
    private long _edited;
    private long _setBack;
    private long _failed;

    /// <summary>Items that were new: kept or flagged.</summary>
    public long Collected => Interlocked.Read(ref _kept) + Interlocked.Read(ref _flagged);

    /// <summary>Items that were another's duplicate.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Flags opened for new items.</summary>
    public long Flagged => Interlocked.Read(ref _flagged);

    /// <summary>Known items whose text had changed.</summary>
    public long Edited => Interlocked.Read(ref _edited);

    /// <summary>Entries that could not be taken in.</summary>
    public long SetBack => Interlocked.Read(ref _setBack);

    /// <summary>Checks of sources that failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    internal void Add(IntakeOutcome outcome)
    {
        switch (outcome)
        {
            case IntakeOutcome.Kept:
                Interlocked.Increment(ref _kept);
                break;
            case IntakeOutcome.Flagged:
                Interlocked.Increment(ref _flagged);
                break;
            case IntakeOutcome.Duplicate:
                Interlocked.Increment(ref _duplicates);
                break;
            case IntakeOutcome.Edited:
                Interlocked.Increment(ref _edited);
                break;
        }
    }

    internal void Add(int failed = 0, int setBack = 0)
    {
        Interlocked.Add(ref _failed, failed);
        Interlocked.Add(ref _setBack, setBack);
    }
}
