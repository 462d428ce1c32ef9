-- The HTTP status of what was captured; 0 where there was no HTTP (an officer's file) or it was not kept yet.
ALTER TABLE evidence ADD COLUMN status BIGINT NOT NULL DEFAULT 0;

-- When the bytes of a hash were last compared with it, and what was wrong with them.
CREATE TABLE evidence_check (
    sha256 TEXT PRIMARY KEY,
    checked_at BIGINT NOT NULL,
    -- Null: they are what they were.
    fault TEXT
);

CREATE INDEX evidence_check_at ON evidence_check (checked_at);

CREATE INDEX evidence_check_fault ON evidence_check (fault) WHERE fault IS NOT NULL;

-- Time stamps of an outside authority (RFC 3161); the token itself lies beside the bytes.
CREATE TABLE evidence_stamp (
    sha256 TEXT PRIMARY KEY,
    -- When the authority says that it saw the hash.
    stamped_at BIGINT NOT NULL,
    authority TEXT NOT NULL
);
