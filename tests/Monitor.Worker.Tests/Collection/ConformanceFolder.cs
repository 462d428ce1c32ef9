namespace Monitor.Worker.Tests.Collection;

/// <summary>Public conformance material, kept beside the repository and not in it. A test that needs it is skipped where it is absent.</summary>
internal static class ConformanceFolder
{
    /// <summary>The path of a folder of it; skips the running test, saying so, when there is none.</summary>
    public static string Require(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"../shared/conformance/{name} is not beside the repository");
        return path!;
    }

    /// <summary>The path of a folder of it, or null.</summary>
    public static string? Find(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Monitor.slnx")))
        {
            root = root.Parent;
        }

        // A worktree stands one folder deeper than a clone.
        for (var beside = root?.Parent; beside is not null; beside = beside.Parent)
        {
            var path = Path.Combine(beside.FullName, "shared", "conformance", name);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
