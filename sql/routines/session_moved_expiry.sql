-- In seconds, so that neither TimeZone nor a change of daylight saving time has a say.

CREATE OR REPLACE FUNCTION public.session_moved_expiry(expires_at timestamptz, activity_before timestamptz, activity timestamptz)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT expires_at + make_interval(secs => extract(EPOCH FROM activity - activity_before)::double precision);
$function$;

COMMENT ON FUNCTION public.session_moved_expiry(timestamptz, timestamptz, timestamptz) IS
    'expires_at, later by as much as the last activity is.';

REVOKE EXECUTE ON FUNCTION public.session_moved_expiry(timestamptz, timestamptz, timestamptz) FROM PUBLIC;
