-- Only flags that are closed: with the open ones in it, PostgreSQL's planner took it for every list of open flags and sorted the whole queue for a page.
DROP INDEX flag_closed;
CREATE INDEX flag_closed ON flag (closed_at) WHERE closed_at IS NOT NULL;
