using System.Text.RegularExpressions;

namespace Monitor.Worker.Tests;

/// <summary>The tests that exist and run, for pages that name them.</summary>
internal static partial class NamedTests
{
    /// <summary>Every test as <c>Class.Test</c>, the class by its file.</summary>
    /// <remarks>By the sources, because the tests over the built program stand in another assembly.</remarks>
    public static HashSet<string> All()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Shared.Repository, "tests"), "*Tests*.cs", SearchOption.AllDirectories))
        {
            // What stands behind each mark up to the next: the first method of it. An explicit test is none that runs.
            foreach (var part in File.ReadAllText(file).Split(["[Fact]", "[Theory]"], StringSplitOptions.None).Skip(1))
            {
                found.Add($"{Path.GetFileName(file).Split('.')[0]}.{Method().Match(part).Groups["name"].Value}");
            }
        }

        return found;
    }

    [GeneratedRegex(@"\n    public (async Task|Task|void) (?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Method();
}
