using System.Text;
using Spectre.Console.Rendering;

namespace Monitor.Worker.Cli.Desk;

/// <summary>How a piece of a row is set off. Nothing is told by it alone: each has its words or marks as well.</summary>
internal enum Ink
{
    /// <summary>As the rest.</summary>
    Plain,

    /// <summary>Stronger.</summary>
    Bold,

    /// <summary>Weaker.</summary>
    Faint,

    /// <summary>A reason within the text.</summary>
    Mark,

    /// <summary>The bar at the top.</summary>
    Bar,
}

/// <summary>Words of one ink.</summary>
internal readonly record struct Piece(string Text, Ink Ink = Ink.Plain);

/// <summary>One row of the screen.</summary>
internal sealed class Row(IReadOnlyList<Piece> pieces)
{
    /// <summary>An empty one.</summary>
    public static readonly Row Empty = new([]);

    /// <summary>Its pieces, left to right.</summary>
    public IReadOnlyList<Piece> Pieces => pieces;

    /// <summary>Its words without ink.</summary>
    public string Text => string.Concat(pieces.Select(piece => piece.Text));

    /// <summary>One of one ink.</summary>
    public static Row Of(string text, Ink ink = Ink.Plain) => new([new Piece(text, ink)]);

    /// <summary>How many cells of a terminal a text takes: some letters take two, some none.</summary>
    public static int Cells(string text) => new Segment(text).CellCount();

    /// <summary>Exactly so wide: cut with an ellipsis, or filled with blanks in the ink of its end.</summary>
    public Row Fit(int width)
    {
        var cells = Cells(Text);
        if (cells <= width)
        {
            return cells == width ? this : new Row([.. pieces, new Piece(new string(' ', width - cells), LastInk)]);
        }

        var kept = new List<Piece>();
        var room = width - 1;
        foreach (var piece in pieces)
        {
            var words = new StringBuilder();
            foreach (var rune in piece.Text.EnumerateRunes())
            {
                var own = Cells(rune.ToString());
                if (own > room)
                {
                    kept.Add(new Piece(words.ToString(), piece.Ink));
                    kept.Add(new Piece("…" + new string(' ', room), piece.Ink));
                    return new Row(kept);
                }

                room -= own;
                words.Append(rune);
            }

            kept.Add(new Piece(words.ToString(), piece.Ink));
        }

        return new Row(kept);
    }

    /// <summary>Breaks words into rows; rows after the first are indented by <paramref name="hang"/>.</summary>
    public static IReadOnlyList<Row> Wrap(IReadOnlyList<Piece> pieces, int width, int hang = 0)
    {
        var wrapping = new Wrapping(Math.Max(width, hang + 8), hang);
        foreach (var piece in pieces)
        {
            wrapping.Take(piece);
        }

        return wrapping.End();
    }

    /// <summary>Breaks one text into rows.</summary>
    public static IReadOnlyList<Row> Wrap(string text, int width, int hang = 0, Ink ink = Ink.Plain) =>
        Wrap([new Piece(text, ink)], width, hang);

    private Ink LastInk => pieces.Count > 0 && pieces[^1].Ink == Ink.Bar ? Ink.Bar : Ink.Plain;

    private sealed class Wrapping(int width, int hang)
    {
        private readonly List<Row> _rows = [];
        private readonly List<Piece> _row = [];
        private readonly List<Piece> _word = [];
        private int _used;
        private int _wordCells;
        private Piece? _gap;

        public void Take(Piece piece)
        {
            var run = new StringBuilder();
            foreach (var rune in piece.Text.EnumerateRunes())
            {
                if (rune.Value is ' ' or '\n')
                {
                    Keep();
                    PutWord();
                    if (rune.Value == '\n')
                    {
                        Break();
                    }
                    else
                    {
                        _gap = new Piece((_gap?.Text ?? "") + " ", piece.Ink);
                    }

                    continue;
                }

                var text = rune.ToString();
                var cells = Cells(text);
                if (_wordCells + cells > width - hang)
                {
                    // Longer than a row: an address, most often. It goes on in the next one.
                    Keep();
                    PutWord();
                }

                run.Append(text);
                _wordCells += cells;
            }

            Keep();

            void Keep()
            {
                if (run.Length > 0)
                {
                    _word.Add(new Piece(run.ToString(), piece.Ink));
                    run.Clear();
                }
            }
        }

        public IReadOnlyList<Row> End()
        {
            PutWord();
            Break();
            return _rows;
        }

        private void PutWord()
        {
            if (_word.Count == 0)
            {
                return;
            }

            var gap = _gap?.Text.Length ?? 0;
            if (_used > Start && _used + gap + _wordCells > width)
            {
                Break();
            }
            else if (_gap is { } blank && (_used > Start || _rows.Count == 0))
            {
                _row.Add(blank);
                _used += gap;
            }

            _gap = null;
            if (_used == 0 && Start > 0)
            {
                _row.Add(new Piece(new string(' ', Start)));
                _used = Start;
            }

            _row.AddRange(_word);
            _used += _wordCells;
            _word.Clear();
            _wordCells = 0;
        }

        private int Start => _rows.Count == 0 ? 0 : hang;

        private void Break()
        {
            _rows.Add(new Row([.. _row]));
            _row.Clear();
            _used = 0;
            _gap = null;
        }
    }
}
