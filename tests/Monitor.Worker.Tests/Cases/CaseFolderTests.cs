using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Monitor.Worker.Audit;
using Monitor.Worker.Cases;
using Monitor.Worker.Cases.Carried;
using Monitor.Worker.Evidence;
using Monitor.Worker.Evidence.Warc;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Export;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;
using Capture = Monitor.Worker.Evidence.Capture;
using CaseRoom = Monitor.Worker.Cases.Cases;
using Findings = Monitor.Worker.Tests.Export.Some;

namespace Monitor.Worker.Tests.Cases;

/// <summary>The folder an investigator carries: what is in it, and that nothing in it can be changed unseen.</summary>
public abstract partial class CaseFolderTests : ExportStore
{
    private const string Page = "<html><script>alert(1)</script><body>Ayo pilih nomor dua</body></html>";

    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    );

    private EvidenceStore Evidence => new(Folder, Database, new EvidenceOptions(), Time);
    private CaseFolders Folders => new(Database, People, Evidence, new AuditLog(Time), Findings.Rules, Folder, Time);

    [Fact]
    public async Task FolderHoldsTheCapturesTheSheetTheArchiveAndTheRecordAndChecks()
    {
        var id = await CaseAsync();
        using var carried = await MakeAsync(id);

        var verdict = await CaseCheck.CheckAsync(carried.Directory, default);

        Assert.Empty(verdict.Faults);
        Assert.Equal(
            [
                "README.txt",
                "SHA256SUMS",
                "audit.jsonl",
                "captures/000002.json",
                "captures/000003.json",
                "captures/000004.json",
                $"captures/{Sha(Page)}.html.txt",
                $"captures/{Sha("{}")}.json",
                $"captures/{Sha(Picture)}.png",
                "case.json",
                "evidence.warc",
                "manifest.json",
                "sheet.html",
            ],
            Names(carried.Directory)
        );
        Assert.Equal(Page, await File.ReadAllTextAsync(Path.Combine(carried.Directory, "captures", Sha(Page) + ".html.txt")));
    }

    [Fact]
    public async Task EachByteOfEachFileIsUnderTheManifest()
    {
        using var carried = await MakeAsync(await CaseAsync());
        var unseen = new List<string>();
        foreach (var name in Names(carried.Directory))
        {
            var path = Path.Combine(carried.Directory, name);
            var bytes = await File.ReadAllBytesAsync(path);
            // Every byte of the small files, and of each larger one as many as would not take all day: first, last, and spread between.
            var step = Math.Max(1, bytes.Length / 60);
            for (var at = 0; at < bytes.Length; at = at + step < bytes.Length || at == bytes.Length - 1 ? at + step : bytes.Length - 1)
            {
                var changed = (byte[])bytes.Clone();
                changed[at] ^= 0x01;
                await File.WriteAllBytesAsync(path, changed);
                var faults = (await CaseCheck.CheckAsync(carried.Directory, default)).Faults;
                if (!faults.Any(fault => fault.File == name))
                {
                    unseen.Add($"{name} at {at}");
                }
            }

            await File.WriteAllBytesAsync(path, bytes);
        }

        Assert.Empty(unseen);
        Assert.Empty((await CaseCheck.CheckAsync(carried.Directory, default)).Faults);
    }

    [Fact]
    public async Task MissingCutLongerAndForeignFilesAreNamed()
    {
        using var carried = await MakeAsync(await CaseAsync());
        foreach (var name in Names(carried.Directory))
        {
            var path = Path.Combine(carried.Directory, name);
            var bytes = await File.ReadAllBytesAsync(path);
            File.Delete(path);
            Assert.Contains(name, await NamedAsync(carried));
            await File.WriteAllBytesAsync(path, bytes[..^1]);
            Assert.Contains(name, await NamedAsync(carried));
            await File.WriteAllBytesAsync(path, [.. bytes, (byte)'\n']);
            Assert.Contains(name, await NamedAsync(carried));
            await File.WriteAllBytesAsync(path, bytes);
        }

        await File.WriteAllTextAsync(Path.Combine(carried.Directory, "captures", ".tambahan"), "");
        Directory.CreateDirectory(Path.Combine(carried.Directory, "lain"));
        File.CreateSymbolicLink(Path.Combine(carried.Directory, "tautan"), "/etc/hostname");
        Assert.Equal(["captures/.tambahan", "lain", "tautan"], (await NamedAsync(carried)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FileThatBecameALinkToTheSameBytesIsNamed()
    {
        using var carried = await MakeAsync(await CaseAsync());
        var path = Path.Combine(carried.Directory, "sheet.html");
        var elsewhere = Path.Combine(Folder.Root, "lembar.html");
        File.Move(path, elsewhere);
        File.CreateSymbolicLink(path, elsewhere);

        Assert.Equal(["sheet.html"], await NamedAsync(carried));
    }

    [Fact]
    public async Task ManifestMadeAnewDoesNotGiveTheHashInTheAuditRecord()
    {
        using var carried = await MakeAsync(await CaseAsync());
        var path = Path.Combine(carried.Directory, "README.txt");
        var forged = "isi lain"u8.ToArray();
        await File.WriteAllBytesAsync(path, forged);
        var files = carried
            .Manifest.Files.Select(file => file.Name == "README.txt" ? new CarriedFile(file.Name, forged.Length, Sha(forged)) : file)
            .ToList();
        await File.WriteAllBytesAsync(
            Path.Combine(carried.Directory, CaseManifest.FileName),
            (carried.Manifest with { Files = files }).ToBytes()
        );

        // The folder agrees with itself; the daemon's record says that it is another one.
        var verdict = await CaseCheck.CheckAsync(carried.Directory, default);
        var recorded = (await AuditAsync()).Single(row => row.Verb == "case.evidence").AfterState;
        Assert.Empty(verdict.Faults);
        Assert.DoesNotContain(verdict.ManifestSha256, recorded, StringComparison.Ordinal);
        Assert.Contains(Sha(carried.Manifest.ToBytes()), recorded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ArchiveThatLacksACaptureIsNamedThoughTheManifestAgrees()
    {
        using var carried = await MakeAsync(await CaseAsync());
        var other = new string('b', 64);
        await RewriteAsync(
            carried,
            carried.Manifest with
            {
                Captures = [.. carried.Manifest.Captures, new CarriedCapture(99, other, "README.txt")],
            }
        );

        var faults = (await CaseCheck.CheckAsync(carried.Directory, default)).Faults;

        Assert.Contains(faults, fault => fault.File == "evidence.warc" && fault.Sentence.En.Contains(other, StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.File == "README.txt");
    }

    [Fact]
    public async Task NameThatLeadsOutOfTheFolderIsNotFollowed()
    {
        using var carried = await MakeAsync(await CaseAsync());
        await RewriteAsync(
            carried,
            carried.Manifest with
            {
                Files = [.. carried.Manifest.Files, new CarriedFile("../../etc/hostname", 1, Sha("x"))],
            }
        );

        var fault = Assert.Single((await CaseCheck.CheckAsync(carried.Directory, default)).Faults);
        Assert.Contains("not the name of a file", fault.Sentence.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Tongue.Indonesian, "Lembar perkara K-000001", "Mengapa program menandai")]
    [InlineData(Tongue.English, "Case sheet K-000001", "Why the program flagged")]
    public async Task SheetSaysEverythingInTheAskedLanguageAndTheRegionsTime(Tongue tongue, string title, string why)
    {
        using var carried = await MakeAsync(await CaseAsync(), tongue);

        var sheet = await File.ReadAllTextAsync(Path.Combine(carried.Directory, "sheet.html"));

        foreach (
            var said in (string[])
                [
                    title,
                    why,
                    Findings.Nip,
                    "Dra. Ratna Wulandari, M.Si.",
                    "014/KJ/X/2024",
                    "Mengajak memilih satu pasangan calon",
                    "2024-10-01 10:00:00 WIB",
                    "D-8",
                    "PP 94/2021 Pasal 5 huruf n angka 6",
                    Findings.Rules.Form("D-8")!.Note!.In(tongue),
                    Sha(Page),
                    "HTTP 200",
                    "flag.decide",
                    "data:image/png;base64,",
                ]
        )
        {
            Assert.Contains(Html.Escape(said), sheet, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SheetLoadsNothingAndRunsNothing()
    {
        var id = await CaseAsync("<script src=https://jahat.example/x></script>\u202Enomor \u202Csatu");
        using var carried = await MakeAsync(id);

        var sheet = await File.ReadAllTextAsync(Path.Combine(carried.Directory, "sheet.html"));

        Assert.DoesNotContain("<script", sheet, StringComparison.OrdinalIgnoreCase);
        Assert.All(Loaded().Matches(sheet), match => Assert.StartsWith("src=\"data:image/png", match.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("url(", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', sheet);
        Assert.Contains("&#x2039;U+202E&#x203A;nomor", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ArchiveHoldsAResponseAsItCameAndInventsNoStatus()
    {
        using var carried = await MakeAsync(await CaseAsync());

        await using var stream = File.OpenRead(Path.Combine(carried.Directory, "evidence.warc"));
        var reading = await WarcReader.ReadAsync(stream, default);

        Assert.Empty(reading.Faults);
        Assert.Equal(
            ["warcinfo", "response", "metadata", "resource", "metadata", "resource", "metadata"],
            reading.Records.Select(record => record.Type)
        );
        Assert.Equal("https://contoh.id/@ratna/1", reading.Records[1].Fields["WARC-Target-URI"]);
        Assert.Equal("2024-10-01T03:00:00.000Z", reading.Records[1].Fields["WARC-Date"]);
        Assert.Equal("sha256:" + Sha(Page), reading.Records[1].Fields["WARC-Payload-Digest"]);
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(carried.Directory, "evidence.warc")));
        Assert.Contains(
            $"HTTP/1.1 200 \r\ncontent-type: text/html\r\nx-archive-orig-content-encoding: gzip\r\nx-lain: a  b\r\ncontent-length: {Page.Length}\r\n\r\n{Page}\r\n\r\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task FolderOfAChangedCaptureIsNotMadeAndNothingIsLeft()
    {
        var id = await CaseAsync();
        var file = Directory.GetFiles(Folder.Evidence, Sha(Page) + "*", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^33] ^= 0xFF;
        File.Delete(file);
        await File.WriteAllBytesAsync(file, bytes);

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => MakeAsync(id));

        Assert.Contains(Sha(Page), refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Exports));
    }

    [Fact]
    public async Task CaptureThatWasTakenDownIsNamedWithItsHashAndItsBytesAreNowhere()
    {
        var id = await CaseAsync();
        await ExecuteAsync("UPDATE evidence SET removed_at = 1727751600000 WHERE sha256 = @text", Sha(Page));
        Assert.Equal(1, await Evidence.RemoveAsync([Sha(Page)], default));

        using var carried = await MakeAsync(id);

        Assert.Empty((await CaseCheck.CheckAsync(carried.Directory, default)).Faults);
        Assert.DoesNotContain(Names(carried.Directory), name => name.Contains(Sha(Page), StringComparison.Ordinal));
        var sheet = await File.ReadAllTextAsync(Path.Combine(carried.Directory, "sheet.html"));
        Assert.Contains(Sha(Page), sheet, StringComparison.Ordinal);
        Assert.Contains("diturunkan 2024-10-01", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WholeNumberAndFolderAreOnRecordAndTheChainHolds()
    {
        using var carried = await MakeAsync(await CaseAsync());

        var audit = await AuditAsync();
        Assert.Contains("case:1", audit.Single(row => row.Verb == "asn.reveal_nip").AfterState, StringComparison.Ordinal);
        Assert.Equal("case:1", audit.Single(row => row.Verb == "case.evidence").Subject);
        Assert.Equal(audit.Single(row => row.Sequence == carried.Manifest.Audit.Sequence).Hash, carried.Manifest.Audit.Head);
        Assert.Null((await Database.ReadAsync(AuditLog.VerifyAsync, default)).Fault);
    }

    [Fact]
    public async Task FolderArrivesWholeUnderTheCallersPlace()
    {
        using var carried = await MakeAsync(await CaseAsync());
        Directory.CreateDirectory(Out);

        using var sent = await SentAsync(carried);
        var verdict = await CarriedTar.TakeAsync(sent, Out, default);

        Assert.Empty(verdict.Faults);
        Assert.Equal(Names(carried.Directory), Names(Out));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Monitor.Worker.Tests.Some.ModeOf(Path.Combine(Out, "sheet.html")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(Out)!, "*.tmp"));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.95)]
    public async Task FolderThatWasCutOnItsWayLeavesNothing(double share)
    {
        using var carried = await MakeAsync(await CaseAsync());
        using var sent = await SentAsync(carried);
        var part = sent.ToArray()[..(int)(sent.Length * share)];

        using var cut = new MemoryStream(part);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => CarriedTar.TakeAsync(cut, Out, default));

        Assert.Contains("did not arrive whole", refusal.Sentence.En, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(Out)!, "*.tmp"));
    }

    [Fact]
    public async Task FolderThatHoldsSomethingIsLeftAlone()
    {
        Directory.CreateDirectory(Out);
        await File.WriteAllTextAsync(Path.Combine(Out, "punya-orang"), "x");
        using var carried = await MakeAsync(await CaseAsync());
        using var sent = await SentAsync(carried);

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => CarriedTar.TakeAsync(sent, Out, default));

        Assert.Contains("holds something already", refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Equal(["punya-orang"], Names(Out));
    }

    [Theory]
    [InlineData("../luar")]
    [InlineData("/tmp/luar")]
    [InlineData("captures/../../luar")]
    public async Task StreamThatWouldWriteElsewhereIsRefused(string name)
    {
        using var stream = new MemoryStream();
        await using (var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            using var data = new MemoryStream([1]);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data });
        }

        stream.Position = 0;
        await Assert.ThrowsAsync<RefusalException>(() => CarriedTar.TakeAsync(stream, Out, default));
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task WhatAKilledDaemonLeftIsRemovedAndNothingElse()
    {
        Folder.Create();
        Directory.CreateDirectory(Path.Combine(Folder.DatabaseDirectory, "case-0123", "captures"));
        Directory.CreateDirectory(Path.Combine(Folder.DatabaseDirectory, "lain"));

        Folders.RemoveLeftovers();

        Assert.Equal(["lain"], Directory.GetDirectories(Folder.DatabaseDirectory).Select(Path.GetFileName));
        await Task.CompletedTask;
    }

    [GeneratedRegex("(src|href)=\"[^\"]*\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Loaded();

    private static string Sha(string text) => Sha(Encoding.UTF8.GetBytes(text));

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static List<string> Names(string directory) =>
        [
            .. Directory
                .GetFiles(directory, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(directory, path))
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<List<string>> NamedAsync(CarriedCase carried) =>
        [.. (await CaseCheck.CheckAsync(carried.Directory, default)).Faults.Select(fault => fault.File).Distinct()];

    private static Task RewriteAsync(CarriedCase carried, CaseManifest manifest) =>
        File.WriteAllBytesAsync(Path.Combine(carried.Directory, CaseManifest.FileName), manifest.ToBytes());

    private static async Task<MemoryStream> SentAsync(CarriedCase carried)
    {
        var sent = new MemoryStream();
        await CarriedTar.WriteAsync(carried, sent, default);
        sent.Position = 0;
        return sent;
    }

    private static CaseWorker Ketua => new(Findings.Ketua.Actor, "", _ => true);

    private Task<CarriedCase> MakeAsync(long id, Tongue tongue = Tongue.Indonesian) =>
        Folders.MakeAsync(id, Ketua, tongue, testUsers: false, default);

    private Task ExecuteAsync(string sql, string text) => Database.WriteAsync(session => session.ExecuteAsync(sql, new { text }), default);

    /// <summary>A case of one finding with a page, what an officer's statement says, and a picture.</summary>
    private async Task<long> CaseAsync(string? text = null)
    {
        var flag = await Findings.FindingAsync(Database, await PersonAsync(), form: "D-8");
        if (text is not null)
        {
            await ExecuteAsync("UPDATE flag SET text = @text", text);
        }

        var address = new Uri("https://contoh.id/@ratna/1");
        foreach (
            var capture in (Capture[])
                [
                    new(
                        Encoding.UTF8.GetBytes(Page),
                        "text/html",
                        address,
                        Findings.Moment.AddDays(-7).AddHours(2),
                        [new("content-type", "text/html"), new("content-encoding", "gzip"), new("x-lain", "a\r\nb")],
                        200
                    ),
                    new("{}"u8.ToArray(), "application/json", address, Findings.Moment, []),
                    new(Picture, "image/png", address, Findings.Moment, []),
                ]
        )
        {
            var sha256 = await Evidence.KeepBytesAsync(capture.Bytes, default);
            await Database.WriteAsync(
                async session =>
                {
                    var row = await EvidenceStore.RecordAsync(session, sha256, capture);
                    await Monitor.Worker.Review.FlagStore.AttachAsync(session, flag, row, "catatan");
                },
                default
            );
        }

        await Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("DELETE FROM flag_evidence WHERE evidence_id = 1");
                await new AuditLog(Time).RecordAsync(
                    session,
                    Ketua.Actor,
                    "flag.decide",
                    $"flag:{flag}",
                    null,
                    new { state = "confirmed" }
                );
            },
            default
        );
        var room = new CaseRoom(Database, new AuditLog(Time), Findings.Rules, Time);
        var id = await room.OpenAsync([flag], "unggahan", Ketua, default);
        await room.RecordAsync(id, new NewEntry(EntryKind.Kajian, "014/KJ/X/2024", "2024-10-07", ""), Ketua, default);
        return id;
    }
}

/// <summary>On SQLite.</summary>
public sealed class CaseFolderOnSqliteTests : CaseFolderTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class CaseFolderOnPostgreSqlTests : CaseFolderTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
