using System.Diagnostics;
using System.Text;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Registry;

public abstract class PeopleTests : RegistryStore
{
    [Fact]
    public async Task NewPeopleAreAddedAndTheSameFileAgainChangesNothing()
    {
        var first = await ImportAsync(Some.Header, Some.Row(1), Some.Row(2, "Joko Waluyo"));
        Assert.True(first.Imported);
        Assert.Equal((2, 2, 0, 0, 0), (first.Rows, first.Added, first.Changed, first.Unchanged, first.Refused));

        var again = await ImportAsync(Some.Header, Some.Row(1), Some.Row(2, "Joko Waluyo"));
        Assert.Equal((2, 0, 0, 2, 0), (again.Rows, again.Added, again.Changed, again.Unchanged, again.Refused));
    }

    [Fact]
    public async Task ChangedPersonIsUpdatedAndTheChangeIsRecordedWithoutNumberOrName()
    {
        await ImportAsync(Some.Header, Some.Row(1), Some.Row(2, "Joko Waluyo"));
        Time.Advance(TimeSpan.FromDays(1));
        var report = await ImportAsync(Some.Header, Some.Row(1, "Ratna Wulandari Putri", jabatan: "Camat"), Some.Row(2, "Joko Waluyo"));
        Assert.Equal((0, 1, 1), (report.Added, report.Changed, report.Unchanged));

        var person = Assert.Single((await People.ListAsync(new PeopleFilter(Text: "wulandari putri"), default)).Items);
        Assert.Equal("Ratna Wulandari Putri", person.Name);
        Assert.Equal(Some.Moment.AddDays(1), person.UpdatedAt);

        var rows = await AuditAsync();
        Assert.Equal(["asn.import", "asn.change", "asn.import"], rows.Select(row => row.Verb));
        Assert.Equal($"asn:{person.Id}", rows[1].Subject);
        Assert.Contains("\"jabatan\":\"Camat\"", rows[1].AfterState, StringComparison.Ordinal);
        Assert.Contains("\"jabatan\":\"Pelaksana\"", rows[1].BeforeState, StringComparison.Ordinal);
        Assert.DoesNotContain("Ratna", rows[1].AfterState + rows[1].BeforeState, StringComparison.Ordinal);
        Assert.Equal($"file:{report.Sha256}", rows[2].Subject);
    }

    [Fact]
    public async Task OneBadRowKeepsEverythingOut()
    {
        var report = await ImportAsync(Some.Header, Some.Row(1), "131234567;Joko;;;;;Pemkab;33.26;PNS");
        Assert.False(report.Imported);
        Assert.Equal((2, 0, 1), (report.Rows, report.Added, report.Refused));
        Assert.Equal(0, (await People.ListAsync(new PeopleFilter(), default)).Total);
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task KeepGoodImportsTheGoodRowsAndStillNamesTheBadOnes()
    {
        var report = await People.ImportAsync(
            Some.Csv(Some.Header, Some.Row(1), "131234567;Joko;;;;;Pemkab;33.26;PNS"),
            keepGood: true,
            Some.Admin,
            default
        );
        Assert.True(report.Imported);
        Assert.Equal((2, 1, 1), (report.Rows, report.Added, report.Refused));
        Assert.Equal(3, Assert.Single(report.Problems).Line);
    }

    [Fact]
    public async Task ColumnThatTheFileDoesNotHaveKeepsWhatIsThere()
    {
        await ImportAsync(Some.Header, Some.Row(1));
        var report = await ImportAsync("nip;nama;instansi", $"{Some.Nip(1)};Ratna Wulandari;Pemerintah Kabupaten Pekalongan");
        Assert.Equal((0, 0, 1), (report.Added, report.Changed, report.Unchanged));

        await ImportAsync("nip;nama;instansi;unit", $"{Some.Nip(1)};Ratna Wulandari;Pemerintah Kabupaten Pekalongan;");
        var person = Assert.Single((await People.ListAsync(new PeopleFilter(), default)).Items);
        Assert.Equal("", person.Unit);
        Assert.Equal("Pelaksana", person.Jabatan);
    }

    [Fact]
    public async Task ListIsFilteredByRegionInstansiTextAndWhatTheCallerMaySee()
    {
        await ImportAsync(
            Some.Header,
            Some.Row(1),
            Some.Row(2, "Moch. Soeparman", "32.76"),
            $"{Some.Nip(3)};Dewi 'Aisyah;;;Lurah;Kelurahan 100%;Pemerintah Kota Pekalongan;33.75;PNS"
        );
        async Task<string[]> Names(PeopleFilter filter) =>
            [.. (await People.ListAsync(filter, default)).Items.Select(person => person.Name)];
        Assert.Equal(["Ratna Wulandari", "Dewi 'Aisyah"], await Names(new PeopleFilter(Region: "33")));
        Assert.Equal(["Dewi 'Aisyah"], await Names(new PeopleFilter(Region: "3375")));
        Assert.Equal(["Dewi 'Aisyah"], await Names(new PeopleFilter(Instansi: "KOTA")));
        Assert.Equal(["Moch. Soeparman"], await Names(new PeopleFilter(Text: "Muhammad Suparman")));
        Assert.Equal(["Dewi 'Aisyah"], await Names(new PeopleFilter(Text: "100%")));
        Assert.Empty(await Names(new PeopleFilter(Text: "%%")));
        Assert.Equal(["Moch. Soeparman"], await Names(new PeopleFilter(Within: ["32"])));
        Assert.Empty(await Names(new PeopleFilter(Within: ["3"])));
        Assert.Empty(await Names(new PeopleFilter(Within: [])));
        Assert.Equal(["Moch. Soeparman"], await Names(new PeopleFilter(Skip: 1, Take: 1)));
        Assert.Equal(3, (await People.ListAsync(new PeopleFilter(Take: 1), default)).Total);
    }

    [Fact]
    public async Task PersonIsShownMaskedAndTheWholeNumberOnlyWithARecordOfTheView()
    {
        await ImportAsync(Some.Header, Some.Row(1));
        var person = await People.ShowAsync(1, default);
        Assert.DoesNotContain(Some.Nip(1)[12..], person.Nip, StringComparison.Ordinal);
        Assert.Equal("Ratna Wulandari, S.E.", person.FullName);

        var nip = await People.RevealNipAsync(1, Some.Admin, "case:7", default);
        Assert.Equal(Some.Nip(1), nip.Reveal());
        var last = (await AuditAsync())[^1];
        Assert.Equal(("asn.reveal_nip", "asn:1", "{\"purpose\":\"case:7\"}"), (last.Verb, last.Subject, last.AfterState));
        Assert.Equal(1, await People.FindByNipAsync(nip, default));

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => People.ShowAsync(99, default));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
    }

