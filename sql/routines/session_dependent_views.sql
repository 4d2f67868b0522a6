-- DROP VIEW and CREATE VIEW in place of CREATE OR REPLACE: what session and session_member are changes, and with it the
-- types of columns. A view comes with its options, owner, comments and privileges.

CREATE OR REPLACE FUNCTION public.session_dependent_views()
RETURNS TABLE (
    name text,
    depth integer,
    definition text,
    statements text[])
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
BEGIN
    RETURN QUERY
    WITH RECURSIVE dependent (oid, depth) AS (
        SELECT pg_class.oid, 0
          FROM pg_class
         WHERE pg_class.oid IN (to_regclass('public.session'), to_regclass('public.session_member'))
        UNION
        SELECT pg_rewrite.ev_class, dependent.depth + 1
          FROM dependent
          JOIN pg_depend ON pg_depend.refclassid = 'pg_class'::regclass
                        AND pg_depend.refobjid = dependent.oid
                        AND pg_depend.classid = 'pg_rewrite'::regclass
          JOIN pg_rewrite ON pg_rewrite.oid = pg_depend.objid
         WHERE pg_rewrite.ev_class <> dependent.oid
    ), view AS (
        SELECT pg_class.*, max(dependent.depth) AS depth
          FROM dependent
          JOIN pg_class ON pg_class.oid = dependent.oid
         WHERE dependent.depth > 0
           AND pg_class.relkind IN ('v', 'm')
         GROUP BY pg_class.oid
    )
    SELECT view.oid::regclass::text,
           view.depth,
           pg_get_viewdef(view.oid),
           ARRAY[format('CREATE %sVIEW %s%s AS %s',
                        CASE view.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END,
                        view.oid::regclass,
                        ' WITH (' || array_to_string(view.reloptions, ', ') || ')',
                        rtrim(pg_get_viewdef(view.oid), ';')),
                 format('ALTER TABLE %s OWNER TO %I', view.oid::regclass, pg_get_userbyid(view.relowner))]
           || ARRAY(SELECT format('COMMENT ON %s %s%s IS %L',
                                  CASE
                                      WHEN pg_description.objsubid > 0 THEN 'COLUMN'
                                      WHEN view.relkind = 'm' THEN 'MATERIALIZED VIEW'
                                      ELSE 'VIEW'
                                  END,
                                  view.oid::regclass,
                                  (SELECT '.' || quote_ident(pg_attribute.attname)
                                     FROM pg_attribute
                                    WHERE pg_attribute.attrelid = view.oid
                                      AND pg_attribute.attnum = pg_description.objsubid
                                      AND pg_attribute.attnum > 0),
                                  pg_description.description)
                      FROM pg_description
                     WHERE pg_description.classoid = 'pg_class'::regclass
                       AND pg_description.objoid = view.oid
                     ORDER BY pg_description.objsubid)
           || public.session_grant_statements(view.oid, view.oid::regclass::text)
      FROM view
     ORDER BY view.depth, view.oid;
END
$function$;

COMMENT ON FUNCTION public.session_dependent_views() IS
    'The views over session and session_member, and those over them, in the order in which they can be created, each '
    'with the statements that do so.';

REVOKE EXECUTE ON FUNCTION public.session_dependent_views() FROM PUBLIC;
