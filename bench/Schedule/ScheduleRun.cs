using System.Globalization;
using Monitor.Worker.Collection;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;

namespace Monitor.Bench.Schedule;

/// <summary>
/// The schedule of a whole country in virtual time: when each source is due is the product's own <see cref="Timetable"/>, how hosts are spared is the gate's
/// rule (one request at a time to a host, an interval from the end of one to the start of the next, over all nodes), and how many are worked at once is
/// <see cref="CollectionOptions.Workers"/> on each node. Only the network is made up: a request takes as long as it is told to.
/// </summary>
internal sealed class ScheduleRun
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CollectionOptions _options = new();
    private readonly Timetable _timetable;
    private readonly long _accounts;
    private readonly int _nodes;
    private readonly TimeSpan _length;
    private readonly TimeSpan _request;

    private ScheduleRun(long accounts, int nodes, TimeSpan length, TimeSpan request)
    {
        (_accounts, _nodes, _length, _request) = (accounts, nodes, length, request);
        _timetable = new Timetable(Rules.Load(MonitorHost.RulesDirectory), _options);
    }

    /// <summary><c>bench schedule</c>.</summary>
    public static int Run(IReadOnlyList<string> words, TextWriter output)
    {
        var given = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["--accounts"] = 5_600_000,
            ["--nodes"] = 1,
            ["--hours"] = 24,
            ["--request-ms"] = 400,
        };
        for (var i = 0; i < words.Count; i += 2)
        {
            if (
                !given.ContainsKey(words[i])
                || i + 1 == words.Count
                || !double.TryParse(words[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || number <= 0
            )
            {
                output.WriteLine("bench schedule [--accounts N] [--nodes N] [--hours N] [--request-ms N]");
                return 2;
            }

            given[words[i]] = number;
        }

        new ScheduleRun(
            (long)given["--accounts"],
            (int)given["--nodes"],
            TimeSpan.FromHours(given["--hours"]),
            TimeSpan.FromMilliseconds(given["--request-ms"])
        ).Run(output);
        return 0;
    }

    private void Run(TextWriter output)
    {
        var platforms = Platform.Assumed(_options.PerHostInterval);
        var counts = platforms.Select(platform => (int)(_accounts * platform.Share)).ToList();
        var sources = new Sources(counts.Sum(), _options, _timetable);
        var hosts = Fill(sources, platforms, counts);
        var tallies = platforms.Select(_ => new PlatformTally()).ToList();
        var busy = Work(sources, hosts, platforms, tallies);
        Tell(output, sources, hosts, platforms, counts, tallies, busy);
    }

    // A host: its platform, its sources by when they are due, and the end of its last request.
    private sealed record Host(int Platform, PriorityQueue<int, long> Due)
    {
        public long FreeAt { get; set; }
        public long LastEnd { get; set; }
    }

    private List<Host> Fill(Sources sources, IReadOnlyList<Platform> platforms, List<int> counts)
    {
        var random = new Random(20270301);
        var hosts = new List<Host>();
        var source = 0;
        for (var platform = 0; platform < platforms.Count; platform++)
        {
            var first = hosts.Count;
            for (var i = 0; i < Math.Min(platforms[platform].Hosts, counts[platform]); i++)
            {
                hosts.Add(new Host(platform, new PriorityQueue<int, long>()));
            }

            for (var i = 0; i < counts[platform]; i++, source++)
            {
                // Few publish much and many little: an exponential spread around the mean.
                sources.PostsPerDay(source) = (float)(-Math.Log(1 - random.NextDouble()) * platforms[platform].PostsPerDay);
                // Registered over the days before: the first checks are spread over an hour.
                sources.Next(source) = Start.UtcTicks + (long)(random.NextDouble() * TimeSpan.TicksPerHour);
                // Instances differ in size as cities do: the half of the hosts that come first hold most.
                var host = first + (int)((hosts.Count - first) * Math.Pow(random.NextDouble(), 2));
                hosts[host].Due.Enqueue(source, sources.Next(source));
            }
        }

        return hosts;
    }

    private long Work(Sources sources, List<Host> hosts, IReadOnlyList<Platform> platforms, List<PlatformTally> tallies)
    {
        var end = (Start + _length).UtcTicks;
        var measureFrom = (Start + (_length / 2)).UtcTicks;
        var workers = new PriorityQueue<int, long>(
            Enumerable.Range(0, _nodes * _options.Workers).Select(worker => (worker, Start.UtcTicks))
        );
        var ready = new PriorityQueue<int, long>();
        for (var i = 0; i < hosts.Count; i++)
        {
            if (hosts[i].Due.TryPeek(out _, out var due))
            {
                ready.Enqueue(i, due);
            }
        }

        var busy = 0L;
        while (ready.TryDequeue(out var number, out var at) && at < end)
        {
            var host = hosts[number];
            workers.TryDequeue(out var worker, out var free);
            var begin = Math.Max(at, free);
            var source = host.Due.Dequeue();
            var tally = tallies[host.Platform];
            var platform = platforms[host.Platform];
            tally.Requests++;
            if (host.LastEnd > 0 && TimeSpan.FromTicks(begin - host.LastEnd) is var gap && gap < tally.Closest)
            {
                tally.Closest = gap;
            }

            if (begin >= measureFrom && tally.Requests % 16 == 0)
            {
                tally.LateSeconds.Add((float)TimeSpan.FromTicks(begin - sources.Next(source)).TotalSeconds);
            }

            var finish = begin + _request.Ticks;
            busy += _request.Ticks;
            workers.Enqueue(worker, finish);
            host.LastEnd = finish;
            host.FreeAt = finish + platform.Gap.Ticks;
            sources.Plan(source, new DateTimeOffset(finish, TimeSpan.Zero));
            tally.Posts += sources.PostsPerDay(source) * TimeSpan.FromTicks(sources.Next(source) - finish).TotalDays;
            host.Due.Enqueue(source, sources.Next(source));
            host.Due.TryPeek(out _, out var next);
            ready.Enqueue(number, Math.Max(next, host.FreeAt));
        }

        return busy;
    }

    private void Tell(
        TextWriter output,
        Sources sources,
        List<Host> hosts,
        IReadOnlyList<Platform> platforms,
        List<int> counts,
        List<PlatformTally> tallies,
        long busy
    )
    {
        var end = (Start + _length).UtcTicks;
        var days = _length.TotalDays;
        Say(
            $"{_accounts:N0} accounts, {counts.Sum():N0} of them where a machine may read; {_nodes} nodes of {_options.Workers} workers, {_length.TotalHours:0} hours of virtual time, {_request.TotalMilliseconds:0} ms a request, {_options.PerHostInterval.TotalSeconds:0} s between two requests to a host"
        );
        Say($"");
        Say(
            $"| platform | accounts | hosts | requests a day | of those wanted | one look at each takes | behind the beat: median | 95 of 100 | most overdue at the end | closest two requests | too close |"
        );
        Say($"|---|---|---|---|---|---|---|---|---|---|---|");
        for (var i = 0; i < platforms.Count; i++)
        {
            var (platform, tally) = (platforms[i], tallies[i]);
            var own = hosts.Where(host => host.Platform == i).ToList();
            var wanted = Wanted(sources, own);
            var overdue = own.Select(host =>
                    host.Due.TryPeek(out _, out var due) ? TimeSpan.FromTicks(Math.Max(0, end - due)) : TimeSpan.Zero
                )
                .DefaultIfEmpty()
                .Max();
            tally.LateSeconds.Sort();
            var late = tally.LateSeconds;
            var perDay = tally.Requests / days;
            Say(
                $"| {platform.Name} | {counts[i]:N0} | {own.Count:N0} | {perDay:N0} | {Math.Min(1, perDay / wanted):P1} | {Span(TimeSpan.FromDays(counts[i] / Math.Max(1, perDay)))} | {Late(0.5)} | {Late(0.95)} | {Span(overdue)} | {tally.Closest.TotalSeconds:0.0} s | {(tally.Closest < platform.Gap ? "yes" : "no")} |"
            );

            string Late(double share) => late.Count == 0 ? "-" : Span(TimeSpan.FromSeconds(late[(int)((late.Count - 1) * share)]));
        }

        Say($"");
        var requests = tallies.Sum(tally => tally.Requests) / days;
        Say(
            $"All together {requests:N0} requests a day, {requests / _nodes:N0} on each node; workers busy {busy / (double)(_length.Ticks * _nodes * _options.Workers):P1} of the time."
        );
        var priced = platforms
            .Select((platform, i) => (platform, Posts: counts[i] * platform.PostsPerDay))
            .Where(row => row.platform.PricePerPost > 0);
        foreach (var (platform, posts) in priced)
        {
            Say(
                $"{platform.Name}: {posts:N0} new posts a day cost {posts * platform.PricePerPost:N0} US dollars a day, {posts * platform.PricePerPost * 30:N0} a month."
            );
        }

        string Span(TimeSpan span) =>
            span.TotalDays >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.0} days")
            : span.TotalHours >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} h")
            : span.TotalMinutes >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");
        void Say(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    // What the timetable would have, were no host ever busy: one look at each interval.
    private double Wanted(Sources sources, List<Host> hosts)
    {
        var perDay = 0.0;
        foreach (var host in hosts)
        {
            foreach (var (source, _) in host.Due.UnorderedItems)
            {
                var half = TimeSpan.FromDays(0.5) / Math.Max(0.01, sources.PostsPerDay(source));
                var interval =
                    half > _options.MaxRhythmInterval ? _options.MaxRhythmInterval
                    : half < _options.MinInterval ? _options.MinInterval
                    : half;
                perDay += TimeSpan.FromDays(1) / interval;
            }
        }

        return perDay;
    }
}
