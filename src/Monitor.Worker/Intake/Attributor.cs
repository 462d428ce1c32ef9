using System.Text.Json;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Intake;

/// <summary>By or about whom is this text? An exact account first; a name only together with something independent of it.</summary>
internal sealed class Attributor(Database database)
{
    private const string SelectAccount = """
        SELECT account.id, account.asn_id, COALESCE(NULLIF(asn.region_code, ''), NULLIF(account.region_code, '')) AS region_code, account.url
        FROM account LEFT JOIN asn ON asn.id = account.asn_id
        WHERE account.id = @id AND account.removed_at IS NULL
        """;

    /// <summary>Attributes one item.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="item">The item.</param>
    /// <param name="text">Headline and body.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Attributed> AttributeAsync(ItemSource source, Item item, string text, CancellationToken ct)
    {
        if (source.AccountId is { } id)
        {
            var account = await database.ReadAsync(session => session.FirstOrDefaultAsync<AccountOwner>(SelectAccount, new { id }), ct);
            if (account is not null)
            {
                return new Attributed(
                    Attributed.Account,
                    account.Id,
                    account.AsnId,
                    account.RegionCode ?? source.RegionCode,
                    JsonSerializer.Serialize(new { by = "source", account = account.Url })
                );
            }
        }

        _ = (item, text);
        return new Attributed(Attributed.Nobody, null, null, source.RegionCode, "{}");
    }

    private sealed class AccountOwner
    {
        public long Id { get; init; }
        public long? AsnId { get; init; }
        public string? RegionCode { get; init; }
        public string Url { get; init; } = "";
    }
}
