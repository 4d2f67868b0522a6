-- The role by which the router calls a node: it executes the calls and reads the views, and reads and writes no
-- table. On each node:
--
--     psql -d rooms_0 -v role=session_router -f deploy/cluster/node.sql
--
-- Run it as the role that migrated, after migrate --nodes, and again after an upgrade; no superuser is needed. Making
-- the role, where it isn't there yet, takes CREATEROLE; give it a password (\password session_router) and let
-- PgBouncer's auth_file have the same one.
\set ON_ERROR_STOP on
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
BEGIN;
GRANT USAGE ON SCHEMA public TO :"role";
GRANT EXECUTE ON FUNCTION
    public.node_require, public.node_run, public.node_state, public.cleanup_sessions,
    public.create_session, public.join_session, public.leave_session, public.end_session, public.find_session, public.touch_session,
    public.explain_session, public.undo_cleanup_run, public.undo_cleanup_run_batch,
    public.session_cleanup_check, public.session_cleanup_repair, public.apply_inactivity_timeout
    TO :"role";
GRANT SELECT ON public.expired_session, public.session_statistics, public.session_cleanup_status, public.cleanup_run_history,
    public.session_age TO :"role";
COMMIT;
