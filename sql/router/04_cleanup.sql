-- A cleanup of all nodes, in steps that they take at the same time (node_run, on each). A run has one number on all
-- of them.
--
-- A node that fails is left out of the rest of its run, with a WARNING that names it, and the others go on;
-- cleanup_run_close then fails with SC005, so that nobody takes the run for a whole one. The next run finishes
-- exactly what is left: what is expired, and what a run has done, is in the nodes and nowhere else. Here is only how
-- far each node is, for as long as the run lasts.
--
-- A batch takes as long as its slowest node; a node that has nothing left is not called again, so that a slow one
-- keeps nobody after that. Where nodes differ much, let each clean itself (docs/how-to/scale-out.md).

CREATE TABLE IF NOT EXISTS public.router_run (
    cleanup_run_id      bigint      NOT NULL,
    node_number         integer     NOT NULL,
    role_name           text        NOT NULL DEFAULT session_user,
    started_at          timestamptz NOT NULL DEFAULT now(),
    has_more            boolean     NOT NULL DEFAULT true,
    failure             text,
    sessions_cleaned    bigint      NOT NULL DEFAULT 0,
    members_set_offline bigint      NOT NULL DEFAULT 0,
    sessions_failed     bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (cleanup_run_id, node_number)
);

COMMENT ON TABLE public.router_run IS
    'How far each node is with the cleanups that began here. What they did is in cleanup_run_history, from the nodes.';
COMMENT ON COLUMN public.router_run.cleanup_run_id IS 'The run.';
COMMENT ON COLUMN public.router_run.node_number IS 'The node.';
COMMENT ON COLUMN public.router_run.role_name IS 'The role that logged in to begin it; nobody else goes on with it.';
COMMENT ON COLUMN public.router_run.started_at IS 'When it began.';
COMMENT ON COLUMN public.router_run.has_more IS 'Whether the node has another batch.';
COMMENT ON COLUMN public.router_run.failure IS 'Why the node was left out. Null: it was not.';
COMMENT ON COLUMN public.router_run.sessions_cleaned IS
    'Sessions that the run has cleaned there, as the node last answered.';
COMMENT ON COLUMN public.router_run.members_set_offline IS
    'Members that the run has set offline there, as the node last answered.';
COMMENT ON COLUMN public.router_run.sessions_failed IS 'Sessions that failed there, as the node last answered.';
COMMENT ON INDEX public.router_run_pkey IS 'Finds the nodes of a run.';

-- All nodes at once; if one fails, once more and one by one, to see which, but for those that do not answer at all. A
-- lock conflict is no failure of the node: it is asked again, with the next batch or by the caller. What the caller did
-- wrong, or a person or timeout cancelled, ends the step (OTHERS does not catch a cancel).
CREATE OR REPLACE FUNCTION public.router_run_step(
    nodes integer[],
    step text,
    run_id bigint DEFAULT NULL,
    batch_size integer DEFAULT NULL,
    entry_point text DEFAULT NULL,
    statistics boolean DEFAULT true,
    stopped_by text DEFAULT NULL)
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
    expired_sessions_left bigint,
    failure text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    application_name text      := current_setting('application_name');
    refuse_above     text      := current_setting('session_cleanup.refuse_above', true);
    silent           integer[] := '{}'::integer[];
    answered         boolean   := false;
    node             integer;
    error_state      text;
    error_message    text;
    error_hint       text;
    conflict         text;
