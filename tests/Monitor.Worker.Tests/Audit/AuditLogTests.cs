using Monitor.Worker.Audit;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Audit;

public abstract class AuditLogTests : Spine
{
    private const int Rows = 6;

    /// <summary>What somebody does who has the file in hand.</summary>
    internal abstract Task LiftTriggersAsync();

    [Fact]
    public async Task EmptyRecordHolds()
    {
        var verdict = await VerifyAsync();
        Assert.Equal((0, null, AuditLog.Genesis), (verdict.Rows, verdict.Fault, verdict.Head.Hash));
    }

    [Fact]
    public async Task EachRowNamesTheHashOfTheOneBeforeAndTheHeadTheLast()
    {
        await RecordRowsAsync();
        var rows = await ListAsync<AuditRow>("SELECT * FROM audit ORDER BY sequence");
        Assert.Equal(Enumerable.Range(1, Rows).Select(i => (long)i), rows.Select(row => row.Sequence));
        Assert.Equal([AuditLog.Genesis, .. rows.SkipLast(1).Select(row => row.Hash)], rows.Select(row => row.PreviousHash));
        var head = await Database.ReadAsync(AuditLog.HeadAsync, default);
        Assert.Equal((Rows, rows[^1].Hash), (head.Sequence, head.Hash));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task RowIsThereOnlyWhenTheChangeItRecordsIs()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Database.WriteAsync(
                async session =>
                {
                    await AuditLog.RecordAsync(session, Some.Admin, "flag.decide", "flag:1");
                    throw new InvalidOperationException("the change fails");
                },
                default
            )
        );
        Assert.Equal(0, await CountAsync("audit"));
        Assert.Equal(0, await CountAsync("audit_head"));
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'lain' WHERE sequence = 2")]
    [InlineData("UPDATE audit SET sequence = 99 WHERE sequence = 2")]
    [InlineData("DELETE FROM audit WHERE sequence = 2")]
    [InlineData("DELETE FROM audit")]
    [InlineData("DELETE FROM audit_head")]
    public async Task StoreItselfRefusesToChangeOrDeleteARow(string sql)
    {
        await RecordRowsAsync();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => ExecuteAsync(sql));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Theory]
    [InlineData("at = at + 1")]
    [InlineData("actor = 'Budi'")]
    [InlineData("actor = actor || ' '")]
    [InlineData("actor_uid = 1001")]
    [InlineData("actor_uid = NULL")]
    [InlineData("role = 'ketua'")]
    [InlineData("verb = 'flag.decida'")]
    [InlineData("subject = 'flag:13'")]
    [InlineData("before_state = NULL")]
    [InlineData("before_state = ''")]
    [InlineData("after_state = replace(after_state, 'confirm', 'dismiss')")]
    [InlineData("after_state = after_state || ' '")]
    [InlineData("hash = replace(hash, substr(hash, 1, 1), CASE substr(hash, 1, 1) WHEN 'a' THEN 'b' ELSE 'a' END)")]
    [InlineData("hash = upper(hash) || 'x'")]
    public async Task ChangedValueOfAnyColumnIsFoundAndTheRowNamed(string change)
    {
        await RecordRowsAsync();
        await LiftTriggersAsync();
        await ExecuteAsync($"UPDATE audit SET {change} WHERE sequence = 4");
        var verdict = await VerifyAsync();
        Assert.Equal((3, 4L, AuditFault.Changed), (verdict.Rows, verdict.BrokenAt, verdict.Fault));
    }

    [Fact]
    public async Task ChangedLinkIsFoundAndTheRowNamed()
    {
        await RecordRowsAsync();
        await LiftTriggersAsync();
        await ExecuteAsync("UPDATE audit SET previous_hash = @other WHERE sequence = 4", new { other = new string('1', 64) });
        var verdict = await VerifyAsync();
        Assert.Equal((3, 4L, AuditFault.Unchained), (verdict.Rows, verdict.BrokenAt, verdict.Fault));
    }

    [Fact]
    public async Task RowRewrittenTogetherWithItsHashIsFoundAtTheNextOne()
    {
        await RecordRowsAsync();
        await LiftTriggersAsync();
        var row = (await ListAsync<AuditRow>("SELECT * FROM audit WHERE sequence = 4"))[0];
        var forged = new AuditRow
        {
            Sequence = row.Sequence,
            At = row.At,
            Actor = "orang lain",
            ActorUid = row.ActorUid,
            Role = row.Role,
            Verb = row.Verb,
            Subject = row.Subject,
            BeforeState = row.BeforeState,
            AfterState = row.AfterState,
            Salt = row.Salt,
            BeforeDigest = row.BeforeDigest,
            AfterDigest = row.AfterDigest,
            PreviousHash = row.PreviousHash,
        };
        await ExecuteAsync(
            "UPDATE audit SET actor = 'orang lain', hash = @hash WHERE sequence = 4",
            new { hash = AuditLog.HashOf(forged) }
        );
        var verdict = await VerifyAsync();
        Assert.Equal((4, 5L, AuditFault.Unchained), (verdict.Rows, verdict.BrokenAt, verdict.Fault));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task RemovedRowIsFoundAndNamed(int sequence)
    {
        await RecordRowsAsync();
        await LiftTriggersAsync();
        await ExecuteAsync("DELETE FROM audit WHERE sequence = @sequence", new { sequence });
        var verdict = await VerifyAsync();
        Assert.Equal((sequence - 1, sequence, AuditFault.Missing), (verdict.Rows, verdict.BrokenAt, verdict.Fault));
    }

    [Theory]
    [InlineData("DELETE FROM audit WHERE sequence > 4", 5)]
    [InlineData("DELETE FROM audit", 1)]
    [InlineData("UPDATE audit_head SET sequence = 5", 7)]
    [InlineData("UPDATE audit_head SET hash = replace(hash, '0', '1') || 'x'", 7)]
    [InlineData("DELETE FROM audit_head", 7)]
    public async Task CutTailAndChangedHeadAreFound(string sql, long brokenAt)
    {
        await RecordRowsAsync();
        await LiftTriggersAsync();
        await ExecuteAsync(sql);
        var verdict = await VerifyAsync();
        Assert.Equal((brokenAt, AuditFault.CutOff), (verdict.BrokenAt, verdict.Fault));
    }

    [Fact]
    public async Task NewestRowsOfASubjectComeOldestFirst()
    {
        await RecordRowsAsync();
        var rows = await Database.ReadAsync(session => AuditLog.NewestAsync(session, "flag:12", 2), default);
        Assert.Equal([5L, 6L], rows.Select(row => row.Sequence));
        Assert.Empty(await Database.ReadAsync(session => AuditLog.NewestAsync(session, "flag:99", 2), default));
    }

    [Fact]
    public void NoTwoRowsHashTheSameBecauseAFieldBeganWhereAnotherEnded()
    {
        var one = AuditLog.HashOf(new AuditRow { Actor = "ab", Role = "c" });
        var other = AuditLog.HashOf(new AuditRow { Actor = "a", Role = "bc" });
        Assert.NotEqual(one, other);
        Assert.NotEqual(AuditLog.HashOf(new AuditRow { BeforeState = null }), AuditLog.HashOf(new AuditRow { BeforeState = "" }));
    }

    private protected Task RecordRowsAsync() =>
        Database.WriteAsync(
            async session =>
            {
                for (var i = 1; i <= Rows; i++)
                {
                    await AuditLog.RecordAsync(
                        session,
                        Some.Admin,
                        "flag.decide",
                        "flag:12",
                        new { state = "flagged" },
                        new { state = "proposed", verdict = "confirm" }
                    );
                }
            },
            default
        );
}

