using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>What a set of rows would do to the accounts: worked out whole before anything is written, so that one bad row can keep all of it out.</summary>
/// <remarks>
/// The key of an account is the platform's own id; the handle is history. A known id under a new handle is the same account, renamed. A known
/// handle under a new id is another account: the old one loses the handle and nothing passes over.
/// </remarks>
internal sealed class AccountPlan(DateTimeOffset now, string registeredBy)
{
    /// <summary>Ends the current name of an account.</summary>
    public const string CloseHandle = "UPDATE account_handle SET valid_until = @Now WHERE account_id = @Id AND valid_until IS NULL";

    private const int LookUpsAtOnce = 500;

    private const string Insert = """
        INSERT INTO account (asn_id, platform, native_id, handle, url, url_key, basis, reference, instansi, region_code, registered_by, registered_at)
        VALUES (@AsnId, @Platform, @NativeId, @Handle, @Url, @UrlKey, @Basis, @Reference, @Instansi, @RegionCode, @RegisteredBy, @RegisteredAt)
        RETURNING id
        """;

    private const string Update = """
        UPDATE account SET native_id = @NativeId, handle = @Handle, url = @Url, url_key = @UrlKey, basis = @Basis, reference = @Reference,
            instansi = @Instansi, region_code = @RegionCode
        WHERE id = @Id
        """;

    private const string OpenHandle =
        "INSERT INTO account_handle (account_id, handle, url_key, valid_from) VALUES (@Id, @Handle, @UrlKey, @Now)";

    private readonly List<Step> _steps = [];

    /// <summary>Rows that break no rule.</summary>
    public int Accepted { get; private set; }

    /// <summary>Accounts that were not there.</summary>
    public int Added => _steps.Count(step => step.Kind == StepKind.Add);

    /// <summary>Known accounts that the rows change.</summary>
    public int Changed => _steps.Count(step => step.Kind is StepKind.Change or StepKind.Rename);

    private enum StepKind
    {
        Add,
        Change,
        Rename,
        Release,
        Nothing,
    }

    private sealed record Step(
        StepKind Kind,
        AccountRow Row,
        Dictionary<string, string?>? Before = null,
        Dictionary<string, string?>? After = null
    );

    /// <summary>Works out the steps; rows that cannot be taken are added to <paramref name="problems"/>.</summary>
    /// <param name="session">The write transaction.</param>
    /// <param name="drafts">Rows that were checked by themselves.</param>
    /// <param name="owners">The registered people among their numbers.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="known">The account that all of this is about, when that is certain.</param>
    public async Task MakeAsync(
        Session session,
        IReadOnlyList<AccountDraft> drafts,
        Dictionary<Nip, long> owners,
        List<RowProblem> problems,
        Account? known = null
    )
    {
        var (byUrl, byId) = await ActiveAsync(session, drafts);
        foreach (var draft in drafts)
        {
            var before = problems.Count;
            var owner =
                draft.AsnId
                ?? (
                    draft.Nip is null ? null
                    : owners.TryGetValue(draft.Nip, out var id) ? id
                    : -1
                );
            if (owner == -1)
            {
                Refuse(
                    problems,
                    draft,
                    "nip",
                    draft.Nip!.Masked,
                    "NIP ini belum terdaftar; impor ASN-nya dahulu.",
                    "This NIP is not registered; import the person first."
                );
                continue;
            }

            var holder = byUrl.GetValueOrDefault(draft.UrlKey);
            var same =
                known is not null ? AccountRow.Of(known)
                : draft.NativeId is not null && byId.TryGetValue((draft.Platform, draft.NativeId), out var match) ? match
                : holder is not null && (draft.NativeId is null || holder.NativeId is null || holder.NativeId == draft.NativeId) ? holder
                : null;
            if (same is not null && same.AsnId != owner)
            {
                Refuse(
                    problems,
                    draft,
                    same == holder ? "url" : "native_id",
                    same == holder ? draft.Url : draft.NativeId!,
                    $"Akun ini terdaftar atas nama lain (akun {same.Id}); hapus dahulu bila itu keliru.",
                    $"This account is registered to somebody else (account {same.Id}); remove it first if that is wrong."
                );
            }

            if (holder is not null && same is not null && holder.Id != same.Id && holder.NativeId is null)
            {
                Refuse(
                    problems,
                    draft,
                    "url",
                    draft.Url,
                    $"URL ini terdaftar sebagai akun {holder.Id} tanpa id platform; hapus salah satu dahulu.",
                    $"This URL is registered as account {holder.Id} without a platform id; remove one of the two first."
                );
            }

            if (
                known is not null
                && draft.NativeId is not null
                && byId.TryGetValue((draft.Platform, draft.NativeId), out var other)
                && other.Id != known.Id
            )
            {
                Refuse(
                    problems,
                    draft,
                    "native_id",
                    draft.NativeId,
                    $"Id platform ini sudah terdaftar sebagai akun {other.Id}.",
                    $"This platform id is registered as account {other.Id} already."
                );
            }

            if (problems.Count > before)
            {
                continue;
            }

            Accepted++;
            if (holder is not null && holder.Id != same?.Id)
            {
                // The handle has passed to somebody else; what the old account did stays the old account's.
                var released = holder with
                {
                    UrlKey = null,
                };
                _steps.Add(new Step(StepKind.Release, released));
                if (released.NativeId is not null)
                {
                    byId[(released.Platform, released.NativeId)] = released;
                }
            }

            if (same?.UrlKey is not null && byUrl.GetValueOrDefault(same.UrlKey)?.Id == same.Id)
            {
                byUrl.Remove(same.UrlKey);
            }

            var row = AccountRow.From(draft, owner, same, now, registeredBy);
            byUrl[draft.UrlKey] = row;
            if (row.NativeId is not null)
            {
                byId[(row.Platform, row.NativeId)] = row;
            }

            _steps.Add(StepFrom(same, row));
        }
    }

