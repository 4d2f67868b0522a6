-- What Session Cleanup 0.1.0 left in a database; kept by scripts/release, never edited.
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
    -- deadlock_timeout. All that the batch touches, so that nothing below waits for a relation while rows are locked.
    FOR attempt IN 1..50 LOOP
        BEGIN
            LOCK TABLE public.session, public.session_member, public.cleanup_run IN ROW EXCLUSIVE MODE NOWAIT;
            LOCK TABLE public.session_type IN ACCESS SHARE MODE NOWAIT;
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
            -- Somebody has an online member locked: again, and leave such sessions out.
            WHEN lock_not_available THEN
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

    -- A full batch of sessions with locked members would be found again from the same moment on, for ever.
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

COMMENT ON FUNCTION public.cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean) IS 'One batch of the cleanup run_id, in the caller''s transaction: deactivates up to batch_size expired sessions that nobody has locked. Returns what it did, and has_more: whether to call it again. Errors: 22023 for a batch_size below 1, SC003 if the caller has no such run in progress, 55P03 if a relation stays locked for 0.5 s.';


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
                  AND old_run.cleanup_run_id <> run_id
                ORDER BY old_run.started_at
                LIMIT 1000
                  FOR UPDATE SKIP LOCKED);

    -- RETURN QUERY may use several workers; SELECT INTO may not.
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

COMMENT ON FUNCTION public.cleanup_sessions(dry_run boolean) IS 'Deactivates every expired session and sets its members offline, in one transaction. Returns one row: sessions_cleaned, members_set_offline, and the active, inactive and total sessions of the types that expire, as after the run. With dry_run => true it writes nothing, works in a read-only transaction and on a hot standby, and returns what a run would. Sessions that somebody has locked are left for the next run. Errors: 22004 for a null dry_run, 25006 in a read-only transaction, 55P03 if a relation stays locked for 0.5 s.';


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
    IF batch_size IS NULL OR batch_size < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('batch_size must be at least 1, not %s', coalesce(batch_size::text, 'null')),
            HINT    = 'Leave it out for 10000, or use cleanup_sessions() for one transaction.';
    END IF;

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
    RAISE NOTICE 'cleanup run %: % sessions cleaned, % members set offline',
        run_id, total.sessions_cleaned, total.members_set_offline;
END
$$;


--
-- Name: PROCEDURE cleanup_sessions_in_batches(IN batch_size integer, IN pause interval); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON PROCEDURE public.cleanup_sessions_in_batches(IN batch_size integer, IN pause interval) IS 'Does what cleanup_sessions() does in batches of batch_size sessions (at least 1), each committed, with a pause (zero or more) after each. Not inside a transaction block (2D000). Errors: 22023 for a batch_size below 1 or a pause below zero, 25006 in a read-only transaction, 42501 without EXECUTE on cleanup_run_begin, cleanup_run_batch and cleanup_run_finish, 55P03 if a relation stays locked for 0.5 s. After an error, committed batches stay; call it again.';


--
-- Name: session_deactivate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_deactivate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
        BEGIN
            UPDATE public.session
               SET session_id = ~ session.session_id
             WHERE session.session_id = NEW.session_id;

            RAISE EXCEPTION USING ERRCODE = 'SC000', MESSAGE = 'take it back';
        EXCEPTION
            WHEN SQLSTATE 'SC000' THEN
                NULL;
        END;
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
);


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
);


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

COMMENT ON VIEW public.session_statistics IS 'How many sessions there are of each type. Exact, so it counts the sessions: 0.13 s for a million (scripts/bench).';


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
	(1, '2026-11-24 23:55:38.671946+00', '2026-11-24 23:55:38.676341+00', '2026-11-24 23:55:38.676842+00', 12, 15, 'postgres', 'session-cleanup', 'session-cleanup', 4878, false, 2, NULL, NULL);


--
-- Data for Name: cleanup_setting; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cleanup_setting VALUES
	(true, '1 year');


--
-- Data for Name: schemaversions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schemaversions VALUES
	(1, 'migrations/0001_create_session_tables.sql 1888ae42bd46', '2026-11-24 23:55:38.309155'),
	(2, 'routines/cleanup_day.sql e05377285beb', '2026-11-24 23:55:38.316063'),
	(3, 'routines/cleanup_run_batch.sql 78316a921836', '2026-11-24 23:55:38.323057'),
	(4, 'routines/cleanup_run_begin.sql 6b96059173f0', '2026-11-24 23:55:38.329072'),
	(5, 'routines/cleanup_run_finish.sql de3f37b6988b', '2026-11-24 23:55:38.334826'),
	(6, 'routines/cleanup_run_history.sql 495f22d49f69', '2026-11-24 23:55:38.341739'),
	(7, 'routines/cleanup_sessions.sql e0568205b3bf', '2026-11-24 23:55:38.349747'),
	(8, 'routines/cleanup_sessions_in_batches.sql a1d85deacd8e', '2026-11-24 23:55:38.356144'),
	(9, 'routines/expired_session.sql 2b138fff43db', '2026-11-24 23:55:38.36329'),
	(10, 'routines/session_cleanup_status.sql 170471804a2b', '2026-11-24 23:55:38.37128'),
	(11, 'routines/session_deactivate.sql 89a95f09abca', '2026-11-24 23:55:38.377335'),
	(12, 'routines/session_member_require_active_session.sql f65253182697', '2026-11-24 23:55:38.383352'),
	(13, 'routines/session_reactivate.sql e4e97b762343', '2026-11-24 23:55:38.389149'),
	(14, 'routines/session_refuse_delete.sql e9f493703883', '2026-11-24 23:55:38.395808'),
	(15, 'routines/session_require_batch.sql 0fe164865388', '2026-11-24 23:55:38.403138'),
	(16, 'routines/session_set_expires_at.sql aec9054118cc', '2026-11-24 23:55:38.411796'),
	(17, 'routines/session_statistics.sql 5fd74cb2e020', '2026-11-24 23:55:38.418384'),
	(18, 'routines/touch_session.sql b557078003a1', '2026-11-24 23:55:38.424424');


