-- Trigger function: see session_require_active.
--
-- SECURITY DEFINER, because locking a row needs the UPDATE privilege, and a role that adds members may lack it.

CREATE OR REPLACE FUNCTION public.session_member_require_active_session()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
    PERFORM public.session_require_active(NEW.session_id, NEW.user_id);
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION public.session_member_require_active_session() IS
    'Trigger of session_member: refuses with SQLSTATE SC001 that a member is online in an inactive session.';

REVOKE EXECUTE ON FUNCTION public.session_member_require_active_session() FROM PUBLIC;
