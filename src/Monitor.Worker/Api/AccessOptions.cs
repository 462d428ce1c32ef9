using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Configuration;

namespace Monitor.Worker.Api;

/// <summary>The way in before anybody is registered; who may do what is kept in the registry (<see cref="Registry.Users"/>).</summary>
internal sealed class AccessOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Access";

    /// <summary>Whether the daemon's own user is an admin.</summary>
    [Description(
        "The OS user that runs the daemon has the role admin (it can read the data folder anyway): so the first admin is made by 'monitor user add'. May be switched off once another admin is registered."
    )]
    public bool OwnerIsAdmin { get; set; } = true;

    /// <summary>Invented users for a one-person trial.</summary>
    [Personal]
    [Description(
        "For a demo or a one-person trial only: names that one OS user may act as by '--as NAME', a list of { Name, Uid, Role, Regions, Instansi }. Every status screen and every export says that test users are configured."
    )]
    public IList<TestUser> TestUsers { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < TestUsers.Count; i++)
        {
            if (!Roles.IsRole(TestUsers[i].Role))
            {
                yield return new ValidationResult(
                    $"[{i}]:Role must be one of {Roles.List}, was '{TestUsers[i].Role}'; the list",
                    [nameof(TestUsers)]
                );
            }

            if (TestUsers[i].Name.Length == 0)
            {
                yield return new ValidationResult($"[{i}]:Name must not be empty; the list", [nameof(TestUsers)]);
            }
        }
    }
}

/// <summary>An invented person that one OS user may act as.</summary>
internal sealed class TestUser
{
    /// <summary>The name given with <c>--as</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>The only OS user that may act as this person; null means the daemon's own.</summary>
    public long? Uid { get; set; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public string Role { get; set; } = "";

    /// <summary>Kemendagri codes; a province covers its regencies; empty covers all.</summary>
    public IList<string> Regions { get; set; } = [];

    /// <summary>The institution whose flags this person does not review.</summary>
    public string Instansi { get; set; } = "";
}
