-- Under UTC, because now() + '7 days' depends on the TimeZone of whoever runs it: across a change of daylight saving
-- time it would be 167 or 169 hours.

CREATE OR REPLACE FUNCTION public.session_first_expiry(session_type text)
RETURNS timestamptz
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $function$
BEGIN
    RETURN (SELECT now() + known.inactivity_timeout
              FROM public.session_type AS known
             WHERE known.session_type = session_first_expiry.session_type);
END
$function$;

COMMENT ON FUNCTION public.session_first_expiry(text) IS
    'When a session of the type expires that is created now. Null: never.';

REVOKE EXECUTE ON FUNCTION public.session_first_expiry(text) FROM PUBLIC;
