using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Summaries;

/// <summary>
/// An invented October 2024 on a store: hundreds of flags over the country, read by several people. Every name, number, address and word in it holds
/// <see cref="Canary"/> or is <see cref="CanaryNip"/>, so that whatever slips into a page is found there.
/// </summary>
internal static class SummaryWorld
{
    public const string Canary = "KENARI";
    public const string CanaryNip = "198001012005011777";
    public const string Instansi = "Pemerintah Kabupaten Pekalongan";
    public const string InstansiCode = "7326";

    private const long Day = 24L * 3600 * 1000;
    private static readonly long Start = new DateTimeOffset(2024, 10, 1, 0, 0, 0, TimeSpan.FromHours(7)).ToUnixTimeMilliseconds();

    // Heavier ones first; 33.26 stands often, so that one kabupaten has much to tell.
    private static readonly string[] Regions =
    [
        "33.26",
        "33.26",
        "33.26",
        "33.75",
        "33.01",
        "32.76",
        "32.76",
        "35.05",
        "35.78",
        "12.71",
        "73.71",
        "73.71",
        "62.03",
        "18.71",
        "51.71",
        "91.71",
        "31.71",
        "36.71",
        "64.72",
        "",
    ];

    private static readonly string[] Forms = ["D-2", "D-6", "D-6", "D-6", "D-7", "D-4", "D-8", "D-12"];
    private static readonly string[] Units =
    [
        "Dinas Pendidikan",
        "Dinas Kesehatan",
        "Kecamatan Kajen",
        "Kecamatan Wiradesa",
        "Sekretariat Daerah",
        "Inspektorat",
    ];

    /// <summary>Fills an empty store.</summary>
    /// <param name="database">The store.</param>
    /// <param name="flags">How many flags.</param>
    public static Task FillAsync(Database database, int flags = 700) =>
        database.WriteAsync(
            async session =>
            {
                await PeopleAsync(session);
                await SourcesAsync(session);
                await TextsAsync(session, flags);
                await FlagsAsync(session, flags);
            },
            default
        );

    private static async Task PeopleAsync(Session session)
    {
        var people = new List<object>();
        var pledges = new List<object>();
        for (var i = 1; i <= 360; i++)
        {
            var own = i <= 240;
            var unit = Units[own ? Math.Min(i % 7, 5) : i % 2];
            people.Add(
                new
                {
                    Id = i,
                    Nip = CanaryNip,
                    Index = $"{Canary}-{i}",
                    Name = $"{Canary} Namarahasia",
                    Unit = unit,
                    Instansi = own ? Instansi
                    : i <= 356 ? "Pemerintah Kota Depok"
                    : "Badan Kecil",
                    Code = own ? InstansiCode : "",
                    Region = own ? "33.26" : "32.76",
                }
            );
            if (i % 10 < 7 || unit == "Inspektorat")
            {
                pledges.Add(
                    new
                    {
                        Asn = i,
                        From = $"2024-{1 + (i % 9):00}-08",
                        To = i % 2 == 0 ? "2024-12-31" : null,
                        Source = $"{Canary} 1",
                    }
                );
            }
        }

        await session.ExecuteAsync(
            """
            INSERT INTO asn (id, nip_protected, nip_index, kind, name, name_key, title_front, jabatan, unit, instansi, instansi_code, region_code,
                created_at, updated_at)
            VALUES (@Id, @Nip, @Index, 'pns', @Name, @Name, @Name, @Name, @Unit, @Instansi, @Code, @Region, 0, 0)
            """,
            people
        );
        await session.ExecuteAsync(
            """
            INSERT INTO asn_status (asn_id, kind, valid_from, valid_to, source, note, added_by, added_at, changed_at)
            VALUES (@Asn, 'ikrar_netralitas', @From, @To, @Source, @Source, @Source, 0, 0)
            """,
            pledges
        );
    }

