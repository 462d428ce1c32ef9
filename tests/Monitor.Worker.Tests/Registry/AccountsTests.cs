using System.Diagnostics;
using Monitor.Worker.Audit;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Registry;

public abstract class AccountsTests : RegistryStore
{
    private const string Header = "nip;platform;native_id;handle;url;dasar;referensi";

    private Accounts Accounts => new(Database, Vault, new AuditLog(Time), Time, new AccountImport(Time, Some.IsRegion));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ImportAsync(Some.Header, Some.Row(1), Some.Row(2, "Joko Waluyo", "32.76"), Some.Row(3, "Sari Dewi"));
    }

    [Fact]
    public async Task AccountsAreAddedAndTheSameFileAgainChangesNothing()
    {
        string[] file = [Header, Row(1, "100", "ratna"), $";web;;;https://disdik.contoh.go.id/;resmi;SK 12/2024"];
        var first = await Take(file);
        Assert.Equal((2, 2, 0, 0), (first.Rows, first.Added, first.Changed, first.Unchanged));
        var again = await Take(file);
        Assert.Equal((2, 0, 0, 2), (again.Rows, again.Added, again.Changed, again.Unchanged));

        var account = (await Accounts.ListAsync(new AccountFilter(AsnId: 1), default)).Items[0];
        Assert.Equal(
            ("x", "100", "ratna", "x.com/ratna", "self_declared"),
            (account.Platform, account.NativeId, account.Handle, account.UrlKey, account.Basis)
        );
        Assert.Equal((Some.Admin.Name, Some.Moment), (account.RegisteredBy, account.RegisteredAt));
    }

    [Theory]
    [InlineData("{0};x;1;budi;https://x.com/budi;sendiri;", null, null)]
    [InlineData("{9};x;1;budi;https://x.com/budi;sendiri;", "nip", "not registered")]
    [InlineData("131234567;x;1;budi;https://x.com/budi;sendiri;", "nip", "old NIP")]
    [InlineData(";x;1;budi;https://x.com/budi;sendiri;", "nip", "must be given")]
    [InlineData("{0};myspace;1;budi;https://x.com/budi;sendiri;", "platform", "must be one of")]
    [InlineData("{0};x;budi;budi;https://x.com/budi;sendiri;", "native_id", "is a number")]
    [InlineData("{0};x;1;budi;https://x.com/budi2;sendiri;", "handle", "not the one in the URL")]
    [InlineData("{0};x;1;budi;https://x.com/budi/status/1;sendiri;", "url", "not a profile page")]
    [InlineData("{0};x;1;budi;https://x.com/budi;katanya;", "dasar", "basis must be")]
    [InlineData("{0};x;1;budi;https://x.com/budi;instansi;", "referensi", "needs a reference")]
    public async Task BrokenRuleOfARowIsNamed(string row, string? column, string? rule)
    {
        row = row.Replace("{0}", Some.Nip(1), StringComparison.Ordinal).Replace("{9}", Some.Nip(9), StringComparison.Ordinal);
        var report = await Take(Header, row);
        Assert.Equal(column is null, report.Imported);
        if (column is not null)
        {
            var problem = Assert.Single(report.Problems);
            Assert.Equal((2L, column), (problem.Line, problem.Column));
            Assert.Contains(rule!, problem.Rule.En, StringComparison.Ordinal);
            Assert.DoesNotContain(Some.Nip(9), problem.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OneAccountCannotBeTwoPeoples()
    {
        await Take(Header, Row(1, "100", "ratna"));
        var byUrl = await Take(Header, Row(2, "", "ratna"));
        Assert.Contains("registered to somebody else", Assert.Single(byUrl.Problems).Rule.En, StringComparison.Ordinal);
        var byId = await Take(Header, Row(2, "100", "joko"));
        Assert.Contains("registered to somebody else", Assert.Single(byId.Problems).Rule.En, StringComparison.Ordinal);
        var inFile = await Take(Header, Row(2, "200", "joko"), Row(3, "200", "sari"));
        Assert.Contains("line 2", Assert.Single(inFile.Problems).Rule.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RenamedHandleKeepsItsAccountAndItsHistory()
    {
        await Take(Header, Row(1, "100", "ratna"));
        Time.Advance(TimeSpan.FromDays(10));
        var report = await Take(Header, Row(1, "100", "ratna_baru"));
        Assert.Equal((0, 1), (report.Added, report.Changed));
        var handles = await Accounts.HandlesAsync(1, default);
        Assert.Equal(["ratna", "ratna_baru"], handles.Select(handle => handle.Handle));
        Assert.Equal((Some.Moment, Some.Moment.AddDays(10)), (handles[0].ValidFrom, handles[0].ValidUntil!.Value));
        Assert.Null(handles[1].ValidUntil);

        Assert.Equal(1, (await ByUrl("https://x.com/ratna_baru/status/5")).AccountId);
        Assert.Equal(AttributionKind.None, (await ByUrl("https://x.com/ratna/status/5")).Kind);
        Assert.Equal(1, (await ByUrl("https://x.com/ratna/status/5", Some.Moment.AddDays(3))).AccountId);
        Assert.Equal(1, (await ByUrl("https://x.com/ratna/status/5", Some.Moment.AddDays(-30))).AccountId ?? 1);
        Assert.Equal(AttributionKind.None, (await ByUrl("https://x.com/ratna/status/5", Some.Moment.AddDays(11))).Kind);
    }

    [Fact]
    public async Task ReusedHandleInheritsNothing()
    {
        await Take(Header, Row(1, "100", "ratna"));
        Time.Advance(TimeSpan.FromDays(10));
        var report = await Take(Header, Row(2, "200", "ratna"));
        Assert.Equal((1, 0), (report.Added, report.Changed));

        Assert.Equal(2, (await ByUrl("https://x.com/ratna")).AsnId);
        Assert.Equal(2, (await ByUrl("https://x.com/ratna/status/9", Some.Moment.AddDays(11))).AsnId);
        Assert.Equal(1, (await ByUrl("https://x.com/ratna/status/1", Some.Moment.AddDays(1))).AsnId);
        Assert.Equal(AttributionKind.None, (await ByUrl("https://x.com/ratna/status/0", Some.Moment.AddDays(-1))).Kind);
        Assert.Equal(1, (await ById("x", "100")).AsnId);
        Assert.Contains("account.release_handle", (await AuditAsync()).Select(row => row.Verb));
        // The first account comes back under a new name.
        await Take(Header, Row(1, "100", "ratna_asli"));
        Assert.Equal(1, (await ByUrl("https://x.com/ratna_asli")).AsnId);
        Assert.Equal(2, (await ByUrl("https://x.com/ratna")).AsnId);
    }

    [Fact]
    public async Task TwoAccountsThatSwapTheirHandlesInOneFileStayThemselves()
    {
        await Take(Header, Row(1, "100", "satu"), Row(2, "200", "dua"));
        Time.Advance(TimeSpan.FromDays(1));
        await Take(Header, Row(1, "100", "dua"), Row(2, "200", "satu"));
        Assert.Equal((1L, 2L), ((await ByUrl("https://x.com/dua")).AsnId!.Value, (await ByUrl("https://x.com/satu")).AsnId!.Value));
        Assert.Equal(1, (await ById("x", "100")).AsnId);
    }

    [Fact]
    public async Task WhatAReaderLearnsIsKept()
    {
        await Take(Header, Row(1, "", "ratna"));
        var actor = Actor.Daemon("uji");
        Task<bool> Observe(string id, string handle) =>
            Database.WriteAsync(
                session => Accounts.ObservedAsync(session, 1, id, handle, new Uri($"https://x.com/{handle}"), actor),
                default
            );
        Assert.True(await Observe("100", "ratna"));
        Assert.False(await Observe("100", "ratna"));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.True(await Observe("100", "ratna2"));
        Assert.Equal(["ratna", "ratna2"], (await Accounts.HandlesAsync(1, default)).Select(handle => handle.Handle));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Observe("999", "ratna2"));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/budi", true)]
    [InlineData("http://127.0.0.1:8000/budi/kiriman/7", true)]
    [InlineData("http://127.0.0.1:8000/budi2", false)]
    [InlineData("http://127.0.0.1:8000/budi2/kiriman/7", false)]
    [InlineData("http://127.0.0.1:9000/budi", false)]
    public async Task OnASiteThatIsNoPlatformWholeSegmentsBelowTheAddressAreTheAccounts(string url, bool isTheirs)
    {
        await Take(Header, $"{Some.Nip(1)};web;;budi;http://127.0.0.1:8000/budi;sendiri;");
        Assert.Equal(isTheirs ? AttributionKind.Account : AttributionKind.None, (await ByUrl(url)).Kind);
    }

    [Theory]
    [InlineData("https://x.com/budi2")]
    [InlineData("https://x.com/bud")]
    [InlineData("https://x.com.contoh.id/budi")]
    [InlineData("https://x.com/i/budi")]
    [InlineData("https://instagram.com/budi")]
    [InlineData("https://x.com/?u=budi")]
    public async Task NeighbouringAddressIsNeverTaken(string url)
    {
        await Take(Header, Row(1, "100", "budi"));
        Assert.Equal(AttributionKind.None, (await ByUrl(url)).Kind);
        Assert.Equal(1, (await ByUrl("https://www.twitter.com/Budi/")).AsnId);
    }

    [Fact]
    public async Task SiteOfSomebodysOwnIsTheirsWithAllThatIsOnIt()
    {
        await Take(
            Header,
            $"{Some.Nip(1)};web;;;https://ratna.blogspot.com/;sendiri;",
            $"{Some.Nip(2)};web;;;https://contoh.id/penulis/joko;sendiri;"
        );
        Assert.Equal(1, (await ByUrl("https://ratna.blogspot.com/2024/10/judul.html")).AsnId);
        Assert.Equal(2, (await ByUrl("https://www.contoh.id/penulis/joko/")).AsnId);
        Assert.Equal(2, (await ByUrl("https://contoh.id/penulis/joko/2")).AsnId);
        Assert.Equal(AttributionKind.None, (await ByUrl("https://contoh.id/penulis/joko2")).Kind);
        Assert.Equal(AttributionKind.None, (await ByUrl("https://contoh.id/penulis")).Kind);
    }

    [Fact]
    public async Task RemovedAccountIsWatchedNoMoreAndCanBeRegisteredAgain()
    {
        await Take(Header, Row(1, "100", "ratna"));
        await Accounts.RemoveAsync(1, "salah orang", Some.Admin, default);
        Assert.Equal(AttributionKind.None, (await ByUrl("https://x.com/ratna")).Kind);
        Assert.Equal(AttributionKind.None, (await ById("x", "100")).Kind);
        Assert.Equal(0, (await Accounts.ListAsync(new AccountFilter(), default)).Total);
        Assert.Equal(1, (await Accounts.ListAsync(new AccountFilter(Removed: true), default)).Total);
        await Assert.ThrowsAsync<RefusalException>(() => Accounts.RemoveAsync(1, "lagi", Some.Admin, default));
        await Take(Header, Row(2, "100", "ratna"));
        Assert.Equal(2, (await ByUrl("https://x.com/ratna")).AsnId);
    }

    [Fact]
    public async Task PersonWhoLeftTheServiceIsNotFoundAnyMore()
    {
        await Take(Header, Row(1, "100", "ratna"));
        await ImportAsync("nip;nama;instansi;status", $"{Some.Nip(1)};Ratna Wulandari;Pemerintah Kabupaten Pekalongan;pensiun");
        Assert.Equal(AttributionKind.None, (await ByUrl("https://x.com/ratna")).Kind);
        Assert.Equal(AttributionKind.None, (await ById("x", "100")).Kind);
    }

    [Fact]
    public async Task AccountAddedByHandObeysTheSameRulesAndIsRecorded()
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["platform"] = "twitter",
            ["url"] = "https://x.com/Ratna",
            ["dasar"] = "instansi",
            ["referensi"] = "800/12/2024",
        };
        var account = await Accounts.AddAsync(cells, asnId: 1, Some.Admin, default);
        Assert.Equal((1L, "x", "ratna"), (account.AsnId!.Value, account.Platform, account.Handle));
        Assert.Equal("account.add", (await AuditAsync())[^1].Verb);
        cells["dasar"] = "";
        cells["url"] = "x";
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Accounts.AddAsync(cells, asnId: 1, Some.Admin, default));
        Assert.Contains("dasar:", refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Contains("url:", refusal.Sentence.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListShowsOnlyWhatTheCallerMaySee()
    {
        await Take(Header, Row(1, "100", "ratna"), Row(2, "200", "joko"));
        Assert.Equal(
            [2L],
            (await Accounts.ListAsync(new AccountFilter(Within: ["32"]), default)).Items.Select(account => account.AsnId!.Value)
        );
        Assert.Equal(2, (await Accounts.ListAsync(new AccountFilter(Platform: "X"), default)).Total);
        Assert.Equal(0, (await Accounts.ListAsync(new AccountFilter(Platform: "web"), default)).Total);
    }

    [Fact]
    public async Task TenThousandAccountsComeInInTime()
    {
        await People.ImportAsync(
            Some.Csv([Some.Header, .. Enumerable.Range(10, 10_000).Select(i => Some.Row(i, "Pegawai Uji"))]),
            false,
            Some.Admin,
            default
        );
        var watch = Stopwatch.StartNew();
        var report = await Take([Header, .. Enumerable.Range(10, 10_000).Select(i => Row(i, $"{i}", $"akun{i}"))]);
        TestContext.Current.TestOutputHelper?.WriteLine($"10,000 accounts in {watch.Elapsed.TotalSeconds:0.00} s");
        Assert.Equal(10_000, report.Added);
        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
    }

    private static string Row(int i, string nativeId, string handle) =>
        $"{Some.Nip(i)};x;{nativeId};@{handle};https://x.com/{handle};sendiri;";

    private Task<ImportReport> Take(params string[] lines) => Accounts.ImportAsync(Some.Csv(lines), false, Some.Admin, default);

    private Task<Attribution> ByUrl(string url, DateTimeOffset? at = null) =>
        Database.ReadAsync(session => Attributions.FindAccountByUrlAsync(session, new Uri(url), at), default);

    private Task<Attribution> ById(string platform, string id) =>
        Database.ReadAsync(session => Attributions.FindAccountByNativeIdAsync(session, platform, id), default);
}

/// <summary>On SQLite.</summary>
public sealed class AccountsOnSqliteTests : AccountsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class AccountsOnPostgreSqlTests : AccountsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