BEGIN
    BEGIN
        RETURN QUERY
        SELECT answer.*, NULL
          FROM public.router_node_run(
                   step, run_id, batch_size, entry_point, application_name, refuse_above, statistics, stopped_by, nodes)
               AS answer;
        RETURN;
    EXCEPTION
        WHEN SQLSTATE 'SC005' THEN
            silent := public.router_silent_nodes(nodes);
        WHEN OTHERS THEN
            NULL;
    END;

    FOREACH node IN ARRAY nodes LOOP
        failure := NULL;

        IF node = ANY (silent) THEN
            failure := 'no answer within 5 s (SQLSTATE SC005)';
            error_hint := 'Once the node works again, run the cleanup again: it finishes the rest.';
        ELSE
            BEGIN
                RETURN QUERY
                SELECT answer.*, NULL
                  FROM public.router_node_run(
                           step, run_id, batch_size, entry_point, application_name, refuse_above, statistics, stopped_by,
                           ARRAY[node]) AS answer;
                answered := true;
            EXCEPTION
                WHEN invalid_parameter_value OR null_value_not_allowed OR object_not_in_prerequisite_state
                  OR SQLSTATE 'SC003' OR SQLSTATE 'SC004' THEN
                    RAISE;
                WHEN lock_not_available OR serialization_failure OR deadlock_detected THEN
                    GET STACKED DIAGNOSTICS conflict = MESSAGE_TEXT;
                WHEN OTHERS THEN
                    GET STACKED DIAGNOSTICS error_state = RETURNED_SQLSTATE, error_message = MESSAGE_TEXT, error_hint = PG_EXCEPTION_HINT;
                    failure := format('%s (SQLSTATE %s)', error_message, error_state);
            END;
        END IF;

        IF failure IS NOT NULL THEN
            node_number := node;
            has_more := false;
            RETURN NEXT;
            RAISE WARNING USING
                MESSAGE = format('node %s was left out of this cleanup: %s', node, failure),
                HINT    = coalesce(nullif(error_hint, ''), 'Once the node works again, run the cleanup again: it finishes the rest.');
        END IF;
    END LOOP;

    IF conflict IS NOT NULL AND NOT (step = 'batch' AND answered) THEN
        RAISE EXCEPTION USING ERRCODE = 'lock_not_available', MESSAGE = conflict;
    END IF;
END
$function$;

COMMENT ON FUNCTION public.router_run_step(integer[], text, bigint, integer, text, boolean, text) IS
    'A step of a cleanup on these nodes: their answers, and failure where a node gave none, which is a WARNING too. '
    'Without a row: the node had a lock conflict in a batch, and is to be asked again. Errors: 22023, 55000, SC003 '
    'and SC004 from a node; 55P03 for a lock conflict in another step, or if no node answered.';

CREATE OR REPLACE FUNCTION public.cleanup_run_begin(way_in text DEFAULT 'cleanup_run_begin')
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    refuse_above bigint := nullif(current_setting('session_cleanup.refuse_above', true), '')::bigint;
    run_id       bigint;
    live_nodes   integer[];
    failures     jsonb;
BEGIN
    PERFORM public.router_require_write();

    SELECT max(answer.cleanup_run_id),
           array_agg(answer.node_number) FILTER (WHERE answer.failure IS NULL),
           coalesce(jsonb_object_agg(answer.node_number, answer.failure) FILTER (WHERE answer.failure IS NOT NULL), '{}')
      INTO run_id, live_nodes, failures
      FROM public.router_run_step(public.router_nodes(), 'next') AS answer;

    IF run_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC005',
            MESSAGE = 'no node answers: nothing was cleaned up',
            HINT    = 'The warnings above have the reasons.';
    END IF;

    -- Nodes that were restored from a backup are behind what is known of their runs here.
    run_id := greatest(run_id, (SELECT max(router_run.cleanup_run_id) + 1 FROM public.router_run));

    -- The sum; a node looks at its own sessions only.
    IF refuse_above > 0 AND (SELECT sum(status.backlog) FROM public.router_status(live_nodes) AS status) > refuse_above THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC004',
            MESSAGE = format('more than %s sessions are expired, and a cleanup of more than that is refused', refuse_above),
            HINT    = 'Look at expired_session. If that is right, lift the limit for once: cleanup --refuse-above 0, or SET session_cleanup.refuse_above = 0.';
    END IF;

    DELETE FROM public.router_run
     WHERE router_run.started_at < now() - interval '7 days';

    BEGIN
        INSERT INTO public.router_run (cleanup_run_id, node_number, has_more, failure)
        SELECT run_id, answer.node_number, answer.failure IS NULL, answer.failure
          FROM public.router_run_step(live_nodes, 'begin', run_id, entry_point => cleanup_run_begin.way_in) AS answer;
    EXCEPTION
        -- Some nodes may have begun it.
        WHEN SQLSTATE 'SC004' OR lock_not_available THEN
            PERFORM public.router_run_step(live_nodes, 'withdraw', run_id);
            RAISE;
    END;

    INSERT INTO public.router_run (cleanup_run_id, node_number, has_more, failure)
    SELECT run_id, failed.key::integer, false, failed.value
      FROM jsonb_each_text(failures) AS failed;

    RETURN run_id;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_begin(text) IS
    'Begins a cleanup on every node that answers, with one number, and returns it. A node that does not is left out, '
    'with a WARNING. Errors: SC004 if more sessions are expired than the setting session_cleanup.refuse_above allows, '
    'or on one node than its cleanup_setting.refuse_above; SC005 if no node answers; 55000 if the list of nodes leads '
    'to another node or a database that is none; 25006 in a read-only transaction; else as on one machine.';

