-- Where the schema is no longer what the last migration made it. What a script in sql/routines makes, migrate applies
-- again.
--
-- Only a server of the version that recorded a definition prints it in the same way: after an upgrade of the server,
-- views and triggers are compared again once migrate has recorded them.

CREATE OR REPLACE FUNCTION public.session_cleanup_drift()
RETURNS TABLE (
    kind text,
    identity text,
    difference text,
    is_routine boolean,
    definition text)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN QUERY
    SELECT compared.kind,
           compared.identity,
           compared.difference,
           compared.kind IN ('view', 'routine', 'trigger'),
           compared.definition
      FROM (SELECT recorded.kind,
                   recorded.identity,
                   CASE
                       WHEN present.kind IS NULL THEN 'is missing'
                       WHEN present.is_disabled THEN
                           CASE recorded.kind WHEN 'index' THEN 'is invalid' WHEN 'constraint' THEN 'is not validated' ELSE 'is disabled' END
                       WHEN present.is_public THEN 'is executable by PUBLIC'
                       WHEN present.fingerprint <> recorded.fingerprint
                            AND (recorded.kind = 'routine'
                                 OR recorded.server_version = current_setting('server_version_num')::integer / 10000) THEN
                           'differs from the shipped one'
                   END AS difference,
                   recorded.fingerprint AS definition
              FROM public.session_cleanup_object AS recorded
              LEFT JOIN public.session_cleanup_object_now() AS present
                     ON present.kind = recorded.kind AND present.identity = recorded.identity
             UNION ALL
            SELECT 'schema', 'Session Cleanup', 'is not recorded', NULL
             WHERE NOT EXISTS (SELECT FROM public.session_cleanup_object)) AS compared
     WHERE compared.difference IS NOT NULL
       AND NOT (compared.kind = 'index' AND compared.difference = 'differs from the shipped one')
     ORDER BY compared.kind, compared.identity;
END
$function$;

COMMENT ON FUNCTION public.session_cleanup_drift() IS
    'The objects of Session Cleanup that somebody has dropped, disabled, replaced or opened to PUBLIC since the last '
    'migration. is_routine: migrate brings it back; definition: of an index or constraint, what it was. No row: none.';

REVOKE EXECUTE ON FUNCTION public.session_cleanup_drift() FROM PUBLIC;
