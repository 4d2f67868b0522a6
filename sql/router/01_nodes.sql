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
RETURNS SETOF integer
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT substr(option.option_name, 2)::integer
  FROM pg_foreign_server
 CROSS JOIN LATERAL pg_options_to_table(pg_foreign_server.srvoptions) AS option
 WHERE pg_foreign_server.srvname = 'session_cleanup'
   AND option.option_name ~ '^p[0-9]+$';
$function$;

COMMENT ON FUNCTION public.router_nodes() IS
    'The numbers of the nodes, from 0. PL/Proxy accepts no list with a hole, and no number of nodes that is no power of two.';

CREATE OR REPLACE FUNCTION public.router_nodes(nodes integer[])
RETURNS SETOF integer
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT unnest(router_nodes.nodes);
$function$;

COMMENT ON FUNCTION public.router_nodes(integer[]) IS
    'For RUN ON: these nodes.';

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

CREATE OR REPLACE FUNCTION public.router_nodes(dry_run boolean)
RETURNS SETOF integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF dry_run IS NOT TRUE THEN
        PERFORM public.router_require_write();
    END IF;

    RETURN QUERY SELECT public.router_nodes();
END
$function$;

COMMENT ON FUNCTION public.router_nodes(boolean) IS
    'For RUN ON: every node. Error: 25006 in a read-only transaction, unless it is a dry run.';

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
    'For RUN ON, in calls that write: PL/Proxy takes the result & (nodes - 1). Error: 25006 in a read-only transaction.';

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
    public.router_nodes(), public.router_nodes(integer[]), public.router_nodes(boolean), public.router_require_write(),
    public.router_node_of(bigint), public.router_node_of(uuid)
    FROM PUBLIC;