CREATE OR REPLACE FUNCTION public.cleanup_run_batch(
    run_id bigint,
    batch_size integer,
    OUT sessions_cleaned bigint,
    OUT members_set_offline bigint,
    OUT has_more boolean)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    before record;
BEGIN
    PERFORM public.router_require_write();

    SELECT sum(run.sessions_cleaned) AS sessions_cleaned,
           sum(run.members_set_offline) AS members_set_offline,
           array_agg(run.node_number) FILTER (WHERE run.has_more) AS nodes
      INTO before
      FROM public.router_run AS run
     WHERE run.cleanup_run_id = run_id
       AND run.role_name = session_user;

    IF before.sessions_cleaned IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC003',
            MESSAGE = format('role %s has no cleanup run %s in progress', session_user, coalesce(run_id::text, 'null')),
            HINT    = 'Begin one with cleanup_run_begin().';
    END IF;

    UPDATE public.router_run AS run
       SET has_more = answer.has_more,
           failure = answer.failure,
           sessions_cleaned = coalesce(answer.sessions_cleaned, run.sessions_cleaned),
           members_set_offline = coalesce(answer.members_set_offline, run.members_set_offline),
           sessions_failed = coalesce(answer.sessions_failed, run.sessions_failed)
      FROM public.router_run_step(coalesce(before.nodes, '{}'), 'batch', run_id, batch_size) AS answer
     WHERE run.cleanup_run_id = run_id
       AND run.node_number = answer.node_number;

    SELECT sum(run.sessions_cleaned) - before.sessions_cleaned,
           sum(run.members_set_offline) - before.members_set_offline,
           bool_or(run.has_more)
      INTO sessions_cleaned, members_set_offline, has_more
      FROM public.router_run AS run
     WHERE run.cleanup_run_id = run_id;

    PERFORM set_config('session_cleanup.run_id', run_id::text, true),
            set_config('session_cleanup.sessions_failed', sum(run.sessions_failed)::text, true)
       FROM public.router_run AS run
      WHERE run.cleanup_run_id = run_id;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_batch(bigint, integer) IS
    'One batch on each node that has more, at the same time, each of up to batch_size sessions and committed by its '
    'node, whatever becomes of the caller''s transaction. A node that fails is left out of the rest of the run, with '
    'a WARNING. Returns what was done since the last answer, and has_more. Errors: 25006 in a read-only transaction; '
    'else as on one machine.';

CREATE OR REPLACE FUNCTION public.cleanup_run_close(
    run_id bigint,
    statistics boolean DEFAULT true,
    stopped_by text DEFAULT NULL)
