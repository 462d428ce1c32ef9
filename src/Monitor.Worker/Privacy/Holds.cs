using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>A legal hold.</summary>
internal sealed class LegalHold
{
    public long Id { get; init; }

    /// <summary>The flag that is kept; or null, and the person's everything is.</summary>
    public long? FlagId { get; init; }
    public long? AsnId { get; init; }

    /// <summary>The order or letter that asks for it.</summary>
    public string Reference { get; init; } = "";
    public string Reason { get; init; } = "";
    public string PlacedBy { get; init; } = "";
    public DateTimeOffset PlacedAt { get; init; }
    public string? ReleasedBy { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public string? ReleaseReason { get; init; }
}

/// <summary>What may not be erased although somebody asks or its time is over, on whose order, and until when.</summary>
internal sealed class Holds(Database database, AuditLog audit, TimeProvider time)
{
    /// <summary>SQL: this flag is held, by itself or with its person.</summary>
    public const string FlagIsHeld = """
        (EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.released_at IS NULL AND legal_hold.flag_id = flag.id)
         OR EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.released_at IS NULL AND legal_hold.asn_id = flag.asn_id)
         OR EXISTS (SELECT 1 FROM legal_hold JOIN account ON account.asn_id = legal_hold.asn_id
                    WHERE legal_hold.released_at IS NULL AND account.id = flag.account_id))
        """;

    private const string Columns = "id, flag_id, asn_id, reference, reason, placed_by, placed_at, released_by, released_at, release_reason";

    /// <summary>Places a hold on one flag or on everything about a person.</summary>
    /// <exception cref="RefusalException">No reason or reference, nothing of that number, or it is held already.</exception>
    public Task<LegalHold> AddAsync(long? flag, long? asn, string? reference, string? reason, Actor actor, CancellationToken ct)
    {
        if (flag is null == asn is null)
        {
            throw RefusalException.Wrong("Sebutkan satu: flag atau ASN.", "Name one of them: a flag or a civil servant.");
        }

        if (string.IsNullOrWhiteSpace(reference) || string.IsNullOrWhiteSpace(reason))
        {
            throw RefusalException.Wrong(
                "Penahanan memerlukan --reference (surat atau perintah) dan --reason.",
                "A hold needs its --reference (a letter or an order) and a --reason."
            );
        }

        return database.WriteAsync(
            async session =>
            {
                var known = flag is not null
                    ? await session.ScalarAsync<long?>("SELECT id FROM flag WHERE id = @flag", new { flag })
                    : await session.ScalarAsync<long?>("SELECT id FROM asn WHERE id = @asn AND erased_at IS NULL", new { asn });
                if (known is null)
                {
                    throw flag is not null
                        ? RefusalException.NotFound($"Tidak ada flag {flag}.", $"There is no flag {flag}.")
                        : RefusalException.NotFound($"Tidak ada ASN dengan id {asn}.", $"There is no civil servant with the id {asn}.");
                }

                if (
                    flag is not null
                    && await session.ScalarAsync<long?>("SELECT taken_down_at FROM flag WHERE id = @flag", new { flag }) is not null
                )
                {
                    throw RefusalException.Conflict($"Teks flag {flag} sudah dihapus.", $"The text of flag {flag} was removed before.");
                }

                var same = await session.ScalarAsync<long?>(
                    "SELECT id FROM legal_hold WHERE released_at IS NULL AND flag_id IS NOT DISTINCT FROM @flag AND asn_id IS NOT DISTINCT FROM @asn",
                    new { flag, asn }
                );
                if (same is not null)
                {
                    throw RefusalException.Conflict($"Sudah ditahan: penahanan {same}.", $"It is held already: hold {same}.");
                }

                var id = await session.ScalarAsync<long>(
                    """
                    INSERT INTO legal_hold (flag_id, asn_id, reference, reason, placed_by, placed_at)
                    VALUES (@flag, @asn, @reference, @reason, @Name, @Now) RETURNING id
                    """,
                    new
                    {
                        flag,
                        asn,
                        reference = reference.Trim(),
                        reason = reason.Trim(),
                        actor.Name,
                        Now = time.GetUtcNow(),
                    }
                );
                var hold = await OneAsync(session, id);
                await audit.RecordAsync(
                    session,
                    actor,
                    "hold.place",
                    SubjectOf(hold),
                    after: new
                    {
                        hold = id,
                        hold.Reference,
                        hold.Reason,
                    }
                );
                return hold;
            },
            ct
        );
    }

