namespace Monitor.Bench.Schedule;

/// <summary>A platform on which registered accounts are, as far as the schedule is concerned.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Share">Share of the registered accounts.</param>
/// <param name="Hosts">Hosts that its sources are spread over; each is paced by itself.</param>
/// <param name="Gap">Shortest time between two requests to one of them, by the gate's own rules.</param>
/// <param name="PostsPerDay">What an account publishes on average.</param>
/// <param name="PricePerPost">US dollars for each new post that is read.</param>
internal sealed record Platform(string Name, double Share, int Hosts, TimeSpan Gap, double PostsPerDay, double PricePerPost)
{
    /// <summary>The least that the gate leaves between two requests of a contracted interface (WebGate.PublicFloor).</summary>
    private static readonly TimeSpan Contracted = TimeSpan.FromSeconds(1);

    /// <summary>
    /// An assumption, to be replaced by the registry's own figures: half of the accounts are where no machine may read (Facebook, Instagram, TikTok) and come
    /// in by officers' reports alone. Prices of X: docs.x.com, pricing, as of August 2026.
    /// </summary>
    public static IReadOnlyList<Platform> Assumed(TimeSpan gap) =>
        [
            new("x", 0.20, 1, Contracted, 5, 0.005),
            new("youtube", 0.15, 1, gap, 0.3, 0),
            new("telegram", 0.10, 1, gap, 5, 0),
            new("bluesky", 0.03, 1, gap, 3, 0),
            new("mastodon", 0.02, 2_000, gap, 3, 0),
        ];
}