--
-- Data for Name: session; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session VALUES
	(1, 'a0bf2bce-300a-4561-96ef-a5b9268905d5', 319, 'Sample: Code review 2302', 'collaborative', true, '2026-11-17 00:23:28.985319+00', '2026-11-20 04:25:44.766698+00', '2026-11-27 04:25:44.766698+00', NULL),
	(3, '8d9de9fc-3b5b-4126-8744-1885881312d0', 118, 'Sample: Workshop 1854', 'collaborative', false, '2026-08-19 00:06:58.780687+00', '2026-08-22 08:43:11.518158+00', '2026-08-29 08:43:11.518158+00', '2026-08-29 10:43:11.518158+00'),
	(4, '0b22aeb6-e171-4bfe-8b2a-9e5f536f789f', 273, 'Sample: Code review 2610', 'collaborative', false, '2026-06-18 08:37:48.408972+00', '2026-06-29 06:20:25.140199+00', '2026-07-06 06:20:25.140199+00', '2026-07-06 08:20:25.140199+00'),
	(5, '386ab505-4c16-4d30-b6c2-f77869ae2486', 68, 'Sample: Retrospective 1709', 'collaborative', false, '2026-08-02 20:09:32.454828+00', '2026-08-18 11:55:16.335737+00', '2026-08-25 11:55:16.335737+00', '2026-08-25 13:55:16.335737+00'),
	(7, '1e200ada-3153-45d1-b9d6-53355a44cb3b', 57, 'Sample: Pair programming 1251', 'collaborative', false, '2026-07-11 02:13:23.070662+00', '2026-07-24 00:11:21.819436+00', '2026-07-31 00:11:21.819436+00', '2026-07-31 02:11:21.819436+00'),
	(8, 'f6fbe7ff-e6f5-4c6a-a8d8-bdf0fbd23c67', 180, 'Sample: Pair programming 3024', 'collaborative', true, '2026-11-15 03:41:03.649296+00', '2026-11-19 16:52:01.722403+00', '2026-11-26 16:52:01.722403+00', NULL),
	(10, 'c7b5f0b1-2a8f-47a9-8dde-a49312b73945', 350, 'Sample: Pair programming 2232', 'collaborative', false, '2026-08-29 07:59:01.45552+00', '2026-08-31 17:38:20.516831+00', '2026-09-07 17:38:20.516831+00', '2026-09-07 19:38:20.516831+00'),
	(13, 'f28958d1-9d7d-4fbb-a932-076ffa95cea4', 157, 'Sample: Pair programming 3851', 'collaborative', false, '2026-05-30 05:34:51.394524+00', '2026-06-09 09:45:44.33194+00', '2026-06-16 09:45:44.33194+00', '2026-06-16 11:45:44.33194+00'),
	(14, 'c13d7a23-043d-4a66-9599-269ae1f780b1', 308, 'Sample: Homework 3257', 'simple', true, '2026-10-18 21:01:35.465244+00', '2026-11-05 07:37:58.255107+00', NULL, NULL),
	(20, '5c76c52b-e8d3-4eea-b610-97e3120724d0', 355, 'Sample: Retrospective 1791', 'collaborative', false, '2026-08-23 08:45:49.023928+00', '2026-08-30 09:08:56.061855+00', '2026-09-06 09:08:56.061855+00', '2026-09-06 11:08:56.061855+00'),
	(21, 'd22562f7-572f-4c13-b336-728f58489d11', 28, 'Sample: Workshop 252', 'collaborative', false, '2026-09-26 23:58:00.464537+00', '2026-10-01 03:28:20.455243+00', '2026-10-08 03:28:20.455243+00', '2026-10-08 05:28:20.455243+00'),
	(22, '6e8f36da-9c17-48eb-b6fd-03844b511453', 58, 'Sample: Code review 1604', 'collaborative', true, '2026-11-14 01:34:55.157199+00', '2026-11-21 00:13:34.45814+00', '2026-11-28 00:13:34.45814+00', NULL),
	(23, 'faf997c3-a55e-41f8-8aaf-dfdd5215ade7', 286, 'Sample: Workshop 2530', 'collaborative', false, '2026-09-11 00:26:37.716734+00', '2026-09-22 16:08:37.736662+00', '2026-09-29 16:08:37.736662+00', '2026-09-29 18:08:37.736662+00'),
	(25, '538a9a9a-53a4-43b2-aedd-c9ea99f4afd3', 273, 'Sample: Pair programming 335', 'simple', true, '2026-10-16 18:58:06.132407+00', '2026-10-27 16:25:32.441771+00', NULL, NULL),
	(26, '6e9a6ae4-bb82-4ffa-88b2-11bd9120dee8', 110, 'Sample: Pair programming 1750', 'collaborative', false, '2026-07-14 08:40:31.306721+00', '2026-07-21 07:01:23.608439+00', '2026-07-28 07:01:23.608439+00', '2026-07-28 09:01:23.608439+00'),
	(27, '7bef529a-0d92-4a3e-a36a-a1d5354d10fc', 187, 'Sample: Homework 3329', 'collaborative', false, '2026-05-26 16:19:17.480009+00', '2026-06-03 18:03:47.217121+00', '2026-06-10 18:03:47.217121+00', '2026-06-10 20:03:47.217121+00'),
	(28, '128cde77-535a-48e4-b594-5074706c4f9e', 55, 'Sample: Code review 3109', 'collaborative', false, '2026-09-07 19:48:44.32115+00', '2026-09-24 23:16:00.377167+00', '2026-10-01 23:16:00.377167+00', '2026-10-02 01:16:00.377167+00'),
	(29, '2a818e27-3e62-40ba-b461-e66af0bddf1b', 80, 'Sample: Workshop 2052', 'collaborative', false, '2026-04-19 07:01:34.535606+00', '2026-04-23 09:45:03.090857+00', '2026-04-30 09:45:03.090857+00', '2026-04-30 11:45:03.090857+00'),
	(31, '934bf80d-62a7-4126-96b7-cafb28a14b5a', 196, 'Sample: Workshop 2878', 'simple', true, '2026-10-27 16:26:46.965348+00', '2026-11-12 03:42:41.465265+00', NULL, NULL),
	(33, 'd899c62b-5bcf-4fed-a352-38fd8afb886f', 46, 'Sample: Workshop 2434', 'collaborative', false, '2026-10-19 07:48:49.580566+00', '2026-10-31 22:26:42.908959+00', '2026-11-07 22:26:42.908959+00', '2026-11-08 00:26:42.908959+00'),
	(34, 'b85873b9-068c-4853-b4dc-448f6cc631b9', 129, 'Sample: Interview 3922', 'collaborative', true, '2026-11-14 03:45:21.083667+00', '2026-11-22 09:29:30.50826+00', '2026-11-29 09:29:30.50826+00', NULL),
	(35, '0ff0bc08-a4fb-44a4-b788-bd2ea9d95d46', 14, 'Sample: Code review 2823', 'collaborative', true, '2026-11-11 16:26:17.595309+00', '2026-11-23 14:39:52.241912+00', '2026-11-30 14:39:52.241912+00', NULL),
	(36, 'c22a4b64-9365-4647-853c-2b81ff49a2e6', 244, 'Sample: Pair programming 809', 'collaborative', false, '2026-08-09 12:52:20.705603+00', '2026-08-17 16:42:32.312078+00', '2026-08-24 16:42:32.312078+00', '2026-08-24 18:42:32.312078+00'),
	(40, 'c9f5c9c1-449d-46c1-81e7-083cbe39f622', 263, 'Sample: Code review 1430', 'collaborative', false, '2026-05-20 22:09:03.472149+00', '2026-05-25 04:48:40.569138+00', '2026-06-01 04:48:40.569138+00', '2026-06-01 06:48:40.569138+00'),
	(41, '9e075497-121e-4aa7-a418-2aa89138f084', 401, 'Sample: Pair programming 2329', 'collaborative', false, '2026-04-23 08:43:32.020497+00', '2026-05-06 07:38:06.496888+00', '2026-05-13 07:38:06.496888+00', '2026-05-13 09:38:06.496888+00'),
	(43, 'bf153841-d99a-474a-ac33-4a74b14f5e1f', 317, 'Sample: Code review 2721', 'collaborative', true, '2026-11-04 08:20:34.011374+00', '2026-11-21 17:09:49.649744+00', '2026-11-28 17:09:49.649744+00', NULL),
	(44, '26a2c434-2b9a-4e43-b917-5db30d31f00e', 308, 'Sample: Homework 3729', 'collaborative', false, '2026-07-23 11:53:11.150394+00', '2026-08-03 08:07:55.589451+00', '2026-08-10 08:07:55.589451+00', '2026-08-10 10:07:55.589451+00'),
	(46, '8f7124c5-3b07-4783-ae9c-78b30c563f4e', 13, 'Sample: Interview 340', 'collaborative', true, '2026-10-30 03:41:41.420698+00', '2026-11-19 02:07:32.757206+00', '2026-11-26 02:07:32.757206+00', NULL),
	(49, '2db56e59-dea7-4152-9168-31f2a2c2ee58', 220, 'Sample: Interview 991', 'collaborative', false, '2026-08-01 16:03:38.895503+00', '2026-08-16 22:52:47.364374+00', '2026-08-23 22:52:47.364374+00', '2026-08-24 00:52:47.364374+00'),
	(50, 'e71ef262-5f46-4c09-9b4a-2cd6cac197af', 330, 'Sample: Pair programming 1724', 'collaborative', true, '2026-11-12 11:04:42.884396+00', '2026-11-22 12:50:12.954545+00', '2026-11-29 12:50:12.954545+00', NULL),
	(51, 'af2348ae-838f-4ff4-b90b-6b6bcb5a8275', 143, 'Sample: Code review 2790', 'collaborative', false, '2026-04-22 15:28:26.396172+00', '2026-04-27 21:06:28.095468+00', '2026-05-04 21:06:28.095468+00', '2026-05-04 23:06:28.095468+00'),
	(52, '5865c404-c0b8-4bb0-a226-947ab21085ee', 180, 'Sample: Code review 2744', 'collaborative', true, '2026-11-10 08:27:46.568993+00', '2026-11-22 04:27:50.038222+00', '2026-11-29 04:27:50.038222+00', NULL),
	(55, '37fc08e6-7213-4851-b373-d13837d0a73d', 265, 'Sample: Pair programming 129', 'collaborative', false, '2026-05-16 12:47:10.220563+00', '2026-05-23 20:34:53.480882+00', '2026-05-30 20:34:53.480882+00', '2026-05-30 22:34:53.480882+00'),
	(56, 'c42b20b0-d4be-4250-91b5-6cf21f9e0747', 235, 'Sample: Homework 777', 'simple', true, '2026-11-02 12:32:08.348236+00', '2026-11-13 01:34:52.168653+00', NULL, NULL),
	(57, '88887ac0-2e36-4bcd-925b-835255074416', 196, 'Sample: Retrospective 2990', 'collaborative', false, '2026-07-29 15:52:57.475602+00', '2026-08-01 15:47:33.046967+00', '2026-08-08 15:47:33.046967+00', '2026-08-08 17:47:33.046967+00'),
	(58, 'cc25cd75-a900-4398-bbc1-8b67c3d9b86e', 278, 'Sample: Pair programming 1872', 'collaborative', false, '2026-10-04 15:43:23.051742+00', '2026-10-15 16:09:44.613391+00', '2026-10-22 16:09:44.613391+00', '2026-10-22 18:09:44.613391+00'),
	(59, '936edb4a-b243-4828-bf74-2cf5fbedcbb0', 303, 'Sample: Pair programming 3619', 'collaborative', true, '2026-10-01 14:34:55.775719+00', '2026-10-15 05:41:08.243937+00', 'infinity', NULL),
	(60, 'e0b1b232-b661-4527-8b20-8e6d98da7594', 357, 'Sample: Homework 3869', 'collaborative', false, '2026-07-03 01:36:06.469443+00', '2026-07-12 12:04:00.178232+00', '2026-07-19 12:04:00.178232+00', '2026-07-19 14:04:00.178232+00'),
	(2, '9287e07c-1f4f-4d86-afb9-6dca3f613ca3', 319, 'Sample: Pair programming 2926', 'collaborative', false, '2026-11-03 14:17:25.55912+00', '2026-11-11 06:40:25.995052+00', '2026-11-18 06:40:25.995052+00', '2026-11-24 23:55:38.672966+00'),
	(6, 'bfe8242a-7463-4549-9313-1a20db580c18', 254, 'Sample: Interview 1696', 'simple', true, '2026-10-31 08:10:59.320246+00', '2026-11-05 07:57:55.927456+00', '2026-11-24 22:55:38.687369+00', NULL),
	(9, '5bf35d44-7365-44cd-911b-cd641b7f7b4b', 350, 'Sample: Retrospective 2584', 'collaborative', true, '2026-11-14 08:47:47.643238+00', '2026-11-21 23:49:33.823325+00', '2026-11-24 22:55:38.687369+00', NULL),
	(12, '88fb97bd-1178-4db2-b86e-c024cf6f452a', 113, 'Sample: Retrospective 2218', 'simple', true, '2026-11-02 15:03:48.094203+00', '2026-11-09 16:16:23.180764+00', '2026-11-24 22:55:38.687369+00', NULL),
	(18, '1e992dfb-1f41-424e-9025-8871268b2482', 384, 'Sample: Homework 2401', 'collaborative', true, '2026-11-08 12:26:44.049872+00', '2026-11-20 07:08:36.896875+00', '2026-11-24 22:55:38.687369+00', NULL),
	(24, '741ca249-aaf9-415b-b01d-825720639549', 323, 'Sample: Interview 395', 'simple', true, '2026-11-13 10:04:21.481218+00', '2026-11-16 18:06:36.873862+00', '2026-11-24 22:55:38.687369+00', NULL),
	(30, '0d758870-9ba4-4b92-b3ae-125b742af1ec', 298, 'Sample: Homework 1397', 'simple', true, '2026-09-13 05:55:16.989134+00', '2026-09-30 23:51:18.342357+00', '2026-11-24 22:55:38.687369+00', NULL),
	(39, '830fcce6-d8eb-490b-b6b6-15df2fa9aa4c', 17, 'Sample: Pair programming 1743', 'collaborative', true, '2026-11-11 16:36:19.395016+00', '2026-11-22 20:52:06.198028+00', '2026-11-24 22:55:38.687369+00', NULL),
	(42, 'c12a876b-6caa-4bbe-8173-121e88cc763e', 359, 'Sample: Homework 3060', 'collaborative', true, '2026-11-09 02:04:04.986935+00', '2026-11-20 21:11:16.676471+00', '2026-11-24 22:55:38.687369+00', NULL),
	(45, 'e493dfea-6fa4-4cb7-8c40-19a58c4cbc25', 23, 'Sample: Pair programming 3144', 'collaborative', true, '2026-11-17 20:57:52.31219+00', '2026-11-22 19:55:37.22755+00', '2026-11-24 22:55:38.687369+00', NULL),
	(54, '907d96ed-ab80-45b0-bda0-c922e6de356e', 326, 'Sample: Workshop 2957', 'simple', true, '2026-10-02 07:19:19.056899+00', '2026-10-06 03:23:30.204898+00', '2026-11-24 22:55:38.687369+00', NULL),
	(11, 'c4489cc3-f274-4c6f-bcdf-36d01b7a582c', 145, 'Sample: Interview 1748', 'collaborative', false, '2026-11-05 11:14:15.382445+00', '2026-11-14 09:25:22.224585+00', '2026-11-21 09:25:22.224585+00', '2026-11-24 23:55:38.672966+00'),
	(15, '70f006dd-9202-4ca0-85fd-7ea6c8aff863', 15, 'Sample: Pair programming 1326', 'collaborative', false, '2026-11-01 13:44:42.400381+00', '2026-11-10 19:03:29.512434+00', '2026-11-17 19:03:29.512434+00', '2026-11-24 23:55:38.672966+00'),
	(16, '2b0c8695-a216-4bb9-a909-b5132c9e5d71', 279, 'Sample: Homework 3507', 'collaborative', false, '2026-10-28 12:13:33.49678+00', '2026-11-15 20:53:13.971142+00', '2026-11-22 20:53:13.971142+00', '2026-11-24 23:55:38.672966+00'),
	(17, '589da22a-a4f3-4468-be0f-83c30edc7ad4', 43, 'Sample: Retrospective 626', 'collaborative', false, '2026-10-27 06:40:13.394715+00', '2026-11-10 05:21:47.933656+00', '2026-11-17 05:21:47.933656+00', '2026-11-24 23:55:38.672966+00'),
	(19, '08f55a03-d27e-4a49-908a-4cfd2cfdb0a4', 331, 'Sample: Homework 226', 'collaborative', false, '2026-10-25 06:39:59.896733+00', '2026-11-09 11:11:44.91579+00', '2026-11-16 11:11:44.91579+00', '2026-11-24 23:55:38.672966+00'),
	(32, 'afde8f98-6537-43af-8a6f-e08ab7505cf4', 208, 'Sample: Retrospective 2907', 'collaborative', false, '2026-11-11 16:47:11.488865+00', '2026-11-17 22:12:46.822355+00', '2026-11-24 22:12:46.822355+00', '2026-11-24 23:55:38.672966+00'),
	(37, 'c1b46984-a80a-4c00-a197-9e784a4754f0', 324, 'Sample: Homework 3546', 'collaborative', false, '2026-11-03 15:31:45.634094+00', '2026-11-10 10:39:25.831947+00', '2026-11-17 10:39:25.831947+00', '2026-11-24 23:55:38.672966+00'),
	(38, '43bf2eee-ebe2-46bb-9362-a588f9a14323', 361, 'Sample: Code review 348', 'collaborative', false, '2026-10-24 13:54:39.591873+00', '2026-11-09 17:35:00.081794+00', '2026-11-16 17:35:00.081794+00', '2026-11-24 23:55:38.672966+00'),
	(47, '64c22bad-c7ff-4a7d-9a52-1225dfbf9a01', 146, 'Sample: Workshop 3207', 'collaborative', false, '2026-11-04 14:36:53.379179+00', '2026-11-10 22:03:19.243124+00', '2026-11-17 22:03:19.243124+00', '2026-11-24 23:55:38.672966+00'),
	(48, '9f71ab2d-31d7-4d60-a9ef-0b69e14f04fb', 154, 'Sample: Workshop 568', 'collaborative', false, '2026-10-31 06:53:07.505745+00', '2026-11-17 15:23:47.706352+00', '2026-11-24 15:23:47.706352+00', '2026-11-24 23:55:38.672966+00'),
	(53, '20490b9b-5457-4ace-845a-b020c59049c2', 18, 'Sample: Workshop 1246', 'collaborative', false, '2026-11-05 15:54:07.832238+00', '2026-11-12 09:25:51.964834+00', '2026-11-19 09:25:51.964834+00', '2026-11-24 23:55:38.672966+00');


