using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Api;

/// <summary>The users over the socket.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(EndpointTable.UserAdd, AddAsync);
        routes.Map(
            EndpointTable.UserList,
            async (bool? ended, Users users, CancellationToken ct) =>
                (await users.ListAsync(ended == true, ct)).ConvertAll(user => View(user, users))
        );
        routes.Map(
            EndpointTable.UserChange,
            async (long uid, UserRequest request, Caller caller, Users users, Rules rules, TimeProvider time, CancellationToken ct) =>
            {
                RequireRole(request.Role);
                var changed = await users.ChangeAsync(uid, Grant(request, rules, time), caller.Actor, ct);
                return new UserAnswer(View(changed, users), await NoteAsync(users, request.Instansi, ct));
            }
        );
        routes.Map(
            EndpointTable.UserEnd,
            async (long uid, UserEndRequest request, Caller caller, Users users, CancellationToken ct) =>
                string.IsNullOrWhiteSpace(request.Reason)
                    ? throw RefusalException.Wrong("Alasan wajib diisi (--reason).", "A reason is required (--reason).")
                    : View(await users.EndAsync(uid, request.Reason.Trim(), caller.Actor, ct), users)
        );
    }

    private static async Task<UserAnswer> AddAsync(
        UserAddRequest request,
        Caller caller,
        Users users,
        Rules rules,
        TimeProvider time,
        CancellationToken ct
    )
    {
        RequireRole(request.Grant.Role ?? "");
        if (request.Grant.Role is Roles.Analis or Roles.Ketua && request.Grant.Regions is null)
        {
            // Whoever forgets the regions must not thereby hand out the whole country.
            throw RefusalException.Wrong(
                $"Peran {request.Grant.Role} memerlukan --region; '*' berarti seluruh Indonesia.",
                $"The role {request.Grant.Role} needs --region; '*' means the whole country."
            );
        }

        var uid =
            request.Uid
            ?? UserAccounts.UidOf(request.User ?? "")
            ?? throw RefusalException.Wrong(
                $"Sistem ini tidak mengenal pengguna '{request.User}'; sebut nomornya (uid) bila ia memang tidak bernama.",
                $"This system knows no user '{request.User}'; give the number (uid) when there is no name for it."
            );
        var added = await users.AddAsync(uid, UserAccounts.NameOf(uid), Grant(request.Grant, rules, time), caller.Actor, ct);
        return new UserAnswer(View(added, users), await NoteAsync(users, request.Grant.Instansi, ct));
    }

    private static void RequireRole(string? role)
    {
        if (role is not null && !Roles.IsRole(role))
        {
            throw RefusalException.Wrong(
                $"Peran '{role}' tidak dikenal; yang ada: {Roles.List}.",
                $"The role '{role}' is not known; there are: {Roles.List}."
            );
        }
    }

    private static UserGrant Grant(UserRequest request, Rules rules, TimeProvider time)
    {
        Nip? nip = null;
        if (!string.IsNullOrWhiteSpace(request.Nip) && !Nip.TryParse(request.Nip, time, out nip, out var problem))
        {
            throw new RefusalException(RefusalKind.WrongInput, problem);
        }

        if (nip is not null && request.Asn is not null)
        {
            throw RefusalException.Wrong("Sebut --nip atau --asn, tidak keduanya.", "Give --nip or --asn, not both.");
        }

        return new UserGrant(
            request.Role,
            request.Regions is { } regions ? Codes(regions, rules) : null,
            request.Instansi?.Trim(),
            nip,
            request.Asn
        );
    }

    private static IReadOnlyList<string> Codes(IReadOnlyList<string> regions, Rules rules)
    {
        string[] codes =
        [
            .. regions.SelectMany(part => part.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        ];
        if (codes is [Users.Everywhere])
        {
            return codes;
        }

        return codes.Length > 0 && Array.TrueForAll(codes, rules.IsRegion)
            ? codes
            : throw RefusalException.Wrong(
                $"Wilayah '{Array.Find(codes, code => !rules.IsRegion(code))}' tidak ada dalam daftar Kemendagri; tulis seperti 33 atau 33.26, atau '*' untuk seluruh Indonesia.",
                $"The region '{Array.Find(codes, code => !rules.IsRegion(code))}' is not in Kemendagri's list; write 33 or 33.26, or '*' for the whole country."
            );
    }

    private static async Task<Sentence?> NoteAsync(Users users, string? instansi, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(instansi) || await users.PeopleOfAsync(instansi, ct) > 0
            ? null
            : new Sentence(
                $"Belum ada ASN terdaftar dari instansi '{instansi}'; tulislah seperti registri menulisnya, agar flag instansi sendiri dikenali.",
                $"No registered civil servant is of '{instansi}'; write it as the registry does, so that flags of the own instansi are known."
            );

    private static UserView View(UserRow user, Users users) =>
        new(
            user.Uid,
            UserAccounts.NameOf(user.Uid),
            user.Role,
            user.Regions.Split(','),
            user.Instansi,
            users.MaskedNipOf(user),
            user.AddedBy,
            user.AddedAt,
            user.ChangedAt,
            user.EndedAt
        );
}
