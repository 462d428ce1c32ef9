using Monitor.Worker.Audit;

namespace Monitor.Worker.Cases;

/// <summary>Who works on a case.</summary>
/// <param name="Actor">As the audit record names the person.</param>
/// <param name="Instansi">The own instansi, whose cases the person does not work on; empty when not known.</param>
/// <param name="Sees">Whether cases of a region are this person's to see.</param>
internal sealed record CaseWorker(Actor Actor, string Instansi, Func<string?, bool> Sees)
{
    /// <summary>Fingerprint of the person's own NIP; null when it is not known.</summary>
    public string? NipIndex { get; init; }
}

/// <summary>How far a case is, told from what is recorded of it.</summary>
internal static class CaseState
{
    /// <summary>Nothing but its findings.</summary>
    public const string Open = "open";

    /// <summary>It has a kajian.</summary>
    public const string Studied = "studied";

    /// <summary>A finding of it has left in a batch.</summary>
    public const string Sent = "sent";

    /// <summary>The recipient has answered.</summary>
    public const string Answered = "answered";

    /// <summary>All of them, in the order in which a case passes through them.</summary>
    public static readonly IReadOnlyList<string> All = [Open, Studied, Sent, Answered];
}

/// <summary>What can be recorded of a case, as the database writes it.</summary>
internal static class EntryKind
{
    /// <summary>Number and date of Bawaslu's study.</summary>
    public const string Kajian = "kajian";

    /// <summary>Somebody was heard, or something was looked into.</summary>
    public const string Clarification = "clarification";

    /// <summary>What Bawaslu recommends.</summary>
    public const string Recommendation = "recommendation";

    /// <summary>What the recipient answered.</summary>
    public const string Answer = "answer";
}

/// <summary>What a recipient answers; the words of the published figures of December 2024.</summary>
internal static class AnswerStatus
{
    /// <summary>It was received, and nobody has looked at it yet.</summary>
    public const string WaitsForVerification = "menunggu_verifikasi_bkn";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        WaitsForVerification,
        "menunggu_ppk",
        "berhenti_pensiun",
        "tidak_terbukti",
        "dibatalkan",
        "ditolak",
        "dijatuhi_sanksi",
    ];
}

/// <summary>A case as it is stored, with what holds of it now.</summary>
internal sealed class CaseRow
{
    public long Id { get; init; }
    public long? AsnId { get; init; }
    public string? RegionCode { get; init; }

    /// <summary>What happened, in a few words of the person who opened it; may be empty.</summary>
    public string Title { get; init; } = "";
    public DateTimeOffset OpenedAt { get; init; }
    public string OpenedBy { get; init; } = "";
    public string State { get; init; } = "";
    public long Findings { get; init; }
    public string? KajianNumber { get; init; }
    public string? KajianDate { get; init; }
    public string? Recommendation { get; init; }
    public string? Answer { get; init; }

    /// <summary>Without titles; null for a person who is not registered.</summary>
    public string? PersonName { get; init; }

    /// <summary>How people and files call it.</summary>
    public string Number => NumberOf(Id);

    /// <inheritdoc cref="Number"/>
    public static string NumberOf(long id) => $"K-{id:000000}";
}

/// <summary>Something that was recorded of a case; it is never changed.</summary>
internal sealed class CaseEntry
{
    public long Id { get; init; }
    public long CaseId { get; init; }

    /// <summary>One of <see cref="EntryKind"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Of a kajian its number, of an answer its status.</summary>
    public string Code { get; init; } = "";

    /// <summary>The local day on which it happened, <c>yyyy-MM-dd</c>.</summary>
    public string Day { get; init; } = "";
    public string Text { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string ByName { get; init; } = "";
    public string ByRole { get; init; } = "";
}

/// <summary>A finding in its case.</summary>
internal sealed class CaseFinding
{
    public long FlagId { get; init; }
    public long CaseId { get; init; }
    public DateTimeOffset JoinedAt { get; init; }
    public string JoinedBy { get; init; } = "";
}
