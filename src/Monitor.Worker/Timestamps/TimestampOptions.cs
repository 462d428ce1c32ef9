using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Configuration;
using Monitor.Worker.Language;

namespace Monitor.Worker.Timestamps;

/// <summary>An outside authority that says when it saw the hash of flagged evidence (RFC 3161). Off while no address is given.</summary>
internal sealed class TimestampOptions : IValidatableObject
{
    /// <summary>The section of the configuration that binds to this class.</summary>
    public const string Section = "Evidence:TimestampAuthority";

    /// <summary>Where it is asked.</summary>
    [Description(
        "Address of an RFC 3161 time stamp authority. It is sent the SHA-256 of flagged evidence and nothing else. Empty: none is asked."
    )]
    public string Url { get; set; } = "";

    /// <summary>Under which of its policies.</summary>
    [RegularExpression(@"^([0-2](\.(0|[1-9][0-9]{0,17})){1,32})?$", ErrorMessage = "must be an object identifier like 1.3.6.1.4.1.99999.1")]
    [Description("Object identifier of the authority's policy that is asked for and required in its answer. Empty: whichever it uses.")]
    public string PolicyOid { get; set; } = "";

    /// <summary>Whose signature is believed.</summary>
    [Description(
        "PEM file with the root certificate that the authority's certificate must lead to, and any certificates between. Required with Url; the system's own roots are not asked."
    )]
    public string CaFile { get; set; } = "";

    /// <summary>How far its clock may be off ours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [Description(
        "How far the authority's time may be from this machine's when its answer comes; a stamp that is further off is not taken."
    )]
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often one is asked for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [Description("How often one hash is sent. Some public authorities ask for no more than one in 15 seconds.")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether one is asked at all.</summary>
    public bool IsOn => Url.Length > 0;

    /// <summary>For the gate: the authority is asked without its robots.txt.</summary>
    public ContractedApis Contracted => IsOn ? new ContractedApis([new Uri(Url)]) : ContractedApis.None;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (
            !Uri.TryCreate(Url, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0
            || url.Fragment.Length > 0
        )
        {
            yield return new SpokenResult(
                new Sentence(
                    "harus alamat http atau https lengkap, tanpa nama pengguna dan fragmen",
                    "must be a whole http or https address, without user name and fragment"
                ),
                nameof(Url)
            );
        }

        if (StampTrust.Load(CaFile).Fault is { } fault)
        {
            yield return new SpokenResult(fault, nameof(CaFile));
        }
    }
}
