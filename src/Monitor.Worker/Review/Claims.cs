using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>What a ketua does with other people's claims: hands a flag to a named person, or breaks a claim. Whoever is concerned is told.</summary>
internal sealed class Claims(Database database, AuditLog audit, TimeProvider time)
{
    private const string Assign = """
        UPDATE flag SET assigned_identity = @Identity, assigned_name = @Name WHERE id = @Id
        """;

    private const string Break = """
        UPDATE flag SET claim_identity = NULL, claim_name = NULL, claim_until = NULL, claim_number = claim_number + 1 WHERE id = @Id
        """;

    private const string InsertNotice = """
        INSERT INTO notice (identity, flag_id, text_id, text_en, at) VALUES (@Identity, @Flag, @TextId, @TextEn, @At)
        """;

    /// <summary>Gives a flag to one person: nobody else is offered it until that person has decided, or it is given to another.</summary>
    /// <param name="flag">Which.</param>
    /// <param name="to">To whom; null takes an assignment back.</param>
    /// <param name="lead">The ketua.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">That person may not decide it, or somebody holds it now.</exception>
    public Task AssignAsync(long flag, Reviewer? to, Reviewer lead, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var row = await Queue.VisibleAsync(session, flag, lead);
                RequireOpen(row);
                var now = time.GetUtcNow();
                if (to is not null)
                {
                    await RequireAbleAsync(session, row, to);
                    Queue.RequireNotHeldByAnother(row, to, now);
                    await TellAsync(
                        session,
                        to.Identity,
                        flag,
                        new Sentence(
                            $"Flag {flag} ditugaskan kepada Anda oleh {lead.Actor.Name}.",
                            $"Flag {flag} was assigned to you by {lead.Actor.Name}."
                        )
                    );
                }

                await session.ExecuteAsync(
                    Assign,
                    new
                    {
                        Id = flag,
                        to?.Identity,
                        to?.Name,
                    }
                );
                await audit.RecordAsync(
                    session,
                    lead.Actor,
                    "flag.assign",
                    $"flag:{flag}",
                    new { assigned = row.AssignedName },
                    new { assigned = to?.Name }
                );
            },
            ct
        );

    /// <summary>Takes a claim from its holder, who is told why at the next contact, and whose heartbeat and verdict come to nothing.</summary>
    /// <exception cref="RefusalException">Nobody holds it, or no reason is given.</exception>
    public Task BreakAsync(long flag, string reason, Reviewer lead, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw RefusalException.Wrong("Alasan wajib diisi (--reason).", "A reason is required (--reason).");
        }

        return database.WriteAsync(
            async session =>
            {
                var row = await Queue.VisibleAsync(session, flag, lead);
                if (row.ClaimIdentity is null || row.ClaimUntil < time.GetUtcNow())
                {
                    throw RefusalException.Conflict($"Flag {flag} tidak sedang dipegang siapa pun.", $"Nobody holds flag {flag}.");
                }

                await session.ExecuteAsync(Break, new { Id = flag });
                await TellAsync(
                    session,
                    row.ClaimIdentity,
                    flag,
                    new Sentence(
                        $"Klaim Anda atas flag {flag} diputus oleh {lead.Actor.Name}: {reason.Trim()}",
                        $"Your claim on flag {flag} was broken by {lead.Actor.Name}: {reason.Trim()}"
                    )
                );
                await audit.RecordAsync(
                    session,
                    lead.Actor,
                    "flag.break",
                    $"flag:{flag}",
                    new { holder = row.ClaimName, until = row.ClaimUntil },
                    new { reason = reason.Trim() }
                );
            },
            ct
        );
    }

    /// <summary>What this person has not been told yet, oldest first.</summary>
    public Task<List<Notice>> UnseenAsync(string identity, CancellationToken ct) =>
        database.ReadAsync(
            session =>
                session.ListAsync<Notice>(
                    "SELECT id, text_id, text_en FROM notice WHERE identity = @identity AND seen_at IS NULL ORDER BY id LIMIT 5",
                    new { identity }
                ),
            ct
        );

    /// <summary>That the person's screen has shown them.</summary>
    public Task SeenAsync(string identity, IReadOnlyList<long> notices, CancellationToken ct) =>
        database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "UPDATE notice SET seen_at = @now WHERE identity = @identity AND seen_at IS NULL AND id IN @notices",
                    new
                    {
                        identity,
                        notices,
                        now = time.GetUtcNow(),
                    }
                ),
            ct
        );

    private Task TellAsync(Session session, string identity, long flag, Sentence text) =>
        session.ExecuteAsync(
            InsertNotice,
            new
            {
                Identity = identity,
                Flag = flag,
                TextId = text.Id,
                TextEn = text.En,
                At = time.GetUtcNow(),
            }
        );

    private static void RequireOpen(FlagRow row)
    {
        if (FlagState.Closed.Contains(row.State))
        {
            throw RefusalException.Conflict(
                $"Flag {row.Id} sudah selesai ({row.State}).",
                $"Flag {row.Id} is closed already ({row.State})."
            );
        }
    }

    // Why that person may not is not said: it could betray who gave the first verdict.
    private static async Task RequireAbleAsync(Session session, FlagRow row, Reviewer to)
    {
        try
        {
            await Queue.VisibleAsync(session, row.Id, to);
        }
        catch (RefusalException)
        {
            throw Unable(row.Id, to);
        }

        if (await Queue.MayDecideAsync(session, row, to) is not null)
        {
            throw Unable(row.Id, to);
        }
    }

    private static RefusalException Unable(long flag, Reviewer to) =>
        RefusalException.Conflict(
            $"{to.Name} tidak dapat memutus flag {flag}; pilih orang lain.",
            $"{to.Name} cannot decide flag {flag}; choose somebody else."
        );
}

/// <summary>Something that a person must be told.</summary>
internal sealed class Notice
{
    public long Id { get; init; }
    public string TextId { get; init; } = "";
    public string TextEn { get; init; } = "";
}
