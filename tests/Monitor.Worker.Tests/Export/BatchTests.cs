using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Export;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Registry;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>What goes into a batch, and that it goes once.</summary>
public abstract class BatchTests : ExportStore
{
    [Fact]
    public async Task OnlyConfirmedFindingsLeave()
    {
        var person = await PersonAsync();
        foreach (var state in new[] { FlagState.Flagged, FlagState.Proposed, FlagState.Disputed, FlagState.Dismissed })
        {
            await Some.FindingAsync(Database, person, state: state);
        }

        Assert.Null((await CreateAsync()).Made);

        var confirmed = await Some.FindingAsync(Database, person);
        var row = Assert.Single(Rows((await FilesAsync((await CreateAsync()).Made!))[0]));

        Assert.Equal($"T-{confirmed:000000}", row["nomor_temuan"]);
    }

    [Fact]
    public async Task AFindingLeavesOnceAndTheNextBatchHoldsOnlyWhatIsNew()
    {
        var person = await PersonAsync();
        await Some.FindingAsync(Database, person);
        var first = (await CreateAsync()).Made!;
        Assert.Null((await CreateAsync()).Made);

        var next = await Some.FindingAsync(Database, person);
        var second = (await CreateAsync()).Made!;

        Assert.Equal(("bkn-000001", "bkn-000002"), (first.Name, second.Name));
        Assert.Equal($"T-{next:000000}", Assert.Single(Rows((await FilesAsync(second))[0]))["nomor_temuan"]);
    }

    [Fact]
    public async Task AnotherRecipientGetsTheSameFindingUnderItsOwnNumber()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        await CreateAsync();
        Options.Recipient = "lembaga-baru";

