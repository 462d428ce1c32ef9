using Monitor.Worker.Audit;
using Monitor.Worker.Export;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Audit;

/// <summary>What was seen of the chain from outside: rewriting history needs more than the database.</summary>
public abstract class WitnessTests : Spine
{
    private readonly TempFolder _outside = Some.Folder();
    private readonly ListLogger<HeadFile> _log = new();

    private string Path => _outside["kepala.txt"];

    private HeadFile HeadFile => new(Database, Folder, new AuditOptions { HeadFile = Path }, Time, _log);

    /// <summary>What somebody does who has the file in hand.</summary>
    internal abstract Task LiftTriggersAsync();

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _outside.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task HeadIsAppendedWhenItHasMovedAndNotOtherwise()
    {
        var file = HeadFile;
        await RecordAsync(2);
        await file.WitnessAsync(default);
        await file.WitnessAsync(default);
        await RecordAsync(1);
        await file.WitnessAsync(default);
        // A daemon that starts again goes on where the file ends.
        await HeadFile.WitnessAsync(default);

        var seen = await Witness.ReadAsync(Path, default);
        Assert.Equal([2L, 3L], seen.Select(witness => witness.Sequence));
        Assert.Null((await VerifyAsync(seen)).Fault);
    }

    [Fact]
    public async Task WholeChainMadeAnewIsFoundByWhatWasSeenOfIt()
    {
        await RecordAsync(3);
        await HeadFile.WitnessAsync(default);
        await LiftTriggersAsync();
        await ExecuteAsync("DELETE FROM audit");
        await ExecuteAsync("DELETE FROM audit_head");
        await RecordAsync(5, "orang lain");
        Assert.Null((await VerifyAsync([])).Fault);

        var verdict = await VerifyAsync(await Witness.ReadAsync(Path, default));

        Assert.Equal((2, 3L, AuditFault.Rewritten), (verdict.Rows, verdict.BrokenAt, verdict.Fault));
        Assert.Equal(Path + ":1", verdict.Contradicted!.From);
    }

    [Fact]
    public async Task RowsThatWereCutOffTogetherWithTheHeadAreFoundByWhatWasSeenOfThem()
    {
        await RecordAsync(5);
        await HeadFile.WitnessAsync(default);
        await LiftTriggersAsync();
        await ExecuteAsync("DELETE FROM audit WHERE sequence > 3");
        await ExecuteAsync("UPDATE audit_head SET sequence = 3, hash = (SELECT hash FROM audit WHERE sequence = 3)");
        Assert.Null((await VerifyAsync([])).Fault);

        var verdict = await VerifyAsync(await Witness.ReadAsync(Path, default));

        Assert.Equal((3, 4L, AuditFault.CutOff), (verdict.Rows, verdict.BrokenAt, verdict.Fault));
        Assert.Equal(5, verdict.Contradicted!.Sequence);
    }

    [Fact]
    public async Task EachChangedByteOfTheHeadFileIsFound()
    {
        await RecordAsync(4);
        await HeadFile.WitnessAsync(default);
        var line = await File.ReadAllTextAsync(Path);
        // The time is for people; sequence and hash are what is compared.
        for (var at = 0; at < line.IndexOf(' ', StringComparison.Ordinal) + 66; at++)
        {
            var changed = line.ToCharArray();
            changed[at] = changed[at] == '1' ? '2' : '1';
            await File.WriteAllTextAsync(Path, new string(changed));
            AuditFault? fault = null;
            var refused = false;
            try
            {
                fault = (await VerifyAsync(await Witness.ReadAsync(Path, default))).Fault;
            }
            catch (RefusalException refusal)
            {
                Assert.Contains("line 1", refusal.Sentence.En, StringComparison.Ordinal);
                refused = true;
            }

            Assert.True(refused || fault is not null, $"byte {at}");
        }
    }

    [Fact]
    public async Task ManifestOfAnExportIsAWitness()
    {
        await RecordAsync(2);
        var head = await Database.ReadAsync(AuditLog.HeadAsync, default);
        var path = _outside["bkn-000001" + Manifest.Suffix];
        var manifest = new Manifest("monitor-bkn/1", "bkn-000001", "bkn", 1, "", 0, [], new(head.Sequence, head.Hash), "", [], false);
        await File.WriteAllBytesAsync(path, manifest.ToBytes());
        await RecordAsync(1);
        Assert.Null((await VerifyAsync(await Witness.ReadAsync(path, default))).Fault);

        await File.WriteAllBytesAsync(path, (manifest with { Audit = new(head.Sequence, new string('0', 64)) }).ToBytes());
        Assert.Equal(AuditFault.Rewritten, (await VerifyAsync(await Witness.ReadAsync(path, default))).Fault);
    }

