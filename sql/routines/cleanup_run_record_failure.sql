-- The first 10 sessions of a run that fail are kept with their error, and reported.

CREATE OR REPLACE FUNCTION public.cleanup_run_record_failure(
    run_id bigint,
    session_id bigint,
    sqlstate text,
    message text,
    context text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    failed public.cleanup_run_failure;
BEGIN
    INSERT INTO public.cleanup_run_failure (cleanup_run_id, session_id, share_id, sqlstate, message, context)
    SELECT run_id, session.session_id, session.share_id, cleanup_run_record_failure.sqlstate,
           cleanup_run_record_failure.message, cleanup_run_record_failure.context
      FROM public.session
     WHERE session.session_id = cleanup_run_record_failure.session_id
       AND (SELECT count(*) FROM public.cleanup_run_failure WHERE cleanup_run_failure.cleanup_run_id = run_id) < 10
    RETURNING *
      INTO failed;

    IF FOUND THEN
        RAISE WARNING USING
            MESSAGE = format('session %s could not be deactivated: %s%s',
                             coalesce(failed.share_id::text, failed.session_id::text), failed.message,
                             ' (SQLSTATE ' || failed.sqlstate || ')'),
            HINT    = 'The run leaves it out. cleanup_run_failure has the first 10 such sessions of each run.';
    END IF;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_record_failure(bigint, bigint, text, text, text) IS
    'For cleanup_run_batch: records and reports a session that could not be deactivated, '
    'if it is one of the first 10 of the run.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_record_failure(bigint, bigint, text, text, text) FROM PUBLIC;
