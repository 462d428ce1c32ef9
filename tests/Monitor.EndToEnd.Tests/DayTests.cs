using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Demo;
using Monitor.Worker.Review;
using Monitor.Worker.Tests;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// A day at the desk: two analysts and a ketua work the demo's queue on real terminals of 80 by 24. The daemon is the demo's own, on a clock that begins on
/// the same morning every time; the persons run the built program, one in Indonesian, one in English.
/// </summary>
public sealed class DayTests(BuiltProgram program) : IAsyncLifetime
{
    private const string Satu = DemoSettings.FirstAnalyst;
    private const string Dua = DemoSettings.SecondAnalyst;
    private const string Lead = DemoSettings.Lead;
    private const string SatuWrites = "Teks terang memihak, sudah dibaca utuh";
    private const string DuaWrites = "Read in full, the words speak for themselves";
    private const string LeadWrites = "Keduanya ditimbang bersama bukti";
    private static readonly DateTimeOffset Morning = new(2026, 11, 20, 3, 5, 0, TimeSpan.Zero);

    private readonly TempFolder _temp = new();
    private readonly Tmux _tmux = new();
    private readonly Golden _golden = new(Path.Combine(DocumentationTests.Repository(), "tests", "Monitor.EndToEnd.Tests", "Golden"));
    private readonly Dictionary<long, string> _samples = [];
    private readonly DayScript _script = new();
    private DemoRun _demo = null!;

    private string Config => Path.Combine(_temp["demo"], DemoSettings.FileName);

    public async ValueTask InitializeAsync()
    {
        _demo = await DemoRun.StartAsync(_temp["demo"], new ShiftedClock(Morning), CancellationToken.None);
        var bin = Directory.CreateDirectory(_temp["bin"]);
        var monitor = Path.Combine(bin.FullName, "monitor");
        await File.WriteAllTextAsync(monitor, $"#!/bin/sh\n{program.ShellWords()} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(monitor, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tmux.DisposeAsync();
        await _demo.DisposeAsync();
        _temp.Dispose();
    }

    // Which unflagged texts are drawn goes by a key that is new in every demo: some days would have a sample to read and others none.
    private async Task ForgetDrawnTextsAsync()
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(_temp["demo"], "db", "monitor.db")};Mode=ReadWrite"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM sample";
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task TwoAnalystsAndAKetuaWorkTheQueueOfTheDemo()
    {
        await Tmux.RequireAsync();
        await _demo.RegisterAsync(CancellationToken.None);
        await _demo.CollectAsync(_ => { }, CancellationToken.None);
        await ForgetDrawnTextsAsync();
        await LearnTheNumbersAsync();
        Assert.True(_samples.Count >= 50, $"the demo brought {_samples.Count} flags");

        var satu = await SitAsync(Satu, "id", SatuWrites, mustNotSee: DuaWrites);
        var dua = await SitAsync(Dua, "en", DuaWrites, mustNotSee: SatuWrites);
        await ForenoonAsync(satu);
        await NoonAsync(dua);
        await AfternoonAsync(satu);
        await EveningAsync(satu, dua);

        await AssertEveryFlagIsWhereTheScriptPutItAsync();
        await AssertTheRecordTellsItAllAsync();
        _golden.Compare();
    }

    // The first analyst clears by one command what is plainly none, and reads on until noon.
    private async Task ForenoonAsync(DeskSeat satu)
    {
        await BulkAsync(satu, Satu, SatuWrites);
        var flag = await LookAroundAsync(satu);
        flag = await WorkAsync(satu, Satu, flag, () => _script.Given(Satu) >= DayScript.Forenoon);
        Assert.NotNull(flag);
        await satu.LeaveAsync();
    }

    // The second analyst reads second what the other has read, and the rest first; the ketua takes a flag from her.
    private async Task NoonAsync(DeskSeat dua)
    {
        await BulkAsync(dua, Dua, DuaWrites);
        var flag = await LookAroundAsync(dua);
        Assert.Equal(FlagState.Proposed, flag.State);
        await AssertBlindAsync(flag.Flag);
        flag = await BreakAsync(dua, Dua, flag, "the province asks for the file");
        Assert.Null(await WorkAsync(dua, Dua, flag, () => false));
    }

