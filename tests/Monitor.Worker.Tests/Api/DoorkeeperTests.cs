using Microsoft.AspNetCore.Http;
using Monitor.Worker.Api;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Api;

public abstract class DoorkeeperTests : RegistryStore
{
    private const long Somebody = 4242;

    private Users Users => new(Database, Vault, new AuditLog(Time), Time);

    [Fact]
    public async Task RegisteredUserHasTheRoleRegionsAndInstansiOfTheRegistry()
    {
        await AddAsync(Roles.Analis, ["33.26"], "Bawaslu");
        var caller = await Keeper().IdentifyAsync(Somebody, "", default);
        Assert.Equal((Somebody, Roles.Analis, "Bawaslu", false), (caller.Uid, caller.Role, caller.Instansi, caller.IsTest));
        Assert.Equal(["33.26"], caller.Regions);
        Assert.Equal($"uid:{Somebody}", caller.Identity);
    }

    [Fact]
    public async Task WholeCountryIsSeenOnlyByWhomTheRegistryGaveIt()
    {
        await AddAsync(Roles.Ketua, [Users.Everywhere]);
        Assert.True((await Keeper().IdentifyAsync(Somebody, "", default)).Sees("94"));
    }

    [Fact]
    public async Task ChangeAndEndOfAUserCountFromTheNextRequestOn()
    {
        var keeper = Keeper();
        await AddAsync(Roles.Analis, ["33.26"]);
        Assert.Equal(Roles.Analis, (await keeper.IdentifyAsync(Somebody, "", default)).Role);
        await Users.ChangeAsync(Somebody, new UserGrant(Roles.Auditor, null, null, null, null), Some.Admin, default);
        Assert.Equal(Roles.Auditor, (await keeper.IdentifyAsync(Somebody, "", default)).Role);
        await Users.EndAsync(Somebody, "pindah tugas", Some.Admin, default);
        await Assert.ThrowsAsync<RefusalException>(() => keeper.IdentifyAsync(Somebody, "", default));
    }

    [Fact]
    public void SystemSaysTheNameOfANumberAndTheNumberOfAName()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The system's users are looked up through Linux's C library.");
        Assert.Equal("root", UserAccounts.NameOf(0));
        Assert.Equal(0, UserAccounts.UidOf("root"));
        Assert.Null(UserAccounts.UidOf("tidak-ada-orang-ini"));
        Assert.Equal("uid-4242424", UserAccounts.NameOf(4242424));
    }

    [Fact]
    public async Task WhoeverIsNotRegisteredIsRefusedByNameAndNumber()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Keeper().IdentifyAsync(Somebody, "", default));
        Assert.Equal(RefusalKind.NotAllowed, refusal.Kind);
        Assert.Contains("4242", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnerIsAdminOnlyWhileConfigurationSaysSoAndTheRegistrySaysNothingElse()
    {
        Assert.Equal(Roles.Admin, (await Keeper().IdentifyAsync(UserAccounts.OwnUid, "", default)).Role);
        var closed = Keeper(new AccessOptions { OwnerIsAdmin = false });
        await Assert.ThrowsAsync<RefusalException>(() => closed.IdentifyAsync(UserAccounts.OwnUid, "", default));
        await Users.AddAsync(
            UserAccounts.OwnUid,
            "x",
            new UserGrant(Roles.Dpo, null, null, null, null),
            new Actor("lain", 7, "admin"),
            default
        );
        Assert.Equal(Roles.Dpo, (await Keeper().IdentifyAsync(UserAccounts.OwnUid, "", default)).Role);
    }

    [Fact]
    public async Task ConfigurationUnderWhichNobodyCouldRegisterAnybodyIsRefusedAtTheStart()
    {
        var closed = Keeper(new AccessOptions { OwnerIsAdmin = false });
        await Assert.ThrowsAsync<RefusalException>(() => closed.RequireAnAdminAsync(default));
        await AddAsync(Roles.Admin, null);
        await closed.RequireAnAdminAsync(default);
    }

    [Fact]
    public async Task TestUserIsOnlyForTheConfiguredUidAndWithoutOneForTheDaemonsOwn()
    {
        var keeper = Keeper(
            new AccessOptions
            {
                TestUsers =
                [
                    new TestUser
                    {
                        Name = "sari",
                        Uid = Somebody,
                        Role = Roles.Analis,
                    },
                    new TestUser { Name = "kartika", Role = Roles.Ketua },
                ],
            }
        );
        var sari = await keeper.IdentifyAsync(Somebody, "sari", default);
        Assert.Equal(("test:sari", true, "sari (test)"), (sari.Identity, sari.IsTest, sari.Actor.Name));
        await Assert.ThrowsAsync<RefusalException>(() => keeper.IdentifyAsync(Somebody + 1, "sari", default));
        await Assert.ThrowsAsync<RefusalException>(() => keeper.IdentifyAsync(Somebody, "kartika", default));
        Assert.Equal(Roles.Ketua, (await keeper.IdentifyAsync(UserAccounts.OwnUid, "kartika", default)).Role);
        await Assert.ThrowsAsync<RefusalException>(() => keeper.IdentifyAsync(UserAccounts.OwnUid, "Kartika", default));
        Assert.True(keeper.HasTestUsers);
        Assert.False(Keeper().HasTestUsers);
    }

    [Fact]
    public async Task RequestThatCameOverNoUnixSocketIsRefused()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Keeper().IdentifyAsync(new DefaultHttpContext()));
        Assert.Equal(RefusalKind.NotAllowed, refusal.Kind);
    }

    private Doorkeeper Keeper(AccessOptions? access = null) => new(access ?? new AccessOptions(), Users);

    private Task AddAsync(string role, string[]? regions, string instansi = "") =>
        Users.AddAsync(Somebody, "sari", new UserGrant(role, regions, instansi, null, null), Some.Admin, default);
}

/// <summary>On SQLite.</summary>
public sealed class DoorkeeperOnSqliteTests : DoorkeeperTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class DoorkeeperOnPostgreSqlTests : DoorkeeperTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}

public sealed class CallerTests
{
    [Theory]
    [InlineData("33.26", true)]
    [InlineData("33.26.01", true)]
    [InlineData("33.2", false)]
    [InlineData("33.261", false)]
    [InlineData("32", false)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public void CallerSeesTheOwnRegionWhatLiesInItAndWhatHasNone(string? region, bool sees) =>
        Assert.Equal(sees, new Caller("sari", 1, Roles.Analis, ["33.26"], "", IsTest: false).Sees(region));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("2h", 7200)]
    [InlineData("1D", 86400)]
    [InlineData("00:15:00", 900)]
    public void IntervalIsReadAsPeopleWriteIt(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Intervals.Parse(text));

    [Theory]
    [InlineData("15")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("0m")]
    [InlineData("1.5h")]
    [InlineData("15 menit")]
    [InlineData("99999999d")]
    public void IntervalThatCannotBeReadIsRefused(string text) => Assert.Throws<RefusalException>(() => Intervals.Parse(text));
}
