using System.Collections.Frozen;
using System.Text;

namespace Monitor.Worker.Registry;

/// <summary>A person's name as it is compared: without titles, case and marks, old and short spellings brought to one.</summary>
/// <remarks>
/// "Drs. H. Moch. Soepardi, M.Si." and "MUHAMMAD SUPARDI" have the same key. Two people may well share a key: it finds candidates and never decides
/// who somebody is.
/// </remarks>
internal static class NameKey
{
    private static readonly FrozenSet<string> FrontTitles = Set(
        "prof dr drg drh drs dra dr-ing ir h hj hh kh k.h tgh ust ustadz ustadzah ustaz hajah haji r rr rd rdn ra rm kph kanjeng ns apt ners bdn bripka",
        "pdt pdm pendeta romo pastor ptr tb tgk teungku tuan pak bapak bpk ibu bu sdr sdri saudara saudari alm almh"
    );

    private static readonly FrozenSet<string> BackTitles = Set(
        "sh se st si sp ss sag spd spdi spdsd ssos ssosi ssi skm skep sked skom ssn sstp sip sikom sstat ssy sth sthi sei shi shum spi spt stp spsi sfarm skpm spar",
        "sab sap sak smn sfil sus sgz strkeb strkes str sst stt stat sskm smb mh mm ma map msi msc mkes mkom mpd mpdi mag mpp mip mt mak mkn mhum mikom mmr mph msn mp mba",
        "mpsi mse mtr map macc meng amd amk amkeb amdkeb amdkep amdkom amdak amapkb ama amdpd ba bba bsc bac bsw phd spog spa spb spm spjp spog dea ca cpa cfra cgcae qia cht",
        "ap apt ners ns ipm ipu asean eng llm"
    );

    // Short and old forms that stand for one name. Keys and values are already folded.
    private static readonly FrozenDictionary<string, string> Forms = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["moh"] = "muhamad",
        ["mohd"] = "muhamad",
        ["moch"] = "muhamad",
        ["mohamad"] = "muhamad",
        ["mohamed"] = "muhamad",
        ["muhamed"] = "muhamad",
        ["mochamad"] = "muhamad",
        ["much"] = "muhamad",
        ["muh"] = "muhamad",
        ["muhd"] = "muhamad",
        ["mhd"] = "muhamad",
        ["mhmd"] = "muhamad",
        ["mukhamad"] = "muhamad",
        ["mokhamad"] = "muhamad",
        ["muhamat"] = "muhamad",
        ["mohamat"] = "muhamad",
        ["mokh"] = "muhamad",
        ["mukh"] = "muhamad",
        ["abd"] = "abdul",
        ["abdur"] = "abdul",
        ["abdus"] = "abdul",
        ["abdun"] = "abdul",
        ["ach"] = "ahmad",
        ["akh"] = "ahmad",
        ["ahmat"] = "ahmad",
        ["amad"] = "ahmad",
        ["st"] = "siti",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> LongDegrees = Set("farm stat kesos komp hort trans agri gizi tekn pust arch ikom pdsd pdaud");

    private static readonly char[] Separators = [' ', '\t', '\u00A0', '-', '/', '(', ')', '"'];

    private static readonly string[] Assimilated = ["abdur", "abdus", "abdul"];

    /// <summary>The key: name parts with one blank between. Empty when nothing but titles is left.</summary>
    public static string Of(string name) => string.Join(' ', Parts(name));

