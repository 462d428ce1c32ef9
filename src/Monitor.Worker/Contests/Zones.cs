namespace Monitor.Worker.Contests;

/// <summary>The three time zones of Indonesia.</summary>
/// <remarks>
/// The offsets are law (Keppres 41/1987) and there is no summer time. Fixed zones do not depend on the time zone data of the machine or the
/// container, whose absence would otherwise move every deadline by hours.
/// </remarks>
internal static class Zones
{
    /// <summary>WIB, and the zone of whatever has no region.</summary>
    public static readonly TimeZoneInfo Jakarta = Fixed("Asia/Jakarta", 7, "WIB");

    /// <summary>WITA.</summary>
    public static readonly TimeZoneInfo Makassar = Fixed("Asia/Makassar", 8, "WITA");

    /// <summary>WIT.</summary>
    public static readonly TimeZoneInfo Jayapura = Fixed("Asia/Jayapura", 9, "WIT");

    /// <summary>By IANA name.</summary>
    public static readonly IReadOnlyDictionary<string, TimeZoneInfo> ById = new[] { Jakarta, Makassar, Jayapura }.ToDictionary(zone =>
        zone.Id
    );

    private static TimeZoneInfo Fixed(string id, int hours, string name) =>
        TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.FromHours(hours), $"{name} (UTC+{hours})", name);
}
