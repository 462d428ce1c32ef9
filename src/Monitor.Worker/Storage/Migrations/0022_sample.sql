-- The key of the draw, itself protected by the keys folder.
CREATE TABLE sample_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    protected TEXT NOT NULL
);

-- How many texts a day were judged and not flagged: what the sample was drawn from.
CREATE TABLE sample_frame (
    day TEXT NOT NULL,
    model TEXT NOT NULL,
    stratum TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, model, stratum)
);

-- Texts that were not flagged and were drawn, so that a person says whether they should have been. Text and ties go when a person has
-- read it or its time is over; the figures stay.
CREATE TABLE sample (
    id INTEGER PRIMARY KEY,
    item_id BIGINT REFERENCES item (id),
    asn_id BIGINT REFERENCES asn (id),
    account_id BIGINT REFERENCES account (id),
    region_code TEXT,
    text_protected TEXT,
    model TEXT NOT NULL,
    stratum TEXT NOT NULL,
    probability DOUBLE PRECISION NOT NULL CHECK (probability > 0 AND probability <= 1),
    drawn_at BIGINT NOT NULL,
    shown_identity TEXT,
    shown_until BIGINT,
    label TEXT CHECK (label IN ('yes', 'no', 'unsure')),
    read_identity TEXT,
    read_name TEXT,
    read_at BIGINT,
    raised_flag BIGINT REFERENCES flag (id)
);

CREATE UNIQUE INDEX sample_item ON sample (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX sample_kept ON sample (drawn_at) WHERE text_protected IS NOT NULL;
CREATE INDEX sample_asn ON sample (asn_id) WHERE asn_id IS NOT NULL;
CREATE INDEX sample_account ON sample (account_id) WHERE account_id IS NOT NULL;
