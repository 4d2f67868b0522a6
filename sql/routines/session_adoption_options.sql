CREATE OR REPLACE FUNCTION public.session_adoption_options(mapping jsonb)
RETURNS jsonb
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT '{"delete": "refuse", "null_expires_at": "never", "activity_moves_expires_at": true}'::jsonb
       || (mapping - 'session' - 'session_member');
$function$;

COMMENT ON FUNCTION public.session_adoption_options(jsonb) IS
    'What a mapping of adopt_session_tables() says besides tables and columns, with the defaults of what it leaves '
    'out.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_options(jsonb) FROM PUBLIC;
