using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Tests.Collection;

/// <summary>The options say what they mean and refuse what they cannot mean.</summary>
public sealed class CollectionOptionsTests
{
    [Fact]
    public void TheDefaultsAreValidAndEveryPropertyIsDescribed()
    {
        Assert.Empty(Problems(new CollectionOptions()));
        Assert.All(
            typeof(CollectionOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance),
            property => Assert.NotNull(property.GetCustomAttribute<DescriptionAttribute>())
        );
    }

    [Fact]
    public void EachBadValueIsNamed()
    {
        Assert.Equal(["UserAgent"], Problems(new CollectionOptions { UserAgent = "Mozilla/5.0 (X11)" }));
        Assert.Equal(["Contact"], Problems(new CollectionOptions { Contact = "tanya saja" }));
        Assert.Equal(["AllowedPrivateHosts"], Problems(new CollectionOptions { AllowedPrivateHosts = ["127.0.0.1:8000", "10.0.0.0/8"] }));
        Assert.Equal(["PerHostInterval"], Problems(new CollectionOptions { PerHostInterval = TimeSpan.FromSeconds(-1) }));
        Assert.Equal(["Deadline"], Problems(new CollectionOptions { Deadline = TimeSpan.FromHours(1) }));
        Assert.Equal(["MaxRetryAfter"], Problems(new CollectionOptions { MaxRetryAfter = TimeSpan.FromHours(25) }));
        Assert.Equal(["MaxPageBytes"], Problems(new CollectionOptions { MaxPageBytes = int.MaxValue }));
        Assert.Equal(
            ["MinInterval"],
            Problems(new CollectionOptions { MinInterval = TimeSpan.FromDays(2), MaxInterval = TimeSpan.FromDays(1) })
        );
    }

    [Theory]
    [InlineData("humas@bawaslu.example", true)]
    [InlineData("https://bawaslu.example/monitor", true)]
    [InlineData("mailto:humas@bawaslu.example", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("a@b.example)\r\nCookie: x", false)]
    [InlineData("a@b.example (humas)", false)]
    [InlineData("humas", false)]
    public void AContactIsAnAddressThatFitsInAHeader(string contact, bool valid) => Assert.Equal(valid, WebIdentity.IsContact(contact));

    private static List<string> Problems(CollectionOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.SelectMany(result => result.MemberNames)];
    }
}
