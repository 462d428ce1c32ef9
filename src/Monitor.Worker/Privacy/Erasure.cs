using System.Globalization;
using Monitor.Worker.Audit;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>What an erasure does, or would do.</summary>
/// <param name="Person">Whose.</param>
/// <param name="DryRun">Nothing was changed.</param>
/// <param name="Request">The request that it answers; null in a dry run.</param>
/// <param name="Tables">Rows that are blanked, deleted or named elsewhere, by table.</param>
/// <param name="AuditRows">Rows of the audit record that lose their details.</param>
/// <param name="AuditRowsLeft">Rows from before details could be erased.</param>
/// <param name="Files">Evidence files deleted.</param>
/// <param name="Copies">Replaced databases and kept batch files that are deleted.</param>
/// <param name="Batches">Batches in which the person's data left: the recipient has them.</param>
/// <param name="Wiped">Whether free pages and journal were overwritten; otherwise the daily run does it.</param>
/// <param name="Remains">Where the name or the number is still found, as table.column or file.</param>
internal sealed record ErasureResult(
    long Person,
    bool DryRun,
    long? Request,
    IReadOnlyDictionary<string, long> Tables,
    int AuditRows,
    int AuditRowsLeft,
    int Files,
    IReadOnlyList<string> Copies,
    IReadOnlyList<string> Batches,
    bool Wiped,
    IReadOnlyList<string> Remains
);

