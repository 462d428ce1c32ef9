namespace Monitor.Worker.Language;

/// <summary>Lengths of time as people say them.</summary>
internal static class Duration
{
    /// <summary>In days, hours, minutes or seconds, whichever is the largest of which there are two.</summary>
    public static Sentence Of(TimeSpan span) =>
        span >= TimeSpan.FromDays(2) ? new Sentence($"{span.TotalDays:0} hari", $"{span.TotalDays:0} days")
        : span >= TimeSpan.FromHours(2) ? new Sentence($"{span.TotalHours:0} jam", $"{span.TotalHours:0} hours")
        : span >= TimeSpan.FromMinutes(2) ? new Sentence($"{span.TotalMinutes:0} menit", $"{span.TotalMinutes:0} minutes")
        : new Sentence($"{span.TotalSeconds:0} detik", $"{span.TotalSeconds:0} seconds");
}
