CREATE OR REPLACE VIEW public.cleanup_day AS
SELECT calendar.day::date AS day,
       coalesce(done.runs, 0) AS runs,
       coalesce(done.sessions_cleaned, 0) AS sessions_cleaned,
       coalesce(done.members_set_offline, 0) AS members_set_offline
  FROM generate_series(
           date_trunc('day', now() AT TIME ZONE 'UTC') - interval '13 days',
           date_trunc('day', now() AT TIME ZONE 'UTC'),
           interval '1 day') AS calendar (day)
  LEFT JOIN (SELECT date_trunc('day', cleanup_run.started_at AT TIME ZONE 'UTC') AS day,
                    count(*) AS runs,
                    sum(cleanup_run.sessions_cleaned)::bigint AS sessions_cleaned,
                    sum(cleanup_run.members_set_offline)::bigint AS members_set_offline
               FROM public.cleanup_run
              WHERE cleanup_run.started_at >= (date_trunc('day', now() AT TIME ZONE 'UTC') - interval '13 days') AT TIME ZONE 'UTC'
              GROUP BY date_trunc('day', cleanup_run.started_at AT TIME ZONE 'UTC')) AS done USING (day);

COMMENT ON VIEW public.cleanup_day IS
    'What the cleanups of the last 14 days did, day by day, in UTC; today included.';
COMMENT ON COLUMN public.cleanup_day.day IS 'The day, in UTC.';
COMMENT ON COLUMN public.cleanup_day.runs IS 'Runs that started on it.';
COMMENT ON COLUMN public.cleanup_day.sessions_cleaned IS 'Sessions that they cleaned up.';
COMMENT ON COLUMN public.cleanup_day.members_set_offline IS 'Members that they set offline.';
