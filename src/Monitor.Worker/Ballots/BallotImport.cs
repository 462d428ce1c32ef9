using System.Globalization;
using Monitor.Classifier.Masking;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Ballots;

/// <summary>What holds for every row that does not say it itself.</summary>
/// <param name="From">First day of the names.</param>
/// <param name="Until">Last day.</param>
/// <param name="Source">Where the list is from.</param>
internal sealed record BallotDefaults(DateOnly? From, DateOnly? Until, string Source);

/// <summary>Reads a CSV of candidates as an electoral commission publishes it, one pair a row.</summary>
/// <remarks>A file with one bad row is refused whole: a ballot of which one pair is masked and the other is not would take sides.</remarks>
internal sealed class BallotImport(Rules rules)
{
    /// <summary>The columns; those that may hold several things separate them by <c>|</c>.</summary>
    public static readonly IReadOnlyList<CsvColumn> Columns =
    [
        new("kontes", false, "kode kontes", "contest", "contest code"),
        new("jenis", true, "jenis pemilihan", "pemilihan", "kind", "office"),
        new("kode_wilayah", true, "wilayah", "region", "region code"),
        new("nomor", true, "nomor urut", "no urut", "number", "ballot number"),
        new("calon", true, "nama calon", "kepala daerah", "candidate"),
        new("wakil", false, "nama wakil", "wakil calon", "running mate"),
        new("sebutan_calon", false, "panggilan calon", "candidate called", "candidate nicknames"),
        new("sebutan_wakil", false, "panggilan wakil", "running mate called", "running mate nicknames"),
        new("akronim", false, "nama pasangan", "pair", "acronym"),
        new("slogan", false, "jargon", "tagline", "slogans"),
        new("tagar", false, "hashtag", "hashtags"),
        new("koalisi", false, "tim", "coalition", "campaign team"),
        new("gestur", false, "gesture", "gestures"),
        new("akun", false, "handle", "handles", "accounts"),
        new("mulai", false, "dari", "from"),
        new("selesai", false, "sampai", "until"),
        new("sumber", false, "source"),
    ];

    /// <summary>Characters of a list of nicknames or slogans.</summary>
    private const int LongestCell = 2000;
    private const int HighestNumber = 99;
    private const int LongestPeriodYears = 3;

    /// <summary>The contests of the file, and all that is wrong with it.</summary>
    public (List<Ballot> Ballots, CsvTable Table) Read(ReadOnlyMemory<byte> file, BallotDefaults defaults)
    {
        var table = CsvTable.Read(file, Columns, LongestCell);
        var ballots = new Dictionary<string, (long Line, Ballot Ballot)>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var problems = table.Problems.Count;
            var head = Head(row, defaults, table.Problems);
            var line = LineOf(row, table.Problems);
            if (table.Problems.Count > problems)
            {
                continue;
            }

            if (!ballots.TryGetValue(head!.Code, out var known))
            {
                ballots.Add(head.Code, (row.Line, head with { Lines = [line!] }));
            }
            else if (head with { Lines = known.Ballot.Lines } != known.Ballot)
            {
                Refuse(
                    row,
                    table.Problems,
                    "kontes",
                    $"Jenis, wilayah, masa, dan sumber harus sama dengan baris {known.Line} dari kontes yang sama.",
                    $"Kind, region, period and source must be those of line {known.Line} of the same contest."
                );
            }
            else if (known.Ballot.Lines.Any(other => other.Number == line!.Number))
            {
                Refuse(
                    row,
                    table.Problems,
                    "nomor",
                    "Nomor urut ini sudah ada di kontes yang sama.",
                    "This ballot number is taken in the same contest."
                );
            }
            else
            {
                ballots[head.Code] = (known.Line, known.Ballot with { Lines = [.. known.Ballot.Lines, line!] });
            }
        }

