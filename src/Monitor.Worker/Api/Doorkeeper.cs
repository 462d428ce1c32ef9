using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Api;

/// <summary>Says who is calling: the kernel's uid, looked up among the registered users on every request. Whoever has no role is refused.</summary>
internal sealed class Doorkeeper(AccessOptions access, Users users)
{
    /// <summary>The request header by which a configured OS user acts as one of the test users.</summary>
    public const string ActAsHeader = "X-Monitor-As";

    private readonly long _owner = UserAccounts.OwnUid;

    /// <summary>Whether any test user is configured; screens and exports must say so.</summary>
    public bool HasTestUsers => access.TestUsers.Count > 0;

    /// <summary>Identifies the caller of a request.</summary>
    /// <exception cref="RefusalException">No role.</exception>
    public Task<Caller> IdentifyAsync(HttpContext http)
    {
        var socket = http.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is null || socket.AddressFamily != AddressFamily.Unix)
        {
            throw RefusalException.NotAllowed("Hanya soket lokal yang dilayani.", "Only the local socket is served.");
        }

        var peer =
            PeerCredentials.Of(socket)
            ?? throw RefusalException.NotAllowed("Pemanggil sudah memutus sambungan.", "The caller has hung up.");
        return IdentifyAsync(peer.Uid, http.Request.Headers[ActAsHeader].ToString(), http.RequestAborted);
    }

    /// <summary>As above, once the kernel has spoken.</summary>
    /// <param name="uid">The kernel's word.</param>
    /// <param name="actAs">Name of a test user, or empty.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">No role.</exception>
    public async Task<Caller> IdentifyAsync(long uid, string actAs, CancellationToken ct)
    {
        if (actAs.Length > 0)
        {
            var test =
                access.TestUsers.FirstOrDefault(user => user.Name == actAs && (user.Uid ?? _owner) == uid)
                ?? throw RefusalException.NotAllowed(
                    $"Pengguna {UserAccounts.NameOf(uid)} (uid {uid}) tidak boleh bertindak sebagai '{actAs}': nama itu tidak ada di Access:TestUsers untuknya.",
                    $"User {UserAccounts.NameOf(uid)} (uid {uid}) may not act as '{actAs}': Access:TestUsers holds no such name for that user."
                );
            return Of(test, uid);
        }

        return await users.FindAsync(uid, ct) is { } user ? Of(user)
            : uid == _owner && access.OwnerIsAdmin ? new Caller(UserAccounts.NameOf(uid), uid, Roles.Admin, [], "", IsTest: false)
            : throw RefusalException.NotAllowed(
                $"Pengguna {UserAccounts.NameOf(uid)} (uid {uid}) tidak mempunyai peran di Monitor; mintalah admin mendaftarkannya dengan 'monitor user add'.",
                $"User {UserAccounts.NameOf(uid)} (uid {uid}) has no role in Monitor; ask an admin for 'monitor user add'."
            );
    }

    /// <summary>The analyst or ketua of this name, as a caller would be.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public async Task<Caller> ReviewerAsync(string name, CancellationToken ct)
    {
        var user = (await users.ListAsync(ended: false, ct)).Find(user => UserAccounts.NameOf(user.Uid) == name || $"{user.Uid}" == name);
        var found =
            user is not null ? Of(user)
            : access.TestUsers.FirstOrDefault(test => test.Name == name) is { } test ? Of(test, test.Uid ?? _owner)
            : null;
        return found is { Role: Roles.Analis or Roles.Ketua }
            ? found
            : throw RefusalException.NotFound(
                $"Tidak ada analis atau ketua bernama '{name}'.",
                $"There is no analis or ketua named '{name}'."
            );
    }

    /// <summary>Refuses a configuration under which nobody could ever register a user.</summary>
    /// <exception cref="RefusalException">No admin, and no way to make one.</exception>
    public async Task RequireAnAdminAsync(CancellationToken ct)
    {
        if (!access.OwnerIsAdmin && !access.TestUsers.Any(user => user.Role == Roles.Admin) && !await users.HasAdminAsync(ct))
        {
            throw RefusalException.Wrong(
                "Access:OwnerIsAdmin dimatikan, tetapi tidak ada admin yang terdaftar: tidak ada yang dapat mendaftarkan siapa pun. Nyalakan dahulu, lalu 'monitor user add'.",
                "Access:OwnerIsAdmin is off and no admin is registered: nobody could register anybody. Switch it on first, then 'monitor user add'."
            );
        }
    }

    private static Caller Of(UserRow user) =>
        new(UserAccounts.NameOf(user.Uid), user.Uid, user.Role, user.RegionList, user.Instansi, IsTest: false) { NipIndex = user.NipIndex };

    private static Caller Of(TestUser test, long uid) => new(test.Name, uid, test.Role, [.. test.Regions], test.Instansi, IsTest: true);
}
