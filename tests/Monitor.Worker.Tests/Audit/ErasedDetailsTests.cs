using Monitor.Worker.Audit;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Audit;

public abstract class ErasedDetailsTests : Spine
{
    private const string Secret = "Ratna Wulandari memohon maaf";

    /// <summary>What somebody does who has the file in hand.</summary>
    internal abstract Task LiftTriggersAsync();

    [Fact]
    public async Task ChainHoldsAfterDetailsWereErasedAndSaysHowMany()
    {
        await RecordAsync(5);
        Assert.Equal(new ErasedRows(2, 0), await EraseAsync(2, 3));
        var verdict = await VerifyAsync();
        Assert.Equal((6L, null, 2L), (verdict.Rows, verdict.Fault, verdict.Erased));
    }

    [Fact]
    public async Task NothingOfTheDetailStaysInTheRow()
    {
        await RecordAsync(3);
        await EraseAsync(2);
        var rows = await RowsAsync();
        Assert.Equal((null, null, null, true), (rows[1].BeforeState, rows[1].AfterState, rows[1].Salt, rows[1].IsErased));
        Assert.Contains(Secret, rows[0].AfterState + rows[2].AfterState, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoErasedWhichRowsAndWhyIsARowOfTheChain()
    {
        await RecordAsync(5);
        await EraseAsync(1, 2, 4);
        var last = (await RowsAsync())[^1];
        Assert.Equal(
            ("audit.erase_details", "request:7", "{\"rows\":[[1,2],[4,4]]}", "admin-uji"),
            (last.Verb, last.Subject, last.AfterState, last.Actor)
        );
    }

    [Fact]
    public async Task ErasureOnRecordIsNotErasedItself()
    {
        await RecordAsync(2);
        await EraseAsync(1);
        Assert.Equal(new ErasedRows(0, 0), await EraseAsync(1, 3));
        Assert.Null((await VerifyAsync()).Fault);
        Assert.Equal(3, await CountAsync("audit"));
    }

    [Fact]
    public async Task DetailsErasedBehindTheBackOfTheRecordAreFoundAndTheRowNamed()
    {
        await RecordAsync(5);
        await EraseAsync(2);
        await ExecuteAsync("UPDATE audit SET salt = NULL, before_state = NULL, after_state = NULL WHERE sequence = 4");
        var verdict = await VerifyAsync();
        Assert.Equal((4L, AuditFault.Withheld), (verdict.BrokenAt, verdict.Fault));
    }

    [Theory]
    [InlineData("salt = replace(salt, substr(salt, 1, 1), 'g')")]
    [InlineData("after_state = NULL")]
    [InlineData("after_digest = NULL")]
    [InlineData("after_state = after_digest, after_digest = NULL, salt = NULL")]
    [InlineData("after_digest = replace(after_digest, 'sha256:', 'sha512:')")]
    public async Task ChangedSealIsFoundAndTheRowNamed(string change)
    {
        await RecordAsync(5);
        await LiftTriggersAsync();
        await ExecuteAsync($"UPDATE audit SET {change} WHERE sequence = 4");
        var verdict = await VerifyAsync();
        Assert.Equal((3L, 4L, AuditFault.Changed), (verdict.Rows, verdict.BrokenAt, verdict.Fault));
    }

    [Fact]
    public async Task RowsFromBeforeTheDigestsStillHoldAndAreLeftAsTheyAre()
    {
        await RecordAsync(1);
        var row = (await RowsAsync())[0];
        row.Salt = row.BeforeDigest = row.AfterDigest = null;
        await LiftTriggersAsync();
        await ExecuteAsync(
            "UPDATE audit SET salt = NULL, before_digest = NULL, after_digest = NULL, hash = @hash WHERE sequence = 1",
            new { hash = AuditLog.HashOf(row) }
        );
        await ExecuteAsync("UPDATE audit_head SET hash = @hash", new { hash = AuditLog.HashOf(row) });
        Assert.Null((await VerifyAsync()).Fault);
        Assert.Equal(new ErasedRows(0, 1), await EraseAsync(1));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task TwoRowsThatSayTheSameHaveDifferentDigests()
    {
        await RecordAsync(2);
        var rows = await RowsAsync();
        Assert.NotEqual(rows[0].AfterDigest, rows[1].AfterDigest);
    }

    private Task<List<AuditRow>> RowsAsync() => ListAsync<AuditRow>("SELECT * FROM audit ORDER BY sequence");

    private Task<ErasedRows> EraseAsync(params long[] rows) =>
        Database.WriteAsync(session => AuditLog.EraseDetailsAsync(session, Some.Admin, rows, "request:7"), default);

    private Task RecordAsync(int rows) =>
        Database.WriteAsync(
            async session =>
            {
                for (var i = 1; i <= rows; i++)
                {
                    await AuditLog.RecordAsync(session, Some.Admin, "flag.decide", "flag:12", null, new { reason = Secret });
                }
            },
            default
        );
}

/// <summary>On SQLite.</summary>
public sealed class ErasedDetailsOnSqliteTests : ErasedDetailsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    internal override Task LiftTriggersAsync() => ExecuteAsync("DROP TRIGGER audit_is_never_changed");
}

/// <summary>On PostgreSQL.</summary>
public sealed class ErasedDetailsOnPostgreSqlTests : ErasedDetailsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);

    internal override Task LiftTriggersAsync() => ExecuteAsync("DROP TRIGGER audit_is_never_changed ON audit");
}