    /// <summary>Ends a hold; it stays on record.</summary>
    /// <exception cref="RefusalException">No such hold, it was released before, or no reason is given.</exception>
    public Task<LegalHold> ReleaseAsync(long id, string? reason, Actor actor, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(reason)
            ? throw RefusalException.Wrong("Pelepasan memerlukan --reason.", "A release needs a --reason.")
            : database.WriteAsync(
                async session =>
                {
                    var hold = await OneAsync(session, id);
                    if (hold.ReleasedAt is not null)
                    {
                        throw RefusalException.Conflict($"Penahanan {id} sudah dilepas.", $"Hold {id} was released before.");
                    }

                    await session.ExecuteAsync(
                        "UPDATE legal_hold SET released_by = @Name, released_at = @Now, release_reason = @reason WHERE id = @id",
                        new
                        {
                            id,
                            reason = reason.Trim(),
                            actor.Name,
                            Now = time.GetUtcNow(),
                        }
                    );
                    await audit.RecordAsync(
                        session,
                        actor,
                        "hold.release",
                        SubjectOf(hold),
                        before: new { hold = id },
                        after: new { reason = reason.Trim() }
                    );
                    return await OneAsync(session, id);
                },
                ct
            );

    /// <summary>Holds by number: those in force, or all.</summary>
    public Task<List<LegalHold>> ListAsync(bool released, CancellationToken ct) =>
        database.ReadAsync(
            session =>
                session.ListAsync<LegalHold>(
                    $"SELECT {Columns} FROM legal_hold WHERE @released OR released_at IS NULL ORDER BY id",
                    new { released }
                ),
            ct
        );

    /// <summary>The holds in force on anything about a person.</summary>
    public static Task<List<long>> OfPersonAsync(Session session, long asn) =>
        session.ListAsync<long>(
            $"SELECT id FROM legal_hold WHERE released_at IS NULL AND (asn_id = @Asn OR flag_id IN {HeldData.Flags}) ORDER BY id",
            new { Asn = asn }
        );

    /// <summary>Whether a hold is in force on a flag, by itself or with its person, as the caller's transaction sees it.</summary>
    public static async Task<bool> IsHeldAsync(Session session, long flag) => await OfFlagAsync(session, flag) is not null;

    /// <summary>The hold in force on a flag, or null.</summary>
    public static Task<long?> OfFlagAsync(Session session, long flag) =>
        session.ScalarAsync<long?>(
            """
            SELECT MIN(legal_hold.id) FROM legal_hold, flag LEFT JOIN account ON account.id = flag.account_id
            WHERE flag.id = @flag AND legal_hold.released_at IS NULL
                AND (legal_hold.flag_id = flag.id OR legal_hold.asn_id = flag.asn_id OR legal_hold.asn_id = account.asn_id)
            """,
            new { flag }
        );

    private static string SubjectOf(LegalHold hold) => hold.FlagId is { } flag ? $"flag:{flag}" : $"asn:{hold.AsnId}";

    private static async Task<LegalHold> OneAsync(Session session, long id) =>
        await session.FirstOrDefaultAsync<LegalHold>($"SELECT {Columns} FROM legal_hold WHERE id = @id", new { id })
        ?? throw RefusalException.NotFound($"Tidak ada penahanan {id}.", $"There is no hold {id}.");
}