    private static async Task SourcesAsync(Session session)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO account (id, asn_id, platform, handle, url, basis, region_code, registered_by, registered_at)
            VALUES (@Id, @Id, @Platform, @Handle, @Url, 'self_declared', '33.26', 'KENARI', 0)
            """,
            ((string[])["mastodon", "telegram", "facebook", "instagram", "tiktok"]).Select(
                (platform, i) =>
                    new
                    {
                        Id = i + 1,
                        Platform = platform,
                        Handle = $"{Canary}_{i}",
                        Url = $"https://sosial.example/{Canary}/{i}",
                    }
            )
        );
        (string Kind, long? Account, string? Outcome, int Failures)[] sources =
        [
            ("feed", null, "new", 0),
            ("feed", null, "new", 1),
            ("sitemap", null, "http-500", 4),
            ("mastodon", 1, "new", 0),
            ("telegram", 2, "new", 0),
            ("report", null, null, 0),
        ];
        await session.ExecuteAsync(
            """
            INSERT INTO source (id, kind, url, host, account_id, reads, every_ms, state, added_by, added_at, next_check_at, last_checked_at, last_outcome,
                last_reason_id, last_reason_en, failures)
            VALUES (@Id, @Kind, @Url, 'KENARI.example', @Account, 'entry', 900000, @State, 'KENARI', 0, @Next, 1, @Outcome, 'KENARI', 'KENARI', @Failures)
            """,
            sources.Select(
                (source, i) =>
                    new
                    {
                        Id = i + 1,
                        source.Kind,
                        Url = $"https://{Canary}.example/{i}",
                        source.Account,
                        State = source.Kind == "report" ? "paused" : "active",
                        Next = Start + (4000 * Day),
                        source.Outcome,
                        source.Failures,
                    }
            )
        );
    }

    // Items that were not flagged; those of the flags are theirs.
    private static Task TextsAsync(Session session, int flags) =>
        session.ExecuteAsync(
            """
            INSERT INTO item (source_id, native_id, author_key, fingerprint, score, model, seen_at)
            VALUES (@Source, @Native, 'KENARI', @Native, 0.01, 'netralitas-1', @Seen)
            """,
            Enumerable
                .Range(0, 14 * flags)
                .Select(i => new
                {
                    Source = 1 + (i % 5),
                    Native = $"{Canary}-{i}",
                    Seen = Start + (i * 31L * Day / (14 * flags)),
                })
        );

    private static async Task FlagsAsync(Session session, int flags)
    {
        var random = new Sequence(20241001);
        var items = new List<object>();
        var rows = new List<object>();
        var verdicts = new List<object>();
        for (var i = 1; i <= flags; i++)
        {
            var id = i;
            var source = random.Next(10) < 3 ? 6 : 1 + random.Next(5);
            var region = Regions[random.Next(Regions.Length)];
            var found = Start + ((long)random.Next(31 * 24 * 60) * 60_000);
            var due = found + (7 * Day);
            // A third is confirmed, a tenth waits, the rest is dismissed; the readers differ in how much they read.
            var fate = random.Next(100);
            var confirmed = fate < 33;
            var waits = fate >= 90;
            var closed = found + ((1 + random.Next(8)) * Day);
            var form = Forms[random.Next(Forms.Length)];
            items.Add(
                new
                {
                    Id = 1_000_000 + i,
                    Source = source,
                    Native = $"{Canary}-flag-{i}",
                    Seen = found,
                }
            );
            rows.Add(
                new
                {
                    Id = id,
                    Item = 1_000_000 + i,
                    Source = source,
                    State = waits ? "flagged"
                    : confirmed ? "confirmed"
                    : "dismissed",
                    Found = found,
                    Due = due,
                    Closed = waits ? (long?)null : closed,
                    Asn = region == "33.26" ? 1 + random.Next(240) : (long?)null,
                    Account = source == 6 ? 3 + random.Next(3)
                    : source is 4 or 5 ? source - 3
                    : (long?)null,
                    Region = region.Length == 0 ? null : region,
                }
            );
            if (waits)
            {
                continue;
            }

            var first = random.Next(10) < 6 ? 1 : 2 + random.Next(3);
            var disputed = confirmed && random.Next(12) == 0;
            verdicts.Add(
                Verdict(
                    id,
                    1,
                    first,
                    disputed ? "dismiss"
                        : confirmed ? "confirm"
                        : "dismiss",
                    form,
                    closed
                )
            );
            if (confirmed || random.Next(4) == 0)
            {
                verdicts.Add(Verdict(id, 2, 1 + (first % 4), confirmed ? "confirm" : "dismiss", form, closed));
            }

            if (disputed)
            {
                verdicts.Add(Verdict(id, 3, 5, "confirm", form, closed));
            }
        }

        await session.ExecuteAsync(
            """
            INSERT INTO item (id, source_id, native_id, author_key, fingerprint, score, model, seen_at)
            VALUES (@Id, @Source, @Native, 'KENARI', @Native, 0.9, 'netralitas-1', @Seen)
            """,
            items
        );
        await session.ExecuteAsync(
            """
            INSERT INTO flag (id, item_id, source_id, state, label, score, probabilities, model, reasons, title, text, url, found_at, due_at, due_rule,
                attribution, account_id, asn_id, attribution_evidence, region_code, suggested_forms, claim_name, kajian_number, closed_at)
            VALUES (@Id, @Item, @Source, @State, 'dukungan', 0.9, '[]', 'netralitas-1', 'KENARI', 'KENARI', 'KENARI', 'https://KENARI.example', @Found, @Due,
                'KENARI', 'account', @Account, @Asn, 'KENARI', @Region, '[]', 'KENARI', 'KENARI', @Closed)
            """,
            rows
        );
        await session.ExecuteAsync(
            """
            INSERT INTO decision (flag_id, place, reviewer_identity, reviewer_name, role, verdict, form, reason, at)
            VALUES (@Flag, @Place, @Identity, 'KENARI', 'analis', @Said, @Form, 'KENARI', @At)
            """,
            verdicts
        );
    }

    private static object Verdict(int flag, int place, int reader, string said, string form, long at) =>
        new
        {
            Flag = flag,
            Place = place,
            Identity = $"uid:{Canary}{reader}",
            Said = said,
            Form = said == "confirm" ? form : null,
            At = at - 60_000 + place,
        };

    // The same numbers on every machine and every version of the runtime.
    private sealed class Sequence(ulong seed)
    {
        private ulong _state = seed;

        public int Next(int below)
        {
            _state = (_state * 6364136223846793005) + 1442695040888963407;
            return (int)((_state >> 33) % (ulong)below);
        }
    }
}
