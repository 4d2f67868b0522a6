-- Trigger function: see session_set_members_offline. It locks again, for a trigger of the application's that
-- deactivated the session after session_before_deactivation.

CREATE OR REPLACE FUNCTION public.session_after_deactivation()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
    PERFORM public.session_lock_for_deactivation(NEW.session_id);
    PERFORM public.session_set_members_offline(NEW.session_id);
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION public.session_after_deactivation() IS
    'Trigger of session: sets the members of a session that became inactive offline. Errors above READ COMMITTED: '
    '40001 if a member has changed since the transaction''s snapshot, 0A000 where that can''t be found out.';

REVOKE EXECUTE ON FUNCTION public.session_after_deactivation() FROM PUBLIC;
