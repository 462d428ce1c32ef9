using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Configuration;
using Monitor.Worker.Language;

namespace Monitor.Worker.Collection.X;

/// <summary>Under which of X's plans the interface is used.</summary>
internal enum XPlan
{
    /// <summary>Not stated.</summary>
    None,

    /// <summary>Pay per use: queries of 512 characters.</summary>
    PayPerUse,

    /// <summary>Enterprise: queries of 4,096 characters.</summary>
    Enterprise,
}

/// <summary>With whose leave X is read, and for how much money. Off until all of it is stated. Section <c>Collection:X</c>.</summary>
internal sealed class XOptions : IValidatableObject
{
    /// <summary>The section of the configuration that binds to this class.</summary>
    public const string Section = "Collection:X";

    /// <summary>Whether X is read at all.</summary>
    [Description("Whether X is read at all. Refused without approval, plan, token and spend cap: see docs/sources.md.")]
    public bool Enabled { get; set; }

    /// <summary>Reference of X's written approval.</summary>
    [Personal]
    [StringLength(200)]
    [Description("Reference of X's written approval of this use (X Developer Agreement XIV.B).")]
    public string ApprovalReference { get; set; } = "";

    /// <summary>Who approved the use, here or at X.</summary>
    [Personal]
    [StringLength(200)]
    [Description("Name and office of whoever approved it.")]
    public string ApprovedBy { get; set; } = "";

    /// <summary>When.</summary>
    [RegularExpression(@"^(\d{4}-\d{2}-\d{2})?$", ErrorMessage = "must be a date like 2026-11-22")]
    [Description("Date of the approval, as 2026-11-22.")]
    public string ApprovedOn { get; set; } = "";

    /// <summary>The plan that was contracted.</summary>
    [Description("The plan that was contracted. A government end user applies for Enterprise (X Developer Agreement XIV.C).")]
    public XPlan Plan { get; set; }

    /// <summary>The app's bearer token.</summary>
    [Secret]
    [RegularExpression(@"^[A-Za-z0-9%._~+/=-]*$", ErrorMessage = "must be a bearer token: letters, digits and %._~+/=-")]
    [Description("The app's bearer token; name a file with BearerToken_FILE. Never logged, never sent to another host.")]
    public string BearerToken { get; set; } = "";

    /// <summary>US dollars for one post read.</summary>
    [Range(0.0, 10.0)]
    [Description("US dollars for one post read. Of August 2026; the contract decides.")]
    public double PricePerPost { get; set; } = 0.005;

    /// <summary>US dollars for one user read.</summary>
    [Range(0.0, 10.0)]
    [Description("US dollars for one user read. Of August 2026; the contract decides.")]
    public double PricePerUser { get; set; } = 0.010;

    /// <summary>US dollars for one request, whatever it returns.</summary>
    [Range(0.0, 10.0)]
    [Description("US dollars for one request, whatever it returns; pay-per-use charges none.")]
    public double PricePerRequest { get; set; }

    /// <summary>US dollars that one UTC month may cost.</summary>
    [Range(0.0, 10_000_000.0)]
    [Description("US dollars that one UTC month may cost. Nothing is asked that could go beyond it.")]
    public double MonthlySpendCap { get; set; }

    /// <summary>Where the interface is.</summary>
    [Required]
    [Description(
        "Where the interface is; the token is sent below this address and nowhere else. https, except for an allowed private host."
    )]
    public string BaseUrl { get; set; } = "https://api.x.com/";

    /// <summary>How far back a new source is read.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "90.00:00:00")]
    [Description("How far back a new source is read at its first check.")]
    public TimeSpan Lookback { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Whether reposts are read.</summary>
    [Description("Whether reposts are read. They are recorded as such and not scored: their words are another's.")]
    public bool ReadReposts { get; set; } = true;

    /// <summary>Whether the post that is quoted or reposted is read with it.</summary>
    [Description("Whether the quoted or reposted post is read too, for the reviewer; counted at the price of a post.")]
    public bool ReadQuoted { get; set; } = true;

    /// <summary>How long a user's look-up is believed.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    [Description("How long a user's look-up (handle, protected or not) is believed.")]
    public TimeSpan UserRecheck { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Characters that a search query may have under the plan.</summary>
    public int QueryLength => Plan == XPlan.Enterprise ? 4096 : 512;

    /// <summary>For the gate: where a token may go. Nowhere while X is off.</summary>
    public ContractedApis Contracted => Enabled ? new ContractedApis([new Uri(BaseUrl)]) : ContractedApis.None;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || !BaseUrl.EndsWith('/'))
        {
            yield return new SpokenResult(
                new Sentence(
                    "harus alamat http atau https lengkap yang berakhir dengan '/'",
                    "must be a whole http or https address that ends in '/'"
                ),
                nameof(BaseUrl)
            );
        }

        if (Enabled && Missing() is { Count: > 0 } missing)
        {
            yield return new SpokenResult(
                new Sentence(
                    $"tidak boleh true tanpa {string.Join(", ", missing)}: Perjanjian Pengembang X pasal XIV.B (User Protection) melarang memantau pengguna X kecuali X menyetujuinya secara tertulis, dan pasal XIV.C (Government Use) mewajibkan lembaga pemerintah memberitahukan diri dan mengajukan paket Enterprise",
                    $"must not be true without {string.Join(", ", missing)}: the X Developer Agreement, clause XIV.B (User Protection), forbids tracking X users unless X approves it in writing, and clause XIV.C (Government Use) has a government end user named to X and applying for an Enterprise plan"
                ),
                nameof(Enabled)
            );
        }
    }

    /// <summary>Why X is not read while it is off.</summary>
    public static Sentence Off { get; } =
        new(
            "X tidak dibaca: Collection:X:Enabled masih false. Perjanjian Pengembang X pasal XIV.B (User Protection) mensyaratkan persetujuan tertulis X; lihat docs/sources.md.",
            "X is not read: Collection:X:Enabled is false. The X Developer Agreement, clause XIV.B (User Protection), asks for X's written approval; see docs/sources.md."
        );

    private List<string> Missing()
    {
        List<string> missing = [];
        Require(ApprovalReference.Trim().Length > 0, nameof(ApprovalReference));
        Require(ApprovedBy.Trim().Length > 0, nameof(ApprovedBy));
        Require(
            DateOnly.TryParseExact(
                ApprovedOn,
                "yyyy-MM-dd",
                System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.None,
                out _
            ),
            nameof(ApprovedOn)
        );
        Require(Plan != XPlan.None, nameof(Plan));
        Require(BearerToken.Length > 0, nameof(BearerToken));
        Require(MonthlySpendCap > 0, nameof(MonthlySpendCap));
        return missing;

        void Require(bool holds, string name)
        {
            if (!holds)
            {
                missing.Add(name);
            }
        }
    }
}
