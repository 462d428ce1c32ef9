using System.Runtime.InteropServices;

namespace Monitor.Classifier.Text;

/// <summary>What a token is.</summary>
public enum TokenKind : byte
{
    Word,
    Number,
    Emoji,
    Url,
    Mention,
    Punctuation,

    /// <summary>A name, party, ballot number, gesture or slogan of a contest, replaced by its role.</summary>
    Role,
}

/// <summary>What a masked name was, so that all camps look alike.</summary>
public enum Role : byte
{
    None,
    Calon,
    Partai,
    Nomor,
    Slogan,
    Gestur,
    Koalisi,
}

/// <summary>What is known of a token beyond its form.</summary>
[Flags]
public enum TokenFlags : ushort
{
    None = 0,

    /// <summary>Inside the scope of tidak, bukan, jangan, ga, ora, teu…</summary>
    Negated = 1,

    /// <summary>Split out of a hashtag.</summary>
    Hashtag = 2,
    Capitalised = 4,
    AllCaps = 8,

    /// <summary>A letter was repeated for stress and has been folded.</summary>
    Elongated = 16,

    /// <summary>Between quotation marks.</summary>
    Quoted = 32,

    /// <summary>A regional or colloquial particle (lah, kok, atuh, ji, bah…).</summary>
    Particle = 64,

    /// <summary>The first word of a sentence.</summary>
    SentenceStart = 128,

    /// <summary>The masked name was found by context, not in a lexicon.</summary>
    GuessedRole = 256,
}

/// <summary>One token: where it stands in the original text and its normalised form inside <see cref="TextBuffer.Forms"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public struct Token
{
    /// <summary>First UTF-16 unit in the original text.</summary>
    public int Start;

    /// <summary>Length in the original text; tokens split out of one written word share or divide its span.</summary>
    public int Length;

    /// <summary>First character of the normalised form in <see cref="TextBuffer.Forms"/>.</summary>
    public int FormStart;

    /// <summary>Length of the normalised form.</summary>
    public int FormLength;

    /// <summary>Length of the stem, a prefix-free slice: <see cref="StemStart"/> in <see cref="TextBuffer.Forms"/>.</summary>
    public int StemLength;

    /// <summary>First character of the stem in <see cref="TextBuffer.Forms"/>.</summary>
    public int StemStart;

    /// <inheritdoc cref="TokenKind"/>
    public TokenKind Kind;

    /// <inheritdoc cref="Text.Role"/>
    public Role Role;

    /// <inheritdoc cref="TokenFlags"/>
    public TokenFlags Flags;
}

/// <summary>One text taken apart. Reused from text to text by one thread at a time, so that a text costs no allocation.</summary>
public sealed class TextBuffer
{
    /// <summary>All normalised forms and stems, one after the other.</summary>
    public char[] Forms = new char[1024];

    /// <summary>How much of <see cref="Forms"/> is used.</summary>
    public int FormsLength;

    /// <summary>The tokens in the order of the text.</summary>
    public Token[] Tokens = new Token[128];

    /// <summary>How many tokens there are.</summary>
    public int Count;

    /// <summary>The normalised form of a token.</summary>
    public ReadOnlySpan<char> Form(in Token token) => Forms.AsSpan(token.FormStart, token.FormLength);

    /// <summary>The stem of a token.</summary>
    public ReadOnlySpan<char> Stem(in Token token) => Forms.AsSpan(token.StemStart, token.StemLength);

    /// <summary>The tokens of the stage before; each stage reads these and writes <see cref="Tokens"/>.</summary>
    internal Token[] Raw = new Token[128];

    /// <summary>How many tokens the stage before has left.</summary>
    internal int RawCount;

    /// <summary>The lexicon entry of each token, or -1.</summary>
    internal int[] Entries = new int[128];

    /// <summary>The entries that belong to <see cref="Raw"/>.</summary>
    internal int[] RawEntries = new int[128];

    private int[] _aliasWords = new int[128];

    /// <summary>Hands the tokens to the next stage.</summary>
    internal void SwapTokens()
    {
        (Raw, Tokens) = (Tokens, Raw);
        (RawEntries, Entries) = (Entries, RawEntries);
        RawCount = Count;
        Count = 0;
    }

    /// <summary>Takes the last <see cref="SwapTokens"/> back: the stage found nothing to do.</summary>
    internal void RestoreTokens()
    {
        var count = RawCount;
        SwapTokens();
        Count = count;
    }

    /// <summary>Room for one number per token of the stage before.</summary>
    internal Span<int> AliasWords()
    {
        if (_aliasWords.Length < RawCount)
        {
            _aliasWords = new int[Math.Max(RawCount, _aliasWords.Length * 2)];
        }

        return _aliasWords.AsSpan(0, RawCount);
    }

    /// <summary>Forgets the last text, keeps the arrays.</summary>
    internal void Clear()
    {
        Count = 0;
        FormsLength = 0;
    }

    /// <summary>Makes room for so many characters more, which may then be written without asking.</summary>
    internal void Reserve(int characters)
    {
        while (FormsLength + characters > Forms.Length)
        {
            Array.Resize(ref Forms, Forms.Length * 2);
        }
    }

    /// <summary>Adds one character to <see cref="Forms"/>.</summary>
    internal void Append(char character)
    {
        if (FormsLength == Forms.Length)
        {
            Array.Resize(ref Forms, Forms.Length * 2);
        }

        Forms[FormsLength++] = character;
    }

    /// <summary>Adds characters to <see cref="Forms"/>.</summary>
    internal void Append(ReadOnlySpan<char> characters)
    {
        while (FormsLength + characters.Length > Forms.Length)
        {
            Array.Resize(ref Forms, Forms.Length * 2);
        }

        characters.CopyTo(Forms.AsSpan(FormsLength));
        FormsLength += characters.Length;
    }

    /// <summary>Adds a token whose form has just been appended from <paramref name="formStart"/> on.</summary>
    internal int AddFormed(int start, int length, TokenKind kind, int formStart, TokenFlags flags, int entry = -1)
    {
        Grow();
        Entries[Count] = entry;
        ref var token = ref Tokens[Count];
        token.Start = start;
        token.Length = length;
        token.FormStart = token.StemStart = formStart;
        token.FormLength = token.StemLength = FormsLength - formStart;
        token.Kind = kind;
        token.Role = Role.None;
        token.Flags = flags;
        return Count++;
    }

    /// <summary>Adds a token of the stage before as it is.</summary>
    internal int Copy(in Token token, int entry)
    {
        Grow();
        Entries[Count] = entry;
        ref var copy = ref Tokens[Count];
        copy = token;
        copy.StemStart = copy.FormStart;
        copy.StemLength = copy.FormLength;
        return Count++;
    }

    private void Grow()
    {
        if (Count == Tokens.Length)
        {
            Array.Resize(ref Tokens, Tokens.Length * 2);
        }

        if (Entries.Length < Tokens.Length)
        {
            Array.Resize(ref Entries, Tokens.Length);
        }
    }

    /// <summary>Adds a token and its form.</summary>
    internal void Add(int start, int length, TokenKind kind, ReadOnlySpan<char> form)
    {
        var formStart = FormsLength;
        Append(form);
        AddFormed(start, length, kind, formStart, TokenFlags.None);
    }
}
