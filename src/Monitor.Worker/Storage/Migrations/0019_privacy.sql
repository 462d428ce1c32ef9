-- When a person was erased: the row is blank since then, and only its number is left, for what points to it.
ALTER TABLE asn ADD COLUMN erased_at BIGINT;

-- A hold may be on everything about a person, and its end has a reason as well.
ALTER TABLE legal_hold RENAME TO legal_hold_on_flags;

CREATE TABLE legal_hold (
    id INTEGER PRIMARY KEY,
    flag_id BIGINT REFERENCES flag (id),
    asn_id BIGINT REFERENCES asn (id),
    reference TEXT NOT NULL,
    reason TEXT NOT NULL,
    placed_by TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    released_by TEXT,
    released_at BIGINT,
    release_reason TEXT,
    CHECK ((flag_id IS NULL) <> (asn_id IS NULL))
);

INSERT INTO legal_hold (id, flag_id, reference, reason, placed_by, placed_at, released_by, released_at)
SELECT id, flag_id, reference, reason, placed_by, placed_at, released_by, released_at FROM legal_hold_on_flags;

DROP TABLE legal_hold_on_flags;

CREATE UNIQUE INDEX legal_hold_flag ON legal_hold (flag_id) WHERE released_at IS NULL AND flag_id IS NOT NULL;
CREATE UNIQUE INDEX legal_hold_asn ON legal_hold (asn_id) WHERE released_at IS NULL AND asn_id IS NOT NULL;

-- What persons asked for by the law on personal data, and what became of it.
CREATE TABLE subject_request (
    id INTEGER PRIMARY KEY,
    -- Null when nobody of that number is registered.
    asn_id BIGINT REFERENCES asn (id),
    kind TEXT NOT NULL CHECK (kind IN ('report', 'correct', 'erase')),
    asked_by TEXT NOT NULL CHECK (asked_by IN ('subject', 'representative', 'instansi', 'dpo')),
    -- How it was proven that the one who asked may.
    proof TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'refused')),
    decision TEXT,
    decided_by TEXT,
    decided_at BIGINT,
    registered_by TEXT NOT NULL,
    registered_at BIGINT NOT NULL
);

CREATE INDEX subject_request_open ON subject_request (state, due_at);
CREATE INDEX subject_request_asn ON subject_request (asn_id);

-- Who was shown what, one row a day for the same person, door and subject.
CREATE TABLE view_log (
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    actor_uid BIGINT,
    role TEXT NOT NULL,
    door TEXT NOT NULL,
    -- asn:12, account:3, flag:7
    subject TEXT NOT NULL,
    times BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (subject, day, door, actor)
);

CREATE INDEX view_log_age ON view_log (last_at);

-- Whether freed pages still wait to be overwritten after an erasure.
CREATE TABLE privacy_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    wipe_due BIGINT NOT NULL,
    retained_at BIGINT
);

INSERT INTO privacy_state (id, wipe_due) VALUES (1, 0);

-- What retention still has to look at.
CREATE INDEX item_unforgotten ON item (seen_at) WHERE score IS NOT NULL;
CREATE INDEX flag_asn ON flag (asn_id);
CREATE INDEX flag_account ON flag (account_id);
CREATE INDEX source_account ON source (account_id);
CREATE INDEX flag_evidence_capture ON flag_evidence (evidence_id);
