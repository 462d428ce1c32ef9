using System.Net;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Doctor;

/// <summary>The gate to the network, without going through it.</summary>
internal static class NetworkChecks
{
    private const string Name = "network";

    private static readonly string[] Forbidden = ["169.254.169.254", "[fd00:ec2::254]", "168.63.129.16"];

    // The sources that are read, and how many of them failed at their last check for want of a connection.
    private const string CountSources = """
        SELECT COUNT(*) AS checked, COALESCE(SUM(CASE WHEN failures > 0 AND last_outcome IN ('unreachable', 'timed-out') THEN 1 ELSE 0 END), 0) AS cut
        FROM source WHERE state = 'active' AND last_checked_at IS NOT NULL
        """;

    /// <summary>Whom the gate says it is, and whether it refuses what it must.</summary>
    public static async Task<List<Diagnosis>> GateAsync(CollectionOptions options, Database? database, CancellationToken ct)
    {
        var found = new List<Diagnosis>();
        if (options.Contact.Length == 0)
        {
            found.Add(
                Diagnosis.Attention(
                    Name,
                    new Sentence(
                        "Collection:Contact kosong: tidak ada situs publik yang dihubungi.",
                        "Collection:Contact is empty: no public site is contacted."
                    ),
                    new Sentence(
                        "Isi Collection:Contact dengan alamat surel atau halaman tempat pemilik situs dapat menghubungi Anda.",
                        "Set Collection:Contact to an e-mail address or page where a site's owner reaches you."
                    )
                )
            );
        }

        if (options.AllowedPrivateHosts.Length > 0)
        {
            found.Add(
                Diagnosis.Attention(
                    Name,
                    new Sentence(
                        $"Alamat pribadi yang dibuka: {string.Join(", ", options.AllowedPrivateHosts)}.",
                        $"Private hosts that are open: {string.Join(", ", options.AllowedPrivateHosts)}."
                    ),
                    new Sentence(
                        "Pastikan masing-masing memang perlu; selain itu kosongkan Collection:AllowedPrivateHosts.",
                        "Make sure that each is needed; otherwise empty Collection:AllowedPrivateHosts."
                    )
                )
            );
        }

        if (database is not null && await SourcesAsync(database, ct) is { } cut)
        {
            found.Add(cut);
        }

        found.Add(await RefusalAsync(options, ct));
        return found;
    }

    private static async Task<Diagnosis?> SourcesAsync(Database database, CancellationToken ct)
    {
        var count = (await database.ReadAsync(session => session.FirstOrDefaultAsync<Count>(CountSources), ct))!;
        return count.Checked > 1 && count.Cut == count.Checked
            ? Diagnosis.Bad(
                Name,
                new Sentence(
                    $"Tidak satu pun dari {count.Checked} sumber dapat dihubungi pada pemeriksaan terakhir.",
                    $"None of the {count.Checked} sources could be reached at their last check."
                ),
                new Sentence(
                    "Periksa jalan mesin ini ke jaringan: resolvectl status, ip route, aturan firewall.",
                    "Look at this machine's way to the network: resolvectl status, ip route, the firewall's rules."
                )
            )
            : null;
    }

    // Asked of the connection itself, which answers before it looks up or connects anything.
    private static async Task<Diagnosis> RefusalAsync(CollectionOptions options, CancellationToken ct)
    {
        var allowed = new AllowedHosts(options.AllowedPrivateHosts);
        foreach (var host in Forbidden)
        {
            if (allowed.Allows(host, 80))
            {
                return Leaks(host);
            }

            try
            {
                await using var stream = await new PublicConnection(
                    allowed,
                    (_, _) => Task.FromResult<IPAddress[]>([]),
                    options.ConnectTimeout
                ).OpenAsync(new DnsEndPoint(host, 80), ct);
                return Leaks(host);
            }
            catch (RefusedAddressException)
            {
                // As it must be; the next one.
            }
        }

        return Diagnosis.Good(
            Name,
            "Gerbang menolak alamat layanan metadata awan.",
            "The gate refuses the addresses of cloud metadata services."
        );
    }

    private static Diagnosis Leaks(string host) =>
        Diagnosis.Bad(
            Name,
            new Sentence(
                $"Gerbang tidak menolak {host}, layanan metadata awan.",
                $"The gate does not refuse {host}, a cloud metadata service."
            ),
            new Sentence(
                "Hapus alamat itu dari Collection:AllowedPrivateHosts.",
                "Take that address out of Collection:AllowedPrivateHosts."
            )
        );

    private sealed class Count
    {
        public long Checked { get; init; }
        public long Cut { get; init; }
    }
}
