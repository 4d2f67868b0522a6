-- An active session has no moment at which it became inactive: neither one that somebody makes active again, nor one that is
-- written so. Not a CHECK, which would refuse UPDATE session SET is_active = true, and would cost every heartbeat.
--
-- SECURITY DEFINER, so that a role that may update is_active needs no other privilege for this.

CREATE OR REPLACE FUNCTION public.session_reactivate()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    UPDATE public.session
       SET deactivated_at = NULL
     WHERE session.session_id = NEW.session_id;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION public.session_reactivate() IS
    'Trigger of session: sets deactivated_at of an active session to null.';

REVOKE EXECUTE ON FUNCTION public.session_reactivate() FROM PUBLIC;

CREATE OR REPLACE TRIGGER session_reactivate
    AFTER INSERT OR UPDATE OF is_active, deactivated_at ON public.session
    FOR EACH ROW
    WHEN (NEW.is_active AND NEW.deactivated_at IS NOT NULL)
    EXECUTE FUNCTION public.session_reactivate();

COMMENT ON TRIGGER session_reactivate ON public.session IS
    'An active session has no deactivated_at. An UPDATE that leaves is_active and deactivated_at alone does not call it.';
