using Microsoft.Extensions.Logging;

namespace Monitor.Worker.Logging;

/// <summary>What the lines that follow are about.</summary>
internal static class LogScopes
{
    /// <summary>Names it until the answer is disposed. Only the names of <see cref="LogLines.Subjects"/> are written.</summary>
    public static IDisposable? About(this ILogger log, params KeyValuePair<string, object?>[] subjects) => log.BeginScope(subjects);

    /// <summary>One of them.</summary>
    public static KeyValuePair<string, object?> Subject(string name, object? value) => new(name, value);
}
