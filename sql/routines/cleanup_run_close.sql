-- Ends a run, and counts the sessions once. Without parallel workers: on two processors they leave none to the
-- application, which is in more of a hurry. random_page_cost: indexes are read in their order, so that the planner
-- compares the pages that it would read of them and of the table.

CREATE OR REPLACE FUNCTION public.cleanup_run_close(
    run_id bigint,
    statistics boolean DEFAULT true,
    stopped_by text DEFAULT NULL)
RETURNS TABLE (
    sessions_cleaned bigint,
    members_set_offline bigint,
    sessions_failed bigint,
    active_sessions bigint,
    inactive_sessions bigint,
    total_sessions bigint,
    expired_sessions_left bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET lock_timeout = '500ms'
SET max_parallel_workers_per_gather = 0
SET random_page_cost = 1.1
AS $function$
BEGIN
    UPDATE public.cleanup_run
       SET finished_at = clock_timestamp(),
           stopped_by = cleanup_run_close.stopped_by
     WHERE cleanup_run.cleanup_run_id = run_id
       AND cleanup_run.role_name = session_user
       AND cleanup_run.finished_at IS NULL
    RETURNING cleanup_run.sessions_cleaned, cleanup_run.members_set_offline, cleanup_run.sessions_failed
      INTO sessions_cleaned, members_set_offline, sessions_failed;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC003',
            MESSAGE = format('role %s has no cleanup run %s in progress', session_user, coalesce(run_id::text, 'null')),
            HINT    = 'Begin one with cleanup_run_begin().';
    END IF;

    PERFORM public.cleanup_run_prune(run_id);

    IF statistics THEN
        SELECT session_totals.active, session_totals.inactive, session_totals.total, session_totals.expired
          INTO active_sessions, inactive_sessions, total_sessions, expired_sessions_left
          FROM public.session_totals;
    END IF;

    RETURN NEXT;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_close(bigint, boolean, text) IS
    'Ends the cleanup run_id, with or without expired sessions left, and returns one row: what its batches did, and '
    'the sessions there are now of the types that expire; the latter are null with statistics => false, which counts '
    'none. Removes up to 1,000 runs that are past cleanup_setting.run_retention. Error: SC003 if the caller has no '
    'such run in progress, 55P03 if cleanup_run stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_close(bigint, boolean, text) FROM PUBLIC;

-- Whoever ended runs before 0.2.0 still can.
DO $block$
DECLARE
    grantee oid;
BEGIN
    FOR grantee IN
        SELECT granted.grantee
          FROM pg_proc
         CROSS JOIN aclexplode(pg_proc.proacl) AS granted
         WHERE pg_proc.oid = to_regprocedure('public.cleanup_run_finish(bigint)')
           AND granted.grantee NOT IN (0, pg_proc.proowner)
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION public.cleanup_run_close(bigint, boolean, text) TO %s', grantee::regrole);
    END LOOP;
END
$block$;
