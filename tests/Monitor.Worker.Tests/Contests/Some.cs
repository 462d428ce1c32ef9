using System.Runtime.CompilerServices;

namespace Monitor.Worker.Tests.Contests;

/// <summary>The rules folder that the tests read, and copies of it to spoil.</summary>
internal static class Some
{
    /// <summary>The shipped rules, as they stand beside the built program.</summary>
    public static string RulesFolder { get; } = Path.Combine(AppContext.BaseDirectory, "models", "rules");

    /// <summary>A copy of the shipped rules in which one text of one file is replaced.</summary>
    public static string SpoiltRules(string file, string was, string becomes, [CallerMemberName] string test = "")
    {
        var folder = Directory.CreateTempSubdirectory($"rules-{test}-").FullName;
        foreach (var path in Directory.GetFiles(RulesFolder))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        return Spoil(folder, file, was, becomes);
    }

    /// <summary>Replaces one text of one file of a folder.</summary>
    public static string Spoil(string folder, string file, string was, string becomes)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(was, text, StringComparison.Ordinal);
        var at = text.IndexOf(was, StringComparison.Ordinal);
        File.WriteAllText(path, string.Concat(text.AsSpan(0, at), becomes, text.AsSpan(at + was.Length)));
        return folder;
    }
}
