using System.Text;
using Monitor.Worker.Audit;
using Monitor.Worker.Cases;
using Monitor.Worker.Export;
using Monitor.Worker.Export.Answering;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;
using CaseRoom = Monitor.Worker.Cases.Cases;

namespace Monitor.Worker.Tests.Export;

/// <summary>What BKN answers goes into the cases, the whole file or nothing of it; what is not answered in time shows.</summary>
public abstract class AnswerTests : ExportStore
{
    private static readonly CaseWorker Lead = new(Some.Ketua.Actor, "", _ => true);

    private Answers Answers =>
        new(Database, new CaseRoom(Database, new AuditLog(Time), Some.Rules, Time), Vault, new AuditLog(Time), Options, Some.Rules, Time);

    private ExportWatch Watch => new(Database, Options, Keys, Time);

    [Fact]
    public async Task EveryStatusOfThePublishedFiguresMovesItsCase()
    {
        string[] written =
        [
            "Menunggu verifikasi BKN",
            "menunggu tindak lanjut PPK",
            "Terlapor berhenti/pensiun/APS",
            "tidak terbukti",
            "DIBATALKAN",
            "ditolak",
            "dijatuhi_sanksi",
        ];
        var flags = await SentAsync(written.Length);
        var file =
            "nomor_temuan;status;tanggal;keterangan\n"
            + string.Concat(flags.Zip(written, (flag, status) => $"T-{flag:000000};{status};2024-10-09;surat {flag}\n"));

        var report = await ApplyAsync(file);

        Assert.True(report.Applied, string.Join('\n', report.Problems));
        Assert.Equal((7L, 7L, 0L), (report.Rows, report.Recorded, report.Unchanged));
        Assert.Equal(AnswerStatus.All, await CodesAsync());
        var cases = await Database.ReadAsync(session => CaseStore.ListAsync(session, CaseState.Answered, _ => true, 100), default);
        Assert.Equal(AnswerStatus.All, cases.OrderBy(one => one.Id).Select(one => one.Answer));
        var entry = (await Database.ReadAsync(session => CaseStore.EntriesAsync(session, flags[0]), default)).Last();
        Assert.Equal(("answer", "2024-10-09", $"bkn, T-{flags[0]:000000}: surat {flags[0]}"), (entry.Kind, entry.Day, entry.Text));
        var audit = await AuditAsync();
        Assert.Equal(7, audit.Count(row => row.Verb == "case.answer"));
        Assert.Contains("\"recorded\":7", Assert.Single(audit, row => row.Verb == "export.ack").AfterState, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FiveBadRowsOfAThousandAreAllNamedAndNothingIsHalfApplied()
    {
        var flags = await SentAsync(998);
        var lines = flags.ConvertAll(flag => $"T-{flag:000000},menunggu_ppk,2024-10-09");
        lines[10] = $"T-{flags[10]:000000},dimaafkan,2024-10-09";
        lines[200] = $"T-{flags[200]:000000},ditolak,31-09-2024";
        lines[400] = $"T-{flags[400]:000000},ditolak,2025-01-01";
        lines.Insert(600, "T-999999,ditolak,2024-10-09");
        lines.Add(lines[3]);
        Assert.Equal(1000, lines.Count);

        var report = await ApplyAsync("nomor_temuan,status,tanggal\r\n" + string.Join("\r\n", lines) + "\r\n");

        Assert.False(report.Applied);
        Assert.Equal((1000L, 0L), (report.Rows, report.Recorded));
        Assert.Equal(
            [
                (12, "status_tindak_lanjut", "dimaafkan"),
                (202, "tanggal_status", "31-09-2024"),
                (402, "tanggal_status", "2025-01-01"),
                (602, "nomor_temuan", "T-999999"),
                (1001, "nomor_temuan", $"T-{flags[3]:000000}"),
            ],
            report.Problems.Select(problem => ((int)problem.Line, problem.Column, problem.Value))
        );
        Assert.Equal(5, report.Problems.Select(problem => problem.Rule.En).Distinct().Count());
        Assert.Contains("line 5", report.Problems[^1].Rule.En, StringComparison.Ordinal);
        Assert.Empty(await CodesAsync());
        Assert.DoesNotContain(await AuditAsync(), row => row.Verb is "export.ack" or "case.answer");

        // Mended, the same file goes in whole.
        foreach (var (at, line) in new[] { (10, 10), (200, 200), (400, 400) })
        {
            lines[at] = $"T-{flags[line]:000000},ditolak,2024-10-09";
        }

        lines.RemoveAt(999);
        lines.RemoveAt(600);
        Assert.Equal(998, (await ApplyAsync("nomor_temuan,status,tanggal\r\n" + string.Join("\r\n", lines))).Recorded);
    }

    [Fact]
    public async Task TheSameFileBroughtTwiceRecordsNothingTwice()
    {
        var flags = await SentAsync(3);
        var file = "nomor_temuan,status,tanggal\n" + string.Concat(flags.Select(flag => $"T-{flag},ditolak,2024-10-09\n"));
        await ApplyAsync(file);

        var again = await ApplyAsync(file);

        Assert.Equal((true, 0L, 3L), (again.Applied, again.Recorded, again.Unchanged));
        Assert.Equal(3, (await CodesAsync()).Count);
    }

    [Fact]
    public async Task OurOwnFileWithTheStatusFilledInIsAnAnswer()
    {
        var flag = (await SentAsync(1, deliver: false))[0];
        var batch = (await Batches.ListAsync(Some.Ketua, default))[0];
        await Batches.DeliveredAsync(batch.Id, batch.ManifestSha256, null, Some.Ketua, default);
        Time.Advance(TimeSpan.FromDays(2));
        var csv = Text((await FilesAsync(batch))[0]);
        // The status stands between batas_verifikasi and the first reviewer.
        var filled = csv.Replace(
            "\"2024-10-15\",\"\",\"analis-1001\"",
            "\"2024-10-15\",\"tidak terbukti\",\"analis-1001\"",
            StringComparison.Ordinal
        );
        Assert.NotEqual(csv, filled);

        var report = await ApplyAsync(filled);

        Assert.True(report.Applied, string.Join('\n', report.Problems));
        Assert.Equal(["tidak_terbukti"], await CodesAsync());
        Assert.Equal(flag, await Database.ReadAsync(session => session.ScalarAsync<long>("SELECT flag_id FROM export_answer"), default));
    }

    [Theory]
    [InlineData("T-000001,ditolak,2024-10-07,,", "tanggal_status", "was sent on 2024-10-08 only")]
    [InlineData("T-000001,ditolak,2024-10-09,bkn-000009,", "nomor_batch", "is not in this batch but in bkn-000001")]
    [InlineData("T-000001,ditolak,2024-10-09,,198609262015051002", "nip", "not the one that was sent")]
    [InlineData("temuan satu,ditolak,2024-10-09,,", "nomor_temuan", "write it like T-000123")]
    [InlineData("T-000001,,2024-10-09,,", "status_tindak_lanjut", "Unknown status")]
    [InlineData("T-000001,ditolak,besok,,", "tanggal_status", "write yyyy-mm-dd")]
    [InlineData("T-000001,ditolak", null, "columns like the header")]
    public async Task EachWrongCellIsNamedWithItsLineAndItsRule(string line, string? column, string rule)
    {
        await SentAsync(1);

        var problem = Assert.Single((await ApplyAsync("nomor_temuan,status,tanggal,nomor_batch,nip\n" + line)).Problems);

        Assert.Equal((2L, column), (problem.Line, problem.Column));
        Assert.Contains(rule, problem.Rule.En, StringComparison.Ordinal);
        Assert.NotEqual(problem.Rule.Id, problem.Rule.En);
        Assert.DoesNotContain("198609262015051002", problem.Value, StringComparison.Ordinal);
        Assert.Empty(await CodesAsync());
    }

    [Fact]
    public async Task SeveralThingsWrongWithOneRowAreAllNamed()
    {
        await SentAsync(1);

        var report = await ApplyAsync("nomor_temuan,status,tanggal\nT-x,dimaafkan,besok\n");

        Assert.Equal(["nomor_temuan", "status_tindak_lanjut", "tanggal_status"], report.Problems.Select(problem => problem.Column));
        Assert.Equal(1, report.Rows);
    }

    [Fact]
    public async Task AnOlderAnswerDoesNotReplaceANewerOne()
    {
        var flag = (await SentAsync(1))[0];
        await ApplyAsync($"nomor_temuan,status,tanggal\n{flag},dijatuhi_sanksi,2024-10-09\n");

        var problem = Assert.Single((await ApplyAsync($"nomor_temuan,status,tanggal\n{flag},menunggu_ppk,2024-10-08\n")).Problems);

        Assert.Contains("2024-10-09 (dijatuhi_sanksi)", problem.Rule.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatNobodyCanHaveAnsweredIsNoAnswer()
    {
        var flag = (await SentAsync(1, deliver: false))[0];

        Assert.Contains(
            "has not arrived",
            Assert.Single((await ApplyAsync($"nomor_temuan,status\n{flag},ditolak\n")).Problems).Rule.En,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AFindingWithoutACaseHasNowhereToPutAnAnswer()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync());
        await DeliverAsync();

        Assert.Contains(
            "belongs to no case",
            Assert.Single((await ApplyAsync($"nomor_temuan,status\n{flag},ditolak\n")).Problems).Rule.En,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task OnesOwnColleaguesAndOtherRegionsAreNotAnsweredForByThisPerson()
    {
        var flag = (await SentAsync(1))[0];
        var file = $"nomor_temuan,status\n{flag},ditolak\n";

        var colleague = await ApplyAsync(file, Lead with { Instansi = "Pemerintah Kabupaten Pekalongan" });
        var stranger = await ApplyAsync(file, Lead with { Sees = _ => false });

        Assert.Contains("own instansi", Assert.Single(colleague.Problems).Rule.En, StringComparison.Ordinal);
        Assert.Contains("never sent", Assert.Single(stranger.Problems).Rule.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswersOfOneRecipientAreNotThoseOfAnother()
    {
        Options.Recipients.Add(new RecipientOptions { Name = "lembaga-baru" });
        var flag = (await SentAsync(1))[0];

        Assert.False((await ApplyAsync($"nomor_temuan,status\n{flag},ditolak\n", Lead, "lembaga-baru")).Applied);
        Assert.True((await ApplyAsync($"nomor_temuan,status\n{flag},ditolak\n", Lead, "bkn")).Applied);
    }

    [Fact]
    public async Task WhatIsNotAnsweredPastItsTimeShowsAndAnAnswerClearsIt()
    {
        var flags = await SentAsync(3);
        Assert.Equal(0, (await Watch.ReadAsync(default)).Unanswered);
        Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        Assert.Equal(
            (3L, Some.Moment),
            (await Watch.ReadAsync(default)).Recipients[0] is var one ? (one.Unanswered, one.UnansweredSince) : default
        );

        // "Waits to be verified" says that it lies there still.
        await ApplyAsync($"nomor_temuan,status\n{flags[0]},ditolak\n{flags[1]},menunggu_verifikasi_bkn\n");
        Assert.Equal(2, (await Watch.ReadAsync(default)).Unanswered);
        Options.AnswerWithin = TimeSpan.FromDays(30);
        Assert.Equal(0, (await Watch.ReadAsync(default)).Unanswered);
    }

    [Fact]
    public async Task AnAnswerThatWasRecordedByHandCountsAndAWithdrawalNeedsNone()
    {
        var flags = await SentAsync(2);
        Time.Advance(TimeSpan.FromDays(8));
        await new CaseRoom(Database, new AuditLog(Time), Some.Rules, Time).RecordAsync(
            flags[0],
            new NewEntry(EntryKind.Answer, "ditolak", "", ""),
            Lead,
            default
        );
        Assert.Equal(1, (await Watch.ReadAsync(default)).Unanswered);

        await Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE flag SET state = @Reopened WHERE id = @id", new { FlagState.Reopened, id = flags[1] }),
            default
        );
        await DeliverAsync();
        Time.Advance(TimeSpan.FromDays(8));

        Assert.Equal(0, (await Watch.ReadAsync(default)).Unanswered);
    }

    private Task<AnswerReport> ApplyAsync(string file, CaseWorker? worker = null, string? recipient = null) =>
        Answers.ApplyAsync(Encoding.UTF8.GetBytes(file), recipient, worker ?? Lead, default);

    private async Task<List<long>> SentAsync(int count, bool deliver = true)
    {
        var person = await PersonAsync();
        var flags = new List<long>();
        for (var i = 0; i < count; i++)
        {
            flags.Add(await Some.FindingAsync(Database, person, kajian: "014/KJ/X/2024"));
        }

        if (deliver)
        {
            await DeliverAsync();
            // So that the day after the batch has come.
            Time.Advance(TimeSpan.FromDays(1));
        }
        else
        {
            await CreateAsync();
        }

        return flags;
    }

    private async Task DeliverAsync()
    {
        foreach (var batch in (await CreateAsync()).Undelivered)
        {
            await Batches.DeliveredAsync(batch.Id, batch.ManifestSha256, null, Some.Ketua, default);
        }
    }

    private Task<List<string>> CodesAsync() =>
        Database.ReadAsync(session => session.ListAsync<string>("SELECT code FROM case_entry WHERE kind = 'answer' ORDER BY id"), default);
}

/// <summary>On SQLite.</summary>
public sealed class AnswerOnSqliteTests : AnswerTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class AnswerOnPostgreSqlTests : AnswerTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
