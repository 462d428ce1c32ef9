using Monitor.Worker.Audit;

namespace Monitor.Worker.Reports;

/// <summary>What an officer saw, as the officer gave it; nothing of it is checked yet.</summary>
/// <param name="Url">Where; null for something that has no address, such as a message in a group.</param>
/// <param name="Platform">On which platform, in one word.</param>
/// <param name="AccountId">Number of the registered account that published it, when that is known.</param>
/// <param name="Time">When it was seen or published, as written; without a zone it is the region's own time.</param>
/// <param name="Text">The words of the post.</param>
/// <param name="Files">Screenshots and documents.</param>
internal sealed record Report(
    string? Url,
    string? Platform,
    long? AccountId,
    string? Time,
    string? Text,
    IReadOnlyList<ReportedFile> Files
);

/// <summary>One file of a report.</summary>
/// <param name="Name">What the officer calls it.</param>
/// <param name="Bytes">The file as it is.</param>
internal sealed record ReportedFile(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>Who reports.</summary>
/// <param name="Identity">Stable over renames; belongs to the report's own key.</param>
/// <param name="Actor">As the audit record names the person.</param>
/// <param name="Sees">Whether a region is this person's to see.</param>
/// <param name="Region">The person's only region; null when there are several or all.</param>
internal sealed record Officer(string Identity, Actor Actor, Func<string?, bool> Sees, string? Region);

/// <summary>What became of a report.</summary>
/// <param name="Outcome"><c>flagged</c>: a flag was opened; <c>attached</c>: a flag of the same text has it as further evidence; <c>known</c>: it was here before.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Files">The files with their hashes.</param>
internal sealed record ReportResult(string Outcome, long? Flag, IReadOnlyList<StoredFile> Files);

/// <summary>A file that is kept as evidence.</summary>
internal sealed record StoredFile(string Name, string Sha256, long Bytes, string MediaType);
