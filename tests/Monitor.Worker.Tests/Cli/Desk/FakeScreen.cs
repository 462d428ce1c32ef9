using System.Threading.Channels;
using Monitor.Worker.Cli.Desk;

namespace Monitor.Worker.Tests.Cli.Desk;

/// <summary>A screen whose picture can be read and whose keys are pressed by a test.</summary>
internal sealed class FakeScreen : IScreen
{
    private readonly Channel<ConsoleKeyInfo> keys = Channel.CreateUnbounded<ConsoleKeyInfo>();
    private volatile string picture = "";

    public (int Width, int Height) Size { get; set; } = (80, 24);
    public Action? Resized { get; set; }

    /// <summary>The desk that draws here; when it ends or fails nobody waits for it any longer.</summary>
    public Task<int>? Desk { get; set; }

    /// <summary>What the desk said beside the screen, for a test that fails.</summary>
    public Func<string>? Said { get; set; }

    /// <summary>What stands on it, without the blanks at the ends of rows.</summary>
    public string Picture => picture;

    public async Task<ConsoleKeyInfo?> KeyAsync() => await keys.Reader.WaitToReadAsync() && keys.Reader.TryRead(out var key) ? key : null;

    public void Paint(IReadOnlyList<Row> rows, (int Column, int Row)? cursor)
    {
        Assert.Equal(Size.Height, rows.Count);
        Assert.All(rows, row => Assert.True(Row.Cells(row.Text) <= Size.Width, row.Text));
        picture = Written(rows);
    }

    /// <summary>Presses the keys of a text.</summary>
    public void Type(string text)
    {
        foreach (var letter in text)
        {
            Press(letter, (ConsoleKey)char.ToUpperInvariant(letter));
        }
    }

    public void Press(ConsoleKey key) => Press(key == ConsoleKey.Enter ? '\r' : '\0', key);

    /// <summary>Waits until the picture holds the words.</summary>
    public async Task ShowsAsync(string words)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                if (Desk is { IsFaulted: true } broken)
                {
                    await broken;
                }

                return Picture.Contains(words, StringComparison.Ordinal) || Desk is { IsCompleted: true };
            },
            $"'{words}' on the screen"
        );
        Assert.True(
            Picture.Contains(words, StringComparison.Ordinal),
            $"'{words}' never came; the desk ended with:\n{Said?.Invoke()}\n{Picture}"
        );
    }

    /// <summary>Takes the keyboard away, as a connection that breaks does.</summary>
    public void Hang() => keys.Writer.Complete();

    public void Dispose() => keys.Writer.TryComplete();

    /// <summary>Rows as a file holds them.</summary>
    public static string Written(IReadOnlyList<Row> rows) => string.Join('\n', rows.Select(row => row.Text.TrimEnd())) + "\n";

    private void Press(char letter, ConsoleKey key) => keys.Writer.TryWrite(new ConsoleKeyInfo(letter, key, false, false, false));
}
