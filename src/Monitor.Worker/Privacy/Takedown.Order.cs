using Monitor.Worker.Audit;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>What a removal is asked for.</summary>
/// <param name="Item">Number of the item; or one of the next two.</param>
/// <param name="Flag">Number of the flag.</param>
/// <param name="Url">Address of the text.</param>
/// <param name="By">Who asks: <c>platform</c>, <c>person</c>, <c>court</c> or <c>dpo</c>.</param>
/// <param name="Reference">The letter or notice.</param>
/// <param name="Reason">Why.</param>
internal sealed record TakedownOrder(
    long? Item = null,
    long? Flag = null,
    string? Url = null,
    string? By = null,
    string? Reference = null,
    string? Reason = null
);

/// <summary>What was removed.</summary>
/// <param name="Item">The item.</param>
/// <param name="Flags">Its flags, whose texts are gone.</param>
/// <param name="Files">Evidence files that were deleted.</param>
internal sealed record TakedownResult(long Item, IReadOnlyList<long> Flags, int Files);

/// <content>Removal because platform, author or a court asks for it.</content>
internal sealed partial class Takedown
{
    /// <summary>Who may ask.</summary>
    public static readonly IReadOnlyList<string> Askers = ["platform", "person", "court", "dpo"];

    /// <summary>Removes it.</summary>
    /// <exception cref="RefusalException">Held, unknown, removed before, or something of the order is missing.</exception>
    public async Task<TakedownResult> OrderAsync(TakedownOrder order, Actor actor, CancellationToken ct)
    {
        Require(order);
        var (item, flags) = await database.WriteAsync(
            async session =>
            {
                var item = await ItemAsync(session, order);
                var flags = await session.ListAsync<long>(
                    "SELECT id FROM flag WHERE item_id = @item AND taken_down_at IS NULL ORDER BY id",
                    new { item }
                );
                // A sample proves nothing, and no hold keeps it.
                var sampled = await SampleStore.ForgetItemAsync(session, item);
                if (flags.Count == 0 && sampled > 0)
                {
                    await audit.RecordAsync(
                        session,
                        actor,
                        "takedown.remove",
                        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"item:{item}"),
                        after: new { why = $"{order.By}: {order.Reason!.Trim()} ({order.Reference!.Trim()})", sampled }
                    );
                }
                else if (flags.Count == 0)
                {
                    throw RefusalException.NotFound($"Dari butir {item} tidak ada teks yang disimpan.", $"No text of item {item} is kept.");
                }

                foreach (var flag in flags)
                {
                    if (await Holds.OfFlagAsync(session, flag) is { } hold)
                    {
                        throw RefusalException.Conflict(
                            $"Flag {flag} ditahan menurut hukum (penahanan {hold}); tidak ada yang dihapus.",
                            $"Flag {flag} is under a legal hold ({hold}); nothing was removed."
                        );
                    }
                }

                foreach (var flag in flags)
                {
                    await RemoveAsync(
                        session,
                        (await FlagStore.FindAsync(session, flag))!,
                        $"{order.By}: {order.Reason!.Trim()} ({order.Reference!.Trim()})",
                        actor
                    );
                }

                return (item, flags);
            },
            ct
        );
        return new TakedownResult(item, flags, await removal.FilesAsync(ct));
    }

    private static void Require(TakedownOrder order)
    {
        if (new[] { order.Item is not null, order.Flag is not null, !string.IsNullOrWhiteSpace(order.Url) }.Count(given => given) != 1)
        {
            throw RefusalException.Wrong("Sebutkan satu: ITEM, --flag atau --url.", "Name one of them: ITEM, --flag or --url.");
        }

        if (!Askers.Contains(order.By, StringComparer.Ordinal))
        {
            throw RefusalException.Wrong(
                $"--by harus salah satu dari {string.Join(", ", Askers)}.",
                $"--by must be one of {string.Join(", ", Askers)}."
            );
        }

        if (string.IsNullOrWhiteSpace(order.Reference) || string.IsNullOrWhiteSpace(order.Reason))
        {
            throw RefusalException.Wrong(
                "Penurunan memerlukan --reference (surat atau pemberitahuan) dan --reason.",
                "A takedown needs its --reference (a letter or a notice) and a --reason."
            );
        }
    }

    private static async Task<long> ItemAsync(Session session, TakedownOrder order)
    {
        var url = Uri.TryCreate(order.Url, UriKind.Absolute, out var address) ? Fingerprint.OfUrl(address) : null;
        var item =
            order.Item is not null ? await session.ScalarAsync<long?>("SELECT id FROM item WHERE id = @Item", new { order.Item })
            : order.Flag is not null ? await session.ScalarAsync<long?>("SELECT item_id FROM flag WHERE id = @Flag", new { order.Flag })
            : await session.ScalarAsync<long?>(
                """
                SELECT MIN(id) FROM item WHERE url_key = @url
                    AND (EXISTS (SELECT 1 FROM flag WHERE flag.item_id = item.id) OR EXISTS (SELECT 1 FROM sample WHERE sample.item_id = item.id))
                """,
                new { url }
            );
        return item ?? throw RefusalException.NotFound("Tidak ada butir seperti itu.", "There is no such item.");
    }
}
