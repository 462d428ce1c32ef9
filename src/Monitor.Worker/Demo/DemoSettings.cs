using System.Text.Json;
using System.Text.Json.Nodes;
using Monitor.Worker.Api;
using Monitor.Worker.Configuration;
using Monitor.Worker.Hosting;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Demo;

/// <summary>The configuration of the demo, written to its folder as any operator would write one: nothing in the code knows that it is a demo.</summary>
internal static class DemoSettings
{
    /// <summary>Name of the file in the demo's folder.</summary>
    public const string FileName = "monitor.json";

    /// <summary>The invented first reader.</summary>
    public const string FirstAnalyst = "analis-satu";

    /// <summary>The invented second reader.</summary>
    public const string SecondAnalyst = "analis-dua";

    /// <summary>The invented lead.</summary>
    public const string Lead = "ketua-satgas";

    /// <summary>The invented officer for data protection.</summary>
    public const string DataProtection = "petugas-pdp";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file and reads it back through the ordinary door.</summary>
    /// <param name="directory">The demo's folder.</param>
    /// <param name="site">The sample sites' address.</param>
    public static Settings Write(string directory, Uri site)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, FileName);
        var root = new JsonObject
        {
            ["Storage"] = new JsonObject { ["Directory"] = directory },
            ["Collection"] = new JsonObject
            {
                // The sample sites are on this machine and nobody else's: no manners are owed to them.
                ["AllowedPrivateHosts"] = new JsonArray($"{site.Host}:{site.Port}"),
                ["PerHostInterval"] = "00:00:00",
                // One feed after the other, so that every demo numbers its flags alike: guides and pictures can name them.
                ["BatchPerHost"] = 1,
            },
            // Both invented analysts read both flags, so that a dismissal shows its second reader too.
            ["Review"] = new JsonObject { ["DismissalSecondReadingShare"] = 1 },
            ["Scheduling"] = new JsonObject { ["CollectEvery"] = "00:00:01" },
            ["Access"] = new JsonObject
            {
                ["TestUsers"] = new JsonArray(
                    TestUser(FirstAnalyst, Roles.Analis),
                    TestUser(SecondAnalyst, Roles.Analis),
                    TestUser(Lead, Roles.Ketua),
                    TestUser(DataProtection, Roles.Dpo)
                ),
            },
        };
        File.WriteAllText(file, root.ToJsonString(Indented));
        // What the shell may hold for a real daemon must not send the demo to a real folder or socket.
        var own = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Storage:Directory"] = directory,
            ["Storage:Provider"] = "Sqlite",
            ["Api:Socket"] = "",
            ["Api:SocketGroup"] = "",
        };
        return SettingsCatalogue.Require(SettingsSource.Read(file, own));
    }

    private static JsonObject TestUser(string name, string role) =>
        new()
        {
            ["Name"] = name,
            ["Uid"] = UserAccounts.OwnUid,
            ["Role"] = role,
        };
}
