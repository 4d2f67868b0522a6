-- From the views' own definitions, which follow when a column is renamed. They are made by session_adoption_statements,
-- one column a line.

CREATE OR REPLACE FUNCTION public.session_adoption_columns()
RETURNS jsonb
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
SELECT jsonb_object_agg(
           ours.name,
           (SELECT coalesce(jsonb_object_agg((parse_ident(coalesce(line.parts[2], line.parts[1])))[1], (parse_ident(line.parts[1]))[1]), '{}')
              FROM regexp_matches(pg_get_viewdef(to_regclass('public.' || ours.name), true),
                                  '^\s*(?:SELECT )?base\.("(?:[^"]|"")+"|[^\s,"]+)(?: AS ("?\w+"?))?,?$', 'gn') AS line (parts)
             WHERE line.parts[1] <> 'xmin'))
  FROM (VALUES ('session'), ('session_member')) AS ours (name)
 WHERE EXISTS (SELECT FROM public.session_adoption)
   AND (SELECT pg_class.relkind FROM pg_class WHERE pg_class.oid = to_regclass('public.' || ours.name)) = 'v';
$function$;

COMMENT ON FUNCTION public.session_adoption_columns() IS
    'For each column of the views session and session_member, the column of the adopted table that it shows now. '
    'Null: no tables are adopted, or both views are gone.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_columns() FROM PUBLIC;
