-- For whoever adopts large tables that are in use: session_adoption_batch() changes their rows in committed batches
-- before the tables are locked. The index finds the sessions that are used meanwhile. From ten minutes before: until
-- then, transactions that were running and clocks of the application may be behind.

CREATE OR REPLACE FUNCTION public.session_adoption_begin(mapping jsonb)
RETURNS SETOF text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
SET datestyle = 'ISO'
AS $function$
DECLARE
    read     record;
    found    record;
    begun_at timestamptz;
BEGIN
    IF EXISTS (SELECT FROM public.session_adoption)
       OR NOT (public.session_adoption_options(mapping) -> 'activity_moves_expires_at')::boolean THEN
        RETURN;
    END IF;

    SELECT * INTO read FROM public.session_adoption_mapping(mapping);

    INSERT INTO public.session_adoption_expiry (session_table, moved_until, begun_at)
    VALUES (read.session_table, '-infinity', now() - interval '10 minutes')
        ON CONFLICT (session_table) DO UPDATE
       SET begun_at = excluded.begun_at
    RETURNING session_adoption_expiry.begun_at INTO begun_at;

    -- One that is left of an earlier begin has the sessions that this one needs, and more.
    SELECT format('%I.%I', pg_namespace.nspname, 'session_cleanup_adoption_idx') AS name,
           pg_index.indexrelid,
           pg_index.indisvalid
      INTO found
      FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
      LEFT JOIN pg_index ON pg_index.indrelid = pg_class.oid
                        AND pg_index.indexrelid = to_regclass(format('%I.session_cleanup_adoption_idx', pg_namespace.nspname))
     WHERE pg_class.oid = read.session_table;

    IF found.indisvalid THEN
        RETURN;
    ELSIF found.indexrelid IS NOT NULL THEN
        RETURN NEXT 'DROP INDEX CONCURRENTLY ' || found.name;
    END IF;

    RETURN NEXT public.session_adoption_fill(
        format('CREATE INDEX CONCURRENTLY session_cleanup_adoption_idx ON %s ({last_activity_at}) WHERE {last_activity_at} >= %L',
               read.session_table, begun_at),
        read.columns -> 'session');
END
$function$;

COMMENT ON FUNCTION public.session_adoption_begin(jsonb) IS
    'To be called before the batches of session_adoption_batch(), and after some were interrupted. Returns the statements '
    'that build the index for the sessions that are used meanwhile, for outside of a transaction; adoption drops it. '
    'Errors: those of session_adoption_mapping.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_begin(jsonb) FROM PUBLIC;
