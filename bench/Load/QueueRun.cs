using System.Diagnostics;
using System.Globalization;
using Monitor.Worker.Api;
using Monitor.Worker.Client;

namespace Monitor.Bench.Load;

/// <summary>One question to the queue.</summary>
/// <param name="Store">Which store.</param>
/// <param name="Flags">How many flags, and as many items, it holds.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Median">Of 21 answers, in milliseconds, over the socket.</param>
/// <param name="Longest">The longest of them.</param>
internal sealed record QueueFigure(string Store, long Flags, string Question, double Median, double Longest);

/// <summary>What the queue costs as it grows: a real daemon is asked over its socket, as an analyst's verbs ask it.</summary>
internal static class QueueRun
{
    /// <summary>Of so many flags one is open; the others were decided.</summary>
    private const int OneOpenOf = 20;
    private const int Rounds = 21;
    private const string Analyst = "analis-beban";
    private const string Regional = "analis-daerah";

    private static readonly (string Name, string User, string Path)[] Questions =
    [
        ("first page of 100", Analyst, "/queue?limit=100"),
        ("own region, one of thirty", Regional, "/queue?limit=100"),
        ("province and label", Analyst, "/queue?limit=100&region=33&label=serangan"),
        ("form and age", Analyst, "/queue?limit=100&form=D-12&older=1s"),
        ("instansi, one of 500", Analyst, "/queue?limit=100&instansi=pemkab%207"),
        ("nothing fits", Analyst, "/queue?limit=100&label=tiada"),
        ("dismissed", Analyst, "/queue?limit=100&state=dismissed"),
        ("a word of one text in 1,000", Analyst, "/queue?limit=100&text=kata77"),
    ];

    /// <summary>Fills a store step by step and asks at each size.</summary>
    public static async Task<List<QueueFigure>> RunAsync(
        bool postgreSql,
        IReadOnlyList<long> sizes,
        string below,
        TextWriter progress,
        CancellationToken ct
    )
    {
        await using var store = await LoadStore.StartAsync(below, postgreSql);
        await using var daemon = await DaemonUnderLoad.StartAsync(
            store.NodeFolder(0),
            new
            {
                Storage = store.Settings,
                Scheduling = new { CollectEvery = "00:10:00" },
                Access = new
                {
                    TestUsers = (object[])
                        [
                            new { Name = Analyst, Role = Roles.Analis },
                            new
                            {
                                Name = Regional,
                                Role = Roles.Analis,
                                Regions = (string[])["33.20"],
                            },
                        ],
                },
            }
        );
        using (var admin = daemon.Client())
        {
            await LoadRegistry.RegisterPeopleAsync(admin, 5, ct);
            await admin.PostAsync<SourceAddAnswer>(
                "/source",
                new SourceAddRequest("feed", "https://kabar.example/umpan", null, "33.26", "24h", "entry"),
                ct
            );
        }

        await store.ExecuteAsync(Persons);
        var figures = new List<QueueFigure>();
        var filled = 0L;
        foreach (var size in sizes)
        {
            // In pieces: whoever waits for the write lock gives up after a while, and the daemon writes too.
            for (; filled < size; filled = Math.Min(size, filled + 50_000))
            {
                await store.ExecuteAsync(Flags(filled, Math.Min(size, filled + 50_000)));
            }

            await store.ExecuteAsync(postgreSql ? "VACUUM ANALYZE" : "PRAGMA optimize");
            foreach (var (name, user, path) in Questions)
            {
                using var client = daemon.Client(user);
                figures.Add(await MeasureAsync(name, () => client.GetAsync<QueuePage>(path, ct)));
            }

            using var analyst = daemon.Client(Analyst);
            figures.Add(
                await MeasureAsync(
                    "claim the next flag and give it back",
                    async () =>
                    {
                        var flag = (await analyst.PostAsync<NextAnswer>("/queue/next", new NextRequest(null), ct)).Flag!;
                        await analyst.PostAsync<DoneAnswer>($"/queue/{flag.Id}/release", null, ct);
                        return flag;
                    }
                )
            );

            async Task<QueueFigure> MeasureAsync<T>(string what, Func<Task<T>> ask)
            {
                await ask();
                var took = new List<double>();
                for (var i = 0; i < Rounds; i++)
                {
                    var clock = Stopwatch.StartNew();
                    await ask();
                    took.Add(clock.Elapsed.TotalMilliseconds);
                }

                took.Sort();
                var figure = new QueueFigure(store.Name, size, what, took[Rounds / 2], took[^1]);
                progress.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {store.Name, -10} {size, 9:N0} {what, -40} {figure.Median, 7:0.0} ms, longest {figure.Longest:0.0} ms"
                    )
                );
                return figure;
            }
        }

        await daemon.StopAsync();
        return figures;
    }

    private const string Persons = """
        INSERT INTO asn (nip_protected, nip_index, kind, name, name_key, instansi, region_code, created_at, updated_at)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
        SELECT (SELECT MIN(nip_protected) FROM asn), 'n' || i, 'pns', 'Nama ' || i, 'nama ' || i, 'Pemkab ' || (i % 500), '33.' || (i % 30 + 10), 0, 0 FROM n
        """;

    // Deadlines, scores, regions, labels and persons are spread as a year of work spreads them; every twentieth flag is open.
    private static string Flags(long from, long until) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            INSERT INTO item (id, source_id, native_id, author_key, fingerprint, seen_at)
            WITH RECURSIVE n (i) AS (SELECT {{from + 1}} UNION ALL SELECT i + 1 FROM n WHERE i < {{until}})
            SELECT i, 1, 'butir' || i, 'news', 'f' || i, i FROM n;
            INSERT INTO flag (item_id, source_id, state, label, score, probabilities, model, reasons, title, text, found_at, due_at, due_rule,
                attribution, asn_id, attribution_evidence, region_code, suggested_forms, closed_at)
            WITH RECURSIVE n (i) AS (SELECT {{from + 1}} UNION ALL SELECT i + 1 FROM n WHERE i < {{until}})
            SELECT i, 1, CASE WHEN i % {{OneOpenOf}} = 0 THEN 'flagged' WHEN i % 10 = 1 THEN 'confirmed' ELSE 'dismissed' END,
                CASE WHEN i % 7 = 0 THEN 'serangan' ELSE 'dukungan' END, (i % 997) / 1000.0, '[0.9,0,0,0,0.1]', 'beban', '[]', 'Judul ' || i,
                'Ayo coblos nomor ' || (i % 5) || ' kata' || (i % 1000) || ' di lapangan bersama warga desa dan pejabat setempat, ulangan ' || i,
                1790000000000 - i * 1000, 1795000000000 - i * 600, 'pemilu:registrasi', 'named', 6 + i % 50000, '{}', '33.' || (i % 30 + 10),
                CASE WHEN i % 11 = 0 THEN 'D-2,D-12' ELSE 'D-2,D-6' END,
                CASE WHEN i % {{OneOpenOf}} = 0 THEN NULL ELSE 1790000000000 END
            FROM n
            """
        );
}
