using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Privacy;

/// <summary>How long what is kept. A policy: the institution sets it, and says where it is written.</summary>
internal sealed class PrivacyOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Privacy";

    /// <summary>Where the periods were decided.</summary>
    [Description(
        "The decision that these periods come from (title, number, date), shown by 'retention plan'. Empty: the periods are this program's defaults, which nobody has decided on yet."
    )]
    public string Policy { get; set; } = "";

    /// <summary>How often retention runs.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")]
    [Description("How often what is over its time is removed. The first run comes ten minutes after the start.")]
    public TimeSpan RetentionEvery { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Scores of texts that were not flagged.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    [Description(
        "How long the score of a text that was not flagged is kept, and which account it was by. Its fingerprint stays, so that a feed that lists it again brings nothing new."
    )]
    public TimeSpan UnflaggedFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Sampled texts.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "30.00:00:00")]
    [Description(
        "How long the text of an unflagged item that was drawn for a blind reading (Sampling:*) is kept, encrypted. It goes at once when it was read and nothing is wrong with it; what was said of it stays, tied to nobody."
    )]
    public TimeSpan SampledFor { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Dismissed flags.</summary>
    [Range(typeof(TimeSpan), "7.00:00:00", "3650.00:00:00")]
    [Description(
        "How long text, captures, reasons and the tie to a person are kept after a flag was dismissed. Verdict, ground, score and model stay, tied to nobody."
    )]
    public TimeSpan DismissedFor { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Confirmed findings.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "36500.00:00:00")]
    [Description(
        "How long a confirmed finding is kept after its batch was delivered. One that was not delivered, is under a legal hold or stands in an open case is kept."
    )]
    public TimeSpan ConfirmedFor { get; set; } = TimeSpan.FromDays(1826);

    /// <summary>Captures that prove nothing.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    [Description("How long captures and evidence files are kept that belong to no flag.")]
    public TimeSpan LooseEvidenceFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Quarantine.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    [Description("How long the text of an entry in quarantine is kept. That it was set aside is remembered.")]
    public TimeSpan QuarantineFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Who looked at what.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "3650.00:00:00")]
    [Description("How long it is kept who was shown whose data.")]
    public TimeSpan ViewsFor { get; set; } = TimeSpan.FromDays(730);

    /// <summary>People who left.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    [Description(
        "How long a person stays in the registry after leaving the service, when no flag about the person is open, confirmed or under a legal hold."
    )]
    public TimeSpan LeftFor { get; set; } = TimeSpan.FromDays(365);

    /// <summary>The register of requests.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "36500.00:00:00")]
    [Description("How long a request of a person stays in the register after it was answered.")]
    public TimeSpan RequestsFor { get; set; } = TimeSpan.FromDays(1826);

    /// <summary>Databases that a restore replaced.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    [Description("How long the database that 'db restore' replaced is kept beside the new one. An erasure removes it at once.")]
    public TimeSpan ReplacedDatabaseFor { get; set; } = TimeSpan.FromDays(30);
}
