using System.Globalization;
using Monitor.Worker.Audit;
using Monitor.Worker.Cases;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export.Answering;

/// <summary>What came of a file of answers.</summary>
/// <param name="Applied">Whether anything was taken over: all of it, or nothing.</param>
/// <param name="Recipient">Whose answers.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Recorded">Answers that were new.</param>
/// <param name="Unchanged">Answers that were known already.</param>
/// <param name="Statuses">How many of each, new and known.</param>
/// <param name="Problems">Everything that is wrong, by line.</param>
internal sealed record AnswerReport(
    bool Applied,
    string Recipient,
    long Rows,
    long Recorded,
    long Unchanged,
    IReadOnlyDictionary<string, int> Statuses,
    IReadOnlyList<RowProblem> Problems
);

/// <summary>Takes a recipient's answers over into the cases: the whole file or nothing of it.</summary>
internal sealed class Answers(
    Database database,
    Cases.Cases cases,
    NipVault vault,
    AuditLog audit,
    ExportOptions options,
    Rules rules,
    TimeProvider time
)
{
    // In statements of so many numbers at once.
    private const int AtOnce = 500;

    private const string SelectSent = """
        SELECT export_row.flag_id, kind, nip_protected, export_batch.recipient, export_batch.number, export_batch.created_at,
            export_batch.delivered_at, flag.region_code, in_case.case_id
        FROM export_row JOIN export_batch ON export_batch.id = export_row.batch_id JOIN flag ON flag.id = export_row.flag_id
            LEFT JOIN case_finding AS in_case ON in_case.flag_id = flag.id
        WHERE export_row.recipient = @Name AND export_row.flag_id IN @chunk ORDER BY revision
        """;

    private const string SelectKnown =
        "SELECT flag_id, status, day FROM export_answer WHERE recipient = @Name AND flag_id IN @chunk ORDER BY id";

    private const string InsertAnswer = """
        INSERT INTO export_answer (recipient, flag_id, status, day, at, by_name) VALUES (@Recipient, @FlagId, @Status, @Day, @At, @ByName)
        """;

    /// <summary>Reads a file and records it.</summary>
    /// <param name="file">CSV, UTF-8.</param>
    /// <param name="recipient">Whose answers; null for the recipient that is meant when none is named.</param>
    /// <param name="worker">Who brings them.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public async Task<AnswerReport> ApplyAsync(ReadOnlyMemory<byte> file, string? recipient, CaseWorker worker, CancellationToken ct)
    {
        var from = options.Find(recipient);
        var (rows, table) = AnswerFile.Read(file);
        return await database.WriteAsync(
            async session =>
            {
                var answers = await CheckedAsync(session, from, rows, table.Problems, worker);
                var total = table.IsReadable
                    ? table.Rows.Select(row => row.Line).Union(table.Problems.Select(problem => problem.Line)).Count()
                    : 0;
                if (table.Problems.Count > 0)
                {
                    return new AnswerReport(
                        false,
                        from.Name,
                        total,
                        0,
                        0,
                        new Dictionary<string, int>(),
                        [.. table.Problems.OrderBy(problem => problem.Line)]
                    );
                }

                var fresh = answers.FindAll(answer => !answer.IsKnown);
                foreach (var answer in fresh)
                {
                    await RecordAsync(session, from, answer, worker);
                }

                if (total > 0)
                {
                    await audit.RecordAsync(
                        session,
                        worker.Actor,
                        "export.ack",
                        $"export:{from.Name}",
                        after: new
                        {
                            file = table.Sha256,
                            rows = total,
                            recorded = fresh.Count,
                        }
                    );
                }

                return new AnswerReport(
                    true,
                    from.Name,
                    total,
                    fresh.Count,
                    answers.Count - fresh.Count,
                    answers.CountBy(answer => answer.Row.Status).ToDictionary(),
                    []
                );
            },
            ct
        );
    }

    private async Task RecordAsync(Session session, Recipient from, CheckedAnswer answer, CaseWorker worker)
    {
        var (row, day) = (answer.Row, Written(answer.Day));
        var number = FindingCells.NumberOf(row.Flag);
        var said = row.Note.Length == 0 ? $"{from.Name}, {number}" : $"{from.Name}, {number}: {row.Note}";
        await cases.RecordAsync(session, answer.Case, new NewEntry(EntryKind.Answer, row.Status, day, said), worker);
        await session.ExecuteAsync(
            InsertAnswer,
            new
            {
                Recipient = from.Name,
                FlagId = row.Flag,
                row.Status,
                Day = day,
                At = time.GetUtcNow(),
                ByName = worker.Actor.Name,
            }
        );
    }

    // Everything that can be wrong is looked for before anything is written, so that one call names it all.
    private async Task<List<CheckedAnswer>> CheckedAsync(
        Session session,
        Recipient from,
        List<AnswerRow> rows,
        List<RowProblem> problems,
        CaseWorker worker
    )
    {
        var sent = new List<SentFinding>();
        var known = new Dictionary<long, KnownAnswer>();
        foreach (var chunk in rows.Select(row => row.Flag).Chunk(AtOnce))
        {
            sent.AddRange(await session.ListAsync<SentFinding>(SelectSent, new { from.Name, chunk }));
            foreach (var answer in await session.ListAsync<KnownAnswer>(SelectKnown, new { from.Name, chunk }))
            {
                known[answer.FlagId] = answer;
            }
        }

        var byFlag = sent.ToLookup(row => row.FlagId);
        var answers = new List<CheckedAnswer>();
        var workable = new Dictionary<long, Sentence?>();
        foreach (var row in rows)
        {
            var before = problems.Count;
            void Wrong(string column, string id, string en, string value = "") =>
                problems.Add(new RowProblem(row.Line, column, new Sentence(id, en), value));

            var times = byFlag[row.Flag].ToList();
            var number = FindingCells.NumberOf(row.Flag);
            if (times.Count == 0 || !worker.Sees(times[0].RegionCode))
            {
                // Another region's finding and none sound the same, so that numbers tell nothing.
                Wrong(
                    "nomor_temuan",
                    $"Temuan ini tidak pernah dikirim kepada {from.Name}, atau bukan wilayah Anda.",
                    $"This finding was never sent to {from.Name}, or it is not of your regions.",
                    number
                );
                continue;
            }

            if (times.TrueForAll(one => one.DeliveredAt is null))
            {
                Wrong(
                    "nomor_temuan",
                    $"Batch {times[0].Batch} belum sampai; belum ada yang dapat menjawabnya.",
                    $"The batch {times[0].Batch} has not arrived; nobody can have answered it.",
                    number
                );
            }

            if (row.Batch.Length > 0 && times.TrueForAll(one => one.Batch != row.Batch))
            {
                Wrong(
                    "nomor_batch",
                    $"Temuan {number} tidak ada di batch ini, melainkan di {string.Join(", ", times.Select(one => one.Batch))}.",
                    $"The finding {number} is not in this batch but in {string.Join(", ", times.Select(one => one.Batch))}.",
                    row.Batch
                );
            }

            if (row.Nip.Length > 0 && !times.Exists(one => IsOf(one, row.Nip)))
            {
                Wrong(
                    Columns.Nip,
                    $"NIP ini bukan NIP yang dikirim untuk temuan {number}.",
                    $"This NIP is not the one that was sent for the finding {number}.",
                    Nip.Mask(row.Nip)
                );
            }

            var day = row.Day ?? rules.DayIn(time.GetUtcNow(), times[0].RegionCode);
            CheckDay(row, day, times, known.GetValueOrDefault(row.Flag), Wrong);
            if (times[^1].CaseId is not { } id)
            {
                Wrong(
                    "nomor_temuan",
                    "Temuan ini belum menjadi bagian dari perkara; buka dahulu dengan 'monitor case open'.",
                    "This finding belongs to no case; open one first with 'monitor case open'.",
                    number
                );
                continue;
            }

            if (await AgainstAsync(session, id, worker, workable) is { } refusal)
            {
                problems.Add(new RowProblem(row.Line, "nomor_temuan", refusal, number));
            }

            if (problems.Count == before)
            {
                answers.Add(new CheckedAnswer(row, id, day, IsKnown(row, known.GetValueOrDefault(row.Flag))));
            }
        }

        return answers;
    }

    private void CheckDay(
        AnswerRow row,
        DateOnly day,
        List<SentFinding> times,
        KnownAnswer? known,
        Action<string, string, string, string> wrong
    )
    {
        const string column = "tanggal_status";
        if (day > rules.DayIn(time.GetUtcNow(), times[0].RegionCode))
        {
            wrong(column, "Tanggal ini belum tiba.", "This date lies in the future.", Written(day));
        }

        var left = rules.DayIn(times[0].CreatedAt, times[0].RegionCode);
        if (day < left)
        {
            wrong(
                column,
                $"Temuan ini baru dikirim pada {Written(left)}.",
                $"This finding was sent on {Written(left)} only.",
                Written(day)
            );
        }
        else if (known is not null && string.CompareOrdinal(Written(day), known.Day) < 0)
        {
            // The newest that is recorded is what holds: an older file brought later would set the case back.
            wrong(
                column,
                $"Jawaban bertanggal {known.Day} ({known.Status}) sudah dicatat; yang lebih lama tidak menggantikannya.",
                $"An answer of {known.Day} ({known.Status}) is recorded already; an older one does not replace it.",
                Written(day)
            );
        }
    }

    private static async Task<Sentence?> AgainstAsync(Session session, long id, CaseWorker worker, Dictionary<long, Sentence?> workable)
    {
        if (!workable.TryGetValue(id, out var refusal))
        {
            try
            {
                await Cases.Cases.WorkableAsync(session, id, worker);
            }
            catch (RefusalException against)
            {
                // One line of many: it is named with the others.
                refusal = against.Sentence;
            }

            workable.Add(id, refusal);
        }

        return refusal;
    }

    private bool IsOf(SentFinding sent, string nip) => sent.NipProtected.Length > 0 && vault.Unprotect(sent.NipProtected).Reveal() == nip;

    private static bool IsKnown(AnswerRow row, KnownAnswer? known) =>
        known is not null && known.Status == row.Status && (row.Day is null || Written(row.Day.Value) == known.Day);

    private static string Written(DateOnly day) => day.ToString(CsvProfile.OwnDate, CultureInfo.InvariantCulture);

    private sealed record CheckedAnswer(AnswerRow Row, long Case, DateOnly Day, bool IsKnown);

    private sealed class KnownAnswer
    {
        public long FlagId { get; init; }
        public string Status { get; init; } = "";
        public string Day { get; init; } = "";
    }

    private sealed class SentFinding
    {
        public long FlagId { get; init; }
        public string NipProtected { get; init; } = "";
        public string Recipient { get; init; } = "";
        public long Number { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? DeliveredAt { get; init; }
        public string? RegionCode { get; init; }
        public long? CaseId { get; init; }
        public string Batch => BatchName.Of(Recipient, Number);
    }
}
