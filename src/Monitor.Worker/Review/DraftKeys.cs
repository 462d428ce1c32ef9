using System.Security.Cryptography;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>
/// The keys that seal what persons have typed about flags and not sent yet; the sealed words lie with those persons. A key goes with the text of its flag,
/// and the words with it, wherever they lie.
/// </summary>
internal sealed class DraftKeys(Database database)
{
    private const int KeyBytes = 32;

    /// <summary>This person's key for this flag, made when it is first asked for; null when the flag's text was removed.</summary>
    /// <exception cref="RefusalException">There is no such flag, or it is another region's.</exception>
    public Task<byte[]?> OfAsync(long flag, Reviewer reviewer, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var row = await Queue.VisibleAsync(session, flag, reviewer);
                if (row.TakenDownAt is not null)
                {
                    return null;
                }

                await session.ExecuteAsync(
                    "INSERT INTO draft_key (flag_id, identity, key_hex) VALUES (@flag, @Identity, @Made) ON CONFLICT (flag_id, identity) DO NOTHING",
                    new
                    {
                        flag,
                        reviewer.Identity,
                        Made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)),
                    }
                );
                var key = await session.ScalarAsync<string>(
                    "SELECT key_hex FROM draft_key WHERE flag_id = @flag AND identity = @Identity",
                    new { flag, reviewer.Identity }
                );
                return key is null ? null : Convert.FromHexString(key);
            },
            ct
        );
}
