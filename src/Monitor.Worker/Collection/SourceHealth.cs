using Monitor.Worker.Language;

namespace Monitor.Worker.Collection;

/// <summary>How a source fares, judged from its row.</summary>
/// <param name="Word"><c>green</c>, <c>yellow</c>, <c>red</c>, <c>new</c>, <c>paused</c>, or <c>refused</c> by robots.txt.</param>
/// <param name="Outcome">What is the matter in one word, or what came of the last check.</param>
/// <param name="Reason">The same for people; null before the first check.</param>
/// <param name="Since">The first bad time; null when nothing is bad.</param>
internal sealed record SourceHealth(string Word, string? Outcome, Sentence? Reason, DateTimeOffset? Since)
{
    private const int FailuresToRed = 3;

    /// <summary>The judgement at a moment.</summary>
    /// <param name="source">The row.</param>
    /// <param name="interval">The interval that holds.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="now">The moment.</param>
    public static SourceHealth Of(Source source, TimeSpan interval, CollectionOptions options, DateTimeOffset now)
    {
        if (source.State == "paused")
        {
            return AsChecked(source, "paused");
        }

        // A refusal by robots.txt is the site's will, not a fault: it is shown, and it is not red.
        if (source.LastOutcome == "refused-by-robots")
        {
            return AsChecked(source, "refused");
        }

        return source.Failures >= FailuresToRed || (source.Failures > 0 && SourceFault.NeedsAPerson(source.LastOutcome))
                ? AsChecked(source, "red")
            : Silence(source, options) is { } silent ? silent
            : source.EmptyPages >= options.EmptyPagesToRed ? Empty(source)
            : source.Failures > 0 ? AsChecked(source, "yellow")
            : source.LastCheckedAt is null ? AsChecked(source, "new")
            : now - source.NextCheckAt > interval * 3 ? Late(source)
            : AsChecked(source, "green");
    }

    // Counted up to the last good answer: while a source does not answer, or we do not ask, nobody knows whether it is silent.
    private static SourceHealth? Silence(Source source, CollectionOptions options)
    {
        if (source is not { Rhythm.IsKnown: true, LastNewAt: { } heard, LastSuccessAt: { } asked })
        {
            return null;
        }

        var since = heard + source.Rhythm.Patience(options);
        return asked <= since
            ? null
            : new SourceHealth(
                "red",
                "silent",
                new Sentence(
                    $"Sumber menjawab, tetapi tidak ada yang baru sejak {heard:yyyy-MM-dd HH:mm}Z; biasanya ada kira-kira setiap {Duration.Of(source.Rhythm.Gap).Id}.",
                    $"The source answers, but nothing new has come since {heard:yyyy-MM-dd HH:mm}Z; usually something does about every {Duration.Of(source.Rhythm.Gap).En}."
                ),
                since
            );
    }

    private static SourceHealth Empty(Source source) =>
        new(
            "red",
            "empty-pages",
            new Sentence(
                $"{source.EmptyPages} halaman terakhir dibaca tanpa menemukan teks artikel.",
                $"The last {source.EmptyPages} pages were read and no article text was found on them."
            ),
            source.EmptySince
        );

    // Due for more than three intervals and not checked: the daemon does not keep up.
    private static SourceHealth Late(Source source) =>
        new(
            "red",
            "late",
            new Sentence("Pemeriksaan sudah lama lewat waktunya.", "The check has long been due."),
            source.FirstFailureAt ?? source.NextCheckAt
        );

    private static SourceHealth AsChecked(Source source, string word) =>
        new(
            word,
            source.LastOutcome,
            source is { LastReasonId: { } id, LastReasonEn: { } en } ? new Sentence(id, en) : null,
            source.FirstFailureAt
        );
}
