-- What has to agree between the nodes of a router, for its session_cleanup_problem and for migrate.

CREATE OR REPLACE FUNCTION public.node_state()
RETURNS TABLE (
    node_number integer,
    node_count integer,
    session_types jsonb,
    keys_are_checked boolean)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
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
$function$;

COMMENT ON FUNCTION public.node_state() IS
    'For a router: which node this database is (null: none, see set_node), its session types with their timeouts in '
    'seconds, and whether a validated CHECK keeps the keys of other nodes away.';

REVOKE EXECUTE ON FUNCTION public.node_state() FROM PUBLIC;
