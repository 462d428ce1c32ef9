using System.Collections.Frozen;
using Monitor.Worker.Contests;

namespace Monitor.Worker.Registry;

/// <summary>What of a registered person can stand in a text.</summary>
internal sealed class NamedPerson
{
    /// <summary>Everybody in service.</summary>
    public const string Select =
        "SELECT id, name, name_key, jabatan, unit, instansi, region_code FROM asn WHERE state = 'active' ORDER BY id";

    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string NameKey { get; init; } = "";
    public string Jabatan { get; init; } = "";
    public string Unit { get; init; } = "";
    public string Instansi { get; init; } = "";
    public string RegionCode { get; init; } = "";
}

/// <summary>A registered name in a text, by the words that it takes.</summary>
/// <param name="First">Index of its first word.</param>
/// <param name="Last">Index of its last.</param>
/// <param name="People">Everybody who bears it, as places in the index's list.</param>
/// <param name="Doubts">Capitals beside it that may make it a part of a longer name, unless they belong to the person's office.</param>
internal sealed record NameHit(int First, int Last, IReadOnlyList<int> People, IReadOnlyList<string> Doubts);

/// <summary>Finds registered names in a text and weighs whether the text says which of its bearers is meant. Immutable; built once for a state of the registry.</summary>
/// <remarks>
/// A trie over the parts of the name keys: the cost of a text depends on its own length, not on how many people are registered. The precision
/// comes from <see cref="NameContext"/>; a name alone never names anybody.
/// </remarks>
internal sealed class NameIndex
{
    // Parts of names common enough that a capital before or behind a match is probably one more of them, registered or not.
    private static readonly FrozenSet<string> CommonParts = (
        "agus ahmad andi ani anton ari arif asep ayu bagus bambang bayu budi cahya catur chandra citra dani darma dedi desi dewi dian dimas djoko dwi edi eka eko endang "
        + "erna fajar fitri galih gunawan hadi hamid handayani hari hariyanto hartono hasan hendra heri heru hidayat hidayah husni ika ilham imam indah indra irfan irwan "
        + "ismail iwan jamal joko jusuf kartika khairul kurnia kurniawan kusuma lestari lia lilis lina lukman maya mega mulyadi mulyono muhammad mustafa nana nanang nia "
        + "nina novi nugroho nur nuraini nurul oktavia pratama pratiwi prasetyo purnama purnomo purwanto puspita putra putri rahayu rahman rahmat ratna rendra reza rian "
        + "ridwan rina rini rizal rizki rudi rukmana rusdi sandi santi santoso sari saputra setiawan setyawan siti slamet soni sri subagyo sudirman sugeng suharto "
        + "sukarno sulaiman sulastri sumarni supardi supriyadi supriyanto surya susanto susilo sutrisno suyanto syahrul syaiful syarif taufik teguh titik tono tri tuti "
        + "umar utama utami wahid wahyu wahyudi wahyuni wati wibowo widodo wijaya wulandari yanti yanto yudi yulia yuliana yunus yusuf zainal zaki"
    )
        .Split(' ')
        .SelectMany(part => NameKey.Fold(part, isFirst: false))
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, int> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _edges = [];
    private readonly Dictionary<int, List<int>> _bearers = [];
    private readonly List<NamedPerson> _people;
    private readonly RegionMentions _regions;
    private readonly NameContext _context;

    /// <summary>Builds it.</summary>
    /// <param name="version">The state of the registry that it shows.</param>
    /// <param name="people">Everybody in it.</param>
    /// <param name="regions">Kemendagri's list.</param>
    public NameIndex(long version, List<NamedPerson> people, IReadOnlyList<Region> regions)
    {
        Version = version;
        _people = people;
        _regions = new RegionMentions(regions);
        _context = new NameContext(_regions);
        for (var i = 0; i < people.Count; i++)
        {
            Add(people[i].NameKey, i);
        }
    }

    /// <summary>See <see cref="RegistryState.VersionAsync"/>.</summary>
    public long Version { get; }

    /// <summary>One answer for each registered name in the text; a name that is certainly a part of another one is none.</summary>
    public IReadOnlyList<Attribution> Find(string text)
    {
        var news = NewsText.Read(text);
        var hits = Hits(news);
        if (hits.Count == 0)
        {
            return [];
        }

        var taken = new bool[news.Words.Count];
        foreach (var hit in hits)
        {
            taken.AsSpan(hit.First, hit.Last - hit.First + 1).Fill(true);
        }

        var scene = new Scene(news, taken, _regions.Find(news, taken));
        var answers = new List<Attribution>();
        foreach (var name in hits.GroupBy(hit => hit.People))
        {
            answers.Add(_context.Judge(scene, [.. name], [.. name.Key.Select(i => _people[i])]));
        }

        return answers;
    }

