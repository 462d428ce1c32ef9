using Monitor.Worker.Language;

namespace Monitor.Worker.Api;

/// <summary>What a user may do and see; what is null stays as it is.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Regions">Kemendagri codes, or <c>*</c> alone.</param>
/// <param name="Instansi">The own institution.</param>
/// <param name="Nip">The own number.</param>
/// <param name="Asn">The own entry in the registry, instead of the number.</param>
internal sealed record UserRequest(string? Role, IReadOnlyList<string>? Regions, string? Instansi, string? Nip, long? Asn);

/// <summary>A user to register.</summary>
/// <param name="User">OS name; either this or <paramref name="Uid"/>.</param>
/// <param name="Uid">OS number.</param>
/// <param name="Grant">What the user may do.</param>
internal sealed record UserAddRequest(string? User, long? Uid, UserRequest Grant);

/// <summary>Why a user's access ends.</summary>
internal sealed record UserEndRequest(string Reason);

/// <summary>A user; the NIP is masked.</summary>
internal sealed record UserView(
    long Uid,
    string Name,
    string Role,
    IReadOnlyList<string> Regions,
    string Instansi,
    string? Nip,
    string AddedBy,
    DateTimeOffset AddedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? EndedAt
);

/// <summary>A user as it is now, and what an admin should know of it.</summary>
internal sealed record UserAnswer(UserView User, Sentence? Note);
