-- Rule 2 from the session's side, second half: the members of a session that is locked for its deactivation go offline.

CREATE OR REPLACE FUNCTION public.session_set_members_offline(session_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    UPDATE public.session_member
       SET is_online = false
     WHERE session_member.session_id = session_set_members_offline.session_id
       AND session_member.is_online;

    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM public.session_require_newest_members(ARRAY[session_set_members_offline.session_id]);
    END IF;
END
$function$;

COMMENT ON FUNCTION public.session_set_members_offline(bigint) IS
    'Sets the online members of a session offline. Error: those of session_require_newest_members above READ '
    'COMMITTED.';

REVOKE EXECUTE ON FUNCTION public.session_set_members_offline(bigint) FROM PUBLIC;
