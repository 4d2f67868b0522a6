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
    locker  xid;
    own_ids xid[];
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = session_require_active.session_id
        AND session.is_active
        FOR KEY SHARE;

    IF NOT FOUND THEN
        PERFORM public.session_raise_inactive(session_id, user_id);
    END IF;

    -- PostgreSQL grants FOR KEY SHARE although somebody has the row FOR UPDATE, if he came to that from a weaker lock
    -- at this very moment (docs/explanation/locking.md). Both are in xmax then, as a MultiXactId. Where xmax is the ID
    -- of this transaction, nobody else has locked the row.
    locker := (SELECT session.xmax
                 FROM public.session
                WHERE session.session_id = session_require_active.session_id
                  AND session.is_active);

    IF locker IS NULL THEN
        PERFORM public.session_raise_inactive(session_id, user_id);
    ELSIF locker = pg_current_xact_id()::xid THEN
        RETURN;
    END IF;

    -- Those of its subtransactions, too.
    own_ids := ARRAY(SELECT pg_locks.transactionid
                       FROM pg_locks
                      WHERE pg_locks.pid = pg_backend_pid()
                        AND pg_locks.transactionid IS NOT NULL);

    IF locker = ANY (own_ids) THEN
        RETURN;
    END IF;

    BEGIN
        IF EXISTS (SELECT
                     FROM pg_get_multixact_members(locker) AS member
                    WHERE member.mode = 'forupd'
                      AND member.xid <> ALL (own_ids)) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'serialization_failure',
                MESSAGE = format('member %s can''t be online in session %s yet: the session is being deactivated', user_id, session_id),
                HINT    = 'Try again.';
        END IF;
    EXCEPTION
        WHEN internal_error OR invalid_parameter_value THEN
            NULL; -- It is no MultiXactId: the row has another version by now.
    END;
END
$function$;

COMMENT ON FUNCTION public.session_require_active(bigint, bigint) IS
    'Fails with SC001 unless the session is active, and keeps it so until the transaction ends; with 40001 if somebody '
    'was about to deactivate it at that very moment.';

REVOKE EXECUTE ON FUNCTION public.session_require_active(bigint, bigint) FROM PUBLIC;
