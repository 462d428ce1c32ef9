using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Configuration;
using Monitor.Worker.Language;

namespace Monitor.Worker.Export;

/// <summary>What leaves, and for whom.</summary>
internal sealed class ExportOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Export";

    /// <summary>Who receives the batches when nobody else is named.</summary>
    [Required]
    [StringLength(RecipientOptions.LongestName)]
    [RegularExpression(
        RecipientOptions.NamePattern,
        ErrorMessage = "must be lower-case letters, digits and hyphens, and not begin with a hyphen"
    )]
    [Description(
        "Name of the recipient that is meant when none is named, part of every file name. The institution changed in 2024 and will again; the name is configuration."
    )]
    public string Recipient { get; set; } = "bkn";

    /// <summary>Whether a finding needs its kajian number before it leaves.</summary>
    [Description("Only findings whose case has a kajian number and date leave. KASN returned what came without one.")]
    public bool RequireKajian { get; set; } = true;

    /// <summary>Whether the file begins with a byte order mark.</summary>
    [Description("Begin the CSV with a UTF-8 byte order mark, for spreadsheets that guess another encoding without it.")]
    public bool ByteOrderMark { get; set; } = true;

    /// <summary>Whether cells that a spreadsheet would round or shorten are marked as text.</summary>
    [Description(
        "Put an apostrophe before long numbers and dotted codes (NIP, region code), which a spreadsheet would round or shorten. Switch off for a recipient whose program cannot take it away again; formulas are marked all the same."
    )]
    public bool MarkCodes { get; set; } = true;

    /// <summary>How long an answer may take.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "366.00:00:00")]
    [Description(
        "How long after its delivery a finding may stay without an answer ('export ack', 'case answer') before the status says so. The Satgas has 7 days to verify."
    )]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The private key that signs manifests.</summary>
    [Description(
        "File of the private key (EC P-256, PEM, mode 0600) that signs manifests. Empty: keys/export-signing-key.pem in the data folder, when 'monitor export key create' has made it; without it batches leave unsigned. When a file is named here and cannot be used, nothing leaves."
    )]
    public string SigningKeyPath { get; set; } = "";

    /// <summary>What is special about a recipient.</summary>
    [Description(
        "Further recipients, and what is special about the one above: a list of { Name, RequireKajian, Columns, DateFormat, TimeFormat, Separator, Encoding, ByteOrderMark, MarkCodes, LineBreaks, RowEnd, AnswerWithin }. What an entry does not say is as this section says it, or as docs/bkn-export.md describes the file."
    )]
    public IList<RecipientOptions> Recipients { get; set; } = [];

    /// <summary>Every recipient: the one that is meant when none is named first, the others as they are listed.</summary>
    public IReadOnlyList<Recipient> All =>
        [
            Of(Recipients.FirstOrDefault(one => one.Name == Recipient) ?? new RecipientOptions { Name = Recipient }),
            .. Recipients.Where(one => one.Name != Recipient).Select(Of),
        ];

    /// <summary>The recipient of this name.</summary>
    /// <param name="name">Null for the one that is meant when none is named.</param>
    /// <exception cref="RefusalException">None is configured under that name.</exception>
    public Recipient Find(string? name) =>
        All.FirstOrDefault(one => one.Name == (name ?? Recipient))
        ?? throw RefusalException.Wrong(
            $"Penerima '{name}' tidak dikonfigurasi (Export:Recipients); yang ada: {string.Join(", ", All.Select(one => one.Name))}.",
            $"The recipient '{name}' is not configured (Export:Recipients); there are: {string.Join(", ", All.Select(one => one.Name))}."
        );

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Recipients.Count; i++)
        {
            foreach (var problem in Recipients[i].Problems())
            {
                yield return At(i, problem);
            }

            var name = Recipients[i].Name;
            if (Recipients.Take(i).Any(earlier => earlier.Name == name))
            {
                yield return At(
                    i,
                    new Sentence($"Name harus satu-satunya; '{name}' ada dua kali", $"Name must be the only one; '{name}' is there twice")
                );
            }
        }

        static SpokenResult At(int i, Sentence problem) =>
            new(new Sentence($"[{i}]:{problem.Id}; daftarnya", $"[{i}]:{problem.En}; the list"), nameof(Recipients));
    }

    private Recipient Of(RecipientOptions one) =>
        new(one.Name, one.RequireKajian ?? RequireKajian, one.Profile(ByteOrderMark, MarkCodes), one.AnswerWithin ?? AnswerWithin);
}
