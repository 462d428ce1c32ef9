namespace Monitor.Worker.Registry;

/// <summary>A person's office in the forms in which a text can name it.</summary>
internal sealed class OfficeProfile
{
    private static readonly HashSet<string> Levels = new(StringComparer.Ordinal)
    {
        "ahli",
        "pertama",
        "muda",
        "madya",
        "utama",
        "terampil",
        "mahir",
        "penyelia",
        "pemula",
    };

    private readonly string _region;

    /// <summary>Works the forms out.</summary>
    public OfficeProfile(NamedPerson person, RegionMentions regions)
    {
        Person = person;
        _region = person.RegionCode;
        var unit = OfficeWords.Phrase(person.Unit);
        var position = OfficeWords.Phrase(person.Jabatan);
        position.RemoveAll(Levels.Contains);
        Instansi = OfficeWords.Phrase(person.Instansi);
        Heads = [.. position];
        var regionWords = _region.Length >= 2 ? regions.WordsOf(_region) : [];
        IsInstansiRegional = regionWords.Count > 0 && Instansi.Count > regionWords.Count && regionWords.All(Instansi.Contains);

        // Region words in a unit's name ("SMA Negeri 1 Pekalongan") distinguish only as the whole name.
        Places = unit.Concat(position)
            .Where(word => !OfficeWords.IsShared(word) && !OfficeWords.IsHead(word) && !regions.IsRegionWord(word))
            .ToHashSet(StringComparer.Ordinal);
        IsUnitDistinct = unit.Exists(word => !OfficeWords.IsShared(word)) && unit.Count > 1;
        UnitPhrases = UnitForms(unit, IsUnitDistinct);
        PositionPhrases = PositionForms(position, unit);
        IsPositionSpecific = PositionPhrases.Count > 0 && PositionPhrases.All(IsSpecific);

        Words = unit.Concat(position).Concat(Instansi).Concat(regionWords).ToHashSet(StringComparer.Ordinal);
        if (_region.Length > 2)
        {
            Words.UnionWith(regions.WordsOf(_region[..2]));
        }

        // "Sekretaris Camat" is the secretary of the kecamatan.
        foreach (var (office, head) in (ReadOnlySpan<(string, string)>)[("kecamatan", "camat"), ("kelurahan", "lurah")])
        {
            if (Words.Contains(office))
            {
                Words.Add(head);
            }
            else if (Words.Contains(head))
            {
                Words.Add(office);
            }
        }
    }

    public NamedPerson Person { get; }

    /// <summary>Every word of the person's position, unit, institution and region.</summary>
    public HashSet<string> Words { get; }

    /// <summary>The words of the position.</summary>
    public HashSet<string> Heads { get; }

    /// <summary>Words of unit and position that hardly any other office has: mostly places.</summary>
    public HashSet<string> Places { get; }

    /// <summary>The unit's names.</summary>
    public List<List<string>> UnitPhrases { get; }

    /// <summary>Whether the unit's name tells it from the same unit elsewhere.</summary>
    public bool IsUnitDistinct { get; }

    /// <summary>The position's names.</summary>
    public List<List<string>> PositionPhrases { get; }

    /// <summary>Whether the position is more than "Camat" or "Guru".</summary>
    public bool IsPositionSpecific { get; }

    /// <summary>The institution's name.</summary>
    public List<string> Instansi { get; }

    /// <summary>Whether the institution's name holds the region.</summary>
    public bool IsInstansiRegional { get; }

    /// <summary>Whether a mention can mean the person's region.</summary>
    public bool IsOwn(RegionMention mention) => _region.Length > 0 && mention.Codes.Contains(_region, StringComparer.Ordinal);

    /// <summary>Whether a mention means a region that is neither the person's, nor above or below it.</summary>
    public bool IsForeign(RegionMention mention) =>
        _region.Length > 0
        && mention.Codes.All(code =>
            code != _region
            && !_region.StartsWith(code + ".", StringComparison.Ordinal)
            && !code.StartsWith(_region + ".", StringComparison.Ordinal)
        );

    private static List<List<string>> UnitForms(List<string> unit, bool distinct)
    {
        var forms = new List<List<string>>();
        if (unit.Count < 2)
        {
            return forms;
        }

        forms.Add(unit);
        if (!distinct && unit.Count > 2)
        {
            // "Dinas Pendidikan" for "Dinas Pendidikan dan Kebudayaan".
            forms.Add(unit[..2]);
        }

        if (unit[0] is "kecamatan" or "kelurahan")
        {
            forms.Add([unit[0] == "kecamatan" ? "camat" : "lurah", .. unit[1..]]);
        }

        return forms;
    }

    private static List<List<string>> PositionForms(List<string> position, List<string> unit)
    {
        if (position.Count == 0)
        {
            return [];
        }

        var forms = new List<List<string>> { position };
        if (position[0] == "kepala" && position.Count <= 2 && unit.Count > 1 && (position.Count == 1 || position[1] == unit[0]))
        {
            forms =
            [
                ["kepala", .. unit],
            ];
            if (unit.Count > 2)
            {
                forms.Add(["kepala", .. unit[..2]]);
            }
        }

        return forms;
    }

    private static bool IsSpecific(List<string> position) =>
        position.Count >= 3 || position.Exists(word => !OfficeWords.IsShared(word) && !OfficeWords.IsHead(word));
}
