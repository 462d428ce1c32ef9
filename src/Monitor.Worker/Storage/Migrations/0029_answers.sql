-- What a recipient answered about a finding it was sent. What the case says is taken from here; which recipient has not answered, too.
CREATE TABLE export_answer (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    status TEXT NOT NULL,
    -- The local day that the recipient gave, yyyy-MM-dd.
    day TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_name TEXT NOT NULL
);

CREATE INDEX export_answer_flag ON export_answer (recipient, flag_id);
