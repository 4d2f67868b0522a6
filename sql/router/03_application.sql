-- The two of the application's calls that have no session_id to go by; the others are in 02_on_node.sql.

CREATE OR REPLACE FUNCTION public.create_session(
    owner_id bigint DEFAULT NULL,
    title text DEFAULT NULL,
    session_type text DEFAULT 'collaborative',
    OUT session_id bigint,
    INOUT share_id uuid DEFAULT NULL)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM public.router_require_write();
    share_id := coalesce(create_session.share_id, gen_random_uuid());
    session_id := (SELECT created.session_id
                     FROM public.router_create_session(owner_id, title, session_type, share_id) AS created);
END
$function$;

COMMENT ON FUNCTION public.create_session(bigint, text, text, uuid) IS
    'Creates a session on one of the nodes, which share_id decides; everything else as on one machine.';

CREATE OR REPLACE FUNCTION public.find_session(share_id uuid)
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
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    nodes       integer[] := public.router_nodes();
    likely_node integer   := public.router_node_of(share_id) & (cardinality(nodes) - 1);
BEGIN
    IF share_id IS NULL THEN
        RETURN;
    END IF;

    RETURN QUERY SELECT * FROM public.router_find_session(share_id, ARRAY[likely_node]);

    IF NOT FOUND AND cardinality(nodes) > 1 THEN
        RETURN QUERY SELECT * FROM public.router_find_session(share_id, array_remove(nodes, likely_node));
    END IF;
END
$function$;

COMMENT ON FUNCTION public.find_session(uuid) IS
    'The session that has this share_id: asks the node where create_session would have put it, then the others; '
    'everything else as on one machine.';

REVOKE EXECUTE ON FUNCTION public.create_session(bigint, text, text, uuid), public.find_session(uuid) FROM PUBLIC;