    /// <summary>Does it; returns the id of the last account touched.</summary>
    public async Task<long> ApplyAsync(Session session, AuditLog audit, Actor actor)
    {
        var last = 0L;
        foreach (var step in _steps)
        {
            last = step.Row.Id;
            if (step.Kind == StepKind.Add)
            {
                last = await session.ScalarAsync<long>(Insert, step.Row);
            }
            else if (step.Kind != StepKind.Nothing)
            {
                await session.ExecuteAsync(Update, step.Row);
                var released = step.Kind == StepKind.Release;
                await audit.RecordAsync(
                    session,
                    actor,
                    released ? "account.release_handle" : "account.change",
                    $"account:{step.Row.Id}",
                    step.Before,
                    released ? new { until = now } : step.After
                );
            }

            if (step.Kind is StepKind.Rename or StepKind.Release)
            {
                await session.ExecuteAsync(CloseHandle, new { step.Row.Id, Now = now });
            }

            if (step.Kind is StepKind.Add or StepKind.Rename)
            {
                await session.ExecuteAsync(
                    OpenHandle,
                    new
                    {
                        Id = last,
                        step.Row.Handle,
                        step.Row.UrlKey,
                        Now = now,
                    }
                );
            }
        }

        if (_steps.Exists(step => step.Kind != StepKind.Nothing))
        {
            await RegistryState.ChangedAsync(session);
        }

        return last;
    }

    private static Step StepFrom(AccountRow? same, AccountRow row)
    {
        if (same is null)
        {
            return new Step(StepKind.Add, row);
        }

        var (before, after) = (same.Fields(), row.Fields());
        var changed = after.Keys.Where(field => before[field] != after[field]).ToList();
        var kind =
            changed.Count == 0 ? StepKind.Nothing
            : changed.Contains("url_key", StringComparer.Ordinal) || changed.Contains("handle", StringComparer.Ordinal) ? StepKind.Rename
            : StepKind.Change;
        return new Step(
            kind,
            row,
            changed.ToDictionary(field => field, field => before[field], StringComparer.Ordinal),
            changed.ToDictionary(field => field, field => after[field], StringComparer.Ordinal)
        );
    }

    private static void Refuse(List<RowProblem> problems, AccountDraft draft, string column, string value, string id, string en) =>
        problems.Add(new RowProblem(draft.Line, column, new Sentence(id, en), value));

