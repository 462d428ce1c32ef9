using System.Net;
using System.Net.Sockets;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Npgsql;

namespace Monitor.Worker.Tests.Storage;

/// <summary>Connections that are lost, statements that hang, commits that are not answered: nothing is lost and nothing is done twice.</summary>
public sealed class PostgreSqlFaultTests : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private readonly ManualTime _time = new(Some.Moment);
    private StorageOptions _options = null!;
    private DataFolder _folder = null!;
    private Database _database = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = new DataFolder(new StorageOptions { Directory = _temp["data"] });
        _database = await PostgreSqlServer.OpenAsync(_folder);
        _options = await PostgreSqlServer.OptionsAsync(_folder);
        await WriteAsync("CREATE TABLE tally (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, writer BIGINT, number BIGINT)");
    }

    public async ValueTask DisposeAsync()
    {
        _database?.Dispose();
        await PostgreSqlServer.DropAsync(_folder);
        _temp.Dispose();
    }

    [Fact]
    public async Task BackendsThatAreTerminatedAgainAndAgainLoseNothingAndDoubleNothing()
    {
        const int writers = 4;
        const int each = 60;
        using var stop = new CancellationTokenSource();
        var killed = 0L;
        var killer = Task.Run(async () =>
        {
            var own = new NpgsqlConnectionStringBuilder(_options.ConnectionString).Database!;
            while (!stop.IsCancellationRequested)
            {
                await using var connection = new NpgsqlConnection(
                    _options.ConnectionString.Replace(own, "postgres", StringComparison.Ordinal) + ";Pooling=False"
                );
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(
                    $"SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{own}' AND state <> 'idle'",
                    connection
                );
                killed += (long)(await command.ExecuteScalarAsync())!;
                await Task.Delay(TimeSpan.FromMilliseconds(15));
            }
        });
        var audit = new AuditLog(_time);
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        using var own = new Database(_folder, _options);
                        for (var number = 0; number < each; number++)
                        {
                            await own.WriteAsync(
                                async session =>
                                {
                                    await session.ExecuteAsync(
                                        "INSERT INTO tally (writer, number) VALUES (@writer, @number)",
                                        new { writer, number }
                                    );
                                    await audit.RecordAsync(session, Some.Admin, "uji", $"writer:{writer}");
                                },
                                default
                            );
                        }
                    })
                )
        );
        await stop.CancelAsync();
        await killer;
        Assert.True(killed > 0, "no backend was met at work");
        Assert.Equal(writers * each, await ScalarAsync("SELECT COUNT(*) FROM tally"));
        Assert.Equal(writers * each, await ScalarAsync("SELECT COUNT(DISTINCT writer * 1000 + number) FROM tally"));
        var verdict = await _database.ReadAsync(AuditLog.VerifyAsync, default);
        Assert.Equal((writers * each, (AuditFault?)null), ((int)verdict.Rows, verdict.Fault));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommitThatIsNotAnsweredIsAskedAfterAndNotDoneTwice(bool arrives)
    {
        using var wire = new CutWire(PostgreSqlServer.Port, arrives);
        var builder = new NpgsqlConnectionStringBuilder(_options.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = wire.Port,
            SslMode = SslMode.Disable,
        };
        using var far = new Database(_folder, Like(builder.ToString()));
        await far.ReadAsync(session => session.ScalarAsync<long>("SELECT 1"), default);
        wire.CutTheNextCommit();
        var runs = 0;
        await far.WriteAsync(
            session =>
            {
                runs++;
                return session.ExecuteAsync("INSERT INTO tally (writer, number) VALUES (1, 1)");
            },
            default
        );
        Assert.True(wire.WasCut);
        Assert.Equal(arrives ? 1 : 2, runs);
        Assert.Equal(1, await ScalarAsync("SELECT COUNT(*) FROM tally"));
    }

    [Fact]
    public async Task ServerThatEndsTheConnectionBeforeTheCommitIsDoneHasKeptNothingAndTheWorkIsRunAgain()
    {
        await WriteAsync(
            """
            CREATE SEQUENCE attempts;
            CREATE FUNCTION end_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('attempts') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER end_once AFTER INSERT ON tally DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_once()
            """
        );
        await WriteAsync("INSERT INTO tally (writer, number) VALUES (1, 1)");
        Assert.Equal(1, await ScalarAsync("SELECT COUNT(*) FROM tally"));
        Assert.Equal(2, await ScalarAsync("SELECT last_value FROM attempts"));
    }

    [Fact]
    public async Task StatementThatHangsIsBrokenOffAndLeavesNothing()
    {
        var impatient = Like(_options.ConnectionString);
        (impatient.StatementTimeout, impatient.RetryFor) = (TimeSpan.FromSeconds(1), TimeSpan.Zero);
        using var database = new Database(_folder, impatient);
        var fault = await Assert.ThrowsAsync<PostgresException>(() =>
            database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("INSERT INTO tally (writer, number) VALUES (1, 1)");
                    await session.ExecuteAsync("SELECT pg_sleep(30)");
                },
                default
            )
        );
        Assert.Equal(PostgresErrorCodes.QueryCanceled, fault.SqlState);
        Assert.Equal(0, await ScalarAsync("SELECT COUNT(*) FROM tally"));
        await database.WriteAsync(session => session.ExecuteAsync("INSERT INTO tally (writer, number) VALUES (1, 2)"), default);
        Assert.Equal(1, await ScalarAsync("SELECT COUNT(*) FROM tally"));
    }

    [Fact]
    public async Task ValueThatCannotBeKeptIsNotTheStoresFault()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() =>
            _database.WriteAsync(
                session => session.ExecuteAsync("INSERT INTO alert VALUES (@kind, 0, 0, 0, '', '', NULL, 0)", new { kind = "a\0b" }),
                default
            )
        );
        Assert.False(Database.IsAtFault(fault));
        var away = Like("Host=127.0.0.1;Port=1;Database=x;Username=x");
        away.RetryFor = TimeSpan.Zero;
        using var nowhere = new Database(_folder, away);
        Assert.True(
            Database.IsAtFault(
                await Assert.ThrowsAnyAsync<Exception>(() => nowhere.ReadAsync(session => session.ScalarAsync<long>("SELECT 1"), default))
            )
        );
    }

    private StorageOptions Like(string connection) =>
        new()
        {
            Directory = _options.Directory,
            Provider = StorageProvider.PostgreSql,
            ConnectionString = connection,
            Durability = Durability.Normal,
        };

    private Task WriteAsync(string sql) => _database.WriteAsync(session => session.ExecuteAsync(sql), default);

    private Task<long> ScalarAsync(string sql) => _database.ReadAsync(session => session.ScalarAsync<long>(sql), default);

    /// <summary>A wire to the server that is cut once, when a commit goes over it: before the server gets it, or before its answer comes back.</summary>
    private sealed class CutWire : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly bool _arrives;
        private readonly int _server;
        private volatile bool _armed;

        public CutWire(int server, bool arrives)
        {
            (_server, _arrives) = (server, arrives);
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public bool WasCut { get; private set; }

        public void CutTheNextCommit() => _armed = true;

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // The test is over.
            }
        }

        private async Task CarryAsync(TcpClient near)
        {
            using var client = near;
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _server);
            var (here, there) = (client.GetStream(), server.GetStream());
            var back = there.CopyToAsync(here);
            var buffer = new byte[65536];
            try
            {
                while (await here.ReadAsync(buffer) is var read and > 0)
                {
                    if (_armed && buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0)
                    {
                        _armed = false;
                        WasCut = true;
                        // Nothing more comes back from here on.
                        client.Client.Close();
                        if (_arrives)
                        {
                            await there.WriteAsync(buffer.AsMemory(0, read));
                            await there.ReadAsync(new byte[64]).AsTask().WaitAsync(TimeSpan.FromSeconds(1));
                        }

                        return;
                    }

                    await there.WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (Exception exception)
                when (exception
                        is IOException
                            or SocketException
                            or ObjectDisposedException
                            or TimeoutException
                            or InvalidOperationException
                )
            {
                // Either end went away.
            }

            server.Close();
            await back.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
