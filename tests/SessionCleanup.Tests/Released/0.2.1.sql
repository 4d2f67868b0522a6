-- What Session Cleanup 0.2.1 left in a database; kept by scripts/release, never edited.
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
-- Name: adopt_session_tables(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.adopt_session_tables(mapping jsonb) RETURNS TABLE(adopted boolean, change text, row_count bigint)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT * FROM public.session_adoption_apply(mapping, rows_in_batches => false);
END
$$;


--
-- Name: FUNCTION adopt_session_tables(mapping jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.adopt_session_tables(mapping jsonb) IS 'Makes session and session_member views over an application''s own tables, with the triggers on those. docs/how-to/adopt.md has the mapping. Returns a row for each kind of change to rows, with how many; one row with adopted = false where the same mapping is in force already. Where a view, trigger or index of it was lost, it is made anew. Errors, with nothing changed: those of session_adoption_mapping for a mapping that is wrong, 55000 for tables that can''t be adopted as they are, 55P03 if a table stays locked for 0.5 s.';


--
-- Name: apply_inactivity_timeout(text, boolean, integer, bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.apply_inactivity_timeout(session_type text, dry_run boolean DEFAULT false, batch_size integer DEFAULT NULL::integer, after_session_id bigint DEFAULT NULL::bigint, OUT sessions_changed bigint, OUT sessions_expired bigint, OUT last_session_id bigint) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET "TimeZone" TO 'UTC'
    SET lock_timeout TO '500ms'
    AS $$
DECLARE
    timeout interval;
    ids     bigint[];
BEGIN
    SELECT kind.inactivity_timeout
      INTO timeout
      FROM public.session_type AS kind
     WHERE kind.session_type = apply_inactivity_timeout.session_type;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('there is no session type %s', coalesce(quote_literal(apply_inactivity_timeout.session_type), 'null')),
            HINT    = 'Use a type that the table session_type has.';
    END IF;

    IF dry_run IS NULL OR batch_size < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'dry_run must be true or false, and batch_size null or at least 1',
            HINT    = 'apply_inactivity_timeout(session_type, dry_run => true) only reports.';
    END IF;

    IF dry_run THEN
        SELECT count(*),
               count(*) FILTER (WHERE session.last_activity_at + timeout < now() AND session.expires_at >= now())
          INTO sessions_changed, sessions_expired
          FROM public.session
         WHERE session.session_type = apply_inactivity_timeout.session_type
           AND session.is_active
           AND isfinite(session.expires_at)
           AND session.expires_at IS DISTINCT FROM session.last_activity_at + timeout
           AND timeout IS NOT NULL;
        RETURN;
    END IF;

    -- Null timeout: sessions of the type never expire, whatever their expires_at.
    SELECT array_agg(found.session_id), max(found.session_id), count(*) FILTER (WHERE found.expires_now)
      INTO ids, last_session_id, sessions_expired
      FROM (SELECT session.session_id,
                   session.last_activity_at + timeout < now() AND session.expires_at >= now() AS expires_now
              FROM public.session
             WHERE session.session_type = apply_inactivity_timeout.session_type
               AND session.is_active
               AND isfinite(session.expires_at)
               AND session.expires_at IS DISTINCT FROM session.last_activity_at + timeout
               AND timeout IS NOT NULL
               AND session.session_id > coalesce(after_session_id, -9223372036854775808)
             ORDER BY session.session_id
             LIMIT batch_size
               FOR NO KEY UPDATE SKIP LOCKED) AS found;

    UPDATE public.session
       SET expires_at = session.last_activity_at + timeout
     WHERE session.session_id = ANY (ids);

    GET DIAGNOSTICS sessions_changed = ROW_COUNT;
END
$$;


--
-- Name: FUNCTION apply_inactivity_timeout(session_type text, dry_run boolean, batch_size integer, after_session_id bigint, OUT sessions_changed bigint, OUT sessions_expired bigint, OUT last_session_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.apply_inactivity_timeout(session_type text, dry_run boolean, batch_size integer, after_session_id bigint, OUT sessions_changed bigint, OUT sessions_expired bigint, OUT last_session_id bigint) IS 'Gives the active sessions of a type the expires_at that their last activity and the inactivity_timeout of the type say: last_activity_at plus the timeout. Those that never expire (null, infinity) stay. Returns how many sessions it changed and how many of those are expired by it; with dry_run => true it writes nothing and says how many would be. With batch_size it changes so many at most, those with a key above after_session_id, and returns the last one: null when there is none left. Sessions that somebody has locked are left out: call it again. Errors: 42704 for an unknown type, 22023 for a null dry_run or a batch_size below 1.';


--
-- Name: apply_inactivity_timeout_in_batches(text, integer); Type: PROCEDURE; Schema: public; Owner: -
--

CREATE PROCEDURE public.apply_inactivity_timeout_in_batches(IN session_type text, IN batch_size integer DEFAULT 10000)
    LANGUAGE plpgsql
    AS $$
DECLARE
    batch            record;
    last_session_id  bigint;
    sessions_changed bigint := 0;
    sessions_expired bigint := 0;
BEGIN
    LOOP
        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        SELECT *
          INTO batch
          FROM public.apply_inactivity_timeout(session_type, false, coalesce(batch_size, 10000), last_session_id);
        EXIT WHEN batch.last_session_id IS NULL;
        last_session_id := batch.last_session_id;
        sessions_changed := sessions_changed + batch.sessions_changed;
        sessions_expired := sessions_expired + batch.sessions_expired;
    END LOOP;

    COMMIT;
    RAISE NOTICE '% sessions changed, % of them are expired now', sessions_changed, sessions_expired;
END
$$;


--
-- Name: PROCEDURE apply_inactivity_timeout_in_batches(IN session_type text, IN batch_size integer); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON PROCEDURE public.apply_inactivity_timeout_in_batches(IN session_type text, IN batch_size integer) IS 'Does what apply_inactivity_timeout() does in batches of batch_size sessions (at least 1), each committed. Not inside a transaction block (2D000).';


--
-- Name: cleanup_check_deferred_constraints(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_check_deferred_constraints() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    checked_names  text;
    deferred_names text;
BEGIN
    SELECT string_agg(named.name, ', '), string_agg(named.name, ', ') FILTER (WHERE named.is_deferred)
      INTO checked_names, deferred_names
      FROM (SELECT format('%I.%I', pg_namespace.nspname, pg_constraint.conname) AS name,
                   bool_or(pg_constraint.condeferred) AS is_deferred
              FROM pg_constraint
              JOIN pg_class ON pg_class.oid = pg_constraint.conrelid
              JOIN pg_namespace ON pg_namespace.oid = pg_constraint.connamespace
             WHERE pg_constraint.condeferrable
             GROUP BY pg_namespace.nspname, pg_constraint.conname
            HAVING bool_and(pg_class.relowner = current_user::regrole AND pg_class.relpersistence <> 't')) AS named;

    IF checked_names IS NOT NULL THEN
        EXECUTE 'SET CONSTRAINTS ' || checked_names || ' IMMEDIATE';
    END IF;

    IF deferred_names IS NOT NULL THEN
        EXECUTE 'SET CONSTRAINTS ' || deferred_names || ' DEFERRED';
    END IF;
END
$$;


--
-- Name: FUNCTION cleanup_check_deferred_constraints(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_check_deferred_constraints() IS 'For cleanup_run_batch: checks now what is deferred to COMMIT, on the tables of the same owner.';


--
-- Name: cleanup_error_ends_run(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_error_ends_run(sqlstate text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT sqlstate = '55P03' OR left(sqlstate, 2) IN ('40', '53', '57', '58', 'XX');
$$;


--
-- Name: FUNCTION cleanup_error_ends_run(sqlstate text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_error_ends_run(sqlstate text) IS 'For cleanup_run_batch: true for an SQLSTATE that is no session''s fault: locks, conflicts, resources, the server.';


--
-- Name: cleanup_index_is_missing(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_index_is_missing() RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    base_table constant regclass := public.session_base_table('session');
    columns    constant jsonb := (SELECT public.session_adoption_columns() -> 'session' FROM public.session_adoption);
BEGIN
    RETURN EXISTS (
        SELECT
          FROM (SELECT tree.relid FROM pg_partition_tree(base_table) AS tree WHERE tree.isleaf
                 UNION ALL
                SELECT pg_class.oid FROM pg_class WHERE pg_class.oid = base_table AND pg_class.relkind = 'r') AS part
         WHERE NOT EXISTS (
                   SELECT
                     FROM pg_index
                    WHERE pg_index.indrelid = part.relid
                      AND pg_index.indisvalid
                      AND pg_index.indpred IS NULL
                      AND ARRAY[coalesce(columns ->> 'session_type', 'session_type'),
                                coalesce(columns ->> 'is_active', 'is_active'),
                                coalesce(columns ->> 'expires_at', 'expires_at')]
                          = ARRAY(SELECT pg_attribute.attname::text
                                    FROM generate_series(0, 2) AS position (number)
                                    JOIN pg_attribute
                                      ON pg_attribute.attrelid = part.relid
                                     AND pg_attribute.attnum = pg_index.indkey[position.number]
                                   ORDER BY position.number)));
END
$$;


--
-- Name: FUNCTION cleanup_index_is_missing(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_index_is_missing() IS 'Whether session, one of its partitions, or the table adopted in its place has no index on (session_type, is_active, expires_at).';


--
-- Name: cleanup_run_batch(bigint, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET lock_timeout TO '500ms'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET jit TO 'off'
    AS $$
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
$$;


--
-- Name: FUNCTION cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean) IS 'One batch of the cleanup run_id, in the caller''s transaction: deactivates up to batch_size expired sessions that nobody has locked, but for those that can''t be deactivated (a WARNING and cleanup_run_failure name the first 10 of the run). Returns what it did, and has_more: whether to call it again. Until the transaction ends, the settings session_cleanup.run_id and session_cleanup.sessions_failed are the run and how many sessions failed in it. Errors: 22023 for a batch_size below 1, SC003 if the caller has no such run in progress, 42501 where row-level security hides rows, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s.';


--
-- Name: cleanup_run_begin(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_begin(way_in text DEFAULT 'cleanup_run_begin'::text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET lock_timeout TO '500ms'
    SET max_parallel_workers_per_gather TO '0'
    AS $$
DECLARE
    run_id       bigint;
    last_run_id  bigint;
    refuse_above bigint := public.session_cleanup_refuse_above();
BEGIN
    IF refuse_above IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC004',
            MESSAGE = format('more than %s sessions are expired, and a cleanup of more than that is refused', refuse_above),
            HINT    = 'Look at expired_session. If that is right, lift the limit for once: cleanup --refuse-above 0, or '
                      'SET session_cleanup.refuse_above = 0.';
    END IF;

    PERFORM public.session_require_supported_tables();

    -- Fails with 42501 where row-level security would hide rows.
    PERFORM FROM public.session CROSS JOIN public.session_member LIMIT 0;

    IF public.cleanup_index_is_missing() THEN
        RAISE WARNING USING
            MESSAGE = 'the index on session (session_type, is_active, expires_at) is missing: each batch reads the whole table',
            HINT    = 'CREATE INDEX CONCURRENTLY session_session_type_is_active_expires_at_idx '
                      'ON session (session_type, is_active, expires_at);';
    END IF;

    -- A sequence that is behind (logical replication does not carry it) is moved beyond the last run.
    LOOP
        INSERT INTO public.cleanup_run (way_in)
        VALUES (coalesce(cleanup_run_begin.way_in, 'cleanup_run_begin'))
            ON CONFLICT DO NOTHING
        RETURNING cleanup_run.cleanup_run_id
          INTO run_id;

        EXIT WHEN FOUND;
        SELECT max(cleanup_run.cleanup_run_id) INTO last_run_id FROM public.cleanup_run;

        WHILE nextval(pg_get_serial_sequence('public.cleanup_run', 'cleanup_run_id')) < last_run_id LOOP
        END LOOP;
    END LOOP;

    -- What a run of the same number left, if the history was truncated and its sequence restarted.
    DELETE FROM public.cleanup_run_failure WHERE cleanup_run_failure.cleanup_run_id = run_id;
    DELETE FROM public.cleanup_run_transaction WHERE cleanup_run_transaction.cleanup_run_id = run_id;

    RETURN run_id;
END
$$;


--
-- Name: FUNCTION cleanup_run_begin(way_in text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_begin(way_in text) IS 'Begins a cleanup and returns its number, for cleanup_run_batch and cleanup_run_close. way_in is what cleanup_run will say was called. Warns where the index that cleanup walks is missing. Errors: SC004 if more sessions are expired than cleanup_setting.refuse_above (or the setting session_cleanup.refuse_above) allows, 0A000 where a table inherits from session or session_member, 42501 where row-level security hides rows, 55P03 if cleanup_run stays locked for 0.5 s.';


--
-- Name: cleanup_run_close(bigint, boolean, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_close(run_id bigint, statistics boolean DEFAULT true, stopped_by text DEFAULT NULL::text) RETURNS TABLE(sessions_cleaned bigint, members_set_offline bigint, sessions_failed bigint, active_sessions bigint, inactive_sessions bigint, total_sessions bigint, expired_sessions_left bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET lock_timeout TO '500ms'
    SET max_parallel_workers_per_gather TO '0'
    SET random_page_cost TO '1.1'
    AS $$
BEGIN
    UPDATE public.cleanup_run
       SET finished_at = clock_timestamp(),
           stopped_by = cleanup_run_close.stopped_by
     WHERE cleanup_run.cleanup_run_id = run_id
       AND cleanup_run.role_name = session_user
       AND cleanup_run.finished_at IS NULL
    RETURNING cleanup_run.sessions_cleaned, cleanup_run.members_set_offline, cleanup_run.sessions_failed
      INTO sessions_cleaned, members_set_offline, sessions_failed;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC003',
            MESSAGE = format('role %s has no cleanup run %s in progress', session_user, coalesce(run_id::text, 'null')),
            HINT    = 'Begin one with cleanup_run_begin().';
    END IF;

    PERFORM public.cleanup_run_prune(run_id);

    IF statistics THEN
        SELECT session_totals.active, session_totals.inactive, session_totals.total, session_totals.expired
          INTO active_sessions, inactive_sessions, total_sessions, expired_sessions_left
          FROM public.session_totals;
    END IF;

    RETURN NEXT;
END
$$;


--
-- Name: FUNCTION cleanup_run_close(run_id bigint, statistics boolean, stopped_by text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_close(run_id bigint, statistics boolean, stopped_by text) IS 'Ends the cleanup run_id, with or without expired sessions left, and returns one row: what its batches did, and the sessions there are now of the types that expire; the latter are null with statistics => false, which counts none. Removes up to 1,000 runs that are past cleanup_setting.run_retention. Error: SC003 if the caller has no such run in progress, 55P03 if cleanup_run stays locked for 0.5 s.';


--
-- Name: cleanup_run_deactivate(bigint, bigint[], boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_deactivate(run_id bigint, session_ids bigint[], members_busy boolean, OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    online_members bigint;
BEGIN
    busy_ids := '{}';
    failed_ids := '{}';
    sessions_cleaned := 0;
    members_set_offline := 0;

    IF members_busy THEN
        WITH lockable AS MATERIALIZED (
            SELECT session_member.session_id, session_member.user_id
              FROM public.session_member
             WHERE session_member.session_id = ANY (session_ids)
               AND session_member.is_online
               FOR NO KEY UPDATE SKIP LOCKED
        )
        SELECT coalesce(array_agg(DISTINCT session_member.session_id), '{}')
          INTO busy_ids
          FROM public.session_member
         WHERE session_member.session_id = ANY (session_ids)
           AND session_member.is_online
           AND (session_member.session_id, session_member.user_id) NOT IN (TABLE lockable);

        session_ids := ARRAY(SELECT unnest(session_ids) EXCEPT SELECT unnest(busy_ids));
    END IF;

    SELECT count(*)
      INTO online_members
      FROM (SELECT
              FROM public.session_member
             WHERE session_member.session_id = ANY (session_ids)
               AND session_member.is_online
               FOR NO KEY UPDATE NOWAIT) AS online_member;

    IF cardinality(session_ids) = 0 THEN
        RETURN;
    END IF;

    PERFORM set_config('session_cleanup.batch', pg_current_xact_id()::text, true);

    UPDATE public.session
       SET is_active = false,
           deactivated_at = now(),
           cleanup_run_id = run_id
     WHERE session.session_id = ANY (session_ids);

    PERFORM set_config('session_cleanup.batch', '', true);

    failed_ids := public.cleanup_run_kept_active(session_ids);

    IF failed_ids <> '{}' THEN
        session_ids := ARRAY(SELECT unnest(session_ids) EXCEPT SELECT unnest(failed_ids));
    END IF;

    sessions_cleaned := cardinality(session_ids);

    IF online_members > 0 THEN
        UPDATE public.session_member
           SET is_online = false
         WHERE session_member.session_id = ANY (session_ids)
           AND session_member.is_online;

        GET DIAGNOSTICS members_set_offline = ROW_COUNT;
    END IF;

    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM
           FROM public.session_member
          WHERE session_member.session_id = ANY (session_ids)
            FOR UPDATE NOWAIT;

        PERFORM public.session_require_newest_members(session_ids);
    END IF;

    PERFORM public.cleanup_check_deferred_constraints();

    INSERT INTO public.cleanup_run_transaction (cleanup_run_id, transaction_id)
    SELECT run_id, session.xmin::text::bigint
      FROM public.session
     WHERE session.session_id = session_ids[1]
        ON CONFLICT DO NOTHING;

    PERFORM public.cleanup_run_record_failure(run_id, failed.session_id, NULL, 'a trigger keeps it active', NULL)
       FROM unnest(failed_ids) WITH ORDINALITY AS failed (session_id, number)
      WHERE failed.number <= 10;
END
$$;


--
-- Name: FUNCTION cleanup_run_deactivate(run_id bigint, session_ids bigint[], members_busy boolean, OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_deactivate(run_id bigint, session_ids bigint[], members_busy boolean, OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint) IS 'For cleanup_run_batch: deactivates sessions that are locked. Returns those left out: for a locked member, and because a trigger keeps them active.';


--
-- Name: cleanup_run_deactivate_apart(bigint, bigint[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_deactivate_apart(run_id bigint, session_ids bigint[], OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    middle     constant integer := cardinality(session_ids) / 2;
    half       record;
    locked_ids bigint[];
    done       record;
    context    text;
BEGIN
    busy_ids := '{}';
    failed_ids := '{}';
    sessions_cleaned := 0;
    members_set_offline := 0;

    FOR half IN
        SELECT parts.ids
          FROM (VALUES (session_ids[:middle]), (session_ids[middle + 1:])) AS parts (ids)
         WHERE cardinality(parts.ids) > 0
    LOOP
        BEGIN
            SELECT coalesce(array_agg(expired.session_id), '{}')
              INTO locked_ids
              FROM (SELECT expired_session.session_id
                      FROM public.expired_session
                     WHERE expired_session.session_id = ANY (half.ids)
                       FOR UPDATE SKIP LOCKED) AS expired;

            SELECT * INTO done FROM public.cleanup_run_deactivate(run_id, locked_ids, members_busy => true);
        EXCEPTION
            WHEN OTHERS OR assert_failure THEN
                IF public.cleanup_error_ends_run(SQLSTATE) THEN
                    RAISE;
                END IF;

                IF cardinality(half.ids) > 1 THEN
                    SELECT * INTO done FROM public.cleanup_run_deactivate_apart(run_id, half.ids);
                ELSE
                    GET STACKED DIAGNOSTICS context = PG_EXCEPTION_CONTEXT;
                    PERFORM public.cleanup_run_record_failure(run_id, half.ids[1], SQLSTATE, SQLERRM, context);
                    SELECT '{}'::bigint[] AS busy_ids, half.ids AS failed_ids, 0::bigint AS sessions_cleaned,
                           0::bigint AS members_set_offline
                      INTO done;
                END IF;
        END;

        busy_ids := busy_ids || done.busy_ids;
        failed_ids := failed_ids || done.failed_ids;
        sessions_cleaned := sessions_cleaned + done.sessions_cleaned;
        members_set_offline := members_set_offline + done.members_set_offline;
    END LOOP;
END
$$;


--
-- Name: FUNCTION cleanup_run_deactivate_apart(run_id bigint, session_ids bigint[], OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_deactivate_apart(run_id bigint, session_ids bigint[], OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint) IS 'For cleanup_run_batch: deactivates these sessions but for those that can''t be, which it records. Returns those left out for a locked member, and those that failed.';


--
-- Name: cleanup_run_finish(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_finish(run_id bigint) RETURNS TABLE(sessions_cleaned bigint, members_set_offline bigint, active_sessions bigint, inactive_sessions bigint, total_sessions bigint)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT closed.sessions_cleaned, closed.members_set_offline, closed.active_sessions, closed.inactive_sessions,
       closed.total_sessions
  FROM public.cleanup_run_close(run_id) AS closed;
$$;


--
-- Name: FUNCTION cleanup_run_finish(run_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_finish(run_id bigint) IS 'Does what cleanup_run_close(run_id) does, and returns five columns of its row.';


--
-- Name: cleanup_run_kept_active(bigint[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_kept_active(session_ids bigint[]) RETURNS bigint[]
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE pg_class.oid = 'public.session'::regclass
                  AND pg_class.relkind = 'r' AND NOT pg_class.relhasrules)
       AND NOT EXISTS (SELECT
                         FROM pg_trigger
                        WHERE pg_trigger.tgrelid = 'public.session'::regclass
                          AND NOT pg_trigger.tgisinternal
                          AND pg_trigger.tgfoid NOT IN ('public.session_keep_cleanup_run_id()'::regprocedure,
                                                        'public.session_before_deactivation()'::regprocedure,
                                                        'public.session_after_deactivation()'::regprocedure,
                                                        'public.session_clear_deactivation()'::regprocedure,
                                                        'public.session_set_expires_at()'::regprocedure,
                                                        'public.session_refuse_delete()'::regprocedure)) THEN
        RETURN '{}'::bigint[];
    END IF;

    RETURN ARRAY(SELECT session.session_id
                   FROM public.session
                  WHERE session.session_id = ANY (session_ids)
                    AND session.is_active);
END
$$;


--
-- Name: FUNCTION cleanup_run_kept_active(session_ids bigint[]); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_kept_active(session_ids bigint[]) IS 'For cleanup_run_batch: those of the sessions that are still active, because a trigger of the application''s wants it.';


--
-- Name: cleanup_run_lock_tables(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_lock_tables() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    FOR attempt IN 1..50 LOOP
        BEGIN
            LOCK TABLE public.session, public.session_member, public.cleanup_run, public.cleanup_run_failure,
                       public.cleanup_run_transaction IN ROW EXCLUSIVE MODE NOWAIT;
            LOCK TABLE public.session_type, public.expired_session, public.session_totals,
                       public.cleanup_setting, public.session_adoption, public.cleanup_run_history IN ACCESS SHARE MODE NOWAIT;
            RETURN;
        EXCEPTION
            WHEN lock_not_available THEN
                IF attempt = 50 THEN
                    RAISE;
                END IF;

                PERFORM pg_sleep(0.01);
        END;
    END LOOP;
END
$$;


--
-- Name: FUNCTION cleanup_run_lock_tables(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_lock_tables() IS 'Locks what a batch of a cleanup uses, until the transaction ends. Error: 55P03 if that takes longer than 0.5 s.';


--
-- Name: cleanup_run_prune(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_prune(run_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    old_run_ids bigint[];
BEGIN
    WITH old_run AS (
        DELETE FROM public.cleanup_run
         WHERE cleanup_run.cleanup_run_id IN (
                   SELECT old_run.cleanup_run_id
                     FROM public.cleanup_run AS old_run
                    WHERE old_run.started_at < now() - (SELECT cleanup_setting.run_retention FROM public.cleanup_setting)
                      AND old_run.updated_at < now() - (SELECT cleanup_setting.run_retention FROM public.cleanup_setting)
                      AND old_run.cleanup_run_id <> run_id
                    ORDER BY old_run.started_at
                    LIMIT 1000
                      FOR UPDATE SKIP LOCKED)
        RETURNING cleanup_run.cleanup_run_id
    )
    SELECT array_agg(old_run.cleanup_run_id) INTO old_run_ids FROM old_run;

    DELETE FROM public.cleanup_run_failure WHERE cleanup_run_failure.cleanup_run_id = ANY (old_run_ids);
    DELETE FROM public.cleanup_run_transaction WHERE cleanup_run_transaction.cleanup_run_id = ANY (old_run_ids);
END
$$;


--
-- Name: FUNCTION cleanup_run_prune(run_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_prune(run_id bigint) IS 'For cleanup_run_close: removes up to 1,000 runs other than run_id that are past cleanup_setting.run_retention.';


--
-- Name: cleanup_run_record_failure(bigint, bigint, text, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_record_failure(run_id bigint, session_id bigint, sqlstate text, message text, context text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
$$;


--
-- Name: FUNCTION cleanup_run_record_failure(run_id bigint, session_id bigint, sqlstate text, message text, context text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_record_failure(run_id bigint, session_id bigint, sqlstate text, message text, context text) IS 'For cleanup_run_batch: records and reports a session that could not be deactivated, if it is one of the first 10 of the run.';


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
    reached_expires_at timestamp with time zone,
    sessions_failed bigint DEFAULT 0 NOT NULL,
    failed_session_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    reached_session_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    undone_at timestamp with time zone,
    sessions_reactivated bigint DEFAULT 0 NOT NULL,
    first_expires_at timestamp with time zone,
    stopped_by text,
    batches bigint DEFAULT 0 NOT NULL,
    longest_batch_seconds numeric DEFAULT 0 NOT NULL
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

COMMENT ON COLUMN public.cleanup_run.in_batch IS 'Not used since 0.2.0; false.';


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
-- Name: COLUMN cleanup_run.sessions_failed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.sessions_failed IS 'Expired sessions that the run left out because something else than a lock kept them from being deactivated: cleanup_run_failure has the first.';


--
-- Name: COLUMN cleanup_run.failed_session_ids; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.failed_session_ids IS 'The session_id of each of them, so that the run tries none twice.';


--
-- Name: COLUMN cleanup_run.reached_session_ids; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.reached_session_ids IS 'The sessions that expired at reached_expires_at and are left for the second pass.';


--
-- Name: COLUMN cleanup_run.undone_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.undone_at IS 'When undo_cleanup_run last made sessions of the run active again. Null: never.';


--
-- Name: COLUMN cleanup_run.sessions_reactivated; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.sessions_reactivated IS 'Sessions of the run that undo_cleanup_run has made active again.';


--
-- Name: COLUMN cleanup_run.first_expires_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.first_expires_at IS 'expires_at of the longest expired session that the run found: an undo need not look at older ones. Null: it found none, or is of a version before 0.2.0.';


--
-- Name: COLUMN cleanup_run.stopped_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.stopped_by IS 'What ended the run before it was done, as its caller gave it to cleanup_run_close: max-runtime or the name of a signal. Null: nothing did.';


--
-- Name: COLUMN cleanup_run.batches; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.batches IS 'Batches that the run committed; 0 of a version before 0.2.0.';


--
-- Name: COLUMN cleanup_run.longest_batch_seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run.longest_batch_seconds IS 'How long the longest of them took, without its COMMIT.';


--
-- Name: cleanup_run_to_undo(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_run_to_undo(run_id bigint) RETURNS public.cleanup_run
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
$$;


--
-- Name: FUNCTION cleanup_run_to_undo(run_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.cleanup_run_to_undo(run_id bigint) IS 'The run, if undo_cleanup_run can undo it. Errors: 42704 for a run that does not exist, 55006 for one that is running, 55000 for one of a version before 0.2.0.';


--
-- Name: cleanup_sessions(boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cleanup_sessions(dry_run boolean DEFAULT false) RETURNS TABLE(sessions_cleaned bigint, members_set_offline bigint, active_sessions bigint, inactive_sessions bigint, total_sessions bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET max_parallel_workers_per_gather TO '0'
    AS $$
DECLARE
    run_id       bigint;
    refuse_above bigint;
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
        SELECT session_totals.expired,
               (SELECT coalesce(sum(expired_session.members_online), 0)::bigint FROM public.expired_session),
               session_totals.active - session_totals.expired,
               session_totals.inactive + session_totals.expired,
               session_totals.total
          FROM public.session_totals;

        refuse_above := public.session_cleanup_refuse_above();
        IF refuse_above IS NOT NULL THEN
            RAISE WARNING USING
                MESSAGE = format('a cleanup would be refused: more than %s sessions are expired', refuse_above),
                HINT    = 'Look at expired_session. If that is right, lift the limit for once: cleanup --refuse-above 0, or SET session_cleanup.refuse_above = 0.';
        END IF;

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

COMMENT ON FUNCTION public.cleanup_sessions(dry_run boolean) IS 'Deactivates every expired session and sets its members offline, in one transaction. Returns one row: sessions_cleaned, members_set_offline, and the active, inactive and total sessions of the types that expire, as after the run. With dry_run => true it writes nothing, works in a read-only transaction and on a hot standby, and returns what a run would, with a WARNING where a run would be refused (SC004). Sessions that somebody has locked are left for the next run. Errors: SC004 if more sessions are expired than cleanup_setting.refuse_above allows, 22004 for a null dry_run, 25006 in a read-only transaction, 42501 where row-level security hides rows, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s.';


--
-- Name: cleanup_sessions_in_batches(integer, interval, boolean); Type: PROCEDURE; Schema: public; Owner: -
--

CREATE PROCEDURE public.cleanup_sessions_in_batches(IN batch_size integer DEFAULT 10000, IN pause interval DEFAULT '00:00:00'::interval, IN statistics boolean DEFAULT true)
    LANGUAGE plpgsql
    AS $$
DECLARE
    run_id        bigint;
    batch         record;
    total         record;
    figures       text := '';
    next_progress timestamptz := clock_timestamp() + interval '10 seconds';
BEGIN
    IF pause IS NULL OR pause < interval '0' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('pause must be an interval of zero or more, not %s', coalesce(pause::text, 'null')),
            HINT    = 'Leave it out for no pause between batches.';
    END IF;

    IF statistics IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'statistics must be true or false, not null',
            HINT    = 'Leave it out to count the sessions at the end.';
    END IF;

    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    run_id := public.cleanup_run_begin('cleanup_sessions_in_batches');

    LOOP
        SELECT done.*, current_setting('session_cleanup.sessions_failed') AS sessions_failed
          INTO batch
          FROM public.cleanup_run_batch(run_id, batch_size) AS done;

        IF batch.has_more THEN
            SET LOCAL synchronous_commit = off;
        END IF;

        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        EXIT WHEN NOT batch.has_more;

        IF clock_timestamp() >= next_progress THEN
            RAISE NOTICE 'cleanup run %: running, the last batch cleaned % sessions; cleanup_run_history has the totals',
                run_id, batch.sessions_cleaned;
            next_progress := clock_timestamp() + interval '10 seconds';
        END IF;

        IF pause > interval '0' THEN
            PERFORM pg_sleep_for(pause);
            COMMIT;
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        END IF;
    END LOOP;

    IF statistics THEN
        SELECT * INTO total FROM public.cleanup_run_finish(run_id);
        figures := format('; now %s active, %s inactive, %s total',
                          total.active_sessions, total.inactive_sessions, total.total_sessions);
    ELSE
        SELECT * INTO total FROM public.cleanup_run_close(run_id, statistics);
    END IF;

    COMMIT;
    RAISE NOTICE 'cleanup run %: % sessions cleaned, % members set offline%',
        run_id, total.sessions_cleaned, total.members_set_offline, figures;

    IF batch.sessions_failed <> '0' THEN
        RAISE WARNING USING
            MESSAGE = format('cleanup run %s: sessions that could not be deactivated: %s', run_id, batch.sessions_failed),
            HINT    = 'cleanup_run_failure has the first 10 of them.';
    END IF;
END
$$;


--
-- Name: PROCEDURE cleanup_sessions_in_batches(IN batch_size integer, IN pause interval, IN statistics boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON PROCEDURE public.cleanup_sessions_in_batches(IN batch_size integer, IN pause interval, IN statistics boolean) IS 'Does what cleanup_sessions() does in batches of batch_size sessions (at least 1), each committed, with a pause (zero or more) after each; with statistics => false it does not count all sessions at the end (EXECUTE on cleanup_run_close). Not inside a transaction block (2D000). Errors: 22023 for a batch_size below 1 or a pause below zero, 22004 for null statistics, 25006 in a read-only transaction, 42501 without EXECUTE on cleanup_run_begin, cleanup_run_batch and cleanup_run_finish, or where row-level security hides rows, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s. After an error, committed batches stay; call it again.';


--
-- Name: create_session(bigint, text, text, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.create_session(owner_id bigint DEFAULT NULL::bigint, title text DEFAULT NULL::text, session_type text DEFAULT 'collaborative'::text, OUT session_id bigint, INOUT share_id uuid DEFAULT NULL::uuid) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT
                     FROM public.session_type
                    WHERE session_type.session_type = create_session.session_type) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            MESSAGE = format('there is no session type %s', coalesce(quote_literal(create_session.session_type), 'null')),
            HINT    = 'Use a type that the table session_type has, or leave it out for collaborative.';
    END IF;

    INSERT INTO public.session (owner_id, title, session_type, share_id)
    VALUES (create_session.owner_id, create_session.title, create_session.session_type,
            coalesce(create_session.share_id, gen_random_uuid()))
    RETURNING session.session_id, session.share_id
      INTO create_session.session_id, create_session.share_id;
END
$$;


--
-- Name: FUNCTION create_session(owner_id bigint, title text, session_type text, OUT session_id bigint, INOUT share_id uuid); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.create_session(owner_id bigint, title text, session_type text, OUT session_id bigint, INOUT share_id uuid) IS 'Creates an active session and returns its session_id, and its share_id for links. It expires after the inactivity_timeout of its type. owner_id and title may be null; a share_id that is null is made at random. Errors: 23503 for a session type that does not exist, 23505 for a share_id that another session has.';


--
-- Name: end_session(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.end_session(session_id bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
BEGIN
    UPDATE public.session
       SET is_active = false
     WHERE session.session_id = end_session.session_id
       AND session.is_active;

    RETURN FOUND;
END
$$;


--
-- Name: FUNCTION end_session(session_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.end_session(session_id bigint) IS 'Ends a session: it becomes inactive, and its members go offline. True if it did. False, and nothing changed, for a session that is inactive or does not exist.';


--
-- Name: explain_session(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.explain_session(session_id bigint) RETURNS TABLE(share_id uuid, title text, session_type text, inactivity_timeout interval, is_active boolean, created_at timestamp with time zone, last_activity_at timestamp with time zone, expires_at timestamp with time zone, deactivated_at timestamp with time zone, members bigint, members_online bigint, cleanup_run_id bigint, is_locked boolean, state text, reason text, next_cleanup text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET "IntervalStyle" TO 'postgres'
    AS $$
DECLARE
    run public.cleanup_run;
BEGIN
    SELECT session.share_id,
           session.title,
           session.session_type,
           session_type.inactivity_timeout,
           session.is_active,
           session.created_at,
           session.last_activity_at,
           session.expires_at,
           session.deactivated_at,
           (SELECT count(*) FROM public.session_member WHERE session_member.session_id = explain_session.session_id),
           (SELECT count(*)
              FROM public.session_member
             WHERE session_member.session_id = explain_session.session_id
               AND session_member.is_online),
           session.cleanup_run_id,
           CASE
               WHEN NOT session.is_active THEN 'inactive'
               WHEN EXISTS (SELECT
                              FROM public.expired_session
                             WHERE expired_session.session_id = explain_session.session_id) THEN 'expired'
               ELSE 'active'
           END
      INTO share_id, title, session_type, inactivity_timeout, is_active, created_at, last_activity_at, expires_at,
           deactivated_at, members, members_online, cleanup_run_id, state
      FROM public.session
      LEFT JOIN public.session_type USING (session_type)
     WHERE session.session_id = explain_session.session_id;

    IF NOT FOUND THEN
        RETURN;
    END IF;

    IF current_setting('transaction_read_only') = 'off' THEN
        BEGIN
            PERFORM
               FROM public.session
              WHERE session.session_id = explain_session.session_id
                FOR UPDATE SKIP LOCKED;
            is_locked := NOT FOUND;
            RAISE EXCEPTION USING ERRCODE = 'SC000', MESSAGE = 'give the lock back';
        EXCEPTION
            WHEN SQLSTATE 'SC000' OR serialization_failure THEN
                NULL;
        END;
    END IF;

    SELECT * INTO run FROM public.cleanup_run WHERE cleanup_run.cleanup_run_id = explain_session.cleanup_run_id;

    reason := CASE
        WHEN state = 'expired' THEN format('expired since %s', expires_at)
        WHEN state = 'inactive' AND run.cleanup_run_id IS NOT NULL THEN
            format('inactive since %s: deactivated by cleanup run %s of role %s, after it expired on %s',
                   deactivated_at, run.cleanup_run_id, run.role_name, expires_at)
        WHEN state = 'inactive' AND cleanup_run_id IS NOT NULL THEN
            format('inactive since %s: deactivated by cleanup run %s, which cleanup_run no longer has', deactivated_at, cleanup_run_id)
        WHEN state = 'inactive' AND deactivated_at IS NULL THEN
            'inactive since an unknown moment: it was inserted so, or its deactivated_at was removed'
        WHEN state = 'inactive' THEN
            format('inactive since %s: no recorded cleanup deactivated it, but the application, a person, or a cleanup before 0.2.0',
                   deactivated_at)
        WHEN inactivity_timeout IS NULL THEN format('never expires, because sessions of type %s never do', session_type)
        WHEN expires_at IS NULL THEN 'never expires, because its expires_at is null'
        WHEN expires_at = 'infinity' THEN 'never expires, because its expires_at is infinity'
        ELSE format('expires on %s, in %s, unless it is used before', expires_at, date_trunc('second', expires_at - now()))
    END;

    next_cleanup := CASE
        WHEN state = 'inactive' THEN 'nothing: it is inactive already'
        WHEN state = 'active' THEN 'nothing: it is not expired'
        WHEN is_locked THEN 'nothing while somebody holds its lock; a later run deactivates it'
        WHEN public.session_cleanup_refuse_above() IS NOT NULL THEN
            'nothing: the run would be refused, more sessions are expired than refuse_above allows'
        ELSE format('deactivate it and set %s of its members offline', members_online)
    END;

    RETURN NEXT;
END
$$;


--
-- Name: FUNCTION explain_session(session_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.explain_session(session_id bigint) IS 'What a session is and why, in one row; no row if there is none. state: active, expired or inactive; reason: why; next_cleanup: what a cleanup now would do with it; inactivity_timeout null: its type never expires; cleanup_run_id: the run that deactivated it, null if none did; is_locked: whether somebody holds its row lock now, null where that can''t be found out (a read-only transaction, a standby). It changes nothing.';


--
-- Name: find_session(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.find_session(share_id uuid) RETURNS TABLE(session_id bigint, owner_id bigint, title text, session_type text, is_active boolean, created_at timestamp with time zone, last_activity_at timestamp with time zone, expires_at timestamp with time zone, deactivated_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
SELECT session.session_id,
       session.owner_id,
       session.title,
       session.session_type,
       session.is_active,
       session.created_at,
       session.last_activity_at,
       session.expires_at,
       session.deactivated_at
  FROM public.session
 WHERE session.share_id = find_session.share_id;
$$;


--
-- Name: FUNCTION find_session(share_id uuid); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.find_session(share_id uuid) IS 'The session that has this share_id, active or not: one row; no row if there is none. owner_id and title may be null; expires_at null or infinity: never; deactivated_at null: it is active, or the moment is not known.';


--
-- Name: join_session(bigint, bigint, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.join_session(session_id bigint, user_id bigint, permission text DEFAULT NULL::text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
DECLARE
    still_active boolean;
    was_online   boolean;
BEGIN
    IF session_id IS NULL OR user_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = format('%s must not be null', CASE WHEN session_id IS NULL THEN 'session_id' ELSE 'user_id' END),
            HINT    = 'Give the session, and the user who joins it.';
    END IF;

    IF permission NOT IN ('view', 'edit') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('permission must be view or edit, not %L', permission),
            HINT    = 'Leave it out to keep what the member has; a new member has view.';
    END IF;

    IF NOT public.touch_session(session_id) THEN
        SELECT session.is_active
          INTO still_active
          FROM public.session
         WHERE session.session_id = join_session.session_id;

        IF NOT FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'foreign_key_violation',
                MESSAGE = format('there is no session %s', session_id),
                HINT    = 'find_session(share_id) finds the session of a link.';
        END IF;

        RAISE EXCEPTION USING
            ERRCODE = 'SC001',
            MESSAGE = format('member %s can''t be online in session %s: the session is %s',
                             user_id, session_id, CASE WHEN still_active THEN 'expired' ELSE 'inactive' END),
            HINT    = 'Join another session, or create one with create_session().';
    END IF;

    was_online := EXISTS (SELECT
                            FROM public.session_member
                           WHERE session_member.session_id = join_session.session_id
                             AND session_member.user_id = join_session.user_id
                             AND session_member.is_online);

    INSERT INTO public.session_member (session_id, user_id, permission, is_online)
    VALUES (join_session.session_id, join_session.user_id, coalesce(join_session.permission, 'view'), true)
        ON CONFLICT DO NOTHING;

    IF NOT FOUND THEN
        UPDATE public.session_member
           SET is_online = true,
               last_active_at = now(),
               permission = coalesce(join_session.permission, session_member.permission)
         WHERE session_member.session_id = join_session.session_id
           AND session_member.user_id = join_session.user_id;
    END IF;

    RETURN NOT was_online;
END
$$;


--
-- Name: FUNCTION join_session(session_id bigint, user_id bigint, permission text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.join_session(session_id bigint, user_id bigint, permission text) IS 'A user comes online in a session and, if they are not one yet, becomes a member of it. permission is view or edit; null keeps what the member has, and a new one gets view. Counts as activity, as touch_session does. True if the user was not online before. Errors: SC001 for a session that is inactive or expired, 23503 for one that does not exist, 22023 for another permission, 22004 for a null session_id or user_id.';


--
-- Name: leave_session(bigint, bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.leave_session(session_id bigint, user_id bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
BEGIN
    UPDATE public.session_member
       SET is_online = false,
           last_active_at = now()
     WHERE session_member.session_id = leave_session.session_id
       AND session_member.user_id = leave_session.user_id
       AND session_member.is_online;

    RETURN FOUND;
END
$$;


--
-- Name: FUNCTION leave_session(session_id bigint, user_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.leave_session(session_id bigint, user_id bigint) IS 'A member of a session goes offline and stays a member. True if they were online. False, and nothing changed, if they were not, or are no member.';


--
-- Name: node_require(integer, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.node_require(node_number integer, node_count integer) RETURNS integer
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    own text := (SELECT format('node %s of %s', cleanup_setting.node_number, cleanup_setting.node_count)
                   FROM public.cleanup_setting
                  WHERE cleanup_setting.node_number IS NOT NULL);
BEGIN
    IF own IS DISTINCT FROM format('node %s of %s', node_number, node_count) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('the router''s option p%s leads to %s, and should lead to node %s of %s',
                             node_number, coalesce(own, 'a database that is no node'), node_number, node_count),
            HINT    = 'session-cleanup check, or session_cleanup_problem, on the router says what to correct.';
    END IF;

    RETURN node_number;
END
$$;


--
-- Name: FUNCTION node_require(node_number integer, node_count integer); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.node_require(node_number integer, node_count integer) IS 'For a router: returns node_number if this database is that one of node_count nodes (set_node). Error: 55000 if it is not.';


--
-- Name: node_run(text, bigint, integer, text, text, text, boolean, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.node_run(step text, run_id bigint, batch_size integer, entry_point text, application_name text, refuse_above text, statistics boolean, stopped_by text) RETURNS TABLE(node_number integer, cleanup_run_id bigint, sessions_cleaned bigint, members_set_offline bigint, sessions_failed bigint, has_more boolean, active_sessions bigint, inactive_sessions bigint, total_sessions bigint, expired_sessions_left bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
$$;


--
-- Name: FUNCTION node_run(step text, run_id bigint, batch_size integer, entry_point text, application_name text, refuse_above text, statistics boolean, stopped_by text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.node_run(step text, run_id bigint, batch_size integer, entry_point text, application_name text, refuse_above text, statistics boolean, stopped_by text) IS 'For a router: a step of a cleanup on this node. step is next (a number for a run), begin, batch, finish or withdraw; all may be called again. Returns one row: what the run has done here in all. Errors: those of cleanup_run_begin, cleanup_run_batch and cleanup_run_close.';


--
-- Name: node_state(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.node_state() RETURNS TABLE(node_number integer, node_count integer, session_types jsonb, keys_are_checked boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT cleanup_setting.node_number,
       cleanup_setting.node_count,
       (SELECT jsonb_object_agg(session_type.session_type, extract(EPOCH FROM session_type.inactivity_timeout))
          FROM public.session_type),
       EXISTS (SELECT
                 FROM pg_constraint
                WHERE pg_constraint.conrelid = 'public.session'::regclass
                  AND pg_constraint.conname = 'session_id_is_of_this_node'
                  AND pg_constraint.convalidated)
  FROM public.cleanup_setting;
$$;


--
-- Name: FUNCTION node_state(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.node_state() IS 'For a router: which node this database is (null: none, see set_node), its session types with their timeouts in seconds, and whether a validated CHECK keeps the keys of other nodes away.';


--
-- Name: release_session_tables(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.release_session_tables() RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '500ms'
    SET client_min_messages TO 'warning'
    AS $$
DECLARE
    statement text;
    released  boolean := false;
BEGIN
    LOCK TABLE public.session_adoption IN SHARE ROW EXCLUSIVE MODE;

    FOR statement IN SELECT unnest(ARRAY(SELECT made FROM public.session_release_statements() AS made)) LOOP
        released := true;
        EXECUTE statement;
    END LOOP;

    RETURN released;
END
$$;


--
-- Name: FUNCTION release_session_tables(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.release_session_tables() IS 'Gives adopted tables back: the views, triggers, columns, indexes and keys that adoption made are dropped, with what those columns hold; rows stay as they are. True if it did; false, and nothing changed, where no tables are adopted. Errors: 42501 for a role that does not own all of it, 55P03 if a table stays locked for 0.5 s.';


--
-- Name: session_adopted_function_statements(regclass, regclass, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adopted_function_statements(session_table regclass, member_table regclass, columns jsonb) RETURNS SETOF text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    definer  constant text := ' LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET row_security = off AS ';
    parsed   constant text := ' LANGUAGE sql SET search_path = pg_catalog, pg_temp ';
    ours     constant jsonb := columns -> 'session';
    theirs   constant jsonb := columns -> 'session_member';
    owner    constant regrole := (SELECT pg_class.relowner FROM pg_class WHERE pg_class.oid = 'public.session_adoption'::regclass);
    made     record;
BEGIN
    FOR made IN
        SELECT part.name, part.arguments, part.declaration, part.comment
          FROM (VALUES
            ('session_adopted_session_id', session_table::text,
             'RETURNS bigint' || parsed || public.session_adoption_fill('RETURN ($1).{session_id}::bigint', ours),
             'The key of an adopted session.'),

            ('session_adopted_member_session_id', member_table::text,
             'RETURNS bigint' || parsed || public.session_adoption_fill('RETURN ($1).{session_id}::bigint', theirs),
             'The session of an adopted member.'),

            ('session_adopted_member_user_id', member_table::text,
             'RETURNS bigint' || parsed || public.session_adoption_fill('RETURN ($1).{user_id}::bigint', theirs),
             'The user of an adopted member.'),

            ('session_adopted_lock', 'bigint',
             'RETURNS void' || parsed || 'BEGIN ATOMIC SELECT FROM ' || session_table
             || public.session_adoption_fill(' AS base WHERE base.{session_id} = $1 FOR UPDATE; END', ours),
             'session_lock_for_deactivation where the view session is gone.'),

            ('session_adopted_set_members_offline', 'bigint',
             'RETURNS void' || parsed || 'BEGIN ATOMIC UPDATE ' || member_table
             || public.session_adoption_fill(
                    ' AS base SET {is_online} = false WHERE base.{session_id} = $1 AND base.{is_online}; END', theirs),
             'session_set_members_offline where the view session_member is gone.'),

            ('session_adopted_is_active', 'bigint',
             'RETURNS SETOF boolean' || parsed || 'BEGIN ATOMIC SELECT true FROM ' || session_table
             || public.session_adoption_fill(' AS base WHERE base.{session_id} = $1 AND base.{is_active} FOR KEY SHARE; END', ours),
             'A row if the session is active, and then keeps it so until the transaction ends.'),

            ('session_adopted_locker', 'bigint',
             'RETURNS xid' || parsed || 'RETURN (SELECT base.xmax FROM ' || session_table
             || public.session_adoption_fill(' AS base WHERE base.{session_id} = $1 AND base.{is_active})', ours),
             'Who has locked the row of an active session, as its xmax has it. Null: it is not active.'),

            ('session_adopted_require_active', 'session_id bigint, user_id bigint',
             'RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS ' || quote_literal($body$
DECLARE
    locker xid;
BEGIN
    IF EXISTS (SELECT FROM public.session_adopted_is_active(session_id)) THEN
        locker := public.session_adopted_locker(session_id);
    END IF;

    IF locker IS NULL THEN
        PERFORM public.session_raise_inactive(session_id, user_id);
    END IF;

    PERFORM public.session_require_no_deactivation(locker, session_id, user_id);
END
$body$),
             'See session_require_active.'),

            ('session_adopted_before_deactivation', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
DECLARE
    name text;
BEGIN
    IF to_regclass('public.session') IS NOT NULL AND to_regclass('public.session_member') IS NOT NULL THEN
        PERFORM public.session_lock_for_deactivation(public.session_adopted_session_id(OLD));

        IF public.session_adopted_session_id(NEW) <> public.session_adopted_session_id(OLD) THEN
            PERFORM public.session_set_members_offline(public.session_adopted_session_id(OLD));
        END IF;
    ELSE
        BEGIN
            PERFORM public.session_adopted_lock(public.session_adopted_session_id(OLD));
        EXCEPTION
            WHEN undefined_function OR undefined_table OR undefined_column THEN
                NULL;
        END;
    END IF;

    BEGIN
        NEW.{deactivated_at} := coalesce(NEW.{deactivated_at}, now());
    EXCEPTION
        WHEN undefined_column THEN
            name := public.session_adoption_column('session', 'deactivated_at');

            IF to_jsonb(NEW) -> name = 'null' THEN
                NEW := jsonb_populate_record(NEW, jsonb_build_object(name, now()));
            END IF;
    END;

    RETURN NEW;
END
$body$, ours)),
             'Trigger of an adopted table: see session_before_deactivation.'),

            ('session_adopted_after_deactivation', '',
             'RETURNS trigger' || definer || quote_literal($body$
BEGIN
    IF to_regclass('public.session') IS NOT NULL AND to_regclass('public.session_member') IS NOT NULL THEN
        PERFORM public.session_lock_for_deactivation(public.session_adopted_session_id(NEW));
        PERFORM public.session_set_members_offline(public.session_adopted_session_id(NEW));
    ELSE
        BEGIN
            PERFORM public.session_adopted_lock(public.session_adopted_session_id(NEW));
            PERFORM public.session_adopted_set_members_offline(public.session_adopted_session_id(NEW));
        EXCEPTION
            WHEN undefined_function OR undefined_table OR undefined_column THEN
                NULL;
        END;
    END IF;

    RETURN NULL;
END
$body$),
             'Trigger of an adopted table: see session_after_deactivation.'),

            ('session_adopted_clear_deactivation', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
BEGIN
    NEW.{deactivated_at} := NULL;
    NEW.{cleanup_run_id} := NULL;
    RETURN NEW;
EXCEPTION
    WHEN undefined_column THEN
        RETURN jsonb_populate_record(NEW, (SELECT jsonb_object_agg(named.name, NULL)
                                             FROM (VALUES (public.session_adoption_column('session', 'deactivated_at')),
                                                          (public.session_adoption_column('session', 'cleanup_run_id'))) AS named (name)
                                            WHERE named.name IS NOT NULL));
END
$body$, ours)),
             'Trigger of an adopted table: see session_clear_deactivation.'),

            ('session_adopted_keep_cleanup_run_id', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
DECLARE
    name text;
BEGIN
    NEW.{cleanup_run_id} := OLD.{cleanup_run_id};
    RETURN NEW;
EXCEPTION
    WHEN undefined_column THEN
        name := public.session_adoption_column('session', 'cleanup_run_id');
        RETURN CASE
                   WHEN name IS NULL THEN NEW
                   ELSE jsonb_populate_record(NEW, jsonb_build_object(name, to_jsonb(OLD) -> name))
               END;
END
$body$, ours)),
             'Trigger of an adopted table: see session_keep_cleanup_run_id.'),

            ('session_adopted_refuse_delete', '',
             'RETURNS trigger' || definer || quote_literal($body$
BEGIN
    PERFORM public.session_raise_deletion(public.session_adopted_session_id(OLD));
    RETURN NULL;
END
$body$),
             'Trigger of an adopted table: see session_refuse_delete.'),

            ('session_adopted_set_expires_at', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
DECLARE
    name text;
BEGIN
    NEW.{expires_at} := public.session_first_expiry(NEW.{session_type});
    RETURN NEW;
EXCEPTION
    WHEN undefined_column THEN
        name := public.session_adoption_column('session', 'expires_at');
        RETURN CASE
                   WHEN name IS NULL THEN NEW
                   ELSE jsonb_populate_record(NEW, jsonb_build_object(
                            name,
                            public.session_first_expiry(to_jsonb(NEW) ->> public.session_adoption_column('session', 'session_type'))))
               END;
END
$body$, ours)),
             'Trigger of an adopted table: see session_set_expires_at.'),

            ('session_adopted_move_expires_at', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
DECLARE
    name     text;
    activity text;
BEGIN
    NEW.{expires_at} := public.session_moved_expiry(OLD.{expires_at}, OLD.{last_activity_at}, NEW.{last_activity_at});
    RETURN NEW;
EXCEPTION
    WHEN undefined_column THEN
        name := public.session_adoption_column('session', 'expires_at');
        activity := public.session_adoption_column('session', 'last_activity_at');
        RETURN CASE
                   WHEN name IS NULL OR activity IS NULL THEN NEW
                   ELSE jsonb_populate_record(NEW, jsonb_build_object(
                            name,
                            public.session_moved_expiry((to_jsonb(OLD) ->> name)::timestamptz,
                                                        (to_jsonb(OLD) ->> activity)::timestamptz,
                                                        (to_jsonb(NEW) ->> activity)::timestamptz)))
               END;
END
$body$, ours)),
             'Trigger of an adopted table: activity moves expires_at by as much as it moves the last activity.'),

            ('session_adopted_member_require_active_session', '',
             'RETURNS trigger' || definer || quote_literal($body$
BEGIN
    IF to_regclass('public.session') IS NOT NULL THEN
        PERFORM public.session_adopted_require_active(public.session_adopted_member_session_id(NEW),
                                                      public.session_adopted_member_user_id(NEW));
    ELSE
        BEGIN
            PERFORM public.session_adopted_require_active(public.session_adopted_member_session_id(NEW),
                                                          public.session_adopted_member_user_id(NEW));
        EXCEPTION
            WHEN undefined_function OR undefined_table OR undefined_column THEN
                NULL;
        END;
    END IF;

    RETURN NULL;
END
$body$),
             'Trigger of an adopted table: see session_member_require_active_session.')
          ) AS part (name, arguments, declaration, comment)
    LOOP
        RETURN NEXT format('CREATE OR REPLACE FUNCTION public.%I(%s) %s', made.name, made.arguments, made.declaration);
        RETURN NEXT format('COMMENT ON FUNCTION public.%I(%s) IS %L', made.name, made.arguments, made.comment);
        RETURN NEXT format('REVOKE EXECUTE ON FUNCTION public.%I(%s) FROM PUBLIC', made.name, made.arguments);

        -- Whoever adopts, the owner of Session Cleanup upgrades them, and the rules work with his privileges.
        RETURN QUERY
        SELECT format('ALTER FUNCTION public.%I(%s) OWNER TO %s', made.name, made.arguments, owner)
         WHERE owner <> current_user::regrole;
    END LOOP;
END
$_$;


--
-- Name: FUNCTION session_adopted_function_statements(session_table regclass, member_table regclass, columns jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adopted_function_statements(session_table regclass, member_table regclass, columns jsonb) IS 'The statements that make the trigger functions of two adopted tables, of which columns names the columns.';


--
-- Name: session_adoption_apply(jsonb, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_apply(mapping jsonb, rows_in_batches boolean) RETURNS TABLE(adopted boolean, change text, row_count bigint)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '500ms'
    SET client_min_messages TO 'warning'
    SET "TimeZone" TO 'UTC'
    AS $$
DECLARE
    adoption  public.session_adoption;
    statement text;
    problems  text;
BEGIN
    LOCK TABLE public.session_adoption IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO adoption FROM public.session_adoption;

    IF FOUND THEN
        IF EXISTS (SELECT FROM public.session_adoption_losses()) THEN
            -- The views are made anew, if the mapping fits. What adoption added to the tables stays.
            PERFORM public.session_adoption_mapping(mapping);
        ELSIF public.session_adoption_is_in_force(mapping) THEN
            adopted := false;
            change := 'nothing: these tables are adopted already';
            row_count := 0;
            RETURN NEXT;
            RETURN;
        ELSE
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('tables %s and %s are adopted already, with another mapping',
                                 adoption.session_table, adoption.member_table),
                HINT    = 'Release them first: session-cleanup unadopt, or SELECT release_session_tables().';
        END IF;

        FOR statement IN SELECT made FROM public.session_release_statements(keep_added => true) AS made LOOP
            EXECUTE statement;
        END LOOP;
    END IF;

    SELECT string_agg(found.problem || ' (' || found.remedy || ')', '; ')
      INTO problems
      FROM public.session_adoption_problems(mapping) AS found;

    IF problems IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the tables can''t be adopted: ' || problems,
            HINT    = 'SELECT * FROM session_adoption_problems(mapping) lists what is in the way.';
    END IF;

    -- All of them are made before the first is executed.
    FOR statement IN SELECT unnest(ARRAY(SELECT made FROM public.session_adoption_statements(mapping, rows_in_batches) AS made)) LOOP
        EXECUTE statement;
        GET DIAGNOSTICS row_count = ROW_COUNT;
        change := substring(statement FROM '^-- ([^\n]*)');

        IF change IS NOT NULL THEN
            adopted := true;
            RETURN NEXT;
        END IF;
    END LOOP;

    IF NOT rows_in_batches THEN
        UPDATE public.session_adoption SET rows_changed_at = now();
    END IF;

    IF adoption.mapping IS NOT NULL THEN
        UPDATE public.session_adoption
           SET added = jsonb_build_object(
                   'columns', (session_adoption.added -> 'columns') || (adoption.added -> 'columns'),
                   'indexes', (session_adoption.added -> 'indexes') || (adoption.added -> 'indexes'),
                   'key', (session_adoption.added -> 'key')::boolean OR (adoption.added -> 'key')::boolean,
                   'session_types', adoption.added -> 'session_types');
    END IF;
END
$$;


--
-- Name: FUNCTION session_adoption_apply(mapping jsonb, rows_in_batches boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_apply(mapping jsonb, rows_in_batches boolean) IS 'For adopt_session_tables(). With rows_in_batches, the caller has changed the rows with session_adoption_batch(), and does so once more afterwards.';


--
-- Name: session_adoption_batch(jsonb, bigint, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_batch(mapping jsonb, after_id bigint, batch_size integer, OUT through_id bigint, OUT changes jsonb) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '500ms'
    SET "TimeZone" TO 'UTC'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET jit TO 'off'
    AS $_$
DECLARE
    read      record;
    part      record;
    row_count bigint;
BEGIN
    -- As in session_adoption_apply(): only one of them moves expires_at at a time.
    LOCK TABLE public.session_adoption IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);
    changes := '[]';

    IF EXISTS (SELECT FROM public.session_adoption WHERE session_adoption.rows_changed_at IS NOT NULL) THEN
        RETURN;
    END IF;

    EXECUTE public.session_adoption_fill(
        format('SELECT max(next.id) FROM (SELECT base.{session_id} AS id FROM %s AS base WHERE base.{session_id} > $1 '
               'ORDER BY base.{session_id} LIMIT $2) AS next', read.session_table),
        read.columns -> 'session')
       INTO through_id
      USING after_id, batch_size;

    IF through_id IS NOT NULL THEN
        FOR part IN
            SELECT *
              FROM public.session_adoption_changes(mapping, rows_in_batches => true, after_id => after_id, through_id => through_id)
        LOOP
            EXECUTE part.update_statement;
            GET DIAGNOSTICS row_count = ROW_COUNT;
            changes := changes || jsonb_build_object('change', part.change, 'row_count', row_count);
        END LOOP;
    ELSIF EXISTS (SELECT FROM public.session_adoption) THEN
        UPDATE public.session_adoption SET rows_changed_at = now();
        DELETE FROM public.session_adoption_moved WHERE session_adoption_moved.session_table = read.session_table;
        UPDATE public.session_adoption_expiry SET begun_at = NULL WHERE session_adoption_expiry.session_table = read.session_table;
    END IF;
END
$_$;


--
-- Name: FUNCTION session_adoption_batch(mapping jsonb, after_id bigint, batch_size integer, OUT through_id bigint, OUT changes jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_batch(mapping jsonb, after_id bigint, batch_size integer, OUT through_id bigint, OUT changes jsonb) IS 'Changes the rows of the next batch_size sessions after the key after_id as adopting the tables of the mapping does. Returns the last of their keys, and how many rows of which kind it changed. Null: there were none left, or the tables are adopted and all of it was done. Errors: those of session_adoption_mapping, 55P03 if a row stays locked for 0.5 s.';


--
-- Name: session_adoption_begin(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_begin(mapping jsonb) RETURNS SETOF text
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    AS $$
DECLARE
    read     record;
    found    record;
    begun_at timestamptz;
BEGIN
    IF EXISTS (SELECT FROM public.session_adoption)
       OR NOT (public.session_adoption_options(mapping) -> 'activity_moves_expires_at')::boolean THEN
        RETURN;
    END IF;

    SELECT * INTO read FROM public.session_adoption_mapping(mapping);

    INSERT INTO public.session_adoption_expiry (session_table, moved_until, begun_at)
    VALUES (read.session_table, '-infinity', now() - interval '10 minutes')
        ON CONFLICT (session_table) DO UPDATE
       SET begun_at = excluded.begun_at
    RETURNING session_adoption_expiry.begun_at INTO begun_at;

    -- One that is left of an earlier begin has the sessions that this one needs, and more.
    SELECT format('%I.%I', pg_namespace.nspname, 'session_cleanup_adoption_idx') AS name,
           pg_index.indexrelid,
           pg_index.indisvalid
      INTO found
      FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
      LEFT JOIN pg_index ON pg_index.indrelid = pg_class.oid
                        AND pg_index.indexrelid = to_regclass(format('%I.session_cleanup_adoption_idx', pg_namespace.nspname))
     WHERE pg_class.oid = read.session_table;

    IF found.indisvalid THEN
        RETURN;
    ELSIF found.indexrelid IS NOT NULL THEN
        RETURN NEXT 'DROP INDEX CONCURRENTLY ' || found.name;
    END IF;

    RETURN NEXT public.session_adoption_fill(
        format('CREATE INDEX CONCURRENTLY session_cleanup_adoption_idx ON %s ({last_activity_at}) WHERE {last_activity_at} >= %L',
               read.session_table, begun_at),
        read.columns -> 'session');
END
$$;


--
-- Name: FUNCTION session_adoption_begin(mapping jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_begin(mapping jsonb) IS 'To be called before the batches of session_adoption_batch(), and after some were interrupted. Returns the statements that build the index for the sessions that are used meanwhile, for outside of a transaction; adoption drops it. Errors: those of session_adoption_mapping.';


--
-- Name: session_adoption_changes(jsonb, boolean, bigint, bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_changes(mapping jsonb, rows_in_batches boolean DEFAULT false, after_id bigint DEFAULT NULL::bigint, through_id bigint DEFAULT NULL::bigint) RETURNS TABLE(change text, update_statement text, count_statement text)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    AS $$
DECLARE
    read    record;
    ours    jsonb;
    theirs  jsonb;
    part    record;
    expiry  public.session_adoption_expiry;
    moved   text;
    options constant jsonb := public.session_adoption_options(mapping);
BEGIN
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);
    ours := read.columns -> 'session';
    theirs := read.columns -> 'session_member';

    SELECT * INTO expiry FROM public.session_adoption_expiry WHERE session_adoption_expiry.session_table = read.session_table;
    moved := format('greatest(base.{created_at}, %L::timestamptz, (SELECT moved.last_activity_at FROM public.session_adoption_moved AS moved '
                    'WHERE moved.session_table = %L::regclass AND moved.session_id = base.{session_id}))',
                    coalesce(expiry.moved_until, '-infinity'), read.session_table);

    FOR part IN
        SELECT wanted.*
          FROM (VALUES
                ('members of inactive sessions set offline',
                 false,
                 read.member_table, theirs,
                 '{is_online} = false',
                 'base.{is_online} AND EXISTS (SELECT FROM ' || read.session_table || ' AS session '
                 || format('WHERE session.%I = base.{session_id} AND NOT session.%I)', ours ->> 'session_id', ours ->> 'is_active'),
                 true),
                ('sessions without expires_at given that of their type',
                 false,
                 read.session_table, ours,
                 '{expires_at} = base.{last_activity_at} + '
                 || format('(%L::jsonb ->> base.{session_type})::interval', mapping -> 'session_types'),
                 'base.{expires_at} IS NULL AND base.{is_active} AND '
                 || format('%L::jsonb ->> base.{session_type} IS NOT NULL', mapping -> 'session_types'),
                 options ->> 'null_expires_at' = 'timeout'),
                ('sessions given the lifetime that was chosen for them from their last use, no longer from their creation',
                 true,
                 read.session_table, ours,
                 format('{expires_at} = public.session_moved_expiry(base.{expires_at}, %s, base.{last_activity_at})', moved),
                 'base.{is_active} AND isfinite(base.{expires_at}) AND isfinite(base.{last_activity_at}) AND isfinite(base.{created_at}) '
                 || format('AND base.{expires_at} >= now() AND base.{last_activity_at} >= %s + interval ''1 second'' AND ', moved)
                 || format('%L::jsonb ->> base.{session_type} IS NOT NULL', mapping -> 'session_types')
                 || CASE
                        WHEN rows_in_batches AND through_id IS NULL
                        THEN format(' AND base.{last_activity_at} >= %L::timestamptz', expiry.begun_at)
                        ELSE ''
                    END,
                 (options -> 'activity_moves_expires_at')::boolean
                 -- The triggers move it already.
                 AND NOT EXISTS (SELECT FROM public.session_adoption WHERE session_adoption.session_table = read.session_table)),
                ('active sessions whose deactivated_at is set to null',
                 false,
                 read.session_table, ours,
                 '{deactivated_at} = NULL',
                 'base.{is_active} AND base.{deactivated_at} IS NOT NULL',
                 ours ? 'deactivated_at')
               ) AS wanted (change, moves_expiry, relation, columns, assignment, condition, is_wanted)
         WHERE wanted.is_wanted
           AND (wanted.moves_expiry OR through_id IS NOT NULL OR NOT rows_in_batches)
    LOOP
        change := part.change;
        count_statement := public.session_adoption_fill(
            format('SELECT count(*) FROM %s AS base WHERE %s', part.relation, part.condition), part.columns);
        update_statement := format('UPDATE %s AS base SET %s WHERE %s', part.relation, part.assignment, part.condition)
            || CASE
                   WHEN through_id IS NOT NULL
                   THEN format(' AND base.{session_id} > %s AND base.{session_id} <= %s', after_id, through_id)
                   ELSE ''
               END;

        IF part.moves_expiry AND through_id IS NOT NULL THEN
            update_statement := format(
                'WITH moved AS (%s RETURNING %L::regclass, base.{session_id}, base.{last_activity_at}) '
                'INSERT INTO public.session_adoption_moved TABLE moved '
                'ON CONFLICT (session_table, session_id) DO UPDATE SET last_activity_at = excluded.last_activity_at',
                update_statement, read.session_table);
        END IF;

        update_statement := public.session_adoption_fill(update_statement, part.columns);
        RETURN NEXT;
    END LOOP;
END
$$;


--
-- Name: FUNCTION session_adoption_changes(mapping jsonb, rows_in_batches boolean, after_id bigint, through_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_changes(mapping jsonb, rows_in_batches boolean, after_id bigint, through_id bigint) IS 'The kinds of rows that adopting the tables of a mapping changes, each with its statements. Errors: those of session_adoption_mapping.';


--
-- Name: session_adoption_column(text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_column(relation text, name text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN (
        SELECT public.session_adoption_columns() -> relation ->> name);
END
$$;


--
-- Name: FUNCTION session_adoption_column(relation text, name text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_column(relation text, name text) IS 'The column of the adopted table that a column of session or session_member shows now. Null: none.';


--
-- Name: session_adoption_columns(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_columns() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET quote_all_identifiers TO 'off'
    AS $_$
SELECT jsonb_object_agg(
           ours.name,
           (SELECT coalesce(jsonb_object_agg((parse_ident(coalesce(line.parts[2], line.parts[1])))[1], (parse_ident(line.parts[1]))[1]), '{}')
              FROM regexp_matches(pg_get_viewdef(to_regclass('public.' || ours.name), true),
                                  '^\s*(?:SELECT )?base\.("(?:[^"]|"")+"|[^\s,"]+)(?: AS ("?\w+"?))?,?$', 'gn') AS line (parts)
             WHERE line.parts[1] <> 'xmin'))
  FROM (VALUES ('session'), ('session_member')) AS ours (name)
 WHERE EXISTS (SELECT FROM public.session_adoption)
   AND (SELECT pg_class.relkind FROM pg_class WHERE pg_class.oid = to_regclass('public.' || ours.name)) = 'v';
$_$;


--
-- Name: FUNCTION session_adoption_columns(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_columns() IS 'For each column of the views session and session_member, the column of the adopted table that it shows now. Null: no tables are adopted, or both views are gone.';


--
-- Name: session_adoption_fill(text, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_fill(template text, columns jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    ours record;
BEGIN
    FOR ours IN SELECT each.key AS name, each.value AS theirs FROM jsonb_each_text(columns) AS each LOOP
        template := replace(template, '{' || ours.name || '}', quote_ident(ours.theirs));
    END LOOP;

    RETURN template;
END
$$;


--
-- Name: FUNCTION session_adoption_fill(template text, columns jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_fill(template text, columns jsonb) IS 'The template with the column that stands for ours in place of each {column}.';


--
-- Name: session_adoption_indexes(regclass, regclass, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_indexes(session_table regclass, member_table regclass, columns jsonb) RETURNS TABLE(relation regclass, name text, statement text, concurrent_statement text, is_invalid boolean)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT wanted.relation,
       format('%I.%I', pg_namespace.nspname, wanted.name),
       format('CREATE INDEX %I ON %s (%s)', wanted.name, wanted.relation, quoted.columns),
       format('CREATE INDEX CONCURRENTLY %I ON %s (%s)', wanted.name, wanted.relation, quoted.columns),
       EXISTS (SELECT
                 FROM pg_class AS same_name
                WHERE same_name.relname = wanted.name
                  AND same_name.relnamespace = pg_class.relnamespace)
  FROM (VALUES (session_table,
                'session_cleanup_queue_idx',
                ARRAY[session_adoption_indexes.columns -> 'session' ->> 'session_type',
                      session_adoption_indexes.columns -> 'session' ->> 'is_active',
                      session_adoption_indexes.columns -> 'session' ->> 'expires_at']),
               (member_table,
                'session_cleanup_member_idx',
                ARRAY[session_adoption_indexes.columns -> 'session_member' ->> 'session_id'])) AS wanted (relation, name, columns)
  JOIN pg_class ON pg_class.oid = wanted.relation
  JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
 CROSS JOIN LATERAL (SELECT string_agg(quote_ident(column_name), ', ' ORDER BY number) AS columns
                       FROM unnest(wanted.columns) WITH ORDINALITY AS listed (column_name, number)) AS quoted
 WHERE NOT EXISTS (SELECT
                     FROM pg_index
                     JOIN pg_class AS index_class ON index_class.oid = pg_index.indexrelid
                     JOIN pg_am ON pg_am.oid = index_class.relam AND pg_am.amname = 'btree'
                    WHERE pg_index.indrelid = wanted.relation
                      AND pg_index.indisvalid
                      AND pg_index.indpred IS NULL
                      AND wanted.columns
                          = ARRAY(SELECT pg_attribute.attname::text
                                    FROM generate_series(0, cardinality(wanted.columns) - 1) AS position (number)
                                    JOIN pg_attribute ON pg_attribute.attrelid = wanted.relation
                                                     AND pg_attribute.attnum = pg_index.indkey[position.number]
                                   ORDER BY position.number));
$$;


--
-- Name: FUNCTION session_adoption_indexes(session_table regclass, member_table regclass, columns jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_indexes(session_table regclass, member_table regclass, columns jsonb) IS 'The indexes that two tables lack, of which columns names the columns, each with the statement that builds it, for a transaction and for outside of one. is_invalid: a relation of that name is there and is not such an index, as after a CREATE INDEX CONCURRENTLY that was interrupted.';


--
-- Name: session_adoption_is_in_force(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_is_in_force(mapping jsonb) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT
          FROM public.session_adoption
         CROSS JOIN public.session_adoption_mapping(session_adoption_is_in_force.mapping) AS read
         WHERE session_adoption.session_table = read.session_table
           AND session_adoption.member_table = read.member_table
           AND public.session_adoption_columns() = read.columns
           AND public.session_adoption_options(session_adoption.mapping)
               = public.session_adoption_options(session_adoption_is_in_force.mapping));
END
$$;


--
-- Name: FUNCTION session_adoption_is_in_force(mapping jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_is_in_force(mapping jsonb) IS 'Whether the tables of the mapping are adopted in just that way. Errors: those of session_adoption_mapping.';


--
-- Name: session_adoption_losses(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_losses() RETURNS TABLE(problem text, detail text, remedy text)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    adoption public.session_adoption;
    columns  jsonb;
    ours     text;
BEGIN
    SELECT * INTO adoption FROM public.session_adoption;

    IF NOT FOUND THEN
        RETURN;
    END IF;

    FOREACH ours IN ARRAY ARRAY['session', 'session_member'] LOOP
        IF NOT EXISTS (SELECT FROM pg_class WHERE pg_class.oid = public.session_base_table(ours)) THEN
            RETURN QUERY
            SELECT 'adopted table is gone'::text,
                   format('%s was a view over %s', ours, adoption.mapping -> ours ->> 'table'),
                   'Run session-cleanup unadopt, or SELECT release_session_tables();'::text;
        ELSIF to_regclass('public.' || ours) IS NULL THEN
            RETURN QUERY
            SELECT 'view is missing'::text,
                   format('%s over the adopted table %s: a column of it was dropped with CASCADE, perhaps', ours, public.session_base_table(ours)),
                   'Name another column, or null, for the one that is gone, and adopt again: session-cleanup adopt FILE.'::text;
        END IF;
    END LOOP;

    IF EXISTS (SELECT FROM pg_class WHERE pg_class.oid = to_regclass('public.session') AND pg_class.relkind = 'v')
       AND to_regclass('public.session_member') IS NOT NULL THEN
        columns := public.session_adoption_columns();

        RETURN QUERY
        SELECT CASE WHEN pg_trigger.oid IS NULL THEN 'trigger is missing' ELSE 'trigger is disabled' END,
               format('%s on %s', wanted.name, wanted.relation),
               CASE
                   WHEN pg_trigger.oid IS NULL THEN 'Run session-cleanup adopt FILE again, or SELECT session_attach_triggers();'
                   ELSE format('ALTER TABLE %s ENABLE TRIGGER %I;', wanted.relation, wanted.name)
               END
          FROM (SELECT (regexp_match(made, '^CREATE OR REPLACE TRIGGER "?(\w+)"? '))[1] AS name,
                       CASE
                           WHEN made ~ '^CREATE OR REPLACE TRIGGER session_member' THEN adoption.member_table
                           ELSE adoption.session_table
                       END AS relation
                  FROM public.session_trigger_statements(
                           adoption.session_table, adoption.member_table, columns,
                           public.session_adoption_options(adoption.mapping),
                           'session_adopted_') AS made
                 WHERE made LIKE 'CREATE%') AS wanted
          LEFT JOIN pg_trigger ON pg_trigger.tgrelid = wanted.relation AND pg_trigger.tgname = wanted.name
         WHERE pg_trigger.oid IS NULL
            OR pg_trigger.tgenabled NOT IN ('O', 'A');

        RETURN QUERY
        SELECT 'index is missing or invalid'::text,
               format('%s on %s', index.name, index.relation),
               CASE WHEN index.is_invalid THEN format('DROP INDEX CONCURRENTLY %s; ', index.name) ELSE '' END
               || index.concurrent_statement || ';'
          FROM public.session_adoption_indexes(adoption.session_table, adoption.member_table, columns) AS index;
    END IF;
END
$$;


--
-- Name: FUNCTION session_adoption_losses(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_losses() IS 'What is missing of an adoption: a view, a trigger, an index, a table; no row: nothing, or no tables are adopted.';


--
-- Name: session_adoption_mapping(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_mapping(mapping jsonb, OUT session_table regclass, OUT member_table regclass, OUT columns jsonb) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    -- For each of our columns: the types that fit, whether it must be there, whether we write it.
    known CONSTANT jsonb := jsonb_build_object(
        'session', jsonb_build_object(
            'session_id',       '{"types": ["bigint", "integer", "smallint"], "is_key": true, "is_needed": true}'::jsonb,
            'share_id',         '{"types": ["uuid"]}'::jsonb,
            'owner_id',         '{"types": ["bigint", "integer", "smallint"]}'::jsonb,
            'title',            '{"types": ["text", "character varying", "character"]}'::jsonb,
            'session_type',     '{"types": ["text", "character varying"], "is_needed": true}'::jsonb,
            'is_active',        '{"types": ["boolean"], "is_needed": true, "is_written": true, "is_not_null": true}'::jsonb,
            'created_at',       '{"types": ["timestamp with time zone"], "is_needed": true}'::jsonb,
            'last_activity_at', '{"types": ["timestamp with time zone"], "is_needed": true, "is_written": true}'::jsonb,
            'expires_at',       '{"types": ["timestamp with time zone"], "is_needed": true, "is_written": true}'::jsonb,
            'deactivated_at',   '{"types": ["timestamp with time zone"], "is_added": true, "is_written": true}'::jsonb,
            'cleanup_run_id',   '{"types": ["bigint"], "is_added": true, "is_written": true}'::jsonb),
        'session_member', jsonb_build_object(
            'session_id',       '{"types": ["bigint", "integer", "smallint"], "is_needed": true}'::jsonb,
            'user_id',          '{"types": ["bigint", "integer", "smallint"], "is_needed": true}'::jsonb,
            'permission',       '{"types": ["text", "character varying"]}'::jsonb,
            'is_online',        '{"types": ["boolean"], "is_needed": true, "is_written": true, "is_not_null": true}'::jsonb,
            'joined_at',        '{"types": ["timestamp with time zone"]}'::jsonb,
            'last_active_at',   '{"types": ["timestamp with time zone"]}'::jsonb));
    ours        text;
    key         text;
    setting     jsonb;
    given       text;
    found_table record;
    wanted      record;
    attribute   record;
BEGIN
    IF mapping IS NULL OR jsonb_typeof(mapping) <> 'object' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'the mapping must be a JSON object',
            HINT    = 'It has the keys session, session_member and session_types; see docs/how-to/adopt.md.';
    END IF;

    FOR key IN SELECT jsonb_object_keys(mapping) LOOP
        IF key NOT IN ('session', 'session_member', 'session_types', 'delete', 'null_expires_at', 'activity_moves_expires_at') THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('the mapping has an unknown key: %s', key),
                HINT    = 'The keys are session, session_member, session_types, delete, null_expires_at, activity_moves_expires_at.';
        END IF;
    END LOOP;

    IF coalesce(mapping -> 'delete', '"refuse"') NOT IN ('"refuse"', '"allow"') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('delete in the mapping is %s', mapping -> 'delete'),
            HINT    = 'It is "refuse" (SC002 for every DELETE of a session) or "allow".';
    ELSIF coalesce(mapping -> 'null_expires_at', '"never"') NOT IN ('"never"', '"timeout"') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('null_expires_at in the mapping is %s', mapping -> 'null_expires_at'),
            HINT    = 'It is "never" (a session without expires_at never expires) or "timeout" (it gets that of its type).';
    ELSIF jsonb_typeof(coalesce(mapping -> 'activity_moves_expires_at', 'true')) <> 'boolean' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('activity_moves_expires_at in the mapping is %s', mapping -> 'activity_moves_expires_at'),
            HINT    = 'It is true or false, without quotation marks.';
    ELSIF jsonb_typeof(mapping -> 'session_types') IS DISTINCT FROM 'object' OR mapping -> 'session_types' = '{}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'session_types in the mapping must name at least one type',
            HINT    = 'For example: "session_types": {"collaborative": "7 days", "simple": null}; null: never expires.';
    END IF;

    FOR key, setting IN SELECT each.key, each.value FROM jsonb_each(mapping -> 'session_types') AS each LOOP
        BEGIN
            IF jsonb_typeof(setting) NOT IN ('string', 'null') OR (setting #>> '{}')::interval <= interval '0' THEN
                RAISE invalid_datetime_format;
            END IF;
        EXCEPTION
            WHEN invalid_datetime_format OR datetime_field_overflow OR interval_field_overflow THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('the timeout of session type %s in the mapping is %s', key, setting),
                    HINT    = 'It is an interval of more than zero, such as "7 days", or null: never expires.';
        END;
    END LOOP;

    columns := jsonb_build_object();

    IF mapping -> 'session' -> 'table' = mapping -> 'session_member' -> 'table' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('the mapping names table %s for both session and session_member', mapping -> 'session' ->> 'table'),
            HINT    = 'Sessions and members are two tables.';
    END IF;

    FOREACH ours IN ARRAY ARRAY['session', 'session_member'] LOOP
        IF jsonb_typeof(mapping -> ours) IS DISTINCT FROM 'object'
           OR jsonb_typeof(mapping -> ours -> 'table') IS DISTINCT FROM 'string'
           OR jsonb_typeof(coalesce(mapping -> ours -> 'columns', '{}')) <> 'object'
           OR (mapping -> ours) - 'table' - 'columns' <> '{}' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('%s in the mapping must be an object of a table, and columns where their names differ', ours),
                HINT    = format('For example: "%s": {"table": "their_table", "columns": {"%s": "their_column"}}',
                                 ours, CASE ours WHEN 'session' THEN 'last_activity_at' ELSE 'last_active_at' END);
        END IF;

        given := mapping -> ours ->> 'table';
        SELECT pg_class.oid, pg_class.relkind, pg_class.relispartition, pg_class.relpersistence, pg_class.relowner,
               pg_class.relnamespace, pg_class.relname,
               EXISTS (SELECT FROM pg_inherits WHERE pg_class.oid IN (pg_inherits.inhparent, pg_inherits.inhrelid)) AS inherits
          INTO found_table
          FROM pg_class
          JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
         WHERE (pg_namespace.nspname = 'public' AND pg_class.relname = given)
            OR (strpos(given, '.') > 0
                AND pg_namespace.nspname = split_part(given, '.', 1)
                AND pg_class.relname = substr(given, strpos(given, '.') + 1))
         ORDER BY pg_namespace.nspname = 'public' AND pg_class.relname = given DESC
         LIMIT 1;

        IF NOT FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('the mapping of %s names a table that is not there: %s', ours, given),
                HINT    = 'Write the name as the database has it, without quotation marks; with its schema where that is not public.';
        ELSIF found_table.relkind <> 'r' OR found_table.relispartition OR found_table.inherits
              OR found_table.relpersistence = 't' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('%s, which the mapping of %s names, is %s', given, ours,
                                 CASE
                                     WHEN found_table.relkind IN ('v', 'm') THEN 'a view'
                                     WHEN found_table.relkind = 'f' THEN 'a foreign table'
                                     WHEN found_table.relkind = 'p' THEN 'a partitioned table'
                                     WHEN found_table.relkind <> 'r' THEN 'not a table'
                                     WHEN found_table.relispartition THEN 'a partition'
                                     WHEN found_table.relpersistence = 't' THEN 'a temporary table'
                                     ELSE 'a table with inheritance'
                                 END),
                HINT    = 'Only ordinary tables can be adopted: the triggers sit on them.';
        ELSIF found_table.relnamespace = 'public'::regnamespace
              AND found_table.relname IN ('session', 'session_member', 'session_own', 'session_member_own', 'session_type',
                                          'cleanup_run', 'cleanup_setting', 'session_adoption', 'session_adoption_expiry',
                                          'session_adoption_moved',
                                          'session_cleanup_object',
                                          'cleanup_run_failure', 'cleanup_run_transaction', 'schemaversions')
              OR found_table.relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('%s, which the mapping of %s names, is no table of an application', given, ours),
                HINT    = 'Name the table in which the application keeps its sessions or members.';
        ELSIF NOT pg_has_role(current_user, found_table.relowner, 'USAGE') THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('table %s belongs to %s, not to %s', given, pg_get_userbyid(found_table.relowner), current_user),
                HINT    = 'Adopt it as a role that owns it and the tables of Session Cleanup: GRANT the owning role to that one.';
        END IF;

        IF ours = 'session' THEN
            session_table := found_table.oid;
        ELSE
            member_table := found_table.oid;
        END IF;

        IF session_table = member_table THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('the mapping names table %s for both session and session_member', session_table),
                HINT    = 'Sessions and members are two tables.';
        END IF;

        FOR key IN SELECT jsonb_object_keys(coalesce(mapping -> ours -> 'columns', '{}')) LOOP
            IF NOT known -> ours ? key THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('the mapping of %s has an unknown column: %s', ours, key),
                    HINT    = format('On the left are the columns of %s: %s.', ours,
                                     (SELECT string_agg(name, ', ') FROM jsonb_object_keys(known -> ours) AS name));
            END IF;
        END LOOP;

        columns := columns || jsonb_build_object(ours, jsonb_build_object());

        FOR wanted IN
            SELECT each.key AS name, each.value AS rule,
                   coalesce(mapping -> ours -> 'columns', '{}') ? each.key AS is_given,
                   mapping -> ours -> 'columns' -> each.key AS value
              FROM jsonb_each(known -> ours) AS each
        LOOP
            IF wanted.is_given AND jsonb_typeof(wanted.value) NOT IN ('string', 'null')
               OR wanted.is_given AND wanted.value = 'null' AND wanted.rule ?| ARRAY['is_needed', 'is_added'] THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('the mapping of %s.%s is %s', ours, wanted.name, wanted.value),
                    HINT    = CASE
                                  WHEN wanted.rule ? 'is_added' THEN 'Name a column, or leave it out: adoption adds it.'
                                  WHEN wanted.rule ? 'is_needed' THEN 'Name a column: cleanup can''t do without.'
                                  ELSE 'Name a column, or null: there is none.'
                              END;
            END IF;

            CONTINUE WHEN wanted.is_given AND wanted.value = 'null';
            given := CASE WHEN wanted.is_given THEN wanted.value #>> '{}' ELSE wanted.name END;

            SELECT pg_attribute.attnum, pg_attribute.attnotnull, pg_attribute.attgenerated,
                   format_type(pg_attribute.atttypid, NULL) AS type
              INTO attribute
              FROM pg_attribute
             WHERE pg_attribute.attrelid = found_table.oid
               AND pg_attribute.attname = given
               AND pg_attribute.attnum > 0
               AND NOT pg_attribute.attisdropped;

            IF NOT FOUND THEN
                -- What is ours alone is added.
                CONTINUE WHEN wanted.rule ? 'is_added' AND NOT wanted.is_given;

                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('table %s has no column %s, which the mapping of %s.%s needs',
                                     found_table.oid::regclass, given, ours, wanted.name),
                    HINT    = CASE
                                  WHEN NOT wanted.rule ?| ARRAY['is_needed', 'is_added'] THEN
                                      format('Put "%s": "the column", or null if there is none, into the columns of %s.', wanted.name, ours)
                                  WHEN wanted.name IN ('is_active', 'expires_at') THEN
                                      format('Put "%s": "the column" into the columns of %s. A table that keeps last_seen or ended_at '
                                             'in place of is_active and expires_at needs both columns first.', wanted.name, ours)
                                  ELSE format('Put "%s": "the column" into the columns of %s.', wanted.name, ours)
                              END;
            ELSIF NOT wanted.rule -> 'types' ? attribute.type THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('column %s of table %s is of type %s; %s.%s needs %s',
                                     given, found_table.oid::regclass, attribute.type, ours, wanted.name,
                                     (SELECT string_agg(name, ' or ') FROM jsonb_array_elements_text(wanted.rule -> 'types') AS name)),
                    HINT    = CASE
                                  WHEN NOT wanted.rule ?| ARRAY['is_needed', 'is_added'] THEN
                                      format('Put "%s": null into the columns of %s.', wanted.name, ours)
                                  WHEN wanted.name IN ('session_id', 'user_id') THEN
                                      'Session Cleanup''s calls and records name sessions and users by whole numbers: '
                                      'tables with other keys, such as uuid, can''t be adopted.'
                                  WHEN attribute.type = 'timestamp without time zone' THEN
                                      'Its values depend on the time zone of whoever reads them: change it to timestamp with time zone.'
                                  ELSE 'Name another column, or change its type first.'
                              END;
            ELSIF attribute.attgenerated <> '' AND wanted.rule ? 'is_written' THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('column %s of table %s is generated, and cleanup writes %s.%s',
                                     given, found_table.oid::regclass, ours, wanted.name),
                    HINT    = 'Name a column that can be updated.';
            ELSIF wanted.rule ? 'is_not_null' AND NOT attribute.attnotnull THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('column %s of table %s may be null; %s.%s must be true or false',
                                     given, found_table.oid::regclass, ours, wanted.name),
                    HINT    = format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL;', found_table.oid::regclass, given);
            ELSIF wanted.rule ? 'is_key'
                  AND NOT EXISTS (SELECT
                                    FROM pg_index
                                   WHERE pg_index.indrelid = found_table.oid
                                     AND pg_index.indisunique
                                     AND pg_index.indimmediate
                                     AND pg_index.indisvalid
                                     AND pg_index.indpred IS NULL
                                     AND pg_index.indnkeyatts = 1
                                     AND pg_index.indkey[0] = attribute.attnum) THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('column %s of table %s is not unique, and %s.%s is a key',
                                     given, found_table.oid::regclass, ours, wanted.name),
                    HINT    = 'Name the primary key.';
            ELSIF EXISTS (SELECT FROM jsonb_each_text(columns -> ours) AS other WHERE other.value = given) THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('the mapping of %s names column %s twice', ours, given),
                    HINT    = 'Each column stands for one of ours; an optional one may be null.';
            END IF;

            columns := jsonb_set(columns, ARRAY[ours, wanted.name], to_jsonb(given));
        END LOOP;
    END LOOP;
END
$$;


--
-- Name: FUNCTION session_adoption_mapping(mapping jsonb, OUT session_table regclass, OUT member_table regclass, OUT columns jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_mapping(mapping jsonb, OUT session_table regclass, OUT member_table regclass, OUT columns jsonb) IS 'Reads a mapping of adopt_session_tables() and holds it against the catalogs: the two tables, and for each column of session and session_member the column that stands for it (none: there is none, or adoption adds it). Errors: 22023 for a mapping that is wrong: an unknown key, a table or column that is not there, that can''t be adopted or whose type doesn''t fit; 55000 for a table of another owner.';


--
-- Name: session_adoption_options(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_options(mapping jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT '{"delete": "refuse", "null_expires_at": "never", "activity_moves_expires_at": true}'::jsonb
       || (mapping - 'session' - 'session_member');
$$;


--
-- Name: FUNCTION session_adoption_options(mapping jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_options(mapping jsonb) IS 'What a mapping of adopt_session_tables() says besides tables and columns, with the defaults of what it leaves out.';


--
-- Name: session_adoption_plan(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_plan(mapping jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$
DECLARE
    adoption public.session_adoption;
    is_lost  boolean := EXISTS (SELECT FROM public.session_adoption_losses());
    read     record;
    -- As adopt_session_tables() has them.
    settings constant jsonb := '["SET LOCAL lock_timeout = ''500ms''", "SET LOCAL timezone = ''UTC''"]'::jsonb;
BEGIN
    SELECT * INTO adoption FROM public.session_adoption;

    IF mapping IS NULL THEN
        RETURN jsonb_build_object(
            'changed', adoption.mapping IS NOT NULL,
            'problems', jsonb_build_array(),
            'changes', jsonb_build_array(),
            'concurrently', jsonb_build_array(),
            'statements', settings || (SELECT coalesce(jsonb_agg(made), '[]') FROM public.session_release_statements() AS made));
    END IF;

    IF adoption.mapping IS NOT NULL AND NOT is_lost THEN
        RETURN jsonb_build_object(
            'changed', false,
            'problems', CASE
                            WHEN public.session_adoption_is_in_force(mapping) THEN jsonb_build_array()
                            ELSE jsonb_build_array(jsonb_build_object(
                                'problem', format('tables %s and %s are adopted already, with another mapping',
                                                  adoption.session_table, adoption.member_table),
                                'remedy', 'Release them first: session-cleanup unadopt, or SELECT release_session_tables().'))
                        END,
            'changes', jsonb_build_array(),
            'concurrently', jsonb_build_array(),
            'statements', jsonb_build_array());
    END IF;

    SELECT * INTO read FROM public.session_adoption_mapping(mapping);

    RETURN jsonb_build_object(
        'changed', true,
        'problems', (SELECT coalesce(jsonb_agg(jsonb_build_object('problem', found.problem, 'remedy', found.remedy)), '[]')
                       FROM public.session_adoption_problems(mapping, except_indexes => true) AS found),
        'changes', (SELECT coalesce(jsonb_agg(jsonb_build_object('change', rows.change, 'row_count', rows.row_count)), '[]')
                      FROM public.session_adoption_rows(mapping) AS rows),
        'concurrently', (SELECT coalesce(jsonb_agg(made.statement ORDER BY made.number), '[]')
                           FROM public.session_adoption_indexes(read.session_table, read.member_table, read.columns) AS index
                          CROSS JOIN LATERAL (VALUES (1, CASE WHEN index.is_invalid THEN 'DROP INDEX CONCURRENTLY ' || index.name END),
                                                     (2, index.concurrent_statement)) AS made (number, statement)
                          WHERE made.statement IS NOT NULL),
        'statements', settings
                      || CASE
                          WHEN is_lost THEN
                              (SELECT coalesce(jsonb_agg(made), '[]') FROM public.session_release_statements(keep_added => true) AS made)
                              || '["-- and then the views, functions and triggers of the mapping, anew"]'
                          ELSE
                              (SELECT coalesce(jsonb_agg(made), '[]')
                                 FROM public.session_adoption_statements(mapping, rows_in_batches => false) AS made
                                WHERE made NOT LIKE 'CREATE INDEX %')
                      END);
END
$$;


--
-- Name: FUNCTION session_adoption_plan(mapping jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_plan(mapping jsonb) IS 'What adopt_session_tables(mapping), or with null release_session_tables(), would do now, without doing it: a JSON object of changed (false: nothing would be), problems (each with its remedy), changes (kinds of rows and how many), concurrently (index statements for outside of a transaction) and statements. Errors: those of session_adoption_mapping.';


--
-- Name: session_adoption_problems(jsonb, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_problems(mapping jsonb, except_indexes boolean DEFAULT false) RETURNS TABLE(problem text, remedy text)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET max_parallel_workers_per_gather TO '0'
    AS $_$
DECLARE
    read    record;
    ours    jsonb;
    theirs  jsonb;
    owner   oid;
    counted bigint;
    value   text;
    index   record;
BEGIN
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);
    ours := read.columns -> 'session';
    theirs := read.columns -> 'session_member';

    SELECT pg_class.relowner INTO owner FROM pg_class WHERE pg_class.oid = 'public.session_adoption'::regclass;

    IF NOT pg_has_role(current_user, owner, 'USAGE') THEN
        RETURN QUERY
        SELECT format('the tables of Session Cleanup belong to %s, not to %s', pg_get_userbyid(owner), current_user),
               format('Adopt as %s.', pg_get_userbyid(owner));
    END IF;

    RETURN QUERY
    SELECT format('table %s belongs to %s, and %s, who owns Session Cleanup, has not its rights',
                  pg_class.oid::regclass, pg_get_userbyid(pg_class.relowner), pg_get_userbyid(owner)),
           format('GRANT %I TO %I; or let the same role own both.', pg_get_userbyid(pg_class.relowner), pg_get_userbyid(owner))
      FROM pg_class
     WHERE pg_class.oid IN (read.session_table, read.member_table)
       AND NOT pg_has_role(owner, pg_class.relowner, 'USAGE');

    RETURN QUERY
    SELECT format('this database is node %s of a router', cleanup_setting.node_number),
           'A node needs the tables that migrate makes: adopt in a database of its own.'::text
      FROM public.cleanup_setting
     WHERE cleanup_setting.node_number IS NOT NULL;

    IF NOT EXISTS (SELECT FROM public.session_adoption) THEN
        IF EXISTS (SELECT FROM public.session) OR EXISTS (SELECT FROM public.session_member) THEN
            RETURN QUERY
            SELECT 'Session Cleanup''s own tables session and session_member are not empty'::text,
                   'Their sessions would be out of sight: move them to the application''s table, or use another database.'::text;
        END IF;

        RETURN QUERY
        SELECT format('there is a relation named %s already', pg_class.oid::regclass), 'Rename it.'::text
          FROM pg_class
         WHERE pg_class.oid IN (to_regclass('public.session_own'), to_regclass('public.session_member_own'));

        RETURN QUERY
        SELECT format('the materialized view %s depends on session or session_member', pg_class.oid::regclass),
               'Drop it, and create it again when the tables are adopted.'::text
          FROM public.session_dependent_views() AS dependent
          JOIN pg_class ON pg_class.oid = dependent.name::regclass AND pg_class.relkind = 'm';
    END IF;

    FOR value, counted IN EXECUTE
        public.session_adoption_fill(
            format('SELECT base.{session_type}::text AS type, count(*) AS sessions FROM %s AS base '
                   'WHERE base.{session_type} IS NULL OR NOT $1 ? base.{session_type}::text GROUP BY 1 ORDER BY 1', read.session_table),
            ours)
        USING mapping -> 'session_types'
    LOOP
        RETURN QUERY
        SELECT format('%s of type %s, which the mapping does not name',
                      CASE counted WHEN 1 THEN '1 session is' ELSE counted || ' sessions are' END,
                      coalesce(quote_literal(value), 'null')),
               CASE
                   WHEN value IS NULL THEN 'UPDATE them: a session has a type.'
                   ELSE format('Put %s: "7 days", or null for never, into session_types.', to_json(value))
               END;
    END LOOP;

    EXECUTE public.session_adoption_fill(
        format('SELECT count(*) FROM %s AS member WHERE NOT EXISTS (SELECT FROM %s AS base WHERE base.%I = member.{session_id})',
               read.member_table, read.session_table, ours ->> 'session_id'),
        theirs)
        INTO counted;

    IF counted > 0 THEN
        RETURN QUERY
        SELECT format('%s of %s %s no session',
                      CASE counted WHEN 1 THEN '1 row' ELSE counted || ' rows' END,
                      read.member_table,
                      CASE counted WHEN 1 THEN 'has' ELSE 'have' END),
               public.session_adoption_fill(
                   format('Restore the sessions, or: DELETE FROM %s WHERE {session_id} IS NULL OR {session_id} NOT IN (SELECT %I FROM %s);',
                          read.member_table, ours ->> 'session_id', read.session_table),
                   theirs);
    END IF;

    IF theirs ? 'permission' THEN
        FOR value, counted IN EXECUTE
            public.session_adoption_fill(
                format('SELECT base.{permission}::text AS permission, count(*) AS members FROM %s AS base '
                       'WHERE base.{permission} NOT IN (''view'', ''edit'') GROUP BY 1 ORDER BY 1', read.member_table),
                theirs)
        LOOP
            RETURN QUERY
            SELECT format('%s permission %L; Session Cleanup knows view and edit',
                          CASE counted WHEN 1 THEN '1 member has' ELSE counted || ' members have' END, value),
                   'Put "permission": null into the columns of session_member: cleanup does without.'::text;
        END LOOP;
    END IF;

    FOR index IN SELECT * FROM public.session_adoption_indexes(read.session_table, read.member_table, read.columns) WHERE NOT except_indexes LOOP
        IF index.is_invalid THEN
            RETURN QUERY
            SELECT format('index %s is invalid: building it was interrupted', index.name),
                   format('DROP INDEX CONCURRENTLY %s;', index.name);
        ELSIF pg_relation_size(index.relation) > 100 * 1024 * 1024 THEN
            RETURN QUERY
            SELECT format('building the index on %s would block its writers for long', index.relation),
                   format('First, outside of a transaction: %s; session-cleanup adopt does that itself.',
                          index.concurrent_statement);
        END IF;
    END LOOP;
END
$_$;


--
-- Name: FUNCTION session_adoption_problems(mapping jsonb, except_indexes boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_problems(mapping jsonb, except_indexes boolean) IS 'What keeps the tables of a mapping from being adopted, and what to do; no row: nothing does. It reads both tables. With except_indexes => true, a missing index of a large table is none: the caller builds it concurrently. Errors: those of session_adoption_mapping.';


--
-- Name: session_adoption_rows(jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_rows(mapping jsonb) RETURNS TABLE(change text, row_count bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET max_parallel_workers_per_gather TO '0'
    AS $$
DECLARE
    counted record;
BEGIN
    FOR counted IN SELECT * FROM public.session_adoption_changes(mapping) LOOP
        change := counted.change;
        EXECUTE counted.count_statement INTO row_count;
        RETURN NEXT;
    END LOOP;
END
$$;


--
-- Name: FUNCTION session_adoption_rows(mapping jsonb); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_rows(mapping jsonb) IS 'How many rows of which kind adopting the tables of a mapping changes. Errors: those of session_adoption_mapping.';


--
-- Name: session_adoption_statements(jsonb, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_adoption_statements(mapping jsonb, rows_in_batches boolean) RETURNS SETOF text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    read          record;
    ours          jsonb;
    theirs        jsonb;
    own_columns   constant jsonb := '{
        "session": {"session_id": "bigint", "share_id": "uuid", "owner_id": "bigint", "title": "text", "session_type": "text",
                    "is_active": "boolean", "created_at": "timestamptz", "last_activity_at": "timestamptz",
                    "expires_at": "timestamptz", "deactivated_at": "timestamptz", "cleanup_run_id": "bigint"},
        "session_member": {"session_id": "bigint", "user_id": "bigint", "permission": "text", "is_online": "boolean",
                           "joined_at": "timestamptz", "last_active_at": "timestamptz"}}'::jsonb;
    added_columns jsonb;
    added_indexes jsonb;
    needs_key     boolean;
    relation      text;
    own_table     regclass;
    options       jsonb := public.session_adoption_options(mapping);
BEGIN
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);

    added_columns := (SELECT coalesce(jsonb_agg(name ORDER BY name DESC), '[]')
                        FROM unnest(ARRAY['deactivated_at', 'cleanup_run_id']) AS name
                       WHERE NOT read.columns -> 'session' ? name);
    read.columns := jsonb_set(read.columns, '{session}',
                              '{"deactivated_at": "deactivated_at", "cleanup_run_id": "cleanup_run_id"}' || (read.columns -> 'session'));
    ours := read.columns -> 'session';
    theirs := read.columns -> 'session_member';

    RETURN NEXT format('LOCK TABLE %s, %s IN ACCESS EXCLUSIVE MODE', read.session_table, read.member_table);

    RETURN QUERY SELECT index.statement FROM public.session_adoption_indexes(read.session_table, read.member_table, read.columns) AS index;
    added_indexes := (SELECT coalesce(jsonb_agg(index.name), '[]') FROM public.session_adoption_indexes(read.session_table, read.member_table, read.columns) AS index)
                     || (SELECT coalesce(jsonb_agg(format('%I.%I', pg_namespace.nspname, pg_class.relname)), '[]')
                           FROM pg_index
                           JOIN pg_class ON pg_class.oid = pg_index.indexrelid
                           JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
                          WHERE pg_index.indrelid IN (read.session_table, read.member_table)
                            AND pg_class.relname IN ('session_cleanup_queue_idx', 'session_cleanup_member_idx'));

    -- The comment is the kind of change, and marks the statement whose rows are counted.
    RETURN QUERY
    SELECT format(E'-- %s\n%s', changed.change, changed.update_statement)
      FROM public.session_adoption_changes(mapping, rows_in_batches) AS changed;

    RETURN QUERY
    SELECT 'DROP INDEX ' || pg_index.indexrelid::regclass
      FROM pg_index
      JOIN pg_class ON pg_class.oid = pg_index.indexrelid
     WHERE pg_index.indrelid = read.session_table
       AND pg_class.relname = 'session_cleanup_adoption_idx';

    RETURN QUERY
    SELECT format('ALTER TABLE %s ADD COLUMN %I %s', read.session_table, name, own_columns -> 'session' ->> name)
      FROM jsonb_array_elements_text(added_columns) AS name;

    needs_key := NOT EXISTS (
        SELECT
          FROM pg_constraint
         WHERE pg_constraint.contype = 'f'
           AND pg_constraint.confupdtype = 'c'
           AND pg_constraint.conrelid = read.member_table
           AND pg_constraint.confrelid = read.session_table
           AND pg_constraint.conkey = ARRAY(SELECT pg_attribute.attnum
                                              FROM pg_attribute
                                             WHERE pg_attribute.attrelid = read.member_table
                                               AND pg_attribute.attname = theirs ->> 'session_id'));

    -- Above READ COMMITTED, rule 2 stands on ON UPDATE CASCADE. Deferred, so that it refuses nothing before COMMIT that
    -- the application's own key does not.
    IF needs_key THEN
        RETURN NEXT format('ALTER TABLE %s ADD CONSTRAINT session_cleanup_session_fkey FOREIGN KEY (%I) REFERENCES %s (%I) '
                           'ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED NOT VALID',
                           read.member_table, theirs ->> 'session_id', read.session_table, ours ->> 'session_id');
    END IF;

    RETURN QUERY
    SELECT 'DROP VIEW ' || dependent.name
      FROM (SELECT * FROM public.session_dependent_views() WITH ORDINALITY ORDER BY ordinality DESC) AS dependent;

    RETURN NEXT 'ALTER TABLE public.session RENAME TO session_own';
    RETURN NEXT 'ALTER TABLE public.session_member RENAME TO session_member_own';

    FOREACH relation IN ARRAY ARRAY['session', 'session_member'] LOOP
        own_table := 'public.' || relation;

        RETURN NEXT format(
            E'CREATE VIEW public.%I AS\nSELECT %s%s\n  FROM %s AS base',
            relation,
            (SELECT string_agg(CASE
                                   WHEN read.columns -> relation ? pg_attribute.attname
                                   THEN format('base.%I AS %I', read.columns -> relation ->> pg_attribute.attname, pg_attribute.attname)
                                   ELSE format('NULL::%s AS %I', format_type(pg_attribute.atttypid, NULL), pg_attribute.attname)
                               END, E',\n       ' ORDER BY pg_attribute.attnum)
               FROM pg_attribute
              WHERE pg_attribute.attrelid = own_table
                AND pg_attribute.attnum > 0
                AND NOT pg_attribute.attisdropped),
            CASE relation WHEN 'session' THEN E',\n       base.xmin AS xmin' ELSE '' END,
            CASE relation WHEN 'session' THEN read.session_table ELSE read.member_table END);

        RETURN QUERY
        SELECT format('ALTER TABLE public.%I OWNER TO %I', relation, pg_get_userbyid(pg_class.relowner))
          FROM pg_class
         WHERE pg_class.oid = own_table
           AND pg_get_userbyid(pg_class.relowner) <> current_user;

        RETURN QUERY
        SELECT format('COMMENT ON %s public.%I%s IS %L',
                      CASE pg_description.objsubid WHEN 0 THEN 'VIEW' ELSE 'COLUMN' END,
                      relation,
                      '.' || (SELECT pg_attribute.attname
                                FROM pg_attribute
                               WHERE pg_attribute.attrelid = own_table
                                 AND pg_attribute.attnum = pg_description.objsubid
                                 AND pg_attribute.attnum > 0),
                      CASE pg_description.objsubid
                          WHEN 0 THEN format('The rows of the adopted table %s: see adopt_session_tables. ',
                                             CASE relation WHEN 'session' THEN read.session_table ELSE read.member_table END)
                          ELSE ''
                      END || pg_description.description)
          FROM pg_description
         WHERE pg_description.classoid = 'pg_class'::regclass
           AND pg_description.objoid = own_table
         ORDER BY pg_description.objsubid;

        RETURN QUERY SELECT unnest(public.session_grant_statements(own_table, 'public.' || relation));
    END LOOP;

    RETURN QUERY
    SELECT format('INSERT INTO public.session_adoption (session_table, member_table, mapping, added, dependent_views) '
                  'VALUES (%L, %L, %L, %L, %L)',
                  read.session_table, read.member_table, mapping,
                  jsonb_build_object(
                      'columns', added_columns,
                      'indexes', added_indexes,
                      'key', needs_key,
                      'session_types', (SELECT coalesce(jsonb_object_agg(session_type.session_type, session_type.inactivity_timeout), '{}')
                                          FROM public.session_type)),
                  (SELECT coalesce(jsonb_agg(to_jsonb(dependent) ORDER BY dependent.depth), '[]')
                     FROM public.session_dependent_views() AS dependent));

    RETURN QUERY
    SELECT statement.text
      FROM public.session_dependent_views() WITH ORDINALITY AS dependent
     CROSS JOIN unnest(dependent.statements) WITH ORDINALITY AS statement (text, number)
     ORDER BY dependent.ordinality, statement.number;

    RETURN QUERY
    SELECT format('INSERT INTO public.session_type (session_type, inactivity_timeout) VALUES (%L, %L) '
                  'ON CONFLICT (session_type) DO UPDATE SET inactivity_timeout = excluded.inactivity_timeout', type.key, type.value)
      FROM jsonb_each_text(mapping -> 'session_types') AS type;

    RETURN QUERY
    SELECT made FROM public.session_adopted_function_statements(read.session_table, read.member_table, read.columns) AS made
    UNION ALL
    SELECT made
      FROM public.session_trigger_statements(read.session_table, read.member_table, read.columns, options, 'session_adopted_') AS made;

    RETURN NEXT $statement$UPDATE public.session_adoption
   SET dependent_views = (SELECT coalesce(jsonb_agg(before.view || jsonb_build_object('definition_now', now.definition)
                                                    ORDER BY before.number), '[]')
                            FROM jsonb_array_elements(session_adoption.dependent_views) WITH ORDINALITY AS before (view, number)
                            LEFT JOIN public.session_dependent_views() AS now ON now.name = before.view ->> 'name')$statement$;

    RETURN NEXT 'SELECT public.session_cleanup_record_objects()';
END
$_$;


--
-- Name: FUNCTION session_adoption_statements(mapping jsonb, rows_in_batches boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_adoption_statements(mapping jsonb, rows_in_batches boolean) IS 'The statements that adopt the tables of a mapping, in order. With rows_in_batches, session_adoption_batch() changes the rows, and of those only what it must leave is among them. Errors: those of session_adoption_mapping.';


--
-- Name: session_after_deactivation(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_after_deactivation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
BEGIN
    PERFORM public.session_lock_for_deactivation(NEW.session_id);
    PERFORM public.session_set_members_offline(NEW.session_id);
    RETURN NULL;
END
$$;


--
-- Name: FUNCTION session_after_deactivation(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_after_deactivation() IS 'Trigger of session: sets the members of a session that became inactive offline. Errors above READ COMMITTED: 40001 if a member has changed since the transaction''s snapshot, 0A000 where that can''t be found out.';


--
-- Name: session_attach_triggers(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_attach_triggers() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    adoption  public.session_adoption;
    columns   jsonb;
    statement text;
BEGIN
    SELECT * INTO adoption FROM public.session_adoption;

    IF NOT FOUND THEN
        SELECT jsonb_object_agg(ours.relname, (SELECT jsonb_object_agg(pg_attribute.attname, pg_attribute.attname)
                                                 FROM pg_attribute
                                                WHERE pg_attribute.attrelid = ours.oid
                                                  AND pg_attribute.attnum > 0
                                                  AND NOT pg_attribute.attisdropped))
          INTO columns
          FROM pg_class AS ours
         WHERE ours.oid IN ('public.session'::regclass, 'public.session_member'::regclass);

        FOR statement IN
            SELECT made
              FROM public.session_trigger_statements(
                       'public.session', 'public.session_member', columns,
                       '{"delete": "refuse", "null_expires_at": "timeout", "activity_moves_expires_at": false}', 'session_') AS made
        LOOP
            EXECUTE statement;
        END LOOP;

        RETURN;
    END IF;

    columns := public.session_adoption_columns();

    -- Without the views there is nothing to go by: what is there goes on, and session_cleanup_problem names it.
    IF NOT (columns -> 'session' ? 'session_id' AND columns -> 'session_member' ? 'session_id') IS TRUE THEN
        RETURN;
    END IF;

    FOR statement IN
        SELECT made
          FROM public.session_adopted_function_statements(adoption.session_table, adoption.member_table, columns) AS made
        UNION ALL
        SELECT made
          FROM public.session_trigger_statements(
                   adoption.session_table, adoption.member_table, columns,
                   public.session_adoption_options(adoption.mapping),
                   'session_adopted_') AS made
    LOOP
        EXECUTE statement;
    END LOOP;
END
$$;


--
-- Name: FUNCTION session_attach_triggers(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_attach_triggers() IS 'Makes the triggers of Session Cleanup, or makes them anew, on session and session_member, or on the tables that are adopted.';


--
-- Name: session_base_table(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_base_table(relation text) RETURNS regclass
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT coalesce((SELECT CASE relation WHEN 'session' THEN session_adoption.session_table ELSE session_adoption.member_table END
                   FROM public.session_adoption),
                to_regclass('public.' || relation));
$$;


--
-- Name: FUNCTION session_base_table(relation text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_base_table(relation text) IS 'The table that holds the rows of session or session_member: itself, or the application''s that is adopted.';


--
-- Name: session_before_deactivation(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_before_deactivation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
BEGIN
    PERFORM public.session_lock_for_deactivation(OLD.session_id);

    -- Members follow a new key before the trigger after the UPDATE is called, and must not come online by that.
    IF NEW.session_id <> OLD.session_id THEN
        PERFORM public.session_set_members_offline(OLD.session_id);
    END IF;

    NEW.deactivated_at := coalesce(NEW.deactivated_at, now());
    RETURN NEW;
END
$$;


--
-- Name: FUNCTION session_before_deactivation(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_before_deactivation() IS 'Trigger of session: locks a session that becomes inactive, and sets deactivated_at to now() unless the UPDATE gives it.';


--
-- Name: session_cleanup_check(boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_cleanup_check(check_rows boolean DEFAULT true) RETURNS TABLE(problem text, detail text, remedy text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET max_parallel_workers_per_gather TO '0'
    AS $_$
DECLARE
    counted bigint;
BEGIN
    RETURN QUERY SELECT * FROM public.session_adoption_losses();

    RETURN QUERY
    SELECT format('%s %s', drift.kind, drift.difference),
           drift.identity,
           CASE
               WHEN drift.is_routine OR drift.kind = 'schema' THEN 'Run session-cleanup migrate, or apply sql/routines with psql again.'
               WHEN drift.kind = 'constraint' AND drift.difference = 'is not validated' THEN
                   format('ALTER TABLE %s VALIDATE CONSTRAINT %s;',
                          split_part(drift.identity, ' on ', 2), split_part(drift.identity, ' on ', 1))
               WHEN drift.kind = 'constraint' THEN
                   format('ALTER TABLE %s ADD CONSTRAINT %s %s;',
                          split_part(drift.identity, ' on ', 2), split_part(drift.identity, ' on ', 1), drift.definition)
               WHEN drift.kind = 'index' AND drift.difference = 'is invalid' THEN
                   format('REINDEX INDEX CONCURRENTLY public.%s;', drift.identity)
               WHEN drift.kind = 'index' THEN format('%s;', drift.definition)
               ELSE 'Restore it from a backup.'
           END
      FROM public.session_cleanup_drift() AS drift
     WHERE to_regclass('public.session') IS NOT NULL
        OR NOT EXISTS (SELECT FROM public.session_adoption);

    RETURN QUERY
    SELECT 'index is missing or invalid',
           'session (session_type, is_active, expires_at)',
           'CREATE INDEX CONCURRENTLY session_session_type_is_active_expires_at_idx ON public.session (session_type, '
           'is_active, expires_at); if there is an invalid one, DROP INDEX CONCURRENTLY it first.'
      FROM pg_class
     WHERE pg_class.oid = to_regclass('public.session')
       AND pg_class.relkind IN ('r', 'p')
       AND NOT EXISTS (SELECT
                         FROM pg_index
                        WHERE pg_index.indrelid = pg_class.oid
                          AND pg_index.indisvalid
                          AND pg_index.indpred IS NULL
                          AND ARRAY(SELECT pg_attribute.attname::text
                                      FROM unnest(pg_index.indkey) WITH ORDINALITY AS key (attnum, position)
                                      JOIN pg_attribute ON pg_attribute.attrelid = pg_index.indrelid
                                                       AND pg_attribute.attnum = key.attnum
                                     ORDER BY key.position) = ARRAY['session_type', 'is_active', 'expires_at']);

    RETURN QUERY
    SELECT 'row-level security hides rows from the cleanup',
           pg_class.relname::text,
           format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY; or let %I, who owns the routines, bypass it: ALTER ROLE %3$I BYPASSRLS;',
                  pg_class.oid::regclass, pg_roles.rolname, pg_roles.rolname)
      FROM pg_class
      JOIN pg_proc ON pg_proc.oid = to_regprocedure('public.session_cleanup_check(boolean)')
      JOIN pg_roles ON pg_roles.oid = pg_proc.proowner
     WHERE (pg_class.oid IN (public.session_base_table('session'), public.session_base_table('session_member'))
            OR pg_class.relnamespace = 'public'::regnamespace
            AND pg_class.relname IN ('session_type', 'cleanup_run', 'cleanup_setting'))
       AND pg_class.relrowsecurity
       AND (pg_class.relforcerowsecurity OR pg_class.relowner <> pg_proc.proowner)
       AND NOT (pg_roles.rolsuper OR pg_roles.rolbypassrls);

    RETURN QUERY
    SELECT 'sequence is behind',
           format('%s would give a key that is taken: the highest is %s', behind.sequence, behind.highest),
           'Run session-cleanup check --repair, or SELECT session_cleanup_repair();'
      FROM public.session_cleanup_sequence_behind() AS behind;

    RETURN QUERY
    SELECT 'cleanup succeeded in the future',
           format('cleanup run %s finished at %s', cleanup_run.cleanup_run_id, cleanup_run.finished_at),
           format('Set the clock right, then: UPDATE public.cleanup_run SET finished_at = started_at, updated_at = started_at WHERE cleanup_run_id = %s; '
                  'and set started_at to a moment in the past, if it is in the future too.', cleanup_run.cleanup_run_id)
      FROM public.cleanup_run
     WHERE cleanup_run.finished_at > clock_timestamp() + interval '1 minute'
     ORDER BY cleanup_run.finished_at DESC
     LIMIT 10;

    RETURN QUERY
    SELECT 'settings are missing', 'cleanup_setting has no row', 'INSERT INTO public.cleanup_setting DEFAULT VALUES;'
     WHERE NOT EXISTS (SELECT FROM public.cleanup_setting);

    IF check_rows IS NOT TRUE OR to_regclass('public.session') IS NULL OR to_regclass('public.session_member') IS NULL THEN
        RETURN;
    END IF;

    SELECT count(*)
      INTO counted
      FROM public.session_member
      JOIN public.session USING (session_id)
     WHERE session_member.is_online
       AND NOT session.is_active;

    RETURN QUERY
    SELECT 'members are online in inactive sessions',
           format('%s rows of session_member', counted),
           'Run session-cleanup check --repair, or SELECT session_cleanup_repair();'
     WHERE counted > 0;

    SELECT count(*)
      INTO counted
      FROM public.session_member
     WHERE NOT EXISTS (SELECT FROM public.session WHERE session.session_id = session_member.session_id);

    RETURN QUERY
    SELECT 'members have no session',
           format('%s rows of session_member', counted),
           'Restore the sessions, or: DELETE FROM public.session_member WHERE session_id NOT IN (SELECT session_id FROM public.session);'
     WHERE counted > 0;

    SELECT count(*)
      INTO counted
      FROM public.session
     WHERE NOT EXISTS (SELECT FROM public.session_type WHERE session_type.session_type = session.session_type);

    RETURN QUERY
    SELECT 'sessions have an unknown type',
           format('%s rows of session', counted),
           'INSERT the type into public.session_type, with a null inactivity_timeout if its sessions never expire.'
     WHERE counted > 0;

    SELECT count(*)
      INTO counted
      FROM public.session
     WHERE session.is_active
       AND (session.deactivated_at IS NOT NULL OR session.cleanup_run_id IS NOT NULL);

    RETURN QUERY
    SELECT 'active sessions have a deactivated_at or cleanup_run_id',
           format('%s rows of session', counted),
           'Run session-cleanup check --repair, or SELECT session_cleanup_repair();'
     WHERE counted > 0;
END
$_$;


--
-- Name: FUNCTION session_cleanup_check(check_rows boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_cleanup_check(check_rows boolean) IS 'What is wrong with the installation or its data, and what to do about it; no row if it is sound. With check_rows => false only what is cheap to find out: the rows of session and session_member are not read.';


--
-- Name: session_cleanup_drift(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_cleanup_drift() RETURNS TABLE(kind text, identity text, difference text, is_routine boolean, definition text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY
    SELECT compared.kind,
           compared.identity,
           compared.difference,
           compared.kind IN ('view', 'routine', 'trigger'),
           compared.definition
      FROM (SELECT recorded.kind,
                   recorded.identity,
                   CASE
                       WHEN present.kind IS NULL THEN 'is missing'
                       WHEN present.is_disabled THEN
                           CASE recorded.kind WHEN 'index' THEN 'is invalid' WHEN 'constraint' THEN 'is not validated' ELSE 'is disabled' END
                       WHEN present.is_public THEN 'is executable by PUBLIC'
                       WHEN present.fingerprint <> recorded.fingerprint
                            AND (recorded.kind = 'routine'
                                 OR recorded.server_version = current_setting('server_version_num')::integer / 10000) THEN
                           'differs from the shipped one'
                   END AS difference,
                   recorded.fingerprint AS definition
              FROM public.session_cleanup_object AS recorded
              LEFT JOIN public.session_cleanup_object_now() AS present
                     ON present.kind = recorded.kind AND present.identity = recorded.identity
             UNION ALL
            SELECT 'schema', 'Session Cleanup', 'is not recorded', NULL
             WHERE NOT EXISTS (SELECT FROM public.session_cleanup_object)) AS compared
     WHERE compared.difference IS NOT NULL
       AND NOT (compared.kind = 'index' AND compared.difference = 'differs from the shipped one')
     ORDER BY compared.kind, compared.identity;
END
$$;


--
-- Name: FUNCTION session_cleanup_drift(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_cleanup_drift() IS 'The objects of Session Cleanup that somebody has dropped, disabled, replaced or opened to PUBLIC since the last migration. is_routine: migrate brings it back; definition: of an index or constraint, what it was. No row: none.';


--
-- Name: session_cleanup_object_now(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_cleanup_object_now() RETURNS TABLE(kind text, identity text, fingerprint text, is_disabled boolean, is_public boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET quote_all_identifiers TO 'off'
    SET "IntervalStyle" TO 'postgres'
    SET "DateStyle" TO 'ISO'
    SET "TimeZone" TO 'UTC'
    SET extra_float_digits TO '1'
    SET bytea_output TO 'hex'
    AS $$
WITH shipped (table_name) AS (
    VALUES ('session_type'), ('session'), ('session_member'), ('cleanup_run'), ('cleanup_setting'), ('cleanup_run_failure'),
           ('cleanup_run_transaction'), ('session_cleanup_object'), ('session_adoption'),
           ('session_adoption_expiry'), ('session_adoption_moved')
), routine AS (
    SELECT pg_proc.*, pg_language.lanname
      FROM pg_proc
      JOIN pg_language ON pg_language.oid = pg_proc.prolang
     WHERE pg_proc.pronamespace = 'public'::regnamespace
       AND pg_proc.proname IN (
               'adopt_session_tables', 'apply_inactivity_timeout', 'apply_inactivity_timeout_in_batches',
               'session_adopted_function_statements', 'session_adoption_apply', 'session_adoption_batch',
               'session_adoption_begin', 'session_adoption_changes', 'session_adoption_column', 'session_adoption_columns',
               'session_adoption_fill', 'session_adoption_indexes', 'session_adoption_is_in_force',
               'session_adoption_losses', 'session_adoption_mapping', 'session_adoption_options',
               'session_adoption_plan', 'session_adoption_problems',
               'session_adoption_rows', 'session_adoption_statements', 'session_attach_triggers',
               'session_base_table', 'session_dependent_views', 'session_first_expiry', 'session_grant_statements',
               'session_moved_expiry', 'session_raise_deletion', 'session_raise_inactive',
               'session_release_statements', 'session_trigger_statements',
               'cleanup_run_batch', 'cleanup_run_begin', 'cleanup_run_finish', 'cleanup_run_to_undo',
               'cleanup_sessions', 'cleanup_sessions_in_batches', 'create_session', 'end_session',
               'explain_session', 'find_session', 'join_session', 'leave_session', 'node_require', 'node_run',
               'node_state', 'release_session_tables', 'session_cleanup_drift',
               'session_cleanup_object_now', 'session_cleanup_check', 'session_cleanup_record_objects', 'session_cleanup_refuse_above',
               'session_cleanup_repair', 'session_cleanup_sequence_behind', 'session_member_require_active_session',
               'session_refuse_delete', 'session_set_expires_at', 'set_node', 'touch_session', 'undo_cleanup_run',
               'undo_cleanup_run_batch',
               'cleanup_check_deferred_constraints', 'cleanup_error_ends_run', 'cleanup_index_is_missing',
               'cleanup_run_close', 'cleanup_run_deactivate', 'cleanup_run_deactivate_apart',
               'cleanup_run_kept_active', 'cleanup_run_lock_tables', 'cleanup_run_prune', 'cleanup_run_record_failure',
               'session_after_deactivation', 'session_before_deactivation', 'session_clear_deactivation',
               'session_keep_cleanup_run_id', 'session_lock_for_deactivation', 'session_require_active',
               'session_require_newest_members', 'session_require_no_deactivation', 'session_require_supported_tables',
               'session_set_members_offline')
)
SELECT 'table', pg_class.relname::text, '', false, false
  FROM pg_class
  JOIN shipped ON shipped.table_name = pg_class.relname
 WHERE pg_class.relnamespace = 'public'::regnamespace
   AND pg_class.relkind IN ('r', 'p', 'v', 'f')
UNION ALL
SELECT 'view',
       pg_class.relname::text,
       md5(concat_ws('|', pg_get_viewdef(pg_class.oid), pg_class.reloptions::text, obj_description(pg_class.oid, 'pg_class'),
                     (SELECT string_agg(col_description(pg_class.oid, pg_attribute.attnum), '|' ORDER BY pg_attribute.attnum)
                        FROM pg_attribute
                       WHERE pg_attribute.attrelid = pg_class.oid))),
       false,
       false
  FROM pg_class
 WHERE pg_class.relnamespace = 'public'::regnamespace
   AND pg_class.relkind = 'v'
   AND pg_class.relname IN ('cleanup_day', 'cleanup_run_history', 'expired_session', 'session_age',
                            'session_cleanup_problem', 'session_cleanup_status', 'session_statistics',
                            'session_totals')
UNION ALL
SELECT 'routine',
       format('%s(%s)', routine.proname, pg_get_function_identity_arguments(routine.oid)),
       md5(concat_ws('|', routine.prosrc, pg_get_function_arguments(routine.oid), pg_get_function_result(routine.oid), routine.lanname,
                     routine.prokind, routine.prosecdef, routine.provolatile, routine.proisstrict, routine.proconfig::text,
                     obj_description(routine.oid, 'pg_proc'))),
       false,
       EXISTS (SELECT
                 FROM aclexplode(coalesce(routine.proacl, acldefault('f', routine.proowner))) AS granted
                WHERE granted.grantee = 0)
  FROM routine
UNION ALL
SELECT 'trigger',
       format('%s on %s', pg_trigger.tgname, pg_trigger.tgrelid::regclass),
       md5(concat_ws('|', pg_get_triggerdef(pg_trigger.oid), obj_description(pg_trigger.oid, 'pg_trigger'))),
       pg_trigger.tgenabled NOT IN ('O', 'A'),
       false
  FROM pg_trigger
 WHERE pg_trigger.tgfoid IN (SELECT routine.oid FROM routine)
   AND pg_trigger.tgparentid = 0
UNION ALL
SELECT 'index', pg_class.relname::text, pg_get_indexdef(pg_index.indexrelid), NOT pg_index.indisvalid, false
  FROM pg_index
  JOIN pg_class ON pg_class.oid = pg_index.indexrelid
 WHERE pg_class.relnamespace = 'public'::regnamespace
   AND pg_class.relname IN ('cleanup_run_started_at_idx', 'cleanup_run_finished_at_idx')
UNION ALL
SELECT 'constraint',
       format('%s on %s', pg_constraint.conname, pg_constraint.conrelid::regclass),
       pg_get_constraintdef(pg_constraint.oid),
       NOT pg_constraint.convalidated,
       false
  FROM pg_constraint
 WHERE pg_constraint.connamespace = 'public'::regnamespace
   AND pg_constraint.conname IN (
           'session_type_pkey', 'session_type_inactivity_timeout_is_positive', 'session_pkey', 'session_share_id_key',
           'session_session_type_fkey', 'session_member_pkey', 'session_member_session_id_fkey', 'session_member_permission_is_known',
           'cleanup_run_pkey', 'cleanup_setting_pkey', 'cleanup_setting_has_one_row', 'cleanup_setting_run_retention_is_positive',
           'cleanup_setting_refuse_above_is_positive')
   AND pg_constraint.conrelid IN (SELECT to_regclass('public.' || shipped.table_name) FROM shipped);
$$;


--
-- Name: FUNCTION session_cleanup_object_now(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_cleanup_object_now() IS 'The objects of Session Cleanup that the database has now, as session_cleanup_object records them. is_disabled: a trigger that does not fire, an index that is invalid, a constraint that is not validated; is_public: a routine that everybody may execute.';


--
-- Name: session_cleanup_record_objects(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_cleanup_record_objects() RETURNS bigint
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
WITH removed AS (
    DELETE FROM public.session_cleanup_object
     WHERE (session_cleanup_object.kind, session_cleanup_object.identity) NOT IN (
               SELECT now.kind, now.identity FROM public.session_cleanup_object_now() AS now)
), recorded AS (
    INSERT INTO public.session_cleanup_object (kind, identity, fingerprint, server_version)
    SELECT now.kind, now.identity, now.fingerprint, current_setting('server_version_num')::integer / 10000
      FROM public.session_cleanup_object_now() AS now
        ON CONFLICT (kind, identity) DO UPDATE
       SET fingerprint = excluded.fingerprint,
           server_version = excluded.server_version
    RETURNING kind
)
SELECT count(*) FROM recorded;
$$;


--
-- Name: FUNCTION session_cleanup_record_objects(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_cleanup_record_objects() IS 'Records in session_cleanup_object what the schema looks like now, and returns how many objects that are. The last script of a migration calls it; nobody else needs to.';


--
-- Name: session_cleanup_refuse_above(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_cleanup_refuse_above() RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET jit TO 'off'
    AS $_$
DECLARE
    setting       text := nullif(current_setting('session_cleanup.refuse_above', true), '');
    refuse_above  bigint;
    expired_count bigint;
BEGIN
    IF setting IS NULL THEN
        refuse_above := (SELECT cleanup_setting.refuse_above FROM public.cleanup_setting);
    ELSIF setting ~ '^[0-9]{1,18}$' THEN
        refuse_above := nullif(setting::bigint, 0);
    ELSE
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('session_cleanup.refuse_above must be a number of sessions, not %s', quote_literal(setting)),
            HINT    = 'SET session_cleanup.refuse_above = 100000; 0 lifts the limit, RESET returns to cleanup_setting.';
    END IF;

    IF refuse_above IS NULL THEN
        RETURN NULL;
    END IF;

    -- Never more than one row above the limit, and type by type, by the index.
    SELECT count(*)
      INTO expired_count
      FROM (SELECT
              FROM public.session_type
             CROSS JOIN LATERAL (SELECT
                                   FROM public.expired_session
                                  WHERE expired_session.session_type = session_type.session_type
                                  LIMIT refuse_above + 1) AS expired
             WHERE session_type.inactivity_timeout IS NOT NULL
             LIMIT refuse_above + 1) AS counted;

    RETURN CASE WHEN expired_count > refuse_above THEN refuse_above END;
END
$_$;


--
-- Name: FUNCTION session_cleanup_refuse_above(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_cleanup_refuse_above() IS 'The limit that a cleanup at this moment would exceed: the setting session_cleanup.refuse_above, else cleanup_setting.refuse_above. Null: there is none, or no more sessions than it are expired. Reads at most one expired session more than the limit. Error: 22023 if the setting is not a number of 0 or more.';


--
-- Name: session_cleanup_repair(boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_cleanup_repair(dry_run boolean DEFAULT false) RETURNS TABLE(repair text, repaired_rows bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET lock_timeout TO '500ms'
    AS $$
BEGIN
    IF dry_run IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'dry_run must be true or false, not null',
            HINT    = 'session_cleanup_repair(dry_run => true) only reports; session_cleanup_repair() repairs.';
    END IF;

    repair := 'members of inactive sessions set offline';
    IF dry_run THEN
        SELECT count(*)
          INTO repaired_rows
          FROM public.session_member
          JOIN public.session USING (session_id)
         WHERE session_member.is_online
           AND NOT session.is_active;
    ELSE
        UPDATE public.session_member
           SET is_online = false
          FROM public.session
         WHERE session.session_id = session_member.session_id
           AND session_member.is_online
           AND NOT session.is_active;
        GET DIAGNOSTICS repaired_rows = ROW_COUNT;
    END IF;
    RETURN NEXT;

    repair := 'deactivated_at and cleanup_run_id of active sessions set to null';
    IF dry_run THEN
        SELECT count(*)
          INTO repaired_rows
          FROM public.session
         WHERE session.is_active
           AND (session.deactivated_at IS NOT NULL OR session.cleanup_run_id IS NOT NULL);
    ELSE
        UPDATE public.session
           SET deactivated_at = NULL,
               cleanup_run_id = NULL
         WHERE session.is_active
           AND (session.deactivated_at IS NOT NULL OR session.cleanup_run_id IS NOT NULL);
        GET DIAGNOSTICS repaired_rows = ROW_COUNT;
    END IF;
    RETURN NEXT;

    repair := 'sequences moved past the highest key';
    IF dry_run THEN
        SELECT count(*) INTO repaired_rows FROM public.session_cleanup_sequence_behind();
    ELSE
        SELECT count(setval(behind.sequence::regclass, behind.next_value, false))
          INTO repaired_rows
          FROM public.session_cleanup_sequence_behind() AS behind;
    END IF;
    RETURN NEXT;
END
$$;


--
-- Name: FUNCTION session_cleanup_repair(dry_run boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_cleanup_repair(dry_run boolean) IS 'Repairs the rows that session_cleanup_problem names and that have one right value: members of inactive sessions go offline, active sessions lose a deactivated_at or cleanup_run_id, sequences move past the highest key. Returns a row for each kind of repair, with how many were done; with dry_run => true it writes nothing and returns how many would be. Errors: 22004 for a null dry_run, 25006 in a read-only transaction, 55P03 if a row stays locked for 0.5 s.';


--
-- Name: session_cleanup_sequence_behind(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_cleanup_sequence_behind() RETURNS TABLE(sequence text, highest bigint, next_value bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $_$
DECLARE
    key record;
BEGIN
    FOR key IN
        SELECT owned.relation,
               owned.attname,
               pg_sequence.seqrelid::regclass AS name,
               pg_sequence.seqincrement AS step
          FROM (SELECT pg_class.oid::regclass AS relation,
                       pg_attribute.attname,
                       pg_get_serial_sequence(pg_class.oid::regclass::text, pg_attribute.attname)::regclass AS name
                  FROM pg_class
                  JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid
                 WHERE (pg_class.relname, pg_attribute.attname) IN (('session', 'session_id'), ('cleanup_run', 'cleanup_run_id'))
                   AND pg_class.relnamespace = 'public'::regnamespace
                   AND pg_class.relkind IN ('r', 'p')) AS owned
          JOIN pg_sequence ON pg_sequence.seqrelid = owned.name
         WHERE pg_sequence.seqincrement > 0
    LOOP
        EXECUTE format(
            $query$
            SELECT %1$L, keys.highest, coming.value + ceil((keys.highest + 1 - coming.value)::numeric / %5$s)::bigint * %5$s
              FROM (SELECT max(%2$I) AS highest FROM %3$s) AS keys,
                   (SELECT last_value + CASE WHEN is_called THEN %5$s ELSE 0 END AS value FROM %4$s) AS coming
             WHERE keys.highest >= coming.value
            $query$,
            key.name::text, key.attname, key.relation, key.name, key.step)
            INTO sequence, highest, next_value;

        IF sequence IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$_$;


--
-- Name: FUNCTION session_cleanup_sequence_behind(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_cleanup_sequence_behind() IS 'The sequences of session and cleanup_run that are about to give a key that is taken: the highest key there is, and the next one that the sequence should give. No row: none.';


--
-- Name: session_clear_deactivation(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_clear_deactivation() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    NEW.deactivated_at := NULL;
    NEW.cleanup_run_id := NULL;
    RETURN NEW;
END
$$;


--
-- Name: FUNCTION session_clear_deactivation(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_clear_deactivation() IS 'Trigger of session: sets deactivated_at and cleanup_run_id of an active session to null.';


--
-- Name: session_dependent_views(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_dependent_views() RETURNS TABLE(name text, depth integer, definition text, statements text[])
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET quote_all_identifiers TO 'off'
    AS $$
BEGIN
    RETURN QUERY
    WITH RECURSIVE dependent (oid, depth) AS (
        SELECT pg_class.oid, 0
          FROM pg_class
         WHERE pg_class.oid IN (to_regclass('public.session'), to_regclass('public.session_member'))
        UNION
        SELECT pg_rewrite.ev_class, dependent.depth + 1
          FROM dependent
          JOIN pg_depend ON pg_depend.refclassid = 'pg_class'::regclass
                        AND pg_depend.refobjid = dependent.oid
                        AND pg_depend.classid = 'pg_rewrite'::regclass
          JOIN pg_rewrite ON pg_rewrite.oid = pg_depend.objid
         WHERE pg_rewrite.ev_class <> dependent.oid
    ), view AS (
        SELECT pg_class.*, max(dependent.depth) AS depth
          FROM dependent
          JOIN pg_class ON pg_class.oid = dependent.oid
         WHERE dependent.depth > 0
           AND pg_class.relkind IN ('v', 'm')
         GROUP BY pg_class.oid
    )
    SELECT view.oid::regclass::text,
           view.depth,
           pg_get_viewdef(view.oid),
           ARRAY[format('CREATE %sVIEW %s%s AS %s',
                        CASE view.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END,
                        view.oid::regclass,
                        ' WITH (' || array_to_string(view.reloptions, ', ') || ')',
                        rtrim(pg_get_viewdef(view.oid), ';')),
                 format('ALTER TABLE %s OWNER TO %I', view.oid::regclass, pg_get_userbyid(view.relowner))]
           || ARRAY(SELECT format('COMMENT ON %s %s%s IS %L',
                                  CASE
                                      WHEN pg_description.objsubid > 0 THEN 'COLUMN'
                                      WHEN view.relkind = 'm' THEN 'MATERIALIZED VIEW'
                                      ELSE 'VIEW'
                                  END,
                                  view.oid::regclass,
                                  (SELECT '.' || quote_ident(pg_attribute.attname)
                                     FROM pg_attribute
                                    WHERE pg_attribute.attrelid = view.oid
                                      AND pg_attribute.attnum = pg_description.objsubid
                                      AND pg_attribute.attnum > 0),
                                  pg_description.description)
                      FROM pg_description
                     WHERE pg_description.classoid = 'pg_class'::regclass
                       AND pg_description.objoid = view.oid
                     ORDER BY pg_description.objsubid)
           || public.session_grant_statements(view.oid, view.oid::regclass::text)
      FROM view
     ORDER BY view.depth, view.oid;
END
$$;


--
-- Name: FUNCTION session_dependent_views(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_dependent_views() IS 'The views over session and session_member, and those over them, in the order in which they can be created, each with the statements that do so.';


--
-- Name: session_first_expiry(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_first_expiry(session_type text) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$
BEGIN
    RETURN (SELECT now() + known.inactivity_timeout
              FROM public.session_type AS known
             WHERE known.session_type = session_first_expiry.session_type);
END
$$;


--
-- Name: FUNCTION session_first_expiry(session_type text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_first_expiry(session_type text) IS 'When a session of the type expires that is created now. Null: never.';


--
-- Name: session_grant_statements(oid, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_grant_statements(relation oid, name text) RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT ARRAY(
    SELECT format('GRANT %s%s ON %s TO %s%s',
                  granted.privilege_type,
                  ' (' || quote_ident(given.column_name) || ')',
                  session_grant_statements.name,
                  CASE granted.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(granted.grantee)) END,
                  CASE WHEN granted.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (SELECT NULL::name AS column_name, 0 AS number, pg_class.relacl AS acl
              FROM pg_class
             WHERE pg_class.oid = relation
            UNION ALL
            SELECT pg_attribute.attname, pg_attribute.attnum, pg_attribute.attacl
              FROM pg_attribute
             WHERE pg_attribute.attrelid = relation) AS given
     CROSS JOIN LATERAL aclexplode(given.acl) AS granted
      JOIN pg_class ON pg_class.oid = relation AND pg_class.relowner <> granted.grantee
     WHERE granted.privilege_type <> 'MAINTAIN'
     ORDER BY given.number, granted.grantee, granted.privilege_type);
$$;


--
-- Name: FUNCTION session_grant_statements(relation oid, name text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_grant_statements(relation oid, name text) IS 'The statements that give the relation of that name the privileges that a relation has.';


--
-- Name: session_keep_cleanup_run_id(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_keep_cleanup_run_id() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    NEW.cleanup_run_id := OLD.cleanup_run_id;
    RETURN NEW;
END
$$;


--
-- Name: FUNCTION session_keep_cleanup_run_id(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_keep_cleanup_run_id() IS 'Trigger of session: cleanup_run_id stays as it is, unless a batch of a cleanup sets it.';


--
-- Name: session_lock_for_deactivation(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_lock_for_deactivation(session_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = session_lock_for_deactivation.session_id
        FOR UPDATE;
END
$$;


--
-- Name: FUNCTION session_lock_for_deactivation(session_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_lock_for_deactivation(session_id bigint) IS 'Locks the session that the caller deactivates in the same transaction, so that nobody can come online in it meanwhile.';


--
-- Name: session_member_require_active_session(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_member_require_active_session() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
BEGIN
    PERFORM public.session_require_active(NEW.session_id, NEW.user_id);
    RETURN NULL;
END
$$;


--
-- Name: FUNCTION session_member_require_active_session(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_member_require_active_session() IS 'Trigger of session_member: refuses with SQLSTATE SC001 that a member is online in an inactive session.';


--
-- Name: session_moved_expiry(timestamp with time zone, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_moved_expiry(expires_at timestamp with time zone, activity_before timestamp with time zone, activity timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
SELECT expires_at + make_interval(secs => extract(EPOCH FROM activity - activity_before)::double precision);
$$;


--
-- Name: FUNCTION session_moved_expiry(expires_at timestamp with time zone, activity_before timestamp with time zone, activity timestamp with time zone); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_moved_expiry(expires_at timestamp with time zone, activity_before timestamp with time zone, activity timestamp with time zone) IS 'expires_at, later by as much as the last activity is.';


--
-- Name: session_raise_deletion(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_raise_deletion(session_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'SC002',
        MESSAGE = format('session %s can''t be deleted: sessions are kept for history', session_id),
        HINT    = 'Set is_active to false to end the session. To erase what is personal, set title and owner_id to null.';
END
$$;


--
-- Name: FUNCTION session_raise_deletion(session_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_raise_deletion(session_id bigint) IS 'Raises SC002: the session can''t be deleted.';


--
-- Name: session_raise_inactive(bigint, bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_raise_inactive(session_id bigint, user_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'SC001',
        MESSAGE = format('member %s can''t be online in session %s: the session is inactive', user_id, session_id),
        HINT    = 'Set is_active of the session to true first, or join another session.';
END
$$;


--
-- Name: FUNCTION session_raise_inactive(session_id bigint, user_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_raise_inactive(session_id bigint, user_id bigint) IS 'Raises SC001: a member can''t be online in an inactive session.';


--
-- Name: session_refuse_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_refuse_delete() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM public.session_raise_deletion(OLD.session_id);
    RETURN NULL;
END
$$;


--
-- Name: FUNCTION session_refuse_delete(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_refuse_delete() IS 'Trigger of session: refuses every DELETE with SQLSTATE SC002.';


--
-- Name: session_release_statements(boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_release_statements(keep_added boolean DEFAULT false) RETURNS SETOF text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    adoption public.session_adoption;
BEGIN
    SELECT * INTO adoption FROM public.session_adoption;

    IF NOT FOUND THEN
        RETURN;
    END IF;

    RETURN QUERY
    SELECT 'DROP VIEW ' || dependent.name
      FROM (SELECT * FROM public.session_dependent_views() WITH ORDINALITY ORDER BY ordinality DESC) AS dependent;

    RETURN QUERY
    SELECT 'DROP VIEW public.' || pg_class.relname
      FROM pg_class
     WHERE pg_class.oid IN (to_regclass('public.session'), to_regclass('public.session_member'))
       AND pg_class.relkind = 'v';

    RETURN QUERY
    SELECT format('DROP FUNCTION %s CASCADE', pg_proc.oid::regprocedure)
      FROM pg_proc
     WHERE pg_proc.pronamespace = 'public'::regnamespace
       AND pg_proc.proname LIKE 'session\_adopted\_%'
       AND pg_proc.proname <> 'session_adopted_function_statements'
     ORDER BY pg_proc.oid::regprocedure::text;

    IF NOT keep_added THEN
        RETURN QUERY
        SELECT format('ALTER TABLE %s DROP CONSTRAINT session_cleanup_session_fkey', adoption.member_table)
          FROM pg_constraint
         WHERE pg_constraint.conrelid = adoption.member_table
           AND pg_constraint.conname = 'session_cleanup_session_fkey'
           AND (adoption.added ->> 'key')::boolean;

        RETURN QUERY
        SELECT DISTINCT 'DROP INDEX ' || to_regclass(index.name)
          FROM jsonb_array_elements_text(adoption.added -> 'indexes') AS index (name)
         WHERE to_regclass(index.name) IS NOT NULL;

        RETURN QUERY
        SELECT DISTINCT format('ALTER TABLE %s DROP COLUMN %I', adoption.session_table, pg_attribute.attname)
          FROM jsonb_array_elements_text(adoption.added -> 'columns') AS added (name)
          JOIN pg_attribute ON pg_attribute.attrelid = adoption.session_table
                           AND pg_attribute.attname = added.name
                           AND NOT pg_attribute.attisdropped;

        RETURN QUERY
        SELECT format('DELETE FROM public.session_type WHERE session_type = %L', type.key)
          FROM jsonb_each_text(adoption.mapping -> 'session_types') AS type
         WHERE NOT adoption.added -> 'session_types' ? type.key
        UNION ALL
        SELECT format('UPDATE public.session_type SET inactivity_timeout = %L WHERE session_type = %L', type.value, type.key)
          FROM jsonb_each_text(adoption.added -> 'session_types') AS type
         WHERE adoption.mapping -> 'session_types' ? type.key;
    END IF;

    RETURN NEXT 'ALTER TABLE public.session_own RENAME TO session';
    RETURN NEXT 'ALTER TABLE public.session_member_own RENAME TO session_member';
    RETURN QUERY
    SELECT format('INSERT INTO public.session_adoption_expiry (session_table) VALUES (%L) '
                  'ON CONFLICT (session_table) DO UPDATE SET moved_until = excluded.moved_until',
                  adoption.session_table)
     WHERE (public.session_adoption_options(adoption.mapping) -> 'activity_moves_expires_at')::boolean;

    RETURN NEXT 'DELETE FROM public.session_adoption';

    RETURN QUERY
    WITH before AS (
        SELECT stored.view ->> 'name' AS name,
               stored.view ->> 'definition_now' AS definition_now,
               ARRAY(SELECT jsonb_array_elements_text(stored.view -> 'statements')) AS statements,
               (stored.view ->> 'depth')::integer AS depth,
               stored.number
          FROM jsonb_array_elements(adoption.dependent_views) WITH ORDINALITY AS stored (view, number)
    ), wanted AS (
        SELECT coalesce(now.depth, before.depth) AS depth,
               coalesce(before.number, now.ordinality) AS number,
               -- As it was before, unless an upgrade has changed it since.
               CASE
                   WHEN now.name IS NULL OR now.definition = before.definition_now THEN before.statements
                   ELSE now.statements
               END AS statements
          FROM before
          FULL JOIN public.session_dependent_views() WITH ORDINALITY AS now ON now.name = before.name
    )
    SELECT statement.text
      FROM wanted
     CROSS JOIN unnest(wanted.statements) WITH ORDINALITY AS statement (text, number)
     ORDER BY wanted.depth, wanted.number, statement.number;

    IF NOT keep_added THEN
        RETURN NEXT 'SELECT public.session_attach_triggers()';
        RETURN NEXT 'SELECT public.session_cleanup_record_objects()';
    END IF;
END
$$;


--
-- Name: FUNCTION session_release_statements(keep_added boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_release_statements(keep_added boolean) IS 'The statements that give adopted tables back, in order; none where no tables are adopted. With keep_added => true what adoption added to them stays.';


--
-- Name: session_require_active(bigint, bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_require_active(session_id bigint, user_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    locker xid;
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = session_require_active.session_id
        AND session.is_active
        FOR KEY SHARE;

    IF NOT FOUND THEN
        PERFORM public.session_raise_inactive(session_id, user_id);
    END IF;

    locker := (SELECT session.xmax
                 FROM public.session
                WHERE session.session_id = session_require_active.session_id
                  AND session.is_active);

    IF locker IS NULL THEN
        PERFORM public.session_raise_inactive(session_id, user_id);
    END IF;

    PERFORM public.session_require_no_deactivation(locker, session_id, user_id);
END
$$;


--
-- Name: FUNCTION session_require_active(session_id bigint, user_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_require_active(session_id bigint, user_id bigint) IS 'Fails with SC001 unless the session is active, and keeps it so until the transaction ends; with 40001 if somebody was about to deactivate it at that very moment.';


--
-- Name: session_require_newest_members(bigint[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_require_newest_members(session_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    session_keys constant regclass := pg_get_serial_sequence(
        public.session_base_table('session')::text,
        coalesce(public.session_adoption_column('session', 'session_id'), 'session_id'));
    fresh_id     bigint;
    fresh_ids    bigint[] := '{}'::bigint[];
    has_stand_in boolean;
BEGIN
    IF NOT EXISTS (SELECT
                     FROM pg_constraint
                     JOIN pg_class ON pg_class.oid = pg_constraint.confrelid AND pg_class.relkind = 'r'
                    WHERE pg_constraint.conrelid = public.session_base_table('session_member')
                      AND pg_constraint.confrelid = public.session_base_table('session')
                      AND pg_constraint.contype = 'f'
                      AND pg_constraint.confupdtype = 'c') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = format('sessions can''t be deactivated in a transaction that is %s: it takes a foreign key from '
                             'session_member to session, not partitioned, with ON UPDATE CASCADE',
                             upper(current_setting('transaction_isolation'))),
            HINT    = 'Deactivate them in a transaction that is READ COMMITTED.';
    END IF;

    -- A sequence that is behind (after logical replication) is moved on by that.
    WHILE cardinality(fresh_ids) < cardinality(session_ids) LOOP
        -- An application may give its keys itself.
        fresh_id := coalesce(nextval(session_keys),
                             (SELECT max(session.session_id) + 1 + cardinality(fresh_ids) FROM public.session));

        IF NOT EXISTS (SELECT FROM public.session WHERE session.session_id = fresh_id) THEN
            fresh_ids := fresh_ids || fresh_id;
        END IF;
    END LOOP;

    FOREACH has_stand_in IN ARRAY ARRAY[false, true] LOOP
        BEGIN
            WITH moved AS (
                UPDATE public.session
                   SET session_id = moving.fresh_id
                  FROM unnest(session_ids, fresh_ids) AS moving (old_id, fresh_id)
                 WHERE session.session_id = moving.old_id
                RETURNING moving.old_id, session.session_type
            )
            INSERT INTO public.session (session_id, session_type, is_active)
            SELECT moved.old_id, moved.session_type, false
              FROM moved
             WHERE has_stand_in;

            RAISE EXCEPTION USING ERRCODE = 'SC000', MESSAGE = 'take it back';
        EXCEPTION
            WHEN SQLSTATE 'SC000' THEN
                RETURN;
            WHEN integrity_constraint_violation THEN
                IF has_stand_in THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'feature_not_supported',
                        MESSAGE = format('sessions can''t be deactivated in a transaction that is %s: %s',
                                         upper(current_setting('transaction_isolation')), SQLERRM),
                        HINT    = 'Deactivate them in a transaction that is READ COMMITTED.';
                END IF;
        END;
    END LOOP;
END
$$;


--
-- Name: FUNCTION session_require_newest_members(session_ids bigint[]); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_require_newest_members(session_ids bigint[]) IS 'For transactions above READ COMMITTED: fails with 40001 if a member of these sessions has changed since the transaction''s snapshot, and with 0A000 where that can''t be found out.';


--
-- Name: session_require_no_deactivation(xid, bigint, bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_require_no_deactivation(locker xid, session_id bigint, user_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    own_ids xid[];
BEGIN
    IF locker = pg_current_xact_id()::xid THEN
        RETURN;
    END IF;

    -- Those of its subtransactions, too.
    own_ids := ARRAY(SELECT pg_locks.transactionid
                       FROM pg_locks
                      WHERE pg_locks.pid = pg_backend_pid()
                        AND pg_locks.transactionid IS NOT NULL);

    IF locker = ANY (own_ids) THEN
        RETURN;
    END IF;

    BEGIN
        IF EXISTS (SELECT
                     FROM pg_get_multixact_members(locker) AS member
                    WHERE member.mode = 'forupd'
                      AND member.xid <> ALL (own_ids)) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'serialization_failure',
                MESSAGE = format('member %s can''t be online in session %s yet: the session is being deactivated', user_id, session_id),
                HINT    = 'Try again.';
        END IF;
    EXCEPTION
        WHEN internal_error OR invalid_parameter_value THEN
            NULL; -- It is no MultiXactId: the row has another version by now.
    END;
END
$$;


--
-- Name: FUNCTION session_require_no_deactivation(locker xid, session_id bigint, user_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_require_no_deactivation(locker xid, session_id bigint, user_id bigint) IS 'Fails with 40001 if somebody is deactivating the session of which locker is the row''s xmax, next to this transaction''s FOR KEY SHARE.';


--
-- Name: session_require_supported_tables(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_require_supported_tables() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    inheriting record;
BEGIN
    SELECT pg_inherits.inhparent::regclass AS parent, pg_inherits.inhrelid::regclass AS child
      INTO inheriting
      FROM pg_inherits
      JOIN pg_class ON pg_class.oid = pg_inherits.inhrelid AND NOT pg_class.relispartition
     WHERE pg_inherits.inhparent IN (public.session_base_table('session'), public.session_base_table('session_member'));

    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = format('table %s inherits from %s: rows in a table that inherits are not supported',
                             inheriting.child, inheriting.parent),
            HINT    = format('ALTER TABLE %s NO INHERIT %s; or make it a partition.', inheriting.child, inheriting.parent);
    END IF;
END
$$;


--
-- Name: FUNCTION session_require_supported_tables(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_require_supported_tables() IS 'Fails with 0A000 where a table inherits from session or session_member.';


--
-- Name: session_set_expires_at(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_set_expires_at() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
BEGIN
    NEW.expires_at := public.session_first_expiry(NEW.session_type);
    RETURN NEW;
END
$$;


--
-- Name: FUNCTION session_set_expires_at(); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_set_expires_at() IS 'Trigger of session: a session inserted without expires_at gets now() plus the inactivity_timeout of its type, or null where the type never expires.';


--
-- Name: session_set_members_offline(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_set_members_offline(session_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE public.session_member
       SET is_online = false
     WHERE session_member.session_id = session_set_members_offline.session_id
       AND session_member.is_online;

    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM public.session_require_newest_members(ARRAY[session_set_members_offline.session_id]);
    END IF;
END
$$;


--
-- Name: FUNCTION session_set_members_offline(session_id bigint); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_set_members_offline(session_id bigint) IS 'Sets the online members of a session offline. Error: those of session_require_newest_members above READ COMMITTED.';


--
-- Name: session_trigger_statements(regclass, regclass, jsonb, jsonb, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.session_trigger_statements(session_table regclass, member_table regclass, columns jsonb, options jsonb, function_prefix text) RETURNS SETOF text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
WITH trigger (relation, name, event, condition, function, comment, is_wanted) AS (
    VALUES
        ('session', 'session_set_expires_at',
         'BEFORE INSERT', 'NEW.{expires_at} IS NULL',
         'set_expires_at',
         'A session inserted without expires_at expires after the timeout of its type.',
         options ->> 'null_expires_at' = 'timeout'),
        ('session', 'session_refuse_delete',
         'BEFORE DELETE', NULL,
         'refuse_delete',
         'No session is ever deleted.',
         options ->> 'delete' = 'refuse'),
        ('session', 'session_keep_cleanup_run_id',
         'BEFORE UPDATE OF {cleanup_run_id}',
         'NEW.{cleanup_run_id} IS DISTINCT FROM OLD.{cleanup_run_id} '
         'AND (current_setting(''session_cleanup.batch'', true) IS DISTINCT FROM pg_current_xact_id()::text '
         'OR NOT has_table_privilege(''public.cleanup_run''::regclass, ''UPDATE''))',
         'keep_cleanup_run_id',
         'Only a batch of a cleanup sets cleanup_run_id.',
         true),
        ('session', 'zz_session_move_expires_at',
         'BEFORE UPDATE OF {last_activity_at}',
         'NEW.{last_activity_at} > OLD.{last_activity_at} AND NEW.{expires_at} = OLD.{expires_at} '
         'AND isfinite(NEW.{expires_at}) AND isfinite(OLD.{last_activity_at}) AND OLD.{is_active} AND NEW.{is_active} '
         'AND OLD.{expires_at} >= now()',
         'move_expires_at',
         'A session that is used keeps the lifetime that was chosen for it, from its last use.',
         (options ->> 'activity_moves_expires_at')::boolean),
        ('session', 'zz_session_before_deactivation',
         'BEFORE UPDATE',
         'OLD.{is_active} AND NOT NEW.{is_active} AND OLD.{cleanup_run_id} IS NOT DISTINCT FROM NEW.{cleanup_run_id}',
         'before_deactivation',
         'Nobody can come online in a session from the moment at which it becomes inactive.',
         true),
        ('session', 'session_after_deactivation',
         'AFTER UPDATE',
         'OLD.{is_active} AND NOT NEW.{is_active} AND OLD.{cleanup_run_id} IS NOT DISTINCT FROM NEW.{cleanup_run_id}',
         'after_deactivation',
         'An inactive session has no online member.',
         true),
        ('session', 'zz_session_clear_deactivation',
         'BEFORE INSERT OR UPDATE OF {is_active}, {deactivated_at}, {cleanup_run_id}',
         'NEW.{is_active} AND (NEW.{deactivated_at} IS NOT NULL OR NEW.{cleanup_run_id} IS NOT NULL)',
         'clear_deactivation',
         'An active session has no deactivated_at and no cleanup_run_id.',
         true),
        ('session_member', 'session_member_insert_requires_active_session',
         'AFTER INSERT', 'NEW.{is_online}',
         'member_require_active_session',
         'Nobody joins an inactive session online.',
         true),
        ('session_member', 'session_member_update_requires_active_session',
         'AFTER UPDATE', 'NEW.{is_online} AND (NOT OLD.{is_online} OR NEW.{session_id} <> OLD.{session_id})',
         'member_require_active_session',
         'Nobody comes online in an inactive session.',
         true)
)
SELECT statement.text
  FROM trigger
 CROSS JOIN LATERAL (SELECT CASE trigger.relation WHEN 'session' THEN session_table ELSE member_table END) AS sits_on (name)
 CROSS JOIN LATERAL (
           VALUES (format('CREATE OR REPLACE TRIGGER %I %s ON %s FOR EACH ROW%s EXECUTE FUNCTION public.%I()',
                          trigger.name,
                          public.session_adoption_fill(trigger.event, columns -> trigger.relation),
                          sits_on.name,
                          coalesce(' WHEN (' || public.session_adoption_fill(trigger.condition, columns -> trigger.relation) || ')', ''),
                          function_prefix || trigger.function)),
                  (format('COMMENT ON TRIGGER %I ON %s IS %L', trigger.name, sits_on.name, trigger.comment))
       ) AS statement (text)
 WHERE trigger.is_wanted;
$$;


--
-- Name: FUNCTION session_trigger_statements(session_table regclass, member_table regclass, columns jsonb, options jsonb, function_prefix text); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.session_trigger_statements(session_table regclass, member_table regclass, columns jsonb, options jsonb, function_prefix text) IS 'The statements that make the triggers of Session Cleanup on two tables, of which columns names the columns. Options as in the mapping of adopt_session_tables(); function_prefix is session_, or session_adopted_ for the functions that adoption makes.';


--
-- Name: set_node(integer, integer); Type: PROCEDURE; Schema: public; Owner: -
--

CREATE PROCEDURE public.set_node(IN node_number integer, IN node_count integer)
    LANGUAGE plpgsql
    AS $$
DECLARE
    stranger   bigint;
    sequence   record;
    last_given bigint;
BEGIN
    IF node_count IS NULL OR node_count < 1 OR node_count & (node_count - 1) <> 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('node_count must be a power of two, not %s', coalesce(node_count::text, 'null')),
            HINT    = 'Use 1, 2, 4, 8, ... nodes. Several of them may be databases of one server.';
    END IF;

    IF node_number IS NULL OR node_number < 0 OR node_number >= node_count THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('node_number must be from 0 to %s, not %s', node_count - 1, coalesce(node_number::text, 'null')),
            HINT    = 'Nodes are numbered from 0.';
    END IF;

    IF (SELECT pg_class.relkind NOT IN ('r', 'p') FROM pg_catalog.pg_class WHERE pg_class.oid = 'public.session'::regclass) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = 'adopted tables can''t be a node',
            HINT    = 'A node needs the tables that migrate makes.';
    END IF;

    SELECT session.session_id
      INTO stranger
      FROM public.session
     WHERE session.session_id & (set_node.node_count - 1) <> set_node.node_number
     LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('session %s belongs on node %s of %s, not on node %s',
                             stranger, stranger & (node_count - 1), node_count, node_number),
            HINT    = 'Number the databases by the keys that they have: see docs/how-to/scale-out.md for how nodes are split.';
    END IF;

    ALTER TABLE public.session DROP CONSTRAINT IF EXISTS session_id_is_of_this_node;
    EXECUTE format(
        'ALTER TABLE public.session ADD CONSTRAINT session_id_is_of_this_node CHECK (session_id & %s = %s) NOT VALID',
        node_count - 1, node_number);
    COMMENT ON CONSTRAINT session_id_is_of_this_node ON public.session IS
        'The keys of this node end in its number (set_node): the router finds a session by its key.';

    FOR sequence IN
        SELECT pg_catalog.pg_get_serial_sequence('public.session', 'session_id') AS name,
               (SELECT max(session.session_id) FROM public.session) AS highest
         UNION ALL
        SELECT pg_catalog.pg_get_serial_sequence('public.cleanup_run', 'cleanup_run_id'),
               (SELECT max(cleanup_run.cleanup_run_id) FROM public.cleanup_run)
    LOOP
        EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %s', sequence.name) INTO last_given;
        last_given := greatest(last_given, sequence.highest, 0);
        EXECUTE format(
            'ALTER SEQUENCE %s INCREMENT BY %s START WITH %s RESTART WITH %s',
            sequence.name,
            node_count,
            node_count + node_number,
            (last_given / node_count + 1) * node_count + node_number);
    END LOOP;

    UPDATE public.cleanup_setting
       SET node_number = set_node.node_number,
           node_count = set_node.node_count;

    COMMIT;
    ALTER TABLE public.session VALIDATE CONSTRAINT session_id_is_of_this_node;
END
$$;


--
-- Name: PROCEDURE set_node(IN node_number integer, IN node_count integer); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON PROCEDURE public.set_node(IN node_number integer, IN node_count integer) IS 'Makes this database node node_number (from 0) of node_count (a power of two) behind a router: from now on session_id & (node_count - 1) is node_number, by the sequence and a CHECK. For the owner of the tables; not inside a transaction block (2D000). Errors: 22023 for another number, 23514 where a session belongs on another node, 0A000 for adopted tables.';


--
-- Name: touch_session(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.touch_session(session_id bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET row_security TO 'off'
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


--
-- Name: undo_cleanup_run(bigint, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.undo_cleanup_run(run_id bigint, dry_run boolean DEFAULT false) RETURNS TABLE(sessions_reactivated bigint, sessions_left_alone bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $$
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
$$;


--
-- Name: FUNCTION undo_cleanup_run(run_id bigint, dry_run boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.undo_cleanup_run(run_id bigint, dry_run boolean) IS 'Makes active again the sessions that the cleanup run_id deactivated and nobody has changed since, each with a whole inactivity_timeout ahead; members stay offline. Returns one row: sessions_reactivated, and sessions_left_alone: those of the run that are not active again by an undo, because somebody changed or locked them or they failed (a WARNING names them). With dry_run => true it writes nothing and returns what an undo would. A second undo finds nothing. After a dump and restore no run before it can be undone. Errors: 42704 for a run that does not exist, 55006 for one that is running, 55000 for one of a version before 0.2.0, 22004 for a null dry_run, 25006 in a read-only transaction.';


--
-- Name: undo_cleanup_run_batch(bigint, integer, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.undo_cleanup_run_batch(run_id bigint, batch_size integer, INOUT bookmark jsonb DEFAULT '{}'::jsonb, OUT sessions_reactivated bigint, OUT sessions_left_alone bigint, OUT has_more boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    SET "TimeZone" TO 'UTC'
    SET lock_timeout TO '500ms'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET jit TO 'off'
    AS $$
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
$$;


--
-- Name: FUNCTION undo_cleanup_run_batch(run_id bigint, batch_size integer, INOUT bookmark jsonb, OUT sessions_reactivated bigint, OUT sessions_left_alone bigint, OUT has_more boolean); Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON FUNCTION public.undo_cleanup_run_batch(run_id bigint, batch_size integer, INOUT bookmark jsonb, OUT sessions_reactivated bigint, OUT sessions_left_alone bigint, OUT has_more boolean) IS 'One batch of undo_cleanup_run, in the caller''s transaction: up to batch_size sessions (at least 1). Pass the bookmark that the last batch returned; has_more: whether to call it again; sessions_left_alone: those of the run that are not active again yet. Errors: those of undo_cleanup_run, and 22023 for a batch_size below 1.';


--
-- Name: cleanup_day; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.cleanup_day AS
 SELECT (calendar.day)::date AS day,
    COALESCE(done.runs, (0)::bigint) AS runs,
    COALESCE(done.sessions_cleaned, (0)::bigint) AS sessions_cleaned,
    COALESCE(done.members_set_offline, (0)::bigint) AS members_set_offline,
    COALESCE(done.runs_failed, (0)::bigint) AS runs_failed,
    COALESCE(done.sessions_failed, (0)::bigint) AS sessions_failed,
    COALESCE(done.longest_run_seconds, (0)::numeric) AS longest_run_seconds
   FROM (generate_series((date_trunc('day'::text, (now() AT TIME ZONE 'UTC'::text)) - '13 days'::interval), date_trunc('day'::text, (now() AT TIME ZONE 'UTC'::text)), '1 day'::interval) calendar(day)
     LEFT JOIN ( SELECT date_trunc('day'::text, (run.started_at AT TIME ZONE 'UTC'::text)) AS day,
            count(*) AS runs,
            (sum(run.sessions_cleaned))::bigint AS sessions_cleaned,
            (sum(run.members_set_offline))::bigint AS members_set_offline,
            count(*) FILTER (WHERE (run.sessions_failed > 0)) AS runs_failed,
            (sum(run.sessions_failed))::bigint AS sessions_failed,
            max(EXTRACT(epoch FROM (COALESCE(run.finished_at, run.updated_at) - run.started_at))) AS longest_run_seconds
           FROM public.cleanup_run run
          WHERE (run.started_at >= ((date_trunc('day'::text, (now() AT TIME ZONE 'UTC'::text)) - '13 days'::interval) AT TIME ZONE 'UTC'::text))
          GROUP BY (date_trunc('day'::text, (run.started_at AT TIME ZONE 'UTC'::text)))) done USING (day));


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
-- Name: COLUMN cleanup_day.runs_failed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_day.runs_failed IS 'How many of the runs had sessions that could not be deactivated.';


--
-- Name: COLUMN cleanup_day.sessions_failed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_day.sessions_failed IS 'How many such sessions there were; one that fails in two runs counts twice.';


--
-- Name: COLUMN cleanup_day.longest_run_seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_day.longest_run_seconds IS 'How long the longest of the runs took.';


--
-- Name: cleanup_run_cleanup_run_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.cleanup_run ALTER COLUMN cleanup_run_id ADD GENERATED BY DEFAULT AS IDENTITY (
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
-- Name: cleanup_run_failure; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cleanup_run_failure (
    cleanup_run_id bigint NOT NULL,
    session_id bigint NOT NULL,
    share_id uuid,
    sqlstate text,
    message text NOT NULL,
    context text
);


--
-- Name: TABLE cleanup_run_failure; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.cleanup_run_failure IS 'The first 10 sessions of each run that could not be deactivated, and why. Removed with the run.';


--
-- Name: COLUMN cleanup_run_failure.cleanup_run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_failure.cleanup_run_id IS 'The run.';


--
-- Name: COLUMN cleanup_run_failure.session_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_failure.session_id IS 'The session''s key.';


--
-- Name: COLUMN cleanup_run_failure.share_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_failure.share_id IS 'The session''s public identifier. Null: it has none.';


--
-- Name: COLUMN cleanup_run_failure.sqlstate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_failure.sqlstate IS 'SQLSTATE of the error. Null: there was none, and the session was active afterwards all the same.';


--
-- Name: COLUMN cleanup_run_failure.message; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_failure.message IS 'Message of the error.';


--
-- Name: COLUMN cleanup_run_failure.context; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_failure.context IS 'Where the error was raised: the call stack of PL/pgSQL. Null: there was no error.';


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
    cleanup_run.way_in,
    cleanup_run.sessions_failed,
    cleanup_run.stopped_by,
    cleanup_run.batches,
    cleanup_run.longest_batch_seconds,
    cleanup_run.undone_at,
    cleanup_run.sessions_reactivated
   FROM public.cleanup_run;


--
-- Name: VIEW cleanup_run_history; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.cleanup_run_history IS 'The cleanups there were, and those that are running; ORDER BY cleanup_run_id DESC for the last ones.';


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
-- Name: COLUMN cleanup_run_history.sessions_failed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.sessions_failed IS 'Sessions that could not be deactivated; cleanup_run_failure has the first 10.';


--
-- Name: COLUMN cleanup_run_history.stopped_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.stopped_by IS 'What ended the run before it was done: max-runtime or the name of a signal. Null: nothing did.';


--
-- Name: COLUMN cleanup_run_history.batches; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.batches IS 'Batches that the run committed; 0 of a version before 0.2.0.';


--
-- Name: COLUMN cleanup_run_history.longest_batch_seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.longest_batch_seconds IS 'How long the longest of them took, without its COMMIT.';


--
-- Name: COLUMN cleanup_run_history.undone_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.undone_at IS 'When an undo last made sessions of the run active again. Null: never.';


--
-- Name: COLUMN cleanup_run_history.sessions_reactivated; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_history.sessions_reactivated IS 'Sessions of the run that an undo has made active again.';


--
-- Name: cleanup_run_transaction; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cleanup_run_transaction (
    cleanup_run_id bigint NOT NULL,
    transaction_id bigint NOT NULL
);


--
-- Name: TABLE cleanup_run_transaction; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.cleanup_run_transaction IS 'The transactions in which the batches of a run updated sessions: a session of the run whose xmin is none of them was changed since. Removed with the run.';


--
-- Name: COLUMN cleanup_run_transaction.cleanup_run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_transaction.cleanup_run_id IS 'The run.';


--
-- Name: COLUMN cleanup_run_transaction.transaction_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_run_transaction.transaction_id IS 'Transaction or subtransaction ID, as xmin::text::bigint shows it.';


--
-- Name: cleanup_setting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cleanup_setting (
    only_row boolean DEFAULT true NOT NULL,
    run_retention interval DEFAULT '1 year'::interval NOT NULL,
    refuse_above bigint,
    node_number integer,
    node_count integer,
    CONSTRAINT cleanup_setting_has_one_row CHECK (only_row),
    CONSTRAINT cleanup_setting_node_is_one_of_its_count CHECK ((((node_number IS NULL) = (node_count IS NULL)) AND (node_number >= 0) AND (node_number < node_count))),
    CONSTRAINT cleanup_setting_refuse_above_is_positive CHECK ((refuse_above > 0)),
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
-- Name: COLUMN cleanup_setting.refuse_above; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_setting.refuse_above IS 'A cleanup that would clean more sessions than this is refused with SC004; more than zero. Null: none is. The setting session_cleanup.refuse_above takes its place, for one connection or role; 0 there lifts it.';


--
-- Name: COLUMN cleanup_setting.node_number; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_setting.node_number IS 'Which node of a router this database is, from 0; its session_id & (node_count - 1) are this. Null: it is the only one. CALL set_node changes it.';


--
-- Name: COLUMN cleanup_setting.node_count; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cleanup_setting.node_count IS 'How many nodes the router has; a power of two. Null: this database is the only one.';


--
-- Name: CONSTRAINT cleanup_setting_has_one_row ON cleanup_setting; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT cleanup_setting_has_one_row ON public.cleanup_setting IS 'There is one row.';


--
-- Name: CONSTRAINT cleanup_setting_node_is_one_of_its_count ON cleanup_setting; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT cleanup_setting_node_is_one_of_its_count ON public.cleanup_setting IS 'Nodes are numbered from 0.';


--
-- Name: CONSTRAINT cleanup_setting_refuse_above_is_positive ON cleanup_setting; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT cleanup_setting_refuse_above_is_positive ON public.cleanup_setting IS 'Null, not zero, stands for no limit.';


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
    deactivated_at timestamp with time zone,
    cleanup_run_id bigint
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
-- Name: COLUMN session.cleanup_run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session.cleanup_run_id IS 'The cleanup run that deactivated the session; the run itself may be past cleanup_setting.run_retention. Null: the session is active, or no run deactivated it.';


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

COMMENT ON COLUMN public.session_type.inactivity_timeout IS 'A session expires this long after its last activity; more than zero. Null: sessions of this type never expire. A longer one applies to a session at its next activity, null at once; a shorter one to new sessions, because touch_session moves no expiry to an earlier moment.';


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
-- Name: session_adoption; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session_adoption (
    only_row boolean DEFAULT true NOT NULL,
    session_table regclass NOT NULL,
    member_table regclass NOT NULL,
    mapping jsonb NOT NULL,
    added jsonb DEFAULT '{}'::jsonb NOT NULL,
    dependent_views jsonb DEFAULT '[]'::jsonb NOT NULL,
    adopted_at timestamp with time zone DEFAULT now() NOT NULL,
    rows_changed_at timestamp with time zone,
    CONSTRAINT session_adoption_has_one_row CHECK (only_row)
);


--
-- Name: TABLE session_adoption; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.session_adoption IS 'The tables that adopt_session_tables() adopted, in one row; no row: session and session_member are tables.';


--
-- Name: COLUMN session_adoption.only_row; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption.only_row IS 'Key: there is at most one row.';


--
-- Name: COLUMN session_adoption.session_table; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption.session_table IS 'The application''s table that the view session shows.';


--
-- Name: COLUMN session_adoption.member_table; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption.member_table IS 'The application''s table that the view session_member shows.';


--
-- Name: COLUMN session_adoption.mapping; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption.mapping IS 'The mapping as adopt_session_tables() was given it.';


--
-- Name: COLUMN session_adoption.added; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption.added IS 'What adoption added or changed, so that release_session_tables() takes that back and nothing else.';


--
-- Name: COLUMN session_adoption.dependent_views; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption.dependent_views IS 'The views over session and session_member: how they were defined before, and how they are now.';


--
-- Name: COLUMN session_adoption.adopted_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption.adopted_at IS 'When the tables were adopted.';


--
-- Name: COLUMN session_adoption.rows_changed_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption.rows_changed_at IS 'When the last row was changed as the adoption needs it; from then on, the triggers keep it so. Null: some may not be yet, since a program was interrupted between its batches.';


--
-- Name: CONSTRAINT session_adoption_has_one_row ON session_adoption; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT session_adoption_has_one_row ON public.session_adoption IS 'One pair of tables is adopted at a time.';


--
-- Name: session_adoption_expiry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session_adoption_expiry (
    session_table regclass NOT NULL,
    moved_until timestamp with time zone DEFAULT now() NOT NULL,
    begun_at timestamp with time zone
);


--
-- Name: TABLE session_adoption_expiry; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.session_adoption_expiry IS 'Tables whose activity has moved expires_at already: those that were given back, and one that is being adopted in batches. No activity moves it twice.';


--
-- Name: COLUMN session_adoption_expiry.session_table; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption_expiry.session_table IS 'Key: the application''s table of sessions.';


--
-- Name: COLUMN session_adoption_expiry.moved_until; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption_expiry.moved_until IS 'Until when each activity has moved expires_at. -infinity: only that of session_adoption_moved has.';


--
-- Name: COLUMN session_adoption_expiry.begun_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption_expiry.begun_at IS 'Ten minutes before the batches of session_adoption_batch() began, for they must leave what is used while they run. Null: none are running, nor were interrupted.';


--
-- Name: session_adoption_moved; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session_adoption_moved (
    session_table regclass NOT NULL,
    session_id bigint NOT NULL,
    last_activity_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE session_adoption_moved; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.session_adoption_moved IS 'Sessions of a table that is being adopted whose expires_at is moved. Emptied when it is adopted.';


--
-- Name: COLUMN session_adoption_moved.session_table; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption_moved.session_table IS 'The application''s table of sessions.';


--
-- Name: COLUMN session_adoption_moved.session_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption_moved.session_id IS 'The session''s key.';


--
-- Name: COLUMN session_adoption_moved.last_activity_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_adoption_moved.last_activity_at IS 'The last activity that has moved expires_at.';


--
-- Name: session_age; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.session_age AS
 SELECT session_type.session_type,
    session_type.inactivity_timeout,
    counted.tenth,
    counted.sessions
   FROM (public.session_type
     CROSS JOIN LATERAL ( SELECT (
                CASE
                    WHEN (session.expires_at < now()) THEN (10)::numeric
                    WHEN isfinite(session.expires_at) THEN LEAST((9)::numeric, GREATEST((0)::numeric, floor(((10)::numeric * ((1)::numeric - (EXTRACT(epoch FROM (session.expires_at - now())) / EXTRACT(epoch FROM session_type.inactivity_timeout)))))))
                    ELSE NULL::numeric
                END)::integer AS tenth,
            count(*) AS sessions
           FROM public.session
          WHERE ((session.session_type = session_type.session_type) AND session.is_active)
          GROUP BY ((
                CASE
                    WHEN (session.expires_at < now()) THEN (10)::numeric
                    WHEN isfinite(session.expires_at) THEN LEAST((9)::numeric, GREATEST((0)::numeric, floor(((10)::numeric * ((1)::numeric - (EXTRACT(epoch FROM (session.expires_at - now())) / EXTRACT(epoch FROM session_type.inactivity_timeout)))))))
                    ELSE NULL::numeric
                END)::integer)) counted)
  WHERE (session_type.inactivity_timeout IS NOT NULL);


--
-- Name: VIEW session_age; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.session_age IS 'The active sessions of each type that expires, by how much of the timeout has passed. It reads the active sessions.';


--
-- Name: COLUMN session_age.session_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_age.session_type IS 'The session type.';


--
-- Name: COLUMN session_age.inactivity_timeout; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_age.inactivity_timeout IS 'Its timeout.';


--
-- Name: COLUMN session_age.tenth; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_age.tenth IS '0: less than a tenth of the timeout has passed, ... 9: the last tenth, 10: expired. Null: the session never expires.';


--
-- Name: COLUMN session_age.sessions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_age.sessions IS 'How many such sessions there are.';


--
-- Name: session_cleanup_object; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session_cleanup_object (
    kind text NOT NULL,
    identity text NOT NULL,
    fingerprint text NOT NULL,
    server_version integer NOT NULL
);


--
-- Name: TABLE session_cleanup_object; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.session_cleanup_object IS 'What the schema looked like when it was last migrated: session_cleanup_drift compares the database with it.';


--
-- Name: COLUMN session_cleanup_object.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_object.kind IS 'table, view, routine, trigger, index or constraint.';


--
-- Name: COLUMN session_cleanup_object.identity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_object.identity IS 'Its name; of a routine with the types of its arguments, of a trigger or constraint with its table.';


--
-- Name: COLUMN session_cleanup_object.fingerprint; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_object.fingerprint IS 'Hash of its definition and comment; of an index or constraint the definition itself; empty for a table.';


--
-- Name: COLUMN session_cleanup_object.server_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_object.server_version IS 'Major version of the server that recorded it: another one may print the same definition differently.';


--
-- Name: session_cleanup_problem; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.session_cleanup_problem AS
 SELECT found.problem,
    found.detail,
    found.remedy
   FROM public.session_cleanup_check() found(problem, detail, remedy);


--
-- Name: VIEW session_cleanup_problem; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.session_cleanup_problem IS 'What is wrong with the installation or its data; empty when it is sound. It reads all sessions and members. A role needs EXECUTE on session_cleanup_check too.';


--
-- Name: COLUMN session_cleanup_problem.problem; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_problem.problem IS 'What is wrong.';


--
-- Name: COLUMN session_cleanup_problem.detail; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_problem.detail IS 'Where: the object, or how many rows.';


--
-- Name: COLUMN session_cleanup_problem.remedy; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_problem.remedy IS 'What to do: a statement, or a command.';


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
        END AS oldest_expired_age_seconds,
    last_success.sessions_failed,
    ( SELECT (session_adoption.session_table)::text AS session_table
           FROM public.session_adoption) AS adopted_session_table,
    ( SELECT (session_adoption.member_table)::text AS member_table
           FROM public.session_adoption) AS adopted_member_table
   FROM (( SELECT count(*) AS sessions,
            min(expired_session.expires_at) AS oldest_expired_at
           FROM public.expired_session) backlog
     LEFT JOIN ( SELECT cleanup_run.cleanup_run_id,
            cleanup_run.finished_at,
            cleanup_run.sessions_failed
           FROM public.cleanup_run
          WHERE (cleanup_run.finished_at <= (now() + '00:01:00'::interval))
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

COMMENT ON COLUMN public.session_cleanup_status.last_success_at IS 'When a run last ended in good order, by a clock at most a minute ahead. Null: none ever did, or none is left in cleanup_run.';


--
-- Name: COLUMN session_cleanup_status.last_success_age_seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.last_success_age_seconds IS 'Seconds since last_success_at; zero if that is up to a minute in the future. Null: no success.';


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
-- Name: COLUMN session_cleanup_status.sessions_failed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.sessions_failed IS 'Sessions that the run of last_success_at could not deactivate. Null: no success.';


--
-- Name: COLUMN session_cleanup_status.adopted_session_table; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.adopted_session_table IS 'The application''s table that session is a view over. Null: it is a table of its own.';


--
-- Name: COLUMN session_cleanup_status.adopted_member_table; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_cleanup_status.adopted_member_table IS 'The application''s table that session_member is a view over. Null: it is a table of its own.';


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
-- Name: session_totals; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.session_totals AS
 SELECT active.sessions AS active,
    ( SELECT count(*) AS count
           FROM public.expired_session) AS expired,
    (((every.sessions - never_expiring.sessions) - unknown.sessions) - active.sessions) AS inactive,
    ((every.sessions - never_expiring.sessions) - unknown.sessions) AS total
   FROM (((( SELECT count(*) AS sessions
           FROM public.session
          WHERE (session.is_active AND (session.session_type = ANY (ARRAY( SELECT session_type.session_type
                   FROM public.session_type
                  WHERE (session_type.inactivity_timeout IS NOT NULL)))))) active
     CROSS JOIN ( SELECT count(*) AS sessions
           FROM public.session) every)
     CROSS JOIN ( SELECT count(*) AS sessions
           FROM public.session
          WHERE (session.session_type = ANY (ARRAY( SELECT session_type.session_type
                   FROM public.session_type
                  WHERE (session_type.inactivity_timeout IS NULL))))) never_expiring)
     CROSS JOIN ( SELECT count(*) AS sessions
           FROM public.session
          WHERE ((EXISTS ( SELECT
                   FROM public.session_adoption)) AND ((session.session_type = ANY (ARRAY( SELECT session_type.session_type
                   FROM public.session_type))) IS NOT TRUE))) unknown);


--
-- Name: VIEW session_totals; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.session_totals IS 'How many sessions there are of the types that expire, in one row. Exact, so it counts the sessions: 0.15 s for a million whose index pages are in memory, without parallel workers (scripts/bench).';


--
-- Name: COLUMN session_totals.active; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_totals.active IS 'Sessions with is_active, the expired ones included.';


--
-- Name: COLUMN session_totals.expired; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_totals.expired IS 'Active sessions that the next cleanup would deactivate.';


--
-- Name: COLUMN session_totals.inactive; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_totals.inactive IS 'Sessions that are over.';


--
-- Name: COLUMN session_totals.total; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.session_totals.total IS 'All sessions of these types: active and inactive.';


--
-- Name: schemaversions schemaversionsid; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schemaversions ALTER COLUMN schemaversionsid SET DEFAULT nextval('public.schemaversions_schemaversionsid_seq'::regclass);


--
-- Data for Name: cleanup_run; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cleanup_run VALUES
	(1, '2026-11-29 22:48:26.330147+00', '2026-11-29 22:48:26.349805+00', '2026-11-29 22:48:26.354006+00', 12, 15, 'postgres', 'session-cleanup', 'session-cleanup', 515, false, 2, NULL, NULL, 0, '{}', '{}', NULL, 0, '2026-11-21 10:04:32.333931+00', NULL, 1, 0.015718);


--
-- Data for Name: cleanup_run_failure; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: cleanup_run_transaction; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cleanup_run_transaction VALUES
	(1, 831);


--
-- Data for Name: cleanup_setting; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cleanup_setting VALUES
	(true, '1 year', NULL, NULL, NULL);


--
-- Data for Name: schemaversions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schemaversions VALUES
	(1, 'migrations/0001_create_session_tables.sql 1888ae42bd46', '2026-11-29 22:48:25.537979'),
	(2, 'migrations/0002_leave_room_for_updates.sql 06d2fec88ebc', '2026-11-29 22:48:25.542071'),
	(3, 'migrations/0003_record_runs_in_detail.sql d4a7beb482f7', '2026-11-29 22:48:25.549649'),
	(4, 'migrations/0004_record_undo_and_shipped_objects.sql d38161468261', '2026-11-29 22:48:25.556856'),
	(5, 'migrations/0005_record_adopted_tables.sql 4ef8cb978618', '2026-11-29 22:48:25.564713'),
	(6, 'migrations/0006_number_the_nodes.sql 5b90c36481f9', '2026-11-29 22:48:25.567616'),
	(7, 'migrations/0007_record_when_adoption_is_complete.sql c7770ecc997e', '2026-11-29 22:48:25.570306'),
	(8, 'routines/adopt_session_tables.sql 7b951366b7c5', '2026-11-29 22:48:25.572986'),
	(9, 'routines/apply_inactivity_timeout.sql 03d72e81c497', '2026-11-29 22:48:25.575742'),
	(10, 'routines/apply_inactivity_timeout_in_batches.sql 8fbafd00bd65', '2026-11-29 22:48:25.577557'),
	(11, 'routines/cleanup_check_deferred_constraints.sql a6c01c603f5b', '2026-11-29 22:48:25.579593'),
	(12, 'routines/cleanup_day.sql 889704a42738', '2026-11-29 22:48:25.584194'),
	(13, 'routines/cleanup_error_ends_run.sql 6e80ba136783', '2026-11-29 22:48:25.586081'),
	(14, 'routines/cleanup_index_is_missing.sql 9374757fcc47', '2026-11-29 22:48:25.587981'),
	(15, 'routines/cleanup_run_batch.sql 83087628e621', '2026-11-29 22:48:25.591053'),
	(16, 'routines/cleanup_run_begin.sql bf018a464849', '2026-11-29 22:48:25.59309'),
	(17, 'routines/cleanup_run_close.sql 3941f862f24d', '2026-11-29 22:48:25.595832'),
	(18, 'routines/cleanup_run_deactivate.sql 1f15d64e665a', '2026-11-29 22:48:25.5977'),
	(19, 'routines/cleanup_run_deactivate_apart.sql 96e006b7d118', '2026-11-29 22:48:25.599423'),
	(20, 'routines/cleanup_run_finish.sql a585f549e8fd', '2026-11-29 22:48:25.601055'),
	(21, 'routines/cleanup_run_history.sql 0a96849ce5f6', '2026-11-29 22:48:25.605722'),
	(22, 'routines/cleanup_run_kept_active.sql b7e48a39914a', '2026-11-29 22:48:25.607701'),
	(23, 'routines/cleanup_run_lock_tables.sql 9df9dcc9239a', '2026-11-29 22:48:25.609379'),
	(24, 'routines/cleanup_run_prune.sql a021abb1b683', '2026-11-29 22:48:25.610961'),
	(25, 'routines/cleanup_run_record_failure.sql 9aaa6152d7a6', '2026-11-29 22:48:25.612619'),
	(26, 'routines/cleanup_run_to_undo.sql b44c798010bf', '2026-11-29 22:48:25.614426'),
	(27, 'routines/cleanup_sessions.sql 98fc38cfeaa7', '2026-11-29 22:48:25.61622'),
	(28, 'routines/cleanup_sessions_in_batches.sql 03b8b3e64fde', '2026-11-29 22:48:25.618464'),
	(29, 'routines/create_session.sql d7f5df7691f0', '2026-11-29 22:48:25.620093'),
	(30, 'routines/end_session.sql a94e2adcd92c', '2026-11-29 22:48:25.621581'),
	(31, 'routines/expired_session.sql 52d0d18994eb', '2026-11-29 22:48:25.624709'),
	(32, 'routines/explain_session.sql 456ce0b13532', '2026-11-29 22:48:25.626588'),
	(33, 'routines/find_session.sql 81a9397b5b60', '2026-11-29 22:48:25.628303'),
	(34, 'routines/join_session.sql aa7f6f497271', '2026-11-29 22:48:25.630078'),
	(35, 'routines/leave_session.sql 0515a9e08de5', '2026-11-29 22:48:25.631813'),
	(36, 'routines/node_require.sql e3643028e1ff', '2026-11-29 22:48:25.633477'),
	(37, 'routines/node_run.sql 4ac0cab7ee6b', '2026-11-29 22:48:25.635473'),
	(38, 'routines/node_state.sql 7d694ba60be6', '2026-11-29 22:48:25.637484'),
	(39, 'routines/release_session_tables.sql 5e2fab5fe674', '2026-11-29 22:48:25.638966'),
	(40, 'routines/session_adopted_function_statements.sql eefd3a9134d8', '2026-11-29 22:48:25.641413'),
	(41, 'routines/session_adoption_apply.sql 86c51531df6b', '2026-11-29 22:48:25.643532'),
	(42, 'routines/session_adoption_batch.sql 7b8324ceaf4d', '2026-11-29 22:48:25.645244'),
	(43, 'routines/session_adoption_begin.sql ae259ae98b6a', '2026-11-29 22:48:25.64687'),
	(44, 'routines/session_adoption_changes.sql e10e155fbea1', '2026-11-29 22:48:25.64979'),
	(45, 'routines/session_adoption_column.sql 91a987d6164c', '2026-11-29 22:48:25.651435'),
	(46, 'routines/session_adoption_columns.sql 4932672ff772', '2026-11-29 22:48:25.653373'),
	(47, 'routines/session_adoption_fill.sql ea7e165215a8', '2026-11-29 22:48:25.654876'),
	(48, 'routines/session_adoption_indexes.sql b015fb8ed69f', '2026-11-29 22:48:25.657728'),
	(49, 'routines/session_adoption_is_in_force.sql ddf8e584d448', '2026-11-29 22:48:25.659439'),
	(50, 'routines/session_adoption_losses.sql 833c5890e900', '2026-11-29 22:48:25.666509'),
	(51, 'routines/session_adoption_mapping.sql b23ed28f16cd', '2026-11-29 22:48:25.672686'),
	(52, 'routines/session_adoption_options.sql 50ea14aab3df', '2026-11-29 22:48:25.674809'),
	(53, 'routines/session_adoption_plan.sql 7489233f7243', '2026-11-29 22:48:25.676803'),
	(54, 'routines/session_adoption_problems.sql ae70600af5f3', '2026-11-29 22:48:25.679115'),
	(55, 'routines/session_adoption_rows.sql 8e86b5d93ebd', '2026-11-29 22:48:25.680705'),
	(56, 'routines/session_adoption_statements.sql 3735eb051afa', '2026-11-29 22:48:25.683034'),
	(57, 'routines/session_after_deactivation.sql 1099f4c97eb4', '2026-11-29 22:48:25.684674'),
	(58, 'routines/session_age.sql b668c708b19b', '2026-11-29 22:48:25.687971'),
	(59, 'routines/session_attach_triggers.sql bf5b7a19eaef', '2026-11-29 22:48:25.690037'),
	(60, 'routines/session_base_table.sql ab21005f6448', '2026-11-29 22:48:25.691773'),
	(61, 'routines/session_before_deactivation.sql a23f3c9b96ac', '2026-11-29 22:48:25.693404'),
	(62, 'routines/session_cleanup_check.sql 77b126c6683c', '2026-11-29 22:48:25.696199'),
	(63, 'routines/session_cleanup_drift.sql 960073e90673', '2026-11-29 22:48:25.698078'),
	(64, 'routines/session_cleanup_object_now.sql f2aebf3c5d70', '2026-11-29 22:48:25.702463'),
	(65, 'routines/session_cleanup_problem.sql f26b3724af58', '2026-11-29 22:48:25.704707'),
	(66, 'routines/session_cleanup_record_objects.sql 0fa08a7b4415', '2026-11-29 22:48:25.70642'),
	(67, 'routines/session_cleanup_refuse_above.sql fee9ee00f1ba', '2026-11-29 22:48:25.708123'),
	(68, 'routines/session_cleanup_repair.sql 1907821c0f01', '2026-11-29 22:48:25.710034'),
	(69, 'routines/session_cleanup_sequence_behind.sql a9fe8f7b2ae8', '2026-11-29 22:48:25.712013'),
	(70, 'routines/session_cleanup_status.sql 45403cb6050d', '2026-11-29 22:48:25.71723'),
	(71, 'routines/session_clear_deactivation.sql 5472f8ef8772', '2026-11-29 22:48:25.718853'),
	(72, 'routines/session_dependent_views.sql f1307d983d8d', '2026-11-29 22:48:25.721461'),
	(73, 'routines/session_first_expiry.sql eafa3c0725cc', '2026-11-29 22:48:25.723186'),
	(74, 'routines/session_grant_statements.sql b19a58685c66', '2026-11-29 22:48:25.726196'),
	(75, 'routines/session_keep_cleanup_run_id.sql 65ce0e04acbc', '2026-11-29 22:48:25.728061'),
	(76, 'routines/session_lock_for_deactivation.sql 92659f301453', '2026-11-29 22:48:25.730077'),
	(77, 'routines/session_member_require_active_session.sql 7ee3aefb5d30', '2026-11-29 22:48:25.731744'),
	(78, 'routines/session_moved_expiry.sql 8a75cde6e154', '2026-11-29 22:48:25.733378'),
	(79, 'routines/session_raise_deletion.sql 64ccee538844', '2026-11-29 22:48:25.73479'),
	(80, 'routines/session_raise_inactive.sql 6ab59a46aa0c', '2026-11-29 22:48:25.736266'),
	(81, 'routines/session_refuse_delete.sql 573f705b24ef', '2026-11-29 22:48:25.737842'),
	(82, 'routines/session_release_statements.sql 670ea555ed2e', '2026-11-29 22:48:25.740745'),
	(83, 'routines/session_require_active.sql 6f329a739d30', '2026-11-29 22:48:25.742136'),
	(84, 'routines/session_require_newest_members.sql 8201ef7c68a3', '2026-11-29 22:48:25.744092'),
	(85, 'routines/session_require_no_deactivation.sql 3d3b15394ee2', '2026-11-29 22:48:25.745498'),
	(86, 'routines/session_require_supported_tables.sql 1cd14631ba95', '2026-11-29 22:48:25.746771'),
	(87, 'routines/session_set_expires_at.sql cef589e16b7f', '2026-11-29 22:48:25.74787'),
	(88, 'routines/session_set_members_offline.sql 64acf7166227', '2026-11-29 22:48:25.74908'),
	(89, 'routines/session_statistics.sql ce57a81c37c5', '2026-11-29 22:48:25.752374'),
	(90, 'routines/session_totals.sql a7920c93eb79', '2026-11-29 22:48:25.755784'),
	(91, 'routines/session_trigger_statements.sql df27f41c574d', '2026-11-29 22:48:25.757704'),
	(92, 'routines/set_node.sql 686098f7b64c', '2026-11-29 22:48:25.75946'),
	(93, 'routines/touch_session.sql 663fa592156b', '2026-11-29 22:48:25.760849'),
	(94, 'routines/triggers.sql 3d3722d3a988', '2026-11-29 22:48:25.767752'),
	(95, 'routines/undo_cleanup_run.sql 8eed467d59d0', '2026-11-29 22:48:25.770219'),
	(96, 'routines/undo_cleanup_run_batch.sql 8843bf8b65cb', '2026-11-29 22:48:25.773316'),
	(97, 'routines/zz_record_objects.sql 261a6b5a8174', '2026-11-29 22:48:25.79725');


--
-- Data for Name: session; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session VALUES
	(1, 'd55027d2-560b-41f1-a1c5-debcd9be37c1', 319, 'Sample: Code review 2302', 'collaborative', true, '2026-11-21 23:16:16.40346+00', '2026-11-25 03:18:32.184839+00', '2026-12-02 03:18:32.184839+00', NULL, NULL),
	(3, '8a3a564c-41a2-4eea-9d57-ed539dbe0feb', 118, 'Sample: Workshop 1854', 'collaborative', false, '2026-08-23 22:59:46.198828+00', '2026-08-27 07:35:58.936299+00', '2026-09-03 07:35:58.936299+00', '2026-09-03 09:35:58.936299+00', NULL),
	(4, '21c45c49-f268-4542-b215-2cf001966e27', 273, 'Sample: Code review 2610', 'collaborative', false, '2026-06-23 07:30:35.827113+00', '2026-07-04 05:13:12.55834+00', '2026-07-11 05:13:12.55834+00', '2026-07-11 07:13:12.55834+00', NULL),
	(5, '3f94232c-a40b-442a-a489-236326c2c279', 68, 'Sample: Retrospective 1709', 'collaborative', false, '2026-08-07 19:02:19.872969+00', '2026-08-23 10:48:03.753878+00', '2026-08-30 10:48:03.753878+00', '2026-08-30 12:48:03.753878+00', NULL),
	(7, 'bfd2ba4d-dc18-421e-8933-3040a32260b9', 57, 'Sample: Pair programming 1251', 'collaborative', false, '2026-07-16 01:06:10.488803+00', '2026-07-28 23:04:09.237577+00', '2026-08-04 23:04:09.237577+00', '2026-08-05 01:04:09.237577+00', NULL),
	(8, '01f94326-329c-461b-9606-d69281efc94f', 180, 'Sample: Pair programming 3024', 'collaborative', true, '2026-11-20 02:33:51.067437+00', '2026-11-24 15:44:49.140544+00', '2026-12-01 15:44:49.140544+00', NULL, NULL),
	(10, 'b4f5a97e-056c-4a85-99be-f41b57933cba', 350, 'Sample: Pair programming 2232', 'collaborative', false, '2026-09-03 06:51:48.873661+00', '2026-09-05 16:31:07.934972+00', '2026-09-12 16:31:07.934972+00', '2026-09-12 18:31:07.934972+00', NULL),
	(13, '0171e92e-a7a5-41d8-855b-1a0484489a89', 157, 'Sample: Pair programming 3851', 'collaborative', false, '2026-06-04 04:27:38.812665+00', '2026-06-14 08:38:31.750081+00', '2026-06-21 08:38:31.750081+00', '2026-06-21 10:38:31.750081+00', NULL),
	(14, 'ad579575-b089-4c2e-8912-3206c9ba6549', 308, 'Sample: Homework 3257', 'simple', true, '2026-10-23 19:54:22.883385+00', '2026-11-10 06:30:45.673248+00', NULL, NULL, NULL),
	(20, '6be2305b-700e-40f1-9882-961fda03fa8a', 355, 'Sample: Retrospective 1791', 'collaborative', false, '2026-08-28 07:38:36.442069+00', '2026-09-04 08:01:43.479996+00', '2026-09-11 08:01:43.479996+00', '2026-09-11 10:01:43.479996+00', NULL),
	(21, '2d08abf1-2ad3-49a8-87e2-9e111f9d707d', 28, 'Sample: Workshop 252', 'collaborative', false, '2026-10-01 22:50:47.882678+00', '2026-10-06 02:21:07.873384+00', '2026-10-13 02:21:07.873384+00', '2026-10-13 04:21:07.873384+00', NULL),
	(22, '841bd66b-5f58-4b8a-a0d7-fe4aa6aa7111', 58, 'Sample: Code review 1604', 'collaborative', true, '2026-11-19 00:27:42.57534+00', '2026-11-25 23:06:21.876281+00', '2026-12-02 23:06:21.876281+00', NULL, NULL),
	(23, 'ea905f95-2feb-420c-aaf2-abceda160303', 286, 'Sample: Workshop 2530', 'collaborative', false, '2026-09-15 23:19:25.134875+00', '2026-09-27 15:01:25.154803+00', '2026-10-04 15:01:25.154803+00', '2026-10-04 17:01:25.154803+00', NULL),
	(25, 'f10d6ef1-cde4-4c5f-9218-c56736e82839', 273, 'Sample: Pair programming 335', 'simple', true, '2026-10-21 17:50:53.550548+00', '2026-11-01 15:18:19.859912+00', NULL, NULL, NULL),
	(26, '357f73b8-de66-4d3e-a4af-6b8e52fe03a0', 110, 'Sample: Pair programming 1750', 'collaborative', false, '2026-07-19 07:33:18.724862+00', '2026-07-26 05:54:11.02658+00', '2026-08-02 05:54:11.02658+00', '2026-08-02 07:54:11.02658+00', NULL),
	(27, '809e3c2b-0087-4687-aa46-2c17ae60eccf', 187, 'Sample: Homework 3329', 'collaborative', false, '2026-05-31 15:12:04.89815+00', '2026-06-08 16:56:34.635262+00', '2026-06-15 16:56:34.635262+00', '2026-06-15 18:56:34.635262+00', NULL),
	(28, 'dc258005-4c87-45a4-bb84-4a843ea41fa2', 55, 'Sample: Code review 3109', 'collaborative', false, '2026-09-12 18:41:31.739291+00', '2026-09-29 22:08:47.795308+00', '2026-10-06 22:08:47.795308+00', '2026-10-07 00:08:47.795308+00', NULL),
	(29, '71816d51-4e8a-442f-8544-f465f086a15c', 80, 'Sample: Workshop 2052', 'collaborative', false, '2026-04-24 05:54:21.953747+00', '2026-04-28 08:37:50.508998+00', '2026-05-05 08:37:50.508998+00', '2026-05-05 10:37:50.508998+00', NULL),
	(31, '5e44f6ad-774c-4b49-8f52-d34475a4eac2', 196, 'Sample: Workshop 2878', 'simple', true, '2026-11-01 15:19:34.383489+00', '2026-11-17 02:35:28.883406+00', NULL, NULL, NULL),
	(33, 'cbd3c564-3230-4b2e-bc9b-fb0664194733', 46, 'Sample: Workshop 2434', 'collaborative', false, '2026-10-24 06:41:36.998707+00', '2026-11-05 21:19:30.3271+00', '2026-11-12 21:19:30.3271+00', '2026-11-12 23:19:30.3271+00', NULL),
	(34, '699adbcb-e88e-4dd8-ae2a-31474721a875', 129, 'Sample: Interview 3922', 'collaborative', true, '2026-11-19 02:38:08.501808+00', '2026-11-27 08:22:17.926401+00', '2026-12-04 08:22:17.926401+00', NULL, NULL),
	(35, '0d9f3350-2e5b-4562-80b4-e7aceebe56e5', 14, 'Sample: Code review 2823', 'collaborative', true, '2026-11-16 15:19:05.01345+00', '2026-11-28 13:32:39.660053+00', '2026-12-05 13:32:39.660053+00', NULL, NULL),
	(36, 'b1a6a761-453e-4035-a07e-f15df63a8d36', 244, 'Sample: Pair programming 809', 'collaborative', false, '2026-08-14 11:45:08.123744+00', '2026-08-22 15:35:19.730219+00', '2026-08-29 15:35:19.730219+00', '2026-08-29 17:35:19.730219+00', NULL),
	(40, '6135298e-480e-448a-8bf8-a22f77fa2991', 263, 'Sample: Code review 1430', 'collaborative', false, '2026-05-25 21:01:50.89029+00', '2026-05-30 03:41:27.987279+00', '2026-06-06 03:41:27.987279+00', '2026-06-06 05:41:27.987279+00', NULL),
	(41, '559fc281-3213-4fe3-b8e9-a6cd7f88ba53', 401, 'Sample: Pair programming 2329', 'collaborative', false, '2026-04-28 07:36:19.438638+00', '2026-05-11 06:30:53.915029+00', '2026-05-18 06:30:53.915029+00', '2026-05-18 08:30:53.915029+00', NULL),
	(43, '1a52426a-fd28-4802-b8e1-33d67f6f0a56', 317, 'Sample: Code review 2721', 'collaborative', true, '2026-11-09 07:13:21.429515+00', '2026-11-26 16:02:37.067885+00', '2026-12-03 16:02:37.067885+00', NULL, NULL),
	(44, 'ef9e2d10-e23f-458f-ac22-a7da975fce8e', 308, 'Sample: Homework 3729', 'collaborative', false, '2026-07-28 10:45:58.568535+00', '2026-08-08 07:00:43.007592+00', '2026-08-15 07:00:43.007592+00', '2026-08-15 09:00:43.007592+00', NULL),
	(46, 'cd6e627e-a600-41fb-aeee-95fcdcf68c12', 13, 'Sample: Interview 340', 'collaborative', true, '2026-11-04 02:34:28.838839+00', '2026-11-24 01:00:20.175347+00', '2026-12-01 01:00:20.175347+00', NULL, NULL),
	(49, '207038d3-b3c3-4511-b7ac-53a6ad7e9468', 220, 'Sample: Interview 991', 'collaborative', false, '2026-08-06 14:56:26.313644+00', '2026-08-21 21:45:34.782515+00', '2026-08-28 21:45:34.782515+00', '2026-08-28 23:45:34.782515+00', NULL),
	(50, 'c652f8e1-d25e-49a1-a8d1-c20aabae53b9', 330, 'Sample: Pair programming 1724', 'collaborative', true, '2026-11-17 09:57:30.302537+00', '2026-11-27 11:43:00.372686+00', '2026-12-04 11:43:00.372686+00', NULL, NULL),
	(51, 'c0cfc8b3-6dac-4d71-98c3-c13a69d096ba', 143, 'Sample: Code review 2790', 'collaborative', false, '2026-04-27 14:21:13.814313+00', '2026-05-02 19:59:15.513609+00', '2026-05-09 19:59:15.513609+00', '2026-05-09 21:59:15.513609+00', NULL),
	(52, '759d5772-bd36-4657-9a86-eecf02733422', 180, 'Sample: Code review 2744', 'collaborative', true, '2026-11-15 07:20:33.987134+00', '2026-11-27 03:20:37.456363+00', '2026-12-04 03:20:37.456363+00', NULL, NULL),
	(2, '9a0a26af-17bc-44a3-96ce-73a2ee45a6bb', 319, 'Sample: Pair programming 2926', 'collaborative', false, '2026-11-08 13:10:12.977261+00', '2026-11-16 05:33:13.413193+00', '2026-11-23 05:33:13.413193+00', '2026-11-29 22:48:26.332941+00', 1),
	(11, '5499a2c6-9048-4fd3-a886-9030f2a73d25', 145, 'Sample: Interview 1748', 'collaborative', false, '2026-11-10 10:07:02.800586+00', '2026-11-19 08:18:09.642726+00', '2026-11-26 08:18:09.642726+00', '2026-11-29 22:48:26.332941+00', 1),
	(15, '671310ca-24c7-4b2d-aad3-413383dec8e0', 15, 'Sample: Pair programming 1326', 'collaborative', false, '2026-11-06 12:37:29.818522+00', '2026-11-15 17:56:16.930575+00', '2026-11-22 17:56:16.930575+00', '2026-11-29 22:48:26.332941+00', 1),
	(16, 'f882917b-cac8-4aa1-bf4e-b46b898252a1', 279, 'Sample: Homework 3507', 'collaborative', false, '2026-11-02 11:06:20.914921+00', '2026-11-20 19:46:01.389283+00', '2026-11-27 19:46:01.389283+00', '2026-11-29 22:48:26.332941+00', 1),
	(17, 'a2ea4bb6-a581-46ad-9016-3adacd61e102', 43, 'Sample: Retrospective 626', 'collaborative', false, '2026-11-01 05:33:00.812856+00', '2026-11-15 04:14:35.351797+00', '2026-11-22 04:14:35.351797+00', '2026-11-29 22:48:26.332941+00', 1),
	(6, '0089304f-59fa-46fe-ab5e-dcaca6e98a65', 254, 'Sample: Interview 1696', 'simple', true, '2026-11-05 07:03:46.738387+00', '2026-11-10 06:50:43.345597+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(9, '130325d3-6982-4b06-a338-044a4c168a11', 350, 'Sample: Retrospective 2584', 'collaborative', true, '2026-11-19 07:40:35.061379+00', '2026-11-26 22:42:21.241466+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(12, 'f52797fa-a411-402b-96db-6317257ef2ee', 113, 'Sample: Retrospective 2218', 'simple', true, '2026-11-07 13:56:35.512344+00', '2026-11-14 15:09:10.598905+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(18, '485a5bea-3d4d-4e57-9e13-525004ac553d', 384, 'Sample: Homework 2401', 'collaborative', true, '2026-11-13 11:19:31.468013+00', '2026-11-25 06:01:24.315016+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(24, '175227d2-8c5b-457e-9c08-cd59908f038e', 323, 'Sample: Interview 395', 'simple', true, '2026-11-18 08:57:08.899359+00', '2026-11-21 16:59:24.292003+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(30, '08525548-98c8-44d0-91a7-1c1faf445908', 298, 'Sample: Homework 1397', 'simple', true, '2026-09-18 04:48:04.407275+00', '2026-10-05 22:44:05.760498+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(39, 'd3625792-2fee-43e3-a3e6-453cbf7c2651', 17, 'Sample: Pair programming 1743', 'collaborative', true, '2026-11-16 15:29:06.813157+00', '2026-11-27 19:44:53.616169+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(42, '3aeabc38-73cd-4cd8-8926-46d491730c27', 359, 'Sample: Homework 3060', 'collaborative', true, '2026-11-14 00:56:52.405076+00', '2026-11-25 20:04:04.094612+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(45, '703317c1-e466-492f-bd5e-2884b075d033', 23, 'Sample: Pair programming 3144', 'collaborative', true, '2026-11-22 19:50:39.730331+00', '2026-11-27 18:48:24.645691+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(54, '74d94b80-e089-4df3-91f8-26a88f8b5e33', 326, 'Sample: Workshop 2957', 'simple', true, '2026-10-07 06:12:06.47504+00', '2026-10-11 02:16:17.623039+00', '2026-11-29 21:48:26.408435+00', NULL, NULL),
	(55, '1be68191-cdf2-4daf-a39d-208eff97d5be', 265, 'Sample: Pair programming 129', 'collaborative', false, '2026-05-21 11:39:57.638704+00', '2026-05-28 19:27:40.899023+00', '2026-06-04 19:27:40.899023+00', '2026-06-04 21:27:40.899023+00', NULL),
	(56, '8405afa5-f214-4d2b-8686-57f048ea0543', 235, 'Sample: Homework 777', 'simple', true, '2026-11-07 11:24:55.766377+00', '2026-11-18 00:27:39.586794+00', NULL, NULL, NULL),
	(57, '3b54c350-6b0e-4cde-83dd-325819197e26', 196, 'Sample: Retrospective 2990', 'collaborative', false, '2026-08-03 14:45:44.893743+00', '2026-08-06 14:40:20.465108+00', '2026-08-13 14:40:20.465108+00', '2026-08-13 16:40:20.465108+00', NULL),
	(58, '2df433a6-7b3f-474c-bed1-d29b9fa3a5a4', 278, 'Sample: Pair programming 1872', 'collaborative', false, '2026-10-09 14:36:10.469883+00', '2026-10-20 15:02:32.031532+00', '2026-10-27 15:02:32.031532+00', '2026-10-27 17:02:32.031532+00', NULL),
	(59, 'bf019938-1477-4018-acda-dcc59c725e33', 303, 'Sample: Pair programming 3619', 'collaborative', true, '2026-10-06 13:27:43.19386+00', '2026-10-20 04:33:55.662078+00', 'infinity', NULL, NULL),
	(60, 'abd3a599-e254-4005-a522-77bf4964e888', 357, 'Sample: Homework 3869', 'collaborative', false, '2026-07-08 00:28:53.887584+00', '2026-07-17 10:56:47.596373+00', '2026-07-24 10:56:47.596373+00', '2026-07-24 12:56:47.596373+00', NULL),
	(19, '67077a90-4603-4d44-80d4-4967d58a3039', 331, 'Sample: Homework 226', 'collaborative', false, '2026-10-30 05:32:47.314874+00', '2026-11-14 10:04:32.333931+00', '2026-11-21 10:04:32.333931+00', '2026-11-29 22:48:26.332941+00', 1),
	(32, '91330f42-517c-45e5-94da-1575dd177815', 208, 'Sample: Retrospective 2907', 'collaborative', false, '2026-11-16 15:39:58.907006+00', '2026-11-22 21:05:34.240496+00', '2026-11-29 21:05:34.240496+00', '2026-11-29 22:48:26.332941+00', 1),
	(37, '617aff81-38af-4871-abc4-679f2bb4ee0c', 324, 'Sample: Homework 3546', 'collaborative', false, '2026-11-08 14:24:33.052235+00', '2026-11-15 09:32:13.250088+00', '2026-11-22 09:32:13.250088+00', '2026-11-29 22:48:26.332941+00', 1),
	(38, '11260370-3e7e-449c-bba8-074d3cc63302', 361, 'Sample: Code review 348', 'collaborative', false, '2026-10-29 12:47:27.010014+00', '2026-11-14 16:27:47.499935+00', '2026-11-21 16:27:47.499935+00', '2026-11-29 22:48:26.332941+00', 1),
	(47, '33c1caf7-a26b-4718-9e2f-c0e9e30ebd78', 146, 'Sample: Workshop 3207', 'collaborative', false, '2026-11-09 13:29:40.79732+00', '2026-11-15 20:56:06.661265+00', '2026-11-22 20:56:06.661265+00', '2026-11-29 22:48:26.332941+00', 1),
	(48, '59844185-6212-4a3e-8261-aaa8048c6ff3', 154, 'Sample: Workshop 568', 'collaborative', false, '2026-11-05 05:45:54.923886+00', '2026-11-22 14:16:35.124493+00', '2026-11-29 14:16:35.124493+00', '2026-11-29 22:48:26.332941+00', 1),
	(53, '5f404b53-1c6d-4b02-91e4-e3da969df34a', 18, 'Sample: Workshop 1246', 'collaborative', false, '2026-11-10 14:46:55.250379+00', '2026-11-17 08:18:39.382975+00', '2026-11-24 08:18:39.382975+00', '2026-11-29 22:48:26.332941+00', 1);


--
-- Data for Name: session_adoption; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: session_adoption_expiry; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: session_adoption_moved; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: session_cleanup_object; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session_cleanup_object VALUES
	('table', 'session_member', '', 15),
	('table', 'session_type', '', 15),
	('table', 'cleanup_run_failure', '', 15),
	('table', 'session', '', 15),
	('table', 'cleanup_setting', '', 15),
	('table', 'cleanup_run_transaction', '', 15),
	('table', 'cleanup_run', '', 15),
	('table', 'session_cleanup_object', '', 15),
	('table', 'session_adoption', '', 15),
	('table', 'session_adoption_expiry', '', 15),
	('table', 'session_adoption_moved', '', 15),
	('view', 'cleanup_day', 'b422bac775749e14a677f59942f80442', 15),
	('view', 'cleanup_run_history', '97e2fbd49ed7c181035ce6711008407a', 15),
	('view', 'expired_session', 'd073cb03fd1c17809ce8493f2d8e7f24', 15),
	('view', 'session_age', 'f0b82bdf451e338a17a159ec752c8926', 15),
	('view', 'session_cleanup_problem', '8339392cd7b20c50334a2fc410a159e2', 15),
	('view', 'session_cleanup_status', '65bd59802c62ad45777a4cff3f84bcdf', 15),
	('view', 'session_statistics', 'd158db7814cc28b51dcea87769957ed7', 15),
	('view', 'session_totals', '11b24d7eaa72ae6f914a4db8fada0559', 15),
	('routine', 'adopt_session_tables(mapping jsonb)', 'cd9f15e84690f4e8f84d6ffe5607d426', 15),
	('routine', 'apply_inactivity_timeout(session_type text, dry_run boolean, batch_size integer, after_session_id bigint, OUT sessions_changed bigint, OUT sessions_expired bigint, OUT last_session_id bigint)', '29a4b50d4ba311714b614293847b6a8b', 15),
	('routine', 'apply_inactivity_timeout_in_batches(IN session_type text, IN batch_size integer)', '2a56ffc5d6b791ac27bcc3ba8effeed5', 15),
	('routine', 'cleanup_check_deferred_constraints()', '12903eec3e09c6b7b5f3e4d0f4b98aa8', 15),
	('routine', 'cleanup_error_ends_run(sqlstate text)', 'a0d6371211841c0e57785717be59dd64', 15),
	('routine', 'cleanup_index_is_missing()', 'da527169333a0de0d90a667ece2297c1', 15),
	('routine', 'cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean)', 'da0f11d63ee4f702fd32bc55a024fc23', 15),
	('routine', 'cleanup_run_begin(way_in text)', '35b6c9ee13126ed1fd2b3901e6524397', 15),
	('routine', 'cleanup_run_close(run_id bigint, statistics boolean, stopped_by text)', 'ee3c456f978edeae914b8acff5b0b2d0', 15),
	('routine', 'cleanup_run_deactivate(run_id bigint, session_ids bigint[], members_busy boolean, OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint)', '2fdedae5516f89f30e5edba3f7957570', 15),
	('routine', 'cleanup_run_deactivate_apart(run_id bigint, session_ids bigint[], OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint)', '922ab2faf4401fff9dfccb58c598ad01', 15),
	('routine', 'cleanup_run_finish(run_id bigint)', '6f0d0a85d4881236b0a0864d3c7ca5e1', 15),
	('routine', 'cleanup_run_kept_active(session_ids bigint[])', '5568ebd28cec70fb9ca9ecf0c73447b9', 15),
	('routine', 'cleanup_run_lock_tables()', 'b2ca1674c052fa6b3b6c7cc8dd7a18f5', 15),
	('routine', 'cleanup_run_prune(run_id bigint)', '956aabc3aa12f4c364f5db32b58a6c11', 15),
	('routine', 'cleanup_run_record_failure(run_id bigint, session_id bigint, sqlstate text, message text, context text)', 'ca8d568e1c2f1f6d41790a646b4078f6', 15),
	('routine', 'cleanup_run_to_undo(run_id bigint)', '740bc4d59c0a1f3c8e4e489344925120', 15),
	('routine', 'cleanup_sessions(dry_run boolean)', 'b60441f18ceaf93d660e831811e74759', 15),
	('routine', 'cleanup_sessions_in_batches(IN batch_size integer, IN pause interval, IN statistics boolean)', '4807c69fe2a52849a6ae5cba1b8ee7da', 15),
	('routine', 'create_session(owner_id bigint, title text, session_type text, OUT session_id bigint, INOUT share_id uuid)', 'c3dc8eb964195e97cfc57a025f3d8ad4', 15),
	('routine', 'end_session(session_id bigint)', 'e15584eb5064abc746abb6e454cad96c', 15),
	('routine', 'explain_session(session_id bigint)', '913f28a74986407504241f08a0ecf4a3', 15),
	('routine', 'find_session(share_id uuid)', '93759348ff69e2d7bd79c1bb60ce349b', 15),
	('routine', 'join_session(session_id bigint, user_id bigint, permission text)', 'bc0dccc3a3318b96299e7c7a83438907', 15),
	('routine', 'leave_session(session_id bigint, user_id bigint)', '55e917773b543e4c2aaaf057cc7f61c7', 15),
	('routine', 'node_require(node_number integer, node_count integer)', 'ef9bd5023071451967c92ff38850d87a', 15),
	('routine', 'node_run(step text, run_id bigint, batch_size integer, entry_point text, application_name text, refuse_above text, statistics boolean, stopped_by text)', 'cfc07ce38a28cc6da1979c837c22abb3', 15),
	('routine', 'node_state()', '4de69c07d31559d5e59e4219ad8da0b7', 15),
	('routine', 'release_session_tables()', 'db6e2c2fd3417e897ab85fa65d8081f7', 15),
	('routine', 'session_adopted_function_statements(session_table regclass, member_table regclass, columns jsonb)', '07ab1a6f6df4a11ea45af47f4559b51d', 15),
	('routine', 'session_adoption_apply(mapping jsonb, rows_in_batches boolean)', '80b4c53baba9d1ad7cbb664879e1c932', 15),
	('routine', 'session_adoption_batch(mapping jsonb, after_id bigint, batch_size integer, OUT through_id bigint, OUT changes jsonb)', '9f8f08e890772d32bfbfcb4d7693c7b4', 15),
	('routine', 'session_adoption_begin(mapping jsonb)', '905a8b1b1fbe3336832393ec5f5b1a13', 15),
	('routine', 'session_adoption_changes(mapping jsonb, rows_in_batches boolean, after_id bigint, through_id bigint)', '1cd3f1d29e46388f51123b3afd8d16c7', 15),
	('routine', 'session_adoption_column(relation text, name text)', '15a3c88b599292021bf77acb159d2e9d', 15),
	('routine', 'session_adoption_columns()', 'a907f157eaf05285ea3ccca388ea9b14', 15),
	('routine', 'session_adoption_fill(template text, columns jsonb)', 'fe7430cd67fe5766c0704d31a648d136', 15),
	('routine', 'session_adoption_indexes(session_table regclass, member_table regclass, columns jsonb)', '44dd801e4c13c990b05037089f99e7e1', 15),
	('routine', 'session_adoption_is_in_force(mapping jsonb)', 'da542a7eca666fa7e4a5ad6f80e77fec', 15),
	('routine', 'session_adoption_losses()', '39ef9dbe8cf40b2b9511e4789a669457', 15),
	('routine', 'session_adoption_mapping(mapping jsonb, OUT session_table regclass, OUT member_table regclass, OUT columns jsonb)', '8f19c7d5fdec42b6f08c481a3a762ab1', 15),
	('routine', 'session_adoption_options(mapping jsonb)', '04c4ec5952f37ae754f5f08b88b676d0', 15),
	('routine', 'session_adoption_plan(mapping jsonb)', 'aca44cbd0e777bfc3eb491eca37abaa2', 15),
	('routine', 'session_adoption_problems(mapping jsonb, except_indexes boolean)', '8729222f603c45628e3f8163a03c9e0b', 15),
	('routine', 'session_adoption_rows(mapping jsonb)', 'b97eff5fadea998b9ae25dfe6f5e9cef', 15),
	('routine', 'session_adoption_statements(mapping jsonb, rows_in_batches boolean)', '63073fa5e25445af7c85d0fa6b5efcaf', 15),
	('routine', 'session_after_deactivation()', 'a6f8d812936987dd9b76c845f69180c3', 15),
	('routine', 'session_attach_triggers()', '0d30f12ca8823c0454bd8e4cc8cd9e5c', 15),
	('routine', 'session_base_table(relation text)', '4b1b436f206a6cbab65096d04a456557', 15),
	('routine', 'session_before_deactivation()', '8633997c2f7a2bbe9b2bd19735b89b38', 15),
	('routine', 'session_cleanup_check(check_rows boolean)', 'bcac7f33d9854f30809d1f52558d7748', 15),
	('routine', 'session_cleanup_drift()', '6c18b5d38f860dd29bb86829e041bcb1', 15),
	('routine', 'session_cleanup_object_now()', '13b35fcdd0d778ab98a5e3e1944a9ae1', 15),
	('routine', 'session_cleanup_record_objects()', 'bb967cd15c95652f110f6db9413a0482', 15),
	('routine', 'session_cleanup_refuse_above()', 'fb575f02a45c20d1060fb64ab616dc8e', 15),
	('routine', 'session_cleanup_repair(dry_run boolean)', '4745addc21b0443ec02a9a1430bd9a86', 15),
	('routine', 'session_cleanup_sequence_behind()', 'ccbfa3d83d07e306690b46b1713d9bc4', 15),
	('routine', 'session_clear_deactivation()', '50643c16af5df6624a4d41155a8dc172', 15),
	('routine', 'session_dependent_views()', '7759fa8b3a1b3a74c8c824143d498ea0', 15),
	('routine', 'session_first_expiry(session_type text)', '85689bd3b2b38912f42a68f1ae629e07', 15),
	('routine', 'session_grant_statements(relation oid, name text)', '8a2084f97adf5da818e3ee50ce08f6de', 15),
	('routine', 'session_keep_cleanup_run_id()', 'e348127232a4e6151845fa2a2dc9f956', 15),
	('routine', 'session_lock_for_deactivation(session_id bigint)', '96396176397f07bf33ffae817efe110c', 15),
	('routine', 'session_member_require_active_session()', 'e9096507a86a1762359e6b83d53f59fd', 15),
	('routine', 'session_moved_expiry(expires_at timestamp with time zone, activity_before timestamp with time zone, activity timestamp with time zone)', '1b58803838d66f2f0a3563990a6ea22c', 15),
	('routine', 'session_raise_deletion(session_id bigint)', 'fd534e3468167422274eb5087e1311fa', 15),
	('routine', 'session_raise_inactive(session_id bigint, user_id bigint)', '4e478d16aba9a93b37eed860d9833840', 15),
	('routine', 'session_refuse_delete()', 'e1c8486506d6c2dadf7777ea13279f5f', 15),
	('routine', 'session_release_statements(keep_added boolean)', 'c497d3bbb60ca250f47aad50d65eb1da', 15),
	('routine', 'session_require_active(session_id bigint, user_id bigint)', '7005be31ccd6298bc94d715daba7eff1', 15),
	('routine', 'session_require_newest_members(session_ids bigint[])', '092ef9414c1d574145d539617b09ac80', 15),
	('routine', 'session_require_no_deactivation(locker xid, session_id bigint, user_id bigint)', '115a4d6435057f692a31ea7b9c4924aa', 15),
	('routine', 'session_require_supported_tables()', '8ecaa59964748c770e257da029400d6a', 15),
	('routine', 'session_set_expires_at()', '70c8daa1d81c598151a5f804137927e7', 15),
	('routine', 'session_set_members_offline(session_id bigint)', '9a7ee98df2bb02aebfde9b1399b643e7', 15),
	('routine', 'session_trigger_statements(session_table regclass, member_table regclass, columns jsonb, options jsonb, function_prefix text)', 'f8ac59ed138821a8f01f6ca2e46b1320', 15),
	('routine', 'set_node(IN node_number integer, IN node_count integer)', 'd0ee5ceceada7288ff2c09c4c7bc2a77', 15),
	('routine', 'touch_session(session_id bigint)', '7f942ea73b2d312bea615f88f85871f9', 15),
	('routine', 'undo_cleanup_run(run_id bigint, dry_run boolean)', '3076c7a574816b0b171d242b2666593c', 15),
	('routine', 'undo_cleanup_run_batch(run_id bigint, batch_size integer, INOUT bookmark jsonb, OUT sessions_reactivated bigint, OUT sessions_left_alone bigint, OUT has_more boolean)', 'b83a08ffc774cc784cbe1818efc316e7', 15),
	('trigger', 'session_set_expires_at on public.session', 'c88116e4d33dbfc8f37b50f140d24d37', 15),
	('trigger', 'session_refuse_delete on public.session', 'ca746069497a8e57558e10cda5c3d118', 15),
	('trigger', 'session_keep_cleanup_run_id on public.session', '428ce283de09ca3b7a96943e520bc01c', 15),
	('trigger', 'zz_session_before_deactivation on public.session', '656ce1d892ed3834dc0294fcb40060f9', 15),
	('trigger', 'session_after_deactivation on public.session', 'eb422f666244a3166ffd5aea130e81ea', 15),
	('trigger', 'zz_session_clear_deactivation on public.session', '27895e9d690a5e93401aa714423434b0', 15),
	('trigger', 'session_member_insert_requires_active_session on public.session_member', 'd8c84eef2867bf78d167101650cfe6db', 15),
	('trigger', 'session_member_update_requires_active_session on public.session_member', '1731eae05e82a813b86a185c4841d4b4', 15),
	('index', 'cleanup_run_started_at_idx', 'CREATE INDEX cleanup_run_started_at_idx ON public.cleanup_run USING btree (started_at)', 15),
	('index', 'cleanup_run_finished_at_idx', 'CREATE INDEX cleanup_run_finished_at_idx ON public.cleanup_run USING btree (finished_at)', 15),
	('constraint', 'session_type_inactivity_timeout_is_positive on public.session_type', 'CHECK ((inactivity_timeout > ''00:00:00''::interval))', 15),
	('constraint', 'session_type_pkey on public.session_type', 'PRIMARY KEY (session_type)', 15),
	('constraint', 'session_pkey on public.session', 'PRIMARY KEY (session_id)', 15),
	('constraint', 'session_share_id_key on public.session', 'UNIQUE (share_id)', 15),
	('constraint', 'session_session_type_fkey on public.session', 'FOREIGN KEY (session_type) REFERENCES public.session_type(session_type)', 15),
	('constraint', 'session_member_permission_is_known on public.session_member', 'CHECK ((permission = ANY (ARRAY[''view''::text, ''edit''::text])))', 15),
	('constraint', 'session_member_pkey on public.session_member', 'PRIMARY KEY (session_id, user_id)', 15),
	('constraint', 'session_member_session_id_fkey on public.session_member', 'FOREIGN KEY (session_id) REFERENCES public.session(session_id) ON UPDATE CASCADE', 15),
	('constraint', 'cleanup_run_pkey on public.cleanup_run', 'PRIMARY KEY (cleanup_run_id)', 15),
	('constraint', 'cleanup_setting_has_one_row on public.cleanup_setting', 'CHECK (only_row)', 15),
	('constraint', 'cleanup_setting_run_retention_is_positive on public.cleanup_setting', 'CHECK ((run_retention > ''00:00:00''::interval))', 15),
	('constraint', 'cleanup_setting_pkey on public.cleanup_setting', 'PRIMARY KEY (only_row)', 15),
	('constraint', 'cleanup_setting_refuse_above_is_positive on public.cleanup_setting', 'CHECK ((refuse_above > 0))', 15);


--
-- Data for Name: session_member; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session_member VALUES
	(1, 320, 'edit', false, '2026-11-24 10:36:28.929855+00', '2026-11-24 04:25:40.448208+00'),
	(1, 327, 'view', false, '2026-11-24 21:56:09.721882+00', '2026-11-25 00:41:01.567242+00'),
	(2, 320, 'edit', false, '2026-11-09 15:33:03.624555+00', '2026-11-15 18:55:26.391336+00'),
	(3, 119, 'edit', false, '2026-08-26 08:09:39.197867+00', '2026-08-25 16:30:09.377479+00'),
	(3, 126, 'view', false, '2026-08-25 08:57:27.444237+00', '2026-08-26 00:45:53.862122+00'),
	(3, 133, 'edit', false, '2026-08-25 20:21:37.567677+00', '2026-08-26 19:31:57.976937+00'),
	(3, 140, 'edit', false, '2026-08-26 11:25:50.782495+00', '2026-08-25 03:05:52.544484+00'),
	(4, 274, 'edit', false, '2026-06-28 18:44:55.764698+00', '2026-06-25 08:14:23.655427+00'),
	(4, 281, 'edit', false, '2026-06-23 15:07:17.659771+00', '2026-06-23 10:32:41.51321+00'),
	(4, 288, 'view', false, '2026-06-24 02:39:13.362964+00', '2026-06-28 04:29:43.060076+00'),
	(4, 295, 'edit', false, '2026-06-30 01:03:12.244228+00', '2026-06-24 06:19:46.913254+00'),
	(4, 302, 'view', false, '2026-07-01 02:21:46.064036+00', '2026-07-02 02:27:20.907491+00'),
	(5, 69, 'edit', false, '2026-08-20 01:55:30.497279+00', '2026-08-09 11:40:38.936801+00'),
	(5, 76, 'view', false, '2026-08-14 06:41:39.842001+00', '2026-08-21 00:55:27.777619+00'),
	(5, 83, 'edit', false, '2026-08-15 10:51:01.174345+00', '2026-08-21 12:54:41.563716+00'),
	(5, 90, 'view', false, '2026-08-09 03:22:54.0182+00', '2026-08-18 20:15:25.852896+00'),
	(5, 97, 'view', false, '2026-08-12 10:47:39.3207+00', '2026-08-16 09:27:25.668218+00'),
	(5, 104, 'edit', false, '2026-08-10 12:59:46.513392+00', '2026-08-22 02:50:55.130407+00'),
	(6, 255, 'edit', false, '2026-11-09 11:18:10.588495+00', '2026-11-07 00:29:47.42136+00'),
	(7, 58, 'edit', false, '2026-07-25 12:36:33.018453+00', '2026-07-22 05:48:27.397453+00'),
	(7, 65, 'edit', false, '2026-07-21 08:46:38.812316+00', '2026-07-18 13:57:33.207815+00'),
	(8, 181, 'edit', false, '2026-11-23 07:37:04.656226+00', '2026-11-21 23:08:48.009508+00'),
	(8, 188, 'edit', false, '2026-11-22 01:25:48.66992+00', '2026-11-22 20:35:36.355213+00'),
	(8, 195, 'edit', true, '2026-11-22 17:50:35.505141+00', '2026-11-24 14:11:28.087462+00'),
	(9, 351, 'edit', false, '2026-11-20 23:13:19.271924+00', '2026-11-25 20:00:41.177627+00'),
	(9, 358, 'edit', true, '2026-11-21 12:46:40.314177+00', '2026-11-26 05:09:31.501453+00'),
	(9, 365, 'edit', false, '2026-11-19 14:36:06.073178+00', '2026-11-26 01:59:47.039181+00'),
	(9, 372, 'view', true, '2026-11-23 14:10:50.931295+00', '2026-11-19 15:58:17.323128+00'),
	(10, 351, 'edit', false, '2026-09-05 11:12:59.386254+00', '2026-09-04 05:19:47.510864+00'),
	(10, 358, 'edit', false, '2026-09-03 08:55:19.336559+00', '2026-09-04 03:26:03.1539+00'),
	(10, 365, 'edit', false, '2026-09-03 17:50:47.288642+00', '2026-09-04 01:20:48.383762+00'),
	(10, 372, 'view', false, '2026-09-04 23:04:59.763914+00', '2026-09-03 09:15:37.960621+00'),
	(10, 379, 'edit', false, '2026-09-03 10:24:06.763273+00', '2026-09-04 14:30:27.756388+00'),
	(12, 114, 'edit', true, '2026-11-09 16:17:35.859336+00', '2026-11-11 07:00:19.951976+00'),
	(13, 158, 'edit', false, '2026-06-05 04:28:22.031286+00', '2026-06-11 10:05:02.096161+00'),
	(13, 165, 'view', false, '2026-06-06 19:11:47.708508+00', '2026-06-04 09:16:27.529302+00'),
	(14, 309, 'edit', false, '2026-10-28 21:11:27.279448+00', '2026-11-04 23:12:48.626028+00'),
	(14, 316, 'view', false, '2026-11-02 10:59:19.917276+00', '2026-11-09 21:40:17.305039+00'),
	(14, 323, 'view', false, '2026-11-05 02:07:34.362519+00', '2026-11-04 07:56:04.033553+00'),
	(15, 16, 'edit', false, '2026-11-15 00:58:49.404036+00', '2026-11-11 23:36:03.438824+00'),
	(15, 23, 'view', false, '2026-11-07 05:26:22.707577+00', '2026-11-08 05:10:34.912651+00'),
	(15, 30, 'edit', false, '2026-11-14 14:39:31.236879+00', '2026-11-10 17:14:20.55668+00'),
	(16, 287, 'edit', false, '2026-11-08 21:57:27.846616+00', '2026-11-18 07:27:53.003977+00'),
	(16, 308, 'view', false, '2026-11-18 02:09:32.665369+00', '2026-11-20 02:09:11.932894+00'),
	(17, 44, 'edit', false, '2026-11-02 21:30:29.323013+00', '2026-11-09 02:39:40.853391+00'),
	(17, 58, 'edit', false, '2026-11-05 11:19:23.997208+00', '2026-11-11 19:29:34.649394+00'),
	(17, 65, 'view', false, '2026-11-05 06:16:58.274481+00', '2026-11-13 19:16:16.149949+00'),
	(17, 79, 'view', false, '2026-11-07 01:08:08.783755+00', '2026-11-11 11:05:36.054342+00'),
	(18, 385, 'edit', false, '2026-11-21 09:40:20.264442+00', '2026-11-24 10:13:35.473873+00'),
	(19, 332, 'edit', false, '2026-11-02 08:23:44.099437+00', '2026-11-02 23:19:03.098067+00'),
	(19, 339, 'view', false, '2026-11-02 18:05:24.749986+00', '2026-11-13 09:15:43.816325+00'),
	(20, 356, 'edit', false, '2026-09-01 12:10:12.485576+00', '2026-09-03 22:12:20.11035+00'),
	(20, 363, 'edit', false, '2026-08-28 21:41:46.250784+00', '2026-08-29 23:10:27.510701+00'),
	(20, 370, 'view', false, '2026-08-30 15:02:25.649875+00', '2026-09-02 01:39:11.591563+00'),
	(21, 29, 'edit', false, '2026-10-02 03:23:38.768798+00', '2026-10-03 23:00:53.840131+00'),
	(21, 36, 'edit', false, '2026-10-03 18:10:46.621838+00', '2026-10-05 13:42:45.80692+00'),
	(21, 43, 'view', false, '2026-10-06 01:49:40.390678+00', '2026-10-02 07:22:30.588189+00'),
	(21, 50, 'view', false, '2026-10-05 09:33:06.371431+00', '2026-10-05 17:22:47.254539+00'),
	(23, 287, 'edit', false, '2026-09-23 11:30:44.052688+00', '2026-09-18 04:37:57.012674+00'),
	(23, 294, 'edit', false, '2026-09-23 20:35:45.581341+00', '2026-09-24 16:36:15.00281+00'),
	(23, 301, 'edit', false, '2026-09-20 21:15:15.62733+00', '2026-09-24 10:20:26.690438+00'),
	(23, 308, 'edit', false, '2026-09-21 15:35:33.067909+00', '2026-09-23 00:42:48.469904+00'),
	(23, 315, 'view', false, '2026-09-21 07:43:18.619861+00', '2026-09-26 12:34:14.25388+00'),
	(23, 322, 'view', false, '2026-09-22 09:54:11.659356+00', '2026-09-24 22:06:19.477707+00'),
	(24, 324, 'edit', true, '2026-11-21 12:20:51.477662+00', '2026-11-21 13:34:07.136192+00'),
	(25, 274, 'edit', false, '2026-10-26 21:49:06.525244+00', '2026-10-23 19:02:50.570712+00'),
	(25, 281, 'edit', false, '2026-10-23 22:19:04.980993+00', '2026-10-28 13:05:31.730095+00'),
	(26, 111, 'edit', false, '2026-07-19 09:04:31.573705+00', '2026-07-23 01:10:11.497075+00'),
	(26, 118, 'view', false, '2026-07-21 16:31:47.885797+00', '2026-07-19 17:09:44.556309+00'),
	(26, 125, 'view', false, '2026-07-25 17:17:16.711737+00', '2026-07-23 05:04:04.310254+00'),
	(27, 188, 'edit', false, '2026-06-08 10:13:16.487388+00', '2026-06-05 00:18:57.861135+00'),
	(27, 195, 'edit', false, '2026-06-06 17:33:28.034425+00', '2026-06-04 19:48:56.22235+00'),
	(27, 202, 'edit', false, '2026-06-07 11:38:15.328647+00', '2026-06-06 07:22:05.536509+00'),
	(27, 209, 'view', false, '2026-06-01 18:46:02.489373+00', '2026-06-08 02:27:38.271127+00'),
	(28, 56, 'edit', false, '2026-09-21 06:45:31.056477+00', '2026-09-23 13:59:04.008697+00'),
	(28, 63, 'view', false, '2026-09-15 05:10:59.124987+00', '2026-09-28 17:52:43.879357+00'),
	(28, 70, 'view', false, '2026-09-24 00:03:41.555513+00', '2026-09-12 20:18:06.630378+00'),
	(28, 77, 'edit', false, '2026-09-15 16:37:59.829416+00', '2026-09-21 12:29:57.112173+00'),
	(28, 84, 'view', false, '2026-09-18 09:09:25.870974+00', '2026-09-17 08:30:04.246313+00'),
	(29, 81, 'edit', false, '2026-04-28 05:02:30.963729+00', '2026-04-26 08:51:47.061442+00'),
	(29, 88, 'edit', false, '2026-04-26 14:59:35.269212+00', '2026-04-25 16:27:03.392607+00'),
	(29, 95, 'edit', false, '2026-04-25 03:12:01.569709+00', '2026-04-24 11:26:30.345921+00'),
	(29, 102, 'edit', false, '2026-04-25 07:35:52.136131+00', '2026-04-25 20:57:12.406542+00'),
	(29, 109, 'view', false, '2026-04-25 18:05:41.090284+00', '2026-04-24 08:00:31.677995+00'),
	(29, 116, 'view', false, '2026-04-24 06:18:06.576268+00', '2026-04-26 05:33:03.453459+00'),
	(30, 299, 'edit', false, '2026-09-30 12:00:36.027631+00', '2026-09-21 08:21:56.240704+00'),
	(31, 197, 'edit', false, '2026-11-10 20:37:45.628664+00', '2026-11-03 12:46:53.603658+00'),
	(31, 204, 'edit', true, '2026-11-14 20:35:45.405283+00', '2026-11-07 10:40:08.721066+00'),
	(32, 209, 'edit', false, '2026-11-22 17:17:05.948447+00', '2026-11-17 12:43:44.340904+00'),
	(32, 223, 'edit', false, '2026-11-21 09:53:40.863922+00', '2026-11-19 16:21:56.117881+00'),
	(34, 130, 'edit', false, '2026-11-20 08:17:39.602226+00', '2026-11-19 15:17:08.759588+00'),
	(34, 137, 'edit', true, '2026-11-19 22:42:25.115586+00', '2026-11-24 21:56:25.607243+00'),
	(34, 144, 'edit', false, '2026-11-25 12:36:46.511793+00', '2026-11-25 06:33:28.599592+00'),
	(34, 151, 'view', true, '2026-11-21 13:32:12.78263+00', '2026-11-19 06:54:34.829903+00'),
	(34, 158, 'edit', true, '2026-11-23 00:06:45.637576+00', '2026-11-21 21:26:42.584896+00'),
	(35, 15, 'edit', false, '2026-11-22 05:08:22.183188+00', '2026-11-17 21:27:32.326715+00'),
	(35, 22, 'edit', true, '2026-11-17 04:18:28.679286+00', '2026-11-23 01:49:06.229697+00'),
	(35, 29, 'edit', false, '2026-11-22 00:50:12.232137+00', '2026-11-19 13:52:09.083773+00'),
	(35, 36, 'view', false, '2026-11-25 13:08:20.625219+00', '2026-11-26 18:39:36.949301+00'),
	(2, 327, 'edit', false, '2026-11-14 09:16:55.443858+00', '2026-11-10 00:18:22.880877+00'),
	(2, 334, 'edit', false, '2026-11-09 03:13:01.106975+00', '2026-11-10 09:42:27.786365+00'),
	(15, 37, 'view', false, '2026-11-07 09:30:28.072768+00', '2026-11-07 01:50:31.057571+00'),
	(16, 280, 'edit', false, '2026-11-17 13:46:03.659996+00', '2026-11-06 08:24:57.298424+00'),
	(16, 294, 'view', false, '2026-11-03 19:35:19.228215+00', '2026-11-18 18:21:41.746714+00'),
	(16, 301, 'edit', false, '2026-11-07 23:08:42.164099+00', '2026-11-15 14:16:34.24039+00'),
	(17, 51, 'edit', false, '2026-11-02 06:17:33.251039+00', '2026-11-11 10:41:34.752875+00'),
	(17, 72, 'view', false, '2026-11-06 08:41:56.658133+00', '2026-11-08 00:21:57.663235+00'),
	(32, 216, 'view', false, '2026-11-18 21:56:57.004437+00', '2026-11-17 10:01:02.389922+00'),
	(35, 43, 'edit', false, '2026-11-20 06:25:48.75855+00', '2026-11-18 16:20:02.872053+00'),
	(35, 50, 'view', false, '2026-11-17 13:24:32.374421+00', '2026-11-20 17:47:16.974001+00'),
	(36, 245, 'edit', false, '2026-08-21 12:24:32.529736+00', '2026-08-18 19:34:12.148863+00'),
	(38, 362, 'edit', false, '2026-10-30 21:51:41.268148+00', '2026-11-12 21:22:48.714946+00'),
	(38, 369, 'view', false, '2026-11-10 06:12:02.106657+00', '2026-10-29 15:28:59.984875+00'),
	(38, 376, 'edit', false, '2026-11-11 05:54:37.740764+00', '2026-11-13 00:42:18.311444+00'),
	(39, 18, 'edit', true, '2026-11-23 13:12:59.023144+00', '2026-11-27 09:02:20.833995+00'),
	(39, 25, 'edit', true, '2026-11-23 03:09:37.012855+00', '2026-11-18 06:45:37.217143+00'),
	(39, 32, 'view', false, '2026-11-16 20:30:18.427138+00', '2026-11-17 22:06:53.947675+00'),
	(39, 39, 'edit', true, '2026-11-25 14:01:06.181338+00', '2026-11-17 13:38:45.609547+00'),
	(40, 264, 'edit', false, '2026-05-28 23:20:38.432529+00', '2026-05-28 02:36:20.725111+00'),
	(40, 271, 'edit', false, '2026-05-27 13:31:30.23812+00', '2026-05-29 18:30:28.935295+00'),
	(40, 278, 'edit', false, '2026-05-27 06:08:20.383301+00', '2026-05-28 21:43:23.780984+00'),
	(40, 285, 'view', false, '2026-05-28 18:41:59.520759+00', '2026-05-26 22:58:15.83358+00'),
	(40, 292, 'view', false, '2026-05-28 20:55:21.992889+00', '2026-05-26 06:30:43.040541+00'),
	(41, 2, 'edit', false, '2026-05-09 05:53:09.709437+00', '2026-05-07 13:46:23.775974+00'),
	(41, 9, 'view', false, '2026-05-09 12:53:02.832539+00', '2026-05-06 21:47:46.05064+00'),
	(41, 16, 'view', false, '2026-04-29 10:37:57.170594+00', '2026-05-04 14:33:23.776982+00'),
	(41, 23, 'view', false, '2026-05-01 09:03:52.752793+00', '2026-05-05 20:43:38.285016+00'),
	(41, 30, 'edit', false, '2026-05-02 18:05:30.628344+00', '2026-05-09 11:25:38.971893+00'),
	(41, 37, 'view', false, '2026-05-03 19:20:03.700661+00', '2026-05-07 12:29:07.221458+00'),
	(42, 360, 'edit', true, '2026-11-14 03:42:24.251711+00', '2026-11-18 18:55:10.578052+00'),
	(43, 318, 'edit', false, '2026-11-18 18:47:52.880717+00', '2026-11-22 09:11:20.679667+00'),
	(43, 325, 'edit', false, '2026-11-26 10:41:51.217136+00', '2026-11-18 07:24:50.281876+00'),
	(45, 24, 'edit', false, '2026-11-26 15:17:41.022358+00', '2026-11-23 14:03:47.365405+00'),
	(45, 31, 'edit', false, '2026-11-24 02:59:07.991193+00', '2026-11-27 03:49:55.991308+00'),
	(45, 38, 'edit', false, '2026-11-27 09:03:30.309481+00', '2026-11-25 18:35:15.423744+00'),
	(45, 45, 'view', true, '2026-11-24 08:42:45.543926+00', '2026-11-26 03:25:27.729076+00'),
	(46, 14, 'edit', false, '2026-11-14 21:43:29.424952+00', '2026-11-15 08:23:20.513161+00'),
	(46, 21, 'edit', true, '2026-11-21 09:36:44.867506+00', '2026-11-16 11:06:15.100888+00'),
	(46, 28, 'view', false, '2026-11-16 04:17:20.569826+00', '2026-11-05 16:50:24.596928+00'),
	(46, 35, 'edit', false, '2026-11-06 16:42:35.26345+00', '2026-11-06 04:44:30.618248+00'),
	(46, 42, 'edit', false, '2026-11-17 08:42:47.822553+00', '2026-11-15 16:23:12.537175+00'),
	(47, 147, 'edit', false, '2026-11-13 08:31:33.052384+00', '2026-11-10 15:13:12.690009+00'),
	(47, 154, 'view', false, '2026-11-14 06:47:06.174987+00', '2026-11-13 21:11:10.004959+00'),
	(47, 161, 'edit', false, '2026-11-10 06:51:59.520838+00', '2026-11-14 00:28:45.0457+00'),
	(47, 168, 'edit', false, '2026-11-12 01:42:00.618292+00', '2026-11-13 13:52:42.008108+00'),
	(49, 221, 'edit', false, '2026-08-06 23:02:42.493164+00', '2026-08-19 07:04:25.322072+00'),
	(49, 228, 'edit', false, '2026-08-20 08:15:07.606472+00', '2026-08-18 13:32:12.391157+00'),
	(50, 331, 'edit', false, '2026-11-17 22:53:29.03909+00', '2026-11-18 02:23:57.86555+00'),
	(50, 338, 'view', false, '2026-11-24 14:31:17.731956+00', '2026-11-21 13:40:14.142297+00'),
	(50, 345, 'view', false, '2026-11-21 07:45:45.298275+00', '2026-11-23 23:26:46.395181+00'),
	(51, 144, 'edit', false, '2026-04-30 12:56:05.477033+00', '2026-05-01 13:11:36.927384+00'),
	(51, 151, 'view', false, '2026-04-28 03:42:29.180897+00', '2026-05-01 13:09:24.131023+00'),
	(51, 158, 'view', false, '2026-05-01 22:20:03.129725+00', '2026-05-02 06:06:01.954225+00'),
	(51, 165, 'view', false, '2026-04-29 08:52:57.093287+00', '2026-05-02 14:25:47.339784+00'),
	(52, 181, 'edit', false, '2026-11-24 09:29:48.228615+00', '2026-11-24 02:06:24.955097+00'),
	(52, 188, 'view', false, '2026-11-21 11:15:40.438047+00', '2026-11-25 21:10:16.372568+00'),
	(52, 195, 'edit', false, '2026-11-15 17:01:25.576766+00', '2026-11-26 04:44:49.826631+00'),
	(52, 202, 'view', false, '2026-11-24 18:45:32.000513+00', '2026-11-19 22:01:35.123546+00'),
	(52, 209, 'view', false, '2026-11-19 10:56:37.744331+00', '2026-11-26 23:21:48.904556+00'),
	(53, 19, 'edit', false, '2026-11-15 01:39:43.199746+00', '2026-11-15 02:06:00.752909+00'),
	(53, 26, 'view', false, '2026-11-15 03:30:48.972291+00', '2026-11-17 04:42:46.681122+00'),
	(53, 40, 'view', false, '2026-11-14 19:39:27.038864+00', '2026-11-13 15:49:55.796008+00'),
	(53, 47, 'edit', false, '2026-11-12 00:14:36.674654+00', '2026-11-15 12:44:11.985731+00'),
	(53, 54, 'edit', false, '2026-11-11 00:38:55.492564+00', '2026-11-11 00:03:52.068629+00'),
	(54, 327, 'edit', false, '2026-10-07 22:45:25.615608+00', '2026-10-08 21:23:46.078504+00'),
	(56, 236, 'edit', false, '2026-11-16 18:11:11.74738+00', '2026-11-16 08:31:34.053335+00'),
	(56, 243, 'edit', true, '2026-11-07 18:54:54.523236+00', '2026-11-08 04:39:26.33286+00'),
	(56, 250, 'view', false, '2026-11-09 07:07:28.215534+00', '2026-11-11 21:58:42.815647+00'),
	(57, 197, 'edit', false, '2026-08-06 08:54:40.662974+00', '2026-08-03 20:13:20.929649+00'),
	(57, 204, 'edit', false, '2026-08-03 19:09:54.790253+00', '2026-08-03 16:04:45.470166+00'),
	(57, 211, 'view', false, '2026-08-06 04:15:00.860055+00', '2026-08-05 18:15:41.147005+00'),
	(57, 218, 'view', false, '2026-08-05 04:09:46.887219+00', '2026-08-05 21:50:48.717654+00'),
	(58, 279, 'edit', false, '2026-10-10 05:02:02.462274+00', '2026-10-18 07:44:37.016681+00'),
	(58, 286, 'view', false, '2026-10-15 03:26:53.414034+00', '2026-10-13 03:33:28.943137+00'),
	(58, 293, 'edit', false, '2026-10-18 14:42:38.304001+00', '2026-10-16 00:17:18.825777+00'),
	(58, 300, 'view', false, '2026-10-12 04:03:35.78258+00', '2026-10-15 20:46:46.389967+00'),
	(58, 307, 'view', false, '2026-10-17 05:39:59.394098+00', '2026-10-11 12:09:14.455405+00'),
	(59, 304, 'edit', false, '2026-10-10 18:03:19.76767+00', '2026-10-11 16:14:14.185043+00'),
	(59, 311, 'edit', false, '2026-10-13 21:07:08.999128+00', '2026-10-17 02:40:39.837555+00'),
	(59, 318, 'view', true, '2026-10-18 09:52:42.671591+00', '2026-10-12 23:04:56.676236+00'),
	(59, 325, 'view', false, '2026-10-10 05:35:46.6058+00', '2026-10-08 11:01:11.328848+00'),
	(59, 332, 'view', false, '2026-10-18 19:14:26.25429+00', '2026-10-08 06:28:52.290207+00'),
	(59, 339, 'edit', true, '2026-10-14 21:21:58.296313+00', '2026-10-07 22:16:02.310827+00'),
	(60, 358, 'edit', false, '2026-07-12 01:44:47.51769+00', '2026-07-16 05:45:50.0841+00'),
	(37, 325, 'edit', false, '2026-11-12 16:38:35.198049+00', '2026-11-09 21:14:29.80045+00'),
	(37, 332, 'edit', false, '2026-11-09 13:07:26.036878+00', '2026-11-08 17:19:01.921267+00'),
	(47, 175, 'view', false, '2026-11-15 12:13:43.679518+00', '2026-11-11 07:31:39.500702+00'),
	(47, 182, 'edit', false, '2026-11-14 05:10:26.265894+00', '2026-11-12 01:21:29.189059+00'),
	(48, 155, 'edit', false, '2026-11-20 20:29:43.932238+00', '2026-11-13 19:41:26.685835+00'),
	(53, 33, 'view', false, '2026-11-11 16:55:47.077493+00', '2026-11-16 13:44:15.885376+00');


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

SELECT pg_catalog.setval('public.schemaversions_schemaversionsid_seq', 97, true);


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
-- Name: cleanup_run_failure cleanup_run_failure_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cleanup_run_failure
    ADD CONSTRAINT cleanup_run_failure_pkey PRIMARY KEY (cleanup_run_id, session_id);


--
-- Name: cleanup_run cleanup_run_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cleanup_run
    ADD CONSTRAINT cleanup_run_pkey PRIMARY KEY (cleanup_run_id);


--
-- Name: cleanup_run_transaction cleanup_run_transaction_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cleanup_run_transaction
    ADD CONSTRAINT cleanup_run_transaction_pkey PRIMARY KEY (cleanup_run_id, transaction_id);


--
-- Name: cleanup_setting cleanup_setting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cleanup_setting
    ADD CONSTRAINT cleanup_setting_pkey PRIMARY KEY (only_row);


--
-- Name: session_adoption_expiry session_adoption_expiry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session_adoption_expiry
    ADD CONSTRAINT session_adoption_expiry_pkey PRIMARY KEY (session_table);


--
-- Name: session_adoption_moved session_adoption_moved_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session_adoption_moved
    ADD CONSTRAINT session_adoption_moved_pkey PRIMARY KEY (session_table, session_id);


--
-- Name: session_adoption session_adoption_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session_adoption
    ADD CONSTRAINT session_adoption_pkey PRIMARY KEY (only_row);


--
-- Name: session_cleanup_object session_cleanup_object_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session_cleanup_object
    ADD CONSTRAINT session_cleanup_object_pkey PRIMARY KEY (kind, identity);


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
-- Name: INDEX cleanup_run_failure_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.cleanup_run_failure_pkey IS 'Finds the failures of a run.';


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
-- Name: INDEX cleanup_run_transaction_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.cleanup_run_transaction_pkey IS 'Finds the transactions of a run.';


--
-- Name: INDEX cleanup_setting_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.cleanup_setting_pkey IS 'Keeps the table at one row.';


--
-- Name: INDEX session_adoption_expiry_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_adoption_expiry_pkey IS 'Finds a table when it is adopted.';


--
-- Name: INDEX session_adoption_moved_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_adoption_moved_pkey IS 'Finds a session.';


--
-- Name: INDEX session_adoption_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_adoption_pkey IS 'Keeps the table at one row.';


--
-- Name: INDEX session_cleanup_object_pkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON INDEX public.session_cleanup_object_pkey IS 'Finds an object.';


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
-- Name: session session_after_deactivation; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_after_deactivation AFTER UPDATE ON public.session FOR EACH ROW WHEN ((old.is_active AND (NOT new.is_active) AND (NOT (old.cleanup_run_id IS DISTINCT FROM new.cleanup_run_id)))) EXECUTE FUNCTION public.session_after_deactivation();


--
-- Name: TRIGGER session_after_deactivation ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_after_deactivation ON public.session IS 'An inactive session has no online member.';


--
-- Name: session session_keep_cleanup_run_id; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_keep_cleanup_run_id BEFORE UPDATE OF cleanup_run_id ON public.session FOR EACH ROW WHEN (((new.cleanup_run_id IS DISTINCT FROM old.cleanup_run_id) AND ((current_setting('session_cleanup.batch'::text, true) IS DISTINCT FROM (pg_current_xact_id())::text) OR (NOT has_table_privilege(('public.cleanup_run'::regclass)::oid, 'UPDATE'::text))))) EXECUTE FUNCTION public.session_keep_cleanup_run_id();


--
-- Name: TRIGGER session_keep_cleanup_run_id ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_keep_cleanup_run_id ON public.session IS 'Only a batch of a cleanup sets cleanup_run_id.';


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

CREATE TRIGGER session_member_update_requires_active_session AFTER UPDATE ON public.session_member FOR EACH ROW WHEN ((new.is_online AND ((NOT old.is_online) OR (new.session_id <> old.session_id)))) EXECUTE FUNCTION public.session_member_require_active_session();


--
-- Name: TRIGGER session_member_update_requires_active_session ON session_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_member_update_requires_active_session ON public.session_member IS 'Nobody comes online in an inactive session.';


--
-- Name: session session_refuse_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_refuse_delete BEFORE DELETE ON public.session FOR EACH ROW EXECUTE FUNCTION public.session_refuse_delete();


--
-- Name: TRIGGER session_refuse_delete ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_refuse_delete ON public.session IS 'No session is ever deleted.';


--
-- Name: session session_set_expires_at; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER session_set_expires_at BEFORE INSERT ON public.session FOR EACH ROW WHEN ((new.expires_at IS NULL)) EXECUTE FUNCTION public.session_set_expires_at();


--
-- Name: TRIGGER session_set_expires_at ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER session_set_expires_at ON public.session IS 'A session inserted without expires_at expires after the timeout of its type.';


--
-- Name: session zz_session_before_deactivation; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER zz_session_before_deactivation BEFORE UPDATE ON public.session FOR EACH ROW WHEN ((old.is_active AND (NOT new.is_active) AND (NOT (old.cleanup_run_id IS DISTINCT FROM new.cleanup_run_id)))) EXECUTE FUNCTION public.session_before_deactivation();


--
-- Name: TRIGGER zz_session_before_deactivation ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER zz_session_before_deactivation ON public.session IS 'Nobody can come online in a session from the moment at which it becomes inactive.';


--
-- Name: session zz_session_clear_deactivation; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER zz_session_clear_deactivation BEFORE INSERT OR UPDATE OF is_active, deactivated_at, cleanup_run_id ON public.session FOR EACH ROW WHEN ((new.is_active AND ((new.deactivated_at IS NOT NULL) OR (new.cleanup_run_id IS NOT NULL)))) EXECUTE FUNCTION public.session_clear_deactivation();


--
-- Name: TRIGGER zz_session_clear_deactivation ON session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TRIGGER zz_session_clear_deactivation ON public.session IS 'An active session has no deactivated_at and no cleanup_run_id.';


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
-- Name: FUNCTION adopt_session_tables(mapping jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.adopt_session_tables(mapping jsonb) FROM PUBLIC;


--
-- Name: FUNCTION apply_inactivity_timeout(session_type text, dry_run boolean, batch_size integer, after_session_id bigint, OUT sessions_changed bigint, OUT sessions_expired bigint, OUT last_session_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.apply_inactivity_timeout(session_type text, dry_run boolean, batch_size integer, after_session_id bigint, OUT sessions_changed bigint, OUT sessions_expired bigint, OUT last_session_id bigint) FROM PUBLIC;


--
-- Name: PROCEDURE apply_inactivity_timeout_in_batches(IN session_type text, IN batch_size integer); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON PROCEDURE public.apply_inactivity_timeout_in_batches(IN session_type text, IN batch_size integer) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_check_deferred_constraints(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_check_deferred_constraints() FROM PUBLIC;


--
-- Name: FUNCTION cleanup_error_ends_run(sqlstate text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_error_ends_run(sqlstate text) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_index_is_missing(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_index_is_missing() FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_batch(run_id bigint, batch_size integer, OUT sessions_cleaned bigint, OUT members_set_offline bigint, OUT has_more boolean) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_begin(way_in text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_begin(way_in text) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_close(run_id bigint, statistics boolean, stopped_by text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_close(run_id bigint, statistics boolean, stopped_by text) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_deactivate(run_id bigint, session_ids bigint[], members_busy boolean, OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_deactivate(run_id bigint, session_ids bigint[], members_busy boolean, OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_deactivate_apart(run_id bigint, session_ids bigint[], OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_deactivate_apart(run_id bigint, session_ids bigint[], OUT busy_ids bigint[], OUT failed_ids bigint[], OUT sessions_cleaned bigint, OUT members_set_offline bigint) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_finish(run_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_finish(run_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_kept_active(session_ids bigint[]); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_kept_active(session_ids bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_lock_tables(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_lock_tables() FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_prune(run_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_prune(run_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_record_failure(run_id bigint, session_id bigint, sqlstate text, message text, context text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_record_failure(run_id bigint, session_id bigint, sqlstate text, message text, context text) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_run_to_undo(run_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_run_to_undo(run_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION cleanup_sessions(dry_run boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.cleanup_sessions(dry_run boolean) FROM PUBLIC;


--
-- Name: PROCEDURE cleanup_sessions_in_batches(IN batch_size integer, IN pause interval, IN statistics boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON PROCEDURE public.cleanup_sessions_in_batches(IN batch_size integer, IN pause interval, IN statistics boolean) FROM PUBLIC;


--
-- Name: FUNCTION create_session(owner_id bigint, title text, session_type text, OUT session_id bigint, INOUT share_id uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.create_session(owner_id bigint, title text, session_type text, OUT session_id bigint, INOUT share_id uuid) FROM PUBLIC;


--
-- Name: FUNCTION end_session(session_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.end_session(session_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION explain_session(session_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.explain_session(session_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION find_session(share_id uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.find_session(share_id uuid) FROM PUBLIC;


--
-- Name: FUNCTION join_session(session_id bigint, user_id bigint, permission text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.join_session(session_id bigint, user_id bigint, permission text) FROM PUBLIC;


--
-- Name: FUNCTION leave_session(session_id bigint, user_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.leave_session(session_id bigint, user_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION node_require(node_number integer, node_count integer); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.node_require(node_number integer, node_count integer) FROM PUBLIC;


--
-- Name: FUNCTION node_run(step text, run_id bigint, batch_size integer, entry_point text, application_name text, refuse_above text, statistics boolean, stopped_by text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.node_run(step text, run_id bigint, batch_size integer, entry_point text, application_name text, refuse_above text, statistics boolean, stopped_by text) FROM PUBLIC;


--
-- Name: FUNCTION node_state(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.node_state() FROM PUBLIC;


--
-- Name: FUNCTION release_session_tables(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.release_session_tables() FROM PUBLIC;


--
-- Name: FUNCTION session_adopted_function_statements(session_table regclass, member_table regclass, columns jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adopted_function_statements(session_table regclass, member_table regclass, columns jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_apply(mapping jsonb, rows_in_batches boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_apply(mapping jsonb, rows_in_batches boolean) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_batch(mapping jsonb, after_id bigint, batch_size integer, OUT through_id bigint, OUT changes jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_batch(mapping jsonb, after_id bigint, batch_size integer, OUT through_id bigint, OUT changes jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_begin(mapping jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_begin(mapping jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_changes(mapping jsonb, rows_in_batches boolean, after_id bigint, through_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_changes(mapping jsonb, rows_in_batches boolean, after_id bigint, through_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_column(relation text, name text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_column(relation text, name text) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_columns(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_columns() FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_fill(template text, columns jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_fill(template text, columns jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_indexes(session_table regclass, member_table regclass, columns jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_indexes(session_table regclass, member_table regclass, columns jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_is_in_force(mapping jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_is_in_force(mapping jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_losses(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_losses() FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_mapping(mapping jsonb, OUT session_table regclass, OUT member_table regclass, OUT columns jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_mapping(mapping jsonb, OUT session_table regclass, OUT member_table regclass, OUT columns jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_options(mapping jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_options(mapping jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_plan(mapping jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_plan(mapping jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_problems(mapping jsonb, except_indexes boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_problems(mapping jsonb, except_indexes boolean) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_rows(mapping jsonb); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_rows(mapping jsonb) FROM PUBLIC;


--
-- Name: FUNCTION session_adoption_statements(mapping jsonb, rows_in_batches boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_adoption_statements(mapping jsonb, rows_in_batches boolean) FROM PUBLIC;


--
-- Name: FUNCTION session_after_deactivation(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_after_deactivation() FROM PUBLIC;


--
-- Name: FUNCTION session_attach_triggers(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_attach_triggers() FROM PUBLIC;


--
-- Name: FUNCTION session_base_table(relation text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_base_table(relation text) FROM PUBLIC;


--
-- Name: FUNCTION session_before_deactivation(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_before_deactivation() FROM PUBLIC;


--
-- Name: FUNCTION session_cleanup_check(check_rows boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_cleanup_check(check_rows boolean) FROM PUBLIC;


--
-- Name: FUNCTION session_cleanup_drift(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_cleanup_drift() FROM PUBLIC;


--
-- Name: FUNCTION session_cleanup_object_now(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_cleanup_object_now() FROM PUBLIC;


--
-- Name: FUNCTION session_cleanup_record_objects(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_cleanup_record_objects() FROM PUBLIC;


--
-- Name: FUNCTION session_cleanup_refuse_above(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_cleanup_refuse_above() FROM PUBLIC;


--
-- Name: FUNCTION session_cleanup_repair(dry_run boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_cleanup_repair(dry_run boolean) FROM PUBLIC;


--
-- Name: FUNCTION session_cleanup_sequence_behind(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_cleanup_sequence_behind() FROM PUBLIC;


--
-- Name: FUNCTION session_clear_deactivation(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_clear_deactivation() FROM PUBLIC;


--
-- Name: FUNCTION session_dependent_views(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_dependent_views() FROM PUBLIC;


--
-- Name: FUNCTION session_first_expiry(session_type text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_first_expiry(session_type text) FROM PUBLIC;


--
-- Name: FUNCTION session_grant_statements(relation oid, name text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_grant_statements(relation oid, name text) FROM PUBLIC;


--
-- Name: FUNCTION session_keep_cleanup_run_id(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_keep_cleanup_run_id() FROM PUBLIC;


--
-- Name: FUNCTION session_lock_for_deactivation(session_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_lock_for_deactivation(session_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION session_member_require_active_session(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_member_require_active_session() FROM PUBLIC;


--
-- Name: FUNCTION session_moved_expiry(expires_at timestamp with time zone, activity_before timestamp with time zone, activity timestamp with time zone); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_moved_expiry(expires_at timestamp with time zone, activity_before timestamp with time zone, activity timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION session_raise_deletion(session_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_raise_deletion(session_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION session_raise_inactive(session_id bigint, user_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_raise_inactive(session_id bigint, user_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION session_refuse_delete(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_refuse_delete() FROM PUBLIC;


--
-- Name: FUNCTION session_release_statements(keep_added boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_release_statements(keep_added boolean) FROM PUBLIC;


--
-- Name: FUNCTION session_require_active(session_id bigint, user_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_require_active(session_id bigint, user_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION session_require_newest_members(session_ids bigint[]); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_require_newest_members(session_ids bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION session_require_no_deactivation(locker xid, session_id bigint, user_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_require_no_deactivation(locker xid, session_id bigint, user_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION session_require_supported_tables(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_require_supported_tables() FROM PUBLIC;


--
-- Name: FUNCTION session_set_expires_at(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_set_expires_at() FROM PUBLIC;


--
-- Name: FUNCTION session_set_members_offline(session_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_set_members_offline(session_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION session_trigger_statements(session_table regclass, member_table regclass, columns jsonb, options jsonb, function_prefix text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.session_trigger_statements(session_table regclass, member_table regclass, columns jsonb, options jsonb, function_prefix text) FROM PUBLIC;


--
-- Name: PROCEDURE set_node(IN node_number integer, IN node_count integer); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON PROCEDURE public.set_node(IN node_number integer, IN node_count integer) FROM PUBLIC;


--
-- Name: FUNCTION touch_session(session_id bigint); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.touch_session(session_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION undo_cleanup_run(run_id bigint, dry_run boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.undo_cleanup_run(run_id bigint, dry_run boolean) FROM PUBLIC;


--
-- Name: FUNCTION undo_cleanup_run_batch(run_id bigint, batch_size integer, INOUT bookmark jsonb, OUT sessions_reactivated bigint, OUT sessions_left_alone bigint, OUT has_more boolean); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.undo_cleanup_run_batch(run_id bigint, batch_size integer, INOUT bookmark jsonb, OUT sessions_reactivated bigint, OUT sessions_left_alone bigint, OUT has_more boolean) FROM PUBLIC;


--
-- PostgreSQL database dump complete
--


