using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Cli.Desk;
using Monitor.Worker.Client;
using Monitor.Worker.Hosting;
using Monitor.Worker.Privacy;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Api;

namespace Monitor.Worker.Tests.Cli.Desk;

/// <summary>A person at a whole screen, over the socket of a real daemon.</summary>
public sealed class ScreenDeskTests : IAsyncLifetime
{
    private readonly TempFolder temp = Some.Folder();
    private readonly FakeScreen screen = new();
    private readonly StringWriter error = new();
    private MonitorHost host = null!;

    private Database Database => host.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        var person = await Export.Some.PersonAsync(Database, host.Services.GetRequiredService<People>());
        await Export.Some.FindingAsync(Database, person, state: FlagState.Flagged);
        await Export.Some.FindingAsync(Database, null, state: FlagState.Flagged);
        await Export.Some.FindingAsync(Database, null, state: FlagState.Flagged);
        await Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM decision"), default);
    }

    public async ValueTask DisposeAsync()
    {
        screen.Dispose();
        await error.DisposeAsync();
        await host.DisposeAsync();
        temp.Dispose();
    }

    [Fact]
    public async Task VerdictIsRecordedAtOnceTakenBackWithOneKeyAndSentAgainAsItWasTyped()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        await DismissAsync("gurauan");
        await screen.ShowsAsync("Flag 2  flagged");
        Assert.Contains("Flag 1: ditolak", screen.Picture, StringComparison.Ordinal);
        Assert.Equal("gurauan", Assert.Single(await DecisionsAsync(1)).Reason);

        screen.Type("z");
        await screen.ShowsAsync("Flag 1  flagged");
        Assert.Empty(await DecisionsAsync(1));
        screen.Type("r");
        await screen.ShowsAsync("> gurauan");
        screen.Type(" saja");
        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("Flag 2  flagged");
        var given = Assert.Single(await DecisionsAsync(1));
        Assert.Equal(("satir", "gurauan saja"), (given.Ground, given.Reason));
        screen.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
        Assert.Contains("1 diputus, 0 dilewati", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await HeldAsync());
    }

    [Fact]
    public async Task NextFlagIsFetchedWhileTheFirstIsReadAndShownWhenItIsSkipped()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        await Eventually.TrueAsync(async () => await HeldAsync() == 2, "the next flag is claimed before any key is pressed");
        screen.Type("l");
        await screen.ShowsAsync("Flag 2  flagged");
        screen.Type("l");
        await screen.ShowsAsync("Flag 3  flagged");
        screen.Type("l");
        Assert.Equal(ExitCode.Done, await desk);
        Assert.Contains("Tidak ada lagi yang menunggu Anda. 0 diputus, 3 dilewati", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await HeldAsync());
    }

    [Fact]
    public async Task DaemonThatIsRestartedWhileAReasonIsTypedLosesNothing()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        await StartDismissingAsync("alasan yang");
        await host.StopAsync();
        await host.DisposeAsync();
        screen.Type(" sedang ditulis");
        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("Dikirim ulang sendiri");
        Assert.Contains("alasan yang sedang ditulis", screen.Picture, StringComparison.Ordinal);
        await StartAsync();
        await screen.ShowsAsync("Flag 1: ditolak");
        Assert.Equal("alasan yang sedang ditulis", Assert.Single(await DecisionsAsync(1)).Reason);
        screen.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
    }

    [Fact]
    public async Task ConnectionThatBreaksWhileAReasonIsTypedLosesNothing()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        await StartDismissingAsync("setengah kali");
        await screen.ShowsAsync("> setengah kali");
        screen.Hang();
        Assert.Equal(ExitCode.Done, await desk);
        Assert.Empty(await DecisionsAsync(1));

        using var later = new FakeScreen();
        desk = RunAsync(later);
        await later.ShowsAsync("masih ada: [r]");
        Assert.Contains("Flag 1  flagged", later.Picture, StringComparison.Ordinal);
        later.Type("r");
        await later.ShowsAsync("> setengah kali");
        later.Type("mat");
        later.Press(ConsoleKey.Enter);
        await later.ShowsAsync("Flag 2  flagged");
        Assert.Equal("setengah kalimat", Assert.Single(await DecisionsAsync(1)).Reason);
        Assert.Empty(Directory.GetFiles(temp["state"]));
        later.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
    }

    [Fact]
    public async Task WordsTypedOnAFlagThatAnotherHasNowAreShownAndTheNextFlagComes()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        await StartDismissingAsync("terlambat");
        using (var ketua = new DaemonClient(host.Socket, Roles.Ketua))
        {
            await ketua.PostAsync<DoneAnswer>("/queue/1/break", new MoveRequest("mendesak"), default);
            await ketua.PostAsync<FlagView>("/queue/1/claim", null, default);
        }

        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("Yang Anda tulis tentang flag 1");
        Assert.Contains("reason: terlambat", screen.Picture, StringComparison.Ordinal);
        Assert.Empty(await DecisionsAsync(1));
        screen.Type("x");
        await screen.ShowsAsync("Flag 2  flagged");
        screen.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
    }

    [Fact]
    public async Task SecondVerdictIsSentOnlyAfterAQuestionAndCannotBeTakenBack()
    {
        using (var ketua = new DaemonClient(host.Socket, Roles.Ketua))
        {
            await Database.WriteAsync(session => session.ExecuteAsync("UPDATE flag SET state = 'reopened' WHERE id = 1"), default);
            var first = new DecideRequest(Verdict.Dismiss, null, "satir", "gurauan");
            Assert.Equal(FlagState.Proposed, (await ketua.PostAsync<DecideAnswer>("/queue/1/decide", first, default)).State);
        }

        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  proposed");
        Assert.DoesNotContain("gurauan", screen.Picture, StringComparison.Ordinal);
        await DismissAsync("bukan ajakan");
        await screen.ShowsAsync("tidak dapat ditarik kembali. Kirim?");
        Assert.Single(await DecisionsAsync(1));
        screen.Type("1");
        await screen.ShowsAsync("Flag 2  flagged");
        Assert.Equal(2, (await DecisionsAsync(1)).Count);
        screen.Type("z");
        await screen.ShowsAsync("adalah yang kedua");
        Assert.Equal(2, (await DecisionsAsync(1)).Count);
        screen.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
    }

    [Fact]
    public async Task ConfirmationAsksForEverythingItMustNameAndEscapeGoesBackAStep()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        screen.Type("k");
        await screen.ShowsAsync("Bentuk pelanggaran");
        screen.Type("2");
        await screen.ShowsAsync("Tahapan\n");
        screen.Press(ConsoleKey.Escape);
        await screen.ShowsAsync("Bentuk pelanggaran");
        screen.Type("1");
        await screen.ShowsAsync("Tahapan\n");
        screen.Type("1");
        await screen.ShowsAsync("> 2024-10-01 10:00");
        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("Bagaimana waktu itu diketahui");
        screen.Type("1");
        await screen.ShowsAsync("kepemilikan akun");
        screen.Type("1");
        await screen.ShowsAsync("boleh kosong");
        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("Gakkumdu");
        screen.Type("1");
        await screen.ShowsAsync("Alasan");
        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("Ini wajib diisi");
        screen.Type("mengajak memilih");
        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("Flag 2  flagged");
        var given = Assert.Single(await DecisionsAsync(1));
        Assert.Equal(
            (Verdict.Confirm, "mengajak memilih", "kampanye", false),
            (given.Verdict, given.Reason, given.Phase, given.PossibleCrime ?? true)
        );
        screen.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
    }

    [Fact]
    public async Task ScreenIsDrawnAnewWhenItsSizeChangesAndHelpShowsEveryKey()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        Assert.DoesNotContain(" │ ", screen.Picture, StringComparison.Ordinal);
        screen.Size = (120, 40);
        screen.Resized!();
        await screen.ShowsAsync(" │ ");
        screen.Type("?");
        await screen.ShowsAsync("tarik kembali putusan terakhir");
        screen.Type("y");
        await Eventually.TrueAsync(() => !screen.Picture.Contains("Bantuan\n", StringComparison.Ordinal), "help goes away");
        screen.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
    }

    [Fact]
    public async Task WhatWasTypedCannotBeReadOutsideTheDeskAndByNobodyOnceTheTextIsErased()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        await StartDismissingAsync("tentang Pak Rahasia");
        screen.Hang();
        Assert.Equal(ExitCode.Done, await desk);
        var file = Assert.Single(Directory.GetFiles(temp["state"]));
        Assert.DoesNotContain("Rahasia", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        var key = await Database.ReadAsync(
            session => session.ScalarAsync<string>("SELECT key_hex FROM draft_key WHERE flag_id = 1"),
            default
        );
        Assert.Equal(
            "tentang Pak Rahasia",
            new Drafts(temp["state"], $"{host.Socket}\n{Roles.Analis}").Open(Convert.FromHexString(key!))?[Question.Reason]
        );

        var removal = host.Services.GetRequiredService<Removal>();
        await Database.WriteAsync(session => removal.TextsAsync(session, [1], "uji"), default);
        Assert.Equal(
            0,
            await Database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM draft_key WHERE flag_id = 1"), default)
        );
        using var later = new FakeScreen();
        desk = RunAsync(later);
        await later.ShowsAsync("Flag 1  flagged");
        Assert.DoesNotContain("[r]", later.Picture, StringComparison.Ordinal);
        later.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
        Assert.Empty(Directory.GetFiles(temp["state"]));
    }

    [Fact]
    public async Task TextsAreReadBlindByAKeyAndByThemselvesOnceTheQueueIsEmpty()
    {
        await SampleAsync("kata-kata contoh satu", item: 1);
        await SampleAsync("kata-kata contoh dua", item: 2);
        await SampleAsync("kata-kata contoh tiga", item: 3);

        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        screen.Type("x");
        await screen.ShowsAsync("kata-kata contoh satu");
        Assert.StartsWith(" Contoh 1  dibaca buta  2 lagi menunggu", screen.Picture, StringComparison.Ordinal);
        Assert.DoesNotContain("http", screen.Picture, StringComparison.Ordinal);
        screen.Type("2");
        await screen.ShowsAsync("kata-kata contoh dua");
        screen.Press(ConsoleKey.Escape);
        await screen.ShowsAsync("Flag 1  flagged");
        screen.Type("l");
        await screen.ShowsAsync("Flag 2  flagged");
        screen.Type("l");
        await screen.ShowsAsync("Flag 3  flagged");
        screen.Type("l");
        await screen.ShowsAsync("kata-kata contoh dua");
        screen.Type("1");
        await screen.ShowsAsync("kata-kata contoh tiga");
        screen.Type("3");
        Assert.Equal(ExitCode.Done, await desk);
        Assert.Contains("0 diputus, 3 dilewati, 3 contoh dijawab", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            [SampleLabel.No, SampleLabel.Yes, SampleLabel.Unsure],
            await Database.ReadAsync(session => session.ListAsync<string>("SELECT label FROM sample ORDER BY id"), default)
        );
    }

    [Fact]
    public async Task MessageStandsBesideWhatHappenedUntilAKeyIsPressedInSightOfIt()
    {
        var desk = RunAsync();
        await screen.ShowsAsync("Flag 1  flagged");
        await StartDismissingAsync("gurauan");
        using (var lead = new DaemonClient(host.Socket, Roles.Ketua))
        {
            await lead.PostAsync<DoneAnswer>("/queue/1/break", new MoveRequest("berkas diminta provinsi"), default);
        }

        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("tetap ada: [r]");
        Assert.Contains("berkas diminta provinsi", screen.Picture, StringComparison.Ordinal);
        screen.Type("r");
        await screen.ShowsAsync("> gurauan");
        Assert.DoesNotContain("berkas diminta provinsi", screen.Picture, StringComparison.Ordinal);
        screen.Press(ConsoleKey.Enter);
        await screen.ShowsAsync("Flag 2  flagged");
        screen.Type("q");
        Assert.Equal(ExitCode.Done, await desk);
    }

    private async Task SampleAsync(string text, long item)
    {
        host.Services.GetRequiredService<SamplingOptions>().RestShare = 1;
        var drawn = new Unflagged(
            item,
            1,
            "1",
            null,
            null,
            null,
            text,
            new Attributed(Attributed.Nobody, null, null, null, "{}"),
            0.1,
            0.5,
            "uji",
            Clock.Machine.GetUtcNow()
        );
        await Database.WriteAsync(session => host.Services.GetRequiredService<SampleDraw>().ConsiderAsync(session, drawn), default);
    }

    private async Task StartAsync() => host = await Daemon.StartHostAsync(temp["data"], ("Review:DismissalSecondReadingShare", "0"));

    private async Task StartDismissingAsync(string reason)
    {
        screen.Type("t");
        await screen.ShowsAsync("Dasar penolakan");
        screen.Type("c");
        await screen.ShowsAsync("Alasan dengan kata-kata");
        screen.Type(reason);
        await screen.ShowsAsync("> " + reason);
    }

    private async Task DismissAsync(string reason)
    {
        await StartDismissingAsync(reason);
        screen.Press(ConsoleKey.Enter);
    }

    private Task<int> RunAsync(FakeScreen? other = null)
    {
        var at = other ?? screen;
        var terminal = new Terminal
        {
            In = TextReader.Null,
            OpenIn = () => Stream.Null,
            ReadKeyAsync = _ => throw new InvalidOperationException("Keys come from the screen."),
            Out = TextWriter.Null,
            Error = error,
            Interactive = true,
            Console = Terminal.ConsoleOver(TextWriter.Null, redirected: true),
            OpenScreen = () => at,
            StateFolder = temp["state"],
        };
        var desk = App.RunAsync(["review", "--socket", host.Socket, "--as", Roles.Analis], terminal, CancellationToken.None);
        at.Desk = desk;
        at.Said = error.ToString;
        return desk;
    }

    private Task<List<DecisionRow>> DecisionsAsync(long flag) =>
        Database.ReadAsync(session => FlagStore.DecisionsAsync(session, flag), default);

    private Task<long> HeldAsync() =>
        Database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM flag WHERE claim_identity IS NOT NULL"), default);
}
