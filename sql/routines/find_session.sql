-- The session of a link. SECURITY DEFINER, row_security: see create_session.

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
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
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
$function$;

COMMENT ON FUNCTION public.find_session(uuid) IS
    'The session that has this share_id, active or not: one row; no row if there is none. owner_id and title may be '
    'null; expires_at null or infinity: never; deactivated_at null: it is active, or the moment is not known.';

REVOKE EXECUTE ON FUNCTION public.find_session(uuid) FROM PUBLIC;
