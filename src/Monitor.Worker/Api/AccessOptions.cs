using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Api;

/// <summary>Who may do what: OS users and their roles.</summary>
internal sealed class AccessOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Access";

    /// <summary>Whether the daemon's own user is an admin.</summary>
    [Description("The OS user that runs the daemon has the role admin (it can read the data folder anyway).")]
    public bool OwnerIsAdmin { get; set; } = true;

    /// <summary>OS users and their roles.</summary>
    [Description("OS users with a role: a list of { User or Uid, Role: analis|ketua|admin|auditor|dpo, Regions: [\"33.26\"], Instansi }.")]
    public IList<AccessGrant> Users { get; set; } = [];

    /// <summary>Invented users for a one-person trial.</summary>
    [Description(
        "For a demo or a one-person trial only: names that one OS user may act as by '--as NAME', a list of { Name, Uid, Role, Regions }. Every status screen and every export says that test users are configured."
    )]
    public IList<TestUser> TestUsers { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Users.Count; i++)
        {
            if (!Roles.IsRole(Users[i].Role))
            {
                yield return new ValidationResult(
                    $"[{i}]:Role must be one of {Roles.List}, was '{Users[i].Role}'; the list",
                    [nameof(Users)]
                );
            }

            if (Users[i].User.Length == 0 == Users[i].Uid is null)
            {
                yield return new ValidationResult($"[{i}] must name either User or Uid; the list", [nameof(Users)]);
            }
        }

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

/// <summary>One OS user and the role.</summary>
internal sealed class AccessGrant
{
    /// <summary>User name; either this or <see cref="Uid"/>.</summary>
    public string User { get; set; } = "";

    /// <summary>User number.</summary>
    public long? Uid { get; set; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public string Role { get; set; } = "";

    /// <summary>Kemendagri codes; a province covers its regencies; empty covers all.</summary>
    public IList<string> Regions { get; set; } = [];

    /// <summary>The person's own instansi, whose flags the person does not review.</summary>
    public string Instansi { get; set; } = "";
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

    /// <summary>As in <see cref="AccessGrant.Regions"/>.</summary>
    public IList<string> Regions { get; set; } = [];
}
