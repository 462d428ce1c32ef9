using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Monitor.Worker.Export;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>Robustness case 9: whatever a reviewer or a poster wrote, a spreadsheet shows it as text.</summary>
public abstract class CellTests : ExportStore
{
    private const string Bidi = "A\u202Ebalik\u202C \u2066x\u2069\u200F\uFEFF!";

    /// <summary>Each value, and the cell it becomes.</summary>
    public static TheoryData<string, string> Hostile { get; } =
        new()
        {
            { "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0" },
            { "+1", "'+1" },
            { "-1", "'-1" },
            { "@handle", "'@handle" },
            { "\tTAB", "' TAB" },
            { "\rCR", "' CR" },
            { "\nLF", "' LF" },
            { "＝1+1", "'＝1+1" },
            { "＋1", "'＋1" },
            { "－1", "'－1" },
            { "＠handle", "'＠handle" },
            { "   =1", "'   =1" },
            { "\u00A0\u3000=1", "'\u00A0\u3000=1" },
            { "\u0000\u202E=1", "'=1" },
            { "\u200B=1", "'\u200B=1" },
            { "'kutip", "''kutip" },
            { "\u202E'kutip", "''kutip" },
            { "kata \"dikutip\", koma; titik koma", "kata \"dikutip\", koma; titik koma" },
            { "baris\r\nbaru\n\nlagi", "baris baru lagi" },
            { "a\tb\vc\u2028d\u0085e", "a b c d e" },
            { "senang 😀👍🏽 é", "senang 😀👍🏽 é" },
            { Bidi, "Abalik x!" },
            { "a\u0000\u0007\u001Bb\u007F\u009Fc", "abc" },
            { "setengah \uD83D huruf", "setengah \uFFFD huruf" },
            { "198609262015051001", "'198609262015051001" },
            { "123456789012345", "123456789012345" },
            { "0812", "'0812" },
            { "0", "0" },
            { "35.10", "'35.10" },
            { "1 = 1", "1 = 1" },
            { "", "" },
            { "   ", "   " },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void ACellIsMarkedWhereASpreadsheetWouldChangeIt(string value, string cell)
    {
        Assert.Equal(cell, Cell.Of(value, markCodes: true));
        Assert.Equal(Cell.Clean(value), Cell.Undo(cell));
    }

    [Fact]
    public void CodesMayBeLeftUnmarkedAndFormulasMayNot()
    {
        Assert.Equal("33.26", Cell.Of("33.26", markCodes: false));
        Assert.Equal("'=33.26", Cell.Of("=33.26", markCodes: false));
    }

    [Fact]
    public void NoMarkedCellCanBeTakenForAFormulaAndEveryMarkComesOffAgain() =>
        Prop.ForAll<string?>(given =>
            {
                var cell = Cell.Of(given ?? "", markCodes: true);
                return Cell.Undo(cell) == Cell.Clean(given ?? "")
                    && !cell.Any(char.IsControl)
                    && (cell.TrimStart().Length == 0 || !"=+-@＝＋－＠".Contains(cell.TrimStart()[0]));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public async Task TheFileReadsBackWithCsvHelperAndTheCompanionLosesNothing()
    {
        var values = await ExportAsync();
        var files = await FilesAsync((await CreateAsync()).Undelivered[0]);

        Assert.Equal(values.Select(value => Cell.Of(value, markCodes: true)), Rows(files[0]).Select(row => row["ringkasan"]));
        Assert.All(Rows(files[0]), row => Assert.Equal("'" + Some.Nip, row["nip"]));
        var lines = Text(files[1]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(values, lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("ringkasan").GetString()));
        Assert.All(lines, line => Assert.Contains($"\"nip\":\"{Some.Nip}\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheFileIsOneLineARowEveryCellQuotedWithItsOwnLineEnds()
    {
        var values = await ExportAsync();
        var csv = (await FilesAsync((await CreateAsync()).Undelivered[0]))[0];

        Assert.Equal(Encoding.UTF8.Preamble, csv.Bytes.AsSpan(0, 3));
        var text = Encoding.UTF8.GetString(csv.Bytes, 3, csv.Bytes.Length - 3);
        var lines = text.Split("\r\n");
        Assert.Equal(values.Count + 2, lines.Length);
        Assert.Equal("", lines[^1]);
        Assert.Equal(lines.Length - 1, text.Count(c => c == '\n'));
        Assert.Equal("\"" + string.Join("\",\"", Columns.All.Select(column => column.Name)) + "\"", lines[0]);
        Assert.All(lines.SkipLast(1), line => Assert.Matches("^\"([^\"]|\"\")*\"(,\"([^\"]|\"\")*\")*$", line));
    }

    [Fact]
    public async Task TheByteOrderMarkCanBeLeftAway()
    {
        Options.ByteOrderMark = false;
        await Some.FindingAsync(Database, await PersonAsync());

        Assert.Equal((byte)'"', (await FilesAsync((await CreateAsync()).Made!))[0].Bytes[0]);
    }

    [Fact]
    public async Task PythonsCsvReadsTheSameCells()
    {
        var values = await ExportAsync();
        var batch = (await CreateAsync()).Undelivered[0];
        await WriteAsync(batch);
        const string program = """
            import csv, json, sys
            with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file, strict=True))
            undo = lambda cell: cell[1:] if cell.startswith("'") else cell
            print(json.dumps([[undo(row["nip"]), undo(row["ringkasan"]), row["ringkasan"]] for row in rows]))
            """;
        var answer = await PythonAsync(program, Path.Combine(Out, batch.Name + ".csv"));

        var rows = JsonSerializer.Deserialize<string[][]>(answer)!;
        Assert.All(rows, row => Assert.Equal(Some.Nip, row[0]));
        Assert.Equal(values.Select(value => Cell.Clean(value)), rows.Select(row => row[1]));
        Assert.Equal(values.Select(value => Cell.Of(value, markCodes: true)), rows.Select(row => row[2]));
    }

    // Each hostile value as the words of the reviewers; what is blank could not be decided with, and half a character cannot be stored.
    private async Task<List<string>> ExportAsync()
    {
        var person = await PersonAsync();
        var values = Hostile
            .Select(row => row.Data.Item1)
            .Where(value =>
                !string.IsNullOrWhiteSpace(value) && !value.Contains('\uD83D', StringComparison.Ordinal) && !value.Contains('\0')
            )
            .Append("senang 😀")
            .ToList();
        foreach (var value in values)
        {
            await Some.FindingAsync(Database, person, reason: value);
        }

        await CreateAsync();
        return values;
    }

    private static async Task<string> PythonAsync(string program, string argument)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(program);
        start.ArgumentList.Add(argument);
        Process? python;
        try
        {
            python = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not there.");
            return "";
        }

        using (python!)
        {
            var answer = await python!.StandardOutput.ReadToEndAsync();
            await python.WaitForExitAsync();
            Assert.Equal(0, python.ExitCode);
            return answer;
        }
    }
}

/// <summary>On SQLite.</summary>
public sealed class CellOnSqliteTests : CellTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class CellOnPostgreSqlTests : CellTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
