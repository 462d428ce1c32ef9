namespace Monitor.Worker.Tests;

/// <summary>Material outside the repository, in <c>../shared</c> beside it; tests that need it are skipped visibly where it is absent.</summary>
internal static class Shared
{
    /// <summary>The repository, found by its solution file.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>A folder of conformance data, or a skipped test.</summary>
    public static string Conformance(string name)
    {
        var folder = Path.GetFullPath(Path.Combine(Repository, "..", "shared", "conformance", name));
        Assert.SkipUnless(Directory.Exists(folder), $"../shared/conformance/{name} is not there.");
        return folder;
    }

    /// <summary>A file of domain material, or a skipped test.</summary>
    public static string Domain(string name)
    {
        var file = Path.GetFullPath(Path.Combine(Repository, "..", "shared", "domain", name));
        Assert.SkipUnless(File.Exists(file), $"../shared/domain/{name} is not there.");
        return file;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Monitor.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Monitor.slnx stands in no folder above the tests.");
    }
}
