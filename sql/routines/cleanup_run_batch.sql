-- One batch of a cleanup: deactivates up to batch_size expired sessions, the longest expired first.
--
-- It never waits for a row, so it can neither deadlock with the application nor queue behind it: a session that
-- somebody has locked (a renewal, a member coming online) is skipped, and so is one with an online member that
-- somebody has locked. Relation locks are taken first, before any row lock: in a conflict with somebody's DDL, it is
-- the cleanup that gives up. What is locked here is the newest committed version, and PostgreSQL evaluates
-- expired_session again on it: a session whose renewal committed first is not deactivated.
--
-- The run walks the index from the longest expired on and remembers in its row how far it got; otherwise each batch
-- would step over the dead index entries of all batches before it. A batch that is not full ends the pass. A run of
-- several batches makes a second pass, for what the first one skipped, and then ends.
--
-- The SET clauses leave the planner one kind of plan, by index, whatever it knows of the tables: a plan for the very
-- array of ids, or made right after a bulk load, would read every member in every batch. jit: compiling takes longer
-- than a batch.

CREATE OR REPLACE FUNCTION public.cleanup_run_batch(
    run_id bigint,
    batch_size integer,
    OUT sessions_cleaned bigint,
    OUT members_set_offline bigint,
    OUT has_more boolean)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET lock_timeout = '500ms'
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_sort = off
SET jit = off
AS $function$
DECLARE
    begun_at         timestamptz := clock_timestamp();
    run              public.cleanup_run;
    left_out_ids     bigint[];
    nothing_left_out boolean;
    expiring_type    text;
    more_ids         bigint[];
    session_ids      bigint[];
    reached_type     text;
    reached_moment   timestamptz;
    first_moment     timestamptz;
    done             record;
    members_busy     boolean := false;
