-- UPDATE session_type SET inactivity_timeout leaves the expires_at of the sessions as they are; this applies it to
-- them.
--
-- A session expires a timeout after its last activity, under UTC as in session_set_expires_at. One that never expires
-- (null, infinity) stays so. Rows that somebody has locked are left: whoever renews a session gives it the new timeout.

CREATE OR REPLACE FUNCTION public.apply_inactivity_timeout(
    session_type text,
    dry_run boolean DEFAULT false,
    batch_size integer DEFAULT NULL,
    after_session_id bigint DEFAULT NULL,
    OUT sessions_changed bigint,
    OUT sessions_expired bigint,
    OUT last_session_id bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET timezone = 'UTC'
SET lock_timeout = '500ms'
AS $function$
DECLARE
    timeout interval;
    ids     bigint[];
BEGIN
    SELECT kind.inactivity_timeout
      INTO timeout
      FROM public.session_type AS kind
     WHERE kind.session_type = apply_inactivity_timeout.session_type;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('there is no session type %s', coalesce(quote_literal(apply_inactivity_timeout.session_type), 'null')),
            HINT    = 'Use a type that the table session_type has.';
    END IF;

    IF dry_run IS NULL OR batch_size < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'dry_run must be true or false, and batch_size null or at least 1',
            HINT    = 'apply_inactivity_timeout(session_type, dry_run => true) only reports.';
    END IF;

    IF dry_run THEN
        SELECT count(*),
               count(*) FILTER (WHERE session.last_activity_at + timeout < now() AND session.expires_at >= now())
          INTO sessions_changed, sessions_expired
          FROM public.session
         WHERE session.session_type = apply_inactivity_timeout.session_type
           AND session.is_active
           AND isfinite(session.expires_at)
           AND session.expires_at IS DISTINCT FROM session.last_activity_at + timeout
           AND timeout IS NOT NULL;
        RETURN;
    END IF;

    -- Null timeout: sessions of the type never expire, whatever their expires_at.
    SELECT array_agg(found.session_id), max(found.session_id), count(*) FILTER (WHERE found.expires_now)
      INTO ids, last_session_id, sessions_expired
      FROM (SELECT session.session_id,
                   session.last_activity_at + timeout < now() AND session.expires_at >= now() AS expires_now
              FROM public.session
             WHERE session.session_type = apply_inactivity_timeout.session_type
               AND session.is_active
               AND isfinite(session.expires_at)
               AND session.expires_at IS DISTINCT FROM session.last_activity_at + timeout
               AND timeout IS NOT NULL
               AND session.session_id > coalesce(after_session_id, -9223372036854775808)
             ORDER BY session.session_id
             LIMIT batch_size
               FOR NO KEY UPDATE SKIP LOCKED) AS found;

    UPDATE public.session
       SET expires_at = session.last_activity_at + timeout
     WHERE session.session_id = ANY (ids);

    GET DIAGNOSTICS sessions_changed = ROW_COUNT;
END
$function$;

COMMENT ON FUNCTION public.apply_inactivity_timeout(text, boolean, integer, bigint) IS
    'Gives the active sessions of a type the expires_at that their last activity and the inactivity_timeout of the '
    'type say: last_activity_at plus the timeout. Those that never expire (null, infinity) stay. Returns how many '
    'sessions it changed and how many of those are expired by it; with dry_run => true it writes nothing and says how '
    'many would be. With batch_size it changes so many at most, those with a key above after_session_id, and returns '
    'the last one: null when there is none left. Sessions that somebody has locked are left out: call it again. '
    'Errors: 42704 for an unknown type, 22023 for a null dry_run or a batch_size below 1.';

REVOKE EXECUTE ON FUNCTION public.apply_inactivity_timeout(text, boolean, integer, bigint) FROM PUBLIC;
