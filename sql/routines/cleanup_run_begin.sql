-- A cleanup is a row of cleanup_run: begin makes it, each batch adds to it, close ends it. The three are what
-- cleanup_sessions(), cleanup_sessions_in_batches() and the command line have in common. All state between batches is
-- in the row, so a caller that lost its connection goes on with the number of its run, and reports what is true.

CREATE OR REPLACE FUNCTION public.cleanup_run_begin(way_in text DEFAULT 'cleanup_run_begin')
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET lock_timeout = '500ms'
SET max_parallel_workers_per_gather = 0
AS $function$
DECLARE
    run_id       bigint;
    last_run_id  bigint;
    refuse_above bigint := public.session_cleanup_refuse_above();
BEGIN
    IF refuse_above IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC004',
            MESSAGE = format('more than %s sessions are expired, and a cleanup of more than that is refused', refuse_above),
            HINT    = 'Look at expired_session. If that is right, lift the limit for once: cleanup --refuse-above 0, or '
                      'SET session_cleanup.refuse_above = 0.';
    END IF;

    PERFORM public.session_require_supported_tables();

    -- Fails with 42501 where row-level security would hide rows.
    PERFORM FROM public.session CROSS JOIN public.session_member LIMIT 0;

    IF public.cleanup_index_is_missing() THEN
        RAISE WARNING USING
            MESSAGE = 'the index on session (session_type, is_active, expires_at) is missing: each batch reads the whole table',
            HINT    = 'CREATE INDEX CONCURRENTLY session_session_type_is_active_expires_at_idx '
                      'ON session (session_type, is_active, expires_at);';
    END IF;

    -- A sequence that is behind (logical replication does not carry it) is moved beyond the last run.
    LOOP
        INSERT INTO public.cleanup_run (way_in)
        VALUES (coalesce(cleanup_run_begin.way_in, 'cleanup_run_begin'))
            ON CONFLICT DO NOTHING
        RETURNING cleanup_run.cleanup_run_id
          INTO run_id;

        EXIT WHEN FOUND;
        SELECT max(cleanup_run.cleanup_run_id) INTO last_run_id FROM public.cleanup_run;

        WHILE nextval(pg_get_serial_sequence('public.cleanup_run', 'cleanup_run_id')) < last_run_id LOOP
        END LOOP;
    END LOOP;

    -- What a run of the same number left, if the history was truncated and its sequence restarted.
    DELETE FROM public.cleanup_run_failure WHERE cleanup_run_failure.cleanup_run_id = run_id;
    DELETE FROM public.cleanup_run_transaction WHERE cleanup_run_transaction.cleanup_run_id = run_id;

    RETURN run_id;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_begin(text) IS
    'Begins a cleanup and returns its number, for cleanup_run_batch and cleanup_run_close. way_in is what cleanup_run '
    'will say was called. Warns where the index that cleanup walks is missing. Errors: SC004 if more sessions are '
    'expired than cleanup_setting.refuse_above (or the setting session_cleanup.refuse_above) allows, 0A000 where a '
    'table inherits from session or session_member, 42501 where row-level security hides rows, 55P03 if cleanup_run '
    'stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_begin(text) FROM PUBLIC;
