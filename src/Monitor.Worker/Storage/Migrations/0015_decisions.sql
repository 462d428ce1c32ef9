-- A flag is read again from the beginning when the ketua sends it back or opens it anew: that is its next round.
ALTER TABLE flag ADD COLUMN round BIGINT NOT NULL DEFAULT 1;
-- Where a flag that waits for information goes on when it has come.
ALTER TABLE flag ADD COLUMN resume_state TEXT;
-- Goes up whenever a claim begins: a verdict names the claim under which it was made.
ALTER TABLE flag ADD COLUMN claim_number BIGINT NOT NULL DEFAULT 0;
-- Whom the ketua gave it to; nobody else is offered it.
ALTER TABLE flag ADD COLUMN assigned_identity TEXT;
ALTER TABLE flag ADD COLUMN assigned_name TEXT;

ALTER TABLE decision ADD COLUMN round BIGINT NOT NULL DEFAULT 1;
-- What a confirmation names beside its form.
ALTER TABLE decision ADD COLUMN contest TEXT;
ALTER TABLE decision ADD COLUMN phase TEXT;
-- JSON: the citations as the rules had them on that day.
ALTER TABLE decision ADD COLUMN basis TEXT;
ALTER TABLE decision ADD COLUMN event_at BIGINT;
ALTER TABLE decision ADD COLUMN event_known TEXT;
ALTER TABLE decision ADD COLUMN ownership TEXT;
ALTER TABLE decision ADD COLUMN ownership_note TEXT;
ALTER TABLE decision ADD COLUMN possible_crime BIGINT;
-- JSON: the hashes of the captures that the verdict rests on.
ALTER TABLE decision ADD COLUMN evidence TEXT;

DROP INDEX decision_reviewer;

CREATE UNIQUE INDEX decision_reviewer ON decision (flag_id, round, reviewer_identity);

-- What was asked, answered and ordered about a flag; never a verdict.
CREATE TABLE flag_note (
    id INTEGER PRIMARY KEY,
    flag_id BIGINT NOT NULL REFERENCES flag (id),
    round BIGINT NOT NULL,
    act TEXT NOT NULL,
    by_identity TEXT NOT NULL,
    by_name TEXT NOT NULL,
    by_role TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX flag_note_flag ON flag_note (flag_id, id);
