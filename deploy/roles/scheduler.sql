-- For the runner that schedules with pg_cron: session-cleanup schedule, unschedule, and what status shows of the job and its runs.
-- For the monitor: what status shows of them; pg_cron by itself shows a role nothing but its own jobs.
--
--     psql -d postgres -v runner=session_runner -v monitor=session_monitor -f deploy/roles/scheduler.sql
--
-- Run it as a superuser, in the database that pg_cron lives in (SHOW cron.database_name), after CREATE EXTENSION pg_cron. The database
-- that is cleaned may be another one; there, the roles have the grants of runner.sql and monitor.sql. Running it again changes nothing.
\set ON_ERROR_STOP on
BEGIN;
SELECT format('GRANT CONNECT ON DATABASE %I TO %I, %I', current_database(), :'runner', :'monitor') \gexec
GRANT USAGE ON SCHEMA cron TO :"runner", :"monitor";
GRANT SELECT ON cron.job, cron.job_run_details TO :"runner", :"monitor";

-- Without it, a role can't see in which database pg_cron lives, nor in which time zone its schedules are.
GRANT pg_read_all_settings TO :"runner", :"monitor";

-- pg_cron lets nobody but superusers schedule for another database until somebody grants it.
GRANT EXECUTE ON FUNCTION cron.schedule(text, text, text) TO :"runner";
GRANT EXECUTE ON FUNCTION cron.schedule_in_database(text, text, text, text, text, boolean) TO :"runner";
SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I', oid::regprocedure, :'runner')
  FROM pg_proc
 WHERE pronamespace = 'cron'::regnamespace AND proname = 'unschedule' \gexec

-- Both see each job that calls the cleanup, whoever owns it, and its runs: schedule does not add a second one, and status shows it.
DROP POLICY IF EXISTS session_cleanup ON cron.job;
CREATE POLICY session_cleanup ON cron.job FOR SELECT TO :"runner", :"monitor"
    USING (command LIKE '%cleanup_sessions%');
DROP POLICY IF EXISTS session_cleanup ON cron.job_run_details;
CREATE POLICY session_cleanup ON cron.job_run_details FOR SELECT TO :"runner", :"monitor"
    USING (command LIKE '%cleanup_sessions%');
COMMIT;
