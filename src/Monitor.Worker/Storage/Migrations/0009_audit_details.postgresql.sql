-- A row's details may one day have to be erased by law, while the chain must go on proving that nothing else was touched. So the chain is
-- laid over a salted digest of each detail: with the salt gone, nobody can find out from the digest what stood there.
ALTER TABLE audit ADD COLUMN salt TEXT;
ALTER TABLE audit ADD COLUMN before_digest TEXT;
ALTER TABLE audit ADD COLUMN after_digest TEXT;

DROP TRIGGER audit_is_never_changed ON audit;

-- The one change there is: salt and both details go together, everything else stays as it was.
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit FOR EACH ROW
    WHEN (NOT (
        NEW.salt IS NULL AND NEW.before_state IS NULL AND NEW.after_state IS NULL AND OLD.salt IS NOT NULL
        AND (NEW.sequence, NEW.at, NEW.actor, NEW.actor_uid, NEW.role, NEW.verb, NEW.subject, NEW.previous_hash, NEW.hash, NEW.before_digest, NEW.after_digest)
            IS NOT DISTINCT FROM
            (OLD.sequence, OLD.at, OLD.actor, OLD.actor_uid, OLD.role, OLD.verb, OLD.subject, OLD.previous_hash, OLD.hash, OLD.before_digest, OLD.after_digest)
    ))
    EXECUTE FUNCTION audit_refuses('audit rows are never changed');
