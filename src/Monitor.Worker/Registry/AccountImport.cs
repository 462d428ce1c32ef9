using System.Collections.Frozen;
using Monitor.Worker.Language;

namespace Monitor.Worker.Registry;

/// <summary>One account as a file or a command gives it.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Nip">Whose; null for an institution's own account, or when <paramref name="AsnId"/> says it.</param>
/// <param name="AsnId">Whose, when that is known already.</param>
/// <param name="Platform">One of <see cref="AccountAddress.Platforms"/>.</param>
/// <param name="NativeId">The platform's immutable id; null when not known yet.</param>
/// <param name="Handle">Without <c>@</c>.</param>
/// <param name="Url">As given.</param>
/// <param name="UrlKey">See <see cref="AccountAddress.Key"/>.</param>
/// <param name="Basis">As stored.</param>
/// <param name="Reference">The document.</param>
/// <param name="Instansi">Of an institution's own account.</param>
/// <param name="RegionCode">Of an institution's own account.</param>
internal sealed record AccountDraft(
    long Line,
    Nip? Nip,
    long? AsnId,
    string Platform,
    string? NativeId,
    string Handle,
    string Url,
    string UrlKey,
    string Basis,
    string Reference,
    string Instansi,
    string RegionCode
);

/// <summary>Reads a CSV of accounts, or one account given by hand; the rules are the same.</summary>
internal sealed class AccountImport(TimeProvider time, Func<string, bool> isRegion)
{
    /// <summary>The columns, in the order of our own samples; <c>docs/registry.md</c> explains them.</summary>
    public static readonly IReadOnlyList<CsvColumn> Columns =
    [
        new("nip", false, "nomor induk pegawai", "nip baru", "ni pppk", "employee number"),
        new("platform", true, "media", "media sosial", "jenis akun", "network"),
        new("native_id", false, "id asli", "id platform", "user id", "platform id"),
        new("handle", false, "akun", "nama akun", "nama pengguna", "username", "user name"),
        new("url", true, "alamat", "tautan", "link", "profile url", "url akun"),
        new("dasar", true, "dasar pendaftaran", "dasar hukum", "basis", "legal basis"),
        new("referensi", false, "rujukan", "nomor surat", "dokumen", "reference", "document"),
        new("instansi", false, "nama instansi", "institution", "agency"),
        new("kode_wilayah", false, "wilayah", "region", "region code"),
    ];

    private static readonly FrozenDictionary<string, string> Bases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["self_declared"] = "self_declared",
        ["self declared"] = "self_declared",
        ["sendiri"] = "self_declared",
        ["mandiri"] = "self_declared",
        ["dilaporkan sendiri"] = "self_declared",
        ["didaftarkan sendiri"] = "self_declared",
        ["pernyataan sendiri"] = "self_declared",
        ["instansi"] = "instansi",
        ["dari instansi"] = "instansi",
        ["institution"] = "instansi",
        ["resmi"] = "official",
        ["akun resmi"] = "official",
        ["akun resmi instansi"] = "official",
        ["official"] = "official",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> PlatformSynonyms = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["twitter"] = "x",
        ["fb"] = "facebook",
        ["ig"] = "instagram",
        ["yt"] = "youtube",
        ["situs"] = AccountAddress.Web,
        ["website"] = AccountAddress.Web,
        ["blog"] = AccountAddress.Web,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Where the address of a profile carries its handle, the two must say the same: one of them would be a typing error.
    private static readonly FrozenSet<string> HandleIsInUrl = FrozenSet.ToFrozenSet(
        ["x", "instagram", "threads", "tiktok", "telegram", "bluesky", "mastodon"],
        StringComparer.Ordinal
    );

    /// <summary>The good rows, and all that is wrong with the others.</summary>
    public (List<AccountDraft> Drafts, CsvTable Table) Read(ReadOnlyMemory<byte> file)
    {
        var table = CsvTable.Read(file, Columns);
        var drafts = new List<AccountDraft>(table.Rows.Count);
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            if (Check(row, asnId: null, table.Problems) is not { } draft)
            {
                continue;
            }

            var twice =
                !seen.TryAdd("url " + draft.UrlKey, row.Line) ? ("url", seen["url " + draft.UrlKey])
                : draft.NativeId is { } id && !seen.TryAdd($"id {draft.Platform} {id}", row.Line)
                    ? ("native_id", seen[$"id {draft.Platform} {id}"])
                : default((string Column, long Line)?);
            if (twice is { } first)
            {
                table.Problems.Add(
                    new RowProblem(
                        row.Line,
                        first.Column,
                        new Sentence(
                            $"Akun ini sudah ada di baris {first.Line} berkas yang sama.",
                            $"This account is already on line {first.Line} of the same file."
                        ),
                        row[first.Column]
                    )
                );
                continue;
            }

            drafts.Add(draft);
        }

