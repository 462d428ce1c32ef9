using System.Collections.Frozen;

namespace Monitor.Worker.Collection.Articles;

/// <summary>Lines that lead away from an article instead of being part of it: "Baca juga: …", "Related: …", "ADVERTISEMENT".</summary>
internal static class Signposts
{
    /// <summary>With these a line begins that leads to another article.</summary>
    private static readonly string[] Leads =
    [
        "baca juga",
        "baca selengkapnya",
        "baca pula",
        "simak juga",
        "lihat juga",
        "tonton juga",
        "saksikan juga",
        "berita terkait",
        "artikel terkait",
        "topik terkait",
        "berita lainnya",
        "artikel lainnya",
        "pilihan editor",
        "related",
        "read more",
        "read also",
        "also read",
        "read next",
        "see also",
        "see more",
        "more from",
        "more on",
        "more:",
        "more stories",
        "more great",
        "watch:",
        "photos:",
        "don't miss",
        "don’t miss",
        "you may also",
        "you might also",
        "recommended",
        "next article",
        "previous article",
        "up next",
        "most popular",
        "most read",
        "latest news",
        "our latest",
        "tags:",
        "tag:",
        "topics:",
        "filed under",
        "share this",
        "share on",
        "bagikan",
        "explore further",
        "view comments",
        "about the author",
        "lire aussi",
        "leia também",
        "leia mais",
        "veja também",
        "leggi anche",
        "lesen sie auch",
        "mehr zum thema",
        "lea también",
        "lee también",
        "te puede interesar",
        "читайте также",
    ];

    /// <summary>With these a line begins that asks the reader for something.</summary>
    private static readonly string[] Pitches =
    [
        "sign up",
        "subscribe",
        "click here",
        "follow us",
        "follow @",
        "like us on",
        "join our",
        "join the conversation",
        "get the latest",
        "download the",
        "download our",
        "leave a comment",
        "email newsletter",
        "ikuti berita",
        "ikuti kami",
        "ikuti saluran",
        "gabung di",
        "gabung dan",
        "gabung grup",
        "cek berita",
        "dapatkan update",
        "dapatkan berita",
        "yuk gabung",
        "berlangganan",
        "unduh aplikasi",
        "copyright ©",
        "copyright (c)",
        "copyright 20",
        "© 20",
        "hak cipta",
        "all rights reserved",
    ];

    private static readonly string[] Credits =
    [
        "photo:",
        "photos:",
        "photo by",
        "photo credit",
        "image:",
        "image credit",
        "image source",
        "picture:",
        "foto:",
        "(foto",
        "sumber foto",
        "ilustrasi:",
    ];

    private static readonly string[] DateLabels =
    [
        "published",
        "first published",
        "updated",
        "last updated",
        "last modified",
        "posted",
        "created",
        "diterbitkan",
        "dipublikasikan",
        "diperbarui",
        "diunggah",
        "terbit",
        "tayang",
    ];

    /// <summary>Lines that are nothing else than one of these.</summary>
    private static readonly FrozenSet<string> Labels = new[]
    {
        "advertisement",
        "advertisements",
        "advert",
        "iklan",
        "advertisement - continue reading below",
        "scroll to continue",
        "scroll to continue with content",
        "gulir untuk lanjut membaca",
        "article continues after advertisement",
        "story continues below advertisement",
        "continue reading",
        "lanjutkan membaca",
        "loading...",
        "loading ...",
        "share",
        "tweet",
        "comments",
        "comment",
        "komentar",
        "print",
        "cetak",
        "email",
        "close",
        "caption",
        "sponsored",
        "back to top",
        "voltar",
        "kembali",
        "halaman selanjutnya",
        "selanjutnya",
        "next",
        "previous",
        "tags",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a line begins by leading to something else.</summary>
    public static bool LeadAway(string line) => Begins(line, Leads);

    /// <summary>Whether a line asks the reader to follow, subscribe, download or accept cookies, or states rights.</summary>
    public static bool Pitch(string line) => line.Length < 320 && (Begins(line, Pitches) || AsksForConsent(line));

    /// <summary>Whether a short line says where a picture is from.</summary>
    public static bool IsCredit(string line) => line.Length < 120 && Begins(line, Credits);

    /// <summary>Whether a short line is the date of the article and not a sentence with a date in it.</summary>
    public static bool IsDateLine(string line)
    {
        if (line.Length is < 8 or > 90 || line.EndsWith('.') || Dates.WrittenDate.Read(line) is null)
        {
            return false;
        }

        var letters = line.Count(char.IsLetter);
        return Begins(line, DateLabels) || letters <= 24;
    }

    /// <summary>Whether a line is only a label of the page.</summary>
    public static bool IsLabel(string line) => line.Length <= 48 && Labels.Contains(line.Trim(' ', ':', '-', '–', '—', '.', '|', '*'));

    private static bool AsksForConsent(string line) =>
        line.Contains("cookie", StringComparison.OrdinalIgnoreCase)
        && (
            line.Contains("we use", StringComparison.OrdinalIgnoreCase)
            || line.Contains("uses cookie", StringComparison.OrdinalIgnoreCase)
            || line.Contains("use of cookie", StringComparison.OrdinalIgnoreCase)
            || line.Contains("menggunakan cookie", StringComparison.OrdinalIgnoreCase)
        );

    private static bool Begins(string line, string[] words)
    {
        var start = line.AsSpan().TrimStart(" \t\n-–—•*>»|[(:");
        foreach (var word in words)
        {
            if (start.StartsWith(word, StringComparison.OrdinalIgnoreCase) || line.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
