using System.Security.Cryptography;
using System.Text;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>
/// Decides by what an entry is known again. A GUID that several entries share names none of them (feeds exist that write the same one on all),
/// so it counts only when it is used once, or always with the same address.
/// </summary>
internal static class EntryIdentity
{
    /// <summary>Gives each entry its <see cref="FeedEntry.Id"/>: the GUID, else the address, else a hash of title, text and date.</summary>
    public static List<FeedEntry> Identify(List<FeedEntry> entries)
    {
        var shared = entries
            .Where(entry => entry.Guid.Length > 0)
            .GroupBy(entry => entry.Guid, StringComparer.Ordinal)
            .Where(group => group.Select(Fallback).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);

        return entries.ConvertAll(entry =>
            entry with
            {
                Id = entry.Guid.Length > 0 && !shared.Contains(entry.Guid) ? entry.Guid : Fallback(entry),
            }
        );
    }

    private static string Fallback(FeedEntry entry) => entry.Url?.AbsoluteUri ?? Hash(entry);

    private static string Hash(FeedEntry entry)
    {
        var content = string.Join('\u001F', entry.Title, entry.Text, entry.Published?.ToUniversalTime().ToString("O"));
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
    }
}
