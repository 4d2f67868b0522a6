-- Trigger function: see session_lock_for_deactivation. With row_security = off, a row that row-level security hides
-- from the owner is an error and not a member who is left online; the other trigger functions have it too.
--
-- SECURITY DEFINER, so that a role that may update is_active needs no other privilege for this.

CREATE OR REPLACE FUNCTION public.session_before_deactivation()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
    PERFORM public.session_lock_for_deactivation(OLD.session_id);

    -- Members follow a new key before the trigger after the UPDATE is called, and must not come online by that.
    IF NEW.session_id <> OLD.session_id THEN
        PERFORM public.session_set_members_offline(OLD.session_id);
    END IF;

    NEW.deactivated_at := coalesce(NEW.deactivated_at, now());
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.session_before_deactivation() IS
    'Trigger of session: locks a session that becomes inactive, and sets deactivated_at to now() unless the UPDATE '
    'gives it.';

REVOKE EXECUTE ON FUNCTION public.session_before_deactivation() FROM PUBLIC;
