using System.Security.Cryptography;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export.Signing;

/// <summary>The public half of a key, and when it was the one in use.</summary>
internal sealed record KeyRow
{
    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo, DER), lower-case hex.</summary>
    public string Id { get; init; } = "";

    /// <summary>PEM.</summary>
    public string PublicKey { get; init; } = "";
    public DateTimeOffset ValidFrom { get; init; }

    /// <summary>Null: the one in use.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
    public string NotedBy { get; init; } = "";
}

/// <summary>A key that is ready to sign.</summary>
internal sealed class OpenKey(KeyRow row, ECDsa key) : IDisposable
{
    public KeyRow Row => row;

    /// <summary>Over SHA-256, in the form that <c>openssl dgst -sha256 -verify</c> reads (DER).</summary>
    public byte[] Sign(ReadOnlySpan<byte> document) =>
        key.SignData(document, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => key.Dispose();
}

/// <summary>The keys of the operator: makes and replaces them, and remembers every public half with its time.</summary>
/// <remarks>
/// The file is what signs. One that was put there by other means (openssl, a secret of systemd's) is noted when it is first used, and the one before it
/// ends then. So a crash between the file and its row mends itself.
/// </remarks>
internal sealed class SigningKeys(
    Database database,
    AuditLog audit,
    ExportOptions options,
    DataFolder folder,
    Func<string, string?> environment,
    TimeProvider time
)
{
    private const string DefaultName = "export-signing-key.pem";
    private const string SelectInUse = "SELECT id FROM export_key WHERE valid_until IS NULL";
    private const string Columns = "id, public_key, valid_from, valid_until, noted_by";

    private KeyFile KeyPlace =>
        new(
            options.SigningKeyPath.Length > 0 ? Path.GetFullPath(options.SigningKeyPath) : Path.Combine(folder.Keys, DefaultName),
            environment("CREDENTIALS_DIRECTORY")
        );

    /// <summary>Whether batches are signed.</summary>
    public bool IsOn => options.SigningKeyPath.Length > 0 || KeyPlace.Exists;

    /// <summary>Opens the key that signs, within the transaction in which something is signed; null when nothing is to be signed.</summary>
    /// <exception cref="RefusalException">A key is configured and cannot be used: nothing leaves unsigned by mistake.</exception>
    public async Task<OpenKey?> OpenAsync(Session session, Actor actor)
    {
        var place = KeyPlace;
        if (!place.Exists)
        {
            // Another node signs: what this one makes must not leave unsigned because a file was not copied.
            if (database.Provider == StorageProvider.PostgreSql && await session.ScalarAsync<string?>(SelectInUse) is { } inUse)
            {
                throw NotHere(inUse);
            }

            return options.SigningKeyPath.Length == 0
                ? null
                : throw RefusalException.Conflict(
                    $"Kunci penanda tangan '{place.Path}' (Export:SigningKeyPath) tidak ada; buat dengan 'monitor export key create' atau pulihkan dari cadangan.",
                    $"The signing key '{place.Path}' (Export:SigningKeyPath) is not there; make it with 'monitor export key create' or restore it from its backup."
                );
        }

        var key = place.Open();
        try
        {
            return new OpenKey(await NoteAsync(session, key, actor), key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Makes the first key.</summary>
    public Task<KeyRow> CreateAsync(Actor actor, CancellationToken ct)
    {
        KeyPlace.Create();
        return InUseAsync(actor, ct);
    }

    /// <summary>Makes a new key in the place of the old one.</summary>
    public Task<KeyRow> RotateAsync(Actor actor, CancellationToken ct)
    {
        KeyPlace.Replace();
        return InUseAsync(actor, ct);
    }

    /// <summary>
    /// Refuses a node that would sign with another key than the rest, or not at all. The only node may have a key that is not known yet: it is noted when it
    /// is first used.
    /// </summary>
    /// <exception cref="RefusalException">It does not hold the key in use.</exception>
    public async Task RequireInUseAsync(bool alone, CancellationToken ct)
    {
        var inUse = await database.ReadAsync(session => session.ScalarAsync<string?>(SelectInUse), ct);
        if (inUse is null)
        {
            return;
        }

        using var mine = KeyPlace.Exists ? KeyPlace.Open() : null;
        if (mine is null || (PublicKeys.IdOf(mine) != inUse && !alone))
        {
            throw NotHere(inUse);
        }
    }

    /// <summary>Every key that was ever used, newest first.</summary>
    public Task<List<KeyRow>> ListAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.ListAsync<KeyRow>($"SELECT {Columns} FROM export_key ORDER BY valid_from DESC, id"), ct);

    /// <summary>Why nothing can be signed; null when it can, or nothing is to be signed.</summary>
    public Sentence? Problem()
    {
        try
        {
            if (KeyPlace.Exists)
            {
                KeyPlace.Open().Dispose();
            }

            return null;
        }
        catch (RefusalException refusal)
        {
            return refusal.Sentence;
        }
    }

    private RefusalException NotHere(string inUse) =>
        RefusalException.Conflict(
            $"Batch basis data ini ditandatangani dengan kunci {inUse[..16]}, dan kunci itu tidak ada di '{KeyPlace.Path}'; salin dari simpul yang memilikinya.",
            $"The batches of this database are signed with the key {inUse[..16]}, which is not in '{KeyPlace.Path}'; copy it from a node that has it."
        );

    private Task<KeyRow> InUseAsync(Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                using var key = await OpenAsync(session, actor);
                return key!.Row;
            },
            ct
        );

    private async Task<KeyRow> NoteAsync(Session session, ECDsa key, Actor actor)
    {
        var id = PublicKeys.IdOf(key);
        var known = await session.FirstOrDefaultAsync<KeyRow>($"SELECT {Columns} FROM export_key WHERE id = @id", new { id });
        if (known is not null)
        {
            return known.ValidUntil is null
                ? known
                : throw RefusalException.Conflict(
                    $"Kunci {id[..16]} di '{KeyPlace.Path}' sudah diganti pada {known.ValidUntil:yyyy-MM-dd HH:mm}Z dan tidak menandatangani lagi; buat yang baru dengan 'monitor export key rotate'.",
                    $"The key {id[..16]} in '{KeyPlace.Path}' was replaced at {known.ValidUntil:yyyy-MM-dd HH:mm}Z and signs no more; make a new one with 'monitor export key rotate'."
                );
        }

        var row = new KeyRow
        {
            Id = id,
            PublicKey = key.ExportSubjectPublicKeyInfoPem() + "\n",
            ValidFrom = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
            NotedBy = actor.Name,
        };
        var before = await session.ScalarAsync<string>(SelectInUse);
        await session.ExecuteAsync("UPDATE export_key SET valid_until = @ValidFrom WHERE valid_until IS NULL", row);
        await session.ExecuteAsync(
            "INSERT INTO export_key (id, public_key, valid_from, noted_by) VALUES (@Id, @PublicKey, @ValidFrom, @NotedBy)",
            row
        );
        await audit.RecordAsync(
            session,
            actor,
            "export.key",
            $"export-key:{id}",
            before is null ? null : new { key = before },
            new { key = id }
        );
        return row;
    }
}
