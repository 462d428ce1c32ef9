using Monitor.Worker.Registry;

namespace Monitor.Worker.Tests.Registry;

public sealed class AccountAddressTests
{
    [Theory]
    [InlineData("https://x.com/budi", "x", "x.com/budi", false)]
    [InlineData("http://www.Twitter.com/Budi/", "x", "x.com/budi", false)]
    [InlineData("https://mobile.twitter.com/budi?lang=id", "x", "x.com/budi", false)]
    [InlineData("https://x.com/budi2", "x", "x.com/budi2", false)]
    [InlineData("https://x.com/budi/status/1", "x", "x.com/budi", true)]
    [InlineData("https://x.com/budi/with_replies", "x", "x.com/budi", false)]
    [InlineData("https://m.facebook.com/budi.s", "facebook", "facebook.com/budi.s", false)]
    [InlineData("https://www.facebook.com/profile.php?id=1000123&sk=about", "facebook", "facebook.com/id/1000123", false)]
    [InlineData("https://www.facebook.com/people/Budi-S/1000123/", "facebook", "facebook.com/id/1000123", false)]
    [InlineData("https://www.facebook.com/permalink.php?story_fbid=9&id=1000123", "facebook", "facebook.com/id/1000123", true)]
    [InlineData("https://www.facebook.com/budi/posts/12", "facebook", "facebook.com/budi", true)]
    [InlineData("https://instagram.com/Budi/p/Cx1/", "instagram", "instagram.com/budi", true)]
    [InlineData("https://www.tiktok.com/@budi/video/7", "tiktok", "tiktok.com/@budi", true)]
    [InlineData("https://youtube.com/@BudiTV/videos", "youtube", "youtube.com/@buditv", false)]
    [InlineData("https://www.youtube.com/channel/UCabcDEF", "youtube", "youtube.com/channel/UCabcDEF", false)]
    [InlineData("https://t.me/s/budi/12", "telegram", "t.me/budi", true)]
    [InlineData("https://telegram.me/budi", "telegram", "t.me/budi", false)]
    [InlineData("https://bsky.app/profile/budi.bsky.social/post/3k", "bluesky", "bsky.app/profile/budi.bsky.social", true)]
    [InlineData("https://mastodon.example/@Budi/1", "mastodon", "mastodon.example/@budi", true)]
    [InlineData("https://mastodon.example/users/budi/statuses/1", "mastodon", "mastodon.example/@budi", true)]
    [InlineData("https://far.example/@budi@mastodon.example", "mastodon", "mastodon.example/@budi", false)]
    [InlineData("https://budi.blogspot.com/", "web", "budi.blogspot.com", false)]
    [InlineData("https://www.contoh.id/Penulis/Budi/", "web", "contoh.id/Penulis/Budi", false)]
    [InlineData("https://x.com/b%75di", "x", "x.com/budi", false)]
    public void AuthorIsReadFromHostAndSegments(string url, string platform, string key, bool below)
    {
        var address = AccountAddress.Read(new Uri(url));
        Assert.Equal(new AccountAddress(platform, key, below), address);
    }

    [Theory]
    [InlineData("https://x.com/i/status/1")]
    [InlineData("https://x.com/search?q=budi")]
    [InlineData("https://x.com/")]
    [InlineData("https://www.instagram.com/p/Cx1/")]
    [InlineData("https://www.facebook.com/groups/12/posts/3")]
    [InlineData("https://www.youtube.com/watch?v=1")]
    [InlineData("https://www.tiktok.com/tag/budi")]
    [InlineData("https://t.me/+AbC")]
    [InlineData("https://x.com/budi%2Fstatus")]
    [InlineData("ftp://x.com/budi")]
    public void AddressWithoutAnAuthorNamesNobody(string url) => Assert.Null(AccountAddress.Read(new Uri(url)));

    [Theory]
    [InlineData("budi", "x", "absolute")]
    [InlineData("/budi", "x", "absolute")]
    [InlineData("ftp://x.com/budi", "x", "absolute")]
    [InlineData("https://x.com/", "x", "path after the host")]
    [InlineData("https://contoh.go.id/", "web", "path after the host")]
    [InlineData("https://x.com/budi/status/1", "x", "not a profile page")]
    [InlineData("https://facebook.com/budi", "x", "of the platform 'facebook'")]
    [InlineData("https://user:rahasia@x.com/budi", "x", "no user name")]
    [InlineData("https://x.com:8443/budi", "x", "of the platform 'web'")]
    [InlineData("https://contoh.id/budi", "mastodon", "of the platform 'web'")]
    public void ProfileThatBreaksARuleIsRefusedWithIt(string url, string platform, string rule)
    {
        Assert.False(AccountAddress.TryReadProfile(url, platform, out _, out var problem));
        Assert.Contains(rule, problem.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://budi.wordpress.com/", "web")]
    [InlineData("https://disdik.contoh.go.id", "web")]
    [InlineData("https://contoh.id/budi", "web")]
    [InlineData("https://medium.com/@budi", "web")]
    public void ProfileOnAnyOtherSiteIsTaken(string url, string platform) =>
        Assert.True(AccountAddress.TryReadProfile(url, platform, out _, out _));

    [Fact]
    public void TwoPortsOfOneMachineAreTwoSites() =>
        Assert.NotEqual(
            AccountAddress.Read(new Uri("http://127.0.0.1:8000/budi"))!.Key,
            AccountAddress.Read(new Uri("http://127.0.0.1:9000/budi"))!.Key
        );
}
