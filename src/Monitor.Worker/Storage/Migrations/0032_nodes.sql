-- The nodes that share this database; on SQLite there is one and none is written down.
CREATE TABLE node (
    name TEXT PRIMARY KEY,
    -- Names its data folder: two that start under one name on one folder are one node, started twice.
    place TEXT NOT NULL,
    -- This start of it: what it claims carries this.
    run TEXT NOT NULL,
    host TEXT NOT NULL,
    version TEXT NOT NULL,
    model TEXT NOT NULL,
    -- Names the settings that all nodes should have in common.
    settings TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    beat_at BIGINT NOT NULL,
    -- When it stopped cleanly.
    left_at BIGINT,
    -- How far the clock of its machine is ahead of the server's, in milliseconds.
    clock_ahead BIGINT NOT NULL,
    -- What only this node can see to be wrong with it, as words of the status, with spaces.
    warnings TEXT NOT NULL
);

-- The jobs that run once for all nodes: who ran each last, and how it went.
CREATE TABLE job_run (
    name TEXT PRIMARY KEY,
    node TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    -- Times in a row that it ended in a fault.
    failures BIGINT NOT NULL
);

-- What every node must hold the same of, provable by whoever holds it and telling nothing to others.
CREATE TABLE node_key (
    name TEXT PRIMARY KEY,
    proof TEXT NOT NULL
);

-- Who has the turn, so that one who starts again gives its own back and nobody else's.
ALTER TABLE host_turn ADD COLUMN owner TEXT;

-- The pause, in milliseconds, that the last request for anything but robots.txt left behind it: a node that has not read that file yet owes no less.
ALTER TABLE host_pace ADD COLUMN pause BIGINT NOT NULL DEFAULT 0;
