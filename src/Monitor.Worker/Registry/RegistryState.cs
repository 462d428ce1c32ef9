using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>What the registry knows about itself: how often it changed, and with which key its numbers are found.</summary>
internal static class RegistryState
{
    /// <summary>Goes up with every change, in the change's own transaction.</summary>
    public static async Task<long> VersionAsync(Session session) =>
        await session.ScalarAsync<long>("SELECT version FROM registry_state WHERE id = 1");

    /// <summary>Says that something changed, so that what others keep in memory is read again.</summary>
    public static Task<int> ChangedAsync(Session session) =>
        session.ExecuteAsync("UPDATE registry_state SET version = version + 1 WHERE id = 1");

    /// <summary>
    /// Refuses to write with another index key than the one the rows were made with: after a lost keys folder every known person would come in
    /// a second time.
    /// </summary>
    public static async Task CheckKeyAsync(Session session, NipVault vault)
    {
        var kept = await session.ScalarAsync<string?>("SELECT key_fingerprint FROM registry_state WHERE id = 1");
        if (kept is null)
        {
            await session.ExecuteAsync(
                "UPDATE registry_state SET key_fingerprint = @KeyFingerprint WHERE id = 1",
                new { vault.KeyFingerprint }
            );
        }
        else if (kept != vault.KeyFingerprint)
        {
            throw RefusalException.Broken(
                "Kunci indeks NIP bukan kunci yang dipakai basis data ini. Pulihkan folder kunci dari cadangannya; tidak ada yang diubah.",
                "The NIP index key is not the one this database was made with. Restore the keys folder from its backup; nothing was changed."
            );
        }
    }
}
