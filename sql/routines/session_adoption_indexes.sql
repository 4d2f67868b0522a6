-- Cleanup walks the first; the second finds the members of a session.

CREATE OR REPLACE FUNCTION public.session_adoption_indexes(session_table regclass, member_table regclass, columns jsonb)
RETURNS TABLE (
    relation regclass,
    name text,
    statement text,
    concurrent_statement text,
    is_invalid boolean)
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT wanted.relation,
       format('%I.%I', pg_namespace.nspname, wanted.name),
       format('CREATE INDEX %I ON %s (%s)', wanted.name, wanted.relation, quoted.columns),
       format('CREATE INDEX CONCURRENTLY %I ON %s (%s)', wanted.name, wanted.relation, quoted.columns),
       EXISTS (SELECT
                 FROM pg_class AS same_name
                WHERE same_name.relname = wanted.name
                  AND same_name.relnamespace = pg_class.relnamespace)
  FROM (VALUES (session_table,
                'session_cleanup_queue_idx',
                ARRAY[session_adoption_indexes.columns -> 'session' ->> 'session_type',
                      session_adoption_indexes.columns -> 'session' ->> 'is_active',
                      session_adoption_indexes.columns -> 'session' ->> 'expires_at']),
               (member_table,
                'session_cleanup_member_idx',
                ARRAY[session_adoption_indexes.columns -> 'session_member' ->> 'session_id'])) AS wanted (relation, name, columns)
  JOIN pg_class ON pg_class.oid = wanted.relation
  JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
 CROSS JOIN LATERAL (SELECT string_agg(quote_ident(column_name), ', ' ORDER BY number) AS columns
                       FROM unnest(wanted.columns) WITH ORDINALITY AS listed (column_name, number)) AS quoted
 WHERE NOT EXISTS (SELECT
                     FROM pg_index
                     JOIN pg_class AS index_class ON index_class.oid = pg_index.indexrelid
                     JOIN pg_am ON pg_am.oid = index_class.relam AND pg_am.amname = 'btree'
                    WHERE pg_index.indrelid = wanted.relation
                      AND pg_index.indisvalid
                      AND pg_index.indpred IS NULL
                      AND wanted.columns
                          = ARRAY(SELECT pg_attribute.attname::text
                                    FROM generate_series(0, cardinality(wanted.columns) - 1) AS position (number)
                                    JOIN pg_attribute ON pg_attribute.attrelid = wanted.relation
                                                     AND pg_attribute.attnum = pg_index.indkey[position.number]
                                   ORDER BY position.number));
$function$;

COMMENT ON FUNCTION public.session_adoption_indexes(regclass, regclass, jsonb) IS
    'The indexes that two tables lack, of which columns names the columns, each with the statement that builds it, '
    'for a transaction and for outside of one. is_invalid: a relation of that name is there and is not such an index, '
    'as after a CREATE INDEX CONCURRENTLY that was interrupted.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_indexes(regclass, regclass, jsonb) FROM PUBLIC;
