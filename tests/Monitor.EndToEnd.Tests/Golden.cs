using System.Text.RegularExpressions;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// Screens as they are checked in. What differs from run to run is masked: the port of the sample sites, hashes, times to the second, and in the bar the score and the time that
/// is left. After a change that is meant, write them anew with MONITOR_WRITE_GOLDEN=1 and read the difference.
/// </summary>
internal sealed partial class Golden(string folder)
{
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps the first screen of each name and language.</summary>
    public Task KeepAsync(string name, string language, string screen)
    {
        _kept.TryAdd($"{name}.{language}.txt", Masked(screen));
        return Task.CompletedTask;
    }

    /// <summary>Compares what was kept with what is checked in; each side must have them all.</summary>
    public void Compare()
    {
        Directory.CreateDirectory(folder);
        if (Environment.GetEnvironmentVariable("MONITOR_WRITE_GOLDEN") == "1")
        {
            foreach (var old in Directory.GetFiles(folder))
            {
                File.Delete(old);
            }

            foreach (var (name, screen) in _kept)
            {
                File.WriteAllText(Path.Combine(folder, name), screen);
            }
        }

        Assert.Equal(
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            _kept.Keys.Order(StringComparer.Ordinal)
        );
        Assert.All(
            _kept,
            kept =>
                Assert.True(
                    File.ReadAllText(Path.Combine(folder, kept.Key)) == kept.Value,
                    $"{kept.Key} is another than what is checked in (MONITOR_WRITE_GOLDEN=1 writes it anew):\n{kept.Value}"
                )
        );
    }

    internal static string Masked(string screen)
    {
        var rows = screen.TrimEnd('\n').Split('\n');
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Hash().Replace(Port().Replace(rows[i], "127.0.0.1:00000"), new string('0', 64)).TrimEnd();
            rows[i] = Second().Replace(rows[i], "00:00:00Z");
            rows[i] = Bar().Replace(rows[i], bar => $"{bar.Groups["what"].Value.PadRight(62)}{bar.Groups["due"].Value} (…)");
        }

        return string.Join('\n', rows) + "\n";
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d{5}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();

    [GeneratedRegex(@"\d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Second();

    [GeneratedRegex("[0-9a-f]{64}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hash();

    [GeneratedRegex(
        @"^(?<what> Flag \d+  \S+  [a-z_]+).* (?<due>tenggat|due) [-\d]+ [:\d]+ \w+ \(.*\)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Bar();
}
