-- What is watched. A lease (owner, expiry) says which worker is at it.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    account_id BIGINT REFERENCES account (id),
    region_code TEXT,
    reads TEXT NOT NULL,
    every_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    next_check_at BIGINT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    last_checked_at BIGINT,
    last_success_at BIGINT,
    last_new_at BIGINT,
    last_outcome TEXT,
    last_reason_id TEXT,
    last_reason_en TEXT,
    failures BIGINT NOT NULL DEFAULT 0,
    first_failure_at BIGINT,
    lease_owner TEXT,
    lease_until BIGINT
);

CREATE UNIQUE INDEX source_url ON source (url);
CREATE INDEX source_due ON source (state, next_check_at);
CREATE INDEX source_leased ON source (host, lease_until);

-- Entries that could not be taken in: due for another try, or set aside with the reason until somebody looks.
CREATE TABLE setback (
    id INTEGER PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES source (id),
    native_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    entry TEXT NOT NULL,
    reason_id TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX setback_entry ON setback (source_id, native_id);
CREATE INDEX setback_due ON setback (source_id, state, next_try_at);