    [Fact]
    public async Task NoNumberStandsInClearInAnyFile()
    {
        await ImportAsync(Some.Header, Some.Row(1), Some.Row(2));
        await ImportAsync(Some.Header, Some.Row(1, jabatan: "Camat"), Some.Row(2));
        Database.Dispose();
        foreach (var file in Directory.GetFiles(Folder.Root, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.DoesNotContain(Some.Nip(1), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Some.Nip(2)[..8], text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnotherIndexKeyIsRefusedBeforeItDoublesAnybody()
    {
        await ImportAsync(Some.Header, Some.Row(1));
        File.Delete(Path.Combine(Folder.Keys, "nip-index.key"));
        var people = PeopleWith(new NipVault(ProtectionOf(Folder), Folder));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            people.ImportAsync(Some.Csv(Some.Header, Some.Row(1)), false, Some.Admin, default)
        );
        Assert.Equal(RefusalKind.Broken, refusal.Kind);
        Assert.Equal(1, (await People.ListAsync(new PeopleFilter(), default)).Total);
    }

    [Fact]
    public async Task TenThousandRowsWithSevenBadOnesNameAllSevenAndTheCorrectedFileComesInInTime()
    {
        var lines = Enumerable
            .Range(1, 10_000)
            .Select(i => Some.Row(i, $"Pegawai {(char)('A' + (i % 26))}i"))
            .Prepend(Some.Header)
            .ToArray();
        var bad = (string[])lines.Clone();
        bad[10] = "131234567" + bad[10][18..];
        bad[200] = bad[200].Replace(";33.26;", ";33.99;", StringComparison.Ordinal);
        bad[3000] = bad[2999];
        bad[4000] = bad[4000].Replace(";PNS", ";PPPK", StringComparison.Ordinal);
        bad[5000] = bad[5000]
            .Replace("Pegawai", "", StringComparison.Ordinal)
            .Replace($"{(char)('A' + (5000 % 26))}i", "", StringComparison.Ordinal);
        bad[6000] = bad[6000].Replace(";Pemerintah Kabupaten Pekalongan;", ";;", StringComparison.Ordinal);
        bad[10_000] = bad[10_000] + ";lebih";
        var refused = await People.ImportAsync(Some.Csv(bad), false, Some.Admin, default);
        Assert.False(refused.Imported);
        Assert.Equal([11L, 201, 3001, 4001, 5001, 6001, 10_001], refused.Problems.Select(problem => problem.Line));

        var watch = Stopwatch.StartNew();
        var report = await People.ImportAsync(Some.Csv(lines), false, Some.Admin, default);
        TestContext.Current.TestOutputHelper?.WriteLine($"10,000 added in {watch.Elapsed.TotalSeconds:0.00} s");
        Assert.Equal((10_000, 10_000), (report.Rows, report.Added));
        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");

        watch.Restart();
        var changed = Array.ConvertAll(lines, line => line.Replace(";Pelaksana;", ";Guru;", StringComparison.Ordinal));
        var second = await People.ImportAsync(Some.Csv(changed), false, Some.Admin, default);
        TestContext.Current.TestOutputHelper?.WriteLine($"10,000 changed in {watch.Elapsed.TotalSeconds:0.00} s");
        Assert.Equal(10_000, second.Changed);
        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
        var verdict = await Database.ReadAsync(AuditLog.VerifyAsync, default);
        Assert.Null(verdict.Fault);
    }
}

/// <summary>On SQLite.</summary>
public sealed class PeopleOnSqliteTests : PeopleTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PeopleOnPostgreSqlTests : PeopleTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
