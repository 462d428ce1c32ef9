using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>One request of a person, as the register keeps it.</summary>
internal sealed class SubjectRequest
{
    public long Id { get; init; }

    /// <summary>Null when nobody of that number is registered.</summary>
    public long? AsnId { get; init; }

    /// <summary><c>report</c>, <c>correct</c> or <c>erase</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary><c>subject</c>, <c>representative</c>, <c>instansi</c> or <c>dpo</c>.</summary>
    public string AskedBy { get; init; } = "";

    /// <summary>How it was proven that the one who asked may.</summary>
    public string Proof { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset DueAt { get; init; }

    /// <summary><c>open</c>, <c>done</c> or <c>refused</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>What was done, or why not.</summary>
    public string? Decision { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string RegisteredBy { get; init; } = "";
    public DateTimeOffset RegisteredAt { get; init; }
}

/// <summary>How a request comes in.</summary>
/// <param name="Number">Of one that stands in the register already; or the other three.</param>
/// <param name="From">Who asked.</param>
/// <param name="Proof">How identity was proven.</param>
/// <param name="ReceivedAt">When it was received; now, when not given.</param>
internal sealed record RequestClaim(long? Number = null, string? From = null, string? Proof = null, DateTimeOffset? ReceivedAt = null);

/// <summary>The register of what persons asked for: received, due, decided. A right is exercised through it and in no other way.</summary>
internal sealed class Requests(Database database, AuditLog audit, TimeProvider time)
{
    public const string Report = "report";
    public const string Correct = "correct";
    public const string Erase = "erase";

    /// <summary>
    /// 3 x 24 hours from receipt: Pasal 32 (2) for access, Pasal 30 (1) for correction. For an erasure the law names no hours; the house keeps the same.
    /// </summary>
    public static readonly TimeSpan Term = TimeSpan.FromHours(72);

    public static readonly IReadOnlyList<string> Kinds = [Report, Correct, Erase];

    /// <summary>Who may ask: the person, somebody with a power of attorney, the institution, the officer for data protection.</summary>
    public static readonly IReadOnlyList<string> Askers = ["subject", "representative", "instansi", "dpo"];

    private const string Columns =
        "id, asn_id, kind, asked_by, proof, received_at, due_at, state, decision, decided_by, decided_at, registered_by, registered_at";

    /// <summary>Enters a request; its term runs from when it was received.</summary>
    public Task<SubjectRequest> AddAsync(string kind, long? asn, RequestClaim claim, Actor actor, CancellationToken ct) =>
        database.WriteAsync(session => OpenAsync(session, kind, asn, claim, actor), ct);

    /// <summary>The request that an act answers: the one named, or a new one.</summary>
    /// <exception cref="RefusalException">It is of another kind or person, or closed, or it is not said who asked and how that was proven.</exception>
    public async Task<SubjectRequest> OpenAsync(Session session, string kind, long? asn, RequestClaim claim, Actor actor)
    {
        if (claim.Number is { } number)
        {
            var known = await OneAsync(session, number);
            return known.Kind == kind && known.AsnId == asn && known.State == "open"
                ? known
                : throw RefusalException.Conflict(
                    $"Permintaan {number} bukan permintaan '{kind}' yang terbuka dari orang ini.",
                    $"Request {number} is not an open '{kind}' request of this person."
                );
        }

        if (!Kinds.Contains(kind, StringComparer.Ordinal))
        {
            throw RefusalException.Wrong(
                $"Jenis permintaan harus salah satu dari {string.Join(", ", Kinds)}.",
                $"The kind of a request is one of {string.Join(", ", Kinds)}."
            );
        }

        if (!Askers.Contains(claim.From, StringComparer.Ordinal) || string.IsNullOrWhiteSpace(claim.Proof))
        {
            throw RefusalException.Wrong(
                $"Sebutkan --request NOMOR, atau --from ({string.Join(", ", Askers)}) dan --proof (bagaimana identitas dibuktikan).",
                $"Name --request NUMBER, or --from ({string.Join(", ", Askers)}) and --proof (how identity was proven)."
            );
        }

        var now = time.GetUtcNow();
        var received = claim.ReceivedAt ?? now;
        if (received > now)
        {
            throw RefusalException.Wrong("Waktu penerimaan belum tiba.", "The time of receipt lies in the future.");
        }

        var id = await session.ScalarAsync<long>(
            """
            INSERT INTO subject_request (asn_id, kind, asked_by, proof, received_at, due_at, state, registered_by, registered_at)
            VALUES (@asn, @kind, @From, @Proof, @received, @Due, 'open', @Name, @now) RETURNING id
            """,
            new
            {
                asn,
                kind,
                claim.From,
                Proof = claim.Proof.Trim(),
                received,
                Due = received + Term,
                actor.Name,
                now,
            }
        );
        var request = await OneAsync(session, id);
        await audit.RecordAsync(
            session,
            actor,
            "request.open",
            $"request:{id}",
            after: new
            {
                request.Kind,
                request.AsnId,
                request.AskedBy,
                request.Proof,
                request.ReceivedAt,
                request.DueAt,
            }
        );
        return request;
    }

    /// <summary>Closes a request inside the transaction of what answers it.</summary>
    public async Task CloseAsync(Session session, SubjectRequest request, string state, string decision, Actor actor)
    {
        await session.ExecuteAsync(
            "UPDATE subject_request SET state = @state, decision = @decision, decided_by = @Name, decided_at = @Now WHERE id = @Id",
            new
            {
                request.Id,
                state,
                decision,
                actor.Name,
                Now = time.GetUtcNow(),
            }
        );
        await audit.RecordAsync(session, actor, "request.close", $"request:{request.Id}", new { request.State }, new { state, decision });
    }

    /// <summary>Answers a request with no, and says why: Pasal 15 and 33 allow it in few cases, and never silently.</summary>
    public Task<SubjectRequest> RefuseAsync(long id, string? reason, Actor actor, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(reason)
            ? throw RefusalException.Wrong(
                "Penolakan memerlukan --reason dengan dasar hukumnya.",
                "A refusal needs a --reason with its legal basis."
            )
            : database.WriteAsync(
                async session =>
                {
                    var request = await OneAsync(session, id);
                    if (request.State != "open")
                    {
                        throw RefusalException.Conflict($"Permintaan {id} sudah dijawab.", $"Request {id} was answered before.");
                    }

                    await CloseAsync(session, request, "refused", reason.Trim(), actor);
                    return await OneAsync(session, id);
                },
                ct
            );

    /// <summary>The register: what is open by due time, or all by number.</summary>
    public Task<List<SubjectRequest>> ListAsync(bool all, CancellationToken ct) =>
        database.ReadAsync(
            session =>
                session.ListAsync<SubjectRequest>(
                    $"SELECT {Columns} FROM subject_request {(all ? "ORDER BY id" : "WHERE state = 'open' ORDER BY due_at, id")}"
                ),
            ct
        );

    private static async Task<SubjectRequest> OneAsync(Session session, long id) =>
        await session.FirstOrDefaultAsync<SubjectRequest>($"SELECT {Columns} FROM subject_request WHERE id = @id", new { id })
        ?? throw RefusalException.NotFound($"Tidak ada permintaan {id}.", $"There is no request {id}.");
}
