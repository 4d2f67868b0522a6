-- The role that watches: it reads figures (no title, no member), and changes nothing.
--
--     psql -d rooms -v role=session_monitor -f deploy/roles/monitor.sql
--
-- Run it as the role that migrated, after migrate; no superuser is needed. Making the role, where it isn't there yet, takes CREATEROLE.
-- For explain, which shows a session's title: GRANT EXECUTE ON FUNCTION explain_session, find_session TO session_monitor;
\set ON_ERROR_STOP on
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
BEGIN;
GRANT USAGE ON SCHEMA public TO :"role";
GRANT SELECT ON
    public.session_cleanup_status, public.session_statistics, public.cleanup_run_history, public.cleanup_day,
    public.session_age, public.session_cleanup_problem
    TO :"role";
GRANT EXECUTE ON FUNCTION public.session_cleanup_check TO :"role";

-- On a router, the views ask functions, which a role has to be granted too.
SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I', oid::regprocedure, :'role')
  FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace
   AND proname IN ('router_nodes', 'router_statistics', 'router_status', 'router_history', 'router_session_age')
\gexec
COMMIT;
