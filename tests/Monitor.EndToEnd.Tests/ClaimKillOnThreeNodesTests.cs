using System.Globalization;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests;
using Monitor.Worker.Tests.Storage;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// Three nodes on one PostgreSQL database, processes of the built program; the desks stand before them in turn. They go by the server's clock, which a test
/// cannot turn: the claims are moved back instead.
/// </summary>
public sealed class ClaimKillOnThreeNodesTests(BuiltProgram program) : ClaimKillTests(program)
{
    private const int Nodes = 3;
    private readonly List<DaemonProcess> _nodes = [];
    private Database? _database;

    internal override Database Database => _database!;

    private DataFolder Folder => new(new StorageOptions { Directory = Temp["store"] });

    internal override async Task StartAsync()
    {
        var storage = await PostgreSqlServer.OptionsAsync(Folder);
        _database = new Database(Folder, storage);
        for (var i = 0; i < Nodes; i++)
        {
            var node = new DaemonProcess(
                Program,
                new
                {
                    Storage = new
                    {
                        Provider = "PostgreSql",
                        storage.ConnectionString,
                        Durability = "Normal",
                    },
                    Cluster = new { Name = string.Create(CultureInfo.InvariantCulture, $"simpul-{i}") },
                    Collection,
                    Intake,
                    Evidence = new { Store = "Database" },
                    Scheduling,
                    Review,
                    Access,
                },
                closed: true
            );
            _nodes.Add(node);
            if (i > 0)
            {
                NodeKeys.Copy(_nodes[0].Data, node.Data);
            }

            await node.StartAsync();
        }
    }

    internal override string SocketOf(int desk) => _nodes[desk % Nodes].Socket;

    internal override string[] WayOf(int desk) => ["--config", _nodes[desk % Nodes].Configuration, "--data", _nodes[desk % Nodes].Data];

    internal override Task TurnAsync(TimeSpan by) =>
        Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "UPDATE flag SET claim_until = claim_until - @by WHERE claim_until IS NOT NULL",
                    new { by = (long)by.TotalMilliseconds }
                ),
            CancellationToken.None
        );

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_database is not null)
        {
            _database.Dispose();
            await PostgreSqlServer.DropAsync(Folder);
        }

        await base.DisposeAsync();
    }
}
