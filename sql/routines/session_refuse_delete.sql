-- Trigger function: see session_raise_deletion. SECURITY DEFINER, because nobody else may call that.

CREATE OR REPLACE FUNCTION public.session_refuse_delete()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM public.session_raise_deletion(OLD.session_id);
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION public.session_refuse_delete() IS
    'Trigger of session: refuses every DELETE with SQLSTATE SC002.';

REVOKE EXECUTE ON FUNCTION public.session_refuse_delete() FROM PUBLIC;
