using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Monitor.Worker.Drift;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Sampling;

/// <summary>
/// Draws unflagged texts for a blind reading. Each belongs to one stratum and is drawn with that stratum's probability, by a keyed hash of the item:
/// the same item is always drawn or never, and nobody without the key can tell which, not even who wrote it.
/// </summary>
internal sealed class SampleDraw(IDataProtectionProvider protection, DrawKey draw, SamplingOptions options)
{
    private readonly IDataProtector _texts = protection.CreateProtector("Monitor.Sampling.Text.v1");

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

    /// <summary>Counts texts of one source that were judged and not flagged, and keeps those that are drawn; inside intake's transaction.</summary>
    public async Task ConsiderAsync(Session session, params IReadOnlyList<Unflagged> texts)
    {
        var drawn = texts
            .Select(text =>
                (Text: text, Stratum: text.Text.Length == 0 ? null : StratumOf(text.Attribution.Kind, text.Score, text.Threshold))
            )
            .Where(text => text.Stratum is not null)
            .ToList();
        if (drawn.Count == 0 || await SampleStore.IsLeftOutAsync(session, texts[0].SourceId))
        {
            return;
        }

        foreach (var alike in drawn.GroupBy(text => (text.Text.At, text.Text.Model, text.Stratum)))
        {
            await SampleStore.CountAsync(session, DriftStore.DayOf(alike.Key.At), alike.Key.Model, alike.Key.Stratum!, alike.Count());
        }

        foreach (var (text, stratum) in drawn)
        {
            var share = ShareOf(stratum!);
            if (share > 0 && await draw.PlaceAsync(session, $"{text.SourceId}\n{text.NativeId}") < share)
            {
                await SampleStore.KeepAsync(session, text, stratum!, share, Seal(text));
            }
        }
    }

    /// <summary>The words again.</summary>
    /// <exception cref="CryptographicException">The keys that protected them are gone.</exception>
    public SampledText Open(string sealedText) => JsonSerializer.Deserialize<SampledText>(_texts.Unprotect(sealedText))!;

    private string Seal(Unflagged text) =>
        _texts.Protect(JsonSerializer.Serialize(new SampledText(text.Text, text.Shared, text.Url?.AbsoluteUri, text.Published, text.At)));
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
    string NativeId,
    Uri? Url,
    DateTimeOffset? Published,
    SharedWords? Shared,
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
