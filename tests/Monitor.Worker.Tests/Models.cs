using Monitor.Classifier;
using Monitor.Worker.Contests;

namespace Monitor.Worker.Tests;

/// <summary>The shipped rules and model, read once for all tests; neither has a state of its own.</summary>
internal static class Models
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "models");
    private static readonly Lazy<Rules> LoadedRules = new(() => Rules.Load(Path.Combine(Folder, "rules")));
    private static readonly Lazy<NetralitasClassifier> LoadedClassifier = new(() => NetralitasClassifier.Load(Folder));

    public static Rules Rules => LoadedRules.Value;

    public static NetralitasClassifier Classifier => LoadedClassifier.Value;
}
