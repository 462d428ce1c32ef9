using System.Text.Json;
using Monitor.Worker.Accuracy;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Privacy;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Privacy;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Accuracy;

/// <summary>Drawn texts from intake to the reader's answer, and out of the store again.</summary>
public abstract class SamplesTests : PrivacyRoom
{
    private const string Words = "Jalan desa Sragi diperbaiki mulai pekan depan.";

    internal Samples Samples => new(Database, Draw, Sources, IntakeRoom, AuditLog, ReviewSettings, Options, Time);
    internal TruthWatch Watch => new(Database, Models.Classifier, Options, Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        IntakeSettings.Threshold = "1";
        SamplingSettings.NearFrom = 1;
        SamplingSettings.AccountShare = 1;
    }

    [Fact]
    public async Task DrawnTextIsKeptWhereNobodyReadsIt()
    {
        await TakeAsync(await RegisterAsync());
        var stored = await ScalarAsync<string>("SELECT text_protected FROM sample");
        Assert.DoesNotContain("Sragi", stored, StringComparison.Ordinal);
        Assert.Equal(Words, Draw.Open(stored!).Text);
        Assert.Equal(
            (1L, 1.0),
            (await ScalarAsync<long>("SELECT count FROM sample_frame WHERE stratum = 'account'"), await ProbabilityAsync())
        );
        Assert.Equal(0, await CountAsync("flag"));
    }

    [Fact]
    public async Task TextThatIsNotDrawnIsCountedAndNotKept()
    {
        SamplingSettings.AccountShare = 0;
        await TakeAsync(await RegisterAsync());
        Assert.Equal((1, 0), (await CountAsync("sample_frame"), await CountAsync("sample")));
    }

    [Theory]
    [InlineData("0", "feed")]
    [InlineData("1", "x")]
    public async Task FlaggedTextAndOneOfXAreNotDrawn(string threshold, string kind)
    {
        IntakeSettings.Threshold = threshold;
        await TakeAsync(await RegisterAsync(), kind: kind);
        Assert.Equal((0, 0), (await CountAsync("sample_frame"), await CountAsync("sample")));
    }

    [Fact]
    public async Task KeyOfTheDrawOutlivesTheProgram()
    {
        SamplingSettings.AccountShare = 0.5;
        var source = await SourceAsync(await RegisterAsync(), "feed");
        for (var i = 0; i < 40; i++)
        {
            // Each take opens the draw anew, as a start does.
            await IntakeRoom.TakeAsync(source, Some.Item($"{Words} {i}", $"butir-{i}"), default);
        }

        Assert.Equal((1L, 40L), (await CountAsync("sample_key"), await ScalarAsync<long>("SELECT count FROM sample_frame")));
        Assert.InRange(await CountAsync("sample"), 5, 35);
    }

    [Fact]
    public async Task ReaderSeesTheWordsAndNothingElse()
    {
        await TakeAsync(await RegisterAsync());
        var shown = (await Samples.NextAsync(Some.Analyst(), default))!;
        Assert.Equal(Words, shown.Text);
        Assert.Equal(["Id", "Text", "Shared", "Until", "Waiting"], typeof(SampleView).GetProperties().Select(property => property.Name));
        Assert.DoesNotContain("sosial.example", JsonSerializer.Serialize(shown), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SampleLabel.No, false)]
    [InlineData(SampleLabel.Unsure, false)]
    [InlineData(SampleLabel.Yes, true)]
    public async Task AnswerFlagsNobodyAndTheTextGoesUnlessItMayBeRaised(string label, bool kept)
    {
        var id = await AnsweredAsync(await RegisterAsync(), label);
        var row = (await Database.ReadAsync(session => SampleStore.FindAsync(session, id), default))!;
        Assert.Equal(
            (label, kept, kept, kept),
            (row.Label, row.TextProtected is not null, row.AccountId is not null, row.ItemId is not null)
        );
        Assert.Equal(0, await CountAsync("flag"));
        Assert.Equal(["sample.answer"], await ListAsync<string>($"SELECT verb FROM audit WHERE subject = 'sample:{id}'"));
        Assert.Null(await Samples.NextAsync(Some.Analyst("dewi"), default));
    }

    [Fact]
    public async Task TextIsShownToOneReaderAtATimeAndALateAnswerIsRefused()
    {
        await TakeAsync(await RegisterAsync());
        var id = (await Samples.NextAsync(Some.Analyst(), default))!.Id;
        Assert.Equal(id, (await Samples.NextAsync(Some.Analyst(), default))!.Id);
        Assert.Null(await Samples.NextAsync(Some.Analyst("dewi"), default));
        await RefusedAsync(RefusalKind.NotFound, () => Samples.AnswerAsync(id, SampleLabel.No, Some.Analyst("dewi"), default));
        await RefusedAsync(RefusalKind.WrongInput, () => Samples.AnswerAsync(id, "mungkin", Some.Analyst(), default));

        Time.Advance(ReviewSettings.ClaimFor + TimeSpan.FromSeconds(1));
        await RefusedAsync(RefusalKind.Conflict, () => Samples.AnswerAsync(id, SampleLabel.No, Some.Analyst(), default));
        Assert.Equal(id, (await Samples.NextAsync(Some.Analyst("dewi"), default))!.Id);
        await Samples.AnswerAsync(id, SampleLabel.No, Some.Analyst("dewi"), default);
        await RefusedAsync(RefusalKind.Conflict, () => Samples.AnswerAsync(id, SampleLabel.Yes, Some.Analyst("dewi"), default));
    }

