using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Monitor.Worker.Logging;

/// <summary>Writes the daemon's log lines: as text or JSON, with what they are about, and without what was collected.</summary>
/// <remarks>
/// A formatter of our own because the runtime's print whatever an exception says, and many say the very value that they could not read: a text, a name, a number
/// of a person. Here an exception is its type and its stack, with its words only where those come from the system and not from data. Of scopes only
/// the names below are taken: the web server's hold paths.
/// </remarks>
internal sealed class LogLines(LogOptions options, RecentLines recent, TimeProvider time) : ConsoleFormatter(FormatName)
{
    /// <summary>Its name among formatters.</summary>
    public const string FormatName = "monitor";

    /// <summary>What a line may be about, in the order in which it is written.</summary>
    public static readonly IReadOnlyList<string> Subjects = ["job", "source", "request", "endpoint", "role"];

    // Under systemd standard error is the journal, which takes a priority at the head of each line (sd-daemon(3)).
    private static readonly bool ToJournal = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JOURNAL_STREAM"));

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var about = AboutOf(scopeProvider);
        var fault = logEntry.Exception is null ? null : Describe(logEntry.Exception);
        var line =
            options.Format == LogFormat.Json
                ? AsJson(logEntry.LogLevel, logEntry.Category, message, about, fault, logEntry.Exception?.StackTrace)
                : AsText(logEntry.LogLevel, logEntry.Category, message, about, fault, logEntry.Exception?.StackTrace);
        recent.Add(line);
        textWriter.Write(ToJournal && options.Format == LogFormat.Text ? $"<{Priority(logEntry.LogLevel)}>{line}\n" : line + "\n");
    }

    /// <summary>What went wrong, without what it went wrong with.</summary>
    internal static string Describe(Exception exception)
    {
        var text = new StringBuilder();
        for (Exception? one = exception; one is not null; one = one.InnerException)
        {
            text.Append(text.Length > 0 ? " <- " : "").Append(one.GetType().Name);
            if (one is Npgsql.PostgresException { SqlState: var state, ConstraintName: var constraint })
            {
                text.Append(CultureInfo.InvariantCulture, $" {state} {constraint}");
            }

            // The words of these are the system's: an error number, a path that was configured, a constraint's name.
            if (
                one
                is Microsoft.Data.Sqlite.SqliteException
                    or SocketException
                    or IOException
                    or UnauthorizedAccessException
                    or TimeoutException
            )
            {
                text.Append(": ").Append(one.Message.ReplaceLineEndings(" "));
            }
        }

        return text.ToString();
    }

    private string AsText(
        LogLevel level,
        string category,
        string message,
        List<(string Name, string Value)> about,
        string? fault,
        string? stack
    )
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Word(level)} {category}: ");
        text.Append(message.ReplaceLineEndings(" "));
        if (about.Count > 0)
        {
            text.Append(" (").AppendJoin(", ", about.Select(one => $"{one.Name} {one.Value}")).Append(')');
        }

        if (fault is not null)
        {
            text.Append(" | ").Append(fault);
        }

        if (stack is not null)
        {
            text.Append(" | ").Append(string.Join(" ", stack.Split('\n', StringSplitOptions.TrimEntries)));
        }

        return text.ToString();
    }

    private string AsJson(
        LogLevel level,
        string category,
        string message,
        List<(string Name, string Value)> about,
        string? fault,
        string? stack
    )
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Word(level));
            json.WriteString("category", category);
            json.WriteString("message", message);
            foreach (var (name, value) in about)
            {
                json.WriteString(name, value);
            }

            if (fault is not null)
            {
                json.WriteString("fault", fault);
            }

            if (stack is not null)
            {
                json.WriteString("stack", stack);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static List<(string Name, string Value)> AboutOf(IExternalScopeProvider? scopes)
    {
        var about = new Dictionary<string, string>(StringComparer.Ordinal);
        scopes?.ForEachScope(
            static (scope, about) =>
            {
                if (scope is IEnumerable<KeyValuePair<string, object?>> pairs)
                {
                    foreach (var (name, value) in pairs)
                    {
                        if (Subjects.Contains(name, StringComparer.Ordinal))
                        {
                            about[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                        }
                    }
                }
            },
            about
        );
        return [.. Subjects.Where(about.ContainsKey).Select(name => (name, about[name]))];
    }

    private static string Word(LogLevel level) => level.ToString().ToLowerInvariant();

    private static int Priority(LogLevel level) =>
        level switch
        {
            LogLevel.Critical => 2,
            LogLevel.Error => 3,
            LogLevel.Warning => 4,
            LogLevel.Information => 6,
            _ => 7,
        };
}
