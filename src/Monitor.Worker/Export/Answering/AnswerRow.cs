using System.Globalization;
using System.Text;
using Monitor.Worker.Cases;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Export.Answering;

/// <summary>One row of a recipient's answers, read and not yet compared with what was sent.</summary>
/// <param name="Line">Of the file, from 1.</param>
/// <param name="Flag">The finding.</param>
/// <param name="Status">One of <see cref="AnswerStatus"/>.</param>
/// <param name="Day">When the recipient says so; null for today.</param>
/// <param name="Batch">The batch that it names; empty when it names none.</param>
/// <param name="Nip">The number that it names; empty when it names none.</param>
/// <param name="Note">Its words.</param>
internal sealed record AnswerRow(long Line, long Flag, string Status, DateOnly? Day, string Batch, string Nip, string Note);

/// <summary>Reads the file that a recipient sends back: our own with the status filled in, or one with a few of its columns.</summary>
internal static class AnswerFile
{
    private const int LongestCell = 20_000;
    private const int LongestNote = 2_000;

    private static readonly string[] DayFormats = ["yyyy-MM-dd", "dd-MM-yyyy", "dd/MM/yyyy"];

    private static readonly CsvColumn Finding = new("nomor_temuan", Required: true, "finding");
    private static readonly CsvColumn Status = new(
        "status_tindak_lanjut",
        Required: true,
        "status",
        "status laporan",
        "jawaban",
        "tindak lanjut"
    );
    private static readonly CsvColumn Day = new("tanggal_status", Required: false, "tanggal", "tanggal jawaban", "date");
    private static readonly CsvColumn Note = new("keterangan", Required: false, "catatan", "note");
    private static readonly CsvColumn Batch = new("nomor_batch", Required: false, "batch");
    private static readonly CsvColumn Number = new(Columns.Nip, Required: false);
    private static readonly IReadOnlyList<CsvColumn> Own = [Finding, Status, Day, Note, Batch, Number];

    // A recipient that fills in our own file sends every column back.
    private static readonly IReadOnlyList<CsvColumn> Known =
    [
        .. Own,
        .. Columns
            .All.Where(column => !Own.Any(own => own.Name == column.Name))
            .Select(column => new CsvColumn(column.Name, Required: false)),
    ];

    /// <summary>The words of the published figures, and how they are written in a column; compared without case, blanks and marks.</summary>
    private static readonly Dictionary<string, string> Statuses = new(StringComparer.Ordinal)
    {
        ["menungguverifikasi"] = "menunggu_verifikasi_bkn",
        ["menunggutindaklanjutppk"] = "menunggu_ppk",
        ["terlaporberhentipensiunaps"] = "berhenti_pensiun",
        ["berhentipensiunaps"] = "berhenti_pensiun",
    };

    static AnswerFile()
    {
        foreach (var status in AnswerStatus.All)
        {
            Statuses[Folded(status)] = status;
        }
    }

    /// <summary>The good rows, and everything that is wrong with the others: each with its line, its column, the rule and the value.</summary>
    public static (List<AnswerRow> Rows, CsvTable Table) Read(ReadOnlyMemory<byte> file)
    {
        var table = CsvTable.Read(file, Known, LongestCell);
        var rows = new List<AnswerRow>();
        var lines = new Dictionary<long, long>();
        foreach (var row in table.Rows)
        {
            var before = table.Problems.Count;
            void Wrong(CsvColumn column, string id, string en, string value) =>
                table.Problems.Add(new RowProblem(row.Line, column.Name, new Sentence(id, en), Nip.Mask(Short(value))));

            var finding = Value(row, Finding);
            var flag = FlagOf(finding);
            if (flag == 0)
            {
                Wrong(
                    Finding,
                    "Bukan nomor temuan; tulislah seperti T-000123.",
                    "No number of a finding; write it like T-000123.",
                    finding
                );
            }
            else if (!lines.TryAdd(flag, row.Line))
            {
                Wrong(
                    Finding,
                    $"Temuan ini sudah ada di baris {lines[flag]}; satu berkas menjawab sekali.",
                    $"This finding is in line {lines[flag]} already; one file answers once.",
                    finding
                );
            }

            var status = Value(row, Status);
            if (!Statuses.TryGetValue(Folded(status), out var code))
            {
                Wrong(
                    Status,
                    $"Status tidak dikenal; yang ada: {string.Join(", ", AnswerStatus.All)}.",
                    $"Unknown status; there are: {string.Join(", ", AnswerStatus.All)}.",
                    status
                );
            }

            var written = Value(row, Day);
            DateOnly? day = DateOnly.TryParseExact(written, DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                ? read
                : null;
            if (written.Length > 0 && day is null)
            {
                Wrong(Day, "Bukan tanggal; tulislah tttt-bb-hh atau hh-bb-tttt.", "No date; write yyyy-mm-dd or dd-mm-yyyy.", written);
            }

            var note = Value(row, Note);
            if (note.Length > LongestNote)
            {
                Wrong(Note, $"Paling panjang {LongestNote} karakter.", $"At most {LongestNote} characters.", note);
            }

            if (table.Problems.Count == before)
            {
                rows.Add(new AnswerRow(row.Line, flag, code!, day, Value(row, Batch), Value(row, Number), note));
            }
        }

        return (rows, table);
    }

    private static string Value(CsvRow row, CsvColumn column) => Cell.Undo(row[column.Name]).Trim();

    private static long FlagOf(string written)
    {
        var digits = written.StartsWith("T-", StringComparison.OrdinalIgnoreCase) ? written[2..] : written;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var flag) ? flag : 0;
    }

    private static string Folded(string status)
    {
        var letters = new StringBuilder(status.Length);
        foreach (var letter in status.Where(char.IsLetter))
        {
            letters.Append(char.ToLowerInvariant(letter));
        }

        return letters.ToString();
    }

    private static string Short(string value) => value.Length <= 60 ? value : value[..60] + "…";
}
