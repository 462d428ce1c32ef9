using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Export.Signing;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export;

/// <summary>Who asks for an export.</summary>
/// <param name="Actor">As the audit record names the person.</param>
/// <param name="Sees">Whether findings of a region are this person's to see; what is not does not leave through this person.</param>
/// <param name="TestUsers">Whether test users are configured: a batch made then says so for ever.</param>
internal sealed record Exporter(Actor Actor, Func<string?, bool> Sees, bool TestUsers);

/// <summary>Makes batches, makes their files again, and knows which arrived.</summary>
internal sealed class Batches(
    Database database,
    People people,
    NipVault vault,
    AuditLog audit,
    SigningKeys keys,
    Rules rules,
    ExportOptions options,
    TimeProvider time
)
{
    private const string BatchColumns = """
        id, recipient, number, format, created_at, created_by, row_count, corrections, withdrawals, period_from, period_to, profile,
        byte_order_mark, mark_codes, test_users, audit_sequence, audit_hash, software, models, manifest_sha256, delivered_at, delivered_by,
        delivered_to, files_removed_at,
        key_id, (SELECT public_key FROM export_key WHERE export_key.id = key_id) AS key_pem, signature
        """;

    private const string InsertBatch = """
        INSERT INTO export_batch (recipient, number, format, created_at, created_by, row_count, corrections, withdrawals, period_from,
            period_to, profile, byte_order_mark, mark_codes, test_users, audit_sequence, audit_hash, software, models, manifest_sha256,
            key_id, signature)
        VALUES (@Recipient, @Number, @Format, @CreatedAt, @CreatedBy, @RowCount, @Corrections, @Withdrawals, @PeriodFrom,
            @PeriodTo, @Profile, @ByteOrderMark, @MarkCodes, @TestUsers, @AuditSequence, @AuditHash, @Software, @Models, @ManifestSha256,
            @KeyId, @Signature)
        RETURNING id
        """;

    private const string InsertRow = """
        INSERT INTO export_row (recipient, flag_id, revision, kind, batch_id, place, cells, nip_protected)
        VALUES (@Recipient, @FlagId, @Revision, @Kind, @BatchId, @Place, @Cells, @NipProtected)
        """;

    private static readonly string Software = $"monitor {typeof(Batches).Assembly.GetName().Version?.ToString(3) ?? "?"}";

    /// <summary>
    /// Puts every finding that has not left for a recipient, and what must be said about those that have, into one new batch, in one transaction with
    /// its audit rows. Two that do this at once share nothing: the second sees what the first took, and the key of <c>export_row</c> refuses it if it
    /// did not.
    /// </summary>
    /// <exception cref="RefusalException">The recipient is not configured.</exception>
    public Task<ExportOutcome> CreateAsync(Exporter exporter, ExportOrder order, CancellationToken ct)
    {
        var recipient = options.Find(order.Recipient);
        return database.WriteAsync(
            async session =>
            {
                var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
                var number =
                    1
                    + await session.ScalarAsync<long>(
                        "SELECT COALESCE(MAX(number), 0) FROM export_batch WHERE recipient = @Name",
                        new { recipient.Name }
                    );
                var outgoing = new Outgoing(rules, vault, recipient, BatchName.Of(recipient.Name, number), now);
                await outgoing.CollectAsync(session, order.Selection, exporter.Sees);
                var made =
                    outgoing.Leaving.Count > 0
                        ? await MakeAsync(session, exporter, recipient, order.Selection, number, now, outgoing.Leaving)
                        : null;
                return new ExportOutcome(made, await UndeliveredAsync(session, recipient.Name, exporter), outgoing.Held);
            },
            ct
        );
    }

    /// <summary>The batches of every recipient that this person may see, newest first.</summary>
    public Task<List<BatchRow>> ListAsync(Exporter exporter, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
                await VisibleAsync(
                    session,
                    await session.ListAsync<BatchRow>($"SELECT {BatchColumns} FROM export_batch ORDER BY id DESC"),
                    exporter
                ),
            ct
        );

    /// <summary>The batch of this name.</summary>
    /// <exception cref="RefusalException">There is none, or it is not of this person's regions.</exception>
    public Task<BatchRow> FindAsync(string name, Exporter exporter, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                var at = name.LastIndexOf('-');
                var number =
                    at > 0 && long.TryParse(name[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
                var found = await session.ListAsync<BatchRow>(
                    $"SELECT {BatchColumns} FROM export_batch WHERE recipient = @recipient AND number = @number",
                    new { recipient = at > 0 ? name[..at] : name, number }
                );
                return (await VisibleAsync(session, found, exporter)).FirstOrDefault()
                    ?? throw RefusalException.NotFound(
                        $"Batch '{name}' tidak ada, atau bukan wilayah Anda.",
                        $"There is no batch '{name}', or it is not of your regions."
                    );
            },
            ct
        );

    /// <summary>One file of a batch, made again. That somebody took whole numbers away is recorded with it.</summary>
    /// <exception cref="RefusalException">There is no such batch or file, or it would not come out as it first did.</exception>
    public async Task<BatchFile> FileAsync(long id, string name, Exporter exporter, CancellationToken ct)
    {
        var (batch, files) = await MadeAgainAsync(id, exporter, ct);
        var file =
            files.FirstOrDefault(one => one.Name == name)
            ?? throw RefusalException.NotFound(
                $"Batch {batch.Name} tidak mempunyai berkas '{name}'.",
                $"Batch {batch.Name} has no file '{name}'."
            );
        await database.WriteAsync(
            session =>
                audit.RecordAsync(session, exporter.Actor, "export.fetch", $"export:{batch.Name}", after: new { file.Name, file.Sha256 }),
            ct
        );
        return file;
    }

    /// <summary>All files of a batch, made again for a folder of the daemon's; that is recorded with it.</summary>
    /// <exception cref="RefusalException">There is no such batch, or it would not come out as it first did.</exception>
    public async Task<IReadOnlyList<BatchFile>> FilesAsync(long id, string folder, Exporter exporter, CancellationToken ct)
    {
        var (batch, files) = await MadeAgainAsync(id, exporter, ct);
        await database.WriteAsync(
            session => audit.RecordAsync(session, exporter.Actor, "export.fetch", $"export:{batch.Name}", after: new { folder }),
            ct
        );
        return files;
    }

    /// <summary>Takes note that every file of a batch stands in its folder. Told twice, it keeps the first time.</summary>
    /// <param name="id">The batch.</param>
    /// <param name="manifestSha256">Of the manifest that was written.</param>
    /// <param name="folder">Where the daemon itself put them; null for somebody's own folder.</param>
    /// <param name="exporter">Who says so.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="RefusalException">There is no such batch, or something else was written.</exception>
    public Task DeliveredAsync(long id, string manifestSha256, string? folder, Exporter exporter, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var batch = await OneAsync(session, id, exporter);
                if (batch.ManifestSha256 != manifestSha256)
                {
                    throw RefusalException.Conflict(
                        $"Manifes yang dilaporkan bukan manifes batch {batch.Name}; pengirimannya tidak dicatat.",
                        $"The manifest that was reported is not that of batch {batch.Name}; its delivery was not recorded."
                    );
                }

                if (batch.DeliveredAt is null)
                {
                    await session.ExecuteAsync(
                        "UPDATE export_batch SET delivered_at = @Now, delivered_by = @Name WHERE id = @Id",
                        new
                        {
                            Now = time.GetUtcNow(),
                            exporter.Actor.Name,
                            batch.Id,
                        }
                    );
                    await audit.RecordAsync(
                        session,
                        exporter.Actor,
                        "export.deliver",
                        $"export:{batch.Name}",
                        after: new { batch.ManifestSha256, folder }
                    );
                }

                if (folder is not null)
                {
                    await session.ExecuteAsync(
                        "UPDATE export_batch SET delivered_to = @folder, files_put_at = @now, files_removed_at = NULL WHERE id = @Id",
                        new
                        {
                            folder,
                            now = time.GetUtcNow(),
                            batch.Id,
                        }
                    );
                }
            },
            ct
        );

    private async Task<(BatchRow Batch, IReadOnlyList<BatchFile> Files)> MadeAgainAsync(long id, Exporter exporter, CancellationToken ct)
    {
        // A batch never changes, so its files need no write lock while they are made.
        var (batch, lines) = await database.ReadAsync(
            async session =>
            {
                var found = await OneAsync(session, id, exporter);
                return (found, await LinesAsync(session, found));
            },
            ct
        );
        var files = BatchFiles.Make(batch, lines);
        return files[^1].Sha256 == batch.ManifestSha256
            ? (batch, files)
            : throw RefusalException.Broken(
                $"Batch {batch.Name} tidak lagi menghasilkan berkas yang sama: barisnya diubah di basis data, atau versi program ini menulisnya lain.",
                $"Batch {batch.Name} no longer gives the same files: its rows were changed in the database, or this version of the program writes them otherwise."
            );
    }

    private async Task<BatchRow> MakeAsync(
        Session session,
        Exporter exporter,
        Recipient recipient,
        Selection selection,
        long number,
        DateTimeOffset now,
        IReadOnlyList<OutgoingRow> leaving
    )
    {
        var subject = "export:" + BatchName.Of(recipient.Name, number);
        // Before anything is recorded of the batch: a key that is used for the first time has a row of its own.
        using var key = await keys.OpenAsync(session, exporter.Actor);
        var numbers = new Dictionary<long, Nip>();
        var cells = new List<string>(leaving.Count);
        var nips = new List<string>(leaving.Count);
        var lines = new List<string>(leaving.Count);
        foreach (var row in leaving)
        {
            var nip = await NumberAsync(session, row, numbers, exporter.Actor, subject);
            cells.Add(FindingCells.Store(row.Cells));
            nips.Add(nip is { } known ? vault.Protect(known) : "");
            lines.Add(FindingCells.WithNip(cells[^1], nip?.Reveal() ?? ""));
        }

        await audit.RecordAsync(
            session,
            exporter.Actor,
            "export.create",
            subject,
            after: new
            {
                rows = leaving.Count,
                flags = leaving.Where(row => row.Kind == RowKind.New).Select(row => row.Flag),
                corrected = leaving.Where(row => row.Kind == RowKind.Correction).Select(row => row.Flag),
                withdrawn = leaving.Where(row => row.Kind == RowKind.Withdrawal).Select(row => row.Flag),
            }
        );
        var head = await AuditLog.HeadAsync(session);
        var batch = new BatchRow
        {
            Recipient = recipient.Name,
            Number = number,
            Format = Manifest.CurrentFormat,
            CreatedAt = now,
            CreatedBy = exporter.Actor.Name,
            RowCount = leaving.Count,
            Corrections = leaving.Count(row => row.Kind == RowKind.Correction),
            Withdrawals = leaving.Count(row => row.Kind == RowKind.Withdrawal),
            PeriodFrom = Selection.Written(selection.From),
            PeriodTo = Selection.Written(selection.To),
            Profile = JsonSerializer.Serialize(recipient.Profile, Manifest.Json),
            ByteOrderMark = recipient.Profile.ByteOrderMark,
            MarkCodes = recipient.Profile.MarkCodes,
            TestUsers =
                exporter.TestUsers
                || leaving.Any(row =>
                    row.Finding?.Decisions.Any(given => given.ReviewerIdentity.StartsWith("test:", StringComparison.Ordinal)) == true
                ),
            AuditSequence = head.Sequence,
            AuditHash = head.Hash,
            Software = Software,
            Models = string.Join(',', leaving.Select(row => row.Finding?.Model).OfType<string>().Distinct().Order(StringComparer.Ordinal)),
            KeyId = key?.Row.Id,
            KeyPem = key?.Row.PublicKey,
        };
        var manifest = BatchFiles.Make(batch, lines)[^1];
        batch = batch with
        {
            ManifestSha256 = manifest.Sha256,
            Signature = key is null ? null : Convert.ToBase64String(key.Sign(manifest.Bytes)),
        };
        var id = await session.ScalarAsync<long>(InsertBatch, batch);
        await session.ExecuteAsync(
            InsertRow,
            leaving
                .Select(
                    (row, at) =>
                        new
                        {
                            Recipient = recipient.Name,
                            FlagId = row.Flag,
                            row.Revision,
                            row.Kind,
                            BatchId = id,
                            Place = at + 1,
                            Cells = cells[at],
                            NipProtected = nips[at],
                        }
                )
                .ToList()
        );
        return batch with { Id = id };
    }

    // Each person's number is looked at once for the batch, and the record says so; one that is taken back is named as it was sent.
    private async Task<Nip?> NumberAsync(Session session, OutgoingRow row, Dictionary<long, Nip> numbers, Actor actor, string subject)
    {
        if (row.Person is not { } person)
        {
            return null;
        }

        if (!numbers.TryGetValue(person, out var nip))
        {
            nip = await people.RevealNipAsync(session, person, actor, subject);
            numbers.Add(person, nip);
        }

        return row.NipAsSent is { } sent ? vault.Unprotect(sent) : nip;
    }

    private static async Task<List<BatchRow>> UndeliveredAsync(Session session, string recipient, Exporter exporter) =>
        await VisibleAsync(
            session,
            await session.ListAsync<BatchRow>(
                $"SELECT {BatchColumns} FROM export_batch WHERE recipient = @recipient AND delivered_at IS NULL ORDER BY number",
                new { recipient }
            ),
            exporter
        );

    // A batch is one thing: who may not see one of its rows may not have the file.
    private static async Task<List<BatchRow>> VisibleAsync(Session session, List<BatchRow> batches, Exporter exporter)
    {
        var hidden = (
            await session.ListAsync<BatchRegion>(
                "SELECT DISTINCT batch_id, region_code FROM export_row JOIN flag ON flag.id = export_row.flag_id WHERE batch_id IN @Ids",
                new { Ids = batches.Select(batch => batch.Id).ToArray() }
            )
        )
            .Where(row => !exporter.Sees(row.RegionCode))
            .Select(row => row.BatchId)
            .ToHashSet();
        return batches.FindAll(batch => !hidden.Contains(batch.Id));
    }

    private static async Task<BatchRow> OneAsync(Session session, long id, Exporter exporter)
    {
        var found = await session.ListAsync<BatchRow>($"SELECT {BatchColumns} FROM export_batch WHERE id = @id", new { id });
        return (await VisibleAsync(session, found, exporter)).FirstOrDefault()
            ?? throw RefusalException.NotFound(
                $"Batch {id} tidak ada, atau bukan wilayah Anda.",
                $"There is no batch {id}, or it is not of your regions."
            );
    }

    private async Task<List<string>> LinesAsync(Session session, BatchRow batch)
    {
        var rows = await session.ListAsync<StoredRow>(
            "SELECT cells, nip_protected FROM export_row WHERE batch_id = @Id ORDER BY place",
            new { batch.Id }
        );
        return rows.Exists(row => row.Cells == SentRow.Blank)
            ? throw RefusalException.Conflict(
                $"Batch {batch.Name} memuat baris yang dihapus menurut hukum; berkasnya tidak dibuat lagi. Yang sudah dikirim ada pada penerima.",
                $"Batch {batch.Name} holds rows that were erased by law; its files are not made again. What was delivered is with the recipient."
            )
            : rows.ConvertAll(row =>
                FindingCells.WithNip(row.Cells, row.NipProtected.Length == 0 ? "" : vault.Unprotect(row.NipProtected).Reveal())
            );
    }

    private sealed class StoredRow
    {
        public string Cells { get; init; } = "";
        public string NipProtected { get; init; } = "";
    }

    private sealed class BatchRegion
    {
        public long BatchId { get; init; }
        public string? RegionCode { get; init; }
    }
}
