-- Rule 1 for plain SQL: history stays. An ORM that cascades the deletion of a user would take the sessions with it.

CREATE OR REPLACE FUNCTION public.session_refuse_delete()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'SC002',
        MESSAGE = format('session %s can''t be deleted: sessions are kept for history', OLD.session_id),
        HINT    = 'Set is_active to false to end the session. To erase what is personal, set title and owner_id to null.';
END
$function$;

COMMENT ON FUNCTION public.session_refuse_delete() IS
    'Trigger of session: refuses every DELETE with SQLSTATE SC002.';

REVOKE EXECUTE ON FUNCTION public.session_refuse_delete() FROM PUBLIC;
