-- The router is a database without sessions, and has the SQL interface of one that has them. The sessions are on
-- nodes: the options p0, p1, ... of the foreign server session_cleanup, each with a libpq connection string, as
-- PL/Proxy wants them. A session, with its members, is on the node session_id & (nodes - 1).
--
-- Functions here are SECURITY DEFINER: a role needs EXECUTE, as on one machine, and only the owner of the router
-- connects to nodes. Each node commits by itself. A caller in a read-only transaction changes nothing on a node
-- either: router_require_write.
--
-- plproxy_trusted is PL/Proxy under a name that a role may use which is no superuser: deploy/cluster/router.sql.

CREATE OR REPLACE FUNCTION public.router_nodes()
RETURNS integer[]
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT coalesce(array_agg(substr(option.option_name, 2)::integer ORDER BY substr(option.option_name, 2)::integer), '{}')
  FROM pg_foreign_server
 CROSS JOIN LATERAL pg_options_to_table(pg_foreign_server.srvoptions) AS option
 WHERE pg_foreign_server.srvname = 'session_cleanup'
   AND option.option_name ~ '^p[0-9]+$';
$function$;

COMMENT ON FUNCTION public.router_nodes() IS
    'The numbers of the nodes, from 0. PL/Proxy accepts no list with a hole, and no number of nodes that is no power '
    'of two.';

CREATE OR REPLACE FUNCTION public.router_node(node integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT router_node.node;
$function$;

COMMENT ON FUNCTION public.router_node(integer) IS
    'For SPLIT and RUN ON: each node gets its own number of the array.';

-- A call of a frozen node ends after query_timeout of PgBouncer, and nothing says how many others are frozen too: one
-- after the other, that would add up. So all are asked at the same time, by dblink, which can ask without waiting.
CREATE OR REPLACE FUNCTION public.router_silent_nodes(nodes integer[])
RETURNS integer[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    deadline timestamptz := clock_timestamp() + interval '5 seconds';
    asked    integer[]   := '{}'::integer[];
    silent   integer[];
    target   record;
    node     integer;
BEGIN
    FOR target IN
        SELECT substr(option.option_name, 2)::integer AS node,
               concat_ws(' ', option.option_value,
                         (SELECT string_agg(format('%s=%s', mapped.option_name, quote_literal(mapped.option_value)), ' ')
                            FROM pg_user_mappings
                           CROSS JOIN LATERAL pg_options_to_table(pg_user_mappings.umoptions) AS mapped
                           WHERE pg_user_mappings.srvid = pg_foreign_server.oid
                             AND pg_user_mappings.usename = current_user)) AS conninfo
          FROM pg_foreign_server
         CROSS JOIN LATERAL pg_options_to_table(pg_foreign_server.srvoptions) AS option
         WHERE pg_foreign_server.srvname = 'session_cleanup'
           AND option.option_name IN (SELECT 'p' || wanted FROM unnest(nodes) AS wanted)
    LOOP
        BEGIN
            PERFORM dblink.dblink_connect_u('node' || target.node, target.conninfo);
            asked := asked || target.node;
            PERFORM dblink.dblink_send_query('node' || target.node, 'SELECT 1');
        EXCEPTION
            -- Not even PgBouncer answers. The call itself says why.
            WHEN OTHERS THEN
                NULL;
        END;
    END LOOP;

    LOOP
        silent := ARRAY(SELECT waiting FROM unnest(asked) AS waiting WHERE dblink.dblink_is_busy('node' || waiting) = 1);
        EXIT WHEN silent = '{}' OR clock_timestamp() > deadline;
        PERFORM pg_sleep(0.02);
    END LOOP;

    FOREACH node IN ARRAY asked LOOP
        PERFORM dblink.dblink_disconnect('node' || node);
    END LOOP;

    RETURN silent;
END
$function$;

COMMENT ON FUNCTION public.router_silent_nodes(integer[]) IS
    'Which of these nodes do not answer within 5 s. An error is an answer.';

CREATE OR REPLACE FUNCTION public.router_require_write()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF current_setting('transaction_read_only')::boolean THEN
        RAISE EXCEPTION USING
            ERRCODE = 'read_only_sql_transaction',
            MESSAGE = 'cannot change a node in a read-only transaction of the router',
            HINT    = 'Each node has transactions of its own; this one would not keep it from writing.';
    END IF;
END
$function$;

COMMENT ON FUNCTION public.router_require_write() IS
    'Refuses with 25006 in a read-only transaction.';

CREATE OR REPLACE FUNCTION public.router_node_of(session_id bigint)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM public.router_require_write();
    RETURN coalesce(session_id, 0) & 65535;
END
$function$;

COMMENT ON FUNCTION public.router_node_of(bigint) IS
    'For RUN ON, in calls that write: PL/Proxy takes the result & (nodes - 1). Error: 25006 in a read-only '
    'transaction.';

-- A link names its node too, so that a node that is down keeps nobody from the sessions of the others. Only a session
-- that the router did not create, or created with fewer nodes, is elsewhere.
CREATE OR REPLACE FUNCTION public.router_node_of(share_id uuid)
RETURNS integer
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT ('x' || right(router_node_of.share_id::text, 4))::bit(16)::integer;
$function$;

COMMENT ON FUNCTION public.router_node_of(uuid) IS
    'For RUN ON: where create_session puts the session of this share_id; PL/Proxy takes the result & (nodes - 1).';

REVOKE EXECUTE ON FUNCTION
    public.router_nodes(), public.router_node(integer), public.router_silent_nodes(integer[]), public.router_require_write(),
    public.router_node_of(bigint), public.router_node_of(uuid)
    FROM PUBLIC;
