-- The end of a run as version 0.1 called it.

CREATE OR REPLACE FUNCTION public.cleanup_run_finish(run_id bigint)
RETURNS TABLE (
    sessions_cleaned bigint,
    members_set_offline bigint,
    active_sessions bigint,
    inactive_sessions bigint,
    total_sessions bigint)
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT closed.sessions_cleaned, closed.members_set_offline, closed.active_sessions, closed.inactive_sessions,
       closed.total_sessions
  FROM public.cleanup_run_close(run_id) AS closed;
$function$;

COMMENT ON FUNCTION public.cleanup_run_finish(bigint) IS
    'Does what cleanup_run_close(run_id) does, and returns five columns of its row.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_finish(bigint) FROM PUBLIC;
