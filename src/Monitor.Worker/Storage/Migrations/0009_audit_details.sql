-- A row's details may one day have to be erased by law, while the chain must go on proving that nothing else was touched. So the chain is
-- laid over a salted digest of each detail: with the salt gone, nobody can find out from the digest what stood there.
ALTER TABLE audit ADD COLUMN salt TEXT;
ALTER TABLE audit ADD COLUMN before_digest TEXT;
ALTER TABLE audit ADD COLUMN after_digest TEXT;

DROP TRIGGER audit_is_never_changed;

-- The one change there is: salt and both details go together, everything else stays as it was.
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
WHEN NOT (
    NEW.salt IS NULL AND NEW.before_state IS NULL AND NEW.after_state IS NULL AND OLD.salt IS NOT NULL
    AND NEW.sequence IS OLD.sequence AND NEW.at IS OLD.at AND NEW.actor IS OLD.actor AND NEW.actor_uid IS OLD.actor_uid
    AND NEW.role IS OLD.role AND NEW.verb IS OLD.verb AND NEW.subject IS OLD.subject AND NEW.previous_hash IS OLD.previous_hash
    AND NEW.hash IS OLD.hash AND NEW.before_digest IS OLD.before_digest AND NEW.after_digest IS OLD.after_digest
)
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;
