-- What operators have to know, for as long as it holds: one row a kind.
CREATE TABLE alert (
    kind TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    -- When it was last found to hold.
    seen_at BIGINT NOT NULL,
    count BIGINT NOT NULL,
    text_id TEXT NOT NULL,
    text_en TEXT NOT NULL,
    -- When operators were last told, and of how many.
    told_at BIGINT,
    told_count BIGINT NOT NULL
);

-- What they were told, or are to be: counts and commands, nothing of any person.
CREATE TABLE alert_message (
    id TEXT NOT NULL,
    channel TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    sent_at BIGINT,
    given_up_at BIGINT,
    reason_id TEXT,
    reason_en TEXT,
    PRIMARY KEY (id, channel)
);

CREATE INDEX alert_message_made ON alert_message (made_at);
