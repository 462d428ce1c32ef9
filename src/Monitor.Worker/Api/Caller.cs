using Microsoft.AspNetCore.Http;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;

namespace Monitor.Worker.Api;

/// <summary>The person on the other end of the socket, with what the person may see.</summary>
/// <param name="Name">User name; unique among callers.</param>
/// <param name="Uid">What the kernel said.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Regions">Kemendagri codes; a province covers its regencies; empty covers all.</param>
/// <param name="Instansi">The own instansi, whose flags the person does not review; empty when not known.</param>
/// <param name="IsTest">One of the configuration's test users.</param>
internal sealed record Caller(string Name, long Uid, string Role, IReadOnlyList<string> Regions, string Instansi, bool IsTest)
{
    /// <summary>Fingerprint of the own NIP; null when it is not known.</summary>
    public string? NipIndex { get; init; }

    /// <summary>The caller as the audit record names it.</summary>
    public Actor Actor => new(IsTest ? $"{Name} (test)" : Name, Uid, Role);

    /// <summary>Who the verdicts of this person belong to: the uid, so that a renamed user cannot second an own verdict; a test user's name.</summary>
    public string Identity => IsTest ? $"test:{Name}" : $"uid:{Uid}";

    /// <summary>Whether flags of this region are this person's to see. A flag without a region is everybody's.</summary>
    public bool Sees(string? region) =>
        Regions.Count == 0 || string.IsNullOrEmpty(region) || Regions.Any(own => Region.Covers(own, region));

    /// <summary>The regions for a query, see <see cref="Registry.RegionScope"/>; null when all may be seen.</summary>
    public IReadOnlyCollection<string>? Within => Regions.Count == 0 ? null : Regions;

    /// <summary>Hands the identified caller to an endpoint's parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<Caller>());
}
