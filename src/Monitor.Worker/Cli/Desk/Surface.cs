using Monitor.Worker.Language;

namespace Monitor.Worker.Cli.Desk;

/// <summary>The screen as the desk uses it: one picture at a time, redrawn whenever something changed, until a key is pressed.</summary>
internal sealed class Surface
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly IScreen _screen;
    private readonly TimeProvider _time;
    private readonly Tongue _tongue;
    private readonly Queue<Sentence> _told = new();
    private volatile TaskCompletionSource _bell = New();
    private Task<ConsoleKeyInfo?>? _pressed;
    private int _toldShown;
    private int _scroll;
    private int _furthest;

    /// <summary>Takes a screen.</summary>
    public Surface(IScreen screen, TimeProvider time, Tongue tongue)
    {
        (_screen, _time, _tongue) = (screen, time, tongue);
        screen.Resized = Ring;
    }

    /// <summary>What lies under the panels.</summary>
    public required Func<ISheet?> Sheet { get; init; }

    /// <summary>Why something does not work just now; it stands before what happened last.</summary>
    public required Func<Sentence?> Trouble { get; init; }

    /// <summary>What happened last.</summary>
    public string Status { get; set; } = "";

    /// <summary>A message for the person. It stands beside whatever else is said, until a key was pressed in sight of it.</summary>
    public void Tell(Sentence words)
    {
        lock (_told)
        {
            _told.Enqueue(words);
        }

        Ring();
    }

    /// <summary>Draws anew, for something changed.</summary>
    public void Ring() => Interlocked.Exchange(ref _bell, New()).TrySetResult();

    /// <summary>Back to the top of a sheet.</summary>
    public void ToTop() => _scroll = 0;

    /// <summary>Shows the picture and waits for a key; null when the keyboard is gone.</summary>
    public async Task<ConsoleKeyInfo?> KeyAsync(Panel? panel, string keys, CancellationToken ct)
    {
        while (true)
        {
            var bell = _bell.Task;
            Paint(panel, keys);
            _pressed ??= _screen.KeyAsync();
            await Task.WhenAny(_pressed, bell).WaitAsync(ct);
            if (_pressed.IsCompleted)
            {
                return await TakeAsync();
            }
        }
    }

    /// <summary>A key, or none after a moment. Where the keyboard is gone, it is the one that leaves.</summary>
    public async Task<ConsoleKeyInfo?> KeyWithinAsync(Panel? panel, string keys, CancellationToken ct)
    {
        Paint(panel, keys);
        _pressed ??= _screen.KeyAsync();
        await Task.WhenAny(_pressed, Task.Delay(Again, _time, ct)).WaitAsync(ct);
        ct.ThrowIfCancellationRequested();
        return _pressed.IsCompleted
            // The keyboard is gone, and nobody will press a key again.
            ? await TakeAsync() ?? new ConsoleKeyInfo('q', ConsoleKey.Escape, false, false, false)
            : null;
    }

    /// <summary>Moves through the sheet, when the key is one of those.</summary>
    public bool Scrolls(ConsoleKeyInfo key)
    {
        var page = Math.Max(1, _screen.Size.Height - 8);
        int? to = key.Key switch
        {
            ConsoleKey.DownArrow => _scroll + 1,
            ConsoleKey.UpArrow => _scroll - 1,
            ConsoleKey.PageDown or ConsoleKey.Spacebar => _scroll + page,
            ConsoleKey.PageUp => _scroll - page,
            ConsoleKey.Home => 0,
            ConsoleKey.End => _furthest,
            _ => null,
        };
        _scroll = Math.Clamp(to ?? _scroll, 0, _furthest);
        return to is not null;
    }

    private async Task<ConsoleKeyInfo?> TakeAsync()
    {
        var key = await _pressed!;
        _pressed = null;
        lock (_told)
        {
            for (; _toldShown > 0; _toldShown--)
            {
                _told.Dequeue();
            }
        }

        return key;
    }

    private void Paint(Panel? panel, string keys)
    {
        string told;
        lock (_told)
        {
            told = string.Join(" ", _told.Select(words => words.In(_tongue)));
            _toldShown = _told.Count;
        }

        var status = Trouble()?.In(_tongue) ?? Status;
        var (rows, cursor, furthest) = Frame.Of(Sheet(), _screen.Size, _scroll, panel, told, status, keys, _time.GetUtcNow(), _tongue);
        _furthest = furthest;
        _screen.Paint(rows, cursor);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
