using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Cli;

/// <summary>One report of a file of many.</summary>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Url">As <c>--url</c>.</param>
/// <param name="Platform">As <c>--platform</c>.</param>
/// <param name="Account">As <c>--account</c>.</param>
/// <param name="Time">As <c>--time</c>.</param>
/// <param name="Text">As <c>--text</c>.</param>
/// <param name="Files">As <c>--file</c>; relative to the folder of the file of many.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
internal sealed record ReportRow(
    long Line,
    string? Url,
    string? Platform,
    long? Account,
    string? Time,
    string? Text,
    IReadOnlyList<string> Files,
    Sentence? Problem = null
);

/// <summary>Reads many reports from CSV or JSON Lines; what cannot be read is a row with its problem, never an exception.</summary>
internal static class ReportRows
{
    private const int LongestCell = 100_000;

    private static readonly CsvColumn[] Columns =
    [
        new("url", Required: false, "alamat", "tautan"),
        new("platform", Required: true),
        new("account", Required: false, "akun"),
        new("time", Required: false, "waktu"),
        new("text", Required: false, "teks", "isi"),
        new("files", Required: false, "berkas", "file"),
    ];

    /// <summary>Reads a file; JSON Lines is known by its first brace.</summary>
    public static List<ReportRow> Read(ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span.TrimStart([(byte)0xEF, (byte)0xBB, (byte)0xBF, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n']);
        return text.StartsWith("{"u8) ? Json(bytes) : Csv(bytes);
    }

    private static List<ReportRow> Csv(ReadOnlyMemory<byte> bytes)
    {
        var table = CsvTable.Read(bytes, Columns, LongestCell);
        return
        [
            .. table.Problems.Select(problem =>
                Bad(problem.Line, new Sentence($"{problem.Column} {problem.Rule.Id}".Trim(), $"{problem.Column} {problem.Rule.En}".Trim()))
            ),
            .. table.Rows.Select(row =>
                Account(row["account"], out var account)
                    ? new ReportRow(
                        row.Line,
                        row["url"],
                        row["platform"],
                        account,
                        row["time"],
                        row["text"],
                        // Neither of the characters that separate columns.
                        row["files"].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    )
                    : Bad(row.Line, NoNumber)
            ),
        ];
    }

    private static readonly Sentence NoNumber = new(
        "account harus nomor akun terdaftar.",
        "account must be the number of a registered account."
    );

    private static bool Account(string written, out long? account)
    {
        account = null;
        if (written.Length == 0)
        {
            return true;
        }

        var read = long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        account = number;
        return read;
    }

    private static List<ReportRow> Json(ReadOnlyMemory<byte> bytes)
    {
        var rows = new List<ReportRow>();
        using var reader = new StreamReader(new MemoryStream(bytes.ToArray()));
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                rows.Add(Json(line, text));
            }
        }

        return rows;
    }

    private static ReportRow Json(long line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return Bad(line, new Sentence("Baris harus satu objek JSON.", "A line must be one JSON object."));
            }

            return Account(Cell(root, "account"), out var account)
                ? new ReportRow(
                    line,
                    Cell(root, "url"),
                    Cell(root, "platform"),
                    account,
                    Cell(root, "time"),
                    Cell(root, "text"),
                    root.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Array
                            ? [.. files.EnumerateArray().Select(Scalar).Where(file => file.Length > 0)]
                        : Cell(root, "files") is { Length: > 0 } file ? [file]
                        : []
                )
                : Bad(line, NoNumber);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair, which System.Text.Json finds only when the string is read.
            return Bad(line, new Sentence("Baris ini bukan JSON yang utuh.", "This line is no sound JSON."));
        }
    }

    private static string Cell(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? Scalar(value) : "";

    private static string Scalar(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() ?? "",
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };

    private static ReportRow Bad(long line, Sentence problem) => new(line, null, null, null, null, null, [], problem);
}
