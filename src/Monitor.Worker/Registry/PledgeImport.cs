using System.Globalization;
using Monitor.Worker.Language;

namespace Monitor.Worker.Registry;

/// <summary>One signature as a file gives it.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="Nip">Whose.</param>
/// <param name="Kind">Code of the kind of pledge.</param>
/// <param name="On">Day of signing.</param>
/// <param name="Until">Last day on which it holds; null while it has no end.</param>
/// <param name="Document">The document that says so.</param>
/// <param name="Note">What else is to be known.</param>
internal sealed record PledgeDraft(long Line, Nip Nip, string Kind, DateOnly On, DateOnly? Until, string Document, string Note);

/// <summary>Reads a CSV of signed pledges: every row is checked against every rule, and every breach is named.</summary>
internal sealed class PledgeImport(TimeProvider time)
{
    /// <summary>The columns; <c>docs/registry.md</c> explains them.</summary>
    public static readonly IReadOnlyList<CsvColumn> Columns =
    [
        new("nip", true, "nomor induk pegawai", "nip baru", "ni pppk"),
        new("jenis", false, "jenis ikrar", "bentuk", "kind"),
        new("tanggal", true, "tanggal tanda tangan", "ditandatangani", "tanggal ikrar", "signed on", "date"),
        new("sampai", false, "berlaku sampai", "selesai", "until", "valid until"),
        new("dokumen", true, "nomor dokumen", "nomor surat", "sumber", "document", "source"),
        new("keterangan", false, "catatan", "note"),
    ];

    /// <summary>The good rows, and all that is wrong with the others.</summary>
    /// <param name="file">The bytes as given.</param>
    /// <param name="kinds">Codes of the kinds of pledge; the first holds where a row names none.</param>
    /// <param name="today">A signature of a later day is refused.</param>
    public (List<PledgeDraft> Drafts, CsvTable Table) Read(ReadOnlyMemory<byte> file, IReadOnlyList<string> kinds, DateOnly today)
    {
        var table = CsvTable.Read(file, Columns);
        var drafts = new List<PledgeDraft>(table.Rows.Count);
        var lines = new Dictionary<(Nip Nip, string Kind, DateOnly On), long>();
        foreach (var row in table.Rows)
        {
            if (Read(row, kinds, today, table.Problems) is not { } draft)
            {
                continue;
            }

            if (lines.TryAdd((draft.Nip, draft.Kind, draft.On), draft.Line))
            {
                drafts.Add(draft);
                continue;
            }

            var first = lines[(draft.Nip, draft.Kind, draft.On)];
            table.Problems.Add(
                new RowProblem(
                    row.Line,
                    "nip",
                    new Sentence(
                        $"Orang ini dengan jenis dan tanggal yang sama sudah ada di baris {first}.",
                        $"This person with the same kind and day stands on line {first} already."
                    ),
                    draft.Nip.Masked
                )
            );
        }

        return (drafts, table);
    }

    private PledgeDraft? Read(CsvRow row, IReadOnlyList<string> kinds, DateOnly today, List<RowProblem> problems)
    {
        var before = problems.Count;
        void Refuse(string column, string id, string en, string value) =>
            problems.Add(new RowProblem(row.Line, column, new Sentence(id, en), value));

        if (!Nip.TryParse(row["nip"], time, out var nip, out var problem))
        {
            problems.Add(new RowProblem(row.Line, "nip", problem, Nip.Mask(row["nip"])));
        }

        var kind = row["jenis"].Length == 0 ? kinds[0] : KindOf(row["jenis"], kinds);
        if (kind is null)
        {
            var known = string.Join(", ", kinds);
            Refuse("jenis", $"Jenis harus salah satu dari {known}.", $"The kind must be one of {known}.", row["jenis"]);
        }

        var on = DayOf(row, "tanggal", Refuse);
        var until = row["sampai"].Length == 0 ? null : DayOf(row, "sampai", Refuse);
        if (on > today)
        {
            Refuse(
                "tanggal",
                $"Tanggal tanda tangan sesudah hari ini, {today:yyyy-MM-dd}.",
                $"The day of signing is after today, {today:yyyy-MM-dd}.",
                row["tanggal"]
            );
        }

        if (until < on)
        {
            Refuse("sampai", "Hari terakhir mendahului tanggal tanda tangan.", "The last day is before the day of signing.", row["sampai"]);
        }

        if (row["dokumen"].Length == 0)
        {
            Refuse("dokumen", "Dokumen wajib disebut.", "The document must be named.", "");
        }

        return problems.Count > before ? null : new PledgeDraft(row.Line, nip!, kind!, on!.Value, until, row["dokumen"], row["keterangan"]);
    }

    // "ikrar" is how people write ikrar_netralitas, "pakta integritas" how they write pakta_integritas.
    private static string? KindOf(string written, IReadOnlyList<string> kinds)
    {
        var word = string.Join('_', written.ToLowerInvariant().Split([' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries));
        return kinds.FirstOrDefault(kind => kind == word) ?? kinds.FirstOrDefault(kind => kind == $"{word}_netralitas");
    }

    private static DateOnly? DayOf(CsvRow row, string column, Action<string, string, string, string> refuse)
    {
        if (DateOnly.TryParseExact(row[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        refuse(column, "harus tanggal tttt-bb-hh", "must be a date yyyy-mm-dd", row[column]);
        return null;
    }
}
