-- The job that session-cleanup schedule makes, for the DBA who would rather run SQL, in the database in which pg_cron lives:
--
--     psql -d postgres -v database=rooms -v schedule='0 2 * * *' -f deploy/pg_cron/session-cleanup.sql
--
-- The job runs as the role that runs this, which needs the grants of deploy/roles/runner.sql.
\set ON_ERROR_STOP on
SELECT cron.schedule_in_database('session-cleanup ' || :'database', :'schedule', 'CALL public.cleanup_sessions_in_batches()', :'database');
