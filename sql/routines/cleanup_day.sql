CREATE OR REPLACE VIEW public.cleanup_day AS
SELECT calendar.day::date AS day,
       coalesce(done.runs, 0) AS runs,
       coalesce(done.sessions_cleaned, 0) AS sessions_cleaned,
       coalesce(done.members_set_offline, 0) AS members_set_offline,
       coalesce(done.runs_failed, 0) AS runs_failed,
       coalesce(done.sessions_failed, 0) AS sessions_failed,
       coalesce(done.longest_run_seconds, 0) AS longest_run_seconds
  FROM generate_series(
           date_trunc('day', now() AT TIME ZONE 'UTC') - interval '13 days',
           date_trunc('day', now() AT TIME ZONE 'UTC'),
           interval '1 day') AS calendar (day)
  LEFT JOIN (SELECT date_trunc('day', run.started_at AT TIME ZONE 'UTC') AS day,
                    count(*) AS runs,
                    sum(run.sessions_cleaned)::bigint AS sessions_cleaned,
                    sum(run.members_set_offline)::bigint AS members_set_offline,
                    count(*) FILTER (WHERE run.sessions_failed > 0) AS runs_failed,
                    sum(run.sessions_failed)::bigint AS sessions_failed,
                    max(extract(EPOCH FROM coalesce(run.finished_at, run.updated_at) - run.started_at)) AS longest_run_seconds
               FROM public.cleanup_run AS run
              WHERE run.started_at >= (date_trunc('day', now() AT TIME ZONE 'UTC') - interval '13 days') AT TIME ZONE 'UTC'
              GROUP BY date_trunc('day', run.started_at AT TIME ZONE 'UTC')) AS done USING (day);

COMMENT ON VIEW public.cleanup_day IS
    'What the cleanups of the last 14 days did, day by day, in UTC; today included.';
COMMENT ON COLUMN public.cleanup_day.day IS 'The day, in UTC.';
COMMENT ON COLUMN public.cleanup_day.runs IS 'Runs that started on it.';
COMMENT ON COLUMN public.cleanup_day.sessions_cleaned IS 'Sessions that they cleaned up.';
COMMENT ON COLUMN public.cleanup_day.members_set_offline IS 'Members that they set offline.';
COMMENT ON COLUMN public.cleanup_day.runs_failed IS 'How many of the runs had sessions that could not be deactivated.';
COMMENT ON COLUMN public.cleanup_day.sessions_failed IS 'How many such sessions there were; one that fails in two runs counts twice.';
COMMENT ON COLUMN public.cleanup_day.longest_run_seconds IS 'How long the longest of the runs took.';
