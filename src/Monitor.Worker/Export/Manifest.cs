using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Monitor.Worker.Export;

/// <summary>One file of a batch.</summary>
internal sealed record ManifestFile(string Name, long Bytes, string Sha256);

/// <summary>The newest link of the audit chain when the batch was made: a later verification of the chain must pass through it.</summary>
internal sealed record ManifestAudit(long Sequence, string Head);

/// <summary>The days of confirmation that were asked for; null where nothing limited them.</summary>
internal sealed record ManifestPeriod(string? From, string? To);

/// <summary>How the CSV is to be read, where it is not comma and UTF-8.</summary>
internal sealed record ManifestCsv(string Separator, string Encoding);

/// <summary>What a batch consists of. It is written last: a folder with a manifest is a whole batch.</summary>
/// <param name="Format">Name and version of the interface.</param>
/// <param name="Batch">Name of the batch.</param>
/// <param name="Recipient">For whom.</param>
/// <param name="Number">Number of the batch for this recipient.</param>
/// <param name="Created">When, UTC.</param>
/// <param name="Rows">How many findings.</param>
/// <param name="Files">The files.</param>
/// <param name="Audit">Where the audit chain stood.</param>
/// <param name="Software">What made it.</param>
/// <param name="Models">Versions of the models that flagged what is in it.</param>
/// <param name="TestUsers">Test users were configured or decided: nothing in it may be acted upon.</param>
/// <param name="Self">SHA-256 of this document with this field blank, so that a slip in it shows as well.</param>
/// <remarks>A manifest made again is the same to the byte, also one from before a member existed: what is null is not written.</remarks>
internal sealed record Manifest(
    string Format,
    string Batch,
    string Recipient,
    long Number,
    string Created,
    long Rows,
    IReadOnlyList<ManifestFile> Files,
    ManifestAudit Audit,
    string Software,
    IReadOnlyList<string> Models,
    bool TestUsers,
    [property: JsonPropertyOrder(1)] string Self = ""
)
{
    /// <summary>Null when everything was asked for.</summary>
    public ManifestPeriod? Period { get; init; }

    /// <summary>How many of the rows correct an earlier one; null for none.</summary>
    public long? Corrections { get; init; }

    /// <summary>How many take an earlier one back; null for none.</summary>
    public long? Withdrawals { get; init; }

    /// <summary>Null for comma and UTF-8.</summary>
    public ManifestCsv? Csv { get; init; }

    /// <summary>SHA-256 of the public key whose signature lies beside it; null when it is not signed.</summary>
    public string? Key { get; init; }

    /// <summary>The interface this program writes.</summary>
    public const string CurrentFormat = "monitor-bkn/" + Columns.Format;

    /// <summary>End of a manifest's file name.</summary>
    public const string Suffix = ".manifest.json";

    /// <summary>End of the name of the signature over it.</summary>
    public const string SignatureSuffix = ".manifest.sig";

    /// <summary>JSON of everything that leaves: readable Indonesian, one way to write each value.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly JsonSerializerOptions Indented = new(Json) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The document; the same manifest always gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        var blank = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this with { Self = "" }, Indented) + "\n");
        var self = Convert.ToHexStringLower(SHA256.HashData(blank));
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this with { Self = self }, Indented) + "\n");
    }

    /// <summary>Reads a document; false when it is no manifest, or not byte for byte as it was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Manifest? manifest)
    {
        try
        {
            manifest = JsonSerializer.Deserialize<Manifest>(bytes, Json);
        }
        catch (JsonException)
        {
            // A document that is not JSON is no manifest; the answer says it.
            manifest = null;
        }

        if (manifest is not { Files: not null, Audit: not null, Models: not null } || !manifest.ToBytes().AsSpan().SequenceEqual(bytes))
        {
            manifest = null;
        }

        return manifest is not null;
    }
}
