using System.Globalization;

namespace Monitor.Classifier.Text;

/// <summary>What a UTF-16 unit is to the scanner.</summary>
internal enum CharClass : byte
{
    /// <summary>Punctuation and symbols; the default.</summary>
    Mark,
    Letter,
    Digit,
    Space,

    /// <summary>Zero-width characters, combining marks, variation selectors: there to be overlooked.</summary>
    Dropped,

    /// <summary>An emoji or pictograph of the basic plane.</summary>
    Pictograph,

    /// <summary>The first half of a pair, or a lone half.</summary>
    Surrogate,
}

/// <summary>One array look-up per character: its class and its folded form. Immutable after loading.</summary>
/// <remarks>
/// The process runs without ICU (InvariantGlobalization), where <see cref="string.Normalize()"/> folds nothing beyond ASCII. The
/// compatibility mappings therefore come from a data file, together with the homoglyphs that NFKC leaves apart.
/// </remarks>
internal sealed class CharTable
{
    private const int MathStart = 0x1D400;
    private const int MathEnd = 0x1D800;
    private const int EnclosedStart = 0x1F100;
    private const int EnclosedEnd = 0x1F200;

    private readonly CharClass[] _classes = new CharClass[65536];
    private readonly char[] _folds = new char[65536];
    private readonly char[] _math = new char[MathEnd - MathStart];
    private readonly char[] _enclosed = new char[EnclosedEnd - EnclosedStart];
    private readonly Dictionary<char, string> _expansions = [];
    private readonly char[] _plain = new char[128];

    private CharTable()
    {
        for (var unit = 0; unit < 65536; unit++)
        {
            var character = (char)unit;
            _classes[unit] = ClassOf(character);
            _folds[unit] = char.ToLowerInvariant(character);
        }
    }

    /// <summary>Reads the folding file; throws <see cref="InvalidDataException"/> naming the line that cannot be read.</summary>
    public static CharTable Load(string path)
    {
        var table = new CharTable();
        foreach (var row in LexiconFile.Rows(path, 2))
        {
            table.Add(int.Parse(row[0], NumberStyles.HexNumber), row[1]);
        }

        for (var unit = 'A'; unit <= 'z'; unit++)
        {
            table._plain[unit] = char.IsAsciiLetter(unit) ? table._folds[unit] : '\0';
        }

        return table;
    }

    /// <summary>What the unit is.</summary>
    public CharClass ClassOfUnit(char unit) => _classes[unit];

    /// <summary>The small letter of an ASCII letter that folds to nothing else; 0 for every other unit.</summary>
    public char PlainLetter(char unit) => unit < _plain.Length ? _plain[unit] : '\0';

    /// <summary>The folded unit; the first of several when <see cref="Expansion"/> has more.</summary>
    public char Fold(char unit) => _folds[unit];

    /// <summary>The whole replacement of a unit that folds to several letters (ligatures), or null.</summary>
    public string? Expansion(char unit) => unit < 0x80 ? null : _expansions.GetValueOrDefault(unit);

    /// <summary>The plain letter or digit behind an ornamental one beyond the basic plane, or 0.</summary>
    public char FoldAstral(int codePoint) =>
        codePoint switch
        {
            >= MathStart and < MathEnd => _math[codePoint - MathStart],
            >= EnclosedStart and < EnclosedEnd => _enclosed[codePoint - EnclosedStart],
            _ => '\0',
        };

    private void Add(int codePoint, string replacement)
    {
        switch (codePoint)
        {
            case >= MathStart and < MathEnd:
                _math[codePoint - MathStart] = replacement[0];
                return;
            case >= EnclosedStart and < EnclosedEnd:
                if (replacement.Length == 1)
                {
                    _enclosed[codePoint - EnclosedStart] = replacement[0];
                }

                return;
            case > char.MaxValue:
                return;
        }

        _folds[codePoint] = replacement[0];
        if (_classes[codePoint] != CharClass.Pictograph)
        {
            _classes[codePoint] = ClassOf(replacement[0]);
        }

        if (replacement.Length > 1)
        {
            _expansions[(char)codePoint] = replacement;
        }
    }

    private static CharClass ClassOf(char character)
    {
        // Arrows, technical signs, dingbats and the like: the hands, hearts and ticks that stand between the words of a post.
        if (character is (>= '\u2190' and <= '\u21FF') or (>= '\u2300' and <= '\u23FF') or (>= '\u2600' and <= '\u27BF'))
        {
            return CharClass.Pictograph;
        }

        return char.GetUnicodeCategory(character) switch
        {
            UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter => CharClass.Letter,
            UnicodeCategory.DecimalDigitNumber => CharClass.Digit,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharClass.Space,
            UnicodeCategory.Control => character is '\t' or '\n' or '\r' or '\v' or '\f' ? CharClass.Space : CharClass.Dropped,
            UnicodeCategory.Format
            or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark => CharClass.Dropped,
            UnicodeCategory.Surrogate => CharClass.Surrogate,
            _ => CharClass.Mark,
        };
    }
}
