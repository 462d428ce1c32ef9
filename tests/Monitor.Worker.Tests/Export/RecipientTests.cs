using System.Text;
using System.Text.Json;
using Monitor.Worker.Configuration;
using Monitor.Worker.Export;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>A new receiver is data: who gets what, in which shape, and that a batch keeps the shape of its day.</summary>
public abstract class RecipientTests : ExportStore
{
    private const string Other = "lembaga-baru";

    [Fact]
    public async Task ARecipientGetsItsOwnColumnsInItsOwnOrderUnderItsOwnNames()
    {
        Options.Recipients.Add(
            new RecipientOptions
            {
                Name = Other,
                Columns =
                [
                    "nomor_temuan=Nomor",
                    "nama=Nama ASN",
                    "waktu_kejadian=Waktu",
                    "batas_temuan",
                    "jenis_baris",
                    "rujukan_baris",
                    "nomor_baris",
                ],
                DateFormat = "dd-MM-yyyy",
                TimeFormat = "dd/MM/yyyy HH.mm",
                Separator = ";",
                ByteOrderMark = false,
                RowEnd = RowEnd.Lf,
            }
        );
        var flag = await Some.FindingAsync(Database, await PersonAsync());

        var files = await FilesAsync((await CreateAsync(Other)).Made!);

        Assert.Equal(
            $"""
            "Nomor";"Nama ASN";"Waktu";"batas_temuan";"jenis_baris";"rujukan_baris";"nomor_baris"
            "T-{flag:000000}";"Ratna Wulandari";"01/10/2024 10.00";"09-10-2024";"baru";"";"1"

            """,
            Text(files[0])
        );
        // The companion is without loss, of what this recipient gets and of nothing else.
        using var line = JsonDocument.Parse(Text(files[1]));
        Assert.Equal(
            ["nomor_temuan", "nama", "waktu_kejadian", "batas_temuan", "jenis_baris", "rujukan_baris", "nomor_baris"],
            line.RootElement.EnumerateObject().Select(cell => cell.Name)
        );
        Assert.Equal("2024-10-01T10:00:00+07:00", line.RootElement.GetProperty("waktu_kejadian").GetString());
        Assert.DoesNotContain(Some.Nip, Text(files[0]) + Text(files[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoGetsNoNumberCausesNoLookAtIt()
    {
        Options.Recipients.Add(new RecipientOptions { Name = Other, Columns = ["nomor_temuan", "jenis_baris", "rujukan_baris", "nama"] });
        await Some.FindingAsync(Database, await PersonAsync());

        await CreateAsync(Other);

        Assert.DoesNotContain(await AuditAsync(), row => row.Verb == "asn.reveal_nip");
        Assert.Equal("", await Database.ReadAsync(session => session.ScalarAsync<string>("SELECT nip_protected FROM export_row"), default));
    }

    [Fact]
    public async Task TheStandardRecipientsFilesAreWhatTheyAlwaysWereWhetherItIsListedOrNot()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        var files = await FilesAsync((await CreateAsync()).Made!);
        Options.Recipients.Add(new RecipientOptions { Name = "bkn" });
        Options.Recipients.Add(new RecipientOptions { Name = Other });

        var other = await FilesAsync((await CreateAsync(Other)).Made!);

        Assert.Equal(["bkn", Other], Options.All.Select(one => one.Name));
        Assert.Equal(Text(files[0]), Text(other[0]).Replace($"{Other}-000001", "bkn-000001", StringComparison.Ordinal));
        Assert.StartsWith("\uFEFF\"versi_format\",\"jenis_baris\",", Text(files[0]), StringComparison.Ordinal);
        Assert.Contains($"\"'{Some.Nip}\"", Text(files[0]), StringComparison.Ordinal);
        Assert.EndsWith("\r\n", Text(files[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABatchKeepsTheShapeOfItsDayWhenTheProfileChanges()
    {
        var profile = new RecipientOptions
        {
            Name = Other,
            Separator = ";",
            DateFormat = "dd-MM-yyyy",
        };
        Options.Recipients.Add(profile);
        await Some.FindingAsync(Database, await PersonAsync());
        var batch = (await CreateAsync(Other)).Made!;
        var before = await FilesAsync(batch);

        (profile.Separator, profile.DateFormat, profile.Encoding) = ("tab", "yyyy/MM/dd", "utf-16");
        profile.Columns = ["nomor_temuan=N", "jenis_baris", "rujukan_baris"];
        Options.Recipients.Clear();

        Assert.Equal(before.Select(file => file.Sha256), (await FilesAsync(batch)).Select(file => file.Sha256));
    }

    [Fact]
    public async Task ABatchFromBeforeThereWereProfilesComesOutAsItDid()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        var batch = (await CreateAsync()).Made!;
        var before = await FilesAsync(batch);
        await Database.WriteAsync(session => session.ExecuteAsync("UPDATE export_batch SET profile = ''"), default);
        Options.ByteOrderMark = false;

        Assert.Equal(before.Select(file => file.Sha256), (await FilesAsync(batch)).Select(file => file.Sha256));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("windows-1252", null)]
    [InlineData("iso-8859-1", null)]
    [InlineData("us-ascii", null)]
    public async Task AnotherEncodingHoldsTheSameCellsAndIsCountedByTheCheck(string encoding, bool? mark)
    {
        Options.Recipients.Add(
            new RecipientOptions
            {
                Name = Other,
                Encoding = encoding,
                ByteOrderMark = mark,
                Separator = "tab",
            }
        );
        await Some.FindingAsync(Database, await PersonAsync(), reason: "Mengajak memilih; \"satu\" calon 😀 ＝1+1");

        var files = await WriteAsync((await CreateAsync(Other)).Made!);

        var text = CsvEncoding.Of(encoding).GetString(files[0].Bytes);
        Assert.Equal(mark == true, text.StartsWith('\uFEFF'));
        // What the encoding does not have is a question mark, and never a character that it only looks like.
        var reason =
            encoding == "utf-16" ? "Mengajak memilih; \"\"satu\"\" calon 😀 ＝1+1" : "Mengajak memilih; \"\"satu\"\" calon ?? ?1+1";
        Assert.Contains($"\t\"{reason}\"\t", text, StringComparison.Ordinal);
        using var line = JsonDocument.Parse(Text(files[1]));
        Assert.EndsWith("😀 ＝1+1", line.RootElement.GetProperty("ringkasan").GetString(), StringComparison.Ordinal);
        Assert.Empty((await FolderCheck.CheckAsync(Out, [], default)).Faults);
    }

    [Fact]
    public async Task AFormulaInFullWidthSignsStaysHarmlessInEveryEncoding()
    {
        Options.Recipients.Add(new RecipientOptions { Name = Other, Encoding = "windows-1252" });
        await Some.FindingAsync(Database, await PersonAsync(), reason: "＝HYPERLINK(\"x\")");

        var row = Encoding.Latin1.GetString((await FilesAsync((await CreateAsync(Other)).Made!))[0].Bytes);

        Assert.Contains("\"'?HYPERLINK(\"\"x\"\")\"", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereLineBreaksAreKeptACellHasItsLines()
    {
        Options.Recipients.Add(new RecipientOptions { Name = Other, LineBreaks = LineBreaks.Keep });
        await Some.FindingAsync(Database, await PersonAsync(), reason: "baris satu\r\n\r\nbaris\ttiga\u2028=1+1");

        var files = await WriteAsync((await CreateAsync(Other)).Made!);

        Assert.Equal("baris satu\n\nbaris tiga\n=1+1", Assert.Single(Rows(files[0]))["ringkasan"]);
        Assert.Empty((await FolderCheck.CheckAsync(Out, [], default)).Faults);
    }

    [Theory]
    [InlineData("2024-10", null, new[] { "2024-10-05" })]
    [InlineData("2024-11", null, new[] { "2024-11-01" })]
    [InlineData(null, "2024-10-05", new[] { "2024-10-05", "2024-11-01" })]
    [InlineData(null, null, new[] { "2024-09-30", "2024-10-05", "2024-11-01" })]
    public async Task APeriodIsTheDaysOfConfirmationWhereTheFindingIs(string? period, string? since, string[] days)
    {
        var person = await PersonAsync();
        // The last one is confirmed in the evening of 31 October UTC, when it is 1 November in Jakarta.
        foreach (var closed in new[] { "2024-09-30T16:59:59Z", "2024-10-05T03:00:00Z", "2024-10-31T17:00:00Z" })
        {
            var flag = await Some.FindingAsync(Database, person);
            await Database.WriteAsync(
                session =>
                    session.ExecuteAsync(
                        "UPDATE flag SET closed_at = @at WHERE id = @flag",
                        new { flag, at = DateTimeOffset.Parse(closed, System.Globalization.CultureInfo.InvariantCulture) }
                    ),
                default
            );
        }

        var made = (await Batches.CreateAsync(Some.Ketua, new ExportOrder(null, Selection.Of(period, since)), default)).Made!;

        var files = await FilesAsync(made);
        Assert.Equal(days, Rows(files[0]).Select(row => row["waktu_putusan"][..10]));
        Assert.True(Manifest.TryRead(files[2].Bytes, out var manifest));
        Assert.Equal(period is null && since is null, manifest.Period is null);
        Assert.Equal(period is null ? since : $"{period}-01", manifest.Period?.From);
        // What was not asked for is not lost.
        Assert.Equal(3 - days.Length, (await CreateAsync()).Made?.RowCount ?? 0);
    }

    [Theory]
    [InlineData("2024", null)]
    [InlineData("2024-13", null)]
    [InlineData("okt 2024", null)]
    [InlineData(null, "2024-10")]
    [InlineData(null, "31-10-2024")]
    [InlineData("2024-10", "2024-10-01")]
    public void APeriodThatIsNoneIsRefusedInASentence(string? period, string? since) =>
        Assert.Equal(RefusalKind.WrongInput, Assert.Throws<RefusalException>(() => Selection.Of(period, since)).Kind);

    [Fact]
    public async Task ARecipientThatIsNotConfiguredIsRefusedByName()
    {
        Options.Recipients.Add(new RecipientOptions { Name = Other });

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => CreateAsync("kasn"));

        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        Assert.Contains("'kasn'", refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Contains("bkn, lembaga-baru", refusal.Sentence.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name", "BKN", "Name must be lower-case")]
    [InlineData("Name", "", "Name must be lower-case")]
    [InlineData("Columns:3", "gaji", "'gaji', which is no column")]
    [InlineData("Columns:3", "nip=", "heading of 'nip' is empty")]
    [InlineData("Columns:3", "nomor_temuan=Lagi", "'nomor_temuan' more than once")]
    [InlineData("Columns:3", "nip=jenis_baris", "heading 'jenis_baris' to more than one")]
    [InlineData("Columns:0", "nama", "must hold 'jenis_baris'")]
    [InlineData("DateFormat", "dd-MM", "DateFormat must hold the year")]
    [InlineData("DateFormat", "hari ini", "DateFormat must hold the year")]
    [InlineData("TimeFormat", "dd-MM-yyyy", "TimeFormat must hold")]
    [InlineData("TimeFormat", "dd-MM-yyyy hh:mm", "TimeFormat must hold")]
    [InlineData("Separator", ":", "Separator must be")]
    [InlineData("Encoding", "ebcdic", "Encoding must be one of")]
    [InlineData("LineBreaks", "Hapus", "cannot be read")]
    [InlineData("RowEnd", "Cr", "cannot be read")]
    [InlineData("Kolom", "x", "cannot be read")]
    public void AProfileThatCannotWorkStopsTheStartWithOneSentence(string key, string value, string told)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Export:Recipients:0:Name"] = Other,
            ["Export:Recipients:0:Columns:0"] = "jenis_baris",
            ["Export:Recipients:0:Columns:1"] = "rujukan_baris",
            ["Export:Recipients:0:Columns:2"] = "nomor_temuan",
            ["Export:Recipients:0:" + key] = value,
        };

        var problem = Assert.Single(SettingsCatalogue.Check(SettingsSource.Read(file: null, values)).Problems);

        Assert.Contains(told, problem.En, StringComparison.Ordinal);
        Assert.StartsWith("Export:Recipients", problem.En, StringComparison.Ordinal);
        Assert.NotEqual(problem.Id, problem.En);
    }

    [Fact]
    public void AMarkThatTheEncodingDoesNotHaveAndANameThatIsThereTwiceAreNamed()
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Export:Recipients:0:Name"] = Other,
            ["Export:Recipients:0:Encoding"] = "windows-1252",
            ["Export:Recipients:0:ByteOrderMark"] = "true",
            ["Export:Recipients:1:Name"] = Other,
        };

        var problems = SettingsCatalogue.Check(SettingsSource.Read(file: null, values)).Problems;

        Assert.Equal(2, problems.Count);
        Assert.Contains("[0]:ByteOrderMark exists in utf-8 and utf-16 only", problems[0].En, StringComparison.Ordinal);
        Assert.Contains("[1]:Name must be the only one", problems[1].En, StringComparison.Ordinal);
    }

    private Task<ExportOutcome> CreateAsync(string recipient) =>
        Batches.CreateAsync(Some.Ketua, new ExportOrder(recipient, Selection.Everything), default);
}

/// <summary>On SQLite.</summary>
public sealed class RecipientOnSqliteTests : RecipientTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class RecipientOnPostgreSqlTests : RecipientTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
