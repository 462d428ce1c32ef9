using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Nodes;

/// <summary>
/// That every node holds the same keys. What one node protects another must be able to read, and what one finds by a keyed fingerprint another must find:
/// with keys of its own a node would take every known person for a new one, and write numbers that nobody else can open.
/// </summary>
/// <remarks>
/// The keys themselves never go into the database. What stands there is a word under their seal, which only they open, and which of them there are by their
/// public numbers.
/// </remarks>
internal sealed class SharedKeys(Database database, DataFolder folder, IDataProtectionProvider protection)
{
    private const string Ring = "ring";
    private const string RingKeys = "ring-keys";
    private const string NipIndex = "nip-index";
    private const string Word = "monitor";

    private const string SelectProof = "SELECT proof FROM node_key WHERE name = @name";

    private const string UpsertProof =
        "INSERT INTO node_key (name, proof) VALUES (@name, @proof) ON CONFLICT (name) DO UPDATE SET proof = excluded.proof";

    /// <summary>Whether a keys folder holds keys already, so that no further ones are to be made.</summary>
    public static bool HoldsKeys(DataFolder folder) => Directory.Exists(folder.Keys) && KeyFiles(folder).Any();

    /// <summary>Refuses a node whose folder does not hold the keys of the others; the first node says which those are.</summary>
    /// <param name="alone">Whether no other node lives: the only one may have keys that were not there before.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">The keys are others.</exception>
    public async Task RequireAsync(bool alone, CancellationToken ct)
    {
        // Before anything is unsealed: to ask an empty ring for a key would make one.
        var sealedWord = await database.ReadAsync(session => session.ScalarAsync<string?>(SelectProof, new { name = Ring }), ct);
        if (sealedWord is not null && (!HoldsKeys(folder) || !Opens(sealedWord)))
        {
            throw Refused();
        }

        await database.WriteAsync(
            async session =>
            {
                if (await session.ScalarAsync<string?>(SelectProof, new { name = Ring }) is { } known)
                {
                    // Two that started together on an empty database: the second did not make these.
                    if (known != sealedWord && !Opens(known))
                    {
                        throw Refused();
                    }
                }
                else
                {
                    await session.ExecuteAsync(UpsertProof, new { name = Ring, proof = Protector.Protect(Word) });
                }

                var mine = string.Join(' ', KeyFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
                await ProveAsync(session, RingKeys, mine, mayDiffer: alone);
            },
            ct
        );
    }

    /// <summary>Refuses a node that would find nobody, for its fingerprints are made with another key; the first node says which that is.</summary>
    /// <exception cref="RefusalException">The key is another one.</exception>
    public Task RequireIndexKeyAsync(string fingerprint, CancellationToken ct) =>
        database.WriteAsync(session => ProveAsync(session, NipIndex, fingerprint, mayDiffer: false), ct);

    private async Task ProveAsync(Session session, string name, string mine, bool mayDiffer)
    {
        var theirs = await session.ScalarAsync<string?>(SelectProof, new { name });
        if (theirs is not null && theirs != mine && !mayDiffer)
        {
            throw Refused();
        }

        await session.ExecuteAsync(UpsertProof, new { name, proof = mine });
    }

    private IDataProtector Protector => protection.CreateProtector("Monitor.Nodes.Proof.v1");

    private bool Opens(string sealedWord)
    {
        try
        {
            return Protector.Unprotect(sealedWord) == Word;
        }
        catch (CryptographicException)
        {
            // The answer: these are not the keys.
            return false;
        }
    }

    private static IEnumerable<string> KeyFiles(DataFolder folder) => Directory.EnumerateFiles(folder.Keys, "key-*.xml");

    private RefusalException Refused() =>
        RefusalException.Broken(
            $"Kunci di {folder.Keys} bukan kunci simpul lain pada basis data ini. Hentikan simpul ini, salin seluruh folder kunci dari simpul yang berjalan, lalu jalankan lagi; tidak ada yang diubah.",
            $"The keys in {folder.Keys} are not those of the other nodes on this database. Copy the whole keys folder from a node that runs, in the place of this one, and start again; nothing was changed."
        );
}
