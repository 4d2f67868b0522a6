-- Rule 2 from the member's side: nobody comes online in a session that is inactive, or becoming so.
--
-- FOR KEY SHARE is the lock that the foreign key takes on every INSERT of a member anyway. It does not conflict with
-- heartbeats of the session; it conflicts with the FOR UPDATE of whoever deactivates it
-- (session_lock_for_deactivation).

CREATE OR REPLACE FUNCTION public.session_require_active(session_id bigint, user_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    locker xid;
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = session_require_active.session_id
        AND session.is_active
        FOR KEY SHARE;

    IF NOT FOUND THEN
        PERFORM public.session_raise_inactive(session_id, user_id);
    END IF;

    locker := (SELECT session.xmax
                 FROM public.session
                WHERE session.session_id = session_require_active.session_id
                  AND session.is_active);

    IF locker IS NULL THEN
        PERFORM public.session_raise_inactive(session_id, user_id);
    END IF;

    PERFORM public.session_require_no_deactivation(locker, session_id, user_id);
END
$function$;

COMMENT ON FUNCTION public.session_require_active(bigint, bigint) IS
    'Fails with SC001 unless the session is active, and keeps it so until the transaction ends; with 40001 if somebody '
    'was about to deactivate it at that very moment.';

REVOKE EXECUTE ON FUNCTION public.session_require_active(bigint, bigint) FROM PUBLIC;
