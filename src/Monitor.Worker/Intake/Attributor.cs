using System.Text.Json;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Intake;

/// <summary>
/// By or about whom is this text? The source's own account first, then the account that the address shows, then a registered name
/// together with something independent of it. A name alone names nobody.
/// </summary>
internal sealed class Attributor(Database database, Attributions registry)
{
    private const string SelectAccount = """
        SELECT account.id, account.asn_id, COALESCE(NULLIF(asn.region_code, ''), NULLIF(account.region_code, '')) AS region_code
        FROM account LEFT JOIN asn ON asn.id = account.asn_id
        WHERE account.id = @id AND account.removed_at IS NULL
        """;

    private const string SelectRegion = "SELECT NULLIF(region_code, '') FROM asn WHERE id = @id";

    /// <summary>Attributes items of one source, each by the text that is judged; the evidence points into it.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="items">The items, each with headline and body as they are judged.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>In the order of the items.</returns>
    public async Task<IReadOnlyList<Attributed>> AttributeAsync(
        ItemSource source,
        IReadOnlyList<(Item Item, string Text)> items,
        CancellationToken ct
    )
    {
        if (source.AccountId is { } own && await OwnerAsync(own, ct) is { } owner)
        {
            var its = new Attributed(Attributed.Account, owner.Id, owner.AsnId, owner.RegionCode ?? source.RegionCode, Json("source", []));
            return [.. items.Select(_ => its)];
        }

        // Most addresses are nobody's: one question tells which are worth looking at.
        var held = await registry.HeldAmongAsync([.. items.Select(item => item.Item.Url).OfType<Uri>()], ct);
        var names = await registry.NamesAsync(ct);
        var attributed = new List<Attributed>();
        foreach (var (item, text) in items)
        {
            attributed.Add(
                item.Url is { } url && held.Contains(url) && await AuthorAsync(source, item, url, ct) is { } author
                    ? author
                    : await NamedAsync(source, names.Find(text), ct)
            );
        }

        return attributed;
    }

    private async Task<Attributed?> AuthorAsync(ItemSource source, Item item, Uri url, CancellationToken ct)
    {
        var byAddress = await registry.FindAccountByUrlAsync(url, item.Published, ct);
        return byAddress.AccountId is { } account && await OwnerAsync(account, ct) is { } author
            ? new Attributed(Attributed.Account, author.Id, author.AsnId, author.RegionCode ?? source.RegionCode, Json("address", []))
            : null;
    }

    private async Task<Attributed> NamedAsync(ItemSource source, IReadOnlyList<Attribution> found, CancellationToken ct)
    {
        var named = found.OrderByDescending(attribution => attribution.Confidence).ToList();
        var best = named.Find(attribution => attribution is { Kind: AttributionKind.NamedWithContext, AsnId: not null });
        if (best is not null)
        {
            var region = await database.ReadAsync(session => session.ScalarAsync<string?>(SelectRegion, new { id = best.AsnId }), ct);
            return new Attributed(Attributed.Named, null, best.AsnId, region ?? source.RegionCode, Json("text", [best]));
        }

        var alone = named.FindAll(attribution => attribution.Kind == AttributionKind.NameOnly);
        return alone.Count > 0
            ? new Attributed(Attributed.NameOnly, null, null, source.RegionCode, Json("text", alone))
            : new Attributed(Attributed.Nobody, null, null, source.RegionCode, Json("none", []));
    }

    private Task<AccountOwner?> OwnerAsync(long id, CancellationToken ct) =>
        database.ReadAsync(session => session.FirstOrDefaultAsync<AccountOwner>(SelectAccount, new { id }), ct);

    // Candidates of a name alone are left out on purpose: what is not stored cannot be taken for an answer.
    private static string Json(string by, IReadOnlyList<Attribution> found) =>
        JsonSerializer.Serialize(
            new
            {
                by,
                found = found.Select(attribution => new
                {
                    confidence = attribution.Confidence,
                    spans = attribution.Evidence.Select(span => new
                    {
                        start = span.Start,
                        length = span.Length,
                        what = span.What.ToString(),
                    }),
                }),
            }
        );

    private sealed class AccountOwner
    {
        public long Id { get; init; }
        public long? AsnId { get; init; }
        public string? RegionCode { get; init; }
    }
}
