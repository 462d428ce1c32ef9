namespace Monitor.Worker.Cli.Desk;

/// <summary>One line being typed: the ordinary keys of editing, by whole letters.</summary>
internal sealed class TextField(string start = "")
{
    private readonly List<string> _letters = Letters(start);
    private int _at = Letters(start).Count;
    private string _half = "";

    /// <summary>What stands there.</summary>
    public string Text => string.Concat(_letters);

    /// <summary>The same with the place of the cursor, for the screen.</summary>
    public (string Before, string After) Halves => (string.Concat(_letters.Take(_at)), string.Concat(_letters.Skip(_at)));

    /// <summary>Takes one key; false when it is none of editing.</summary>
    public bool Take(ConsoleKeyInfo key)
    {
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Backspace when _at > 0:
                _letters.RemoveAt(--_at);
                return true;
            case ConsoleKey.Delete when _at < _letters.Count:
                _letters.RemoveAt(_at);
                return true;
            case ConsoleKey.LeftArrow:
                _at = Math.Max(0, _at - 1);
                return true;
            case ConsoleKey.RightArrow:
                _at = Math.Min(_letters.Count, _at + 1);
                return true;
            case ConsoleKey.Home:
            case ConsoleKey.A when control:
                _at = 0;
                return true;
            case ConsoleKey.End:
            case ConsoleKey.E when control:
                _at = _letters.Count;
                return true;
            case ConsoleKey.U when control:
                _letters.RemoveRange(0, _at);
                _at = 0;
                return true;
        }

        // A letter beyond the basic plane comes as two keys.
        if (char.IsHighSurrogate(key.KeyChar))
        {
            _half = key.KeyChar.ToString();
            return true;
        }

        if (char.IsControl(key.KeyChar))
        {
            return key.Key is ConsoleKey.Backspace or ConsoleKey.Delete;
        }

        _letters.Insert(_at++, _half + key.KeyChar);
        _half = "";
        return true;
    }

    private static List<string> Letters(string text) => [.. text.EnumerateRunes().Select(rune => rune.ToString())];
}