    private void Add(string key, int person)
    {
        var node = 0;
        foreach (var part in key.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!_parts.TryGetValue(part, out var id))
            {
                _parts[part] = id = _parts.Count;
            }

            var edge = EdgeOf(node, id);
            if (!_edges.TryGetValue(edge, out var next))
            {
                _edges[edge] = next = _edges.Count + 1;
            }

            node = next;
        }

        if (node == 0)
        {
            return;
        }

        if (!_bearers.TryGetValue(node, out var bearers))
        {
            _bearers[node] = bearers = [];
        }

        bearers.Add(person);
    }

    private static long EdgeOf(int node, int part) => ((long)node << 32) | (uint)part;

    private List<NameHit> Hits(NewsText news)
    {
        var hits = new List<NameHit>();
        for (var i = 0; i < news.Words.Count; i++)
        {
            var (last, people) = Longest(news, i);
            if (people is null)
            {
                continue;
            }

            var doubts = new List<string>();
            if (!IsPartOfLonger(news, i, last, doubts))
            {
                hits.Add(new NameHit(i, last, people, doubts));
            }

            i = last;
        }

        return hits;
    }

    private (int Last, List<int>? People) Longest(NewsText news, int first)
    {
        var words = news.Words;
        var cased = news.IsCased(words[first].Sentence);
        var (last, found) = (first, (List<int>?)null);
        var node = 0;
        for (var i = first; i < words.Count; i++)
        {
            var word = words[i];
            if (cased && !word.IsCapital)
            {
                break;
            }

            // "Moch. Ridwan" and "A.Darmuji" go on over a full stop, "Ridwan. Darmuji" does not.
            if (
                i > first
                && (word.Sentence != words[i - 1].Sentence || !(word.Gap == Gap.Space || (word.Gap == Gap.Dot && words[i - 1].Length <= 4)))
            )
            {
                break;
            }

            foreach (var part in NameKey.Fold(word.Letters, isFirst: i == first))
            {
                if (!_parts.TryGetValue(part, out var id) || !_edges.TryGetValue(EdgeOf(node, id), out node))
                {
                    return (last, found);
                }
            }

            if (_bearers.TryGetValue(node, out var people))
            {
                (last, found) = (i, people);
            }
        }

        return (last, found);
    }

    private bool IsPartOfLonger(NewsText news, int first, int last, List<string> doubts)
    {
        var words = news.Words;
        var cased = news.IsCased(words[first].Sentence);
        var before = first - 1;
        while (before >= 0 && IsJoined(words, before + 1) && NameKey.IsFrontTitle(words[before].Letters))
        {
            before--;
        }

        if (before >= 0 && words[before].Sentence == words[first].Sentence)
        {
            var word = words[before];
            var joined = IsJoined(words, before + 1);
            // "A. Budi Santoso" is not Budi Santoso.
            if (joined && word.Length == 1 && char.IsLetter(word.Letters[0]))
            {
                return true;
            }

            var opens = before == 0 || words[before - 1].Sentence != word.Sentence;
            if (words[before + 1].Gap == Gap.Space && Extends(word, cased, opens, doubts))
            {
                return true;
            }
        }

        var after = last + 1;
        if (after >= words.Count || words[after].Gap != Gap.Space || words[after].Sentence != words[last].Sentence)
        {
            return false;
        }

        var next = words[after];
        if (next.Letters is "bin" or "binti")
        {
            return true;
        }

        var title =
            NameKey.IsBackTitle(next.Letters)
            || (after + 1 < words.Count && words[after + 1].Gap == Gap.Dot && next.Length <= 2 && next.IsCapital);
        return !title && (next.Length == 1 && next.IsCapital || Extends(next, cased, opensSentence: false, doubts));
    }

    private static bool IsJoined(List<NewsWord> words, int i) =>
        words[i].Gap is Gap.Space or Gap.Dot && words[i].Sentence == words[i - 1].Sentence;

    // Certainly one more part of a name: true. Possibly: noted as a doubt, which the person's own office may clear.
    private bool Extends(NewsWord word, bool cased, bool opensSentence, List<string> doubts)
    {
        if (cased && !word.IsCapital)
        {
            return false;
        }

        if (
            OfficeWords.IsHead(word.Letters)
            || OfficeWords.IsStranger(word.Letters)
            || OfficeWords.IsNeutral(word.Letters)
            || OfficeWords.IsJoint(word.Letters)
            || OfficeWords.Expand(word.Letters).All(OfficeWords.IsShared)
            || _regions.IsRegionWord(word.Letters)
        )
        {
            return false;
        }

        var isName = NameKey.Fold(word.Letters, isFirst: false).Any(part => CommonParts.Contains(part) || _parts.ContainsKey(part));
        if (isName || (cased && !opensSentence))
        {
            // A place in the person's own unit may be a name elsewhere; only the unit can tell.
            doubts.Add(word.Letters);
        }

        return false;
    }
}
