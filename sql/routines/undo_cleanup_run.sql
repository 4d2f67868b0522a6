-- Takes a cleanup back, in the caller's transaction: whole or not at all. For many sessions on a live table, the
-- command line's undo commits batch by batch.
--
-- Nothing else but what the run changed is changed back, and the members stay offline: they are gone, and come back by
-- themselves.

CREATE OR REPLACE FUNCTION public.undo_cleanup_run(run_id bigint, dry_run boolean DEFAULT false)
RETURNS TABLE (
    sessions_reactivated bigint,
    sessions_left_alone bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
DECLARE
    run   public.cleanup_run := public.cleanup_run_to_undo(run_id);
    batch record;
    mark  jsonb := jsonb_build_object();
BEGIN
    IF dry_run IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'dry_run must be true or false, not null',
            HINT    = 'undo_cleanup_run(run_id, dry_run => true) only reports; undo_cleanup_run(run_id) undoes.';
    END IF;

    IF dry_run THEN
        RETURN QUERY
        SELECT count(*), run.sessions_cleaned - run.sessions_reactivated - count(*)
          FROM public.session
         WHERE session.cleanup_run_id = run_id
           AND NOT session.is_active
           AND session.expires_at >= coalesce(run.first_expires_at, '-infinity')
           AND session.expires_at < run.updated_at
           AND session.session_type IN (SELECT session_type.session_type FROM public.session_type)
           AND session.xmin::text::bigint IN (SELECT cleanup_run_transaction.transaction_id
                                                FROM public.cleanup_run_transaction
                                               WHERE cleanup_run_transaction.cleanup_run_id = run_id);
        RETURN;
    END IF;

    sessions_reactivated := 0;

    LOOP
        SELECT * INTO batch FROM public.undo_cleanup_run_batch(run_id, 10000, mark);
        sessions_reactivated := sessions_reactivated + batch.sessions_reactivated;
        sessions_left_alone := batch.sessions_left_alone;
        mark := batch.bookmark;
        EXIT WHEN NOT batch.has_more;
    END LOOP;

    RETURN NEXT;
END
$function$;

COMMENT ON FUNCTION public.undo_cleanup_run(bigint, boolean) IS
    'Makes active again the sessions that the cleanup run_id deactivated and nobody has changed since, each with a '
    'whole inactivity_timeout ahead; members stay offline. Returns one row: sessions_reactivated, and '
    'sessions_left_alone: those of the run that are not active again by an undo, because somebody changed or locked '
    'them or they failed (a WARNING names them). With dry_run => true it writes nothing and returns what an undo '
    'would. A second undo finds nothing. After a dump and restore no run before it can be undone. Errors: 42704 for a '
    'run that does not exist, 55006 for one that is running, 55000 for one of a version before 0.2.0, 22004 for a '
    'null dry_run, 25006 in a read-only transaction.';

REVOKE EXECUTE ON FUNCTION public.undo_cleanup_run(bigint, boolean) FROM PUBLIC;
