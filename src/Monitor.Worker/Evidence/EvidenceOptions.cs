using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Evidence;

/// <summary>How kept evidence is looked after.</summary>
internal sealed class EvidenceOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Evidence";

    /// <summary>Where new bytes are kept.</summary>
    [Description(
        "Where the bytes of evidence are kept. Folder: files in the evidence folder; several nodes need Storage:SharedDirectory for that. Database: rows of the database, with the same hashes, the same seals and in its backups. What was kept before this was changed is found where it is."
    )]
    public EvidencePlace Store { get; set; } = EvidencePlace.Folder;

    /// <summary>Within how many days every file is compared with its hash.</summary>
    [Range(1, 365)]
    [Description(
        "Within how many days every file of evidence is compared with its hash: a daily pass checks its share, those that wait longest first. 1 checks all of it every day."
    )]
    public int CheckDays { get; set; } = 7;
}

/// <summary>The places that bytes of evidence are kept in.</summary>
internal enum EvidencePlace
{
    /// <summary>Files.</summary>
    Folder,

    /// <summary>Rows.</summary>
    Database,
}
