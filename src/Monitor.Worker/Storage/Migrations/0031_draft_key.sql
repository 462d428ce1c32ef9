-- Keys of words that persons have typed about a flag and not sent yet. The words lie sealed in those persons' own folders; with the text of
-- the flag the key goes, and nobody can read them any more.
CREATE TABLE draft_key (
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    identity TEXT NOT NULL,
    key_hex TEXT NOT NULL,
    PRIMARY KEY (flag_id, identity)
);
