using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Monitor.Worker.Export;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;

namespace Monitor.Worker.Tests.Export;

/// <summary>LibreOffice opens the file as anybody would, with every conversion of its own switched on, and shows the cells that a CSV parser reads.</summary>
public sealed class SpreadsheetTests : ExportStore
{
    private static readonly XNamespace Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace Words = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);

    [Fact]
    public async Task LibreOfficeShowsTheSameCellsEvaluatesNothingAndKeepsEveryDigitOfANumber()
    {
        var person = await PersonAsync();
        var reasons = CellTests
            .Hostile.Select(row => row.Data.Item1)
            .Where(value =>
                !string.IsNullOrWhiteSpace(value) && !value.Contains('\uD83D', StringComparison.Ordinal) && !value.Contains('\0')
            )
            .Concat([
                "=1+1",
                "=HYPERLINK(\"http://jahat.example\";\"klik\")",
                "=WEBSERVICE(\"http://jahat.example\")",
                "@SUM(1;1)",
                "-2+3",
                "+62811",
                "TRUE",
            ])
            .ToList();
        foreach (var reason in reasons)
        {
            await Some.FindingAsync(Database, person, reason: reason, kajian: "014/KJ/X/2024");
        }

        var csv = (await WriteAsync((await CreateAsync()).Made!))[0];
        var wanted = Rows(csv);

        var sheet = await ConvertAsync(Path.Combine(Out, csv.Name));

        Assert.DoesNotContain(sheet.Descendants(), element => element.Attribute(Table + "formula") is not null);
        var rows = CellsOf(sheet);
        Assert.Equal(Columns.All.Select(column => column.Name), rows[0]);
        Assert.Equal(reasons.Count + 1, rows.Count);
        foreach (var (row, read) in rows.Skip(1).Zip(wanted))
        {
            Assert.Equal(Columns.All.Select(column => Plain(read[column.Name])), row.Select(Plain));
        }

        var nip = Columns.All.Select(column => column.Name).ToList().IndexOf(Columns.Nip);
        Assert.All(rows.Skip(1), row => Assert.Equal(Some.Nip, Cell.Undo(row[nip])));
    }

    [Fact]
    public async Task WithoutTheMarkLibreOfficeWouldRoundTheNumberWhichIsWhatTheMarkIsFor()
    {
        Options.MarkCodes = false;
        await Some.FindingAsync(Database, await PersonAsync());
        var csv = (await WriteAsync((await CreateAsync()).Made!))[0];

        var rows = CellsOf(await ConvertAsync(Path.Combine(Out, csv.Name)));

        Assert.DoesNotContain(Some.Nip, rows[1]);
    }

    // What is looked at is the cell; a sheet writes an emoji of several signs as it likes.
    private static string Plain(string cell) => cell.Normalize(NormalizationForm.FormC);

    private static List<List<string>> CellsOf(XDocument sheet)
    {
        var rows = new List<List<string>>();
        foreach (var row in sheet.Descendants(Table + "table-row"))
        {
            var cells = new List<string>();
            foreach (var cell in row.Elements(Table + "table-cell"))
            {
                var text = string.Join('\n', cell.Elements(Words + "p").Select(TextOf));
                var times = int.Parse(cell.Attribute(Table + "number-columns-repeated")?.Value ?? "1", CultureInfo.InvariantCulture);
                cells.AddRange(Enumerable.Repeat(text, Math.Min(times, Columns.All.Count - cells.Count)));
            }

            if (cells.Exists(cell => cell.Length > 0))
            {
                rows.Add([.. cells, .. Enumerable.Repeat("", Columns.All.Count - cells.Count)]);
            }
        }

        return rows;
    }

    // Blanks in a row are an element of their own in an OpenDocument file.
    private static string TextOf(XElement paragraph) =>
        string.Concat(
            paragraph
                .DescendantNodes()
                .Select(node =>
                    node switch
                    {
                        XText text => text.Value,
                        XElement element when element.Name == Words + "s" => new string(
                            ' ',
                            int.Parse(element.Attribute(Words + "c")?.Value ?? "1", CultureInfo.InvariantCulture)
                        ),
                        _ => "",
                    }
                )
        );

    private async Task<XDocument> ConvertAsync(string csv)
    {
        var profile = new Uri(Path.Combine(Folder.Root, "libreoffice")).AbsoluteUri;
        string[] words =
        [
            "--headless",
            $"-env:UserInstallation={profile}",
            "--infilter=CSV:44,34,76,1,,0,false,true",
            "--convert-to",
            "fods",
            "--outdir",
            Folder.Root,
            csv,
        ];
        try
        {
            using var office = Process.Start(
                new ProcessStartInfo("soffice", words)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
            var error = office.StandardError.ReadToEndAsync();
            var told = await office.StandardOutput.ReadToEndAsync() + await error;
            await office.WaitForExitAsync();
            var made = Path.Combine(Folder.Root, Path.ChangeExtension(Path.GetFileName(csv), ".fods"));
            Assert.SkipUnless(
                File.Exists(made) || !told.Contains("no export filter", StringComparison.OrdinalIgnoreCase),
                $"LibreOffice has no Calc: {told}"
            );
            return XDocument.Parse(await File.ReadAllTextAsync(made));
        }
        catch (Win32Exception)
        {
            Assert.Skip("LibreOffice (soffice) is not there.");
            throw;
        }
    }
}
