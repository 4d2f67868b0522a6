-- PostgreSQL grants FOR KEY SHARE although somebody has the row FOR UPDATE, if he came to that from a weaker lock at
-- this very moment (docs/explanation/locking.md). Both are in xmax then, as a MultiXactId. Where xmax is an ID of this
-- transaction, nobody else has locked the row.

CREATE OR REPLACE FUNCTION public.session_require_no_deactivation(locker xid, session_id bigint, user_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    own_ids xid[];
BEGIN
    IF locker = pg_current_xact_id()::xid THEN
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

COMMENT ON FUNCTION public.session_require_no_deactivation(xid, bigint, bigint) IS
    'Fails with 40001 if somebody is deactivating the session of which locker is the row''s xmax, next to this '
    'transaction''s FOR KEY SHARE.';

REVOKE EXECUTE ON FUNCTION public.session_require_no_deactivation(xid, bigint, bigint) FROM PUBLIC;
