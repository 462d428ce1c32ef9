using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Privacy;
using Monitor.Worker.Storage;
using Npgsql;

namespace Monitor.Worker.Tests.Storage;

/// <summary>What the roles of deploy/postgresql/roles.sql may do, and what crosses the wire unread.</summary>
public sealed class PostgreSqlRolesTests : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private readonly ManualTime _time = new(Some.Moment);
    private DataFolder _folder = null!;

    public ValueTask InitializeAsync()
    {
        _folder = new DataFolder(new StorageOptions { Directory = _temp["data"] });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _temp.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task OwnerChangesTheSchemaTheDaemonItsRowsAndTheReaderNothing()
    {
        using var owner = await AsAsync("monitor_owner");
        using var daemon = await AsAsync("monitor_daemon");
        using var reader = await AsAsync("monitor_reader");

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => new Migrations(daemon, _folder, _time).ApplyAsync(default));
        Assert.Equal(RefusalKind.NotAllowed, refusal.Kind);
        Assert.Contains("as its owner", refusal.Message, StringComparison.Ordinal);

        await new Migrations(owner, _folder, _time).ApplyAsync(default);
        Assert.Empty(await new Migrations(daemon, _folder, _time).ApplyAsync(default));
        await daemon.WriteAsync(session => new AuditLog(_time).RecordAsync(session, Some.Admin, "uji", "flag:1"), default);
        Assert.Null((await reader.ReadAsync(AuditLog.VerifyAsync, default)).Fault);
        foreach (
            var forbidden in (string[])
                [
                    "ALTER TABLE audit DISABLE TRIGGER USER",
                    "DROP TRIGGER audit_is_never_changed ON audit",
                    "TRUNCATE audit",
                    "DROP TABLE flag",
                    "ALTER TABLE flag ADD COLUMN x BIGINT",
                    "CREATE TABLE x (id BIGINT)",
                    "SET session_replication_role = replica",
                ]
        )
        {
            await DeniedAsync(daemon, forbidden);
        }

        await daemon.WriteAsync(Wiping.AskAsync, default);
        Assert.False(await new Wiping(daemon).WipeAsync(default));
        Assert.Equal(
            RefusalKind.NotAllowed,
            (await Assert.ThrowsAsync<RefusalException>(() => new Wiping(daemon).WipeNowAsync(default))).Kind
        );
        Assert.True(await new Wiping(owner).WipeNowAsync(default));
        Assert.Equal(0, await reader.ReadAsync(session => session.ScalarAsync<long>("SELECT wipe_due FROM privacy_state"), default));

        await DeniedAsync(reader, "UPDATE privacy_state SET wipe_due = 1");
        await DeniedAsync(reader, "INSERT INTO alert VALUES ('x', 0, 0, 0, '', '', NULL, 0)");
    }

    [Fact]
    public async Task ConnectionIsEncryptedAndAServerThatTheAuthorityDidNotSignIsRefused()
    {
        var options = await PostgreSqlServer.OptionsAsync(_folder);
        var name = new NpgsqlConnectionStringBuilder(options.ConnectionString).Database;
        var address = $"postgres://monitor_test@localhost:{PostgreSqlServer.Port}/{name}?sslmode=verify-full&sslrootcert=";
        using (var secure = new Database(_folder, With(address + Uri.EscapeDataString(PostgreSqlServer.Authority))))
        {
            Assert.True(
                await secure.ReadAsync(
                    session => session.ScalarAsync<bool>("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"),
                    default
                )
            );
        }

        using (var other = System.Security.Cryptography.RSA.Create(2048))
        {
            var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
                "CN=lain",
                other,
                System.Security.Cryptography.HashAlgorithmName.SHA256,
                System.Security.Cryptography.RSASignaturePadding.Pkcs1
            );
            using var stranger = request.CreateSelfSigned(
                Worker.Hosting.Clock.Machine.GetUtcNow().AddDays(-1),
                Worker.Hosting.Clock.Machine.GetUtcNow().AddDays(1)
            );
            await File.WriteAllTextAsync(_temp["lain.pem"], stranger.ExportCertificatePem());
        }

        using var deceived = new Database(_folder, With(address + Uri.EscapeDataString(_temp["lain.pem"])), readOnly: true);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => deceived.ReadAsync(session => session.ScalarAsync<long>("SELECT 1"), default));
        await PostgreSqlServer.DropAsync(_folder);
    }

    [Theory]
    [InlineData("", "must say how")]
    [InlineData("Host=a", "names no database")]
    [InlineData("Database=a", "names no host")]
    [InlineData("SSL Mode=Rahasia;Host=a;Database=b", "is neither")]
    [InlineData("rahasia", "is neither")]
    public void AddressThatCannotWorkIsSaidSoWithoutTellingWhatStandsInIt(string address, string said)
    {
        var problem = PostgreSqlAddress.Problem(address);
        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("ahasia", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AddressAndKeywordsNameTheSame()
    {
        var address = PostgreSqlAddress.Parse(
            "postgres://budi:p%40ss@db.example:6432/monitor?sslmode=verify-full&target_session_attrs=read-write"
        );
        Assert.Equal(
            ("db.example", 6432, "monitor", "budi", "p@ss", SslMode.VerifyFull, "read-write"),
            (
                address.Host,
                address.Port,
                address.Database,
                address.Username,
                address.Password,
                address.SslMode,
                address.TargetSessionAttributes
            )
        );
        Assert.Equal("db.example:6432/monitor", PostgreSqlAddress.Shown(address.ToString()));
        Assert.Null(PostgreSqlAddress.Problem(address.ToString()));
    }

    private static async Task DeniedAsync(Database database, string sql)
    {
        var fault = await Assert.ThrowsAsync<PostgresException>(() => database.WriteAsync(session => session.ExecuteAsync(sql), default));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, fault.SqlState);
    }

    private async Task<Database> AsAsync(string role) => new(_folder, With(await PostgreSqlServer.AsRoleAsync(role)));

    private StorageOptions With(string connection) =>
        new()
        {
            Directory = _folder.Root,
            Provider = StorageProvider.PostgreSql,
            ConnectionString = connection,
            RetryFor = TimeSpan.Zero,
        };
}