    [Fact]
    public async Task AnotherRegionsTextAndThatOfTheOwnInstansiAreNotShown()
    {
        await TakeAsync(await RegisterAsync(), region: "33.26");
        Assert.Null(await Samples.NextAsync(Some.Analyst(regions: ["31"]), default));
        Assert.Null(await Samples.NextAsync(Some.Analyst(instansi: "Pemkab Pekalongan"), default));
        var self = Some.Analyst() with { NipIndex = await ScalarAsync<string>("SELECT nip_index FROM asn") };
        Assert.Null(await Samples.NextAsync(self, default));
        Assert.NotNull(await Samples.NextAsync(Some.Analyst(regions: ["33"]), default));
    }

    [Fact]
    public async Task KetuaRaisesATextOnPurposeAndNeitherReaderNorRaiserDecides()
    {
        var id = await AnsweredAsync(await RegisterAsync(), SampleLabel.Yes);
        await RefusedAsync(RefusalKind.WrongInput, () => Samples.RaiseAsync(id, " ", Some.Lead(), default));
        var flag = (await FlagAsync(await Samples.RaiseAsync(id, "ajakan terang", Some.Lead(), default)))!;

        Assert.Equal((FlagState.Flagged, Words, Attributed.Account), (flag.State, flag.Text, flag.Attribution));
        Assert.Single(await Database.ReadAsync(session => FlagStore.EvidenceAsync(session, flag.Id), default));
        Assert.Contains("sample.raise", await ListAsync<string>($"SELECT verb FROM audit WHERE subject = 'flag:{flag.Id}'"));
        Assert.Equal(
            (flag.Id, null),
            (await ScalarAsync<long>("SELECT raised_flag FROM sample"), await ScalarAsync<string?>("SELECT text_protected FROM sample"))
        );
        await RefusedAsync(RefusalKind.Conflict, () => Decisions.GiveAsync(Some.Confirmation(flag.Id), Some.Analyst(), default));
        await RefusedAsync(RefusalKind.Conflict, () => Decisions.GiveAsync(Some.Confirmation(flag.Id), Some.Lead(), default));
        Assert.Equal(FlagState.Proposed, await Decisions.GiveAsync(Some.Confirmation(flag.Id), Some.Analyst("dewi"), default));
        await RefusedAsync(RefusalKind.NotFound, () => Samples.RaiseAsync(id, "sekali lagi", Some.Lead(), default));
        // A person found it: the machine did not.
        Assert.Equal((0, 1), ((await Watch.ReadAsync(default)).Flags.Opened, (await Watch.ReadAsync(default)).Strata[1].Missed));
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task TextThatWasNotAnsweredWithYesCannotBeRaised()
    {
        await TakeAsync(await RegisterAsync());
        var id = (await Samples.NextAsync(Some.Analyst(), default))!.Id;
        await RefusedAsync(RefusalKind.NotFound, () => Samples.RaiseAsync(id, "menarik", Some.Lead(), default));
        await Samples.AnswerAsync(id, SampleLabel.No, Some.Analyst(), default);
        await RefusedAsync(RefusalKind.NotFound, () => Samples.RaiseAsync(id, "menarik", Some.Lead(), default));
        Assert.Equal(0, await CountAsync("flag"));
    }

    [Fact]
    public async Task TextGoesWhenItsTimeIsOverAndTheAnswerStays()
    {
        await AnsweredAsync(await RegisterAsync(), SampleLabel.Yes);
        await TakeAsync(await RegisterAsync("198704122010011003", "Bambang Prasetyo"));
        Time.Advance(Options.SampledFor + TimeSpan.FromSeconds(1));
        Assert.Null(await Samples.NextAsync(Some.Analyst("dewi"), default));
        Assert.Equal(2, await RemovedAsync("samples"));
        Assert.Equal(
            2,
            await ScalarAsync<long>(
                "SELECT COUNT(*) FROM sample WHERE item_id IS NULL AND asn_id IS NULL AND account_id IS NULL AND text_protected IS NULL"
            )
        );
        var stratum = (await Watch.ReadAsync(default)).Strata[1];
        Assert.Equal((2, 2, 1, 1), (stratum.Texts, stratum.Drawn, stratum.Read, stratum.Missed));
    }

    [Fact]
    public async Task ErasureAndTakedownTakeTheTextAlongAndTheReportListsIt()
    {
        var person = await RegisterAsync();
        await TakeAsync(person);
        var report = await Subjects.ReportAsync(person, Claim, forSubject: true, Dpo, default);
        Assert.Single(report.Tables.Single(table => table.Table == "sample").Rows);
        await Erasure.EraseAsync(person, Claim, Dpo, default);
        Assert.Equal(1, await ScalarAsync<long>("SELECT COUNT(*) FROM sample WHERE text_protected IS NULL AND account_id IS NULL"));

        await TakeAsync(await RegisterAsync("198704122010011003", "Bambang Prasetyo"));
        var item = await ScalarAsync<long>("SELECT item_id FROM sample WHERE item_id IS NOT NULL");
        await Takedown.OrderAsync(new TakedownOrder(item, By: "person", Reference: "surat 3", Reason: "diminta"), Dpo, default);
        Assert.Equal(0, await ScalarAsync<long>("SELECT COUNT(*) FROM sample WHERE text_protected IS NOT NULL"));
        Assert.Equal(["takedown.remove"], await ListAsync<string>($"SELECT verb FROM audit WHERE subject = 'item:{item}'"));
    }

    [Fact]
    public async Task VerdictsAndSamplesOfTheModelInUseMakeTheFigures()
    {
        for (var i = 0; i < 36; i++)
        {
            // Twelve confirmed by two; twelve dismissed by one; of twelve dismissals that are read twice, the ketua confirms three.
            var flag = await OpenFlagAsync();
            ReviewSettings.DismissalSecondReadingShare = i < 24 ? 0 : 1;
            await Decisions.GiveAsync(i < 12 ? Some.Confirmation(flag) : Some.Dismissal(flag), Some.Analyst(), default);
            if (i is < 12 or >= 24)
            {
                await Decisions.GiveAsync(
                    i is < 12 or >= 33 ? Some.Confirmation(flag) : Some.Dismissal(flag),
                    Some.Analyst("dewi"),
                    default
                );
            }

            if (i >= 33)
            {
                await Decisions.GiveAsync(Some.Confirmation(flag), Some.Lead(), default);
            }
        }

        Assert.Equal(0, (await Watch.ReadAsync(default)).Flags.Opened);
        await ExecuteAsync("UPDATE flag SET model = @model", new { model = Models.Classifier.Info.Version });
        var reading = await Watch.ReadAsync(default);
        Assert.Equal(new FlagCounts(36, 15, 21, 12, 12, 3), reading.Flags);
        Assert.Equal(new AgreementCounts(12, 24, 12, 12, 12, 3), reading.Agreement);
        Assert.Equal(15.0 / 36, reading.Precision!.Value, 12);
        // A third confirms first; the second then always, and after a dismissal in a quarter: 5/6 observed, 1/2 by chance.
        Assert.Equal(2.0 / 3, reading.Kappa!.Value, 12);
        Assert.Null(reading.Recall);

        var source = await SourceAsync(await RegisterAsync(), "feed");
        for (var i = 0; i < 10; i++)
        {
            await IntakeRoom.TakeAsync(source, Some.Item($"{Words} {i}", $"butir-{i}"), default);
            var shown = (await Samples.NextAsync(Some.Analyst(), default))!;
            await Samples.AnswerAsync(shown.Id, i == 0 ? SampleLabel.Yes : SampleLabel.No, Some.Analyst(), default);
        }

        // Caught: 36 x (15/36 + 12/36 x 3/12) = 18; missed: 1 of 10.
        Assert.Equal(18.0 / 19, (await Watch.ReadAsync(default)).Recall!.Value, 12);
        Time.Advance(TimeSpan.FromDays(TruthWatch.WindowDays + 1));
        Assert.Null((await Watch.ReadAsync(default)).Precision);
    }

    private async Task<ItemSource> SourceAsync(long person, string kind, string region = "")
    {
        var account = await AddAccountAsync($"akun{person}", region, person);
        var source = await AddSourceAsync($"https://sosial.example/@akun{person}.rss", account);
        await ExecuteAsync("UPDATE source SET kind = @kind WHERE id = @source", new { source, kind });
        return new ItemSource(source, account, region.Length > 0 ? region : null);
    }

    private async Task TakeAsync(long person, string kind = "feed", string region = "") =>
        await IntakeRoom.TakeAsync(
            await SourceAsync(person, kind, region),
            Some.Item(Words, $"butir-{person}", $"https://sosial.example/@akun{person}/1"),
            default
        );

    private async Task<long> AnsweredAsync(long person, string label)
    {
        await TakeAsync(person);
        var id = (await Samples.NextAsync(Some.Analyst(), default))!.Id;
        await Samples.AnswerAsync(id, label, Some.Analyst(), default);
        return id;
    }

    private Task<double> ProbabilityAsync() => ScalarAsync<double>("SELECT probability FROM sample");

    private static async Task RefusedAsync(RefusalKind kind, Func<Task> act) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<RefusalException>(act)).Kind);
}

/// <summary>On SQLite.</summary>
public sealed class SamplesOnSqliteTests : SamplesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class SamplesOnPostgreSqlTests : SamplesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
