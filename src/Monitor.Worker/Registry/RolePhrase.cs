namespace Monitor.Worker.Registry;

/// <summary>How a role beside a name fits a person.</summary>
internal enum RoleFit
{
    /// <summary>It says nothing either way.</summary>
    Nothing,

    /// <summary>The person's own place, without a position.</summary>
    Place,

    /// <summary>The person's kind of position, without a place.</summary>
    Head,

    /// <summary>The person's position in the person's own place.</summary>
    Full,

    /// <summary>Somebody else's: another position, or the same in another place.</summary>
    Stranger,
}

/// <summary>The words directly before or after a name that say what its bearer is: "Camat Kajen …", "…, guru SDN 1 Kajen,".</summary>
/// <param name="First">Index of its first word.</param>
/// <param name="Last">Index of its last.</param>
internal sealed record RolePhrase(int First, int Last)
{
    private const int LongestBefore = 10;
    private const int LongestAfter = 14;
    private const int MostCommas = 2;

    private static readonly HashSet<string> Neutral = new(StringComparer.Ordinal)
    {
        "kabupaten",
        "kota",
        "provinsi",
        "kecamatan",
        "kelurahan",
        "desa",
        "pemerintah",
        "daerah",
        "lingkungan",
        "jajaran",
        "instansi",
        "kantor",
        "wilayah",
        "setempat",
        "administrasi",
        "tahun",
        "sipil",
        "negeri",
        "negara",
        "aparatur",
        "indonesia",
    };

    // "…, Camat Kajen, Senin (14/10)": the day is no part of the office.
    private static readonly HashSet<string> Days = new(StringComparer.Ordinal)
    {
        "senin",
        "selasa",
        "rabu",
        "kamis",
        "jumat",
        "sabtu",
        "minggu",
        "ahad",
    };

    // What opens a clause behind a name and is no role: "…, kata Camat Kajen", "…, saat Dinas Pendidikan …".
    private static readonly HashSet<string> Connectives = new(StringComparer.Ordinal)
    {
        "kata",
        "ujar",
        "tutur",
        "ucap",
        "sebut",
        "ungkap",
        "saat",
        "ketika",
        "usai",
        "setelah",
        "sebelum",
        "sesudah",
        "karena",
        "agar",
        "bahwa",
        "namun",
        "tetapi",
        "lalu",
        "kemudian",
        "dan",
        "serta",
        "bersama",
        "oleh",
        "kepada",
        "terhadap",
        "pada",
        "dalam",
        "untuk",
    };

    /// <summary>The roles beside one place of a name: none, one before it, one after it.</summary>
    public static List<RolePhrase> Beside(Scene scene, NameHit hit)
    {
        var roles = new List<RolePhrase>(2);
        if (Before(scene, hit) is { } before)
        {
            roles.Add(before);
        }

        if (After(scene, hit) is { } after)
        {
            roles.Add(after);
        }

        return roles;
    }

    /// <summary>How it fits.</summary>
    public RoleFit FitOf(OfficeProfile own, Scene scene)
    {
        var units = own.UnitPhrases.SelectMany(scene.Find).ToList();
        foreach (var mention in scene.Regions)
        {
            if (mention.First >= First && mention.Last <= Last && own.IsForeign(mention) && !IsPartOf(units, mention))
            {
                return RoleFit.Stranger;
            }
        }

        var (head, ownHead, place, inOffice) = ("", false, false, false);
        foreach (var (word, at) in scene.Office.SkipWhile(word => word.At < First).TakeWhile(word => word.At <= Last))
        {
            if (OfficeWords.IsStranger(word) && !own.Words.Contains(word))
            {
                return RoleFit.Stranger;
            }

            if (head.Length == 0 && OfficeWords.IsHead(word))
            {
                (head, inOffice) = (word, true);
                ownHead = own.Heads.Contains(word);
                if (!ownHead)
                {
                    return RoleFit.Stranger;
                }

                continue;
            }

            place |= own.Places.Contains(word);
            // "Terlapor adalah …" says nothing; "pegawai Kecamatan Genteng" says another place.
            inOffice |= OfficeWords.IsNeutral(word) || (OfficeWords.IsShared(word) && !OfficeWords.IsJoint(word));
            var inRegion = scene.Regions.Exists(mention => mention.First <= at && at <= mention.Last);
            if (inOffice && !own.Words.Contains(word) && !inRegion && !IsFiller(word))
            {
                return RoleFit.Stranger;
            }
        }

        place |= scene.Regions.Exists(mention =>
            mention.First >= First && mention.Last <= Last && mention.Codes.Count == 1 && own.IsOwn(mention)
        );
        place |= own.IsUnitDistinct && units.Exists(Contains);
        return ownHead ? (place ? RoleFit.Full : RoleFit.Head)
            : place ? RoleFit.Place
            : RoleFit.Nothing;
    }

