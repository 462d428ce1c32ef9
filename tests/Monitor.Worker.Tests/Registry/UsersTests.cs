using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Registry;

public abstract class UsersTests : RegistryStore
{
    private const long Sari = 2001;
    private const long Dewi = 2002;

    private Users Users => new(Database, Vault, new AuditLog(Time), Time);

    [Fact]
    public async Task EachChangeIsRecordedWithBeforeAndAfterAndWithoutTheNumberOfThePerson()
    {
        Assert.True(Nip.TryParse(Some.Nip(1), Time, out var nip, out _));
        await Users.AddAsync(Sari, "sari", new UserGrant("analis", ["33.26"], "Pemkab", nip, null), Some.Admin, default);
        await Users.ChangeAsync(Sari, new UserGrant("ketua", ["33"], null, null, null), Some.Admin, default);
        await Users.EndAsync(Sari, "pindah tugas", Some.Admin, default);
        var rows = await AuditAsync();
        Assert.Equal(["user.add", "user.change", "user.end"], rows.Select(row => row.Verb));
        Assert.All(rows, row => Assert.Equal($"uid:{Sari}", row.Subject));
        Assert.Contains("\"role\":\"analis\"", rows[1].BeforeState, StringComparison.Ordinal);
        Assert.Contains("\"role\":\"ketua\"", rows[1].AfterState, StringComparison.Ordinal);
        Assert.Contains("pindah tugas", rows[2].AfterState, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.DoesNotContain(Some.Nip(1), row.BeforeState + row.AfterState, StringComparison.Ordinal));
        Assert.Empty(await Users.ListAsync(ended: false, default));
        Assert.NotNull(Assert.Single(await Users.ListAsync(ended: true, default)).EndedAt);
    }

    [Fact]
    public async Task WhatAChangeDoesNotNameStays()
    {
        await Users.AddAsync(Sari, "sari", new UserGrant("analis", ["33.26"], "Pemkab", null, null), Some.Admin, default);
        var changed = await Users.ChangeAsync(Sari, new UserGrant(null, ["33.75"], null, null, null), Some.Admin, default);
        Assert.Equal(("analis", "33.75", "Pemkab"), (changed.Role, changed.Regions, changed.Instansi));
    }

    [Fact]
    public async Task NobodyAddsChangesOrEndsTheOwnEntry()
    {
        var sari = new Actor("sari", Sari, "admin");
        await RefusedAsync(RefusalKind.NotAllowed, () => Users.AddAsync(Sari, "sari", Analyst(), sari, default));
        await Users.AddAsync(Sari, "sari", Analyst(), Some.Admin, default);
        await RefusedAsync(RefusalKind.NotAllowed, () => Users.ChangeAsync(Sari, Analyst(), sari, default));
        await RefusedAsync(RefusalKind.NotAllowed, () => Users.EndAsync(Sari, "x", sari, default));
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task OnePersonIsOneUserUntilTheFirstHasEnded()
    {
        Assert.True(Nip.TryParse(Some.Nip(1), Time, out var nip, out _));
        var grant = new UserGrant("analis", ["33"], null, nip, null);
        await Users.AddAsync(Sari, "sari", grant, Some.Admin, default);
        await RefusedAsync(RefusalKind.Conflict, () => Users.AddAsync(Sari, "sari", Analyst(), Some.Admin, default));
        await RefusedAsync(RefusalKind.Conflict, () => Users.AddAsync(Dewi, "dewi", grant, Some.Admin, default));
        await Users.EndAsync(Sari, "pindah", Some.Admin, default);
        var dewi = await Users.AddAsync(Dewi, "dewi", grant, Some.Admin, default);
        Assert.Equal(nip.Masked, Users.MaskedNipOf(dewi));
    }

    [Fact]
    public async Task OwnNumberIsTakenFromTheRegistryAndKeptAsEveryNumberIs()
    {
        await ImportAsync(Some.Header, Some.Row(1));
        await Users.AddAsync(Sari, "sari", new UserGrant("analis", ["33"], null, null, AsnId: 1), Some.Admin, default);
        Assert.Equal(
            1,
            await Database.ReadAsync(
                session =>
                    session.ScalarAsync<long>(
                        "SELECT COUNT(*) FROM app_user JOIN asn ON asn.nip_index = app_user.nip_index WHERE asn.id = 1"
                    ),
                default
            )
        );
        await RefusedAsync(
            RefusalKind.NotFound,
            () => Users.AddAsync(Dewi, "dewi", new UserGrant("analis", ["33"], null, null, AsnId: 9), Some.Admin, default)
        );
    }

    [Fact]
    public async Task InstansiThatNoRegisteredPersonBearsIsNoticed()
    {
        await ImportAsync(Some.Header, Some.Row(1));
        Assert.Equal(1, await Users.PeopleOfAsync("Pemkab. Pekalongan", default));
        Assert.Equal(1, await Users.PeopleOfAsync("Kec. Kajen", default));
        Assert.Equal(0, await Users.PeopleOfAsync("Pemkot Pekalongan", default));
    }

    [Theory]
    [InlineData("Pemkab Pekalongan", "PEMERINTAH KABUPATEN PEKALONGAN", true)]
    [InlineData("Pemkab. Pekalongan", "Pemerintah Kab. Pekalongan", true)]
    [InlineData("Pemerintah Kota Pekalongan", "Pemerintah Kabupaten Pekalongan", false)]
    [InlineData("Bawaslu", "Bawaslu Provinsi", false)]
    [InlineData("", "", false)]
    [InlineData(null, "Bawaslu", false)]
    [InlineData(".", "-", false)]
    public void InstitutionsAreComparedByTheirNames(string? one, string? other, bool same) =>
        Assert.Equal(same, InstansiName.Same(one, other));

    private static UserGrant Analyst() => new("analis", ["33"], null, null, null);

    private static async Task RefusedAsync(RefusalKind kind, Func<Task> act) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<RefusalException>(act)).Kind);
}

/// <summary>On SQLite.</summary>
public sealed class UsersOnSqliteTests : UsersTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class UsersOnPostgreSqlTests : UsersTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
