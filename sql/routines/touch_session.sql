-- Activity in a session: the next expiry is a whole timeout away again.
--
-- The row is locked before expired_session is asked, so that the answer is about the version that is updated. An expiry
-- that is further away than the timeout stays (somebody gave the session longer), and so does "never" (null, infinity).
-- Under UTC for the reason that session_set_expires_at gives.

CREATE OR REPLACE FUNCTION public.touch_session(session_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
SET row_security = off
AS $function$
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = touch_session.session_id
        AND session.is_active
        FOR NO KEY UPDATE;

    IF NOT FOUND THEN
        RETURN false;
    END IF;

    IF EXISTS (SELECT
                 FROM public.expired_session
                WHERE expired_session.session_id = touch_session.session_id) THEN
        RETURN false;
    END IF;

    UPDATE public.session
       SET last_activity_at = now(),
           expires_at = CASE
                            WHEN session.expires_at IS NOT NULL
                            THEN greatest(session.expires_at, now() + session_type.inactivity_timeout)
                        END
      FROM public.session_type
     WHERE session.session_id = touch_session.session_id
       AND session_type.session_type = session.session_type;

    RETURN true;
END
$function$;

COMMENT ON FUNCTION public.touch_session(bigint) IS
    'Records activity: sets last_activity_at to now(), and expires_at to now() plus the inactivity_timeout of the '
    'type, never to an earlier moment than it had; an expires_at of null or infinity stays. True if it did. False, '
    'and nothing changed, for a session that is inactive, expired or unknown.';

REVOKE EXECUTE ON FUNCTION public.touch_session(bigint) FROM PUBLIC;
