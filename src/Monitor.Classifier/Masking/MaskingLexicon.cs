using Monitor.Classifier.Text;

namespace Monitor.Classifier.Masking;

/// <summary>Whose names are masked: parties, contests with their candidates, public figures, regions. Immutable.</summary>
public sealed class MaskingLexicon
{
    private readonly Lexicon _lexicon;
    private readonly Scanner _scanner;
    private readonly IReadOnlyList<PartyEntry> _parties;
    private readonly IReadOnlyList<string> _regions;
    private readonly WordTable _handles = new(256);
    private readonly List<Role> _handleRoles = [];

    private MaskingLexicon(
        Lexicon lexicon,
        Scanner scanner,
        IReadOnlyList<PartyEntry> parties,
        IReadOnlyList<string> regions,
        IReadOnlyList<Contest> contests
    )
    {
        _lexicon = lexicon;
        _scanner = scanner;
        _parties = parties;
        _regions = regions;
        Contests = contests;
        var buffer = new TextBuffer();
        foreach (var party in parties)
        {
            AddParty(party, buffer);
        }

        foreach (var region in regions)
        {
            Trie.Add(Words(region, buffer), new AliasUse(Role.None, AliasStrength.Sure, 0, int.MaxValue), tolerant: false);
        }

        foreach (var contest in contests)
        {
            AddContest(contest, buffer);
        }

        Trie.Freeze();
    }

    /// <summary>The contests whose names are masked.</summary>
    public IReadOnlyList<Contest> Contests { get; }

    /// <summary>How many distinct words the masked names have.</summary>
    public int WordCount => Trie.WordCount;

    internal AliasTrie Trie { get; } = new();

    /// <summary>The same lexicon with one more contest.</summary>
    public MaskingLexicon WithContest(Contest contest) => WithContests([contest]);

    /// <summary>The same lexicon with more contests; those of the same id are replaced.</summary>
    public MaskingLexicon WithContests(IReadOnlyCollection<Contest> contests)
    {
        var ids = contests.Select(contest => contest.Id).ToHashSet(StringComparer.Ordinal);
        return new MaskingLexicon(
            _lexicon,
            _scanner,
            _parties,
            _regions,
            [.. Contests.Where(contest => !ids.Contains(contest.Id)), .. contests]
        );
    }

    /// <summary>How a person is written: as somebody wrote it down, otherwise in the forms that follow from the official name.</summary>
    public IReadOnlyList<Alias> FormsOf(Person person) => person.Aliases.Count > 0 ? person.Aliases : NameForms.Of(person.Name, _lexicon);

    /// <summary>A contest from the lines of its ballot, as an import brings them.</summary>
    public Contest ContestOf(string id, DateOnly from, DateOnly until, string source, IEnumerable<BallotLine> lines) =>
        new(id, from, until, source, [.. lines.Select(line => line.Read(_lexicon))]);

    /// <summary>Reads models/lexicon; throws <see cref="InvalidDataException"/> naming the file that cannot be read.</summary>
    internal static MaskingLexicon Load(string directory, Lexicon lexicon, Scanner scanner)
    {
        var contests = new List<Contest> { ContestFile.ReadFigures(Path.Combine(directory, "figures.json")) };
        var files = Directory.GetFiles(Path.Combine(directory, "contests"), "*.json");
        Array.Sort(files, StringComparer.Ordinal);
        contests.AddRange(files.Select(ContestFile.ReadContest));
        var regions = LexiconFile.Rows(Path.Combine(directory, "regions.tsv"), 1).Select(row => row[0]).ToList();
        return new MaskingLexicon(lexicon, scanner, ContestFile.ReadParties(Path.Combine(directory, "parties.json")), regions, contests);
    }

    /// <summary>Whether the word is part of a masked name.</summary>
    internal bool Knows(ReadOnlySpan<char> word) => Trie.Word(word) >= 0;

    /// <summary>Whether the word alone names somebody, whatever the text is about.</summary>
    internal bool IsSureName(ReadOnlySpan<char> word)
    {
        var id = Trie.Word(word);
        var node = id < 0 ? -1 : Trie.Next(0, id);
        if (node < 0)
        {
            return false;
        }

        foreach (var use in Trie.Uses(node))
        {
            if (use is { Strength: AliasStrength.Sure, Role: not Role.None })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whose account a handle (folded, without @) is; None for anybody else's.</summary>
    internal Role RoleOfHandle(ReadOnlySpan<char> handle)
    {
        var id = _handles.Find(handle);
        return id < 0 ? Role.None : _handleRoles[id];
    }

    private static bool IsJoinable(IReadOnlyList<string> words, AliasStrength strength) =>
        words.Count > 1
        && strength is AliasStrength.Sure or AliasStrength.Political
        && words.Sum(word => word.Length) is >= 6 and <= Scanner.MaxWord;

    private void AddContest(Contest contest, TextBuffer buffer)
    {
        var from = contest.From.DayNumber;
        var until = contest.Until.DayNumber;
        foreach (var pair in contest.Pairs)
        {
            foreach (var person in pair.People)
            {
                AddAll(FormsOf(person), Role.Calon);
            }

            AddAll(pair.PairNames, Role.Calon);
            AddAll(pair.Slogans, Role.Slogan);
            AddAll(pair.Coalitions, Role.Koalisi);
            AddAll(pair.Gestures, Role.Gestur);
            foreach (var handle in pair.Handles)
            {
                AddHandle(handle, Role.Calon);
            }
        }

        void AddAll(IReadOnlyList<Alias> aliases, Role role)
        {
            foreach (var alias in aliases)
            {
                AddAlias(alias, new AliasUse(role, alias.Strength, from, until), buffer);
            }
        }
    }

    private void AddParty(PartyEntry party, TextBuffer buffer)
    {
        foreach (var alias in (IEnumerable<Alias>)[new Alias(party.Name, AliasStrength.Sure), .. party.Aliases])
        {
            AddAlias(alias, new AliasUse(Role.Partai, alias.Strength, party.From.DayNumber, party.Until.DayNumber), buffer);
        }

        foreach (var handle in party.Handles)
        {
            AddHandle(handle, Role.Partai);
        }
    }

    private void AddAlias(in Alias alias, in AliasUse use, TextBuffer buffer)
    {
        var words = Words(alias.Text, buffer);
        if (words.Count == 0)
        {
            throw new InvalidDataException($"The alias \"{alias.Text}\" holds no word.");
        }

        var tolerant = alias.Strength is AliasStrength.Sure or AliasStrength.Political or AliasStrength.Known && use.Role == Role.Calon;
        Trie.Add(words, use, tolerant);
        if (IsJoinable(words, alias.Strength))
        {
            Trie.Add([string.Concat(words)], use, tolerant);
        }
    }

    private void AddHandle(string handle, Role role)
    {
        if (_handles.Add(handle.ToLowerInvariant()) == _handleRoles.Count)
        {
            _handleRoles.Add(role);
        }
    }

    private List<string> Words(string text, TextBuffer buffer)
    {
        _scanner.Run(text, buffer);
        var words = new List<string>();
        for (var index = 0; index < buffer.Count; index++)
        {
            ref readonly var token = ref buffer.Tokens[index];
            if (token.Kind is TokenKind.Word or TokenKind.Number)
            {
                words.Add(buffer.Form(token).ToString());
            }
        }

        return words;
    }
}
