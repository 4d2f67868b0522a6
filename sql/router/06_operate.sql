-- What whoever operates it asks: why a session is as it is, taking a run back, and what is wrong.

CREATE OR REPLACE FUNCTION public.undo_cleanup_run(run_id bigint, dry_run boolean DEFAULT false)
RETURNS TABLE (
    sessions_reactivated bigint,
    sessions_left_alone bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF dry_run IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'dry_run must be true or false, not null',
            HINT    = 'undo_cleanup_run(run_id, dry_run => true) only reports; undo_cleanup_run(run_id) undoes.';
    END IF;

    IF NOT dry_run THEN
        PERFORM public.router_require_write();
    END IF;

    RETURN QUERY
    SELECT sum(node.sessions_reactivated)::bigint, sum(node.sessions_left_alone)::bigint
      FROM public.router_undo(run_id, dry_run) AS node
    HAVING count(*) > 0;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('there is no cleanup run %s', coalesce(run_id::text, 'null')),
            HINT    = 'cleanup_run_history lists the runs; those past cleanup_setting.run_retention are removed.';
    END IF;
END
$function$;

COMMENT ON FUNCTION public.undo_cleanup_run(bigint, boolean) IS
    'Makes active again what that run deactivated, on every node that has it, and sums. Each node commits by itself; '
    'after an error, call it again. Errors: 42704 for a run that no node has; 25006 in a read-only transaction, '
    'without dry_run; else as on one machine.';

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
AS $function$
DECLARE
    nodes integer[] := ARRAY(SELECT node
                               FROM unnest(public.router_nodes()) AS node
                              WHERE coalesce(bookmark, '{}') = '{}'
                                 OR bookmark ? node::text);
BEGIN
    PERFORM public.router_require_write();

    SELECT coalesce(jsonb_object_agg(node.node_number, node.bookmark_after) FILTER (WHERE node.has_more), '{}'),
           sum(node.sessions_reactivated),
           sum(node.sessions_left_alone),
           bool_or(node.has_more)
      INTO bookmark, sessions_reactivated, sessions_left_alone, has_more
      FROM public.router_undo_batch(run_id, batch_size, coalesce(undo_cleanup_run_batch.bookmark, '{}'), nodes) AS node;

    IF has_more IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('there is no cleanup run %s', coalesce(run_id::text, 'null')),
            HINT    = 'cleanup_run_history lists the runs; those past cleanup_setting.run_retention are removed.';
    END IF;
END
$function$;

COMMENT ON FUNCTION public.undo_cleanup_run_batch(bigint, integer, jsonb) IS
    'One batch of an undo on each node that has more, each committed by its node. bookmark is where the next one goes '
    'on. Errors: as undo_cleanup_run.';

-- The nodes go on together, from the lowest key that one of them has reached: what another has done again by then, it
-- leaves alone.
CREATE OR REPLACE FUNCTION public.apply_inactivity_timeout(
    session_type text,
    dry_run boolean DEFAULT false,
    batch_size integer DEFAULT NULL,
    after_session_id bigint DEFAULT NULL,
    OUT sessions_changed bigint,
    OUT sessions_expired bigint,
    OUT last_session_id bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF dry_run IS NOT TRUE THEN
        PERFORM public.router_require_write();
    END IF;

    SELECT sum(node.sessions_changed), sum(node.sessions_expired), min(node.last_session_id)
      INTO sessions_changed, sessions_expired, last_session_id
      FROM public.router_apply_timeout(session_type, dry_run, batch_size, after_session_id) AS node;
END
$function$;

COMMENT ON FUNCTION public.apply_inactivity_timeout(text, boolean, integer, bigint) IS
    'Computes expires_at of the active sessions of a type anew, on all nodes, each with its own session_type; '
    'everything else as on one machine.';

CREATE OR REPLACE FUNCTION public.session_cleanup_repair(dry_run boolean DEFAULT false)
RETURNS TABLE (
    repair text,
    repaired_rows bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF dry_run IS NOT TRUE THEN
        PERFORM public.router_require_write();
    END IF;

    RETURN QUERY SELECT * FROM public.router_repair(dry_run);
END
$function$;

COMMENT ON FUNCTION public.session_cleanup_repair(boolean) IS
    'Repairs on each node what has one right value; everything else as on one machine.';

-- Node by node, so that one that is down does not hide what is wrong with the others.
CREATE OR REPLACE FUNCTION public.session_cleanup_check(check_rows boolean DEFAULT true)
RETURNS TABLE (
    problem text,
    detail text,
    remedy text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    node        integer;
    state       record;
    nodes       integer[] := public.router_nodes();
    node_count  integer   := cardinality(nodes);
    silent      integer[] := public.router_silent_nodes(nodes);
    first_types jsonb;
BEGIN
    IF node_count = 0 THEN
        RETURN QUERY
        VALUES ('the router has no nodes',
                'the server session_cleanup is not there, or has no option p0',
                'CREATE SERVER session_cleanup, as deploy/cluster/router.sql says.');
    END IF;

    RETURN QUERY
    SELECT 'a node does not answer', format('node %s: no answer within 5 s', silent_node),
           'Start it, or correct its option of the server session_cleanup or the configuration of PgBouncer.'
      FROM unnest(silent) AS silent_node;

    FOREACH node IN ARRAY nodes LOOP
        CONTINUE WHEN node = ANY (silent);

        BEGIN
            SELECT * INTO state FROM public.router_node_state(node);
            first_types := coalesce(first_types, state.session_types);

            IF (state.node_number, state.node_count) IS DISTINCT FROM (node, node_count) THEN
                RETURN QUERY
                VALUES ('a node has another number',
                        format('the option p%s of the server session_cleanup leads to %s', node,
                               coalesce(format('node %s of %s', state.node_number, state.node_count), 'a database that is no node')),
                        format('Correct it with ALTER SERVER session_cleanup OPTIONS (SET p%s ''...''), or number that database with CALL set_node(%s, %s).',
                               node, node, node_count));
            ELSIF NOT state.keys_are_checked THEN
                RETURN QUERY
                VALUES ('nothing keeps the keys of other nodes away', format('node %s', node), format('There: CALL set_node(%s, %s);', node, node_count));
            END IF;

            IF state.session_types <> first_types THEN
                RETURN QUERY
                VALUES ('the session types of the nodes differ',
                        format('node %s has %s, and an earlier one has %s (timeouts in seconds)', node, state.session_types, first_types),
                        'Make the rows of session_type the same on every node.');
            END IF;

            RETURN QUERY
            SELECT found.problem, format('node %s: %s', node, found.detail), found.remedy
              FROM public.router_node_check(node, check_rows) AS found;
        EXCEPTION
            WHEN OTHERS THEN
                problem := 'a node does not answer';
                GET STACKED DIAGNOSTICS detail = MESSAGE_TEXT;
                detail := format('node %s: %s', node, trim(E' \n' FROM detail));
                remedy := 'Start it, or correct its option of the server session_cleanup or the configuration of PgBouncer.';
                RETURN NEXT;
        END;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_cleanup_check(boolean) IS
    'What is wrong with the router''s list of nodes, between the nodes, and on each of them. check_rows: whether the '
    'nodes look at all rows.';

CREATE OR REPLACE VIEW public.session_cleanup_problem AS
SELECT found.problem, found.detail, found.remedy
  FROM public.session_cleanup_check() AS found;

COMMENT ON VIEW public.session_cleanup_problem IS
    'What is wrong with the router, its nodes or their data; empty when all is sound. A role needs EXECUTE on '
    'session_cleanup_check too.';

REVOKE EXECUTE ON FUNCTION
    public.undo_cleanup_run(bigint, boolean), public.undo_cleanup_run_batch(bigint, integer, jsonb),
    public.apply_inactivity_timeout(text, boolean, integer, bigint), public.session_cleanup_repair(boolean),
    public.session_cleanup_check(boolean)
    FROM PUBLIC;
