-- What a source's past says of its future: the running mean of the time between two new items, and from how many it was learned.
ALTER TABLE source ADD COLUMN gap_ms BIGINT;
ALTER TABLE source ADD COLUMN gaps BIGINT NOT NULL DEFAULT 0;

-- Pages in a row that held no article text, and since when.
ALTER TABLE source ADD COLUMN empty_pages BIGINT NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN empty_since BIGINT;
