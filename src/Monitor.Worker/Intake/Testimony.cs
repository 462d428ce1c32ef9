using Monitor.Worker.Evidence;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Intake;

/// <summary>What an officer adds to an item: the word of a person who has looked at it.</summary>
/// <param name="Note">Beside the capture, for those who read the evidence; names the officer.</param>
/// <param name="Files">Screenshots and documents.</param>
/// <param name="RecordAsync">Writes the audit row into the transaction that keeps the report; not called when nothing was kept.</param>
internal sealed record Testimony(string Note, IReadOnlyList<TestimonyFile> Files, Func<Session, IntakeResult, Task> RecordAsync);

/// <summary>One file of a testimony, its bytes on disk already.</summary>
internal sealed record TestimonyFile(string Sha256, string Note, Capture Capture);
