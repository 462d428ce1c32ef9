-- The order of work, with what a list may be narrowed by beside it, so that rows are only fetched for the page that is shown.
CREATE INDEX flag_open ON flag (due_at, score DESC, id, state, region_code, label, source_id, asn_id, found_at) WHERE closed_at IS NULL;
CREATE INDEX flag_all ON flag (due_at, score DESC, id, state, region_code, label, source_id, asn_id, found_at);

-- Words as they are searched for: letters and digits alone, without accents and case. What no word goes beyond stays far below the
-- megabyte that a tsvector may hold.
CREATE FUNCTION searchable(words TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(lower(normalize(left(words, 200000), NFD) COLLATE "und-x-icu"), '[\u0300-\u036f]', '', 'g') COLLATE "und-x-icu",
        '[^[:alnum:]]+', ' ', 'g'))
$$;

-- The words of flagged texts. The texts themselves stay in their own table: an erased one takes its words along.
CREATE TABLE flag_text (
    rowid BIGINT PRIMARY KEY REFERENCES flag (id) ON DELETE CASCADE,
    title TSVECTOR NOT NULL,
    text TSVECTOR NOT NULL
);

CREATE INDEX flag_text_words ON flag_text USING gin ((title || text));

CREATE FUNCTION flag_text_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO flag_text (rowid, title, text)
    VALUES (NEW.id, to_tsvector('simple', searchable(NEW.title)), to_tsvector('simple', searchable(NEW.text)))
    ON CONFLICT (rowid) DO UPDATE SET title = excluded.title, text = excluded.text;
    RETURN NULL;
END
$$;

CREATE TRIGGER flag_text_follows AFTER INSERT OR UPDATE OF title, text ON flag
    FOR EACH ROW EXECUTE FUNCTION flag_text_follows();

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
