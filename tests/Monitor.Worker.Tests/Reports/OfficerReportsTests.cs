using System.Text;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Reports;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Reports;

public abstract class OfficerReportsTests : Spine
{
    private const string Post = "https://www.instagram.com/p/abc";

    private static readonly Officer Sari = new("uid:1001", new Actor("sari", 1001, "analis"), _ => true, null);

    private readonly ReportOptions _limits = new();

    private OfficerReports Reports =>
        new(Database, Sources, EvidenceStore, IntakeRoom, AuditLog, Models.Rules, _limits, IntakeSettings, Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // Nothing reaches it: what is flagged here is flagged because a person said so.
        IntakeSettings.Threshold = "1";
    }

    [Fact]
    public async Task ReportIsFlaggedWhateverItsScoreWithItsFilesAndTheOfficersNameAsEvidence()
    {
        var result = await AddAsync(Of(text: Some.HarmlessText, time: "2024-09-30 21:15", files: [Png("layar.png"), Pdf("surat.pdf")]));

        Assert.Equal("flagged", result.Outcome);
        var flag = (await FlagAsync(result.Flag!.Value))!;
        Assert.Equal((FlagState.Flagged, Some.HarmlessText, Post), (flag.State, flag.Text, flag.Url));
        Assert.Equal(new DateTimeOffset(2024, 9, 30, 14, 15, 0, TimeSpan.Zero), flag.PublishedAt);
        var evidence = await EvidenceAsync(flag.Id);
        Assert.Equal(
            [
                "application/json: reported by sari",
                "image/png: layar.png, reported by sari",
                "application/pdf: surat.pdf, reported by sari",
            ],
            evidence.Select(capture => $"{capture.MediaType}: {capture.Note}")
        );
        Assert.Equal(Png("").Bytes.ToArray(), await EvidenceStore.ReadAsync(evidence[1].Sha256, default));
        Assert.Equal(result.Files.Select(file => file.Sha256), evidence.Skip(1).Select(capture => capture.Sha256));
        using var statement = JsonDocument.Parse(await EvidenceStore.ReadAsync(evidence[0].Sha256, default));
        Assert.Equal("instagram", statement.RootElement.GetProperty("platform").GetString());
        var row = Assert.Single(await ListAsync<AuditRow>("SELECT * FROM audit WHERE verb = 'report.add'"));
        Assert.Equal(("sari", $"flag:{flag.Id}"), (row.Actor, row.Subject));
        Assert.DoesNotContain("cabai", row.AfterState, StringComparison.Ordinal);
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task SameReportAgainChangesNothing()
    {
        var first = await AddAsync(Of(files: [Png("a.png")]));
        var before = (await CountAsync("audit"), await CountAsync("evidence"), await CountAsync("item"));
        Time.Advance(TimeSpan.FromDays(40));

        var again = await AddAsync(Of(files: [Png("a.png")]));

        Assert.Equal(("known", first.Flag), (again.Outcome, again.Flag));
        Assert.Equal(before, (await CountAsync("audit"), await CountAsync("evidence"), await CountAsync("item")));
        Assert.Equal(1, await CountAsync("flag"));
    }

    [Fact]
    public async Task SameReportWithAnotherFileAddsTheFileToItsFlag()
    {
        var first = await AddAsync(Of(files: [Png("a.png")]));
        var again = await AddAsync(Of(files: [Png("a.png"), Pdf("b.pdf")]));
        Assert.Equal(("attached", first.Flag), (again.Outcome, again.Flag));
        Assert.Equal(3, (await EvidenceAsync(first.Flag!.Value)).Count);
    }

    [Fact]
    public async Task TwoOfficersWhoSawTheSameThingShareAFlag()
    {
        var first = await AddAsync(Of());
        var second = await Reports.AddAsync(
            Of(files: [Pdf("b.pdf")]),
            Sari with
            {
                Identity = "uid:1002",
                Actor = new Actor("joko", 1002, "analis"),
            },
            default
        );
        Assert.Equal(("attached", first.Flag), (second.Outcome, second.Flag));
        Assert.Equal(
            ["reported by sari", "reported by joko", "b.pdf, reported by joko"],
            (await EvidenceAsync(first.Flag!.Value)).Select(capture => capture.Note)
        );
    }

    [Theory]
    [InlineData("https://www.instagram.com/p/xyz", "Ayo coblos nomor dua")]
    [InlineData(Post, "Besok kumpul di posko nomor dua")]
    public async Task SameWordsElsewhereAndOtherWordsAtOneProfileAreActsOfTheirOwn(string url, string text)
    {
        var first = await AddAsync(Of());
        var second = await AddAsync(Of(url: url, text: text));
        Assert.Equal("flagged", second.Outcome);
        Assert.NotEqual(first.Flag, second.Flag);
    }

    [Fact]
    public async Task WhatTheCollectorLetPassOrAPersonDismissedIsLookedAtWhenAnOfficerReportsIt()
    {
        var source = new ItemSource(await AddSourceAsync(), null, null);
        await IntakeRoom.TakeAsync(source, Some.Item("Ayo coblos nomor dua", url: Post), default);
        var first = await AddAsync(Of());
        Assert.Equal("flagged", first.Outcome);

        await ExecuteAsync("UPDATE flag SET state = 'dismissed' WHERE id = @Flag", new { first.Flag });
        await ExecuteAsync("DELETE FROM item WHERE source_id = @Id", new { source.Id });
        var second = await Reports.AddAsync(Of(), Sari with { Identity = "uid:1002" }, default);
        Assert.Equal("flagged", second.Outcome);
        Assert.NotEqual(first.Flag, second.Flag);
    }

    [Fact]
    public async Task PictureWithoutWordsOrAddressIsFlaggedToo()
    {
        var result = await AddAsync(Of(url: null, text: null, platform: "whatsapp", files: [Png("grup.png")]));
        Assert.Equal("flagged", result.Outcome);
        Assert.StartsWith("urn:monitor:report:", (await EvidenceAsync(result.Flag!.Value))[0].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccountThatIsNamedIsTheAuthorAndItsRegionTheFlags()
    {
        var account = await AddAccountAsync("budi", "91.03");
        var flag = (await FlagAsync((await AddAsync(Of(account: account, time: "2024-10-01 09:00"))).Flag!.Value))!;
        Assert.Equal((Attributed.Account, account, "91.03"), (flag.Attribution, flag.AccountId, flag.RegionCode));
        // Papua's own morning.
        Assert.Equal(new DateTimeOffset(2024, 10, 1, 0, 0, 0, TimeSpan.Zero), flag.PublishedAt);
    }

    [Fact]
    public async Task AccountOfAnotherRegionAndOneThatIsNotThereAreRefusedInTheSameWords()
    {
        var account = await AddAccountAsync("budi", "91.03");
        var elsewhere = Sari with { Sees = region => region == "33.26" };
        var hidden = await Assert.ThrowsAsync<RefusalException>(() => Reports.AddAsync(Of(account: account), elsewhere, default));
        var absent = await Assert.ThrowsAsync<RefusalException>(() => Reports.AddAsync(Of(account: 999), elsewhere, default));
        Assert.Equal($"Account {account} is not registered.", hidden.Sentence.En);
        Assert.Equal("Account 999 is not registered.", absent.Sentence.En);
    }

    [Fact]
    public async Task SourceOfReportsIsMadeOnceAndNeverCheckedOrResumed()
    {
        await AddAsync(Of());
        await AddAsync(Of(text: "Besok kumpul di posko nomor dua"));
        var source = Assert.Single(await Sources.ListAsync(default));
        Assert.Equal(("report", "paused"), (source.Kind, source.State));
        Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await Sources.ClaimDueAsync("uji", 10, default));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Sources.SetStateAsync(source.Id, "active", Some.Admin, default));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
    }

    [Theory]
    [InlineData(null, "instagram", null, "teks", "needs a --url or at least one --file")]
    [InlineData(Post, "instagram", null, "  ", "without text needs at least one --file")]
    [InlineData("javascript:alert(1)", "instagram", null, "teks", "--url must be")]
    [InlineData("/p/abc", "instagram", null, "teks", "--url must be")]
    [InlineData(Post, "", null, "teks", "--platform must be")]
    [InlineData(Post, "face book", null, "teks", "--platform must be")]
    [InlineData(Post, "instagram", "kemarin", "teks", "cannot be read")]
    [InlineData(Post, "instagram", "2031-01-01", "teks", "in the future")]
    public async Task WhatCannotBeIsRefusedWithOneSentenceAndNothingIsKept(
        string? url,
        string platform,
        string? time,
        string text,
        string sentence
    )
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => AddAsync(Of(url, platform, text, time)));
        Assert.Contains(sentence, refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (await CountAsync("item"), await CountAsync("evidence"), await CountAsync("source")));
    }

    [Fact]
    public async Task TooManyTooLargeAndEmptyFilesAreRefusedBeforeAnythingIsKept()
    {
        _limits.MaxFiles = 2;
        _limits.MaxFileBytes = 2000;
        _limits.MaxTotalBytes = 3000;
        var large = new ReportedFile("besar.bin", new byte[2001]);
        var half = new ReportedFile("separuh.bin", new byte[1600]);
        foreach (
            var (files, sentence) in (IEnumerable<(ReportedFile[], string)>)
                [
                    ([Png("a"), Png("b"), Png("c")], "at most 2 files"),
                    ([large], "'besar.bin' has 2001 bytes"),
                    ([half, half], "3200 bytes together"),
                    ([new ReportedFile("kosong.png", default)], "is empty"),
                ]
        )
        {
            var refusal = await Assert.ThrowsAsync<RefusalException>(() => AddAsync(Of(files: files)));
            Assert.Contains(sentence, refusal.Sentence.En, StringComparison.Ordinal);
        }

        Assert.Equal(0, await CountAsync("item"));
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Evidence));
    }

    [Fact]
    public async Task NameOfAFileIsNoPathAndHoldsNothingThatMovesACursor()
    {
        var result = await AddAsync(Of(files: [Png("../../etc/\u001b[2Jlayar.png"), Pdf(new string('a', 5000))]));
        Assert.Equal(["[2Jlayar.png", new string('a', 120)], result.Files.Select(file => file.Name));
    }

    private static Report Of(
        string? url = Post,
        string platform = "instagram",
        string? text = "Ayo coblos nomor dua",
        string? time = null,
        long? account = null,
        params ReportedFile[] files
    ) => new(url, platform, account, time, text, files);

    private static ReportedFile Png(string name) => new(name, (byte[])[0x89, .. "PNG\r\n\u001a\n"u8, 1, 2, 3]);

    private static ReportedFile Pdf(string name) => new(name, Encoding.ASCII.GetBytes("%PDF-1.7 contoh"));

    private Task<ReportResult> AddAsync(Report report) => Reports.AddAsync(report, Sari, default);

    private Task<List<FlagEvidence>> EvidenceAsync(long flag) =>
        Database.ReadAsync(session => FlagStore.EvidenceAsync(session, flag), default);
}

/// <summary>On SQLite.</summary>
public sealed class OfficerReportsOnSqliteTests : OfficerReportsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class OfficerReportsOnPostgreSqlTests : OfficerReportsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
