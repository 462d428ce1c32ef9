using System.Globalization;
using System.Text.RegularExpressions;

namespace Monitor.EndToEnd.Tests;

/// <summary>What a person says of a flag.</summary>
/// <param name="Form">Code of the form of violation; null dismisses.</param>
/// <param name="Ground">Code of the ground; null confirms.</param>
internal sealed record Said(string? Form, string? Ground)
{
    public bool Confirms => Form is not null;

    /// <summary>The others of the group too, where the desk asks.</summary>
    public bool Group { get; init; }
}

/// <summary>A flag as the bar of the screen names it.</summary>
internal sealed record Laid(long Flag, string State);

/// <summary>
/// One person at a terminal of their own: a shell, in which <c>monitor</c> is the built program. Each step waits for the screen that belongs to it.
/// </summary>
internal sealed partial class DeskSeat(TmuxTerminal terminal, Golden golden, string user, string language)
{
    private readonly bool _english = language == "en";

    /// <summary>Looked at whenever a screen was read; throws when it shows what must not be seen.</summary>
    public required Action<string> Watch { get; init; }

    /// <summary>What this person writes as a reason.</summary>
    public required string Reason { get; init; }

    /// <summary>Types a command and waits until the shell asks again.</summary>
    /// <returns>What stands on the terminal.</returns>
    public async Task<string> CommandAsync(string command)
    {
        await terminal.TypeAsync("clear; " + command);
        await terminal.KeyAsync("Enter");
        return await terminal.ShowsAsync(
            screen => screen.TrimEnd() is var text && text.EndsWith("\n$", StringComparison.Ordinal),
            $"the end of '{command}'"
        );
    }

    /// <summary>Sits down.</summary>
    public async Task<Laid?> OpenAsync()
    {
        await terminal.TypeAsync($"clear; monitor review --as {user}{(_english ? " --lang en" : "")}");
        await terminal.KeyAsync("Enter");
        return await NextAsync(after: null);
    }

    /// <summary>Leaves, and waits for the shell.</summary>
    public async Task LeaveAsync()
    {
        await terminal.KeyAsync("q");
        await ShowsAsync(Say(" diputus, ", " decided, "));
    }

    /// <summary>Waits for a flag to read.</summary>
    /// <param name="after">The one that was laid aside; null when there was none.</param>
    /// <returns>Null when nothing waits and the shell is back.</returns>
    public async Task<Laid?> NextAsync(Laid? after)
    {
        var nothing = Say("Tidak ada lagi yang menunggu Anda.", "Nothing more waits for you.");
        var screen = await terminal.ShowsAsync(
            shown =>
                (shown.Contains(nothing, StringComparison.Ordinal) && shown.TrimEnd().EndsWith("\n$", StringComparison.Ordinal))
                || (Reads(shown) is { } laid && laid.Flag != after?.Flag),
            "the next flag"
        );
        Watch(screen);
        if (!screen.Contains(nothing, StringComparison.Ordinal))
        {
            return Reads(screen);
        }

        await golden.KeepAsync("end", language, screen);
        return null;
    }

    /// <summary>Gives a verdict, up to and with its last question.</summary>
    public async Task GiveAsync(Laid flag, Said said)
    {
        await AnswerAsync(flag, said);
        await SendAsync(flag, said);
    }

    /// <summary>Answers what a verdict is asked for, as far as the reason, which stands there typed.</summary>
    public async Task AnswerAsync(Laid flag, Said said)
    {
        await terminal.KeyAsync(said.Confirms ? Say("k", "c") : Say("t", "d"));
        if (said.Form is { } form)
        {
            await TitledAsync("form", Say("Bentuk pelanggaran", "Form of violation"));
            await PickAsync(form);
            // Where nobody knows the region, no contest is known either.
            await PickAsync("demo-pilgub-nusa-arga:kampanye", "none");
            await TitledAsync("event", Say("Waktu kejadian, waktu setempat", "Time of the event, local time"));
            await terminal.KeyAsync("Enter");
            await PickAsync("cap_waktu_platform");
            await PickAsync("didaftarkan_sendiri");
            await ShowsAsync(Say("Keterangan pemeriksaan", "More about the check"));
            await terminal.KeyAsync("Enter");
            await ShowsAsync(Say("Dugaan tindak pidana", "Possible crime"));
            await PickAsync("no");
        }
        else
        {
            await TitledAsync("ground", Say("Dasar penolakan", "Ground of the dismissal"));
            await PickAsync(said.Ground!);
        }

        await ShowsAsync(Say("Alasan dengan kata-kata Anda", "Reason in your own words"));
        await terminal.TypeAsync($"{Reason} ({flag.Flag})");
        await TitledAsync("reason", $"> {Reason} ({flag.Flag})");
    }

