-- A text that a human should see. Only flagged texts are kept.
CREATE TABLE flag (
    id INTEGER PRIMARY KEY,
    item_id BIGINT NOT NULL REFERENCES item (id),
    source_id BIGINT NOT NULL REFERENCES source (id),
    state TEXT NOT NULL,
    label TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    probabilities TEXT NOT NULL,
    model TEXT NOT NULL,
    reasons TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    url TEXT,
    published_at BIGINT,
    found_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    due_rule TEXT NOT NULL,
    attribution TEXT NOT NULL,
    account_id BIGINT REFERENCES account (id),
    asn_id BIGINT REFERENCES asn (id),
    attribution_evidence TEXT NOT NULL,
    region_code TEXT,
    suggested_forms TEXT NOT NULL,
    claim_identity TEXT,
    claim_name TEXT,
    claim_until BIGINT,
    kajian_number TEXT,
    kajian_date TEXT,
    closed_at BIGINT
);

CREATE INDEX flag_queue ON flag (state, due_at, score DESC);
CREATE INDEX flag_item ON flag (item_id);

-- The proof of a flag: what was captured when it was opened, and again when the text changed.
CREATE TABLE flag_evidence (
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    evidence_id BIGINT NOT NULL REFERENCES evidence (id),
    note TEXT NOT NULL,
    PRIMARY KEY (flag_id, evidence_id)
);

-- One verdict of one person. The same person never gives two on one flag.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    place BIGINT NOT NULL,
    reviewer_identity TEXT NOT NULL,
    reviewer_name TEXT NOT NULL,
    role TEXT NOT NULL,
    verdict TEXT NOT NULL,
    form TEXT,
    ground TEXT,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE UNIQUE INDEX decision_place ON decision (flag_id, place);
CREATE UNIQUE INDEX decision_reviewer ON decision (flag_id, reviewer_identity);
