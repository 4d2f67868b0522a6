CREATE OR REPLACE FUNCTION public.session_cleanup_record_objects()
RETURNS bigint
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$
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
$function$;

COMMENT ON FUNCTION public.session_cleanup_record_objects() IS
    'Records in session_cleanup_object what the schema looks like now, and returns how many objects that are. The '
    'last script of a migration calls it; nobody else needs to.';

REVOKE EXECUTE ON FUNCTION public.session_cleanup_record_objects() FROM PUBLIC;
