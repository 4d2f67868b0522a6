-- What goes to the nodes, in PL/Proxy: the calls and views of the SQL interface, which are the nodes' own
-- (sql/routines).
--
-- For each on_node_NAME a function NAME, with the same arguments, result and comment, which makes what comes back
-- from a node an error as it is on one machine: without PL/Proxy's own words, and SC005 where the node did not
-- answer, or can't write. To a driver or a pool, an error of class 08 would say that the connection to the router is
-- broken.
--
-- A call to several nodes is SPLIT, so that each gets its own number, and node_require there refuses it where the list
-- of nodes leads to another one.

CREATE OR REPLACE FUNCTION public.router_error(state text, message text, detail text, hint text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    -- public.join_session(3): [node1] REMOTE ERROR: ...   PL/Proxy function public.join_session(3): [node1]
    -- PQconnectPoll: ...
    part text[] := regexp_match(message, '^(?:PL/Proxy function )?public[.][^:]*: \[([^]]*)\] (?:REMOTE \w+: |PQ\w+: )?(.*?)\s*$');
BEGIN
    IF state ~ '^(08|57P|53|XX)' OR (state = '25006' AND part IS NOT NULL) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC005',
            -- libpq adds lines of its own.
            MESSAGE = format('%s failed: %s', coalesce(part[1], 'a node'),
                             regexp_replace(split_part(coalesce(part[2], message), E'\n', 1), '^FATAL: *', '')),
            HINT    = 'Start the node, or correct its option of the server session_cleanup or the configuration of PgBouncer.';
    END IF;

    message := coalesce(part[2], message);
    detail := regexp_replace(detail, '^Remote detail: ', '');
    hint := regexp_replace(hint, '^Remote hint: ', '');

    -- An empty option would show as an empty line.
    IF hint = '' THEN
        RAISE EXCEPTION USING ERRCODE = state, MESSAGE = concat_ws(': ', message, nullif(detail, ''));
    ELSIF detail = '' THEN
        RAISE EXCEPTION USING ERRCODE = state, MESSAGE = message, HINT = hint;
    ELSE
        RAISE EXCEPTION USING ERRCODE = state, MESSAGE = message, DETAIL = detail, HINT = hint;
    END IF;
END
$function$;

COMMENT ON FUNCTION public.router_error(text, text, text, text) IS
    'Raises the error that came from a node as it would be on one machine; SC005 where the node did not answer, or '
    'can''t write.';

REVOKE EXECUTE ON FUNCTION public.router_error(text, text, text, text) FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.on_node_join_session(session_id bigint, user_id bigint, permission text DEFAULT NULL)
RETURNS boolean
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    RUN ON public.router_node_of(session_id);
    TARGET public.join_session;
$function$;

COMMENT ON FUNCTION public.on_node_join_session(bigint, bigint, text) IS
    'A user comes online in a session, on its node; everything else as on one machine.';

CREATE OR REPLACE FUNCTION public.on_node_leave_session(session_id bigint, user_id bigint)
RETURNS boolean
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    RUN ON public.router_node_of(session_id);
    TARGET public.leave_session;
$function$;

COMMENT ON FUNCTION public.on_node_leave_session(bigint, bigint) IS
    'A member goes offline, on the node of the session; everything else as on one machine.';

CREATE OR REPLACE FUNCTION public.on_node_end_session(session_id bigint)
RETURNS boolean
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    RUN ON public.router_node_of(session_id);
    TARGET public.end_session;
$function$;

COMMENT ON FUNCTION public.on_node_end_session(bigint) IS
    'Ends a session, on its node; everything else as on one machine.';

CREATE OR REPLACE FUNCTION public.on_node_touch_session(session_id bigint)
RETURNS boolean
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    RUN ON public.router_node_of(session_id);
    TARGET public.touch_session;
$function$;

COMMENT ON FUNCTION public.on_node_touch_session(bigint) IS
    'Records activity in a session, on its node; everything else as on one machine.';

CREATE OR REPLACE FUNCTION public.on_node_router_create_session(owner_id bigint, title text, session_type text, share_id uuid)
RETURNS TABLE (session_id bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    RUN ON public.router_node_of(share_id);
    SELECT created.session_id FROM public.create_session(owner_id, title, session_type, share_id) AS created;
$function$;

COMMENT ON FUNCTION public.on_node_router_create_session(bigint, text, text, uuid) IS
    'create_session on the node of share_id.';

CREATE OR REPLACE FUNCTION public.on_node_router_find_session(
    share_id uuid,
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (
    session_id bigint,
    owner_id bigint,
    title text,
    session_type text,
    is_active boolean,
    created_at timestamptz,
    last_activity_at timestamptz,
    expires_at timestamptz,
    deactivated_at timestamptz)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT found.session_id, found.owner_id, found.title, found.session_type, found.is_active,
           found.created_at, found.last_activity_at, found.expires_at, found.deactivated_at
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.find_session(share_id) AS found;
$function$;

COMMENT ON FUNCTION public.on_node_router_find_session(uuid, integer[], integer) IS
    'find_session on these nodes.';

CREATE OR REPLACE FUNCTION public.on_node_router_dry_run(
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (
    sessions_cleaned bigint,
    members_set_offline bigint,
    active_sessions bigint,
    inactive_sessions bigint,
    total_sessions bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT dry.sessions_cleaned, dry.members_set_offline, dry.active_sessions, dry.inactive_sessions, dry.total_sessions
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.cleanup_sessions(dry_run => true) AS dry;
$function$;

COMMENT ON FUNCTION public.on_node_router_dry_run(integer[], integer) IS
    'cleanup_sessions(dry_run => true) on these nodes.';

CREATE OR REPLACE FUNCTION public.on_node_router_expired_session(
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (
    session_id bigint,
    share_id uuid,
    title text,
    session_type text,
    created_at timestamptz,
    expires_at timestamptz,
    age interval,
    members_online bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT expired.session_id, expired.share_id, expired.title, expired.session_type, expired.created_at, expired.expires_at, expired.age,
           expired.members_online
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.expired_session AS expired;
$function$;

COMMENT ON FUNCTION public.on_node_router_expired_session(integer[], integer) IS
    'expired_session of these nodes.';

CREATE OR REPLACE FUNCTION public.on_node_router_statistics(
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (session_type text, active bigint, expired bigint, inactive bigint, total bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT kind.session_type, kind.active, kind.expired, kind.inactive, kind.total
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.session_statistics AS kind;
$function$;

COMMENT ON FUNCTION public.on_node_router_statistics(integer[], integer) IS
    'session_statistics of these nodes.';

CREATE OR REPLACE FUNCTION public.on_node_router_session_age(
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (session_type text, inactivity_timeout interval, tenth integer, sessions bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT age.session_type, age.inactivity_timeout, age.tenth, age.sessions
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.session_age AS age;
$function$;

COMMENT ON FUNCTION public.on_node_router_session_age(integer[], integer) IS
    'session_age of these nodes.';

CREATE OR REPLACE FUNCTION public.on_node_router_history(
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (
    cleanup_run_id bigint,
    started_at timestamptz,
    updated_at timestamptz,
    finished_at timestamptz,
    state text,
    sessions_cleaned bigint,
    members_set_offline bigint,
    role_name text,
    application_name text,
    way_in text,
    sessions_failed bigint,
    stopped_by text,
    batches bigint,
    longest_batch_seconds numeric,
    undone_at timestamptz,
    sessions_reactivated bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT run.cleanup_run_id, run.started_at, run.updated_at, run.finished_at, run.state, run.sessions_cleaned, run.members_set_offline,
           run.role_name, run.application_name, run.way_in, run.sessions_failed, run.stopped_by,
           run.batches, run.longest_batch_seconds, run.undone_at, run.sessions_reactivated
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.cleanup_run_history AS run;
$function$;

COMMENT ON FUNCTION public.on_node_router_history(integer[], integer) IS
    'cleanup_run_history of these nodes.';

CREATE OR REPLACE FUNCTION public.on_node_router_status(
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (
    checked_at timestamptz,
    last_success_at timestamptz,
    last_success_age_seconds numeric,
    runs_died_since bigint,
    backlog bigint,
    oldest_expired_at timestamptz,
    oldest_expired_age_seconds numeric,
    sessions_failed bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT status.checked_at, status.last_success_at, status.last_success_age_seconds, status.runs_died_since, status.backlog,
           status.oldest_expired_at, status.oldest_expired_age_seconds, status.sessions_failed
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.session_cleanup_status AS status;
$function$;

COMMENT ON FUNCTION public.on_node_router_status(integer[], integer) IS
    'session_cleanup_status of these nodes.';

CREATE OR REPLACE FUNCTION public.on_node_explain_session(session_id bigint)
RETURNS TABLE (
    share_id uuid,
    title text,
    session_type text,
    inactivity_timeout interval,
    is_active boolean,
    created_at timestamptz,
    last_activity_at timestamptz,
    expires_at timestamptz,
    deactivated_at timestamptz,
    members bigint,
    members_online bigint,
    cleanup_run_id bigint,
    is_locked boolean,
    state text,
    reason text,
    next_cleanup text)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    RUN ON coalesce(session_id, 0);
    SELECT explained.share_id, explained.title, explained.session_type, explained.inactivity_timeout,
           explained.is_active, explained.created_at, explained.last_activity_at, explained.expires_at,
           explained.deactivated_at, explained.members, explained.members_online, explained.cleanup_run_id,
           explained.is_locked, explained.state, explained.reason, explained.next_cleanup
      FROM public.explain_session(session_id) AS explained;
$function$;

COMMENT ON FUNCTION public.on_node_explain_session(bigint) IS
    'What a session is and why, from its node; everything else as on one machine.';

CREATE OR REPLACE FUNCTION public.on_node_router_undo(
    run_id bigint,
    dry_run boolean,
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (sessions_reactivated bigint, sessions_left_alone bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT undone.sessions_reactivated, undone.sessions_left_alone
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.cleanup_run_history AS run
     CROSS JOIN LATERAL public.undo_cleanup_run(run.cleanup_run_id, dry_run) AS undone
     WHERE run.cleanup_run_id = run_id;
$function$;

COMMENT ON FUNCTION public.on_node_router_undo(bigint, boolean, integer[], integer) IS
    'undo_cleanup_run on those of the nodes that have the run.';

CREATE OR REPLACE FUNCTION public.on_node_router_undo_batch(
    run_id bigint,
    batch_size integer,
    bookmark jsonb,
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (node_number integer, bookmark_after jsonb, sessions_reactivated bigint, sessions_left_alone bigint, has_more boolean)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT own.node_number, undone.bookmark AS bookmark_after, undone.sessions_reactivated, undone.sessions_left_alone, undone.has_more
      FROM public.node_require((nodes)[1], node_count) AS own (node_number)
     CROSS JOIN public.cleanup_run_history AS run
     CROSS JOIN LATERAL public.undo_cleanup_run_batch(
               run.cleanup_run_id, batch_size, coalesce($3 -> own.node_number::text, '{}')) AS undone
     WHERE run.cleanup_run_id = run_id;
$function$;

COMMENT ON FUNCTION public.on_node_router_undo_batch(bigint, integer, jsonb, integer[], integer) IS
    'undo_cleanup_run_batch on those of the nodes that have the run; bookmark has a key for each node.';

CREATE OR REPLACE FUNCTION public.on_node_router_repair(
    dry_run boolean,
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (repair text, repaired_rows bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT format('node %s: %s', own.node_number, done.repair) AS repair, done.repaired_rows
      FROM public.node_require((nodes)[1], node_count) AS own (node_number)
     CROSS JOIN public.session_cleanup_repair(dry_run) AS done;
$function$;

COMMENT ON FUNCTION public.on_node_router_repair(boolean, integer[], integer) IS
    'session_cleanup_repair of these nodes.';

CREATE OR REPLACE FUNCTION public.on_node_router_node_state(node integer)
RETURNS TABLE (node_number integer, node_count integer, session_types jsonb, keys_are_checked boolean)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    RUN ON node;
    SELECT state.node_number, state.node_count, state.session_types, state.keys_are_checked FROM public.node_state() AS state;
$function$;

COMMENT ON FUNCTION public.on_node_router_node_state(integer) IS
    'node_state of a node.';

CREATE OR REPLACE FUNCTION public.on_node_router_node_check(node integer, check_rows boolean)
RETURNS TABLE (problem text, detail text, remedy text)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    RUN ON node;
    SELECT found.problem, found.detail, found.remedy FROM public.session_cleanup_check(check_rows) AS found;
$function$;

COMMENT ON FUNCTION public.on_node_router_node_check(integer, boolean) IS
    'session_cleanup_check of a node.';

CREATE OR REPLACE FUNCTION public.on_node_router_node_run(
    step text,
    run_id bigint,
    batch_size integer,
    entry_point text,
    application_name text,
    refuse_above text,
    statistics boolean,
    stopped_by text,
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
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
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT answer.node_number, answer.cleanup_run_id, answer.sessions_cleaned, answer.members_set_offline, answer.sessions_failed,
           answer.has_more, answer.active_sessions, answer.inactive_sessions, answer.total_sessions, answer.expired_sessions_left
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.node_run(step, run_id, batch_size, entry_point, application_name, refuse_above, statistics, stopped_by) AS answer;
$function$;

COMMENT ON FUNCTION public.on_node_router_node_run(text, bigint, integer, text, text, text, boolean, text, integer[], integer) IS
    'A step of a cleanup on these nodes at once; fails if one of them does.';

CREATE OR REPLACE FUNCTION public.on_node_router_apply_timeout(
    session_type text,
    dry_run boolean,
    batch_size integer,
    after_session_id bigint,
    nodes integer[] DEFAULT public.router_nodes(),
    node_count integer DEFAULT cardinality(public.router_nodes()))
RETURNS TABLE (sessions_changed bigint, sessions_expired bigint, last_session_id bigint)
LANGUAGE plproxy_trusted
AS $function$
    CLUSTER 'session_cleanup';
    SPLIT nodes;
    RUN ON public.router_node(nodes);
    SELECT applied.sessions_changed, applied.sessions_expired, applied.last_session_id
      FROM public.node_require((nodes)[1], node_count)
     CROSS JOIN public.apply_inactivity_timeout(session_type, dry_run, batch_size, after_session_id) AS applied;
$function$;

COMMENT ON FUNCTION public.on_node_router_apply_timeout(text, boolean, integer, bigint, integer[], integer) IS
    'apply_inactivity_timeout on these nodes.';

DO $block$
DECLARE
    call record;
BEGIN
    FOR call IN
        SELECT pg_proc.oid,
               pg_proc.proname,
               substr(pg_proc.proname, length('on_node_') + 1) AS name,
               format(
                   CASE WHEN pg_proc.proretset THEN 'RETURN QUERY SELECT * FROM public.%I(%s);' ELSE 'RETURN public.%I(%s);' END,
                   pg_proc.proname,
                   (SELECT string_agg('$' || number, ', ' ORDER BY number) FROM generate_series(1, pg_proc.pronargs) AS number)) AS statement
          FROM pg_catalog.pg_proc
         WHERE pg_proc.pronamespace = 'public'::regnamespace
           AND pg_proc.proname LIKE 'on\_node\_%'
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', call.oid::regprocedure);
        EXECUTE format(
            $text$
            CREATE OR REPLACE FUNCTION public.%I(%s)
            RETURNS %s
            LANGUAGE plpgsql
            SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
            AS %L
            $text$,
            call.name,
            pg_get_function_arguments(call.oid),
            pg_get_function_result(call.oid),
            format(
                $text$
                #variable_conflict use_column
                DECLARE
                    error_message text;
                    error_detail  text;
                    error_hint    text;
                BEGIN
                    %s
                EXCEPTION
                    WHEN OTHERS THEN
                        GET STACKED DIAGNOSTICS
                            error_message = MESSAGE_TEXT, error_detail = PG_EXCEPTION_DETAIL, error_hint = PG_EXCEPTION_HINT;
                        PERFORM public.router_error(SQLSTATE, error_message, error_detail, error_hint);
                        RAISE;
                END
                $text$,
                call.statement));
        EXECUTE format('COMMENT ON FUNCTION public.%I(%s) IS %L',
                       call.name, pg_get_function_identity_arguments(call.oid), obj_description(call.oid, 'pg_proc'));
        EXECUTE format('REVOKE EXECUTE ON FUNCTION public.%I(%s) FROM PUBLIC',
                       call.name, pg_get_function_identity_arguments(call.oid));
    END LOOP;
END
$block$;
