-- Batches that left, with the cells as they left, so that a batch made again is the same to the byte.
CREATE TABLE export_batch (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    number BIGINT NOT NULL,
    format TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    byte_order_mark BIGINT NOT NULL,
    mark_codes BIGINT NOT NULL,
    test_users BIGINT NOT NULL,
    audit_sequence BIGINT NOT NULL,
    audit_hash TEXT NOT NULL,
    software TEXT NOT NULL,
    -- The versions of the models that flagged what is in it, joined by commas.
    models TEXT NOT NULL,
    -- Of the manifest as it was first made, which in turn holds the hashes of the files: a batch that would come out otherwise is refused.
    manifest_sha256 TEXT NOT NULL,
    delivered_at BIGINT,
    delivered_by TEXT
);

CREATE UNIQUE INDEX export_batch_number ON export_batch (recipient, number);

CREATE INDEX export_batch_undelivered ON export_batch (recipient) WHERE delivered_at IS NULL;

-- A finding leaves once for each recipient: the key is the promise. Revision 0 is that first time; a correction or a withdrawal is a later one.
CREATE TABLE export_row (
    recipient TEXT NOT NULL,
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    revision BIGINT NOT NULL,
    batch_id BIGINT NOT NULL REFERENCES export_batch (id),
    place BIGINT NOT NULL,
    -- Every cell but the NIP, as one JSON object in the order of the columns.
    cells TEXT NOT NULL,
    -- Data Protection; never the number itself.
    nip_protected TEXT NOT NULL,
    PRIMARY KEY (recipient, flag_id, revision)
);

CREATE UNIQUE INDEX export_row_place ON export_row (batch_id, place);