    /// <summary>Sends what was typed, and answers what is asked before a verdict leaves.</summary>
    /// <param name="flag">Which.</param>
    /// <param name="said">What is said.</param>
    /// <param name="until">Words that end the wait; what a recorded verdict is told by, where nothing is named.</param>
    public async Task SendAsync(Laid flag, Said said, string? until = null)
    {
        await terminal.KeyAsync("Enter");
        var group = Say("lain sekelompok?", "others of the group?");
        var sure = Say("tidak dapat ditarik kembali. Kirim?", "cannot be taken back. Send it?");
        var told = until ?? $"Flag {flag.Flag}: ";
        // After the last of them the desk goes away, and what it said with it.
        var nothing = Say("Tidak ada lagi yang menunggu Anda.", "Nothing more waits for you.");
        for (var asked = ""; ; )
        {
            var screen = await terminal.ShowsAsync(
                shown =>
                    (shown.Contains(group, StringComparison.Ordinal) && asked.Length == 0)
                    || (shown.Contains(sure, StringComparison.Ordinal) && asked != sure)
                    || IsTold(shown),
                $"what follows the reason about flag {flag.Flag}"
            );
            Watch(screen);
            if (IsTold(screen))
            {
                return;
            }

            asked = screen.Contains(sure, StringComparison.Ordinal) ? sure : group;
            await golden.KeepAsync(asked == sure ? "sure" : "group", language, screen);
            await terminal.KeyAsync(asked == sure || !said.Group ? "1" : "2");
        }

        bool IsTold(string shown) =>
            TmuxTerminal.OneLine(shown) is var words
            && (words.Contains(told, StringComparison.Ordinal) || words.Contains(nothing, StringComparison.Ordinal));
    }

    /// <summary>Waits for words, and keeps the screen as a picture of that name, once.</summary>
    public async Task<string> TitledAsync(string picture, string words)
    {
        var screen = await ShowsAsync(words);
        await golden.KeepAsync(picture, language, screen);
        return screen;
    }

    /// <summary>Presses a key and waits until the words stand there.</summary>
    public async Task<string> ShowsAsync(string words)
    {
        var screen = await terminal.ShowsAsync(words);
        Watch(screen);
        return screen;
    }

    /// <summary>The same person at the same terminal, in another language.</summary>
    public DeskSeat In(string other) => new(terminal, golden, user, other) { Reason = Reason, Watch = Watch };

    /// <summary>Presses one key.</summary>
    public Task KeyAsync(string key) => terminal.KeyAsync(key);

    /// <summary>Types letters.</summary>
    public Task TypeAsync(string text) => terminal.TypeAsync(text);

    /// <summary>In this person's language.</summary>
    public string Say(string id, string en) => _english ? en : id;

    // By the key that stands before it; those that are below the edge come up by the arrow.
    private async Task PickAsync(params string[] codes)
    {
        var code = string.Join('|', codes.Select(Regex.Escape));
        var line = new Regex($@"^[> ] \[(?<key>.)\] ({code})  ", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
        var screen = await terminal.ShowsAsync(shown => Picks().IsMatch(shown), $"a list with {code}");
        for (var down = 0; !line.IsMatch(screen); down++)
        {
            Assert.True(down < 40, $"{code} is not in the list:\n{screen}");
            var before = screen;
            await terminal.KeyAsync("Down");
            screen = await terminal.ShowsAsync(shown => shown != before, $"the list goes on to {code}");
        }

        await terminal.KeyAsync(line.Match(screen).Groups["key"].Value);
    }

    private Laid? Reads(string screen) =>
        Bar().Match(screen) is { Success: true } bar && screen.Contains(Say("[k] konfirmasi", "[c] confirm"), StringComparison.Ordinal)
            ? new Laid(long.Parse(bar.Groups["flag"].Value, CultureInfo.InvariantCulture), bar.Groups["state"].Value)
            : null;

    [GeneratedRegex(@"^ Flag (?<flag>\d+)  (?<state>\S+)  ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bar();

    [GeneratedRegex(@"^> \[.\] ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picks();
}
