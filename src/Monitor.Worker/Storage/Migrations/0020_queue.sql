-- The order of work, with what a list may be narrowed by beside it, so that rows are only fetched for the page that is shown.
CREATE INDEX flag_open ON flag (due_at, score DESC, id, state, region_code, label, source_id, asn_id, found_at) WHERE closed_at IS NULL;
CREATE INDEX flag_all ON flag (due_at, score DESC, id, state, region_code, label, source_id, asn_id, found_at);

-- The words of flagged texts. The texts themselves stay in their own table: an erased one takes its words along, and out of the file.
CREATE VIRTUAL TABLE flag_text USING fts5 (title, text, content = 'flag', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');

INSERT INTO flag_text (flag_text, rank) VALUES ('secure-delete', 1);

INSERT INTO flag_text (flag_text) VALUES ('rebuild');

CREATE TRIGGER flag_text_added AFTER INSERT ON flag
BEGIN
    INSERT INTO flag_text (rowid, title, text) VALUES (NEW.id, NEW.title, NEW.text);
END;

CREATE TRIGGER flag_text_changed AFTER UPDATE OF title, text ON flag
BEGIN
    INSERT INTO flag_text (flag_text, rowid, title, text) VALUES ('delete', OLD.id, OLD.title, OLD.text);
    INSERT INTO flag_text (rowid, title, text) VALUES (NEW.id, NEW.title, NEW.text);
END;

CREATE TRIGGER flag_text_deleted AFTER DELETE ON flag
BEGIN
    INSERT INTO flag_text (flag_text, rowid, title, text) VALUES ('delete', OLD.id, OLD.title, OLD.text);
END;

-- Filters that a person saved under a name.
CREATE TABLE queue_view (
    identity TEXT NOT NULL,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (identity, name)
);

-- The first flag of the group that this one belongs to; null while it stands alone.
ALTER TABLE flag ADD COLUMN group_id BIGINT REFERENCES flag (id);
-- A sketch of its words, by which likely companions are found before the texts themselves are compared.
ALTER TABLE flag ADD COLUMN sketch BIGINT NOT NULL DEFAULT 0;

CREATE INDEX flag_group ON flag (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX flag_subject ON flag (asn_id, account_id, found_at);