        table.Problems.Sort((a, b) => a.Line.CompareTo(b.Line));
        return (
            [.. ballots.Values.Select(found => found.Ballot with { Lines = [.. found.Ballot.Lines.OrderBy(line => line.Number)] })],
            table
        );
    }

    private Ballot? Head(CsvRow row, BallotDefaults defaults, List<RowProblem> problems)
    {
        var before = problems.Count;
        var kind = row["jenis"].ToLowerInvariant().Replace(' ', '-');
        if (kind.Length == 0 || kind.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
        {
            Refuse(
                row,
                problems,
                "jenis",
                "Jenis pemilihan wajib diisi, hanya huruf, angka, dan tanda hubung (mis. gubernur).",
                "The kind of election must be given, letters, digits and dashes only (for example gubernur)."
            );
        }

        // The whole country is written 00 in such lists, or left out.
        var region = row["kode_wilayah"] is "00" or "0" ? "" : AsnImport.RegionOf(row["kode_wilayah"]);
        if (region.Length > 0 && !rules.IsRegion(region))
        {
            Refuse(
                row,
                problems,
                "kode_wilayah",
                "Kode wilayah harus ada di daftar Kemendagri (provinsi '33', kabupaten/kota '33.26', atau '00' untuk seluruh negeri).",
                "The region code must be in Kemendagri's list (province '33', kabupaten/kota '33.26', or '00' for the whole country)."
            );
        }

        var from = Day(row, "mulai", defaults.From, problems);
        var until = Day(row, "selesai", defaults.Until, problems);
        if (from is { } first && until is { } last && (last < first || last > first.AddYears(LongestPeriodYears)))
        {
            Refuse(
                row,
                problems,
                "selesai",
                $"Hari terakhir harus sesudah hari pertama dan paling lama {LongestPeriodYears} tahun sesudahnya.",
                $"The last day must be after the first, and at most {LongestPeriodYears} years after it."
            );
        }

        var source = row["sumber"].Length > 0 ? row["sumber"] : defaults.Source;
        if (source.Length == 0)
        {
            Refuse(
                row,
                problems,
                "sumber",
                "Sumber wajib diisi (kolom sumber atau --source), mis. nomor keputusan KPU.",
                "The source must be given (column sumber, or --source), for example the KPU's decision."
            );
        }

        if (problems.Count > before)
        {
            return null;
        }

        var code =
            row["kontes"].Length > 0
                ? row["kontes"].ToLowerInvariant()
                : $"{kind}-{(region.Length > 0 ? region : "00")}-{from!.Value.Year}";
        return new Ballot(code, kind, region, from!.Value, until!.Value, source, []);
    }

    private static BallotLine? LineOf(CsvRow row, List<RowProblem> problems)
    {
        var before = problems.Count;
        if (
            !int.TryParse(row["nomor"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > HighestNumber
        )
        {
            Refuse(
                row,
                problems,
                "nomor",
                $"Nomor urut harus bilangan 1 sampai {HighestNumber}.",
                $"The ballot number must be a number from 1 to {HighestNumber}."
            );
        }

        foreach (var column in (string[])["calon", "wakil"])
        {
            if ((column == "calon" || row[column].Length > 0) && row[column].Count(char.IsLetter) < 2)
            {
                Refuse(row, problems, column, "Nama harus memuat paling sedikit dua huruf.", "A name holds at least two letters.");
            }
        }

        foreach (var tag in Several(row, "tagar").Where(tag => tag.Contains(' ')))
        {
            Refuse(row, problems, "tagar", "Tagar tidak memuat spasi.", "A hashtag holds no blank.");
        }

        return problems.Count > before
            ? null
            : new BallotLine(number, row["calon"], row["wakil"].Length > 0 ? row["wakil"] : null)
            {
                CandidateCalled = Several(row, "sebutan_calon"),
                RunningMateCalled = Several(row, "sebutan_wakil"),
                PairNames = Several(row, "akronim"),
                Slogans = [.. Several(row, "slogan"), .. Several(row, "tagar").Select(tag => '#' + tag.TrimStart('#'))],
                Coalitions = Several(row, "koalisi"),
                Gestures = Several(row, "gestur"),
                Handles = [.. Several(row, "akun").Select(handle => handle.TrimStart('@'))],
            };
    }

    private static DateOnly? Day(CsvRow row, string column, DateOnly? otherwise, List<RowProblem> problems)
    {
        if (row[column].Length == 0 && otherwise is not null)
        {
            return otherwise;
        }

        if (DateOnly.TryParseExact(row[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Refuse(
            row,
            problems,
            column,
            "Tanggal wajib diisi sebagai tttt-bb-hh, di kolom ini, dengan --from dan --until, atau dengan --calendar.",
            "A date must be given as yyyy-mm-dd, in this column, by --from and --until, or by --calendar."
        );
        return null;
    }

    private static string[] Several(CsvRow row, string column) =>
        row[column].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void Refuse(CsvRow row, List<RowProblem> problems, string column, string id, string en) =>
        problems.Add(new RowProblem(row.Line, column, new Sentence(id, en), row[column]));
}