        Assert.Equal("lembaga-baru-000001", (await CreateAsync()).Made!.Name);
    }

    [Fact]
    public async Task NothingNewLeavesNoTrace()
    {
        await CreateAsync();

        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task ManyExportsAtOnceTakeEachFindingOnce()
    {
        var person = await PersonAsync();
        for (var i = 0; i < 40; i++)
        {
            await Some.FindingAsync(Database, person);
        }

        // Each has a store of its own, as two daemons on one file would: only the database stands between them.
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        using var own = await OpenAsync(Folder);
                        return await Over(own).CreateAsync(Some.Ketua, ExportOrder.Everything, default);
                    })
                )
        );

        Assert.Equal(40, Assert.Single(outcomes, outcome => outcome.Made is not null).Made!.RowCount);
        Assert.Equal(40, await Database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM export_row"), default));
    }

    [Fact]
    public async Task TheKeyRefusesASecondRowForOneFinding()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        await CreateAsync();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            Database.WriteAsync(
                session =>
                    session.ExecuteAsync(
                        "INSERT INTO export_row SELECT recipient, flag_id, revision, batch_id, place + 1, cells, nip_protected FROM export_row"
                    ),
                default
            )
        );
    }

    [Fact]
    public async Task AFindingWithoutItsPersonIsHeldAndSaysWhatIsMissing()
    {
        var flag = await Some.FindingAsync(Database, person: null);

        var outcome = await CreateAsync();

        Assert.Null(outcome.Made);
        var held = Assert.Single(outcome.Held);
        Assert.Equal(flag, held.Flag);
        Assert.Equal(["nip", "jenis_asn", "nama", "instansi"], held.Missing);
    }

    [Fact]
    public async Task AHeldFindingLeavesNoGapInTheRowNumbers()
    {
        var person = await PersonAsync();
        await Some.FindingAsync(Database, person);
        await Some.FindingAsync(Database, person: null);
        await Some.FindingAsync(Database, person);

        var rows = Rows((await FilesAsync((await CreateAsync()).Made!))[0]);

        Assert.Equal(["1", "2"], rows.Select(row => row["nomor_baris"]));
    }

    [Fact]
    public async Task WhereAKajianIsRequiredNothingLeavesWithoutItsNumber()
    {
        Options.RequireKajian = true;
        var person = await PersonAsync();
        var without = await Some.FindingAsync(Database, person);
        await Some.FindingAsync(Database, person, kajian: "014/KJ/X/2024");

        var outcome = await CreateAsync();

        var row = Assert.Single(Rows((await FilesAsync(outcome.Made!))[0]));
        Assert.Equal(("014/KJ/X/2024", "2024-10-07"), (row["nomor_kajian"], row["tanggal_kajian"]));
        Assert.Equal(
            (without, "nomor_kajian, tanggal_kajian"),
            Assert.Single(outcome.Held.Select(held => (held.Flag, string.Join(", ", held.Missing))))
        );
    }

    [Fact]
    public async Task EveryColumnSaysWhatThePageSays()
    {
        var flag = await Some.FindingAsync(Database, await PersonAsync(), kajian: "014/KJ/X/2024", form: "D-8");

        var line = Text((await FilesAsync((await CreateAsync()).Made!))[1]);

        var cells = JsonSerializer.Deserialize<OrderedDictionary<string, string>>(line)!;
        Assert.Equal(Columns.All.Select(column => column.Name), cells.Keys);
        var expected = new Dictionary<string, string>
        {
            ["versi_format"] = "1",
            ["jenis_baris"] = "baru",
            ["nomor_batch"] = "bkn-000001",
            ["nomor_baris"] = "1",
            ["nomor_temuan"] = $"T-{flag:000000}",
            ["nomor_kasus"] = $"K-{flag:000000}",
            ["nip"] = Some.Nip,
            ["jenis_asn"] = "PNS",
            ["nama"] = "Ratna Wulandari",
            ["gelar_depan"] = "Dra.",
            ["gelar_belakang"] = "M.Si.",
            ["jabatan"] = "Kepala Seksi Pelayanan",
            ["kategori_jabatan"] = "pengawas",
            ["unit_kerja"] = "Kecamatan Kajen",
            ["instansi"] = "Pemerintah Kabupaten Pekalongan",
            ["kode_wilayah"] = "33.26",
            ["nama_wilayah"] = "Kabupaten Pekalongan",
            ["platform"] = "mastodon",
            ["akun"] = "@ratna",
            ["pemeriksaan_akun"] = "didaftarkan sendiri oleh ASN",
            ["url"] = "https://contoh.id/@ratna/1",
            ["waktu_kejadian"] = "2024-10-01T10:00:00+07:00",
            ["dasar_waktu_kejadian"] = "cap waktu platform",
            ["waktu_ditemukan"] = "2024-10-02T08:00:00+07:00",
            ["batas_temuan"] = "2024-10-09",
            ["waktu_putusan"] = "2024-10-05T08:00:00+07:00",
            ["tahapan"] = "kampanye",
            ["kode_bentuk"] = "D-8",
            ["bentuk_pelanggaran"] = Some.Rules.Form("D-8")!.Text,
            ["kelas"] = "disiplin",
            ["tingkat_sanksi"] = "sedang; berat",
            ["dasar_hukum"] = "SKB 2/2022 Lampiran II-B; PP 94/2021 Pasal 5 huruf n angka 6",
            ["catatan_aturan"] = Some.Rules.Form("D-8")!.Note!.Id,
            ["id_alasan_bkn"] = "11EC54D9B3B557B1E050640A15026590; 11EC54D9B3BA57B1E050640A15026590",
            ["ringkasan"] = "Mengajak memilih satu pasangan calon pada akun publik",
            ["sha256_bukti"] = new string('a', 64),
            ["nomor_kajian"] = "014/KJ/X/2024",
            ["tanggal_kajian"] = "2024-10-07",
            ["batas_verifikasi"] = "2024-10-15",
            ["peninjau_1"] = "analis-1001",
            ["peninjau_2"] = "analis-1002",
        };
        Assert.Equal(expected.OrderBy(cell => cell.Key), cells.Where(cell => cell.Value.Length > 0).OrderBy(cell => cell.Key));
    }

    [Fact]
    public async Task TheWholeNumberIsNeverStoredAndEachLookAtItIsRecorded()
    {
        var person = await PersonAsync();
        await Some.FindingAsync(Database, person);
        await Some.FindingAsync(Database, person);
        var batch = (await CreateAsync()).Made!;

        var stored = await Database.ReadAsync(
            session => session.ListAsync<string>("SELECT cells || nip_protected FROM export_row"),
            default
        );
        Assert.DoesNotContain(stored, row => row.Contains(Some.Nip, StringComparison.Ordinal));
        var audit = await AuditAsync();
        Assert.DoesNotContain(audit, row => (row.Subject + row.AfterState).Contains(Some.Nip, StringComparison.Ordinal));
        var reveal = Assert.Single(audit, row => row.Verb == "asn.reveal_nip");
        Assert.Contains("export:bkn-000001", reveal.AfterState, StringComparison.Ordinal);
        var create = audit[^1];
        Assert.Equal(("export.create", "export:bkn-000001"), (create.Verb, create.Subject));
        Assert.Equal((create.Sequence, create.Hash), (batch.AuditSequence, batch.AuditHash));

        await FilesAsync(batch);
        Assert.Equal(3, (await AuditAsync()).Count(row => row.Verb == "export.fetch"));
        Assert.Null((await Database.ReadAsync(AuditLog.VerifyAsync, default)).Fault);
    }

    [Fact]
    public async Task ABatchMadeAgainIsTheSameToTheByteWhateverHasChangedSince()
    {
        var person = await PersonAsync();
        await Some.FindingAsync(Database, person);
        var batch = (await CreateAsync()).Made!;
        var before = await FilesAsync(batch);

        Time.Advance(TimeSpan.FromDays(400));
        await PersonAsync(name: "Ratna Wulandari Putri");
        Options.ByteOrderMark = false;
        Options.MarkCodes = false;
        Options.RequireKajian = true;
        var after = await FilesAsync(batch);

        Assert.Equal(before.Select(file => file.Sha256), after.Select(file => file.Sha256));
    }

    [Fact]
    public async Task ASnapshotChangedInTheDatabaseIsRefused()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        var batch = (await CreateAsync()).Made!;
        await Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE export_row SET cells = replace(cells, 'Ratna', 'Ratih')"),
            default
        );

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => FilesAsync(batch));

        Assert.Equal(RefusalKind.Broken, refusal.Kind);
    }

    [Fact]
    public async Task ADeliveryIsReportedOnceAndOnlyWithTheRightManifest()
    {
        await Some.FindingAsync(Database, await PersonAsync());
        var batch = (await CreateAsync()).Made!;
        await Assert.ThrowsAsync<RefusalException>(() => Batches.DeliveredAsync(batch.Id, new string('0', 64), null, Some.Ketua, default));
        Assert.Equal(batch.Id, Assert.Single((await CreateAsync()).Undelivered).Id);

        await Batches.DeliveredAsync(batch.Id, batch.ManifestSha256, null, Some.Ketua, default);
        Time.Advance(TimeSpan.FromHours(1));
        await Batches.DeliveredAsync(batch.Id, batch.ManifestSha256, null, Some.Ketua, default);

        Assert.Empty((await CreateAsync()).Undelivered);
        Assert.Equal(Some.Moment, Assert.Single(await Batches.ListAsync(Some.Ketua, default)).DeliveredAt);
        Assert.Single(await AuditAsync(), row => row.Verb == "export.deliver");
    }

    [Fact]
    public async Task WhatIsOfAnotherRegionDoesNotLeaveThroughThisPerson()
    {
        var person = await PersonAsync();
        await Some.FindingAsync(Database, person, region: "33.26");
        await Some.FindingAsync(Database, person, region: "32.76");
        var regional = Some.Ketua with { Sees = region => region == "33.26" };

        Assert.Equal(1, (await Batches.CreateAsync(regional, ExportOrder.Everything, default)).Made!.RowCount);
        var others = (await CreateAsync()).Made!;

        Assert.Single(await Batches.ListAsync(regional, default));
        await Assert.ThrowsAsync<RefusalException>(() => Batches.FileAsync(others.Id, others.Name + ".csv", regional, default));
    }

    [Theory]
    [InlineData(false, "uid:1001", false)]
    [InlineData(true, "uid:1001", true)]
    [InlineData(false, "test:satu", true)]
    public async Task TestUsersMarkTheBatchForEver(bool configured, string reviewer, bool marked)
    {
        await Some.FindingAsync(Database, await PersonAsync(), identity: reviewer);

        var batch = (await Batches.CreateAsync(Some.Ketua with { TestUsers = configured }, ExportOrder.Everything, default)).Made!;

        Assert.Equal(marked, batch.TestUsers);
        Assert.Contains(
            $"\"testUsers\": {marked.ToString(CultureInfo.InvariantCulture).ToLowerInvariant()}",
            Text((await FilesAsync(batch))[2]),
            StringComparison.Ordinal
        );
    }
}

/// <summary>On SQLite.</summary>
public sealed class BatchOnSqliteTests : BatchTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => RegistryStore.OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class BatchOnPostgreSqlTests : BatchTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
