using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>What a user may do and see; a field that is null changes nothing.</summary>
/// <param name="Role">The role.</param>
/// <param name="Regions">Kemendagri codes, a province covers its regencies; or <see cref="Users.Everywhere"/> alone.</param>
/// <param name="Instansi">The own institution, as the registry writes it; empty takes it away.</param>
/// <param name="Nip">The own number.</param>
/// <param name="AsnId">The own entry among the registered civil servants, instead of the number.</param>
internal sealed record UserGrant(string? Role, IReadOnlyList<string>? Regions, string? Instansi, Nip? Nip, long? AsnId);

/// <summary>
/// The people who work here, kept with what they may do. Only an admin changes it, never the own entry, and each change is an audit row in
/// the same transaction. Who is calling is asked on every request, so a change counts at once.
/// </summary>
internal sealed class Users(Database database, NipVault vault, AuditLog audit, TimeProvider time)
{
    /// <summary>Stands for the whole country in a list of regions.</summary>
    public const string Everywhere = "*";

    private const string Select = """
        SELECT id, uid, name, role, regions, instansi, nip_protected, nip_index, added_by, added_at, changed_at, ended_at FROM app_user
        """;

    private const string Insert = """
        INSERT INTO app_user (uid, name, role, regions, instansi, nip_protected, nip_index, added_by, added_at, changed_at)
        VALUES (@Uid, @Name, @Role, @Regions, @Instansi, @NipProtected, @NipIndex, @AddedBy, @AddedAt, @ChangedAt) RETURNING id
        """;

    private const string Update = """
        UPDATE app_user SET role = @Role, regions = @Regions, instansi = @Instansi, nip_protected = @NipProtected, nip_index = @NipIndex,
            changed_at = @ChangedAt
        WHERE id = @Id
        """;

    // What the person held is free at once and need not wait for the lease to run out.
    private const string DropClaims = """
        UPDATE flag SET claim_identity = NULL, claim_name = NULL, claim_until = NULL WHERE claim_identity = @Identity
        """;

    /// <summary>The user of this number; null when there is none.</summary>
    public Task<UserRow?> FindAsync(long uid, CancellationToken ct) => database.ReadAsync(session => OneAsync(session, uid), ct);

    /// <summary>Everybody, by name; those whose access has ended only when asked for.</summary>
    public Task<List<UserRow>> ListAsync(bool ended, CancellationToken ct) =>
        database.ReadAsync(
            session => session.ListAsync<UserRow>($"{Select} WHERE ended_at IS NULL OR @ended = 1 ORDER BY name, id", new { ended }),
            ct
        );

    /// <summary>The own number as screens show it.</summary>
    public string? MaskedNipOf(UserRow user) => user.NipProtected is { } kept ? vault.Unprotect(kept).Masked : null;

