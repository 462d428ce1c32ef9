using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Monitor.Worker.Tests.Storage;

/// <summary>
/// The PostgreSQL server of this test run: started by the first test that needs it, gone with the run. Each test gets a database of its own.
/// </summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private const string Template = "monitor_template";

    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly ConcurrentDictionary<string, Task> Made = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Task> Roles = new(StringComparer.Ordinal);
    private static PostgreSqlCluster? s_cluster;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (s_cluster is not null)
        {
            await s_cluster.DisposeAsync();
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
        return Options(folder, ConnectionTo(name));
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
        return Options(folder, ConnectionTo(name));
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
    internal static Task ExecuteAsync(string sql, string database = "postgres") => s_cluster!.ExecuteAsync(sql, database);

    /// <summary>The port on 127.0.0.1, with TLS.</summary>
    internal static int Port => s_cluster!.Port;

    /// <summary>The certificate that signed the server's, as a file.</summary>
    internal static string Authority => Path.Combine(s_cluster!.Root, "server.pem");

    /// <summary>How a role of the documented script reaches the database that the script makes; the script is run by the first who asks.</summary>
    internal static async Task<string> AsRoleAsync(string role)
    {
        await StartAsync();
        await Roles.GetOrAdd(
            "",
            _ =>
            {
                Assert.SkipUnless(File.Exists("/usr/bin/psql"), "psql is not installed.");
                return s_cluster!.RunScriptAsync(Path.Combine(Shared.Repository, "deploy", "postgresql", "roles.sql"));
            }
        );
        return $"Host={s_cluster!.Root};Port={Port};Database=monitor;Username={role}";
    }

    /// <summary>Makes the database of the documented script anew, without a table.</summary>
    internal static async Task DropRolesDatabaseAsync()
    {
        Roles.Clear();
        await ExecuteAsync("DROP DATABASE IF EXISTS monitor WITH (FORCE)");
    }

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    private static void WriteCertificate(string certificateFile, string keyFile)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = Clock.Machine.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        using var file = new FileStream(
            keyFile,
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

    private static StorageOptions Options(DataFolder folder, string connection) =>
        new()
        {
            Directory = folder.Root,
            Provider = StorageProvider.PostgreSql,
            ConnectionString = connection,
            BusyTimeout = TimeSpan.FromMinutes(1),
            Durability = Durability.Normal,
        };

    private static string ConnectionTo(string database) => s_cluster!.ConnectionTo(database) + ";Include Error Detail=true";

    private static async Task StartAsync()
    {
        Assert.SkipWhen(PostgreSqlCluster.Refusal is not null, PostgreSqlCluster.Refusal ?? "");
        await Gate.WaitAsync();
        try
        {
            s_cluster ??= await MakeAsync();
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<PostgreSqlCluster> MakeAsync()
    {
        var cluster = await PostgreSqlCluster.MakeAsync(PostgreSqlCluster.InMemory, "monitor_test");
        var (certificate, key) = (Path.Combine(cluster.Root, "server.pem"), Path.Combine(cluster.Root, "server.key"));
        if (OperatingSystem.IsLinux())
        {
            WriteCertificate(certificate, key);
        }

        await cluster.OwnAsync(certificate, key);
        await cluster.StartAsync(
            "listen_addresses=127.0.0.1",
            "ssl=on",
            $"ssl_cert_file={certificate}",
            $"ssl_key_file={key}",
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "max_connections=300",
            "shared_buffers=64MB",
            "max_wal_size=2GB",
            "autovacuum=off",
            "log_min_messages=fatal"
        );
        await cluster.ExecuteAsync($"CREATE DATABASE {Template}");
        using var folder = new TempFolder();
        var place = new DataFolder(new StorageOptions { Directory = folder.Path });
        using var template = new Database(place, Options(place, cluster.ConnectionTo(Template)));
        await new Migrations(template, place, Clock.Machine).ApplyAsync(default);
        return cluster;
    }
}
