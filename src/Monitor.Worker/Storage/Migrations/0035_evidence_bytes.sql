-- Evidence that is kept in the database instead of in files, in the same form: a Brotli stream and, after it, the SHA-256 of that stream.
CREATE TABLE evidence_bytes (
    sha256 TEXT PRIMARY KEY,
    stored BLOB NOT NULL,
    -- When these bytes were last handed in.
    kept_at BIGINT NOT NULL
);
