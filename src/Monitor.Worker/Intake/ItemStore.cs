using System.Globalization;
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

    private const string SelectMet = """
        WITH wanted (place, native_id, digest, url_key, author_key, fingerprint) AS (VALUES {0})
        SELECT place,
            (SELECT id FROM item WHERE source_id = @source AND native_id IN (wanted.native_id, wanted.digest) LIMIT 1) AS known,
            (SELECT id FROM item WHERE url_key = wanted.url_key AND author_key = wanted.author_key AND duplicate_of IS NULL
                ORDER BY id LIMIT 1) AS by_url,
            (SELECT id FROM item WHERE author_key = wanted.author_key AND fingerprint = wanted.fingerprint AND seen_at >= @since
                AND duplicate_of IS NULL ORDER BY seen_at, id LIMIT 1) AS by_text
        FROM wanted
        """;

    private const string InsertItems = """
        INSERT INTO item (source_id, native_id, url_key, author_key, fingerprint, score, model, published_at, seen_at, duplicate_of, duplicate_by,
            listing, shares, shared_id)
        VALUES {0} RETURNING id, native_id
        """;

    /// <summary>The items of a source that are known, by native id.</summary>
    public static async Task<Dictionary<string, ItemRow>> KnownAsync(Session session, long source, IReadOnlyCollection<string> nativeIds)
    {
        var asked = nativeIds.Concat(nativeIds.Select(Digest)).ToArray();
        var rows = (
            await session.ListAsync<ItemRow>(SelectOriginal + " WHERE source_id = @source AND native_id IN @asked", new { source, asked })
        ).ToDictionary(row => row.NativeId, StringComparer.Ordinal);
        var known = new Dictionary<string, ItemRow>(StringComparer.Ordinal);
        foreach (var id in nativeIds)
        {
            if ((rows.GetValueOrDefault(id) ?? rows.GetValueOrDefault(Digest(id))) is { } row)
            {
                known[id] = row;
            }
        }

        return known;
    }

    /// <summary>What each of many new items meets here: itself, the first of its author at its address, the first of its author with its words.</summary>
    /// <param name="session">The transaction that takes them in.</param>
    /// <param name="items">Of one source.</param>
    /// <param name="since">From when on the same words count as the same text.</param>
    /// <returns>In the order of the items.</returns>
    public static async Task<IReadOnlyList<Met>> MeetAsync(Session session, IReadOnlyList<ItemRow> items, DateTimeOffset since)
    {
        var wanted = new Rows();
        for (var i = 0; i < items.Count; i++)
        {
            wanted.Add(
                (long)i,
                items[i].NativeId,
                Digest(items[i].NativeId),
                items[i].UrlKey ?? "",
                items[i].AuthorKey,
                items[i].Fingerprint
            );
        }

        wanted.Arguments["source"] = items[0].SourceId;
        wanted.Arguments["since"] = since;
        var found = await session.ListAsync<MetIds>(string.Format(CultureInfo.InvariantCulture, SelectMet, wanted), wanted.Arguments);
        var ids = found.SelectMany(met => (long?[])[met.ByUrl, met.ByText]).OfType<long>().Distinct().ToArray();
        var rows =
            ids.Length == 0
                ? []
                : (await session.ListAsync<ItemRow>(SelectOriginal + " WHERE id IN @ids", new { ids })).ToDictionary(row => row.Id);
        return
        [
            .. found
                .OrderBy(met => met.Place)
                .Select(met => new Met(
                    met.Known is not null,
                    met.ByUrl is { } byUrl ? rows[byUrl] : null,
                    met.ByText is { } byText ? rows[byText] : null
                )),
        ];
    }

    /// <summary>Remembers many items of one source. The unique key on source and native id is the last word on "seen before".</summary>
    /// <returns>Their numbers, by native id.</returns>
    public static async Task<Dictionary<string, long>> InsertAsync(Session session, IReadOnlyCollection<ItemRow> items)
    {
        var rows = new Rows();
        foreach (var item in items)
        {
            rows.Add(
                item.SourceId,
                item.NativeId,
                item.UrlKey,
                item.AuthorKey,
                item.Fingerprint,
                item.Score,
                item.Model,
                item.PublishedAt,
                item.SeenAt,
                item.DuplicateOf,
                item.DuplicateBy,
                item.Listing,
                item.Shares,
                item.SharedId
            );
        }

        return (
            await session.ListAsync<ItemRow>(string.Format(CultureInfo.InvariantCulture, InsertItems, rows), rows.Arguments)
        ).ToDictionary(row => row.NativeId, row => row.Id, StringComparer.Ordinal);
    }

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

    private sealed class MetIds
    {
        public long Place { get; init; }
        public long? Known { get; init; }
        public long? ByUrl { get; init; }
        public long? ByText { get; init; }
    }
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

    /// <summary>The same as a sighting of an item that is here already.</summary>
    /// <param name="original">That item.</param>
    /// <param name="by"><c>url</c> or <c>text</c>.</param>
    public ItemRow AsDuplicate(long original, string by) =>
        new()
        {
            SourceId = SourceId,
            NativeId = NativeId,
            UrlKey = UrlKey,
            AuthorKey = AuthorKey,
            Fingerprint = Fingerprint,
            Score = Score,
            Model = Model,
            PublishedAt = PublishedAt,
            SeenAt = SeenAt,
            DuplicateOf = original,
            DuplicateBy = by,
            Listing = Listing,
            Shares = Shares,
            SharedId = SharedId,
        };
}

/// <summary>What a new item meets.</summary>
/// <param name="IsKnown">It was taken in before.</param>
/// <param name="ByUrl">The first item of its author at its address.</param>
/// <param name="ByText">The first item of its author with its words.</param>
internal sealed record Met(bool IsKnown, ItemRow? ByUrl, ItemRow? ByText);

/// <summary>How much was taken in.</summary>
internal sealed class ItemCounts
{
    public long Total { get; init; }
    public long Duplicates { get; init; }
}
