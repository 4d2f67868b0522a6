-- Trigger function: an active session has no moment at which it became inactive, and no run that deactivated it:
-- neither one that somebody makes active again, nor one that is written so. Not a CHECK, which would refuse UPDATE
-- session SET is_active = true, and would cost every heartbeat.

CREATE OR REPLACE FUNCTION public.session_clear_deactivation()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    NEW.deactivated_at := NULL;
    NEW.cleanup_run_id := NULL;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.session_clear_deactivation() IS
    'Trigger of session: sets deactivated_at and cleanup_run_id of an active session to null.';

REVOKE EXECUTE ON FUNCTION public.session_clear_deactivation() FROM PUBLIC;
