-- Batches that left, with the cells as they left, so that a batch made again is the same to the byte.
CREATE TABLE export_batch (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    number BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    byte_order_mark BIGINT NOT NULL,
    test_users BIGINT NOT NULL,
    audit_sequence BIGINT NOT NULL,
    audit_hash TEXT NOT NULL,
    software TEXT NOT NULL,
    delivered_at BIGINT
);

CREATE UNIQUE INDEX export_batch_number ON export_batch (recipient, number);

-- A finding leaves once for each recipient: the key is the promise.
CREATE TABLE export_row (
    recipient TEXT NOT NULL,
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    batch_id BIGINT NOT NULL REFERENCES export_batch (id),
    place BIGINT NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (recipient, flag_id)
);

CREATE UNIQUE INDEX export_row_place ON export_row (batch_id, place);
