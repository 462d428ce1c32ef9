namespace Monitor.Classifier.Tests;

/// <summary>The shipped models, loaded once for all tests.</summary>
internal static class Models
{
    private static readonly Lazy<NetralitasClassifier> Loaded = new(() => NetralitasClassifier.Load(Find()));

    public static NetralitasClassifier Shipped => Loaded.Value;

    /// <summary>The models folder of the source tree: the first parent that has one.</summary>
    public static string Directory { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, "models");
            if (File.Exists(Path.Combine(models, NetralitasClassifier.Folder, "model.bin")))
            {
                return models;
            }
        }

        throw new DirectoryNotFoundException("No models folder above the tests");
    }
}
