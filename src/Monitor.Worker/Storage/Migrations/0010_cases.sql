-- Confirmed findings about one person and one event. What is recorded of a case is only ever added: the newest of a kind is what holds.
CREATE TABLE case_file (
    id INTEGER PRIMARY KEY,
    -- Null: the finding was never tied to a registered person; such a case holds one finding.
    asn_id BIGINT REFERENCES asn (id),
    region_code TEXT,
    title TEXT NOT NULL DEFAULT '',
    opened_at BIGINT NOT NULL,
    opened_by TEXT NOT NULL
);

CREATE INDEX case_file_asn ON case_file (asn_id);

-- A finding belongs to one case: the key is the promise.
CREATE TABLE case_finding (
    flag_id BIGINT PRIMARY KEY REFERENCES flag (id),
    case_id BIGINT NOT NULL REFERENCES case_file (id),
    joined_at BIGINT NOT NULL,
    joined_by TEXT NOT NULL
);

CREATE INDEX case_finding_case ON case_finding (case_id, flag_id);

CREATE TABLE case_entry (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES case_file (id),
    kind TEXT NOT NULL CHECK (kind IN ('kajian', 'clarification', 'recommendation', 'answer')),
    -- Of a kajian its number, of an answer the recipient's status.
    code TEXT NOT NULL DEFAULT '',
    -- The local day on which it happened; of a kajian its date.
    day TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    by_name TEXT NOT NULL,
    by_role TEXT NOT NULL
);

CREATE INDEX case_entry_case ON case_entry (case_id, kind, id);

-- Findings that have a kajian already are cases of their own; who recorded it stands in the audit record.
INSERT INTO case_file (id, asn_id, region_code, opened_at, opened_by)
SELECT id, asn_id, region_code, COALESCE(closed_at, found_at), 'monitor' FROM flag WHERE kajian_number IS NOT NULL;

INSERT INTO case_finding (flag_id, case_id, joined_at, joined_by)
SELECT id, id, COALESCE(closed_at, found_at), 'monitor' FROM flag WHERE kajian_number IS NOT NULL;

INSERT INTO case_entry (case_id, kind, code, day, at, by_name, by_role)
SELECT id, 'kajian', kajian_number, kajian_date, COALESCE(closed_at, found_at), 'monitor', 'daemon' FROM flag WHERE kajian_number IS NOT NULL;