    private static bool IsFiller(string word) =>
        Neutral.Contains(word)
        || OfficeWords.IsNeutral(word)
        || OfficeWords.IsJoint(word)
        || NameKey.IsFrontTitle(word)
        || NameKey.IsBackTitle(word)
        // A number tells one school or district from the next, in either script; other short words are rests of titles.
        || (word.Length <= 2 && !word.All(char.IsAsciiDigit) && word.AsSpan().IndexOfAnyExcept("ivx") >= 0);

    /// <summary>Whether a place lies within it.</summary>
    public bool Contains((int First, int Last) at) => at.First >= First && at.Last <= Last;

    /// <summary>Whether it says "civil servant", in whatever office.</summary>
    public bool SaysCivilServant(Scene scene) =>
        scene.Office.Exists(word => word.At >= First && word.At <= Last && OfficeWords.IsNeutral(word.Word));

    /// <summary>Whether what reads like a region is a part of the unit's own name: the Kecamatan Karanganyar of another regency.</summary>
    public static bool IsPartOf(IReadOnlyList<(int First, int Last)> units, RegionMention mention) =>
        units.Any(at => at.First <= mention.First && mention.Last <= at.Last);

    /// <summary>Whether an unknown role stands behind the name, as in "…, perbekel di Badung,": then a region names no civil servant.</summary>
    public static bool IsUnknownBehind(Scene scene, NameHit hit)
    {
        var words = scene.Text.Words;
        var i = hit.Last + 1;
        while (i < words.Count && words[i].Sentence == words[hit.Last].Sentence && IsTitleOrAge(words[i]))
        {
            i++;
        }

        if (
            i >= words.Count
            || words[i].Sentence != words[hit.Last].Sentence
            || words[i].Gap is not (Gap.Comma or Gap.Aside)
            || words[i].IsCapital
            || IsOffice(words[i].Letters)
        )
        {
            return false;
        }

        // "…, pasien RSUD Kajen, …": a thing that one is, and of what.
        if (i + 1 < words.Count && words[i + 1].Gap == Gap.Space && words[i + 1].Sentence == words[i].Sentence)
        {
            var of = words[i + 1];
            if ((of.IsCapital || OfficeWords.Expand(of.Letters).All(OfficeWords.IsShared)) && !Connectives.Contains(words[i].Letters))
            {
                return true;
            }
        }

        for (var k = i + 1; k < words.Count && k <= i + 3 && words[k].Gap == Gap.Space; k++)
        {
            if (words[k].Letters is "di" or "dari" or "asal")
            {
                return true;
            }
        }

        return false;
    }

