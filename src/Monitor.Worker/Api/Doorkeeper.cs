using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Monitor.Worker.Language;

namespace Monitor.Worker.Api;

/// <summary>Says who is calling: the kernel's uid, looked up in the configured grants. Whoever has no role is refused.</summary>
internal sealed class Doorkeeper(AccessOptions access)
{
    /// <summary>The request header by which a configured OS user acts as one of the test users.</summary>
    public const string ActAsHeader = "X-Monitor-As";

    private readonly long _owner = UserAccounts.OwnUid;

    /// <summary>Whether any test user is configured; screens and exports must say so.</summary>
    public bool HasTestUsers => access.TestUsers.Count > 0;

    /// <summary>Identifies the caller of a request.</summary>
    /// <exception cref="RefusalException">No role.</exception>
    public Caller Identify(HttpContext http)
    {
        var socket = http.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is null || socket.AddressFamily != AddressFamily.Unix)
        {
            throw RefusalException.NotAllowed("Hanya soket lokal yang dilayani.", "Only the local socket is served.");
        }

        return Identify(PeerCredentials.Of(socket).Uid, http.Request.Headers[ActAsHeader].ToString());
    }

    /// <summary>As above, once the kernel has spoken.</summary>
    /// <param name="uid">The kernel's word.</param>
    /// <param name="actAs">Name of a test user, or empty.</param>
    /// <exception cref="RefusalException">No role.</exception>
    public Caller Identify(long uid, string actAs)
    {
        if (actAs.Length > 0)
        {
            var test =
                access.TestUsers.FirstOrDefault(user => user.Name == actAs && (user.Uid ?? _owner) == uid)
                ?? throw RefusalException.NotAllowed(
                    $"Pengguna {UserAccounts.NameOf(uid)} (uid {uid}) tidak boleh bertindak sebagai '{actAs}': nama itu tidak ada di Access:TestUsers untuknya.",
                    $"User {UserAccounts.NameOf(uid)} (uid {uid}) may not act as '{actAs}': Access:TestUsers holds no such name for that user."
                );
            return new Caller(test.Name, uid, test.Role, [.. test.Regions], "", IsTest: true);
        }

        var name = UserAccounts.NameOf(uid);
        var grant = access.Users.FirstOrDefault(user => user.Uid == uid || (user.Uid is null && user.User == name));
        return grant is not null ? new Caller(name, uid, grant.Role, [.. grant.Regions], grant.Instansi, IsTest: false)
            : uid == _owner && access.OwnerIsAdmin ? new Caller(name, uid, Roles.Admin, [], "", IsTest: false)
            : throw RefusalException.NotAllowed(
                $"Pengguna {name} (uid {uid}) tidak mempunyai peran di Monitor; mintalah admin menambahkannya pada Access:Users.",
                $"User {name} (uid {uid}) has no role in Monitor; ask an admin to add the user to Access:Users."
            );
    }
}
