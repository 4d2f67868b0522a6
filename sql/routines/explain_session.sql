-- Why a session is active or not, in one row, for whoever is asked about it.
--
-- Whether somebody holds its row lock can be found out in one way only: by trying, in a subtransaction that is rolled
-- back at once. A read-only transaction and a standby can't: there it is not known.

CREATE OR REPLACE FUNCTION public.explain_session(session_id bigint)
RETURNS TABLE (
    share_id uuid,
    title text,
    session_type text,
    inactivity_timeout interval,
    is_active boolean,
    created_at timestamptz,
    last_activity_at timestamptz,
    expires_at timestamptz,
    deactivated_at timestamptz,
    members bigint,
    members_online bigint,
    cleanup_run_id bigint,
    is_locked boolean,
    state text,
    reason text,
    next_cleanup text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET timezone = 'UTC'
SET datestyle = 'ISO'
SET intervalstyle = 'postgres'
AS $function$
DECLARE
    run public.cleanup_run;
BEGIN
    SELECT session.share_id,
           session.title,
           session.session_type,
           session_type.inactivity_timeout,
           session.is_active,
           session.created_at,
           session.last_activity_at,
           session.expires_at,
           session.deactivated_at,
           (SELECT count(*) FROM public.session_member WHERE session_member.session_id = explain_session.session_id),
           (SELECT count(*)
              FROM public.session_member
             WHERE session_member.session_id = explain_session.session_id
               AND session_member.is_online),
           session.cleanup_run_id,
           CASE
               WHEN NOT session.is_active THEN 'inactive'
               WHEN EXISTS (SELECT
                              FROM public.expired_session
                             WHERE expired_session.session_id = explain_session.session_id) THEN 'expired'
               ELSE 'active'
           END
      INTO share_id, title, session_type, inactivity_timeout, is_active, created_at, last_activity_at, expires_at,
           deactivated_at, members, members_online, cleanup_run_id, state
      FROM public.session
      LEFT JOIN public.session_type USING (session_type)
     WHERE session.session_id = explain_session.session_id;

    IF NOT FOUND THEN
        RETURN;
    END IF;

    IF current_setting('transaction_read_only') = 'off' THEN
        BEGIN
            PERFORM
               FROM public.session
              WHERE session.session_id = explain_session.session_id
                FOR UPDATE SKIP LOCKED;
            is_locked := NOT FOUND;
            RAISE EXCEPTION USING ERRCODE = 'SC000', MESSAGE = 'give the lock back';
        EXCEPTION
            WHEN SQLSTATE 'SC000' OR serialization_failure THEN
                NULL;
        END;
    END IF;

    SELECT * INTO run FROM public.cleanup_run WHERE cleanup_run.cleanup_run_id = explain_session.cleanup_run_id;

    reason := CASE
        WHEN state = 'expired' THEN format('expired since %s', expires_at)
        WHEN state = 'inactive' AND run.cleanup_run_id IS NOT NULL THEN
            format('inactive since %s: deactivated by cleanup run %s of role %s, after it expired on %s',
                   deactivated_at, run.cleanup_run_id, run.role_name, expires_at)
        WHEN state = 'inactive' AND cleanup_run_id IS NOT NULL THEN
            format('inactive since %s: deactivated by cleanup run %s, which cleanup_run no longer has', deactivated_at, cleanup_run_id)
        WHEN state = 'inactive' AND deactivated_at IS NULL THEN
            'inactive since an unknown moment: it was inserted so, or its deactivated_at was removed'
        WHEN state = 'inactive' THEN
            format('inactive since %s: no recorded cleanup deactivated it, but the application, a person, or a cleanup before 0.2.0',
                   deactivated_at)
        WHEN inactivity_timeout IS NULL THEN format('never expires, because sessions of type %s never do', session_type)
        WHEN expires_at IS NULL THEN 'never expires, because its expires_at is null'
        WHEN expires_at = 'infinity' THEN 'never expires, because its expires_at is infinity'
        ELSE format('expires on %s, in %s, unless it is used before', expires_at, date_trunc('second', expires_at - now()))
    END;

    next_cleanup := CASE
        WHEN state = 'inactive' THEN 'nothing: it is inactive already'
        WHEN state = 'active' THEN 'nothing: it is not expired'
        WHEN is_locked THEN 'nothing while somebody holds its lock; a later run deactivates it'
        WHEN public.session_cleanup_refuse_above() IS NOT NULL THEN
            'nothing: the run would be refused, more sessions are expired than refuse_above allows'
        ELSE format('deactivate it and set %s of its members offline', members_online)
    END;

    RETURN NEXT;
END
$function$;

COMMENT ON FUNCTION public.explain_session(bigint) IS
    'What a session is and why, in one row; no row if there is none. state: active, expired or inactive; reason: why; '
    'next_cleanup: what a cleanup now would do with it; inactivity_timeout null: its type never expires; '
    'cleanup_run_id: the run that deactivated it, null if none did; is_locked: whether somebody holds its row lock '
    'now, null where that can''t be found out (a read-only transaction, a standby). It changes nothing.';

REVOKE EXECUTE ON FUNCTION public.explain_session(bigint) FROM PUBLIC;
