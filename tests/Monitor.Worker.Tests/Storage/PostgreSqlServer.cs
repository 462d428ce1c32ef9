using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dapper;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Monitor.Worker.Tests.Storage;

/// <summary>
/// A PostgreSQL server of this test run alone: an own cluster in a temporary folder, on a Unix socket, under a user that is not root. It is started
/// by the first test that needs it and is gone with the run, also when the run is killed. Each test gets a database of its own.
/// </summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private const string Template = "monitor_template";

    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly ConcurrentDictionary<string, Task> Made = new(StringComparer.Ordinal);
    private static string? s_refusal;
    private static string? s_socket;
    private static Process? s_server;
    private static string? s_root;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (s_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            // Its end of the pipe: the shell that watches it stops the server.
            s_server.StandardInput.Close();
            await s_server.WaitForExitAsync();
            s_server.Dispose();
            Directory.Delete(s_root!, recursive: true);
        }
    }

    /// <summary>The data of a test, in the database that belongs to its folder; or a skipped test where there is no PostgreSQL.</summary>
    internal static async Task<Database> OpenAsync(DataFolder folder)
    {
        var options = await OptionsAsync(folder);
        folder.Create();
        return new Database(folder, options);
    }

    /// <summary>How to reach the database of a folder, which is made and migrated when it is not there.</summary>
    internal static async Task<StorageOptions> OptionsAsync(DataFolder folder)
    {
        await StartAsync();
        var name = NameOf(folder);
        await Made.GetOrAdd(name, _ => ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}"));
        return Options(folder, name);
    }

    /// <summary>How to reach a new database without a table.</summary>
    internal static async Task<StorageOptions> EmptyAsync(
        DataFolder folder,
        string settings = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    {
        await StartAsync();
        var name = NameOf(folder);
        await Made.GetOrAdd(name, _ => ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0 {settings}"));
        return Options(folder, name);
    }

    /// <summary>Removes the database of a folder, if there is one.</summary>
    internal static async Task DropAsync(DataFolder folder)
    {
        var name = NameOf(folder);
        if (Made.TryRemove(name, out _))
        {
            await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    /// <summary>Runs a statement as the superuser of the cluster.</summary>
    internal static async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=False");
        await connection.OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>The port on 127.0.0.1, with TLS.</summary>
    internal static int Port { get; private set; }

    /// <summary>The certificate that signed the server's, as a file.</summary>
    internal static string Authority => Path.Combine(s_root!, "server.pem");

    /// <summary>How a role of the documented script reaches the database that the script makes; the script is run by the first who asks.</summary>
    internal static async Task<string> AsRoleAsync(string role)
    {
        await StartAsync();
        await Roles.GetOrAdd(
            "",
            _ =>
            {
                Assert.SkipUnless(File.Exists("/usr/bin/psql"), "psql is not installed.");
                var script = Path.Combine(Shared.Repository, "deploy", "postgresql", "roles.sql");
                string[] psql =
                [
                    "psql",
                    "-q",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-h",
                    s_socket!,
                    "-p",
                    $"{Port}",
                    "-U",
                    "monitor_test",
                    "-f",
                    script,
                    "postgres",
                ];
                return RunAsync(psql);
            }
        );
        return $"Host={s_socket};Port={Port};Database=monitor;Username={role}";
    }

    /// <summary>Makes the database of the documented script anew, without a table.</summary>
    internal static async Task DropRolesDatabaseAsync()
    {
        Roles.Clear();
        await ExecuteAsync("DROP DATABASE IF EXISTS monitor WITH (FORCE)");
    }

    private static readonly ConcurrentDictionary<string, Task> Roles = new(StringComparer.Ordinal);

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    private static void WriteCertificate(string root)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = Clock.Machine.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(Path.Combine(root, "server.pem"), certificate.ExportCertificatePem());
        using var file = new FileStream(
            Path.Combine(root, "server.key"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }
        );
        file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
    }

    private static string NameOf(DataFolder folder) =>
        "t_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..20];

    private static StorageOptions Options(DataFolder folder, string name) =>
        new()
        {
            Directory = folder.Root,
            Provider = StorageProvider.PostgreSql,
            ConnectionString = ConnectionTo(name),
            BusyTimeout = TimeSpan.FromMinutes(1),
            Durability = Durability.Normal,
        };

    private static string ConnectionTo(string database) =>
        $"Host={s_socket};Port={Port};Database={database};Username=monitor_test;Include Error Detail=true";

    private static async Task StartAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (s_socket is null && s_refusal is null)
            {
                s_refusal = await TryStartAsync();
            }
        }
        finally
        {
            Gate.Release();
        }

        Assert.SkipWhen(s_refusal is not null, s_refusal ?? "");
    }

    private static async Task<string?> TryStartAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "The PostgreSQL of a test run is started on Linux only.";
        }

        if (BinariesOf() is not { } binaries)
        {
            return "PostgreSQL 15 or newer is not installed (Debian: apt-get install postgresql-15).";
        }

        // The server refuses to be root.
        string[] runner = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];
        if (
            runner.Length > 0
            && !(await File.ReadAllLinesAsync("/etc/passwd")).Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
        )
        {
            return "PostgreSQL does not run as root, and there is no user 'postgres' to run it as.";
        }

        // Hundreds of small databases are made and dropped: in memory where there is room for them.
        s_root = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"monitor-pg-{Guid.NewGuid():N}");
        Directory.CreateDirectory(s_root);
        if (runner.Length > 0)
        {
            await RunAsync("chown", "postgres", s_root);
        }

        var data = Path.Combine(s_root, "data");
        await RunAsync([
            .. runner,
            $"{binaries}/initdb",
            "-D",
            data,
            "-U",
            "monitor_test",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        WriteCertificate(s_root);
        if (runner.Length > 0)
        {
            await RunAsync("chown", "postgres", $"{s_root}/server.key", $"{s_root}/server.pem");
        }

        using (var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        }

        string[] settings =
        [
            $"unix_socket_directories={s_root}",
            "listen_addresses=127.0.0.1",
            $"port={Port}",
            "ssl=on",
            $"ssl_cert_file={s_root}/server.pem",
            $"ssl_key_file={s_root}/server.key",
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "max_connections=300",
            "shared_buffers=64MB",
            "max_wal_size=2GB",
            "autovacuum=off",
            "log_min_messages=fatal",
        ];
        var server = $"{binaries}/postgres -D {data} {string.Join(' ', settings.Select(setting => $"-c {setting}"))} >{s_root}/log 2>&1";
        string[] watched = [.. runner, "sh", "-c", $"cd / && {{ {server} & }} && p=$! && read -r end; kill -QUIT $p; wait $p"];
        s_server = Process.Start(new ProcessStartInfo(watched[0], watched[1..]) { RedirectStandardInput = true, UseShellExecute = false })!;
        s_socket = s_root;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync($"CREATE DATABASE {Template}");
                break;
            }
            catch (NpgsqlException exception) when (attempt < 300 && exception is not PostgresException { SqlState: not "57P03" })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }

        using var folder = new TempFolder();
        var place = new DataFolder(new StorageOptions { Directory = folder.Path });
        using (var template = new Database(place, Options(place, Template)))
        {
            await new Migrations(template, place, Clock.Machine).ApplyAsync(default);
        }

        return null;
    }

    private static string? BinariesOf() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateDirectories("/usr/lib/postgresql")
                .Select(folder =>
                    (
                        Folder: folder,
                        Version: int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0
                    )
                )
                .Where(found => found.Version >= 15 && File.Exists($"{found.Folder}/bin/initdb"))
                .OrderBy(found => found.Version)
                .Select(found => $"{found.Folder}/bin")
                .FirstOrDefault()
            : null;

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = "/",
            }
        )!;
        var said = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command[0]}: {await said}");
    }
}