    private async Task AfternoonAsync(DeskSeat satu)
    {
        var flag = await satu.OpenAsync();
        flag = await BreakAsync(satu, Satu, flag!, "berkas diminta provinsi");
        Assert.Null(await WorkAsync(satu, Satu, flag, () => false));
    }

    // The ketua settles what the two do not agree about, and sends one back, which both read anew.
    private async Task EveningAsync(DeskSeat satu, DeskSeat dua)
    {
        var lead = await SitAsync(Lead, "id", LeadWrites, mustNotSee: null);
        var flag = await SettleAsync(lead, await lead.OpenAsync(), most: 2);
        Assert.NotNull(flag);
        await lead.LeaveAsync();
        lead = lead.In("en");
        Assert.Null(await SettleAsync(lead, await lead.OpenAsync(), most: int.MaxValue));

        foreach (var (seat, user) in new[] { (dua, Dua), (satu, Satu) })
        {
            flag = await seat.OpenAsync();
            Assert.Equal(DayScript.Returned, _samples[flag!.Flag]);
            Assert.Null(await WorkAsync(seat, user, flag, () => false));
        }
    }

    private async Task<Laid?> SettleAsync(DeskSeat lead, Laid? flag, int most)
    {
        for (; flag is not null && most > 0; most--)
        {
            if (flag.State == FlagState.Returned)
            {
                // A ketua may read it too; today the two analysts do.
                await lead.KeyAsync(lead.Say("l", "s"));
                flag = await lead.NextAsync(flag);
                continue;
            }

            Assert.Equal(FlagState.Disputed, flag.State);
            var sample = _samples[flag.Flag];
            Assert.True(_script.IsDisputed(sample), $"{sample} is disputed");
            await lead.KeyAsync("End");
            var screen = await lead.TitledAsync("dispute", lead.Say(" 2. analis-", " 2. analis-"));
            Assert.Contains(SatuWrites, TmuxTerminal.OneLine(screen), StringComparison.Ordinal);
            Assert.Contains(DuaWrites, TmuxTerminal.OneLine(screen), StringComparison.Ordinal);
            if (sample == DayScript.Returned)
            {
                await lead.KeyAsync("b");
                await lead.ShowsAsync(lead.Say("Mengapa dibaca ulang dari awal?", "Why is it to be read anew?"));
                await lead.TypeAsync("the post was edited");
                await lead.KeyAsync("Enter");
            }
            else
            {
                await lead.GiveAsync(flag, _script.Of(Lead, sample));
            }

            flag = await lead.NextAsync(flag);
        }

        return flag;
    }

    private async Task BulkAsync(DeskSeat seat, string user, string reason)
    {
        var english = seat.Say("", " --lang en");
        await _golden.KeepAsync(
            "list",
            seat.Say("id", "en"),
            await seat.CommandAsync($"monitor queue list --as {user} --source {await SourceOfTwoAsync()}{english}")
        );
        var bulk = string.Join(' ', DayScript.Bulk.Select(Number).Order());
        await _golden.KeepAsync(
            "bulk",
            seat.Say("id", "en"),
            await seat.CommandAsync($"monitor queue dismiss {bulk} --as {user} --ground ikrar_netralitas --reason '{reason}'{english}")
        );
    }

    private static async Task<Laid> LookAroundAsync(DeskSeat seat)
    {
        var flag = await seat.OpenAsync();
        await seat.TitledAsync("read", seat.Say("baris lagi: spasi", "more rows: space"));
        await seat.KeyAsync("?");
        await seat.TitledAsync("help", seat.Say("Skor hanya mengurutkan bacaan", "The score only orders the reading"));
        await seat.KeyAsync("Enter");
        await seat.ShowsAsync(seat.Say("[k] konfirmasi", "[c] confirm"));
        return flag!;
    }

