using System.Globalization;
using System.Text;

namespace Monitor.Worker.Export;

/// <summary>One value as a CSV cell: whatever program opens the file runs nothing, rounds nothing and is not turned around by it.</summary>
/// <remarks>Every mark is one apostrophe in front, so that one rule undoes them all. docs/bkn-export.md has the rules for the recipient.</remarks>
internal static class Cell
{
    private const char Mark = '\'';

    // A spreadsheet keeps 15 digits of a number.
    private const int DigitsKept = 15;

    /// <summary>The cell for a value. <see cref="Undo"/> gives <see cref="Clean"/> of it again.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="markCodes">Whether long numbers and dotted codes are marked too; formulas always are.</param>
    /// <param name="lineBreaks">What becomes of line breaks.</param>
    public static string Of(string value, bool markCodes, LineBreaks lineBreaks = LineBreaks.Blank)
    {
        var clean = Clean(value, lineBreaks);
        return BeginsFormula(value) || BeginsFormula(clean) || clean.StartsWith(Mark) || (markCodes && IsCode(clean))
            ? Mark + clean
            : clean;
    }

    /// <summary>The value of a cell.</summary>
    public static string Undo(string cell) => cell.StartsWith(Mark) ? cell[1..] : cell;

    /// <summary>
    /// The value on one line and in reading order: line breaks and tabs become one blank; control characters and those that turn the direction of
    /// writing go; half a character becomes U+FFFD, as any UTF-8 writer would make of it. Where line breaks are kept, each is one LF.
    /// </summary>
    public static string Clean(string value, LineBreaks lineBreaks = LineBreaks.Blank)
    {
        if (lineBreaks == LineBreaks.Keep)
        {
            return string.Join('\n', value.ReplaceLineEndings("\n").Split('\n').Select(line => Clean(line)));
        }

        var text = new StringBuilder(value.Length);
        var inBreak = false;
        foreach (var rune in value.EnumerateRunes())
        {
            if (IsBreak(rune.Value))
            {
                if (!inBreak)
                {
                    text.Append(' ');
                }

                inBreak = true;
            }
            else if (!IsHidden(rune))
            {
                text.Append(rune);
                inBreak = false;
            }
        }

        return text.ToString();
    }

    // Blanks and invisible characters are looked past: one spreadsheet or another trims them and then sees the formula.
    private static bool BeginsFormula(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠':
                    return true;
                default:
                    if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
                    {
                        return false;
                    }

                    break;
            }
        }

        return false;
    }

    private static bool IsCode(string clean) =>
        clean.Length > 0
        && clean.All(c => char.IsAsciiDigit(c) || c == '.')
        && (clean.Contains('.') || clean.Length > DigitsKept || (clean[0] == '0' && clean.Length > 1));

    private static bool IsBreak(int rune) => rune is '\t' or '\n' or '\v' or '\f' or '\r' or 0x85 or 0x2028 or 0x2029;

    private static bool IsHidden(Rune rune) =>
        Rune.IsControl(rune)
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C or 0xFEFF;
}
