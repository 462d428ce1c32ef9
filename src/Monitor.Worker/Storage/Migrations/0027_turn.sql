-- In which turn of its source and its account a flag was opened: 0 within the day's share, 1 within the next as many, and so on.
ALTER TABLE flag ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;

-- The order of work begins with the turn, so that nobody buries other flags under many of one kind.
DROP INDEX flag_open;
DROP INDEX flag_all;
CREATE INDEX flag_open ON flag (turn, due_at, score DESC, id, state, region_code, label, source_id, asn_id, found_at) WHERE closed_at IS NULL;
CREATE INDEX flag_all ON flag (turn, due_at, score DESC, id, state, region_code, label, source_id, asn_id, found_at);
-- What still waits beyond the shares.
CREATE INDEX flag_beyond ON flag (source_id, account_id) WHERE closed_at IS NULL AND turn > 0;
-- How many a source or an account opened today.
CREATE INDEX flag_source_day ON flag (source_id, found_at);
CREATE INDEX flag_account_day ON flag (account_id, found_at) WHERE account_id IS NOT NULL;
