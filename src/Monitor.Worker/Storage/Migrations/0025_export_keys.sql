-- The operator's keys that sign manifests: the public halves and the time in which each was the one in use. The private half is a file.
CREATE TABLE export_key (
    -- SHA-256 of the public key (SubjectPublicKeyInfo, DER), lower-case hex.
    id TEXT PRIMARY KEY,
    public_key TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    -- Null: the one in use.
    valid_until BIGINT,
    noted_by TEXT NOT NULL
);

-- The signature is kept, for no two signatures of one document are alike and a batch made again must be.
ALTER TABLE export_batch ADD COLUMN key_id TEXT REFERENCES export_key (id);
ALTER TABLE export_batch ADD COLUMN signature TEXT;
