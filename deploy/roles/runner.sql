-- The role that cleans up, from cron, systemd or a container: it executes the cleanup, and reads and writes no table.
--
--     psql -d rooms -v role=session_runner -f deploy/roles/runner.sql
--
-- Run it as the role that migrated, after migrate; no superuser is needed. Making the role, where it isn't there yet, takes CREATEROLE.
-- For cleanup --verbose, which lists titles of sessions: GRANT SELECT ON expired_session TO session_runner;
-- and on a router, GRANT EXECUTE ON FUNCTION router_nodes, router_expired_session TO session_runner too.
\set ON_ERROR_STOP on
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
BEGIN;
GRANT USAGE ON SCHEMA public TO :"role";
GRANT EXECUTE ON FUNCTION public.cleanup_sessions, public.cleanup_run_begin, public.cleanup_run_batch, public.cleanup_run_close, public.cleanup_run_finish TO :"role";
GRANT EXECUTE ON PROCEDURE public.cleanup_sessions_in_batches TO :"role";
COMMIT;
