using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Storage;

public abstract class DatabaseTests : Spine
{
    [Fact]
    public async Task WhatAWriteTransactionDidIsGoneWhenItThrows()
    {
        await ExecuteAsync("CREATE TABLE tally (id BIGINT PRIMARY KEY, count BIGINT NOT NULL)");
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("INSERT INTO tally VALUES (1, 1)");
                    await session.ExecuteAsync("INSERT INTO tally VALUES (2, 1)");
                    throw new InvalidOperationException("in the middle");
                },
                default
            )
        );
        Assert.Equal(0, await CountAsync("tally"));
        await ExecuteAsync("INSERT INTO tally VALUES (1, 1)");
        Assert.Equal(1, await CountAsync("tally"));
    }

    [Fact]
    public async Task CancelledTransactionLeavesNothingAndTheNextWriterIsNotBlocked()
    {
        await ExecuteAsync("CREATE TABLE tally (id BIGINT PRIMARY KEY, count BIGINT NOT NULL)");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("INSERT INTO tally VALUES (1, 1)");
                    await stop.CancelAsync();
                    await session.ExecuteAsync("INSERT INTO tally VALUES (2, 1)");
                },
                stop.Token
            )
        );
        await ExecuteAsync("INSERT INTO tally VALUES (3, 1)");
        Assert.Equal([3], await ListAsync<long>("SELECT id FROM tally"));
    }

    [Fact]
    public async Task OfManyWritesThatWaitTogetherOneThatThrowsLeavesNothingAndTheOthersAreKept()
    {
        await ExecuteAsync("CREATE TABLE tally (id BIGINT PRIMARY KEY, count BIGINT NOT NULL)");
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = Database.WriteAsync(_ => open.Task, default);
        var writes = Enumerable
            .Range(1, 9)
            .Select(i =>
                Database.WriteAsync(
                    async session =>
                    {
                        await session.ExecuteAsync("INSERT INTO tally VALUES (@i, 0)", new { i });
                        // The fifth breaks the statement itself, the seventh is refused by its own rule.
                        await session.ExecuteAsync("INSERT INTO tally VALUES (@id, 0)", new { id = i == 5 ? i : i + 100 });
                        if (i == 7)
                        {
                            throw new InvalidOperationException("in the middle");
                        }
                    },
                    default
                )
            )
            .ToList();
        open.SetResult();
        await held;
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => writes[4]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writes[6]);
        await Task.WhenAll(writes.Where((_, i) => i is not (4 or 6)));
        Assert.Equal([1, 2, 3, 4, 6, 8, 9], await ListAsync<long>("SELECT id FROM tally WHERE id < 100 ORDER BY id"));
        Assert.Equal(14, await CountAsync("tally"));
    }

    [Fact]
    public async Task ReaderKeepsNothing()
    {
        await ExecuteAsync("CREATE TABLE tally (id BIGINT PRIMARY KEY, count BIGINT NOT NULL)");
        await Database.ReadAsync(session => session.ExecuteAsync("INSERT INTO tally VALUES (1, 1)"), default);
        Assert.Equal(0, await CountAsync("tally"));
    }

    [Fact]
    public async Task ReferenceToARowThatDoesNotExistIsRefused()
    {
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            ExecuteAsync("INSERT INTO flag_evidence (flag_id, evidence_id, note) VALUES (7, 7, '')")
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EightWritersThatReadFirstAndWriteLaterLoseNoUpdate(bool sameInstance)
    {
        const int each = 25;
        await ExecuteAsync("CREATE TABLE tally (id BIGINT PRIMARY KEY, count BIGINT NOT NULL)");
        await ExecuteAsync("INSERT INTO tally VALUES (1, 0)");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(CountUpAsync)));
        Assert.Equal(8 * each, await ScalarAsync<long>("SELECT count FROM tally"));

        async Task CountUpAsync()
        {
            // An instance of its own stands for another process: it shares nothing with the others but the file.
            var own = sameInstance ? Database : await OpenAsync(Folder);
            for (var i = 0; i < each; i++)
            {
                await own.WriteAsync(
                    async session =>
                    {
                        var count = await session.ScalarAsync<long>("SELECT count FROM tally WHERE id = 1");
                        await session.ExecuteAsync("UPDATE tally SET count = @count + 1 WHERE id = 1", new { count });
                    },
                    default
                );
            }
        }
    }

    [Fact]
    public async Task TimesComeBackToTheMillisecondInUtc()
    {
        await ExecuteAsync("CREATE TABLE moment (at BIGINT)");
        var at = new DateTimeOffset(2024, 10, 1, 10, 0, 0, 123, TimeSpan.FromHours(7));
        await ExecuteAsync("INSERT INTO moment VALUES (@at)", new { at });
        var read = await ScalarAsync<long>("SELECT at FROM moment");
        Assert.Equal(at.ToUnixTimeMilliseconds(), read);
    }
}

/// <summary>On SQLite.</summary>
public sealed class DatabaseOnSqliteTests : DatabaseTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class DatabaseOnPostgreSqlTests : DatabaseTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
