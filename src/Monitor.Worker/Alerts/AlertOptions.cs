using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Configuration;
using Monitor.Worker.Language;

namespace Monitor.Worker.Alerts;

/// <summary>When operators are told of what needs them. Where to is said in the sections below it; while none is, nobody is told.</summary>
internal sealed class AlertOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Alerts";

    /// <summary>What this installation is called.</summary>
    [StringLength(60)]
    [RegularExpression(@"^[A-Za-z0-9 ._-]*$", ErrorMessage = "must hold letters, digits, blanks and ._- only")]
    [Description("What this installation is called in messages. Empty: the machine's name.")]
    public string Name { get; set; } = "";

    /// <summary>How long something holds before anybody is told.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "06:00:00")]
    [Description("How long something must hold before operators are told, and be gone before they are told that it is over.")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How far two messages are apart at least.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    [Description("How far two messages are apart at least. What comes up in between is grouped into the next one.")]
    public TimeSpan AtMostEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often something that goes on is told again.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    [Description("How often something that goes on is told again.")]
    public TimeSpan RepeatAfter { get; set; } = TimeSpan.FromDays(1);
}

/// <summary>How a mail server is spoken to.</summary>
internal enum MailSecurity
{
    /// <summary>In the clear: for a server on this machine.</summary>
    None,

    /// <summary>Encrypted by STARTTLS; a server that does not offer it is sent nothing.</summary>
    StartTls,
}

/// <summary>Messages to operators by mail.</summary>
internal sealed class MailOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Alerts:Mail";

    /// <summary>The mail server.</summary>
    [Description("Host of the mail server (SMTP) that takes messages to operators. Empty: none are mailed.")]
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    [Range(1, 65535)]
    [Description("Its port: 587 for submission with STARTTLS, 25 for a relay. TLS from the first byte (465) is not spoken.")]
    public int Port { get; set; } = 587;

    /// <summary>How it is spoken to.</summary>
    [Description("StartTls: a server that does not offer it is sent nothing. None: in the clear, for a relay on this machine.")]
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>As whom.</summary>
    [Personal]
    [Description("User name at the mail server; empty: without.")]
    public string User { get; set; } = "";

    /// <summary>With which password.</summary>
    [Secret]
    [Description("Password at the mail server; name a file with Password_FILE.")]
    public string Password { get; set; } = "";

    /// <summary>The sender.</summary>
    [Personal]
    [Description("Address that messages come from.")]
    public string From { get; set; } = "";

    /// <summary>The receivers.</summary>
    [Personal]
    [Description("Addresses of the operators who are told; a list.")]
    public string[] To { get; set; } = [];

    /// <summary>Whether any are mailed.</summary>
    public bool IsOn => Host.Length > 0;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (!MailAddress.TryCreate(From, out _))
        {
            yield return new SpokenResult(new Sentence("harus alamat surel", "must be an e-mail address"), nameof(From));
        }

        if (To.Length == 0 || Array.Exists(To, address => !MailAddress.TryCreate(address, out _)))
        {
            yield return new SpokenResult(
                new Sentence("harus daftar alamat surel, sekurang-kurangnya satu", "must be a list of e-mail addresses, at least one"),
                nameof(To)
            );
        }

        if (User.Length > 0 && Security == MailSecurity.None)
        {
            yield return new SpokenResult(
                new Sentence(
                    "harus StartTls bila User diisi: kata sandi tidak dikirim terbuka",
                    "must be StartTls with User: no password is sent in the clear"
                ),
                nameof(Security)
            );
        }
    }
}

/// <summary>Messages to operators by a request to an address of theirs.</summary>
internal sealed class WebhookOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Alerts:Webhook";

    /// <summary>Where to.</summary>
    [Secret]
    [Description(
        "Address that a message to operators is sent to as JSON by POST. A private one is to be named in Collection:AllowedPrivateHosts too. Empty: none."
    )]
    public string Url { get; set; } = "";

    /// <summary>What it is signed with.</summary>
    [Secret]
    [Description(
        "Secret that each request is signed with: X-Monitor-Signature holds sha256= and HMAC-SHA256 of the body in hex. Name a file with Secret_FILE. Empty: not signed."
    )]
    public string Secret { get; set; } = "";

    /// <summary>Whether any are sent.</summary>
    public bool IsOn => Url.Length > 0;

    /// <summary>For the gate: the address is asked without its robots.txt.</summary>
    public ContractedApis Contracted => IsOn ? new ContractedApis([new Uri(Url)]) : ContractedApis.None;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (
            IsOn
            && (
                !Uri.TryCreate(Url, UriKind.Absolute, out var url)
                || url.Scheme is not ("http" or "https")
                || url.UserInfo.Length > 0
                || url.Fragment.Length > 0
            )
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
    }
}
