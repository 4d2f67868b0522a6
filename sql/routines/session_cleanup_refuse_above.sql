-- The brake, in one place: how many sessions a cleanup may clean at most. A clock that was set ahead, or an application
-- that stopped renewing its sessions, should end with an alert and not with everybody's session closed.

CREATE OR REPLACE FUNCTION public.session_cleanup_refuse_above()
RETURNS bigint
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET enable_seqscan = off
SET enable_bitmapscan = off
SET jit = off
AS $function$
DECLARE
    setting       text := nullif(current_setting('session_cleanup.refuse_above', true), '');
    refuse_above  bigint;
    expired_count bigint;
BEGIN
    IF setting IS NULL THEN
        refuse_above := (SELECT cleanup_setting.refuse_above FROM public.cleanup_setting);
    ELSIF setting ~ '^[0-9]{1,18}$' THEN
        refuse_above := nullif(setting::bigint, 0);
    ELSE
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('session_cleanup.refuse_above must be a number of sessions, not %s', quote_literal(setting)),
            HINT    = 'SET session_cleanup.refuse_above = 100000; 0 lifts the limit, RESET returns to cleanup_setting.';
    END IF;

    IF refuse_above IS NULL THEN
        RETURN NULL;
    END IF;

    -- Never more than one row above the limit, and type by type, by the index.
    SELECT count(*)
      INTO expired_count
      FROM (SELECT
              FROM public.session_type
             CROSS JOIN LATERAL (SELECT
                                   FROM public.expired_session
                                  WHERE expired_session.session_type = session_type.session_type
                                  LIMIT refuse_above + 1) AS expired
             WHERE session_type.inactivity_timeout IS NOT NULL
             LIMIT refuse_above + 1) AS counted;

    RETURN CASE WHEN expired_count > refuse_above THEN refuse_above END;
END
$function$;

COMMENT ON FUNCTION public.session_cleanup_refuse_above() IS
    'The limit that a cleanup at this moment would exceed: the setting session_cleanup.refuse_above, else '
    'cleanup_setting.refuse_above. Null: there is none, or no more sessions than it are expired. Reads at most one '
    'expired session more than the limit. Error: 22023 if the setting is not a number of 0 or more.';

REVOKE EXECUTE ON FUNCTION public.session_cleanup_refuse_above() FROM PUBLIC;
