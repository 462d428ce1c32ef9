using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli.Desk;

/// <summary>The keys of the desk, in short and with what they do.</summary>
internal static class DeskHelp
{
    /// <summary>Those that do something now.</summary>
    public static string Keys(FlagView flag, bool drafted, bool given, Tongue tongue)
    {
        var english = tongue == Tongue.English;
        return string.Join(
            "  ",
            new[]
            {
                english ? "[c] confirm" : "[k] konfirmasi",
                english ? "[d] dismiss" : "[t] tolak",
                drafted ? (english ? "[r] go on" : "[r] lanjutkan") : null,
                english ? "[s] skip" : "[l] lewati",
                english ? "[i] ask" : "[i] tanya",
                flag.State == FlagState.Disputed ? (english ? "[b] send back" : "[b] kembalikan") : null,
                given ? (english ? "[z] undo" : "[z] tarik") : null,
                english ? "[?] help" : "[?] bantuan",
                english ? "[q] quit" : "[q] keluar",
            }.OfType<string>()
        );
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Words(Tongue tongue) =>
        tongue == Tongue.English
            ?
            [
                "c  confirm: it is a violation. A second person decides without seeing your verdict.",
                "d  dismiss: it is no violation; you name the ground and the reason.",
                "r  go on with, or send again, what you typed.",
                "z  take the last verdict back, while nobody else has taken the flag up.",
                "s  skip: give it back to the queue.   i  ask for what is missing.",
                "b  ketua: send a dispute back to be read anew.   x  read samples blind.",
                "arrows, space, PgUp, PgDn, Home, End  move through the text.",
                "q  quit; open flags are given back.",
                "The score only orders the reading. The machine decides nothing about a person.",
            ]
            :
            [
                "k  konfirmasi: ini pelanggaran. Orang kedua memutus tanpa melihat putusan Anda.",
                "t  tolak: ini bukan pelanggaran; Anda menyebut dasar dan alasannya.",
                "r  lanjutkan, atau kirim ulang, yang Anda tulis.",
                "z  tarik kembali putusan terakhir, selama belum ada orang lain yang mengambilnya.",
                "l  lewati: kembalikan ke antrean.   i  tanyakan apa yang kurang.",
                "b  ketua: kembalikan sengketa untuk dibaca dari awal.   x  baca contoh buta.",
                "panah, spasi, PgUp, PgDn, Home, End  bergerak di dalam teks.",
                "q  keluar; flag yang terbuka dikembalikan.",
                "Skor hanya mengurutkan bacaan. Mesin tidak memutus apa pun tentang seseorang.",
            ];
}
