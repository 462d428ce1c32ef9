-- The shape of the file is kept with the batch, so that a batch made again is the same when the recipient's profile has changed since.
ALTER TABLE export_batch ADD COLUMN profile TEXT NOT NULL DEFAULT '';

-- The days of confirmation that were asked for.
ALTER TABLE export_batch ADD COLUMN period_from TEXT;
ALTER TABLE export_batch ADD COLUMN period_to TEXT;

-- Rows that replace an earlier one, and rows that take one back.
ALTER TABLE export_batch ADD COLUMN corrections BIGINT NOT NULL DEFAULT 0;
ALTER TABLE export_batch ADD COLUMN withdrawals BIGINT NOT NULL DEFAULT 0;
ALTER TABLE export_row ADD COLUMN kind TEXT NOT NULL DEFAULT 'baru';
