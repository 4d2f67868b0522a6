-- A user comes online in a session, as a new member or as one who is back. It is activity: touch_session locks the
-- session's row, so that neither a cleanup nor another join comes between, and refuses a session that is over.
-- SECURITY DEFINER, row_security: see create_session.

CREATE OR REPLACE FUNCTION public.join_session(session_id bigint, user_id bigint, permission text DEFAULT NULL)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
DECLARE
    still_active boolean;
    was_online   boolean;
BEGIN
    IF session_id IS NULL OR user_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = format('%s must not be null', CASE WHEN session_id IS NULL THEN 'session_id' ELSE 'user_id' END),
            HINT    = 'Give the session, and the user who joins it.';
    END IF;

    IF permission NOT IN ('view', 'edit') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('permission must be view or edit, not %L', permission),
            HINT    = 'Leave it out to keep what the member has; a new member has view.';
    END IF;

    IF NOT public.touch_session(session_id) THEN
        SELECT session.is_active
          INTO still_active
          FROM public.session
         WHERE session.session_id = join_session.session_id;

        IF NOT FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'foreign_key_violation',
                MESSAGE = format('there is no session %s', session_id),
                HINT    = 'find_session(share_id) finds the session of a link.';
        END IF;

        RAISE EXCEPTION USING
            ERRCODE = 'SC001',
            MESSAGE = format('member %s can''t be online in session %s: the session is %s',
                             user_id, session_id, CASE WHEN still_active THEN 'expired' ELSE 'inactive' END),
            HINT    = 'Join another session, or create one with create_session().';
    END IF;

    was_online := EXISTS (SELECT
                            FROM public.session_member
                           WHERE session_member.session_id = join_session.session_id
                             AND session_member.user_id = join_session.user_id
                             AND session_member.is_online);

    INSERT INTO public.session_member (session_id, user_id, permission, is_online)
    VALUES (join_session.session_id, join_session.user_id, coalesce(join_session.permission, 'view'), true)
        ON CONFLICT DO NOTHING;

    IF NOT FOUND THEN
        UPDATE public.session_member
           SET is_online = true,
               last_active_at = now(),
               permission = coalesce(join_session.permission, session_member.permission)
         WHERE session_member.session_id = join_session.session_id
           AND session_member.user_id = join_session.user_id;
    END IF;

    RETURN NOT was_online;
END
$function$;

COMMENT ON FUNCTION public.join_session(bigint, bigint, text) IS
    'A user comes online in a session and, if they are not one yet, becomes a member of it. permission is view or '
    'edit; null keeps what the member has, and a new one gets view. Counts as activity, as touch_session does. True '
    'if the user was not online before. Errors: SC001 for a session that is inactive or expired, 23503 for one that '
    'does not exist, 22023 for another permission, 22004 for a null session_id or user_id.';

REVOKE EXECUTE ON FUNCTION public.join_session(bigint, bigint, text) FROM PUBLIC;
