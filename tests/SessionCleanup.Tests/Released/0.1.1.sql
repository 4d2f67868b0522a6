-- What Session Cleanup 0.1.1 left in a database; kept by scripts/release, never edited.
--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: cleanup_run_batch(bigint, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '500ms'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET jit TO 'off'
    AS $$
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
$$;


--
-- Name: FUNCTION cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean) IS 'One batch of the cleanup run_id, in the caller''s transaction: deactivates up to batch_size expired sessions that nobody has locked. Returns what it did, and has_more: whether to call it again. Errors: 22023 for a batch_size below 1, SC003 if the caller has no such run in progress, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s.';


--
-- Name: cleanup_run_begin(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_begin(way_in text DEFAULT 'cleanup_run_begin'::text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '500ms'
    AS $$
DECLARE
    run_id bigint;
BEGIN
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
$$;


--
-- Name: FUNCTION cleanup_run_begin(way_in text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_begin(way_in text) IS 'Begins a cleanup and returns its number, for cleanup_run_batch and cleanup_run_finish. way_in is what cleanup_run will say was called. Warns where the index that cleanup walks is missing. Error: 55P03 if cleanup_run stays locked for 0.5 s.';


--
-- Name: cleanup_run_finish(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_finish(run_id bigint) RETURNS TABLE(sessions_cleaned bigint, members_set_offline bigint, active_sessions bigint, inactive_sessions bigint, total_sessions bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '500ms'
    SET max_parallel_workers_per_gather TO '0'
    AS $$
BEGIN
    UPDATE public.cleanup_run
       SET finished_at = clock_timestamp()
     WHERE cleanup_run.cleanup_run_id = run_id
       AND cleanup_run.role_name = session_user
       AND cleanup_run.finished_at IS NULL
    RETURNING cleanup_run.sessions_cleaned, cleanup_run.members_set_offline
      INTO sessions_cleaned, members_set_offline;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC003',
            MESSAGE = format('role %s has no cleanup run %s in progress', session_user, coalesce(run_id::text, 'null')),
            HINT    = 'Begin one with cleanup_run_begin().';
    END IF;

    -- The history prunes itself, a bounded piece at a time. What another run is pruning is left to it.
    DELETE FROM public.cleanup_run
     WHERE cleanup_run.cleanup_run_id IN (
               SELECT old_run.cleanup_run_id
                 FROM public.cleanup_run AS old_run
                WHERE old_run.started_at < now() - (SELECT cleanup_setting.run_retention FROM public.cleanup_setting)
                  AND old_run.updated_at < now() - (SELECT cleanup_setting.run_retention FROM public.cleanup_setting)
                  AND old_run.cleanup_run_id <> run_id
                ORDER BY old_run.started_at
                LIMIT 1000
                  FOR UPDATE SKIP LOCKED);

    RETURN QUERY
    SELECT cleanup_run_finish.sessions_cleaned,
           cleanup_run_finish.members_set_offline,
           coalesce(sum(session_statistics.active), 0)::bigint,
           coalesce(sum(session_statistics.inactive), 0)::bigint,
           coalesce(sum(session_statistics.total), 0)::bigint
      FROM public.session_statistics
      JOIN public.session_type USING (session_type)
     WHERE session_type.inactivity_timeout IS NOT NULL;
END
$$;


--
-- Name: FUNCTION cleanup_run_finish(run_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_finish(run_id bigint) IS 'Ends the cleanup run_id, with or without expired sessions left, and returns one row: what its batches did, and the sessions there are now of the types that expire. Removes up to 1,000 runs that are past cleanup_setting.run_retention. Error: SC003 if the caller has no such run in progress, 55P03 if cleanup_run stays locked for 0.5 s.';


--
-- Name: cleanup_sessions(boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_sessions(dry_run boolean DEFAULT false) RETURNS TABLE(sessions_cleaned bigint, members_set_offline bigint, active_sessions bigint, inactive_sessions bigint, total_sessions bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET max_parallel_workers_per_gather TO '0'
    AS $$
DECLARE
    run_id bigint;
BEGIN
    IF dry_run IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'dry_run must be true or false, not null',
            HINT    = 'cleanup_sessions(dry_run => true) only reports; cleanup_sessions() cleans.';
    END IF;

    IF dry_run THEN
        -- One statement, so that all figures are of one moment.
        RETURN QUERY
        SELECT coalesce(sum(session_statistics.expired), 0)::bigint,
               (SELECT coalesce(sum(expired_session.members_online), 0)::bigint FROM public.expired_session),
               coalesce(sum(session_statistics.active - session_statistics.expired), 0)::bigint,
               coalesce(sum(session_statistics.inactive + session_statistics.expired), 0)::bigint,
               coalesce(sum(session_statistics.total), 0)::bigint
          FROM public.session_statistics
          JOIN public.session_type USING (session_type)
         WHERE session_type.inactivity_timeout IS NOT NULL;
        RETURN;
    END IF;

    run_id := public.cleanup_run_begin('cleanup_sessions');

    WHILE (SELECT batch.has_more FROM public.cleanup_run_batch(run_id, batch_size => 10000) AS batch) LOOP
    END LOOP;

    RETURN QUERY SELECT * FROM public.cleanup_run_finish(run_id);
END
$$;


--
-- Name: FUNCTION cleanup_sessions(dry_run boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_sessions(dry_run boolean) IS 'Deactivates every expired session and sets its members offline, in one transaction. Returns one row: sessions_cleaned, members_set_offline, and the active, inactive and total sessions of the types that expire, as after the run. With dry_run => true it writes nothing, works in a read-only transaction and on a hot standby, and returns what a run would. Sessions that somebody has locked are left for the next run. Errors: 22004 for a null dry_run, 25006 in a read-only transaction, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s.';


--
-- Name: cleanup_sessions_in_batches(integer, interval); Type: PROCEDURE; Schema: public; Owner: -
--

CREATE PROCEDURE public.cleanup_sessions_in_batches(IN batch_size integer DEFAULT 10000, IN pause interval DEFAULT '00:00:00'::interval)
    LANGUAGE plpgsql
    AS $$
DECLARE
    run_id        bigint;
    batch         record;
    total         record;
    next_progress timestamptz := clock_timestamp() + interval '10 seconds';
BEGIN
    IF pause IS NULL OR pause < interval '0' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('pause must be an interval of zero or more, not %s', coalesce(pause::text, 'null')),
            HINT    = 'Leave it out for no pause between batches.';
    END IF;

    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    run_id := public.cleanup_run_begin('cleanup_sessions_in_batches');

    LOOP
        SELECT * INTO batch FROM public.cleanup_run_batch(run_id, batch_size);

        IF batch.has_more THEN
            SET LOCAL synchronous_commit = off;
        END IF;

        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        EXIT WHEN NOT batch.has_more;

        IF clock_timestamp() >= next_progress THEN
            RAISE NOTICE 'cleanup run %: at work, the last batch cleaned % sessions; cleanup_run_history has the totals',
                run_id, batch.sessions_cleaned;
            next_progress := clock_timestamp() + interval '10 seconds';
        END IF;

        IF pause > interval '0' THEN
            PERFORM pg_sleep_for(pause);
            COMMIT;
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        END IF;
    END LOOP;

    SELECT * INTO total FROM public.cleanup_run_finish(run_id);
    COMMIT;
    RAISE NOTICE 'cleanup run %: % sessions cleaned, % members set offline; now % active, % inactive, % total',
        run_id, total.sessions_cleaned, total.members_set_offline,
        total.active_sessions, total.inactive_sessions, total.total_sessions;
END
$$;


--
-- Name: PROCEDURE cleanup_sessions_in_batches(IN batch_size integer, IN pause interval); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON PROCEDURE public.cleanup_sessions_in_batches(IN batch_size integer, IN pause interval) IS 'Does what cleanup_sessions() does in batches of batch_size sessions (at least 1), each committed, with a pause (zero or more) after each. Not inside a transaction block (2D000). Errors: 22023 for a batch_size below 1 or a pause below zero, 25006 in a read-only transaction, 42501 without EXECUTE on cleanup_run_begin, cleanup_run_batch and cleanup_run_finish, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s. After an error, committed batches stay; call it again.';


--
-- Name: session_deactivate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_deactivate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    has_stand_in boolean;
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = NEW.session_id
        FOR UPDATE;

    UPDATE public.session_member
       SET is_online = false
     WHERE session_member.session_id = NEW.session_id
       AND session_member.is_online;

    IF current_setting('transaction_isolation') <> 'read committed' THEN
        FOREACH has_stand_in IN ARRAY ARRAY[false, true] LOOP
            BEGIN
                WITH moved AS (
                    UPDATE public.session
                       SET session_id = ~ session.session_id
                     WHERE session.session_id = NEW.session_id
                    RETURNING session.session_type
                )
                INSERT INTO public.session (session_id, session_type, is_active)
                SELECT NEW.session_id, moved.session_type, false
                  FROM moved
                 WHERE has_stand_in;

                RAISE EXCEPTION USING ERRCODE = 'SC000', MESSAGE = 'take it back';
            EXCEPTION
                WHEN SQLSTATE 'SC000' THEN
                    EXIT;
                WHEN foreign_key_violation THEN
                    IF has_stand_in THEN
                        RAISE;
                    END IF;
            END;
        END LOOP;
    END IF;

    IF NEW.deactivated_at IS NULL THEN
        UPDATE public.session
           SET deactivated_at = now()
         WHERE session.session_id = NEW.session_id;
    END IF;

    RETURN NULL;
END
$$;


--
-- Name: FUNCTION session_deactivate(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_deactivate() IS 'Trigger of session: when a session becomes inactive, sets its members offline, and deactivated_at to now() unless the UPDATE gives it. Under REPEATABLE READ and SERIALIZABLE it fails with 40001 if a member has changed since the transaction''s snapshot.';


--
-- Name: session_member_require_active_session(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_member_require_active_session() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = NEW.session_id
        AND session.is_active
        FOR KEY SHARE;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC001',
            MESSAGE = format('member %s can''t be online in session %s: the session is inactive',
                             NEW.user_id, NEW.session_id),
            HINT    = 'Set is_active of the session to true first, or join another session.';
    END IF;

    RETURN NULL;
END
$$;


--
-- Name: FUNCTION session_member_require_active_session(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_member_require_active_session() IS 'Trigger of session_member: refuses with SQLSTATE SC001 that a member is online in an inactive session.';


--
-- Name: session_reactivate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_reactivate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE public.session
       SET deactivated_at = NULL
     WHERE session.session_id = NEW.session_id;
    RETURN NULL;
END
$$;


--
-- Name: FUNCTION session_reactivate(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_reactivate() IS 'Trigger of session: sets deactivated_at of an active session to null.';


--
-- Name: session_refuse_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_refuse_delete() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'SC002',
        MESSAGE = format('session %s can''t be deleted: sessions are kept for history', OLD.session_id),
        HINT    = 'Set is_active to false to end the session. To erase what is personal, set title and owner_id to null.';
END
$$;


--
-- Name: FUNCTION session_refuse_delete(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_refuse_delete() IS 'Trigger of session: refuses every DELETE with SQLSTATE SC002.';


--
-- Name: session_require_batch(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_require_batch() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT
                     FROM public.cleanup_run
                    WHERE cleanup_run.cleanup_run_id = nullif(current_setting('session_cleanup.batch', true), '')::bigint
                      AND cleanup_run.in_batch) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = 'the setting session_cleanup.batch is for cleanup_run_batch alone',
            HINT    = 'RESET session_cleanup.batch, then try again.';
    END IF;

    RETURN NULL;
END
$$;


--
-- Name: FUNCTION session_require_batch(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_require_batch() IS 'Trigger of session: refuses with SQLSTATE 42501 that anything but cleanup_run_batch deactivates sessions under the setting session_cleanup.batch.';


--
-- Name: session_set_expires_at(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_set_expires_at() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$
BEGIN
    NEW.expires_at := (SELECT now() + session_type.inactivity_timeout
                         FROM public.session_type
                        WHERE session_type.session_type = NEW.session_type);
    RETURN NEW;
END
$$;


--
-- Name: FUNCTION session_set_expires_at(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_set_expires_at() IS 'Trigger of session: a session inserted without expires_at gets now() plus the inactivity_timeout of its type, or null where the type never expires.';


--
-- Name: touch_session(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.touch_session(session_id bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = touch_session.session_id
        AND session.is_active
        FOR NO KEY UPDATE;

    IF NOT FOUND THEN
        RETURN false;
    END IF;

    IF EXISTS (SELECT
                 FROM public.expired_session
                WHERE expired_session.session_id = touch_session.session_id) THEN
        RETURN false;
    END IF;

    UPDATE public.session
       SET last_activity_at = now(),
           expires_at = CASE
                            WHEN session.expires_at IS NOT NULL
                            THEN greatest(session.expires_at, now() + session_type.inactivity_timeout)
                        END
      FROM public.session_type
     WHERE session.session_id = touch_session.session_id
       AND session_type.session_type = session.session_type;

    RETURN true;
END
$$;


--
-- Name: FUNCTION touch_session(session_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.touch_session(session_id bigint) IS 'Records activity: sets last_activity_at to now(), and expires_at to now() plus the inactivity_timeout of the type, never to an earlier moment than it had; an expires_at of null or infinity stays. True if it did. False, and nothing changed, for a session that is inactive, expired or unknown.';


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: cleanup_run; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cleanup_run (
    cleanup_run_id bigint NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    sessions_cleaned bigint DEFAULT 0 NOT NULL,
    members_set_offline bigint DEFAULT 0 NOT NULL,
    role_name text DEFAULT SESSION_USER NOT NULL,
    application_name text DEFAULT current_setting('application_name'::text) NOT NULL,
    way_in text DEFAULT 'cleanup_run_begin'::text NOT NULL,
    backend_pid integer DEFAULT pg_backend_pid() NOT NULL,
    in_batch boolean DEFAULT false NOT NULL,
    pass smallint DEFAULT 1 NOT NULL,
    reached_session_type text,
    reached_expires_at timestamp with time zone
);


--
-- Name: TABLE cleanup_run; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.cleanup_run IS 'One row for each cleanup that committed anything. A dry run leaves none.';


--
-- Name: COLUMN cleanup_run.cleanup_run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.cleanup_run_id IS 'Key; a later run has a higher one.';


--
-- Name: COLUMN cleanup_run.started_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.started_at IS 'When the run started.';


--
-- Name: COLUMN cleanup_run.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.updated_at IS 'When the run''s last batch was done.';


--
-- Name: COLUMN cleanup_run.finished_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.finished_at IS 'When the run ended in good order. Null: it is still running, or it died after the batch of updated_at.';


--
-- Name: COLUMN cleanup_run.sessions_cleaned; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.sessions_cleaned IS 'Sessions that the run''s committed batches made inactive.';


--
-- Name: COLUMN cleanup_run.members_set_offline; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.members_set_offline IS 'Members that the run''s committed batches set offline.';


--
-- Name: COLUMN cleanup_run.role_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.role_name IS 'The role that logged in to run it (session_user).';


--
-- Name: COLUMN cleanup_run.application_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.application_name IS 'The application_name of the connection that started it: session-cleanup, psql, pg_cron.';


--
-- Name: COLUMN cleanup_run.way_in; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.way_in IS 'What was called: cleanup_sessions, cleanup_sessions_in_batches, session-cleanup (the command line), or cleanup_run_begin (by hand).';


--
-- Name: COLUMN cleanup_run.backend_pid; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.backend_pid IS 'Process ID of the backend that did the run''s last batch.';


--
-- Name: COLUMN cleanup_run.in_batch; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.in_batch IS 'True while a batch of the run is at work, in its own transaction; nobody else ever sees that.';


--
-- Name: COLUMN cleanup_run.pass; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.pass IS '1: the run goes through the expired sessions; 2: it looks again for those that it had to skip.';


--
-- Name: COLUMN cleanup_run.reached_session_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.reached_session_type IS 'Where the next batch goes on: the session type. Null: from the beginning.';


--
-- Name: COLUMN cleanup_run.reached_expires_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.reached_expires_at IS 'Where the next batch goes on: the expires_at within the session type. Null: from the beginning.';


--
-- Name: cleanup_day; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.cleanup_day AS
 SELECT (calendar.day)::date AS day,
    COALESCE(done.runs, (0)::bigint) AS runs,
    COALESCE(done.sessions_cleaned, (0)::bigint) AS sessions_cleaned,
    COALESCE(done.members_set_offline, (0)::bigint) AS members_set_offline
   FROM (generate_series((date_trunc('day'::text, (now() AT TIME ZONE 'UTC'::text)) - '13 days'::interval), date_trunc('day'::text, (now() AT TIME ZONE 'UTC'::text)), '1 day'::interval) calendar(day)
     LEFT JOIN ( SELECT date_trunc('day'::text, (cleanup_run.started_at AT TIME ZONE 'UTC'::text)) AS day,
            count(*) AS runs,
            (sum(cleanup_run.sessions_cleaned))::bigint AS sessions_cleaned,
            (sum(cleanup_run.members_set_offline))::bigint AS members_set_offline
           FROM public.cleanup_run
          WHERE (cleanup_run.started_at >= ((date_trunc('day'::text, (now() AT TIME ZONE 'UTC'::text)) - '13 days'::interval) AT TIME ZONE 'UTC'::text))
          GROUP BY (date_trunc('day'::text, (cleanup_run.started_at AT TIME ZONE 'UTC'::text)))) done USING (day));


--
-- Name: VIEW cleanup_day; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.cleanup_day IS 'What the cleanups of the last 14 days did, day by day, in UTC; today included.';


--
-- Name: COLUMN cleanup_day.day; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_day.day IS 'The day, in UTC.';


--
-- Name: COLUMN cleanup_day.runs; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_day.runs IS 'Runs that started on it.';


--
-- Name: COLUMN cleanup_day.sessions_cleaned; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_day.sessions_cleaned IS 'Sessions that they cleaned up.';


--
-- Name: COLUMN cleanup_day.members_set_offline; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_day.members_set_offline IS 'Members that they set offline.';


--
-- Name: cleanup_run_cleanup_run_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.cleanup_run ALTER COLUMN cleanup_run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cleanup_run_cleanup_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: SEQUENCE cleanup_run_cleanup_run_id_seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON SEQUENCE public.cleanup_run_cleanup_run_id_seq IS 'Gives cleanup_run.cleanup_run_id.';


--
-- Name: cleanup_run_history; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.cleanup_run_history AS
 SELECT cleanup_run.cleanup_run_id,
    cleanup_run.started_at,
    cleanup_run.updated_at,
    cleanup_run.finished_at,
        CASE
            WHEN (cleanup_run.finished_at IS NOT NULL) THEN 'finished'::text
            WHEN (cleanup_run.updated_at < (now() - '01:00:00'::interval)) THEN 'died'::text
            WHEN ((current_setting('in_hot_standby'::text) = 'on'::text) OR (EXISTS ( SELECT
               FROM pg_stat_activity
              WHERE ((pg_stat_activity.pid = cleanup_run.backend_pid) AND (pg_stat_activity.datname = current_database()))))) THEN 'running'::text
            ELSE 'died'::text
        END AS state,
    EXTRACT(epoch FROM (COALESCE(cleanup_run.finished_at, cleanup_run.updated_at) - cleanup_run.started_at)) AS seconds,
    cleanup_run.sessions_cleaned,
    cleanup_run.members_set_offline,
    cleanup_run.role_name,
    cleanup_run.application_name,
    cleanup_run.way_in
   FROM public.cleanup_run;


--
-- Name: VIEW cleanup_run_history; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.cleanup_run_history IS 'The cleanups there were, and are at work; ORDER BY cleanup_run_id DESC for the last ones.';


--
-- Name: COLUMN cleanup_run_history.cleanup_run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.cleanup_run_id IS 'Key; a later run has a higher one.';


--
-- Name: COLUMN cleanup_run_history.started_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.started_at IS 'When the run started.';


--
-- Name: COLUMN cleanup_run_history.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.updated_at IS 'When the run''s last batch was done.';


--
-- Name: COLUMN cleanup_run_history.finished_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.finished_at IS 'When the run ended in good order. Null: it did not, or not yet.';


--
-- Name: COLUMN cleanup_run_history.state; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.state IS 'finished; running; or died: not finished, and its backend is gone or no batch was committed for an hour.';


--
-- Name: COLUMN cleanup_run_history.seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.seconds IS 'From the start to the end, or to the last batch that was committed.';


--
-- Name: COLUMN cleanup_run_history.sessions_cleaned; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.sessions_cleaned IS 'Sessions that the run''s committed batches made inactive.';


--
-- Name: COLUMN cleanup_run_history.members_set_offline; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.members_set_offline IS 'Members that the run''s committed batches set offline.';


--
-- Name: COLUMN cleanup_run_history.role_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.role_name IS 'The role that logged in to run it.';


--
-- Name: COLUMN cleanup_run_history.application_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.application_name IS 'The application_name of the connection that started it: session-cleanup, psql, pg_cron.';


--
-- Name: COLUMN cleanup_run_history.way_in; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.way_in IS 'What was called: cleanup_sessions, cleanup_sessions_in_batches, session-cleanup (the command line), or cleanup_run_begin (by hand).';


--
-- Name: cleanup_setting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cleanup_setting (
    only_row boolean DEFAULT true NOT NULL,
    run_retention interval DEFAULT '1 year'::interval NOT NULL,
    CONSTRAINT cleanup_setting_has_one_row CHECK (only_row),
    CONSTRAINT cleanup_setting_run_retention_is_positive CHECK ((run_retention > '00:00:00'::interval))
);


--
-- Name: TABLE cleanup_setting; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.cleanup_setting IS 'Settings of Session Cleanup, in one row: UPDATE it to change them.';


--
-- Name: COLUMN cleanup_setting.only_row; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_setting.only_row IS 'Key: there is one row.';


--
-- Name: COLUMN cleanup_setting.run_retention; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_setting.run_retention IS 'How long rows of cleanup_run are kept; more than zero. Each run that ends removes at most 1,000 that are older.';


--
-- Name: CONSTRAINT cleanup_setting_has_one_row ON cleanup_setting; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT cleanup_setting_has_one_row ON public.cleanup_setting IS 'There is one row.';


--
-- Name: CONSTRAINT cleanup_setting_run_retention_is_positive ON cleanup_setting; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT cleanup_setting_run_retention_is_positive ON public.cleanup_setting IS 'A retention of zero or less would remove a run as it ends.';


--
-- Name: session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session (
    session_id bigint NOT NULL,
    share_id uuid DEFAULT gen_random_uuid() NOT NULL,
    owner_id bigint,
    title text,
    session_type text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_activity_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone,
    deactivated_at timestamp with time zone
)
WITH (fillfactor='90');


--
-- Name: TABLE session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.session IS 'Collaborative sessions. Rows are never deleted: a session that is over is inactive.';


--
-- Name: COLUMN session.session_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.session_id IS 'Key. Given by the database when it is not given.';


--
-- Name: COLUMN session.share_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.share_id IS 'Random identifier for links to the session: the one to show to people, and the one that reports name.';


--
-- Name: COLUMN session.owner_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.owner_id IS 'The application''s identifier of the user who owns the session. Null: not known.';


--
-- Name: COLUMN session.title; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.title IS 'What people call the session. Null: it has no title.';


--
-- Name: COLUMN session.session_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.session_type IS 'The kind of session; decides after how long without activity it expires.';


--
-- Name: COLUMN session.is_active; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.is_active IS 'False: the session is over and has no online member.';


--
-- Name: COLUMN session.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.created_at IS 'When the session was created.';


--
-- Name: COLUMN session.last_activity_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.last_activity_at IS 'When the session was last used.';


--
-- Name: COLUMN session.expires_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.expires_at IS 'An active session of a type that expires is expired once this moment has passed. Null or infinity: never. A session inserted with null gets now() plus the inactivity_timeout of its type.';


--
-- Name: COLUMN session.deactivated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.deactivated_at IS 'When the session became inactive. Null: it is active, or it was inserted inactive and the moment is not known.';


--
-- Name: session_member; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session_member (
    session_id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission text DEFAULT 'view'::text NOT NULL,
    is_online boolean DEFAULT false NOT NULL,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    last_active_at timestamp with time zone DEFAULT now(),
    CONSTRAINT session_member_permission_is_known CHECK ((permission = ANY (ARRAY['view'::text, 'edit'::text])))
)
WITH (fillfactor='90');


--
-- Name: TABLE session_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.session_member IS 'Who takes part in a session. An inactive session has no online member.';


--
-- Name: COLUMN session_member.session_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_member.session_id IS 'The session.';


--
-- Name: COLUMN session_member.user_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_member.user_id IS 'The application''s identifier of the user.';


--
-- Name: COLUMN session_member.permission; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_member.permission IS 'What the member may do: view or edit.';


--
-- Name: COLUMN session_member.is_online; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_member.is_online IS 'Whether the member is connected now. Set to false when the session becomes inactive, and can''t be true while it is.';


--
-- Name: COLUMN session_member.joined_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_member.joined_at IS 'When the user became a member.';


--
-- Name: COLUMN session_member.last_active_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_member.last_active_at IS 'When the member last did something. Null: never.';


--
-- Name: CONSTRAINT session_member_permission_is_known ON session_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT session_member_permission_is_known ON public.session_member IS 'A member may view or edit; there is no third permission.';


--
-- Name: session_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session_type (
    session_type text NOT NULL,
    inactivity_timeout interval,
    CONSTRAINT session_type_inactivity_timeout_is_positive CHECK ((inactivity_timeout > '00:00:00'::interval))
);


--
-- Name: TABLE session_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.session_type IS 'The kinds of session, and after how long without activity a session of each kind expires.';


--
-- Name: COLUMN session_type.session_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_type.session_type IS 'Name of the type, for example collaborative.';


--
-- Name: COLUMN session_type.inactivity_timeout; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_type.inactivity_timeout IS 'A session expires this long after its last activity; more than zero. Null: sessions of this type never expire. A change applies to a session at its next activity; null applies at once.';


--
-- Name: CONSTRAINT session_type_inactivity_timeout_is_positive ON session_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT session_type_inactivity_timeout_is_positive ON public.session_type IS 'A timeout of zero or less would expire a session while it is used.';


--
-- Name: expired_session; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.expired_session AS
 SELECT session.session_id,
    session.share_id,
    session.title,
    session.session_type,
    session.created_at,
    session.expires_at,
        CASE
            WHEN isfinite(session.created_at) THEN (now() - session.created_at)
            ELSE NULL::interval
        END AS age,
    ( SELECT count(*) AS count
           FROM public.session_member
          WHERE ((session_member.session_id = session.session_id) AND session_member.is_online)) AS members_online
   FROM public.session
  WHERE (session.is_active AND (session.expires_at < now()) AND (session.session_type IN ( SELECT session_type.session_type
           FROM public.session_type
          WHERE (session_type.inactivity_timeout IS NOT NULL))));


--
-- Name: VIEW expired_session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.expired_session IS 'What a cleanup at this moment would deactivate: active sessions, of a type that expires, whose expires_at has passed.';


--
-- Name: COLUMN expired_session.session_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.expired_session.session_id IS 'The session''s key.';


--
-- Name: COLUMN expired_session.share_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.expired_session.share_id IS 'The session''s public identifier.';


--
-- Name: COLUMN expired_session.title; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.expired_session.title IS 'The session''s title. Null: it has none.';


--
-- Name: COLUMN expired_session.session_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.expired_session.session_type IS 'The session''s type.';


--
-- Name: COLUMN expired_session.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.expired_session.created_at IS 'When the session was created.';


--
-- Name: COLUMN expired_session.expires_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.expired_session.expires_at IS 'When it expired; always before now().';


--
-- Name: COLUMN expired_session.age; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.expired_session.age IS 'Time since the session was created. Null: created_at is infinite.';


--
-- Name: COLUMN expired_session.members_online; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.expired_session.members_online IS 'Members that a cleanup would set offline.';


--
-- Name: schemaversions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schemaversions (
    schemaversionsid integer NOT NULL,
    scriptname character varying(255) NOT NULL,
    applied timestamp without time zone NOT NULL
);


--
-- Name: schemaversions_schemaversionsid_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.schemaversions_schemaversionsid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: schemaversions_schemaversionsid_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.schemaversions_schemaversionsid_seq OWNED BY public.schemaversions.schemaversionsid;


--
-- Name: session_cleanup_status; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.session_cleanup_status AS
 SELECT now() AS checked_at,
    last_success.finished_at AS last_success_at,
        CASE
            WHEN (last_success.finished_at IS NOT NULL) THEN GREATEST((0)::numeric, EXTRACT(epoch FROM (now() - last_success.finished_at)))
            ELSE NULL::numeric
        END AS last_success_age_seconds,
    ( SELECT count(*) AS count
           FROM public.cleanup_run_history
          WHERE ((cleanup_run_history.finished_at IS NULL) AND (cleanup_run_history.cleanup_run_id > COALESCE(last_success.cleanup_run_id, (0)::bigint)) AND (cleanup_run_history.state = 'died'::text))) AS runs_died_since,
    backlog.sessions AS backlog,
    backlog.oldest_expired_at,
        CASE
            WHEN isfinite(backlog.oldest_expired_at) THEN EXTRACT(epoch FROM (now() - backlog.oldest_expired_at))
            ELSE NULL::numeric
        END AS oldest_expired_age_seconds
   FROM (( SELECT count(*) AS sessions,
            min(expired_session.expires_at) AS oldest_expired_at
           FROM public.expired_session) backlog
     LEFT JOIN ( SELECT cleanup_run.cleanup_run_id,
            cleanup_run.finished_at
           FROM public.cleanup_run
          WHERE (cleanup_run.finished_at IS NOT NULL)
          ORDER BY cleanup_run.finished_at DESC
         LIMIT 1) last_success ON (true));


--
-- Name: VIEW session_cleanup_status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.session_cleanup_status IS 'Whether cleanup is working, in one row: when it last succeeded, and how much is waiting for it.';


--
-- Name: COLUMN session_cleanup_status.checked_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.checked_at IS 'The moment that the row is of.';


--
-- Name: COLUMN session_cleanup_status.last_success_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.last_success_at IS 'When a run last ended in good order. Null: none ever did, or none is left in cleanup_run.';


--
-- Name: COLUMN session_cleanup_status.last_success_age_seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.last_success_age_seconds IS 'Seconds since last_success_at; zero if that is in the future. Null: no success.';


--
-- Name: COLUMN session_cleanup_status.runs_died_since; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.runs_died_since IS 'Runs that died after the last success.';


--
-- Name: COLUMN session_cleanup_status.backlog; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.backlog IS 'Sessions that are expired and not cleaned up.';


--
-- Name: COLUMN session_cleanup_status.oldest_expired_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.oldest_expired_at IS 'When the first of them expired. Null: there is none.';


--
-- Name: COLUMN session_cleanup_status.oldest_expired_age_seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.oldest_expired_age_seconds IS 'Seconds since oldest_expired_at. Null: there is none, or it is -infinity.';


--
-- Name: session_session_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.session ALTER COLUMN session_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.session_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: SEQUENCE session_session_id_seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON SEQUENCE public.session_session_id_seq IS 'Gives session.session_id.';


--
-- Name: session_statistics; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.session_statistics AS
 SELECT session_type.session_type,
    COALESCE(counted.active, (0)::bigint) AS active,
    ( SELECT count(*) AS count
           FROM public.expired_session
          WHERE (expired_session.session_type = session_type.session_type)) AS expired,
    COALESCE(counted.inactive, (0)::bigint) AS inactive,
    COALESCE((counted.active + counted.inactive), (0)::bigint) AS total
   FROM (public.session_type
     LEFT JOIN ( SELECT session.session_type,
            count(*) FILTER (WHERE session.is_active) AS active,
            count(*) FILTER (WHERE (NOT session.is_active)) AS inactive
           FROM public.session
          GROUP BY session.session_type) counted USING (session_type));


--
-- Name: VIEW session_statistics; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.session_statistics IS 'How many sessions there are of each type. Exact, so it counts the sessions: 0.2 s for a million, without parallel workers (scripts/bench).';


--
-- Name: COLUMN session_statistics.session_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_statistics.session_type IS 'The session type.';


--
-- Name: COLUMN session_statistics.active; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_statistics.active IS 'Sessions with is_active, the expired ones included.';


--
-- Name: COLUMN session_statistics.expired; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_statistics.expired IS 'Active sessions that the next cleanup would deactivate; 0 for a type that never expires.';


--
-- Name: COLUMN session_statistics.inactive; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_statistics.inactive IS 'Sessions that are over.';


--
-- Name: COLUMN session_statistics.total; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_statistics.total IS 'All sessions of the type: active and inactive.';


--
-- Name: schemaversions schemaversionsid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schemaversions ALTER COLUMN schemaversionsid SET DEFAULT nextval('public.schemaversions_schemaversionsid_seq'::regclass);


--
-- Data for Name: cleanup_run; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cleanup_run OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-25 16:41:07.752993+00', '2026-11-25 16:41:07.758381+00', '2026-11-25 16:41:07.759244+00', 12, 15, 'postgres', 'session-cleanup', 'session-cleanup', 30590, false, 2, NULL, NULL);


--
-- Data for Name: cleanup_setting; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cleanup_setting VALUES
	(true, '1 year');


--
-- Data for Name: schemaversions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schemaversions VALUES
	(1, 'migrations/0001_create_session_tables.sql 1888ae42bd46', '2026-11-25 16:41:07.393477'),
	(2, 'migrations/0002_leave_room_for_updates.sql 06d2fec88ebc', '2026-11-25 16:41:07.399579'),
	(3, 'routines/cleanup_day.sql e05377285beb', '2026-11-25 16:41:07.406484'),
	(4, 'routines/cleanup_run_batch.sql d527fb77552f', '2026-11-25 16:41:07.414059'),
	(5, 'routines/cleanup_run_begin.sql 6b96059173f0', '2026-11-25 16:41:07.420664'),
	(6, 'routines/cleanup_run_finish.sql ad4bf000bd6f', '2026-11-25 16:41:07.427062'),
	(7, 'routines/cleanup_run_history.sql 495f22d49f69', '2026-11-25 16:41:07.436061'),
	(8, 'routines/cleanup_sessions.sql d480eb212646', '2026-11-25 16:41:07.442702'),
	(9, 'routines/cleanup_sessions_in_batches.sql 98a64025c08d', '2026-11-25 16:41:07.449163'),
	(10, 'routines/expired_session.sql 2b138fff43db', '2026-11-25 16:41:07.456521'),
	(11, 'routines/session_cleanup_status.sql 170471804a2b', '2026-11-25 16:41:07.464404'),
	(12, 'routines/session_deactivate.sql 1a8d85f7fd41', '2026-11-25 16:41:07.472117'),
	(13, 'routines/session_member_require_active_session.sql f65253182697', '2026-11-25 16:41:07.480062'),
	(14, 'routines/session_reactivate.sql e4e97b762343', '2026-11-25 16:41:07.48724'),
	(15, 'routines/session_refuse_delete.sql e9f493703883', '2026-11-25 16:41:07.494218'),
	(16, 'routines/session_require_batch.sql 0fe164865388', '2026-11-25 16:41:07.501239'),
	(17, 'routines/session_set_expires_at.sql aec9054118cc', '2026-11-25 16:41:07.507774'),
	(18, 'routines/session_statistics.sql 9352814e867f', '2026-11-25 16:41:07.514514'),
	(19, 'routines/touch_session.sql b557078003a1', '2026-11-25 16:41:07.521055');


--
-- Data for Name: session; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session VALUES
	(1, 'd57d71f4-ca36-44e8-beb8-b2aab8670b3e', 319, 'Sample: Code review 2302', 'collaborative', true, '2026-11-17 17:08:58.065637+00', '2026-11-20 21:11:13.847016+00', '2026-11-27 21:11:13.847016+00', NULL),
	(3, '107dd2b3-fe50-4040-9ecc-99ab3725b488', 118, 'Sample: Workshop 1854', 'collaborative', false, '2026-08-19 16:52:27.861005+00', '2026-08-23 01:28:40.598476+00', '2026-08-30 01:28:40.598476+00', '2026-08-30 03:28:40.598476+00'),
	(4, '6f80399e-3d33-4a4f-bf8f-7e011d2365af', 273, 'Sample: Code review 2610', 'collaborative', false, '2026-06-19 01:23:17.48929+00', '2026-06-29 23:05:54.220517+00', '2026-07-06 23:05:54.220517+00', '2026-07-07 01:05:54.220517+00'),
	(5, 'c226e1fd-784d-4715-b29d-3b1eece301c7', 68, 'Sample: Retrospective 1709', 'collaborative', false, '2026-08-03 12:55:01.535146+00', '2026-08-19 04:40:45.416055+00', '2026-08-26 04:40:45.416055+00', '2026-08-26 06:40:45.416055+00'),
	(7, '2533a4ba-33a4-4582-a85f-3001019003bf', 57, 'Sample: Pair programming 1251', 'collaborative', false, '2026-07-11 18:58:52.15098+00', '2026-07-24 16:56:50.899754+00', '2026-07-31 16:56:50.899754+00', '2026-07-31 18:56:50.899754+00'),
	(8, 'ec421810-cf28-47ac-a151-2f9287418716', 180, 'Sample: Pair programming 3024', 'collaborative', true, '2026-11-15 20:26:32.729614+00', '2026-11-20 09:37:30.802721+00', '2026-11-27 09:37:30.802721+00', NULL),
	(10, '9b89830b-4c36-4f58-8234-afc246d5a0c5', 350, 'Sample: Pair programming 2232', 'collaborative', false, '2026-08-30 00:44:30.535838+00', '2026-09-01 10:23:49.597149+00', '2026-09-08 10:23:49.597149+00', '2026-09-08 12:23:49.597149+00'),
	(13, 'f9590dba-5457-49c0-b325-a2eb97e2986d', 157, 'Sample: Pair programming 3851', 'collaborative', false, '2026-05-30 22:20:20.474842+00', '2026-06-10 02:31:13.412258+00', '2026-06-17 02:31:13.412258+00', '2026-06-17 04:31:13.412258+00'),
	(14, 'a99ae9b3-ca97-4191-a7df-1ed1032b9018', 308, 'Sample: Homework 3257', 'simple', true, '2026-10-19 13:47:04.545562+00', '2026-11-06 00:23:27.335425+00', NULL, NULL),
	(20, 'ab314025-8edb-491f-bc35-a551b3d4323c', 355, 'Sample: Retrospective 1791', 'collaborative', false, '2026-08-24 01:31:18.104246+00', '2026-08-31 01:54:25.142173+00', '2026-09-07 01:54:25.142173+00', '2026-09-07 03:54:25.142173+00'),
	(21, '1c3c225f-4b20-4497-8971-e2a511713e4f', 28, 'Sample: Workshop 252', 'collaborative', false, '2026-09-27 16:43:29.544855+00', '2026-10-01 20:13:49.535561+00', '2026-10-08 20:13:49.535561+00', '2026-10-08 22:13:49.535561+00'),
	(22, '8d0f1d77-c2ee-4262-9783-76dfbdf78999', 58, 'Sample: Code review 1604', 'collaborative', true, '2026-11-14 18:20:24.237517+00', '2026-11-21 16:59:03.538458+00', '2026-11-28 16:59:03.538458+00', NULL),
	(23, '66f86687-6786-4a7d-a653-86c21e30947a', 286, 'Sample: Workshop 2530', 'collaborative', false, '2026-09-11 17:12:06.797052+00', '2026-09-23 08:54:06.81698+00', '2026-09-30 08:54:06.81698+00', '2026-09-30 10:54:06.81698+00'),
	(25, '7160ec78-bcc9-4c69-8cc9-16e100be3f1d', 273, 'Sample: Pair programming 335', 'simple', true, '2026-10-17 11:43:35.212725+00', '2026-10-28 09:11:01.522089+00', NULL, NULL),
	(26, 'f8cb7cf1-611c-4b21-8ff3-7aa10bd8ee6e', 110, 'Sample: Pair programming 1750', 'collaborative', false, '2026-07-15 01:26:00.387039+00', '2026-07-21 23:46:52.688757+00', '2026-07-28 23:46:52.688757+00', '2026-07-29 01:46:52.688757+00'),
	(27, 'fe9afc31-41b9-49cf-9432-ee5f98490eba', 187, 'Sample: Homework 3329', 'collaborative', false, '2026-05-27 09:04:46.560327+00', '2026-06-04 10:49:16.297439+00', '2026-06-11 10:49:16.297439+00', '2026-06-11 12:49:16.297439+00'),
	(28, '10bef1b5-0d56-4be5-93b6-0e62c5bf077a', 55, 'Sample: Code review 3109', 'collaborative', false, '2026-09-08 12:34:13.401468+00', '2026-09-25 16:01:29.457485+00', '2026-10-02 16:01:29.457485+00', '2026-10-02 18:01:29.457485+00'),
	(29, '6433cccc-f4b5-45e9-b07c-2ceef6d80a30', 80, 'Sample: Workshop 2052', 'collaborative', false, '2026-04-19 23:47:03.615924+00', '2026-04-24 02:30:32.171175+00', '2026-05-01 02:30:32.171175+00', '2026-05-01 04:30:32.171175+00'),
	(31, '03d99b66-7922-496b-bbec-3c5a6e9a7d56', 196, 'Sample: Workshop 2878', 'simple', true, '2026-10-28 09:12:16.045666+00', '2026-11-12 20:28:10.545583+00', NULL, NULL),
	(33, 'ca1b4e0e-eebb-430c-9c9e-012eaaca772c', 46, 'Sample: Workshop 2434', 'collaborative', false, '2026-10-20 00:34:18.660884+00', '2026-11-01 15:12:11.989277+00', '2026-11-08 15:12:11.989277+00', '2026-11-08 17:12:11.989277+00'),
	(34, '2073ce3a-057f-4226-b517-c46b61163e4d', 129, 'Sample: Interview 3922', 'collaborative', true, '2026-11-14 20:30:50.163985+00', '2026-11-23 02:14:59.588578+00', '2026-11-30 02:14:59.588578+00', NULL),
	(35, '8032a9ef-c3a6-4aba-9993-046fe3c198ab', 14, 'Sample: Code review 2823', 'collaborative', true, '2026-11-12 09:11:46.675627+00', '2026-11-24 07:25:21.32223+00', '2026-12-01 07:25:21.32223+00', NULL),
	(36, 'a228c407-8efc-4953-8243-7cc362f2e578', 244, 'Sample: Pair programming 809', 'collaborative', false, '2026-08-10 05:37:49.785921+00', '2026-08-18 09:28:01.392396+00', '2026-08-25 09:28:01.392396+00', '2026-08-25 11:28:01.392396+00'),
	(40, 'ae3ab7aa-35a6-45cd-a1f2-a40f439310b5', 263, 'Sample: Code review 1430', 'collaborative', false, '2026-05-21 14:54:32.552467+00', '2026-05-25 21:34:09.649456+00', '2026-06-01 21:34:09.649456+00', '2026-06-01 23:34:09.649456+00'),
	(41, '632bf60c-722c-4f90-b2ef-9e92b638d08c', 401, 'Sample: Pair programming 2329', 'collaborative', false, '2026-04-24 01:29:01.100815+00', '2026-05-07 00:23:35.577206+00', '2026-05-14 00:23:35.577206+00', '2026-05-14 02:23:35.577206+00'),
	(43, 'a8f76779-f47c-4272-882f-2c87ae4aa7f8', 317, 'Sample: Code review 2721', 'collaborative', true, '2026-11-05 01:06:03.091692+00', '2026-11-22 09:55:18.730062+00', '2026-11-29 09:55:18.730062+00', NULL),
	(44, 'cd867b7d-b045-43ac-a9a9-de71a9382a62', 308, 'Sample: Homework 3729', 'collaborative', false, '2026-07-24 04:38:40.230712+00', '2026-08-04 00:53:24.669769+00', '2026-08-11 00:53:24.669769+00', '2026-08-11 02:53:24.669769+00'),
	(46, '888c9052-d08b-44ee-b22c-13be44f58ebd', 13, 'Sample: Interview 340', 'collaborative', true, '2026-10-30 20:27:10.501016+00', '2026-11-19 18:53:01.837524+00', '2026-11-26 18:53:01.837524+00', NULL),
	(49, '2f02e3c9-a038-4804-84f0-b5837809c418', 220, 'Sample: Interview 991', 'collaborative', false, '2026-08-02 08:49:07.975821+00', '2026-08-17 15:38:16.444692+00', '2026-08-24 15:38:16.444692+00', '2026-08-24 17:38:16.444692+00'),
	(50, '32d3538d-f495-424e-a4ff-e7460d037237', 330, 'Sample: Pair programming 1724', 'collaborative', true, '2026-11-13 03:50:11.964714+00', '2026-11-23 05:35:42.034863+00', '2026-11-30 05:35:42.034863+00', NULL),
	(51, '6a3c5216-a7bc-44c3-8c1c-851e9de92925', 143, 'Sample: Code review 2790', 'collaborative', false, '2026-04-23 08:13:55.47649+00', '2026-04-28 13:51:57.175786+00', '2026-05-05 13:51:57.175786+00', '2026-05-05 15:51:57.175786+00'),
	(52, 'e0361d4f-a0ea-46a7-953c-7a89a5847680', 180, 'Sample: Code review 2744', 'collaborative', true, '2026-11-11 01:13:15.649311+00', '2026-11-22 21:13:19.11854+00', '2026-11-29 21:13:19.11854+00', NULL),
	(55, 'ffe84486-a150-4fd7-9298-cb3a767e3567', 265, 'Sample: Pair programming 129', 'collaborative', false, '2026-05-17 05:32:39.300881+00', '2026-05-24 13:20:22.5612+00', '2026-05-31 13:20:22.5612+00', '2026-05-31 15:20:22.5612+00'),
	(2, '9d651694-9a81-4b51-9a7e-8d1dc87e3df3', 319, 'Sample: Pair programming 2926', 'collaborative', false, '2026-11-04 07:02:54.639438+00', '2026-11-11 23:25:55.07537+00', '2026-11-18 23:25:55.07537+00', '2026-11-25 16:41:07.753596+00'),
	(11, '7bcaee15-de5e-4484-a000-c8abbce411a6', 145, 'Sample: Interview 1748', 'collaborative', false, '2026-11-06 03:59:44.462763+00', '2026-11-15 02:10:51.304903+00', '2026-11-22 02:10:51.304903+00', '2026-11-25 16:41:07.753596+00'),
	(15, '6ad99d90-d111-4905-a4b5-afca90299ec3', 15, 'Sample: Pair programming 1326', 'collaborative', false, '2026-11-02 06:30:11.480699+00', '2026-11-11 11:48:58.592752+00', '2026-11-18 11:48:58.592752+00', '2026-11-25 16:41:07.753596+00'),
	(16, '7100356a-2bff-4ff8-970f-fe2c7be73bc8', 279, 'Sample: Homework 3507', 'collaborative', false, '2026-10-29 04:59:02.577098+00', '2026-11-16 13:38:43.05146+00', '2026-11-23 13:38:43.05146+00', '2026-11-25 16:41:07.753596+00'),
	(17, '9cb8d7f6-ea39-4128-918a-c02bf9e7b269', 43, 'Sample: Retrospective 626', 'collaborative', false, '2026-10-27 23:25:42.475033+00', '2026-11-10 22:07:17.013974+00', '2026-11-17 22:07:17.013974+00', '2026-11-25 16:41:07.753596+00'),
	(19, 'fdab5dab-409c-4f5b-b308-eceb03a781f9', 331, 'Sample: Homework 226', 'collaborative', false, '2026-10-25 23:25:28.977051+00', '2026-11-10 03:57:13.996108+00', '2026-11-17 03:57:13.996108+00', '2026-11-25 16:41:07.753596+00'),
	(6, '9481abd7-3725-4c07-b3e5-4e76e9c10091', 254, 'Sample: Interview 1696', 'simple', true, '2026-11-01 00:56:28.400564+00', '2026-11-06 00:43:25.007774+00', '2026-11-25 15:41:07.783762+00', NULL),
	(9, 'b8e72dff-6acd-4825-987e-77522dddba01', 350, 'Sample: Retrospective 2584', 'collaborative', true, '2026-11-15 01:33:16.723556+00', '2026-11-22 16:35:02.903643+00', '2026-11-25 15:41:07.783762+00', NULL),
	(12, '2968d9e5-a39c-4adb-8885-ac007cec1125', 113, 'Sample: Retrospective 2218', 'simple', true, '2026-11-03 07:49:17.174521+00', '2026-11-10 09:01:52.261082+00', '2026-11-25 15:41:07.783762+00', NULL),
	(18, '032f77dd-ca3c-496f-bc64-ec4424b5cc05', 384, 'Sample: Homework 2401', 'collaborative', true, '2026-11-09 05:12:13.13019+00', '2026-11-20 23:54:05.977193+00', '2026-11-25 15:41:07.783762+00', NULL),
	(24, 'fa3ab057-77f6-4268-aa02-eff9c6728286', 323, 'Sample: Interview 395', 'simple', true, '2026-11-14 02:49:50.561536+00', '2026-11-17 10:52:05.95418+00', '2026-11-25 15:41:07.783762+00', NULL),
	(30, '01fe2417-3393-43d5-898f-f0db9ca7780a', 298, 'Sample: Homework 1397', 'simple', true, '2026-09-13 22:40:46.069452+00', '2026-10-01 16:36:47.422675+00', '2026-11-25 15:41:07.783762+00', NULL),
	(39, 'cde3c2e3-b75f-4d9b-a67d-89d26cea20a5', 17, 'Sample: Pair programming 1743', 'collaborative', true, '2026-11-12 09:21:48.475334+00', '2026-11-23 13:37:35.278346+00', '2026-11-25 15:41:07.783762+00', NULL),
	(42, '569f42a1-dca3-4c80-afaf-7aafe563c8e3', 359, 'Sample: Homework 3060', 'collaborative', true, '2026-11-09 18:49:34.067253+00', '2026-11-21 13:56:45.756789+00', '2026-11-25 15:41:07.783762+00', NULL),
	(45, 'df7d9594-05a5-4092-b03a-c1c47fc2ce6e', 23, 'Sample: Pair programming 3144', 'collaborative', true, '2026-11-18 13:43:21.392508+00', '2026-11-23 12:41:06.307868+00', '2026-11-25 15:41:07.783762+00', NULL),
	(54, '8e70039f-d1c6-4ea5-af71-57985399ea15', 326, 'Sample: Workshop 2957', 'simple', true, '2026-10-03 00:04:48.137217+00', '2026-10-06 20:08:59.285216+00', '2026-11-25 15:41:07.783762+00', NULL),
	(56, '966fa687-4178-4441-8406-33acde2b5b28', 235, 'Sample: Homework 777', 'simple', true, '2026-11-03 05:17:37.428554+00', '2026-11-13 18:20:21.248971+00', NULL, NULL),
	(57, 'ab9b8086-098e-46b8-9a45-b291eb0cb810', 196, 'Sample: Retrospective 2990', 'collaborative', false, '2026-07-30 08:38:26.55592+00', '2026-08-02 08:33:02.127285+00', '2026-08-09 08:33:02.127285+00', '2026-08-09 10:33:02.127285+00'),
	(58, 'b7679456-fa6b-46ff-8645-ed2d3507976b', 278, 'Sample: Pair programming 1872', 'collaborative', false, '2026-10-05 08:28:52.13206+00', '2026-10-16 08:55:13.693709+00', '2026-10-23 08:55:13.693709+00', '2026-10-23 10:55:13.693709+00'),
	(59, '68336197-777b-4ff0-9123-c60c1d74b241', 303, 'Sample: Pair programming 3619', 'collaborative', true, '2026-10-02 07:20:24.856037+00', '2026-10-15 22:26:37.324255+00', 'infinity', NULL),
	(60, '64509f14-c1e2-4016-a32b-35397373e0f9', 357, 'Sample: Homework 3869', 'collaborative', false, '2026-07-03 18:21:35.549761+00', '2026-07-13 04:49:29.25855+00', '2026-07-20 04:49:29.25855+00', '2026-07-20 06:49:29.25855+00'),
	(32, 'f65d2829-5104-4dbf-a02f-d12803db8749', 208, 'Sample: Retrospective 2907', 'collaborative', false, '2026-11-12 09:32:40.569183+00', '2026-11-18 14:58:15.902673+00', '2026-11-25 14:58:15.902673+00', '2026-11-25 16:41:07.753596+00'),
	(37, 'f6fc83cc-0d77-4c47-a936-316849a8c8b4', 324, 'Sample: Homework 3546', 'collaborative', false, '2026-11-04 08:17:14.714412+00', '2026-11-11 03:24:54.912265+00', '2026-11-18 03:24:54.912265+00', '2026-11-25 16:41:07.753596+00'),
	(38, '8114d11f-83cc-49aa-b824-8fe77a4f1758', 361, 'Sample: Code review 348', 'collaborative', false, '2026-10-25 06:40:08.672191+00', '2026-11-10 10:20:29.162112+00', '2026-11-17 10:20:29.162112+00', '2026-11-25 16:41:07.753596+00'),
	(47, 'b7db9ae3-c426-4425-a861-47ec19a77582', 146, 'Sample: Workshop 3207', 'collaborative', false, '2026-11-05 07:22:22.459497+00', '2026-11-11 14:48:48.323442+00', '2026-11-18 14:48:48.323442+00', '2026-11-25 16:41:07.753596+00'),
	(48, '51e2f005-3e58-44f7-9720-bc33955dc57d', 154, 'Sample: Workshop 568', 'collaborative', false, '2026-10-31 23:38:36.586063+00', '2026-11-18 08:09:16.78667+00', '2026-11-25 08:09:16.78667+00', '2026-11-25 16:41:07.753596+00'),
	(53, 'f53c2050-2c2a-4851-a520-c91153ee243d', 18, 'Sample: Workshop 1246', 'collaborative', false, '2026-11-06 08:39:36.912556+00', '2026-11-13 02:11:21.045152+00', '2026-11-20 02:11:21.045152+00', '2026-11-25 16:41:07.753596+00');


--
-- Data for Name: session_member; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session_member VALUES
	(1, 320, 'edit', false, '2026-11-20 04:29:10.592032+00', '2026-11-19 22:18:22.110385+00'),
	(1, 327, 'view', false, '2026-11-20 15:48:51.384059+00', '2026-11-20 18:33:43.229419+00'),
	(2, 320, 'edit', false, '2026-11-05 09:25:45.286732+00', '2026-11-11 12:48:08.053513+00'),
	(3, 119, 'edit', false, '2026-08-22 02:02:20.860044+00', '2026-08-21 10:22:51.039656+00'),
	(3, 126, 'view', false, '2026-08-21 02:50:09.106414+00', '2026-08-21 18:38:35.524299+00'),
	(3, 133, 'edit', false, '2026-08-21 14:14:19.229854+00', '2026-08-22 13:24:39.639114+00'),
	(3, 140, 'edit', false, '2026-08-22 05:18:32.444672+00', '2026-08-20 20:58:34.206661+00'),
	(4, 274, 'edit', false, '2026-06-24 12:37:37.426875+00', '2026-06-21 02:07:05.317604+00'),
	(4, 281, 'edit', false, '2026-06-19 08:59:59.321948+00', '2026-06-19 04:25:23.175387+00'),
	(4, 288, 'view', false, '2026-06-19 20:31:55.025141+00', '2026-06-23 22:22:24.722253+00'),
	(4, 295, 'edit', false, '2026-06-25 18:55:53.906405+00', '2026-06-20 00:12:28.575431+00'),
	(4, 302, 'view', false, '2026-06-26 20:14:27.726213+00', '2026-06-27 20:20:02.569668+00'),
	(5, 69, 'edit', false, '2026-08-15 19:48:12.159456+00', '2026-08-05 05:33:20.598978+00'),
	(5, 76, 'view', false, '2026-08-10 00:34:21.504178+00', '2026-08-16 18:48:09.439796+00'),
	(5, 83, 'edit', false, '2026-08-11 04:43:42.836522+00', '2026-08-17 06:47:23.225893+00'),
	(5, 90, 'view', false, '2026-08-04 21:15:35.680377+00', '2026-08-14 14:08:07.515073+00'),
	(5, 97, 'view', false, '2026-08-08 04:40:20.982877+00', '2026-08-12 03:20:07.330395+00'),
	(5, 104, 'edit', false, '2026-08-06 06:52:28.175569+00', '2026-08-17 20:43:36.792584+00'),
	(6, 255, 'edit', false, '2026-11-05 05:10:52.250672+00', '2026-11-02 18:22:29.083537+00'),
	(7, 58, 'edit', false, '2026-07-21 06:29:14.68063+00', '2026-07-17 23:41:09.05963+00'),
	(7, 65, 'edit', false, '2026-07-17 02:39:20.474493+00', '2026-07-14 07:50:14.869992+00'),
	(8, 181, 'edit', false, '2026-11-19 01:29:46.318403+00', '2026-11-17 17:01:29.671685+00'),
	(8, 188, 'edit', false, '2026-11-17 19:18:30.332097+00', '2026-11-18 14:28:18.01739+00'),
	(8, 195, 'edit', true, '2026-11-18 11:43:17.167318+00', '2026-11-20 08:04:09.749639+00'),
	(9, 351, 'edit', false, '2026-11-16 17:06:00.934101+00', '2026-11-21 13:53:22.839804+00'),
	(9, 358, 'edit', true, '2026-11-17 06:39:21.976354+00', '2026-11-21 23:02:13.16363+00'),
	(9, 365, 'edit', false, '2026-11-15 08:28:47.735355+00', '2026-11-21 19:52:28.701358+00'),
	(9, 372, 'view', true, '2026-11-19 08:03:32.593472+00', '2026-11-15 09:50:58.985305+00'),
	(10, 351, 'edit', false, '2026-09-01 05:05:41.048431+00', '2026-08-30 23:12:29.173041+00'),
	(10, 358, 'edit', false, '2026-08-30 02:48:00.998736+00', '2026-08-30 21:18:44.816077+00'),
	(10, 365, 'edit', false, '2026-08-30 11:43:28.950819+00', '2026-08-30 19:13:30.045939+00'),
	(10, 372, 'view', false, '2026-08-31 16:57:41.426091+00', '2026-08-30 03:08:19.622798+00'),
	(10, 379, 'edit', false, '2026-08-30 04:16:48.42545+00', '2026-08-31 08:23:09.418565+00'),
	(12, 114, 'edit', true, '2026-11-05 10:10:17.521513+00', '2026-11-07 00:53:01.614153+00'),
	(13, 158, 'edit', false, '2026-05-31 22:21:03.693463+00', '2026-06-07 03:57:43.758338+00'),
	(13, 165, 'view', false, '2026-06-02 13:04:29.370685+00', '2026-05-31 03:09:09.191479+00'),
	(14, 309, 'edit', false, '2026-10-24 15:04:08.941625+00', '2026-10-31 17:05:30.288205+00'),
	(14, 316, 'view', false, '2026-10-29 04:52:01.579453+00', '2026-11-05 15:32:58.967216+00'),
	(14, 323, 'view', false, '2026-10-31 20:00:16.024696+00', '2026-10-31 01:48:45.69573+00'),
	(15, 16, 'edit', false, '2026-11-10 18:51:31.066213+00', '2026-11-07 17:28:45.101001+00'),
	(15, 23, 'view', false, '2026-11-02 23:19:04.369754+00', '2026-11-03 23:03:16.574828+00'),
	(15, 30, 'edit', false, '2026-11-10 08:32:12.899056+00', '2026-11-06 11:07:02.218857+00'),
	(16, 287, 'edit', false, '2026-11-04 15:50:09.508793+00', '2026-11-14 01:20:34.666154+00'),
	(16, 308, 'view', false, '2026-11-13 20:02:14.327546+00', '2026-11-15 20:01:53.595071+00'),
	(17, 44, 'edit', false, '2026-10-29 15:23:10.98519+00', '2026-11-04 20:32:22.515568+00'),
	(17, 58, 'edit', false, '2026-11-01 05:12:05.659385+00', '2026-11-07 13:22:16.311571+00'),
	(17, 65, 'view', false, '2026-11-01 00:09:39.936658+00', '2026-11-09 13:08:57.812126+00'),
	(17, 79, 'view', false, '2026-11-02 19:00:50.445932+00', '2026-11-07 04:58:17.716519+00'),
	(18, 385, 'edit', false, '2026-11-17 03:33:01.926619+00', '2026-11-20 04:06:17.13605+00'),
	(19, 332, 'edit', false, '2026-10-29 02:16:25.761614+00', '2026-10-29 17:11:44.760244+00'),
	(19, 339, 'view', false, '2026-10-29 11:58:06.412163+00', '2026-11-09 03:08:25.478502+00'),
	(20, 356, 'edit', false, '2026-08-28 06:02:54.147753+00', '2026-08-30 16:05:01.772527+00'),
	(20, 363, 'edit', false, '2026-08-24 15:34:27.912961+00', '2026-08-25 17:03:09.172878+00'),
	(20, 370, 'view', false, '2026-08-26 08:55:07.312052+00', '2026-08-28 19:31:53.25374+00'),
	(21, 29, 'edit', false, '2026-09-27 21:16:20.430975+00', '2026-09-29 16:53:35.502308+00'),
	(21, 36, 'edit', false, '2026-09-29 12:03:28.284015+00', '2026-10-01 07:35:27.469097+00'),
	(21, 43, 'view', false, '2026-10-01 19:42:22.052855+00', '2026-09-28 01:15:12.250366+00'),
	(21, 50, 'view', false, '2026-10-01 03:25:48.033608+00', '2026-10-01 11:15:28.916716+00'),
	(23, 287, 'edit', false, '2026-09-19 05:23:25.714865+00', '2026-09-13 22:30:38.674851+00'),
	(23, 294, 'edit', false, '2026-09-19 14:28:27.243518+00', '2026-09-20 10:28:56.664987+00'),
	(23, 301, 'edit', false, '2026-09-16 15:07:57.289507+00', '2026-09-20 04:13:08.352615+00'),
	(23, 308, 'edit', false, '2026-09-17 09:28:14.730086+00', '2026-09-18 18:35:30.132081+00'),
	(23, 315, 'view', false, '2026-09-17 01:36:00.282038+00', '2026-09-22 06:26:55.916057+00'),
	(23, 322, 'view', false, '2026-09-18 03:46:53.321533+00', '2026-09-20 15:59:01.139884+00'),
	(24, 324, 'edit', true, '2026-11-17 06:13:33.139839+00', '2026-11-17 07:26:48.798369+00'),
	(25, 274, 'edit', false, '2026-10-22 15:41:48.187421+00', '2026-10-19 12:55:32.232889+00'),
	(25, 281, 'edit', false, '2026-10-19 16:11:46.64317+00', '2026-10-24 06:58:13.392272+00'),
	(26, 111, 'edit', false, '2026-07-15 02:57:13.235882+00', '2026-07-18 19:02:53.159252+00'),
	(26, 118, 'view', false, '2026-07-17 10:24:29.547974+00', '2026-07-15 11:02:26.218486+00'),
	(26, 125, 'view', false, '2026-07-21 11:09:58.373914+00', '2026-07-18 22:56:45.972431+00'),
	(27, 188, 'edit', false, '2026-06-04 04:05:58.149565+00', '2026-05-31 18:11:39.523312+00'),
	(27, 195, 'edit', false, '2026-06-02 11:26:09.696602+00', '2026-05-31 13:41:37.884527+00'),
	(27, 202, 'edit', false, '2026-06-03 05:30:56.990824+00', '2026-06-02 01:14:47.198686+00'),
	(27, 209, 'view', false, '2026-05-28 12:38:44.15155+00', '2026-06-03 20:20:19.933304+00'),
	(28, 56, 'edit', false, '2026-09-17 00:38:12.718654+00', '2026-09-19 07:51:45.670874+00'),
	(28, 63, 'view', false, '2026-09-10 23:03:40.787164+00', '2026-09-24 11:45:25.541534+00'),
	(28, 70, 'view', false, '2026-09-19 17:56:23.21769+00', '2026-09-08 14:10:48.292555+00'),
	(28, 77, 'edit', false, '2026-09-11 10:30:41.491593+00', '2026-09-17 06:22:38.77435+00'),
	(28, 84, 'view', false, '2026-09-14 03:02:07.533151+00', '2026-09-13 02:22:45.90849+00'),
	(29, 81, 'edit', false, '2026-04-23 22:55:12.625906+00', '2026-04-22 02:44:28.723619+00'),
	(29, 88, 'edit', false, '2026-04-22 08:52:16.931389+00', '2026-04-21 10:19:45.054784+00'),
	(29, 95, 'edit', false, '2026-04-20 21:04:43.231886+00', '2026-04-20 05:19:12.008098+00'),
	(29, 102, 'edit', false, '2026-04-21 01:28:33.798308+00', '2026-04-21 14:49:54.068719+00'),
	(29, 109, 'view', false, '2026-04-21 11:58:22.752461+00', '2026-04-20 01:53:13.340172+00'),
	(29, 116, 'view', false, '2026-04-20 00:10:48.238445+00', '2026-04-21 23:25:45.115636+00'),
	(30, 299, 'edit', false, '2026-09-26 05:53:17.689808+00', '2026-09-17 02:14:37.902881+00'),
	(31, 197, 'edit', false, '2026-11-06 14:30:27.290841+00', '2026-10-30 06:39:35.265835+00'),
	(31, 204, 'edit', true, '2026-11-10 14:28:27.06746+00', '2026-11-03 04:32:50.383243+00'),
	(32, 209, 'edit', false, '2026-11-18 11:09:47.610624+00', '2026-11-13 06:36:26.003081+00'),
	(32, 223, 'edit', false, '2026-11-17 03:46:22.526099+00', '2026-11-15 10:14:37.780058+00'),
	(34, 130, 'edit', false, '2026-11-16 02:10:21.264403+00', '2026-11-15 09:09:50.421765+00'),
	(34, 137, 'edit', true, '2026-11-15 16:35:06.777763+00', '2026-11-20 15:49:07.26942+00'),
	(34, 144, 'edit', false, '2026-11-21 06:29:28.17397+00', '2026-11-21 00:26:10.261769+00'),
	(34, 151, 'view', true, '2026-11-17 07:24:54.444807+00', '2026-11-15 00:47:16.49208+00'),
	(34, 158, 'edit', true, '2026-11-18 17:59:27.299753+00', '2026-11-17 15:19:24.247073+00'),
	(35, 15, 'edit', false, '2026-11-17 23:01:03.845365+00', '2026-11-13 15:20:13.988892+00'),
	(35, 22, 'edit', true, '2026-11-12 22:11:10.341463+00', '2026-11-18 19:41:47.891874+00'),
	(35, 29, 'edit', false, '2026-11-17 18:42:53.894314+00', '2026-11-15 07:44:50.74595+00'),
	(35, 36, 'view', false, '2026-11-21 07:01:02.287396+00', '2026-11-22 12:32:18.611478+00'),
	(2, 327, 'edit', false, '2026-11-10 03:09:37.106035+00', '2026-11-05 18:11:04.543054+00'),
	(2, 334, 'edit', false, '2026-11-04 21:05:42.769152+00', '2026-11-06 03:35:09.448542+00'),
	(15, 37, 'view', false, '2026-11-03 03:23:09.734945+00', '2026-11-02 19:43:12.719748+00'),
	(16, 280, 'edit', false, '2026-11-13 07:38:45.322173+00', '2026-11-02 02:17:38.960601+00'),
	(16, 294, 'view', false, '2026-10-30 13:28:00.890392+00', '2026-11-14 12:14:23.408891+00'),
	(16, 301, 'edit', false, '2026-11-03 17:01:23.826276+00', '2026-11-11 08:09:15.902567+00'),
	(17, 51, 'edit', false, '2026-10-29 00:10:14.913216+00', '2026-11-07 04:34:16.415052+00'),
	(17, 72, 'view', false, '2026-11-02 02:34:38.32031+00', '2026-11-03 18:14:39.325412+00'),
	(32, 216, 'view', false, '2026-11-14 15:49:38.666614+00', '2026-11-13 03:53:44.052099+00'),
	(35, 43, 'edit', false, '2026-11-16 00:18:30.420727+00', '2026-11-14 10:12:44.53423+00'),
	(35, 50, 'view', false, '2026-11-13 07:17:14.036598+00', '2026-11-16 11:39:58.636178+00'),
	(36, 245, 'edit', false, '2026-08-17 06:17:14.191913+00', '2026-08-14 13:26:53.81104+00'),
	(38, 362, 'edit', false, '2026-10-26 15:44:22.930325+00', '2026-11-08 15:15:30.377123+00'),
	(38, 369, 'view', false, '2026-11-06 00:04:43.768834+00', '2026-10-25 09:21:41.647052+00'),
	(38, 376, 'edit', false, '2026-11-06 23:47:19.402941+00', '2026-11-08 18:34:59.973621+00'),
	(39, 18, 'edit', true, '2026-11-19 07:05:40.685321+00', '2026-11-23 02:55:02.496172+00'),
	(39, 25, 'edit', true, '2026-11-18 21:02:18.675032+00', '2026-11-14 00:38:18.87932+00'),
	(39, 32, 'view', false, '2026-11-12 14:23:00.089315+00', '2026-11-13 15:59:35.609852+00'),
	(39, 39, 'edit', true, '2026-11-21 07:53:47.843515+00', '2026-11-13 07:31:27.271724+00'),
	(40, 264, 'edit', false, '2026-05-24 17:13:20.094706+00', '2026-05-23 20:29:02.387288+00'),
	(40, 271, 'edit', false, '2026-05-23 07:24:11.900297+00', '2026-05-25 12:23:10.597472+00'),
	(40, 278, 'edit', false, '2026-05-23 00:01:02.045478+00', '2026-05-24 15:36:05.443161+00'),
	(40, 285, 'view', false, '2026-05-24 12:34:41.182936+00', '2026-05-22 16:50:57.495757+00'),
	(40, 292, 'view', false, '2026-05-24 14:48:03.655066+00', '2026-05-22 00:23:24.702718+00'),
	(41, 2, 'edit', false, '2026-05-04 23:45:51.371614+00', '2026-05-03 07:39:05.438151+00'),
	(41, 9, 'view', false, '2026-05-05 06:45:44.494716+00', '2026-05-02 15:40:27.712817+00'),
	(41, 16, 'view', false, '2026-04-25 04:30:38.832771+00', '2026-04-30 08:26:05.439159+00'),
	(41, 23, 'view', false, '2026-04-27 02:56:34.41497+00', '2026-05-01 14:36:19.947193+00'),
	(41, 30, 'edit', false, '2026-04-28 11:58:12.290521+00', '2026-05-05 05:18:20.63407+00'),
	(41, 37, 'view', false, '2026-04-29 13:12:45.362838+00', '2026-05-03 06:21:48.883635+00'),
	(42, 360, 'edit', true, '2026-11-09 21:35:05.913888+00', '2026-11-14 12:47:52.240229+00'),
	(43, 318, 'edit', false, '2026-11-14 12:40:34.542894+00', '2026-11-18 03:04:02.341844+00'),
	(43, 325, 'edit', false, '2026-11-22 04:34:32.879313+00', '2026-11-14 01:17:31.944053+00'),
	(45, 24, 'edit', false, '2026-11-22 09:10:22.684535+00', '2026-11-19 07:56:29.027582+00'),
	(45, 31, 'edit', false, '2026-11-19 20:51:49.65337+00', '2026-11-22 21:42:37.653485+00'),
	(45, 38, 'edit', false, '2026-11-23 02:56:11.971658+00', '2026-11-21 12:27:57.085921+00'),
	(45, 45, 'view', true, '2026-11-20 02:35:27.206103+00', '2026-11-21 21:18:09.391253+00'),
	(46, 14, 'edit', false, '2026-11-10 15:36:11.087129+00', '2026-11-11 02:16:02.175338+00'),
	(46, 21, 'edit', true, '2026-11-17 03:29:26.529683+00', '2026-11-12 04:58:56.763065+00'),
	(46, 28, 'view', false, '2026-11-11 22:10:02.232003+00', '2026-11-01 10:43:06.259105+00'),
	(46, 35, 'edit', false, '2026-11-02 10:35:16.925627+00', '2026-11-01 22:37:12.280425+00'),
	(46, 42, 'edit', false, '2026-11-13 02:35:29.48473+00', '2026-11-11 10:15:54.199352+00'),
	(47, 147, 'edit', false, '2026-11-09 02:24:14.714561+00', '2026-11-06 09:05:54.352186+00'),
	(47, 154, 'view', false, '2026-11-10 00:39:47.837164+00', '2026-11-09 15:03:51.667136+00'),
	(47, 161, 'edit', false, '2026-11-06 00:44:41.183015+00', '2026-11-09 18:21:26.707877+00'),
	(47, 168, 'edit', false, '2026-11-07 19:34:42.280469+00', '2026-11-09 07:45:23.670285+00'),
	(49, 221, 'edit', false, '2026-08-02 16:55:24.155341+00', '2026-08-15 00:57:06.984249+00'),
	(49, 228, 'edit', false, '2026-08-16 02:07:49.268649+00', '2026-08-14 07:24:54.053334+00'),
	(50, 331, 'edit', false, '2026-11-13 16:46:10.701267+00', '2026-11-13 20:16:39.527727+00'),
	(50, 338, 'view', false, '2026-11-20 08:23:59.394133+00', '2026-11-17 07:32:55.804474+00'),
	(50, 345, 'view', false, '2026-11-17 01:38:26.960452+00', '2026-11-19 17:19:28.057358+00'),
	(51, 144, 'edit', false, '2026-04-26 06:48:47.13921+00', '2026-04-27 07:04:18.589561+00'),
	(51, 151, 'view', false, '2026-04-23 21:35:10.843074+00', '2026-04-27 07:02:05.7932+00'),
	(51, 158, 'view', false, '2026-04-27 16:12:44.791902+00', '2026-04-27 23:58:43.616402+00'),
	(51, 165, 'view', false, '2026-04-25 02:45:38.755464+00', '2026-04-28 08:18:29.001961+00'),
	(52, 181, 'edit', false, '2026-11-20 03:22:29.890792+00', '2026-11-19 19:59:06.617274+00'),
	(52, 188, 'view', false, '2026-11-17 05:08:22.100224+00', '2026-11-21 15:02:58.034745+00'),
	(52, 195, 'edit', false, '2026-11-11 10:54:07.238943+00', '2026-11-21 22:37:31.488808+00'),
	(52, 202, 'view', false, '2026-11-20 12:38:13.66269+00', '2026-11-15 15:54:16.785723+00'),
	(52, 209, 'view', false, '2026-11-15 04:49:19.406508+00', '2026-11-22 17:14:30.566733+00'),
	(53, 19, 'edit', false, '2026-11-10 19:32:24.861923+00', '2026-11-10 19:58:42.415086+00'),
	(53, 26, 'view', false, '2026-11-10 21:23:30.634468+00', '2026-11-12 22:35:28.343299+00'),
	(53, 40, 'view', false, '2026-11-10 13:32:08.701041+00', '2026-11-09 09:42:37.458185+00'),
	(53, 47, 'edit', false, '2026-11-07 18:07:18.336831+00', '2026-11-11 06:36:53.647908+00'),
	(53, 54, 'edit', false, '2026-11-06 18:31:37.154741+00', '2026-11-06 17:56:33.730806+00'),
	(54, 327, 'edit', false, '2026-10-03 16:38:07.277785+00', '2026-10-04 15:16:27.740681+00'),
	(56, 236, 'edit', false, '2026-11-12 12:03:53.409557+00', '2026-11-12 02:24:15.715512+00'),
	(56, 243, 'edit', true, '2026-11-03 12:47:36.185413+00', '2026-11-03 22:32:07.995037+00'),
	(56, 250, 'view', false, '2026-11-05 01:00:09.877711+00', '2026-11-07 15:51:24.477824+00'),
	(57, 197, 'edit', false, '2026-08-02 02:47:22.325151+00', '2026-07-30 14:06:02.591826+00'),
	(57, 204, 'edit', false, '2026-07-30 13:02:36.45243+00', '2026-07-30 09:57:27.132343+00'),
	(57, 211, 'view', false, '2026-08-01 22:07:42.522232+00', '2026-08-01 12:08:22.809182+00'),
	(57, 218, 'view', false, '2026-07-31 22:02:28.549396+00', '2026-08-01 15:43:30.379831+00'),
	(58, 279, 'edit', false, '2026-10-05 22:54:44.124451+00', '2026-10-14 01:37:18.678858+00'),
	(58, 286, 'view', false, '2026-10-10 21:19:35.076211+00', '2026-10-08 21:26:10.605314+00'),
	(58, 293, 'edit', false, '2026-10-14 08:35:19.966178+00', '2026-10-11 18:10:00.487954+00'),
	(58, 300, 'view', false, '2026-10-07 21:56:17.444757+00', '2026-10-11 14:39:28.052144+00'),
	(58, 307, 'view', false, '2026-10-12 23:32:41.056275+00', '2026-10-07 06:01:56.117582+00'),
	(59, 304, 'edit', false, '2026-10-06 11:56:01.429847+00', '2026-10-07 10:06:55.84722+00'),
	(59, 311, 'edit', false, '2026-10-09 14:59:50.661305+00', '2026-10-12 20:33:21.499732+00'),
	(59, 318, 'view', true, '2026-10-14 03:45:24.333768+00', '2026-10-08 16:57:38.338413+00'),
	(59, 325, 'view', false, '2026-10-05 23:28:28.267977+00', '2026-10-04 04:53:52.991025+00'),
	(59, 332, 'view', false, '2026-10-14 13:07:07.916467+00', '2026-10-04 00:21:33.952384+00'),
	(59, 339, 'edit', true, '2026-10-10 15:14:39.95849+00', '2026-10-03 16:08:43.973004+00'),
	(60, 358, 'edit', false, '2026-07-07 19:37:29.179867+00', '2026-07-11 23:38:31.746277+00'),
	(37, 325, 'edit', false, '2026-11-08 10:31:16.860226+00', '2026-11-05 15:07:11.462627+00'),
	(37, 332, 'edit', false, '2026-11-05 07:00:07.699055+00', '2026-11-04 11:11:43.583444+00'),
	(47, 175, 'view', false, '2026-11-11 06:06:25.341695+00', '2026-11-07 01:24:21.162879+00'),
	(47, 182, 'edit', false, '2026-11-09 23:03:07.928071+00', '2026-11-07 19:14:10.851236+00'),
	(48, 155, 'edit', false, '2026-11-16 14:22:25.594415+00', '2026-11-09 13:34:08.348012+00'),
	(53, 33, 'view', false, '2026-11-07 10:48:28.73967+00', '2026-11-12 07:36:57.547553+00');


--
-- Data for Name: session_type; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session_type VALUES
	('collaborative', '7 days'),
	('simple', NULL);


--
-- Name: cleanup_run_cleanup_run_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.cleanup_run_cleanup_run_id_seq', 1, true);


--
-- Name: schemaversions_schemaversionsid_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schemaversions_schemaversionsid_seq', 19, true);


--
-- Name: session_session_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.session_session_id_seq', 4000, true);


--
-- Name: schemaversions PK_schemaversions_Id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schemaversions
    ADD CONSTRAINT "PK_schemaversions_Id" PRIMARY KEY (schemaversionsid);


--
-- Name: cleanup_run cleanup_run_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cleanup_run
    ADD CONSTRAINT cleanup_run_pkey PRIMARY KEY (cleanup_run_id);


--
-- Name: cleanup_setting cleanup_setting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cleanup_setting
    ADD CONSTRAINT cleanup_setting_pkey PRIMARY KEY (only_row);


--
-- Name: session_member session_member_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session_member
    ADD CONSTRAINT session_member_pkey PRIMARY KEY (session_id, user_id);


--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (session_id);


--
-- Name: session session_share_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_share_id_key UNIQUE (share_id);


--
-- Name: session_type session_type_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session_type
    ADD CONSTRAINT session_type_pkey PRIMARY KEY (session_type);


--
-- Name: cleanup_run_finished_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cleanup_run_finished_at_idx ON public.cleanup_run USING btree (finished_at);


--
-- Name: INDEX cleanup_run_finished_at_idx; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.cleanup_run_finished_at_idx IS 'Finds the last run that succeeded.';


--
-- Name: INDEX cleanup_run_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.cleanup_run_pkey IS 'Finds a run by its key, and the last runs.';


--
-- Name: cleanup_run_started_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cleanup_run_started_at_idx ON public.cleanup_run USING btree (started_at);


--
-- Name: INDEX cleanup_run_started_at_idx; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.cleanup_run_started_at_idx IS 'Finds the runs of the last days, and those that are past cleanup_setting.run_retention.';


--
-- Name: INDEX cleanup_setting_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.cleanup_setting_pkey IS 'Keeps the table at one row.';


--
-- Name: INDEX session_member_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_member_pkey IS 'Finds the members of a session; a user is a member once.';


--
-- Name: INDEX session_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_pkey IS 'Finds a session by its key.';


--
-- Name: session_session_type_is_active_expires_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX session_session_type_is_active_expires_at_idx ON public.session USING btree (session_type, is_active, expires_at);


--
-- Name: INDEX session_session_type_is_active_expires_at_idx; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_session_type_is_active_expires_at_idx IS 'The queue that cleanup reads: the expired sessions of a type, longest expired first.';


--
-- Name: INDEX session_share_id_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_share_id_key IS 'Finds a session by the identifier in its link; no two share one.';


--
-- Name: INDEX session_type_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_type_pkey IS 'Finds a session type by its name.';


--
-- Name: session session_deactivate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_deactivate AFTER UPDATE OF is_active ON public.session FOR EACH ROW WHEN ((old.is_active AND (NOT new.is_active) AND ((COALESCE(current_setting('session_cleanup.batch'::text, true), ''::text) = ''::text) OR (pg_trigger_depth() > 0)))) EXECUTE FUNCTION public.session_deactivate();


--
-- Name: TRIGGER session_deactivate ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_deactivate ON public.session IS 'An inactive session has no online member. An UPDATE that leaves is_active alone does not call it.';


--
-- Name: session_member session_member_insert_requires_active_session; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_member_insert_requires_active_session AFTER INSERT ON public.session_member FOR EACH ROW WHEN (new.is_online) EXECUTE FUNCTION public.session_member_require_active_session();


--
-- Name: TRIGGER session_member_insert_requires_active_session ON session_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_member_insert_requires_active_session ON public.session_member IS 'Nobody joins an inactive session online.';


--
-- Name: session_member session_member_update_requires_active_session; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_member_update_requires_active_session AFTER UPDATE OF is_online, session_id ON public.session_member FOR EACH ROW WHEN ((new.is_online AND ((NOT old.is_online) OR (new.session_id <> old.session_id)))) EXECUTE FUNCTION public.session_member_require_active_session();


--
-- Name: TRIGGER session_member_update_requires_active_session ON session_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_member_update_requires_active_session ON public.session_member IS 'Nobody comes online in an inactive session. An UPDATE that leaves is_online alone does not call it.';


--
-- Name: session session_reactivate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_reactivate AFTER INSERT OR UPDATE OF is_active, deactivated_at ON public.session FOR EACH ROW WHEN ((new.is_active AND (new.deactivated_at IS NOT NULL))) EXECUTE FUNCTION public.session_reactivate();


--
-- Name: TRIGGER session_reactivate ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_reactivate ON public.session IS 'An active session has no deactivated_at. An UPDATE that leaves is_active and deactivated_at alone does not call it.';


--
-- Name: session session_refuse_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_refuse_delete BEFORE DELETE ON public.session FOR EACH ROW EXECUTE FUNCTION public.session_refuse_delete();


--
-- Name: TRIGGER session_refuse_delete ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_refuse_delete ON public.session IS 'No session is ever deleted.';


--
-- Name: session session_require_batch; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_require_batch AFTER UPDATE OF is_active ON public.session FOR EACH STATEMENT WHEN ((current_setting('session_cleanup.batch'::text, true) <> ''::text)) EXECUTE FUNCTION public.session_require_batch();


--
-- Name: TRIGGER session_require_batch ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_require_batch ON public.session IS 'Nobody but a cleanup goes round session_deactivate. An UPDATE without the setting does not call it.';


--
-- Name: session session_set_expires_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_set_expires_at BEFORE INSERT ON public.session FOR EACH ROW WHEN ((new.expires_at IS NULL)) EXECUTE FUNCTION public.session_set_expires_at();


--
-- Name: TRIGGER session_set_expires_at ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_set_expires_at ON public.session IS 'A session inserted without expires_at expires after the timeout of its type.';


--
-- Name: session_member session_member_session_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session_member
    ADD CONSTRAINT session_member_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.session(session_id) ON UPDATE CASCADE;


--
-- Name: CONSTRAINT session_member_session_id_fkey ON session_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT session_member_session_id_fkey ON public.session_member IS 'A member belongs to a session that exists.';


--
-- Name: session session_session_type_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_session_type_fkey FOREIGN KEY (session_type) REFERENCES public.session_type(session_type);


--
-- Name: CONSTRAINT session_session_type_fkey ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT session_session_type_fkey ON public.session IS 'A session is of a known type.';


--
-- Name: FUNCTION cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_begin(way_in text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_begin(way_in text) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_finish(run_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_finish(run_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_sessions(dry_run boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_sessions(dry_run boolean) FROM PUBLIC;


--
-- Name: PROCEDURE cleanup_sessions_in_batches(IN batch_size integer, IN pause interval); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON PROCEDURE public.cleanup_sessions_in_batches(IN batch_size integer, IN pause interval) FROM PUBLIC;


--
-- Name: FUNCTION session_deactivate(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_deactivate() FROM PUBLIC;


--
-- Name: FUNCTION session_member_require_active_session(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_member_require_active_session() FROM PUBLIC;


--
-- Name: FUNCTION session_reactivate(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_reactivate() FROM PUBLIC;


--
-- Name: FUNCTION session_refuse_delete(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_refuse_delete() FROM PUBLIC;


--
-- Name: FUNCTION session_require_batch(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_require_batch() FROM PUBLIC;


--
-- Name: FUNCTION session_set_expires_at(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_set_expires_at() FROM PUBLIC;


--
-- Name: FUNCTION touch_session(session_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.touch_session(session_id bigint) FROM PUBLIC;


--
-- PostgreSQL database dump complete
--


