using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>
/// Filters that a person keeps under names of the own. Search words are not kept: they may name somebody, and nothing ties such a row to the person
/// whose data would have to be erased.
/// </summary>
internal sealed class SavedViews(Database database, TimeProvider time)
{
    private const int LongestName = 40;
    private const int Most = 50;

    /// <summary>A person's, by name.</summary>
    public Task<List<SavedView>> ListAsync(string identity, CancellationToken ct) =>
        database.ReadAsync(
            session =>
                session.ListAsync<SavedView>(
                    "SELECT name, filter FROM queue_view WHERE identity = @identity ORDER BY name",
                    new { identity }
                ),
            ct
        );

    /// <summary>Keeps one; an older one of that name gives way.</summary>
    /// <exception cref="RefusalException">The name cannot be, or there are too many.</exception>
    public Task SaveAsync(string identity, string name, string filter, CancellationToken ct)
    {
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            throw RefusalException.Wrong(
                $"Nama tampilan harus 1 sampai {LongestName} karakter.",
                $"The name of a view must have 1 to {LongestName} characters."
            );
        }

        return database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO queue_view (identity, name, filter, saved_at) VALUES (@identity, @name, @filter, @now)
                    ON CONFLICT (identity, name) DO UPDATE SET filter = excluded.filter, saved_at = excluded.saved_at
                    """,
                    new
                    {
                        identity,
                        name,
                        filter = string.Join('&', filter.Split('&').Where(part => !part.StartsWith("text=", StringComparison.Ordinal))),
                        now = time.GetUtcNow(),
                    }
                );
                if (await session.ScalarAsync<long>("SELECT COUNT(*) FROM queue_view WHERE identity = @identity", new { identity }) > Most)
                {
                    throw RefusalException.Conflict($"Paling banyak {Most} tampilan.", $"At most {Most} views.");
                }
            },
            ct
        );
    }

    /// <summary>Forgets one.</summary>
    /// <exception cref="RefusalException">There is none of that name.</exception>
    public Task ForgetAsync(string identity, string name, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                if (
                    await session.ExecuteAsync("DELETE FROM queue_view WHERE identity = @identity AND name = @name", new { identity, name })
                    == 0
                )
                {
                    throw RefusalException.NotFound($"Tidak ada tampilan bernama '{name}'.", $"There is no view named '{name}'.");
                }
            },
            ct
        );
}

/// <summary>A filter under a name.</summary>
internal sealed class SavedView
{
    public string Name { get; init; } = "";

    /// <summary>As a query string.</summary>
    public string Filter { get; init; } = "";
}
