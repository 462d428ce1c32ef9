using System.Collections.Frozen;

namespace Monitor.Worker.Collection.Dates;

/// <summary>Month and day names as feeds and pages write them, and which of them are Indonesian.</summary>
internal static class MonthNames
{
    private static readonly FrozenDictionary<string, int> Months = Build(
        // English, then Indonesian and Malay, then the languages whose feeds are seen most with names of their own.
        "january jan januari",
        "february feb februari febuari pebruari peb",
        "march mar maret mrt mac",
        "april apr",
        "may mei mai",
        "june jun juni",
        "july jul juli julai",
        "august aug agustus agu agt ags agst ogos ogo",
        "september sep sept",
        "october oct oktober okt",
        "november nov nopember nop",
        "december dec desember des disember dis"
    );

    private static readonly FrozenDictionary<string, int> Foreign = Build(
        "januar janvier janv enero gennaio janeiro január jänner ιαν",
        "februar février févr fevrier febrero febbraio fevereiro február φεβ",
        "märz mars marzo março márciu március maart μάρ μαρ mär",
        "avril abril aprile április απρ",
        "mayo maggio maio május máj μάι μαϊ μαι",
        "juin junio giugno junho június június ιούν ιον ιουν",
        "juillet julio luglio julho július ιούλ ιολ ιουλ",
        "août aout agosto augustus augusztus αύγ αυγ",
        "septembre septiembre settembre setembro szeptember σεπ",
        "octobre octubre ottobre outubro október οκτ",
        "novembre noviembre novembro νοέ νοε νοώ",
        "décembre diciembre dicembre dezembro dezember dez december δεκ"
    );

    /// <summary>Not "juli", "mei" or "oktober": German, Dutch or Swedish dates have those too.</summary>
    private static readonly FrozenSet<string> IndonesianWords = (
        "maret agustus agu agt ags agst pebruari peb nopember nop desember senin selasa rabu kamis jumat jum'at sabtu minggu ahad pukul"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The month (1 to 12) that a word names, or 0.</summary>
    public static int Month(string word) =>
        Months.TryGetValue(word, out var month) ? month
        : Foreign.TryGetValue(word, out month) ? month
        : 0;

    /// <summary>Whether a word is only written in Indonesian dates: it tells the zone when none is given.</summary>
    public static bool IsIndonesian(string word) => IndonesianWords.Contains(word);

    private static FrozenDictionary<string, int> Build(params string[] months)
    {
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < months.Length; i++)
        {
            foreach (var name in months[i].Split(' '))
            {
                names[name] = i + 1;
            }
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