BEGIN
    IF batch_size IS NULL OR batch_size < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('batch_size must be at least 1, not %s', coalesce(batch_size::text, 'null')),
            HINT    = 'Leave it out for 10000, or use cleanup_sessions() for one transaction.';
    END IF;

    PERFORM public.cleanup_run_lock_tables();

    -- Only the role that began a run goes on with it: the row is its record.
    SELECT *
      INTO run
      FROM public.cleanup_run
     WHERE cleanup_run.cleanup_run_id = run_id
       AND cleanup_run.role_name = session_user
       AND cleanup_run.finished_at IS NULL
       FOR NO KEY UPDATE;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC003',
            MESSAGE = format('role %s has no cleanup run %s in progress', session_user, coalesce(run_id::text, 'null')),
            HINT    = 'Begin one with cleanup_run_begin().';
    END IF;

    left_out_ids := run.failed_session_ids || run.reached_session_ids;
    nothing_left_out := left_out_ids = '{}';

    LOOP
        -- Locked and updated in one subtransaction: two would need a MultiXactId, row by row.
        BEGIN
            session_ids := '{}';

            -- A type without a timeout has nothing in expired_session; asking would only read its sessions.
            FOR expiring_type IN
                SELECT session_type.session_type
                  FROM public.session_type
                 WHERE session_type.inactivity_timeout IS NOT NULL
                   AND (run.reached_session_type IS NULL OR session_type.session_type >= run.reached_session_type)
                 ORDER BY session_type.session_type
            LOOP
                SELECT array_agg(expired.session_id), max(expired.expires_at), least(first_moment, min(expired.expires_at))
                  INTO more_ids, reached_moment, first_moment
                  FROM (SELECT expired_session.session_id, expired_session.expires_at
                          FROM public.expired_session
                         WHERE expired_session.session_type = expiring_type
                           AND expired_session.expires_at >= CASE
                                   WHEN expiring_type = run.reached_session_type THEN run.reached_expires_at
                                   ELSE '-infinity'
                               END
                           AND (nothing_left_out OR expired_session.session_id NOT IN (SELECT unnest(left_out_ids)))
                         ORDER BY expired_session.expires_at
                         LIMIT batch_size - cardinality(session_ids)
                           FOR UPDATE SKIP LOCKED) AS expired;

                session_ids := session_ids || more_ids;
                reached_type := expiring_type;
                EXIT WHEN cardinality(session_ids) = batch_size;
            END LOOP;

            SELECT * INTO done FROM public.cleanup_run_deactivate(run_id, session_ids, members_busy);
            EXIT;
        EXCEPTION
            -- Somebody has an online member locked: again, and leave such sessions out. After that nothing of ours
            -- can meet a lock; a trigger of the application's can.
            WHEN lock_not_available THEN
                IF members_busy THEN
                    RAISE;
                END IF;

                members_busy := true;
            WHEN OTHERS OR assert_failure THEN
                IF cardinality(session_ids) = 0 OR public.cleanup_error_ends_run(SQLSTATE) THEN
                    RAISE;
                END IF;

                SELECT * INTO done FROM public.cleanup_run_deactivate_apart(run_id, session_ids);
                EXIT;
        END;
    END LOOP;

    has_more := cardinality(session_ids) = batch_size;

    -- What is left at the very moment that the run has reached would be found again and again.
    IF (reached_type, reached_moment) IS DISTINCT FROM (run.reached_session_type, run.reached_expires_at) THEN
        run.reached_session_ids := '{}';
    END IF;

    run.reached_session_ids := run.reached_session_ids
        || ARRAY(SELECT session.session_id
                   FROM public.session
                  WHERE session.session_id = ANY (done.busy_ids)
                    AND (session.expires_at = reached_moment) IS TRUE); -- IS TRUE: not by the index on expires_at

    -- A batch that is not full ends the pass. In the first batch there is nothing behind it to look at again.
    IF NOT has_more THEN
        has_more := run.pass = 1 AND run.reached_session_type IS NOT NULL;
        run.pass := 2;
        run.reached_session_ids := '{}';
        reached_type := NULL;
        reached_moment := NULL;
    END IF;

    sessions_cleaned := done.sessions_cleaned;
    members_set_offline := done.members_set_offline;

    UPDATE public.cleanup_run
       SET updated_at = clock_timestamp(),
           backend_pid = pg_backend_pid(),
           sessions_cleaned = cleanup_run.sessions_cleaned + cleanup_run_batch.sessions_cleaned,
           members_set_offline = cleanup_run.members_set_offline + cleanup_run_batch.members_set_offline,
           sessions_failed = cleanup_run.sessions_failed + cardinality(done.failed_ids),
           failed_session_ids = cleanup_run.failed_session_ids || done.failed_ids,
           first_expires_at = least(cleanup_run.first_expires_at, first_moment),
           batches = cleanup_run.batches + 1,
           longest_batch_seconds = greatest(cleanup_run.longest_batch_seconds, extract(EPOCH FROM clock_timestamp() - begun_at)),
           pass = run.pass,
           reached_session_type = reached_type,
           reached_expires_at = reached_moment,
           reached_session_ids = run.reached_session_ids
     WHERE cleanup_run.cleanup_run_id = run_id;

    -- For a caller that may read no table, until the transaction ends.
    PERFORM set_config('session_cleanup.run_id', run_id::text, true),
            set_config('session_cleanup.sessions_failed',
                       (run.sessions_failed + cardinality(done.failed_ids))::text, true);
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_batch(bigint, integer) IS
    'One batch of the cleanup run_id, in the caller''s transaction: deactivates up to batch_size expired sessions '
    'that nobody has locked, but for those that can''t be deactivated (a WARNING and cleanup_run_failure name the '
    'first 10 of the run). Returns what it did, and has_more: whether to call it again. Until the transaction ends, '
    'the settings session_cleanup.run_id and session_cleanup.sessions_failed are the run and how many sessions failed '
    'in it. Errors: 22023 for a batch_size below 1, SC003 if the caller has no such run in progress, 42501 where '
    'row-level security hides rows, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_batch(bigint, integer) FROM PUBLIC;
