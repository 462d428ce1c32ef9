using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Registry;

/// <summary>Which accounts a list shows.</summary>
/// <param name="AsnId">Of this person.</param>
/// <param name="Platform">On this platform.</param>
/// <param name="Within">Regions that the caller may see; null for all.</param>
/// <param name="Removed">Those that were removed too.</param>
/// <param name="Skip">How many to leave out first.</param>
/// <param name="Take">How many at most.</param>
internal sealed record AccountFilter(
    long? AsnId = null,
    string? Platform = null,
    IReadOnlyCollection<string>? Within = null,
    bool Removed = false,
    int Skip = 0,
    int Take = 50
);

/// <summary>The registered accounts, each with the legal ground on which it is watched and the names it went by.</summary>
internal sealed class Accounts(Database database, NipVault vault, AuditLog audit, TimeProvider time, AccountImport import)
{
    /// <summary>What a row of the table gives.</summary>
    internal const string Columns = """
        account.id, account.asn_id, account.platform, account.native_id, account.handle, account.url, account.url_key, account.basis,
        account.reference, account.instansi, account.region_code, account.registered_by, account.registered_at, account.removed_at
        """;

    /// <summary>Brings a CSV in, in one transaction. Never throws for what is in the file.</summary>
    /// <param name="file">The bytes as given.</param>
    /// <param name="keepGood">Import the good rows although others are bad.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public async Task<ImportReport> ImportAsync(ReadOnlyMemory<byte> file, bool keepGood, Actor actor, CancellationToken ct)
    {
        var (drafts, table) = import.Read(file);
        return await database.WriteAsync(
            async session =>
            {
                await RegistryState.CheckKeyAsync(session, vault);
                var plan = new AccountPlan(time.GetUtcNow(), actor.Name);
                // The work may be run again: what it finds is its own.
                var problems = table.Problems.ToList();
                if (table.IsReadable)
                {
                    await plan.MakeAsync(session, drafts, await OwnersAsync(session, drafts), problems);
                }

                problems.Sort((a, b) => a.Line.CompareTo(b.Line));
                var refused = problems.Select(problem => problem.Line).Distinct().Count();
                var rows = plan.Accepted + (table.IsReadable ? refused : 0);
                if (!table.IsReadable || (refused > 0 && !keepGood))
                {
                    return new ImportReport(rows, 0, 0, 0, refused, Imported: false, table.Sha256, problems);
                }

                await plan.ApplyAsync(session, audit, actor);
                var report = new ImportReport(
                    rows,
                    plan.Added,
                    plan.Changed,
                    plan.Accepted - plan.Added - plan.Changed,
                    refused,
                    Imported: true,
                    table.Sha256,
                    problems
                );
                await audit.RecordAsync(
                    session,
                    actor,
                    "account.import",
                    $"file:{table.Sha256}",
                    after: new
                    {
                        report.Rows,
                        report.Added,
                        report.Changed,
                        report.Unchanged,
                        report.Refused,
                    }
                );
                return report;
            },
            ct
        );
    }

