-- What is known of the account behind each X source. Ids are X's own numbers; the handle is for people.
CREATE TABLE x_account (
    source_id BIGINT PRIMARY KEY REFERENCES source (id),
    user_id BIGINT,
    handle TEXT NOT NULL,
    -- new, ok, protected, suspended, gone, reused
    state TEXT NOT NULL,
    looked_at BIGINT,
    -- Everything up to this id has been read.
    cursor_id BIGINT,
    -- A reading that was cut short goes on below gap_until; when it is done, everything up to gap_top has been read.
    gap_until BIGINT,
    gap_top BIGINT,
    covered_at BIGINT,
    -- How much the account writes, for the estimate.
    posts_seen BIGINT NOT NULL DEFAULT 0,
    observed_ms BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX x_account_user ON x_account (user_id);

-- Posts that were paid for and not yet taken in: one answer holds those of many accounts, each of which has its own check.
CREATE TABLE x_inbox (
    source_id BIGINT NOT NULL REFERENCES source (id),
    native_id TEXT NOT NULL,
    entry TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    handed_at BIGINT,
    PRIMARY KEY (source_id, native_id)
);

-- What each UTC month has cost, in millionths of a dollar: reservations of requests under way, then what was really returned.
CREATE TABLE x_spend (
    month TEXT PRIMARY KEY,
    committed BIGINT NOT NULL
);

CREATE TABLE x_request (
    id INTEGER PRIMARY KEY,
    month TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    purpose TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    -- Null when nobody knows what was returned: then the reservation stands.
    charged BIGINT,
    status BIGINT
);

CREATE INDEX x_request_month ON x_request (month);

-- When X was last asked whether a kept post still stands there, and since when it does not.
CREATE TABLE x_check (
    flag_id BIGINT PRIMARY KEY REFERENCES flag (id),
    checked_at BIGINT NOT NULL,
    gone_at BIGINT
);

CREATE TABLE x_check_waiting (
    setback_id BIGINT PRIMARY KEY,
    checked_at BIGINT NOT NULL
);

-- Words of another that an item passes on: 'repost' or 'quote', and the other post's id.
ALTER TABLE item ADD COLUMN shares TEXT;
ALTER TABLE item ADD COLUMN shared_id TEXT;
ALTER TABLE flag ADD COLUMN shared TEXT;

-- A text that was removed because its source removed it: id, fingerprint, score, verdicts and reasons stay.
ALTER TABLE flag ADD COLUMN taken_down_at BIGINT;
ALTER TABLE flag ADD COLUMN taken_down_why TEXT;
ALTER TABLE evidence ADD COLUMN removed_at BIGINT;

-- Why a text is kept although its source removed it, or its time is over. In force while released_at is null.
CREATE TABLE legal_hold (
    id INTEGER PRIMARY KEY,
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    reference TEXT NOT NULL,
    reason TEXT NOT NULL,
    placed_by TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    released_by TEXT,
    released_at BIGINT
);

CREATE UNIQUE INDEX legal_hold_in_force ON legal_hold (flag_id) WHERE released_at IS NULL;
