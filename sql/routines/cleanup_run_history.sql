-- What became of each run. A run in one transaction is seen only when it is over; of one in batches, each batch is
-- seen when it commits.
--
-- The backend's process ID is visible to every role, and shows that a run is over whose connection broke. It does not
-- show it behind PgBouncer, which keeps the backend, nor on a standby, where the backends are others: after an hour
-- without a batch the run is taken for dead there too.
--
-- No volatile function (clock_timestamp, pg_is_in_recovery): with one, ORDER BY ... LIMIT would read the whole history.

CREATE OR REPLACE VIEW public.cleanup_run_history AS
SELECT cleanup_run.cleanup_run_id,
       cleanup_run.started_at,
       cleanup_run.updated_at,
       cleanup_run.finished_at,
       CASE
           WHEN cleanup_run.finished_at IS NOT NULL THEN 'finished'
           WHEN cleanup_run.updated_at < now() - interval '1 hour' THEN 'died'
           WHEN current_setting('in_hot_standby') = 'on' OR EXISTS (SELECT
                                                 FROM pg_stat_activity
                                                WHERE pg_stat_activity.pid = cleanup_run.backend_pid
                                                  AND pg_stat_activity.datname = current_database()) THEN 'running'
           ELSE 'died'
       END AS state,
       extract(EPOCH FROM coalesce(cleanup_run.finished_at, cleanup_run.updated_at) - cleanup_run.started_at) AS seconds,
       cleanup_run.sessions_cleaned,
       cleanup_run.members_set_offline,
       cleanup_run.role_name,
       cleanup_run.application_name,
       cleanup_run.way_in,
       cleanup_run.sessions_failed,
       cleanup_run.stopped_by,
       cleanup_run.batches,
       cleanup_run.longest_batch_seconds,
       cleanup_run.undone_at,
       cleanup_run.sessions_reactivated
  FROM public.cleanup_run;

COMMENT ON VIEW public.cleanup_run_history IS
    'The cleanups there were, and those that are running; ORDER BY cleanup_run_id DESC for the last ones.';
COMMENT ON COLUMN public.cleanup_run_history.cleanup_run_id IS 'Key; a later run has a higher one.';
COMMENT ON COLUMN public.cleanup_run_history.started_at IS 'When the run started.';
COMMENT ON COLUMN public.cleanup_run_history.updated_at IS 'When the run''s last batch was done.';
COMMENT ON COLUMN public.cleanup_run_history.finished_at IS
    'When the run ended in good order. Null: it did not, or not yet.';
COMMENT ON COLUMN public.cleanup_run_history.state IS
    'finished; running; or died: not finished, and its backend is gone or no batch was committed for an hour.';
COMMENT ON COLUMN public.cleanup_run_history.seconds IS
    'From the start to the end, or to the last batch that was committed.';
COMMENT ON COLUMN public.cleanup_run_history.sessions_cleaned IS
    'Sessions that the run''s committed batches made inactive.';
COMMENT ON COLUMN public.cleanup_run_history.members_set_offline IS
    'Members that the run''s committed batches set offline.';
COMMENT ON COLUMN public.cleanup_run_history.role_name IS 'The role that logged in to run it.';
COMMENT ON COLUMN public.cleanup_run_history.application_name IS
    'The application_name of the connection that started it: session-cleanup, psql, pg_cron.';
COMMENT ON COLUMN public.cleanup_run_history.way_in IS
    'What was called: cleanup_sessions, cleanup_sessions_in_batches, session-cleanup (the command line), or '
    'cleanup_run_begin (by hand).';
COMMENT ON COLUMN public.cleanup_run_history.sessions_failed IS
    'Sessions that could not be deactivated; cleanup_run_failure has the first 10.';
COMMENT ON COLUMN public.cleanup_run_history.stopped_by IS
    'What ended the run before it was done: max-runtime or the name of a signal. Null: nothing did.';
COMMENT ON COLUMN public.cleanup_run_history.batches IS 'Batches that the run committed; 0 of a version before 0.2.0.';
COMMENT ON COLUMN public.cleanup_run_history.longest_batch_seconds IS
    'How long the longest of them took, without its COMMIT.';
COMMENT ON COLUMN public.cleanup_run_history.undone_at IS
    'When an undo last made sessions of the run active again. Null: never.';
COMMENT ON COLUMN public.cleanup_run_history.sessions_reactivated IS
    'Sessions of the run that an undo has made active again.';
