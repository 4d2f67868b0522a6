-- One batch of an undo: makes up to batch_size sessions of the run active again.
--
-- Only a session that nobody has changed since: its row version is still the one that the run wrote (xmin). Where
-- session is a view over adopted tables, the view has that column too. Nothing waits for a row: who has one locked is
-- about to change it.
--
-- Whose expiry nobody has changed since expired between the first session of the run and its end: the history before
-- that is not read. bookmark is where the next batch goes on: type and expires_at in the index that cleanup walks, and
-- the sessions that failed.

CREATE OR REPLACE FUNCTION public.undo_cleanup_run_batch(
    run_id bigint,
    batch_size integer,
    INOUT bookmark jsonb DEFAULT '{}',
    OUT sessions_reactivated bigint,
    OUT sessions_left_alone bigint,
    OUT has_more boolean)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET timezone = 'UTC'
SET lock_timeout = '500ms'
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_sort = off
SET jit = off
AS $function$
DECLARE
    run             public.cleanup_run := public.cleanup_run_to_undo(run_id);
    transaction_ids bigint[] := ARRAY(SELECT cleanup_run_transaction.transaction_id
                                        FROM public.cleanup_run_transaction
                                       WHERE cleanup_run_transaction.cleanup_run_id = run_id);
    failed_ids      bigint[] := ARRAY(SELECT jsonb_array_elements_text(bookmark -> 'failed')::bigint);
    reached_type    text := bookmark ->> 'session_type';
    first_moment    timestamptz := coalesce(run.first_expires_at, '-infinity');
    reached_moment  timestamptz := coalesce((bookmark ->> 'expires_at')::timestamptz, first_moment);
    next_moment     timestamptz;
    one_by_one      boolean := false;
    kind            public.session_type;
    found_ids       bigint[];
    found_id        bigint;
    changed         bigint;
    error_state     text;
    error_message   text;
BEGIN
    IF batch_size IS NULL OR batch_size < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('batch_size must be at least 1, not %s', coalesce(batch_size::text, 'null')),
            HINT    = 'Leave it out for 10000, or use undo_cleanup_run() for one transaction.';
    END IF;

    sessions_reactivated := 0;
    has_more := false;

    FOR kind IN
        SELECT session_type.*
          FROM public.session_type
         WHERE session_type.session_type >= coalesce(reached_type, '')
         ORDER BY session_type.session_type
    LOOP
        IF kind.session_type IS DISTINCT FROM reached_type THEN
            reached_type := kind.session_type;
            reached_moment := first_moment;
        END IF;

        LOOP
            BEGIN
                -- Locked and updated in one subtransaction: two would need a MultiXactId, row by row.
                SELECT array_agg(found.session_id), coalesce(max(found.expires_at), reached_moment)
                  INTO found_ids, next_moment
                  FROM (SELECT session.session_id, session.expires_at
                          FROM public.session
                         WHERE session.session_type = kind.session_type
                           AND NOT session.is_active
                           AND session.expires_at >= reached_moment
                           AND session.expires_at < run.updated_at
                           AND session.cleanup_run_id = run_id
                           AND session.xmin::text::bigint = ANY (transaction_ids)
                           AND session.session_id <> ALL (failed_ids)
                         ORDER BY session.expires_at
                         LIMIT batch_size - sessions_reactivated
                           FOR UPDATE SKIP LOCKED) AS found;

                has_more := coalesce(cardinality(found_ids), 0) = batch_size - sessions_reactivated;

                IF NOT one_by_one THEN
                    UPDATE public.session
                       SET is_active = true,
                           deactivated_at = NULL,
                           cleanup_run_id = NULL,
                           expires_at = now() + kind.inactivity_timeout
                     WHERE session.session_id = ANY (found_ids);

                    GET DIAGNOSTICS changed = ROW_COUNT;
                    sessions_reactivated := sessions_reactivated + changed;
                END IF;

                EXIT;
            EXCEPTION
                WHEN serialization_failure OR deadlock_detected OR lock_not_available THEN
                    RAISE;
                WHEN OTHERS THEN
                    one_by_one := true;
            END;
        END LOOP;

        reached_moment := next_moment;

        -- Something refuses one of them, a constraint or a trigger of the application's: the others are not to suffer.
        IF one_by_one THEN
            FOREACH found_id IN ARRAY coalesce(found_ids, '{}') LOOP
                BEGIN
                    UPDATE public.session
                       SET is_active = true,
                           deactivated_at = NULL,
                           cleanup_run_id = NULL,
                           expires_at = now() + kind.inactivity_timeout
                     WHERE session.session_id = found_id;

                    GET DIAGNOSTICS changed = ROW_COUNT;
                    sessions_reactivated := sessions_reactivated + changed;
                    error_state := CASE WHEN changed = 0 THEN 'none' END;
                    error_message := 'a trigger kept it as it is';
                EXCEPTION
                    WHEN serialization_failure OR deadlock_detected OR lock_not_available THEN
                        RAISE;
                    WHEN OTHERS THEN
                        error_state := SQLSTATE;
                        error_message := SQLERRM;
                END;

                IF error_state IS NOT NULL THEN
                    failed_ids := failed_ids || found_id;
                    RAISE WARNING USING
                        MESSAGE = format('session %s was left alone: %s (SQLSTATE %s)', found_id, error_message, error_state),
                        HINT    = 'Fix it, then undo the run again.';
                END IF;
            END LOOP;
        END IF;

        EXIT WHEN has_more;
    END LOOP;

    UPDATE public.cleanup_run
       SET undone_at = CASE WHEN undo_cleanup_run_batch.sessions_reactivated > 0 THEN now() ELSE cleanup_run.undone_at END,
           sessions_reactivated = cleanup_run.sessions_reactivated + undo_cleanup_run_batch.sessions_reactivated
     WHERE cleanup_run.cleanup_run_id = run_id
    RETURNING cleanup_run.sessions_cleaned - cleanup_run.sessions_reactivated
      INTO sessions_left_alone;

    bookmark := jsonb_build_object('session_type', reached_type, 'expires_at', reached_moment, 'failed', failed_ids);
END
$function$;

COMMENT ON FUNCTION public.undo_cleanup_run_batch(bigint, integer, jsonb) IS
    'One batch of undo_cleanup_run, in the caller''s transaction: up to batch_size sessions (at least 1). Pass the '
    'bookmark that the last batch returned; has_more: whether to call it again; sessions_left_alone: those of the run '
    'that are not active again yet. Errors: those of undo_cleanup_run, and 22023 for a batch_size below 1.';

REVOKE EXECUTE ON FUNCTION public.undo_cleanup_run_batch(bigint, integer, jsonb) FROM PUBLIC;
