-- What is needed to check a time stamp again without the authority and without this configuration.
-- The answer as it came (RFC 3161 TimeStampResp), base64.
ALTER TABLE evidence_stamp ADD COLUMN answer TEXT NOT NULL DEFAULT '';

-- The certificates above the one that signed, root last, PEM.
ALTER TABLE evidence_stamp ADD COLUMN issuers TEXT NOT NULL DEFAULT '';

-- An authority that does not answer, or not as it should: when it is asked again. No row: all is well.
CREATE TABLE stamp_setback (
    url TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    reason_id TEXT NOT NULL,
    reason_en TEXT NOT NULL
);
