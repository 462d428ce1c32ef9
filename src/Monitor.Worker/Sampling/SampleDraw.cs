using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Drift;
using Monitor.Worker.Intake;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Sampling;

/// <summary>
/// Draws unflagged texts for a blind reading. Each belongs to one stratum and is drawn with that stratum's probability, by a keyed hash of the item:
/// the same item is always drawn or never, and nobody without the key can tell which, not even who wrote it.
/// </summary>
internal sealed class SampleDraw(IDataProtectionProvider protection, SamplingOptions options)
{
    private const int KeyBytes = 32;

    private readonly IDataProtector _texts = protection.CreateProtector("Monitor.Sampling.Text.v1");
    private readonly IDataProtector _keys = protection.CreateProtector("Monitor.Sampling.Key.v1");
    private byte[]? _key;

    /// <summary>
    /// The stratum of a text that was not flagged; null when it is not drawn from: a text over the threshold that is nobody's business here is not
    /// kept to be read.
    /// </summary>
    public string? StratumOf(string attribution, double score, double threshold)
    {
        if (score >= threshold)
        {
            return null;
        }

        if (attribution == Attributed.Nobody)
        {
            return Stratum.Rest;
        }

        return score >= threshold * options.NearFrom ? Stratum.Near
            : attribution == Attributed.Account ? Stratum.Account
            : Stratum.Rest;
    }

    /// <summary>With which probability a text of a stratum is drawn.</summary>
    public double ShareOf(string stratum) =>
        stratum switch
        {
            Stratum.Near => options.NearShare,
            Stratum.Account => options.AccountShare,
            Stratum.Rest => options.RestShare,
            _ => throw new ArgumentOutOfRangeException(nameof(stratum), stratum, "No such stratum."),
        };

    /// <summary>Counts a text that was judged and not flagged, and keeps it when it is drawn; inside intake's transaction.</summary>
    public async Task ConsiderAsync(Session session, Unflagged text)
    {
        var stratum = text.Text.Length == 0 ? null : StratumOf(text.Attribution.Kind, text.Score, text.Threshold);
        if (stratum is null || await SampleStore.IsLeftOutAsync(session, text.SourceId))
        {
            return;
        }

        await SampleStore.CountAsync(session, DriftStore.DayOf(text.At), text.Model, stratum);
        var share = ShareOf(stratum);
        if (share > 0 && Place(await KeyAsync(session), text.SourceId, text.Item.NativeId) < share)
        {
            await SampleStore.KeepAsync(session, text, stratum, share, Seal(text));
        }
    }

    /// <summary>Where an item falls between 0 and 1.</summary>
    internal static double Place(byte[] key, long source, string nativeId)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{source}\n{nativeId}"), hash);
        // As many bits as a double holds.
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) / (double)(1L << 53);
    }

    /// <summary>The words again.</summary>
    /// <exception cref="CryptographicException">The keys that protected them are gone.</exception>
    public SampledText Open(string sealedText) => JsonSerializer.Deserialize<SampledText>(_texts.Unprotect(sealedText))!;

    private string Seal(Unflagged text) =>
        _texts.Protect(
            JsonSerializer.Serialize(new SampledText(text.Text, text.Item.Shared, text.Item.Url?.AbsoluteUri, text.Item.Published, text.At))
        );

    // Made once, with the first text that is considered.
    private async Task<byte[]> KeyAsync(Session session)
    {
        if (_key is null)
        {
            var stored = await SampleStore.KeyAsync(session);
            if (stored is null)
            {
                stored = _keys.Protect(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
                await SampleStore.KeepKeyAsync(session, stored);
                // Not remembered before the transaction that keeps it is through.
                return Convert.FromHexString(_keys.Unprotect(stored));
            }

            _key = Convert.FromHexString(_keys.Unprotect(stored));
        }

        return _key;
    }
}

/// <summary>Parts of what was not flagged that are drawn from with probabilities of their own.</summary>
internal static class Stratum
{
    /// <summary>By or about a registered person, and nearly flagged.</summary>
    public const string Near = "near";

    /// <summary>Others by registered accounts.</summary>
    public const string Account = "account";

    /// <summary>All others.</summary>
    public const string Rest = "rest";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Near, Account, Rest];
}

/// <summary>A text that was judged and not flagged.</summary>
internal sealed record Unflagged(
    long ItemId,
    long SourceId,
    Item Item,
    string Text,
    Attributed Attribution,
    double Score,
    double Threshold,
    string Model,
    DateTimeOffset At
);

/// <summary>What is kept of it, encrypted.</summary>
/// <param name="Text">As it was judged.</param>
/// <param name="Shared">Words of another that it passes on.</param>
/// <param name="Url">Where it stands; never shown to the blind reader.</param>
/// <param name="Published">When it was published, as the source says.</param>
/// <param name="SeenAt">When it was read.</param>
internal sealed record SampledText(string Text, SharedWords? Shared, string? Url, DateTimeOffset? Published, DateTimeOffset SeenAt);
