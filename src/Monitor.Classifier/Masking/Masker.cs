using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>Replaces names, parties, ballot numbers, slogans and gestures by what they are, so that all camps look alike.</summary>
/// <remarks>
/// One pass reads the words' numbers and the text's political cues, a second one replaces. A text without a cue and without a masked
/// word, most of what is collected, leaves after the first.
/// </remarks>
internal sealed class Masker(MaskingLexicon masks, Lexicon lexicon, PersonNames persons)
{
    /// <summary>The form of an honorific before a name: a text scores the same for a man and a woman.</summary>
    public const string HonorificForm = "⟨sapaan⟩";

    /// <summary>The form of a region's name.</summary>
    public const string RegionForm = "⟨daerah⟩";
    private const int LongestAlias = 10;

    private static readonly string[] RoleForms = ["", "⟨calon⟩", "⟨partai⟩", "⟨nomor⟩", "⟨slogan⟩", "⟨gestur⟩", "⟨koalisi⟩"];

    private readonly AliasTrie _trie = masks.Trie;
    private readonly int[] _aliasWords = masks.Trie.WordsOf(lexicon);

    /// <summary>The form of a role token.</summary>
    public static string FormOf(Role role) => RoleForms[(int)role];

    /// <summary>Rewrites the buffer's tokens. <paramref name="at"/> decides which contests' ambiguous names count; null means any.</summary>
    public void Run(DateOnly? at, TextBuffer buffer)
    {
        buffer.SwapTokens();
        var view = new MaskView(buffer, lexicon, at?.DayNumber ?? -1);
        if (!Read(ref view))
        {
            buffer.RestoreTokens();
            return;
        }

        var numbers = new BallotNumbers(view);
        var names = new NameGuess(view);
        var people = new PersonRun(view, persons);
        var index = 0;
        while (index < buffer.RawCount)
        {
            ref readonly var token = ref buffer.Raw[index];
            var length = 0;
            if (view.Words[index] >= 0 && _trie.Begins(view.Words[index]))
            {
                length = Match(view, index, out var role);
                if (length > 0)
                {
                    length += role == Role.Calon && !buffer.Raw[index].Flags.Has(TokenFlags.Hashtag) ? names.Extension(index + length) : 0;
                    Emit(buffer, view, index, length, role, TokenFlags.None);
                    index += length;
                    continue;
                }
            }

            if (token.Kind == TokenKind.Mention && masks.RoleOfHandle(buffer.Form(token)[1..]) is var owner and not Role.None)
            {
                Emit(buffer, view, index, 1, owner, TokenFlags.None);
                index++;
                continue;
            }

            length = numbers.Length(index, out var numberRole);
            if (length > 0)
            {
                Emit(buffer, view, index, length, numberRole, TokenFlags.None);
                index += length;
                continue;
            }

            var person = people.Length(index);
            length = names.Length(index, person);
            if (length > 0)
            {
                Emit(buffer, view, index, length, Role.Calon, TokenFlags.GuessedRole);
                index += length;
                continue;
            }

            if (person > 0)
            {
                EmitPerson(buffer, index, person);
                index += person;
                continue;
            }

            Copy(buffer, view, index);
            index++;
        }
    }