/// <summary>On SQLite, with what only SQLite lets somebody do.</summary>
public sealed class AuditLogOnSqliteTests : AuditLogTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    internal override async Task LiftTriggersAsync()
    {
        foreach (var trigger in (string[])["audit_is_never_changed", "audit_is_never_deleted", "audit_head_is_never_deleted"])
        {
            await ExecuteAsync($"DROP TRIGGER {trigger}");
        }
    }

    [Theory]
    [InlineData("at = 'kemarin'")]
    [InlineData("at = x'00'")]
    [InlineData("at = 1.5")]
    [InlineData("at = 9223372036854775807")]
    [InlineData("actor = CAST(actor AS BLOB)")]
    [InlineData("actor = x'FF'")]
    [InlineData("actor = actor || char(0) || 'x'")]
    [InlineData("actor_uid = 'akar'")]
    [InlineData("actor_uid = 1000.5")]
    [InlineData("role = x''")]
    [InlineData("verb = CAST(verb AS BLOB)")]
    [InlineData("subject = CAST(subject AS BLOB)")]
    [InlineData("before_state = CAST(before_state AS BLOB)")]
    [InlineData("after_state = CAST(after_state AS BLOB)")]
    [InlineData("hash = CAST(hash AS BLOB)")]
    public async Task ValueOfAnotherTypeIsAVerdictThatNamesTheRow(string change)
    {
        await RecordRowsAsync();
        await LiftTriggersAsync();
        await ExecuteAsync($"UPDATE audit SET {change} WHERE sequence = 4");
        var verdict = await VerifyAsync();
        Assert.Equal((3, 4L, AuditFault.Changed), (verdict.Rows, verdict.BrokenAt, verdict.Fault));
    }

    [Theory]
    [InlineData("hash = CAST(hash AS BLOB)")]
    [InlineData("sequence = 'enam'")]
    [InlineData("sequence = x'06'")]
    public async Task HeadOfAnotherTypeIsAVerdictToo(string change)
    {
        await RecordRowsAsync();
        await ExecuteAsync($"UPDATE audit_head SET {change}");
        var verdict = await VerifyAsync();
        Assert.Equal((Rows, AuditFault.CutOff), (verdict.Rows, verdict.Fault));
    }

    [Fact]
    public async Task UnreadableRowAfterAGapIsNamedByTheRowThatIsMissing()
    {
        await RecordRowsAsync();
        await LiftTriggersAsync();
        await ExecuteAsync("DELETE FROM audit WHERE sequence = 3");
        await ExecuteAsync("UPDATE audit SET at = 'kemarin' WHERE sequence = 4");
        var verdict = await VerifyAsync();
        Assert.Equal((3L, AuditFault.Missing), (verdict.BrokenAt, verdict.Fault));
    }

    private const int Rows = 6;
}

/// <summary>On PostgreSQL.</summary>
public sealed class AuditLogOnPostgreSqlTests : AuditLogTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);

    internal override async Task LiftTriggersAsync()
    {
        await ExecuteAsync("ALTER TABLE audit DISABLE TRIGGER USER");
        await ExecuteAsync("ALTER TABLE audit_head DISABLE TRIGGER USER");
    }

    [Theory]
    [InlineData("TRUNCATE audit", "audit rows are never deleted")]
    [InlineData("TRUNCATE audit_head", "the audit head is never deleted")]
    public async Task RowsAreNotEmptiedOutEither(string statement, string said)
    {
        await RecordRowsAsync();
        var refusal = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => ExecuteAsync(statement));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Null((await VerifyAsync()).Fault);
    }
}
