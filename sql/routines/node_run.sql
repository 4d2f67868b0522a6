-- What the router calls on each node for a step of a cleanup. It answers with what the run has done on this node in
-- all: an answer that is lost is not missed, the next one has it in it. finish may be called again for the same
-- reason.
--
-- next:     a number for a run, higher than that of any run here
-- begin:    begins the run run_id, which has one number on all nodes; again, if the answer was lost
-- batch:    one batch, on disk before it is answered
-- finish:   ends it
-- withdraw: another node refused to begin it, so that it never was

CREATE OR REPLACE FUNCTION public.node_run(
    step text,
    run_id bigint,
    batch_size integer,
    entry_point text,
    application_name text,
    refuse_above text,
    statistics boolean,
    stopped_by text)
RETURNS TABLE (
    node_number integer,
    cleanup_run_id bigint,
    sessions_cleaned bigint,
    members_set_offline bigint,
    sessions_failed bigint,
    has_more boolean,
    active_sessions bigint,
    inactive_sessions bigint,
    total_sessions bigint,
    expired_sessions_left bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    sequence_name text := pg_get_serial_sequence('public.cleanup_run', 'cleanup_run_id');
    own_run_id    bigint;
BEGIN
    node_number := (SELECT cleanup_setting.node_number FROM public.cleanup_setting);
    cleanup_run_id := run_id;
    has_more := step IN ('next', 'begin');

    IF step = 'next' THEN
        cleanup_run_id := nextval(sequence_name::regclass);
        RETURN NEXT;
        RETURN;
    END IF;

    IF step = 'withdraw' THEN
        DELETE FROM public.cleanup_run
         WHERE cleanup_run.cleanup_run_id = run_id
           AND cleanup_run.role_name = session_user
           AND cleanup_run.finished_at IS NULL;
        RETURN;
    END IF;

    IF step = 'begin' AND NOT EXISTS (SELECT
                                        FROM public.cleanup_run
                                       WHERE cleanup_run.cleanup_run_id = run_id
                                         AND cleanup_run.role_name = session_user
                                         AND cleanup_run.finished_at IS NULL) THEN
        PERFORM set_config('application_name', node_run.application_name, true),
                set_config('session_cleanup.refuse_above', coalesce(node_run.refuse_above, ''), true);
        own_run_id := public.cleanup_run_begin(entry_point);

        UPDATE public.cleanup_run
           SET cleanup_run_id = run_id
         WHERE cleanup_run.cleanup_run_id = own_run_id;

        -- A later run has a higher number, here too. (setval could go back behind somebody else's nextval.)
        PERFORM nextval(sequence_name::regclass)
           FROM public.cleanup_setting
          CROSS JOIN generate_series(1, (run_id - own_run_id) / cleanup_setting.node_count);
    ELSIF step = 'batch' THEN
        has_more := (SELECT batch.has_more FROM public.cleanup_run_batch(run_id, batch_size) AS batch);
    ELSIF step = 'finish' AND EXISTS (SELECT
                                        FROM public.cleanup_run
                                       WHERE cleanup_run.cleanup_run_id = run_id
                                         AND cleanup_run.finished_at IS NULL) THEN
        SELECT closed.active_sessions, closed.inactive_sessions, closed.total_sessions, closed.expired_sessions_left
          INTO active_sessions, inactive_sessions, total_sessions, expired_sessions_left
          FROM public.cleanup_run_close(run_id, statistics, stopped_by) AS closed;
    ELSIF step = 'finish' AND statistics THEN
        SELECT session_totals.active, session_totals.inactive, session_totals.total, session_totals.expired
          INTO active_sessions, inactive_sessions, total_sessions, expired_sessions_left
          FROM public.session_totals;
    END IF;

    RETURN QUERY
    SELECT node_run.node_number,
           run.cleanup_run_id,
           run.sessions_cleaned,
           run.members_set_offline,
           run.sessions_failed,
           node_run.has_more,
           node_run.active_sessions,
           node_run.inactive_sessions,
           node_run.total_sessions,
           node_run.expired_sessions_left
      FROM public.cleanup_run AS run
     WHERE run.cleanup_run_id = run_id;
END
$function$;

COMMENT ON FUNCTION public.node_run(text, bigint, integer, text, text, text, boolean, text) IS
    'For a router: a step of a cleanup on this node. step is next (a number for a run), begin, batch, finish or '
    'withdraw; all may be called again. Returns one row: what the run has done here in all. Errors: those of '
    'cleanup_run_begin, cleanup_run_batch and cleanup_run_close.';

REVOKE EXECUTE ON FUNCTION public.node_run(text, bigint, integer, text, text, text, boolean, text) FROM PUBLIC;
