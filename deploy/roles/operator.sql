-- The role of whoever is woken at night: it can do what the runner and the monitor can, take a cleanup back, say why a session is
-- closed, repair rows and apply a changed timeout. It reads and writes no table.
--
--     psql -d rooms -v role=session_operator -f deploy/roles/operator.sql
--
-- Run it as the role that migrated, after migrate; no superuser is needed.
-- Making the role, where it isn't there yet, takes CREATEROLE.
\set ON_ERROR_STOP on
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
BEGIN;
GRANT USAGE ON SCHEMA public TO :"role";
GRANT SELECT ON
    public.session_cleanup_status, public.session_statistics, public.cleanup_run_history, public.cleanup_day,
    public.session_age, public.session_cleanup_problem, public.expired_session
    TO :"role";
GRANT EXECUTE ON FUNCTION
    public.cleanup_sessions, public.cleanup_run_begin, public.cleanup_run_batch, public.cleanup_run_close, public.cleanup_run_finish,
    public.undo_cleanup_run, public.undo_cleanup_run_batch, public.explain_session, public.find_session,
    public.session_cleanup_check, public.session_cleanup_repair, public.apply_inactivity_timeout
    TO :"role";
GRANT EXECUTE ON PROCEDURE public.cleanup_sessions_in_batches, public.apply_inactivity_timeout_in_batches TO :"role";

-- On a router, the views ask functions, which a role has to be granted too.
SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I', oid::regprocedure, :'role')
  FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace
   AND proname IN ('router_nodes', 'router_statistics', 'router_status', 'router_history', 'router_session_age',
                   'router_expired_session')
\gexec
COMMIT;