    [Fact]
    public async Task FileThatCannotBeWrittenIsAProblemUntilItCan()
    {
        Directory.CreateDirectory(Path);
        var file = HeadFile;
        await RecordAsync(1);
        await file.WitnessAsync(default);
        Assert.NotNull(file.Problem);
        Assert.NotEmpty(_log.Lines);

        Directory.Delete(Path);
        await file.WitnessAsync(default);
        Assert.Null(file.Problem);
        Assert.Single(await Witness.ReadAsync(Path, default));
    }

    [Theory]
    [InlineData("kepala.txt")]
    [InlineData("db/kepala.txt")]
    [InlineData("db/../kepala.txt")]
    public void FileInTheDataFolderProvesNothingAndIsRefused(string name)
    {
        var options = new AuditOptions { HeadFile = System.IO.Path.Combine(Folder.Root, name) };
        Assert.Throws<RefusalException>(() => new HeadFile(Database, Folder, options, Time, _log));
    }

    [Fact]
    public async Task RowsAreFilteredByActorVerbSubjectAndTime()
    {
        await RecordAsync(2, "sari", "flag.decide", "flag:1");
        Time.Advance(TimeSpan.FromDays(1));
        await RecordAsync(1, "sari", "case.open", "case:1");
        await RecordAsync(1, "dewi", "case.kajian", "case:1");
        Time.Advance(TimeSpan.FromDays(1));
        await RecordAsync(1, "dewi", "flag.decide", "flag:12");

        await AssertRowsAsync([1, 2, 3], actor: "sari");
        await AssertRowsAsync([1, 2, 3, 4, 5], actor: "1000");
        await AssertRowsAsync([], actor: "1001");
        await AssertRowsAsync([1, 2, 5], verb: "flag.decide");
        await AssertRowsAsync([3, 4], verb: "case.*");
        await AssertRowsAsync([1, 2], subject: "flag:1");
        await AssertRowsAsync([1, 2, 5], subject: "flag:*");
        await AssertRowsAsync([3, 4, 5], since: "2024-10-02");
        await AssertRowsAsync([1, 2, 3, 4], until: "2024-10-02");
        await AssertRowsAsync([1, 2], until: "2024-10-02T10:00:00+07:00");
        await AssertRowsAsync([4], actor: "dewi", since: "2024-10-02", until: "2024-10-02");
        await AssertRowsAsync([4, 5], limit: 2);
        Assert.Throws<RefusalException>(() => AuditFilter.Of(null, null, null, "kemarin", null, 1));
    }

    private async Task AssertRowsAsync(
        long[] expected,
        string? actor = null,
        string? verb = null,
        string? subject = null,
        string? since = null,
        string? until = null,
        int limit = 50
    )
    {
        var filter = AuditFilter.Of(actor, verb, subject, since, until, limit);
        var rows = await Database.ReadAsync(session => AuditLog.NewestAsync(session, filter), default);
        Assert.Equal(expected, rows.Select(row => row.Sequence));
    }

    private Task<AuditVerdict> VerifyAsync(IReadOnlyCollection<Witness> seen) =>
        Database.ReadAsync(session => AuditLog.VerifyAsync(session, seen), default);

    private Task RecordAsync(int rows, string actor = "sari", string verb = "flag.decide", string subject = "flag:12") =>
        Database.WriteAsync(
            async session =>
            {
                for (var i = 0; i < rows; i++)
                {
                    await AuditLog.RecordAsync(session, new Actor(actor, 1000, "analis"), verb, subject, after: new { i });
                }
            },
            default
        );
}

/// <inheritdoc />
public sealed class WitnessOnSqliteTests : WitnessTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    internal override async Task LiftTriggersAsync()
    {
        foreach (var trigger in await ListAsync<string>("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"))
        {
            await ExecuteAsync($"DROP TRIGGER {trigger}");
        }
    }
}

/// <summary>On PostgreSQL.</summary>
public sealed class WitnessOnPostgreSqlTests : WitnessTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);

    internal override async Task LiftTriggersAsync()
    {
        await ExecuteAsync("ALTER TABLE audit DISABLE TRIGGER USER");
        await ExecuteAsync("ALTER TABLE audit_head DISABLE TRIGGER USER");
    }
}
