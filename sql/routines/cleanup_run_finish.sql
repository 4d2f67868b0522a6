-- Ends a run, and counts the sessions once. Without parallel workers: on two processors they leave none to the application, which
-- is in more of a hurry.

CREATE OR REPLACE FUNCTION public.cleanup_run_finish(run_id bigint)
RETURNS TABLE (
    sessions_cleaned bigint,
    members_set_offline bigint,
    active_sessions bigint,
    inactive_sessions bigint,
    total_sessions bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '500ms'
SET max_parallel_workers_per_gather = 0
AS $function$
BEGIN
    UPDATE public.cleanup_run
       SET finished_at = clock_timestamp()
     WHERE cleanup_run.cleanup_run_id = run_id
       AND cleanup_run.role_name = session_user
       AND cleanup_run.finished_at IS NULL
    RETURNING cleanup_run.sessions_cleaned, cleanup_run.members_set_offline
      INTO sessions_cleaned, members_set_offline;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC003',
            MESSAGE = format('role %s has no cleanup run %s in progress', session_user, coalesce(run_id::text, 'null')),
            HINT    = 'Begin one with cleanup_run_begin().';
    END IF;

    -- The history prunes itself, a bounded piece at a time. What another run is pruning is left to it.
    DELETE FROM public.cleanup_run
     WHERE cleanup_run.cleanup_run_id IN (
               SELECT old_run.cleanup_run_id
                 FROM public.cleanup_run AS old_run
                WHERE old_run.started_at < now() - (SELECT cleanup_setting.run_retention FROM public.cleanup_setting)
                  AND old_run.updated_at < now() - (SELECT cleanup_setting.run_retention FROM public.cleanup_setting)
                  AND old_run.cleanup_run_id <> run_id
                ORDER BY old_run.started_at
                LIMIT 1000
                  FOR UPDATE SKIP LOCKED);

    RETURN QUERY
    SELECT cleanup_run_finish.sessions_cleaned,
           cleanup_run_finish.members_set_offline,
           coalesce(sum(session_statistics.active), 0)::bigint,
           coalesce(sum(session_statistics.inactive), 0)::bigint,
           coalesce(sum(session_statistics.total), 0)::bigint
      FROM public.session_statistics
      JOIN public.session_type USING (session_type)
     WHERE session_type.inactivity_timeout IS NOT NULL;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_finish(bigint) IS
    'Ends the cleanup run_id, with or without expired sessions left, and returns one row: what its batches did, and the sessions there are now of the types that expire. Removes up to 1,000 runs that are past cleanup_setting.run_retention. Error: SC003 if the caller has no such run in progress, 55P03 if cleanup_run stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_finish(bigint) FROM PUBLIC;
