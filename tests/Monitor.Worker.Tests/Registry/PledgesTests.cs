using Monitor.Worker.Audit;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Registry;

public abstract class PledgesTests : RegistryStore
{
    private const string Header = "nip;jenis;tanggal;sampai;dokumen;keterangan";
    private static readonly DateOnly Today = new(2024, 10, 1);

    private PersonStatuses Statuses => new(Database, Vault, new AuditLog(Time), Models.Rules, Time);
    private Pledges Pledges => new(Database, Vault, Statuses, new AuditLog(Time), Models.Rules, new PledgeImport(Time), Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ImportAsync(
            Some.Header,
            Some.Row(1),
            Some.Row(2, "Joko Susilo"),
            Some.Row(3, "Siti Aminah").Replace("Pemerintah Kabupaten", "Pemkab", StringComparison.Ordinal),
            Some.Row(4, "Budi Santoso", "32.76").Replace("Kabupaten Pekalongan", "Kota Depok", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task CoverageCountsPersonsOnceByInstitutionAndOnlyWhileTheirPledgeHolds()
    {
        await ImportedAsync(
            $"{Some.Nip(1)};ikrar;2024-01-08;;Ikrar 1;",
            $"{Some.Nip(1)};pakta integritas;2024-02-01;2024-12-31;Pakta 1;",
            $"{Some.Nip(2)};;2023-01-02;2023-12-31;Ikrar lama;",
            $"{Some.Nip(3)};Pakta_Integritas;2024-10-01;2025-01-31;Pakta 2;"
        );
        var coverage = await Pledges.CoverageAsync(new PledgeFilter(), Today, default);
        Assert.Equal(
            [
                new PledgeCoverage("Pemerintah Kabupaten Pekalongan", "", "", 3, 2, "2024-02-01", "2024-10-01", "2024-12-31"),
                new PledgeCoverage("Pemerintah Kota Depok", "", "", 1, 0, null, null, null),
            ],
            coverage
        );
        Assert.Equal(1, (await Pledges.CoverageAsync(new PledgeFilter(), new DateOnly(2023, 6, 1), default))[0].Signed);
        Assert.Equal(1, (await Pledges.CoverageAsync(new PledgeFilter(), new DateOnly(2025, 2, 1), default))[0].Signed);
        Assert.Equal(
            "Pemerintah Kota Depok",
            Assert.Single(await Pledges.CoverageAsync(new PledgeFilter(Within: ["32"]), Today, default)).Instansi
        );
    }

    [Fact]
    public async Task PeopleAreListedWithThePledgeThatHoldsOrWithNone()
    {
        await ImportedAsync($"{Some.Nip(1)};ikrar;2024-01-08;;Ikrar 1;", $"{Some.Nip(1)};pakta integritas;2024-02-01;;Pakta 1;");
        var all = await Pledges.ListAsync(new PledgeFilter("kabupaten pekalongan"), Today, default);
        Assert.Equal(2, all.Total);
        Assert.Equal(("pakta_integritas", "2024-02-01", "Pakta 1"), (all.Items[0].Kind, all.Items[0].SignedOn, all.Items[0].Document));
        Assert.Equal("Ratna Wulandari, S.E.", all.Items[0].Name);
        Assert.Null(all.Items[1].Kind);
        Assert.DoesNotContain(Some.Nip(1), string.Join(' ', all.Items), StringComparison.Ordinal);
        var unsigned = await Pledges.ListAsync(new PledgeFilter(Unsigned: true, Within: ["33.26"]), Today, default);
        Assert.Equal([2L, 3L], unsigned.Items.Select(line => line.AsnId));
    }

    [Fact]
    public async Task FileComesInWholeOrNotAtAllAndEachBreachIsNamedByLineColumnRuleAndValue()
    {
        var bad = await FileAsync(
            $"{Some.Nip(1)};ikrar;2024-01-08;;Ikrar 1;",
            $"{Some.Nip(7)};ikrar;2024-01-08;;Ikrar 1;",
            $"{Some.Nip(2)};sumpah;kemarin;;;",
            $"{Some.Nip(3)};ikrar;2024-10-02;2024-01-01;Ikrar 1;",
            $"{Some.Nip(1)};ikrar netralitas;2024-01-08;;Ikrar 2;",
            "123;;2024-01-08;;Ikrar 1;"
        );
        Assert.False(bad.Imported);
        Assert.Equal(
            [(3, "nip"), (4, "jenis"), (4, "tanggal"), (4, "dokumen"), (5, "tanggal"), (5, "sampai"), (6, "nip"), (7, "nip")],
            bad.Problems.Select(problem => ((int)problem.Line, problem.Column!))
        );
        Assert.Equal("sumpah", bad.Problems[1].Value);
        Assert.Contains("2024-10-01", bad.Problems[4].Rule.En, StringComparison.Ordinal);
        Assert.Contains("line 2", bad.Problems[6].Rule.En, StringComparison.Ordinal);
        Assert.DoesNotContain(Some.Nip(7), string.Join(' ', bad.Problems), StringComparison.Ordinal);
        Assert.Empty(await Statuses.ListAsync(1, default));
    }

    [Fact]
    public async Task SameFileAgainChangesNothingAndAContradictionIsRefusedInsteadOfForgotten()
    {
        var first = await ImportedAsync($"{Some.Nip(1)};ikrar;2024-01-08;2024-12-31;Ikrar 1;");
        Assert.Equal(1, first.Added);
        var again = await ImportedAsync($"{Some.Nip(1)};ikrar;2024-01-08;2024-12-31;Ikrar 1;");
        Assert.Equal((0, 1), (again.Added, again.Unchanged));
        var other = await FileAsync($"{Some.Nip(1)};ikrar;2024-01-08;;Ikrar 1;");
        Assert.Equal("sampai", Assert.Single(other.Problems).Column);
        other = await FileAsync($"{Some.Nip(1)};ikrar;2024-01-08;2024-12-31;Ikrar 9;");
        Assert.Equal("dokumen", Assert.Single(other.Problems).Column);
        Assert.Equal("Ikrar 1", Assert.Single(await Statuses.ListAsync(1, default)).Source);
        var verbs = (await AuditAsync()).ConvertAll(row => row.Verb);
        Assert.Equal(2, verbs.Count(verb => verb == "asn.pledge_import"));
        Assert.Single(verbs, "asn.status_add");
    }

    private async Task<ImportReport> ImportedAsync(params string[] rows)
    {
        var report = await FileAsync(rows);
        Assert.True(report.Imported, string.Join(' ', report.Problems));
        return report;
    }

    private Task<ImportReport> FileAsync(params string[] rows) => Pledges.ImportAsync(Some.Csv([Header, .. rows]), Some.Admin, default);
}

/// <summary>On SQLite.</summary>
public sealed class PledgesOnSqliteTests : PledgesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PledgesOnPostgreSqlTests : PledgesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
