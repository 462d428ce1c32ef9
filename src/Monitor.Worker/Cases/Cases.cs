using System.Globalization;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Cases;

/// <summary>What is recorded of a case in one go.</summary>
/// <param name="Kind">One of <see cref="EntryKind"/>.</param>
/// <param name="Code">Of a kajian its number, of an answer its status; otherwise empty.</param>
/// <param name="Day">The local day on which it happened, <c>yyyy-MM-dd</c>; empty means today where the case is.</param>
/// <param name="Text">In the person's own words.</param>
internal sealed record NewEntry(string Kind, string Code, string Day, string Text);

/// <summary>Opens cases, joins findings to them, and records what becomes of them. The only place that does.</summary>
/// <remarks>
/// That findings are about one event is a person's judgement; that they are about one person is checked here. Nothing recorded is changed
/// afterwards: a second kajian number stands beside the first, and the newest is the one that holds.
/// </remarks>
internal sealed class Cases(Database database, AuditLog audit, Rules rules, TimeProvider time)
{
    private const string InsertCase = """
        INSERT INTO case_file (asn_id, region_code, title, opened_at, opened_by)
        VALUES (@AsnId, @RegionCode, @Title, @OpenedAt, @OpenedBy) RETURNING id
        """;

    private const string InsertFinding = """
        INSERT INTO case_finding (flag_id, case_id, joined_at, joined_by) VALUES (@Flag, @Case, @At, @By)
        """;

    private const string InsertEntry = """
        INSERT INTO case_entry (case_id, kind, code, day, text, at, by_name, by_role)
        VALUES (@Case, @Kind, @Code, @Day, @Text, @At, @Name, @Role)
        """;

    /// <summary>Makes one case of confirmed findings about one person.</summary>
    /// <returns>The case's id.</returns>
    /// <exception cref="RefusalException">A finding is not confirmed, belongs to a case already, or is about somebody else.</exception>
    public Task<long> OpenAsync(IReadOnlyList<long> flags, string title, CaseWorker worker, CancellationToken ct)
    {
        if (flags.Count == 0)
        {
            throw RefusalException.Wrong("Perkara memerlukan sekurang-kurangnya satu temuan.", "A case is made of at least one finding.");
        }

        return database.WriteAsync(
            async session =>
            {
                var findings = new List<FlagRow>();
                foreach (var flag in flags.Distinct())
                {
                    findings.Add(await LooseFindingAsync(session, flag, worker));
                }

                var first = findings[0];
                RequireOnePerson(first.AsnId, findings);
                await RequireNotOwnAsync(session, first.AsnId, worker);
                var now = time.GetUtcNow();
                var id = await session.ScalarAsync<long>(
                    InsertCase,
                    new
                    {
                        first.AsnId,
                        first.RegionCode,
                        Title = title.Trim(),
                        OpenedAt = now,
                        OpenedBy = worker.Actor.Name,
                    }
                );
                await JoinAsync(session, id, findings, worker, now);
                await audit.RecordAsync(
                    session,
                    worker.Actor,
                    "case.open",
                    Subject(id),
                    after: new { findings = findings.Select(flag => flag.Id) }
                );
                return id;
            },
            ct
        );
    }

