namespace Monitor.Worker.Api;

/// <summary>What an officer saw.</summary>
/// <param name="Url">Where it is; null for what has no address.</param>
/// <param name="Platform">In one word.</param>
/// <param name="Account">Number of the registered account that published it.</param>
/// <param name="Time">When it was seen or published, as written.</param>
/// <param name="Text">Its words.</param>
/// <param name="Files">Screenshots and documents.</param>
internal sealed record ReportAddRequest(
    string? Url = null,
    string? Platform = null,
    long? Account = null,
    string? Time = null,
    string? Text = null,
    IReadOnlyList<ReportFileBody>? Files = null
);

/// <summary>One file; its bytes travel as base64.</summary>
internal sealed record ReportFileBody(string Name, byte[] Bytes);
