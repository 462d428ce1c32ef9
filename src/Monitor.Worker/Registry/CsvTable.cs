using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Monitor.Worker.Language;

namespace Monitor.Worker.Registry;

/// <summary>A column that an import knows.</summary>
/// <param name="Name">Its name in our own files, which is the one used in messages.</param>
/// <param name="Required">Whether the file must have it.</param>
/// <param name="Synonyms">Other headers that mean the same, compared without case, blanks, dots, dashes and underscores.</param>
internal sealed record CsvColumn(string Name, bool Required, params string[] Synonyms);

/// <summary>Something wrong with a file, at a place that a person can go to.</summary>
/// <param name="Line">The line of the file on which the row begins, from 1; the header is usually 1.</param>
/// <param name="Column">The column's name; null when it concerns the whole row or file.</param>
/// <param name="Rule">Which rule was broken.</param>
/// <param name="Value">What stood there; a NIP is masked.</param>
internal sealed record RowProblem(long Line, string? Column, Sentence Rule, string Value);

/// <summary>One row of a file.</summary>
/// <param name="Line">The line of the file on which it begins.</param>
/// <param name="Cells">By column name; a column that the file does not have is not there.</param>
internal sealed record CsvRow(long Line, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>The cell, or empty; a lone dash is how people write "nothing" in such files.</summary>
    public string this[string column] => Cells.TryGetValue(column, out var cell) && cell != "-" ? cell : "";

    /// <summary>The cell, or what is kept already when the file does not have the column: a missing column changes nothing.</summary>
    public string Or(string column, string kept) => Cells.ContainsKey(column) ? this[column] : kept;
}

/// <summary>A CSV file as people really send it: UTF-8 with or without BOM, <c>;</c> or <c>,</c>, headers in any order and either language.</summary>
/// <remarks>Reading never throws for what is in the file: all that is wrong stands in <see cref="Problems"/>, each with its line.</remarks>
internal sealed class CsvTable
{
    /// <summary>The largest file that is read: 50,000 people take about 10 MB.</summary>
    public const int LargestFile = 64 * 1024 * 1024;

    /// <summary>What fits in any column of the registry.</summary>
    private const int LongestRegistryCell = 500;

    private readonly int _longestCell;

    private CsvTable(string sha256, int longestCell)
    {
        Sha256 = sha256;
        _longestCell = longestCell;
    }

    /// <summary>SHA-256 of the bytes as given, lower-case hex; the audit record names the file by it.</summary>
    public string Sha256 { get; }

    /// <summary>The rows that could be cut into cells, in the file's order.</summary>
    public List<CsvRow> Rows { get; } = [];

    /// <summary>What is wrong with the file itself.</summary>
    public List<RowProblem> Problems { get; } = [];

    /// <summary>Whether the header was good, so that rows were read at all; <c>--keep-good</c> does not help when it was not.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>Cuts a file into rows.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="columns">The columns that may be in it.</param>
    /// <param name="longestCell">Characters that a cell may hold.</param>
    public static CsvTable Read(ReadOnlyMemory<byte> bytes, IReadOnlyList<CsvColumn> columns, int longestCell = LongestRegistryCell)
    {
        var table = new CsvTable(Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), longestCell);
        var text = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        if (table.IsText(text.Span))
        {
            table.Cut(text, columns);
        }

