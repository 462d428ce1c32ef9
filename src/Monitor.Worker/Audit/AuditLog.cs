using System.Buffers;
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
/// The chain covers a salted digest of each detail and not the detail itself, so that a detail can be erased when the law asks for it
/// (<see cref="EraseDetailsAsync"/>) and the chain still holds; an erasure that no row of the chain owns up to is a fault.
/// </remarks>
internal sealed class AuditLog(TimeProvider time)
{
    /// <summary>The previous hash of the first row.</summary>
    public static readonly string Genesis = new('0', 64);

    private const string SelectHead = "SELECT sequence, hash FROM audit_head WHERE id = 1";

    private const string InsertRow = """
        INSERT INTO audit (sequence, at, actor, actor_uid, role, verb, subject, before_state, after_state, salt, before_digest, after_digest,
            previous_hash, hash)
        VALUES (@Sequence, @At, @Actor, @ActorUid, @Role, @Verb, @Subject, @BeforeState, @AfterState, @Salt, @BeforeDigest, @AfterDigest,
            @PreviousHash, @Hash)
        """;

    /// <summary>Every column of a row.</summary>
    internal const string Columns =
        "sequence, at, actor, actor_uid, role, verb, subject, before_state, after_state, salt, before_digest, after_digest, previous_hash, hash";

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
        row.Seal();
        row.Hash = HashOf(row);
        await session.ExecuteAsync(InsertRow, row);
        await session.ExecuteAsync(UpsertHead, new { row.Sequence, row.Hash });
    }

    /// <summary>The newest link; sequence 0 and <see cref="Genesis"/> when nothing has happened yet.</summary>
    public static async Task<Head> HeadAsync(Session session) =>
        await session.FirstOrDefaultAsync<Head>(SelectHead) ?? new Head { Sequence = 0, Hash = Genesis };

    /// <summary>The newest rows, oldest first, of one subject or of all.</summary>
    public static Task<List<AuditRow>> NewestAsync(Session session, string? subject, int count) =>
        NewestAsync(session, new AuditFilter(null, null, subject, null, null, count));

    /// <summary>The newest rows that a filter lets through, oldest first.</summary>
    public static async Task<List<AuditRow>> NewestAsync(Session session, AuditFilter filter)
    {
        var (where, arguments) = filter.ToSql();
        var rows = await session.ListAsync<AuditRow>($"SELECT {Columns} FROM audit {where} ORDER BY sequence DESC LIMIT @Limit", arguments);
        rows.Reverse();
        return rows;
    }

    /// <summary>Walks the whole chain, a row at a time, and names the first row that does not fit.</summary>
    public static Task<AuditVerdict> VerifyAsync(Session session) => VerifyAsync(session, []);

    /// <summary>As above; the chain must pass through what was seen of it from outside as well.</summary>
    public static async Task<AuditVerdict> VerifyAsync(Session session, IReadOnlyCollection<Witness> witnesses)
    {
        var seen = witnesses.ToLookup(witness => witness.Sequence);
        const string all = $"SELECT {Columns} FROM audit ORDER BY sequence";
        var erasures = new ErasedDetails();
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
                : row.Hash != HashOf(row) || !erasures.Accepts(row) ? AuditFault.Changed
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

            if (seen[row.Sequence].FirstOrDefault(witness => witness.Hash != row.Hash) is { } contradicted)
            {
                return new AuditVerdict(previous.Sequence, row.Sequence, AuditFault.Rewritten, previous, erasures.Count, contradicted);
            }

            previous = new Head { Sequence = row.Sequence, Hash = row.Hash };
        }

        if (witnesses.Where(witness => witness.Sequence > previous.Sequence).MinBy(witness => witness.Sequence) is { } lost)
        {
            // The head may have been moved back with the rows; whoever saw more of them knows.
            return new AuditVerdict(previous.Sequence, previous.Sequence + 1, AuditFault.CutOff, previous, erasures.Count, lost);
        }

        var head = await ReadableHeadAsync(session);
        return head is null || head.Sequence != previous.Sequence || head.Hash != previous.Hash
                ? new AuditVerdict(previous.Sequence, previous.Sequence + 1, AuditFault.CutOff, previous)
            : erasures.FirstUnexplained is { } silent
                ? new AuditVerdict(previous.Sequence, silent, AuditFault.Withheld, previous, erasures.Count)
            : new AuditVerdict(previous.Sequence, null, null, previous, erasures.Count);
    }

    /// <summary>
    /// Erases what the given rows say of before and after, and adds one row that names them: that, when, by whom and why something was erased
    /// stays on record. Rows older than the digests cannot be erased without breaking the chain; they are counted and left.
    /// </summary>
    /// <param name="session">The transaction of the erasure.</param>
    /// <param name="actor">Who erases.</param>
    /// <param name="sequences">Which rows.</param>
    /// <param name="why">Why, for example <c>request:7</c>; never a name.</param>
    public async Task<ErasedRows> EraseDetailsAsync(Session session, Actor actor, IReadOnlyCollection<long> sequences, string why)
    {
        var erased = new List<long>();
        var left = 0;
        foreach (var sequence in sequences.Distinct().Order())
        {
            var row = await session.FirstOrDefaultAsync<AuditRow>(
                $"SELECT {Columns} FROM audit WHERE sequence = @sequence",
                new { sequence }
            );
            if (row is null or { BeforeState: null, AfterState: null } or { Verb: ErasedDetails.Verb })
            {
                continue;
            }

            if (row.Salt is null)
            {
                left++;
                continue;
            }

            await session.ExecuteAsync(
                "UPDATE audit SET salt = NULL, before_state = NULL, after_state = NULL WHERE sequence = @sequence",
                new { sequence }
            );
            erased.Add(sequence);
        }

        if (erased.Count > 0)
        {
            await RecordAsync(session, actor, ErasedDetails.Verb, why, after: new ErasedList(ErasedDetails.Ranges(erased)));
        }

        return new ErasedRows(erased.Count, left);
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
        // A million rows are verified in one go: the buffer is kept, and one call hashes it.
        var input = s_input ??= new ArrayBufferWriter<byte>(1024);
        input.ResetWrittenCount();
        Append(input, row.Sequence.ToString(CultureInfo.InvariantCulture));
        Append(input, row.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        Append(input, row.Actor);
        Append(input, row.ActorUid?.ToString(CultureInfo.InvariantCulture));
        Append(input, row.Role);
        Append(input, row.Verb);
        Append(input, row.Subject);
        Append(input, row.BeforeDigest ?? row.BeforeState);
        Append(input, row.AfterDigest ?? row.AfterState);
        Append(input, row.PreviousHash);
        return Convert.ToHexStringLower(SHA256.HashData(input.WrittenSpan));
    }

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_input;

    private static void Append(ArrayBufferWriter<byte> input, string? field)
    {
        var length = field is null ? -1 : Encoding.UTF8.GetByteCount(field);
        BinaryPrimitives.WriteInt32BigEndian(input.GetSpan(4), length);
        input.Advance(4);
        if (field is not null)
        {
            input.Advance(Encoding.UTF8.GetBytes(field, input.GetSpan(length)));
        }
    }
}
