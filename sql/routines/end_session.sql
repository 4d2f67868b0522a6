-- Somebody ends a session before it expires; the trigger session_after_deactivation sets its members offline. SECURITY
-- DEFINER, row_security: see create_session.

CREATE OR REPLACE FUNCTION public.end_session(session_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
    UPDATE public.session
       SET is_active = false
     WHERE session.session_id = end_session.session_id
       AND session.is_active;

    RETURN FOUND;
END
$function$;

COMMENT ON FUNCTION public.end_session(bigint) IS
    'Ends a session: it becomes inactive, and its members go offline. True if it did. False, and nothing changed, for '
    'a session that is inactive or does not exist.';

REVOKE EXECUTE ON FUNCTION public.end_session(bigint) FROM PUBLIC;
