using System.Buffers.Binary;
using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Audit;

/// <summary>The append-only record of who did what: each row carries the hash of the row before (Haber and Stornetta, 1991).</summary>
/// <remarks>
/// It is written in the same transaction as the change that it records, so neither can be there without the other.
/// Triggers refuse update and delete; the chain shows what somebody with the file in hand did all the same.
/// </remarks>
internal sealed class AuditLog(TimeProvider time)
{
    /// <summary>The previous hash of the first row.</summary>
    public static readonly string Genesis = new('0', 64);

    private const string SelectHead = "SELECT sequence, hash FROM audit_head WHERE id = 1";

    private const string InsertRow = """
        INSERT INTO audit (sequence, at, actor, actor_uid, role, verb, subject, before_state, after_state, previous_hash, hash)
        VALUES (@Sequence, @At, @Actor, @ActorUid, @Role, @Verb, @Subject, @BeforeState, @AfterState, @PreviousHash, @Hash)
        """;

    private const string UpsertHead = """
        INSERT INTO audit_head (id, sequence, hash) VALUES (1, @Sequence, @Hash)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
        """;

    /// <summary>Adds one row inside the caller's write transaction.</summary>
    /// <param name="session">The transaction that makes the change.</param>
    /// <param name="actor">Who.</param>
    /// <param name="verb">What was done, for example <c>flag.decide</c>.</param>
    /// <param name="subject">To what, for example <c>flag:12</c>. Never a whole NIP, never a text.</param>
    /// <param name="before">The state before, serialised as JSON; null when there was none.</param>
    /// <param name="after">The state after; null when nothing remains.</param>
    public async Task RecordAsync(Session session, Actor actor, string verb, string subject, object? before = null, object? after = null)
    {
        var head = await session.FirstOrDefaultAsync<Head>(SelectHead) ?? new Head { Sequence = 0, Hash = Genesis };
        var row = new AuditRow
        {
            Sequence = head.Sequence + 1,
            At = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
            Actor = actor.Name,
            ActorUid = actor.Uid,
            Role = actor.Role,
            Verb = verb,
            Subject = subject,
            BeforeState = before is null ? null : JsonSerializer.Serialize(before, JsonSerializerOptions.Web),
            AfterState = after is null ? null : JsonSerializer.Serialize(after, JsonSerializerOptions.Web),
            PreviousHash = head.Hash,
        };
        row.Hash = HashOf(row);
        await session.ExecuteAsync(InsertRow, row);
        await session.ExecuteAsync(UpsertHead, new { row.Sequence, row.Hash });
    }

    /// <summary>The newest link; sequence 0 and <see cref="Genesis"/> when nothing has happened yet.</summary>
    public static async Task<Head> HeadAsync(Session session) =>
        await session.FirstOrDefaultAsync<Head>(SelectHead) ?? new Head { Sequence = 0, Hash = Genesis };

    /// <summary>The newest rows, oldest first, of one subject or of all.</summary>
    public static async Task<List<AuditRow>> NewestAsync(Session session, string? subject, int count)
    {
        const string newest = """
            SELECT sequence, at, actor, actor_uid, role, verb, subject, before_state, after_state, previous_hash, hash
            FROM audit WHERE @Subject IS NULL OR subject = @Subject ORDER BY sequence DESC LIMIT @Count
            """;
        var rows = await session.ListAsync<AuditRow>(newest, new { Subject = subject, Count = count });
        rows.Reverse();
        return rows;
    }

