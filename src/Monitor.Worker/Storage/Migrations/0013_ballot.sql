-- Who stands where: the names that texts are read without while the contest runs. Public facts of the electoral commission.
CREATE TABLE ballot (
    id INTEGER PRIMARY KEY,
    -- For example bupati-walikota-33.26-2024.
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    -- Kemendagri's code; empty for the whole country.
    region_code TEXT NOT NULL DEFAULT '',
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    source TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at BIGINT NOT NULL
);

-- One line of a ballot; what the pair is called as JSON, as the classifier takes it.
CREATE TABLE ballot_line (
    ballot_id BIGINT NOT NULL REFERENCES ballot (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    candidate TEXT NOT NULL,
    running_mate TEXT,
    called TEXT NOT NULL,
    PRIMARY KEY (ballot_id, number)
);

-- Goes up with every change, so that every node reads the ballots again.
CREATE TABLE ballot_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);

INSERT INTO ballot_state (id, version) VALUES (1, 0);
