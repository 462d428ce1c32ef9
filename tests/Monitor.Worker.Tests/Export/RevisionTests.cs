using System.Text.Json;
using Monitor.Worker.Export;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>What was sent and holds no longer is said, in a row of its own kind, once to each who was told.</summary>
public abstract class RevisionTests : ExportStore
{
    [Theory]
    [InlineData(FlagState.Reopened, "Dibuka kembali")]
    [InlineData(FlagState.Disputed, "Dibuka kembali")]
    [InlineData(FlagState.NeedsInformation, "Dibuka kembali")]
    [InlineData(FlagState.Dismissed, "Bukan pelanggaran: ")]
    public async Task AFindingThatIsNoneAnyMoreIsTakenBackOnce(string state, string why)
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync(), kajian: "014/KJ/X/2024");
        await CreateAsync();
        await MoveAsync(flag, state);

        var row = await OnlyRowAsync();

        var expected = new Dictionary<string, string>
        {
            ["versi_format"] = "1",
            ["jenis_baris"] = "pencabutan",
            ["nomor_batch"] = "bkn-000002",
            ["nomor_baris"] = "1",
            ["rujukan_baris"] = "bkn-000001/1",
            ["nomor_temuan"] = $"T-{flag:000000}",
            ["nomor_kasus"] = $"K-{flag:000000}",
            ["nip"] = Some.Nip,
            ["ringkasan"] = row["ringkasan"],
        };
        if (state == FlagState.Dismissed)
        {
            expected["waktu_putusan"] = "2024-10-08T08:00:00+07:00";
        }

        // Nothing else that was said about the person is said again.
        Assert.Equal(expected.OrderBy(cell => cell.Key), row.Where(cell => cell.Value.Length > 0).OrderBy(cell => cell.Key));
        Assert.StartsWith(why, row["ringkasan"], StringComparison.Ordinal);
        Assert.Null((await CreateAsync()).Made);
    }

    [Fact]
    public async Task AFindingThatIsConfirmedAgainIsCorrectedAndNotSentAsNew()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync());
        await CreateAsync();
        await MoveAsync(flag, FlagState.Reopened);
        await OnlyRowAsync();
        await MoveAsync(flag, FlagState.Confirmed);

        var row = await OnlyRowAsync();

        Assert.Equal(
            ("koreksi", "bkn-000002/1", "Ratna Wulandari", "D-2"),
            (row["jenis_baris"], row["rujukan_baris"], row["nama"], row["kode_bentuk"])
        );
        Assert.Null((await CreateAsync()).Made);
    }

    [Fact]
    public async Task AVerdictGivenAnewIsACorrectionThatNamesTheRowItReplaces()
    {
        var person = await PersonAsync();
        await Some.FindingAsync(Database, person);
        var flag = await Some.FindingAsync(Database, person);
        await CreateAsync();
        await Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE decision SET form = 'D-8' WHERE flag_id = @flag", new { flag }),
            default
        );

        var row = await OnlyRowAsync();

        Assert.Equal(("koreksi", "bkn-000001/2", "D-8"), (row["jenis_baris"], row["rujukan_baris"], row["kode_bentuk"]));
        Assert.Null((await CreateAsync()).Made);
    }

    [Fact]
    public async Task AKajianThatIsWrittenLaterIsACorrection()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync(), kajian: "014/KJ/X/2024");
        await CreateAsync();
        await Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    INSERT INTO case_entry (case_id, kind, code, day, at, by_name, by_role)
                    VALUES (@flag, 'kajian', '015/KJ/X/2024', '2024-10-08', 0, 'ketua-uji', 'ketua')
                    """,
                    new { flag }
                ),
            default
        );

        Assert.Equal(
            ("koreksi", "015/KJ/X/2024"),
            ((await OnlyRowAsync()) is var row ? (row["jenis_baris"], row["nomor_kajian"]) : default)
        );
    }

    [Fact]
    public async Task APersonsCorrectedNameIsTold()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        await CreateAsync();
        await PersonAsync(name: "Ratna Wulandary");

        Assert.Equal(("koreksi", "Ratna Wulandary"), ((await OnlyRowAsync()) is var row ? (row["jenis_baris"], row["nama"]) : default));
    }

    [Fact]
    public async Task APersonsCorrectedNumberIsToldAndTheOldRowIsNamed()
    {
        const string right = "198609262015051002";
        var person = await PersonAsync();
        await Some.FindingAsync(Database, person);
        await CreateAsync();
        var other = await PersonAsync(right);
        await Database.WriteAsync(
            async session =>
            {
                var stored = await session.ScalarAsync<string>(
                    "SELECT nip_protected || '|' || nip_index FROM asn WHERE id = @other",
                    new { other }
                );
                await session.ExecuteAsync("UPDATE asn SET nip_index = '-' WHERE id = @other", new { other });
                return await session.ExecuteAsync(
                    "UPDATE asn SET nip_protected = @one, nip_index = @two WHERE id = @person",
                    new
                    {
                        one = stored!.Split('|')[0],
                        two = stored.Split('|')[1],
                        person,
                    }
                );
            },
            default
        );

        Assert.Equal(("koreksi", right), ((await OnlyRowAsync()) is var row ? (row["jenis_baris"], row["nip"]) : default));
    }

    [Fact]
    public async Task ALaterPromotionOrAnAnswerOfTheRecipientCorrectsNothing()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync(), kajian: "014/KJ/X/2024");
        await CreateAsync();
        await Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    UPDATE asn SET jabatan = 'Camat', jabatan_category = 'camat_lurah', unit = 'Kecamatan Lain', title_back = 'M.A.';
                    INSERT INTO case_entry (case_id, kind, code, day, at, by_name, by_role)
                    VALUES (@flag, 'answer', 'menunggu_ppk', '2024-10-08', 0, 'ketua-uji', 'ketua')
                    """,
                    new { flag }
                ),
            default
        );

        Assert.Null((await CreateAsync()).Made);
    }

    [Fact]
    public async Task EachRecipientIsToldWhatItWasTold()
    {
        Options.Recipients.Add(new RecipientOptions { Name = "lembaga-baru" });
        var order = new ExportOrder("lembaga-baru", Selection.Everything);
        var person = await PersonAsync();
        var first = await Some.FindingAsync(Database, person);
        await CreateAsync();
        await Batches.CreateAsync(Some.Ketua, order, default);
        var second = await Some.FindingAsync(Database, person);
        await CreateAsync();
        await MoveAsync(first, FlagState.Dismissed);
        await MoveAsync(second, FlagState.Dismissed);

        Assert.Equal(2, (await CreateAsync()).Made!.Withdrawals);
        var other = (await Batches.CreateAsync(Some.Ketua, order, default)).Made!;
        Assert.Equal($"T-{first:000000}", Assert.Single(Rows((await FilesAsync(other))[0]))["nomor_temuan"]);
    }

    [Fact]
    public async Task WhatAnErasureTookAwayIsTakenBackWithoutAWordAboutThePerson()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync(), kajian: "014/KJ/X/2024");
        await CreateAsync();
        await ForgetAsync(flag, "request:7");

        var row = await OnlyRowAsync();

        Assert.Equal(("pencabutan", "bkn-000001/1", ""), (row["jenis_baris"], row["rujukan_baris"], row["nip"]));
        Assert.Contains("UU 27/2022", row["ringkasan"], StringComparison.Ordinal);
        Assert.Equal(
            ["jenis_baris", "nomor_baris", "nomor_batch", "nomor_temuan", "ringkasan", "rujukan_baris", "versi_format"],
            row.Where(cell => cell.Value.Length > 0).Select(cell => cell.Key).Order(StringComparer.Ordinal)
        );
        Assert.Null((await CreateAsync()).Made);
    }

    [Fact]
    public async Task WhatRetentionForgetsStandsWithTheRecipient()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync());
        await CreateAsync();
        await ForgetAsync(flag, "retention:confirmed");

        Assert.Null((await CreateAsync()).Made);
    }

    [Fact]
    public async Task AWithdrawalLeavesWhateverPeriodIsAskedFor()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync());
        await CreateAsync();
        await MoveAsync(flag, FlagState.Dismissed);

        var made = (await Batches.CreateAsync(Some.Ketua, new ExportOrder(null, Selection.Of("2019-01", null)), default)).Made!;

        Assert.Equal((1L, 1L, 0L), (made.RowCount, made.Withdrawals, made.Corrections));
    }

    [Fact]
    public async Task WhatIsTakenBackWhileItsBatchIsOnTheWayLeavesAfterIt()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync());
        await CreateAsync();
        await MoveAsync(flag, FlagState.Dismissed);

        Assert.Equal(["bkn-000001", "bkn-000002"], (await CreateAsync()).Undelivered.Select(batch => batch.Name));
    }

    [Fact]
    public async Task AnotherRegionsWithdrawalDoesNotLeaveThroughThisPerson()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync(), region: "32.76");
        await CreateAsync();
        await MoveAsync(flag, FlagState.Dismissed);
        var regional = Some.Ketua with { Sees = region => region == "33.26" };

        Assert.Null((await Batches.CreateAsync(regional, ExportOrder.Everything, default)).Made);
        Assert.Equal(1, (await CreateAsync()).Made!.Withdrawals);
    }

    [Fact]
    public async Task RowsOfEveryKindStandInTheOrderOfTheirFindings()
    {
        var person = await PersonAsync();
        var first = await Some.FindingAsync(Database, person);
        var second = await Some.FindingAsync(Database, person);
        await CreateAsync();
        await Some.FindingAsync(Database, person);
        await MoveAsync(second, FlagState.Dismissed);
        await Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE decision SET reason = 'Lebih jelas' WHERE flag_id = @first", new { first }),
            default
        );

        var made = (await CreateAsync()).Made!;

        Assert.Equal((3L, 1L, 1L), (made.RowCount, made.Corrections, made.Withdrawals));
        var files = await FilesAsync(made);
        Assert.Equal(["koreksi", "pencabutan", "baru"], Rows(files[0]).Select(row => row["jenis_baris"]));
        Assert.Equal(["1", "2", "3"], Rows(files[0]).Select(row => row["nomor_baris"]));
        Assert.True(Manifest.TryRead(files[2].Bytes, out var manifest));
        Assert.Equal((1L, 1L), (manifest.Corrections, manifest.Withdrawals));
        var audit = (await AuditAsync()).FindLast(row => row.Verb == "export.create")!;
        Assert.Contains($"\"withdrawn\":[{second}]", audit.AfterState, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> OnlyRowAsync() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(
            Assert.Single(Text((await FilesAsync((await CreateAsync()).Made!))[1]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        )!;

    private Task<int> MoveAsync(long flag, string state) =>
        Database.WriteAsync(
            async session =>
            {
                if (state == FlagState.Dismissed)
                {
                    await session.ExecuteAsync(
                        "UPDATE decision SET verdict = 'dismiss', form = NULL, ground = 'netral_informasi' WHERE flag_id = @flag",
                        new { flag }
                    );
                }

                return await session.ExecuteAsync(
                    "UPDATE flag SET state = @state, closed_at = @closed WHERE id = @flag",
                    new
                    {
                        flag,
                        state,
                        closed = FlagState.Closed.Contains(state) ? Some.Moment : (DateTimeOffset?)null,
                    }
                );
            },
            default
        );

    private Task<int> ForgetAsync(long flag, string why) =>
        Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    UPDATE flag SET taken_down_at = 1, taken_down_why = @why, url = NULL WHERE id = @flag;
                    UPDATE export_row SET cells = '{}', nip_protected = '' WHERE flag_id = @flag
                    """,
                    new { flag, why }
                ),
            default
        );
}

/// <summary>On SQLite.</summary>
public sealed class RevisionOnSqliteTests : RevisionTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class RevisionOnPostgreSqlTests : RevisionTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