    /// <summary>Gives a user a role.</summary>
    /// <exception cref="RefusalException">The user has one, the number belongs to another user, or it is the caller's own entry.</exception>
    public Task<UserRow> AddAsync(long uid, string name, UserGrant grant, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                RequireAnother(uid, actor);
                if (await OneAsync(session, uid) is { } known)
                {
                    throw RefusalException.Conflict(
                        $"Pengguna {known.Name} (uid {uid}) sudah terdaftar sebagai {known.Role}; ubah dengan 'monitor user change'.",
                        $"User {known.Name} (uid {uid}) is registered already as {known.Role}; change it with 'monitor user change'."
                    );
                }

                var now = time.GetUtcNow();
                var (index, kept) = await NipAsync(session, grant, uid);
                var row = new UserRow
                {
                    Uid = uid,
                    Name = name,
                    Role = grant.Role!,
                    Regions = string.Join(',', grant.Regions ?? [Everywhere]),
                    Instansi = grant.Instansi ?? "",
                    NipIndex = index,
                    NipProtected = kept,
                    AddedBy = actor.Name,
                    AddedAt = now,
                    ChangedAt = now,
                };
                await session.ScalarAsync<long>(Insert, row);
                await audit.RecordAsync(session, actor, "user.add", $"uid:{uid}", after: Recorded(row));
                return row;
            },
            ct
        );

    /// <summary>Changes what a user may do; counts from the user's next request on.</summary>
    /// <exception cref="RefusalException">There is no such user, the number belongs to another, or it is the caller's own entry.</exception>
    public Task<UserRow> ChangeAsync(long uid, UserGrant grant, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                RequireAnother(uid, actor);
                var old = await RequireAsync(session, uid);
                var (index, kept) = await NipAsync(session, grant, uid);
                var changed = old with
                {
                    Role = grant.Role ?? old.Role,
                    Regions = grant.Regions is { } regions ? string.Join(',', regions) : old.Regions,
                    Instansi = grant.Instansi ?? old.Instansi,
                    NipIndex = index ?? old.NipIndex,
                    NipProtected = kept ?? old.NipProtected,
                    ChangedAt = time.GetUtcNow(),
                };
                await session.ExecuteAsync(Update, changed);
                await audit.RecordAsync(session, actor, "user.change", $"uid:{uid}", Recorded(old), Recorded(changed));
                return changed;
            },
            ct
        );

    /// <summary>Takes the role away; what the user held in the queue is free again.</summary>
    /// <exception cref="RefusalException">There is no such user, or it is the caller's own entry.</exception>
    public Task<UserRow> EndAsync(long uid, string reason, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                RequireAnother(uid, actor);
                var old = await RequireAsync(session, uid);
                var ended = old with { EndedAt = time.GetUtcNow() };
                await session.ExecuteAsync("UPDATE app_user SET ended_at = @EndedAt WHERE id = @Id", ended);
                var released = await session.ExecuteAsync(DropClaims, new { Identity = $"uid:{uid}" });
                await audit.RecordAsync(
                    session,
                    actor,
                    "user.end",
                    $"uid:{uid}",
                    Recorded(old),
                    new
                    {
                        ended.EndedAt,
                        reason,
                        released,
                    }
                );
                return ended;
            },
            ct
        );

    /// <summary>How many registered people bear this institution's name; none means that it is written otherwise there.</summary>
    public async Task<int> PeopleOfAsync(string instansi, CancellationToken ct) =>
        (
            await database.ReadAsync(
                session => session.ListAsync<string>("SELECT instansi FROM asn UNION ALL SELECT unit FROM asn WHERE unit <> instansi"),
                ct
            )
        ).Count(name => InstansiName.Same(name, instansi));

    /// <summary>Whether anybody is admin by an entry of the registry.</summary>
    public Task<bool> HasAdminAsync(CancellationToken ct) =>
        database.ReadAsync(
            session => session.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM app_user WHERE role = 'admin' AND ended_at IS NULL)"),
            ct
        );

    // Whoever could raise oneself would need no admin; and nobody can lock everybody out by ending the last one.
    private static void RequireAnother(long uid, Actor actor)
    {
        if (actor.Uid == uid)
        {
            throw RefusalException.NotAllowed(
                "Tidak ada yang mengubah entrinya sendiri; mintalah admin lain.",
                "Nobody changes the own entry; ask another admin."
            );
        }
    }

    private static Task<UserRow?> OneAsync(Session session, long uid) =>
        session.FirstOrDefaultAsync<UserRow>($"{Select} WHERE uid = @uid AND ended_at IS NULL", new { uid });

    private static async Task<UserRow> RequireAsync(Session session, long uid) =>
        await OneAsync(session, uid)
        ?? throw RefusalException.NotFound($"Tidak ada pengguna dengan uid {uid}.", $"There is no user with the uid {uid}.");

    private async Task<(string? Index, string? Kept)> NipAsync(Session session, UserGrant grant, long uid)
    {
        string? index = null;
        string? kept = null;
        if (grant.Nip is { } nip)
        {
            await RegistryState.CheckKeyAsync(session, vault);
            (index, kept) = (vault.IndexOf(nip), vault.Protect(nip));
        }
        else if (grant.AsnId is { } id)
        {
            var own =
                await session.FirstOrDefaultAsync<AsnRecord>("SELECT nip_index, nip_protected FROM asn WHERE id = @id", new { id })
                ?? throw RefusalException.NotFound($"Tidak ada ASN dengan id {id}.", $"There is no civil servant with the id {id}.");
            (index, kept) = (own.NipIndex, own.NipProtected);
        }

        if (
            index is not null
            && await session.ScalarAsync<string?>(
                "SELECT name FROM app_user WHERE nip_index = @index AND uid <> @uid AND ended_at IS NULL",
                new { index, uid }
            )
                is { } other
        )
        {
            // One person under two users could give both verdicts on one flag.
            throw RefusalException.Conflict(
                $"NIP itu sudah milik pengguna {other}; satu orang hanya satu pengguna.",
                $"That NIP belongs to the user {other} already; one person is one user."
            );
        }

        return (index, kept);
    }

    private static object Recorded(UserRow row) =>
        new
        {
            row.Name,
            row.Role,
            row.Regions,
            row.Instansi,
            // Whether, not which: the record is never erased.
            nip = row.NipIndex is not null,
        };
}

/// <summary>A row of the user table.</summary>
internal sealed record UserRow
{
    public long Id { get; init; }
    public long Uid { get; init; }

    /// <summary>The OS name when the user was added; for lists only.</summary>
    public string Name { get; init; } = "";
    public string Role { get; init; } = "";

    /// <summary>As stored; see <see cref="RegionList"/>.</summary>
    public string Regions { get; init; } = "";
    public string Instansi { get; init; } = "";
    public string? NipProtected { get; init; }
    public string? NipIndex { get; init; }
    public string AddedBy { get; init; } = "";
    public DateTimeOffset AddedAt { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The codes; empty for the whole country.</summary>
    public IReadOnlyList<string> RegionList => Regions == Users.Everywhere ? [] : Regions.Split(',');
}
