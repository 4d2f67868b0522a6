-- Is cleanup working? One row, by the database's clock alone. An age is never negative, also after the clock was set
-- back. A success in the future (the clock was ahead, or a backup is of another server's) would hide for years that
-- cleanup is dead: it does not count, and session_cleanup_problem names it.

CREATE OR REPLACE VIEW public.session_cleanup_status AS
SELECT now() AS checked_at,
       last_success.finished_at AS last_success_at,
       CASE
           WHEN last_success.finished_at IS NOT NULL THEN greatest(0, extract(EPOCH FROM now() - last_success.finished_at))
       END AS last_success_age_seconds,
       (SELECT count(*)
          FROM public.cleanup_run_history
         WHERE cleanup_run_history.finished_at IS NULL
           AND cleanup_run_history.cleanup_run_id > coalesce(last_success.cleanup_run_id, 0)
           AND cleanup_run_history.state = 'died') AS runs_died_since,
       backlog.sessions AS backlog,
       backlog.oldest_expired_at,
       CASE
           WHEN isfinite(backlog.oldest_expired_at) THEN extract(EPOCH FROM now() - backlog.oldest_expired_at)
       END AS oldest_expired_age_seconds,
       last_success.sessions_failed,
       (SELECT session_adoption.session_table::text FROM public.session_adoption) AS adopted_session_table,
       (SELECT session_adoption.member_table::text FROM public.session_adoption) AS adopted_member_table
  FROM (SELECT count(*) AS sessions, min(expired_session.expires_at) AS oldest_expired_at
          FROM public.expired_session) AS backlog
  LEFT JOIN (SELECT cleanup_run.cleanup_run_id, cleanup_run.finished_at, cleanup_run.sessions_failed
               FROM public.cleanup_run
              WHERE cleanup_run.finished_at <= now() + interval '1 minute'
              ORDER BY cleanup_run.finished_at DESC
              LIMIT 1) AS last_success ON true;

COMMENT ON VIEW public.session_cleanup_status IS
    'Whether cleanup is working, in one row: when it last succeeded, and how much is waiting for it.';
COMMENT ON COLUMN public.session_cleanup_status.checked_at IS 'The moment that the row is of.';
COMMENT ON COLUMN public.session_cleanup_status.last_success_at IS
    'When a run last ended in good order, by a clock at most a minute ahead. Null: none ever did, or none is left in '
    'cleanup_run.';
COMMENT ON COLUMN public.session_cleanup_status.last_success_age_seconds IS
    'Seconds since last_success_at; zero if that is up to a minute in the future. Null: no success.';
COMMENT ON COLUMN public.session_cleanup_status.runs_died_since IS 'Runs that died after the last success.';
COMMENT ON COLUMN public.session_cleanup_status.backlog IS 'Sessions that are expired and not cleaned up.';
COMMENT ON COLUMN public.session_cleanup_status.oldest_expired_at IS
    'When the first of them expired. Null: there is none.';
COMMENT ON COLUMN public.session_cleanup_status.oldest_expired_age_seconds IS
    'Seconds since oldest_expired_at. Null: there is none, or it is -infinity.';
COMMENT ON COLUMN public.session_cleanup_status.sessions_failed IS
    'Sessions that the run of last_success_at could not deactivate. Null: no success.';
COMMENT ON COLUMN public.session_cleanup_status.adopted_session_table IS
    'The application''s table that session is a view over. Null: it is a table of its own.';
COMMENT ON COLUMN public.session_cleanup_status.adopted_member_table IS
    'The application''s table that session_member is a view over. Null: it is a table of its own.';