--
-- Data for Name: session_member; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session_member VALUES
	(1, 320, 'edit', false, '2026-11-19 11:43:41.511714+00', '2026-11-19 05:32:53.030067+00'),
	(1, 327, 'view', false, '2026-11-19 23:03:22.303741+00', '2026-11-20 01:48:14.149101+00'),
	(2, 320, 'edit', false, '2026-11-04 16:40:16.206414+00', '2026-11-10 20:02:38.973195+00'),
	(3, 119, 'edit', false, '2026-08-21 09:16:51.779726+00', '2026-08-20 17:37:21.959338+00'),
	(3, 126, 'view', false, '2026-08-20 10:04:40.026096+00', '2026-08-21 01:53:06.443981+00'),
	(3, 133, 'edit', false, '2026-08-20 21:28:50.149536+00', '2026-08-21 20:39:10.558796+00'),
	(3, 140, 'edit', false, '2026-08-21 12:33:03.364354+00', '2026-08-20 04:13:05.126343+00'),
	(4, 274, 'edit', false, '2026-06-23 19:52:08.346557+00', '2026-06-20 09:21:36.237286+00'),
	(4, 281, 'edit', false, '2026-06-18 16:14:30.24163+00', '2026-06-18 11:39:54.095069+00'),
	(4, 288, 'view', false, '2026-06-19 03:46:25.944823+00', '2026-06-23 05:36:55.641935+00'),
	(4, 295, 'edit', false, '2026-06-25 02:10:24.826087+00', '2026-06-19 07:26:59.495113+00'),
	(4, 302, 'view', false, '2026-06-26 03:28:58.645895+00', '2026-06-27 03:34:33.48935+00'),
	(5, 69, 'edit', false, '2026-08-15 03:02:43.079138+00', '2026-08-04 12:47:51.51866+00'),
	(5, 76, 'view', false, '2026-08-09 07:48:52.42386+00', '2026-08-16 02:02:40.359478+00'),
	(5, 83, 'edit', false, '2026-08-10 11:58:13.756204+00', '2026-08-16 14:01:54.145575+00'),
	(5, 90, 'view', false, '2026-08-04 04:30:06.600059+00', '2026-08-13 21:22:38.434755+00'),
	(5, 97, 'view', false, '2026-08-07 11:54:51.902559+00', '2026-08-11 10:34:38.250077+00'),
	(5, 104, 'edit', false, '2026-08-05 14:06:59.095251+00', '2026-08-17 03:58:07.712266+00'),
	(6, 255, 'edit', false, '2026-11-04 12:25:23.170354+00', '2026-11-02 01:37:00.003219+00'),
	(7, 58, 'edit', false, '2026-07-20 13:43:45.600312+00', '2026-07-17 06:55:39.979312+00'),
	(7, 65, 'edit', false, '2026-07-16 09:53:51.394175+00', '2026-07-13 15:04:45.789674+00'),
	(8, 181, 'edit', false, '2026-11-18 08:44:17.238085+00', '2026-11-17 00:16:00.591367+00'),
	(8, 188, 'edit', false, '2026-11-17 02:33:01.251779+00', '2026-11-17 21:42:48.937072+00'),
	(8, 195, 'edit', true, '2026-11-17 18:57:48.087+00', '2026-11-19 15:18:40.669321+00'),
	(9, 351, 'edit', false, '2026-11-16 00:20:31.853783+00', '2026-11-20 21:07:53.759486+00'),
	(9, 358, 'edit', true, '2026-11-16 13:53:52.896036+00', '2026-11-21 06:16:44.083312+00'),
	(9, 365, 'edit', false, '2026-11-14 15:43:18.655037+00', '2026-11-21 03:06:59.62104+00'),
	(9, 372, 'view', true, '2026-11-18 15:18:03.513154+00', '2026-11-14 17:05:29.904987+00'),
	(10, 351, 'edit', false, '2026-08-31 12:20:11.968113+00', '2026-08-30 06:27:00.092723+00'),
	(10, 358, 'edit', false, '2026-08-29 10:02:31.918418+00', '2026-08-30 04:33:15.735759+00'),
	(10, 365, 'edit', false, '2026-08-29 18:57:59.870501+00', '2026-08-30 02:28:00.965621+00'),
	(10, 372, 'view', false, '2026-08-31 00:12:12.345773+00', '2026-08-29 10:22:50.54248+00'),
	(10, 379, 'edit', false, '2026-08-29 11:31:19.345132+00', '2026-08-30 15:37:40.338247+00'),
	(12, 114, 'edit', true, '2026-11-04 17:24:48.441195+00', '2026-11-06 08:07:32.533835+00'),
	(13, 158, 'edit', false, '2026-05-31 05:35:34.613145+00', '2026-06-06 11:12:14.67802+00'),
	(13, 165, 'view', false, '2026-06-01 20:19:00.290367+00', '2026-05-30 10:23:40.111161+00'),
	(14, 309, 'edit', false, '2026-10-23 22:18:39.861307+00', '2026-10-31 00:20:01.207887+00'),
	(14, 316, 'view', false, '2026-10-28 12:06:32.499135+00', '2026-11-04 22:47:29.886898+00'),
	(14, 323, 'view', false, '2026-10-31 03:14:46.944378+00', '2026-10-30 09:03:16.615412+00'),
	(15, 16, 'edit', false, '2026-11-10 02:06:01.985895+00', '2026-11-07 00:43:16.020683+00'),
	(15, 23, 'view', false, '2026-11-02 06:33:35.289436+00', '2026-11-03 06:17:47.49451+00'),
	(15, 30, 'edit', false, '2026-11-09 15:46:43.818738+00', '2026-11-05 18:21:33.138539+00'),
	(16, 287, 'edit', false, '2026-11-03 23:04:40.428475+00', '2026-11-13 08:35:05.585836+00'),
	(16, 308, 'view', false, '2026-11-13 03:16:45.247228+00', '2026-11-15 03:16:24.514753+00'),
	(17, 44, 'edit', false, '2026-10-28 22:37:41.904872+00', '2026-11-04 03:46:53.43525+00'),
	(17, 58, 'edit', false, '2026-10-31 12:26:36.579067+00', '2026-11-06 20:36:47.231253+00'),
	(17, 65, 'view', false, '2026-10-31 07:24:10.85634+00', '2026-11-08 20:23:28.731808+00'),
	(17, 79, 'view', false, '2026-11-02 02:15:21.365614+00', '2026-11-06 12:12:48.636201+00'),
	(18, 385, 'edit', false, '2026-11-16 10:47:32.846301+00', '2026-11-19 11:20:48.055732+00'),
	(19, 332, 'edit', false, '2026-10-28 09:30:56.681296+00', '2026-10-29 00:26:15.679926+00'),
	(19, 339, 'view', false, '2026-10-28 19:12:37.331845+00', '2026-11-08 10:22:56.398184+00'),
	(20, 356, 'edit', false, '2026-08-27 13:17:25.067435+00', '2026-08-29 23:19:32.692209+00'),
	(20, 363, 'edit', false, '2026-08-23 22:48:58.832643+00', '2026-08-25 00:17:40.09256+00'),
	(20, 370, 'view', false, '2026-08-25 16:09:38.231734+00', '2026-08-28 02:46:24.173422+00'),
	(21, 29, 'edit', false, '2026-09-27 04:30:51.350657+00', '2026-09-29 00:08:06.42199+00'),
	(21, 36, 'edit', false, '2026-09-28 19:17:59.203697+00', '2026-09-30 14:49:58.388779+00'),
	(21, 43, 'view', false, '2026-10-01 02:56:52.972537+00', '2026-09-27 08:29:43.170048+00'),
	(21, 50, 'view', false, '2026-09-30 10:40:18.95329+00', '2026-09-30 18:29:59.836398+00'),
	(23, 287, 'edit', false, '2026-09-18 12:37:56.634547+00', '2026-09-13 05:45:09.594533+00'),
	(23, 294, 'edit', false, '2026-09-18 21:42:58.1632+00', '2026-09-19 17:43:27.584669+00'),
	(23, 301, 'edit', false, '2026-09-15 22:22:28.209189+00', '2026-09-19 11:27:39.272297+00'),
	(23, 308, 'edit', false, '2026-09-16 16:42:45.649768+00', '2026-09-18 01:50:01.051763+00'),
	(23, 315, 'view', false, '2026-09-16 08:50:31.20172+00', '2026-09-21 13:41:26.835739+00'),
	(23, 322, 'view', false, '2026-09-17 11:01:24.241215+00', '2026-09-19 23:13:32.059566+00'),
	(24, 324, 'edit', true, '2026-11-16 13:28:04.059521+00', '2026-11-16 14:41:19.718051+00'),
	(25, 274, 'edit', false, '2026-10-21 22:56:19.107103+00', '2026-10-18 20:10:03.152571+00'),
	(25, 281, 'edit', false, '2026-10-18 23:26:17.562852+00', '2026-10-23 14:12:44.311954+00'),
	(26, 111, 'edit', false, '2026-07-14 10:11:44.155564+00', '2026-07-18 02:17:24.078934+00'),
	(26, 118, 'view', false, '2026-07-16 17:39:00.467656+00', '2026-07-14 18:16:57.138168+00'),
	(26, 125, 'view', false, '2026-07-20 18:24:29.293596+00', '2026-07-18 06:11:16.892113+00'),
	(27, 188, 'edit', false, '2026-06-03 11:20:29.069247+00', '2026-05-31 01:26:10.442994+00'),
	(27, 195, 'edit', false, '2026-06-01 18:40:40.616284+00', '2026-05-30 20:56:08.804209+00'),
	(27, 202, 'edit', false, '2026-06-02 12:45:27.910506+00', '2026-06-01 08:29:18.118368+00'),
	(27, 209, 'view', false, '2026-05-27 19:53:15.071232+00', '2026-06-03 03:34:50.852986+00'),
	(28, 56, 'edit', false, '2026-09-16 07:52:43.638336+00', '2026-09-18 15:06:16.590556+00'),
	(28, 63, 'view', false, '2026-09-10 06:18:11.706846+00', '2026-09-23 18:59:56.461216+00'),
	(28, 70, 'view', false, '2026-09-19 01:10:54.137372+00', '2026-09-07 21:25:19.212237+00'),
	(28, 77, 'edit', false, '2026-09-10 17:45:12.411275+00', '2026-09-16 13:37:09.694032+00'),
	(28, 84, 'view', false, '2026-09-13 10:16:38.452833+00', '2026-09-12 09:37:16.828172+00'),
	(29, 81, 'edit', false, '2026-04-23 06:09:43.545588+00', '2026-04-21 09:58:59.643301+00'),
	(29, 88, 'edit', false, '2026-04-21 16:06:47.851071+00', '2026-04-20 17:34:15.974466+00'),
	(29, 95, 'edit', false, '2026-04-20 04:19:14.151568+00', '2026-04-19 12:33:42.92778+00'),
	(29, 102, 'edit', false, '2026-04-20 08:43:04.71799+00', '2026-04-20 22:04:24.988401+00'),
	(29, 109, 'view', false, '2026-04-20 19:12:53.672143+00', '2026-04-19 09:07:44.259854+00'),
	(29, 116, 'view', false, '2026-04-19 07:25:19.158127+00', '2026-04-21 06:40:16.035318+00'),
	(30, 299, 'edit', false, '2026-09-25 13:07:48.60949+00', '2026-09-16 09:29:08.822563+00'),
	(31, 197, 'edit', false, '2026-11-05 21:44:58.210523+00', '2026-10-29 13:54:06.185517+00'),
	(31, 204, 'edit', true, '2026-11-09 21:42:57.987142+00', '2026-11-02 11:47:21.302925+00'),
	(32, 209, 'edit', false, '2026-11-17 18:24:18.530306+00', '2026-11-12 13:50:56.922763+00'),
	(32, 223, 'edit', false, '2026-11-16 11:00:53.445781+00', '2026-11-14 17:29:08.69974+00'),
	(34, 130, 'edit', false, '2026-11-15 09:24:52.184085+00', '2026-11-14 16:24:21.341447+00'),
	(34, 137, 'edit', true, '2026-11-14 23:49:37.697445+00', '2026-11-19 23:03:38.189102+00'),
	(34, 144, 'edit', false, '2026-11-20 13:43:59.093652+00', '2026-11-20 07:40:41.181451+00'),
	(34, 151, 'view', true, '2026-11-16 14:39:25.364489+00', '2026-11-14 08:01:47.411762+00'),
	(34, 158, 'edit', true, '2026-11-18 01:13:58.219435+00', '2026-11-16 22:33:55.166755+00'),
	(35, 15, 'edit', false, '2026-11-17 06:15:34.765047+00', '2026-11-12 22:34:44.908574+00'),
	(35, 22, 'edit', true, '2026-11-12 05:25:41.261145+00', '2026-11-18 02:56:18.811556+00'),
	(35, 29, 'edit', false, '2026-11-17 01:57:24.813996+00', '2026-11-14 14:59:21.665632+00'),
	(35, 36, 'view', false, '2026-11-20 14:15:33.207078+00', '2026-11-21 19:46:49.53116+00'),
	(35, 43, 'edit', false, '2026-11-15 07:33:01.340409+00', '2026-11-13 17:27:15.453912+00'),
	(35, 50, 'view', false, '2026-11-12 14:31:44.95628+00', '2026-11-15 18:54:29.55586+00'),
	(36, 245, 'edit', false, '2026-08-16 13:31:45.111595+00', '2026-08-13 20:41:24.730722+00'),
	(38, 362, 'edit', false, '2026-10-25 22:58:53.850007+00', '2026-11-07 22:30:01.296805+00'),
	(38, 369, 'view', false, '2026-11-05 07:19:14.688516+00', '2026-10-24 16:36:12.566734+00'),
	(38, 376, 'edit', false, '2026-11-06 07:01:50.322623+00', '2026-11-08 01:49:30.893303+00'),
	(39, 18, 'edit', true, '2026-11-18 14:20:11.605003+00', '2026-11-22 10:09:33.415854+00'),
	(39, 25, 'edit', true, '2026-11-18 04:16:49.594714+00', '2026-11-13 07:52:49.799002+00'),
	(39, 32, 'view', false, '2026-11-11 21:37:31.008997+00', '2026-11-12 23:14:06.529534+00'),
	(39, 39, 'edit', true, '2026-11-20 15:08:18.763197+00', '2026-11-12 14:45:58.191406+00'),
	(40, 264, 'edit', false, '2026-05-24 00:27:51.014388+00', '2026-05-23 03:43:33.30697+00'),
	(40, 271, 'edit', false, '2026-05-22 14:38:42.819979+00', '2026-05-24 19:37:41.517154+00'),
	(40, 278, 'edit', false, '2026-05-22 07:15:32.96516+00', '2026-05-23 22:50:36.362843+00'),
	(40, 285, 'view', false, '2026-05-23 19:49:12.102618+00', '2026-05-22 00:05:28.415439+00'),
	(40, 292, 'view', false, '2026-05-23 22:02:34.574748+00', '2026-05-21 07:37:55.6224+00'),
	(41, 2, 'edit', false, '2026-05-04 07:00:22.291296+00', '2026-05-02 14:53:36.357833+00'),
	(41, 9, 'view', false, '2026-05-04 14:00:15.414398+00', '2026-05-01 22:54:58.632499+00'),
	(41, 16, 'view', false, '2026-04-24 11:45:09.752453+00', '2026-04-29 15:40:36.358841+00'),
	(41, 23, 'view', false, '2026-04-26 10:11:05.334652+00', '2026-04-30 21:50:50.866875+00'),
	(41, 30, 'edit', false, '2026-04-27 19:12:43.210203+00', '2026-05-04 12:32:51.553752+00'),
	(41, 37, 'view', false, '2026-04-28 20:27:16.28252+00', '2026-05-02 13:36:19.803317+00'),
	(42, 360, 'edit', true, '2026-11-09 04:49:36.83357+00', '2026-11-13 20:02:23.159911+00'),
	(43, 318, 'edit', false, '2026-11-13 19:55:05.462576+00', '2026-11-17 10:18:33.261526+00'),
	(43, 325, 'edit', false, '2026-11-21 11:49:03.798995+00', '2026-11-13 08:32:02.863735+00'),
	(45, 24, 'edit', false, '2026-11-21 16:24:53.604217+00', '2026-11-18 15:10:59.947264+00'),
	(45, 31, 'edit', false, '2026-11-19 04:06:20.573052+00', '2026-11-22 04:57:08.573167+00'),
	(45, 38, 'edit', false, '2026-11-22 10:10:42.89134+00', '2026-11-20 19:42:28.005603+00'),
	(45, 45, 'view', true, '2026-11-19 09:49:58.125785+00', '2026-11-21 04:32:40.310935+00'),
	(46, 14, 'edit', false, '2026-11-09 22:50:42.006811+00', '2026-11-10 09:30:33.09502+00'),
	(46, 21, 'edit', true, '2026-11-16 10:43:57.449365+00', '2026-11-11 12:13:27.682747+00'),
	(46, 28, 'view', false, '2026-11-11 05:24:33.151685+00', '2026-10-31 17:57:37.178787+00'),
	(46, 35, 'edit', false, '2026-11-01 17:49:47.845309+00', '2026-11-01 05:51:43.200107+00'),
	(46, 42, 'edit', false, '2026-11-12 09:50:00.404412+00', '2026-11-10 17:30:25.119034+00'),
	(47, 147, 'edit', false, '2026-11-08 09:38:45.634243+00', '2026-11-05 16:20:25.271868+00'),
	(47, 154, 'view', false, '2026-11-09 07:54:18.756846+00', '2026-11-08 22:18:22.586818+00'),
	(47, 161, 'edit', false, '2026-11-05 07:59:12.102697+00', '2026-11-09 01:35:57.627559+00'),
	(47, 168, 'edit', false, '2026-11-07 02:49:13.200151+00', '2026-11-08 14:59:54.589967+00'),
	(49, 221, 'edit', false, '2026-08-02 00:09:55.075023+00', '2026-08-14 08:11:37.903931+00'),
	(49, 228, 'edit', false, '2026-08-15 09:22:20.188331+00', '2026-08-13 14:39:24.973016+00'),
	(50, 331, 'edit', false, '2026-11-13 00:00:41.620949+00', '2026-11-13 03:31:10.447409+00'),
	(50, 338, 'view', false, '2026-11-19 15:38:30.313815+00', '2026-11-16 14:47:26.724156+00'),
	(50, 345, 'view', false, '2026-11-16 08:52:57.880134+00', '2026-11-19 00:33:58.97704+00'),
	(51, 144, 'edit', false, '2026-04-25 14:03:18.058892+00', '2026-04-26 14:18:49.509243+00'),
	(51, 151, 'view', false, '2026-04-23 04:49:41.762756+00', '2026-04-26 14:16:36.712882+00'),
	(51, 158, 'view', false, '2026-04-26 23:27:15.711584+00', '2026-04-27 07:13:14.536084+00'),
	(51, 165, 'view', false, '2026-04-24 10:00:09.675146+00', '2026-04-27 15:32:59.921643+00'),
	(52, 181, 'edit', false, '2026-11-19 10:37:00.810474+00', '2026-11-19 03:13:37.536956+00'),
	(52, 188, 'view', false, '2026-11-16 12:22:53.019906+00', '2026-11-20 22:17:28.954427+00'),
	(52, 195, 'edit', false, '2026-11-10 18:08:38.158625+00', '2026-11-21 05:52:02.40849+00'),
	(52, 202, 'view', false, '2026-11-19 19:52:44.582372+00', '2026-11-14 23:08:47.705405+00'),
	(52, 209, 'view', false, '2026-11-14 12:03:50.32619+00', '2026-11-22 00:29:01.486415+00'),
	(53, 19, 'edit', false, '2026-11-10 02:46:55.781605+00', '2026-11-10 03:13:13.334768+00'),
	(53, 26, 'view', false, '2026-11-10 04:38:01.55415+00', '2026-11-12 05:49:59.262981+00'),
	(53, 40, 'view', false, '2026-11-09 20:46:39.620723+00', '2026-11-08 16:57:08.377867+00'),
	(53, 47, 'edit', false, '2026-11-07 01:21:49.256513+00', '2026-11-10 13:51:24.56759+00'),
	(53, 54, 'edit', false, '2026-11-06 01:46:08.074423+00', '2026-11-06 01:11:04.650488+00'),
	(54, 327, 'edit', false, '2026-10-02 23:52:38.197467+00', '2026-10-03 22:30:58.660363+00'),
	(56, 236, 'edit', false, '2026-11-11 19:18:24.329239+00', '2026-11-11 09:38:46.635194+00'),
	(56, 243, 'edit', true, '2026-11-02 20:02:07.105095+00', '2026-11-03 05:46:38.914719+00'),
	(56, 250, 'view', false, '2026-11-04 08:14:40.797393+00', '2026-11-06 23:05:55.397506+00'),
	(57, 197, 'edit', false, '2026-08-01 10:01:53.244833+00', '2026-07-29 21:20:33.511508+00'),
	(57, 204, 'edit', false, '2026-07-29 20:17:07.372112+00', '2026-07-29 17:11:58.052025+00'),
	(57, 211, 'view', false, '2026-08-01 05:22:13.441914+00', '2026-07-31 19:22:53.728864+00'),
	(57, 218, 'view', false, '2026-07-31 05:16:59.469078+00', '2026-07-31 22:58:01.299513+00'),
	(58, 279, 'edit', false, '2026-10-05 06:09:15.044133+00', '2026-10-13 08:51:49.59854+00'),
	(58, 286, 'view', false, '2026-10-10 04:34:05.995893+00', '2026-10-08 04:40:41.524996+00'),
	(58, 293, 'edit', false, '2026-10-13 15:49:50.88586+00', '2026-10-11 01:24:31.407636+00'),
	(58, 300, 'view', false, '2026-10-07 05:10:48.364439+00', '2026-10-10 21:53:58.971826+00'),
	(58, 307, 'view', false, '2026-10-12 06:47:11.975957+00', '2026-10-06 13:16:27.037264+00'),
	(59, 304, 'edit', false, '2026-10-05 19:10:32.349529+00', '2026-10-06 17:21:26.766902+00'),
	(59, 311, 'edit', false, '2026-10-08 22:14:21.580987+00', '2026-10-12 03:47:52.419414+00'),
	(59, 318, 'view', true, '2026-10-13 10:59:55.25345+00', '2026-10-08 00:12:09.258095+00'),
	(59, 325, 'view', false, '2026-10-05 06:42:59.187659+00', '2026-10-03 12:08:23.910707+00'),
	(59, 332, 'view', false, '2026-10-13 20:21:38.836149+00', '2026-10-03 07:36:04.872066+00'),
	(59, 339, 'edit', true, '2026-10-09 22:29:10.878172+00', '2026-10-02 23:23:14.892686+00'),
	(60, 358, 'edit', false, '2026-07-07 02:52:00.099549+00', '2026-07-11 06:53:02.665959+00'),
	(47, 175, 'view', false, '2026-11-10 13:20:56.261377+00', '2026-11-06 08:38:52.082561+00'),
	(47, 182, 'edit', false, '2026-11-09 06:17:38.847753+00', '2026-11-07 02:28:41.770918+00'),
	(48, 155, 'edit', false, '2026-11-15 21:36:56.514097+00', '2026-11-08 20:48:39.267694+00'),
	(53, 33, 'view', false, '2026-11-06 18:02:59.659352+00', '2026-11-11 14:51:28.467235+00'),
	(2, 327, 'edit', false, '2026-11-09 10:24:08.025717+00', '2026-11-05 01:25:35.462736+00'),
	(2, 334, 'edit', false, '2026-11-04 04:20:13.688834+00', '2026-11-05 10:49:40.368224+00'),
	(15, 37, 'view', false, '2026-11-02 10:37:40.654627+00', '2026-11-02 02:57:43.63943+00'),
	(16, 280, 'edit', false, '2026-11-12 14:53:16.241855+00', '2026-11-01 09:32:09.880283+00'),
	(16, 294, 'view', false, '2026-10-29 20:42:31.810074+00', '2026-11-13 19:28:54.328573+00'),
	(16, 301, 'edit', false, '2026-11-03 00:15:54.745958+00', '2026-11-10 15:23:46.822249+00'),
	(17, 51, 'edit', false, '2026-10-28 07:24:45.832898+00', '2026-11-06 11:48:47.334734+00'),
	(17, 72, 'view', false, '2026-11-01 09:49:09.239992+00', '2026-11-03 01:29:10.245094+00'),
	(32, 216, 'view', false, '2026-11-13 23:04:09.586296+00', '2026-11-12 11:08:14.971781+00'),
	(37, 325, 'edit', false, '2026-11-07 17:45:47.779908+00', '2026-11-04 22:21:42.382309+00'),
	(37, 332, 'edit', false, '2026-11-04 14:14:38.618737+00', '2026-11-03 18:26:14.503126+00');


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

SELECT pg_catalog.setval('public.schemaversions_schemaversionsid_seq', 18, true);


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


