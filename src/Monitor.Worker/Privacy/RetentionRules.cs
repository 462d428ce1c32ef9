using Monitor.Worker.Language;
using Monitor.Worker.Sampling;

namespace Monitor.Worker.Privacy;

/// <summary>How a kind of data is removed.</summary>
internal enum RetentionDoes
{
    /// <summary>By one statement over <c>@Ids</c>.</summary>
    Statement,

    /// <summary>Texts, captures, reasons and ties of flags.</summary>
    ForgetFlags,

    /// <summary>A person who left.</summary>
    ForgetPerson,
}

/// <summary>One kind of data: what of it is over its time, and what becomes of that.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="What">What it is, and what remains.</param>
/// <param name="Setting">The setting that holds the period.</param>
/// <param name="Keep">The period.</param>
/// <param name="Source">Where the default comes from.</param>
/// <param name="Find">SQL: ids that are over their time, that of <c>@Before</c>, and may go.</param>
/// <param name="Does">How.</param>
/// <param name="Statement">The statement, where it is one.</param>
internal sealed record RetentionRule(
    string Kind,
    Sentence What,
    string Setting,
    Func<PrivacyOptions, TimeSpan> Keep,
    Sentence Source,
    string Find,
    RetentionDoes Does = RetentionDoes.Statement,
    string? Statement = null
)
{
    /// <summary>The rule as a line of a report.</summary>
    public RetentionLine Line(PrivacyOptions options, long over, long removed) =>
        new(Kind, What, Keep(options).TotalDays, $"{PrivacyOptions.Section}:{Setting}", Source, over, removed);
}

/// <summary>The kinds of data that have a period.</summary>
internal static class RetentionRules
{
    /// <summary>No law names days: as short as the work allows.</summary>
    public static readonly Sentence Minimal = new(
        "kebijakan: tidak lebih lama daripada yang diperlukan (UU 27/2022 Ps 16 (2) g)",
        "policy: no longer than needed (UU 27/2022 Ps 16 (2) g)"
    );

    private static readonly Sentence Archive = new(
        "kebijakan, sampai ditetapkan jadwal retensi arsip lembaga (UU 27/2022 Ps 16 (2) g)",
        "policy, until the institution's archive retention schedule says otherwise (UU 27/2022 Ps 16 (2) g)"
    );

