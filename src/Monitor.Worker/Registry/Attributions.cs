using Monitor.Worker.Contests;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>Answers the one question of intake about people: whose is this, or whom does it name?</summary>
internal sealed class Attributions(Database database, IReadOnlyList<Region> regions) : IDisposable
{
    private readonly SemaphoreSlim _building = new(1, 1);
    private volatile NameIndex? _names;

    /// <summary>The registered account of an address: of the profile itself, or of the author that a post's address shows.</summary>
    /// <param name="session">Any transaction.</param>
    /// <param name="url">The address.</param>
    /// <param name="at">
    /// When the post was made, if that is known. Then the names that accounts went by at that time count: a post keeps its author after a
    /// rename, and who takes a name over inherits no earlier post.
    /// </param>
    public static async Task<Attribution> FindAccountByUrlAsync(Session session, Uri url, DateTimeOffset? at = null)
    {
        if (AccountAddress.Read(url) is not { } address)
        {
            return Attribution.Nobody;
        }

        foreach (var key in KeysOf(address))
        {
            if (await HolderAsync(session, key, at) is { } account)
            {
                return Of(account, [new Evidence(0, url.OriginalString.Length, EvidenceKind.Address)]);
            }
        }

        return Attribution.Nobody;
    }

    // On a site that is no platform a person may own the host or a part of its paths; everything below is that person's. Cut at whole
    // segments only: "/budi" owns "/budi/7" and never "/budi2".
    private static IEnumerable<string> Above(string key)
    {
        while (true)
        {
            yield return key;
            var slash = key.LastIndexOf('/');
            if (slash < 0)
            {
                yield break;
            }

            key = key[..slash];
        }
    }

    /// <inheritdoc cref="FindAccountByUrlAsync(Session, Uri, DateTimeOffset?)"/>
    public Task<Attribution> FindAccountByUrlAsync(Uri url, DateTimeOffset? at, CancellationToken ct) =>
        database.ReadAsync(session => FindAccountByUrlAsync(session, url, at), ct);

    /// <summary>
    /// Which of many addresses an account was ever registered for, as itself or as what stands above it. The others need not be asked for one by one.
    /// </summary>
    public async Task<IReadOnlySet<Uri>> HeldAmongAsync(IReadOnlyCollection<Uri> urls, CancellationToken ct)
    {
        var keys = urls.Distinct()
            .Select(url => (Url: url, Keys: AccountAddress.Read(url) is { } address ? KeysOf(address) : []))
            .Where(url => url.Keys.Count > 0)
            .ToList();
        if (keys.Count == 0)
        {
            return new HashSet<Uri>();
        }

        const string select = """
            SELECT url_key FROM account WHERE url_key IN @asked AND url_key IS NOT NULL AND removed_at IS NULL
            UNION SELECT url_key FROM account_handle WHERE url_key IN @asked
            """;
        var asked = keys.SelectMany(url => url.Keys).Distinct(StringComparer.Ordinal).ToArray();
        var held = (await database.ReadAsync(session => session.ListAsync<string>(select, new { asked }), ct)).ToHashSet(
            StringComparer.Ordinal
        );
        return keys.Where(url => url.Keys.Any(held.Contains)).Select(url => url.Url).ToHashSet();
    }

    private static IReadOnlyList<string> KeysOf(AccountAddress address) =>
        address.Platform == AccountAddress.Web ? [.. Above(address.Key)] : [address.Key];

    /// <summary>The registered account with this id on this platform.</summary>
    public static async Task<Attribution> FindAccountByNativeIdAsync(Session session, string platform, string nativeId)
    {
        const string byId = $"""
            SELECT {Accounts.Columns} FROM account LEFT JOIN asn ON asn.id = account.asn_id
            WHERE account.platform = @platform AND account.native_id = @nativeId AND account.removed_at IS NULL
              AND (account.asn_id IS NULL OR asn.state = 'active')
            """;
        return await session.FirstOrDefaultAsync<Account>(byId, new { platform, nativeId }) is { } account
            ? Of(account, [])
            : Attribution.Nobody;
    }

    /// <inheritdoc cref="FindAccountByNativeIdAsync(Session, string, string)"/>
    public Task<Attribution> FindAccountByNativeIdAsync(string platform, string nativeId, CancellationToken ct) =>
        database.ReadAsync(session => FindAccountByNativeIdAsync(session, platform, nativeId), ct);

    /// <summary>Whom a text names: one answer for each registered name in it, attributed or to be verified; empty when there is none.</summary>
    public async Task<IReadOnlyList<Attribution>> FindNamesAsync(string text, CancellationToken ct) => (await NamesAsync(ct)).Find(text);

    /// <summary>The index of the registered names, built again when the registry has changed since.</summary>
    public async Task<NameIndex> NamesAsync(CancellationToken ct)
    {
        var version = await database.ReadAsync(RegistryState.VersionAsync, ct);
        if (_names is { } names && names.Version == version)
        {
            return names;
        }

        // Many texts arrive at once after an import; one of them builds, the others wait.
        await _building.WaitAsync(ct);
        try
        {
            if (_names is { } built && built.Version >= version)
            {
                return built;
            }

            return _names = await database.ReadAsync(
                async session => new NameIndex(
                    await RegistryState.VersionAsync(session),
                    await session.ListAsync<NamedPerson>(NamedPerson.Select),
                    regions
                ),
                ct
            );
        }
        finally
        {
            _building.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _building.Dispose();

    private static async Task<Account?> HolderAsync(Session session, string key, DateTimeOffset? at)
    {
        const string current = $"""
            SELECT {Accounts.Columns} FROM account LEFT JOIN asn ON asn.id = account.asn_id
            WHERE account.url_key = @key AND account.removed_at IS NULL AND (account.asn_id IS NULL OR asn.state = 'active')
            """;
        var now = await session.FirstOrDefaultAsync<Account>(current, new { key });
        if (at is null)
        {
            return now;
        }

        const string history = $"""
            SELECT {Accounts.Columns}, h.valid_from AS held_from, h.valid_until AS held_until
            FROM account_handle h JOIN account ON account.id = h.account_id LEFT JOIN asn ON asn.id = account.asn_id
            WHERE h.url_key = @key AND account.removed_at IS NULL AND (account.asn_id IS NULL OR asn.state = 'active')
            ORDER BY h.valid_from DESC, h.id DESC
            """;
        var holders = await session.ListAsync<Holder>(history, new { key });
        if (holders.Find(holder => holder.HeldFrom <= at && (holder.HeldUntil is null || at < holder.HeldUntil)) is { } then)
        {
            return then;
        }

        // Before its registration an account had the same name as far as anybody knows, unless somebody else is known to have had it.
        return now is not null && holders.TrueForAll(holder => holder.Id == now.Id) && holders.TrueForAll(holder => at < holder.HeldFrom)
            ? now
            : null;
    }

    private static Attribution Of(Account account, IReadOnlyList<Evidence> evidence) =>
        new(AttributionKind.Account, account.AsnId, account.Id, evidence, 1, []);

    private sealed class Holder : Account
    {
        public DateTimeOffset HeldFrom { get; init; }
        public DateTimeOffset? HeldUntil { get; init; }
    }
}
