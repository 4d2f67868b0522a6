-- Rule 1 for plain SQL: history stays. An ORM that cascades the deletion of a user would take the sessions with it.

CREATE OR REPLACE FUNCTION public.session_raise_deletion(session_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'SC002',
        MESSAGE = format('session %s can''t be deleted: sessions are kept for history', session_id),
        HINT    = 'Set is_active to false to end the session. To erase what is personal, set title and owner_id to null.';
END
$function$;

COMMENT ON FUNCTION public.session_raise_deletion(bigint) IS
    'Raises SC002: the session can''t be deleted.';

REVOKE EXECUTE ON FUNCTION public.session_raise_deletion(bigint) FROM PUBLIC;
