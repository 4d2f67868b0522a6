CREATE OR REPLACE FUNCTION public.session_raise_inactive(session_id bigint, user_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'SC001',
        MESSAGE = format('member %s can''t be online in session %s: the session is inactive', user_id, session_id),
        HINT    = 'Set is_active of the session to true first, or join another session.';
END
$function$;

COMMENT ON FUNCTION public.session_raise_inactive(bigint, bigint) IS
    'Raises SC001: a member can''t be online in an inactive session.';

REVOKE EXECUTE ON FUNCTION public.session_raise_inactive(bigint, bigint) FROM PUBLIC;
