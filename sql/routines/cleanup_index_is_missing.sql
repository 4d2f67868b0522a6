-- By its columns, not by its definition as text: that varies with settings, storage parameters and spellings. A
-- partitioned table needs it on each partition, an adopted one under the names of its columns.

CREATE OR REPLACE FUNCTION public.cleanup_index_is_missing()
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    base_table constant regclass := public.session_base_table('session');
    columns    constant jsonb := (SELECT public.session_adoption_columns() -> 'session' FROM public.session_adoption);
BEGIN
    RETURN EXISTS (
        SELECT
          FROM (SELECT tree.relid FROM pg_partition_tree(base_table) AS tree WHERE tree.isleaf
                 UNION ALL
                SELECT pg_class.oid FROM pg_class WHERE pg_class.oid = base_table AND pg_class.relkind = 'r') AS part
         WHERE NOT EXISTS (
                   SELECT
                     FROM pg_index
                    WHERE pg_index.indrelid = part.relid
                      AND pg_index.indisvalid
                      AND pg_index.indpred IS NULL
                      AND ARRAY[coalesce(columns ->> 'session_type', 'session_type'),
                                coalesce(columns ->> 'is_active', 'is_active'),
                                coalesce(columns ->> 'expires_at', 'expires_at')]
                          = ARRAY(SELECT pg_attribute.attname::text
                                    FROM generate_series(0, 2) AS position (number)
                                    JOIN pg_attribute
                                      ON pg_attribute.attrelid = part.relid
                                     AND pg_attribute.attnum = pg_index.indkey[position.number]
                                   ORDER BY position.number)));
END
$function$;

COMMENT ON FUNCTION public.cleanup_index_is_missing() IS
    'Whether session, one of its partitions, or the table adopted in its place has no index on '
    '(session_type, is_active, expires_at).';

REVOKE EXECUTE ON FUNCTION public.cleanup_index_is_missing() FROM PUBLIC;
