using Monitor.Worker.Nodes;

namespace Monitor.Worker.Cli;

/// <summary>The nodes on the status screen: who is there, and what each is at. Nothing where there is one daemon.</summary>
internal static class NodeScreen
{
    public static void Show(Invocation call, IReadOnlyList<NodeView> nodes)
    {
        foreach (var node in nodes)
        {
            var self = node.IsSelf ? call.Text(" (ini)", " (this one)") : "";
            var seen = $"{node.BeatAt:yyyy-MM-dd HH:mm:ss}Z";
            var job = node.LastJob is { } last
                ? call.Text($", terakhir {last} {node.LastJobAt:HH:mm}Z", $", last {last} {node.LastJobAt:HH:mm}Z")
                : "";
            call.Print(
                node.State switch
                {
                    NodeState.Alive => call.Text(
                        $"Simpul     {node.Name}{self}: hidup sejak {node.StartedAt:yyyy-MM-dd HH:mm}Z, {node.Sources} sumber dikerjakan{job}",
                        $"Node       {node.Name}{self}: alive since {node.StartedAt:yyyy-MM-dd HH:mm}Z, at {node.Sources} sources{job}"
                    ),
                    NodeState.Left => call.Text(
                        $"Simpul     {node.Name}: berhenti, terakhir {seen}",
                        $"Node       {node.Name}: stopped, last seen {seen}"
                    ),
                    _ => call.Text(
                        $"PERHATIAN  simpul {node.Name} ({node.Host}) tidak terdengar sejak {seen}; pekerjaannya diambil alih ketika sewanya habis{Held(call, node)}",
                        $"ATTENTION  node {node.Name} ({node.Host}) has not been heard since {seen}; its work is taken over as its leases run out{Held(call, node)}"
                    ),
                }
            );
            if (node.State == NodeState.Alive && !node.IsSelf && node.Warnings.Count > 0)
            {
                var word = node.Warnings.Any(NodeWarnings.IsRed)
                    ? call.Text("MERAH    ", "RED      ")
                    : call.Text("PERHATIAN", "ATTENTION");
                call.Print(
                    call.Text(
                        $"{word}  simpul {node.Name} melaporkan: {string.Join(", ", node.Warnings)}",
                        $"{word}  node {node.Name} reports: {string.Join(", ", node.Warnings)}"
                    )
                );
            }

            if (node.State == NodeState.Alive && node.ClockAhead.Duration() > TimeSpan.FromSeconds(5))
            {
                call.Print(
                    call.Text(
                        $"PERHATIAN  jam mesin simpul {node.Name} berbeda {node.ClockAhead.TotalSeconds:0} s dari jam basis data; Monitor memakai jam basis data, log mesin tidak",
                        $"ATTENTION  the machine clock of node {node.Name} differs by {node.ClockAhead.TotalSeconds:0} s from the database's; Monitor goes by the database's, that machine's log does not"
                    )
                );
            }
        }

        var alive = nodes.Where(node => node.State == NodeState.Alive).ToList();
        if (NodeWarnings.Of(alive).Contains(NodeWarnings.Differ, StringComparer.Ordinal))
        {
            var kinds = alive.Select(node => $"{node.Name}: {node.Version}, {node.Model}, {node.Settings}");
            call.Print(
                call.Text(
                    $"PERHATIAN  program, model, atau pengaturan antarsimpul berbeda ({string.Join("; ", kinds)})",
                    $"ATTENTION  the nodes differ in program, model or settings ({string.Join("; ", kinds)})"
                )
            );
        }
    }

    private static string Held(Invocation call, NodeView node) =>
        node.Sources > 0 ? call.Text($" ({node.Sources} sumber)", $" ({node.Sources} sources)") : "";
}
