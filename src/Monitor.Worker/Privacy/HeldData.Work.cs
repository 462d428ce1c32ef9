using Monitor.Worker.Language;

namespace Monitor.Worker.Privacy;

/// <content>What comes of reading: items, evidence, flags, decisions, exports.</content>
internal static partial class HeldData
{
    private const string CasesOf = $"asn_id = @Asn OR id IN (SELECT case_id FROM case_finding WHERE flag_id IN {Flags})";

    private static IEnumerable<HeldTable> Work() =>
        [
            new(
                "item",
                new Sentence(
                    "butir yang pernah diambil, tanpa teks: sidik jari, skor, waktu",
                    "what was ever taken in, without text: fingerprint, score, time"
                ),
                Supervision,
                new Sentence(
                    "skor dan tautan ke akun: Privacy:UnflaggedFor; sidik jari tetap agar butir lama tidak kembali sebagai baru",
                    "score and tie to the account: Privacy:UnflaggedFor; the fingerprint stays, so that an old item does not come back as a new one"
                ),
                $"source_id IN {Sources} OR id IN (SELECT item_id FROM flag WHERE id IN {Flags}) OR author_key IN (SELECT 'account:' || id FROM account WHERE asn_id = @Asn)",
                [
                    .. Held.Kept("id source_id fingerprint model seen_at duplicate_of duplicate_by listing listings shares"),
                    new HeldColumn("native_id", Afterwards.Digested),
                    .. Held.Cleared("url_key score published_at shared_id"),
                    .. Held.Becomes("author_key", "CASE author_key WHEN 'news' THEN 'news' ELSE 'forgotten' END"),
                ],
                "item"
            ),
            new(
                "sample",
                new Sentence(
                    "teks yang tidak ditandai dan terpilih untuk dibaca buta, terenkripsi; jawaban pembaca",
                    "unflagged texts that were drawn for a blind reading, encrypted; the readers' answers"
                ),
                Supervision,
                new Sentence(
                    "teks dan tautan: sampai dibaca, paling lama Privacy:SampledFor; jawaban tetap, tanpa tautan",
                    "text and ties: until it was read, at most Privacy:SampledFor; the answer for good, tied to nobody"
                ),
                $"asn_id = @Asn OR account_id IN {Accounts}",
                [
                    .. Held.Kept("id model stratum probability drawn_at shown_until label read_at raised_flag"),
                    .. Held.Officer("shown_identity read_identity read_name"),
                    .. Held.Cleared("item_id asn_id account_id region_code"),
                    .. Held.Sealed("text_protected", "NULL"),
                ],
                "sample"
            ),
            new(
                "setback",
                new Sentence(
                    "butir yang menunggu dicoba lagi atau dikarantina, dengan teksnya",
                    "entries that wait for another try or are in quarantine, with their text"
                ),
                Supervision,
                new Sentence("Privacy:QuarantineFor", "Privacy:QuarantineFor"),
                $"source_id IN {Sources}",
                [
                    .. Held.Kept("id source_id native_id state attempts next_try_at first_at last_at reason_id reason_en"),
                    .. Held.Words("entry"),
                ],
                Deleted: true
            ),
            new(
                "x_inbox",
                new Sentence("kiriman X yang belum diolah, dengan teksnya", "posts of X that are not taken in yet, with their text"),
                Supervision,
                new Sentence("sampai diolah pada putaran berikutnya", "until taken in by the next round"),
                $"source_id IN {Sources}",
                [.. Held.Kept("source_id native_id read_at handed_at"), .. Held.Words("entry")],
                Deleted: true,
                Key: "source_id || ':' || native_id"
            ),
            new(
                "evidence",
                new Sentence(
                    "tangkapan mentah sebagai bukti; isinya di folder evidence atau di evidence_bytes",
                    "raw captures as proof; the bytes are in the evidence folder or in evidence_bytes"
                ),
                Supervision,
                AsTheFlag,
                $"id IN (SELECT evidence_id FROM flag_evidence WHERE flag_id IN {Flags})",
                // A capture that belongs to somebody else's flag as well stays; see Removal.
                [
                    .. Held.Kept("id sha256 bytes media_type status captured_at removed_at"),
                    .. Held.Becomes("url", "CASE WHEN removed_at IS NULL THEN url ELSE '' END"),
                    .. Held.Becomes("headers", "CASE WHEN removed_at IS NULL THEN headers ELSE '[]' END"),
                ]
            ),
            new(
                "evidence_bytes",
                new Sentence(
                    "isi tangkapan bila Evidence:Store=Database, termampatkan",
                    "the bytes of captures with Evidence:Store=Database, compressed"
                ),
                Supervision,
                AsTheFlag,
                $"sha256 IN (SELECT sha256 FROM evidence WHERE id IN (SELECT evidence_id FROM flag_evidence WHERE flag_id IN {Flags}))",
                // Deleted by Removal, with the last capture that has them: they may prove something about somebody else as well.
                [.. Held.Kept("sha256 kept_at"), new HeldColumn("stored", Afterwards.Kept, Shown: false)],
                Key: "sha256"
            ),
            new(
                "flag",
                new Sentence(
                    "teks yang perlu dibaca orang, alasan mesin, dugaan pelaku",
                    "texts that a person should read, the machine's reasons, who it may be by or about"
                ),
                Supervision,
                new Sentence("Privacy:DismissedFor atau Privacy:ConfirmedFor", "Privacy:DismissedFor or Privacy:ConfirmedFor"),
                $"id IN {Flags}",
                [
                    .. Held.Kept(
                        """
                        id item_id source_id state label score probabilities model published_at found_at due_at due_rule attribution account_id asn_id
                        region_code suggested_forms claim_until closed_at round resume_state claim_number group_id turn
                        """
                    ),
                    .. Held.Officer("claim_identity claim_name assigned_identity assigned_name"),
                    .. Held.Words("title text"),
                    .. Held.Words("reasons", "'[]'"),
                    .. Held.Words("attribution_evidence", "'{}'"),
                    .. Held.Words("shared", "NULL"),
                    .. Held.Cleared("url kajian_number kajian_date"),
                    .. Held.Becomes("sketch", "0"),
                    .. Held.Becomes("taken_down_at", "COALESCE(taken_down_at, @Now)"),
                    .. Held.Becomes("taken_down_why", "@Why"),
                ],
                "flag"
            ),
            new(
                "flag_text",
                new Sentence("indeks kata teks yang ditandai; mengikuti flag", "the index of the words of flagged texts; follows the flag"),
                Supervision,
                AsTheFlag,
                $"rowid IN {Flags}",
                [.. Held.Kept("title text")]
            ),
            new(
                "flag_evidence",
                new Sentence("tangkapan mana membuktikan flag mana", "which capture proves which flag"),
                Supervision,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [.. Held.Kept("flag_id evidence_id"), .. Held.Words("note")],
                Key: "flag_id || ':' || evidence_id"
            ),
            new(
                "decision",
                new Sentence("putusan pemeriksa beserta alasannya", "the verdicts of reviewers with their reasons"),
                Supervision,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [
                    .. Held.Kept(
                        "id flag_id round place role verdict form ground at contest phase basis event_known ownership possible_crime evidence"
                    ),
                    .. Held.Cleared("event_at ownership_note"),
                    .. Held.Officer("reviewer_identity reviewer_name"),
                    .. Held.Words("reason"),
                ]
            ),
            new(
                "x_check",
                new Sentence("kapan X ditanya apakah teks masih ada", "when X was asked whether a text still stands"),
                Supervision,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [.. Held.Kept("flag_id checked_at gone_at")]
            ),
            new(
                "notice",
                new Sentence(
                    "pemberitahuan kepada pemeriksa tentang flag yang dipegangnya",
                    "what a reviewer is told about a flag that was held"
                ),
                Accountability,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [.. Held.Kept("id flag_id at seen_at"), .. Held.Officer("identity"), .. Held.Words("text_id text_en")]
            ),
            new(
                "flag_note",
                new Sentence("pertanyaan, jawaban dan perintah tentang flag", "what was asked, answered and ordered about a flag"),
                Supervision,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [.. Held.Kept("id flag_id round act at"), .. Held.Officer("by_identity by_name by_role"), .. Held.Words("text")]
            ),
            new(
                "draft_key",
                new Sentence(
                    "kunci kata-kata yang sedang ditulis petugas tentang flag; kata-katanya tersegel di folder petugas",
                    "keys of the words that an officer is writing about a flag; the words lie sealed in the officer's folder"
                ),
                Supervision,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [.. Held.Kept("flag_id"), .. Held.Officer("identity"), new HeldColumn("key_hex", Afterwards.Kept, Shown: false)],
                Deleted: true
            ),
            new(
                "flag_reporter",
                new Sentence("petugas mana melaporkan flag mana", "which officer reported which flag"),
                Accountability,
                ForEver,
                $"flag_id IN {Flags}",
                [.. Held.Kept("flag_id"), .. Held.Officer("identity")]
            ),
            new(
                "case_file",
                new Sentence(
                    "perkara: temuan-temuan tentang satu orang dan satu peristiwa",
                    "cases: findings about one person and one event"
                ),
                Supervision,
                AsTheFlag,
                CasesOf,
                [.. Held.Kept("id asn_id region_code opened_at"), .. Held.Officer("opened_by"), .. Held.Words("title")],
                "case"
            ),
            new(
                "case_finding",
                new Sentence("temuan mana termasuk perkara mana", "which finding belongs to which case"),
                Supervision,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [.. Held.Kept("flag_id case_id joined_at"), .. Held.Officer("joined_by")]
            ),
            new(
                "case_entry",
                new Sentence(
                    "catatan perkara: kajian, klarifikasi, rekomendasi, jawaban BKN",
                    "what was recorded of a case: kajian, clarification, recommendation, BKN's answer"
                ),
                Supervision,
                AsTheFlag,
                $"case_id IN (SELECT id FROM case_file WHERE {CasesOf})",
                [.. Held.Kept("id case_id kind day at"), .. Held.Officer("by_name by_role"), .. Held.Words("code text")]
            ),
            new(
                "export_row",
                new Sentence(
                    "temuan sebagaimana dikirim ke penerima; NIP terenkripsi",
                    "findings as they left for the recipient; the NIP encrypted"
                ),
                Supervision,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [
                    .. Held.Kept("recipient flag_id revision kind batch_id place"),
                    .. Held.Words("cells", "'{}'"),
                    .. Held.Sealed("nip_protected", "''"),
                ],
                Key: "recipient || ':' || flag_id || ':' || revision"
            ),
            new(
                "export_answer",
                new Sentence("apa yang dijawab penerima atas temuan", "what a recipient answered about a finding"),
                Supervision,
                AsTheFlag,
                $"flag_id IN {Flags}",
                [.. Held.Kept("id recipient flag_id status day at"), .. Held.Officer("by_name")]
            ),
        ];

