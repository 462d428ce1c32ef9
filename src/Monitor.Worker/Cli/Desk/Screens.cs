using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace Monitor.Worker.Cli.Desk;

/// <summary>A whole screen with a keyboard. Tests hand in their own.</summary>
internal interface IScreen : IDisposable
{
    /// <summary>Columns and rows.</summary>
    (int Width, int Height) Size { get; }

    /// <summary>Called when the size has changed.</summary>
    Action? Resized { get; set; }

    /// <summary>Waits for one key; null when the keyboard is gone.</summary>
    Task<ConsoleKeyInfo?> KeyAsync();

    /// <summary>Shows these rows, and the cursor where letters will appear.</summary>
    void Paint(IReadOnlyList<Row> rows, (int Column, int Row)? cursor);
}

/// <summary>The process's own terminal, on its second screen: what stood there before comes back afterwards.</summary>
internal sealed class TtyScreen : IScreen
{
    private const string Open = "\e[?1049h";
    private const string Close = "\e[?25h\e[?1049l";

    private readonly TextWriter _out;
    private readonly bool _colour;
    private readonly Channel<ConsoleKeyInfo> _keys = Channel.CreateUnbounded<ConsoleKeyInfo>();
    private readonly PosixSignalRegistration? _resize;

    /// <summary>Takes the terminal over.</summary>
    public TtyScreen(TextWriter output)
    {
        _out = output;
        _colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        _out.Write(Open);
        _out.Flush();
        _resize = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Resized?.Invoke());
        // Always one read under way: between two reads the terminal would echo what is typed into the picture.
        new Thread(ReadKeys) { IsBackground = true, Name = "keyboard" }.Start();
    }

    /// <summary>Whether a terminal of this kind can show a whole screen.</summary>
    public static bool Possible => Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term && term != "dumb";

    /// <inheritdoc />
    public (int Width, int Height) Size => (Math.Max(40, Console.WindowWidth), Math.Max(12, Console.WindowHeight));

    /// <inheritdoc />
    public Action? Resized { get; set; }

    /// <inheritdoc />
    public async Task<ConsoleKeyInfo?> KeyAsync() => await _keys.Reader.WaitToReadAsync() && _keys.Reader.TryRead(out var key) ? key : null;

    /// <inheritdoc />
    public void Paint(IReadOnlyList<Row> rows, (int Column, int Row)? cursor)
    {
        var picture = new StringBuilder("\e[?25l\e[H");
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var piece in rows[i].Pieces)
            {
                var look = Look(piece.Ink);
                picture.Append(look).Append(piece.Text).Append(look.Length > 0 ? "\e[0m" : "");
            }

            picture.Append("\e[K").Append(i < rows.Count - 1 ? "\r\n" : "");
        }

        picture.Append("\e[J");
        if (cursor is { } at)
        {
            picture.Append("\e[").Append(at.Row + 1).Append(';').Append(at.Column + 1).Append("H\e[?25h");
        }

        _out.Write(picture);
        _out.Flush();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _resize?.Dispose();
        _out.Write(Close);
        _out.Flush();
    }

    private string Look(Ink ink) =>
        ink switch
        {
            Ink.Bold => "\e[1m",
            Ink.Bar => "\e[7m",
            Ink.Mark => _colour ? "\e[30;43m" : "\e[1m",
            Ink.Faint => _colour ? "\e[2m" : "",
            _ => "",
        };

    private void ReadKeys()
    {
        try
        {
            while (true)
            {
                _keys.Writer.TryWrite(Console.ReadKey(intercept: true));
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The terminal went away: the desk is told by the end of the keys.
            _keys.Writer.Complete();
        }
    }
}