    /// <summary>Walks the whole chain, a row at a time, and names the first row that does not fit.</summary>
    public static async Task<AuditVerdict> VerifyAsync(Session session)
    {
        const string all = """
            SELECT sequence, at, actor, actor_uid, role, verb, subject, before_state, after_state, previous_hash, hash
            FROM audit ORDER BY sequence
            """;
        var previous = new Head { Sequence = 0, Hash = Genesis };
        await using var rows = session.StreamAsync<AuditRow>(all).GetAsyncEnumerator(session.Token);
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync())
                {
                    break;
                }
            }
            catch (Exception exception) when (IsUnreadable(exception))
            {
                // SQLite takes a text where a number belongs, and bytes where a text does: what cannot be read was changed from outside,
                // and the verdict says where, instead of a driver's exception saying how. Rows come in order, so it is the next there is.
                var at = await session.ScalarAsync<long>(
                    "SELECT MIN(sequence) FROM audit WHERE sequence > @Sequence",
                    new { previous.Sequence }
                );
                return new AuditVerdict(
                    previous.Sequence,
                    previous.Sequence + 1,
                    at == previous.Sequence + 1 ? AuditFault.Changed : AuditFault.Missing,
                    previous
                );
            }

            var row = rows.Current;
            var fault =
                row.Sequence != previous.Sequence + 1 ? AuditFault.Missing
                : row.PreviousHash != previous.Hash ? AuditFault.Unchained
                : row.Hash != HashOf(row) ? AuditFault.Changed
                : (AuditFault?)null;
            if (fault is not null)
            {
                // A gap is named by the row that should have been there.
                return new AuditVerdict(
                    previous.Sequence,
                    fault == AuditFault.Missing ? previous.Sequence + 1 : row.Sequence,
                    fault,
                    previous
                );
            }

            previous = new Head { Sequence = row.Sequence, Hash = row.Hash };
        }

        var head = await ReadableHeadAsync(session);
        return head is not null && head.Sequence == previous.Sequence && head.Hash == previous.Hash
            ? new AuditVerdict(previous.Sequence, null, null, previous)
            : new AuditVerdict(previous.Sequence, previous.Sequence + 1, AuditFault.CutOff, previous);
    }

    private static async Task<Head?> ReadableHeadAsync(Session session)
    {
        try
        {
            return await HeadAsync(session);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return null;
        }
    }

    private static bool IsUnreadable(Exception exception) =>
        exception is DataException or InvalidCastException or FormatException or OverflowException or ArgumentOutOfRangeException;

    /// <summary>
    /// SHA-256 over the fields in their written order, each as its length (4 bytes, big-endian; -1 for null) and its UTF-8 bytes,
    /// so that no two different rows have the same input.
    /// </summary>
    internal static string HashOf(AuditRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, row.Sequence.ToString(CultureInfo.InvariantCulture));
        Append(hash, row.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        Append(hash, row.Actor);
        Append(hash, row.ActorUid?.ToString(CultureInfo.InvariantCulture));
        Append(hash, row.Role);
        Append(hash, row.Verb);
        Append(hash, row.Subject);
        Append(hash, row.BeforeState);
        Append(hash, row.AfterState);
        Append(hash, row.PreviousHash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string? field)
    {
        Span<byte> length = stackalloc byte[4];
        if (field is null)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, -1);
            hash.AppendData(length);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(field);
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

/// <summary>The newest link of the chain.</summary>
internal sealed class Head
{
    public long Sequence { get; init; }
    public string Hash { get; init; } = "";
}

/// <summary>One row of the record.</summary>
internal sealed class AuditRow
{
    public long Sequence { get; init; }
    public DateTimeOffset At { get; init; }
    public string Actor { get; init; } = "";
    public long? ActorUid { get; init; }
    public string Role { get; init; } = "";
    public string Verb { get; init; } = "";
    public string Subject { get; init; } = "";
    public string? BeforeState { get; init; }
    public string? AfterState { get; init; }
    public string PreviousHash { get; init; } = "";
    public string Hash { get; set; } = "";
}

/// <summary>How a chain can be broken.</summary>
internal enum AuditFault
{
    /// <summary>The row's content does not give its hash.</summary>
    Changed,

    /// <summary>The row does not name the hash of the row before.</summary>
    Unchained,

    /// <summary>A row between two others is gone.</summary>
    Missing,

    /// <summary>Rows at the end are gone, or the head was changed.</summary>
    CutOff,
}

/// <summary>What <c>audit verify</c> found.</summary>
/// <param name="Rows">How many rows hold.</param>
/// <param name="BrokenAt">The sequence number of the first row that does not; null when all hold.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Head">The last link that holds.</param>
internal sealed record AuditVerdict(long Rows, long? BrokenAt, AuditFault? Fault, Head Head);
