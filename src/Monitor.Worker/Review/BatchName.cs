namespace Monitor.Worker.Review;

/// <summary>By which name the files of a batch, and all who speak of what left, know it: <c>bkn-000001</c>.</summary>
internal static class BatchName
{
    /// <summary>The name of a recipient's batch.</summary>
    public static string Of(string recipient, long number) => $"{recipient}-{number:000000}";
}
