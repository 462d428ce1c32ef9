using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Doctor;

/// <summary>
/// Whether the machine's clock can be believed, without asking anybody on the network: what is already here is compared with it. A wrong clock moves
/// every legal deadline and every proof's time.
/// </summary>
/// <param name="time">The clock in question.</param>
/// <param name="kernel">What the kernel says of its synchronisation; null when it says nothing.</param>
internal sealed class ClockCheck(TimeProvider time, Func<KernelClock?> kernel)
{
    private const string Name = "clock";

    // A web server's clock is taken at its word only together with others.
    private const int FewestServers = 3;
    private static readonly TimeSpan Slight = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Much = TimeSpan.FromMinutes(2);

    private const string SelectCaptures = """
        SELECT url, captured_at, headers FROM evidence WHERE removed_at IS NULL AND headers LIKE '%"date"%' ORDER BY id DESC LIMIT 200
        """;

    /// <summary>Against the kernel's own word, the program's files and the file system of the data folder.</summary>
    public IEnumerable<Diagnosis> OfMachine(DataFolder folder)
    {
        var now = time.GetUtcNow();
        var born = File.GetLastWriteTimeUtc(Path.Combine(AppContext.BaseDirectory, "monitor.dll"));
        if (born.Year > 2000 && now.UtcDateTime < born - TimeSpan.FromDays(1))
        {
            yield return Wrong(
                $"jam mesin ({now:yyyy-MM-dd HH:mm}Z) lebih awal daripada berkas program ({born:yyyy-MM-dd}).",
                $"the machine's clock ({now:yyyy-MM-dd HH:mm}Z) is before the program's own files ({born:yyyy-MM-dd})."
            );
        }

        yield return kernel() switch
        {
            null => Diagnosis.Skipped(
                Name,
                new Sentence(
                    "Kernel tidak mengatakan apakah jamnya disinkronkan.",
                    "The kernel does not say whether its clock is synchronised."
                ),
                new Sentence("Periksa di mesin induk: timedatectl.", "Look on the host: timedatectl.")
            ),
            { Synchronised: false } => Diagnosis.Attention(
                Name,
                new Sentence("Menurut kernel, jam tidak disinkronkan.", "By the kernel's word the clock is not synchronised."),
                Synchronise
            ),
            { } said => Diagnosis.Good(
                Name,
                $"Menurut kernel, jam disinkronkan; galat terbesar {Milliseconds(said.LargestError)} ms.",
                $"By the kernel's word the clock is synchronised; largest error {Milliseconds(said.LargestError)} ms."
            ),
        };

        if (OfFileSystem(folder) is { } skewed)
        {
            yield return skewed;
        }
    }

    /// <summary>Against what the database has seen: nothing in it can be from the future, and other people's servers said their time when they were read.</summary>
    public async Task<List<Diagnosis>> OfStoreAsync(Database database, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (newest, captures) = await database.ReadAsync(
            async session =>
                (await session.ScalarAsync<long?>("SELECT MAX(at) FROM audit"), await session.ListAsync<Captured>(SelectCaptures)),
            ct
        );
        var found = new List<Diagnosis>();
        if (newest is { } at && DateTimeOffset.FromUnixTimeMilliseconds(at) - now is var ahead && ahead > Slight)
        {
            found.Add(
                Wrong(
                    $"basis data memuat waktu {Seconds(ahead)} s di depan jam ini: jam dimundurkan, atau dahulu salah.",
                    $"the database holds a time {Seconds(ahead)} s ahead of this clock: it was set back, or was wrong before."
                )
            );
        }

        var skews = captures
            .Select(capture => (new Uri(capture.Url).Host, Skew: SkewOf(capture)))
            .Where(seen => seen.Skew is not null)
            .GroupBy(seen => seen.Host, StringComparer.Ordinal)
            // The newest of each: a clock that was mended since is not blamed for its past.
            .Select(host => host.First().Skew!.Value)
            .Order()
            .ToList();
        if (skews.Count >= FewestServers && skews[skews.Count / 2] is var median && median.Duration() > Much)
        {
            found.Add(
                Wrong(
                    $"situs yang terakhir dibaca ({skews.Count}) menyebut waktu yang berbeda {Seconds(median)} s dari jam ini.",
                    $"the sites that were read last ({skews.Count}) gave a time that differs from this clock by {Seconds(median)} s."
                )
            );
        }

        return found;
    }

    /// <summary>Against the daemon's clock, which is another one when it runs in a container or on another machine.</summary>
    public Diagnosis? OfDaemon(DateTimeOffset said) =>
        (said - time.GetUtcNow()) is var skew && skew.Duration() > Slight
            ? Wrong(
                $"jam daemon berbeda {Seconds(skew)} s dari jam di sini.",
                $"the daemon's clock differs from the one here by {Seconds(skew)} s."
            )
            : null;

    // A network file system stamps files with its server's clock.
    private Diagnosis? OfFileSystem(DataFolder folder)
    {
        if (!Directory.Exists(folder.DatabaseDirectory))
        {
            return null;
        }

        var probe = Path.Combine(folder.DatabaseDirectory, $"doctor-{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(probe, []);
            var skew = File.GetLastWriteTimeUtc(probe) - time.GetUtcNow().UtcDateTime;
            return skew.Duration() > Slight
                ? Wrong(
                    $"sistem berkas folder data mencap berkas {Seconds(skew)} s berbeda dari jam ini.",
                    $"the data folder's file system stamps files {Seconds(skew)} s off this clock."
                )
                : null;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return Diagnosis.NotReadable(Name, folder.DatabaseDirectory, exception.Message);
        }
        finally
        {
            if (File.Exists(probe))
            {
                File.Delete(probe);
            }
        }
    }

    // A copy out of a cache carries the date at which it went in.
    private static TimeSpan? SkewOf(Captured capture)
    {
        var headers = JsonSerializer.Deserialize<List<KeyValuePair<string, string>>>(capture.Headers) ?? [];
        return headers.Exists(header => header.Key == "age") ? null
            : DateTimeOffset.TryParseExact(
                headers.Find(header => header.Key == "date").Value,
                "r",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var date
            )
                ? date - capture.CapturedAt
            : null;
    }

    private static Sentence Synchronise { get; } =
        new(
            "Nyalakan sinkronisasi: timedatectl set-ntp true (atau chrony), lalu hidupkan ulang daemon.",
            "Switch synchronisation on: timedatectl set-ntp true (or chrony), then restart the daemon."
        );

    private static Diagnosis Wrong(string id, string en) =>
        Diagnosis.Bad(Name, new Sentence("Jam salah: " + id, "The clock is wrong: " + en), Synchronise);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan span) => span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private sealed class Captured
    {
        public string Url { get; init; } = "";
        public DateTimeOffset CapturedAt { get; init; }
        public string Headers { get; init; } = "";
    }
}