    private static RolePhrase? Before(Scene scene, NameHit hit)
    {
        var words = scene.Text.Words;
        var cased = scene.Text.IsCased(words[hit.First].Sentence);
        var (first, commas, head) = (hit.First, 0, -1);
        for (var i = hit.First - 1; i >= 0 && hit.First - i <= LongestBefore; i--)
        {
            var gap = words[i + 1].Gap;
            commas += gap == Gap.Comma ? 1 : 0;
            if (
                words[i].Sentence != words[hit.First].Sentence
                || scene.Taken[i]
                || commas > MostCommas
                || gap is Gap.Other or Gap.Aside
                || (cased && !words[i].IsCapital && !IsOffice(words[i].Letters))
            )
            {
                break;
            }

            var isHead = IsRole(words[i].Letters);
            if (
                head >= 0
                && !isHead
                && !(gap == Gap.Space && OfficeWords.Expand(words[i].Letters).All(OfficeWords.IsShared) && i == first - 1)
            )
            {
                break;
            }

            // "Wakil Kepala", "calon Bupati", "mantan Sekda": what stands before a role belongs to it.
            head = isHead ? i : head;
            first = i;
        }

        first = head >= 0 ? Math.Min(first, head) : first;
        var last = hit.First - 1;
        while (last >= first && NameKey.IsFrontTitle(words[last].Letters))
        {
            last--;
        }

        return last >= first ? new RolePhrase(first, last) : null;
    }

    private static RolePhrase? After(Scene scene, NameHit hit)
    {
        var words = scene.Text.Words;
        var cased = scene.Text.IsCased(words[hit.Last].Sentence);
        var i = hit.Last + 1;
        while (i < words.Count && words[i].Sentence == words[hit.Last].Sentence && IsTitleOrAge(words[i]))
        {
            i++;
        }

        var first = i;
        var commas = 0;
        while (i < words.Count && i - first < LongestAfter && words[i].Sentence == words[hit.Last].Sentence)
        {
            var word = words[i];
            if (scene.Taken[i])
            {
                // "…, Camat Doro Budi": that role is the next person's.
                if (word.Gap is Gap.Space or Gap.Dot)
                {
                    return null;
                }

                break;
            }

            if (i > first)
            {
                commas += word.Gap == Gap.Comma ? 1 : 0;
                if (
                    word.Gap is Gap.Other or Gap.Aside
                    || commas > MostCommas
                    || (word.Gap == Gap.Comma && !IsOffice(word.Letters) && !word.IsCapital)
                )
                {
                    break;
                }
            }

            var goesOn =
                IsOffice(word.Letters)
                || (cased && word.IsCapital)
                // Where every word has a capital, what stands behind "Kecamatan" is still its name.
                || (i > first && word.Gap == Gap.Space && NeedsName(words[i - 1].Letters))
                || scene.Regions.Exists(mention => mention.First <= i && i <= mention.Last);
            if (!goesOn || word.Letters is "dan" or "bersama" or "serta" || Days.Contains(word.Letters))
            {
                break;
            }

            i++;
        }

        return i > first ? new RolePhrase(first, i - 1) : null;
    }

    private static bool NeedsName(string letters) =>
        OfficeWords.Expand(letters) is [.., "kecamatan" or "kelurahan" or "desa" or "puskesmas" or "camat" or "lurah"];

    private static bool IsTitleOrAge(NewsWord word) =>
        (
            word.IsCapital
            && word.Length <= 5
            && (
                // "A.Md.Keb": what follows a full stop at once is the rest of a degree.
                NameKey.IsBackTitle(word.Letters)
                || word.Length <= 2
                || word.Gap == Gap.Dot
            )
        )
        || word.Letters.All(char.IsAsciiDigit)
        || word.Letters is "tahun" or "th";

    private static bool IsRole(string letters) =>
        OfficeWords.Expand(letters).Any(word => OfficeWords.IsHead(word) || OfficeWords.IsStranger(word) || OfficeWords.IsNeutral(word));

    private static bool IsOffice(string letters) =>
        OfficeWords.IsJoint(letters)
        || OfficeWords.IsNeutral(letters)
        || NameKey.IsFrontTitle(letters)
        || OfficeWords.Expand(letters) is var words
            && words.All(word => OfficeWords.IsShared(word) || OfficeWords.IsHead(word) || OfficeWords.IsStranger(word));
}
