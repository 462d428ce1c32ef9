using Microsoft.AspNetCore.Http;
using Monitor.Worker.Api;
using Monitor.Worker.Language;

namespace Monitor.Worker.Tests.Api;

public sealed class DoorkeeperTests
{
    private const long Somebody = 4242;

    [Fact]
    public void GrantByNumberGivesItsRoleRegionsAndInstansi()
    {
        var caller = Keeper(
                new AccessGrant
                {
                    Uid = Somebody,
                    Role = Roles.Analis,
                    Regions = ["33.26"],
                    Instansi = "Bawaslu",
                }
            )
            .Identify(Somebody, "");
        Assert.Equal((Somebody, Roles.Analis, "Bawaslu", false), (caller.Uid, caller.Role, caller.Instansi, caller.IsTest));
        Assert.Equal(["33.26"], caller.Regions);
        Assert.Equal($"uid:{Somebody}", caller.Identity);
    }

    [Fact]
    public void GrantByNameIsFoundByTheNameTheSystemGivesTheNumber()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The system's users are looked up through Linux's C library.");
        Assert.Equal("root", UserAccounts.NameOf(0));
        Assert.Equal(0, UserAccounts.UidOf("root"));
        Assert.Null(UserAccounts.UidOf("tidak-ada-orang-ini"));
        Assert.Equal("uid-4242424", UserAccounts.NameOf(4242424));
        Assert.Equal(Roles.Auditor, Keeper(new AccessGrant { User = "root", Role = Roles.Auditor }).Identify(0, "").Role);
    }

    [Fact]
    public void WhoeverHasNoGrantIsRefusedByNameAndNumber()
    {
        var refusal = Assert.Throws<RefusalException>(() => Keeper().Identify(Somebody, ""));
        Assert.Equal(RefusalKind.NotAllowed, refusal.Kind);
        Assert.Contains("4242", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnerIsAdminOnlyWhileConfigurationSaysSo()
    {
        Assert.Equal(Roles.Admin, Keeper().Identify(UserAccounts.OwnUid, "").Role);
        var closed = new Doorkeeper(new AccessOptions { OwnerIsAdmin = false });
        Assert.Throws<RefusalException>(() => closed.Identify(UserAccounts.OwnUid, ""));
    }

    [Fact]
    public void TestUserIsOnlyForTheConfiguredUidAndWithoutOneForTheDaemonsOwn()
    {
        var keeper = new Doorkeeper(
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
        var sari = keeper.Identify(Somebody, "sari");
        Assert.Equal(("test:sari", true, "sari (test)"), (sari.Identity, sari.IsTest, sari.Actor.Name));
        Assert.Throws<RefusalException>(() => keeper.Identify(Somebody + 1, "sari"));
        Assert.Throws<RefusalException>(() => keeper.Identify(Somebody, "kartika"));
        Assert.Equal(Roles.Ketua, keeper.Identify(UserAccounts.OwnUid, "kartika").Role);
        Assert.Throws<RefusalException>(() => keeper.Identify(UserAccounts.OwnUid, "Kartika"));
        Assert.True(keeper.HasTestUsers);
        Assert.False(Keeper().HasTestUsers);
    }

    [Fact]
    public void RequestThatCameOverNoUnixSocketIsRefused()
    {
        var refusal = Assert.Throws<RefusalException>(() => Keeper().Identify(new DefaultHttpContext()));
        Assert.Equal(RefusalKind.NotAllowed, refusal.Kind);
    }

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

    private static Doorkeeper Keeper(params AccessGrant[] grants) => new(new AccessOptions { Users = [.. grants] });
}
