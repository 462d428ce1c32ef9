using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Monitor.Worker.Audit;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Timestamps;

/// <summary>How time stamps stand.</summary>
/// <param name="On">Whether an authority is configured.</param>
/// <param name="Stamped">How many contents have one.</param>
/// <param name="Waiting">How many flagged contents have none yet.</param>
/// <param name="Setback">Why the authority is not asked at the moment; null when all is well.</param>
internal sealed record StampHealth(bool On, long Stamped, long Waiting, StampSetback? Setback);

/// <summary>An authority that did not answer, or not as it should.</summary>
internal sealed class StampSetback
{
    public long Failures { get; init; }
    public DateTimeOffset FirstAt { get; init; }
    public DateTimeOffset NextTryAt { get; init; }
    public string ReasonId { get; init; } = "";
    public string ReasonEn { get; init; } = "";
}

/// <summary>
/// Has an outside authority say when it saw the hash of flagged evidence (RFC 3161), and keeps its word. Nothing waits for it: while the authority is
/// away, evidence is kept, judged and carried without.
/// </summary>
internal sealed class Stamps(Database database, WebGate web, AuditLog audit, TimestampOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private const string Waiting = """
        FROM evidence WHERE removed_at IS NULL
        AND EXISTS (SELECT 1 FROM flag_evidence WHERE flag_evidence.evidence_id = evidence.id)
        AND NOT EXISTS (SELECT 1 FROM evidence_stamp WHERE evidence_stamp.sha256 = evidence.sha256)
        """;

    // The newest first: a stamp proves the more, the sooner it follows the capture.
    private const string SelectNext = $"SELECT sha256 {Waiting} ORDER BY id DESC LIMIT 1";

    private const string SelectSetback = "SELECT failures, first_at, next_try_at, reason_id, reason_en FROM stamp_setback WHERE url = @Url";

    private const string UpsertSetback = """
        INSERT INTO stamp_setback (url, failures, first_at, next_try_at, reason_id, reason_en)
        VALUES (@Url, @Failures, @FirstAt, @NextTryAt, @ReasonId, @ReasonEn)
        ON CONFLICT (url) DO UPDATE SET failures = excluded.failures, next_try_at = excluded.next_try_at,
            reason_id = excluded.reason_id, reason_en = excluded.reason_en
        """;

    private const string InsertStamp = """
        INSERT INTO evidence_stamp (sha256, stamped_at, authority, answer, issuers)
        VALUES (@Sha256, @At, @Authority, @Answer, @Issuers) ON CONFLICT (sha256) DO NOTHING
        """;

    /// <summary>
    /// Asks for one stamp, when an authority is configured, a flagged content has none, and the authority is not to be left alone. Whatever the authority
    /// does is remembered and tried again at growing intervals, up to an hour.
    /// </summary>
    /// <returns>True when a stamp was kept.</returns>
    public async Task<bool> StampNextAsync(CancellationToken ct)
    {
        if (!options.IsOn)
        {
            return false;
        }

        var (setback, sha256) = await database.ReadAsync(
            async session =>
            {
                var setback = await SetbackAsync(session);
                var resting = setback is not null && setback.NextTryAt > time.GetUtcNow();
                return (setback, resting ? null : await session.ScalarAsync<string>(SelectNext));
            },
            ct
        );
        if (sha256 is null)
        {
            return false;
        }

        var request = Rfc3161TimestampRequest.CreateFromHash(
            Convert.FromHexString(sha256),
            HashAlgorithmName.SHA256,
            options.PolicyOid.Length > 0 ? new Oid(options.PolicyOid) : null,
            RandomNumberGenerator.GetBytes(16),
            requestSignerCertificates: true
        );
        var asked = time.GetUtcNow();
        var answer = await web.GetAsync(
            new WebRequest
            {
                Url = new Uri(options.Url),
                Kind = WebKind.Api,
                Api = new ApiAccess(ApiToken.None, "timestamp"),
                Accept = "application/timestamp-reply",
                Post = new WebPost(request.Encode(), "application/timestamp-query"),
            },
            ct
        );
        var (stamp, fault) = answer.IsOk ? Judged(answer.Body.ToArray(), sha256, request, asked) : (null, answer.Reason);
        await database.WriteAsync(
            session =>
                stamp is null
                    ? HoldBackAsync(session, setback, fault!, answer.RetryAfter)
                    : KeepAsync(session, sha256, stamp, answer.Body.ToArray()),
            ct
        );
        return stamp is not null;
    }

    /// <summary>How it stands.</summary>
    public Task<StampHealth> HealthAsync(CancellationToken ct) =>
        database.ReadAsync(
            async session => new StampHealth(
                options.IsOn,
                await session.ScalarAsync<long>("SELECT COUNT(*) FROM evidence_stamp"),
                options.IsOn ? await session.ScalarAsync<long>($"SELECT COUNT(DISTINCT sha256) {Waiting}") : 0,
                options.IsOn ? await SetbackAsync(session) : null
            ),
            ct
        );

    private Task<StampSetback?> SetbackAsync(Session session) =>
        session.FirstOrDefaultAsync<StampSetback>(SelectSetback, new { options.Url });

    private (Stamp? Stamp, Sentence? Fault) Judged(byte[] answer, string sha256, Rfc3161TimestampRequest request, DateTimeOffset asked)
    {
        // Read anew each time: a root that was exchanged holds from now on, and one that is gone is named.
        var (trust, fault) = StampTrust.Load(options.CaFile);
        if (trust is null)
        {
            return (null, fault);
        }

        (var stamp, fault) = Stamp.Read(answer, sha256, trust);
        if (stamp is null)
        {
            return (null, fault);
        }

        if (stamp.Nonce is null || !Stamp.SameNonce(request.GetNonce()!.Value.Span, stamp.Nonce))
        {
            return (
                null,
                new Sentence(
                    "menjawab permintaan lain: noncenya berbeda",
                    "answers another request: its nonce is not the one that was sent"
                )
            );
        }

        if (options.PolicyOid.Length > 0 && stamp.Policy != options.PolicyOid)
        {
            return (
                null,
                new Sentence(
                    $"diberikan menurut kebijakan {stamp.Policy}, yang diminta {options.PolicyOid}",
                    $"is given under policy {stamp.Policy}, asked for was {options.PolicyOid}"
                )
            );
        }

        var slack = options.Tolerance + stamp.Accuracy;
        return stamp.At < asked - slack || stamp.At > time.GetUtcNow() + slack
            ? (
                null,
                new Sentence(
                    $"jamnya menunjuk {stamp.At:yyyy-MM-dd HH:mm:ss}Z, lebih jauh dari jam mesin ini daripada Tolerance",
                    $"its clock says {stamp.At:yyyy-MM-dd HH:mm:ss}Z, further from this machine's than Tolerance"
                )
            )
            : (stamp, null);
    }

    private async Task KeepAsync(Session session, string sha256, Stamp stamp, byte[] answer)
    {
        await session.ExecuteAsync("DELETE FROM stamp_setback WHERE url = @Url", new { options.Url });
        var kept = await session.ExecuteAsync(
            InsertStamp,
            new
            {
                Sha256 = sha256,
                stamp.At,
                stamp.Authority,
                Answer = Convert.ToBase64String(answer),
                stamp.Issuers,
            }
        );
        if (kept > 0)
        {
            await audit.RecordAsync(
                session,
                Actor.Daemon("stamps"),
                "evidence.stamped",
                $"evidence:{sha256}",
                after: new
                {
                    at = stamp.At,
                    authority = stamp.Authority,
                    answer = Convert.ToHexStringLower(SHA256.HashData(answer)),
                }
            );
        }
    }

    private Task HoldBackAsync(Session session, StampSetback? before, Sentence reason, TimeSpan? wished)
    {
        var failures = (before?.Failures ?? 0) + 1;
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        pause = pause < LongestPause ? pause : LongestPause;
        var now = time.GetUtcNow();
        return session.ExecuteAsync(
            UpsertSetback,
            new
            {
                options.Url,
                Failures = failures,
                FirstAt = now,
                NextTryAt = now + (wished > pause ? wished.Value : pause),
                ReasonId = reason.Id,
                ReasonEn = reason.En,
            }
        );
    }
}
