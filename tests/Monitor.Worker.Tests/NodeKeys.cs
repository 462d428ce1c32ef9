namespace Monitor.Worker.Tests;

/// <summary>What one node seals another opens: an operator copies the keys before a node's first start.</summary>
internal static class NodeKeys
{
    /// <summary>Copies them.</summary>
    /// <param name="from">The data folder of a node that ran.</param>
    /// <param name="to">The data folder of one that did not yet; made where it is not there.</param>
    public static void Copy(string from, string to)
    {
        var keys = Directory.CreateDirectory(Path.Combine(to, "keys")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(from, "keys")))
        {
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)), overwrite: true);
        }
    }
}
