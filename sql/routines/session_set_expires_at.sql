-- Trigger function: a new session expires after its type's timeout, unless the INSERT says when. SECURITY DEFINER, so
-- that inserting a session needs no privilege on session_type.

CREATE OR REPLACE FUNCTION public.session_set_expires_at()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
    NEW.expires_at := public.session_first_expiry(NEW.session_type);
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.session_set_expires_at() IS
    'Trigger of session: a session inserted without expires_at gets now() plus the inactivity_timeout of its type, or '
    'null where the type never expires.';

REVOKE EXECUTE ON FUNCTION public.session_set_expires_at() FROM PUBLIC;