RETURNS TABLE (
    sessions_cleaned bigint,
    members_set_offline bigint,
    sessions_failed bigint,
    active_sessions bigint,
    inactive_sessions bigint,
    total_sessions bigint,
    expired_sessions_left bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    failed_nodes integer[];
BEGIN
    PERFORM public.router_require_write();

    IF NOT EXISTS (SELECT
                     FROM public.router_run
                    WHERE router_run.cleanup_run_id = run_id
                      AND router_run.role_name = session_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC003',
            MESSAGE = format('role %s has no cleanup run %s in progress', session_user, coalesce(run_id::text, 'null')),
            HINT    = 'Begin one with cleanup_run_begin().';
    END IF;

    SELECT sum(coalesce(answer.sessions_cleaned, run.sessions_cleaned)),
           sum(coalesce(answer.members_set_offline, run.members_set_offline)),
           sum(coalesce(answer.sessions_failed, run.sessions_failed)),
           sum(answer.active_sessions),
           sum(answer.inactive_sessions),
           sum(answer.total_sessions),
           sum(answer.expired_sessions_left),
           array_agg(run.node_number ORDER BY run.node_number) FILTER (WHERE coalesce(run.failure, answer.failure) IS NOT NULL)
      INTO sessions_cleaned, members_set_offline, sessions_failed,
           active_sessions, inactive_sessions, total_sessions, expired_sessions_left, failed_nodes
      FROM public.router_run AS run
      LEFT JOIN public.router_run_step(
               ARRAY(SELECT live.node_number
                       FROM public.router_run AS live
                      WHERE live.cleanup_run_id = run_id
                        AND live.failure IS NULL),
               'finish',
               run_id,
               statistics => cleanup_run_close.statistics,
               stopped_by => cleanup_run_close.stopped_by) AS answer USING (node_number)
     WHERE run.cleanup_run_id = run_id;

    IF failed_nodes IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC005',
            MESSAGE = format('%s left out; in all, %s sessions were cleaned up and %s members set offline',
                             CASE
                                 WHEN cardinality(failed_nodes) = 1 THEN format('node %s was', failed_nodes[1])
                                 ELSE format('nodes %s were', array_to_string(failed_nodes, ', '))
                             END,
                             sessions_cleaned, members_set_offline),
            HINT    = 'The warnings above have the reason. Once the node works again, run the cleanup again: it finishes the rest.';
    END IF;

    RETURN NEXT;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_close(bigint, boolean, text) IS
    'Ends the cleanup run_id on the nodes and returns one row, summed; without counting with statistics => false. May '
    'be called again. Errors: SC005 where a node was left out of the run: the others are done; 25006 in a read-only '
    'transaction; else as on one machine.';

CREATE OR REPLACE FUNCTION public.cleanup_sessions(dry_run boolean DEFAULT false)
RETURNS TABLE (
    sessions_cleaned bigint,
    members_set_offline bigint,
    active_sessions bigint,
    inactive_sessions bigint,
    total_sessions bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    run_id       bigint;
    refuse_above bigint := nullif(current_setting('session_cleanup.refuse_above', true), '')::bigint;
BEGIN
    IF dry_run IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'dry_run must be true or false, not null',
            HINT    = 'cleanup_sessions(dry_run => true) only reports; cleanup_sessions() cleans.';
    END IF;

    IF dry_run THEN
        RETURN QUERY
        SELECT sum(node.sessions_cleaned)::bigint,
               sum(node.members_set_offline)::bigint,
               sum(node.active_sessions)::bigint,
               sum(node.inactive_sessions)::bigint,
               sum(node.total_sessions)::bigint
          FROM public.router_dry_run() AS node;

        IF refuse_above > 0 AND (SELECT sum(status.backlog) FROM public.router_status() AS status) > refuse_above THEN
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
$function$;

COMMENT ON FUNCTION public.cleanup_sessions(boolean) IS
    'Cleans up everything expired on all nodes and returns one row, summed. Each node commits its batches by itself: '
    'a ROLLBACK here does not undo them. With dry_run => true it writes nothing. Errors: SC005 where a node was left '
    'out; else as on one machine.';

REVOKE EXECUTE ON FUNCTION
    public.router_run_step(integer[], text, bigint, integer, text, boolean, text),
    public.cleanup_run_begin(text), public.cleanup_run_batch(bigint, integer), public.cleanup_run_close(bigint, boolean, text),
    public.cleanup_sessions(boolean)
    FROM PUBLIC;