    /// <summary>Numbers the words and weighs the cues; false when nothing can be masked.</summary>
    private bool Read(ref MaskView view)
    {
        var buffer = view.Buffer;
        var (strong, weak) = (0, 0);
        var anything = false;
        var sure = false;
        for (var index = 0; index < buffer.RawCount; index++)
        {
            ref readonly var token = ref buffer.Raw[index];
            view.Words[index] = -1;
            if (token.Kind is TokenKind.Mention)
            {
                var ours = masks.RoleOfHandle(buffer.Form(token)[1..]) != Role.None;
                anything |= ours;
                sure |= ours;
                continue;
            }

            if (token.Kind is not (TokenKind.Word or TokenKind.Number))
            {
                continue;
            }

            var traits = view.Traits(index);
            strong += traits.Has(WordTraits.Political) ? 1 : 0;
            weak += traits.Has(WordTraits.WeakPolitical) ? 1 : 0;
            anything |= traits.Has(WordTraits.Honorific | WordTraits.NumberSign);
            var form = buffer.Form(token);
            var entry = buffer.RawEntries[index];
            anything |= token.Flags.Has(TokenFlags.Capitalised) && persons.Of(entry, form) != NameSurety.None;
            var word = entry >= 0 ? _aliasWords[entry] : _trie.Word(form);
            if (word < 0 && entry < 0 && token.Kind == TokenKind.Word)
            {
                word = _trie.NearWord(form);
            }

            view.Words[index] = word;
            anything |= word >= 0;
        }

        (view.Shouting, view.TitleCase) = Standardiser.Casing(buffer);
        view.Cues = strong * 2 + weak;
        for (var index = 0; !sure && anything && index < buffer.RawCount; index++)
        {
            sure = view.Words[index] >= 0 && _trie.Begins(view.Words[index]) && SureAt(view, index);
        }

        view.Cues += sure ? 2 : 0;
        return anything || view.Cues > 0;
    }

