using System.Collections.Frozen;

namespace Monitor.Worker.Collection.Dates;

/// <summary>Names of time zones as dates carry them, with their offset from UTC.</summary>
internal static class ZoneNames
{
    /// <summary>Waktu Indonesia Barat: what an Indonesian date without a zone is taken to mean.</summary>
    public static readonly TimeSpan Wib = TimeSpan.FromHours(7);

    private static readonly FrozenDictionary<string, TimeSpan> Offsets = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase)
    {
        ["Z"] = 0,
        ["UT"] = 0,
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["WET"] = 0,
        ["WIB"] = 7,
        ["WITA"] = 8,
        ["WIT"] = 9,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["ET"] = -5,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["CT"] = -6,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["MT"] = -7,
        ["PST"] = -8,
        ["PDT"] = -7,
        ["PT"] = -8,
        ["AST"] = -4,
        ["ADT"] = -3,
        ["NST"] = -3.5,
        ["AKST"] = -9,
        ["AKDT"] = -8,
        ["HST"] = -10,
        ["BST"] = 1,
        ["WEST"] = 1,
        ["CET"] = 1,
        ["MET"] = 1,
        ["CEST"] = 2,
        ["MEST"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["MSK"] = 3,
        ["IST"] = 5.5,
        ["ICT"] = 7,
        ["SGT"] = 8,
        ["MYT"] = 8,
        ["HKT"] = 8,
        ["AWST"] = 8,
        ["JST"] = 9,
        ["KST"] = 9,
        ["ACST"] = 9.5,
        ["AEST"] = 10,
        ["AEDT"] = 11,
        ["NZST"] = 12,
        ["NZDT"] = 13,
        // The four military letters that feeds are known to use (RFC 822 section 5.1); the others are more often a stray letter.
        ["A"] = -1,
        ["M"] = -12,
        ["N"] = 1,
        ["Y"] = 12,
    }.ToFrozenDictionary(zone => zone.Key, zone => TimeSpan.FromHours(zone.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>The offset of a zone's name; false when the word is no zone.</summary>
    public static bool TryGet(string word, out TimeSpan offset) => Offsets.TryGetValue(word, out offset);
}
