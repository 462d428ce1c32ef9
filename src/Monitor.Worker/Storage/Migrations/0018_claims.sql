-- What somebody must be told at the next contact: that a ketua broke a claim, or handed a flag over.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL,
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    text_id TEXT NOT NULL,
    text_en TEXT NOT NULL,
    at BIGINT NOT NULL,
    seen_at BIGINT
);

CREATE INDEX notice_unseen ON notice (identity) WHERE seen_at IS NULL;

CREATE INDEX flag_assigned ON flag (assigned_identity) WHERE assigned_identity IS NOT NULL;

-- What holds of a person for a time and changes how an act is judged; shown beside the flag.
CREATE TABLE asn_status (
    id INTEGER PRIMARY KEY,
    asn_id BIGINT NOT NULL REFERENCES asn (id),
    kind TEXT NOT NULL,
    -- Local days, both included; no last day while it is open.
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX asn_status_asn ON asn_status (asn_id, kind);
