using Monitor.Worker.Tests.Collection;

namespace Monitor.EndToEnd.Tests;

/// <summary>Configurations that let a daemon work a site on 127.0.0.1 without waiting.</summary>
internal static class Configurations
{
    /// <summary>Everything is flagged, so that every item brings a flag and its proof.</summary>
    public static object Eager(FeedSite site, string socketGroup = "", TimeSpan perHostInterval = default) =>
        new
        {
            // A kill leaves what the operating system has been given; only a power cut could tell Full from Normal, and Full is slow.
            Storage = new { Durability = "Normal" },
            Collection = new
            {
                AllowedPrivateHosts = new[] { site.Authority },
                PerHostInterval = perHostInterval.ToString("c"),
                MinInterval = "00:00:01",
                DefaultInterval = "00:00:02",
            },
            Intake = new { Threshold = "0", FlagUnattributed = true },
            Scheduling = new { CollectEvery = "00:00:01" },
            Review = new { DismissalSecondReadingShare = 0 },
            Api = new { SocketGroup = socketGroup },
        };
}