    private static IEnumerable<HeldTable> Rooms() =>
        [
            new(
                "audit",
                new Sentence(
                    "catatan siapa melakukan apa; orang disebut dengan nomor",
                    "the record of who did what; persons are named by number"
                ),
                Accountability,
                new Sentence(
                    "baris tetap; rincian dapat dihapus (docs/decisions/0012)",
                    "rows for good; details can be erased (docs/decisions/0012)"
                ),
                "subject IN @Subjects",
                // Erased row by row, with a row that says so; see AuditLog.EraseDetailsAsync.
                [
                    .. Held.Kept("sequence at role verb subject before_state after_state"),
                    .. Held.Officer("actor actor_uid"),
                    new HeldColumn("salt", Afterwards.Kept, Shown: false),
                    new HeldColumn("before_digest", Afterwards.Kept, Shown: false),
                    new HeldColumn("after_digest", Afterwards.Kept, Shown: false),
                    new HeldColumn("previous_hash", Afterwards.Kept, Shown: false),
                    new HeldColumn("hash", Afterwards.Kept, Shown: false),
                ]
            ),
            new(
                "view_log",
                new Sentence("siapa melihat data siapa, per hari", "who was shown whose data, by day"),
                Accountability,
                new Sentence("Privacy:ViewsFor", "Privacy:ViewsFor"),
                "subject IN @Subjects",
                [.. Held.Kept("id day role door subject times first_at last_at"), .. Held.Officer("actor actor_uid")]
            ),
            new(
                "app_user",
                new Sentence(
                    "pengguna sistem dan perannya; NIP sendiri terenkripsi",
                    "who works here and in which role; the own NIP encrypted"
                ),
                Accountability,
                ForEver,
                "nip_index = @NipIndex",
                [
                    .. Held.Kept("id uid name role regions instansi added_at changed_at ended_at"),
                    .. Held.Officer("added_by"),
                    .. Held.Sealed("nip_protected", "NULL"),
                    .. Held.Sealed("nip_index", "NULL"),
                ]
            ),
            new(
                "legal_hold",
                new Sentence("mengapa sesuatu tidak boleh dihapus", "why something may not be erased"),
                Accountability,
                new Sentence("tetap; kata-katanya sampai penghapusan", "for good; its words until an erasure"),
                $"asn_id = @Asn OR flag_id IN {Flags}",
                [
                    .. Held.Kept("id flag_id asn_id placed_at released_at"),
                    .. Held.Officer("placed_by released_by"),
                    .. Held.Words("reference reason"),
                    .. Held.Words("release_reason", "NULL"),
                ]
            ),
            new(
                "subject_request",
                new Sentence("permintaan subjek data dan jawabannya", "what persons asked for, and the answer"),
                Rights,
                new Sentence("Privacy:RequestsFor", "Privacy:RequestsFor"),
                "asn_id = @Asn",
                [
                    .. Held.Kept("id asn_id kind asked_by received_at due_at state decided_at registered_at"),
                    .. Held.Officer("decided_by registered_by"),
                    .. Held.Words("proof"),
                    .. Held.Words("decision", "NULL"),
                ],
                "request"
            ),
        ];
}
