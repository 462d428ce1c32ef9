using Monitor.Worker.Language;

namespace Monitor.Worker.Privacy;

/// <summary>
/// Every table of the schema and what it holds about persons. A test walks the real schema and fails on a table or a column that is not here:
/// report, erasure, retention and <c>docs/held-data.md</c> are all made from this list.
/// </summary>
internal static partial class HeldData
{
    private const string Accounts = "(SELECT id FROM account WHERE asn_id = @Asn)";
    private const string Sources = $"(SELECT id FROM source WHERE account_id IN {Accounts})";

    /// <summary>The flags about or by a person.</summary>
    internal const string Flags = $"(SELECT id FROM flag WHERE asn_id = @Asn OR account_id IN {Accounts})";

    private static readonly LawfulGround Supervision = new(
        new Sentence("mengawasi netralitas ASN", "supervising the neutrality of civil servants"),
        "UU 27/2022 Ps 20 (2) e, c; SKB 2/2022"
    );

    private static readonly LawfulGround Accountability = new(
        new Sentence("menunjukkan siapa melakukan apa terhadap data dan perkara", "showing who did what to the data and to a case"),
        "UU 27/2022 Ps 16 (2) h, Ps 31"
    );

    private static readonly LawfulGround Rights = new(
        new Sentence("memenuhi hak subjek data", "honouring the rights of the person"),
        "UU 27/2022 Ps 5-14"
    );

    private static readonly Sentence WhileRegistered = new(
        "selama terdaftar; setelah keluar: Privacy:LeftFor",
        "while registered; after leaving: Privacy:LeftFor"
    );

    private static readonly Sentence AsTheFlag = new(
        "seperti flagnya: Privacy:DismissedFor atau Privacy:ConfirmedFor",
        "as the flag: Privacy:DismissedFor or Privacy:ConfirmedFor"
    );

    private static readonly Sentence ForEver = new("tetap", "for good");

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<HeldTable> Tables { get; } =
    [.. Registry(), .. Work(), .. Rooms(), .. OfNobody().Select(one => Nobody(one.Name, one.What))];

    /// <summary>Those that hold data about registered persons.</summary>
    public static IEnumerable<HeldTable> Personal => Tables.Where(table => table.Whose is not null);

    /// <summary>One of them.</summary>
    public static HeldTable? Find(string table) => Tables.FirstOrDefault(one => one.Name == table);

    private static HeldTable Nobody(string name, Sentence what) => new(name, what, Ground: null, ForEver, Whose: null, []);

    private static IEnumerable<HeldTable> Registry() =>
        [
            new(
                "asn",
                new Sentence("identitas dan jabatan ASN; NIP terenkripsi", "identity and position; the NIP encrypted"),
                Supervision,
                WhileRegistered,
                "id = @Asn",
                [
                    .. Held.Kept("id kind region_code created_at updated_at"),
                    .. Held.Sealed("nip_protected", "''"),
                    .. Held.Sealed("nip_index", "'erased:' || id"),
                    .. Held.Emptied("name name_key title_front title_back jabatan jabatan_category unit instansi instansi_code"),
                    .. Held.Becomes("state", "'left'"),
                    .. Held.Becomes("erased_at", "@Now"),
                ],
                "asn"
            ),
            new(
                "account",
                new Sentence("akun media sosial terdaftar dan dasarnya", "registered accounts and why they may be"),
                Supervision,
                WhileRegistered,
                "asn_id = @Asn",
                [
                    .. Held.Kept("id asn_id platform basis region_code registered_at"),
                    .. Held.Officer("registered_by"),
                    .. Held.Cleared("native_id url_key"),
                    .. Held.Emptied("handle url reference instansi"),
                    .. Held.Becomes("removed_at", "COALESCE(removed_at, @Now)"),
                ],
                "account"
            ),
            new(
                "account_handle",
                new Sentence("nama-nama yang pernah dipakai akun", "the names that an account went by"),
                Supervision,
                WhileRegistered,
                $"account_id IN {Accounts}",
                [.. Held.Kept("id account_id handle url_key valid_from valid_until")],
                Deleted: true
            ),
            new(
                "source",
                new Sentence("alamat akun yang dibaca dan bagaimana jalannya", "the address of an account that is read, and how that goes"),
                Supervision,
                WhileRegistered,
                $"account_id IN {Accounts}",
                [
                    .. Held.Kept(
                        """
                        id kind account_id region_code reads every_ms added_at next_check_at last_checked_at last_success_at last_new_at
                        last_outcome failures first_failure_at lease_owner lease_until gap_ms gaps empty_pages empty_since adaptive phase_every beat_at
                        """
                    ),
                    .. Held.Officer("added_by"),
                    .. Held.Becomes("url", "'erased:' || id"),
                    .. Held.Emptied("host"),
                    .. Held.Becomes("state", "'paused'"),
                    .. Held.Cleared("etag last_modified said last_reason_id last_reason_en"),
                ],
                "source"
            ),
            new(
                "asn_status",
                new Sentence(
                    "apa yang berlaku bagi seseorang untuk sementara: cuti, tugas pemilu, pasangan calon",
                    "what holds of a person for a time: leave, election duty, spouse of a candidate"
                ),
                Supervision,
                WhileRegistered,
                "asn_id = @Asn",
                [.. Held.Kept("id asn_id kind valid_from valid_to source note added_at changed_at"), .. Held.Officer("added_by")],
                Deleted: true
            ),
            new(
                "x_account",
                new Sentence(
                    "akun X di balik sumber: nomor, nama, sampai mana dibaca",
                    "the X account behind a source: number, name, how far it was read"
                ),
                Supervision,
                WhileRegistered,
                $"source_id IN {Sources}",
                [
                    .. Held.Kept(
                        """
                        source_id user_id handle state looked_at cursor_id gap_until gap_top covered_at posts_seen observed_ms
                        """
                    ),
                ],
                Deleted: true
            ),
        ];

