using System.Security.Cryptography;
using System.Text;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Intake;

/// <summary>What was ever taken in, as rows without text.</summary>
internal static class ItemStore
{
    private const string InsertItem = """
        INSERT INTO item (source_id, native_id, url_key, author_key, fingerprint, score, model, published_at, seen_at, duplicate_of, duplicate_by,
            shares, shared_id)
        VALUES (@SourceId, @NativeId, @UrlKey, @AuthorKey, @Fingerprint, @Score, @Model, @PublishedAt, @SeenAt, @DuplicateOf, @DuplicateBy, @Shares, @SharedId)
        RETURNING id
        """;

    private const string SelectOriginal = """
        SELECT id, source_id, native_id, url_key, author_key, fingerprint, score, model, published_at, seen_at, duplicate_of, duplicate_by,
            listing, listings, shares, shared_id
        FROM item
        """;

    /// <summary>Remembers an item. The unique key on source and native id is the last word on "seen before".</summary>
    public static Task<long> InsertAsync(Session session, ItemRow item) => session.ScalarAsync<long>(InsertItem, item);

    /// <summary>The item with this native id from this source, or null. One whose id was reduced to a digest by an erasure is known all the same.</summary>
    public static Task<ItemRow?> ByNativeIdAsync(Session session, long source, string nativeId) =>
        session.FirstOrDefaultAsync<ItemRow>(
            SelectOriginal + " WHERE source_id = @source AND native_id IN (@nativeId, @digest)",
            new
            {
                source,
                nativeId,
                digest = Digest(nativeId),
            }
        );

    /// <summary>What an erasure makes of a native id, which may hold a name: enough to know it again.</summary>
    public static string Digest(string nativeId) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nativeId)));

    /// <summary>The first item of the same author at the same address, whatever source brought it.</summary>
    public static Task<ItemRow?> ByUrlAsync(Session session, string authorKey, string urlKey) =>
        session.FirstOrDefaultAsync<ItemRow>(
            SelectOriginal + " WHERE url_key = @urlKey AND author_key = @authorKey AND duplicate_of IS NULL ORDER BY id LIMIT 1",
            new { urlKey, authorKey }
        );

    /// <summary>The first item with the same words of the same author since a moment.</summary>
    public static Task<ItemRow?> ByTextAsync(Session session, string authorKey, string fingerprint, DateTimeOffset since) =>
        session.FirstOrDefaultAsync<ItemRow>(
            SelectOriginal
                + " WHERE author_key = @authorKey AND fingerprint = @fingerprint AND seen_at >= @since AND duplicate_of IS NULL ORDER BY id LIMIT 1",
            new
            {
                authorKey,
                fingerprint,
                since,
            }
        );

    /// <summary>Remembers the new words of an item that was edited.</summary>
    public static Task UpdateTextAsync(Session session, long id, string fingerprint, double? score, string? model) =>
        session.ExecuteAsync(
            "UPDATE item SET fingerprint = @fingerprint, score = @score, model = @model WHERE id = @id",
            new
            {
                id,
                fingerprint,
                score,
                model,
            }
        );

    /// <summary>Remembers what a source says of an item; counts when it is something else than before.</summary>
    public static Task RememberListingAsync(Session session, long source, string nativeId, string listing) =>
        session.ExecuteAsync(
            """
            UPDATE item SET listing = @listing,
                listings = listings + CASE WHEN listing IS NULL OR listing = @listing THEN 0 ELSE 1 END
            WHERE source_id = @source AND native_id = @nativeId
            """,
            new
            {
                source,
                nativeId,
                listing,
            }
        );

    /// <summary>How many items were ever taken in, and how many of them were another's duplicate.</summary>
    public static async Task<ItemCounts> CountAsync(Session session) =>
        await session.FirstOrDefaultAsync<ItemCounts>("SELECT COUNT(*) AS total, COUNT(duplicate_of) AS duplicates FROM item")
        ?? new ItemCounts();
}

/// <summary>A row of the item table.</summary>
internal sealed class ItemRow
{
    public long Id { get; init; }
    public long SourceId { get; init; }
    public string NativeId { get; init; } = "";
    public string? UrlKey { get; init; }
    public string AuthorKey { get; init; } = "";
    public string Fingerprint { get; init; } = "";
    public double? Score { get; init; }
    public string? Model { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset SeenAt { get; init; }
    public long? DuplicateOf { get; init; }

    /// <summary><c>url</c> or <c>text</c>; null for an original.</summary>
    public string? DuplicateBy { get; init; }

    /// <summary>What the source said of it when its page was read, as a fingerprint; null when it was not read from a page.</summary>
    public string? Listing { get; init; }

    /// <summary>How often the source said something else since.</summary>
    public int Listings { get; init; }

    /// <summary><c>repost</c> or <c>quote</c> when it passes on another's post.</summary>
    public string? Shares { get; init; }

    /// <summary>That post's id.</summary>
    public string? SharedId { get; init; }
}

/// <summary>How much was taken in.</summary>
internal sealed class ItemCounts
{
    public long Total { get; init; }
    public long Duplicates { get; init; }
}
