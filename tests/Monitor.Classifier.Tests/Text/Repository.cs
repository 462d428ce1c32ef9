namespace Monitor.Classifier.Tests.Text;

/// <summary>Where the repository and the shared measuring material are.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Monitor.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The models that the product ships.</summary>
    public static string Models => Path.Combine(Root, "models");

    /// <summary>A file of the measuring material beside the repository; skips the test where it is absent.</summary>
    public static string Shared(params string[] parts)
    {
        // A work tree may lie one folder deeper than the repository, so the material is looked for in each folder above.
        for (var folder = Directory.GetParent(Root); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine([folder.FullName, "shared", .. parts]);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"{Path.Combine(parts)} is not there: the measuring material stands beside the repository, not in it.");
        return string.Empty;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Monitor.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Monitor.slnx above {AppContext.BaseDirectory}.");
    }
}