    private static IEnumerable<(string Name, Sentence What)> OfNobody() =>
        [
            ("schema_migration", new Sentence("versi skema", "the version of the schema")),
            ("registry_state", new Sentence("nomor perubahan registri", "the number of the registry's last change")),
            ("host_pace", new Sentence("jeda permintaan per situs", "how often a site is asked")),
            ("host_turn", new Sentence("permintaan yang berjalan", "requests under way")),
            ("backup", new Sentence("cadangan yang dibuat: nama, hash, hitungan", "copies that were taken: name, hash, counts")),
            ("backup_setback", new Sentence("kapan cadangan dicoba lagi", "when a copy is tried again")),
            ("alert", new Sentence("apa yang perlu diketahui operator: hitungan", "what operators have to know: counts")),
            ("alert_message", new Sentence("pesan kepada operator: hitungan dan perintah", "messages to operators: counts and commands")),
            ("node", new Sentence("simpul yang memakai basis data ini: nama mesin", "the nodes on this database: names of machines")),
            ("job_run", new Sentence("kapan pekerjaan bersama terakhir dijalankan", "when the shared jobs last ran")),
            ("node_key", new Sentence("bukti bahwa simpul memegang kunci yang sama", "proofs that the nodes hold the same keys")),
            ("audit_head", new Sentence("mata rantai terakhir", "the newest link of the chain")),
            ("ballot", new Sentence("pemilihan dan sumber daftar calonnya", "contests and where their lists of candidates come from")),
            (
                "ballot_line",
                new Sentence(
                    "calon yang diumumkan KPU: fakta publik",
                    "candidates as the electoral commission announced them: public facts"
                )
            ),
            ("ballot_state", new Sentence("nomor perubahan daftar calon", "the number of the last change of candidates")),
            ("evidence_check", new Sentence("kapan berkas bukti diperiksa; hanya hash", "when evidence files were checked; hashes only")),
            ("evidence_stamp", new Sentence("cap waktu pihak luar; hanya hash", "time stamps of an outside authority; hashes only")),
            (
                "queue_view",
                new Sentence(
                    "saringan antrean yang disimpan pemeriksa; tanpa kata pencarian",
                    "filters of the queue that reviewers saved; without search words"
                )
            ),
            ("stamp_setback", new Sentence("kapan otoritas cap waktu ditanyai lagi", "when the time stamp authority is asked again")),
            ("drift", new Sentence("berapa teks per hari menurut skor: hanya hitungan", "how many texts a day by score: counts only")),
            ("sample_key", new Sentence("kunci pengundian contoh, terenkripsi", "the key by which samples are drawn, encrypted")),
            (
                "sample_frame",
                new Sentence("berapa teks per hari tidak ditandai: hanya hitungan", "how many texts a day were not flagged: counts only")
            ),
            ("x_spend", new Sentence("biaya X per bulan", "what X has cost, by month")),
            ("x_request", new Sentence("permintaan ke X dan biayanya; tanpa isi", "requests to X and their cost; no content")),
            (
                "x_check_waiting",
                new Sentence("nomor butir tertunda dan kapan ditanyakan", "numbers of waiting entries and when X was asked")
            ),
            ("privacy_state", new Sentence("pekerjaan privasi yang tertunda", "privacy work that waits")),
            ("export_run", new Sentence("kapan jadwal ekspor dijalankan", "when the schedules of exports were followed")),
            ("export_key", new Sentence("kunci publik penanda tangan ekspor", "public keys that sign exports")),
            (
                "export_batch",
                new Sentence(
                    "batch: nomor, jumlah baris, hash; tanpa isi baris",
                    "batches: number, how many rows, hashes; no content of rows"
                )
            ),
        ];
}
