-- One batch of a cleanup: deactivates up to batch_size expired sessions, the longest expired first.
--
-- It never waits for a row, so it can neither deadlock with the application nor queue behind it:
--   * a session that somebody has locked (a renewal, a member coming online) is skipped;
--   * so is a session with an online member that somebody has locked;
--   * relation locks are taken first, before any row lock, and without queueing for them: in a conflict with somebody's
--     DDL, it is the cleanup that gives up.
-- A skipped session is left for a later batch or run. What is locked here is the newest committed version, and PostgreSQL
-- evaluates expired_session again on it: a session whose renewal committed first is not deactivated.
--
-- The run walks the index from the longest expired on and remembers in its row how far it got; otherwise each batch would
-- step over the dead index entries of all batches before it. A batch that is not full ends the pass. A run of several
-- batches makes a second pass, for what the first one skipped, and then ends.
--
-- A run that begins while another one is at work begins in the middle of what is expired: the two then work on different
-- pages, instead of each stepping over what the other has locked. Its second pass takes what is before the middle.
--
-- The SET clauses leave the planner one kind of plan, by index, whatever it knows of the tables: a plan for the very array of
-- ids, or made right after a bulk load, would read every member in every batch. Where an index is missing it reads them all
-- the same, and cleanup_run_begin says so. jit: compiling takes longer than a batch.

CREATE OR REPLACE FUNCTION public.cleanup_run_batch(
    run_id bigint,
    batch_size integer,
    OUT sessions_cleaned bigint,
    OUT members_set_offline bigint,
    OUT has_more boolean)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '500ms'
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_sort = off
SET jit = off
AS $function$
DECLARE
    run             public.cleanup_run;
    expiring_type   text;
    found_ids       bigint[];
    session_ids     bigint[];
    reached_type    text;
    reached_moment  timestamptz;
    next_pass       smallint;
    member_rows     tid[];
    members_busy    boolean := false;

    -- Not a SET clause, which for a setting of our own only a superuser may write.
    caller_setting  text := coalesce(current_setting('session_cleanup.batch', true), '');