/// <summary>Forgets a person: every table of the catalogue, the evidence, the record's details, the free pages, the copies on this disk.</summary>
/// <remarks>
/// The registry's row stays, blank, because what points to it must not one day point to somebody else. What was delivered is the recipient's.
/// Backups made elsewhere expire by their own retention (docs/privacy.md).
/// </remarks>
internal sealed class Erasure(
    Database database,
    Subjects subjects,
    Requests requests,
    Removal removal,
    Wiping wiping,
    Traces traces,
    AuditLog audit,
    TimeProvider time
)
{
    private sealed class Refused(ErasureResult plan) : Exception
    {
        public ErasureResult Plan { get; } = plan;
    }

    /// <summary>What would be done; everything is tried out and then taken back.</summary>
    public async Task<ErasureResult> PlanAsync(long asn, Actor actor, CancellationToken ct)
    {
        try
        {
            await database.WriteAsync(
                async session =>
                {
                    var person = await subjects.RequireAsync(session, asn);
                    await RequireFreeAsync(session, asn);
                    throw new Refused(await ForgetAsync(session, person, "dry run", actor) with { DryRun = true });
                },
                ct
            );
        }
        catch (Refused tried)
        {
            return tried.Plan with { Copies = traces.Copies(tried.Plan.Batches) };
        }

        throw new InvalidOperationException("A dry run ended without its plan.");
    }

    /// <summary>Forgets the person.</summary>
    /// <exception cref="RefusalException">A legal hold is in force, or a flag about the person is being worked on or has not left yet.</exception>
    public async Task<ErasureResult> EraseAsync(long asn, RequestClaim claim, Actor actor, CancellationToken ct)
    {
        Person? erased = null;
        var result = await database.WriteAsync(
            async session =>
            {
                erased = await subjects.RequireAsync(session, asn);
                await RequireFreeAsync(session, asn);
                var request = await requests.OpenAsync(session, Requests.Erase, asn, claim, actor);
                // The request is the person's as well: how identity was proven goes with the rest, that it was stays.
                erased = await subjects.RequireAsync(session, asn);
                var done = await ForgetAsync(session, erased, string.Create(CultureInfo.InvariantCulture, $"request:{request.Id}"), actor);
                await requests.CloseAsync(session, request, "done", "erased", actor);
                return done with { Request = request.Id };
            },
            ct
        );
        // From here on nothing can bring the person back; what fails now is done by the daily run.
        var files = await removal.FilesAsync(ct);
        var copies = traces.Remove(traces.Copies(result.Batches));
        var wiped = await wiping.WipeAsync(ct);
        return result with { Files = files, Copies = copies, Wiped = wiped, Remains = await traces.FindAsync(erased!, ct) };
    }

    /// <summary>Forgets one who left the service, inside retention's transaction; false when something still stands against it.</summary>
    public async Task<bool> ForgetLeaverAsync(Session session, long asn, Actor actor)
    {
        var person = await subjects.RequireAsync(session, asn);
        if (
            (await Holds.OfPersonAsync(session, asn)).Count > 0
            || await session.ScalarAsync<long>(
                $"SELECT COUNT(*) FROM flag WHERE id IN {HeldData.Flags} AND taken_down_at IS NULL",
                new { Asn = asn }
            ) > 0
        )
        {
            return false;
        }

        await ForgetAsync(session, person, "retention:left", actor);
        return true;
    }

    // Pasal 15 (1) excepts what a law-enforcement process needs. A flag is decided within days, so nobody waits long.
    private static async Task RequireFreeAsync(Session session, long asn)
    {
        var holds = await Holds.OfPersonAsync(session, asn);
        if (holds.Count > 0)
        {
            throw RefusalException.Conflict(
                $"Penahanan hukum berlaku ({string.Join(", ", holds)}); tidak ada yang dihapus. Permintaan dapat ditolak dengan 'subject refuse'.",
                $"A legal hold is in force ({string.Join(", ", holds)}); nothing was erased. The request can be refused with 'subject refuse'."
            );
        }

        var waiting = await session.ListAsync<long>(
            $"""
            SELECT id FROM flag WHERE id IN {HeldData.Flags} AND (
                (taken_down_at IS NULL AND state <> 'dismissed' AND NOT (state = 'confirmed' AND EXISTS (
                    SELECT 1 FROM export_row JOIN export_batch ON export_batch.id = export_row.batch_id
                    WHERE export_row.flag_id = flag.id AND export_batch.delivered_at IS NOT NULL)))
                OR {Exports.OnTheWay})
            ORDER BY id
            """,
            new { Asn = asn }
        );
        if (waiting.Count > 0)
        {
            throw RefusalException.Conflict(
                $"Flag {string.Join(", ", waiting)} tentang orang ini masih diperiksa atau belum dikirim (UU 27/2022 Ps 15); tidak ada yang dihapus.",
                $"Flags {string.Join(", ", waiting)} about this person are being reviewed or have not been delivered (UU 27/2022 Ps 15); nothing was erased."
            );
        }
    }

    private async Task<ErasureResult> ForgetAsync(Session session, Person person, string why, Actor actor)
    {
        var now = time.GetUtcNow();
        var arguments = person.Arguments(now, why);
        var touched = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var batches = await Exports.OfPersonAsync(session, person);
        // Before the ties are cut and while the names still stand where they stand.
        var mentions = await Mentions.FindAsync(session, person);
        var record = await RecordedAsync(session, person);
        await removal.TextsAsync(
            session,
            await session.ListAsync<long>($"SELECT id FROM flag WHERE id IN {HeldData.Flags}", arguments),
            why
        );
        foreach (var table in HeldData.Personal.Where(table => table.IsBlanked))
        {
            Add(touched, table.Name, await BlankAsync(session, table, arguments));
        }

        foreach (var table in HeldData.Personal.Where(table => table.Deleted))
        {
            Add(touched, table.Name, await session.ExecuteAsync($"DELETE FROM {table.Name} WHERE {table.Whose}", arguments));
        }

        foreach (var mention in mentions)
        {
            Add(touched, mention.Table.Name, await UnnameAsync(session, mention, person, why));
        }

        await RegistryState.ChangedAsync(session);
        var rows = await audit.EraseDetailsAsync(session, actor, record, why);
        await audit.RecordAsync(session, actor, "subject.erase", $"asn:{person.Id}", after: new { why, tables = touched });
        await Wiping.AskAsync(session);
        return new ErasureResult(
            person.Id,
            DryRun: false,
            Request: null,
            touched,
            rows.Erased,
            rows.Left,
            Files: 0,
            Copies: [],
            batches,
            Wiped: false,
            Remains: []
        );
    }

    private static async Task<long> BlankAsync(Session session, HeldTable table, Dictionary<string, object?> arguments)
    {
        var digested = table.Columns.FirstOrDefault(column => column.After == Afterwards.Digested);
        if (digested is not null)
        {
            var values = await session.ListAsync<IdAndText>(
                $"SELECT id, {digested.Name} AS text FROM {table.Name} WHERE ({table.Whose}) AND {digested.Name} NOT LIKE 'sha256:%'",
                arguments
            );
            await session.ExecuteAsync(
                $"UPDATE {table.Name} SET {digested.Name} = @Digest WHERE id = @Id",
                values.ConvertAll(row => new { row.Id, Digest = ItemStore.Digest(row.Text) })
            );
        }

        var replaced = table
            .Columns.Where(column => column.After == Afterwards.Replaced)
            .Select(column => $"{column.Name} = {column.Value}");
        return await session.ExecuteAsync($"UPDATE {table.Name} SET {string.Join(", ", replaced)} WHERE {table.Whose}", arguments);
    }

    // Rows of the record that belong to the person, and others whose details name the person.
    private static async Task<List<long>> RecordedAsync(Session session, Person person)
    {
        var rows = await session.ListAsync<long>("SELECT sequence FROM audit WHERE subject IN @Subjects", person.Arguments(default));
        foreach (var trace in person.WrittenTraces)
        {
            rows.AddRange(
                await session.ListAsync<long>(
                    $"SELECT sequence FROM audit WHERE before_state {session.In("LIKE", "ILIKE")} @like OR after_state {session.In("LIKE", "ILIKE")} @like",
                    new { like = $"%{trace}%" }
                )
            );
        }

        return rows;
    }

    // In somebody else's row. A text that others still need as it is, is left and reported; one that was dismissed is of no more use.
    private async Task<long> UnnameAsync(Session session, FoundMention mention, Person person, string why)
    {
        var table = mention.Table.Name;
        object row = mention.Table.Key == "id" ? long.Parse(mention.Row, CultureInfo.InvariantCulture) : mention.Row;
        if (table == "setback")
        {
            return await session.ExecuteAsync("DELETE FROM setback WHERE id = @row", new { row });
        }

        if (table is "flag" or "export_row")
        {
            var dismissed =
                row is long flag
                && await session.ScalarAsync<long>("SELECT COUNT(*) FROM flag WHERE id = @flag AND state = 'dismissed'", new { flag }) > 0
                && await Holds.OfFlagAsync(session, flag) is null;
            if (dismissed)
            {
                await removal.TextsAsync(session, [(long)row], why);
            }

            return dismissed ? 1 : 0;
        }

        return await session.ExecuteAsync(
            $"UPDATE {table} SET {mention.Column} = @Text WHERE {mention.Table.Key} = @row",
            new { row, Text = person.Mask(mention.Text) }
        );
    }

    private static void Add(SortedDictionary<string, long> touched, string table, long rows)
    {
        if (rows > 0)
        {
            touched[table] = touched.GetValueOrDefault(table) + rows;
        }
    }

    private sealed class IdAndText
    {
        public long Id { get; init; }
        public string Text { get; init; } = "";
    }
}
