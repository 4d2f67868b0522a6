-- A user goes offline and stays a member. SECURITY DEFINER, row_security: see create_session.

CREATE OR REPLACE FUNCTION public.leave_session(session_id bigint, user_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
    UPDATE public.session_member
       SET is_online = false,
           last_active_at = now()
     WHERE session_member.session_id = leave_session.session_id
       AND session_member.user_id = leave_session.user_id
       AND session_member.is_online;

    RETURN FOUND;
END
$function$;

COMMENT ON FUNCTION public.leave_session(bigint, bigint) IS
    'A member of a session goes offline and stays a member. True if they were online. False, and nothing changed, if '
    'they were not, or are no member.';

REVOKE EXECUTE ON FUNCTION public.leave_session(bigint, bigint) FROM PUBLIC;