    private bool SureAt(in MaskView view, int index)
    {
        var node = 0;
        for (var (at, steps) = (index, 0); at >= 0 && steps < LongestAlias && view.Words[at] >= 0; at = view.NextInName(at), steps++)
        {
            node = _trie.Next(node, view.Words[at]);
            if (node < 0)
            {
                return false;
            }

            foreach (var use in _trie.Uses(node))
            {
                if (
                    use is { Strength: AliasStrength.Sure, Role: not Role.None }
                    || (use.Strength == AliasStrength.Known && at == index && view.IsKnownAlone(use, index))
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Length in tokens of the longest alias that begins here and counts in this text, or 0.</summary>
    private int Match(in MaskView view, int index, out Role role)
    {
        role = Role.None;
        var node = 0;
        var length = 0;
        for (var (at, steps) = (index, 0); at >= 0 && steps < LongestAlias && view.Words[at] >= 0; at = view.NextInName(at), steps++)
        {
            node = _trie.Next(node, view.Words[at]);
            if (node < 0)
            {
                break;
            }

            foreach (var use in _trie.Uses(node))
            {
                if (view.Counts(use, index, at - index + 1))
                {
                    length = at - index + 1;
                    role = use.Role;
                    break;
                }
            }
        }

        return length;
    }

    private static void Emit(TextBuffer buffer, in MaskView view, int index, int length, Role role, TokenFlags guessed)
    {
        ref readonly var first = ref buffer.Raw[index];
        ref readonly var last = ref buffer.Raw[index + length - 1];
        var start = first.Start;
        var end = last.Start + last.Length;
        if (role == Role.Calon)
        {
            if (Joins(buffer))
            {
                // "Prabowo - Gibran", "Anies/Imin": a pair is one contestant, as its acronym would be.
                ref var pair = ref buffer.Tokens[buffer.Count - 1];
                pair.Length = end - pair.Start;
                return;
            }

            // "I Made …", "A. Basuki …": an initial before the name is part of it.
            while (IsInitial(buffer))
            {
                start = buffer.Tokens[buffer.Count - 1].Start;
                buffer.Count--;
            }

            Honorific(buffer, view);
        }
        else if (role == Role.None && IsLevel(buffer))
        {
            // "Kota Bandung" and "Jawa Barat" are both a region.
            start = buffer.Tokens[buffer.Count - 1].Start;
            buffer.Count--;
        }

        var form = buffer.FormsLength;
        buffer.Append(role == Role.None ? RegionForm : RoleForms[(int)role]);
        const TokenFlags kept = TokenFlags.Hashtag | TokenFlags.Quoted | TokenFlags.SentenceStart;
        var added = buffer.AddFormed(
            start,
            end - start,
            role == Role.None ? TokenKind.Word : TokenKind.Role,
            form,
            (first.Flags & kept) | guessed
        );
        buffer.Tokens[added].Role = role;
    }

    /// <summary>All persons' names become one, so that a text does not score by whom it is about.</summary>
    private static void EmitPerson(TextBuffer buffer, int index, int length)
    {
        ref readonly var first = ref buffer.Raw[index];
        ref readonly var last = ref buffer.Raw[index + length - 1];
        var form = buffer.FormsLength;
        buffer.Append(PersonNames.Form);
        // An unknown word with a capital inside a sentence is a name to the features.
        var flags = (first.Flags & TokenFlags.Quoted) | TokenFlags.Capitalised;
        buffer.AddFormed(first.Start, last.Start + last.Length - first.Start, TokenKind.Word, form, flags);
    }

    /// <summary>Whether the tokens written so far end in a candidate, or a candidate and a joining mark; the mark is taken back.</summary>
    private static bool Joins(TextBuffer buffer)
    {
        if (buffer.Count == 0)
        {
            return false;
        }

        ref readonly var last = ref buffer.Tokens[buffer.Count - 1];
        if (last.Role == Role.Calon)
        {
            return true;
        }

        if (
            last.Kind == TokenKind.Punctuation
            && buffer.Forms[last.FormStart] is '-' or '&' or '/'
            && buffer.Count > 1
            && buffer.Tokens[buffer.Count - 2].Role == Role.Calon
        )
        {
            buffer.Count--;
            return true;
        }

        return false;
    }

    private static bool IsLevel(TextBuffer buffer) =>
        buffer.Count > 0
        && buffer.Tokens[buffer.Count - 1].Kind == TokenKind.Word
        && buffer.Form(buffer.Tokens[buffer.Count - 1]) is "kota" or "kabupaten" or "kab" or "provinsi" or "prov" or RegionForm;

    private static bool IsInitial(TextBuffer buffer)
    {
        if (buffer.Count == 0)
        {
            return false;
        }

        ref readonly var last = ref buffer.Tokens[buffer.Count - 1];
        return last.Kind == TokenKind.Word
            && last.Length == 1
            && last.Flags.Has(TokenFlags.Capitalised)
            && buffer.Forms[last.FormStart] is not ('h' or 'm');
    }

    /// <summary>Puts one plain honorific for those just written ("Bapak H.", "Bu", "Gus").</summary>
    private static void Honorific(TextBuffer buffer, in MaskView view)
    {
        var first = buffer.Count;
        while (first > 0)
        {
            ref readonly var before = ref buffer.Tokens[first - 1];
            var isDot =
                before.Kind == TokenKind.Punctuation
                && buffer.Forms[before.FormStart] == '.'
                && first > 1
                && view.IsHonorific(buffer.Entries[first - 2]);
            if (!isDot && !(before.Kind == TokenKind.Word && view.IsHonorific(buffer.Entries[first - 1])))
            {
                break;
            }

            first--;
        }

        if (first == buffer.Count)
        {
            return;
        }

        var start = buffer.Tokens[first].Start;
        ref readonly var last = ref buffer.Tokens[buffer.Count - 1];
        var length = last.Start + last.Length - start;
        var flags = buffer.Tokens[first].Flags & (TokenFlags.Quoted | TokenFlags.SentenceStart);
        buffer.Count = first;
        var form = buffer.FormsLength;
        buffer.Append(HonorificForm);
        buffer.AddFormed(start, length, TokenKind.Word, form, flags);
    }

    /// <summary>Copies a token; before an office ("Pak Camat", "Bu Camat") the honorific is made plain too.</summary>
    private static void Copy(TextBuffer buffer, in MaskView view, int index)
    {
        if (buffer.Raw[index].Kind == TokenKind.Word && view.Traits(index).Has(WordTraits.Office))
        {
            Honorific(buffer, view);
        }

        buffer.Copy(buffer.Raw[index], buffer.RawEntries[index]);
    }
}