BEGIN
    IF batch_size IS NULL OR batch_size < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('batch_size must be at least 1, not %s', coalesce(batch_size::text, 'null')),
            HINT    = 'Leave it out for 10000, or use cleanup_sessions() for one transaction.';
    END IF;

    -- Tried again for half a second, not queued for: whoever waits for nothing is in no deadlock, whatever anybody's
    -- deadlock_timeout. All that the run touches from here on, its end in the same transaction (cleanup_sessions) included, so
    -- that nothing waits for a relation while rows are locked.
    FOR attempt IN 1..50 LOOP
        BEGIN
            LOCK TABLE public.session, public.session_member, public.cleanup_run IN ROW EXCLUSIVE MODE NOWAIT;
            LOCK TABLE public.session_type, public.expired_session, public.session_statistics,
                       public.cleanup_setting, public.cleanup_run_history IN ACCESS SHARE MODE NOWAIT;
            EXIT;
        EXCEPTION
            WHEN lock_not_available THEN
                IF attempt = 50 THEN
                    RAISE;
                END IF;

                PERFORM pg_sleep(0.01);
        END;
    END LOOP;

    -- Only the role that began a run goes on with it: the row is its record.
    UPDATE public.cleanup_run
       SET in_batch = true,
           backend_pid = pg_backend_pid()
     WHERE cleanup_run.cleanup_run_id = run_id
       AND cleanup_run.role_name = session_user
       AND cleanup_run.finished_at IS NULL
    RETURNING cleanup_run.*
      INTO run;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC003',
            MESSAGE = format('role %s has no cleanup run %s in progress', session_user, coalesce(run_id::text, 'null')),
            HINT    = 'Begin one with cleanup_run_begin().';
    END IF;

    -- An earlier run is seen in the history, unless it has not committed anything: then it has the advisory lock.
    IF run.pass = 1 AND run.reached_session_type IS NULL
       AND (CASE
                WHEN EXISTS (SELECT
                               FROM public.cleanup_run_history
                              WHERE cleanup_run_history.finished_at IS NULL
                                AND cleanup_run_history.state = 'running'
                                AND cleanup_run_history.cleanup_run_id < run_id) THEN true
                ELSE NOT pg_try_advisory_xact_lock('public.cleanup_run'::regclass::integer, 0)
            END) THEN
        SELECT session_type.session_type, oldest.expires_at + (now() - oldest.expires_at) / 2
          INTO run.reached_session_type, run.reached_expires_at
          FROM public.session_type
         CROSS JOIN LATERAL (SELECT expired_session.expires_at
                               FROM public.expired_session
                              WHERE expired_session.session_type = session_type.session_type
                                AND expired_session.expires_at > '-infinity'
                              ORDER BY expired_session.expires_at
                              LIMIT 1) AS oldest
         WHERE session_type.inactivity_timeout IS NOT NULL
         ORDER BY session_type.session_type
         LIMIT 1;
    END IF;

    -- All in one block: what one subtransaction locks and another one updates would need a MultiXactId, row by row.
    LOOP
        BEGIN
            session_ids := ARRAY[]::bigint[];

            -- A type without a timeout has nothing in expired_session; asking would only read its sessions.
            FOR expiring_type IN
                SELECT session_type.session_type
                  FROM public.session_type
                 WHERE session_type.inactivity_timeout IS NOT NULL
                   AND (run.reached_session_type IS NULL OR session_type.session_type >= run.reached_session_type)
                 ORDER BY session_type.session_type
            LOOP
                SELECT array_agg(expired.session_id), max(expired.expires_at)
                  INTO found_ids, reached_moment
                  FROM (SELECT expired_session.session_id, expired_session.expires_at
                          FROM public.expired_session
                         WHERE expired_session.session_type = expiring_type
                           AND expired_session.expires_at >= CASE
                                   WHEN expiring_type = run.reached_session_type THEN run.reached_expires_at
                                   ELSE '-infinity'
                               END
                         ORDER BY expired_session.expires_at
                         LIMIT batch_size - cardinality(session_ids)
                           FOR UPDATE SKIP LOCKED) AS expired;

                session_ids := session_ids || found_ids;
                reached_type := expiring_type;
                EXIT WHEN cardinality(session_ids) = batch_size;
            END LOOP;

            has_more := cardinality(session_ids) = batch_size;

            IF members_busy THEN
                WITH lockable AS MATERIALIZED (
                    SELECT session_member.ctid AS member_row, session_member.session_id
                      FROM public.session_member
                     WHERE session_member.session_id = ANY (session_ids)
                       AND session_member.is_online
                       FOR NO KEY UPDATE SKIP LOCKED
                ), busy AS MATERIALIZED (
                    SELECT session_member.session_id
                      FROM public.session_member
                     WHERE session_member.session_id = ANY (session_ids)
                       AND session_member.is_online
                       AND session_member.ctid NOT IN (SELECT lockable.member_row FROM lockable)
                )
                SELECT ARRAY(SELECT unnest(session_ids) EXCEPT SELECT busy.session_id FROM busy),
                       ARRAY(SELECT lockable.member_row FROM lockable WHERE lockable.session_id NOT IN (SELECT busy.session_id FROM busy))
                  INTO session_ids, member_rows;
            ELSE
                SELECT array_agg(online_member.member_row)
                  INTO member_rows
                  FROM (SELECT session_member.ctid AS member_row
                          FROM public.session_member
                         WHERE session_member.session_id = ANY (session_ids)
                           AND session_member.is_online
                           FOR NO KEY UPDATE NOWAIT) AS online_member;
            END IF;

            -- By ctid, which no longer changes: the rows are locked.
            UPDATE public.session_member
               SET is_online = false
             WHERE session_member.ctid = ANY (member_rows);

            GET DIAGNOSTICS members_set_offline = ROW_COUNT;

            -- What the trigger session_deactivate does for everybody, session by session, is done: it need not be called,
            -- unless the snapshot may be too old to have seen all members.
            PERFORM set_config(
                'session_cleanup.batch',
                CASE current_setting('transaction_isolation') WHEN 'read committed' THEN run_id::text ELSE '' END,
                true);

            UPDATE public.session
               SET is_active = false,
                   deactivated_at = now()
             WHERE session.session_id = ANY (session_ids);

            GET DIAGNOSTICS sessions_cleaned = ROW_COUNT;
            PERFORM set_config('session_cleanup.batch', caller_setting, true);
            EXIT;
        EXCEPTION
            -- Somebody has an online member locked: again, and leave such sessions out. After that nothing of ours can meet a
            -- lock; a trigger of the application's can.
            WHEN lock_not_available THEN
                IF members_busy THEN
                    RAISE;
                END IF;

                members_busy := true;
        END;
    END LOOP;

    next_pass := run.pass;

    -- A batch that is not full ends the pass. In the first batch there is nothing behind it to look at again.
    IF NOT has_more THEN
        has_more := run.pass = 1 AND run.reached_session_type IS NOT NULL;
        next_pass := 2;
        reached_type := NULL;
        reached_moment := NULL;
    END IF;

    -- A full batch of sessions with locked members would be found again from the same moment on, for ever. Others that expired
    -- at that very moment, more than a batch of them, are left with it for a later run.
    -- (-infinity plus a microsecond is -infinity; the first moment after it is in 4713 BC.)
    IF sessions_cleaned = 0 AND reached_type IS NOT NULL THEN
        reached_moment := CASE
                              WHEN isfinite(reached_moment) THEN reached_moment + interval '1 microsecond'
                              ELSE timestamptz '4713-01-01 00:00:00+00 BC'
                          END;
    END IF;

    UPDATE public.cleanup_run
       SET in_batch = false,
           updated_at = clock_timestamp(),
           sessions_cleaned = cleanup_run.sessions_cleaned + cleanup_run_batch.sessions_cleaned,
           members_set_offline = cleanup_run.members_set_offline + cleanup_run_batch.members_set_offline,
           pass = next_pass,
           reached_session_type = reached_type,
           reached_expires_at = reached_moment
     WHERE cleanup_run.cleanup_run_id = run_id;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_batch(bigint, integer) IS
    'One batch of the cleanup run_id, in the caller''s transaction: deactivates up to batch_size expired sessions that nobody has locked. Returns what it did, and has_more: whether to call it again. Errors: 22023 for a batch_size below 1, SC003 if the caller has no such run in progress, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_batch(bigint, integer) FROM PUBLIC;
