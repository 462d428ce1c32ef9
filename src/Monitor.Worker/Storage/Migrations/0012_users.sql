-- Who works here: OS users and what they may do. Rows are never deleted; an ended one says who had which role until when.
CREATE TABLE app_user (
    id INTEGER PRIMARY KEY,
    -- The kernel's number: the name may change, and says nothing that could not be forged.
    uid BIGINT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('analis', 'ketua', 'admin', 'auditor', 'dpo')),
    -- Kemendagri codes joined by commas, or * for the whole country.
    regions TEXT NOT NULL,
    instansi TEXT NOT NULL DEFAULT '',
    -- The person's own number, so that nobody reviews a flag about oneself; kept as every NIP is.
    nip_protected TEXT,
    nip_index TEXT,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE UNIQUE INDEX app_user_uid ON app_user (uid) WHERE ended_at IS NULL;

CREATE UNIQUE INDEX app_user_nip ON app_user (nip_index) WHERE ended_at IS NULL AND nip_index IS NOT NULL;

-- Whose report a flag goes back to: an officer who filed it gives no verdict on it.
CREATE TABLE flag_reporter (
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    identity TEXT NOT NULL,
    PRIMARY KEY (flag_id, identity)
);

-- Reports that came before this table named their officer in the audit record only.
INSERT INTO flag_reporter (flag_id, identity)
SELECT DISTINCT CAST(substr(subject, 6) AS BIGINT),
    CASE WHEN actor LIKE '% (test)' THEN 'test:' || substr(actor, 1, length(actor) - 7) ELSE 'uid:' || actor_uid END
FROM audit
WHERE verb = 'report.add' AND subject LIKE 'flag:%' AND EXISTS (SELECT 1 FROM flag WHERE flag.id = CAST(substr(audit.subject, 6) AS BIGINT));
