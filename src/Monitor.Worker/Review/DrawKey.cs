using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>
/// The installation's key of draws: what is drawn is told by a keyed hash of the thing itself. The same thing is always drawn or never, and nobody without
/// the key can tell which, not even who wrote it or decides about it.
/// </summary>
internal sealed class DrawKey(IDataProtectionProvider protection)
{
    private const int KeyBytes = 32;

    private readonly IDataProtector _keys = protection.CreateProtector("Monitor.Sampling.Key.v1");
    private byte[]? _key;

    /// <summary>Where a thing falls between 0 and 1.</summary>
    /// <param name="session">The key is made once, with the first draw.</param>
    /// <param name="thing">Names it, and what is drawn for.</param>
    public async Task<double> PlaceAsync(Session session, string thing) => Place(await KeyAsync(session), thing);

    /// <summary>As above, with a key in hand.</summary>
    internal static double Place(byte[] key, string thing)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(thing), hash);
        // As many bits as a double holds.
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) / (double)(1L << 53);
    }

    private async Task<byte[]> KeyAsync(Session session)
    {
        if (_key is null)
        {
            var stored = await session.FirstOrDefaultAsync<string>("SELECT protected FROM sample_key");
            if (stored is null)
            {
                stored = _keys.Protect(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
                await session.ExecuteAsync("INSERT INTO sample_key (id, protected) VALUES (1, @stored)", new { stored });
                // Not remembered before the transaction that keeps it is through.
                return Convert.FromHexString(_keys.Unprotect(stored));
            }

            _key = Convert.FromHexString(_keys.Unprotect(stored));
        }

        return _key;
    }
}
