-- Logical replication and a restore of data alone bring rows and leave sequences as they were. A sequence may count in
-- steps (many nodes, one residue each): its next value keeps its residue.

CREATE OR REPLACE FUNCTION public.session_cleanup_sequence_behind()
RETURNS TABLE (
    sequence text,
    highest bigint,
    next_value bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
DECLARE
    key record;
BEGIN
    FOR key IN
        SELECT owned.relation,
               owned.attname,
               pg_sequence.seqrelid::regclass AS name,
               pg_sequence.seqincrement AS step
          FROM (SELECT pg_class.oid::regclass AS relation,
                       pg_attribute.attname,
                       pg_get_serial_sequence(pg_class.oid::regclass::text, pg_attribute.attname)::regclass AS name
                  FROM pg_class
                  JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid
                 WHERE (pg_class.relname, pg_attribute.attname) IN (('session', 'session_id'), ('cleanup_run', 'cleanup_run_id'))
                   AND pg_class.relnamespace = 'public'::regnamespace
                   AND pg_class.relkind IN ('r', 'p')) AS owned
          JOIN pg_sequence ON pg_sequence.seqrelid = owned.name
         WHERE pg_sequence.seqincrement > 0
    LOOP
        EXECUTE format(
            $query$
            SELECT %1$L, keys.highest, coming.value + ceil((keys.highest + 1 - coming.value)::numeric / %5$s)::bigint * %5$s
              FROM (SELECT max(%2$I) AS highest FROM %3$s) AS keys,
                   (SELECT last_value + CASE WHEN is_called THEN %5$s ELSE 0 END AS value FROM %4$s) AS coming
             WHERE keys.highest >= coming.value
            $query$,
            key.name::text, key.attname, key.relation, key.name, key.step)
            INTO sequence, highest, next_value;

        IF sequence IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_cleanup_sequence_behind() IS
    'The sequences of session and cleanup_run that are about to give a key that is taken: the highest key there is, '
    'and the next one that the sequence should give. No row: none.';

REVOKE EXECUTE ON FUNCTION public.session_cleanup_sequence_behind() FROM PUBLIC;
