using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>
/// Groups flags that tell the same in nearly the same words: one story from two outlets, one post made twice. Only ever about one person, by the same
/// way (the own account, or news about them), and within a window of time: a verdict is about a person and an act.
/// </summary>
internal static class FlagGroups
{
    private const int MostCompared = 3000;

    private const string SelectCandidates = """
        SELECT id, sketch, group_id FROM flag
        WHERE id < @Id AND found_at >= @Since AND asn_id IS NOT DISTINCT FROM @AsnId AND CASE WHEN account_id IS NULL THEN 1 ELSE 0 END = @News
            AND (asn_id IS NOT NULL OR (account_id IS NOT DISTINCT FROM @AccountId AND attribution = @Attribution AND region_code IS NOT DISTINCT FROM @RegionCode))
        ORDER BY id DESC LIMIT @MostCompared
        """;

    /// <summary>Puts a flag that was just opened into the group it belongs to, if there is one.</summary>
    public static async Task JoinAsync(Session session, long id, NewFlag flag, long sketch, TimeSpan window)
    {
        var candidates = await session.ListAsync<Candidate>(
            SelectCandidates,
            new
            {
                Id = id,
                Since = flag.FoundAt - window,
                flag.AsnId,
                flag.AccountId,
                News = flag.AccountId is null ? 1 : 0,
                flag.Attribution,
                flag.RegionCode,
                MostCompared,
            }
        );
        var text = $"{flag.Title}\n{flag.Text}";
        foreach (var candidate in candidates.Where(candidate => Likeness.MayBe(candidate.Sketch, sketch)))
        {
            var other = await session.ScalarAsync<string>("SELECT title || '\n' || text FROM flag WHERE id = @Id", new { candidate.Id });
            if (Likeness.Are(text, other ?? "", flag.AsnId is not null))
            {
                var group = candidate.GroupId ?? candidate.Id;
                await session.ExecuteAsync(
                    "UPDATE flag SET group_id = @group WHERE id = @id OR (id = @Other AND group_id IS NULL)",
                    new
                    {
                        group,
                        id,
                        Other = candidate.Id,
                    }
                );
                return;
            }
        }
    }

    /// <summary>The others of a flag's group, by number; those of other regions than the reader's are left out.</summary>
    public static async Task<List<FlagRow>> OthersAsync(Session session, FlagRow flag, IReadOnlyList<string> within)
    {
        if (flag.GroupId is null)
        {
            return [];
        }

        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Group"] = flag.GroupId, ["Id"] = flag.Id };
        var ids = await session.ListAsync<long>(
            $"SELECT id FROM flag WHERE group_id = @Group AND id <> @Id {FlagStore.Within(within, arguments)} ORDER BY id",
            arguments
        );
        return await FlagStore.ManyAsync(session, ids);
    }

    private sealed class Candidate
    {
        public long Id { get; init; }
        public long Sketch { get; init; }
        public long? GroupId { get; init; }
    }
}
