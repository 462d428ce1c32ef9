namespace Monitor.Worker.Summaries.Charts;

/// <summary>A row of a chart: its name and a value for each series.</summary>
/// <param name="Label">The name.</param>
/// <param name="Values">In the order of the series; null for one that is suppressed.</param>
internal sealed record Row(string Label, params IReadOnlyList<double?> Values);

/// <summary>What a chart is called, and what it says to those who do not see it.</summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Title">Its name.</param>
/// <param name="Description">What it shows.</param>
internal sealed record Caption(string Id, string Title, string Description);
