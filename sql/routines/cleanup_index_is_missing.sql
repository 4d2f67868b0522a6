-- By its columns, not by its definition as text: that varies with settings, storage parameters and spellings. A
-- partitioned table needs it on each partition; a view (over adopted tables) has none to look at.

CREATE OR REPLACE FUNCTION public.cleanup_index_is_missing()
RETURNS boolean
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT EXISTS (
    SELECT
      FROM (SELECT tree.relid FROM pg_partition_tree('public.session') AS tree WHERE tree.isleaf
             UNION ALL
            SELECT pg_class.oid
              FROM pg_class
             WHERE pg_class.oid = 'public.session'::regclass
               AND pg_class.relkind = 'r') AS part
     WHERE NOT EXISTS (
               SELECT
                 FROM pg_index
                WHERE pg_index.indrelid = part.relid
                  AND pg_index.indisvalid
                  AND pg_index.indpred IS NULL
                  AND ARRAY['session_type', 'is_active', 'expires_at']::name[]
                      = ARRAY(SELECT pg_attribute.attname
                                FROM generate_series(0, 2) AS position (number)
                                JOIN pg_attribute
                                  ON pg_attribute.attrelid = part.relid
                                 AND pg_attribute.attnum = pg_index.indkey[position.number]
                               ORDER BY position.number)));
$function$;

COMMENT ON FUNCTION public.cleanup_index_is_missing() IS
    'Whether session, or one of its partitions, has no index on (session_type, is_active, expires_at).';

REVOKE EXECUTE ON FUNCTION public.cleanup_index_is_missing() FROM PUBLIC;