    private async Task<Laid?> WorkAsync(DeskSeat seat, string user, Laid? flag, Func<bool> enough)
    {
        var first = 0;
        while (flag is not null && !enough())
        {
            var sample = _samples[flag.Flag];
            if (flag.State == FlagState.Proposed)
            {
                await seat.KeyAsync("End");
                await seat.TitledAsync("blind", seat.Say("disembunyikan sampai Anda memutus", "is hidden until you have decided"));
                await seat.KeyAsync("Home");
            }
            else if (++first == 3)
            {
                await MistakeAsync(seat, flag);
            }

            await seat.GiveAsync(flag, _script.Of(user, sample));
            _script.Give(user, sample);
            flag = await seat.NextAsync(flag);
        }

        return flag;
    }

    // Given, seen to be wrong, taken back: what follows is as if it had never been.
    private static async Task MistakeAsync(DeskSeat seat, Laid flag)
    {
        await seat.GiveAsync(flag, new Said(null, "satir"));
        await seat.TitledAsync("given", seat.Say("[z] tarik kembali", "[z] take it back"));
        await seat.KeyAsync("z");
        await seat.TitledAsync("undone", seat.Say("Putusan ditarik kembali", "The verdict is taken back"));
    }

    // The ketua breaks the claim while the reason is being typed; the holder is told why, and what was typed is not lost.
    private async Task<Laid?> BreakAsync(DeskSeat seat, string user, Laid flag, string why)
    {
        var said = _script.Of(user, _samples[flag.Flag]);
        await seat.AnswerAsync(flag, said);
        var broken = await MonitorAsync("queue", "break", $"{flag.Flag}", "--as", Lead, "--reason", why);
        Assert.True(broken.Code == 0, broken.Error);
        await seat.SendAsync(flag, said, until: seat.Say("[r] kirim ulang.", "[r] send again."));
        await seat.TitledAsync("broken", why);
        await seat.KeyAsync("r");
        await seat.ShowsAsync(seat.Say("Alasan dengan kata-kata Anda", "Reason in your own words"));
        await seat.ShowsAsync($"> {seat.Reason} ({flag.Flag})");
        await seat.SendAsync(flag, said);
        _script.Give(user, _samples[flag.Flag]);
        return await seat.NextAsync(flag);
    }

    // Not only on the screen: the daemon does not hand it out.
    private async Task AssertBlindAsync(long flag)
    {
        var shown = await MonitorAsync("queue", "show", $"{flag}", "--as", Dua, "--json");
        using var view = JsonDocument.Parse(shown.Out);
        Assert.Equal(0, view.RootElement.GetProperty("decisions").GetArrayLength());
        Assert.Equal(1, view.RootElement.GetProperty("decisionsHidden").GetInt32());
        Assert.DoesNotContain(SatuWrites, shown.Out, StringComparison.Ordinal);
    }

    private async Task AssertEveryFlagIsWhereTheScriptPutItAsync()
    {
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var line in await LinesAsync(
                "queue",
                "list",
                "--state",
                string.Join(',', FlagState.Open.Concat(FlagState.Closed)),
                "--limit",
                "500",
                "--as",
                Lead
            )
        )
        {
            states.Add(_samples[line.GetProperty("id").GetInt64()], line.GetProperty("state").GetString()!);
        }