    /// <summary>Adds confirmed findings about the same person to a case.</summary>
    /// <exception cref="RefusalException">As <see cref="OpenAsync"/>.</exception>
    public Task JoinAsync(long id, IReadOnlyList<long> flags, CaseWorker worker, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var row = await WorkableAsync(session, id, worker);
                var findings = new List<FlagRow>();
                foreach (var flag in flags.Distinct())
                {
                    findings.Add(await LooseFindingAsync(session, flag, worker));
                }

                RequireOnePerson(row.AsnId, findings);
                if (row.AsnId is null)
                {
                    throw RefusalException.Conflict(
                        $"Perkara {row.Number} bukan tentang ASN terdaftar; temuan lain tidak dapat digabungkan karena orangnya belum tentu sama.",
                        $"Case {row.Number} is not about a registered civil servant; nothing can be joined, for it need not be the same person."
                    );
                }

                await JoinAsync(session, id, findings, worker, time.GetUtcNow());
                await audit.RecordAsync(
                    session,
                    worker.Actor,
                    "case.join",
                    Subject(id),
                    after: new { findings = findings.Select(flag => flag.Id) }
                );
            },
            ct
        );

    /// <summary>Takes a finding out of a case into one of its own: it was another event.</summary>
    /// <returns>The new case's id.</returns>
    /// <exception cref="RefusalException">It is not in the case, is its only finding, or has left for a recipient under the case's number.</exception>
    public Task<long> SplitAsync(long id, long flag, string reason, CaseWorker worker, CancellationToken ct)
    {
        RequireWords(reason, "Alasan wajib diisi (--reason).", "A reason is required (--reason).");
        return database.WriteAsync(
            async session =>
            {
                var row = await WorkableAsync(session, id, worker);
                if (await CaseStore.OfFindingAsync(session, flag) != id)
                {
                    throw RefusalException.Conflict(
                        $"Flag {flag} bukan bagian dari perkara {row.Number}.",
                        $"Flag {flag} is not part of case {row.Number}."
                    );
                }

                if (row.Findings == 1)
                {
                    throw RefusalException.Conflict(
                        $"Flag {flag} adalah satu-satunya temuan perkara {row.Number}.",
                        $"Flag {flag} is the only finding of case {row.Number}."
                    );
                }

                if (await session.ScalarAsync<long>("SELECT COUNT(*) FROM export_row WHERE flag_id = @flag", new { flag }) > 0)
                {
                    throw RefusalException.Conflict(
                        $"Flag {flag} sudah keluar dengan nomor perkara {row.Number}.",
                        $"Flag {flag} has left under the number of case {row.Number}."
                    );
                }

                var now = time.GetUtcNow();
                var made = await session.ScalarAsync<long>(
                    InsertCase,
                    new
                    {
                        row.AsnId,
                        row.RegionCode,
                        Title = "",
                        OpenedAt = now,
                        OpenedBy = worker.Actor.Name,
                    }
                );
                await session.ExecuteAsync(
                    "UPDATE case_finding SET case_id = @made, joined_at = @now, joined_by = @Name WHERE flag_id = @flag",
                    new
                    {
                        made,
                        now,
                        worker.Actor.Name,
                        flag,
                    }
                );
                await audit.RecordAsync(
                    session,
                    worker.Actor,
                    "case.split",
                    Subject(id),
                    new { finding = flag },
                    new { finding = flag, into = Subject(made) }
                );
                await audit.RecordAsync(session, worker.Actor, "case.open", Subject(made), after: new { findings = new[] { flag } });
                await InsertAsync(
                    session,
                    id,
                    new NewEntry(EntryKind.Clarification, "", Today(row), $"T-{flag:000000} → {CaseRow.NumberOf(made)}: {reason.Trim()}"),
                    worker,
                    now
                );
                return made;
            },
            ct
        );
    }

    /// <summary>Records a kajian, a clarification, a recommendation or the recipient's answer.</summary>
    /// <exception cref="RefusalException">It is incomplete, or there is no such case.</exception>
    public Task RecordAsync(long id, NewEntry entry, CaseWorker worker, CancellationToken ct) =>
        database.WriteAsync(session => RecordAsync(session, id, entry, worker), ct);

    /// <inheritdoc cref="RecordAsync(long, NewEntry, CaseWorker, CancellationToken)"/>
    public async Task RecordAsync(Session session, long id, NewEntry entry, CaseWorker worker)
    {
        RequireComplete(entry);
        var row = await WorkableAsync(session, id, worker);
        var today = Today(row);
        var day = entry.Day.Length == 0 ? today : entry.Day;
        if (string.CompareOrdinal(day, today) > 0)
        {
            throw RefusalException.Wrong(
                $"Tanggal {day} belum tiba di wilayah perkara ini.",
                $"The date {day} lies in the future where this case is."
            );
        }

        var now = time.GetUtcNow();
        await InsertAsync(session, id, entry with { Day = day }, worker, now);
        // Not the words: the record is never erased, and what was said about a person may have to be.
        await audit.RecordAsync(session, worker.Actor, $"case.{entry.Kind}", Subject(id), Before(entry.Kind, row), new { entry.Code, day });
    }

    /// <summary>The case, when this person may see it.</summary>
    /// <exception cref="RefusalException">There is none, or it is another region's.</exception>
    public static async Task<CaseRow> VisibleAsync(Session session, long id, CaseWorker worker)
    {
        var row = await CaseStore.FindAsync(session, id);
        // Another region's case and no case sound the same, so that numbers tell nothing.
        return row is not null && worker.Sees(row.RegionCode)
            ? row
            : throw RefusalException.NotFound(
                $"Perkara {CaseRow.NumberOf(id)} tidak ada, atau bukan wilayah Anda.",
                $"There is no case {CaseRow.NumberOf(id)}, or it is not of your regions."
            );
    }

    /// <summary>How the audit record names a case.</summary>
    public static string Subject(long id) => $"case:{id}";

    /// <summary>The case, when this person may work on it.</summary>
    /// <exception cref="RefusalException">There is none, it is another region's, or it concerns the person or the own instansi.</exception>
    public static async Task<CaseRow> WorkableAsync(Session session, long id, CaseWorker worker)
    {
        var row = await VisibleAsync(session, id, worker);
        await RequireNotOwnAsync(session, row.AsnId, worker);
        return row;
    }

    // Recording is not judging, so an officer may work on the case of an own report; on one about oneself or a colleague nobody does.
    private static async Task RequireNotOwnAsync(Session session, long? asn, CaseWorker worker)
    {
        const string select = "SELECT nip_index, instansi, unit FROM asn WHERE id = @asn";
        if (asn is null || await session.FirstOrDefaultAsync<AsnRecord>(select, new { asn }) is not { } person)
        {
            return;
        }

        if (worker.NipIndex is not null && worker.NipIndex == person.NipIndex)
        {
            throw RefusalException.Conflict(
                "Perkara ini menyangkut Anda sendiri; orang lain yang menanganinya.",
                "This case concerns yourself; somebody else works on it."
            );
        }

        if (InstansiName.Same(worker.Instansi, person.Instansi) || InstansiName.Same(worker.Instansi, person.Unit))
        {
            throw RefusalException.Conflict(
                "Perkara ini menyangkut instansi Anda sendiri; orang lain yang menanganinya.",
                "This case concerns your own instansi; somebody else works on it."
            );
        }
    }

    private static async Task<FlagRow> LooseFindingAsync(Session session, long id, CaseWorker worker)
    {
        var flag = await FlagStore.FindAsync(session, id);
        if (flag is null || !worker.Sees(flag.RegionCode))
        {
            throw RefusalException.NotFound(
                $"Flag {id} tidak ada, atau bukan wilayah Anda.",
                $"There is no flag {id}, or it is not of your regions."
            );
        }

        if (flag.State != FlagState.Confirmed)
        {
            throw RefusalException.Conflict(
                $"Flag {id} berstatus {flag.State}; perkara hanya dibuat dari temuan yang terkonfirmasi.",
                $"Flag {id} is {flag.State}; a case is made of confirmed findings only."
            );
        }

        return await CaseStore.OfFindingAsync(session, id) is { } other
            ? throw RefusalException.Conflict(
                $"Flag {id} sudah menjadi bagian dari perkara {CaseRow.NumberOf(other)}.",
                $"Flag {id} is part of case {CaseRow.NumberOf(other)} already."
            )
            : flag;
    }

    private static void RequireOnePerson(long? asn, List<FlagRow> findings)
    {
        // Two texts about nobody in particular are not about the same person.
        if (findings.Find(flag => flag.AsnId != asn || (asn is null && findings.Count > 1)) is { } other)
        {
            throw RefusalException.Conflict(
                $"Flag {other.Id} menyangkut orang lain, atau orangnya tidak diketahui; satu perkara adalah satu orang dan satu peristiwa.",
                $"Flag {other.Id} is about another person, or nobody knows whom; one case is one person and one event."
            );
        }
    }

    private static async Task JoinAsync(Session session, long id, List<FlagRow> findings, CaseWorker worker, DateTimeOffset now)
    {
        foreach (var flag in findings)
        {
            await session.ExecuteAsync(
                InsertFinding,
                new
                {
                    Flag = flag.Id,
                    Case = id,
                    At = now,
                    By = worker.Actor.Name,
                }
            );
        }
    }

    private static Task<int> InsertAsync(Session session, long id, NewEntry entry, CaseWorker worker, DateTimeOffset now) =>
        session.ExecuteAsync(
            InsertEntry,
            new
            {
                Case = id,
                entry.Kind,
                entry.Code,
                entry.Day,
                Text = entry.Text.Trim(),
                At = now,
                worker.Actor.Name,
                worker.Actor.Role,
            }
        );

    private string Today(CaseRow row) => rules.DayIn(time.GetUtcNow(), row.RegionCode).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static object? Before(string kind, CaseRow row) =>
        kind switch
        {
            EntryKind.Kajian when row.KajianNumber is not null => new { code = row.KajianNumber, day = row.KajianDate },
            EntryKind.Answer when row.Answer is not null => new { code = row.Answer },
            _ => null,
        };

    private static void RequireComplete(NewEntry entry)
    {
        if (
            entry.Day.Length > 0
            && !DateOnly.TryParseExact(entry.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        )
        {
            throw RefusalException.Wrong(
                $"Tanggal harus tttt-bb-hh, bukan '{entry.Day}'.",
                $"The date must be yyyy-mm-dd, was '{entry.Day}'."
            );
        }

        switch (entry.Kind)
        {
            case EntryKind.Kajian:
                RequireWords(entry.Code, "Nomor kajian tidak boleh kosong.", "The kajian number must not be empty.");
                RequireWords(entry.Day, "Tanggal kajian wajib disebut.", "The date of the kajian must be given.");
                break;
            case EntryKind.Answer when !AnswerStatus.All.Contains(entry.Code, StringComparer.Ordinal):
                throw RefusalException.Wrong(
                    $"Jawaban '{entry.Code}' tidak dikenal; yang ada: {string.Join(", ", AnswerStatus.All)}.",
                    $"The answer '{entry.Code}' is not known; there are: {string.Join(", ", AnswerStatus.All)}."
                );
            case EntryKind.Clarification or EntryKind.Recommendation:
                RequireWords(entry.Text, "Isinya tidak boleh kosong (--text).", "It must not be empty (--text).");
                break;
        }
    }

    private static void RequireWords(string text, string id, string en)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw RefusalException.Wrong(id, en);
        }
    }
}
