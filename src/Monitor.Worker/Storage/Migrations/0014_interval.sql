-- Whether the interval follows the source's own rhythm, or is an operator's word; and other words for phases of contests, as JSON.
ALTER TABLE source ADD COLUMN adaptive BIGINT NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN phase_every TEXT;

-- What the source last said of its rhythm, as JSON: a 304 repeats only a part of it.
ALTER TABLE source ADD COLUMN said TEXT;

-- The beat of the rhythm that was last planned: a postponement or a failure moves the next check, and not the beat.
ALTER TABLE source ADD COLUMN beat_at BIGINT;

-- What the listing said of an item that was read from its page, as a fingerprint, and how often it said something else since.
ALTER TABLE item ADD COLUMN listing TEXT;
ALTER TABLE item ADD COLUMN listings BIGINT NOT NULL DEFAULT 0;
