-- What the texts of a day were like under a model: how many fell into each bucket of the score, and how many of their words into each
-- bucket of the vocabulary. Counts alone: no text, no word and nobody's name can be told from them.
CREATE TABLE drift (
    day TEXT NOT NULL,
    model TEXT NOT NULL,
    series TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, model, series, bucket)
);

-- How precise the machine was of late is asked with every status.
CREATE INDEX flag_closed ON flag (closed_at);
