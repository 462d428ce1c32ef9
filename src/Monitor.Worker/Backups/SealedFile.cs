using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Monitor.Worker.Language;

namespace Monitor.Worker.Backups;

/// <summary>
/// A file that is encrypted and authenticated piece by piece, so that one of any size is read and written in little memory: AES-256-GCM in the way of the
/// STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015).
/// </summary>
/// <remarks>
/// <c>MONBAK01</c>, 32 random bytes, then pieces of 1 MiB (the last one shorter), each followed by its tag of 16 bytes. The key of a file is HKDF-SHA256 over the
/// operator's key and those random bytes, so that a nonce never meets the same key again. The nonce is the number of the piece and, in its last byte, whether
/// it is the last: no piece can be moved, repeated or left out, and no file be cut at the end.
/// </remarks>
internal static class SealedFile
{
    private const int SaltBytes = 32;
    private const int TagBytes = 16;
    private const int NonceBytes = 12;
    private const int Piece = 1 << 20;
    private static readonly byte[] Magic = "MONBAK01"u8.ToArray();
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("monitor backup 1");

    /// <summary>Whether a file begins as a sealed one does.</summary>
    public static bool IsSealed(string file)
    {
        using var stream = File.OpenRead(file);
        var head = new byte[Magic.Length];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual(Magic);
    }

    /// <summary>Encrypts everything of one stream into another.</summary>
    public static async Task SealAsync(Stream plain, Stream file, byte[] key, CancellationToken ct)
    {
        var head = new byte[Magic.Length + SaltBytes];
        Magic.CopyTo(head, 0);
        RandomNumberGenerator.Fill(head.AsSpan(Magic.Length));
        await file.WriteAsync(head, ct);
        using var cipher = CipherOf(key, head);
        var (current, next) = (new byte[Piece], new byte[Piece]);
        var sealedPiece = new byte[Piece + TagBytes];
        var have = await plain.ReadAtLeastAsync(current, Piece, throwOnEndOfStream: false, ct);
        for (ulong number = 0; ; number++)
        {
            // The one after it has to be seen to know whether this is the last.
            var more = have == Piece ? await plain.ReadAtLeastAsync(next, Piece, throwOnEndOfStream: false, ct) : 0;
            cipher.Encrypt(
                Nonce(number, last: more == 0),
                current.AsSpan(0, have),
                sealedPiece.AsSpan(0, have),
                sealedPiece.AsSpan(have, TagBytes),
                head
            );
            await file.WriteAsync(sealedPiece.AsMemory(0, have + TagBytes), ct);
            if (more == 0)
            {
                return;
            }

            (current, next, have) = (next, current, more);
        }
    }

    /// <summary>Decrypts; what was written so far is to be thrown away when it throws.</summary>
    /// <exception cref="RefusalException">Another key, a file that was changed or cut, or no sealed file at all.</exception>
    public static async Task OpenAsync(Stream file, Stream plain, byte[] key, CancellationToken ct)
    {
        var head = new byte[Magic.Length + SaltBytes];
        if (
            await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct) < head.Length
            || !head.AsSpan(0, Magic.Length).SequenceEqual(Magic)
        )
        {
            throw RefusalException.Wrong("Bukan cadangan terenkripsi.", "It is not an encrypted backup.");
        }

        using var cipher = CipherOf(key, head);
        var (current, next) = (new byte[Piece + TagBytes], new byte[Piece + TagBytes]);
        var plainPiece = new byte[Piece];
        var have = await file.ReadAtLeastAsync(current, current.Length, throwOnEndOfStream: false, ct);
        for (ulong number = 0; ; number++)
        {
            var more = have == current.Length ? await file.ReadAtLeastAsync(next, next.Length, throwOnEndOfStream: false, ct) : 0;
            var length = have - TagBytes;
            if (length < 0)
            {
                throw DoesNotOpen();
            }

            try
            {
                cipher.Decrypt(
                    Nonce(number, last: more == 0),
                    current.AsSpan(0, length),
                    current.AsSpan(length, TagBytes),
                    plainPiece.AsSpan(0, length),
                    head
                );
            }
            catch (AuthenticationTagMismatchException)
            {
                throw DoesNotOpen();
            }

            await plain.WriteAsync(plainPiece.AsMemory(0, length), ct);
            if (more == 0)
            {
                return;
            }

            (current, next, have) = (next, current, more);
        }
    }

    private static RefusalException DoesNotOpen() =>
        RefusalException.Broken(
            "Cadangan tidak terbuka dengan kunci ini: kuncinya lain, atau berkasnya berubah atau terpotong.",
            "The backup does not open with this key: it is another key, or the file was changed or cut."
        );

    private static AesGcm CipherOf(byte[] key, byte[] head) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, head[Magic.Length..], Purpose), TagBytes);

    private static byte[] Nonce(ulong number, bool last)
    {
        var nonce = new byte[NonceBytes];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(3), number);
        nonce[^1] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}