        return table;
    }

    private bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LargestFile)
        {
            return Fail($"Berkas lebih besar dari {LargestFile >> 20} MiB.", $"The file is larger than {LargestFile >> 20} MiB.");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Fail("Berkas tersimpan sebagai UTF-16; simpan sebagai CSV UTF-8.", "The file is UTF-16; save it as CSV UTF-8.");
        }

        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return true;
        }

        var (line, offender) = FirstInvalid(bytes);
        Problems.Add(
            new RowProblem(
                line,
                null,
                new Sentence(
                    "Berkas bukan UTF-8 yang sah mulai baris ini; simpan sebagai CSV UTF-8.",
                    "The file is not valid UTF-8 from this line on; save it as CSV UTF-8."
                ),
                $"0x{offender:X2}"
            )
        );
        return false;
    }

    private static (long Line, byte Offender) FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var line = 1L;
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                break;
            }

            line += rune.Value == '\n' ? 1 : 0;
            bytes = bytes[consumed..];
        }

        return (line, bytes.IsEmpty ? (byte)0 : bytes[0]);
    }

    private void Cut(ReadOnlyMemory<byte> bytes, IReadOnlyList<CsvColumn> columns)
    {
        CsvMalformedReason? malformed = null;
        var options = new CsvReaderOptions
        {
            Separator = SeparatorOf(bytes.Span),
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = record => malformed = record.Reason,
        };
        using var reader = CsvReader.Create(bytes, options);
        string?[]? header = null;
        while (reader.Read())
        {
            var fault = malformed;
            malformed = null;
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = reader.GetString(i);
            }

            if (Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (header is not null)
            {
                AddRow(reader.LineNumber, cells, header, fault);
                continue;
            }

            header = ReadHeader(reader.LineNumber, cells, columns);
            IsReadable = Problems.Count == 0;
            if (!IsReadable)
            {
                return;
            }
        }

        if (header is null)
        {
            Fail("Berkas kosong: tidak ada baris judul.", "The file is empty: there is no header row.");
        }
    }

    private void AddRow(long line, string[] cells, string?[] header, CsvMalformedReason? fault)
    {
        var before = Problems.Count;
        if (fault is not null)
        {
            Problems.Add(new RowProblem(line, null, QuotingRule(fault.Value), ""));
            return;
        }

        if (cells.Length < header.Length || cells.Skip(header.Length).Any(cell => !string.IsNullOrWhiteSpace(cell)))
        {
            Problems.Add(
                new RowProblem(
                    line,
                    null,
                    new Sentence(
                        $"Baris harus berisi {header.Length} kolom seperti judulnya; ini {cells.Length}.",
                        $"A row has {header.Length} columns like the header; this has {cells.Length}."
                    ),
                    ""
                )
            );
            return;
        }

        var row = new Dictionary<string, string>(header.Length, StringComparer.Ordinal);
        for (var i = 0; i < header.Length; i++)
        {
            // A header cell without a name over a column without a value is how spreadsheets end their rows.
            if (header[i] is not { } column)
            {
                continue;
            }

            var cell = cells[i].Trim().Normalize(NormalizationForm.FormC).ReplaceLineEndings(" ");
            if (cell.Length > _longestCell)
            {
                Problems.Add(
                    new RowProblem(
                        line,
                        column,
                        new Sentence($"Isi paling panjang {_longestCell} karakter.", $"A cell holds at most {_longestCell} characters."),
                        $"{Nip.Mask(cell[..20])}… ({cell.Length})"
                    )
                );
            }
            else if (cell.Any(c => (char.IsControl(c) && c != '\t') || c == '\uFFFD'))
            {
                Problems.Add(
                    new RowProblem(
                        line,
                        column,
                        new Sentence(
                            "Isi memuat karakter kendali atau karakter rusak.",
                            "The cell holds a control character or a broken one."
                        ),
                        Nip.Mask(string.Concat(cell.Select(c => char.IsControl(c) ? '?' : c)))
                    )
                );
            }

            row[column] = cell;
        }

        if (Problems.Count == before)
        {
            Rows.Add(new CsvRow(line, row));
        }
    }

    private string?[] ReadHeader(long line, string[] cells, IReadOnlyList<CsvColumn> columns)
    {
        var header = new string?[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            var folded = Fold(cells[i]);
            if (folded.Length == 0)
            {
                continue;
            }

            var column = columns.FirstOrDefault(c => Fold(c.Name) == folded || Array.Exists(c.Synonyms, s => Fold(s) == folded));
            if (column is null)
            {
                Problems.Add(
                    new RowProblem(
                        line,
                        cells[i],
                        new Sentence(
                            $"Kolom tidak dikenal; yang dikenal: {string.Join(", ", columns.Select(c => c.Name))}.",
                            $"Unknown column; known are: {string.Join(", ", columns.Select(c => c.Name))}."
                        ),
                        cells[i]
                    )
                );
            }
            else if (header.Contains(column.Name, StringComparer.Ordinal))
            {
                Problems.Add(
                    new RowProblem(line, column.Name, new Sentence("Kolom ini ada dua kali.", "This column is there twice."), cells[i])
                );
            }
            else
            {
                header[i] = column.Name;
            }
        }

        foreach (var column in columns.Where(c => c.Required && !header.Contains(c.Name, StringComparer.Ordinal)))
        {
            Problems.Add(
                new RowProblem(line, column.Name, new Sentence("Kolom wajib ini tidak ada.", "This required column is missing."), "")
            );
        }

        return header;
    }

    private bool Fail(string id, string en)
    {
        Problems.Add(new RowProblem(1, null, new Sentence(id, en), ""));
        return false;
    }

    // Whichever separates the header into more cells; TAB too, because that is what a pasted table has.
    private static char SeparatorOf(ReadOnlySpan<byte> bytes)
    {
        var header = bytes.TrimStart("\r\n "u8);
        var end = header.IndexOfAny((byte)'\r', (byte)'\n');
        header = end < 0 ? header : header[..end];
        var (semicolons, commas, tabs) = (header.Count((byte)';'), header.Count((byte)','), header.Count((byte)'\t'));
        return semicolons >= commas && semicolons >= tabs && semicolons > 0 ? ';'
            : tabs > commas ? '\t'
            : ',';
    }

    private static Sentence QuotingRule(CsvMalformedReason fault) =>
        fault switch
        {
            CsvMalformedReason.UnterminatedQuote => new Sentence(
                "Tanda kutip dibuka tetapi tidak ditutup; sisa berkas tidak dapat dibaca.",
                "A quotation mark is opened and never closed; the rest of the file cannot be read."
            ),
            CsvMalformedReason.TextAfterClosingQuote => new Sentence(
                "Ada teks setelah tanda kutip penutup.",
                "There is text after a closing quotation mark."
            ),
            _ => new Sentence(
                "Tanda kutip di tengah isi harus digandakan dan isinya dikutip.",
                "A quotation mark inside a cell must be doubled and the cell quoted."
            ),
        };

    private static string Fold(string header) => string.Concat(header.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));
}
