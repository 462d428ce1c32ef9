namespace Monitor.Worker.Nodes;

/// <summary>What the nodes together have to be told of, in the words of the status.</summary>
internal static class NodeWarnings
{
    /// <summary>A node has fallen silent.</summary>
    public const string Gone = "node-gone";

    /// <summary>Nodes that live run other programs, models or settings.</summary>
    public const string Differ = "nodes-differ";

    /// <summary>Another node finds something wrong with itself.</summary>
    public const string Ill = "node-ill";

    /// <summary>What is to be told of these nodes.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<NodeView> nodes)
    {
        var alive = nodes.Where(node => node.State == NodeState.Alive).ToList();
        if (nodes.Any(node => node.State == NodeState.Gone))
        {
            yield return Gone;
        }

        if (alive.Select(node => (node.Version, node.Model, node.Settings)).Distinct().Count() > 1)
        {
            yield return Differ;
        }

        if (alive.Exists(node => !node.IsSelf && node.Warnings.Count > 0))
        {
            yield return Ill;
        }
    }

    /// <summary>Whether one of a node's own warnings cannot wait.</summary>
    public static bool IsRed(string warning) => warning is "disk" or "audit-head" or "audit-broken";
}
