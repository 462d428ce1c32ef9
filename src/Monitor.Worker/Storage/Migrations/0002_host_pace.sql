-- How often one host is asked, across all workers and processes. Times are Unix milliseconds.
-- Each time stands beside the moment it was set, so that a clock that was moved back cannot make a host rest for ever.
CREATE TABLE host_pace (
    host TEXT PRIMARY KEY,
    taken_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    rested_at BIGINT NOT NULL,
    rest_until BIGINT NOT NULL
);

-- One row for each request under way; a process that died leaves one that expires.
CREATE TABLE host_turn (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX host_turn_host ON host_turn (host);
