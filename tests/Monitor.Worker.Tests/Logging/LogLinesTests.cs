using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Logging;

namespace Monitor.Worker.Tests.Logging;

/// <summary>What a line of the log says, and what it never says.</summary>
public sealed class LogLinesTests
{
    private readonly ManualTime _time = new(Some.Moment);
    private readonly RecentLines _recent = new();
    private readonly LoggerExternalScopeProvider _scopes = new();

    [Fact]
    public void TextLineSaysWhenHowBadWhereWhatAndAboutWhat()
    {
        using var job = Scope(("job", "collect"));
        using var source = Scope(("source", 7L));
        Assert.Equal(
            "2024-10-01T03:00:00.000Z warning Monitor.Uji: The lease was lost (job collect, source 7)\n",
            Write(LogFormat.Text, "The lease was lost")
        );
    }

    [Fact]
    public void JsonLineHasTheSameAsMembers()
    {
        using var request = Scope(("request", "0HN:1"), ("endpoint", "/queue/{flag:long}"));
        using var role = Scope(("role", "analis"));
        using var line = JsonDocument.Parse(
            Write(LogFormat.Json, "A request failed", Thrown(new FormatException("'Zulkarnain' is not a number")))
        );
        var root = line.RootElement;
        Assert.Equal(
            ("2024-10-01T03:00:00.000Z", "warning", "Monitor.Uji", "A request failed"),
            (Of("time"), Of("level"), Of("category"), Of("message"))
        );
        Assert.Equal(("0HN:1", "/queue/{flag:long}", "analis"), (Of("request"), Of("endpoint"), Of("role")));
        Assert.Equal("FormatException", Of("fault"));
        Assert.Contains(nameof(Thrown), Of("stack"), StringComparison.Ordinal);

        string Of(string name) => root.GetProperty(name).GetString()!;
    }

    [Fact]
    public void ScopesOfTheWebServerAreNotWrittenForTheyHoldPaths()
    {
        using var server = Scope(("RequestPath", "/asn/198507122010012047"), ("ConnectionId", "x"));
        Assert.DoesNotContain("198507122010012047", Write(LogFormat.Text, "A request failed"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(LogFormat.Text))]
    [InlineData(nameof(LogFormat.Json))]
    public void ExceptionIsItsKindAndItsPlaceButNotTheDataItSpeaksOf(string format)
    {
        var written = Write(
            Enum.Parse<LogFormat>(format),
            "The job failed",
            Thrown(new InvalidOperationException("Ayo pilih nomor dua", new IOException("No space left on device")))
        );
        Assert.DoesNotContain("nomor dua", written, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException <- IOException: No space left on device", written, StringComparison.Ordinal);
        Assert.Single(written.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void LastLinesAreKeptAndNoMore()
    {
        for (var i = 0; i < 600; i++)
        {
            Write(LogFormat.Text, $"line {i}");
        }

        var kept = _recent.Now();
        Assert.Equal(500, kept.Count);
        Assert.EndsWith("line 599", kept[^1], StringComparison.Ordinal);
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    private IDisposable Scope(params (string Name, object? Value)[] subjects) =>
        _scopes.Push(subjects.Select(subject => KeyValuePair.Create(subject.Name, subject.Value)).ToArray());

    private string Write(LogFormat format, string message, Exception? exception = null)
    {
        using var writer = new StringWriter();
        var lines = new LogLines(new LogOptions { Format = format }, _recent, _time);
        lines.Write(
            new LogEntry<string>(LogLevel.Warning, "Monitor.Uji", default, message, exception, static (state, _) => state),
            _scopes,
            writer
        );
        return writer.ToString();
    }
}