        table.Problems.Sort((a, b) => a.Line.CompareTo(b.Line));
        return (drafts, table);
    }

    /// <summary>One row against every rule; null when any is broken.</summary>
    /// <param name="row">Its cells.</param>
    /// <param name="asnId">Whose it is, when the caller knows already; then no NIP is needed.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public AccountDraft? Check(CsvRow row, long? asnId, List<RowProblem> problems)
    {
        var before = problems.Count;
        void Refuse(string column, Sentence rule) => problems.Add(new RowProblem(row.Line, column, rule, Nip.Mask(row[column])));

        if (!Bases.TryGetValue(row["dasar"], out var basis))
        {
            Refuse(
                "dasar",
                new Sentence(
                    "Dasar pendaftaran harus 'sendiri' (dilaporkan ASN), 'instansi' (diberikan instansi) atau 'resmi' (akun instansi).",
                    "The basis must be 'self_declared' (by the civil servant), 'instansi' (given by the institution) or 'official' (the institution's own)."
                )
            );
        }

        Nip? nip = null;
        if (row["nip"].Length > 0)
        {
            if (!Nip.TryParse(row["nip"], time, out nip, out var problem))
            {
                Refuse("nip", problem);
            }
        }
        else if (asnId is null && basis is not null and not "official")
        {
            Refuse(
                "nip",
                new Sentence(
                    "NIP wajib diisi, kecuali untuk akun resmi instansi (dasar 'resmi').",
                    "The NIP must be given, except for an institution's own account (basis 'official')."
                )
            );
        }

        if (basis == "instansi" && row["referensi"].Length == 0)
        {
            Refuse(
                "referensi",
                new Sentence(
                    "Dasar 'instansi' memerlukan referensi, misalnya nomor surat.",
                    "The basis 'instansi' needs a reference, for example the number of the letter."
                )
            );
        }

        var platform = row["platform"].ToLowerInvariant();
        platform = PlatformSynonyms.GetValueOrDefault(platform, platform);
        AccountAddress? address = null;
        if (!AccountAddress.Platforms.Contains(platform))
        {
            var known = string.Join(", ", AccountAddress.Platforms.Order(StringComparer.Ordinal));
            Refuse("platform", new Sentence($"Platform harus salah satu dari: {known}.", $"The platform must be one of: {known}."));
        }
        else if (!AccountAddress.TryReadProfile(row["url"], platform, out address, out var problem))
        {
            Refuse("url", problem);
        }

        var handle = row["handle"].TrimStart('@');
        if (address is not null)
        {
            var inUrl = address.Key[(address.Key.LastIndexOf('/') + 1)..].TrimStart('@');
            handle = handle.Length == 0 ? inUrl : handle;
            if (HandleIsInUrl.Contains(platform) && !handle.Split('@')[0].Equals(inUrl, StringComparison.OrdinalIgnoreCase))
            {
                Refuse(
                    "handle",
                    new Sentence(
                        $"Nama akun tidak sama dengan yang ada di URL ('{inUrl}').",
                        $"The handle is not the one in the URL ('{inUrl}')."
                    )
                );
            }
        }

        var nativeId = row["native_id"].TrimStart('\'');
        if (nativeId.Length > 0 && NativeIdRule(platform, nativeId) is { } rule)
        {
            Refuse("native_id", rule);
        }

        var region = AsnImport.RegionOf(row["kode_wilayah"]);
        if (region.Length > 0 && !isRegion(region))
        {
            Refuse(
                "kode_wilayah",
                new Sentence("Kode wilayah harus ada di daftar Kemendagri.", "The region code must be in Kemendagri's list.")
            );
        }

        return problems.Count > before
            ? null
            : new AccountDraft(
                row.Line,
                nip,
                asnId,
                platform,
                nativeId.Length == 0 ? null : nativeId,
                handle,
                row["url"],
                address!.Key,
                basis!,
                row["referensi"],
                AsnImport.Tidy(row["instansi"]),
                region
            );
    }

    private static Sentence? NativeIdRule(string platform, string id) =>
        platform switch
        {
            "x" when !id.All(char.IsAsciiDigit) => new Sentence("Id akun X berupa angka.", "The id of an X account is a number."),
            "youtube" when !id.StartsWith("UC", StringComparison.Ordinal) => new Sentence(
                "Id kanal YouTube diawali 'UC'.",
                "The id of a YouTube channel begins with 'UC'."
            ),
            "bluesky" when !id.StartsWith("did:", StringComparison.Ordinal) => new Sentence(
                "Id akun Bluesky diawali 'did:'.",
                "The id of a Bluesky account begins with 'did:'."
            ),
            _ => null,
        };
}
