-- Where and when the daemon itself put the files, and when it took them away again; a batch that somebody fetched has none of it.
ALTER TABLE export_batch ADD COLUMN delivered_to TEXT;
ALTER TABLE export_batch ADD COLUMN files_put_at BIGINT;
ALTER TABLE export_batch ADD COLUMN files_removed_at BIGINT;

-- When a recipient's schedule was last followed, and what stands in its way.
CREATE TABLE export_run (
    recipient TEXT PRIMARY KEY,
    ran_at BIGINT NOT NULL,
    failures BIGINT NOT NULL DEFAULT 0,
    first_at BIGINT,
    next_try_at BIGINT,
    reason_id TEXT,
    reason_en TEXT
);
