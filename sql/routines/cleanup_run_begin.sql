-- A cleanup is a row of cleanup_run: begin makes it, each batch adds to it, finish closes it. The three are what
-- cleanup_sessions(), cleanup_sessions_in_batches() and the command line have in common. All state between batches is in
-- the row, so a caller that lost its connection goes on with the number of its run and is told the truth.

CREATE OR REPLACE FUNCTION public.cleanup_run_begin(way_in text DEFAULT 'cleanup_run_begin')
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '500ms'
AS $function$
DECLARE
    run_id       bigint;
    refuse_above bigint := public.session_cleanup_refuse_above();
BEGIN
    IF refuse_above IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC004',
            MESSAGE = format('more than %s sessions are expired, and a cleanup of more than that is refused', refuse_above),
            HINT    = 'Look at expired_session. If that is right, lift the limit for once: cleanup --refuse-above 0, or SET session_cleanup.refuse_above = 0.';
    END IF;

    IF NOT EXISTS (SELECT
                     FROM pg_index
                    WHERE pg_index.indrelid = 'public.session'::regclass
                      AND pg_index.indisvalid
                      AND pg_get_indexdef(pg_index.indexrelid) LIKE '% USING btree (session_type, is_active, expires_at)') THEN
        RAISE WARNING USING
            MESSAGE = 'the index on session (session_type, is_active, expires_at) is missing: each batch reads the whole table',
            HINT    = 'CREATE INDEX CONCURRENTLY session_session_type_is_active_expires_at_idx ON session (session_type, is_active, expires_at);';
    END IF;

    INSERT INTO public.cleanup_run (way_in)
    VALUES (coalesce(cleanup_run_begin.way_in, 'cleanup_run_begin'))
    RETURNING cleanup_run.cleanup_run_id
      INTO run_id;

    RETURN run_id;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_begin(text) IS
    'Begins a cleanup and returns its number, for cleanup_run_batch and cleanup_run_finish. way_in is what cleanup_run will say was called. Warns where the index that cleanup walks is missing. Errors: SC004 if more sessions are expired than cleanup_setting.refuse_above (or the setting session_cleanup.refuse_above) allows, 55P03 if cleanup_run stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_begin(text) FROM PUBLIC;
