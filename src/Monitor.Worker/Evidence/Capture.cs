namespace Monitor.Worker.Evidence;

/// <summary>Raw bytes as they were received, with where and when.</summary>
/// <param name="Bytes">The body after transfer decompression, unchanged otherwise.</param>
/// <param name="MediaType">The Content-Type as sent, or empty.</param>
/// <param name="Url">The final address after redirects.</param>
/// <param name="At">When the last byte arrived.</param>
/// <param name="Headers">Response headers, lower-case names, in the order received.</param>
/// <param name="Status">The HTTP status; 0 for what did not come over HTTP, such as an officer's file.</param>
internal sealed record Capture(
    ReadOnlyMemory<byte> Bytes,
    string MediaType,
    Uri Url,
    DateTimeOffset At,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    int Status = 0
);
