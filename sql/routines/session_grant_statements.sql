CREATE OR REPLACE FUNCTION public.session_grant_statements(relation oid, name text)
RETURNS text[]
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT ARRAY(
    SELECT format('GRANT %s%s ON %s TO %s%s',
                  granted.privilege_type,
                  ' (' || quote_ident(given.column_name) || ')',
                  session_grant_statements.name,
                  CASE granted.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(granted.grantee)) END,
                  CASE WHEN granted.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (SELECT NULL::name AS column_name, 0 AS number, pg_class.relacl AS acl
              FROM pg_class
             WHERE pg_class.oid = relation
            UNION ALL
            SELECT pg_attribute.attname, pg_attribute.attnum, pg_attribute.attacl
              FROM pg_attribute
             WHERE pg_attribute.attrelid = relation) AS given
     CROSS JOIN LATERAL aclexplode(given.acl) AS granted
      JOIN pg_class ON pg_class.oid = relation AND pg_class.relowner <> granted.grantee
     WHERE granted.privilege_type <> 'MAINTAIN'
     ORDER BY given.number, granted.grantee, granted.privilege_type);
$function$;

COMMENT ON FUNCTION public.session_grant_statements(oid, text) IS
    'The statements that give the relation of that name the privileges that a relation has.';

REVOKE EXECUTE ON FUNCTION public.session_grant_statements(oid, text) FROM PUBLIC;
