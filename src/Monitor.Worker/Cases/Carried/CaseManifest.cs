using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Monitor.Worker.Cases.Carried;

/// <summary>One file of a case folder.</summary>
/// <param name="Name">Path within the folder, with <c>/</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record CarriedFile(string Name, long Bytes, string Sha256);

/// <summary>One capture and where its bytes lie.</summary>
/// <param name="Evidence">Monitor's number of the capture.</param>
/// <param name="Sha256">Of the bytes; also that of the file.</param>
/// <param name="File">The file of the bytes.</param>
/// <param name="Stamp">The file of its time stamp (RFC 3161); not written when it has none, so that a folder of before reads as it was written.</param>
internal sealed record CarriedCapture(
    long Evidence,
    string Sha256,
    string File,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Stamp = null
);

/// <summary>Where the audit chain stood.</summary>
internal sealed record CarriedHead(long Sequence, string Head);

/// <summary>What a case folder consists of. It is written last, and every byte of the folder is under it.</summary>
/// <param name="Format">Name and version.</param>
/// <param name="Case">Number of the case.</param>
/// <param name="Created">When, UTC.</param>
/// <param name="CreatedBy">By whom, as the audit record names the person.</param>
/// <param name="Language">Of the sheet: <c>id</c> or <c>en</c>.</param>
/// <param name="Files">Every other file, by name.</param>
/// <param name="Captures">Every capture.</param>
/// <param name="Audit">Where the audit chain stood: a later verification of the chain must pass through it.</param>
/// <param name="Software">What made it.</param>
/// <param name="TestUsers">Test users were configured or decided: nothing in it may be acted upon.</param>
/// <param name="Self">SHA-256 of this document with this field blank, so that a slip in it shows as well.</param>
internal sealed record CaseManifest(
    string Format,
    string Case,
    string Created,
    string CreatedBy,
    string Language,
    IReadOnlyList<CarriedFile> Files,
    IReadOnlyList<CarriedCapture> Captures,
    CarriedHead Audit,
    string Software,
    bool TestUsers,
    string Self = ""
)
{
    /// <summary>The format this program writes.</summary>
    public const string CurrentFormat = "monitor-case/1";

    /// <summary>Its file name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>JSON of everything in the folder: readable Indonesian, one way to write each value.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>As <see cref="Json"/>, for people.</summary>
    public static readonly JsonSerializerOptions Indented = new(Json) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The document; the same manifest always gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        var self = Convert.ToHexStringLower(SHA256.HashData(Written(this with { Self = "" })));
        return Written(this with { Self = self });
    }

    /// <summary>Reads a document; false when it is no manifest, or not byte for byte as it was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out CaseManifest? manifest)
    {
        try
        {
            manifest = JsonSerializer.Deserialize<CaseManifest>(bytes, Json);
        }
        catch (JsonException)
        {
            // A document that is not JSON is no manifest; the answer says it.
            manifest = null;
        }

        if (
            manifest is not { Format: CurrentFormat, Files: not null, Captures: not null, Audit: not null }
            || manifest.Files.Any(file => file?.Name is null)
            || manifest.Captures.Any(capture => capture?.File is null)
            || !manifest.ToBytes().AsSpan().SequenceEqual(bytes)
        )
        {
            manifest = null;
        }

        return manifest is not null;
    }

    private static byte[] Written(CaseManifest manifest) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(manifest, Indented) + "\n");
}