    private static async Task<(
        Dictionary<string, AccountRow> ByUrl,
        Dictionary<(string Platform, string Id), AccountRow> ById
    )> ActiveAsync(Session session, IReadOnlyList<AccountDraft> drafts)
    {
        var rows = new List<AccountRow>();
        foreach (var chunk in drafts.Select(draft => draft.UrlKey).Distinct(StringComparer.Ordinal).Chunk(LookUpsAtOnce))
        {
            rows.AddRange(
                await session.ListAsync<AccountRow>(
                    $"SELECT {Accounts.Columns} FROM account WHERE removed_at IS NULL AND url_key IN @Chunk",
                    new { Chunk = chunk }
                )
            );
        }

        foreach (var platform in drafts.Where(draft => draft.NativeId is not null).GroupBy(draft => draft.Platform, StringComparer.Ordinal))
        {
            foreach (var chunk in platform.Select(draft => draft.NativeId!).Distinct(StringComparer.Ordinal).Chunk(LookUpsAtOnce))
            {
                rows.AddRange(
                    await session.ListAsync<AccountRow>(
                        $"SELECT {Accounts.Columns} FROM account WHERE removed_at IS NULL AND platform = @Platform AND native_id IN @Chunk",
                        new { Platform = platform.Key, Chunk = chunk }
                    )
                );
            }
        }

        var byUrl = new Dictionary<string, AccountRow>(StringComparer.Ordinal);
        var byId = new Dictionary<(string, string), AccountRow>();
        foreach (var row in rows)
        {
            if (row.UrlKey is not null)
            {
                byUrl[row.UrlKey] = row;
            }

            if (row.NativeId is not null)
            {
                byId[(row.Platform, row.NativeId)] = row;
            }
        }

        return (byUrl, byId);
    }
}

/// <summary>One row of the table, as it is written.</summary>
internal sealed record AccountRow
{
    public long Id { get; init; }
    public long? AsnId { get; init; }
    public string Platform { get; init; } = "";
    public string? NativeId { get; init; }
    public string Handle { get; init; } = "";
    public string Url { get; init; } = "";
    public string? UrlKey { get; init; }
    public string Basis { get; init; } = "";
    public string Reference { get; init; } = "";
    public string Instansi { get; init; } = "";
    public string RegionCode { get; init; } = "";
    public string RegisteredBy { get; init; } = "";
    public DateTimeOffset RegisteredAt { get; init; }
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>The row of an account that was read before.</summary>
    public static AccountRow Of(Account account) =>
        new()
        {
            Id = account.Id,
            AsnId = account.AsnId,
            Platform = account.Platform,
            NativeId = account.NativeId,
            Handle = account.Handle,
            Url = account.Url,
            UrlKey = account.UrlKey,
            Basis = account.Basis,
            Reference = account.Reference,
            Instansi = account.Instansi,
            RegionCode = account.RegionCode,
            RegisteredBy = account.RegisteredBy,
            RegisteredAt = account.RegisteredAt,
            RemovedAt = account.RemovedAt,
        };

    /// <summary>The account as a draft says, over what is kept; an id that was learned once is not lost because a file does not have it.</summary>
    public static AccountRow From(AccountDraft draft, long? owner, AccountRow? old, DateTimeOffset now, string registeredBy) =>
        (old ?? new AccountRow { RegisteredAt = now, RegisteredBy = registeredBy }) with
        {
            AsnId = owner,
            Platform = draft.Platform,
            NativeId = draft.NativeId ?? old?.NativeId,
            Handle = draft.Handle,
            Url = draft.Url,
            UrlKey = draft.UrlKey,
            Basis = draft.Basis,
            Reference = draft.Reference,
            Instansi = draft.Instansi,
            RegionCode = draft.RegionCode,
        };

    /// <summary>What a file can change, for comparing and for the audit record.</summary>
    public Dictionary<string, string?> Fields() =>
        new(StringComparer.Ordinal)
        {
            ["native_id"] = NativeId,
            ["handle"] = Handle,
            ["url"] = Url,
            ["url_key"] = UrlKey,
            ["basis"] = Basis,
            ["reference"] = Reference,
            ["instansi"] = Instansi,
            ["region_code"] = RegionCode,
        };
}