    /// <summary>Registers one account by hand, by the rules of a file's row.</summary>
    /// <param name="cells">By the column names of <see cref="AccountImport.Columns"/>.</param>
    /// <param name="asnId">Whose; null when the cells hold a NIP, or for an institution's own account.</param>
    /// <param name="actor">Who registers.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="RefusalException">A rule is broken; all that are stand in the sentence.</exception>
    public Task<Account> AddAsync(IReadOnlyDictionary<string, string> cells, long? asnId, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await RegistryState.CheckKeyAsync(session, vault);
                var problems = new List<RowProblem>();
                var plan = new AccountPlan(time.GetUtcNow(), actor.Name);
                if (import.Check(new CsvRow(1, cells), asnId, problems) is { } draft)
                {
                    await plan.MakeAsync(session, [draft], await OwnersAsync(session, [draft]), problems);
                }

                if (problems.Count > 0)
                {
                    throw RefusalException.Wrong(
                        string.Join(' ', problems.Select(problem => $"{problem.Column}: {problem.Rule.Id}")),
                        string.Join(' ', problems.Select(problem => $"{problem.Column}: {problem.Rule.En}"))
                    );
                }

                var id = await plan.ApplyAsync(session, audit, actor);
                var account = await OneAsync(session, id);
                if (plan.Added > 0)
                {
                    await audit.RecordAsync(
                        session,
                        actor,
                        "account.add",
                        $"account:{id}",
                        after: new
                        {
                            account.AsnId,
                            account.Platform,
                            account.Basis,
                            account.Reference,
                        }
                    );
                }

                return account;
            },
            ct
        );

    /// <summary>Stops watching an account. Its row and its names stay, so that old findings keep their author.</summary>
    /// <exception cref="RefusalException">There is none with this id, or it was removed before.</exception>
    public Task<Account> RemoveAsync(long id, string reason, Actor actor, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                if ((await OneAsync(session, id)).RemovedAt is not null)
                {
                    throw RefusalException.Conflict($"Akun {id} sudah dihapus sebelumnya.", $"Account {id} was removed before.");
                }

                var now = time.GetUtcNow();
                await session.ExecuteAsync("UPDATE account SET removed_at = @Now WHERE id = @Id", new { Id = id, Now = now });
                await session.ExecuteAsync(AccountPlan.CloseHandle, new { Id = id, Now = now });
                await RegistryState.ChangedAsync(session);
                await audit.RecordAsync(session, actor, "account.remove", $"account:{id}", after: new { reason });
                return await OneAsync(session, id);
            },
            ct
        );

    /// <summary>
    /// Keeps what a reader learned from the platform about a registered account: its immutable id, and the name it goes by now. A name that
    /// another registered account bore until now is taken from that one.
    /// </summary>
    /// <returns>Whether anything was new.</returns>
    /// <exception cref="RefusalException">The account has another native id, or none with this id is there.</exception>
    public async Task<bool> ObservedAsync(Session session, long accountId, string nativeId, string handle, Uri profile, Actor actor)
    {
        var account = await OneAsync(session, accountId);
        if (account.NativeId is not null && account.NativeId != nativeId)
        {
            throw RefusalException.Conflict(
                $"Akun {accountId} terdaftar dengan id platform lain; nama akunnya kini milik orang lain.",
                $"Account {accountId} is registered with another platform id; its handle belongs to somebody else now."
            );
        }

        var problems = new List<RowProblem>();
        var cells = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["platform"] = account.Platform,
            ["native_id"] = nativeId,
            ["handle"] = handle,
            ["url"] = profile.AbsoluteUri,
            ["dasar"] = account.Basis,
            ["referensi"] = account.Reference,
            ["instansi"] = account.Instansi,
            ["kode_wilayah"] = account.RegionCode,
        };
        var plan = new AccountPlan(time.GetUtcNow(), account.RegisteredBy);
        if (import.Check(new CsvRow(1, cells), account.AsnId, problems) is { } draft)
        {
            await plan.MakeAsync(session, [draft], [], problems, known: account);
        }

        if (problems.Count > 0)
        {
            throw RefusalException.Wrong(problems[0].Rule.Id, problems[0].Rule.En);
        }

        await plan.ApplyAsync(session, audit, actor);
        return plan.Changed > 0;
    }

    /// <summary>A page of them by id.</summary>
    public Task<Page<Account>> ListAsync(AccountFilter filter, CancellationToken ct)
    {
        var where = $"""
            FROM account LEFT JOIN asn ON asn.id = account.asn_id
            WHERE (@AsnId IS NULL OR account.asn_id = @AsnId)
              AND (@Platform IS NULL OR account.platform = @Platform)
              AND (@Removed = 1 OR account.removed_at IS NULL)
            {RegionScope.Sql("COALESCE(asn.region_code, account.region_code)", filter.Within)}
            """;
        var arguments = new
        {
            filter.AsnId,
            Platform = string.IsNullOrWhiteSpace(filter.Platform) ? null : filter.Platform.Trim().ToLowerInvariant(),
            filter.Removed,
            filter.Skip,
            Take = Math.Clamp(filter.Take, 1, 1000),
        };
        return database.ReadAsync(
            async session => new Page<Account>(
                await session.ScalarAsync<long>($"SELECT COUNT(*) {where}", arguments),
                await session.ListAsync<Account>($"SELECT {Columns} {where} ORDER BY account.id LIMIT @Take OFFSET @Skip", arguments)
            ),
            ct
        );
    }

    /// <summary>The names an account went by, the oldest first.</summary>
    public Task<List<AccountHandle>> HandlesAsync(long accountId, CancellationToken ct) =>
        database.ReadAsync(
            session =>
                session.ListAsync<AccountHandle>(
                    "SELECT account_id, handle, url_key, valid_from, valid_until FROM account_handle WHERE account_id = @Id ORDER BY valid_from, id",
                    new { Id = accountId }
                ),
            ct
        );

    /// <summary>One of them.</summary>
    /// <exception cref="RefusalException">There is none with this id.</exception>
    public async Task<Account> OneAsync(Session session, long id) =>
        await session.FirstOrDefaultAsync<Account>($"SELECT {Columns} FROM account WHERE id = @Id", new { Id = id })
        ?? throw RefusalException.NotFound($"Tidak ada akun dengan id {id}.", $"There is no account with the id {id}.");

    private async Task<Dictionary<Nip, long>> OwnersAsync(Session session, IReadOnlyList<AccountDraft> drafts)
    {
        var numbers = drafts.Where(draft => draft.Nip is not null).Select(draft => draft.Nip!).Distinct().ToList();
        var indexes = numbers.ConvertAll(vault.IndexOf);
        var known = await People.KnownAsync(session, indexes);
        var owners = new Dictionary<Nip, long>();
        foreach (var (number, index) in numbers.Zip(indexes))
        {
            if (known.TryGetValue(index, out var person))
            {
                owners[number] = person.Id;
            }
        }

        return owners;
    }
}
