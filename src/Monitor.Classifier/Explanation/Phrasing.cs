using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Explanation;

/// <summary>
/// Makes of tokens what a reader can read: whole words of the original text, names in one piece, and nothing that says nothing when it
/// stands alone (marks, particles, an honorific without its name).
/// </summary>
internal readonly ref struct Phrasing(TextBuffer buffer, string text)
{
    private const int Longest = 8;
    private const int ShortWord = 2;

    /// <summary>How far a written word is followed beyond its token: text without spaces must not become one reason.</summary>
    private const int LongestWord = 64;

    /// <summary>Normalised words that only say something together with the word behind them.</summary>
    private static readonly FrozenSet<string> LeaningWords = new[]
    {
        Masking.Masker.HonorificForm,
        "pak",
        "bapak",
        "bu",
        "ibu",
        "mas",
        "mbak",
        "kak",
        "kakak",
        "bang",
        "abang",
        "gus",
        "haji",
        "sang",
        "para",
        "jangan",
        "tidak",
        "bukan",
        "belum",
        "enggak",
        "tak",
        "yang",
        "dan",
        "atau",
        "dari",
        "untuk",
        "dengan",
        "pada",
        "oleh",
        "karena",
        "agar",
        "supaya",
        "jika",
        "kalau",
        "bila",
        "akan",
        "sudah",
        "telah",
        "sedang",
        "masih",
        "adalah",
        "bahwa",
        "sebagai",
        "dalam",
        "seperti",
        "sangat",
        "paling",
        "lebih",
        "nomor",
        "urut",
        "bernama",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Normalised words that say something only together with the word before them.</summary>
    private static readonly FrozenSet<string> TrailingWords = new[]
    {
        "ini",
        "itu",
        "saja",
        "juga",
        "lagi",
        "pula",
        "saya",
        "kami",
        "kita",
        "kamu",
        "anda",
        "dia",
        "mereka",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Leaning = LeaningWords.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Trailing = TrailingWords.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    private readonly TextBuffer _buffer = buffer;
    private readonly string _text = text;

    /// <summary>Whether a token may be part of a phrase: a word, a number or a masked name, but no mark, address or picture.</summary>
    public bool Speaks(int index)
    {
        ref readonly var token = ref _buffer.Tokens[index];
        return token.Length > 0 && token.Kind is TokenKind.Word or TokenKind.Number or TokenKind.Role;
    }

    /// <summary>The span of the phrase around these tokens, all of which speak; false when nothing readable can be made of them.</summary>
    public bool TryShape(int from, int to, out int start, out int end)
    {
        while (to < _buffer.Count && to - from < Longest && Speaks(to) && ((IsName(to - 1) && IsName(to)) || IsLeaning(to - 1)))
        {
            to++;
        }

        while (from > 0 && to - from < Longest && Speaks(from - 1) && ((IsName(from - 1) && IsName(from)) || IsTrailing(from)))
        {
            from--;
        }

        start = int.MaxValue;
        end = 0;
        if (!Carries(from, to))
        {
            if (from > 0 && Speaks(from - 1))
            {
                from--;
            }
            else if (to < _buffer.Count && Speaks(to))
            {
                to++;
            }
        }

        for (var i = from; i < to; i++)
        {
            start = Math.Min(start, _buffer.Tokens[i].Start);
            end = Math.Max(end, _buffer.Tokens[i].Start + _buffer.Tokens[i].Length);
        }

        // Asked of the tokens as they are now: a neighbour that says nothing either has not helped.
        if (!Carries(from, to) && !HasNumber(from, to))
        {
            return false;
        }

        (start, end) = (WordStart(start), WordEnd(end));
        return true;
    }

    private static bool IsLetter(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || rune.Value == '_'
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format;

    private static bool IsJoint(char mark) => mark is '-' or '\'' or '’';

    private bool Carries(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (!IsLeaning(i) && !IsTrailing(i) && _buffer.Tokens[i].Kind != TokenKind.Number && _buffer.Tokens[i].Role != Role.Nomor)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasNumber(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (_buffer.Tokens[i].Kind == TokenKind.Number || _buffer.Tokens[i].Role == Role.Nomor)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsName(int index)
    {
        ref readonly var token = ref _buffer.Tokens[index];
        return token.Kind == TokenKind.Word && token.Flags.Has(TokenFlags.Capitalised);
    }

    private bool IsLeaning(int index)
    {
        ref readonly var token = ref _buffer.Tokens[index];
        return token.Kind == TokenKind.Word && (IsShort(token) || Leaning.Contains(_buffer.Form(token)));
    }

    private bool IsTrailing(int index)
    {
        ref readonly var token = ref _buffer.Tokens[index];
        return token.Kind == TokenKind.Word && (token.Flags.Has(TokenFlags.Particle) || Trailing.Contains(_buffer.Form(token)));
    }

    /// <summary>"di", "ka", "ga", "I": short as written or as understood; an acronym is short and says much.</summary>
    private static bool IsShort(in Token token) =>
        Math.Min(token.Length, token.FormLength) <= ShortWord && !token.Flags.Has(TokenFlags.Particle | TokenFlags.AllCaps);

    private int WordStart(int start)
    {
        var at = start;
        while (at > 0 && start - at < LongestWord)
        {
            Rune.DecodeLastFromUtf16(_text.AsSpan(0, at), out var rune, out var length);
            if (!IsLetter(rune) && !(IsJoint(_text[at - 1]) && at > 1 && char.IsLetterOrDigit(_text[at - 2])))
            {
                break;
            }

            at -= length;
        }

        while (at < start && !char.IsLetterOrDigit(_text[at]) && !char.IsSurrogate(_text[at]))
        {
            // A selector or joiner of the picture before is no part of the word.
            at++;
        }

        return at > 0 && _text[at - 1] is '#' or '@' ? at - 1 : at;
    }

    private int WordEnd(int end)
    {
        var at = end;
        while (at < _text.Length && at - end < LongestWord)
        {
            Rune.DecodeFromUtf16(_text.AsSpan(at), out var rune, out var length);
            if (!IsLetter(rune) && !(IsJoint(_text[at]) && at + 1 < _text.Length && char.IsLetterOrDigit(_text[at + 1])))
            {
                break;
            }

            at += length;
        }

        return at;
    }
}