    private static readonly Sentence Trail = new(
        "kebijakan: rekam jejak pemrosesan selama data disimpan (UU 27/2022 Ps 32 (1))",
        "policy: the trail of the processing, while data are kept (UU 27/2022 Ps 32 (1))"
    );

    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<RetentionRule> All { get; } =
    [
        new(
            "unflagged",
            new Sentence("skor teks yang tidak ditandai; sidik jari tetap", "scores of texts that were not flagged; the fingerprint stays"),
            nameof(PrivacyOptions.UnflaggedFor),
            options => options.UnflaggedFor,
            Minimal,
            """
            SELECT id FROM item
            WHERE score IS NOT NULL AND seen_at < @Before AND NOT EXISTS (SELECT 1 FROM flag WHERE flag.item_id = item.id)
            """,
            Statement: """
            UPDATE item SET score = NULL, model = NULL, published_at = NULL,
                author_key = CASE author_key WHEN 'news' THEN 'news' ELSE 'forgotten' END
            WHERE id IN @Ids
            """
        ),
        new(
            "samples",
            new Sentence(
                "teks contoh yang tidak ditandai; jawaban pembaca tetap, tanpa tautan",
                "sampled texts that were not flagged; the readers' answers stay, tied to nobody"
            ),
            nameof(PrivacyOptions.SampledFor),
            options => options.SampledFor,
            Minimal,
            // A hold on a person does not keep them: they are kept for one purpose, and prove nothing.
            "SELECT id FROM sample WHERE text_protected IS NOT NULL AND drawn_at < @Before",
            Statement: SampleStore.ForgetMany
        ),
        new(
            "dismissed",
            new Sentence(
                "flag yang ditolak: teks, bukti, alasan, tautan ke orang; putusan tetap",
                "dismissed flags: text, captures, reasons, the tie to a person; the verdict stays"
            ),
            nameof(PrivacyOptions.DismissedFor),
            options => options.DismissedFor,
            Minimal,
            $"""
            SELECT id FROM flag
            WHERE state = 'dismissed' AND closed_at < @Before AND (taken_down_at IS NULL OR asn_id IS NOT NULL OR account_id IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM case_finding WHERE case_finding.flag_id = flag.id)
                AND NOT {Exports.OnTheWay} AND NOT {Holds.FlagIsHeld}
            """,
            RetentionDoes.ForgetFlags
        ),
        new(
            "confirmed",
            new Sentence(
                "temuan yang sudah dikirim dan perkaranya selesai; putusan tetap",
                "findings that were delivered and whose case is over; the verdict stays"
            ),
            nameof(PrivacyOptions.ConfirmedFor),
            options => options.ConfirmedFor,
            Archive,
            $"""
            SELECT id FROM flag
            WHERE state = 'confirmed' AND closed_at < @Before AND (taken_down_at IS NULL OR asn_id IS NOT NULL OR account_id IS NOT NULL)
                AND EXISTS (
                    SELECT 1 FROM export_row JOIN export_batch ON export_batch.id = export_row.batch_id
                    WHERE export_row.flag_id = flag.id AND export_batch.delivered_at < @Before)
                AND NOT EXISTS (
                    SELECT 1 FROM case_finding WHERE case_finding.flag_id = flag.id AND NOT EXISTS (
                        SELECT 1 FROM case_entry WHERE case_entry.case_id = case_finding.case_id AND kind = 'answer' AND case_entry.at < @Before))
                AND NOT {Exports.OnTheWay} AND NOT {Holds.FlagIsHeld}
            """,
            RetentionDoes.ForgetFlags
        ),
        new(
            "evidence",
            new Sentence("tangkapan yang tidak membuktikan flag mana pun", "captures that belong to no flag"),
            nameof(PrivacyOptions.LooseEvidenceFor),
            options => options.LooseEvidenceFor,
            Minimal,
            """
            SELECT id FROM evidence
            WHERE removed_at IS NULL AND captured_at < @Before
                AND NOT EXISTS (SELECT 1 FROM flag_evidence WHERE flag_evidence.evidence_id = evidence.id)
            """,
            Statement: "UPDATE evidence SET url = '', headers = '[]', removed_at = @Now WHERE id IN @Ids"
        ),
        new(
            "quarantine",
            new Sentence(
                "teks butir di karantina; bahwa disisihkan tetap diingat",
                "texts in quarantine; that they were set aside is remembered"
            ),
            nameof(PrivacyOptions.QuarantineFor),
            options => options.QuarantineFor,
            Minimal,
            "SELECT id FROM setback WHERE state = 'quarantined' AND last_at < @Before",
            Statement: "UPDATE setback SET state = 'forgotten', entry = '', reason_id = '', reason_en = '' WHERE id IN @Ids"
        ),
        new(
            "views",
            new Sentence("catatan siapa melihat data siapa", "who was shown whose data"),
            nameof(PrivacyOptions.ViewsFor),
            options => options.ViewsFor,
            Trail,
            "SELECT id FROM view_log WHERE last_at < @Before",
            Statement: "DELETE FROM view_log WHERE id IN @Ids"
        ),
        new(
            "requests",
            new Sentence("permintaan subjek data yang sudah dijawab", "answered requests of persons"),
            nameof(PrivacyOptions.RequestsFor),
            options => options.RequestsFor,
            Archive,
            "SELECT id FROM subject_request WHERE state <> 'open' AND decided_at < @Before",
            Statement: "DELETE FROM subject_request WHERE id IN @Ids"
        ),
        new(
            "left",
            new Sentence(
                "orang yang keluar dari dinas dan tentangnya tidak ada flag yang disimpan",
                "people who left the service and about whom no flag is kept"
            ),
            nameof(PrivacyOptions.LeftFor),
            options => options.LeftFor,
            Minimal,
            """
            SELECT id FROM asn
            WHERE state = 'left' AND erased_at IS NULL AND updated_at < @Before
                AND NOT EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.asn_id = asn.id AND legal_hold.released_at IS NULL)
                AND NOT EXISTS (
                    SELECT 1 FROM flag LEFT JOIN account ON account.id = flag.account_id
                    WHERE flag.taken_down_at IS NULL AND (flag.asn_id = asn.id OR account.asn_id = asn.id))
            """,
            RetentionDoes.ForgetPerson
        ),
    ];
}
