-- For a router, in each call that goes to several nodes: with a node twice in its list, or two exchanged, sums would be
-- wrong and a cleanup would not end.

CREATE OR REPLACE FUNCTION public.node_require(node_number integer, node_count integer)
RETURNS integer
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
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
$function$;

COMMENT ON FUNCTION public.node_require(integer, integer) IS
    'For a router: returns node_number if this database is that one of node_count nodes (set_node). Error: 55000 if '
    'it is not.';

REVOKE EXECUTE ON FUNCTION public.node_require(integer, integer) FROM PUBLIC;
