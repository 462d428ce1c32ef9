using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Nodes;

/// <summary>Who this process is among the nodes.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Place">Names its data folder for ever, wherever that is mounted.</param>
/// <param name="Run">This start of it, never the same twice: a node that was started again is not taken for the one that died.</param>
internal sealed record NodeSelf(string Name, string Place, string Run)
{
    /// <summary>What it claims carries this.</summary>
    public string Owner => OwnerOf(Name, Run);

    /// <summary>What a run of a node signs with.</summary>
    public static string OwnerOf(string name, string run) => $"{name}:{run}";

    /// <summary>This process where there is no other.</summary>
    public static NodeSelf Alone() => new(Environment.MachineName, "", $"{Environment.ProcessId}:{Guid.NewGuid():N}");

    /// <summary>This process, at home in a data folder whose lock it holds.</summary>
    public static NodeSelf At(DataFolder folder, ClusterOptions options)
    {
        var path = Path.Combine(folder.DatabaseDirectory, "node.id");
        if (!File.Exists(path))
        {
            var aside = path + ".tmp";
            File.WriteAllText(aside, $"{Guid.NewGuid():N}\n");
            File.Move(aside, path, overwrite: true);
        }

        var place = File.ReadAllText(path).Trim();
        return Guid.TryParseExact(place, "N", out _)
            ? new NodeSelf(options.Name.Length > 0 ? options.Name : Environment.MachineName, place, $"{Guid.NewGuid():N}")
            : throw RefusalException.Broken(
                $"'{path}' tidak berisi nama simpul; hapus berkas itu bila folder ini tidak disalin dari simpul lain.",
                $"'{path}' does not hold a node's name; remove it unless this folder was copied from another node."
            );
    }
}
