-- Trigger function: only a batch of a cleanup sets cleanup_run_id; what anybody else writes there (an ORM that saves
-- all columns, as it read them a while ago) is ignored. The triggers of a deactivation rely on it: see triggers.sql.

CREATE OR REPLACE FUNCTION public.session_keep_cleanup_run_id()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    NEW.cleanup_run_id := OLD.cleanup_run_id;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.session_keep_cleanup_run_id() IS
    'Trigger of session: cleanup_run_id stays as it is, unless a batch of a cleanup sets it.';

REVOKE EXECUTE ON FUNCTION public.session_keep_cleanup_run_id() FROM PUBLIC;
