using Monitor.Worker.Language;

namespace Monitor.Worker.Cli.Desk;

/// <summary>Asks one thing after another on the screen: a list to pick from, or a line to type.</summary>
internal sealed class Interview(Surface surface, Tongue tongue)
{
    /// <summary>Asks one question.</summary>
    /// <param name="question">Which.</param>
    /// <param name="before">What was answered before.</param>
    /// <param name="kept">Told of every letter, so that nothing typed is lost.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null goes back.</returns>
    public Task<string?> AskAsync(Asked question, string? before, Action<string> kept, CancellationToken ct) =>
        question.Picks.Count > 0 ? PickAsync(question.Title, question.Picks, before, ct) : TypeAsync(question, before, kept, ct);

    /// <summary>One of a list, by its key or by arrows; null goes back.</summary>
    public async Task<string?> PickAsync(string title, IReadOnlyList<Pick> picks, string? before, CancellationToken ct)
    {
        var selected = Math.Max(0, picks.ToList().FindIndex(pick => pick.Code == before));
        var hint = Say("satu tombol memilih; panah dan [Enter]; [Esc] kembali", "one key picks; arrows and [Enter]; [Esc] back");
        while (await surface.KeyAsync(new Panel(title, [], picks, selected), hint, ct) is { Key: not ConsoleKey.Escape } key)
        {
            var direct = Frame.PickKeys.IndexOf(char.ToLowerInvariant(key.KeyChar), StringComparison.Ordinal);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return picks[selected].Code;
                case ConsoleKey.UpArrow:
                    selected = Math.Max(0, selected - 1);
                    break;
                case ConsoleKey.DownArrow:
                    selected = Math.Min(picks.Count - 1, selected + 1);
                    break;
                default:
                    if (key.KeyChar != '\0' && direct >= 0 && direct < picks.Count)
                    {
                        return picks[direct].Code;
                    }

                    break;
            }
        }

        return null;
    }

    private async Task<string?> TypeAsync(Asked question, string? before, Action<string> kept, CancellationToken ct)
    {
        var field = new TextField(before ?? question.Start);
        var hint = Say("[Enter] lanjut  [Esc] kembali  [Ctrl-U] hapus", "[Enter] go on  [Esc] back  [Ctrl-U] clear");
        while (await surface.KeyAsync(new Panel(question.Title, [], [], Field: field), hint, ct) is { Key: not ConsoleKey.Escape } key)
        {
            if (key.Key == ConsoleKey.Enter)
            {
                if (field.Text.Trim().Length > 0 || !question.Required)
                {
                    return field.Text.Trim();
                }

                surface.Status = Say("Ini wajib diisi.", "This is required.");
            }
            else if (field.Take(key))
            {
                kept(field.Text);
            }
        }

        return null;
    }

    private string Say(string id, string en) => tongue == Tongue.English ? en : id;
}
