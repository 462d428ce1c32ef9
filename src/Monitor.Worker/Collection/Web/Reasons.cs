using System.Globalization;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.Web;

/// <summary>What the gate says to people about an outcome.</summary>
internal static class Reasons
{
    public static Sentence Ok { get; } = new("Diterima.", "Received.");

    public static Sentence NotModified { get; } = new("Tidak berubah sejak pengambilan terakhir.", "Not changed since the last fetch.");

    public static Sentence NoContact { get; } =
        new(
            "Collection:Contact belum diisi; situs publik tidak dihubungi tanpa alamat kontak.",
            "Collection:Contact is not set; no public site is contacted without a contact address."
        );

    public static Sentence NoContractedApi(Uri url) =>
        new(
            $"'{url.GetLeftPart(UriPartial.Path)}' bukan antarmuka berkontrak yang ada dalam konfigurasi; tidak diminta tanpa robots.txt.",
            $"'{url.GetLeftPart(UriPartial.Path)}' is no contracted interface of the configuration; it is not asked without its robots.txt."
        );

    public static Sentence ApiInTheClear { get; } =
        new(
            "Token tidak dikirim tanpa TLS kepada host publik; alamat antarmuka harus https.",
            "A token is not sent to a public host without TLS; the interface's address must be https."
        );

    public static Sentence ApiRedirect(int status) =>
        new(
            $"Antarmuka mengalihkan (HTTP {status}); tidak diikuti, karena token tidak dibawa ke alamat lain.",
            $"The interface redirects (HTTP {status}); not followed, because its token is taken nowhere else."
        );

    public static Sentence RobotsRule(string rule, string agent) =>
        new($"robots.txt situs melarang {agent}: '{rule}'.", $"The site's robots.txt forbids {agent}: '{rule}'.");

    public static Sentence RobotsUnreadable(Sentence why) =>
        new(
            $"robots.txt tidak dapat dibaca, jadi situs dianggap melarang (RFC 9309): {why.Id}",
            $"robots.txt could not be read, which counts as forbidding (RFC 9309): {why.En}"
        );

    public static Sentence Address(string host, string kind) =>
        new(
            $"Host '{host}' beralamat bukan publik ({kind}); izinkan lewat Collection:AllowedPrivateHosts bila disengaja.",
            $"Host '{host}' has an address that is not public ({kind}); name it in Collection:AllowedPrivateHosts if that is meant."
        );

    public static Sentence Postponed(string host, TimeSpan wait) =>
        new(
            $"Host '{host}' masih beristirahat, coba lagi dalam {Seconds(wait)}.",
            $"Host '{host}' is resting, try again in {Seconds(wait)}."
        );

    public static Sentence Status(int status) => new($"Situs menjawab HTTP {status}.", $"The site answered HTTP {status}.");

    public static Sentence StatusWithRest(int status, TimeSpan rest) =>
        new(
            $"Situs menjawab HTTP {status} dan meminta jeda {Seconds(rest)}.",
            $"The site answered HTTP {status} and asked for a pause of {Seconds(rest)}."
        );

    public static Sentence UnaskedNotModified { get; } =
        new("Situs menjawab 304 padahal tidak ditanya dengan penanda.", "The site answered 304 though no validator was sent.");

    public static Sentence RedirectWithoutLocation(int status) =>
        new($"Situs menjawab {status} tanpa alamat tujuan yang sah.", $"The site answered {status} without a valid address to go to.");

    public static Sentence RedirectLimit(int limit) => new($"Lebih dari {limit} pengalihan.", $"More than {limit} redirects.");

    public static Sentence RedirectLoop(Uri url) =>
        new($"Pengalihan berputar kembali ke {url.AbsoluteUri}.", $"The redirects come back to {url.AbsoluteUri}.");

    public static Sentence BodyTooLarge(long cap) =>
        new($"Isi melebihi batas {Bytes(cap)} setelah dekompresi.", $"The body is over the cap of {Bytes(cap)} after decompression.");

    public static Sentence HeadersTooLarge(long cap) =>
        new($"Kepala jawaban melebihi batas {Bytes(cap)}.", $"The response headers are over the cap of {Bytes(cap)}.");

    public static Sentence Deadline(TimeSpan deadline) =>
        new($"Tidak selesai dalam {Seconds(deadline)}.", $"Not finished within {Seconds(deadline)}.");

    public static Sentence ConnectTimeout(TimeSpan timeout) =>
        new($"Tidak tersambung dalam {Seconds(timeout)}.", $"Not connected within {Seconds(timeout)}.");

    public static Sentence NoSuchName(string host) => new($"Nama '{host}' tidak ditemukan.", $"The name '{host}' was not found.");

    public static Sentence NoConnection(string host, string detail) =>
        new($"Tidak dapat tersambung ke '{host}': {detail}", $"Could not connect to '{host}': {detail}");

    public static Sentence Tls(string host, string detail) =>
        new(
            $"Sertifikat atau TLS '{host}' tidak dapat dipercaya: {detail}",
            $"The certificate or TLS of '{host}' cannot be trusted: {detail}"
        );

    public static Sentence Interrupted { get; } = new("Sambungan putus sebelum isi lengkap.", "The connection ended before the body did.");

    public static Sentence BadHttp(string detail) => new($"Jawaban melanggar HTTP: {detail}", $"The answer breaks HTTP: {detail}");

    public static Sentence BadEncoding(string encoding) =>
        new($"Isi tidak dapat dibuka sebagai '{encoding}'.", $"The body cannot be decompressed as '{encoding}'.");

    private static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString("0", CultureInfo.InvariantCulture) + " s";

    private static string Bytes(long count) => count.ToString("N0", CultureInfo.InvariantCulture) + " B";
}
