-- Copies of the database that were taken, and what was found when they were last opened.
CREATE TABLE backup (
    directory TEXT NOT NULL,
    file TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    -- Of the file as it lies in the folder.
    sha256 TEXT NOT NULL,
    encrypted BIGINT NOT NULL,
    -- Where the audit chain stood in the copy.
    audit_sequence BIGINT NOT NULL,
    audit_hash TEXT NOT NULL,
    -- Rows of each table in the copy, as JSON.
    counts TEXT NOT NULL,
    checked_at BIGINT,
    -- Null: it was what it should be.
    fault_id TEXT,
    fault_en TEXT,
    -- When it was deleted as too old.
    removed_at BIGINT,
    PRIMARY KEY (directory, file)
);

CREATE INDEX backup_taken ON backup (directory, taken_at);

-- A copy that could not be taken: when it is tried again. No row: the last one was.
CREATE TABLE backup_setback (
    directory TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    reason_id TEXT NOT NULL,
    reason_en TEXT NOT NULL
);
