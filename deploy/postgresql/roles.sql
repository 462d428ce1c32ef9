-- Three roles and one database for Monitor. Run by a superuser, once, and again whenever it changes:
--   psql -v ON_ERROR_STOP=1 -f roles.sql
-- Passwords are set apart from this file: \password monitor_daemon
--
-- monitor_owner   owns the schema and changes it: 'monitor db migrate', and nothing else, runs as this role.
-- monitor_daemon  what 'monitor run' needs: reads and writes rows. It can neither change a table nor lift a trigger.
-- monitor_reader  reads, for reports and audits outside Monitor.
SELECT format('CREATE ROLE %I LOGIN', role) FROM unnest(ARRAY['monitor_owner', 'monitor_daemon', 'monitor_reader']) AS role
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role) \gexec

-- Letters are ordered by their code points, as on SQLite, whatever the system's library says.
SELECT 'CREATE DATABASE monitor OWNER monitor_owner ENCODING ''UTF8'' LC_COLLATE ''C'' LC_CTYPE ''C'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = 'monitor') \gexec

REVOKE ALL ON DATABASE monitor FROM PUBLIC;
GRANT CONNECT ON DATABASE monitor TO monitor_owner, monitor_daemon, monitor_reader;

\connect monitor

CREATE SCHEMA IF NOT EXISTS monitor AUTHORIZATION monitor_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA monitor TO monitor_daemon, monitor_reader;
ALTER ROLE monitor_owner IN DATABASE monitor SET search_path = monitor;
ALTER ROLE monitor_daemon IN DATABASE monitor SET search_path = monitor;
ALTER ROLE monitor_reader IN DATABASE monitor SET search_path = monitor;

-- What the owner makes from now on, and what is there already.
ALTER DEFAULT PRIVILEGES FOR ROLE monitor_owner IN SCHEMA monitor GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO monitor_daemon;
ALTER DEFAULT PRIVILEGES FOR ROLE monitor_owner IN SCHEMA monitor GRANT USAGE ON SEQUENCES TO monitor_daemon;
ALTER DEFAULT PRIVILEGES FOR ROLE monitor_owner IN SCHEMA monitor GRANT SELECT ON TABLES TO monitor_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA monitor TO monitor_daemon;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA monitor TO monitor_daemon;
GRANT SELECT ON ALL TABLES IN SCHEMA monitor TO monitor_reader;
