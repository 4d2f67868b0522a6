-- A session that somebody makes active again has no moment at which it became inactive.

CREATE OR REPLACE FUNCTION public.session_reactivate()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    NEW.deactivated_at := NULL;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.session_reactivate() IS
    'Trigger of session: when a session becomes active again, sets deactivated_at to null.';

REVOKE EXECUTE ON FUNCTION public.session_reactivate() FROM PUBLIC;

CREATE OR REPLACE TRIGGER session_reactivate
    BEFORE UPDATE ON public.session
    FOR EACH ROW
    WHEN (NEW.is_active AND NOT OLD.is_active)
    EXECUTE FUNCTION public.session_reactivate();

COMMENT ON TRIGGER session_reactivate ON public.session IS
    'An active session has no deactivated_at. An UPDATE that leaves is_active alone does not call it.';
