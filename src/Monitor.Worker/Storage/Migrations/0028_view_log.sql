-- A row has a number of its own, by which retention takes it.
ALTER TABLE view_log RENAME TO view_log_without_numbers;

CREATE TABLE view_log (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    actor_uid BIGINT,
    role TEXT NOT NULL,
    door TEXT NOT NULL,
    -- asn:12, account:3, flag:7
    subject TEXT NOT NULL,
    times BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

INSERT INTO view_log (day, actor, actor_uid, role, door, subject, times, first_at, last_at)
SELECT day, actor, actor_uid, role, door, subject, times, first_at, last_at FROM view_log_without_numbers;

DROP TABLE view_log_without_numbers;

CREATE UNIQUE INDEX view_log_row ON view_log (subject, day, door, actor);
CREATE INDEX view_log_age ON view_log (last_at);
