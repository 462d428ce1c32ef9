-- Everything that was ever taken in, without its text: enough to know it again, and how it was judged.
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES source (id),
    native_id TEXT NOT NULL,
    url_key TEXT,
    author_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    score DOUBLE PRECISION,
    model TEXT,
    published_at BIGINT,
    seen_at BIGINT NOT NULL,
    duplicate_of BIGINT REFERENCES item (id),
    duplicate_by TEXT
);

CREATE UNIQUE INDEX item_native ON item (source_id, native_id);
CREATE INDEX item_url ON item (url_key) WHERE url_key IS NOT NULL;
CREATE INDEX item_text ON item (author_key, fingerprint, seen_at);

-- One capture of raw bytes; the bytes themselves lie in a file named by their hash.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    url TEXT NOT NULL,
    captured_at BIGINT NOT NULL,
    headers TEXT NOT NULL
);

CREATE INDEX evidence_hash ON evidence (sha256);
