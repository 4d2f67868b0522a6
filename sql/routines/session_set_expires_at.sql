-- A new session expires after its type's timeout, unless the INSERT says when.
--
-- Under UTC, because now() + '7 days' depends on the TimeZone of whoever runs it: across a change of daylight saving
-- time it would be 167 or 169 hours. SECURITY DEFINER, so that inserting a session needs no privilege on session_type.

CREATE OR REPLACE FUNCTION public.session_set_expires_at()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
SET row_security = off
AS $function$
BEGIN
    NEW.expires_at := (SELECT now() + session_type.inactivity_timeout
                         FROM public.session_type
                        WHERE session_type.session_type = NEW.session_type);
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.session_set_expires_at() IS
    'Trigger of session: a session inserted without expires_at gets now() plus the inactivity_timeout of its type, or null where the type never expires.';

REVOKE EXECUTE ON FUNCTION public.session_set_expires_at() FROM PUBLIC;
