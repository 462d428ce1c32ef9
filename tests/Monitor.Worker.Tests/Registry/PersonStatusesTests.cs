using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Registry;

public abstract class PersonStatusesTests : RegistryStore
{
    private const string Header = "nip;keadaan;sejak;sampai;sumber;keterangan";

    private PersonStatuses Statuses => new(Database, Vault, new AuditLog(Time), Models.Rules, Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ImportAsync(Some.Header, Some.Row(1), Some.Row(2, "Joko Susilo"));
    }

    [Fact]
    public async Task StatusHoldsFromItsFirstDayToItsLastAndOfThatPersonAlone()
    {
        await Statuses.AddAsync(New("cltn", "2024-09-01", "2024-09-30"), Some.Admin, default);
        await Statuses.AddAsync(New("pasal_71", "2024-09-10", null), Some.Admin, default);
        Assert.Empty(await OnAsync(1, "2024-08-31"));
        Assert.Equal(["cltn"], await OnAsync(1, "2024-09-01"));
        Assert.Equal(["cltn", "pasal_71"], await OnAsync(1, "2024-09-30"));
        Assert.Equal(["pasal_71"], await OnAsync(1, "2024-10-01"));
        Assert.Empty(await OnAsync(2, "2024-09-15"));
    }

    [Fact]
    public async Task EachChangeIsRecordedWithItsSourceAndTheSameAgainChangesNothing()
    {
        var added = await Statuses.AddAsync(New("pasal_71", "2024-09-10", null), Some.Admin, default);
        Assert.Equal(added.Id, (await Statuses.AddAsync(New("pasal_71", "2024-09-10", null), Some.Admin, default)).Id);
        await Statuses.EndAsync(added.Id, new DateOnly(2024, 10, 1), "SK 2", Some.Admin, default);
        Assert.Empty(await OnAsync(1, "2024-10-02"));
        var rows = (await AuditAsync()).Where(row => row.Verb.StartsWith("asn.status", StringComparison.Ordinal)).ToList();
        Assert.Equal(["asn.status_add", "asn.status_end"], rows.Select(row => row.Verb));
        Assert.All(rows, row => Assert.Equal("asn:1", row.Subject));
        Assert.Contains("\"validTo\":\"2024-10-01\"", rows[1].AfterState, StringComparison.Ordinal);
        Assert.DoesNotContain("rahasia", rows[0].AfterState, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeIsRefused()
    {
        await RefusedAsync(RefusalKind.WrongInput, () => Statuses.AddAsync(New("libur", "2024-09-01", null), Some.Admin, default));
        await RefusedAsync(RefusalKind.WrongInput, () => Statuses.AddAsync(New("cltn", "2024-09-02", "2024-09-01"), Some.Admin, default));
        await RefusedAsync(
            RefusalKind.WrongInput,
            () => Statuses.AddAsync(New("cltn", "2024-09-02", null) with { Source = " " }, Some.Admin, default)
        );
        await RefusedAsync(
            RefusalKind.NotFound,
            () => Statuses.AddAsync(New("cltn", "2024-09-02", null) with { AsnId = 9 }, Some.Admin, default)
        );
        await RefusedAsync(RefusalKind.NotFound, () => Statuses.EndAsync(9, new DateOnly(2024, 9, 1), "SK", Some.Admin, default));
        var kept = await Statuses.AddAsync(New("cltn", "2024-09-02", null), Some.Admin, default);
        await RefusedAsync(RefusalKind.WrongInput, () => Statuses.EndAsync(kept.Id, new DateOnly(2024, 9, 1), "SK", Some.Admin, default));
    }

    [Fact]
    public async Task FileComesInWholeOrNotAtAllAndEachBadRowIsNamed()
    {
        var bad = await FileAsync(
            $"{Some.Nip(1)};cltn;2024-09-01;;SK 1;",
            $"{Some.Nip(7)};cltn;2024-09-01;;SK 1;",
            $"{Some.Nip(2)};libur;kemarin;;SK 1;",
            $"{Some.Nip(2)};cltn;2024-09-01;;;"
        );
        Assert.False(bad.Imported);
        Assert.Equal([(3L, "nip"), (4L, "sejak"), (5L, "sumber")], bad.Problems.Select(problem => (problem.Line, problem.Column!)));
        Assert.Empty(await Statuses.ListAsync(1, default));

        var good = await FileAsync(
            $"{Some.Nip(1)};cltn;2024-09-01;2024-12-01;SK 1;",
            $"{Some.Nip(2)};petugas_pemilu;2024-09-01;;SK 2;PPK Kajen"
        );
        Assert.True(good.Imported, string.Join(' ', good.Problems));
        Assert.Equal(2, good.Added);
        Assert.Equal("PPK Kajen", Assert.Single(await Statuses.ListAsync(2, default)).Note);
        Assert.Equal(0, (await FileAsync($"{Some.Nip(1)};cltn;2024-09-01;2024-12-01;SK 1;")).Added);
    }

    private Task<ImportReport> FileAsync(params string[] rows) => Statuses.ImportAsync(Some.Csv([Header, .. rows]), Some.Admin, default);

    private static NewStatus New(string kind, string from, string? to) =>
        new(1, kind, DateOnly.Parse(from), to is null ? null : DateOnly.Parse(to), "SK 1", "rahasia");

    private async Task<List<string>> OnAsync(long asn, string day) =>
        (await Database.ReadAsync(session => PersonStatuses.OnAsync(session, asn, DateOnly.Parse(day)), default)).ConvertAll(status =>
            status.Kind
        );

    private static async Task RefusedAsync(RefusalKind kind, Func<Task> act) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<RefusalException>(act)).Kind);
}

/// <summary>On SQLite.</summary>
public sealed class PersonStatusesOnSqliteTests : PersonStatusesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PersonStatusesOnPostgreSqlTests : PersonStatusesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