        Assert.Equal(
            _samples.Values.Order(StringComparer.Ordinal).Select(sample => $"{sample} {_script.StateOf(sample)}"),
            states.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")
        );
        Assert.Contains(FlagState.Confirmed, states.Values);
        Assert.Contains(FlagState.Dismissed, states.Values);
    }

    private async Task AssertTheRecordTellsItAllAsync()
    {
        var verified = await MonitorAsync("audit", "verify");
        Assert.True(verified.Code == 0, verified.Error);
        var rows = await LinesAsync("audit", "log", "--verb", "flag.*", "--limit", "1000");
        var decided = rows.FindAll(row => Verb(row) == "flag.decide");
        // Each with a row of its own: what was dismissed by one command, and what one verdict covered.
        foreach (var sample in DayScript.Bulk)
        {
            Assert.Equal([Dua, Satu], OfFlag(decided, sample).Select(Actor).Order());
        }

        foreach (var (one, other) in DayScript.Covered)
        {
            var (own, twin) = (OfFlag(decided, one).ToList(), OfFlag(decided, other).ToList());
            Assert.Equal(_script.IsDisputed(one) ? 3 : 2, own.Count);
            Assert.Equal(own.Select(Actor).Order(), twin.Select(Actor).Order());
            Assert.All(own.Concat(twin), row => Assert.Equal(JsonValueKind.Number, After(row).GetProperty("group").ValueKind));
        }

        // Two taken back, each by whoever gave it, with the verdict and its end both on record; each flag was then read by two.
        var taken = rows.FindAll(row => Verb(row) == "flag.withdraw");
        Assert.Equal([Dua, Satu], taken.Select(Actor).Order());
        Assert.All(taken, row => Assert.Equal(3, decided.Count(other => Subject(other) == Subject(row))));
        var broken = rows.FindAll(row => Verb(row) == "flag.break");
        Assert.Equal(2, broken.Count);
        Assert.All(broken, row => Assert.Equal(Lead, Actor(row)));
        Assert.Equal(Number(DayScript.Returned), FlagOf(Assert.Single(rows, row => Verb(row) == "flag.return")));
        Assert.Equal(
            _samples.Values.Where(_script.IsDisputed).Where(sample => sample != DayScript.Returned).Select(Number).Order(),
            decided.Where(row => Actor(row) == Lead).Select(FlagOf).Order()
        );
    }

    private IEnumerable<JsonElement> OfFlag(List<JsonElement> rows, string sample) => rows.Where(row => FlagOf(row) == Number(sample));

    private static string Verb(JsonElement row) => row.GetProperty("verb").GetString()!;

    private static string Subject(JsonElement row) => row.GetProperty("subject").GetString()!;

    private static string Actor(JsonElement row) => row.GetProperty("actor").GetString()!.Split(' ')[0];

    private static JsonElement After(JsonElement row) => JsonDocument.Parse(row.GetProperty("afterState").GetString()!).RootElement;

    private static long FlagOf(JsonElement row) => long.Parse(Subject(row).Split(':')[1], CultureInfo.InvariantCulture);

    private async Task<List<JsonElement>> LinesAsync(params string[] args)
    {
        var outcome = await MonitorAsync([.. args, "--json"]);
        Assert.True(outcome.Code == 0, outcome.Error);
        return outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
    }

    private Task<Outcome> MonitorAsync(params string[] args) => program.RunAsync([.. args, "--config", Config, "--lang", "en"]);

    private async Task LearnTheNumbersAsync()
    {
        foreach (var flag in await _demo.QueueAsync(CancellationToken.None))
        {
            _samples.Add(flag.Id, _script.SampleAt(new Uri(flag.Url!)));
        }
    }

    private long Number(string sample) => _samples.Single(pair => pair.Value == sample).Key;

    // One account whose list is the same in every run.
    private async Task<long> SourceOfTwoAsync()
    {
        var sources = await LinesAsync("source", "list");
        return sources
            .Single(source => source.GetProperty("url").GetString()!.EndsWith("/@danangpm.rss", StringComparison.Ordinal))
            .GetProperty("id")
            .GetInt64();
    }

    private async Task<DeskSeat> SitAsync(string user, string language, string writes, string? mustNotSee)
    {
        var terminal = await _tmux.OpenAsync(
            user,
            $"cd '{_temp.Path}'; unset ENV; export PS1='$ ' PATH='{_temp["bin"]}':\"$PATH\" MONITOR_CONFIG='{Config}' XDG_STATE_HOME='{_temp[$"state-{user}"]}'; exec sh"
        );
        await terminal.ShowsAsync("$");
        return new DeskSeat(terminal, _golden, user, language)
        {
            Reason = writes,
            // Whoever reads second must not learn what the first has written: not on any screen of the day.
            Watch = screen =>
            {
                if (mustNotSee is not null)
                {
                    Assert.DoesNotContain(mustNotSee, TmuxTerminal.OneLine(screen), StringComparison.Ordinal);
                }
            },
        };
    }

    private sealed class ShiftedClock(DateTimeOffset start) : TimeProvider
    {
        private readonly TimeSpan _shift = start - Monitor.Worker.Hosting.Clock.Machine.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;
    }
}
