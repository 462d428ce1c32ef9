namespace Monitor.Worker.Collection;

/// <summary>How often a source brings something new, learned from its past.</summary>
/// <param name="Gap">The mean time between two new items: of the first five a plain mean, afterwards one in which the newest counts for a fifth.</param>
/// <param name="Gaps">From how many gaps it was learned.</param>
internal sealed record Rhythm(TimeSpan Gap, int Gaps)
{
    private const int Enough = 5;

    /// <summary>Whether it was learned from enough to be believed.</summary>
    public bool IsKnown => Gaps >= Enough;

    /// <summary>The rhythm after one more gap.</summary>
    public Rhythm Learn(TimeSpan gap, CollectionOptions options)
    {
        // A gap that was a silence itself, or an outage of ours, is no new rhythm: it would hide the next one.
        var bounded = IsKnown && gap > Patience(options) ? Patience(options) : gap;
        return new Rhythm(Gap + ((bounded - Gap) / Math.Min(Gaps + 1, Enough)), Gaps + 1);
    }

    /// <summary>How long nothing new may come before that is a fault.</summary>
    public TimeSpan Patience(CollectionOptions options)
    {
        var much = Gap * options.SilenceFactor;
        return much > options.SilenceAtLeast ? much : options.SilenceAtLeast;
    }
}