    /// <summary>The parts of a name without its titles, each folded.</summary>
    public static List<string> Parts(string name)
    {
        // What follows a comma are titles: no Indonesian name is written surname first.
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        var words = Words(comma > 0 && HasLetter(name.AsSpan(0, comma)) ? name[..comma] : name);
        var start = 0;
        while (start < words.Count - 1 && IsFrontTitle(words[start]))
        {
            start++;
        }

        var end = words.Count;
        while (end - 1 > start && IsBackTitle(words[end - 1]))
        {
            end--;
        }

        var parts = new List<string>(end - start + 1);
        for (var i = start; i < end; i++)
        {
            foreach (var part in Fold(words[i], isFirst: i == start && end - start > 1))
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    /// <summary>A name as lists write it, taken apart: titles before, the name itself, titles behind.</summary>
    /// <remarks>Only what is certainly a title is taken off, for the rest is shown and exported as the name.</remarks>
    public static (string Front, string Bare, string Back) TakeApart(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        var (head, back) = comma > 0 && HasLetter(name.AsSpan(0, comma)) ? (name[..comma], name[(comma + 1)..].Trim(' ', ',')) : (name, "");
        var words = head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var front = words
            .Take(words.Length - 1)
            .TakeWhile(word =>
                IsFrontTitle(word) && (word.EndsWith('.') || word is "Drs" or "Dra" or "H" or "Hj" or "Ir" or "Dr" or "dr" or "Prof")
            )
            .Count();
        return (string.Join(' ', words.Take(front)), string.Join(' ', words.Skip(front)), back);
    }

    /// <summary>Whether a word of a text is a title that stands before names. "Ir", "H." and "Hj" are; "Irawan" is not.</summary>
    public static bool IsFrontTitle(string word) => FrontTitles.Contains(Letters(word));

    /// <summary>Whether a word of a text is a title that stands after names: "S.Sos", "M.Si.", "SH".</summary>
    public static bool IsBackTitle(string word)
    {
        var letters = Letters(word);
        // "S.Sos.M.Si" in one breath: dots inside say that it is no name. A lone initial ("A.") is.
        return (letters.Length > 1 && word.AsSpan().Trim('.').Contains('.') && !IsDottedName(word)) || BackTitles.Contains(letters);
    }

    /// <summary>A word of a name in the spelling that is compared; most give one part, "Abdurrahman" gives "abdul" and "rahman".</summary>
    /// <param name="word">As written.</param>
    /// <param name="isFirst">Whether more parts follow and this is the first: only there "M." is Muhammad.</param>
    public static IEnumerable<string> Fold(string word, bool isFirst)
    {
        var letters = Letters(word);
        if (letters.Length == 0)
        {
            return [];
        }

        if (isFirst && letters is "m")
        {
            return ["muhamad"];
        }

        // Short forms are looked up before ch and kh are folded away, and again after.
        if (Forms.TryGetValue(letters, out var form))
        {
            return [form];
        }

        var folded = Spelling(letters);
        if (Forms.TryGetValue(folded, out form))
        {
            return [form];
        }

        foreach (var prefix in Assimilated)
        {
            // Abdurrahman, Abdurahman, Abdul Rahman and Abdulrahman are one name; Abdullah is another.
            if (folded.Length > prefix.Length + 2 && folded.StartsWith(prefix, StringComparison.Ordinal) && folded != "abdulah")
            {
                return ["abdul", prefix[^1] == 'l' ? folded[prefix.Length..] : folded[(prefix.Length - 1)..]];
            }
        }

        return [folded];
    }

    /// <summary>Old spelling to new, sounds that are written in several ways to one, double letters to single.</summary>
    internal static string Spelling(string letters)
    {
        var text = letters
            .Replace("oe", "u", StringComparison.Ordinal)
            .Replace("dj", "j", StringComparison.Ordinal)
            .Replace("tj", "c", StringComparison.Ordinal)
            .Replace("sj", "sy", StringComparison.Ordinal)
            .Replace("nj", "ny", StringComparison.Ordinal)
            .Replace("ch", "h", StringComparison.Ordinal)
            .Replace("kh", "h", StringComparison.Ordinal)
            .Replace("ph", "f", StringComparison.Ordinal)
            .Replace("th", "t", StringComparison.Ordinal)
            .Replace("dh", "d", StringComparison.Ordinal)
            .Replace("ie", "i", StringComparison.Ordinal);
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (folded.Length == 0 || folded[^1] != c)
            {
                folded.Append(c);
            }
        }

        return folded.ToString();
    }

    /// <summary>Letters and digits only, lower case, without marks.</summary>
    internal static string Letters(string word)
    {
        // The process runs without ICU, where Normalize takes no accent off: the few that names have are listed.
        const string accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ";
        const string plain = "aaaaaaceeeeiiiinoooooouuuuyy";
        var letters = new StringBuilder(word.Length);
        foreach (var c in word)
        {
            if (!char.IsLetterOrDigit(c))
            {
                continue;
            }

            var lower = char.ToLowerInvariant(c);
            var at = char.IsAscii(lower) ? -1 : accented.IndexOf(lower, StringComparison.Ordinal);
            letters.Append(at < 0 ? lower : plain[at]);
        }

        return letters.ToString();
    }

    private static List<string> Words(string name)
    {
        var words = new List<string>();
        foreach (var chunk in name.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            words.AddRange(IsDottedName(chunk) ? chunk.Split('.', StringSplitOptions.RemoveEmptyEntries) : [chunk]);
        }

        words.RemoveAll(word => Letters(word).Length == 0);
        return words;
    }

    // "A.Darmuji" and "H.M.Ridwan" are names written without blanks, "S.Sos.M.Si" and "S.Farm" are titles: a name ends in a long part.
    private static bool IsDottedName(string word)
    {
        var last = word.AsSpan().Trim('.');
        var dot = last.LastIndexOf('.');
        return dot > 0 && last.Length - dot > 4 && !LongDegrees.Contains(Letters(last[(dot + 1)..].ToString()));
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenSet<string> Set(params string[] lines) =>
        lines.SelectMany(line => line.Split(' ')).Select(Letters).ToFrozenSet(StringComparer.Ordinal);
}
