using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Configuration;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Quartz;

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

    /// <summary>When the daemon exports by itself.</summary>
    [Description(
        "When the daemon exports by itself: a Quartz cron expression (seconds minutes hours day-of-month month day-of-week), for example '0 0 6 ? * MON-FRI'. Empty: by hand only. A time that passed while the daemon was off is made up for once."
    )]
    public string Schedule { get; set; } = "";

    /// <summary>The zone in which the schedule counts.</summary>
    [Description("The zone in which the schedule counts: Asia/Jakarta, Asia/Makassar or Asia/Jayapura.")]
    public string TimeZone { get; set; } = Zones.Jakarta.Id;

    /// <summary>Where the daemon writes.</summary>
    [Description(
        "Folder in which the daemon itself delivers (by schedule, or 'export bkn' without --out), one folder in it for each recipient; empty: exports in the data folder. The daemon's user must be able to write there."
    )]
    public string Folder { get; set; } = "";

    /// <summary>Whose group may read.</summary>
    [Description("Group that the files delivered by the daemon are given to; the daemon must be a member of it. Empty: its own.")]
    public string Group { get; set; } = "";

    /// <summary>Who may read.</summary>
    [Description(
        "Mode of the files that the daemon delivers: 0600, 0400, 0640, 0440 or 0660. Whole NIPs are in them: others never have a right."
    )]
    public string Mode { get; set; } = "0600";

    /// <summary>What must stay free.</summary>
    [Range(0, long.MaxValue)]
    [Description("Bytes that must stay free on the disk of the folder after a batch is written; otherwise the batch waits.")]
    public long KeepFree { get; set; } = 100 << 20;

    /// <summary>How long files are kept.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    [Description(
        "How long the files that the daemon delivered are kept; empty for ever. They can be made again at any time, the same to the byte."
    )]
    public TimeSpan? KeepFilesFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The private key that signs manifests.</summary>
    [Description(
        "File of the private key (EC P-256, PEM, mode 0600) that signs manifests. Empty: keys/export-signing-key.pem in the data folder, when 'monitor export key create' has made it; without it batches leave unsigned. When a file is named here and cannot be used, nothing leaves."
    )]
    public string SigningKeyPath { get; set; } = "";

    /// <summary>What is special about a recipient.</summary>
    [Description(
        "Further recipients, and what is special about the one above: a list of { Name, RequireKajian, Columns, DateFormat, TimeFormat, Separator, Encoding, ByteOrderMark, MarkCodes, LineBreaks, RowEnd, AnswerWithin, Schedule, TimeZone, Folder, Group, Mode, KeepFilesFor }. What an entry does not say is as this section says it, or as docs/bkn-export.md describes the file."
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
        foreach (var problem in RecipientOptions.DeliveryProblems(Schedule, TimeZone, Group, Mode))
        {
            yield return new SpokenResult(problem.Sentence, problem.Key);
        }

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
        new(
            one.Name,
            one.RequireKajian ?? RequireKajian,
            one.Profile(ByteOrderMark, MarkCodes),
            one.AnswerWithin ?? AnswerWithin,
            Plan(one)
        );

    private DeliveryPlan Plan(RecipientOptions one)
    {
        var schedule = one.Schedule ?? Schedule;
        return new DeliveryPlan(
            one.Folder ?? (Folder.Length > 0 ? Path.Combine(Folder, one.Name) : ""),
            one.Group ?? Group,
            FileRights.Read(one.Mode ?? Mode)!.Value,
            KeepFree,
            one.KeepFilesFor ?? KeepFilesFor,
            schedule.Length == 0 ? null : new CronExpression(schedule, Zones.ById[one.TimeZone ?? TimeZone])
        );
    }
}
