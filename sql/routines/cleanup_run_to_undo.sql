-- The run that an undo is asked for, or the reason why it can't be undone.

CREATE OR REPLACE FUNCTION public.cleanup_run_to_undo(run_id bigint)
RETURNS public.cleanup_run
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    run public.cleanup_run;
BEGIN
    SELECT * INTO run FROM public.cleanup_run WHERE cleanup_run.cleanup_run_id = run_id;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('there is no cleanup run %s', coalesce(run_id::text, 'null')),
            HINT    = 'cleanup_run_history lists the runs; those past cleanup_setting.run_retention are removed.';
    END IF;

    IF (SELECT cleanup_run_history.state
          FROM public.cleanup_run_history
         WHERE cleanup_run_history.cleanup_run_id = run_id) = 'running' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_in_use',
            MESSAGE = format('cleanup run %s is still running', run_id),
            HINT    = 'Stop it or let it end, then undo it.';
    END IF;

    IF run.sessions_cleaned > 0
       AND NOT EXISTS (SELECT
                         FROM public.cleanup_run_transaction
                        WHERE cleanup_run_transaction.cleanup_run_id = run_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('cleanup run %s can''t be undone: nothing records which sessions it deactivated', run_id),
            HINT    = 'Runs of versions before 0.2.0 did not record it. Set is_active of the sessions to true by hand.';
    END IF;

    RETURN run;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_to_undo(bigint) IS
    'The run, if undo_cleanup_run can undo it. Errors: 42704 for a run that does not exist, 55006 for one that is '
    'running, 55000 for one of a version before 0.2.0.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_to_undo(bigint) FROM PUBLIC;
